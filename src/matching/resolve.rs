//! A code of an own table first, then a number in a release of the G-Standaard, then the label,
//! then the ATC code.
//!
//! A number that the release has tells what the medicine is: its ATC code goes before the one
//! in the row (as in JHN2Conception, `medicines.sql`, where the two are coalesced in that
//! order), and its name before the label of the row. The label is followed where it says more
//! and contradicts nothing, as a brand beside the number of a generic product. A release does
//! not tell which propellant an aerosol holds: that comes from the products in the data.

mod narrow;
mod release;

use super::inhaler::Inhaler;
use super::label::{self, Label};
use super::resolution::{Item, Lookup, Meaning, Note, Other, Resolution, Via};
use crate::article::Articles;
use crate::code::{Atc, CodeSystem, GNumber, LocalCode};
use crate::dataset::{Dataset, Device, PerStretch, Product, VolumeSubject};
use crate::day::Day;
use narrow::has_device_name;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Resolves lines against one dataset, and the numbers of a release where there is one.
#[derive(Debug)]
pub(crate) struct Resolvers {
    dataset: Dataset,
    articles: Option<Arc<Articles>>,
    stretches: PerStretch<Resolver>,
}

impl Resolvers {
    pub(crate) fn new(dataset: &Dataset, articles: Option<Arc<Articles>>) -> Self {
        Self {
            dataset: dataset.clone(),
            articles,
            stretches: PerStretch::of(dataset),
        }
    }

    pub(crate) const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    pub(crate) fn articles(&self) -> Option<&Articles> {
        self.articles.as_deref()
    }

    /// For lines of a day: the products that were sold on it; without a day, at the date of the
    /// data.
    pub(crate) fn on(&self, day: Option<Day>) -> &Resolver {
        self.within(self.dataset.stretch(day))
    }

    /// For the lines of one stretch between changes of the data.
    pub(crate) fn within(&self, stretch: usize) -> &Resolver {
        self.stretches.get(stretch, |stretch| {
            Resolver::new(self.dataset.clone(), self.articles.clone(), stretch)
        })
    }
}

/// A product that is sold, with its brand in upper case as labels are read.
#[derive(Debug)]
struct Sold {
    index: usize,
    brand: String,
}

/// Resolves lines of one stretch between two changes of the data.
#[derive(Debug)]
pub(crate) struct Resolver {
    dataset: Dataset,
    pub(super) articles: Option<Arc<Articles>>,
    stretch: usize,
    /// The products that lines can be, by their places, ascending.
    sold: Vec<Sold>,
    brands: BTreeSet<String>,
    packs: BTreeSet<u32>,
}

impl Resolver {
    fn new(dataset: Dataset, articles: Option<Arc<Articles>>, stretch: usize) -> Self {
        let day = dataset.first_day(stretch);
        let products = || dataset.products().iter().enumerate();
        let at_home = || products().filter(|(_, product)| dataset.is_sold(product, day));
        let sold: Vec<Sold> = at_home()
            .map(|(index, product)| Sold {
                index,
                brand: product.brand.to_uppercase(),
            })
            .collect();
        let brands = sold.iter().map(|one| one.brand.clone());
        Self {
            brands: brands.filter(|brand| !brand.is_empty()).collect(),
            packs: at_home()
                .filter_map(|(_, one)| one.doses_per_pack)
                .collect(),
            sold,
            articles,
            stretch,
            dataset,
        }
    }

    /// The product with this id, wherever and whenever it is sold.
    pub(crate) fn product(&self, id: &str) -> Option<Inhaler> {
        let index = self.dataset.product_index(id)?;
        Some(self.inhaler(vec![index], None))
    }

    /// Takes a label apart with the words and brands of the data.
    pub(crate) fn parse_label(&self, text: &str) -> Label {
        label::parse(text, self.dataset.vocabulary(), &self.brands)
    }

    /// What a line means, with what became of its numbers.
    pub(crate) fn resolve(&self, item: &Item<'_>) -> Resolution {
        if !item.is_readable() {
            return Resolution {
                meaning: Meaning::Other(Other::Unrecognised),
                lookup: Lookup::NotAsked,
                label: Some(String::new()),
                atc: None,
            };
        }
        let atc = Atc::parse(item.atc);
        let plain = |meaning, lookup| Resolution {
            meaning,
            lookup,
            label: None,
            atc,
        };
        if let Some(inhaler) = self.by_own_code(item) {
            return Resolution {
                atc,
                ..Resolution::by_code(inhaler)
            };
        }
        let numbers = self.numbers(item);
        if let Some(article) = self.article(&numbers) {
            return self.by_article(item, &article, atc);
        }
        let lookup = if numbers.is_empty() {
            Lookup::NotAsked
        } else {
            Lookup::Missing
        };
        plain(
            self.by_text(item.label, atc, !item.codes.is_empty()),
            lookup,
        )
    }

