//! What a draft would change against the formulary that it replaces.
//!
//! Each option of the old formulary goes to one of the same step for the same patients in the
//! new one: the same medicine; else the same substances, whatever the device; else the same ATC
//! group; else the option with the same place; else the first choice ([`Found`]). Where the
//! draft has no such step nothing takes its place, and that is said. Both are weighed over the
//! same stretch: the treatment days of the old option, one where none are stated. A duration
//! that the draft changes is not counted as a change of impact.
//!
//! That one option takes the place of another says nothing of whether it may: each change
//! carries what speaks against it or must be asked first ([`Mark`]), and only changes without
//! marks are summed as what a draft may save ([`Part`](super::Part)).
//!
//! How often an option is used is a case mix: one course of each, or what an export prescribes
//! ([`CaseMix`]).

mod many;
mod mark;
mod missing;
mod mix;
mod place;
mod successor;
mod sum;

pub use many::{CompareRequest, compare_all, compare_all_on_threads};
pub use mark::Mark;
pub(super) use mark::labels_against;
pub use missing::{MissingKeep, MustKeep, StepOf};
pub(crate) use mix::Use;
pub use mix::{CaseMix, Counted};
pub use successor::Found;
pub use sum::{Part, Sum};

use super::check::{Checker, MOST_KEPT, Seen, per_day, value};
use super::entry::Kind;
use super::finding::Weighed;
use super::{DoseUnit, Formulary, FormularyOption, Profile, Settings, Words};
use crate::code::Atc;
use crate::comparison::Verdict;
use crate::dataset::{Currency, Dataset, Route};
use crate::engine::Engine;
use crate::exact::{self, Fraction};
use crate::matching::{Active, Medicine};
use crate::practice::Tally;
use crate::quantity::Range;
use mark::{Labels, Pair, Side};
use place::{Place, Places};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use successor::{Candidate, Near, near};

/// What the change of one option comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Told {
    /// The same medicine, dosage and gas.
    Unchanged(Range),
    /// Compared: kg CO2e over the stretch, for all courses.
    Compared(Weighed),
    /// The data cannot tell which is lower; the values stand apart.
    CannotTell(Range, Range),
    /// A value is not known, or the two measure unlike things.
    NoValue,
    /// No inhaler: the data has no climate value for single medicines.
    NotInhaled,
}

/// One option of the old formulary with what takes its place.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OptionChange {
    /// The option, as its place in the old formulary.
    pub old: usize,
    /// What takes its place, as its place in the new formulary.
    pub new: Option<usize>,
    /// How it was found.
    pub found: Found,
    /// How often it is used: courses, whole or not.
    pub weight: Fraction,
    /// What the export of a case mix prescribes of it; `None` without one.
    pub(crate) used: Option<Use>,
    /// What it comes to.
    pub told: Told,
    /// Whether a patient is asked to change the kind of inhaler.
    pub device_changes: bool,
    /// What speaks against it, or must be asked first.
    pub marks: BTreeSet<Mark>,
    /// What the stretch costs before and after, where prices of both in one currency are layered.
    pub cost: Option<(Currency, Fraction, Fraction)>,
}

/// Milligrams of a substance before and after, by route.
pub(crate) type Substances = BTreeMap<(Atc, Route), (Decimal, Decimal)>;

/// What a draft changes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Comparison {
    /// The options of the old formulary, in its order; of a profile those that are meant for
    /// its patients.
    pub changes: Vec<OptionChange>,
    /// Steps without what must be kept, which the old formulary did not lack: of the new one, and
    /// those of the old one that the draft no longer has for some of their patients.
    pub missing: Vec<MissingKeep>,
    /// Options of the new formulary that take no option's place.
    pub added: Vec<usize>,
    /// Substances about which there are facts in water.
    pub substances: Substances,
    /// Options with such a substance of which the mass is not known, or nothing takes the place:
    /// they are in no sum of substances.
    pub mass_unknown: usize,
    /// Patients who are asked to change the kind of inhaler, at most; `None` without patients.
    pub patients: Option<u64>,
}

