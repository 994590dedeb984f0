//! What is known of a substance in water, as text.

use super::Page;
use crate::dataset::{HazardKind, LimitKind, Passage, WaterFact, WaterKind};
use crate::quantity::Range;
use crate::report::Number;
use crate::report::digits::Digits;
use crate::report::explain::{LoadTrail, NamedSubstance, WaterFactTrail, WaterTrail};
use crate::report::wording::terms;
use crate::water::{Amount, NoVolume};
use std::fmt::Write as _;

impl Page {
    /// The substances that a label names, with the codes under which a report finds them.
    pub(super) fn substances(&self, all: &[NamedSubstance], out: &mut String) -> std::fmt::Result {
        for one in all {
            let atcs: Vec<String> = one.atcs.iter().map(ToString::to_string).collect();
            writeln!(
                out,
                "{} '{}': {} {}. {}",
                self.say("De tekst noemt", "The text names"),
                self.words.water().words(&one.substance, &one.dutch),
                self.say("ATC-code", "ATC code"),
                atcs.join(self.say(" of ", " or ")),
                self.say(
                    "Een rapport herkent deze stof aan de ATC-code of, zonder die code, aan de naam.",
                    "A report recognises this substance by its ATC code or, without one, by its name."
                )
            )?;
        }
        Ok(())
    }

    pub(super) fn water(&self, trails: &[WaterTrail], out: &mut String) -> std::fmt::Result {
        for trail in trails {
            writeln!(
                out,
                "\n{}: {} [{}]",
                self.say("Water", "Water"),
                self.words.water().words(&trail.substance, &trail.dutch),
                trail.atc
            )?;
            self.loads(trail, out)?;
            let mut title = "";
            for one in &trail.facts {
                let own = self.title(one.fact.kind);
                if own != title {
                    writeln!(out, "  {own}")?;
                    title = own;
                }
                self.water_fact(one, out)?;
            }
            if trail.unverified > 0 {
                writeln!(
                    out,
                    "  {}: {}.",
                    self.say(
                        "Niet getoond en niet gebruikt, want niet nagekeken",
                        "Not shown and not used, because not verified"
                    ),
                    trail.unverified
                )?;
            }
        }
        Ok(())
    }

    fn loads(&self, trail: &WaterTrail, out: &mut String) -> std::fmt::Result {
        if trail.loads.is_empty() {
            return writeln!(
                out,
                "  {}",
                self.say(
                    "Hoeveel ervan het riool bereikt staat niet in de gegevens; dat is niet nul.",
                    "How much of it reaches the sewer is not in the data; that is not zero."
                )
            );
        }
        writeln!(
            out,
            "  {}",
            self.say(
                "Van 1 gram gebruikte stof komt naar schatting in het oppervlaktewater:",
                "Of 1 gram of substance used, this is estimated to reach surface water:"
            )
        )?;
        for one in &trail.loads {
            self.load(one, out)?;
        }
        Ok(())
    }

    fn load(&self, one: &LoadTrail, out: &mut String) -> std::fmt::Result {
        let load = &one.load;
        writeln!(
            out,
            "    {}, {}: {}",
            self.words.water().route(load.route),
            self.words.water().treatment(load.treatment),
            self.amount(load.amount, "mg")
        )?;
        for product in &load.products {
            writeln!(
                out,
                "      {} {}: {}",
                self.say("daaruit ontstaat", "formed of it,"),
                self.words.water().words(&product.name, &product.dutch),
                self.amount(product.amount, "mg")
            )?;
        }
        let volume = match &one.volume {
            Ok(volume) => {
                let amount = self.amount(volume.amount, "m3");
                let mut products = load.products.iter();
                match products.find(|one| volume.product.as_ref() == Some(&one.name)) {
                    Some(product) => format!(
                        "{amount}, {} {}",
                        self.say("door de grenswaarde van", "by the limit of"),
                        self.words.water().words(&product.name, &product.dutch)
                    ),
                    None => amount,
                }
            }
            Err(reason) => self.no_volume(*reason).to_owned(),
        };
        writeln!(
            out,
            "      {}: {volume}",
            self.say(
                "water dat dit verdunt tot de grenswaarden",
                "water that dilutes this to the limits"
            )
        )?;
        for gap in &load.gaps {
            writeln!(
                out,
                "      {}: {}",
                self.say("ontbreekt", "missing"),
                self.words.water().gap(*gap)
            )?;
        }
        for assumption in &load.assumptions {
            writeln!(
                out,
                "      {}: {}",
                self.say("let op", "note"),
                self.words.water().assumption(*assumption)
            )?;
        }
        Ok(())
    }

