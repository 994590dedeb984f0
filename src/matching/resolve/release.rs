//! What a release of the G-Standaard tells of a line, and what the line adds to it.

use super::Resolver;
use crate::article::Article;
use crate::code::{Atc, GNumber};
use crate::matching::inhaler::Inhaler;
use crate::matching::resolution::{Item, Lookup, Meaning, Note, Other, Resolution, Via};

impl Resolver {
    /// The numbers of a line that a release can have, the most specific first.
    pub(super) fn numbers(&self, item: &Item<'_>) -> Vec<GNumber> {
        if self.articles.is_none() {
            return Vec::new();
        }
        let read = item.codes.iter().filter_map(|(system, text)| {
            let number = GNumber::parse(system, text)?;
            number.ok()
        });
        let mut numbers: Vec<GNumber> = read.collect();
        numbers.sort_unstable();
        numbers
    }

    /// What the release tells of the most specific number that leads to an ATC code, or else
    /// of the most specific one that it has.
    pub(super) fn article(&self, numbers: &[GNumber]) -> Option<Article<'_>> {
        let articles = self.articles.as_deref()?;
        let found = || numbers.iter().filter_map(|number| articles.find(*number));
        found()
            .find(|article| article.atc.is_some())
            .or_else(|| found().next())
    }

    pub(super) fn by_article(
        &self,
        item: &Item<'_>,
        article: &Article<'_>,
        row: Option<Atc>,
    ) -> Resolution {
        let conflict = article.atc.zip(row).is_some_and(|(theirs, ours)| {
            !theirs.is_prefix_of(&ours) && !ours.is_prefix_of(&theirs)
        });
        let atc = article.atc.or(row);
        let name = if article.name.is_empty() {
            article.atc_name
        } else {
            article.name
        };
        let label = self.completed(name, article);
        let own = !item.label.trim().is_empty();
        let theirs = self.by_text(&label, article.atc, true);
        let ours = self.by_text(&self.completed(item.label, article), atc, true);
        // A number without a brand or device can be that of a device that no product has.
        let name = self.parse_label(&label);
        let open = name.device_names.is_empty() && name.brands.is_empty();
        let follows = |theirs: &Inhaler, ours: &Inhaler| {
            own && (says_more(ours, theirs) || (open && names_device(ours, theirs)))
        };
        let differs = own && contradicts(&theirs, &ours, follows);
        let mut meaning = match (theirs, ours) {
            (Meaning::Inhaler(theirs, ..), Meaning::Inhaler(ours, via, notes))
                if follows(&theirs, &ours) =>
            {
                Meaning::Inhaler(ours, via, notes)
            }
            // The release tells nothing that is understood: the row may.
            (Meaning::Other(Other::Unrecognised | Other::Empty), ours) => {
                return Resolution {
                    meaning: ours,
                    lookup: Lookup::Found { conflict },
                    label: None,
                    atc,
                };
            }
            (theirs, _) => theirs,
        };
        if let Meaning::Inhaler(_, via, notes) = &mut meaning {
            *via = Via::GStandaard;
            if conflict {
                notes.insert(Note::GStandaardAtcDiffers);
            }
            if differs {
                notes.insert(Note::GStandaardLabelDiffers);
            }
        }
        Resolution {
            meaning,
            lookup: Lookup::Found { conflict },
            label: (!own).then_some(label),
            atc,
        }
    }

    /// A label with what the release tells and the label does not: form, strength and doses.
    fn completed(&self, name: &str, article: &Article<'_>) -> String {
        let mut text = name.trim().to_owned();
        let label = self.parse_label(&text);
        let mut add = |part: &str| {
            if !part.is_empty() {
                text.push(' ');
                text.push_str(part);
            }
        };
        if !label.names_inhalation() && !label.excludes_inhalation() {
            add(article.form);
        }
        if label.nominal.is_none() && label.numbers.is_empty() {
            add(article.strength);
        }
        if let (None, Some(doses)) = (label.pack, article.doses) {
            // As the labels of the G-Standaard write it.
            add(&format!("{doses}DO"));
        }
        text
    }
}

/// Whether two readings of one line share no product or no type of device.
fn contradicts(
    theirs: &Meaning,
    ours: &Meaning,
    follows: impl Fn(&Inhaler, &Inhaler) -> bool,
) -> bool {
    let (Meaning::Inhaler(theirs, ..), Meaning::Inhaler(ours, _, notes)) = (theirs, ours) else {
        return false;
    };
    let no_device = theirs.devices.is_disjoint(&ours.devices);
    let no_product = ours
        .candidates
        .iter()
        .all(|one| !theirs.candidates.contains(one));
    let other_device = !ours.device_names.is_empty() && ours.device_names != theirs.device_names;
    notes.contains(&Note::LabelDiffers)
        || (other_device && !follows(theirs, ours))
        || (no_device && !theirs.devices.is_empty() && !ours.devices.is_empty())
        || (no_product && !theirs.candidates.is_empty() && !ours.candidates.is_empty())
}

/// Whether one of two readings is the same substance in a device of the same type that it names
/// and that no product of the data has.
fn names_device(ours: &Inhaler, theirs: &Inhaler) -> bool {
    !ours.device_names.is_empty()
        && ours.atc == theirs.atc
        && ours.devices.is_subset(&theirs.devices)
}

/// Whether one of two readings names fewer of the same products.
fn says_more(ours: &Inhaler, theirs: &Inhaler) -> bool {
    !ours.stand_in
        && !ours.candidates.is_empty()
        && ours.candidates.len() < theirs.candidates.len()
        && ours
            .candidates
            .iter()
            .all(|one| theirs.candidates.contains(one))
}
