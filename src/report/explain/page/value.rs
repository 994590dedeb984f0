//! What a page says of one factor, and of the propellant of a product.

use super::Page;
use crate::dataset::{Inferred, Stage, StageValue};
use crate::exact::Fraction;
use crate::impact::{Mass, MassOf};
use crate::report::Number;
use crate::report::explain::{FactorTrail, ProductTrail, Rebuilt, Restating};
use crate::report::wording::terms;
use std::fmt::Write as _;

impl Page {
    /// The mass of the gas, the rest of the life cycle, and what they add up to.
    pub(super) fn components(&self, trail: &ProductTrail, out: &mut String) -> std::fmt::Result {
        let Some((parts, rebuilt)) = &trail.components else {
            return Ok(());
        };
        let Some(mass) = &parts.mass else {
            return writeln!(
                out,
                "  {}",
                self.say(
                    "De massa van het drijfgas is niet gezien; het etiket noemt die sinds 2025.",
                    "The mass of the propellant was not seen; the label states it since 2025."
                )
            );
        };
        let whose = match mass.of {
            MassOf::Product => self.say("van dit product", "of this product"),
            MassOf::Class => self.say(
                "van producten met dezelfde stof en inhalator",
                "of products with the same substance and inhaler",
            ),
        };
        let factor = mass.factor.as_ref().map_or_else(
            || self.say("uit de rij van het product", "from the row of the product"),
            |factor| factor.as_str(),
        );
        let title = if mass.metered {
            self.say(
                "drijfgas dat de pufjes doseren, zonder wat de bus meer bevat dan het aantal doses",
                "propellant that the puffs meter, without what the can holds above its doses",
            )
        } else {
            self.say("massa drijfgas", "mass of propellant")
        };
        let per = match mass.doses {
            Some(1) => self.say(" per pufje", " per puff"),
            Some(_) | None => "",
        };
        writeln!(
            out,
            "  {title}: {}{per}, {whose} ({factor})",
            self.grams(mass)
        )?;
        for Rebuilt { set, gas, total } in rebuilt {
            if let Some(gas) = gas {
                write!(
                    out,
                    "    {set}: {} {} kg CO2e{per}",
                    self.say("drijfgas", "propellant"),
                    self.range(*gas)
                )?;
                match total {
                    Some(total) => writeln!(
                        out,
                        "; {} {} kg CO2e",
                        self.say("hele levenscyclus", "whole life cycle"),
                        self.range(*total)
                    )?,
                    None => writeln!(out)?,
                }
            }
        }
        match &parts.rest {
            Some(rest) => writeln!(
                out,
                "    {}: {} kg CO2e ({} {})",
                self.say("de rest van de levenscyclus", "the rest of the life cycle"),
                self.range(rest.climate),
                self.say("uit", "from"),
                rest.factor
            ),
            None => writeln!(
                out,
                "    {}",
                self.say(
                    "De rest van de levenscyclus is niet los te zien van het drijfgas: geen bron geeft een totaal van grondstof tot afval met een genoemde GWP-set waar deze massa in past.",
                    "The rest of the life cycle cannot be told apart from the propellant: no source gives a total from cradle to grave with a stated GWP set that this mass fits in."
                )
            ),
        }
    }

    pub(super) fn factor(&self, trail: &FactorTrail, out: &mut String) -> std::fmt::Result {
        let factor = &trail.factor;
        let mut marks = Vec::new();
        if trail.used {
            marks.push(self.say("gebruikt", "used"));
        }
        if trail.conflict {
            marks.push(self.say("wijkt meer dan 10% af", "differs by more than 10%"));
        }
        let applied = trail.restated.is_some();
        if trail.below_gas {
            marks.push(self.say(
                "minder dan het eigen drijfgas: telt niet mee",
                "less than its own propellant: not counted",
            ));
        } else if applied && !trail.used {
            marks.push(self.say("niet meegeteld in de waarde", "not counted in the value"));
        }
        let marks = if marks.is_empty() {
            String::new()
        } else {
            format!("  <- {}", marks.join(", "))
        };
        let printed = self.number(&factor.printed);
        writeln!(
            out,
            "    {}: {printed} / {}{marks}",
            factor.id,
            terms::functional_unit(factor.functional_unit, self.language())
        )?;
        if !factor.label.is_empty() {
            writeln!(out, "      {}", factor.label)?;
        }
        writeln!(
            out,
            "      {}: {}; GWP: {}; {}: {}",
            self.say("systeemgrens", "boundary"),
            self.words.boundary(factor.boundary),
            terms::gwp_set(factor.gwp.as_str(), self.language()),
            self.say("bewijs", "evidence"),
            self.words.evidence(factor.provenance.evidence),
        )?;
        for inferred in &factor.inferred {
            writeln!(
                out,
                "      {}: {}",
                self.say("afgeleid, niet gedrukt", "inferred, not printed"),
                self.inferred(*inferred)
            )?;
        }
        self.stages(trail, out)?;
        if let Some(restated) = trail.restated {
            writeln!(
                out,
                "      {}: {} kg CO2e",
                self.say("per inhalator of verpakking", "per inhaler or pack"),
                self.range(restated)
            )?;
        }
        if let Some(restating) = &trail.restating {
            self.restating(restating, factor.gwp.as_str(), out)?;
        }
        if let Some(reason) = trail.as_published {
            writeln!(
                out,
                "      {}: {}",
                self.say("niet omgerekend", "not restated"),
                self.words.flag(reason)
            )?;
        }
        writeln!(
            out,
            "      {} {} ({}); {}; {}",
            factor.provenance.source.as_str(),
            trail.citation,
            self.words.funder(trail.funder),
            factor.provenance.locator,
            trail.url
        )?;
        self.note("      ", &factor.note, out)
    }

