//! Where sources contradict each other or themselves, and how that was read.

use super::factor::FactorId;
use super::table::{Findings, Table};
use crate::diagnostic::{Code, Place};

/// In what way sources contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub(crate) enum ConflictKind {
    /// Sources of like kind give different values.
    Differ,
    /// A later version of a value replaces an earlier one.
    Vintage,
    /// The values cover different parts of the life cycle.
    Boundary,
    /// One source prints numbers that do not fit each other.
    Printed,
    /// A value lies far from all that are like it.
    Outlier,
    /// A copy outside the data differs from the value in it.
    Repeated,
}

/// A known contradiction with its reading: an own judgement, so that nobody has to find out
/// again why values differ. All values stay in the data.
#[derive(Debug, Clone)]
pub(crate) struct Conflict {
    /// The id.
    pub id: String,
    /// In what way.
    pub kind: ConflictKind,
    /// The factors that it is about, the one that is used first.
    pub factors: Vec<FactorId>,
    /// A gas and a set of global warming potentials that it is about.
    pub gwp: Option<(String, String)>,
    /// How it is read, in Dutch.
    pub dutch: String,
    /// How it is read, in English.
    pub english: String,
}

pub(crate) fn read(table: &Table, findings: &mut Findings) -> Vec<(Conflict, Place)> {
    let mut conflicts = Vec::new();
    for row in table.rows() {
        let id = row.needed("conflict_id", findings);
        let kind = row.one_of("kind", findings);
        let factors = row.needed("factors", findings);
        let [dutch, english] =
            ["reading_nl", "reading_en"].map(|column| row.needed(column, findings));
        let gwp = row.filled("gwp").and_then(|text| {
            let parts = text.split_once('/');
            if parts.is_none() {
                let message = (
                    format!("'{text}' is geen gas met een set zoals HFC-227ea/AR6"),
                    format!("'{text}' is not a gas and a set such as HFC-227ea/AR6"),
                );
                findings.push(Code::UnknownWord, row.place("gwp"), message);
            }
            parts.map(|(gas, set)| (gas.to_owned(), set.to_owned()))
        });
        let (Some(id), Some(kind), Some(factors), Some(dutch), Some(english)) =
            (id, kind, factors, dutch, english)
        else {
            continue;
        };
        let conflict = Conflict {
            id: id.to_owned(),
            kind,
            factors: factors
                .split('|')
                .map(|id| FactorId(id.trim().to_owned()))
                .collect(),
            gwp,
            dutch: dutch.to_owned(),
            english: english.to_owned(),
        };
        conflicts.push((conflict, row.place("factors")));
    }
    conflicts
}
