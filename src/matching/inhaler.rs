//! An inhaled medicine that a line means: what it can be, and what an amount of it counts.

use super::amount::{Counted, Decided, LIKELY_PACKS, Packing, Refused, decide, most_doses, opened};
use super::dosage::DosageUnit;
use crate::code::Atc;
use crate::dataset::{DataId, Dataset, Device, Product, Strength};
use crate::error::Result;
use crate::exact::{self, Fraction};
use crate::quantity::{Quantity, QuantityRange, Unit};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// An inhaled medicine that a line means: one product, or several that it can be.
///
/// It comes from [`Engine::resolve`](crate::Engine::resolve) and belongs to the data of that
/// engine; used with other data it is refused ([`crate::ErrorKind::DatasetMismatch`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inhaler {
    /// The products that it can be, as places in [`Dataset::products`], ascending. Empty
    /// when the data has no such product; then the device class may still be known.
    pub(crate) candidates: Vec<usize>,
    /// The device types that it can be.
    pub(crate) devices: BTreeSet<Device>,
    /// The doses per pack that the label states, where the data knows such a pack.
    pub(crate) pack: Option<u32>,
    /// The ATC code of the line or of its product, where there is one.
    pub(crate) atc: Option<Atc>,
    /// The names of devices on the label, where the data has no product of its substance in one
    /// of them.
    pub(crate) device_names: BTreeSet<String>,
    /// Whether the candidates only stand in: their brand, strength or pack is another.
    pub(crate) stand_in: bool,
    /// The strength on the label, where no candidate has it: no dose of theirs is one of what is
    /// prescribed.
    pub(crate) other_strength: Option<Strength>,
    /// The millilitres of an ampoule on the label, where its products come in several.
    pub(crate) ampoule: Option<Decimal>,
    /// The stretch of time between two changes of the data that the line lies in.
    pub(crate) stretch: usize,
    /// The data in which the candidates have their places.
    pub(crate) data: DataId,
}

impl Inhaler {
    /// The device types that it can be.
    #[must_use]
    pub const fn devices(&self) -> &BTreeSet<Device> {
        &self.devices
    }

    /// The ATC code of the line or of its product, where there is one.
    #[must_use]
    pub const fn atc(&self) -> Option<Atc> {
        self.atc
    }

    /// The names of the devices on the label, where the data has no product of its medicine in
    /// one of them: no product is named then.
    #[must_use]
    pub const fn missing_devices(&self) -> &BTreeSet<String> {
        &self.device_names
    }

    /// Whether the products only stand in: the line states a brand, strength or pack that none
    /// has.
    #[must_use]
    pub const fn is_stand_in(&self) -> bool {
        self.stand_in
    }

    /// Whether the line states a strength that no product has.
    #[must_use]
    pub const fn is_of_other_strength(&self) -> bool {
        self.other_strength.is_some()
    }

    /// That it was resolved with this data.
    ///
    /// # Errors
    /// [`DatasetMismatch`](crate::ErrorKind::DatasetMismatch) where it was resolved with other data.
    pub(crate) fn belongs_to(&self, dataset: &Dataset) -> Result<()> {
        self.data.is_of(dataset)
    }

