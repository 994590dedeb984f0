//! What became of the amount of a prescription, with what it weighs.

use super::Ends;
use crate::advice::{AmountUse, ComparedFor};
use crate::diagnostic::Message;
use crate::language::Language;
use crate::matching::Decided;
use crate::prescription::NoImpact;
use crate::quantity::{Quantity, Range};
use crate::report::digits::Digits;
use crate::report::wording;

/// What became of the amount.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct AmountReport {
    /// Number and unit as they were given.
    pub given: String,
    /// What became of them.
    pub kind: AmountFate,
    /// How they were read; `null` where they were not.
    pub decided: Option<Decided>,
    /// Whether they were read otherwise than a unit beside them says.
    pub corrected: bool,
    /// Whether it is more than is likely on one prescription.
    pub unusual: bool,
    /// kg CO2e of the amount; `null` where it was not read or there is no value.
    pub climate: Option<Ends>,
    /// Why it cannot be used, where that is so; the sentence says it.
    #[serde(skip)]
    pub refused: Option<NoImpact>,
    /// The same as a sentence.
    pub text: Message,
}

/// What became of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AmountFate {
    /// It was read.
    Stated,
    /// None was given: comparisons are of one pack.
    Assumed,
    /// It cannot be used: comparisons are of one pack, and not of what is prescribed.
    NotUsable,
    /// Nothing is computed from it: the medicine is no inhaled one.
    NotUsed,
}

impl AmountReport {
    /// What became of the amount; `None` where none was given and nothing is computed from one.
    pub(super) fn of(
        given: &str,
        amount: Option<&AmountUse>,
        (pack, unusual): (Option<u32>, bool),
        climate: Result<Range, NoImpact>,
    ) -> Option<Self> {
        if amount.is_none() && given.is_empty() {
            return None;
        }
        let (kind, decided, refused) = match amount {
            Some(AmountUse::Stated(_, decided)) => (AmountFate::Stated, Some(*decided), None),
            Some(AmountUse::Assumed) => (AmountFate::Assumed, None, None),
            Some(AmountUse::NotUsable(reason)) => (AmountFate::NotUsable, None, Some(*reason)),
            None => (AmountFate::NotUsed, None, None),
        };
        let no_value = climate.err().filter(|_| kind == AmountFate::Stated);
        let text = |language| {
            let mut told = sentence(given, amount, pack, language);
            if unusual {
                told.push_str(language.say(
                    " Dat is meer dan op één voorschrift te verwachten is: kijk of het klopt.",
                    " That is more than is likely on one prescription: see whether it is right.",
                ));
            }
            let Some(reason) = no_value else { return told };
            let reason = wording::of(language).no_impact(&reason);
            format!("{told} {}", super::words::capital(&reason))
        };
        Some(Self {
            given: given.to_owned(),
            kind,
            decided,
            unusual,
            corrected: decided.is_some_and(Decided::is_correction),
            climate: climate.ok().map(Ends::from),
            refused,
            text: (text(Language::Dutch), text(Language::English)).into(),
        })
    }
}

fn sentence(
    given: &str,
    amount: Option<&AmountUse>,
    pack: Option<u32>,
    language: Language,
) -> String {
    let Some(amount) = amount else {
        return match language {
            Language::Dutch => format!(
                "De hoeveelheid '{given}' is niet gebruikt: voor dit middel wordt niets per hoeveelheid berekend."
            ),
            Language::English => format!(
                "The amount '{given}' was not used: for this medicine nothing is computed by amount."
            ),
        };
    };
    let (doses, compared) = amount.compared(pack);
    let doses = counted(Quantity::new(doses, crate::quantity::Unit::Dose), language);
    let portion = match (compared, language) {
        (ComparedFor::OnePack, Language::Dutch) => format!("één verpakking ({doses})"),
        (ComparedFor::OnePack, Language::English) => format!("one pack ({doses})"),
        (ComparedFor::TwelveDoses, Language::Dutch) => {
            format!("{doses}, want hoeveel er in een verpakking zitten is niet bekend")
        }
        (ComparedFor::TwelveDoses, Language::English) => {
            format!("{doses}, since it is not known how many are in a pack")
        }
        (ComparedFor::Prescribed, _) => String::new(),
    };
    match (amount, language) {
        (AmountUse::Assumed, Language::Dutch) => {
            format!("Er is geen hoeveelheid gegeven; vergeleken is met {portion}.")
        }
        (AmountUse::Assumed, Language::English) => {
            format!("No amount is given; what is compared is {portion}.")
        }
        (AmountUse::NotUsable(reason), Language::Dutch) => format!(
            "De hoeveelheid '{given}' is niet gebruikt: {}. Wat hieronder in kg of geld staat, geldt voor {portion}, en niet voor dit voorschrift.",
            why(*reason, language)
        ),
        (AmountUse::NotUsable(reason), Language::English) => format!(
            "The amount '{given}' was not used: {}. What stands below in kg or money is for {portion}, and not for this prescription.",
            why(*reason, language)
        ),
        (AmountUse::Stated(quantity, decided), _) => {
            let mut told = read(given, quantity.central(), *decided, language);
            for end in [quantity.low(), quantity.high()] {
                if end != quantity.central() {
                    let end = counted(end, language);
                    told.push_str(&match language {
                        Language::Dutch => format!(" Het kan ook {end} zijn."),
                        Language::English => format!(" It can be {end} as well."),
                    });
                }
            }
            if compared != ComparedFor::Prescribed {
                told.push_str(&match language {
                    Language::Dutch => format!(" Vergeleken is met {portion}."),
                    Language::English => format!(" What is compared is {portion}."),
                });
            }
            told
        }
    }
}

/// What an amount was read as, and how.
fn read(given: &str, quantity: Quantity, decided: Decided, language: Language) -> String {
    let how = wording::of(language).decided(decided);
    let quantity = counted(quantity, language);
    let mut told = match language {
        Language::Dutch => format!("De hoeveelheid '{given}' is gelezen als {quantity} ({how})."),
        Language::English => format!("The amount '{given}' was read as {quantity} ({how})."),
    };
    if decided.is_correction() {
        told.push_str(language.say(
            " Dat staat er niet zo: kijk of het klopt.",
            " It does not say so itself: see whether that is right.",
        ));
    }
    told
}

/// Why an amount cannot be used, as a part of a sentence.
fn why(reason: NoImpact, language: Language) -> String {
    let words = wording::of(language);
    match reason {
        NoImpact::Refused(refused) => return words.reason(refused.into()).to_owned(),
        NoImpact::Amount(no) => return words.reason(no.into()).to_owned(),
        NoImpact::NotInhaled(_) | NoImpact::NotAbove | NoImpact::NoValue | NoImpact::Overflow => {}
    }
    words.no_impact(&reason).trim_end_matches('.').to_owned()
}

fn counted(quantity: Quantity, language: Language) -> String {
    Digits(wording::of(language)).quantity(quantity)
}
