//! What was noted of a medicine, with what its label names and what the data has instead.

use super::wording::{self, Wording, strength};
use crate::dataset::{Dataset, Product};
use crate::diagnostic::Message;
use crate::language::Language;
use crate::matching::{Inhaler, Note};
use std::collections::BTreeSet;

/// A note in both languages: of a device or strength that the data lacks, which one, and which
/// ones there are.
pub(super) fn noted(dataset: &Dataset, inhaler: &Inhaler, note: Note) -> Message {
    let text = |language| {
        let words = wording::of(language);
        let lacking = match note {
            Note::DeviceNotInData => Some(devices(dataset, inhaler, words)),
            Note::StrengthNotInData => strengths(dataset, inhaler, words),
            Note::AtcDiffers
            | Note::LabelDiffers
            | Note::BrandNotInData
            | Note::PackNotInData
            | Note::GStandaardAtcDiffers
            | Note::GStandaardLabelDiffers => None,
        };
        let lacking = lacking.map(|(stated, known)| {
            let list = |all: BTreeSet<String>| all.into_iter().collect::<Vec<_>>().join(", ");
            format!(" ({})", words.lacking(&list(stated), &list(known)))
        });
        format!("{}{}", words.note(note), lacking.unwrap_or_default())
    };
    (text(Language::Dutch), text(Language::English)).into()
}

type Lacking = (BTreeSet<String>, BTreeSet<String>);

/// The devices on the label, and those that the data has with its substance.
fn devices(dataset: &Dataset, inhaler: &Inhaler, words: &dyn Wording) -> Lacking {
    let day = dataset.first_day(inhaler.stretch);
    let same = |one: &&Product| inhaler.atc == Some(one.atc) && dataset.is_sold(one, day);
    let name = |one: &Product| match one.device_name.as_str() {
        "" => words.form(one.form).to_owned(),
        name => name.to_owned(),
    };
    let known = dataset.products().iter().filter(same).map(name);
    (inhaler.device_names.clone(), known.collect())
}

/// The strength on the label, and those of the products that stand in.
fn strengths(dataset: &Dataset, inhaler: &Inhaler, words: &dyn Wording) -> Option<Lacking> {
    let stated = strength(&inhaler.other_strength.as_ref()?.to_string(), words);
    let products = inhaler.products(dataset);
    let known = products.map(|one| strength(&one.strength, words));
    let known = known.filter(|text| !text.is_empty());
    Some(([stated].into(), known.collect()))
}
