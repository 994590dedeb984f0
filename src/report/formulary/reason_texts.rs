//! The sentences of findings in a formulary.

use super::speaker::Speaker;
use crate::advice::Ask;
use crate::code::Atc;
use crate::context::{Fact, Indication};
use crate::dataset::guideline::{Direction, RuleId};
use crate::dataset::{EquivalenceBasis, ProductId};
use crate::day::Day;
use crate::formulary::{Column, DosageLimit, DoseUnit, Finding, Pattern, Reversal, Stands};
use crate::language::Language;
use crate::report::advice::dose_basis;
use crate::report::contradictions::ContradictionReport;
use crate::report::wording;
use crate::report::wording::product_label;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// One of two texts that were made with the same values.
fn either(language: Language, nl: String, en: String) -> String {
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}

/// Several with "and" between them.
fn and(all: impl Iterator<Item = String>, language: Language) -> String {
    let all: Vec<String> = all.collect();
    all.join(language.say(" en ", " and "))
}

impl Speaker<'_> {
    /// A product that a rule supports and that the step does not have.
    pub(super) fn no_lower(
        &self,
        product: &ProductId,
        (from, to): (u32, u32),
        basis: EquivalenceBasis,
        figures: &str,
        language: Language,
    ) -> String {
        let product = self.product(product, language);
        let nominal = if basis == EquivalenceBasis::Nominal {
            format!(": {}", dose_basis(basis, language))
        } else {
            String::new()
        };
        // The dosage of an option does not tell how many doses each patient takes at a time.
        let only = if from > 1 {
            either(
                language,
                format!("; alleen waar een veelvoud van {from} doses per keer wordt gebruikt"),
                format!("; only where a multiple of {from} doses is taken at a time"),
            )
        } else {
            String::new()
        };
        either(
            language,
            format!(
                "geen optie van deze stap heeft een lage klimaatimpact, terwijl een richtlijn die ondersteunt: {product} (dosisverhouding {from} : {to}{nominal}), {figures}{only}"
            ),
            format!(
                "no option of this step has a low climate impact, though a guideline supports one: {product} (dose ratio {from} : {to}{nominal}), {figures}{only}"
            ),
        )
    }

    /// Another option of the step with a lower impact.
    pub(super) fn pair(
        &self,
        finding: &Finding,
        other: &str,
        figures: &str,
        language: Language,
    ) -> String {
        let (own, rank) = self.ranks(finding);
        if rank <= own {
            either(
                language,
                format!(
                    "{other} staat niet lager in de volgorde (keus {rank} tegen keus {own}) en heeft een lagere klimaatimpact, {figures}"
                ),
                format!(
                    "{other} stands no lower in the order (choice {rank} against choice {own}) and has a lower climate impact, {figures}"
                ),
            )
        } else {
            either(
                language,
                format!(
                    "keus {own} staat voor {other} (keus {rank}), die een lagere klimaatimpact heeft, {figures}"
                ),
                format!(
                    "choice {own} stands before {other} (choice {rank}), which has a lower climate impact, {figures}"
                ),
            )
        }
    }

    pub(super) fn keep(&self, rule: &RuleId, language: Language) -> String {
        let said = self.of_some(std::iter::once(rule), language);
        let not = language.say("de stap biedt dat niet aan", "the step does not offer that");
        format!("{said}; {not}")
    }

    /// What rules say of some of the patients.
    fn of_some<'r>(&self, rules: impl Iterator<Item = &'r RuleId>, language: Language) -> String {
        let lead = language.say(
            "voor (een deel van) deze patiënten zegt een regel",
            "for (some of) these patients a rule says",
        );
        format!("{lead}: {}", self.rules(rules, language))
    }

    fn rules<'r>(&self, rules: impl Iterator<Item = &'r RuleId>, language: Language) -> String {
        and(rules.map(|id| self.rule(id.as_str(), language)), language)
    }

    pub(super) fn only_powder(&self, rules: &[RuleId], language: Language) -> String {
        let lead = language.say("deze patiënten kunnen geen poeder gebruiken en elke inhalator van de stap is een poederinhalator; zie",
            "these patients cannot use powder, and every inhaler of the step is a powder inhaler; see",
        );
        format!("{lead} {}", self.rules(rules.iter(), language))
    }

    /// An option that stands before what must be kept.
    pub(super) fn not_first(&self, rules: &[RuleId], kept: &str, language: Language) -> String {
        let keeps = |id: &&RuleId| {
            let rule = self.dataset.rule_by_id(id.as_str());
            rule.is_some_and(|(_, rule)| rule.direction == Direction::Keep)
        };
        let (keep, powder): (Vec<&RuleId>, Vec<&RuleId>) = rules.iter().partition(keeps);
        let mut said = vec![format!(
            "{} {kept}",
            language.say("staat voor", "stands before")
        )];
        if !keep.is_empty() {
            said.push(self.of_some(keep.into_iter(), language));
        }
        if !powder.is_empty() {
            let lead = language.say(
                "deze patiënten kunnen geen poeder gebruiken; zie",
                "these patients cannot use powder; see",
            );
            said.push(format!(
                "{lead} {}",
                self.rules(powder.into_iter(), language)
            ));
        }
        said.join("; ")
    }

    /// What the name of the condition says otherwise.
    pub(super) fn differs(
        &self,
        named: &BTreeSet<Indication>,
        coded: &BTreeSet<Indication>,
        facts: &[Fact],
        language: Language,
    ) -> String {
        let mut said = Vec::new();
        if !coded.is_empty() {
            let words = |all: &BTreeSet<Indication>| {
                let words = all.iter().map(|one| self.dataset.indication_name(*one));
                and(words.map(|name| name.text(language).to_owned()), language)
            };
            let (named, coded) = (words(named), words(coded));
            said.push(either(
                language,
                format!("de naam van de aandoening noemt {named}, de ICPC-code staat voor {coded}; gecontroleerd is voor beide"),
                format!("the name of the condition says {named}, the ICPC code stands for {coded}; both were checked"),
            ));
        }
        for fact in facts {
            let ask = Ask::Fact(*fact);
            let question = ask.question(self.dataset, language);
            said.push(either(
                language,
                format!("de naam van de aandoening en het kenmerk antwoorden verschillend op '{question}'; het kenmerk telt"),
                format!("the name of the condition and the feature answer '{question}' differently; the feature counts"),
            ));
        }
        said.join("; ")
    }

    /// A label that does not name an indication.
    pub(super) fn label_indication(
        &self,
        product: &ProductId,
        indication: Indication,
        country: Option<&str>,
        language: Language,
    ) -> String {
        let product = self.product(product, language);
        let indication = self.dataset.indication_name(indication);
        let indication = indication.text(language);
        let Some(country) = country else {
            return either(
                language,
                format!("de bijsluiter van {product} noemt {indication} niet"),
                format!("the label of {product} does not name {indication}"),
            );
        };
        let country = self.words.country(country);
        let country = country.text(language);
        either(
            language,
            format!(
                "een tekst uit {country} over {product} noemt {indication} niet; een Nederlandse bijsluiter die dat zegt kennen de gegevens niet"
            ),
            format!(
                "a text from {country} on {product} does not name {indication}; the data knows no Dutch label that says so"
            ),
        )
    }

    /// A label that starts at a higher age than the option.
    pub(super) fn label_age(
        &self,
        product: &ProductId,
        (least, most): (u32, u32),
        from: u8,
        country: Option<&str>,
        language: Language,
    ) -> String {
        let product = self.product(product, language);
        let differ = if least == most {
            String::new()
        } else {
            let lead = language.say("volgens een andere tekst vanaf", "by another text from");
            format!(" ({lead} {least})")
        };
        let dutch = country.map_or("", |_| {
            language.say(
                "; een Nederlandse bijsluiter die dat zegt kennen de gegevens niet",
                "; the data knows no Dutch label that says so",
            )
        });
        let text = country.map_or_else(
            || language.say("de bijsluiter", "its label").to_owned(),
            |country| {
                let country = self.words.country(country);
                let lead = language.say("een tekst uit", "a text from");
                format!("{lead} {}", country.text(language))
            },
        );
        either(
            language,
            format!(
                "{product} is volgens {text} vanaf {most} jaar{differ}; de optie begint bij {from} jaar{dutch}"
            ),
            format!(
                "by {text} {product} is from {most} years{differ}; the option starts at {from}{dutch}"
            ),
        )
    }

    /// The rule that keeps what a label leaves out.
    pub(super) fn kept(&self, rule: Option<&RuleId>, language: Language) -> String {
        let lead = language.say(
            "voor deze patiënten noemt een regel dit middel juist",
            "for these patients a rule names just this medicine",
        );
        rule.map_or_else(String::new, |rule| {
            format!("; {lead}: {}", self.rule(rule.as_str(), language))
        })
    }

    pub(super) fn wording(&self, pattern: &Pattern, language: Language) -> String {
        let examples: Vec<String> = pattern
            .products
            .iter()
            .filter_map(|id| self.dataset.product_by_id(id))
            .map(|one| {
                let name = product_label(one, wording::of(language));
                format!("{name}, {} ({})", one.propellant.as_str(), one.market)
            })
            .collect();
        let lead = language.say(
            "de tekst deelt in naar soort inhalator, maar",
            "the text groups by type of inhaler, but",
        );
        format!(
            "{lead} {}: {}",
            pattern.why.text(language),
            examples.join("; ")
        )
    }

    pub(super) fn ambiguous(&self, products: &[ProductId], language: Language) -> String {
        let shown = products.iter().take(3);
        let names: Vec<String> = shown.map(|id| self.product(id, language)).collect();
        let (count, names) = (products.len(), names.join("; "));
        either(
            language,
            format!("kan {count} producten van verschillende soort zijn, waaronder {names}"),
            format!("can be {count} products of different kinds, among them {names}"),
        )
    }

    /// A review that is overdue: of the option, or of the data on a guideline.
    pub(super) fn review(
        &self,
        due: Day,
        on: Day,
        guideline: Option<&str>,
        language: Language,
    ) -> String {
        let Some(id) = guideline else {
            return either(
                language,
                format!("de herziening was voor {due}; het is {on}"),
                format!("the review was due before {due}; it is {on}"),
            );
        };
        let title = self.guideline(id).map_or(id, |one| &one.title);
        either(
            language,
            format!(
                "de gegevens over {title} hadden voor {due} moeten worden herzien; het is {on}"
            ),
            format!("the data on {title} was due for review before {due}; it is {on}"),
        )
    }

    pub(super) fn conflict(&self, pairs: &[(RuleId, RuleId)], language: Language) -> String {
        let all = ContradictionReport::all(self.dataset, pairs.iter());
        let about = all.iter().map(|one| {
            let pairs = one.pairs.iter();
            let pairs: Vec<String> = pairs
                .map(|pair| self.rules(pair.iter(), language))
                .collect();
            format!("{} ({})", one.about.text(language), pairs.join("; "))
        });
        let pairs: Vec<String> = about.collect();
        let lead = language.say(
            "regels die elkaar tegenspreken",
            "rules that contradict each other",
        );
        format!("{lead}: {}", pairs.join("; "))
    }
}

