//! The defined daily dose (DDD) of a substance, from a list that the user layers; the crate ships
//! none.

use super::Dataset;
use super::names::NameIndex;
use super::product::{Form, Product, Strength};
use super::source::{Evidence, Provenance};
use super::substance::substance;
use super::table::{Findings, Table};
use crate::code::Atc;
use crate::diagnostic::Code;
use crate::exact::{self, Fraction};
use rust_decimal::Decimal;
use strum::VariantArray;

/// The defined daily dose of the medicines with an ATC code.
#[derive(Debug, Clone)]
pub(crate) struct Ddd {
    atc: Atc,
    /// The form of the medicines; `None` for any.
    form: Option<Form>,
    amount: Decimal,
    /// The micrograms in the unit of the amount; `None` for doses, as of a combination.
    micrograms: Option<Decimal>,
    provenance: Provenance,
}

/// What a DDD cannot be turned into doses of a product for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacks {
    Ddd,
    Strength,
}

/// The units of an amount, each with its micrograms.
const UNITS: &[(&str, Option<Decimal>)] = &[
    ("ug", Some(Decimal::ONE)),
    ("mg", Some(Decimal::ONE_THOUSAND)),
    ("g", Some(Decimal::from_parts(1_000_000, 0, 0, false, 0))),
    ("dose", None),
];

impl Ddd {
    pub(super) fn key(&self) -> (Atc, Option<Form>) {
        (self.atc, self.form)
    }

    /// The DDD of a product: that of its form before that of any.
    fn of<'d>(all: impl Iterator<Item = &'d Self> + Clone, product: &Product) -> Option<&'d Self> {
        let mut fits = all.filter(|one| {
            one.atc == product.atc && one.provenance.evidence != Evidence::Unverified
        });
        let any = fits.clone().find(|one| one.form.is_none());
        fits.find(|one| one.form == Some(product.form)).or(any)
    }

    /// How much of this one dose of a product is, of one substance or in doses.
    fn part_in_a_dose(&self, product: &Product) -> Option<Fraction> {
        let Some(unit) = self.micrograms else {
            return Fraction::whole(Decimal::ONE).divided_by(self.amount);
        };
        let strength = Strength::parse(&product.strength)?;
        let [amount] = strength.micrograms.as_slice() else {
            return None;
        };
        let in_dose = match (strength.per_ml, product.unit_ml.as_slice()) {
            (false, _) => *amount,
            (true, [ml]) if product.form.piece_is_dose() => exact::mul(*amount, *ml)?,
            (true, _) => return None,
        };
        Fraction::whole(in_dose).divided_by(exact::mul(self.amount, unit)?)
    }
}

/// The DDDs of a file.
pub(super) fn read(table: &Table, names: &NameIndex, findings: &mut Findings) -> Vec<Ddd> {
    let mut all = Vec::new();
    let forms = || {
        Form::VARIANTS
            .iter()
            .map(|form| ((*form).into(), Some(*form)))
    };
    for row in table.rows() {
        let atc = substance(row, findings);
        let form = row.among("form", [("any", None)].into_iter().chain(forms()), findings);
        let amount = row.needed("amount", findings);
        let amount = amount.and_then(|_| row.decimal("amount", findings));
        if amount.is_some_and(|amount| amount.is_zero()) {
            let message = (
                "een DDD is meer dan nul; haal de regel weg waar er geen is",
                "a DDD is more than zero; take the row out where there is none",
            );
            findings.push(Code::BadNumber, row.place("amount"), message);
        }
        let micrograms = row.word("unit", UNITS, findings);
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(atc), Some(form), Some(amount), Some(micrograms), Some(provenance)) =
            (atc, form, amount, micrograms, provenance)
        {
            all.push(Ddd {
                atc,
                form,
                amount,
                micrograms,
                provenance,
            });
        }
    }
    all
}

/// The part of a DDD that one dose of a product is, or what is not known for it.
pub(super) fn per_dose<'d>(
    all: impl Iterator<Item = &'d Ddd> + Clone,
    product: &Product,
) -> Result<Fraction, Lacks> {
    let ddd = Ddd::of(all, product).ok_or(Lacks::Ddd)?;
    ddd.part_in_a_dose(product).ok_or(Lacks::Strength)
}

impl Dataset {
    /// The part of the DDD of its substance that one dose of a product is: strength / DDD. `None`
    /// where one of these is not known.
    pub(crate) fn ddds_in_a_dose(&self, product: &Product) -> Option<Fraction> {
        per_dose(self.0.ddds.iter(), product).ok()
    }

    /// The DDDs, of which only layers have some.
    pub(crate) fn ddds(&self) -> impl Iterator<Item = &Provenance> {
        self.0.ddds.iter().map(|one| &one.provenance)
    }
}
