//! The words of labels and unit columns, as data.

use super::form_class::FormWord;
use super::measure::Measure;
use super::table::{Findings, Table};
use crate::diagnostic::Code;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What a word on a label or in a unit column can mean.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub(crate) enum WordKind {
    /// A substance; the value names it (alternatives separated by `|`).
    Substance,
    /// A salt, ester or hydrate behind the name of a substance, or at its end.
    Salt,
    /// A brand of a medicine that is no product of the data; the value names its substances,
    /// separated by `/`.
    Brand,
    /// A word about a form, such as `MSR`; the value says what it means.
    Modifier,
    /// What a pack is in, such as a bottle.
    Container,
    /// A unit of a strength or content; the value is a [`super::Measure`].
    Measure,
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
    /// A unit that counts devices, or pieces of any kind.
    UnitDevice,
    /// A unit that counts doses.
    UnitDose,
    /// Millilitres.
    UnitMl,
    /// Grams.
    UnitGram,
    /// A word about the form of another medicine; the value says which.
    MedicineForm,
    /// The start of words about the form of another medicine.
    MedicineFormStart,
    /// A group of ATC codes that tells where a cream or liquid is used, or insulin.
    MedicineGroup,
    /// A unit that counts pieces, such as tablets and capsules.
    UnitPiece,
    /// A unit that counts packs.
    UnitPack,
    /// A unit that counts defined daily doses.
    UnitDdd,
    /// A first word of a row that adds up others.
    Total,
    /// A word in a column of patients that names nobody.
    Nobody,
    /// A status of a prescription that was cancelled: it never became a treatment.
    StatusCancelled,
    /// A status of a prescription that was brought back: cancelled, but where a row with an amount
    /// below zero is the return itself.
    StatusReturned,
    /// A status of a prescription that was never issued: a draft.
    StatusDraft,
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

/// Words by kind. A word may have several kinds: `FL` is a pack in a unit column and says
/// nothing on a label.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    words: BTreeMap<String, BTreeMap<WordKind, BTreeSet<String>>>,
    starts: BTreeMap<WordKind, BTreeMap<String, BTreeSet<String>>>,
    measures: BTreeMap<String, (Decimal, Measure)>,
    /// The bytes of the longest word of each kind.
    longest: BTreeMap<WordKind, usize>,
}

impl Vocabulary {
    /// What a word in upper case means as this kind; `None` when it is no such word.
    #[must_use]
    pub(crate) fn get(&self, kind: WordKind, word: &str) -> Option<&BTreeSet<String>> {
        self.words.get(word)?.get(&kind)
    }

    /// Whether a word in upper case is of any kind.
    #[must_use]
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Whether a word in upper case starts with one of this kind.
    #[must_use]
    pub(crate) fn starts(&self, kind: WordKind, word: &str) -> bool {
        let starts = self.starts.get(&kind).into_iter().flat_map(BTreeMap::keys);
        starts.into_iter().any(|start| word.starts_with(start))
    }

