//! A tally in which every number is rounded, so that whatever is computed of it tells no more.

use super::cell::{cell_of, unit_of_rows, weight_of_one};
use super::groups::{Groups, main_of};
use super::rest::{Possible, RestSum, rest_of};
use super::rounding::{Chain, Mean};
use crate::day::Day;
use crate::practice::medicines::{FormSum, Mass};
use crate::practice::period::Period;
use crate::practice::product::Subject;
use crate::practice::tally::{Sums, Tally};
use crate::quantity::Unit;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What of a tally can be told.
#[derive(Debug)]
pub(super) struct Coarse {
    /// The tally with rounded sums of the medicines that stand by name. Its account is not rounded.
    pub(super) tally: Tally,
    /// Inhaled medicines that stand only together.
    pub(super) rest: Vec<RestSum>,
    /// Rows of forms that stand only together.
    pub(super) other_forms: u64,
    /// All inhaled medicines, rounded.
    pub(super) inhalers: u64,
    /// The rounded rows of each entry that stands by name, in the order of rounding.
    pub(super) entries: Vec<Told>,
    /// What is left over for the rows of the account.
    pub(super) rows: Chain,
}

/// What is told of the rows of an inhaled medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) id: String,
    /// Its place in the tally.
    pub(super) place: usize,
    pub(super) rows: u64,
}

