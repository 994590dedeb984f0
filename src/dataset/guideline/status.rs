//! How far rules were assessed by clinicians, and what a file must say of it.
//!
//! A status stands in `[guideline]` for all rules of a file; a `[[rule]]` that says `status`
//! replaces it with keys of its own:
//!
//! ```toml
//! status = "authorised"
//! reviewed_by = [
//!     { role = "huisarts", date = "2026-10-01" },
//!     { role = "apotheker", date = "2026-10-08" },
//! ]
//! authorised_by = "werkgroep duurzame zorg"
//! authorised_until = "2027-10-01"
//! ```

use super::file::File;
use super::{Guideline, Rule};
use crate::dataset::table::Findings;
use crate::day::Day;
use crate::diagnostic::{Code, Place};
use crate::language::Language;
use crate::parse::ParseError;
use std::str::FromStr;
use std::sync::Arc;
use toml::de::DeTable;

words! {
    /// How far a rule was assessed; each status asks what those before it ask.
    #[derive(Default)]
    pub Status {
        /// Written from its source, and not yet reviewed by two clinicians.
        #[default]
        Concept = "concept",
        /// Reviewed by two clinicians, each by role and date.
        Reviewed = "reviewed",
        /// Reviewed, and authorised by somebody until a day.
        Authorised = "authorised",
    }
}

impl Status {
    /// The word on pages.
    pub(crate) const fn word(self, language: Language) -> &'static str {
        match self {
            Self::Concept => language.say("concept", "concept"),
            Self::Reviewed => {
                language.say("beoordeeld door twee clinici", "reviewed by two clinicians")
            }
            Self::Authorised => language.say("geautoriseerd", "authorised"),
        }
    }
}

impl FromStr for Status {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let found = Self::WORDS.iter().find(|(word, _)| *word == text);
        found.map(|(_, status)| *status).ok_or_else(|| {
            let wrong = ParseError::new(text, "status van een regel", "a status of a rule");
            wrong.one_of(Self::WORDS.iter().map(|(word, _)| *word))
        })
    }
}

/// A review by one clinician.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Review {
    role: String,
    date: Day,
    place: Place,
}

/// What a file says of the status of rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    status: Status,
    reviews: Vec<Review>,
    authorised_by: String,
    authorised_until: Option<Day>,
}

impl Standing {
    /// The status on a day: what was authorised until a day before it is reviewed only, and what
    /// was reviewed after it is a concept. Without a day neither is judged.
    pub(crate) fn on(&self, day: Option<Day>) -> Status {
        let later = |review: &Review| day.is_some_and(|day| day < review.date);
        if self.reviews.iter().any(later) {
            return Status::Concept;
        }
        match self.lapsed(day) {
            Some(_) => Status::Reviewed,
            None => self.status,
        }
    }

    /// The last day of an authorisation that has ended before a day.
    pub(crate) fn lapsed(&self, day: Option<Day>) -> Option<Day> {
        let until = self.authorised_until?;
        (until < day?).then_some(until)
    }

    /// What the file says, in one line.
    pub(crate) fn text(&self, language: Language) -> String {
        let by = language.say("door", "by");
        let reviews: Vec<String> = self
            .reviews
            .iter()
            .map(|one| format!("{} ({})", one.role, one.date))
            .collect();
        let and = language.say(" en ", " and ");
        let reviewed = language.say("beoordeeld", "reviewed");
        let reviewed = format!("{reviewed} {by} {}", reviews.join(and));
        match (self.status, self.authorised_until) {
            (Status::Concept, _) => language
                .say(
                    "concept: nog geen twee clinici hebben haar beoordeeld",
                    "concept: no two clinicians have reviewed it yet",
                )
                .to_owned(),
            (Status::Authorised, Some(until)) => {
                let authorised = self.status.word(language);
                let to = language.say("tot en met", "until");
                format!(
                    "{authorised} {by} {} {to} {until}; {reviewed}",
                    self.authorised_by
                )
            }
            (Status::Reviewed | Status::Authorised, _) => reviewed,
        }
    }
}

/// How many rules have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub(crate) struct Statuses {
    concept: usize,
    reviewed: usize,
    authorised: usize,
}

