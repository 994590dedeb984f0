//! How formularies are checked.

use crate::advice::Options;
use crate::dataset::guideline::Status;
use crate::day::Day;
use crate::engine::Engine;
use crate::formulary::moved::{Move, Movers};
use crate::formulary::transition::Transitions;

/// How formularies are checked.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(in crate::formulary) on: Option<Day>,
    pub(in crate::formulary) transitions: Transitions,
    /// Which rules count.
    pub(crate) rules: Options,
}

impl Settings {
    /// At the date of the data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The day on which the formulary is used; otherwise the date of the data.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.on = Some(day);
        self
    }

    /// The least status of rules that count; see [`Options::at_least`].
    #[must_use]
    pub fn at_least(mut self, status: Status) -> Self {
        self.rules = self.rules.at_least(status);
        self
    }

    /// The day of the check itself, by which review dates are judged; see [`Options::day`]. It may
    /// lie before the day on which the formulary is used.
    #[must_use]
    pub fn today(mut self, day: Day) -> Self {
        self.rules = self.rules.day(day);
        self
    }

    /// Products that move to another propellant.
    #[must_use]
    pub fn transitions(mut self, transitions: Transitions) -> Self {
        self.transitions = transitions;
        self
    }

    /// Those of the formulary that another is to replace: at the date of the data, by the same
    /// rules.
    pub(in crate::formulary) fn of_old(&self) -> Self {
        Self {
            rules: self.rules,
            ..Self::new()
        }
    }

    /// The day on which the formulary is used; `None` for the date of the data.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        self.on
    }

    /// The products that move to another propellant.
    #[must_use]
    pub const fn moving(&self) -> &Transitions {
        &self.transitions
    }

    /// The products that have moved to another propellant by the day, or by the date of the data
    /// where no day is set, and how far their values are known.
    pub(crate) fn moves(&self, engine: &Engine) -> Vec<Move> {
        let (dataset, model) = (engine.dataset(), engine.kernel().model());
        let movers = Movers {
            dataset,
            model,
            set: model.gwp_set(),
            transitions: &self.transitions,
            on: self.on.or(dataset.date()),
        };
        movers.moves()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use crate::formulary::Worth;

    #[test]
    fn products_move_on_their_day() {
        let dataset = Dataset::embedded().unwrap();
        let text = "product_id,date,propellant\n\
                    atrovent-aerosol-20,2028-01-01,HFC-152a\n\
                    airomir-aerosol-100,2028-01-01,HFC-152a\n";
        let (transitions, _) = Transitions::read("t.csv", text, &dataset);
        let settings = Settings::new().transitions(transitions);
        let engine = Engine::new(&dataset);
        assert_eq!(settings.moves(&engine), []);
        let moves = settings.on(Day::new(2028, 1, 1).unwrap()).moves(&engine);
        let worth: Vec<Worth> = moves.iter().map(|one| one.worth).collect();
        assert_eq!(worth, [Worth::MassNotKnown, Worth::Whole]);
    }
}