/// Compares two formularies, the new one under settings of its own; for many make one
/// [`Comparer`].
///
/// ```
/// use groenrecept::{Dataset, Engine};
/// use groenrecept::formulary::{CaseMix, Formulary, Settings, Words, compare};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let words = Words::of(engine.dataset());
/// let read = |name, label, dosage| {
///     let text = format!("aandoening;stap;keus;middel;dosering;behandeldagen\nAstma;1;1;{label};{dosage};30\n");
///     Formulary::read(name, text.as_bytes(), &words)
/// };
/// let old = read("old.csv", "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO", "2 dd 2");
/// let new = read("new.csv", "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO", "2 dd 1");
/// let change = compare(&engine, &words, (&old, &new), Settings::new(), (&CaseMix::Courses, None));
/// // 120 puffs, 20.685 kg, against 60 inhalations, 0.898 kg
/// assert_eq!(change.total().difference.unwrap().1.round(3).to_string(), "-19.787");
/// assert!(change.changes[0].device_changes);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn compare(
    engine: &Engine,
    words: &Words,
    formularies: (&Formulary, &Formulary),
    settings: Settings,
    mix: (&CaseMix, Option<&Tally>),
) -> Comparison {
    Comparer::new(engine, words, settings).compare(formularies, mix)
}

/// Compares formularies one after another, and keeps what they have in common.
#[derive(Debug)]
pub struct Comparer<'d> {
    dataset: &'d Dataset,
    words: &'d Words,
    before: Checker<'d>,
    after: Checker<'d>,
    /// What a day of one medicine and dosage comes to against a day of another.
    days: HashMap<(u32, u32), (Told, Pair)>,
    /// How near one medicine is to another, both as the old day knows them.
    near: HashMap<(u32, u32), Near>,
    places: Places,
}

/// The new formulary as a comparison sees it.
struct Draft<'f> {
    formulary: &'f Formulary,
    seen: Vec<Option<Seen>>,
    /// The medicines, as far as they are known on the old day, with their doses a day.
    on_old_day: Vec<(u32, Arc<Kind>)>,
    labels: Labels,
    /// The options by their places.
    steps: HashMap<Place, Vec<usize>>,
}

impl<'d> Comparer<'d> {
    /// Prepares the rules of an engine; the new formulary is weighed under these settings, the
    /// old one at the date of the data.
    #[must_use]
    pub fn new(engine: &'d Engine, words: &'d Words, settings: Settings) -> Self {
        Self {
            dataset: engine.dataset(),
            words,
            before: Checker::new(engine, words, settings.of_old()),
            after: Checker::new(engine, words, settings),
            days: HashMap::new(),
            near: HashMap::new(),
            places: Places::default(),
        }
    }

    /// What the new formulary changes against the old one.
    #[must_use]
    pub fn compare(
        &mut self,
        formularies: (&Formulary, &Formulary),
        mix: (&CaseMix, Option<&Tally>),
    ) -> Comparison {
        self.compare_for(formularies, mix, None)
    }