impl Statuses {
    /// Counts rules by their status on a day.
    pub(crate) fn of<'r>(rules: impl Iterator<Item = &'r Rule>, day: Option<Day>) -> Self {
        let mut all = Self::default();
        for rule in rules {
            let count = match rule.standing.on(day) {
                Status::Concept => &mut all.concept,
                Status::Reviewed => &mut all.reviewed,
                Status::Authorised => &mut all.authorised,
            };
            *count = count.saturating_add(1);
        }
        all
    }

    /// Whether the rules are not all concepts, so that pages name the status of each.
    pub(crate) const fn differ(&self) -> bool {
        self.reviewed > 0 || self.authorised > 0
    }

    /// The sentence that every page with rules has.
    pub(crate) fn text(&self, language: Language) -> String {
        let Self {
            concept,
            reviewed,
            authorised,
        } = *self;
        let all = concept.saturating_add(reviewed).saturating_add(authorised);
        match (all, self.differ(), language) {
            (0, _, _) => language
                .say("Geen enkele regel is gebruikt.", "No rule was used.")
                .to_owned(),
            (1, false, _) => language
                .say(
                    "De enige regel is concept: nog geen twee clinici hebben haar beoordeeld.",
                    "The only rule is a concept: no two clinicians have reviewed it yet.",
                )
                .to_owned(),
            (_, false, Language::Dutch) => format!(
                "Alle {all} regels zijn concept: nog geen twee clinici hebben ze beoordeeld."
            ),
            (_, false, Language::English) => {
                format!("All {all} rules are concepts: no two clinicians have reviewed them yet.")
            }
            (_, true, _) => {
                let counts = [
                    (Status::Concept, concept),
                    (Status::Reviewed, reviewed),
                    (Status::Authorised, authorised),
                ];
                let counts = counts.map(|(status, n)| format!("{} {n}", status.word(language)));
                let lead = language.say("Status van de", "Status of the");
                let rules = language.say("regels", "rules");
                let counts = counts.join(", ");
                match (all, language) {
                    (1, Language::Dutch) => format!("Status van de enige regel: {counts}."),
                    (1, Language::English) => format!("Status of the only rule: {counts}."),
                    _ => format!("{lead} {all} {rules}: {counts}."),
                }
            }
        }
    }
}

/// A review as it stands in a file.
const REVIEW: &str = "{ role = \"huisarts\", date = \"2026-10-01\" }";

/// The keys that belong together.
pub(super) const KEYS: [&str; 4] = ["status", "reviewed_by", "authorised_by", "authorised_until"];

/// Reviews that are dated after the data.
pub(super) fn check(guideline: &Guideline, date: Option<Day>, findings: &mut Findings) {
    let Some(date) = date else { return };
    let own = guideline.rules.iter().map(|rule| &rule.standing);
    let own = own.filter(|standing| !Arc::ptr_eq(standing, &guideline.standing));
    let all = std::iter::once(&guideline.standing).chain(own);
    for review in all.flat_map(|standing| &standing.reviews) {
        let day = review.date;
        if day > date {
            let message = (
                format!("de beoordeling van {day} ligt na de datum van de gegevens, {date}"),
                format!("the review of {day} lies after the date of the data, {date}"),
            );
            findings.push(Code::BadDate, review.place.clone(), message);
        }
    }
}