    /// What the starts of this kind say of a word in upper case.
    pub(crate) fn by_start<'a>(
        &'a self,
        kind: WordKind,
        word: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        let starts = self.starts.get(&kind).into_iter().flatten();
        starts
            .filter(move |(start, _)| word.starts_with(start.as_str()))
            .flat_map(|(_, values)| values.iter().map(String::as_str))
    }

    /// What a number before this word in upper case counts, and how many of it.
    #[must_use]
    pub(crate) fn measure(&self, word: &str) -> Option<(Decimal, Measure)> {
        self.measures.get(word).copied()
    }

    /// The substance and the salts of a word in upper case that is a substance followed by
    /// one or two salts, each in full, such as `DICLOFENACNATRIUM`; `None` otherwise, and
    /// where it can be cut in two ways that name different substances.
    #[must_use]
    pub(crate) fn compound(&self, word: &str) -> Option<(&BTreeSet<String>, Vec<&str>)> {
        if word.len() > self.reach(&[WordKind::Substance, WordKind::Salt, WordKind::Salt]) {
            return None;
        }
        let mut found: Option<(&BTreeSet<String>, Vec<&str>)> = None;
        for (at, _) in word.char_indices().skip(MIN_STEM) {
            let (stem, rest) = word.split_at_checked(at)?;
            let Some(substance) = self.get(WordKind::Substance, stem) else {
                continue;
            };
            let Some(salts) = self.salts(rest) else {
                continue;
            };
            if found.as_ref().is_some_and(|(other, _)| *other != substance) {
                return None;
            }
            found = Some((substance, salts));
        }
        found
    }

    /// The substance and the form of a word in upper case that is the one followed by the
    /// other, each in full, such as `CETOMACROGOLCREME`.
    #[must_use]
    pub(crate) fn substance_with_form(
        &self,
        word: &str,
    ) -> Option<(&BTreeSet<String>, &BTreeSet<String>)> {
        if word.len() > self.reach(&[WordKind::Substance, WordKind::MedicineForm]) {
            return None;
        }
        let cuts = word.char_indices().skip(MIN_STEM);
        cuts.filter_map(|(at, _)| word.split_at_checked(at))
            .find_map(|(stem, rest)| {
                let substance = self.get(WordKind::Substance, stem)?;
                let long = rest.chars().count() >= MIN_FORM;
                let form = self.get(WordKind::MedicineForm, rest).filter(|_| long)?;
                Some((substance, form))
            })
    }

    /// The bytes of the longest word that is one of each of these kinds in a row: a longer one is
    /// not cut, so that the time for a label does not grow with the square of a word in it.
    fn reach(&self, kinds: &[WordKind]) -> usize {
        let each = kinds.iter().filter_map(|kind| self.longest.get(kind));
        each.fold(0, |sum, bytes| sum.saturating_add(*bytes))
    }

    /// A word that is one salt or two of them.
    fn salts(&self, word: &str) -> Option<Vec<&str>> {
        let salt = |word: &str| {
            let long = word.chars().count() >= MIN_SALT;
            let names = self.get(WordKind::Salt, word).filter(|_| long);
            names.and_then(|names| names.first()).map(String::as_str)
        };
        if let Some(one) = salt(word) {
            return Some(vec![one]);
        }
        let mut cuts = word.char_indices().map(|(at, _)| word.split_at_checked(at));
        cuts.find_map(|cut| {
            let (first, second) = cut?;
            Some(vec![salt(first)?, salt(second)?])
        })
    }

    /// The longest start of this kind of a word in upper case, with what it says.
    #[must_use]
    pub(crate) fn longest_start<'a>(
        &'a self,
        kind: WordKind,
        word: &str,
    ) -> Option<(&'a str, &'a BTreeSet<String>)> {
        let starts = self.starts.get(&kind).into_iter().flatten();
        let found = starts.filter(|(start, _)| word.starts_with(start.as_str()));
        let longest = found.max_by_key(|(start, _)| start.len());
        longest.map(|(start, values)| (start.as_str(), values))
    }

    /// The words of a kind.
    pub(crate) fn all(&self, kind: WordKind) -> impl Iterator<Item = &str> {
        let words = self.words.iter();
        let words = words.filter(move |(_, kinds)| kinds.contains_key(&kind));
        words.map(|(word, _)| word.as_str())
    }

    /// Whether a word in upper case is of this kind.
    #[must_use]
    pub(crate) fn is(&self, kind: WordKind, word: &str) -> bool {
        self.get(kind, word).is_some()
    }
}

/// No shorter word is cut into a substance and a salt: abbreviations stand alone.
const MIN_STEM: usize = 4;
/// No shorter salt is read at the end of a word.
const MIN_SALT: usize = 4;
/// No shorter form is read at the end of a word.
const MIN_FORM: usize = 3;

/// Whether the values of a kind are [`FormWord`]s.
const fn tells_form(kind: WordKind) -> bool {
    matches!(
        kind,
        WordKind::MedicineForm | WordKind::MedicineFormStart | WordKind::MedicineGroup
    )
}