    /// As [`Comparer::compare`], for the patients of a profile: options of both formularies that
    /// are meant for others are left out. Where one of the two is not whole nothing is compared:
    /// see [`Formulary::is_whole`].
    #[must_use]
    pub fn compare_for(
        &mut self,
        (old, new): (&Formulary, &Formulary),
        (mix, tally): (&CaseMix, Option<&Tally>),
        profile: Option<&Profile>,
    ) -> Comparison {
        let mut found = Comparison {
            changes: Vec::new(),
            missing: Vec::new(),
            added: Vec::new(),
            substances: Substances::new(),
            mass_unknown: 0,
            patients: None,
        };
        if !old.is_whole() || !new.is_whole() {
            return found;
        }
        self.forget_when_full();
        let rows = self.before.rows(old);
        let seen = self.before.seen(old, &rows, profile);
        let rows = self.after.rows(new);
        let after = self.after.check_rows(new, &rows, profile);
        let new_seen = self.after.seen(new, &rows, profile);
        let places = self.places_of(old);
        let new_places = self.places_of(new);
        let looked = (
            (old, seen.as_slice(), places.as_slice()),
            (new, new_seen.as_slice(), new_places.as_slice()),
        );
        found.missing = missing::missing(self.dataset, &mut self.before, looked, profile);
        let draft = self.draft(new, new_seen, &new_places, mark::labels_against(&after));
        let options = old.options().iter().zip(&seen).zip(&places);
        for (index, ((option, seen), place)) in options.enumerate() {
            let Some(seen) = seen else { continue };
            let weight = match mix {
                CaseMix::Courses => (None, Fraction::whole(Decimal::ONE)),
                CaseMix::Counted(counted) => {
                    let (used, courses) = counted.of_option(index);
                    (Some(used), courses)
                }
            };
            let side = Side {
                option,
                seen,
                per_day: per_day(&option.dosage),
            };
            let change = self.change((index, *place, side), &draft, weight, &mut found);
            found.changes.extend(change);
        }
        let taken: BTreeSet<usize> = found.changes.iter().filter_map(|one| one.new).collect();
        let changing = found.changes.iter().filter(|one| one.device_changes);
        if let (CaseMix::Counted(counted), Some(tally)) = (mix, tally) {
            found.patients = counted.patients(tally, changing.map(|one| one.old));
        }
        let meant = draft.seen.iter().enumerate();
        let meant = meant.filter(|(_, seen)| seen.is_some());
        found.added = meant
            .map(|(index, _)| index)
            .filter(|index| !taken.contains(index))
            .collect();
        found
    }

    fn forget_when_full(&mut self) {
        let full = self.before.forget_when_full() | self.after.forget_when_full();
        if full || self.days.len() > MOST_KEPT {
            self.days.clear();
        }
        if full || self.near.len() > MOST_KEPT {
            self.near.clear();
        }
        if self.places.len() > MOST_KEPT {
            self.places = Places::default();
        }
    }

    fn places_of(&mut self, formulary: &Formulary) -> Vec<Place> {
        let options = formulary.options().iter();
        options
            .map(|option| self.places.of(self.words, option))
            .collect()
    }

