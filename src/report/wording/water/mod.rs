//! The sentences about medicines in water.

mod en;
mod nl;

pub(super) use en::English;
pub(super) use nl::Dutch;

use crate::dataset::{Route, Treatment};
use crate::practice::NoLoad;
use crate::water::{Assumption, Gap, NoVolume};
use std::fmt;

/// The sentences about water in one language. Numbers come in as they are shown.
pub(crate) trait WaterWording: fmt::Debug + Sync {
    /// The titles of the columns: substance, use, prescriptions, those with a mass, mass,
    /// load, critical volume.
    fn columns(&self) -> [&'static str; 7];
    /// The block stands by itself, adds nothing up and ranks nothing.
    fn stands_alone(&self) -> &'static str;
    /// The rows of substances with facts, of all rows, and their share.
    fn share(&self, with: &str, of: &str, share: &str) -> String;
    /// That no row is of a substance with facts.
    fn none(&self, of: &str) -> String;
    /// How a substance is found, and what that leaves out.
    fn by_atc(&self) -> &'static str;
    /// What the load is of, and the treatment behind it.
    fn what_it_is(&self, treatment: Treatment) -> String;
    /// What an estimate, an upper bound and an unknown amount are.
    fn how_to_read(&self) -> &'static str;
    /// How many substances and prescriptions the table leaves out.
    fn more(&self, substances: &str, rows: &str) -> String;
    /// An upper bound.
    fn at_most(&self, amount: &str) -> String;
    /// Why there is no load, in a cell.
    fn no_load(&self, reason: NoLoad) -> &'static str;
    /// Why there is no critical volume, in a cell.
    fn no_volume(&self, reason: NoVolume) -> &'static str;
    /// Before what upper bounds lack.
    fn bounds(&self) -> &'static str;
    /// Before what loads take for granted.
    fn assumptions(&self) -> &'static str;
    /// Before what is formed of the substances.
    fn products(&self) -> &'static str;
    /// What is formed, and how much of it reaches surface water.
    fn formed(&self, product: &str, amount: Option<&str>) -> String;
    /// That the critical volume is that of what is formed.
    fn drives(&self) -> &'static str;
    /// That there is no critical volume, because of what is formed.
    fn not_judged(&self) -> &'static str;
    /// Before the lists.
    fn lists(&self) -> &'static str;
    /// Before the substances of which a limit contradicts the one used.
    fn conflicts(&self, list: &str) -> String;
    /// Before the sources of the block.
    fn sources(&self, list: &str) -> String;
    /// Words of the data: those of the source, or the Dutch ones beside them where there are.
    fn words<'a>(&self, source: &'a str, dutch: &'a str) -> &'a str;
    /// The date or year of a statement.
    fn vintage<'a>(&self, vintage: &'a str) -> &'a str;
    /// A way of use.
    fn route(&self, route: Route) -> &'static str;
    /// What is left after a treatment.
    fn treatment(&self, treatment: Treatment) -> &'static str;
    /// What is missing.
    fn gap(&self, gap: Gap) -> &'static str;
    /// What is taken for granted.
    fn assumption(&self, assumption: Assumption) -> &'static str;
}
