//! Small numbers hidden, for a result that leaves the practice.
//!
//! A count of one up to a limit may point to a patient. It is hidden, and with it whatever would
//! let it be computed:
//!
//! - **Medicines, forms and substances** with a small number of prescriptions, and medicines of few
//!   patients where these are counted, are left out *before* anything is summed. So totals in kg, shares, savings and advice are about what is shown, and nothing is
//!   left to subtract. Where only one would be left out, the next smallest goes with it, because the
//!   account tells how many prescriptions there are in all.
//! - **Counts of the account and of how rows were read** are hidden one by one ([`Count::Hidden`]).
//!   In a group with a known total at least two are hidden, and not only ones. Where the group is too
//!   small for that, its total is hidden, too.
//! - Months, the list of corrections, counts of cells with codes, and line numbers of what is hidden
//!   are left out. Kilograms of a month and values of products together would tell counts.
//! - Numbers of patients are hidden below the limit, and where two rules differ by less than it.
//!
//! Zero stays zero. What this does not guard against: two reports of one practice over periods that
//! differ by a few days, or with and without this option; someone who knows the prescriptions of a
//! patient already; and first and last day, which are those of one prescription each. No rule for such reports
//! of Dutch practices was found; the limit of ten is this crate's own.

use super::Outcome;
use crate::impact::Basis;
use crate::practice::account::Issues;
use crate::practice::count::Count;
use crate::practice::group::RuleSum;
use crate::practice::included::Included;
use crate::practice::ledger::Reason;
use crate::practice::product::Subject;
use crate::practice::tally::Tally;
use crate::practice::unusual::Unusual;
use crate::quantity::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// Counts below this are hidden where no other limit is named.
pub const SUPPRESS_DEFAULT: u64 = 10;

/// Which cells of a group are hidden, and whether its total must be, too.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hidden {
    cells: BTreeSet<usize>,
    total: bool,
}

/// What to hide of cells whose total is known. `small` are those that must be hidden; zeros are
/// never hidden. The next smallest are added until no hidden cell follows from the others: at
/// least two are hidden, together they are more than one each, and they are no small number
/// themselves.
fn hide(cells: &[u64], limit: u64, small: impl Fn(usize, u64) -> bool) -> Hidden {
    let filled = || cells.iter().copied().enumerate().filter(|(_, c)| *c > 0);
    let mut hidden: BTreeSet<usize> = filled()
        .filter(|(at, cell)| small(*at, *cell))
        .map(|(at, _)| at)
        .collect();
    let mut rest: Vec<(u64, usize)> = filled()
        .filter(|(at, _)| !hidden.contains(at))
        .map(|(at, cell)| (cell, at))
        .collect();
    rest.sort_unstable_by(|a, b| b.cmp(a));
    let guarded = |hidden: &BTreeSet<usize>| {
        let sum: u64 = hidden.iter().filter_map(|at| cells.get(*at)).sum();
        let many = u64::try_from(hidden.len()).is_ok_and(|count| sum > count);
        hidden.len() >= 2 && many && sum >= limit
    };
    let mut total = false;
    while !hidden.is_empty() && !guarded(&hidden) {
        let Some((_, next)) = rest.pop() else {
            total = true;
            break;
        };
        hidden.insert(next);
    }
    Hidden {
        cells: hidden,
        total,
    }
}

/// Hides what is small in a group with a known total; whether that total would have to be hidden,
/// too.
fn hide_group<'c>(counts: impl IntoIterator<Item = &'c mut Count>, limit: u64) -> bool {
    let mut counts: Vec<&mut Count> = counts.into_iter().collect();
    let cells: Vec<u64> = counts.iter().filter_map(|count| count.shown()).collect();
    let hidden = hide(&cells, limit, |_, cell| cell < limit);
    for (at, count) in counts.iter_mut().enumerate() {
        if hidden.cells.contains(&at) {
            **count = Count::Hidden;
        }
    }
    hidden.total
}

/// A part of a count, hidden where it or the rest is small, or the count is hidden (zero).
const fn hide_part(part: Count, of: u64, limit: u64) -> Count {
    match part {
        Count::Shown(rows) if rows > of => part.hidden(),
        Count::Shown(rows) if is_small(rows, limit) || is_small(of.saturating_sub(rows), limit) => {
            part.hidden()
        }
        Count::Shown(_) | Count::Hidden => part,
    }
}

