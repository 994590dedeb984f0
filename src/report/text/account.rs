//! The account of rows and how they were read.

use super::super::{CorrectionReport, Matching, Report};
use super::Page;
use crate::matching::Via;
use crate::practice::{Correction, Place, Reason};
use crate::report::wording::{Column, Heading};
use std::collections::BTreeMap;

/// How many medicines of a correction are named.
const NAMED: usize = 3;
/// How many line numbers of a correction are named.
const LINES: usize = 5;

impl Page {
    /// What became of prescriptions: stopped, first issues and repeats, a status that is not
    /// understood.
    pub(super) fn life(&mut self, report: &Report) {
        let rows = &report.rows;
        let aside = rows.set_aside.get(&Reason::Stopped).copied();
        let aside = aside.unwrap_or_default();
        if rows.stopped_counted.is_some() || !aside.is_zero() {
            let counted = rows.stopped_counted.unwrap_or_default();
            let [counted, aside] = [counted, aside].map(|one| self.digits.count(one));
            let drops = report.layout.as_ref().and_then(|layout| layout.stopped);
            let words = self.words.account();
            self.paragraph(&match drops {
                Some(_) => words.stopped_dropped(&aside),
                None => words.stopped(&counted, &aside),
            });
        }
        let few = report.hidden.is_some_and(|hidden| hidden.inhalers_too_few);
        if !(few || report.iterations.is_zero()) {
            let iterations = self.digits.count(report.iterations);
            self.paragraph(&self.words.account().iterations(&iterations));
        }
        if !rows.status_unknown.is_zero() {
            let lines = self.places(&rows.status_unknown_lines);
            let unknown = self.digits.count(rows.status_unknown);
            self.paragraph(&self.words.account().status_unknown(&unknown, &lines));
        }
        let mut layouts = report.layouts();
        if let Some(issues) = &report.issues
            && layouts.any(|layout| layout.columns.contains_key("repeat"))
        {
            self.paragraph(&self.words.account().issues(
                &self.digits.count(issues.first),
                &self.digits.count(issues.repeat),
                &self.digits.count(issues.not_said),
            ));
        }
    }

    /// What could not be taken off the total.
    pub(super) fn returns_open(&mut self, report: &Report) {
        if let Some(open) = report.totals.climate.returns_open {
            let lines = self.places(&report.rows.returns_open_lines);
            let open = self.digits.count(open);
            self.paragraph(&self.words.account().returns_open(&open, &lines));
        }
    }

    /// Line numbers, of several exports behind the name of each.
    pub(super) fn places(&self, places: &[Place]) -> String {
        let mut text = String::new();
        let mut before = None;
        for (at, place) in places.iter().enumerate() {
            let new = before != Some(place.file);
            let parting = match (at, new) {
                (0, _) => "",
                (_, true) => "; ",
                (_, false) => ", ",
            };
            text.push_str(parting);
            let number = place.file.and_then(|file| usize::try_from(file).ok());
            let name = number.and_then(|number| self.files.get(number.checked_sub(1)?));
            if let Some(name) = name.filter(|_| new) {
                text.push_str(&format!("{name} "));
            }
            text.push_str(&place.line.to_string());
            before = Some(place.file);
        }
        text
    }

    pub(super) fn set_aside(&mut self, report: &Report) {
        self.heading(Heading::SetAside);
        if report.rows.set_aside.is_empty() {
            self.paragraph(self.words.nothing_set_aside());
            return;
        }
        let mut table = self.table(&[Column::Reason, Column::Rows, Column::FirstLines]);
        let mut sorted: Vec<_> = report.rows.set_aside.iter().collect();
        sorted.sort_by_key(|(reason, rows)| (std::cmp::Reverse(**rows), **reason));
        for (reason, rows) in sorted {
            let lines = report.rows.set_aside_lines.get(reason);
            table.add_row(vec![
                self.words.reason(*reason).to_owned(),
                self.digits.count(*rows),
                lines.map_or_else(String::new, |lines| self.places(lines)),
            ]);
        }
        self.push_table(&mut table, &[1]);
    }

    pub(super) fn how_read(&mut self, report: &Report) {
        let matching = &report.matching;
        if matching.found.via.is_empty() {
            return;
        }
        self.heading(Heading::HowRead);
        let list: Vec<String> = [Via::Code, Via::GStandaard, Via::Label, Via::Atc]
            .into_iter()
            .filter_map(|via| {
                let rows = self.digits.count(*matching.found.via.get(&via)?);
                Some(format!("{} {rows}", self.words.via(via)))
            })
            .collect();
        self.paragraph(&self.words.found_by(&list.join(", ")));
        for (note, rows) in &matching.found.notes {
            let line = format!("{}: {}", self.words.note(*note), self.digits.count(*rows));
            self.item(&line);
        }
        self.paragraph(self.words.quantities_read());
        for (decided, rows) in &matching.found.quantities {
            let line = format!(
                "{}: {}",
                self.words.decided(*decided),
                self.digits.count(*rows)
            );
            self.item(&line);
        }
        self.corrections(matching);
    }

    /// Each kind of correction once, with its largest medicines and first lines.
    fn corrections(&mut self, matching: &Matching) {
        let mut kinds: BTreeMap<Correction, Vec<&CorrectionReport>> = BTreeMap::new();
        for one in &matching.corrections {
            kinds.entry(one.how).or_default().push(one);
        }
        if kinds.is_empty() {
            return;
        }
        self.paragraph(self.words.account().corrections());
        for (how, all) in kinds {
            let rows = matching.found.corrected.get(&how).copied();
            let named: Vec<String> = all
                .iter()
                .take(NAMED)
                .map(|one| format!("{} {}", one.label, self.digits.count(one.rows)))
                .collect();
            let more = all.len().saturating_sub(NAMED);
            let mut lines: Vec<Place> = all.iter().flat_map(|one| one.lines.clone()).collect();
            lines.sort_unstable();
            lines.truncate(LINES);
            let what = match how {
                Correction::Read(decided) => self.words.decided(decided),
                Correction::CompletedByCopy => self.words.account().completed_by_copy(),
                Correction::TwoReadings => self.words.account().two_readings(),
                Correction::Unusual => self.words.account().unusual(),
            };
            let text = self.words.account().correction(
                what,
                &self.digits.count(rows.unwrap_or(0)),
                &named.join("; "),
                more,
                &self.places(&lines),
            );
            self.item(&text);
        }
    }
}
