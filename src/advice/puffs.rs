//! How many doses are taken at a time, which several doses that become fewer rest on.

use super::dose::Dose;
use super::{Ask, Guard};
use crate::context::{Context, Fact, FactValue};
use crate::dataset::Dataset;
use crate::diagnostic::Message;
use crate::matching::{DirectionWords, Directions};
use crate::prescription::Prescription;

/// What became of the directions for use of an inhaled medicine.
///
/// ```
/// use groenrecept::advice::{DosageUse, Options};
/// use groenrecept::{Context, Dataset, Engine, Prescription};
/// let engine = Engine::new(&Dataset::embedded()?);
/// let advice = |dosage| {
///     let line = Prescription::new().label("FOSTER AEROSOL 100/6UG/DO 120DO").dosage(dosage);
///     engine.advise(&line, &Context::new().puffs_at_a_time(2), &Options::for_patient()).dosage
/// };
/// assert_eq!(advice(""), None);
/// assert_eq!(advice("2 dd 2"), Some(DosageUse::AtATime(2)));
/// assert_eq!(advice("2 dd 1"), Some(DosageUse::Differs { dosage: 1, answer: 2 }));
/// assert_eq!(advice("volgens schema"), Some(DosageUse::NotUnderstood));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DosageUse {
    /// So many doses at a time; of a range the lowest.
    AtATime(u32),
    /// They say another number than the answer that was given; the lower counts.
    Differs {
        /// What they say.
        dosage: u32,
        /// What was answered.
        answer: u32,
    },
    /// They name no number of doses at a time, so that nothing rests on them.
    NotUnderstood,
}

impl DosageUse {
    /// What the directions of a prescription say; `None` where there are none.
    pub(super) fn of(
        prescription: &Prescription,
        context: &Context,
        dataset: &Dataset,
    ) -> Option<Self> {
        let text = prescription.given_dosage().trim();
        if text.is_empty() {
            return None;
        }
        let read = Directions::at_a_time(text, &DirectionWords::of(dataset));
        Some(match (read, answered(context)) {
            (None, _) => Self::NotUnderstood,
            (Some(dosage), Some(answer)) if answer != dosage => Self::Differs { dosage, answer },
            (Some(dosage), _) => Self::AtATime(dosage),
        })
    }

    /// That directions are of no use where nothing is inhaled.
    pub(super) fn unused(prescription: &Prescription) -> Option<(String, Message)> {
        let given = !prescription.given_dosage().trim().is_empty();
        let why = (
            "het gebruik telt alleen bij een inhalatiemiddel",
            "the directions for use count for an inhaled medicine only",
        );
        given.then(|| ("dosage".to_owned(), why.into()))
    }

    /// A context with the number that counts.
    pub(super) fn told(self, context: &Context) -> Context {
        match self {
            Self::AtATime(doses) => context.clone().puffs_at_a_time(doses),
            Self::Differs { dosage, answer } => context.clone().puffs_at_a_time(dosage.min(answer)),
            Self::NotUnderstood => context.clone(),
        }
    }
}

/// The doses at a time that are known; none at all is no answer.
fn answered(context: &Context) -> Option<u32> {
    let value = context.given(Fact::PUFFS_AT_A_TIME);
    value.and_then(FactValue::number).filter(|doses| *doses > 0)
}

impl Dose {
    /// What must be asked before several doses of what is prescribed become fewer.
    ///
    /// # Errors
    /// [`Guard::Puffs`] where the doses at a time are no multiple of them.
    pub(super) fn asks(&self, context: &Context) -> Result<Option<Ask>, Guard> {
        if self.from_doses <= 1 {
            return Ok(None);
        }
        match answered(context) {
            None => Ok(Some(Ask::Fact(Fact::PUFFS_AT_A_TIME))),
            Some(_) => match self.at_a_time(context) {
                Some(_) => Ok(None),
                None => Err(Guard::Puffs),
            },
        }
    }

    /// The doses at a time of what is prescribed, and of the alternative instead; `None` where
    /// they are not known, or no whole number stands for them.
    pub(super) fn at_a_time(&self, context: &Context) -> Option<[u32; 2]> {
        let doses = answered(context)?;
        let whole = doses.checked_rem(self.from_doses)? == 0;
        let times = doses.checked_div(self.from_doses).filter(|_| whole)?;
        Some([doses, times.checked_mul(self.to_doses)?])
    }
}
