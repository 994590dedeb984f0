//! What stood in the columns of codes.

use crate::error::Role;
use crate::intake::Layout;
use crate::intake::gstandaard::{Gap, Release};
use crate::practice::{AtcCells, CodeCells, NumberCells, ReleaseRows};
use std::collections::BTreeMap;

/// What stood in the columns of codes, over the rows whose date is of use.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CodesReport {
    /// The cells of each coding system.
    pub systems: BTreeMap<String, NumberCells>,
    /// The cells of the ATC column; `null` without one.
    pub atc: Option<AtcCells>,
    /// What a release of the G-Standaard made of the numbers; `null` without one.
    pub gstandaard: Option<GStandaardReport>,
}

/// What a release of the G-Standaard made of the numbers of an export.
#[derive(Debug, Clone, serde::Serialize)]
pub struct GStandaardReport {
    /// The numbers that the release has.
    pub numbers: ReleaseNumbers,
    /// What it cannot tell for want of a file.
    pub gaps: Vec<Gap>,
    /// Rows by what became of their numbers.
    pub rows: ReleaseRows,
    /// What no release tells: always the propellant.
    pub not_told: [&'static str; 1],
}

/// How many numbers of each level a release has.
#[derive(Debug, Clone, Copy, serde::Serialize)]
#[allow(missing_docs)]
pub struct ReleaseNumbers {
    pub zi: usize,
    pub hpk: usize,
    pub prk: usize,
    pub gpk: usize,
}

impl CodesReport {
    pub(super) fn of(release: Option<&Release>, layout: &Layout, cells: &CodeCells) -> Self {
        let systems = layout.code_columns().map(|(system, _)| system.as_str());
        Self {
            systems: systems
                .map(str::to_owned)
                .zip(cells.numbers.iter().copied())
                .collect(),
            atc: layout.index(Role::Atc).map(|_| cells.atc),
            gstandaard: release.map(|release| {
                let [zi, hpk, prk, gpk] = release.articles().counts();
                GStandaardReport {
                    numbers: ReleaseNumbers { zi, hpk, prk, gpk },
                    gaps: release.gaps().to_vec(),
                    rows: cells.release,
                    not_told: ["propellant"],
                }
            }),
        }
    }
}
