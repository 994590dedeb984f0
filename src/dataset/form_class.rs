//! The forms in which medicines are given, and the words that tell them.

use super::water::Route;

/// The form in which a medicine is given, as far as a label tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum FormClass {
    /// A tablet or capsule that is swallowed, chewed or dispersed.
    OralSolid,
    /// A tablet or granules that fizz in water.
    Effervescent,
    /// Powder or granules to be taken, with or without water.
    OralPowder,
    /// A drink, syrup, suspension or drops to be taken.
    OralLiquid,
    /// Something for the mouth alone: under the tongue, in the cheek, a mouth wash.
    Oromucosal,
    /// An injection, or a thing to make one from.
    Injection,
    /// An infusion.
    Infusion,
    /// A pre-filled pen with insulin, thrown away when it is empty.
    InsulinPen,
    /// A pre-filled pen of which it is not known that it holds insulin.
    InjectionPen,
    /// A cartridge for a pen that stays.
    Cartridge,
    /// Something for the skin: cream, ointment, gel, lotion.
    Dermal,
    /// A patch.
    Patch,
    /// Something for the eye.
    Eye,
    /// Something for the ear.
    Ear,
    /// Something for the nose.
    Nose,
    /// A suppository.
    Suppository,
    /// Another form for the rectum, such as an enema.
    Rectal,
    /// A form for the vagina.
    Vaginal,
    /// A medicine to be inhaled that is none of those for asthma or COPD.
    Inhalation,
    /// The label does not tell the form, or tells two.
    Unknown,
}

impl FormClass {
    /// The route by which a form reaches the body.
    ///
    /// ```
    /// use groenrecept::dataset::{FormClass, Route};
    /// assert_eq!(FormClass::Dermal.route(), Route::Dermal);
    /// assert_eq!(FormClass::Patch.route(), Route::Transdermal);
    /// ```
    #[must_use]
    pub const fn route(self) -> Route {
        match self {
            Self::OralSolid | Self::Effervescent | Self::OralPowder | Self::OralLiquid => {
                Route::Oral
            }
            Self::Oromucosal => Route::Oromucosal,
            Self::Injection
            | Self::Infusion
            | Self::InsulinPen
            | Self::InjectionPen
            | Self::Cartridge => Route::Parenteral,
            Self::Dermal => Route::Dermal,
            Self::Patch => Route::Transdermal,
            Self::Eye => Route::Eye,
            Self::Ear => Route::Ear,
            Self::Nose => Route::Nasal,
            Self::Suppository | Self::Rectal => Route::Rectal,
            Self::Vaginal => Route::Vaginal,
            Self::Inhalation => Route::Inhaled,
            Self::Unknown => Route::Unknown,
        }
    }

    /// Whether a mass that stands alone on a label is that of one piece, as of a tablet.
    ///
    /// ```
    /// use groenrecept::dataset::FormClass;
    /// assert!(FormClass::Suppository.is_dosed_by_piece());
    /// assert!(!FormClass::Dermal.is_dosed_by_piece()); // 30G is what a tube holds
    /// ```
    #[must_use]
    pub const fn is_dosed_by_piece(self) -> bool {
        matches!(
            self,
            Self::OralSolid | Self::Effervescent | Self::Oromucosal | Self::Suppository
        )
    }

    /// The word as it stands in data files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What one word of a label, or a group of ATC codes, tells of the form.
#[derive(strum::EnumString)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FormWord {
    /// The form itself.
    #[strum(disabled)]
    Class(FormClass),
    /// Powder, of which the use is not said.
    Powder,
    /// Granules.
    Granules,
    /// A liquid, of which the use is not said.
    Liquid,
    /// Drops, of which the use is not said.
    Drops,
    /// A spray, of which the use is not said.
    Spray,
    /// To be taken by mouth.
    Oral,
    /// A pre-filled pen.
    Pen,
    /// Insulin.
    Insulin,
    /// A group of which a cream or liquid may be used in several places.
    Unclear,
}

impl FormWord {
    /// The meaning of a value in `vocabulary.csv`.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let class = || word.parse().ok().map(Self::Class);
        word.parse().ok().or_else(class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_class_or_says_what_a_form_has() {
        let patch = FormWord::Class(FormClass::Patch);
        assert_eq!(FormWord::parse("patch"), Some(patch));
        assert_eq!(FormWord::parse("drops"), Some(FormWord::Drops));
        assert_eq!(FormWord::parse("lozenge"), None);
    }
}
