//! The trail as text.

mod fact;
mod label;
mod rule;
mod value;
mod water;

use super::{Explanation, Found, ProductTrail};
use crate::dataset::{Conflict, Device, GwpSet, Source};
use crate::exact::Fraction;
use crate::impact::{Basis, Estimate, Flag};
use crate::language::Language;
use crate::matching::{Inhaler, Meaning, Other};
use crate::quantity::Range;
use crate::report::wording::{Wording, product_label, terms};
use crate::report::{Number, alone};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(super) struct Page {
    pub(super) words: &'static dyn Wording,
    pub(super) nl: bool,
}

impl Page {
    pub(super) fn say(&self, dutch: &'static str, english: &'static str) -> &'static str {
        self.language().say(dutch, english)
    }

    pub(super) fn language(&self) -> Language {
        if self.nl {
            Language::Dutch
        } else {
            Language::English
        }
    }

    /// A note of the data, as it stands there; none where there is none.
    pub(super) fn note(&self, indent: &str, note: &str, out: &mut String) -> std::fmt::Result {
        if note.is_empty() {
            return Ok(());
        }
        let title = self.say("aantekening (Engels)", "note");
        writeln!(out, "{indent}{title}: {note}")
    }

    /// A line of what something is and what it says; none where it says nothing.
    fn line(&self, what: [&'static str; 2], text: &str, out: &mut String) -> std::fmt::Result {
        let [dutch, english] = what;
        if text.is_empty() {
            return Ok(());
        }
        writeln!(out, "  {}: {text}", self.say(dutch, english))
    }

    /// DOI, licence and what of a source may be passed on.
    fn terms(&self, source: Option<&Source>, out: &mut String) -> std::fmt::Result {
        let Some(source) = source else {
            return Ok(());
        };
        self.line(["DOI", "DOI"], &source.doi, out)?;
        self.line(
            ["licentie van de bron", "licence of the source"],
            &source.licence,
            out,
        )?;
        let embed = terms::embed(source.embed, self.language());
        self.line(["mag worden doorgegeven", "may be passed on"], embed, out)
    }

    pub(super) fn write(&self, all: &Explanation, out: &mut String) -> std::fmt::Result {
        let found = match all.found {
            Found::ProductId => self.say("een product-id", "a product id"),
            Found::Code => self.say(
                "een code uit een eigen codetabel",
                "a code of an own code table",
            ),
            Found::Number => self.say(
                "een nummer in de G-Standaard",
                "a number in the G-Standaard",
            ),
            Found::Atc => self.say("een ATC-code", "an ATC code"),
            Found::Label => self.say("een omschrijving", "a label"),
            Found::FactorId => self.say("een factor", "a factor"),
            Found::FormFactId => self.say("een feit over een vorm", "a fact about a form"),
            Found::WaterFactId => self.say("een feit over water", "a fact about water"),
            Found::RuleId => self.say("een regel van een richtlijn", "a rule of a guideline"),
            Found::ConflictId => self.say("een bekende tegenspraak", "a known contradiction"),
            Found::SourceId => self.say("een bron", "a source"),
        };
        writeln!(
            out,
            "{} '{}': {found}.",
            self.say("Gelezen", "Read"),
            all.asked
        )?;
        let intended = self.say(
            "Dit deel laat zien waar getallen vandaan komen en is geen advies voor een patiënt; arts en patiënt beslissen samen.",
            "This part shows where numbers come from and is no advice for a patient; clinician and patient decide together.",
        );
        writeln!(out, "{intended}")?;
        if let Some(alone) = alone::sentence(&all.data, self.language()) {
            writeln!(out, "{alone}")?;
        }
        if self.nl && all.is_recognised() {
            let english = "Titels, vindplaatsen en aantekeningen staan er zoals in de gegevens, meestal in het Engels; een aantekening begint met 'aantekening (Engels)'.";
            writeln!(out, "{english}")?;
        }
        for trail in &all.numbers {
            let words = self.words.codes();
            let level = trail.level.to_uppercase();
            writeln!(out, "{}", words.article(&level, &trail.number))?;
            for (part, text) in &trail.parts {
                writeln!(out, "  {:<18} {text}", words.article_part(*part))?;
            }
        }
        if !all.numbers.is_empty() {
            writeln!(out, "{}", self.words.codes().no_propellant())?;
        }
        self.parts(all, out)?;
        if let Some(fact) = &all.fact {
            self.fact(fact, all.gwp, out)?;
        }
        match all.resolution.as_ref().map(|found| &found.meaning) {
            None => {}
            Some(Meaning::Other(Other::Unrecognised)) if !all.water.is_empty() => writeln!(
                out,
                "{}",
                self.say(
                    "Geen klimaatwaarde: dit is niet als inhalatiemedicatie herkend.",
                    "No climate value: this was not recognised as an inhaled medicine."
                )
            )?,
            Some(Meaning::Other(other)) => writeln!(
                out,
                "{}: {}.",
                if all.water.is_empty() {
                    self.say(
                        "Dit rapport heeft er geen waarden voor",
                        "This report has no values for it",
                    )
                } else {
                    self.say("Geen klimaatwaarde", "No climate value")
                },
                self.words.other(*other)
            )?,
            Some(Meaning::Inhaler(inhaler, ..)) => self.inhaler(all, inhaler, out)?,
        }
        self.substances(&all.substances, out)?;
        self.water(&all.water, out)
    }

    fn inhaler(&self, all: &Explanation, inhaler: &Inhaler, out: &mut String) -> std::fmt::Result {
        for note in &all.notes {
            let text = note.text(self.language());
            writeln!(out, "{}: {text}.", self.say("Let op", "Note"))?;
        }
        let count = inhaler.candidates.len();
        writeln!(out)?;
        match count {
            0 => writeln!(out, "{}", self.say(
                "Geen product in de gegevens; de inhalator bepaalt de waarde.",
                "No product in the data; the inhaler gives the value."
            ))?,
            1 if inhaler.stand_in => writeln!(out, "{}", self.say(
                "Geen product in de gegevens; het dichtstbijzijnde geeft de waarde.",
                "No product in the data; the nearest one gives the value."
            ))?,
            1 => writeln!(out, "{}", self.say("Dit is één product.", "This is one product."))?,
            _ => writeln!(
                out,
                "{} {count} {}",
                self.say("Dit kunnen", "This can be"),
                self.say(
                    "producten zijn; de waarde loopt van het laagste tot het hoogste, met de mediaan als middenwaarde.",
                    "products; the value runs from the lowest to the highest, with the median in the middle."
                )
            )?,
        }
        if let Some(estimate) = &all.estimate {
            self.estimate(estimate, &inhaler.devices, all.gwp, out)?;
        }
        if !all.by_device_name.is_empty() {
            let lead = self.say(
                "Factoren bij de naam van de inhalator",
                "Factors by its name",
            );
            writeln!(out, "\n{lead}:")?;
            for trail in &all.by_device_name {
                self.factor(trail, out)?;
            }
        }
        for trail in &all.products {
            self.product(trail, all.gwp, count == 1, out)?;
        }
        if !all.context.is_empty() {
            writeln!(out, "\n{}", self.say(
                "Getoond en nooit toegepast op een voorschrift (andere eenheid, ander land, drijfgasmassa):",
                "Shown and never applied to a prescription (other unit, other country, mass of propellant):"
            ))?;
            for trail in &all.context {
                self.factor(trail, out)?;
            }
        }
        Ok(())
    }

    fn estimate(
        &self,
        estimate: &Estimate,
        devices: &BTreeSet<Device>,
        gwp: GwpSet,
        out: &mut String,
    ) -> std::fmt::Result {
        if estimate.basis == Basis::None {
            return writeln!(
                out,
                "  {}",
                self.say(
                    "Geen waarde; dat is niet nul.",
                    "No value; that is not zero."
                )
            );
        }
        let units = [
            (
                estimate.per_device,
                self.say("per inhalator of verpakking", "per inhaler or pack"),
            ),
            (estimate.per_dose, self.say("per dosis", "per dose")),
        ];
        for (range, unit) in units {
            if let Some(range) = range {
                let set = if estimate.flags.contains(&Flag::GwpAsPublished) {
                    self.say(
                        " (geheel of deels zoals gepubliceerd)",
                        " (wholly or partly as published)",
                    )
                    .to_owned()
                } else if devices.iter().any(|device| device.has_propellant()) {
                    format!(" ({gwp})")
                } else {
                    String::new()
                };
                writeln!(out, "  {} kg CO2e {unit}{set}", self.range(range))?;
            }
        }
        writeln!(
            out,
            "  {}: {}",
            self.say("berust op", "rests on"),
            self.words.basis(estimate.basis)
        )?;
        for flag in &estimate.flags {
            writeln!(
                out,
                "  {}: {}",
                self.say("let op", "note"),
                self.words.flag(*flag)
            )?;
        }
        Ok(())
    }

    fn product(
        &self,
        trail: &ProductTrail,
        gwp: GwpSet,
        alone: bool,
        out: &mut String,
    ) -> std::fmt::Result {
        let product = &trail.product;
        writeln!(
            out,
            "\n{} [{}] {}",
            product_label(product, self.words),
            product.id,
            product.atc
        )?;
        let provenance = &product.provenance;
        writeln!(
            out,
            "  {}; {} {} ({}), {}",
            self.words.device(product.device),
            self.say("bron", "source"),
            provenance.source.as_str(),
            trail
                .sources
                .get(provenance.source.as_str())
                .map_or("", String::as_str),
            self.words.evidence(provenance.evidence),
        )?;
        writeln!(out, "    {}", provenance.locator)?;
        let gas = self.words.propellant(product.propellant.as_str());
        write!(out, "  {}: {gas}", self.say("drijfgas", "propellant"))?;
        if let Some(last) = product.propellant_to {
            let until = self.say("tot en met", "up to and including");
            write!(out, " {until} {last}")?;
        }
        if let Some(from) = &product.propellant_provenance {
            write!(
                out,
                " ({}, {}, {})",
                from.source.as_str(),
                from.locator,
                self.words.evidence(from.evidence)
            )?;
        }
        writeln!(out)?;
        self.note("  ", &product.note, out)?;
        if !alone {
            let devices = [product.device].into();
            self.estimate(&trail.estimate, &devices, gwp, out)?;
        }
        self.components(trail, out)?;
        self.factors(trail, out)?;
        self.conflicts(&trail.conflicts, out)
    }

    pub(super) fn conflicts(&self, conflicts: &[Conflict], out: &mut String) -> std::fmt::Result {
        if !conflicts.is_empty() {
            let title = self.say(
                "Bekende tegenspraak tussen of in bronnen, en hoe die is gelezen:",
                "Known contradictions between or in sources, and how they were read:",
            );
            writeln!(out, "  {title}")?;
        }
        for conflict in conflicts {
            let reading = if self.nl {
                &conflict.dutch
            } else {
                &conflict.english
            };
            writeln!(out, "    {}: {reading}", conflict.id)?;
        }
        Ok(())
    }

    pub(super) fn number(&self, text: &str) -> String {
        if self.nl {
            text.replace('.', ",")
        } else {
            text.to_owned()
        }
    }

    /// The factors of a product in three lists, each with what it is.
    fn factors(&self, trail: &ProductTrail, out: &mut String) -> std::fmt::Result {
        let own = if trail.own.is_empty() && trail.estimate.basis == Basis::Product {
            self.say(
                "Geen gepubliceerde klimaatwaarde van dit product zelf: de waarde is de massa van zijn drijfgas maal de GWP100.",
                "No published climate value of this product itself: the value is the mass of its propellant times the GWP100.",
            )
        } else if trail.own.is_empty() {
            self.say(
                "Geen factor over dit product zelf in de gegevens.",
                "No factor about this product itself in the data.",
            )
        } else {
            self.say(
                "Factoren over dit product; de eerste geeft de middenwaarde (eigen laag, systeemgrens, soort bron, bewijs, jaar):",
                "Factors about this product; the first gives the central value (own layer, boundary, kind of source, evidence, year):",
            )
        };
        let class = self.say(
            "Factoren over dezelfde stof en inhalator, of de soort inhalator:",
            "Factors about the same substance and inhaler, or the type of inhaler:",
        );
        let standing_in = self.say(
            "Factoren waar de waarde verder op berust (andere producten van de groep, massa drijfgas):",
            "Factors that the value rests on besides (other products of the group, mass of propellant):",
        );
        let lists = [
            (own, &trail.own),
            (class, &trail.class),
            (standing_in, &trail.standing_in),
        ];
        for (place, (title, list)) in lists.into_iter().enumerate() {
            if place == 0 || !list.is_empty() {
                writeln!(out, "  {title}")?;
            }
            for factor in list {
                self.factor(factor, out)?;
            }
        }
        Ok(())
    }

    pub(super) fn range(&self, range: Range) -> String {
        // Four decimals of a kilogram are a tenth of a gram: more than any source prints.
        let number = |value: Fraction| {
            let places = if value.round(0).is_zero() { 6 } else { 4 };
            self.number(&Number::of(Fraction::whole(value.round(places))).to_string())
        };
        let (low, central, high) = (range.low(), range.central(), range.high());
        if low == high {
            number(central)
        } else {
            format!("{} ({} – {})", number(central), number(low), number(high))
        }
    }
}