    fn draft<'f>(
        &mut self,
        formulary: &'f Formulary,
        seen: Vec<Option<Seen>>,
        places: &[Place],
        labels: Labels,
    ) -> Draft<'f> {
        let options = formulary.options();
        let mut steps: HashMap<Place, Vec<usize>> = HashMap::new();
        for (index, (place, seen)) in places.iter().zip(&seen).enumerate() {
            if seen.is_some() {
                steps.entry(*place).or_default().push(index);
            }
        }
        let known = options.iter().map(|one| self.before.used_of(one));
        Draft {
            formulary,
            seen,
            on_old_day: known.collect(),
            labels,
            steps,
        }
    }

    fn change(
        &mut self,
        (index, place, before): (usize, Place, Side<'_>),
        draft: &Draft<'_>,
        (used, weight): (Option<Use>, Fraction),
        found: &mut Comparison,
    ) -> Option<OptionChange> {
        let times = weight.times(mix::days_of(before.option))?.lowest();
        let taken = self.successor(&before, place, draft);
        let after = taken.and_then(|(candidate, near)| {
            let option = draft.formulary.options().get(candidate.index)?;
            let seen = draft.seen.get(candidate.index)?.as_ref()?;
            let per_day = per_day(&option.dosage);
            let side = Side {
                option,
                seen,
                per_day,
            };
            Some((candidate, near, side))
        });
        self.masses(
            &before,
            after.as_ref().map(|(.., after)| after),
            times,
            found,
        );
        let Some((candidate, near, after)) = after else {
            return Some(OptionChange {
                old: index,
                new: None,
                found: Found::Nothing,
                weight,
                used,
                told: Told::NoValue,
                device_changes: false,
                marks: mark::kept(self.dataset, &before, None),
                cost: None,
            });
        };
        let key = (before.seen.used, after.seen.used);
        let (day, pair) = *self.days.entry(key).or_insert_with(|| {
            let pair = Pair::of(self.dataset, &before, &after);
            (told(&before, &after), pair)
        });
        let labels = draft.labels.get(&candidate.index);
        let price = |one: &Side<'_>| self.cost(one, times);
        Some(OptionChange {
            old: index,
            new: Some(candidate.index),
            found: candidate.found,
            weight,
            used,
            told: day.times(times).lowest(),
            device_changes: pair.device_changes,
            marks: mark::marks(
                self.dataset,
                (&before, &after),
                (near, pair),
                labels.copied().unwrap_or_default(),
            ),
            cost: price(&before)
                .zip(price(&after))
                .filter(|((old, _), (new, _))| old == new)
                .map(|((currency, before), (_, after))| (currency, before, after)),
        })
    }

    /// What takes the place of an option, of the options of its step, and how near it is.
    fn successor(
        &mut self,
        old: &Side<'_>,
        place: Place,
        draft: &Draft<'_>,
    ) -> Option<(Candidate, Near)> {
        let one = old.option;
        let mut best: Option<(Candidate, Near)> = None;
        for index in draft.steps.get(&place)? {
            let Some(option) = draft.formulary.options().get(*index) else {
                continue;
            };
            let Some((used, kind)) = draft.on_old_day.get(*index) else {
                continue;
            };
            let near = if option.label == one.label && option.atc == one.atc {
                Near::Same
            } else {
                let sides = ((old.kind(), one.atc), (kind.as_ref(), option.atc));
                let known = self.near.entry((old.seen.used, *used));
                *known.or_insert_with(|| near(self.dataset, sides.0, sides.1))
            };
            let candidate = Candidate::new(one, (*index, option), near);
            let nearer = best
                .as_ref()
                .is_none_or(|(known, _)| candidate.is_before(known, draft.formulary));
            if nearer {
                best = Some((candidate, near));
            }
        }
        best
    }

    /// Adds the milligrams of substances about which there are facts in water, where both sides
    /// can be told: an option without a side that is known would count as much more or less.
    fn masses(
        &self,
        before: &Side<'_>,
        after: Option<&Side<'_>>,
        times: Fraction,
        found: &mut Comparison,
    ) {
        let sides = [Some(before), after];
        let masses = sides.map(|side| side.map_or(Mass::NotKnown, |one| self.mass(one, times)));
        if masses.contains(&Mass::NotKnown) {
            let known = |mass: &Mass| matches!(mass, Mass::Known(..));
            let told = |side: &Side<'_>| self.is_in_water(side);
            if masses.iter().any(known) || sides.into_iter().flatten().any(told) {
                found.mass_unknown = found.mass_unknown.saturating_add(1);
            }
            return;
        }
        let [old, new] = masses;
        let mut add = |mass: Mass, after: bool| {
            if let Mass::Known(atc, route, milligrams) = mass {
                let sums = found.substances.entry((atc, route)).or_default();
                let sum = if after { &mut sums.1 } else { &mut sums.0 };
                match exact::add(*sum, milligrams) {
                    Some(all) => *sum = all,
                    None => found.mass_unknown = found.mass_unknown.saturating_add(1),
                }
            }
        };
        add(old, false);
        add(new, true);
    }

    fn is_in_water(&self, one: &Side<'_>) -> bool {
        let Kind::Medicine(medicine) = one.kind() else {
            return false;
        };
        let atc = medicine.atc;
        atc.is_some_and(|atc| self.dataset.water_facts_of(&atc).next().is_some())
    }

    /// The milligrams of one side.
    fn mass(&self, one: &Side<'_>, times: Fraction) -> Mass {
        let medicine = match one.kind() {
            Kind::Medicine(medicine) => medicine,
            Kind::Inhaler { .. } => return Mass::NotInWater,
            Kind::Unknown => return Mass::NotKnown,
        };
        let Some(atc) = medicine.atc else {
            return Mass::NotKnown;
        };
        if !self.is_in_water(one) {
            return Mass::NotInWater;
        }
        let all = per_day_mg(one.option, medicine).and_then(|day| day.by(times));
        all.map_or(Mass::NotKnown, |all| {
            Mass::Known(atc, medicine.route(), all.round(6))
        })
    }

    fn cost(&self, one: &Side<'_>, times: Fraction) -> Option<(Currency, Fraction)> {
        if self.dataset.prices().is_empty() {
            return None;
        }
        let inhaler = one.kind().inhaler().filter(|inhaler| !inhaler.stand_in)?;
        let mut products = inhaler.products(self.dataset);
        let product = products.next().filter(|_| products.next().is_none())?;
        let price = self.dataset.price(&product.id)?;
        let (amount, days) = one.per_day?;
        let doses = Fraction::whole(amount).over_count(days)?.by(times)?;
        let cost = doses.times(price.amount)?;
        Some((price.currency, cost.over_count(product.doses_per_pack?)?))
    }
}