    fn inferred(&self, what: Inferred) -> &'static str {
        match what {
            Inferred::Boundary => self.say("de systeemgrens", "the system boundary"),
            Inferred::GwpSet => self.say("de GWP-set", "the GWP set"),
            Inferred::Interpolated => self.say(
                "de waarde zelf, tussen die van verwante producten",
                "the value itself, between those of related products",
            ),
            Inferred::Doses => self.say("het aantal doses", "the number of doses"),
        }
    }

    fn stages(&self, trail: &FactorTrail, out: &mut String) -> std::fmt::Result {
        if trail.stages.is_empty() {
            return Ok(());
        }
        let part = |one: &StageValue| {
            let value = Number::of(Fraction::whole(one.value)).to_string();
            format!("{} {}", self.stage(one.stage), self.number(&value))
        };
        let shown = |within: Option<Stage>| {
            let stages = trail.stages.iter().filter(|one| one.part_of == within);
            stages.map(part).collect::<Vec<_>>()
        };
        write!(
            out,
            "      {}: {}",
            self.say("fasen in kg CO2e", "stages in kg CO2e"),
            shown(None).join(" + ")
        )?;
        for stage in [Stage::Core, Stage::Downstream] {
            let parts = shown(Some(stage));
            if !parts.is_empty() {
                write!(
                    out,
                    " ({} {}: {})",
                    self.say("waarvan in", "of which in"),
                    self.stage(stage),
                    parts.join(", ")
                )?;
            }
        }
        writeln!(out)
    }

    fn stage(&self, stage: Stage) -> &'static str {
        match stage {
            Stage::Upstream => self.say("grondstoffen", "raw materials"),
            Stage::Core => self.say("fabriek", "factory"),
            Stage::PropellantLeaks => self.say("lekken van drijfgas", "leaks of propellant"),
            Stage::Energy => self.say("energie", "energy"),
            Stage::Distribution => self.say("vervoer", "distribution"),
            Stage::Downstream => self.say("na de fabriek", "after the factory"),
            Stage::Use => self.say("gebruik", "use"),
            Stage::EndOfLife => self.say("afval", "end of life"),
        }
    }

    fn restating(&self, by: &Restating, from: &str, out: &mut String) -> std::fmt::Result {
        let new = &by.new;
        write!(
            out,
            "      {} {}: {} ({from}) -> {} ({}) kg CO2e/kg, {} {} {}",
            self.say("omgerekend voor", "restated for"),
            by.gas,
            by.old,
            new.value,
            new.set,
            self.say("bron", "source"),
            new.provenance.source.as_str(),
            new.provenance.locator,
        )?;
        match &by.mass {
            Some(mass) => writeln!(out, "; {} {}", self.say("massa", "mass"), self.grams(mass)),
            None => writeln!(out),
        }
    }

    /// Grams as a source gives them: a value, two ends, or both.
    fn grams(&self, mass: &Mass) -> String {
        let number = |value: Fraction| self.number(&value.round(4).normalize().to_string());
        let ends = format!("{} – {}", number(mass.low), number(mass.high));
        match mass.central {
            Some(central) if mass.low == mass.high => format!("{} g", number(central)),
            Some(central) => format!("{} ({ends}) g", number(central)),
            None => format!("{ends} g"),
        }
    }
}
