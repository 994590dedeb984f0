//! Classes of options, to be printed, with the sentence on the method that goes with them.

use super::compare_report::Ends;
use super::reason::{grams, label_of};
use crate::dataset::Dataset;
use crate::formulary::{Bands, Earlier, Formulary, NoClass, OptionLabel};
use crate::language::Language;
use crate::report::data::{say, wrap};

/// The class of one option.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LabelReport {
    /// The condition.
    pub condition: String,
    /// The step.
    pub step: u16,
    /// The place in the step.
    pub rank: u16,
    /// The option.
    pub option: String,
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
}

/// The classes of a formulary with their method.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LabelsReport {
    /// The formulary.
    pub file: String,
    /// The sentences that must accompany the classes.
    pub method: String,
    /// The classes, in the order of the file.
    pub labels: Vec<LabelReport>,
}

impl LabelsReport {
    /// Puts classes into words.
    #[must_use]
    pub fn new(
        dataset: &Dataset,
        formulary: &Formulary,
        bands: &Bands,
        labels: &[OptionLabel],
        language: Language,
    ) -> Self {
        let rows = labels
            .iter()
            .filter_map(|one| row(formulary, one, language));
        Self {
            file: formulary.name().to_owned(),
            method: method(dataset, bands, language),
            labels: rows.collect(),
        }
    }

    /// As a table that a spreadsheet or a print shop reads; the method stands on every row, so
    /// that no class goes without it.
    #[must_use]
    pub fn csv(&self, language: Language) -> String {
        let mut text = String::from(say(
            language,
            "aandoening;stap;keus;omschrijving;klasse;naam;bereik;per behandeldag;methode\n",
            "condition;step;choice;label;class;name;range;per treatment day;method\n",
        ));
        for one in &self.labels {
            let [step, rank] = [one.step, one.rank].map(|number| number.to_string());
            let cells = [
                &one.condition,
                &step,
                &rank,
                &one.option,
                &one.class,
                &one.name,
                &one.span,
                &one.shown,
                &self.method,
            ];
            let cells: Vec<String> = cells.into_iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(";"));
            text.push('\n');
        }
        text
    }

    /// As a page.
    #[must_use]
    pub fn page(&self, language: Language) -> String {
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
            let step = say(language, "stap", "step");
            let lead = format!("  {class:<9} {step} {}.{} ", one.step, one.rank);
            let mut line = format!("{}{}", lead, one.option);
            if !one.shown.is_empty() {
                line.push_str(&format!(": {}", one.shown));
            }
            if one.kept {
                line.push_str(say(
                    language,
                    "; klasse van eerder behouden",
                    "; earlier class kept",
                ));
            }
            text.push_str(&line);
            text.push('\n');
        }
        text.push('\n');
        wrap(&mut text, "", &self.method);
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn row(formulary: &Formulary, one: &OptionLabel, language: Language) -> Option<LabelReport> {
    let option = formulary.options().get(one.option)?;
    let class = one.class.as_ref();
    let as_needed = option.dosage.is_as_needed();
    let shown = match one.value {
        Ok(range) => {
            let most = if as_needed {
                say(language, " bij het meeste gebruik", " at the most use")
            } else {
                ""
            };
            format!("{}{most}", grams(range, language))
        }
        Err(why) => without(why, language).to_owned(),
    };
    Some(LabelReport {
        condition: option.condition.clone(),
        step: option.step,
        rank: option.rank,
        option: label_of(formulary, one.option),
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
fn method(dataset: &Dataset, bands: &Bands, language: Language) -> String {
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
    let (ranges, version) = (ranges.join(", "), &dataset.version().version);
    let margin = bands.margin_percent();
    match language {
        Language::Dutch => format!(
            "De klasse is de klimaatimpact per behandeldag in gram CO2e ({ranges}), naar de middelste gepubliceerde waarde (groenrecept, gegevens {version}); een bereik over meer klassen staat erbij. De grenzen zijn een eigen afspraak en geen norm; een eerdere klasse blijft staan tot de waarde {margin}% buiten de band ligt. De klasse zegt niets over werkzaamheid of veiligheid; twee inhalatoren zonder drijfgas zijn er niet mee te vergelijken."
        ),
        Language::English => format!(
            "The class is the climate impact per treatment day in grams of CO2e ({ranges}), by the central published value (groenrecept, data {version}); a range over several classes stands beside it. The borders are a convention of our own and no standard; an earlier class stays until the value lies {margin}% outside the band. The class says nothing of efficacy or safety; two inhalers without propellant cannot be compared by it."
        ),
    }
}

/// Reads the classes of an earlier table of [`LabelsReport::csv`].
///
/// # Errors
/// The name of a column that is missing, or that the table cannot be read.
pub fn earlier_labels(text: &str) -> Result<Earlier, String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let at = |names: [&str; 2]| {
        let found = header.iter().position(|name| names.contains(&name));
        found.ok_or_else(|| names.join(" / "))
    };
    let condition = at(["aandoening", "condition"])?;
    let step = at(["stap", "step"])?;
    let label = at(["omschrijving", "label"])?;
    let class = at(["klasse", "class"])?;
    let mut earlier = Earlier::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let Ok(number) = cell(step).parse() else {
            continue;
        };
        if !cell(class).is_empty() {
            earlier.insert((cell(condition), number, cell(label)), cell(class));
        }
    }
    Ok(earlier)
}
