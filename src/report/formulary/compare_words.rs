//! The words of a comparison, for the page and for the Markdown.

use super::compare_report::{
    ChangeReport, CompareReport, Ends, FormularySide, MarkKind, MarkReport, MissingKind,
    MissingReport, MixReport, PartReport, PatientsReport, RuleReport, SumReport, UseReport,
};
use super::transition::transition_lines;
use crate::comparison::Verdict;
use crate::formulary::Found;
use crate::language::Language;
use crate::report::digits::Digits;
use crate::report::{alone, wording};
use rust_decimal::Decimal;

pub(super) fn is_zero(ends: Ends) -> bool {
    [ends.low, ends.central, ends.high]
        .iter()
        .all(|one| one.value().is_zero())
}

/// A report in one language.
#[derive(Clone, Copy)]
pub(super) struct Words<'r> {
    pub(super) report: &'r CompareReport,
    pub(super) language: Language,
}

impl Words<'_> {
    pub(super) fn say<'s>(&self, nl: &'s str, en: &'s str) -> &'s str {
        self.language.say(nl, en)
    }

    pub(super) fn number(&self, value: Decimal) -> String {
        Digits(wording::of(self.language)).number(value)
    }

    pub(super) fn ends(&self, ends: Ends) -> String {
        let digits = Digits(wording::of(self.language));
        let [low, central, high] = digits.range(ends.low, ends.central, ends.high);
        if low == high {
            central
        } else {
            format!("{central} ({low} – {high})")
        }
    }

    pub(super) fn difference(&self, ends: Option<Ends>) -> String {
        let none = || verdict(Verdict::CannotTell, self.language).to_owned();
        ends.map_or_else(none, |ends| self.ends(ends))
    }

    /// The name of a sum, with what its figures rest on.
    pub(super) fn name_of(&self, name: &str, sum: &SumReport) -> String {
        if sum.apportioned {
            let how = self.say("naar verdeling", "as apportioned");
            format!("{name} ({how})")
        } else {
            name.to_owned()
        }
    }

    /// How many options count in a sum, and how many it leaves out.
    pub(super) fn counted(&self, sum: &SumReport) -> String {
        let (counted, untold) = (sum.counted, sum.untold);
        let all = counted.saturating_add(untold);
        let mut told = match self.language {
            Language::Dutch => format!("Geteld zijn {counted} van {all} inhalatie-opties"),
            Language::English => format!("Counted are {counted} of {all} inhaled options"),
        };
        if untold > 0 {
            told.push_str(&match self.language {
                Language::Dutch => format!("; {untold} zijn weggelaten, want niet te zeggen"),
                Language::English => format!("; {untold} are left out, since they cannot be told"),
            });
        }
        if sum.not_inhaled > 0 {
            let options = self.options(sum.not_inhaled);
            let lead = self.say(
                "buiten de telling blijven, zonder klimaatwaarde per middel,",
                "not counted, without a climate value of single medicines, are",
            );
            let of = self.say("andere middelen", "other medicines");
            told.push_str(&format!("; {lead} {options} ({of})"));
        }
        told.push('.');
        told
    }

    pub(super) fn heading(&self) -> String {
        let (old, new) = (&self.report.old, &self.report.new);
        let version = alone::version_of(&self.report.dataset, self.language);
        let of = self.report.data_date.as_deref().unwrap_or("-");
        let on = match &self.report.on {
            Some(day) => format!("{} {day}", self.say(", het nieuwe op", ", the new one on")),
            None => String::new(),
        };
        match self.language {
            Language::Dutch => {
                format!("Van {old} naar {new}{on} (gegevens {version}, stand van {of}).")
            }
            Language::English => {
                format!("From {old} to {new}{on} (data {version}, as of {of}).")
            }
        }
    }

    /// For whom it is meant, and what it is not.
    pub(super) fn meant(&self) -> &'static str {
        self.language.say(
            "Bedoeld voor makers van formularia en richtlijnen; geen advies voor een patiënt.",
            "Meant for authors of formularies and guidelines; no advice for a patient.",
        )
    }

    pub(super) fn basis(&self) -> String {
        let told = self.basis_of_mix();
        match &self.report.mix_note {
            Some(note) => format!("{told} {}", note.text(self.language)),
            None => told,
        }
    }

    fn basis_of_mix(&self) -> String {
        match (self.report.mix, self.language) {
            (MixReport::Courses, Language::Dutch) => {
                "Gerekend met één behandeling per optie van het oude formularium: dat zegt niet hoe vaak een optie wordt voorgeschreven.".to_owned()
            }
            (MixReport::Courses, Language::English) => {
                "One course of each option of the old formulary: that does not tell how often an option is prescribed.".to_owned()
            }
            (
                MixReport::Export {
                    inhaled,
                    mapped,
                    used,
                    ..
                },
                language,
            ) => {
                let used = self.used(&used);
                let mut told = match language {
                    Language::Dutch => format!(
                        "Gerekend met wat een export voorschrijft: {mapped} van {inhaled} regels met inhalatiemedicatie pasten bij een optie, samen {used}. Een optie weegt naar de doses die ervan zijn voorgeschreven: gedeeld door de doses van één behandeling (dosering maal behandeldagen; zonder behandeldagen één dag) zijn dat haar behandelingen."
                    ),
                    Language::English => format!(
                        "What an export prescribes: {mapped} of {inhaled} rows of inhaled medicines fitted an option, together {used}. An option weighs by the doses that are prescribed of it: divided by those of one course (dosage times treatment days; one day where none are stated) they are its courses."
                    ),
                };
                for more in self.not_by_doses() {
                    told.push_str(&format!(" {more}"));
                }
                told
            }
        }
    }

    /// What is prescribed, in packs and doses.
    pub(super) fn used(&self, used: &UseReport) -> String {
        let [packs, doses] = [used.packs, used.doses].map(|one| self.number(one.value()));
        let words = match packs.as_str() {
            "1" => self.say("verpakking", "pack"),
            _ => self.say("verpakkingen", "packs"),
        };
        format!("{packs} {words}, {doses} doses")
    }

    /// What an export weighs an option with.
    pub(super) fn weight(&self, change: &ChangeReport, used: &UseReport) -> String {
        let courses = self.number(change.weight.value());
        let words = match courses.as_str() {
            "1" => self.say("behandeling", "course"),
            _ => self.say("behandelingen", "courses"),
        };
        format!("{courses} {words} ({})", self.used(used))
    }

    /// What of an export does not weigh by its doses, or not at all.
    fn not_by_doses(&self) -> Vec<String> {
        let MixReport::Export {
            mapped,
            shared,
            without_dosage,
            aside,
            two_readings,
            unusual,
            used,
            ..
        } = self.report.mix
        else {
            return Vec::new();
        };
        let mut told = Vec::new();
        if mapped == 0 {
            told.push(
                self.say(
                    "Er is dus niets gewogen; dat is geen uitkomst van nul kg.",
                    "So nothing was weighed; that is no result of zero kg.",
                )
                .to_owned(),
            );
        }
        for (count, nl, en) in [
            (
                shared.into(),
                "Regels die bij meer dan één optie pasten, zoals hetzelfde middel bij twee aandoeningen, en gelijk over die opties zijn verdeeld",
                "Rows that fitted more than one option, as the same medicine for two conditions does, and are divided over these in equal parts",
            ),
            (
                used.unsized_packs.value(),
                "Verpakkingen waarvan het aantal doses niet bekend is, en die elk als één behandeling wegen",
                "Packs of which the number of doses is not known, and which weigh as one course each",
            ),
            (
                without_dosage.value(),
                "Regels van opties zonder dosering die te lezen is, die elk als één behandeling wegen en in geen kg zitten",
                "Rows of options without a dosage that can be read, which weigh as one course each and are in no kg",
            ),
            (
                aside.into(),
                "Regels met inhalatiemedicatie die niet meewegen, want hun hoeveelheid is niet bruikbaar",
                "Rows of inhaled medicines that do not weigh, since their quantity is of no use",
            ),
            (
                two_readings.into(),
                "Regels met twee lezingen van de hoeveelheid, waarvan alleen de middelste meeweegt",
                "Rows with two readings of the quantity, of which the central one alone weighs",
            ),
            (
                unusual.into(),
                "Regels met meer inhalatoren dan op één voorschrift te verwachten is; ze wegen mee",
                "Rows with more inhalers than are likely on one prescription; they weigh in",
            ),
        ] {
            if !Decimal::is_zero(&count) {
                told.push(format!("{}: {}.", self.say(nl, en), self.number(count)));
            }
        }
        told
    }

    /// How many products have moved by which day, and how far their values are known.
    pub(super) fn transition(&self) -> Vec<String> {
        let report = self.report;
        let days = (report.on.as_deref(), report.data_date.as_deref());
        let lines = report.transition.as_ref();
        lines.map_or_else(Vec::new, |one| transition_lines(one, days, self.language))
    }

    pub(super) fn verdict(&self, sum: &SumReport) -> &'static str {
        if sum.counted == 0 {
            return verdict(Verdict::CannotTell, self.language);
        }
        self.verdict_of(sum.difference, sum.verdict)
    }

    fn verdict_of(&self, difference: Option<Ends>, of: Verdict) -> &'static str {
        if difference.is_some_and(is_zero) {
            return self.language.say("gelijk", "the same");
        }
        verdict(of, self.language)
    }

    /// The difference of a part of the changes, in a few words.
    pub(super) fn part(&self, part: &PartReport) -> String {
        if part.changed == 0 {
            return self.say("geen", "none").to_owned();
        }
        let difference = self.difference(part.difference);
        let told = self.verdict_of(part.difference, part.verdict);
        let options = self.options(part.changed);
        format!("{difference} kg CO2e, {told} ({options})")
    }

    pub(super) fn options(&self, count: usize) -> String {
        let word = if count == 1 {
            self.say("optie", "option")
        } else {
            self.say("opties", "options")
        };
        format!("{count} {word}")
    }

    /// Whether the difference may be called a saving.
    pub(super) fn saving(&self) -> String {
        let told = match (self.report.saving, self.language) {
            (Some(ends), Language::Dutch) => format!(
                "Alleen het verschil zonder kanttekening mag een besparing heten: {} kg CO2e.",
                self.ends(ends)
            ),
            (Some(ends), Language::English) => format!(
                "Only the difference without a mark may be called a saving: {} kg CO2e.",
                self.ends(ends)
            ),
            (None, Language::Dutch) => {
                "Geen deel van het verschil mag een besparing heten.".to_owned()
            }
            (None, Language::English) => {
                "No part of the difference may be called a saving.".to_owned()
            }
        };
        let rest = self.say(
            "Een wijziging met een kanttekening vraagt eerst een oordeel.",
            "A change with a mark must be weighed first.",
        );
        format!("{told} {rest}")
    }

    /// A condition with its patients.
    pub(super) fn place(&self, condition: &str, patients: &PatientsReport, step: u16) -> String {
        let years = self.say("jaar", "years");
        let ages = match (patients.age_from, patients.age_to) {
            (None, None) => None,
            (Some(from), None) => Some(format!("{} {from} {years}", self.say("vanaf", "from"))),
            (None, Some(to)) => Some(format!("{} {to} {years}", self.say("tot en met", "up to"))),
            (Some(from), Some(to)) => Some(format!("{from} – {to} {years}")),
        };
        let feature = (!patients.feature.is_empty()).then(|| patients.feature.clone());
        let of: Vec<String> = ages.into_iter().chain(feature).collect();
        let of = if of.is_empty() {
            String::new()
        } else {
            format!(" ({})", of.join(", "))
        };
        format!("{condition}{of}, {} {step}", self.say("stap", "step"))
    }

    /// What a step lacks, and the rules that say so.
    pub(super) fn missing(&self, one: &MissingReport) -> String {
        let rule = |one: &RuleReport| {
            let title = one.title.text(self.language);
            format!("'{title}' ({})", one.rule)
        };
        let rules: Vec<String> = one.rules.iter().map(rule).collect();
        let rules = rules.join("; ");
        let mut told = match one.kind {
            MissingKind::Keep => rules,
            MissingKind::NotPowder => {
                let lead = self.say(
                    "een inhalator zonder poeder, want deze patiënten kunnen geen poeder gebruiken",
                    "an inhaler without powder, since these patients cannot use powder",
                );
                if rules.is_empty() {
                    lead.to_owned()
                } else {
                    format!("{lead}: {rules}")
                }
            }
        };
        if one.of == FormularySide::Old {
            told.push_str(self.say(
                "; het concept heeft deze stap voor deze patiënten niet meer",
                "; the draft no longer has this step for these patients",
            ));
        }
        told
    }

    pub(super) fn marks(&self, marks: &[MarkReport]) -> String {
        let words: Vec<String> = marks.iter().map(|mark| self.mark(mark)).collect();
        words.join("; ")
    }

    fn mark(&self, mark: &MarkReport) -> String {
        let (title, rule) = (mark.title.text(self.language), &mark.rule);
        match (mark.kind, self.language) {
            (MarkKind::Keep, Language::Dutch) => format!(
                "voor (een deel van) deze patiënten zegt een regel het oude middel te houden: '{title}' ({rule})"
            ),
            (MarkKind::Keep, Language::English) => format!(
                "for (some of) these patients a rule says to keep the old medicine: '{title}' ({rule})"
            ),
            (kind, language) => mark_word(kind, language).to_owned(),
        }
    }

    /// How many changes have a mark of each kind.
    pub(super) fn marked(&self) -> Option<String> {
        let marks = &self.report.marks;
        if marks.is_empty() {
            return None;
        }
        let all: Vec<String> = marks
            .iter()
            .map(|(kind, count)| {
                let word = mark_word(*kind, self.language);
                format!("{word}: {}", self.options(*count))
            })
            .collect();
        let lead = self.say("Kanttekeningen", "Marks");
        Some(format!("{lead}: {}.", all.join("; ")))
    }

    /// How the comparison was made, and what it does not tell.
    pub(super) fn method(&self) -> Vec<String> {
        let mut lines = vec![
            self.say(
                "Elke oude optie gaat naar een optie van dezelfde stap voor dezelfde patiënten: hetzelfde middel, anders dezelfde stof, anders dezelfde ATC-groep, anders dezelfde plaats, anders de eerste keus. Dat is een rekenregel en geen advies om te wisselen.",
                "Each old option goes to an option of the same step for the same patients: the same medicine, else the same substance, else the same ATC group, else the same place, else the first choice. That is a rule of arithmetic, and no advice to switch.",
            )
            .to_owned(),
            self.say(
                "Een kanttekening is wat de gegevens tegen een wijziging weten, of wat eerst gevraagd moet worden. Zonder kanttekening is een wijziging nog niet goed: wat alleen de patiënt of de behandelaar weet, staat er niet in.",
                "A mark is what the data knows against a change, or what must be asked first. Without one a change is not yet right: what only patient or clinician know is not in it.",
            )
            .to_owned(),
            self.report.rules_used.whole_text(self.language),
            self.say(
                "Beide kanten zijn gewogen over de behandeldagen van de oude optie; een andere duur in het nieuwe formularium telt niet als verschil. Wat niet te zeggen is, zit niet in de totalen. Twee inhalatoren zonder drijfgas worden nooit uit elkaar gehouden.",
                "Both sides are weighed over the treatment days of the old option; another duration in the new formulary is no difference. What cannot be told is not in the totals. Two inhalers without propellant are never told apart.",
            )
            .to_owned(),
        ];
        let costs = self.report.total.cost.as_ref().map_or(0, Vec::len);
        let of_costs = match costs {
            0 if !self.report.priced => self.say(
                "Kosten: geen prijzen meegegeven (prices.csv in een map voor --data).",
                "Cost: no prices were given (prices.csv in a folder for --data).",
            ),
            0 => self.say(
                "Kosten: van geen optie geldt aan beide kanten een prijs in dezelfde munt.",
                "Cost: of no option a price in one currency holds on both sides.",
            ),
            1 => return lines,
            _ => self.say(
                "Kosten in verschillende munten staan apart; zij worden niet opgeteld en niet vergeleken.",
                "Costs in different currencies stand apart; they are neither added nor compared.",
            ),
        };
        lines.push(of_costs.to_owned());
        lines
    }

    pub(super) fn patients(&self) -> Option<String> {
        let patients = self.report.patients?;
        Some(match self.language {
            Language::Dutch => format!(
                "Hoogstens {patients} patiënten van de export wordt gevraagd een andere soort inhalator te gebruiken."
            ),
            Language::English => format!(
                "At most {patients} patients of the export are asked to use another kind of inhaler."
            ),
        })
    }
}

