//! Forms of medicines that are not inhaled, and what is published about them.
//!
//! No source at hand gives a value per substance for tablets, liquids or injections. What there
//! is, is kept as facts about forms: orders of magnitude, effects of a form or route, and
//! values that are shown and never used.

use super::form_class::FormClass;
use super::id::id;
use super::names::NameIndex;
use super::source::{Evidence, Provenance};
use super::table::{Findings, Row, words};
use crate::diagnostic::Code;
use rust_decimal::Decimal;
use strum::VariantArray;

/// What one order of magnitude stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderUnit {
    /// One dose; of an oral solid form one piece is taken for a dose.
    Dose,
    /// One administration. How many pieces that takes is not known.
    Administration,
    /// One pen.
    Pen,
}

impl OrderUnit {
    /// The unit in which a form can have an order of magnitude; `None` for a form for which
    /// no published value can stand.
    ///
    /// ```
    /// use groenrecept::dataset::{FormClass, OrderUnit};
    /// assert_eq!(OrderUnit::of(FormClass::InsulinPen), Some(OrderUnit::Pen));
    /// assert_eq!(OrderUnit::of(FormClass::Dermal), None);
    /// ```
    #[must_use]
    pub const fn of(form: FormClass) -> Option<Self> {
        match form {
            FormClass::OralSolid => Some(Self::Dose),
            FormClass::Infusion => Some(Self::Administration),
            FormClass::InsulinPen => Some(Self::Pen),
            FormClass::Effervescent
            | FormClass::OralPowder
            | FormClass::OralLiquid
            | FormClass::Oromucosal
            | FormClass::Injection
            | FormClass::InjectionPen
            | FormClass::Cartridge
            | FormClass::Dermal
            | FormClass::Patch
            | FormClass::Eye
            | FormClass::Ear
            | FormClass::Nose
            | FormClass::Suppository
            | FormClass::Rectal
            | FormClass::Vaginal
            | FormClass::Inhalation
            | FormClass::Unknown => None,
        }
    }

    /// Whether one piece on a prescription is one of these.
    #[must_use]
    pub const fn is_piece(self) -> bool {
        matches!(self, Self::Dose | Self::Pen)
    }
}

/// What a published value of a form is per.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FormUnit {
    /// One dose.
    Dose,
    /// One tablet.
    Tablet,
    /// One gram of the substance.
    #[strum(serialize = "1_g")]
    Gram,
    /// A hundred milligrams of the substance.
    #[strum(serialize = "100_mg")]
    HundredMilligrams,
    /// One moment at which the substances of the study are given together.
    CoAdministration,
    /// One pen.
    Pen,
    /// One box, of unstated content.
    Box,
    /// One euro.
    #[strum(serialize = "eur")]
    Euro,
    /// One pound sterling.
    #[strum(serialize = "gbp")]
    Pound,
    /// One patient in one year.
    PatientYear,
    /// No unit: one thing against another.
    Relative,
}

impl FormUnit {
    /// The word as it stands in `forms.csv`.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether a value per this unit can stand for one of the other: the amounts of the
    /// studies are those given to an adult at one time.
    const fn stands_for(self, order: OrderUnit) -> bool {
        match order {
            OrderUnit::Dose => matches!(self, Self::Dose | Self::Gram),
            OrderUnit::Administration => matches!(
                self,
                Self::Gram | Self::HundredMilligrams | Self::CoAdministration
            ),
            OrderUnit::Pen => matches!(self, Self::Pen),
        }
    }
}

/// What the number of a fact measures.
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FormMeasure {
    /// Kilograms of CO2 equivalents.
    #[strum(serialize = "kg CO2e")]
    KilogramsCo2e,
    /// Grams of CO2 equivalents.
    #[strum(serialize = "g CO2e")]
    GramsCo2e,
    /// Grams of carbon dioxide alone.
    #[strum(serialize = "g CO2")]
    GramsCo2,
    /// A percentage.
    Percent,
    /// So many to one.
    Ratio,
}

