//! What moves between two versions of the data on one export, and why.

use super::published::Published;
use crate::dataset::{
    Dataset, DatasetVersion, Factor, FactorId, GwpBasis, Product, ProductId, Propellant,
};
use crate::practice::ProductAmount;
use crate::quantity::Range;
use crate::report::{Number, ProductReport, Report};
use std::collections::{BTreeMap, BTreeSet};

/// The difference between two reports on one export that were made with two datasets.
///
/// ```
/// use groenrecept::report::{Report, data::Change};
/// use groenrecept::{Dataset, Engine, Language, intake::Export};
/// let text = "datum;omschrijving;aantal;eenheid\n\
///             31-01-2025;ATROVENT AEROSOL 20UG/DO 200DO;1;ST\n";
/// let data = Dataset::embedded()?;
/// let analysis = Engine::new(&data).analysis();
/// let outcome = analysis.run(Export::new("export.csv", text.as_bytes())?, None)?;
/// let report = Report::new(&outcome, Language::Dutch);
/// let change = Change::between((&data, &report), (&data, &report));
/// let page = change.text(Language::English);
/// assert!(page.contains("No medicine moves in value or amount.")); // the same data
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, serde::Serialize)]
pub struct Change {
    /// The data before.
    pub(crate) old: DatasetVersion,
    /// The data after.
    pub(crate) new: DatasetVersion,
    /// The set of global warming potentials of both reports.
    pub(crate) gwp_set: &'static str,
    /// The total before, with its coverage.
    pub(crate) before: Total,
    /// The total after, with its coverage.
    pub(crate) after: Total,
    /// The medicines whose value or amount moves, most impact first.
    pub(crate) products: Vec<ProductChange>,
    /// How many medicines stay as they were.
    pub(crate) unmoved: usize,
}

/// A total in kg CO2e with its coverage.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Total {
    /// The total of the rows with a value.
    pub climate: Range,
    /// Rows of inhaled medicines.
    pub rows: u64,
    /// Those that have a value.
    pub rows_with_value: u64,
}

/// A medicine that moves.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct ProductChange {
    /// The id as in [`ProductReport::product`].
    pub product: String,
    /// Name, device and strength.
    pub label: String,
    /// Before; `null` where no row meant it.
    pub before: Option<Side>,
    /// After; `null` where no row means it any more.
    pub after: Option<Side>,
    /// Why.
    pub causes: Vec<Cause>,
}

/// A medicine under one of the two datasets.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Side {
    /// Rows.
    pub rows: u64,
    /// The amount.
    pub quantity: ProductAmount,
    /// The impact in kg CO2e; `null` where there is no value.
    pub climate: Option<Range>,
}

/// Why something moves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
#[non_exhaustive]
pub(crate) enum Cause {
    /// Lines mean another medicine, or amounts are read in another way.
    MatchingChanged,
    /// A factor in use has another value, boundary, unit or set.
    FactorChanged {
        /// The factor.
        factor: String,
        /// As published before.
        before: Published,
        /// As published after.
        after: Published,
    },
    /// A factor in use is new.
    FactorAdded {
        /// The factor.
        factor: String,
        /// As published.
        after: Published,
    },
    /// A factor that was in use is gone.
    FactorRemoved {
        /// The factor.
        factor: String,
        /// As published.
        before: Published,
    },
    /// A factor that both have is used now and was not.
    FactorChosen {
        /// The factor.
        factor: String,
    },
    /// A factor that both have was used and is not any more.
    FactorNotChosen {
        /// The factor.
        factor: String,
    },
    /// A global warming potential in use is another, in kg CO2e per kg.
    GwpChanged {
        /// The gas.
        gas: String,
        /// The set.
        gwp_set: String,
        /// Before; `null` where there was none.
        before: Option<String>,
        /// After; `null` where there is none.
        after: Option<String>,
    },
    /// Pack, gas, mass of gas, device, form or ATC code of a product is another.
    ProductChanged {
        /// The product.
        product: String,
    },
    /// None of the above was found.
    NotFound,
}

