//! The words of labels and unit columns, as data.

use super::form_class::FormWord;
use super::table::{Findings, Table};
use crate::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};

/// What a word on a label or in a unit column can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKind {
    /// A substance; the value names it (alternatives separated by `|`).
    Substance,
    /// A form for inhalation; the value lists the device types it can be.
    Form,
    /// Capsules with powder for inhalation.
    Capsule,
    /// A device by its name.
    DeviceName,
    /// A maker.
    Maker,
    /// A word without meaning for the match.
    Ignore,
    /// A device that is meant where a product of it exists, and says nothing otherwise.
    DeviceHint,
    /// A form that is not for inhalation, unless a word for inhalation stands beside it.
    OtherRoute,
    /// The start of words for another route, whatever stands beside them.
    NotInhaledStart,
    /// A thing that is not a medicine.
    NotMedicine,
    /// A unit that counts devices or packs.
    UnitDevice,
    /// A unit that counts doses.
    UnitDose,
    /// Millilitres.
    UnitMl,
    /// Grams.
    UnitGram,
    /// A word about the form of another medicine; the value is a [`super::FormWord`].
    MedicineForm,
    /// The start of words about the form of another medicine.
    MedicineFormStart,
    /// A group of ATC codes that tells where a cream or liquid is used, or insulin.
    MedicineGroup,
    /// A unit that counts pieces of another medicine, such as tablets.
    UnitPiece,
    /// A unit that counts packs of another medicine.
    UnitPack,
    /// A status of a prescription that was cancelled: it never became a treatment.
    StatusCancelled,
    /// A status of a prescription that was stopped before its end.
    StatusStopped,
    /// A status of a prescription that stands.
    StatusStands,
    /// What a column about stopping or repeats says where the answer is no.
    No,
    /// What a column about repeats says where the answer is yes.
    Yes,
    /// The unit of time of a dosage code; the value is its length in days, whole, decimal or as
    /// in `1/24`.
    DosageTime,
    /// A unit of a dosage code that is one dose.
    DosageDose,
    /// A unit of a dosage code that is one piece.
    DosagePiece,
    /// A word behind a dosage code that makes the amount an upper bound, as in `zo nodig`.
    DosageUpTo,
    /// A word behind a dosage code that says that the dose changes.
    DosageChanges,
}

const KINDS: &[(&str, WordKind)] = &[
    ("substance", WordKind::Substance),
    ("form", WordKind::Form),
    ("capsule", WordKind::Capsule),
    ("device_name", WordKind::DeviceName),
    ("maker", WordKind::Maker),
    ("ignore", WordKind::Ignore),
    ("device_hint", WordKind::DeviceHint),
    ("other_route", WordKind::OtherRoute),
    ("not_inhaled_start", WordKind::NotInhaledStart),
    ("not_medicine", WordKind::NotMedicine),
    ("unit_device", WordKind::UnitDevice),
    ("unit_dose", WordKind::UnitDose),
    ("unit_ml", WordKind::UnitMl),
    ("unit_gram", WordKind::UnitGram),
    ("medicine_form", WordKind::MedicineForm),
    ("medicine_form_start", WordKind::MedicineFormStart),
    ("medicine_group", WordKind::MedicineGroup),
    ("unit_piece", WordKind::UnitPiece),
    ("unit_pack", WordKind::UnitPack),
    ("status_cancelled", WordKind::StatusCancelled),
    ("status_stopped", WordKind::StatusStopped),
    ("status_stands", WordKind::StatusStands),
    ("no", WordKind::No),
    ("yes", WordKind::Yes),
    ("dosage_time", WordKind::DosageTime),
    ("dosage_dose", WordKind::DosageDose),
    ("dosage_piece", WordKind::DosagePiece),
    ("dosage_up_to", WordKind::DosageUpTo),
    ("dosage_changes", WordKind::DosageChanges),
];

/// Words by kind. A word may have several kinds: `FL` is a pack in a unit column and says
/// nothing on a label.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: BTreeMap<WordKind, BTreeMap<String, BTreeSet<String>>>,
}

impl Vocabulary {
    /// What a word in upper case means as this kind; `None` when it is no such word.
    #[must_use]
    pub fn get(&self, kind: WordKind, word: &str) -> Option<&BTreeSet<String>> {
        self.words.get(&kind)?.get(word)
    }

    /// Whether a word in upper case starts with one of this kind.
    #[must_use]
    pub fn starts(&self, kind: WordKind, word: &str) -> bool {
        let starts = self.words.get(&kind).into_iter().flat_map(BTreeMap::keys);
        starts.into_iter().any(|start| word.starts_with(start))
    }

    /// What the starts of this kind say of a word in upper case.
    pub fn by_start<'a>(&'a self, kind: WordKind, word: &'a str) -> impl Iterator<Item = &'a str> {
        let starts = self.words.get(&kind).into_iter().flatten();
        starts
            .filter(move |(start, _)| word.starts_with(start.as_str()))
            .flat_map(|(_, values)| values.iter().map(String::as_str))
    }

    /// Whether a word in upper case is of this kind.
    #[must_use]
    pub fn is(&self, kind: WordKind, word: &str) -> bool {
        self.get(kind, word).is_some()
    }
}

/// Whether the values of a kind are [`FormWord`]s.
const fn tells_form(kind: WordKind) -> bool {
    matches!(
        kind,
        WordKind::MedicineForm | WordKind::MedicineFormStart | WordKind::MedicineGroup
    )
}

pub(crate) const REQUIRED: &[&str] = &["kind", "term", "value"];

pub(crate) fn read(table: &Table, into: &mut Vocabulary, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let kind = row.word("kind", KINDS, findings);
        let Some((kind, term)) = kind.zip(row.needed("term", findings)) else {
            continue;
        };
        if !seen.insert((kind, term)) {
            let kind = row.text("kind");
            let message = (
                format!("'{term}' staat twee keer onder {kind} in dit bestand"),
                format!("'{term}' stands twice under {kind} in this file"),
            );
            findings.push(Code::DuplicateId, row.place("term"), message);
        }
        if term != term.to_uppercase() || term.contains(|c: char| !c.is_alphanumeric()) {
            findings.push(
                Code::UnknownWord,
                row.place("term"),
                (
                    format!("'{term}' moet één woord van hoofdletters en cijfers zijn"),
                    format!("'{term}' must be one word of upper case letters and digits"),
                ),
            );
            continue;
        }
        let values: BTreeSet<String> = row.text("value").split('|').map(str::to_owned).collect();
        if tells_form(kind)
            && let Some(wrong) = values.iter().find(|value| FormWord::parse(value).is_none())
        {
            findings.push(
                Code::UnknownWord,
                row.place("value"),
                (
                    format!(
                        "'{wrong}' is geen vorm van een geneesmiddel, zoals oral_solid of drops"
                    ),
                    format!("'{wrong}' is no form of a medicine, such as oral_solid or drops"),
                ),
            );
            continue;
        }
        into.words
            .entry(kind)
            .or_default()
            .insert(term.to_owned(), values);
    }
}