    pub(super) fn water_fact(&self, one: &WaterFactTrail, out: &mut String) -> std::fmt::Result {
        let fact = &one.fact;
        let mut marks = Vec::new();
        if one.used {
            marks.push(self.say("gebruikt", "used"));
        }
        if one.conflict {
            marks.push(self.say(
                "wijkt meer dan 10% af van de eerste keus",
                "differs by more than 10% from the first choice",
            ));
        }
        let marks = if marks.is_empty() {
            String::new()
        } else {
            format!("  <- {}", marks.join(", "))
        };
        let mut about = self.kind(fact.kind).to_owned();
        if !fact.product.is_empty() {
            let product = self.words.water().words(&fact.product, &fact.dutch_product);
            let _ = write!(
                about,
                ", {} {product}",
                self.say("omzettingsproduct", "transformation product")
            );
        }
        if let Some(route) = fact.route {
            let _ = write!(about, ", {}", self.words.water().route(route));
        }
        if let Some(stage) = fact.stage {
            let _ = write!(about, ", {}", self.words.water().treatment(stage));
        }
        writeln!(
            out,
            "    {}: {} ({about}; {}){marks}",
            fact.id,
            self.printed(fact),
            self.words.water().vintage(&fact.vintage),
        )?;
        writeln!(
            out,
            "      {} {} ({}); {}; {}; {}",
            fact.provenance.source.as_str(),
            one.citation,
            self.words.funder(one.funder),
            fact.provenance.locator,
            one.url,
            self.words.evidence(fact.provenance.evidence)
        )?;
        self.note("      ", &fact.note, out)
    }

    fn printed(&self, fact: &WaterFact) -> String {
        let words = matches!(
            fact.kind,
            WaterKind::Hazard(_) | WaterKind::List | WaterKind::Finding
        );
        match (words, self.nl) {
            (true, _) => terms::statement(fact, self.language()),
            (false, true) => fact
                .printed
                .replace('.', ",")
                .replace(" mass fraction", " massadeel")
                .replace(" fraction", " deel van 1")
                .replace(" of 9", " van 9"),
            (false, false) => fact
                .printed
                .replace(" mass fraction", " by mass")
                .replace(" fraction", " of 1"),
        }
    }

    fn amount(&self, amount: Amount, unit: &str) -> String {
        let digits = Digits(self.words);
        let text = |range: Range| {
            let ends = [range.low(), range.central(), range.high()].map(Number::of);
            let [low, central, high] = ends;
            digits.range(low, central, high)
        };
        match amount {
            Amount::Unknown => self
                .say("onbekend; dat is niet nul", "unknown; that is not zero")
                .to_owned(),
            Amount::AtMost(high) => {
                let high = digits.rounded_up(Number::of(high).value());
                format!("{} {high} {unit}", self.say("hoogstens", "at most"))
            }
            Amount::Range(range) => {
                let [low, central, high] = text(range);
                if range.low() == range.high() {
                    format!("{central} {unit}")
                } else {
                    format!("{central} ({low} – {high}) {unit}")
                }
            }
        }
    }