    /// By label and ATC code alone.
    pub(super) fn by_text(&self, text: &str, atc: Option<Atc>, codes: bool) -> Meaning {
        if atc.is_some_and(|atc| self.dataset.is_vaccine(&atc)) {
            return Meaning::Other(Other::Vaccine);
        }
        let label = self.parse_label(text);
        if label.not_medicine && label.brands.is_empty() && label.substances.is_empty() {
            return Meaning::Other(Other::NotMedicine);
        }
        if let Some(meaning) = self.by_label(&label, atc) {
            return meaning;
        }
        if let Some(atc) = atc {
            return self.by_atc(&label, atc);
        }
        if let Some(meaning) = self.by_device(&label) {
            return meaning;
        }
        Meaning::Other(if label.excludes_inhalation() {
            Other::Medicine
        } else if text.trim().is_empty() && !codes {
            Other::Empty
        } else {
            Other::Unrecognised
        })
    }

    /// By the code tables of the user; a table of articles says more than one of generic
    /// products.
    pub(crate) fn by_own_code(&self, item: &Item<'_>) -> Option<Inhaler> {
        let rank = |system: &CodeSystem| {
            let systems = GNumber::SYSTEMS.iter();
            let place = systems.copied().position(|known| known == system.as_str());
            place.map_or(0, |place| place.saturating_add(1))
        };
        let mut codes: Vec<_> = item.codes.iter().collect();
        codes.sort_by_key(|(system, _)| rank(system));
        let found = codes.into_iter().find_map(|(system, text)| {
            let code = LocalCode::parse(text)?;
            let found = self.dataset.products_by_code(system, &code)?;
            let found: Vec<usize> = found.iter().copied().collect();
            let sold: Vec<usize> = found
                .iter()
                .copied()
                .filter(|index| self.is_sold(*index))
                .collect();
            Some(if sold.is_empty() { found } else { sold })
        })?;
        Some(self.inhaler(found, None))
    }

    /// The products whose brand or substances a label names.
    fn named(&self, label: &Label) -> Vec<usize> {
        self.sold_products()
            .filter(|(sold, product)| names_product(label, product, &sold.brand))
            .map(|(sold, _)| sold.index)
            .collect()
    }

    /// By brand or substances; `None` when the label does not name an inhaled medicine.
    fn by_label(&self, label: &Label, atc: Option<Atc>) -> Option<Meaning> {
        if label.excludes_inhalation() {
            return None;
        }
        let mut candidates = self.named(label);
        if candidates.is_empty() {
            return None;
        }
        let mut notes = BTreeSet::new();
        if let Some(atc) = atc {
            let same = self.keep(&candidates, |product| atc.is_prefix_of(&product.atc));
            if !same.is_empty() {
                candidates = same;
            } else if label.names_inhalation() || !label.brands.is_empty() {
                notes.insert(Note::AtcDiffers);
            } else {
                return None;
            }
        }
        let inhaler = self
            .narrow(candidates.clone(), label, &mut notes)
            .or_else(|| {
                let others = self.same_substance(&candidates);
                let mut inhaler = self.narrow(others, label, &mut notes)?;
                notes.insert(Note::BrandNotInData);
                // One without a brand in the device that the label names can be the one.
                let named = |one: &Product| one.brand.is_empty() && has_device_name(label, one);
                let same = inhaler.products(&self.dataset).all(named);
                inhaler.stand_in = inhaler.stand_in || !same;
                Some(inhaler)
            })
            .or_else(|| {
                let atc = self.inhaler(candidates, None).atc;
                let named = !label.device_names.is_empty();
                named.then(|| self.unknown(label, atc, &mut notes))
            })?;
        Some(Meaning::Inhaler(inhaler, Via::Label, notes))
    }

    /// All products with an ATC code of these: a brand may come in a device that the data
    /// has for its substances without that brand.
    fn same_substance(&self, candidates: &[usize]) -> Vec<usize> {
        let atcs: BTreeSet<Atc> = self
            .products()
            .filter(|(index, _)| candidates.contains(index))
            .map(|(_, product)| product.atc)
            .collect();
        let all = self
            .products()
            .filter(|(_, product)| atcs.contains(&product.atc));
        all.map(|(index, _)| index).collect()
    }

    /// A label that names a device for inhalation by its name and a medicine that the data
    /// does not have: only the type of device is known. A mere form such as "aerosol" is not
    /// enough, nor a liquid for nebulising: many are no medicine of the airways.
    fn by_device(&self, label: &Label) -> Option<Meaning> {
        let devices = self.class_devices(label);
        let named = !label.device_names.is_empty() && !label.excludes_inhalation();
        if !named || devices.is_empty() || devices.contains(&Device::Nebuliser) {
            return None;
        }
        let mut notes = BTreeSet::new();
        let inhaler = self.unknown(label, None, &mut notes);
        Some(Meaning::Inhaler(inhaler, Via::Label, notes))
    }