    /// The products that it can be, of the data that it belongs to.
    pub(crate) fn products<'d>(&self, dataset: &'d Dataset) -> impl Iterator<Item = &'d Product> {
        let products = dataset.products();
        self.candidates
            .iter()
            .filter_map(|index| products.get(*index))
    }

    /// The pack sizes in doses that it can have.
    pub(crate) fn packs(&self, dataset: &Dataset) -> Vec<u32> {
        match self.pack {
            Some(pack) => vec![pack],
            None => {
                let packs = self.products(dataset).filter_map(|p| p.doses_per_pack);
                packs.collect::<BTreeSet<u32>>().into_iter().collect()
            }
        }
    }

    /// The pack size in doses, where it is one and the same for all that it can be.
    pub(crate) fn pack(&self, dataset: &Dataset) -> Option<u32> {
        if self.pack.is_some() {
            return self.pack;
        }
        let mut packs = self.products(dataset).map(|product| product.doses_per_pack);
        let first = packs.next()?;
        first.filter(|_| packs.all(|pack| pack == first))
    }

    /// What an amount above zero counts. With one pack size devices are counted in doses, so
    /// that copies of which one counts devices and the other doses are the same amount.
    ///
    /// # Errors
    /// [`Refused`] where no reading is plausible; see [`decide`].
    pub(crate) fn quantity(
        &self,
        dataset: &Dataset,
        amount: Decimal,
        counted: Counted,
    ) -> std::result::Result<(QuantityRange, Decided), Refused> {
        // Of a line that can be an inhaler or loose capsules or ampoules, a number of pieces
        // counts the one or the other: a factor of thirty to two hundred.
        let few = amount <= LIKELY_PACKS.into();
        let either = counted.can_be_pieces() && (!few || matches!(counted, Counted::Total(..)));
        if either && self.mixes_pieces(dataset) {
            return Err(Refused::Unclear);
        }
        let packs = self.packs(dataset);
        let (quantity, decided) = decide(amount, counted, self.packing(dataset, &packs))?;
        Ok((self.counted_in_doses(dataset, quantity), decided))
    }

    /// The amount that a dosage comes to.
    ///
    /// # Errors
    /// [`Refused::Unit`] where a piece of the product is no dose, [`Refused::Absurd`] for more than
    /// any prescription holds.
    pub(crate) fn supplied(
        &self,
        dataset: &Dataset,
        amount: Decimal,
        unit: DosageUnit,
    ) -> std::result::Result<QuantityRange, Refused> {
        if unit == DosageUnit::Piece && !self.piece_is_dose(dataset) {
            return Err(Refused::Unit);
        }
        let packs = self.packs(dataset);
        let packing = self.packing(dataset, &packs);
        if amount > most_doses(&packs, packing.limit.most.into()) {
            return Err(Refused::Absurd);
        }
        let doses = QuantityRange::point(Quantity::new(amount, Unit::Dose));
        let high = opened(doses, packing);
        Ok(self.counted_in_doses(dataset, doses.or_as_high_as(high)))
    }

    /// Whether it is more than any prescription is likely to hold, by the limits of the data.
    pub(crate) fn is_unusual(&self, dataset: &Dataset, quantity: Quantity) -> bool {
        let limit = dataset.amount_limit(&self.devices);
        let [devices, pieces] = self.in_devices(dataset, quantity.devices_and_doses());
        let above = |amount: Option<Fraction>, most: u32| {
            amount.is_some_and(|amount| amount > Fraction::whole(most.into()))
        };
        above(devices, limit.per_prescription) || above(pieces, limit.pieces)
    }

    /// Devices and doses as devices, by the largest pack that it can have, and as loose capsules or
    /// ampoules where a piece is a dose; `None` of what is not known.
    pub(crate) fn in_devices(
        &self,
        dataset: &Dataset,
        [devices, doses]: [Decimal; 2],
    ) -> [Option<Fraction>; 2] {
        let whole = Fraction::whole;
        if self.piece_is_dose(dataset) {
            return [Some(whole(devices)), Some(whole(doses))];
        }
        let pack = self.packs(dataset).into_iter().max();
        let packs = match pack {
            _ if doses.is_zero() => Some(Fraction::ZERO),
            Some(pack) => whole(doses).over_count(pack),
            None => None,
        };
        [packs.and_then(|packs| packs.plus(whole(devices))), None]
    }

    fn counted_in_doses(&self, dataset: &Dataset, quantity: QuantityRange) -> QuantityRange {
        let pack = self.pack(dataset);
        quantity.map(|one| {
            let doses = one.in_doses(pack);
            doses.map_or(one, |doses| Quantity::new(doses, Unit::Dose))
        })
    }

    fn packing<'p>(&self, dataset: &Dataset, packs: &'p [u32]) -> Packing<'p> {
        Packing {
            packs,
            piece_is_dose: self.piece_is_dose(dataset),
            ampoule_ml: self.ampoule_ml(dataset),
            micrograms: self.micrograms(dataset),
            ddds: self.ddds(dataset),
            limit: dataset.amount_limit(&self.devices),
        }
    }

    /// The micrograms of active substance in one dose, as the label states them, where they are of
    /// one substance and the same for all that it can be.
    fn micrograms(&self, dataset: &Dataset) -> Option<Decimal> {
        let ampoule = self.ampoule_ml(dataset);
        let own = self.other_strength.as_ref();
        let of = |product: &Product| {
            let of_product = || Strength::parse(&product.strength);
            let strength = own.cloned().or_else(of_product)?;
            let [micrograms] = strength.micrograms.as_slice() else {
                return None;
            };
            match strength.per_ml {
                false => Some(*micrograms),
                true => exact::mul(*micrograms, ampoule?),
            }
        };
        one_and_the_same(self.products(dataset).map(of))
    }

    /// The part of the defined daily dose that one dose is, where it is the same for all that it
    /// can be.
    fn ddds(&self, dataset: &Dataset) -> Option<Fraction> {
        one_and_the_same(
            self.products(dataset)
                .map(|one| dataset.ddds_in_a_dose(one)),
        )
    }

    /// Whether one piece is one dose for all that it can be.
    pub(crate) fn piece_is_dose(&self, dataset: &Dataset) -> bool {
        !self.candidates.is_empty() && self.products(dataset).all(|p| p.form.piece_is_dose())
    }

    /// Whether one piece is one dose for some that it can be and a device for others.
    fn mixes_pieces(&self, dataset: &Dataset) -> bool {
        let mut kinds = self.products(dataset).map(|p| p.form.piece_is_dose());
        kinds
            .next()
            .is_some_and(|first| kinds.any(|other| other != first))
    }

    /// The volume of an ampoule, where it is one and the same for all that it can be, or the label
    /// states it.
    pub(crate) fn ampoule_ml(&self, dataset: &Dataset) -> Option<Decimal> {
        let volumes = self.products(dataset).map(|product| {
            let stated = self.ampoule.filter(|ml| product.unit_ml.contains(ml));
            match product.unit_ml.as_slice() {
                // Of a bottle no volume is a dose.
                _ if !product.form.piece_is_dose() => None,
                [volume] => Some(*volume),
                _ => stated,
            }
        });
        one_and_the_same(volumes)
    }
}

/// What is known of all and the same.
fn one_and_the_same<T: PartialEq>(mut each: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = each.next()??;
    each.all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}
