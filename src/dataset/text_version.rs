//! The newest version of each guideline that anybody saw, against which rules and citations are
//! held.

use super::Dataset;
use super::guideline::Guideline;
use super::names::NameIndex;
use super::source::{Evidence, Provenance};
use super::table::{Findings, Row, Table};
use crate::diagnostic::{Code, Place};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The newest version of a text that anybody saw.
#[derive(Debug, Clone)]
pub(crate) struct TextVersion {
    /// The id of the text.
    pub id: String,
    /// The title.
    pub title: String,
    /// The version, in the words of who saw it.
    pub version: String,
    /// Its date: a year, a month or a day.
    pub date: String,
    /// When it was seen: a month or a day; empty where nobody wrote it down.
    pub seen: String,
    /// Where it was seen.
    pub provenance: Provenance,
    /// What else is to be known of it.
    pub note: String,
}

impl Dataset {
    /// The newest version of every text.
    pub(crate) fn text_versions(&self) -> &[TextVersion] {
        &self.0.text_versions
    }

    /// The newest version of every text, but for those that nobody saw.
    pub(crate) fn seen_versions(&self) -> impl Iterator<Item = &TextVersion> {
        self.text_versions().iter().filter(|one| one.is_usable())
    }

    /// The newest version of the text that a guideline is.
    pub(crate) fn newest_version(&self, guideline: &Guideline) -> Option<&TextVersion> {
        let mut all = self.seen_versions();
        all.find(|one| one.id == guideline.text)
    }

    /// The version that is newer than a guideline, where one was seen. Where either has no date,
    /// none can be told.
    pub(crate) fn newer_version(&self, guideline: &Guideline) -> Option<&TextVersion> {
        let newest = self.newest_version(guideline);
        newest.filter(|newest| is_older(&guideline.date, &newest.date))
    }
}

impl TextVersion {
    /// The version with its date.
    pub(crate) fn dated(&self) -> String {
        format!("{} ({})", self.version, self.date)
    }

    /// Whether anybody saw it.
    fn is_usable(&self) -> bool {
        self.provenance.evidence != Evidence::Unverified
    }
}

/// Reports a version of a layer that is older than the one that it replaces.
pub(super) fn replaced(
    before: &TextVersion,
    row: &TextVersion,
    place: &Place,
    findings: &mut Findings,
) {
    if is_older(&row.date, &before.date) {
        let (own, known) = (&row.version, &before.version);
        let message = (
            format!("deze rij vervangt een nieuwere versie: {known} wordt {own}"),
            format!("this row replaces a newer version: {known} becomes {own}"),
        );
        findings.push(Code::OlderVersion, place.clone(), message);
    }
}

/// Whether a date of a year, a month or a day lies before another, as far as both tell: a year lies
/// neither before nor after a month in it.
pub(crate) fn is_older(one: &str, other: &str) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let parts = one.split('-').zip(other.split('-'));
    let first = parts.map(|(one, other)| one.cmp(other));
    first.reduce(Ordering::then) == Some(Ordering::Less)
}

/// Whether a text is a year, a month or a day.
fn is_date(text: &str) -> bool {
    let day = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    crate::day::Day::parse(&day).is_some()
}

/// A date of a row, or nothing where none stands there.
fn date(row: Row<'_>, column: &str, findings: &mut Findings) -> String {
    let text = row.text(column);
    if !(text.is_empty() || is_date(text)) {
        let message = (
            format!("'{text}' is geen jaar, maand of dag zoals 2026, 2026-05 of 2026-05-31"),
            format!("'{text}' is no year, month or day such as 2026, 2026-05 or 2026-05-31"),
        );
        findings.push(Code::BadDate, row.place(column), message);
    }
    text.to_owned()
}

pub(super) fn read(
    table: &Table,
    names: &NameIndex,
    findings: &mut Findings,
) -> Vec<(TextVersion, Place)> {
    let mut all = Vec::new();
    for row in table.rows() {
        let [id, title, version] =
            ["text_id", "title", "version"].map(|column| row.needed(column, findings));
        let [date, seen] = ["date", "seen"].map(|column| date(row, column, findings));
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(id), Some(title), Some(version), Some(provenance)) =
            (id, title, version, provenance)
        {
            let text = TextVersion {
                id: id.to_owned(),
                title: title.to_owned(),
                version: version.to_owned(),
                date,
                seen,
                provenance,
                note: row.text("note").to_owned(),
            };
            all.push((text, row.place("date")));
        }
    }
    all
}

/// Reports a guideline whose text no row knows, and one of which a newer version was seen.
pub(super) fn check(
    guidelines: &[Guideline],
    versions: &BTreeMap<String, TextVersion>,
    findings: &mut Findings,
) {
    for guideline in guidelines.iter().filter(|one| !one.text.is_empty()) {
        let Some(rule) = guideline.rules.first() else {
            continue;
        };
        let text = &guideline.text;
        let place = |key: &str| Place {
            line: Some(1),
            ..rule.place.at_column(key)
        };
        let Some(newest) = versions.get(text) else {
            let message = (
                format!("de tekst '{text}' staat niet in versions.csv"),
                format!("the text '{text}' is not in versions.csv"),
            );
            findings.push(Code::DanglingReference, place("guideline.text"), message);
            continue;
        };
        if !is_date(&guideline.date) {
            let date = &guideline.date;
            let message = (
                format!(
                    "'{date}' is geen jaar, maand of dag zoals 2026, 2026-05 of 2026-05-31; zonder is niet te zeggen of er een nieuwere versie is"
                ),
                format!(
                    "'{date}' is no year, month or day such as 2026, 2026-05 or 2026-05-31; without it no newer version can be told"
                ),
            );
            findings.push(Code::BadDate, place("guideline.date"), message);
        } else if newest.is_usable() && is_older(&guideline.date, &newest.date) {
            let (date, version) = (&guideline.date, newest.dated());
            let message = (
                format!(
                    "deze regels berusten op een tekst van {date}; er is een nieuwere gezien: {version}"
                ),
                format!("these rules rest on a text of {date}; a newer one was seen: {version}"),
            );
            findings.push(Code::OlderVersion, place("guideline.date"), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_older};

    #[test]
    fn a_date_is_older_only_where_both_tell() {
        for (one, other) in [
            ("2015", "2026-05"),
            ("2020-07", "2022-12"),
            ("2022-05", "2022-05-02"),
            ("2022-05-01", "2022-05-02"),
        ] {
            let shorter = one.len() < other.len() && other.starts_with(one);
            assert_eq!(is_older(one, other), !shorter, "{one} {other}");
            assert!(!is_older(other, one));
        }
        assert!(!is_older("2022", "2022-05") && !is_older("", "2022") && !is_older("2022", ""));
        assert!(is_date("2026") && is_date("2026-05") && is_date("2026-05-31"));
        assert!(!is_date("mei 2026") && !is_date("2026-13") && !is_date("20261"));
    }
}
