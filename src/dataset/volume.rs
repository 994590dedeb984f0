//! How much of something is used in a year, from a table that the user layers; the crate ships
//! none.

use super::names::NameIndex;
use super::product::{Device, Product, ProductId};
use super::source::{Evidence, Provenance};
use super::table::{Findings, Row, Table};
use crate::code::Atc;
use crate::diagnostic::{Code, Message, Place};
use crate::quantity::{Quantity, Unit};
use std::collections::BTreeMap;
use std::fmt;

/// What a volume is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum VolumeSubject {
    /// One product.
    Product(ProductId),
    /// A substance in a type of device, whichever product of it.
    SubstanceDevice(Atc, Device),
    /// A substance, or several in one medicine, in whichever form.
    Atc(Atc),
}

/// How much of something was used in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Volume {
    /// Of what.
    pub subject: VolumeSubject,
    /// How much.
    pub quantity: Quantity,
    /// In which year.
    pub year: u16,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What to know about it.
    pub note: String,
}

const UNITS: [(&str, Unit); 2] = [("device", Unit::Device), ("dose", Unit::Dose)];

impl VolumeSubject {
    fn read(row: Row<'_>, findings: &mut Findings) -> Option<Self> {
        let text = row.needed("subject", findings);
        let (subject, example) = match row.needed("subject_kind", findings)? {
            "product" => (
                text.map(|id| Self::Product(ProductId(id.to_owned()))),
                "foster-aerosol-100-6-120do",
            ),
            "substance_device" => {
                let pair = text.and_then(|text| text.split_once('/'));
                let pair = pair
                    .and_then(|(atc, device)| Some((substance(atc)?, Device::from_word(device)?)));
                let subject = pair.map(|(atc, device)| Self::SubstanceDevice(atc, device));
                (subject, "R03AC02/pMDI")
            }
            "atc" => (text.and_then(substance).map(Self::Atc), "R03AC02"),
            kind => {
                let known = "product, substance_device, atc";
                row.not_one_of("subject_kind", kind, known, findings);
                return None;
            }
        };
        if let (None, Some(text)) = (&subject, text) {
            let message = (
                format!("'{text}' past niet bij de soort; verwacht is bijvoorbeeld {example}"),
                format!("'{text}' does not fit the kind; expected for example {example}"),
            );
            findings.push(Code::UnknownWord, row.place("subject"), message);
        }
        subject
    }

    /// Whether a product is such a thing.
    pub(crate) fn is(&self, product: &Product) -> bool {
        match self {
            Self::Product(id) => product.id == *id,
            Self::SubstanceDevice(atc, device) => product.atc == *atc && product.device == *device,
            Self::Atc(atc) => product.atc == *atc,
        }
    }
}

/// As it stands in the file.
impl fmt::Display for VolumeSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Product(id) => f.write_str(id.as_str()),
            Self::SubstanceDevice(atc, device) => write!(f, "{atc}/{}", device.as_str()),
            Self::Atc(atc) => write!(f, "{atc}"),
        }
    }
}

fn substance(text: &str) -> Option<Atc> {
    Atc::parse(text).filter(Atc::is_substance)
}

impl Volume {
    /// Whether it may be used: an unverified volume may not.
    #[must_use]
    pub(crate) fn is_usable(&self) -> bool {
        self.provenance.evidence != Evidence::Unverified
    }

    /// The volumes of a year, or of the newest year that each subject has.
    pub(super) fn of_year<'v>(
        all: impl Iterator<Item = &'v Self>,
        year: Option<u16>,
    ) -> Vec<&'v Self> {
        let mut chosen: BTreeMap<&VolumeSubject, &Self> = BTreeMap::new();
        for one in all.filter(|one| year.is_none_or(|year| one.year == year)) {
            let before = chosen.entry(&one.subject).or_insert(one);
            if before.year < one.year {
                *before = one;
            }
        }
        chosen.into_values().collect()
    }
}

/// The volumes of a file, each with its place: one for each subject and year.
pub(super) fn read(
    table: &Table,
    names: &NameIndex,
    findings: &mut Findings,
) -> Vec<(Volume, Place)> {
    let rows = table.rows();
    let read = rows.filter_map(|row| Some((read_one(row, names, findings)?, row.place("subject"))));
    read.collect()
}

