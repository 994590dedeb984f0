//! What is said of doses that stand for each other, of other substances, and of labels.

use super::reason::{Speaker, figures};
use crate::context::Indication;
use crate::dataset::EquivalenceBasis;
use crate::dataset::guideline::{Direction, RuleId};
use crate::formulary::{Reason, Stands};
use crate::language::Language;
use crate::report::advice::dose_basis;

impl Speaker<'_> {
    /// A product that a rule supports and that the step does not have.
    pub(super) fn no_lower(&self, reason: &Reason, language: Language) -> String {
        let Reason::NoLower {
            product,
            doses: (from, to),
            weighed,
            per_day,
            basis,
            ..
        } = reason
        else {
            return String::new();
        };
        let product = self.product(product, language);
        let figures = figures(*weighed, language);
        let nominal = match basis {
            EquivalenceBasis::Nominal => format!(": {}", dose_basis(*basis, language)),
            _ => String::new(),
        };
        match language {
            Language::Dutch => {
                let per = if *per_day { "behandeldag" } else { "dosis" };
                format!(
                    "geen optie van deze stap heeft een lage klimaatimpact, terwijl een richtlijn die ondersteunt: {product} (dosisverhouding {from} : {to}{nominal}), per {per} {figures}"
                )
            }
            Language::English => {
                let per = if *per_day { "treatment day" } else { "dose" };
                format!(
                    "no option of this step has a low climate impact, though a guideline supports one: {product} (dose ratio {from} : {to}{nominal}), per {per} {figures}"
                )
            }
        }
    }

    /// An option that stands before what must be kept.
    pub(super) fn not_first(&self, rules: &[RuleId], kept: &str, language: Language) -> String {
        let nl = language == Language::Dutch;
        let and = if nl { " en " } else { " and " };
        let keeps = |id: &&RuleId| {
            let rule = self.dataset.rule_by_id(id.as_str());
            rule.is_some_and(|(_, rule)| rule.direction == Direction::Keep)
        };
        let (keep, powder): (Vec<&RuleId>, Vec<&RuleId>) = rules.iter().partition(keeps);
        let named = |ids: &[&RuleId]| {
            let titles = ids.iter().map(|id| self.rule(id.as_str(), language));
            titles.collect::<Vec<_>>().join(and)
        };
        let mut said = vec![if nl {
            format!("staat voor {kept}")
        } else {
            format!("stands before {kept}")
        }];
        if !keep.is_empty() {
            let keep = named(&keep);
            said.push(if nl {
                format!("voor (een deel van) deze patiënten zegt een regel: {keep}")
            } else {
                format!("for (some of) these patients a rule says: {keep}")
            });
        }
        if !powder.is_empty() {
            let powder = named(&powder);
            said.push(if nl {
                format!("deze patiënten kunnen geen poeder gebruiken; zie {powder}")
            } else {
                format!("these patients cannot use powder; see {powder}")
            });
        }
        said.join("; ")
    }

    /// What a label says against the patients of an option.
    pub(super) fn by_label(&self, reason: &Reason, language: Language) -> String {
        let nl = language == Language::Dutch;
        match reason {
            Reason::LabelIndication {
                product,
                indication,
                country,
                ..
            } => {
                let product = self.product(product, language);
                let indication = indication_word(*indication, language);
                match (country, nl) {
                    (None, true) => format!("de bijsluiter van {product} noemt {indication} niet"),
                    (None, false) => format!("the label of {product} does not name {indication}"),
                    (Some(country), true) => format!(
                        "een tekst uit {} over {product} noemt {indication} niet; een Nederlandse bijsluiter die dat zegt kennen de gegevens niet",
                        self.words.country(country).text(language)
                    ),
                    (Some(country), false) => format!(
                        "a text from {} on {product} does not name {indication}; the data knows no Dutch label that says so",
                        self.words.country(country).text(language)
                    ),
                }
            }
            Reason::LabelAge { .. } => self.by_age(reason, language),
            _ => String::new(),
        }
    }

    fn by_age(&self, reason: &Reason, language: Language) -> String {
        let Reason::LabelAge {
            product,
            ages: (least, most),
            from,
            country,
            kept,
            ..
        } = reason
        else {
            return String::new();
        };
        let nl = language == Language::Dutch;
        let product = self.product(product, language);
        let differ = match (least == most, nl) {
            (true, _) => String::new(),
            (false, true) => format!(" (volgens een andere tekst vanaf {least})"),
            (false, false) => format!(" (by another text from {least})"),
        };
        let text = match (country, nl) {
            (None, true) => "de bijsluiter".to_owned(),
            (None, false) => "its label".to_owned(),
            (Some(country), true) => {
                format!(
                    "een tekst uit {}",
                    self.words.country(country).text(language)
                )
            }
            (Some(country), false) => {
                format!("a text from {}", self.words.country(country).text(language))
            }
        };
        let said = if nl {
            format!(
                "{product} is volgens {text} vanaf {most} jaar{differ}; de optie begint bij {from} jaar"
            )
        } else {
            format!("by {text} {product} is from {most} years{differ}; the option starts at {from}")
        };
        let Some(rule) = kept else { return said };
        let rule = self.rule(rule.as_str(), language);
        if nl {
            format!("{said}; voor deze patiënten noemt een regel dit middel juist: {rule}")
        } else {
            format!("{said}; for these patients a rule names just this medicine: {rule}")
        }
    }
}

/// How another option stands to the option itself, where that must be said.
pub(super) fn beside(stands: Stands, language: Language) -> String {
    let said = match (stands, language) {
        (Stands::Cited, _) => return String::new(),
        (Stands::Nominal, Language::Dutch) => {
            "geen bron zegt welke doses gelijk staan; de doseringen van de opties tellen doses zoals op het etiket (nominaal)"
        }
        (Stands::Nominal, Language::English) => {
            "no source says which doses are equal; the dosages of the options count doses as on the label (nominal)"
        }
        (Stands::NoEquivalence, Language::Dutch) => {
            "geen bron zegt welke doses gelijk staan; gerekend is met de doseringen van de opties"
        }
        (Stands::NoEquivalence, Language::English) => {
            "no source says which doses are equal; the dosages of the options were taken"
        }
        (Stands::OtherSubstance, Language::Dutch) => {
            "een andere werkzame stof: een behandelkeuze, geen ruil"
        }
        (Stands::OtherSubstance, Language::English) => {
            "another substance: a choice of treatment, no exchange"
        }
    };
    format!("; {said}")
}

pub(super) const fn indication_word(indication: Indication, language: Language) -> &'static str {
    let (nl, en) = match indication {
        Indication::Asthma => ("astma", "asthma"),
        Indication::Copd => ("COPD", "COPD"),
        Indication::PainAcute => ("acute pijn", "acute pain"),
        Indication::PainLocal => ("plaatselijke pijn", "local pain"),
        Indication::Stomach => ("maagklachten", "stomach complaints"),
        Indication::Gastroprotection => ("maagbescherming", "protection of the stomach"),
        Indication::Insomnia => ("slapeloosheid", "insomnia"),
        Indication::Epilepsy => ("epilepsie", "epilepsy"),
        Indication::Infection => ("infectie", "infection"),
        Indication::OpioidUse => ("opioïdgebruik", "opioid use"),
        Indication::Nausea => ("misselijkheid", "nausea"),
    };
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}
