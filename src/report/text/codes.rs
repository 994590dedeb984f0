//! The block about codes.

use super::Page;
use crate::code::GNumber;
use crate::practice::{AtcCells, Codes, NumberCells};
use crate::report::Report;
use crate::report::wording::Heading;

impl Page {
    pub(super) fn codes(&mut self, report: &Report) {
        let Some(codes) = &report.codes else {
            return;
        };
        if codes.systems.is_empty() && codes.atc.is_none() {
            return;
        }
        self.heading(Heading::Codes);
        self.paragraph(self.words.codes().counted_over());
        for (system, cells) in &codes.systems {
            self.numbers(&system.to_uppercase(), cells);
        }
        if let Some(cells) = &codes.atc {
            self.atc(cells);
        }
        for system in codes.systems.keys() {
            self.lacking(codes, system);
        }
        if codes
            .systems
            .values()
            .any(|cells| cells.check_digit_fails > 0)
        {
            self.paragraph(self.words.codes().wrong_numbers());
        }
        self.release(codes);
    }

    fn numbers(&mut self, system: &str, cells: &NumberCells) {
        let words = self.words.codes();
        let count = |number| self.digits.count(number);
        let mut parts = vec![words.numbers(system, &count(cells.filled), &count(cells.missing))];
        if cells.check_digit_fails > 0 {
            parts.push(words.check_digit_fails(&count(cells.check_digit_fails)));
        }
        if cells.not_a_number > 0 {
            parts.push(words.not_a_number(&count(cells.not_a_number)));
        }
        self.item(&parts.join(", "));
    }

    /// What the user's own table lacks of a system, or that there is none to look it up in.
    fn lacking(&mut self, codes: &Codes, system: &str) {
        let words = self.words.codes();
        let name = system.to_uppercase();
        let own = codes.own_tables.get(system);
        let Some(lacking) = own.and_then(Option::as_ref) else {
            let filled = codes
                .systems
                .get(system)
                .is_some_and(|cells| cells.filled > 0);
            let released = codes.gstandaard.is_some() && GNumber::SYSTEMS.contains(&system);
            if filled && !released {
                self.paragraph(&words.no_table(&name));
            }
            return;
        };
        if lacking.rows == 0 {
            return;
        }
        let count = |number| self.digits.count(number);
        let most = lacking.most.iter();
        let mut listed: Vec<String> = most
            .map(|one| format!("{} ({})", one.code, count(one.rows)))
            .collect();
        let named = u64::try_from(listed.len()).unwrap_or(u64::MAX);
        if lacking.codes > named {
            listed.push("...".to_owned());
        }
        let (rows, different) = (count(lacking.rows), count(lacking.codes));
        self.paragraph(&words.lacking(&name, &rows, &different, &listed.join(", ")));
    }

    fn atc(&mut self, cells: &AtcCells) {
        let words = self.words.codes();
        let count = |number| self.digits.count(number);
        let mut parts = vec![words.atc(&count(cells.code))];
        let mut add = |number: u64, text: String| {
            if number > 0 {
                parts.push(text);
            }
        };
        add(cells.group, words.atc_groups(&count(cells.group)));
        add(cells.z, words.atc_z(&count(cells.z)));
        add(cells.y, words.atc_y(&count(cells.y)));
        add(cells.x, words.atc_x(&count(cells.x)));
        add(cells.empty, words.atc_empty(&count(cells.empty)));
        add(
            cells.malformed,
            words.atc_malformed(&count(cells.malformed)),
        );
        self.item(&parts.join(", "));
    }

    fn release(&mut self, codes: &Codes) {
        let Some(release) = &codes.gstandaard else {
            return;
        };
        let words = self.words.codes();
        let size = |number: usize| self.digits.count(u64::try_from(number).unwrap_or(u64::MAX));
        let numbers = &release.numbers;
        let [zi, hpk, prk, gpk] = [numbers.zi, numbers.hpk, numbers.prk, numbers.gpk].map(size);
        self.paragraph(&words.release(&zi, &hpk, &prk, &gpk));
        for gap in &release.gaps {
            self.paragraph(&words.gap(*gap));
        }
        let rows = &release.rows;
        let (found, not_found) = (
            self.digits.count(rows.found),
            self.digits.count(rows.not_found),
        );
        self.paragraph(&words.release_rows(&found, &not_found));
        if rows.atc_differs > 0 {
            let differs = self.digits.count(rows.atc_differs);
            self.paragraph(&words.release_differs(&differs));
        }
        self.paragraph(words.no_propellant());
    }
}
