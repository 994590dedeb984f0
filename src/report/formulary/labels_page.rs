//! Classes of options, to be printed, with the sentence on the method that goes with them.

use super::compare_report::{Ends, RuleReport};
use super::reason::grams;
use super::transition::{TransitionReport, transition, transition_lines};
use crate::advice::Used;
use crate::dataset::{Dataset, DatasetVersion};
use crate::engine::Engine;
use crate::formulary::{Bands, Earlier, Formulary, LabelKey, NoClass, OptionLabel, Settings};
use crate::language::Language;
use crate::outward::{self, cell, plain};
use crate::report::alone;
use crate::report::data::wrap;

/// The class of one option.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct LabelReport {
    /// The condition.
    pub condition: String,
    /// The first age in years; `null` where none is stated.
    pub age_from: Option<u8>,
    /// The last age in years, included; `null` where none is stated.
    pub age_to: Option<u8>,
    /// Another feature of the patients; empty without one.
    pub feature: String,
    /// The step.
    pub step: u16,
    /// The place in the step.
    pub rank: u16,
    /// The option.
    pub option: String,
    /// How much is used, such as `doses/d 2`, `mg/d 1500` or, once a week, `doses/7d 1`; empty
    /// where the cell cannot be read.
    pub dosage: String,
    /// The class; empty without one.
    pub class: String,
    /// What the class is called; empty without one.
    pub name: String,
    /// The classes of the ends of the range where they differ, such as `A-B`; empty otherwise.
    pub span: String,
    /// kg CO2e per treatment day; `null` without a value.
    pub per_day: Option<Ends>,
    /// The same in grams, as text.
    pub shown: String,
    /// Why there is no class; `null` where there is one.
    pub without: Option<NoClass>,
    /// Whether the class of before is kept.
    pub kept: bool,
    /// Whether the day is one of the most use that is meant.
    pub as_needed: bool,
    /// The rules that say to keep this medicine for some of its patients.
    pub keep: Vec<RuleReport>,
    /// Whether a label does not name the indication, or sets a higher age than the option.
    pub outside_label: bool,
    /// Both in words, beside which no class may be read as advice; empty without either.
    pub sign: String,
}

/// The classes of a formulary with their method.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LabelsReport {
    /// The version of this crate.
    pub(crate) groenrecept: &'static str,
    /// The data that was used.
    pub(crate) dataset: DatasetVersion,
    /// The date of the data.
    pub(crate) data_date: Option<String>,
    /// The day of the formulary; `null` for the date of the data.
    pub(crate) on: Option<String>,
    /// Products that move to another propellant; `null` without such a file.
    pub(crate) transition: Option<TransitionReport>,
    /// The same in sentences; empty without such a file.
    pub(crate) propellants: Vec<String>,
    /// The formulary.
    pub(crate) file: String,
    /// How far the rules were assessed, and whether they were reviewed in time.
    pub(crate) rules_used: Used,
    /// The sentences that must accompany the classes.
    pub(crate) method: String,
    /// The classes, in the order of the file.
    pub(crate) labels: Vec<LabelReport>,
}

impl LabelsReport {
    /// Puts classes into words; the settings are those that they were found with.
    #[must_use]
    pub fn new(
        engine: &Engine,
        formulary: &Formulary,
        bands: &Bands,
        labels: &[OptionLabel],
        settings: &Settings,
        language: Language,
    ) -> Self {
        let dataset = engine.dataset();
        let rows = labels
            .iter()
            .filter_map(|one| row(dataset, formulary, one, language));
        let on = settings.day().map(|day| day.to_string());
        let data_date = dataset.date().map(|day| day.to_string());
        let transition = transition(engine, settings);
        let days = (on.as_deref(), data_date.as_deref());
        let said = |one: &TransitionReport| transition_lines(one, days, language);
        let propellants = transition.as_ref().map_or_else(Vec::new, said);
        let moved = transition.as_ref().is_some_and(|one| !one.moves.is_empty());
        Self {
            groenrecept: crate::report::VERSION,
            dataset: dataset.version().clone(),
            propellants,
            transition,
            on,
            data_date,
            file: formulary.name().to_owned(),
            rules_used: settings.rules.used(dataset),
            method: method(dataset, bands, moved, language),
            labels: rows.collect(),
        }
    }

