//! Doses of two products that do not stand for each other one to one, though their names or
//! strengths suggest it.

use super::Dataset;
use super::limit::Equivalence;
use super::names::NameIndex;
use super::product::ProductId;
use super::source::Provenance;
use super::table::{Findings, Table};
use crate::diagnostic::{Code, Message, Place};
use std::collections::BTreeMap;

/// Products of which one dose never stands for one dose of the others, in either direction.
#[derive(Debug, Clone)]
pub(crate) struct DoseGuard {
    /// The id.
    pub id: String,
    /// The products on the one side.
    pub products: Vec<ProductId>,
    /// The products on the other side.
    pub others: Vec<ProductId>,
    /// Why, as a part of a sentence.
    pub because: Message,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl DoseGuard {
    /// Whether it is about a pair of products.
    fn is_of(&self, from: &ProductId, to: &ProductId) -> bool {
        let across = |one, other| self.products.contains(one) && self.others.contains(other);
        across(from, to) || across(to, from)
    }
}

impl Dataset {
    /// All guards of doses.
    pub(crate) fn dose_guards(&self) -> &[DoseGuard] {
        &self.0.dose_guards
    }

    /// The guard of a pair of products, of which equal nominal doses are not equal.
    pub(crate) fn dose_guard(&self, from: &ProductId, to: &ProductId) -> Option<&DoseGuard> {
        self.dose_guards().iter().find(|one| one.is_of(from, to))
    }

    /// The guard with an id.
    pub(crate) fn dose_guard_by_id(&self, id: &str) -> Option<&DoseGuard> {
        self.dose_guards().iter().find(|one| one.id == id)
    }
}

pub(super) fn read(table: &Table, names: &NameIndex, findings: &mut Findings) -> Vec<DoseGuard> {
    let mut all = Vec::new();
    for row in table.rows() {
        let [id, products, others, nl, en] =
            ["guard_id", "products", "others", "because_nl", "because_en"]
                .map(|column| row.needed(column, findings));
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(id), Some(products), Some(others), Some(nl), Some(en)) =
            (id, products, others, nl, en)
            && let Some(provenance) = provenance
        {
            let ids = |cell: &str| {
                let ids = cell.split('|').map(|id| ProductId(id.trim().to_owned()));
                ids.collect()
            };
            all.push(DoseGuard {
                id: id.to_owned(),
                products: ids(products),
                others: ids(others),
                because: (nl, en).into(),
                provenance,
            });
        }
    }
    all
}

/// Reports equivalences that say one to one of a guarded pair, which never count, and two that say
/// different doses of one pair.
pub(super) fn check<'e>(
    guards: &BTreeMap<String, DoseGuard>,
    equivalences: impl Iterator<Item = &'e (Equivalence, Place)>,
    findings: &mut Findings,
) {
    let mut ratios: BTreeMap<(&ProductId, &ProductId), &Equivalence> = BTreeMap::new();
    let equivalences: Vec<_> = equivalences.collect();
    for (one, place) in &equivalences {
        let known = ratios.entry((&one.from, &one.to)).or_insert(one);
        if (known.from_doses, known.to_doses) != (one.from_doses, one.to_doses) {
            let (first, second) = (&known.id, &one.id);
            let message = (
                format!("'{first}' en '{second}' zeggen van dezelfde producten een andere dosis"),
                format!("'{first}' and '{second}' say another dose of the same products"),
            );
            findings.push(Code::DuplicateId, place.at_column("to_doses"), message);
        }
    }
    let equivalences = equivalences.into_iter();
    for (one, place) in equivalences.filter(|(one, _)| one.from_doses == one.to_doses) {
        let guard = guards
            .values()
            .find(|guard| guard.is_of(&one.from, &one.to));
        if let Some(guard) = guard {
            let (id, guard) = (&one.id, &guard.id);
            let message = (
                format!(
                    "'{id}' zet één dosis op één, en volgens '{guard}' in dose_guards.csv staan die niet gelijk; de rij telt niet mee"
                ),
                format!(
                    "'{id}' puts one dose for one, and by '{guard}' in dose_guards.csv these are not equal; the row does not count"
                ),
            );
            findings.push(Code::GuardedDose, place.at_column("to_doses"), message);
        }
    }
}