/// What one side of a change brings into water.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mass {
    /// So many milligrams of a substance about which there are facts in water.
    Known(Atc, Route, Decimal),
    /// Nothing about which there are such facts.
    NotInWater,
    /// It cannot be told.
    NotKnown,
}

/// Milligrams of active substance a day.
fn per_day_mg(option: &FormularyOption, medicine: &Medicine) -> Option<Fraction> {
    let doses = option.dosage.per_day();
    let mass = option.dosage.per_day_in(DoseUnit::Milligrams);
    match medicine.active {
        Active::PerPiece(each) | Active::PerDose(each) => match doses {
            Some(doses) => doses.times(each),
            None => mass,
        },
        // Grams of the cream or gel, and not of what is in it.
        Active::PerGram(each) => mass?.times(each)?.over_count(1000),
        Active::PerMl(_) => mass,
        Active::Several | Active::NotAMass | Active::Unknown => None,
    }
}

/// What one day comes to.
fn told(before: &Side<'_>, after: &Side<'_>) -> Told {
    if before.kind().inhaler().is_none() && after.kind().inhaler().is_none() {
        return Told::NotInhaled;
    }
    let old = value(before.kind(), before.per_day);
    let new = value(after.kind(), after.per_day);
    let (Some(old), Some(new)) = (old, new) else {
        return Told::NoValue;
    };
    let same = before.kind().is_same_medicine(after.kind())
        && before.kind().is_moved() == after.kind().is_moved()
        && before.per_day == after.per_day;
    if same {
        return Told::Unchanged(old);
    }
    let sides = [before, after].map(|one| (Arc::clone(&one.seen.kind), one.per_day));
    let [a, b] = &sides;
    match super::check::weigh(a, b) {
        None => Told::NoValue,
        Some(weighed) if weighed.verdict == Verdict::CannotTell => Told::CannotTell(old, new),
        Some(weighed) => Told::Compared(Weighed {
            before: old,
            after: new,
            verdict: weighed.verdict,
        }),
    }
}

impl Told {
    /// The same in lowest terms, so that sums of many options keep room.
    fn lowest(self) -> Self {
        match self {
            Self::Unchanged(range) => Self::Unchanged(range.lowest()),
            Self::Compared(weighed) => Self::Compared(Weighed {
                before: weighed.before.lowest(),
                after: weighed.after.lowest(),
                verdict: weighed.verdict,
            }),
            Self::CannotTell(before, after) => Self::CannotTell(before.lowest(), after.lowest()),
            told @ (Self::NoValue | Self::NotInhaled) => told,
        }
    }

    /// The same for so many days; without a value where that has too many digits.
    fn times(self, times: Fraction) -> Self {
        let both = |a: Range, b: Range| a.times(times).zip(b.times(times));
        match self {
            Self::Unchanged(range) => range.times(times).map_or(Self::NoValue, Self::Unchanged),
            Self::Compared(weighed) => {
                both(weighed.before, weighed.after).map_or(Self::NoValue, |(before, after)| {
                    Self::Compared(Weighed {
                        before,
                        after,
                        verdict: weighed.verdict,
                    })
                })
            }
            Self::CannotTell(before, after) => both(before, after)
                .map_or(Self::NoValue, |(before, after)| {
                    Self::CannotTell(before, after)
                }),
            told @ (Self::NoValue | Self::NotInhaled) => told,
        }
    }
}
