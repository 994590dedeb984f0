//! Global warming potentials (GWP100) of propellants by assessment report.

use super::Dataset;
use super::names::NameIndex;
use super::source::Provenance;
use super::table::{Findings, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Error, ErrorKind};
use crate::parse::ParseError;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// The set of global warming potentials that results are stated in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum GwpSet {
    /// IPCC fourth assessment report (2007).
    Ar4,
    /// IPCC fifth assessment report (2013), without climate-carbon feedback.
    Ar5,
    /// IPCC sixth assessment report (2021).
    #[default]
    Ar6,
}

impl GwpSet {
    /// The sets, oldest first.
    pub const ALL: [Self; 3] = [Self::Ar4, Self::Ar5, Self::Ar6];

    /// The name as printed and as it stands in `gwp.csv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ar4 => "AR4",
            Self::Ar5 => "AR5",
            Self::Ar6 => "AR6",
        }
    }
}

impl FromStr for GwpSet {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut all = Self::ALL.into_iter();
        all.find(|set| set.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| {
                let wrong =
                    ParseError::new(text, "GWP100-set", "a set of global warming potentials");
                wrong.one_of(Self::ALL.map(Self::as_str))
            })
    }
}

impl fmt::Display for GwpSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One global warming potential.
#[derive(Debug, Clone)]
pub(crate) struct Gwp {
    /// The gas.
    pub propellant: String,
    /// The set, such as `AR6`.
    pub set: String,
    /// The time horizon in years.
    pub horizon_years: u32,
    /// kg CO2e per kg of gas.
    pub value: Decimal,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Dataset {
    /// Makes sure that the gases of the products can be weighed in a set.
    ///
    /// ```
    /// use groenrecept::{Dataset, GwpSet};
    /// assert!(GwpSet::ALL.iter().all(|set| Dataset::embedded().unwrap().has_gwp(*set).is_ok()));
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`] at the first product with a gas where `gwp.csv` has the set for no
    /// gas of any product.
    pub fn has_gwp(&self, set: GwpSet) -> crate::Result<()> {
        let mut gases = self
            .0
            .products
            .iter()
            .filter_map(|one| one.propellant.gas());
        let first = gases.clone().next();
        if gases.any(|gas| self.gwp100(gas, set.as_str()).is_some()) {
            return Ok(());
        }
        let list = self.list("products.csv");
        let row = list
            .rows()
            .find(|row| first == Some(row.text("propellant")));
        let Some((row, gas)) = row.zip(first) else {
            return Ok(());
        };
        let there: BTreeSet<&str> = self.gwps().map(|one| one.set.as_str()).collect();
        let there: Vec<&str> = there.into_iter().collect();
        let there = there.join(", ");
        let message = (
            format!(
                "gwp.csv heeft geen GWP100 van {gas} in de set '{set}', en van geen ander gas; voeg een rij {gas},{set},100 toe, of reken in een set die er wel is: {there} (--gwp)"
            ),
            format!(
                "gwp.csv has no GWP100 of {gas} in the set '{set}', nor of another gas; add a row {gas},{set},100, or compute in a set that is there: {there} (--gwp)"
            ),
        );
        let found = Diagnostic::new(Code::GwpMissing, row.place("propellant"), message);
        Err(Error::new(ErrorKind::Dataset(vec![found])))
    }
}

pub(crate) fn read(table: &Table, names: &NameIndex, findings: &mut Findings) -> Vec<Gwp> {
    let mut all = Vec::new();
    for row in table.rows() {
        let propellant = row.needed("propellant", findings).map(str::to_owned);
        let set = row.needed("gwp_set", findings).map(str::to_owned);
        let horizon = row.count("horizon_years", findings);
        let value = row
            .needed("value", findings)
            .and_then(|_| row.decimal("value", findings));
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(propellant), Some(set), Some(horizon_years), Some(value), Some(provenance)) =
            (propellant, set, horizon, value, provenance)
        {
            all.push(Gwp {
                propellant,
                set,
                horizon_years,
                value,
                provenance,
            });
        }
    }
    all
}
