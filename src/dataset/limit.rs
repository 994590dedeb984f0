//! What a label says of those who may use a product, and which doses stand for each other.

use super::Dataset;
use super::names::NameIndex;
use super::product::ProductId;
use super::source::Provenance;
use super::table::{Findings, Row, Table};
use super::validity::Validity;
use crate::diagnostic::Place;

/// What one text of a label says of the use of a product. Texts differ: all are kept.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LabelLimit {
    /// The products.
    pub products: Vec<ProductId>,
    /// The lowest age in years; `None` where it was not seen.
    pub min_age: Option<u32>,
    /// Whether it may be used in asthma; `None` where that was not seen.
    pub asthma: Option<bool>,
    /// Whether it may be used in COPD; `None` where that was not seen.
    pub copd: Option<bool>,
    /// Whether it may be used for maintenance and relief; `None` where that was not seen.
    pub maintenance_and_reliever: Option<bool>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// The country of a text that does not hold here, as two letters of ISO 3166-1; `ZZ` where
    /// only that is known. `None` for a text that holds here: of this country or for the whole
    /// European Union.
    pub country: Option<String>,
    /// What to know about it.
    pub note: String,
}

/// Doses of one product that stand for doses of another; only in this direction.
#[derive(Debug, Clone)]
pub(crate) struct Equivalence {
    /// The id.
    pub id: String,
    /// The product that is replaced.
    pub from: ProductId,
    /// Doses of it.
    pub from_doses: u32,
    /// The product that replaces it.
    pub to: ProductId,
    /// Doses that stand for those.
    pub to_doses: u32,
    /// On what it rests.
    pub basis: EquivalenceBasis,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A product that cannot be had, from a list that the user layers.
#[derive(Debug, Clone)]
pub(crate) struct Shortage {
    /// The product.
    pub product: ProductId,
    /// When it cannot be had.
    pub validity: Validity,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// On what an equivalence rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EquivalenceBasis {
    /// The doses a day of both.
    Posology,
    /// The same nominal dose of one medicine in two devices of one maker.
    SameDose,
    /// Extrafine against ordinary particles.
    Extrafine,
    /// Metered and delivered strength of one dose.
    Delivered,
    /// No source: the same nominal dose of the same substances.
    Nominal,
}

const BASES: &[(&str, EquivalenceBasis)] = &[
    ("posology", EquivalenceBasis::Posology),
    ("same_dose", EquivalenceBasis::SameDose),
    ("extrafine", EquivalenceBasis::Extrafine),
    ("delivered", EquivalenceBasis::Delivered),
];

pub(super) const YES_NO: &[(&str, bool)] = &[("yes", true), ("no", false)];

impl Dataset {
    /// What the texts of the label of a product say of one thing, from those that decide it: the
    /// texts that hold here, where any of them says it, and otherwise those of other countries.
    pub(crate) fn deciding<'d, T>(
        &'d self,
        product: &'d ProductId,
        says: impl Fn(&LabelLimit) -> Option<T>,
    ) -> Vec<(&'d LabelLimit, T)> {
        let all = self.label_limits(product);
        let told = all.filter_map(|one| Some((one, says(one)?)));
        let (here, elsewhere): (Vec<_>, Vec<_>) = told.partition(|(one, _)| one.country.is_none());
        if here.is_empty() { elsewhere } else { here }
    }
}

/// The texts of labels; a country in which the data is at home is none to name.
pub(super) fn limits(
    table: &Table,
    names: &NameIndex,
    home: &[String],
    findings: &mut Findings,
) -> Vec<LabelLimit> {
    let mut all = Vec::new();
    for row in table.rows() {
        let products = row.needed("product_id", findings);
        let provenance = Provenance::read(row, "", names, findings);
        let [asthma, copd, mart] =
            ["asthma", "copd", "mart"].map(|column| answer(row, column, findings));
        let min_age = row.filled("min_age").and_then(|text| {
            if text == "0" {
                return Some(0);
            }
            row.count("min_age", findings)
        });
        if let (Some(products), Some(provenance)) = (products, provenance) {
            all.push(LabelLimit {
                products: products
                    .split('|')
                    .map(|id| ProductId(id.trim().to_owned()))
                    .collect(),
                min_age,
                asthma,
                copd,
                maintenance_and_reliever: mart,
                provenance,
                country: row
                    .filled("country")
                    .map(str::to_owned)
                    .filter(|country| !home.contains(country)),
                note: row.text("note").to_owned(),
            });
        }
    }
    all
}

pub(super) fn shortages(
    table: &Table,
    names: &NameIndex,
    findings: &mut Findings,
) -> Vec<Shortage> {
    let mut all = Vec::new();
    for row in table.rows() {
        let product = row.needed("product_id", findings);
        let validity = Validity::read(row, findings);
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(product), Some(provenance)) = (product, provenance) {
            all.push(Shortage {
                product: ProductId(product.to_owned()),
                validity,
                provenance,
            });
        }
    }
    all
}

fn answer(row: Row<'_>, column: &str, findings: &mut Findings) -> Option<bool> {
    row.filled(column)?;
    row.word(column, YES_NO, findings)
}

pub(super) fn equivalences(
    table: &Table,
    names: &NameIndex,
    findings: &mut Findings,
) -> Vec<(Equivalence, Place)> {
    let mut all = Vec::new();
    for row in table.rows() {
        let [id, from, to] = ["equivalence_id", "from_product", "to_product"]
            .map(|column| row.needed(column, findings));
        let [from_doses, to_doses] = ["from_doses", "to_doses"].map(|column| {
            row.needed(column, findings)
                .and_then(|_| row.count(column, findings))
        });
        let basis = row.word("basis", BASES, findings);
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(id), Some(from), Some(to), Some(from_doses), Some(to_doses)) =
            (id, from, to, from_doses, to_doses)
            && let (Some(basis), Some(provenance)) = (basis, provenance)
        {
            let one = Equivalence {
                id: id.to_owned(),
                from: ProductId(from.to_owned()),
                from_doses,
                to: ProductId(to.to_owned()),
                to_doses,
                basis,
                provenance,
            };
            all.push((one, row.place("equivalence_id")));
        }
    }
    all
}
