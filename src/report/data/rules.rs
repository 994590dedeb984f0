//! What a rule of a layer may use: keys, words of selectors, facts and indications.

use super::{hang, opening, wrap};
use crate::advice::unit_word;
use crate::dataset::fact::{FactKind, FactRecord, IndicationRecord};
use crate::dataset::guideline::{key_words, keys};
use crate::dataset::{DEVICES, Dataset, DatasetVersion, FormClass, Route};
use crate::diagnostic::Message;
use crate::language::Language;
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantArray;

/// How a strength is written.
const STRENGTHS: [&str; 4] = ["500 mg", "100 ug", "50/500 ug", "24 mg/ml"];

/// The words that rules may use, of all layers of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct RuleWords {
    version: DatasetVersion,
    /// The keys of each table of a guideline file.
    keys: Vec<(String, Vec<String>)>,
    /// The words of keys that hold one of a list.
    words: BTreeMap<String, Vec<String>>,
    facts: Vec<FactWord>,
    indications: Vec<IndicationWord>,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct FactWord {
    fact: String,
    kind: FactKind,
    /// Of what a number is; empty where it is none.
    unit: String,
    question: Message,
    /// What answers it when nobody did: yes, or else left open, or else no.
    yes: Vec<String>,
    open: Vec<String>,
    no: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct IndicationWord {
    indication: String,
    name: Message,
    icpc: Vec<String>,
    atc: Vec<String>,
}

impl RuleWords {
    /// What the rules of a layer over this data may use.
    #[must_use]
    pub(super) fn of(dataset: &Dataset) -> Self {
        let gases = dataset.gwps().map(|gwp| gwp.propellant.as_str());
        let gases: BTreeSet<&str> = gases.chain(["none", "unknown"]).collect();
        let forms = FormClass::VARIANTS.iter();
        let forms = forms.filter(|form| **form != FormClass::Unknown);
        let devices = first(DEVICES);
        let words: [(&str, Vec<&str>); 7] = [
            ("rule.from.device", devices.clone()),
            ("rule.when.other_devices", devices.clone()),
            ("rule.example.other_devices", devices),
            ("rule.from.propellant", gases.into_iter().collect()),
            (
                "rule.from.route",
                Route::words().map(|(word, _)| word).collect(),
            ),
            ("rule.from.form", forms.map(|form| form.as_str()).collect()),
            ("rule.from.strength", STRENGTHS.to_vec()),
        ];
        let words = words.map(|(key, words)| {
            let words = words.into_iter().map(str::to_owned);
            (key.to_owned(), words.collect())
        });
        Self {
            version: dataset.version().clone(),
            keys: keys(),
            words: key_words().into_iter().chain(words).collect(),
            facts: dataset.asked().records().iter().map(fact).collect(),
            indications: dataset.named().records().iter().map(indication).collect(),
        }
    }

    /// The page.
    #[must_use]
    pub(super) fn text(&self, language: Language) -> String {
        let title = language.say("Wat een regel kan gebruiken", "What a rule may use");
        let mut text = opening(title, &self.version, language);
        heading(&mut text, language.say("Sleutels", "Keys"));
        for (table, keys) in &self.keys {
            listed(&mut text, &format!("[{table}]"), &keys.join(", "));
        }
        heading(
            &mut text,
            language.say("Woorden van sleutels", "Words of keys"),
        );
        for (key, words) in &self.words {
            listed(&mut text, key, &words.join(", "));
        }
        heading(&mut text, language.say("Feiten", "Facts"));
        for fact in &self.facts {
            fact.write(&mut text, language);
        }
        heading(&mut text, language.say("Indicaties", "Indications"));
        for indication in &self.indications {
            let mut told = vec![indication.name.text(language).to_owned()];
            for (system, codes) in [("ICPC", &indication.icpc), ("ATC", &indication.atc)] {
                if !codes.is_empty() {
                    told.push(format!("{system} {}", codes.join(", ")));
                }
            }
            listed(&mut text, &indication.indication, &told.join("; "));
        }
        text
    }
}

impl FactWord {
    fn write(&self, text: &mut String, language: Language) {
        let unit = unit_word(&self.unit, language);
        let answer = match self.kind {
            FactKind::YesNo => language.say("yes of no", "yes or no").to_owned(),
            FactKind::Number => {
                let number = language.say("een heel getal", "a whole number");
                format!("{number} {unit}").trim_end().to_owned()
            }
        };
        wrap(text, "  ", &format!("{} = {answer}", self.fact));
        wrap(text, "      ", self.question.text(language));
        let told = [
            (language.say("yes bij", "yes with"), &self.yes),
            (language.say("open bij", "left open with"), &self.open),
            (language.say("no bij", "no with"), &self.no),
        ];
        let told = told.into_iter().filter(|(_, tellers)| !tellers.is_empty());
        let told: Vec<String> = told
            .map(|(lead, tellers)| format!("{lead} {}", tellers.join(" | ")))
            .collect();
        if !told.is_empty() {
            let lead = language.say("wordt vanzelf beantwoord", "is answered by itself");
            wrap(text, "      ", &format!("{lead}: {}", told.join("; ")));
        }
    }
}

fn first<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

fn heading(text: &mut String, words: &str) {
    text.push('\n');
    wrap(text, "", words);
}

fn listed(text: &mut String, name: &str, words: &str) {
    hang(text, "  ", "      ", &format!("{name}: {words}"));
}

fn fact(record: &FactRecord) -> FactWord {
    let [yes, no, open] = record.written.each_ref().map(|tellers| {
        let tellers = tellers.split('|').filter(|one| !one.is_empty());
        tellers.map(|one| one.trim().to_owned()).collect()
    });
    FactWord {
        fact: record.fact.to_string(),
        kind: record.kind,
        unit: record.unit.clone(),
        question: record.question.clone(),
        yes,
        open,
        no,
    }
}

fn indication(record: &IndicationRecord) -> IndicationWord {
    IndicationWord {
        indication: record.indication.to_string(),
        name: record.name.clone(),
        icpc: record.icpc.clone(),
        atc: record.atc.iter().map(ToString::to_string).collect(),
    }
}
