//! Which medicines stand by name, and which only together.

use super::Protects;
use super::cell::weight_of_one;
use crate::code::Atc;
use crate::dataset::{Dataset, FormClass, Propellant, Route};
use crate::exact::Fraction;
use crate::practice::product::Subject;
use crate::practice::reach::Reached;
use crate::practice::tally::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// The device type of a medicine that can be of several.
const UNKNOWN: &str = "unknown";

/// The medicines of an export as one system of numbers.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Inhaled medicines by name: the id of the entry and the places of its subjects in their list.
    pub(super) named: BTreeMap<String, Vec<usize>>,
    /// Inhaled medicines that stand only together.
    pub(super) rest: Vec<RestGroup>,
    /// Fewer patients than the limit use any inhaled medicine, or none.
    pub(super) too_few: bool,
    /// Forms of other medicines by name.
    pub(super) forms: BTreeSet<FormClass>,
    /// Forms that stand only together.
    pub(super) other_forms: BTreeSet<FormClass>,
    /// Substances by name.
    pub(super) substances: BTreeSet<(Atc, Route)>,
}

/// Medicines that stand only together.
#[derive(Debug, Clone, Default)]
pub(super) struct RestGroup {
    /// The device type and propellant of all of them; none where they differ.
    pub(super) kind: Option<(&'static str, Propellant)>,
    /// The places of their subjects in the list, by entry.
    pub(super) entries: Vec<Vec<usize>>,
}

impl RestGroup {
    /// Whether a medicine of this device type and propellant can be among them, for all that is told.
    pub(super) fn may_hold(&self, (device, gas): &(&'static str, Propellant)) -> bool {
        self.kind.as_ref().is_none_or(|(own, own_gas)| {
            (own == device || *own == UNKNOWN)
                && (own_gas == gas || *own_gas == Propellant::Unknown)
        })
    }
}

/// What was found to be computable, and may not stand by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) entries: BTreeSet<String>,
    pub(super) forms: BTreeSet<FormClass>,
    pub(super) substances: BTreeSet<(Atc, Route)>,
}

impl Folded {
    /// Takes more; whether there is any.
    pub(super) fn take(&mut self, more: Self) -> bool {
        let any = more != Self::default();
        self.entries.extend(more.entries);
        self.forms.extend(more.forms);
        self.substances.extend(more.substances);
        any
    }
}

/// Counts what is protected: patients, or rows where no row names a patient.
pub(super) struct Protected<'t> {
    tally: &'t Tally,
    limit: u64,
}

impl<'t> Protected<'t> {
    pub(super) const fn new(tally: &'t Tally, limit: u64) -> Self {
        Self { tally, limit }
    }

    /// Patients, or prescriptions.
    pub(super) fn what(&self) -> Protects {
        if self.are_patients() {
            Protects::Patients
        } else {
            Protects::Prescriptions
        }
    }

    /// Whether these are patients.
    pub(super) fn are_patients(&self) -> bool {
        self.tally.merges
            && self
                .tally
                .reach
                .as_ref()
                .is_none_or(|reach| reach.names_patients())
    }

    /// Whether groups of so many rows together are as many as the limit. Rows that name no patient
    /// beside others that do may be those of one patient.
    fn enough(&self, groups: impl IntoIterator<Item = Reached>, rows: u64) -> bool {
        if !self.are_patients() {
            return rows >= self.limit;
        }
        let patients = self.tally.reach.as_ref();
        let patients = patients.map_or(0, |reach| reach.patients(groups));
        patients >= self.limit
    }
}

/// A group on its way to a name or the rest.
struct Candidate<K> {
    key: K,
    /// What one of it weighs: the lightest joins the rest first. What was counted has no part in that
    /// choice, which would tell which of two counts is larger.
    weight: Fraction,
    rows: u64,
    reached: Vec<Reached>,
}

/// The groups that stand by name, and those of the rest: at least two that reach enough together. A
/// group goes into the rest, the lightest first, until that is so; the rest may be all there is.
fn split<K: Ord + Clone>(
    protected: &Protected<'_>,
    all: Vec<Candidate<K>>,
    may_stand: impl Fn(&Candidate<K>) -> bool,
) -> (Vec<Candidate<K>>, Vec<Candidate<K>>) {
    let (mut named, mut rest): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|one| may_stand(one) && protected.enough(one.reached.iter().copied(), one.rows));
    named.sort_by(|one, other| (other.weight, &other.key).cmp(&(one.weight, &one.key)));
    while !(rest.is_empty() || rest.len() >= 2 && reaches(protected, &rest)) {
        let Some(next) = named.pop() else { break };
        rest.push(next);
    }
    (named, rest)
}

