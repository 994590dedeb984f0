//! Totals over the inhaled medicines of a tally, and their shares.

use super::outcome::RestSum;
use super::product::Subject;
use super::quality::Quality;
use crate::dataset::Dataset;
use crate::exact::Fraction;
use crate::impact::Flag;
use crate::quantity::Range;
use std::collections::BTreeMap;

/// The totals: zero where nothing has a value, so read them with the coverage.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Climate impact of all rows that have a value, in kg CO2e.
    #[serde(flatten)]
    pub climate: Range,
    /// The part of the central value that rests wholly or partly on values with each flag.
    pub flagged: BTreeMap<Flag, Fraction>,
    /// The central value by what it rests on.
    pub(crate) quality: Quality,
}

impl Totals {
    /// The central kilograms that rest on the product's own value in the chosen set of global
    /// warming potentials: restated to it, of a source that used it, or without propellant. Their
    /// share in the central value is the number of data quality. A line that can be several
    /// products has no own value.
    #[must_use]
    pub const fn own_restated(&self) -> Fraction {
        self.quality.own_restated
    }

    /// What of [`Totals::own_restated`] rests on a value interpolated between related products.
    #[must_use]
    pub const fn own_restated_interpolated(&self) -> Fraction {
        self.quality.own_restated_interpolated
    }

    /// Adds a medicine; `None` on overflow.
    pub(super) fn add(&mut self, subject: &Subject<'_>) -> Option<()> {
        self.climate = self.climate.plus(subject.impact)?;
        if subject.is_valued() {
            let quality = Quality::of(&subject.estimate, subject.impact.central());
            self.quality = self.quality.plus(quality)?;
            for flag in &subject.estimate.flags {
                let sum = self.flagged.entry(*flag).or_default();
                *sum = sum.plus(subject.impact.central())?;
            }
        }
        Some(())
    }
}

/// Shares by device type and by propellant.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Mix {
    /// By device type; `unknown` where a row can be several.
    pub device: BTreeMap<&'static str, Share>,
    /// By propellant; `unknown` where no source names it.
    pub propellant: BTreeMap<String, Share>,
    /// All of it, of which these are the shares.
    #[serde(skip)]
    pub all: Share,
}

/// A share, by prescriptions and by doses: two different numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Share {
    /// Prescriptions.
    pub rows: u64,
    /// Doses, of the rows whose doses are known.
    pub doses: Fraction,
    /// Rows whose doses are not known.
    pub rows_without_doses: u64,
    /// Central climate impact in kg CO2e.
    pub climate_central: Fraction,
}

impl Share {
    fn of(subject: &Subject<'_>) -> Option<Self> {
        let (doses, rows_without_doses) = match subject.doses()? {
            Some(doses) => (doses, 0),
            None => (subject.whole.doses, subject.whole.device_rows),
        };
        Some(Self {
            rows: subject.rows,
            doses: Fraction::whole(doses),
            rows_without_doses,
            climate_central: subject.impact.central(),
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            rows: self.rows.checked_add(other.rows)?,
            doses: self.doses.plus(other.doses)?,
            rows_without_doses: self
                .rows_without_doses
                .checked_add(other.rows_without_doses)?,
            climate_central: self.climate_central.plus(other.climate_central)?,
        })
    }
}

impl Mix {
    /// The key of medicines that stand only together and are of several kinds.
    pub(crate) const SEVERAL: &str = "rest";

    /// Adds medicines that stand only together; `None` on overflow. Their doses are not told.
    pub(super) fn add_rest(&mut self, rest: &RestSum) -> Option<()> {
        let one = Share {
            rows: rest.rows,
            doses: Fraction::ZERO,
            rows_without_doses: rest.rows,
            climate_central: rest.climate.central(),
        };
        let device = self
            .device
            .entry(rest.device.unwrap_or(Self::SEVERAL))
            .or_default();
        let propellant = rest
            .propellant
            .clone()
            .unwrap_or_else(|| Self::SEVERAL.to_owned());
        let propellant = self.propellant.entry(propellant).or_default();
        for share in [device, propellant, &mut self.all] {
            *share = share.plus(one)?;
        }
        Some(())
    }

    /// Adds a medicine; `None` on overflow.
    pub(super) fn add(&mut self, dataset: &Dataset, subject: &Subject<'_>) -> Option<()> {
        let one = Share::of(subject)?;
        let device = self.device.entry(subject.device()).or_default();
        let propellant = subject.propellant(dataset).as_str().to_owned();
        let propellant = self.propellant.entry(propellant);
        for share in [device, propellant.or_default(), &mut self.all] {
            *share = share.plus(one)?;
        }
        Some(())
    }
}
