//! How formularies are checked.

use crate::dataset::GwpSet;
use crate::day::Day;
use crate::formulary::transition::Transitions;

/// How formularies are checked.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(in crate::formulary) gwp: GwpSet,
    pub(in crate::formulary) on: Option<Day>,
    pub(in crate::formulary) transitions: Transitions,
}

impl Settings {
    /// At the date of the data, with AR6.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The set of global warming potentials.
    #[must_use]
    pub const fn gwp(mut self, gwp: GwpSet) -> Self {
        self.gwp = gwp;
        self
    }

    /// The day on which the formulary is used; otherwise the date of the data.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.on = Some(day);
        self
    }

    /// Products that move to another propellant.
    #[must_use]
    pub fn transitions(mut self, transitions: Transitions) -> Self {
        self.transitions = transitions;
        self
    }

    /// How many products have moved to another propellant by a day.
    #[must_use]
    pub fn moved(&self, on: Option<Day>) -> usize {
        self.transitions.moved_by(on)
    }
}