impl Change {
    /// Compares two reports, each with the dataset that it was made with. Both must be on the
    /// same export and in the same set of global warming potentials.
    #[must_use]
    pub fn between(old: (&Dataset, &Report), new: (&Dataset, &Report)) -> Self {
        let by_id = |report: &Report| -> BTreeMap<String, ProductReport> {
            let products = report.products.iter();
            products
                .map(|one| (one.product.clone(), one.clone()))
                .collect()
        };
        let (before, after) = (by_id(old.1), by_id(new.1));
        let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let all = ids.len();
        let mut products: Vec<ProductChange> = ids
            .into_iter()
            .filter_map(|id| {
                let pair = Pair {
                    old: old.0,
                    new: new.0,
                    before: before.get(id),
                    after: after.get(id),
                    gwp: new.1.options.gwp_set,
                };
                pair.change(id)
            })
            .collect();
        products.sort_by_key(|change| std::cmp::Reverse(weight(change)));
        Self {
            old: old.1.dataset.clone(),
            new: new.1.dataset.clone(),
            gwp_set: new.1.options.gwp_set,
            before: Total::of(old.1),
            after: Total::of(new.1),
            unmoved: all.saturating_sub(products.len()),
            products,
        }
    }
}

/// The larger central value of the two sides.
fn weight(change: &ProductChange) -> Option<Number> {
    let central = |side: &Option<Side>| Some(Number::of(side.as_ref()?.climate?.central()));
    central(&change.before).max(central(&change.after))
}

impl Total {
    fn of(report: &Report) -> Self {
        let inhalers = &report.coverage.climate.inhalers;
        Self {
            climate: report.totals.climate.sums.climate,
            rows: inhalers.rows,
            rows_with_value: inhalers.rows_with_value,
        }
    }
}

impl Side {
    fn of(product: &ProductReport) -> Self {
        Self {
            rows: product.sum.rows,
            quantity: product.sum.quantity,
            climate: product.sum.climate.as_ref().map(|climate| climate.range),
        }
    }
}

/// One medicine under both datasets.
struct Pair<'a> {
    old: &'a Dataset,
    new: &'a Dataset,
    before: Option<&'a ProductReport>,
    after: Option<&'a ProductReport>,
    gwp: &'static str,
}

