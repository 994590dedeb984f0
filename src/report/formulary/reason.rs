//! What a finding in a formulary says, in words.

use super::reason_texts::{beside, indication_word};
use super::remedy::{in_formulary, instead_of_kept, instead_of_weighing};
use crate::advice::Ask;
use crate::comparison::Verdict;
use crate::context::{Fact, Indication};
use crate::dataset::guideline::RuleId;
use crate::dataset::{Dataset, ProductId};
use crate::diagnostic::Message;
use crate::formulary::{
    Column, DoseUnit, Finding, Formulary, FormularyOption, Reason, Weighed, Words, is_of_impact,
};
use crate::language::Language;
use crate::quantity::Range;
use crate::report::digits::Digits;
use crate::report::wording::product_label;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Where a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct FindingSource {
    /// The title, with version and section where it is a guideline.
    pub title: String,
    /// The address.
    pub url: String,
    /// The rule, by id; empty where it is none.
    pub rule: String,
}

/// The label of an option, or its code where it has none.
pub(super) fn label_of(formulary: &Formulary, index: usize) -> String {
    let option = formulary.options().get(index);
    option.map_or_else(String::new, |option| {
        let atc = || option.atc.map(|atc| atc.to_string()).unwrap_or_default();
        if option.label.is_empty() {
            atc()
        } else {
            option.label.clone()
        }
    })
}

/// What is needed to say it.
pub(super) struct Speaker<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) words: &'a Words,
    pub(super) formulary: &'a Formulary,
}