    /// As a table that a spreadsheet or a print shop reads; the method stands on every row, so
    /// that no class goes without it.
    #[must_use]
    pub fn csv(&self, language: Language) -> String {
        let mut text = String::from(language.say("aandoening;leeftijd van;leeftijd t/m;kenmerk;stap;keus;omschrijving;dosering;klasse;naam;bereik;per behandeldag;behouden;let op;methode\n",
            "condition;age from;age to;feature;step;choice;label;dosage;class;name;range;per treatment day;kept;note;method\n",
        ));
        let method = format!("{} {}", self.method, self.rules_used.whole_text(language));
        for one in &self.labels {
            let [step, rank] = [one.step, one.rank].map(|number| number.to_string());
            let [from, to] = [one.age_from, one.age_to]
                .map(|age| age.map(|age| age.to_string()).unwrap_or_default());
            let kept = if one.kept {
                language.say("ja", "yes")
            } else {
                ""
            };
            let cells = [
                one.condition.as_str(),
                &from,
                &to,
                &one.feature,
                &step,
                &rank,
                &one.option,
                &one.dosage,
                &one.class,
                &one.name,
                &one.span,
                &one.shown,
                kept,
                &one.sign,
                &method,
            ];
            let cells: Vec<String> = cells.iter().map(|text| cell(text, ';')).collect();
            text.push_str(&cells.join(";"));
            text.push('\n');
        }
        text
    }

    /// As a page.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let mut condition = "";
        for one in &self.labels {
            if one.condition != condition {
                text.push_str(&format!("{}\n", one.condition));
                condition = &one.condition;
            }
            let mut class = if one.class.is_empty() {
                "-".to_owned()
            } else {
                one.class.clone()
            };
            if !one.span.is_empty() {
                class.push_str(&format!(" ({})", one.span));
            }
            let step = language.say("stap", "step");
            let lead = format!("  {class:<9} {step} {}.{} ", one.step, one.rank);
            let mut line = format!("{}{}{}", lead, one.option, for_whom(one, language));
            if !one.shown.is_empty() {
                line.push_str(&format!(": {}", one.shown));
            }
            if one.kept {
                line.push_str(language.say("; klasse van eerder behouden", "; earlier class kept"));
            }
            if !one.sign.is_empty() {
                line.push_str(&format!("; {}", one.sign));
            }
            text.push_str(&line);
            text.push('\n');
        }
        text.push('\n');
        wrap(&mut text, "", &self.method);
        wrap(&mut text, "", &self.rules_used.whole_text(language));
        for line in &self.propellants {
            wrap(&mut text, "", line);
        }
        outward::page(text)
    }
}

/// For which patients and in which dosage, so that options with one label are told apart.
fn for_whom(one: &LabelReport, language: Language) -> String {
    let nl = language == Language::Dutch;
    let ages = match (one.age_from, one.age_to) {
        (None, None) => String::new(),
        (Some(from), None) if nl => format!("vanaf {from} jaar"),
        (Some(from), None) => format!("from {from} years"),
        (None, Some(to)) if nl => format!("t/m {to} jaar"),
        (None, Some(to)) => format!("up to {to} years"),
        (Some(from), Some(to)) if nl => format!("{from} t/m {to} jaar"),
        (Some(from), Some(to)) => format!("{from} to {to} years"),
    };
    let told = [ages, one.feature.clone(), one.dosage.clone()];
    let told: Vec<String> = told.into_iter().filter(|one| !one.is_empty()).collect();
    if told.is_empty() {
        String::new()
    } else {
        format!(" ({})", told.join(", "))
    }
}

/// What must be read beside a class.
fn sign(keep: &[RuleReport], outside_label: bool, language: Language) -> String {
    let lead = language.say("een regel zegt dit te houden", "a rule says to keep this");
    let rules: Vec<&str> = keep.iter().map(|one| one.rule.as_str()).collect();
    let kept = (!rules.is_empty()).then(|| format!("{lead} ({})", rules.join(", ")));
    let outside = language.say("buiten de bijsluiter", "outside its label");
    let outside = outside_label.then(|| outside.to_owned());
    let all: Vec<String> = kept.into_iter().chain(outside).collect();
    all.join("; ")
}

fn row(
    dataset: &Dataset,
    formulary: &Formulary,
    one: &OptionLabel,
    language: Language,
) -> Option<LabelReport> {
    let keep: Vec<RuleReport> = one
        .keep
        .iter()
        .map(|rule| RuleReport::of(dataset, rule))
        .collect();
    let option = formulary.options().get(one.option)?;
    let class = one.class.as_ref();
    let as_needed = option.dosage.is_as_needed();
    let shown = match one.value {
        Ok(range) => {
            let most = if as_needed {
                language.say(" bij het meeste gebruik", " at the most use")
            } else {
                ""
            };
            format!("{}{most}", grams(range, language))
        }
        Err(why) => without(why, language).to_owned(),
    };
    Some(LabelReport {
        condition: option.condition.clone(),
        age_from: option.population.from,
        age_to: option.population.to,
        feature: option.population.feature.clone(),
        dosage: option.dosage.amount_text(),
        step: option.step,
        rank: option.rank,
        option: formulary.label_of(one.option),
        class: class.map_or_else(String::new, |band| band.name.clone()),
        name: class.map_or_else(String::new, |band| band.text.text(language).to_owned()),
        span: one
            .span
            .as_ref()
            .map_or_else(String::new, |(low, high)| format!("{low}-{high}")),
        per_day: one.value.ok().map(Ends::of),
        shown,
        without: one.value.err(),
        kept: one.kept,
        as_needed,
        sign: sign(&keep, one.outside_label, language),
        keep,
        outside_label: one.outside_label,
    })
}

