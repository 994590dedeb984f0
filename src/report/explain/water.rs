//! What is known of a substance in water: loads by route, limits, hazards and lists, each
//! with its source.

use super::page::Page;
use crate::code::Atc;
use crate::dataset::{
    Dataset, HazardKind, LimitKind, Passage, Route, Source, Treatment, WaterFact, WaterKind,
};
use crate::matching::Meaning;
use crate::quantity::Range;
use crate::report::Number;
use crate::report::digits::Digits;
use crate::report::wording::{Language, terms};
use crate::water::{self, Amount, CriticalVolume, Load, NoVolume};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The treatments that are shown side by side.
pub(super) const SHOWN: [Treatment; 2] = [Treatment::Secondary, Treatment::Quaternary];

/// Everything in the data about one substance in water.
#[derive(Debug, Clone)]
pub(crate) struct WaterTrail {
    /// The ATC code it was found by.
    pub atc: Atc,
    /// The substance.
    pub substance: String,
    /// What reaches surface water of one gram, for each route with facts.
    pub loads: Vec<LoadTrail>,
    /// The facts with their sources; those from general knowledge are left out.
    pub facts: Vec<WaterFactTrail>,
    /// How many facts from general knowledge were left out.
    pub unverified: usize,
}

/// The load of one gram with the water that dilutes it.
#[derive(Debug, Clone)]
pub(crate) struct LoadTrail {
    /// The load.
    pub load: Load,
    /// The critical volume, or why there is none.
    pub volume: Result<CriticalVolume, NoVolume>,
}

/// A fact about water with its source.
#[derive(Debug, Clone)]
pub(crate) struct WaterFactTrail {
    /// The fact.
    pub fact: WaterFact,
    /// Authors, year, title.
    pub citation: String,
    /// The address of the source.
    pub url: String,
    /// Whether a load or volume that is shown rests on it.
    pub used: bool,
    /// Whether it is a limit that differs by more than 10 % from the one used.
    pub conflict: bool,
}

/// A substance with facts about water whose name stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedSubstance {
    /// The name in the data.
    pub substance: String,
    /// Its ATC codes in the data: one for each way of use.
    pub atcs: BTreeSet<Atc>,
}