/// Above zero and below the limit.
const fn is_small(count: u64, limit: u64) -> bool {
    count > 0 && count < limit
}

/// What one entry of the list of products, or one form, says in counts.
#[derive(Debug, Default)]
struct Parts {
    all: u64,
    parts: BTreeMap<Part, u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Unit(Unit),
    Basis(Basis),
}

impl Parts {
    fn add(&mut self, part: Part, rows: u64) {
        let sum = self.parts.entry(part).or_default();
        *sum = sum.saturating_add(rows);
    }

    fn is_small(&self, limit: u64) -> bool {
        let parts = self.parts.values().copied();
        parts.chain([self.all]).any(|rows| is_small(rows, limit))
    }
}

impl Included<'_> {
    /// Leaves out what is small: medicines, forms and substances.
    pub(super) fn leave_out_small(&mut self, limit: u64) {
        let left_out = small_subjects(&self.subjects, self.tally, limit);
        self.subjects.retain(|one| !left_out.contains(&one.place));
        let parts = |rows: u64, with: u64| [rows, with, rows.saturating_sub(with)];
        let any_small = |parts: [u64; 3]| parts.iter().any(|part| is_small(*part, limit));
        let forms: Vec<_> = self.forms.iter().map(|(form, sum)| (*form, *sum)).collect();
        let rows: Vec<u64> = forms.iter().map(|(_, sum)| sum.rows).collect();
        let hidden = hide(&rows, limit, |at, rows| {
            let with = forms.get(at).map_or(0, |(_, sum)| sum.rows_with_pieces);
            any_small(parts(rows, with))
        });
        let forms = forms.into_iter().enumerate();
        let kept = forms.filter(|(at, _)| !hidden.cells.contains(at));
        self.forms = kept.map(|(_, form)| form).collect();
        self.substances
            .retain(|_, mass| !any_small(parts(mass.rows, mass.rows_with_mass)));
    }
}