/// Figures by the treatment day or by the dose.
pub(super) fn per(per_day: bool, figures: &str, language: Language) -> String {
    let per = if per_day {
        language.say("per behandeldag", "per treatment day")
    } else {
        language.say("per dosis", "per dose")
    };
    format!("{per} {figures}")
}

pub(super) fn device_change(from: u16, to: u16, language: Language) -> String {
    either(
        language,
        format!(
            "van stap {from} naar stap {to} is er geen optie waarmee de patiënt dezelfde soort inhalator houdt"
        ),
        format!(
            "from step {from} to step {to} no option lets the patient keep the kind of inhaler"
        ),
    )
}

pub(super) fn atc_contradicts(atc: Atc, named: &[Atc], language: Language) -> String {
    if named.is_empty() {
        return either(
            language,
            format!("de code {atc} is die van een inhalatiemiddel; de omschrijving is er geen"),
            format!("the code {atc} is that of an inhaled medicine; the label is of none"),
        );
    }
    let named: Vec<String> = named.iter().map(ToString::to_string).collect();
    let named = named.join(", ");
    either(
        language,
        format!(
            "de code {atc} is niet die van het middel in de omschrijving; de gegevens kennen het als {named}"
        ),
        format!(
            "the code {atc} is not that of the medicine in the label; the data knows it as {named}"
        ),
    )
}

