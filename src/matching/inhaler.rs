//! An inhaled medicine that a line means: what it can be, and what an amount of it counts.

use super::amount::{Decided, LIKELY_PACKS, Packing, Refused, UnitWord, decide};
use crate::code::Atc;
use crate::dataset::{DataId, Dataset, Device, Product, Strength};
use crate::error::Result;
use crate::quantity::{Quantity, Unit};
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
        amount: rust_decimal::Decimal,
        unit: UnitWord,
    ) -> std::result::Result<(Quantity, Decided), Refused> {
        // Of a line that can be an inhaler or loose capsules or ampoules, a number of pieces
        // counts the one or the other: a factor of thirty to two hundred.
        let pieces = matches!(
            unit,
            UnitWord::Device | UnitWord::Absent | UnitWord::Unknown
        );
        if pieces && self.mixes_pieces(dataset) && amount > LIKELY_PACKS.into() {
            return Err(Refused::Unclear);
        }
        let packing = Packing {
            packs: &self.packs(dataset),
            piece_is_dose: self.piece_is_dose(dataset),
            ampoule_ml: self.ampoule_ml(dataset),
        };
        let (quantity, decided) = decide(amount, unit, packing)?;
        let doses = quantity.in_doses(self.pack(dataset));
        let quantity = doses.map_or(quantity, |doses| Quantity::new(doses, Unit::Dose));
        Ok((quantity, decided))
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

    /// The volume of an ampoule, where it is one and the same for all that it can be.
    pub(crate) fn ampoule_ml(&self, dataset: &Dataset) -> Option<rust_decimal::Decimal> {
        let mut volumes = self
            .products(dataset)
            .map(|product| product.unit_ml.as_slice());
        let first = volumes.next()?;
        match first {
            [volume] if volumes.all(|other| other == first) => Some(*volume),
            _ => None,
        }
    }
}