fn read_one(row: Row<'_>, names: &NameIndex, findings: &mut Findings) -> Option<Volume> {
    let subject = VolumeSubject::read(row, findings);
    let amount = row.needed("amount", findings);
    let amount = amount.and_then(|_| row.decimal("amount", findings));
    let unit = row.needed("unit", findings);
    let unit = unit.and_then(|word| read_unit(row, word, findings));
    let year = row.needed("year", findings);
    let year = year.and_then(|text| read_year(row, text, findings));
    let provenance = Provenance::read(row, "", names, findings);
    Some(Volume {
        subject: subject?,
        quantity: Quantity::new(amount?, unit?),
        year: year?,
        provenance: provenance?,
        note: row.text("note").to_owned(),
    })
}

/// A DDD is refused with the way out: it is another number of doses of each product.
fn read_unit(row: Row<'_>, word: &str, findings: &mut Findings) -> Option<Unit> {
    if !word.eq_ignore_ascii_case("ddd") {
        return row.word("unit", &UNITS, findings);
    }
    let message = (
        format!(
            "'{word}' is niet een van: device, dose; een DDD is van elk product een ander aantal doses: reken de hoeveelheid daarnaar om"
        ),
        format!(
            "'{word}' is not one of: device, dose; a DDD is another number of doses of each product: convert the amount to these"
        ),
    );
    findings.push(Code::UnknownWord, row.place("unit"), message);
    None
}

fn read_year(row: Row<'_>, text: &str, findings: &mut Findings) -> Option<u16> {
    let year = text.parse().ok();
    let year = year.filter(|year| (1990..=2100).contains(year));
    if year.is_none() {
        let message = (
            format!("'{text}' is geen jaar zoals 2024"),
            format!("'{text}' is not a year such as 2024"),
        );
        findings.push(Code::BadNumber, row.place("year"), message);
    }
    year
}

/// Holds volumes against the products and each other: those of nothing in the data, and those
/// that count a product twice.
pub(super) fn check<'p>(
    volumes: &[(Volume, Place)],
    products: impl Iterator<Item = &'p Product> + Clone,
    is_inhaled: impl Fn(Atc) -> bool,
    findings: &mut Findings,
) {
    for (volume, place) in volumes {
        let subject = &volume.subject;
        let expected = match subject {
            // A missing one is a reference to nothing, and other medicines are no products.
            VolumeSubject::Product(_) => false,
            VolumeSubject::SubstanceDevice(..) => true,
            VolumeSubject::Atc(atc) => is_inhaled(*atc),
        };
        if expected && !products.clone().any(|product| subject.is(product)) {
            let message = (
                format!("geen product in products.csv is '{subject}'"),
                format!("no product of products.csv is '{subject}'"),
            );
            findings.push(Code::NeverMatched, place.clone(), message);
        }
    }
    let counted = Volume::of_year(volumes.iter().map(|(volume, _)| volume), None);
    for volume in &counted {
        let twice = counted.iter().find(|wider| {
            wider.subject > volume.subject && within(&volume.subject, &wider.subject, &products)
        });
        let place = volumes.iter().find(|(one, _)| one == *volume);
        if let (Some(wider), Some((_, place))) = (twice, place) {
            let message = counted_twice(&volume.subject, &wider.subject);
            findings.push(Code::DuplicateId, place.clone(), message);
        }
    }
}

/// Whether all that the one is, is the other, too.
fn within<'p>(
    one: &VolumeSubject,
    wider: &VolumeSubject,
    products: &(impl Iterator<Item = &'p Product> + Clone),
) -> bool {
    match (one, wider) {
        (VolumeSubject::Product(_), _) => {
            let mut products = products.clone();
            products.any(|product| one.is(product) && wider.is(product))
        }
        (VolumeSubject::SubstanceDevice(atc, _), VolumeSubject::Atc(wider)) => atc == wider,
        (VolumeSubject::SubstanceDevice(..) | VolumeSubject::Atc(_), _) => false,
    }
}

fn counted_twice(one: &VolumeSubject, wider: &VolumeSubject) -> Message {
    Message::from((
        format!("'{one}' telt ook mee in '{wider}' en zo twee keer; laat een van beide weg"),
        format!("'{one}' counts in '{wider}', too, and so twice; leave one of them out"),
    ))
}
