//! Which rules count, and what every output that rests on rules says of them.

use super::Options;
use crate::dataset::guideline::{Direction, Guideline, Rule, RuleId, Setting, Status, Statuses};
use crate::dataset::{Dataset, Evidence};
use crate::day::Day;
use crate::diagnostic::Message;
use crate::language::Language;

/// Why a rule is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeftOutWhy {
    /// It is written for hospitals.
    Hospital,
    /// Its source was not seen; [`Options::include_unverified`] lets it count.
    Unverified,
    /// Its status is below the one that was asked for ([`Options::at_least`]).
    Status,
}

impl Options {
    /// Why a rule does not count; `None` for one that does.
    pub(crate) fn leaves_out(&self, rule: &Rule) -> Option<LeftOutWhy> {
        if rule.setting == Setting::Hospital {
            Some(LeftOutWhy::Hospital)
        } else if rule.evidence == Evidence::Unverified && !self.include_unverified {
            Some(LeftOutWhy::Unverified)
        } else if self.at_least > Status::Concept && rule.status(self.day) < self.at_least {
            Some(LeftOutWhy::Status)
        } else {
            None
        }
    }

    /// The day before which a rule had to be looked at again, where that has passed.
    pub(crate) fn overdue(&self, dataset: &Dataset, guideline: &Guideline) -> Option<Day> {
        guideline.overdue(dataset.next_review(), self.day)
    }

    /// The day of a review that has passed, for a rule that asks to change a medicine for
    /// another. Such a rule is then withheld; the others stand.
    pub(crate) fn withholds(
        &self,
        dataset: &Dataset,
        guideline: &Guideline,
        rule: &Rule,
    ) -> Option<Day> {
        let changes = rule.offers() || rule.direction == Direction::Harmonise;
        self.overdue(dataset, guideline).filter(|_| changes)
    }

    /// The last day of the occasion for which a rule was written, where it has passed and the rule
    /// asks to change something. What says to keep or to look at something stands.
    pub(crate) fn passed(&self, guideline: &Guideline, rule: &Rule) -> Option<Day> {
        let (until, day) = guideline.until.zip(self.day)?;
        let stands = match rule.direction {
            Direction::Correct | Direction::Keep | Direction::Check | Direction::Inform => true,
            Direction::Reduce
            | Direction::Stop
            | Direction::LimitQuantity
            | Direction::Harmonise
            | Direction::Switch
            | Direction::Lighter => false,
        };
        (until < day && !stands).then_some(until)
    }

    /// What an output says of the rules that it used.
    pub(crate) fn used(&self, dataset: &Dataset) -> Used {
        let rules = dataset.rules();
        let used: Vec<_> = rules
            .filter(|rule| self.leaves_out(rule).is_none())
            .collect();
        let due = dataset.next_review();
        let mut bases: Vec<Basis> = Vec::new();
        for rule in used.iter().filter(|rule| rule.offers()) {
            if rule.basis.nl.is_empty() {
                continue;
            }
            match bases.iter_mut().find(|basis| basis.text == rule.basis) {
                Some(known) => known.rules.push(rule.id.clone()),
                None => bases.push(Basis {
                    rules: vec![rule.id.clone()],
                    text: rule.basis.clone(),
                }),
            }
        }
        Used {
            statuses: Statuses::of(used.into_iter(), self.day),
            bases,
            at_least: self.at_least,
            day: self.day,
            overdue: due.filter(|due| self.day.is_some_and(|day| *due < day)),
        }
    }
}

/// On what rules that offer something rest, where that is less than it may seem.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Basis {
    rules: Vec<RuleId>,
    text: Message,
}

/// What an output says of the rules that it used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Used {
    /// How many have which status.
    pub(crate) statuses: Statuses,
    /// On what rules that offer something rest, where that is less than it may seem.
    bases: Vec<Basis>,
    at_least: Status,
    day: Option<Day>,
    /// The day before which all data had to be looked at again, where that has passed.
    overdue: Option<Day>,
}

impl Used {
    /// Whether rules of some status do not count.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.at_least > Status::Concept
    }

    /// The sentences for a page about many medicines, with what its offers rest on.
    pub(crate) fn whole_text(&self, language: Language) -> String {
        self.text_about(language, |_| true)
    }

    /// As [`Used::whole_text`], of the rules that the page names.
    pub(crate) fn text_about(&self, language: Language, named: impl Fn(&RuleId) -> bool) -> String {
        let lead = language.say("Waarop dit berust bij", "What this rests on of");
        let bases = self.bases.iter().filter_map(|basis| {
            let rules = basis.rules.iter().filter(|rule| named(rule));
            let rules: Vec<&str> = rules.map(RuleId::as_str).collect();
            let text = basis.text.text(language);
            (!rules.is_empty()).then(|| format!("{lead} {}: {text}", rules.join(", ")))
        });
        let all: Vec<String> = std::iter::once(self.text(language)).chain(bases).collect();
        all.join(" ")
    }

    /// The sentences for a page.
    pub(crate) fn text(&self, language: Language) -> String {
        let mut text = self.statuses.text(language);
        if self.is_narrowed() {
            let least = self.at_least.word(language);
            text.push_str(&match language {
                Language::Dutch => format!(
                    " Alleen regels die ten minste {least} zijn tellen mee; een andere die zegt te houden wat is voorgeschreven, houdt een wissel nog wel tegen."
                ),
                Language::English => format!(
                    " Only rules that are at least {least} count; another that says to keep what is prescribed still holds a switch back."
                ),
            });
        }
        match (self.day.zip(self.overdue), language) {
            (Some((day, due)), Language::Dutch) => text.push_str(&format!(
                " De gegevens hadden uiterlijk op {due} herzien moeten zijn; op {day} wordt daarom niet voorgesteld om te wisselen."
            )),
            (Some((day, due)), Language::English) => text.push_str(&format!(
                " The data should have been reviewed by {due}; so on {day} no switch is suggested."
            )),
            (None, _) if self.day.is_none() => text.push_str(language.say(
                " Of de gegevens herzien hadden moeten zijn is niet beoordeeld: er is geen dag opgegeven.",
                " Whether the data should have been reviewed was not judged: no day was given.",
            )),
            (None, _) => {}
        }
        text
    }
}

impl serde::Serialize for Used {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Said<'b> {
            #[serde(flatten)]
            statuses: Statuses,
            bases: &'b [Basis],
            at_least: Status,
            day: Option<Day>,
            review_overdue: Option<Day>,
            text: Message,
        }
        let [nl, en] = [Language::Dutch, Language::English].map(|language| self.text(language));
        let said = Said {
            statuses: self.statuses,
            bases: &self.bases,
            at_least: self.at_least,
            day: self.day,
            review_overdue: self.overdue,
            text: (nl, en).into(),
        };
        said.serialize(to)
    }
}

/// Why a rule is withheld that was written for something that has passed.
pub(super) fn passed_since(until: Day) -> Message {
    let nl = format!("Dit is geschreven voor een tekort; hier geldt het tot en met {until}.");
    let en = format!("This was written for a shortage; here it holds until {until}.");
    (nl, en).into()
}

/// Why a rule is withheld that asks for a change and was not reviewed in time.
pub(super) fn overdue_since(due: Day, day: Option<Day>) -> Message {
    let on = day.map(|day| day.to_string()).unwrap_or_default();
    let nl = format!(
        "Dit had voor deze datum herzien moeten zijn: uiterlijk op {due}, en het advies is gevraagd op {on}."
    );
    let en = format!(
        "This should have been reviewed before this day: by {due}, and the advice was asked on {on}."
    );
    (nl, en).into()
}