pub(super) fn unknown_product(language: Language) -> String {
    language
        .say(
            "de gegevens kennen geen product of stof bij deze optie; zij is niet gecontroleerd",
            "the data knows no product or substance for this option; it was not checked",
        )
        .to_owned()
}

pub(super) fn no_factor(language: Language) -> String {
    language
        .say(
            "er is geen waarde voor de klimaatimpact van deze inhalator",
            "there is no value for the climate impact of this inhaler",
        )
        .to_owned()
}

pub(super) fn quantity(days: u32, limit: u32, language: Language) -> String {
    either(
        language,
        format!("{days} behandeldagen; de afspraak is hoogstens {limit} dagen per uitgifte"),
        format!("{days} treatment days; the agreement sets {limit} days an issue at most"),
    )
}

/// A dosage above a limit of our own.
pub(super) fn out_of_range(day: Decimal, limit: &DosageLimit, language: Language) -> String {
    let (most, reason) = (limit.most, limit.reason.text(language));
    let (of, unit) = match limit.unit {
        DoseUnit::Doses => (" doses", ""),
        DoseUnit::Milligrams => (" mg", " mg"),
    };
    either(
        language,
        format!(
            "{day}{of} per dag; meer dan {most}{unit} is naar eigen afspraak waarschijnlijk een verschrijving ({reason})"
        ),
        format!(
            "{day}{of} a day; more than {most}{unit} is by a convention of our own probably a slip of the pen ({reason})"
        ),
    )
}