impl FormMeasure {
    /// The word as it stands in `forms.csv`.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Which part of the life cycle a value of a form covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub(crate) enum FormBoundary {
    /// What it takes to give the medicine, without the active substance.
    AdministrationMaterials,
    /// From raw material to the packaged medicine.
    CradleToPackagedMedicine,
    /// From raw material to the door of the pharmacy.
    CradleToPharmacyGate,
    /// Making the active substance and the medicine.
    Manufacture,
    /// A supply chain by what is paid for it.
    SupplyChain,
    /// The source does not state it.
    NotStated,
}

/// What a fact is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub(crate) enum FormUse {
    /// It is one of those that span the order of magnitude of its form.
    Order,
    /// It shows an effect, and is shown alone.
    Effect,
    /// It is shown and never used.
    Context,
}

/// An effect of form or route for which there is evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[non_exhaustive]
pub enum Effect {
    /// Paracetamol, alone or with another, into a vein against by mouth.
    #[serde(rename = "paracetamol_intravenous_oral")]
    IntravenousOral,
    /// Paracetamol, the same dose as a liquid against as a tablet.
    #[serde(rename = "paracetamol_liquid_solid")]
    LiquidSolid,
}

const EFFECTS: &[(&str, Option<Effect>)] = &[
    ("", None),
    (
        "paracetamol_intravenous_oral",
        Some(Effect::IntravenousOral),
    ),
    ("paracetamol_liquid_solid", Some(Effect::LiquidSolid)),
];

id! {
    /// The id of a fact about a form, such as `s16-nhs-oral-dose`.
    FormFactId
}

/// Numbers as they are printed: a value, its ends, or a bound at one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The low end.
    pub low: Option<Decimal>,
    /// The value.
    pub value: Option<Decimal>,
    /// The high end.
    pub high: Option<Decimal>,
}

impl Printed {
    /// The lowest and the highest of the numbers; `None` for a bound at one side.
    #[must_use]
    pub(crate) fn ends(self) -> Option<(Decimal, Decimal)> {
        Some((self.low.or(self.value)?, self.high.or(self.value)?))
    }
}

/// A published fact about a form.
#[derive(Debug, Clone)]
pub(crate) struct FormFact {
    /// The id.
    pub id: FormFactId,
    /// The form; `None` for medicines of any form.
    pub form: Option<FormClass>,
    /// What the source measured.
    pub subject: String,
    /// What the value is per.
    pub functional_unit: FormUnit,
    /// The numbers.
    pub printed: Printed,
    /// What the numbers measure.
    pub measure: FormMeasure,
    /// What it covers.
    pub boundary: FormBoundary,
    /// What it is used for.
    pub used: FormUse,
    /// The effect that it shows, with the other facts of the same effect.
    pub effect: Option<Effect>,
    /// Where it stands and how well it is supported.
    pub provenance: Provenance,
    /// What else is known of it.
    pub note: String,
    /// The place of the data layer, 0 for the embedded one.
    pub layer: usize,
}

/// Reads a row; what does not fit is reported and the row is left out.
pub(crate) fn read(
    row: Row<'_>,
    layer: usize,
    names: &NameIndex,
    findings: &mut Findings,
) -> Option<FormFact> {
    let id = row.needed("form_fact_id", findings);
    let classes = words(FormClass::VARIANTS).map(|(word, form)| (word, Some(form)));
    let form = row.among("form", classes.chain([("any", None)]), findings);
    let subject = row.needed("subject", findings);
    let functional_unit = row.one_of("functional_unit", findings);
    let [low, value, high] = ["low", "value", "high"].map(|name| row.decimal(name, findings));
    let measure = row.one_of("unit", findings);
    let boundary = row.one_of("boundary", findings);
    let used = row.one_of("kind", findings);
    let effect = row.word("effect", EFFECTS, findings);
    let provenance = Provenance::read(row, "", names, findings);
    let printed = Printed { low, value, high };
    check_range(row, printed, findings);
    if used == Some(FormUse::Effect) && effect == Some(None) {
        let message = (
            "'effect' moet het effect noemen dat het feit laat zien",
            "'effect' must name the effect that the fact shows",
        );
        findings.push(Code::EmptyCell, row.place("effect"), message);
    }
    if used == Some(FormUse::Order) {
        check_order(row, form, functional_unit, measure, findings);
    }
    Some(FormFact {
        id: FormFactId(id?.to_owned()),
        form: form?,
        subject: subject?.to_owned(),
        functional_unit: functional_unit?,
        printed,
        measure: measure?,
        boundary: boundary?,
        used: used?,
        effect: effect?,
        provenance: provenance?,
        note: row.text("note").to_owned(),
        layer,
    })
}