const fn without(why: NoClass, language: Language) -> &'static str {
    let (nl, en) = match why {
        NoClass::NotInhaled => (
            "geen klasse: er is geen klimaatwaarde per middel",
            "no class: there is no climate value of single medicines",
        ),
        NoClass::Unknown => (
            "geen klasse: middel niet herkend",
            "no class: not recognised",
        ),
        NoClass::Dosage => (
            "geen klasse: de dosering is geen aantal doses",
            "no class: the dosage is no number of doses",
        ),
        NoClass::NoValue => (
            "geen klasse: geen waarde bekend",
            "no class: no value is known",
        ),
    };
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}

/// What must stand beside the classes.
fn method(dataset: &Dataset, bands: &Bands, moved: bool, language: Language) -> String {
    let ranges: Vec<String> = bands
        .all()
        .iter()
        .map(|band| {
            let (name, from) = (&band.name, band.from);
            match (band.below, language) {
                (Some(below), Language::Dutch) => format!("{name} van {from} tot {below} g"),
                (Some(below), Language::English) => {
                    format!("{name} from {from} to below {below} g")
                }
                (None, Language::Dutch) => format!("{name} vanaf {from} g"),
                (None, Language::English) => format!("{name} from {from} g"),
            }
        })
        .collect();
    let version = alone::version_of(dataset.version(), language);
    let ranges = ranges.join(", ");
    let margin = bands.margin_percent();
    let value = if moved {
        language.say("de middelste gepubliceerde waarde, of de doorgerekende waarde van een product dat op een ander drijfgas overging",
            "the central published value, or the computed value of a product that moved to another propellant",
        )
    } else {
        language.say(
            "de middelste gepubliceerde waarde",
            "the central published value",
        )
    };
    match language {
        Language::Dutch => format!(
            "De klasse is de klimaatimpact per behandeldag in gram CO2e ({ranges}), naar {value} (groenrecept, gegevens {version}); een bereik over meer klassen staat erbij. De grenzen zijn een eigen afspraak en geen norm; met een eerdere tabel blijft de klasse van een optie (zelfde aandoening, patiënten, stap, middel en dosering) staan zolang de waarde minder dan {margin}% van de grens buiten haar band ligt, zodat een kleine verandering van de gegevens geen klasse omzet; 'behouden' zegt waar dat zo is. De klasse zegt niet voor wie het middel is: lees wat erbij staat. Zij zegt niets over werkzaamheid of veiligheid; twee inhalatoren zonder drijfgas zijn er niet mee te vergelijken."
        ),
        Language::English => format!(
            "The class is the climate impact per treatment day in grams of CO2e ({ranges}), by {value} (groenrecept, data {version}); a range over several classes stands beside it. The borders are a convention of our own and no standard; with an earlier table the class of an option (same condition, patients, step, medicine and dosage) stays while the value lies outside its band by less than {margin}% of the border, so that a small change of the data turns no class; 'kept' says where that is so. The class does not say for whom the medicine is: read what stands beside it. It says nothing of efficacy or safety; two inhalers without propellant cannot be compared by it."
        ),
    }
}

/// Reads the classes of an earlier table of [`LabelsReport::csv`]. A table of an older version has
/// no columns for the patients and the dosage; it is read with what it has.
///
/// # Errors
/// The name of a column that is missing, or that the table cannot be read.
pub fn earlier_labels(text: &str) -> Result<Earlier, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let find = |names: [&str; 2]| {
        let mut cells = header.iter();
        cells.position(|name| names.contains(&name.trim()))
    };
    let at = |names: [&str; 2]| find(names).ok_or_else(|| names.join(" / "));
    let condition = at(["aandoening", "condition"])?;
    let step = at(["stap", "step"])?;
    let label = at(["omschrijving", "label"])?;
    let class = at(["klasse", "class"])?;
    let from = find(["leeftijd van", "age from"]);
    let ages = from.zip(find(["leeftijd t/m", "age to"]));
    let feature = find(["kenmerk", "feature"]);
    let dosage = find(["dosering", "dosage"]);
    let mut earlier = Earlier::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        // As the table writes it, of whatever version the table is.
        let text = |at: usize| plain(cell(at)).into_owned();
        let (Ok(number), false) = (cell(step).parse(), cell(class).is_empty()) else {
            continue;
        };
        let key = LabelKey {
            condition: text(condition),
            step: number,
            label: text(label),
            ages: ages.map(|(from, to)| (cell(from).parse().ok(), cell(to).parse().ok())),
            feature: feature.map(text),
            dosage: dosage.map(text),
        };
        earlier.add(key, cell(class).trim_start_matches('\'').to_owned());
    }
    Ok(earlier)
}