pub(super) fn reversed(reversal: &Reversal, language: Language) -> String {
    let (then, now) = (reversal.then.text(language), reversal.now.text(language));
    either(
        language,
        format!("de reden ({then}) geldt niet meer zo: {now}"),
        format!("the reason ({then}) no longer holds so: {now}"),
    )
}

pub(super) fn uncited(language: Language) -> String {
    language
        .say(
            "noemt geen paragraaf van een richtlijn",
            "names no section of a guideline",
        )
        .to_owned()
}

pub(super) fn duplicate(other: &str, line: u64, language: Language) -> String {
    either(
        language,
        format!("staat al in deze stap voor dezelfde patiënten: {other} op regel {line}"),
        format!("stands in this step for the same patients already: {other} on line {line}"),
    )
}

pub(super) fn gap(from: u8, to: u8, language: Language) -> String {
    if from == to {
        return either(
            language,
            format!("voor de leeftijd van {from} jaar is er geen optie"),
            format!("there is no option for the age of {from}"),
        );
    }
    either(
        language,
        format!("voor {from} tot en met {to} jaar is er geen optie"),
        format!("there is no option from {from} to {to} years"),
    )
}

pub(super) fn step_missing(step: u16, language: Language) -> String {
    either(
        language,
        format!("stap {step} ontbreekt"),
        format!("step {step} is missing"),
    )
}

pub(super) fn rank_missing(rank: u16, language: Language) -> String {
    either(
        language,
        format!("keus {rank} van deze stap ontbreekt"),
        format!("choice {rank} of this step is missing"),
    )
}

/// What must be known before impact can be judged.
pub(super) fn not_judged(columns: &BTreeSet<Column>, coded: bool, language: Language) -> String {
    let lacking = columns.iter().map(|column| match column {
        Column::Icpc if coded => language.say("geen regel over inhalatoren die hier meetelt gaat over deze ICPC-code, en de naam van de aandoening noemt niets anders",
            "no rule about inhalers that counts here is about this ICPC code, and the name of the condition says nothing else",
        ),
        Column::Icpc => language.say("niet bekend is waarvoor de optie is (vul de ICPC-code in; de naam van de aandoening zegt het niet)",
            "it is not known what the option is for (fill in the ICPC code; the name of the condition does not tell)",
        ),
        Column::Feature => language.say("het kenmerk is niet bekend (kies een bekend kenmerk waar dat past)",
            "the feature is not known (use a known feature where it fits)",
        ),
        Column::AgeFrom | Column::AgeTo => language.say("de leeftijd is niet bekend (vul de eerste en de laatste leeftijd in); ook of een middel moet blijven, is niet beoordeeld",
            "the age is not known (fill in the first and the last age); whether a medicine must be kept was not judged either",
        ),
        // No check asks for more of these; their names in data files say enough.
        Column::Condition
        | Column::Step
        | Column::Rank
        | Column::Atc
        | Column::Label
        | Column::Dosage
        | Column::Days
        | Column::Section
        | Column::Remark
        | Column::Review => column.as_str(),
    });
    let lacking: Vec<&str> = lacking.collect();
    let lacking = lacking.join("; ");
    let lead = language.say(
        "de klimaatimpact is voor deze patiënten niet beoordeeld",
        "climate impact was not judged for these patients",
    );
    format!("{lead}: {lacking}")
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

/// A citation of an older version, or of a guideline that was withdrawn.
pub(super) fn stale(title: &str, version: &str, cited: Option<i16>, language: Language) -> String {
    let Some(year) = cited else {
        let withdrawn = language.say("is ingetrokken", "was withdrawn");
        return format!("{title} {withdrawn}");
    };
    either(
        language,
        format!("noemt {year}; de gegevens kennen {title} in versie {version}"),
        format!("names {year}; the data knows {title} in version {version}"),
    )
}