impl Coarse {
    /// A tally with these groups, in steps of the limit; `None` on overflow.
    pub(super) fn of(
        tally: &Tally,
        subjects: &[Subject<'_>],
        groups: &Groups,
        possible: &Possible<'_>,
        limit: u64,
    ) -> Option<Self> {
        let mut coarse = Self {
            tally: Tally {
                ledger: tally.ledger.clone(),
                others: tally.others.clone(),
                issues: tally.issues.clone(),
                subjects: tally.subjects.clone(),
                inhalers_aside: tally.inhalers_aside,
                iterations: tally.iterations,
                stopped_later: tally.stopped_later,
                returns_open: tally.returns_open,
                period: tally.period.map(whole_months),
                over: match tally.chosen {
                    Period {
                        from: Some(_),
                        to: Some(_),
                    } => tally.over,
                    _ => tally.over.map(whole_months),
                },
                chosen: tally.chosen,
                practices: tally.practices,
                merges: tally.merges,
                merge_possible: tally.merge_possible,
                data: tally.data,
                ..Tally::default()
            },
            rest: Vec::new(),
            other_forms: 0,
            inhalers: 0,
            entries: Vec::new(),
            rows: Chain::of(limit),
        };
        coarse.inhalers(tally, subjects, groups, possible, limit)?;
        coarse.forms(tally, groups, limit)?;
        coarse.substances(tally, groups, limit)?;
        Some(coarse)
    }

    fn inhalers(
        &mut self,
        tally: &Tally,
        subjects: &[Subject<'_>],
        groups: &Groups,
        possible: &Possible<'_>,
        limit: u64,
    ) -> Option<()> {
        for group in &groups.rest {
            let sum = rest_of(subjects, group, possible, &mut self.rows, limit)?;
            self.inhalers = self.inhalers.checked_add(sum.rows)?;
            if !groups.too_few {
                self.rest.push(sum);
            }
        }
        // From the least to the most impact of one: what is left over weighs about the same.
        let mut named: Vec<_> = groups.named.iter().collect();
        named.sort_by_cached_key(|(id, places)| {
            let main = main_of(subjects, places);
            (main.and_then(weight_of_one), (*id).clone())
        });
        let mut moved = HashMap::new();
        for (id, places) in named {
            let own: Vec<_> = places.iter().filter_map(|at| subjects.get(*at)).collect();
            let main = main_of(subjects, places)?;
            let rows = own.iter().map(|one| one.rows);
            let rows = rows.fold(0, u64::saturating_add);
            let told = self.rows.count(rows)?;
            if told == 0 {
                continue;
            }
            let unit = unit_of_rows(main);
            let mut ends = amounts_in(unit, main, &own, rows)?;
            let mean = Mean::of(*ends.get(1)?, rows, told, limit)?;
            for end in &mut ends {
                *end = mean.told(*end, told)?;
            }
            self.inhalers = self.inhalers.checked_add(told)?;
            let cell = cell_of(unit, told, ends);
            self.tally.cells.insert((main.place, None), cell);
            moved.extend(own.iter().map(|one| (one.place, main.place)));
            self.entries.push(Told {
                id: id.clone(),
                place: main.place,
                rows: told,
            });
        }
        self.tally.patients = tally.patients.moved(&moved);
        Some(())
    }

    fn forms(&mut self, tally: &Tally, groups: &Groups, limit: u64) -> Option<()> {
        let rest = groups.other_forms.iter();
        let rest = rest
            .filter_map(|form| tally.forms.get(form))
            .map(|one| one.rows);
        self.other_forms = self.rows.count(rest.fold(0, u64::saturating_add))?;
        let mut with = Chain::of(limit);
        for form in &groups.forms {
            let sum = tally.forms.get(form)?;
            let rows = self.rows.count(sum.rows)?;
            let rows_with_pieces = with.count(sum.rows_with_pieces)?.min(rows);
            if rows > 0 {
                let all = Decimal::from(sum.pieces);
                let mean = Mean::of(all, sum.rows_with_pieces, rows_with_pieces, limit)?;
                let told = FormSum {
                    rows,
                    rows_with_pieces,
                    pieces: u64::try_from(mean.told(all, rows_with_pieces)?.round()).ok()?,
                };
                self.tally.forms.insert(*form, told);
            }
        }
        Some(())
    }

    fn substances(&mut self, tally: &Tally, groups: &Groups, limit: u64) -> Option<()> {
        let [mut rows, mut with] = [Chain::of(limit); 2];
        for key in &groups.substances {
            let mass = tally.substances.get(key)?;
            let told = rows.count(mass.rows)?;
            let rows_with_mass = with.count(mass.rows_with_mass)?.min(told);
            if told > 0 {
                let mean = Mean::of(mass.milligrams, mass.rows_with_mass, rows_with_mass, limit)?;
                let told = Mass {
                    rows: told,
                    rows_with_mass,
                    milligrams: mean.told(mass.milligrams, rows_with_mass)?,
                };
                self.tally.substances.insert(*key, told);
            }
        }
        Some(())
    }
}

/// The amounts of these subjects in one unit: at their lowest, as read, and at their highest. Where no
/// pack size tells one unit in the other, all rows count as those of this unit do.
fn amounts_in(
    unit: Unit,
    main: &Subject<'_>,
    own: &[&Subject<'_>],
    rows: u64,
) -> Option<[Decimal; 3]> {
    let mut sums = [Sums::default(); 3];
    let mut counted = 0u64;
    for one in own {
        let whole = &one.whole;
        for (sum, more) in sums
            .iter_mut()
            .zip([whole.low, whole.central(), whole.high])
        {
            *sum = sum.plus(more)?;
        }
        let in_unit = match unit {
            Unit::Device => whole.device_rows,
            Unit::Dose => whole.dose_rows,
        };
        counted = counted.checked_add(in_unit)?;
    }
    let mut amounts = [Decimal::ZERO; 3];
    for (amount, sum) in amounts.iter_mut().zip(sums) {
        *amount = match (unit, main.pack.map(Decimal::from)) {
            (Unit::Device, Some(pack)) => sum.devices.checked_add(sum.doses.checked_div(pack)?)?,
            (Unit::Dose, Some(pack)) => sum.doses.checked_add(sum.devices.checked_mul(pack)?)?,
            (Unit::Device, None) => scaled(sum.devices, rows, counted)?,
            (Unit::Dose, None) => scaled(sum.doses, rows, counted)?,
        };
    }
    Some(amounts)
}

fn scaled(amount: Decimal, rows: u64, counted: u64) -> Option<Decimal> {
    if rows == counted {
        return Some(amount);
    }
    let all = amount.checked_mul(Decimal::from(rows))?;
    all.checked_div(Decimal::from(counted.max(1)))
}

/// From the first day of the month of the first to the last day of the month of the last: those are
/// days of one prescription each.
fn whole_months((from, to): (Day, Day)) -> (Day, Day) {
    (from.first_of_month(), to.last_of_month())
}