impl Speaker<'_> {
    /// What was found, in both languages and without a full stop.
    pub(super) fn message(&self, finding: &Finding) -> Message {
        let say = |language| self.say(finding, language);
        (say(Language::Dutch), say(Language::English)).into()
    }

    fn option(&self, index: usize) -> Option<&FormularyOption> {
        self.formulary.options().get(index)
    }

    pub(super) fn label(&self, index: usize) -> String {
        label_of(self.formulary, index)
    }

    pub(super) fn product(&self, id: &ProductId, language: Language) -> String {
        let product = self.dataset.product_by_id(id.as_str());
        product.map_or_else(String::new, |one| product_label(one, language.wording()))
    }

    fn say(&self, finding: &Finding, language: Language) -> String {
        let nl = language == Language::Dutch;
        let other = || {
            finding
                .other
                .map(|other| self.label(other))
                .unwrap_or_default()
        };
        match finding.reason.as_ref() {
            Reason::NoLower { .. } => self.no_lower(&finding.reason, language),
            Reason::Pair {
                weighed, stands, ..
            } => {
                let said = self.pair(finding, *weighed, language);
                format!("{said}{}", beside(*stands, language))
            }
            Reason::NotJudged(columns) => {
                let option = self.option(finding.option);
                let coded = option.is_some_and(|option| !option.icpc.is_empty());
                not_judged(columns, coded, language)
            }
            Reason::OutOfRange(index) => self.out_of_range(finding, *index, language),
            Reason::Keep { rule } => self.keep(rule.as_str(), language),
            Reason::OnlyPowder { rules } => self.only_powder(rules, language),
            Reason::NotFirst { rules } => self.not_first(rules, &other(), language),
            Reason::LabelIndication { .. } | Reason::LabelAge { .. } => {
                self.by_label(&finding.reason, language)
            }
            Reason::Conflict(pairs) => {
                let and = if nl { "en" } else { "and" };
                let pairs: Vec<String> = pairs
                    .iter()
                    .map(|(one, second)| {
                        let [one, second] =
                            [one, second].map(|rule| self.rule(rule.as_str(), language));
                        format!("{one} {and} {second}")
                    })
                    .collect();
                let pairs = pairs.join("; ");
                if nl {
                    format!("regels die elkaar tegenspreken: {pairs}")
                } else {
                    format!("rules that contradict each other: {pairs}")
                }
            }
            Reason::Duplicate if nl => format!(
                "staat al in deze stap voor dezelfde patiënten: {} op regel {}",
                other(),
                self.line(finding.other)
            ),
            Reason::Duplicate => format!(
                "stands in this step for the same patients already: {} on line {}",
                other(),
                self.line(finding.other)
            ),
            reason => self.say_alone(reason, language),
        }
    }

    fn line(&self, option: Option<usize>) -> u64 {
        option
            .and_then(|index| self.option(index))
            .map_or(0, |option| option.line)
    }

    /// What is said without another option.
    fn say_alone(&self, reason: &Reason, language: Language) -> String {
        let nl = language == Language::Dutch;
        match reason {
            Reason::DeviceChange { from, to, .. } if nl => format!(
                "van stap {from} naar stap {to} is er geen optie waarmee de patiënt dezelfde soort inhalator houdt"
            ),
            Reason::DeviceChange { from, to, .. } => format!(
                "from step {from} to step {to} no option lets the patient keep the kind of inhaler"
            ),
            Reason::Wording(index) => self.wording(*index, language),
            Reason::AtcContradicts { atc, named } if named.is_empty() => {
                if nl {
                    format!(
                        "de code {atc} is die van een inhalatiemiddel; de omschrijving is er geen"
                    )
                } else {
                    format!("the code {atc} is that of an inhaled medicine; the label is of none")
                }
            }
            Reason::AtcContradicts { atc, named } => {
                let named: Vec<String> = named.iter().map(ToString::to_string).collect();
                let named = named.join(", ");
                if nl {
                    format!(
                        "de code {atc} is niet die van het middel in de omschrijving; de gegevens kennen het als {named}"
                    )
                } else {
                    format!(
                        "the code {atc} is not that of the medicine in the label; the data knows it as {named}"
                    )
                }
            }
            Reason::UnknownProduct if nl => {
                "de gegevens kennen geen product of stof bij deze optie; zij is niet gecontroleerd"
                    .to_owned()
            }
            Reason::UnknownProduct => {
                "the data knows no product or substance for this option; it was not checked"
                    .to_owned()
            }
            Reason::NoFactor if nl => {
                "er is geen waarde voor de klimaatimpact van deze inhalator".to_owned()
            }
            Reason::NoFactor => {
                "there is no value for the climate impact of this inhaler".to_owned()
            }
            Reason::Ambiguous(products) => {
                let names: Vec<String> = products
                    .iter()
                    .take(3)
                    .map(|id| self.product(id, language))
                    .collect();
                let (count, names) = (products.len(), names.join("; "));
                if nl {
                    format!("kan {count} producten van verschillende soort zijn, waaronder {names}")
                } else {
                    format!("can be {count} products of different kinds, among them {names}")
                }
            }
            Reason::Quantity { days, limit, .. } if nl => {
                format!("{days} behandeldagen; de afspraak is hoogstens {limit} dagen per uitgifte")
            }
            Reason::Quantity { days, limit, .. } => {
                format!("{days} treatment days; the agreement sets {limit} days an issue at most")
            }
            Reason::Stale { guideline, cited } => self.stale(guideline, *cited, language),
            Reason::Review { due, on, guideline } => {
                let of = guideline.as_deref().map(|id| self.title(id));
                match (of, nl) {
                    (None, true) => format!("de herziening was voor {due}; het is {on}"),
                    (None, false) => format!("the review was due before {due}; it is {on}"),
                    (Some(of), true) => format!(
                        "de gegevens over {of} hadden voor {due} moeten worden herzien; het is {on}"
                    ),
                    (Some(of), false) => {
                        format!("the data on {of} was due for review before {due}; it is {on}")
                    }
                }
            }
            Reason::Reversed(index) => self.reversed(*index, language),
            Reason::Uncited if nl => "noemt geen paragraaf van een richtlijn".to_owned(),
            Reason::Uncited => "names no section of a guideline".to_owned(),
            Reason::Gap(from, to) if from == to && nl => {
                format!("voor de leeftijd van {from} jaar is er geen optie")
            }
            Reason::Gap(from, to) if from == to => {
                format!("there is no option for the age of {from}")
            }
            Reason::Gap(from, to) if nl => {
                format!("voor {from} tot en met {to} jaar is er geen optie")
            }
            Reason::Gap(from, to) => format!("there is no option from {from} to {to} years"),
            Reason::StepMissing(step) if nl => format!("stap {step} ontbreekt"),
            Reason::StepMissing(step) => format!("step {step} is missing"),
            Reason::RankMissing(rank) if nl => format!("keus {rank} van deze stap ontbreekt"),
            Reason::RankMissing(rank) => format!("choice {rank} of this step is missing"),
            Reason::NameDiffers {
                named,
                coded,
                facts,
            } => differs(named, coded, facts, language),
            _ => String::new(),
        }
    }

    fn pair(&self, finding: &Finding, weighed: Weighed, language: Language) -> String {
        let other = finding.other.and_then(|index| self.option(index));
        let own = self.option(finding.option);
        let (Some(other), Some(own)) = (other, own) else {
            return String::new();
        };
        let figures = figures(weighed, language);
        let (label, rank, own) = (&other.label, other.rank, own.rank);
        let before = rank <= own;
        match (language, before) {
            (Language::Dutch, true) => format!(
                "{label} staat niet lager in de volgorde (keus {rank} tegen keus {own}) en heeft een lagere klimaatimpact, per behandeldag {figures}"
            ),
            (Language::Dutch, false) => format!(
                "keus {own} staat voor {label} (keus {rank}), die een lagere klimaatimpact heeft, per behandeldag {figures}"
            ),
            (Language::English, true) => format!(
                "{label} stands no lower in the order (choice {rank} against choice {own}) and has a lower climate impact, per treatment day {figures}"
            ),
            (Language::English, false) => format!(
                "choice {own} stands before {label} (choice {rank}), which has a lower climate impact, per treatment day {figures}"
            ),
        }
    }

    fn keep(&self, rule: &str, language: Language) -> String {
        let rule = self.rule(rule, language);
        match language {
            Language::Dutch => {
                format!(
                    "voor (een deel van) deze patiënten zegt een regel: {rule}; de stap biedt dat niet aan"
                )
            }
            Language::English => {
                format!(
                    "for (some of) these patients a rule says: {rule}; the step does not offer that"
                )
            }
        }
    }

    fn only_powder(&self, rules: &[RuleId], language: Language) -> String {
        let rules = rules.iter().map(|id| self.rule(id.as_str(), language));
        let rules: Vec<String> = rules.collect();
        match language {
            Language::Dutch => format!(
                "deze patiënten kunnen geen poeder gebruiken en elke inhalator van de stap is een poederinhalator; zie {}",
                rules.join(" en ")
            ),
            Language::English => format!(
                "these patients cannot use powder, and every inhaler of the step is a powder inhaler; see {}",
                rules.join(" and ")
            ),
        }
    }

    /// The title of a rule with its id.
    pub(super) fn rule(&self, id: &str, language: Language) -> String {
        let rule = self.dataset.rule_by_id(id);
        rule.map_or_else(
            || id.to_owned(),
            |(_, rule)| format!("'{}' ({id})", rule.title.text(language)),
        )
    }

    fn title(&self, guideline: &str) -> String {
        let mut all = self.dataset.guidelines().iter();
        let found = all.find(|one| one.id == guideline);
        found.map_or_else(|| guideline.to_owned(), |one| one.title.clone())
    }

    fn wording(&self, index: usize, language: Language) -> String {
        let Some(pattern) = self.words.patterns().get(index) else {
            return String::new();
        };
        let examples: Vec<String> = pattern
            .products
            .iter()
            .filter_map(|id| self.dataset.product_by_id(id))
            .map(|one| {
                let name = product_label(one, language.wording());
                format!("{name}, {} ({})", one.propellant.as_str(), one.market)
            })
            .collect();
        let (why, examples) = (pattern.why.text(language), examples.join("; "));
        match language {
            Language::Dutch => {
                format!("de tekst deelt in naar soort inhalator, maar {why}: {examples}")
            }
            Language::English => {
                format!("the text groups by type of inhaler, but {why}: {examples}")
            }
        }
    }

    fn reversed(&self, index: usize, language: Language) -> String {
        let Some(reversal) = self.words.reversals().get(index) else {
            return String::new();
        };
        let (then, now) = (reversal.then.text(language), reversal.now.text(language));
        match language {
            Language::Dutch => format!("de reden ({then}) geldt niet meer zo: {now}"),
            Language::English => format!("the reason ({then}) no longer holds so: {now}"),
        }
    }

    fn out_of_range(&self, finding: &Finding, index: usize, language: Language) -> String {
        let limit = self.words.dosage_limits().get(index);
        let (Some(limit), Some(option)) = (limit, self.option(finding.option)) else {
            return String::new();
        };
        let day = option.dosage.per_day_in(limit.unit);
        let day = day.map(|day| day.round(0).to_string()).unwrap_or_default();
        let (most, reason) = (limit.most, limit.reason.text(language));
        match (language, limit.unit) {
            (Language::Dutch, DoseUnit::Doses) => format!(
                "{day} doses per dag; meer dan {most} is naar eigen afspraak waarschijnlijk een verschrijving ({reason})"
            ),
            (Language::Dutch, DoseUnit::Milligrams) => format!(
                "{day} mg per dag; meer dan {most} mg is naar eigen afspraak waarschijnlijk een verschrijving ({reason})"
            ),
            (Language::English, DoseUnit::Doses) => format!(
                "{day} doses a day; more than {most} is by a convention of our own probably a slip of the pen ({reason})"
            ),
            (Language::English, DoseUnit::Milligrams) => format!(
                "{day} mg a day; more than {most} mg is by a convention of our own probably a slip of the pen ({reason})"
            ),
        }
    }

    fn stale(&self, guideline: &str, cited: Option<i16>, language: Language) -> String {
        let mut all = self.dataset.guidelines().iter();
        let Some(guideline) = all.find(|one| one.id == guideline) else {
            return String::new();
        };
        let (title, version) = (&guideline.title, &guideline.version);
        match (language, cited) {
            (Language::Dutch, Some(year)) => {
                format!("noemt {year}; de gegevens kennen {title} in versie {version}")
            }
            (Language::English, Some(year)) => {
                format!("names {year}; the data knows {title} in version {version}")
            }
            (Language::Dutch, None) => format!("{title} is ingetrokken"),
            (Language::English, None) => format!("{title} was withdrawn"),
        }
    }

    /// Where the finding rests on.
    pub(super) fn sources(&self, reason: &Reason) -> Vec<FindingSource> {
        let rules: Vec<&str> = match reason {
            Reason::NoLower { rule, .. }
            | Reason::Pair { rule, .. }
            | Reason::Keep { rule }
            | Reason::Quantity { rule, .. } => vec![rule.as_str()],
            Reason::OnlyPowder { rules } | Reason::NotFirst { rules } => {
                rules.iter().map(RuleId::as_str).collect()
            }
            Reason::DeviceChange { rule, .. } => rule.iter().map(|rule| rule.as_str()).collect(),
            Reason::Conflict(pairs) => {
                let both = pairs
                    .iter()
                    .flat_map(|(one, other)| [one.as_str(), other.as_str()]);
                let both: std::collections::BTreeSet<&str> = both.collect();
                both.into_iter().collect()
            }
            Reason::Reversed(index) => {
                let found = self.words.reversals().get(*index);
                found.iter().map(|one| one.rule.as_str()).collect()
            }
            Reason::LabelAge { sources, kept, .. } => {
                let rule = kept.iter().filter_map(|rule| self.cited(rule.as_str()));
                return rule.chain(self.works(sources)).collect();
            }
            Reason::LabelIndication { sources, .. } => return self.works(sources),
            Reason::Wording(index) => return self.works(&self.wording_sources(*index)),
            Reason::Stale { guideline, .. } => {
                let mut all = self.dataset.guidelines().iter();
                let found = all.find(|one| one.id == *guideline);
                let source = found.map(|one| FindingSource {
                    title: format!("{}, {}", one.title, one.version),
                    url: one.url.clone(),
                    rule: String::new(),
                });
                return source.into_iter().collect();
            }
            _ => Vec::new(),
        };
        let cited = rules.into_iter().filter_map(|id| self.cited(id));
        cited.collect()
    }

    /// A rule as a source.
    fn cited(&self, id: &str) -> Option<FindingSource> {
        let (guideline, rule) = self.dataset.rule_by_id(id)?;
        Some(FindingSource {
            title: format!(
                "{}, {}, {}",
                guideline.title, guideline.version, rule.section
            ),
            url: rule.url.clone(),
            rule: id.to_owned(),
        })
    }

    fn wording_sources(&self, index: usize) -> Vec<String> {
        let products = self.words.patterns().get(index).map(|one| &one.products);
        let mut ids: Vec<String> = products
            .into_iter()
            .flatten()
            .filter_map(|id| self.dataset.product_by_id(id))
            .map(|one| one.provenance.source.as_str().to_owned())
            .collect();
        ids.dedup();
        ids
    }

    fn works(&self, ids: &[String]) -> Vec<FindingSource> {
        let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        let sources = ids.into_iter().filter_map(|id| {
            let mut all = self.dataset.sources();
            let source = all.find(|one| one.id.as_str() == id)?;
            Some(FindingSource {
                title: format!("{id}: {}", source.title),
                url: source.url.clone(),
                rule: String::new(),
            })
        });
        sources.collect()
    }

    /// What to do: that of the pattern where there is one, and otherwise that of the code.
    pub(super) fn instead(&self, finding: &Finding) -> Message {
        if let Reason::Wording(index) = finding.reason.as_ref()
            && let Some(pattern) = self.words.patterns().get(*index)
        {
            return pattern.instead.clone();
        }
        if let Reason::LabelAge { kept: Some(_), .. } = finding.reason.as_ref() {
            return instead_of_kept();
        }
        let option = self.option(finding.option);
        if is_of_impact(finding.code)
            && option.is_some_and(|option| self.words.weighs_with_patient(option))
        {
            return instead_of_weighing();
        }
        in_formulary(finding.code)
    }
}