    fn no_volume(&self, reason: NoVolume) -> &'static str {
        match reason {
            NoVolume::NoLoad => self.say("niet te zeggen", "cannot be told"),
            NoVolume::NoLimit => self.say(
                "geen grenswaarde voor waterorganismen in de gegevens",
                "no limit for water organisms in the data",
            ),
            NoVolume::ProductUnknown => self.say(
                "niet te beoordelen, want van wat eruit ontstaat is er een grenswaarde maar geen hoeveelheid",
                "cannot be judged, because of what is formed of it there is a limit and no amount",
            ),
            NoVolume::TooManyDigits => self.say(
                "de getallen hebben te veel cijfers",
                "the numbers have too many digits",
            ),
        }
    }

    fn title(&self, kind: WaterKind) -> &'static str {
        match kind {
            WaterKind::Limit(limit) if limit.protects_water_organisms() => self.say(
                "Grenswaarden voor waterorganismen:",
                "Limits for water organisms:",
            ),
            WaterKind::Limit(_) => self.say(
                "Getoond en nooit als grenswaarde voor waterorganismen gebruikt:",
                "Shown and never used as a limit for water organisms:",
            ),
            WaterKind::Passage(_) => self.say("Op weg naar het riool:", "On the way to the sewer:"),
            WaterKind::Removal => self.say(
                "Wat de zuivering eruit haalt (met de stappen ervoor):",
                "What treatment takes out (with the stages before it):",
            ),
            WaterKind::Transformed => self.say("Wat eruit ontstaat:", "What is formed of it:"),
            WaterKind::Hazard(_) | WaterKind::HazardScore => self.say(
                "Gevaar en risico, zoals gepubliceerd:",
                "Hazard and risk, as published:",
            ),
            WaterKind::List => self.say("Staat op:", "Stands on:"),
            WaterKind::Finding => self.say("Ook gemeld:", "Also reported:"),
        }
    }

    pub(super) fn kind(&self, kind: WaterKind) -> &'static str {
        match kind {
            WaterKind::Limit(limit) => self.limit(limit),
            WaterKind::Passage(Passage::Unchanged) => {
                self.say("onveranderd uitgescheiden", "excreted unchanged")
            }
            WaterKind::Passage(Passage::Conjugated) => {
                self.say("als conjugaat uitgescheiden", "excreted as a conjugate")
            }
            WaterKind::Passage(Passage::Metabolised) => {
                self.say("omgezet in andere stoffen", "turned into other substances")
            }
            WaterKind::Passage(Passage::Absorbed) => {
                self.say("door de huid opgenomen", "taken up through the skin")
            }
            WaterKind::Passage(Passage::WashedOff) => self.say("afgespoeld", "washed off"),
            WaterKind::Removal => self.say("verwijderd", "removed"),
            WaterKind::Transformed => self.say("omgezet", "transformed"),
            WaterKind::Hazard(HazardKind::Persistence) => self.say("persistentie", "persistence"),
            WaterKind::Hazard(HazardKind::Bioaccumulation) => {
                self.say("bioaccumulatie", "bioaccumulation")
            }
            WaterKind::Hazard(HazardKind::Toxicity) => self.say("giftigheid", "toxicity"),
            WaterKind::Hazard(HazardKind::Risk) => self.say("risico", "risk"),
            WaterKind::HazardScore => self.say("gevarenscore", "hazard score"),
            WaterKind::List => self.say("lijst", "list"),
            WaterKind::Finding => self.say("bevinding", "finding"),
        }
    }

    fn limit(&self, limit: LimitKind) -> &'static str {
        match limit {
            LimitKind::EqsProposed => self.say(
                "voorgestelde Europese norm, jaargemiddelde",
                "proposed European standard, annual average",
            ),
            LimitKind::EqsNational => self.say("norm van een land", "standard of a country"),
            LimitKind::Criterion => self.say(
                "criterium van een instituut of artikel",
                "criterion of an institute or paper",
            ),
            LimitKind::Pnec => self.say("PNEC", "PNEC"),
            LimitKind::PnecCompany => self.say("PNEC van de fabrikant", "PNEC of the company"),
            LimitKind::PnecResistance => self.say(
                "PNEC voor selectie van resistentie",
                "PNEC for selection of resistance",
            ),
            LimitKind::EqsSecondaryPoisoning => self.say(
                "norm voor dieren die vis eten",
                "standard for animals that eat fish",
            ),
            LimitKind::EqsDrinkingWater => {
                self.say("norm voor drinkwater", "standard for drinking water")
            }
            LimitKind::DetectionLimit => self.say(
                "detectiegrens voor laboratoria, geen PNEC",
                "detection limit for laboratories, no PNEC",
            ),
        }
    }
}
