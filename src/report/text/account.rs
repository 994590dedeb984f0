//! The account of rows and how they were read.

use super::super::{CorrectionReport, Matching, Report};
use super::Page;
use crate::matching::Via;
use crate::practice::{Correction, Reason};
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
        if !report.iterations.is_zero() {
            let iterations = self.digits.count(report.iterations);
            self.paragraph(&self.words.account().iterations(&iterations));
        }
        if !rows.status_unknown.is_zero() {
            let lines = &rows.status_unknown_lines;
            let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
            let unknown = self.digits.count(rows.status_unknown);
            self.paragraph(
                &self
                    .words
                    .account()
                    .status_unknown(&unknown, &lines.join(", ")),
            );
        }
        let columns = report.layout.as_ref().map(|layout| &layout.columns);
        if let Some(issues) = &report.issues
            && columns.is_some_and(|columns| columns.contains_key("repeat"))
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
            let lines = report.rows.returns_open_lines.iter().map(u64::to_string);
            let lines: Vec<String> = lines.collect();
            let open = self.digits.count(open);
            self.paragraph(&self.words.account().returns_open(&open, &lines.join(", ")));
        }
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
            let lines = lines.into_iter().flatten().map(u64::to_string);
            table.add_row(vec![
                self.words.reason(*reason).to_owned(),
                self.digits.count(*rows),
                lines.collect::<Vec<_>>().join(", "),
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
            let mut lines: Vec<u64> = all.iter().flat_map(|one| one.lines.clone()).collect();
            lines.sort_unstable();
            let lines: Vec<String> = lines.iter().take(LINES).map(u64::to_string).collect();
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
                &lines.join(", "),
            );
            self.item(&text);
        }
    }
}