fn reaches<K>(protected: &Protected<'_>, groups: &[Candidate<K>]) -> bool {
    let rows = groups.iter().map(|one| one.rows);
    let rows = rows.fold(0, u64::saturating_add);
    let reached = groups.iter().flat_map(|one| one.reached.iter().copied());
    protected.enough(reached, rows)
}

impl Groups {
    /// The groups of a tally with these inhaled medicines.
    pub(super) fn of(
        dataset: &Dataset,
        protected: &Protected<'_>,
        subjects: &[Subject<'_>],
        folded: &Folded,
    ) -> Self {
        let mut groups = Self::default();
        groups.inhalers(dataset, protected, subjects, folded);
        let tally = protected.tally;
        let forms = tally.forms.iter().filter(|(_, sum)| sum.rows > 0);
        let forms = forms.map(|(form, sum)| Candidate {
            key: *form,
            weight: Fraction::ZERO,
            rows: sum.rows,
            reached: vec![Reached::Form(*form)],
        });
        let (named, rest) = split(protected, forms.collect(), |one| {
            !folded.forms.contains(&one.key)
        });
        groups.forms = named.into_iter().map(|one| one.key).collect();
        groups.other_forms = rest.into_iter().map(|one| one.key).collect();
        let substances = tally.substances.iter().filter(|(key, mass)| {
            let reached = [Reached::Substance(key.0, key.1)];
            mass.rows > 0
                && !folded.substances.contains(key)
                && protected.enough(reached, mass.rows)
        });
        groups.substances = substances.map(|(key, _)| *key).collect();
        groups
    }

    fn inhalers(
        &mut self,
        dataset: &Dataset,
        protected: &Protected<'_>,
        subjects: &[Subject<'_>],
        folded: &Folded,
    ) {
        let mut entries: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, subject) in subjects.iter().enumerate() {
            entries.entry(&subject.id).or_default().push(at);
        }
        let candidate = |(id, places): (&str, Vec<usize>)| {
            let own = || places.iter().filter_map(|at| subjects.get(*at));
            let main = main_of(subjects, &places);
            Candidate {
                weight: main.and_then(weight_of_one).unwrap_or_default(),
                rows: own().map(|one| one.rows).fold(0, u64::saturating_add),
                reached: own().map(|one| Reached::Inhaler(one.place)).collect(),
                key: (id.to_owned(), places),
            }
        };
        let all: Vec<_> = entries.into_iter().map(candidate).collect();
        self.too_few = !reaches(protected, &all);
        let may_stand =
            |one: &Candidate<(String, Vec<usize>)>| !folded.entries.contains(&one.key.0);
        let (named, rest) = split(protected, all, may_stand);
        self.named = named.into_iter().map(|one| one.key).collect();
        // Small medicines of one kind stand together where they can, so that shares of kinds stay true.
        let mut kinds: BTreeMap<(&'static str, Propellant), Vec<_>> = BTreeMap::new();
        for one in rest {
            let main = main_of(subjects, &one.key.1);
            let kind = main.map(|main| (main.device(), main.propellant(dataset)));
            kinds
                .entry(kind.unwrap_or((UNKNOWN, Propellant::Unknown)))
                .or_default()
                .push(one);
        }
        let kinds = kinds.into_iter().map(|(kind, own)| {
            let rows = own.iter().map(|one| one.rows);
            Candidate {
                weight: Fraction::ZERO,
                rows: rows.fold(0, u64::saturating_add),
                reached: own.iter().flat_map(|one| one.reached.clone()).collect(),
                key: (
                    kind,
                    own.into_iter().map(|one| one.key.1).collect::<Vec<_>>(),
                ),
            }
        });
        let (kinds, mixed) = split(protected, kinds.collect(), |one| one.key.1.len() >= 2);
        let kinds = kinds.into_iter().map(|one| RestGroup {
            kind: Some(one.key.0),
            entries: one.key.1,
        });
        self.rest = kinds.collect();
        let mixed: Vec<_> = mixed.into_iter().map(|one| one.key).collect();
        if !mixed.is_empty() {
            let only = (mixed.len() == 1).then(|| mixed.first().map(|(kind, _)| kind.clone()));
            self.rest.push(RestGroup {
                kind: only.flatten(),
                entries: mixed.into_iter().flat_map(|(_, entries)| entries).collect(),
            });
        }
    }
}

/// The subject of an entry with the most rows.
pub(super) fn main_of<'s, 't>(
    subjects: &'s [Subject<'t>],
    places: &[usize],
) -> Option<&'s Subject<'t>> {
    let all = places.iter().filter_map(|at| subjects.get(*at));
    all.max_by_key(|one| (one.rows, std::cmp::Reverse(one.place)))
}
