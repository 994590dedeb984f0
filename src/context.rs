//! What is known of the patient and the moment of a prescription.
//!
//! Everything may be unknown, and unknown is never taken for no: a rule that needs the answer
//! says what to ask first.

pub use crate::dataset::guideline::{Age, Answer, Fact, Indication};

use crate::code::Icpc;
use crate::dataset::Device;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the patient and the moment; nothing at first.
///
/// ```
/// use groenrecept::context::{Age, Answer, Context, Fact};
/// let context = Context::new()
///     .age(Age::new(82)?)
///     .icpc("R95".parse::<groenrecept::Icpc>().unwrap())
///     .fact(Fact::Frail, true);
/// assert_eq!(context.answer(Fact::Frail), Answer::Yes);
/// assert_eq!(context.answer(Fact::AcuteAttack), Answer::Unknown);
/// # Ok::<(), groenrecept::ParseError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Context {
    age: Option<Age>,
    icpc: BTreeSet<Icpc>,
    indications: BTreeSet<Indication>,
    facts: BTreeMap<Fact, bool>,
    first_issue: Option<bool>,
    days_supplied: Option<u32>,
    doses_per_year: Option<u32>,
    other_devices: Option<BTreeSet<Device>>,
}

impl Context {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The age.
    #[must_use]
    pub const fn age(mut self, age: Age) -> Self {
        self.age = Some(age);
        self
    }

    /// An ICPC code that the medicine is prescribed for.
    #[must_use]
    pub fn icpc(mut self, code: Icpc) -> Self {
        self.icpc.insert(code);
        self
    }

    /// An indication, where there is no ICPC code for it.
    #[must_use]
    pub fn indication(mut self, indication: Indication) -> Self {
        self.indications.insert(indication);
        self
    }

    /// An answer to what a rule asks; of two answers to one fact the last counts.
    #[must_use]
    pub fn fact(mut self, fact: Fact, holds: bool) -> Self {
        self.facts.insert(fact, holds);
        self
    }

    /// Whether the medicine is prescribed for the first time.
    #[must_use]
    pub const fn first_issue(mut self, first: bool) -> Self {
        self.first_issue = Some(first);
        self
    }

    /// The days of treatment that the prescription is for.
    #[must_use]
    pub const fn days_supplied(mut self, days: u32) -> Self {
        self.days_supplied = Some(days);
        self
    }

    /// The doses of the same substance that the patient was prescribed in a year.
    #[must_use]
    pub const fn doses_per_year(mut self, doses: u32) -> Self {
        self.doses_per_year = Some(doses);
        self
    }

    /// The types of inhaler that the patient uses besides this one; none is an answer too.
    #[must_use]
    pub fn other_devices(mut self, devices: impl IntoIterator<Item = Device>) -> Self {
        self.other_devices = Some(devices.into_iter().collect());
        self
    }

    /// The answer to a fact: the one given, and otherwise what the age tells: a child is no frail
    /// older person.
    ///
    /// ```
    /// use groenrecept::context::{Age, Answer, Context, Fact};
    /// let child = Context::new().age(Age::new(4)?);
    /// assert_eq!(child.answer(Fact::Frail), Answer::No);
    /// assert_eq!(child.answer(Fact::AcuteAttack), Answer::Unknown);
    /// # Ok::<(), groenrecept::ParseError>(())
    /// ```
    #[must_use]
    pub fn answer(&self, fact: Fact) -> Answer {
        let child = |age: Age| age.years() < Age::ADULT;
        match (self.given(fact), fact) {
            (Answer::Unknown, Fact::Frail) if self.age.is_some_and(child) => Answer::No,
            (given, _) => given,
        }
    }

    /// The answer to a fact as it was given.
    pub(crate) fn given(&self, fact: Fact) -> Answer {
        Answer::of(self.facts.get(&fact).copied())
    }

    /// The age, where it is known.
    #[must_use]
    pub const fn given_age(&self) -> Option<Age> {
        self.age
    }

    /// The ICPC codes that it is prescribed for.
    #[must_use]
    pub const fn given_icpc(&self) -> &BTreeSet<Icpc> {
        &self.icpc
    }

    /// The indications that were named without a code.
    #[must_use]
    pub const fn given_indications(&self) -> &BTreeSet<Indication> {
        &self.indications
    }

    /// Whether it is prescribed for the first time, where that is known.
    #[must_use]
    pub const fn given_first_issue(&self) -> Option<bool> {
        self.first_issue
    }

    /// The days of treatment, where they are known.
    #[must_use]
    pub const fn given_days_supplied(&self) -> Option<u32> {
        self.days_supplied
    }

    /// The doses of a year, where they are known.
    #[must_use]
    pub const fn given_doses_per_year(&self) -> Option<u32> {
        self.doses_per_year
    }

    /// The types of inhaler besides, where they are known.
    #[must_use]
    pub const fn given_other_devices(&self) -> Option<&BTreeSet<Device>> {
        self.other_devices.as_ref()
    }
}