/// Low, value and high ascend, and one of them is there.
fn check_range(row: Row<'_>, printed: Printed, findings: &mut Findings) {
    let Printed { low, value, high } = printed;
    if ["low", "value", "high"].map(|column| row.filled(column)) == [None; 3] {
        let message = (
            "een van 'low', 'value' en 'high' moet gevuld zijn",
            "one of 'low', 'value' and 'high' must be filled",
        );
        findings.push(Code::EmptyCell, row.place("value"), message);
    }
    if ![low, value, high].into_iter().flatten().is_sorted() {
        let message = (
            "low, value en high moeten oplopen",
            "low, value and high must be in ascending order",
        );
        findings.push(Code::InvertedRange, row.place("low"), message);
    }
}

/// Only a value with both ends, in kg CO2e or g CO2e and per a unit that can stand for one of
/// the form, can span an order of magnitude. A cell that could not be read says nothing here.
fn check_order(
    row: Row<'_>,
    form: Option<Option<FormClass>>,
    functional_unit: Option<FormUnit>,
    measure: Option<FormMeasure>,
    findings: &mut Findings,
) {
    let mut wrong = |column: &str, message: (&str, &str)| {
        findings.push(Code::UnitMismatch, row.place(column), message);
    };
    let unit = form.map(|form| form.and_then(OrderUnit::of));
    if unit == Some(None) {
        let message = (
            "een orde van grootte is er voor oral_solid, infusion of insulin_pen",
            "an order of magnitude is for oral_solid, infusion or insulin_pen",
        );
        wrong("form", message);
    }
    if let (Some(Some(order)), Some(unit)) = (unit, functional_unit)
        && !unit.stands_for(order)
    {
        let message = (
            "een waarde per deze eenheid kan geen orde van grootte van de vorm zijn; gebruik 'context'",
            "a value per this unit cannot be an order of magnitude of the form; use 'context'",
        );
        wrong("functional_unit", message);
    }
    let climate = |measure| matches!(measure, FormMeasure::KilogramsCo2e | FormMeasure::GramsCo2e);
    if measure.is_some_and(|measure| !climate(measure)) {
        let message = (
            "een orde van grootte is in 'kg CO2e' of 'g CO2e'",
            "an order of magnitude is in 'kg CO2e' or 'g CO2e'",
        );
        wrong("unit", message);
    }
    let [low, value, high] = ["low", "value", "high"].map(|column| row.filled(column).is_some());
    if !value && low != high {
        let message = (
            "een grens aan één kant is geen orde van grootte; gebruik 'context'",
            "a bound at one side is no order of magnitude; use 'context'",
        );
        wrong("value", message);
    }
}

impl FormFact {
    /// Whether it spans the order of magnitude of a form; an unverified fact never does.
    #[must_use]
    pub(crate) fn is_order_of(&self, form: FormClass) -> bool {
        self.used == FormUse::Order
            && self.form == Some(form)
            && self.provenance.evidence != Evidence::Unverified
    }

    /// The ends in kg CO2e, where both are there and it is a climate impact.
    #[must_use]
    pub(crate) fn kilograms(&self) -> Option<(Decimal, Decimal)> {
        let per_kilogram = match self.measure {
            FormMeasure::KilogramsCo2e => Decimal::ONE,
            FormMeasure::GramsCo2e => Decimal::new(1, 3),
            FormMeasure::GramsCo2 | FormMeasure::Percent | FormMeasure::Ratio => return None,
        };
        let (low, high) = self.printed.ends()?;
        let kilograms = |value| crate::exact::mul(value, per_kilogram);
        Some((kilograms(low)?, kilograms(high)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_at_one_side_has_no_ends() {
        let [low, value, high] = [189, 204, 280].map(|number| Some(Decimal::from(number)));
        let morphine = Printed { low, value, high };
        assert_eq!(morphine.ends(), low.zip(high));
        let above = Printed {
            low,
            value: None,
            high: None,
        };
        assert_eq!(above.ends(), None);
    }
}