pub(super) const fn verdict(verdict: Verdict, language: Language) -> &'static str {
    let (nl, en) = match verdict {
        Verdict::Lower => ("lager", "lower"),
        Verdict::ProbablyLower => ("waarschijnlijk lager", "probably lower"),
        Verdict::CannotTell => ("niet te zeggen", "cannot be told"),
        Verdict::ProbablyHigher => ("waarschijnlijk hoger", "probably higher"),
        Verdict::Higher => ("hoger", "higher"),
    };
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}

pub(super) const fn found(found: Found, language: Language) -> &'static str {
    let (nl, en) = match found {
        Found::Same => ("hetzelfde middel", "the same medicine"),
        Found::SameSubstance => ("dezelfde stof", "the same substance"),
        Found::SameGroup => (
            "dezelfde ATC-groep (niveau 4)",
            "the same ATC group (level 4)",
        ),
        Found::NearGroup => (
            "dezelfde ATC-groep (niveau 3)",
            "the same ATC group (level 3)",
        ),
        Found::SamePlace => ("dezelfde plaats in de stap", "the same place in the step"),
        Found::FirstChoice => ("de eerste keus van de stap", "the first choice of the step"),
        Found::Nothing => (
            "geen stap in het nieuwe formularium; niet te zeggen wat ervoor in de plaats komt",
            "no such step in the new formulary; what takes its place cannot be told",
        ),
    };
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}

fn mark_word(kind: MarkKind, language: Language) -> &'static str {
    let (nl, en) = match kind {
        MarkKind::Keep => (
            "een regel zegt het oude middel te houden",
            "a rule says to keep the old medicine",
        ),
        MarkKind::LabelIndication => (
            "een bijsluiter van het nieuwe middel noemt de indicatie niet",
            "a label of the new medicine does not name the indication",
        ),
        MarkKind::LabelAge => (
            "een bijsluiter van het nieuwe middel begint bij een hogere leeftijd",
            "a label of the new medicine starts at a higher age",
        ),
        MarkKind::Substance => ("een andere stof", "another substance"),
        MarkKind::Dose => (
            "niet bekend is of de dagdosis gelijk blijft",
            "it is not known whether the dose of a day stays the same",
        ),
        MarkKind::Powder => (
            "deze patiënten kunnen geen poeder gebruiken en de wijziging laat poeder of niets over",
            "these patients cannot use powder, and the change leaves powder or nothing",
        ),
        MarkKind::Device => ("een andere soort inhalator", "another kind of inhaler"),
    };
    language.say(nl, en)
}