/// Whether the terms of a kind are starts of words or codes.
const fn is_start(kind: WordKind) -> bool {
    matches!(
        kind,
        WordKind::NotInhaledStart | WordKind::MedicineFormStart | WordKind::MedicineGroup
    )
}

/// Whether a word of this kind is of no use without a value.
const fn names(kind: WordKind) -> bool {
    matches!(
        kind,
        WordKind::Substance
            | WordKind::Salt
            | WordKind::Brand
            | WordKind::Modifier
            | WordKind::Container
    )
}

pub(crate) fn read(table: &Table, into: &mut Vocabulary, findings: &mut Findings) {
    for row in table.rows() {
        let kind = row.one_of("kind", findings);
        let Some((kind, term)) = kind.zip(row.needed("term", findings)) else {
            continue;
        };
        if term != term.to_uppercase() || term.contains(|c: char| !c.is_alphanumeric()) {
            let message = (
                format!("'{term}' moet één woord van hoofdletters en cijfers zijn"),
                format!("'{term}' must be one word of upper case letters and digits"),
            );
            findings.push(Code::UnknownWord, row.place("term"), message);
            continue;
        }
        let values: BTreeSet<String> = row.text("value").split('|').map(str::to_owned).collect();
        if tells_form(kind)
            && let Some(wrong) = values.iter().find(|value| FormWord::parse(value).is_none())
        {
            let message = (
                format!("'{wrong}' is geen vorm van een geneesmiddel, zoals oral_solid of drops"),
                format!("'{wrong}' is no form of a medicine, such as oral_solid or drops"),
            );
            findings.push(Code::UnknownWord, row.place("value"), message);
            continue;
        }
        if kind == WordKind::Measure {
            let value = row.text("value");
            let Some(measure) = Measure::parse(value) else {
                let message = (
                    format!("'{value}' is geen maat, zoals milligram of 1000 unit"),
                    format!("'{value}' is no measure, such as milligram or 1000 unit"),
                );
                findings.push(Code::UnknownWord, row.place("value"), message);
                continue;
            };
            into.measures.insert(term.to_owned(), measure);
        }
        if let (true, None) = (names(kind), row.filled("value")) {
            let message = (
                "'value' moet zeggen wat het woord betekent",
                "'value' must say what the word means",
            );
            findings.push(Code::EmptyCell, row.place("value"), message);
            continue;
        }
        if is_start(kind) {
            let starts = into.starts.entry(kind).or_default();
            starts.insert(term.to_owned(), values);
        } else {
            let longest = into.longest.entry(kind).or_default();
            *longest = term.len().max(*longest);
            let meanings = into.words.entry(term.to_owned()).or_default();
            meanings.insert(kind, values);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Dataset, Measure};
    use std::collections::BTreeSet;

    fn set(word: &str) -> BTreeSet<String> {
        [word.to_owned()].into()
    }

    #[test]
    fn words_are_measures_or_not() {
        let dataset = Dataset::embedded().unwrap();
        let words = dataset.vocabulary();
        let found = ["MCG", "MIE", "MCGS"].map(|word| words.measure(word));
        let expected = [
            Some((1.into(), Measure::Microgram)),
            Some((1_000_000.into(), Measure::InternationalUnit)),
            None,
        ];
        assert_eq!(found, expected);
        assert_eq!(Measure::Gram.micrograms(), Some(1_000_000.into()));
        assert_eq!(Measure::Unit.micrograms(), None);
    }

    #[test]
    fn compounds_are_read_where_both_halves_do() {
        let dataset = Dataset::embedded().unwrap();
        let words = dataset.vocabulary();
        let salted = words.compound("DICLOFENACNATRIUM").unwrap();
        assert_eq!(salted, (&set("diclofenac"), vec!["natrium"]));
        assert_eq!(words.compound("DICLOFENACNATR"), None); // a salt cut short
        let long = "DICLOFENAC".repeat(100_000);
        assert_eq!(words.compound(&long), None);
        assert_eq!(words.substance_with_form(&long), None);
        let cream = words.substance_with_form("CETOMACROGOLCREME").unwrap();
        assert_eq!(cream, (&set("cetomacrogol"), &set("dermal")));
    }
}