/// What must be known before impact can be judged.
fn not_judged(columns: &BTreeSet<Column>, coded: bool, language: Language) -> String {
    let nl = language == Language::Dutch;
    let lacking = columns.iter().map(|column| match (column, nl) {
        (Column::Icpc, true) if coded => {
            "geen regel over inhalatoren gaat over deze ICPC-code, en de naam van de aandoening noemt niets anders"
        }
        (Column::Icpc, false) if coded => {
            "no rule about inhalers is about this ICPC code, and the name of the condition says nothing else"
        }
        (Column::Icpc, true) => {
            "niet bekend is waarvoor de optie is (vul de ICPC-code in; de naam van de aandoening zegt het niet)"
        }
        (Column::Icpc, false) => {
            "it is not known what the option is for (fill in the ICPC code; the name of the condition does not tell)"
        }
        (Column::Feature, true) => "het kenmerk is niet bekend (kies een bekend kenmerk waar dat past)",
        (Column::Feature, false) => "the feature is not known (use a known feature where it fits)",
        (_, true) => {
            "de leeftijd is niet bekend (vul de eerste en de laatste leeftijd in); ook of een middel moet blijven, is niet beoordeeld"
        }
        (_, false) => {
            "the age is not known (fill in the first and the last age); whether a medicine must be kept was not judged either"
        }
    });
    let lacking: Vec<&str> = lacking.collect();
    let lacking = lacking.join("; ");
    if nl {
        format!("de klimaatimpact is voor deze patiënten niet beoordeeld: {lacking}")
    } else {
        format!("climate impact was not judged for these patients: {lacking}")
    }
}

