//! Stages of the life cycle that a source gives besides the total.

use super::factor::{Factor, FactorId};
use super::names::NameIndex;
use super::source::Provenance;
use super::table::{Findings, Table};
use crate::diagnostic::{Code, Place};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A stage of the life cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Stage {
    /// Raw materials and their transport.
    Upstream,
    /// Manufacture.
    Core,
    /// Leaks of propellant while filling.
    PropellantLeaks,
    /// The energy of manufacture.
    Energy,
    /// Distribution, use and end of life.
    Downstream,
    /// Transport to where it is used.
    Distribution,
    /// Use: for an aerosol the release of its propellant.
    Use,
    /// End of life.
    EndOfLife,
}

/// The share of one stage in a published total, per functional unit of its factor.
#[derive(Debug, Clone)]
pub(crate) struct StageValue {
    /// The total that it is a part of.
    pub factor: FactorId,
    /// The stage.
    pub stage: Stage,
    /// The stage that it is a part of; `None` where it is a part of the total itself.
    pub part_of: Option<Stage>,
    /// kg CO2e.
    pub value: Decimal,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The units of a value with the decimals by which it is smaller than a kilogram.
const UNITS: &[(&str, u32)] = &[("kg CO2e", 0), ("g CO2e", 3)];

pub(crate) fn read(
    table: &Table,
    names: &NameIndex,
    findings: &mut Findings,
) -> Vec<(StageValue, Place)> {
    let mut all = Vec::new();
    for row in table.rows() {
        let factor = row.needed("factor_id", findings);
        let stage = row.one_of("stage", findings);
        let part_of = row
            .filled("part_of")
            .and_then(|_| row.one_of("part_of", findings));
        let value = row
            .needed("value", findings)
            .and_then(|_| row.decimal("value", findings));
        let scale = row.word("unit", UNITS, findings);
        let provenance = Provenance::read(row, "", names, findings);
        let kilograms = value
            .zip(scale)
            .and_then(|(value, scale)| crate::exact::mul(value, Decimal::new(1, scale)));
        if let (Some(factor), Some(stage), Some(value), Some(provenance)) =
            (factor, stage, kilograms, provenance)
        {
            let value = StageValue {
                factor: FactorId(factor.to_owned()),
                stage,
                part_of,
                value,
                provenance,
            };
            all.push((value, row.place("value")));
        }
    }
    all
}

/// Reports the totals that their stages do not add up to, where all of these were read.
pub(super) fn check_sums(
    stages: &BTreeMap<(FactorId, Stage), (StageValue, Place)>,
    lost: &BTreeSet<String>,
    factors: &BTreeMap<FactorId, (Factor, Place)>,
    findings: &mut Findings,
) {
    let mut sums: BTreeMap<&FactorId, (Option<Decimal>, &Place)> = BTreeMap::new();
    for (stage, place) in stages.values() {
        let whole = !lost.contains(stage.factor.as_str());
        if whole && stage.part_of.is_none() {
            let start = (Some(Decimal::ZERO), place);
            let (sum, _) = sums.entry(&stage.factor).or_insert(start);
            *sum = sum.and_then(|sum| crate::exact::add(sum, stage.value));
        }
    }
    for (id, (sum, place)) in sums {
        let total = factors.get(id).and_then(|(factor, _)| factor.central);
        if let Some((sum, total)) = sum.zip(total).filter(|(sum, total)| sum != total) {
            let (sum, total) = (sum.normalize(), total.normalize());
            let message = (
                format!("de fasen van {id} zijn samen {sum} kg CO2e, het totaal is {total}"),
                format!("the stages of {id} are {sum} kg CO2e together, the total is {total}"),
            );
            findings.push(Code::SumMismatch, place.clone(), message);
        }
    }
}
