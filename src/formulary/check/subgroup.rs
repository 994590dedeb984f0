//! Rows for other patients of the same condition: what stands with all patients holds for some
//! of them too, so a series of their own need not say it again.

use super::super::entry::{Entry, Technique};
use super::super::option::{FormularyOption, Population};
use super::Group;
use crate::context::Age;
use std::collections::{BTreeSet, HashMap};

/// The first and the last age.
pub(super) type Band = (u8, u8);

/// The ages of a population; all of them where none is stated.
pub(super) fn band(population: &Population) -> Band {
    let to = population.to.unwrap_or(Age::MAX);
    (population.from.unwrap_or(0), to)
}

/// The stretches of a band that lie in none of the others.
pub(super) fn uncovered((from, to): Band, mut others: Vec<Band>) -> Vec<Band> {
    others.sort_unstable();
    let mut open = Vec::new();
    // The first age that is not known to lie in one of them; `None` behind the last.
    let mut next = Some(from);
    for (first, last) in others {
        let Some(age) = next.filter(|age| *age <= to && last >= *age) else {
            continue;
        };
        if first > age {
            open.push((age, first.saturating_sub(1).min(to)));
        }
        next = last.checked_add(1);
    }
    open.extend(next.filter(|age| *age <= to).map(|age| (age, to)));
    open
}

/// The rows of a formulary by the name of their condition.
pub(super) type ByCondition<'g> = HashMap<&'g str, Vec<usize>>;

impl<'g> Group<'g, '_> {
    /// The rows of the same condition.
    fn of_condition(&mut self, index: usize) -> Vec<usize> {
        let Some(option) = self.options.get(index) else {
            return Vec::new();
        };
        if self.by_condition.is_none() {
            let mut rows: ByCondition<'g> = HashMap::new();
            for (index, option) in self.options.iter().enumerate() {
                if self.entry(index).is_some() {
                    rows.entry(&option.condition).or_default().push(index);
                }
            }
            self.by_condition = Some(rows);
        }
        let rows = self.by_condition.as_ref();
        let rows = rows.and_then(|rows| rows.get(option.condition.as_str()));
        rows.cloned().unwrap_or_default()
    }

    /// Whether all patients with the feature of one row have that of another.
    fn has_feature(&self, one: &FormularyOption, other: &FormularyOption) -> bool {
        let (own, asked) = (&one.population.feature, &other.population.feature);
        if own == asked || asked.is_empty() {
            return true;
        }
        let words = self.checker.words;
        let told = words.feature(own).zip(words.feature(asked));
        told.is_some_and(|(own, asked)| asked.iter().all(|one| own.contains(one)))
    }

    /// The rows of the same condition that are for the patients of this one, or for some of
    /// them by age.
    fn for_patients_of(&mut self, index: usize) -> Vec<(usize, &'g FormularyOption)> {
        let rows = self.of_condition(index);
        let options = self.options;
        let Some(own) = options.get(index) else {
            return Vec::new();
        };
        let rows = rows.into_iter();
        let rows = rows.filter_map(|row| Some((row, options.get(row)?)));
        rows.filter(|(_, other)| self.has_feature(own, other))
            .collect()
    }

    /// Whether rows together are for all patients of an option. One that states no ages is for
    /// all ages, and so must the rows be.
    fn are_for_all(&self, index: usize, rows: Vec<Band>) -> bool {
        let Some(own) = self.options.get(index).map(|one| &one.population) else {
            return false;
        };
        uncovered(band(own), rows).is_empty()
    }

    /// Whether the patients of an option have a step, perhaps with others.
    pub(super) fn has_step(&mut self, index: usize, step: u16) -> bool {
        let rows = self.for_patients_of(index);
        let rows = rows.into_iter().filter(|(_, row)| row.step == step);
        let bands = rows.map(|(_, row)| band(&row.population)).collect();
        self.are_for_all(index, bands)
    }

    /// Whether a choice of the step of an option stands with others: with patients who include
    /// these, or with some of these.
    pub(super) fn has_rank(&mut self, index: usize, rank: u16) -> bool {
        let options = self.options;
        let Some(own) = options.get(index) else {
            return false;
        };
        let here = |row: &FormularyOption| row.step == own.step && row.rank == rank;
        let rows = self.for_patients_of(index);
        let rows = rows.into_iter().filter(|(_, row)| here(row));
        let bands = rows.map(|(_, row)| band(&row.population)).collect();
        if self.are_for_all(index, bands) {
            return true;
        }
        let rows = self.of_condition(index).into_iter();
        let mut rows = rows.filter_map(|row| options.get(row));
        rows.any(|row| {
            let within = uncovered(band(&row.population), vec![band(&own.population)]).is_empty();
            here(row) && within && self.has_feature(row, own)
        })
    }

    /// Whether patients of an option keep their kind of inhaler between two steps by rows that
    /// are for others too, or have a step between the two there.
    pub(super) fn keeps_technique(
        &mut self,
        index: usize,
        (from, old): (u16, &BTreeSet<Technique>),
        (to, new): (u16, &BTreeSet<Technique>),
    ) -> bool {
        let rows = self.for_patients_of(index);
        let techniques = |group: &Self, row: usize| {
            let own = group.entry(row).map(Entry::techniques);
            own.unwrap_or_default()
        };
        let [mut before, mut after, mut between] = [Vec::new(), Vec::new(), Vec::new()];
        for (row, option) in rows {
            let own = techniques(self, row);
            let band = band(&option.population);
            if option.step == from && !own.is_disjoint(new) {
                before.push(band);
            }
            if option.step == to && !own.is_disjoint(old) {
                after.push(band);
            }
            if from < option.step && option.step < to && !own.is_empty() {
                between.push(band);
            }
        }
        [before, after, between]
            .into_iter()
            .any(|rows| self.are_for_all(index, rows))
    }

    /// The stretches of an age gap between rows with one feature that no row of the condition
    /// is for.
    pub(super) fn still_open(&mut self, index: usize, gap: Band) -> Vec<Band> {
        let rows = self.for_patients_of(index);
        let bands = rows.into_iter().map(|(_, row)| band(&row.population));
        uncovered(gap, bands.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::uncovered;

    #[test]
    fn what_lies_in_no_other_band_is_counted_by_hand() {
        for (band, others, open) in [
            ((18, 80), vec![], vec![(18, 80)]),
            ((18, 80), vec![(0, 120)], vec![]),
            ((18, 80), vec![(41, 80), (18, 40)], vec![]),
            ((18, 80), vec![(18, 39), (41, 80)], vec![(40, 40)]),
            (
                (18, 80),
                vec![(0, 5), (30, 50), (40, 45)],
                vec![(18, 29), (51, 80)],
            ),
            ((0, 255), vec![(0, 255), (3, 4)], vec![]),
            ((5, 6), vec![(8, 9)], vec![(5, 6)]),
        ] {
            assert_eq!(uncovered(band, others.clone()), open, "{band:?} {others:?}");
        }
    }
}
