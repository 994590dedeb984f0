//! The ATC code of a medicine that is not inhaled, by the name on its label.
//!
//! Nothing is guessed. A combination is never read as one of its substances, a word that is not
//! understood may be a second substance, and where the form leaves several codes none is chosen.

use super::label::{self, Label, PartKind};
use crate::code::Atc;
use crate::dataset::{Dataset, FormClass, Measure, Names, Route, SourceId, SubstanceCode};
use std::collections::BTreeSet;

/// The ATC codes that the name on a label can have, with their sources.
///
/// ```
/// use groenrecept::{Dataset, Engine};
/// use groenrecept::matching::Unclear;
/// let engine = Engine::new(&Dataset::embedded()?);
/// let found = engine.codes_by_name("OMEPRAZOL CAPSULE MSR 20MG").unwrap();
/// assert_eq!(found.code().unwrap().as_str(), "A02BC01");
/// // Tablets, gel or eye drops: the form decides, and it is not there.
/// let found = engine.codes_by_name("DICLOFENAC").unwrap();
/// assert_eq!((found.code(), found.codes.len()), (None, 3));
/// // One of two substances is not looked for alone.
/// let found = engine.codes_by_name("PARACETAMOL TABLET 500/20MG").unwrap();
/// assert_eq!(found.unclear, Some(Unclear::Combination));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CodesByName {
    /// The substances that the label names, in Dutch.
    pub substances: Vec<String>,
    /// The codes that it can be, by code; where it is not clear, those known of the name.
    pub codes: Vec<NamedCode>,
    /// Why none of the codes is followed; `None` where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unclear: Option<Unclear>,
}

/// An ATC code of a name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct NamedCode {
    /// The code.
    pub atc: Atc,
    /// What the source calls the substance.
    pub named: String,
    /// The source.
    pub source: SourceId,
    /// The place in the source.
    pub locator: String,
}

/// Why a name has no code that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unclear {
    /// The data has no code of the substance, or of this combination.
    NotInData,
    /// The data has codes of other forms only.
    OtherForm,
    /// A word is not understood; it may be a second substance.
    UnknownWord,
    /// The label states more strengths than it names substances.
    Combination,
}

impl CodesByName {
    /// What a label tells by the names on it, in the form that its words tell; `None` where it
    /// names no substance.
    fn of(text: &str, label: &Label, dataset: &Dataset) -> Option<Self> {
        let names = names(label)?;
        let rows = dataset.substance_codes(&names);
        let fits = |row: &&SubstanceCode| row.fits(label.form) && !speaks_against(label, row);
        let mut fitting: Vec<&SubstanceCode> = rows.iter().filter(fits).collect();
        if fitting.is_empty() {
            fitting.extend(rows.iter().filter(|row| is_injected_too(label, row)));
        }
        let unclear = if rows.is_empty() {
            Some(Unclear::NotInData)
        } else if has_unknown_word(text, label) {
            Some(Unclear::UnknownWord)
        } else if label
            .strengths
            .iter()
            .any(|one| one.amounts.len() > names.len())
        {
            Some(Unclear::Combination)
        } else {
            fitting.is_empty().then_some(Unclear::OtherForm)
        };
        let shown = match unclear {
            Some(Unclear::OtherForm) => rows.iter().collect(),
            _ => fitting,
        };
        let mut codes: Vec<NamedCode> = shown.into_iter().map(NamedCode::of).collect();
        codes.sort_by_key(|code| code.atc);
        Some(Self {
            substances: names.into_iter().collect(),
            codes,
            unclear,
        })
    }

    /// The code, where it is known which it is.
    #[must_use]
    pub fn code(&self) -> Option<Atc> {
        match self.possible().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The codes that it can be; none where that is unclear.
    pub(super) fn possible(&self) -> Vec<Atc> {
        let codes = self.codes.iter().map(|code| code.atc);
        codes.filter(|_| self.unclear.is_none()).collect()
    }

    /// Whether a code is none of a name that the label states clearly.
    pub(crate) fn contradicts(&self, atc: &Atc) -> bool {
        let stated = matches!(self.unclear, None | Some(Unclear::OtherForm));
        stated && !self.codes.iter().any(|code| atc.is_prefix_of(&code.atc))
    }
}

impl NamedCode {
    fn of(row: &SubstanceCode) -> Self {
        Self {
            atc: row.atc,
            named: row.named.clone(),
            source: row.provenance.source.clone(),
            locator: row.provenance.locator.clone(),
        }
    }
}

/// The substances that a label names; `None` where it names none, or one of several.
fn names(label: &Label) -> Option<Names> {
    let mut all: Names = label.brand_substances.clone();
    for word in &label.substances {
        let mut each = word.iter();
        match (each.next(), each.next()) {
            (Some(name), None) => all.insert(name.clone()),
            _ => return None,
        };
    }
    (!all.is_empty() && !label.not_medicine).then_some(all)
}

/// Whether a word of some length is not understood.
fn has_unknown_word(text: &str, label: &Label) -> bool {
    let unknown = label
        .parts
        .iter()
        .filter(|part| part.kind == PartKind::Unknown);
    let words = unknown.filter_map(|part| text.get(part.start..part.end));
    words
        .map(|word| word.chars().filter(|one| one.is_alphabetic()).count())
        .any(|letters| letters >= MIN_WORD)
}

/// No shorter word is taken for a name that is not known.
const MIN_WORD: usize = 3;

/// Whether a strength in percent, of a form that the label does not tell, speaks against what is
/// swallowed or injected.
fn speaks_against(label: &Label, row: &SubstanceCode) -> bool {
    const INSIDE: [Route; 3] = [Route::Oral, Route::Rectal, Route::Parenteral];
    let mut amounts = label.strengths.iter().flat_map(|one| &one.amounts);
    label.form == FormClass::Unknown
        && amounts.any(|amount| amount.unit == Some(Measure::Percent))
        && row.routes.iter().all(|route| INSIDE.contains(route))
}

/// Whether what is injected has this code, where the data has no code of what is injected: the code
/// of a medicine for the whole body is that of what is swallowed and of a suppository alike, and
/// what is used in one place has another.
fn is_injected_too(label: &Label, row: &SubstanceCode) -> bool {
    const BODY: [Route; 2] = [Route::Oral, Route::Rectal];
    label.form.route() == Route::Parenteral
        && row.forms.is_empty()
        && BODY.iter().all(|route| row.routes.contains(route))
}

/// What the name on a label tells of its code.
pub(crate) fn codes_by_name(text: &str, dataset: &Dataset) -> Option<CodesByName> {
    let tokens = label::tokens(text);
    let words = dataset.vocabulary();
    let form = label::form(&tokens, None, words);
    let read = label::read(&tokens, form, words, &BTreeSet::new());
    CodesByName::of(text, &read, dataset)
}