impl NamedSubstance {
    /// Whether the name stands in a text as whole words, in the data's language or in Dutch.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = words(text);
        let dutch = Language::Dutch.wording().water().substance(&self.substance);
        [&self.substance, dutch].into_iter().any(|name| {
            let name = words(name);
            !name.is_empty() && text.windows(name.len()).any(|part| part == name)
        })
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The substances with facts about water that a text names which is no inhaled medicine and
/// no ATC code.
pub(super) fn named(dataset: &Dataset, meaning: &Meaning, asked: &str) -> Vec<NamedSubstance> {
    if matches!(meaning, Meaning::Inhaler(..)) || Atc::parse(asked).is_some() {
        return Vec::new();
    }
    let mut substances: BTreeMap<&str, BTreeSet<Atc>> = BTreeMap::new();
    for fact in dataset.water_facts() {
        let atcs = substances.entry(&fact.substance).or_default();
        atcs.extend(&fact.atcs);
    }
    let all = substances
        .into_iter()
        .map(|(substance, atcs)| NamedSubstance {
            substance: substance.to_owned(),
            atcs,
        });
    all.filter(|one| one.is_named_in(asked)).collect()
}

/// The trails of the substances that a text means. Of the codes of one named substance with
/// the same facts one is shown.
pub(super) fn trails(
    dataset: &Dataset,
    meaning: &Meaning,
    asked: &str,
    named: &[NamedSubstance],
) -> Vec<WaterTrail> {
    let mut atcs: BTreeSet<Atc> = match meaning {
        Meaning::Inhaler(inhaler, ..) => inhaler.products(dataset).map(|p| p.atc).collect(),
        Meaning::Other(_) => Atc::parse(asked).into_iter().collect(),
    };
    for one in named {
        let mut seen: BTreeSet<Vec<&str>> = BTreeSet::new();
        for atc in &one.atcs {
            let facts = dataset.water_facts_of(atc);
            if seen.insert(facts.map(|fact| fact.id.as_str()).collect()) {
                atcs.insert(*atc);
            }
        }
    }
    let trails = atcs.iter().map(|atc| trail(dataset, atc));
    trails.filter(|trail| !trail.facts.is_empty()).collect()
}

fn trail(dataset: &Dataset, atc: &Atc) -> WaterTrail {
    let (hidden, facts): (Vec<&WaterFact>, Vec<&WaterFact>) = dataset
        .water_facts_of(atc)
        .partition(|fact| !fact.is_usable());
    let routes: BTreeSet<Route> = facts
        .iter()
        .filter(|fact| matches!(fact.kind, WaterKind::Passage(_)))
        .filter_map(|fact| fact.route)
        .collect();
    let mut loads = Vec::new();
    for route in routes {
        for treatment in SHOWN {
            let load = water::load(dataset, atc, route, Decimal::ONE_THOUSAND, treatment);
            let volume = water::critical_volume(dataset, atc, &load);
            loads.push(LoadTrail { load, volume });
        }
    }
    let with_source = |fact: &WaterFact| {
        let source = dataset.source(&fact.provenance.source);
        let volumes = || loads.iter().filter_map(|one| one.volume.as_ref().ok());
        WaterFactTrail {
            fact: fact.clone(),
            citation: source.map_or_else(String::new, Source::citation),
            url: source.map_or_else(String::new, |source| source.url.clone()),
            used: loads.iter().any(|one| one.load.facts.contains(&fact.id))
                || volumes().any(|volume| volume.limits.contains(&fact.id)),
            conflict: volumes().any(|volume| volume.conflicts.contains(&fact.id)),
        }
    };
    let mut shown: Vec<WaterFactTrail> = facts.iter().copied().map(with_source).collect();
    shown.sort_by(|a, b| (a.fact.kind, &a.fact.id).cmp(&(b.fact.kind, &b.fact.id)));
    WaterTrail {
        atc: *atc,
        substance: facts
            .first()
            .map_or_else(String::new, |fact| fact.substance.clone()),
        unverified: hidden.len(),
        facts: shown,
        loads,
    }
}

impl Page {
    /// The substances that a label names, with the codes under which a report finds them.
    pub(super) fn substances(&self, all: &[NamedSubstance], out: &mut String) -> std::fmt::Result {
        for one in all {
            let atcs: Vec<String> = one.atcs.iter().map(ToString::to_string).collect();
            writeln!(
                out,
                "{} '{}': {} {}. {}",
                self.say("De tekst noemt", "The text names"),
                self.words.water().substance(&one.substance),
                self.say("ATC-code", "ATC code"),
                atcs.join(self.say(" of ", " or ")),
                self.say(
                    "Een rapport herkent deze stof alleen aan de ATC-code.",
                    "A report recognises this substance by its ATC code only."
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
                self.words.water().substance(&trail.substance),
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
        let volume = match &one.volume {
            Ok(volume) => self.amount(volume.amount, "m3"),
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
            "      {} {}; {}; {}; {}",
            fact.provenance.source.as_str(),
            one.citation,
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
            (true, _) => terms::statement(&fact.printed, self.language()),
            (false, true) => fact
                .printed
                .replace('.', ",")
                .replace(" fraction", " deel van 1")
                .replace(" of 9", " van 9"),
            (false, false) => fact.printed.replace(" fraction", " of 1"),
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
            WaterKind::Passage(Passage::Absorbed) => {
                self.say("door de huid opgenomen", "taken up through the skin")
            }
            WaterKind::Passage(Passage::WashedOff) => self.say("afgespoeld", "washed off"),
            WaterKind::Removal => self.say("verwijderd", "removed"),
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