/// What the name of the condition says otherwise.
fn differs(
    named: &BTreeSet<Indication>,
    coded: &BTreeSet<Indication>,
    facts: &[Fact],
    language: Language,
) -> String {
    let nl = language == Language::Dutch;
    let mut said = Vec::new();
    if !coded.is_empty() {
        let words = |all: &BTreeSet<Indication>| {
            let words = all.iter().map(|one| indication_word(*one, language));
            let words: Vec<&str> = words.collect();
            words.join(if nl { " en " } else { " and " })
        };
        let (named, coded) = (words(named), words(coded));
        said.push(if nl {
            format!("de naam van de aandoening noemt {named}, de ICPC-code staat voor {coded}; gecontroleerd is voor beide")
        } else {
            format!("the name of the condition says {named}, the ICPC code stands for {coded}; both were checked")
        });
    }
    for fact in facts {
        let question = Ask::Fact(*fact).question(language);
        said.push(if nl {
            format!("de naam van de aandoening en het kenmerk antwoorden verschillend op '{question}'; het kenmerk telt")
        } else {
            format!("the name of the condition and the feature answer '{question}' differently; the feature counts")
        });
    }
    said.join("; ")
}

/// Two values with their ranges in grams of CO2e, and the verdict.
pub(super) fn figures(weighed: Weighed, language: Language) -> String {
    let [before, after] = [weighed.before, weighed.after].map(|range| grams(range, language));
    match (language, weighed.verdict) {
        (Language::Dutch, Verdict::Lower) => format!("{after} in plaats van {before} (lager)"),
        (Language::Dutch, _) => format!("{after} in plaats van {before} (waarschijnlijk lager)"),
        (Language::English, Verdict::Lower) => format!("{after} in place of {before} (lower)"),
        (Language::English, _) => format!("{after} in place of {before} (probably lower)"),
    }
}

/// A range in grams of CO2e.
pub(super) fn grams(range: Range, language: Language) -> String {
    let ends = [range.low(), range.central(), range.high()].map(|end| {
        let grams = end.times(Decimal::ONE_THOUSAND);
        grams.map(|grams| grams.round(6)).unwrap_or_default()
    });
    let [low, central, high] = ends;
    let digits = Digits(language.wording());
    let [low, central, high] = digits.range_of(low, central, high);
    if low == high {
        format!("{central} g CO2e")
    } else {
        format!("{central} g CO2e ({low} – {high})")
    }
}