impl File<'_, '_, '_> {
    /// The status of a file or of one rule, with every key that it asks and none besides. What
    /// does not fit is reported; then the file is not used.
    pub(super) fn standing(&mut self, table: &DeTable<'_>, at: &str) -> Standing {
        let status = self.word(table, at, "status", Status::WORDS);
        let (listed, reviews) = self.reviews(table, at);
        let until = self.reader.value(table, at, "authorised_until");
        let authorised_until = until
            .as_ref()
            .and_then(|(value, place)| self.reader.day(value, place));
        let Some(status) = status else {
            return Standing::default();
        };
        let asks = [
            ("reviewed_by", Status::Reviewed),
            ("authorised_by", Status::Authorised),
            ("authorised_until", Status::Authorised),
        ];
        for (key, from) in asks.into_iter().filter(|(_, from)| status < *from) {
            if let Some((_, place)) = self.reader.value(table, at, key) {
                self.above(place, key, status, from);
            }
        }
        let authorised_by = self.text(table, at, "authorised_by");
        if status >= Status::Authorised && authorised_by.is_empty() {
            self.lacks(table, at, "authorised_by", "\"werkgroep\"");
        }
        if status >= Status::Authorised && until.is_none() {
            self.lacks(table, at, "authorised_until", "\"2027-10-01\"");
        }
        if status >= Status::Reviewed && listed.is_some_and(|listed| listed < 2) {
            self.lacks(table, at, "reviewed_by", &format!("[{REVIEW}, ...]"));
        }
        let last = reviews.iter().map(|one| one.date).max();
        if let Some(((end, last), (_, place))) = authorised_until.zip(last).zip(until)
            && end < last
        {
            let message = (
                format!("de autorisatie eindigt op {end}, voor de beoordeling van {last}"),
                format!("the authorisation ends on {end}, before the review of {last}"),
            );
            self.reader
                .findings
                .push(Code::InvertedRange, place, message);
        }
        Standing {
            status,
            reviews,
            authorised_by,
            authorised_until,
        }
    }

    /// How many reviews a file lists, where that can be read, and those that can be, each once.
    fn reviews(&mut self, table: &DeTable<'_>, at: &str) -> (Option<usize>, Vec<Review>) {
        let mut reviews: Vec<Review> = Vec::new();
        let Some((value, place)) = self.reader.value(table, at, "reviewed_by") else {
            return (Some(0), reviews);
        };
        let Some(listed) = value.get_ref().as_array() else {
            self.reader.expected(place, &format!("[{REVIEW}]"));
            return (None, reviews);
        };
        let column = place.column.as_deref();
        let at = format!("{at}reviewed_by.");
        for one in listed.iter() {
            let place = self.reader.place(Some(one.span()), column);
            let Some(part) = one.get_ref().as_table() else {
                self.reader.expected(place, REVIEW);
                continue;
            };
            self.reader.known(part, &at);
            let role = self.needed(part, &at, "role");
            let date = match self.reader.value(part, &at, "date") {
                Some((value, place)) => self.reader.day(value, &place),
                None => self.needed(part, &at, "date").and(None),
            };
            let Some((role, date)) = role.zip(date) else {
                continue;
            };
            let same = |one: &Review| one.role == role && one.date == date;
            if reviews.iter().any(same) {
                let message = (
                    format!(
                        "'{role}' op {date} staat er twee keer; twee clinici beoordelen een regel"
                    ),
                    format!("'{role}' on {date} stands here twice; two clinicians review a rule"),
                );
                self.reader.findings.push(Code::DuplicateId, place, message);
                continue;
            }
            reviews.push(Review { role, date, place });
        }
        (Some(listed.len()), reviews)
    }

    /// What a status asks for is not there, or not enough of it.
    fn lacks(&mut self, table: &DeTable<'_>, at: &str, key: &str, example: &str) {
        let found = self.reader.value(table, at, key);
        let found = found.or_else(|| self.reader.value(table, at, "status"));
        let Some((_, place)) = found else { return };
        let place = place.at_column(&format!("{at}{key}"));
        let (two, both) = match key {
            "reviewed_by" => ("twee clinici: ", "two clinicians: "),
            _ => ("", ""),
        };
        let message = (
            format!("deze status vraagt '{key}', zoals {two}{example}"),
            format!("this status asks '{key}', such as {both}{example}"),
        );
        self.reader.findings.push(Code::EmptyCell, place, message);
    }

    /// A key that a lower status does not have.
    fn above(&mut self, place: Place, key: &str, status: Status, from: Status) {
        let from = Status::WORDS.iter().filter(|(_, one)| *one >= from);
        let from: Vec<&str> = from.map(|(word, _)| *word).collect();
        let (status, from) = (status.as_str(), from.join(", "));
        let message = (
            format!("'{key}' hoort niet bij status {status}; alleen bij: {from}"),
            format!("'{key}' does not go with status {status}; only with: {from}"),
        );
        self.reader.findings.push(Code::UnknownWord, place, message);
    }
}