/// The places of the medicines whose entries are left out.
fn small_subjects(subjects: &[Subject<'_>], tally: &Tally, limit: u64) -> BTreeSet<usize> {
    let mut entries: BTreeMap<&str, (Parts, BTreeSet<usize>)> = BTreeMap::new();
    for subject in subjects {
        let (parts, places) = entries.entry(&subject.id).or_default();
        for (unit, rows, basis) in subject.counted() {
            parts.all = parts.all.saturating_add(rows);
            parts.add(Part::Unit(unit), rows);
            parts.add(Part::Basis(basis.unwrap_or(Basis::None)), rows);
        }
        places.insert(subject.place);
    }
    let entries: Vec<_> = entries.into_values().collect();
    let rows: Vec<u64> = entries.iter().map(|(parts, _)| parts.all).collect();
    let hidden = hide(&rows, limit, |at, _| {
        entries.get(at).is_some_and(|(parts, places)| {
            let patients = tally.patients.using(places);
            parts.is_small(limit) || patients.is_some_and(|count| is_small(count, limit))
        })
    });
    let hidden = hidden.cells.into_iter().filter_map(|at| entries.get(at));
    hidden.flat_map(|(_, places)| places.clone()).collect()
}

impl Outcome {
    /// Hides what is small where small medicines were left out already; `inhalers` are the rows
    /// of inhaled medicines, also of those.
    pub(super) fn suppress(&mut self, inhalers: u64, limit: u64) {
        self.asked.suppressed_below = Some(limit);
        // Counts of cells overlap with those of rows in ways that no hiding here would follow.
        self.codes = None;
        let (hides_all, hides_unrecognised) = self.suppress_account(inhalers, limit);
        let none = &mut self.coverage.none;
        let other = none.other_medicine;
        if hides_unrecognised {
            none.unrecognised = none.unrecognised.hidden();
            none.unrecognised_lines.clear();
        }
        if other.shown().is_some_and(|count| is_small(count, limit)) {
            none.other_medicine = Count::Hidden;
        }
        if [none.other_medicine, none.unrecognised].contains(&Count::Hidden) {
            self.coverage.rows.none = Count::Hidden;
        }
        if hides_all {
            for rule in &mut self.rules.general {
                rule.prescriptions = Count::Hidden;
            }
        }
        let coverage = &mut self.coverage.inhalers;
        coverage.rows_set_aside = coverage.rows_set_aside.hidden();
        coverage.rows_in_all = coverage.rows;
        self.suppress_reading(inhalers, limit);
        // Kilograms of a month and the values of the products together tell how many of each
        // product a month has.
        self.months.clear();
        self.suppress_patients(limit);
    }

    /// The rows of each export: together they are the rows of the account.
    pub(super) fn suppress_files(&mut self, limit: u64) {
        let whole = self.rows.read == Count::Hidden;
        let rows = self.files.iter_mut().map(|one| &mut one.rows);
        if hide_group(rows, limit) || whole {
            for one in &mut self.files {
                one.rows = one.rows.hidden();
            }
        }
    }

    /// The account: read = analysed + merged + set aside, where the analysed ones are inhaled
    /// medicines, other medicines and those not recognised. Whether the analysed rows and the rows
    /// not recognised are hidden.
    fn suppress_account(&mut self, inhalers: u64, limit: u64) -> (bool, bool) {
        let none = &self.coverage.none;
        let shown = |count: Count| count.shown().unwrap_or(0);
        let (other, unrecognised) = (shown(none.other_medicine), shown(none.unrecognised));
        let inside = [inhalers, other, unrecognised].into_iter();
        let inside: Vec<u64> = inside.filter(|count| is_small(*count, limit)).collect();
        let analysed = hide(&inside, limit, |_, _| true).total;
        let rows = &mut self.rows;
        let few = |reason: &Reason| {
            let rows = rows.set_aside.get(reason).copied();
            is_small(shown(rows.unwrap_or_default()), limit)
        };
        let mostly = rows.mostly.iter().copied().filter(|one| !few(one));
        rows.mostly = mostly.collect();
        let mut cells = vec![shown(rows.merged)];
        cells.extend(rows.set_aside.values().map(|count| shown(*count)));
        // The small parts of the analysed rows are cells of the account, too: whoever knows the
        // analysed rows knows them.
        let first = cells.len();
        if analysed {
            cells.extend(&inside);
        }
        let hidden = hide(&cells, limit, |at, cell| at >= first || cell < limit);
        if hidden.cells.contains(&0) {
            rows.merged = Count::Hidden;
        }
        for (at, (reason, count)) in (1usize..).zip(&mut rows.set_aside) {
            if hidden.cells.contains(&at) {
                *count = Count::Hidden;
                rows.set_aside_in_all = Count::Hidden;
                rows.set_aside_lines.remove(reason);
            }
        }
        if analysed {
            rows.analysed = Count::Hidden;
        }
        if hidden.total {
            rows.read = Count::Hidden;
        }
        let analysed_in_all = [inhalers, other, unrecognised].into_iter();
        let analysed_in_all = analysed_in_all.fold(0, u64::saturating_add);
        let stopped = rows.stopped_counted;
        rows.stopped_counted = stopped.map(|part| hide_part(part, analysed_in_all, limit));
        let negative = rows.set_aside.get(&Reason::QuantityNegative);
        let negative = negative.map_or(0, |count| shown(*count));
        rows.returns_open = hide_part(rows.returns_open, negative, limit);
        if rows.returns_open == Count::Hidden {
            rows.returns_open_lines.clear();
        }
        let all = rows.read.shown().unwrap_or(0);
        let unknown = shown(rows.status_unknown);
        if is_small(unknown, limit) || is_small(all.saturating_sub(unknown), limit) {
            rows.status_unknown = rows.status_unknown.hidden();
            rows.status_unknown_lines.clear();
        }
        (analysed, is_small(unrecognised, limit))
    }

    /// How medicines were found and amounts read; each is a group of the inhaled medicines, also
    /// of those that are left out elsewhere.
    fn suppress_reading(&mut self, inhalers: u64, limit: u64) {
        let matching = &mut self.matching;
        // A group of which nothing can be kept is left out as a whole: its total is known.
        if hide_group(matching.via.values_mut(), limit) {
            matching.via.clear();
        }
        if hide_group(matching.quantities.values_mut(), limit) {
            matching.quantities.clear();
        }
        if let Some(issues) = &mut self.issues {
            let Issues {
                first,
                repeat,
                not_said,
            } = issues;
            if hide_group([first, repeat, not_said], limit) {
                self.issues = None;
            }
        }
        for count in matching.notes.values_mut() {
            let rows = count.shown().unwrap_or(0);
            if is_small(rows, limit) || is_small(inhalers.saturating_sub(rows), limit) {
                *count = Count::Hidden;
            }
        }
        matching.corrections.clear();
        self.unusual = Unusual::default();
        matching.corrected.clear();
        self.iterations = hide_part(self.iterations, inhalers, limit);
    }

    fn suppress_patients(&mut self, limit: u64) {
        let mut rules: Vec<&mut RuleSum> = self.rules.rules_mut().collect();
        let counts = rules.iter().filter_map(|rule| rule.patients?.shown());
        let counts: BTreeSet<u64> = counts.collect();
        let mut told: BTreeSet<u64> = BTreeSet::new();
        for count in counts.into_iter().rev() {
            let apart = told.iter().all(|other| other.abs_diff(count) >= limit);
            if count == 0 || (count >= limit && apart) {
                told.insert(count);
            }
        }
        for rule in &mut rules {
            let patients = rule.patients.and_then(Count::shown);
            if patients.is_some_and(|count| !told.contains(&count)) {
                rule.patients = Some(Count::Hidden);
            }
            if let Some(above) = &mut rule.above_limit {
                let parts = [above.patients, above.unknown].map(|one| one.shown().unwrap_or(0));
                let rest = patients.unwrap_or(0);
                let rest = parts
                    .iter()
                    .fold(rest, |rest, part| rest.saturating_sub(*part));
                let small = parts.iter().chain([&rest]).any(|one| is_small(*one, limit));
                if small || rule.patients == Some(Count::Hidden) {
                    above.patients = above.patients.hidden();
                    above.unknown = above.unknown.hidden();
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    reason = "numbers here are small, and a test that overflows panics"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The values that each hidden cell can have, by trying every table of the same total.
    fn possible(cells: &[u64], hidden: &BTreeSet<usize>) -> Vec<BTreeSet<u64>> {
        let places: Vec<usize> = hidden.iter().copied().collect();
        let sum: u64 = places.iter().map(|at| cells[*at]).sum();
        let mut found = vec![BTreeSet::new(); places.len()];
        let mut values = vec![1u64; places.len()];
        if places.is_empty() {
            return found;
        }
        loop {
            if values.iter().sum::<u64>() == sum {
                for (set, value) in found.iter_mut().zip(&values) {
                    set.insert(*value);
                }
            }
            let mut at = 0;
            loop {
                values[at] += 1;
                if values[at] <= sum {
                    break;
                }
                values[at] = 1;
                at += 1;
                if at == values.len() {
                    return found;
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_hidden_cell_can_be_computed(
            cells in prop::collection::vec(0..7u64, 0..6),
            limit in 2..5u64,
        ) {
            let hidden = hide(&cells, limit, |_, cell| cell < limit);
            for (at, cell) in cells.iter().enumerate() {
                prop_assert!(*cell == 0 || *cell >= limit || hidden.cells.contains(&at));
                prop_assert!(*cell > 0 || !hidden.cells.contains(&at));
            }
            if hidden.cells.is_empty() {
                prop_assert!(!hidden.total);
            } else if !hidden.total {
                let sum: u64 = hidden.cells.iter().map(|at| cells[*at]).sum();
                prop_assert!(sum >= limit);
                for values in possible(&cells, &hidden.cells) {
                    prop_assert!(values.len() >= 2, "{:?} of {:?}", hidden, cells);
                }
            } else {
                // There was nothing more to hide.
                let filled = cells.iter().filter(|cell| **cell > 0).count();
                prop_assert_eq!(hidden.cells.len(), filled);
            }
        }
    }

    #[test]
    fn cells_by_hand() {
        let of = |cells: &[u64]| {
            let hidden = hide(cells, 10, |_, cell| cell < 10);
            (hidden.cells.into_iter().collect::<Vec<_>>(), hidden.total)
        };
        assert_eq!(of(&[10, 20, 0]), (vec![], false));
        assert_eq!(of(&[3, 20, 15, 0]), (vec![0, 2], false));
        assert_eq!(of(&[3, 4, 20]), (vec![0, 1, 2], false));
        assert_eq!(of(&[3, 7, 20]), (vec![0, 1], false));
        // Two ones of a known sum of two are no secret.
        assert_eq!(of(&[1, 1, 20, 30]), (vec![0, 1, 2], false));
        let ones = hide(&[1, 1, 2], 2, |_, cell| cell < 2);
        assert_eq!(ones.cells, [0, 1, 2].into());
        assert_eq!(of(&[5]), (vec![0], true));
        assert_eq!(of(&[1, 1]), (vec![0, 1], true));
    }
}
