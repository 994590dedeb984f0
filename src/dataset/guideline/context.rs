//! What is known of the patient and the moment of a prescription.

use super::fact::{Age, Answer, Fact, FactValue, Indication, Sex};
use crate::code::{Atc, Icpc};
use crate::dataset::product::Device;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the patient and the moment; nothing at first.
///
/// ```
/// use groenrecept::context::{Age, Context, Fact};
/// let context = Context::new()
///     .age(Age::new(82)?)
///     .icpc("R95".parse::<groenrecept::Icpc>().unwrap())
///     .fact(Fact::FRAIL, true);
/// assert_eq!(context.given(Fact::FRAIL), Some(true.into()));
/// assert_eq!(context.given(Fact::ACUTE_ATTACK), None);
/// # Ok::<(), groenrecept::ParseError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Context {
    age: Option<Age>,
    sex: Option<Sex>,
    icpc: BTreeSet<Icpc>,
    indications: BTreeSet<Indication>,
    beside: BTreeSet<Atc>,
    facts: BTreeMap<Fact, FactValue>,
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

    /// The sex, which may answer a fact.
    #[must_use]
    pub const fn sex(mut self, sex: Sex) -> Self {
        self.sex = Some(sex);
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

    /// Another medicine that the patient uses, which may answer a fact. That none is named is no
    /// answer.
    #[must_use]
    pub fn beside(mut self, atc: Atc) -> Self {
        self.beside.insert(atc);
        self
    }

    /// An answer to what a rule asks, yes or no or a number; of two answers to one fact the last
    /// counts. A fact that no rule of the data knows is named in the advice.
    ///
    /// ```
    /// use groenrecept::context::{Context, Fact, FactValue};
    /// let context = Context::new().fact(Fact::DAYS_SUPPLIED, 30).fact(Fact::FIRST_ISSUE, true);
    /// assert_eq!(context.given(Fact::DAYS_SUPPLIED), Some(FactValue::Number(30)));
    /// assert_eq!(context, Context::new().days_supplied(30).first_issue(true));
    /// ```
    #[must_use]
    pub fn fact(mut self, fact: Fact, value: impl Into<FactValue>) -> Self {
        self.facts.insert(fact, value.into());
        self
    }

    /// Whether the medicine is prescribed for the first time.
    #[must_use]
    pub fn first_issue(self, first: bool) -> Self {
        self.fact(Fact::FIRST_ISSUE, first)
    }

    /// The days of treatment that the prescription is for.
    #[must_use]
    pub fn days_supplied(self, days: u32) -> Self {
        self.fact(Fact::DAYS_SUPPLIED, days)
    }

    /// The doses of the same substance that the patient was prescribed in a year.
    #[must_use]
    pub fn doses_per_year(self, doses: u32) -> Self {
        self.fact(Fact::DOSES_PER_YEAR, doses)
    }

    /// The doses (puffs) that are taken at a time: several that become fewer rest on it.
    #[must_use]
    pub fn puffs_at_a_time(self, doses: u32) -> Self {
        self.fact(Fact::PUFFS_AT_A_TIME, doses)
    }

    /// The types of inhaler that the patient uses besides this one; none is an answer too.
    #[must_use]
    pub fn other_devices(mut self, devices: impl IntoIterator<Item = Device>) -> Self {
        self.other_devices = Some(devices.into_iter().collect());
        self
    }

    /// The answer to a fact as it was given; unknown of a number.
    #[must_use]
    pub(crate) fn answer(&self, fact: Fact) -> Answer {
        Answer::of(self.given(fact).and_then(FactValue::holds))
    }

    /// The value of a fact as it was given. What age, codes and other medicines tell of it is
    /// data, and counts where advice is given.
    #[must_use]
    pub fn given(&self, fact: Fact) -> Option<FactValue> {
        self.facts.get(&fact).copied()
    }

    /// The facts as they were given.
    #[must_use]
    pub const fn given_facts(&self) -> &BTreeMap<Fact, FactValue> {
        &self.facts
    }

    /// The age, where it is known.
    #[must_use]
    pub const fn given_age(&self) -> Option<Age> {
        self.age
    }

    /// The sex, where it is known.
    #[must_use]
    pub const fn given_sex(&self) -> Option<Sex> {
        self.sex
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

    /// The other medicines of the patient that were named.
    #[must_use]
    pub const fn given_beside(&self) -> &BTreeSet<Atc> {
        &self.beside
    }

    /// The types of inhaler besides, where they are known.
    #[must_use]
    pub const fn given_other_devices(&self) -> Option<&BTreeSet<Device>> {
        self.other_devices.as_ref()
    }
}