impl Pair<'_> {
    /// `None` where nothing moves.
    fn change(&self, id: &str) -> Option<ProductChange> {
        let label = self.after.or(self.before)?.label.clone();
        let mut causes = BTreeSet::new();
        match (self.before, self.after) {
            (Some(before), Some(after)) => {
                let amount = |one: &ProductReport| (one.sum.quantity.amount, one.sum.quantity.unit);
                let rows = before.sum.rows != after.sum.rows;
                let amounts = amount(before) != amount(after)
                    || before.sum.other_doses != after.sum.other_doses;
                if !rows && !amounts && ends(before) == ends(after) {
                    return None;
                }
                self.products(id, before, &mut causes);
                if rows || (amounts && causes.is_empty()) {
                    causes.insert(Cause::MatchingChanged);
                }
                self.factors(before, after, &mut causes);
                self.gwps(before, after, &mut causes);
            }
            _ => {
                causes.insert(Cause::MatchingChanged);
            }
        }
        if causes.is_empty() {
            causes.insert(Cause::NotFound);
        }
        Some(ProductChange {
            product: id.to_owned(),
            label,
            before: self.before.map(Side::of),
            after: self.after.map(Side::of),
            causes: causes.into_iter().collect(),
        })
    }

    fn products(&self, id: &str, before: &ProductReport, causes: &mut BTreeSet<Cause>) {
        let ids = before.sum.candidates.iter().map(ProductId::as_str);
        for id in ids.chain([id]) {
            let pair = self.old.product_by_id(id).zip(self.new.product_by_id(id));
            if pair.is_some_and(|(old, new)| properties(old) != properties(new)) {
                causes.insert(Cause::ProductChanged {
                    product: id.to_owned(),
                });
            }
        }
    }

    fn factors(&self, before: &ProductReport, after: &ProductReport, causes: &mut BTreeSet<Cause>) {
        let (was, is) = (used(before), used(after));
        for id in was.union(&is) {
            let factor = (*id).to_owned();
            let old = self.old.factor_by_id(id).filter(|_| was.contains(id));
            let new = self.new.factor_by_id(id).filter(|_| is.contains(id));
            let cause = match (old, new) {
                (Some(old), Some(new)) if values(old) != values(new) => Cause::FactorChanged {
                    factor,
                    before: Published::of(old),
                    after: Published::of(new),
                },
                (Some(old), None) => match self.new.factor_by_id(id) {
                    Some(_) => Cause::FactorNotChosen { factor },
                    None => Cause::FactorRemoved {
                        factor,
                        before: Published::of(old),
                    },
                },
                (None, Some(new)) => match self.old.factor_by_id(id) {
                    Some(_) => Cause::FactorChosen { factor },
                    None => Cause::FactorAdded {
                        factor,
                        after: Published::of(new),
                    },
                },
                _ => continue,
            };
            causes.insert(cause);
        }
    }

    /// The potentials of the gases in play, in the chosen set and those of the factors.
    fn gwps(&self, before: &ProductReport, after: &ProductReport, causes: &mut BTreeSet<Cause>) {
        let mut gases: BTreeSet<String> = [before, after]
            .map(|one| one.sum.propellant.clone())
            .into_iter()
            .collect();
        let mut sets: BTreeSet<String> = [self.gwp.to_owned()].into();
        for (dataset, report) in [(self.old, before), (self.new, after)] {
            for factor in used(report)
                .iter()
                .filter_map(|id| dataset.factor_by_id(id))
            {
                gases.extend(factor.propellant.clone());
                if let GwpBasis::Set(set) = &factor.gwp {
                    sets.insert(set.clone());
                }
            }
        }
        for gas in &gases {
            for set in &sets {
                let value = |dataset: &Dataset| dataset.gwp100(gas, set).map(|gwp| gwp.value);
                let (old, new) = (value(self.old), value(self.new));
                if old != new {
                    causes.insert(Cause::GwpChanged {
                        gas: gas.clone(),
                        gwp_set: set.clone(),
                        before: old.map(|value| value.to_string()),
                        after: new.map(|value| value.to_string()),
                    });
                }
            }
        }
    }
}

fn ends(product: &ProductReport) -> Option<[Number; 3]> {
    let range = product.sum.climate.as_ref()?.range;
    Some([range.low(), range.central(), range.high()].map(Number::of))
}

fn used(product: &ProductReport) -> BTreeSet<&str> {
    let factors = product
        .sum
        .climate
        .iter()
        .flat_map(|climate| &climate.factors);
    factors.map(FactorId::as_str).collect()
}

/// What of a product its value and its amounts depend on.
fn properties(product: &Product) -> impl PartialEq + use<> {
    (
        (product.atc, product.form, product.device),
        product.doses_per_pack,
        match &product.propellant {
            Propellant::Gas(gas) => Some(gas.clone()),
            Propellant::None | Propellant::Unknown => None,
        },
        product.propellant_grams,
        product.unit_ml.clone(),
        (product.market.clone(), product.validity),
    )
}

/// What of a factor its value in use depends on.
fn values(factor: &Factor) -> impl PartialEq + use<> {
    (
        [factor.low, factor.central, factor.high],
        (factor.functional_unit, factor.doses_per_unit),
        (
            factor.boundary,
            factor.propellant.clone(),
            factor.gwp.clone(),
        ),
        (factor.provenance.evidence, factor.validity),
        factor.inferred.clone(),
    )
}