    /// A medicine that no product in the data is: what is known of it is the device that the
    /// label names, or its type.
    fn unknown(&self, label: &Label, atc: Option<Atc>, notes: &mut BTreeSet<Note>) -> Inhaler {
        if !label.device_names.is_empty() {
            notes.insert(Note::DeviceNotInData);
        }
        Inhaler {
            candidates: Vec::new(),
            devices: self.class_devices(label),
            device_names: label.device_names.clone(),
            pack: label.pack.filter(|pack| self.packs.contains(pack)),
            atc,
            stand_in: true,
            other_strength: None,
            ampoule: None,
            stretch: self.stretch,
            data: self.dataset.id(),
        }
    }

    fn by_atc(&self, label: &Label, atc: Atc) -> Meaning {
        if !self.dataset.is_inhaled(&atc) || label.excludes_inhalation() {
            return Meaning::Other(Other::Medicine);
        }
        let candidates: Vec<usize> = self
            .products()
            .filter(|(_, product)| atc.is_prefix_of(&product.atc))
            .map(|(index, _)| index)
            .collect();
        let mut notes = BTreeSet::new();
        let named = self.named(label);
        if !named.is_empty() && !named.iter().any(|one| candidates.contains(one)) {
            notes.insert(Note::LabelDiffers);
        }
        let inhaler = self
            .narrow(candidates, label, &mut notes)
            .unwrap_or_else(|| self.unknown(label, Some(atc), &mut notes));
        Meaning::Inhaler(inhaler, Via::Atc, notes)
    }

    /// In one form for one meaning: what the candidates tell is not told again.
    fn inhaler(&self, candidates: Vec<usize>, pack: Option<u32>) -> Inhaler {
        let products = self.dataset.products();
        let chosen = || candidates.iter().filter_map(|index| products.get(*index));
        let mut atcs: BTreeSet<Atc> = chosen().map(|product| product.atc).collect();
        let only = atcs.pop_first().filter(|_| atcs.is_empty());
        let known = pack.is_some() && chosen().all(|product| product.doses_per_pack == pack);
        Inhaler {
            devices: chosen().map(|product| product.device).collect(),
            atc: only,
            pack: pack.filter(|_| !known),
            candidates,
            device_names: BTreeSet::new(),
            stand_in: false,
            other_strength: None,
            ampoule: None,
            stretch: self.stretch,
            data: self.dataset.id(),
        }
    }

    /// The inhaled medicine that a volume is of, among the products that are sold; `None` for
    /// another medicine. Where none is sold that it can be, its products of before or elsewhere
    /// count, and then the type of device.
    pub(crate) fn of_volume(&self, subject: &VolumeSubject) -> Option<Inhaler> {
        let sold = self.products();
        let sold: Vec<usize> = sold
            .filter(|(_, product)| subject.is(product))
            .map(|(index, _)| index)
            .collect();
        if !sold.is_empty() {
            return Some(self.inhaler(sold, None));
        }
        let all = self.dataset.products().iter().enumerate();
        let all: Vec<usize> = all
            .filter(|(_, product)| subject.is(product))
            .map(|(index, _)| index)
            .collect();
        let (atc, device) = match subject {
            _ if !all.is_empty() => return Some(self.inhaler(all, None)),
            VolumeSubject::Product(_) => return None,
            VolumeSubject::SubstanceDevice(atc, device) => (*atc, Some(*device)),
            VolumeSubject::Atc(atc) => (*atc, None),
        };
        self.dataset.is_inhaled(&atc).then(|| Inhaler {
            devices: device.into_iter().collect(),
            atc: Some(atc),
            stand_in: true,
            ..self.inhaler(Vec::new(), None)
        })
    }

    fn is_sold(&self, index: usize) -> bool {
        self.sold
            .binary_search_by_key(&index, |one| one.index)
            .is_ok()
    }

    fn sold_products(&self) -> impl Iterator<Item = (&Sold, &Product)> {
        let products = self.dataset.products();
        let sold = self.sold.iter();
        sold.filter_map(|one| Some((one, products.get(one.index)?)))
    }

    fn products(&self) -> impl Iterator<Item = (usize, &Product)> {
        let sold = self.sold_products();
        sold.map(|(one, product)| (one.index, product))
    }
}

/// Whether brand and substances of a label fit a product. Every substance of the product
/// must be named, unless the brand is, and every named substance must be in the product.
fn names_product(label: &Label, product: &Product, brand: &str) -> bool {
    let brand = label.brands.contains(brand);
    if !label.brands.is_empty() && !brand {
        return false;
    }
    let fits = |names: &BTreeSet<String>| product.substances.iter().any(|s| names.contains(s));
    let all_fit = label.substances.iter().all(fits);
    let all_named = product.substances.iter().all(|substance| {
        label
            .substances
            .iter()
            .any(|names| names.contains(substance))
    });
    all_fit && (brand || (all_named && !label.substances.is_empty()))
}
