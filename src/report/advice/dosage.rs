//! What became of the directions for use, in words.

use crate::advice::DosageUse;
use crate::diagnostic::Message;

/// What became of the directions for use.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct DosageReport {
    /// The directions as they were given.
    pub given: String,
    /// The doses at a time that they say; `null` where they were not understood.
    pub at_a_time: Option<u32>,
    /// Another number that was answered; the lower counts. `null` where none was.
    pub answered: Option<u32>,
    /// What became of them.
    pub text: Message,
}

impl DosageReport {
    pub(super) fn of(given: &str, dosage: DosageUse) -> Self {
        let read = |doses| {
            let one = doses == 1;
            (
                format!(
                    "Het gebruik '{given}' is gelezen als {doses} {} per keer",
                    if one { "inhalatie" } else { "inhalaties" }
                ),
                format!(
                    "The directions '{given}' were read as {doses} {} at a time",
                    if one { "inhalation" } else { "inhalations" }
                ),
            )
        };
        let (at_a_time, answered, text) = match dosage {
            DosageUse::AtATime(doses) => {
                let (nl, en) = read(doses);
                (Some(doses), None, (format!("{nl}."), format!("{en}.")))
            }
            DosageUse::Differs { dosage, answer } => {
                let (nl, en) = read(dosage);
                let text = (
                    format!(
                        "{nl}, en opgegeven is {answer}: dat spreekt elkaar tegen, en het laagste telt."
                    ),
                    format!(
                        "{en}, and {answer} was given: these contradict each other, and the lower counts."
                    ),
                );
                (Some(dosage), Some(answer), text)
            }
            DosageUse::NotUnderstood => {
                let text = (
                    format!("Het gebruik '{given}' is niet begrepen en telt niet mee."),
                    format!("The directions '{given}' were not understood and do not count."),
                );
                (None, None, text)
            }
        };
        Self {
            given: given.to_owned(),
            at_a_time,
            answered,
            text: text.into(),
        }
    }
}
