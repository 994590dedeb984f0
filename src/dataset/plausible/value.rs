//! A value far outside its class, and one whose unit was taken for another.

use super::Data;
use super::subject::class;
use crate::dataset::table::Findings;
use crate::dataset::{Boundary, Device, Factor, FunctionalUnit, Indicator, Product};
use crate::diagnostic::{Code, Place};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A value lies far outside its class beyond this many halves of the highest or lowest.
///
/// Own choice: the published aerosols lie within a factor of five of each other and the powder
/// inhalers, too; the one value of these that nothing explained was 2.7 times the next.
const HALVES: i64 = 5;

/// How many others tell a slip of a thousand, and how many make a range to lie outside of.
const LEAST: usize = 2;
const RANGE: usize = 3;

/// The units that a number may stand in, each a thousand times the one before it.
const LADDER: [&str; 5] = ["mg", "g", "kg", "t", "kt"];

/// A value that can be held against others.
#[derive(Debug, Clone)]
struct Value<'l> {
    /// The id of the factor, or of the product whose row holds a mass.
    id: &'l str,
    printed: String,
    class: Device,
    indicator: Indicator,
    gas: Option<&'l str>,
    /// The unit as its row has it.
    per: &'static str,
    unit: FunctionalUnit,
    doses: Option<u32>,
    range: Range,
    layer: usize,
    place: Place,
}

/// Others of one class in the unit of a value.
struct Others<'l> {
    lowest: (Fraction, &'l str),
    highest: (Fraction, &'l str),
    count: usize,
    /// Whether they are of another gas, so that only what lies above all of them is too much.
    only_above: bool,
}

pub(super) fn check(data: &Data<'_>, findings: &mut Findings) {
    let factors = data.factors();
    let mut values: Vec<Value<'_>> = factors
        .filter_map(|(factor, place)| of_factor(data, factor, place))
        .collect();
    let products = data.products().values();
    values.extend(products.filter_map(|(product, place)| of_product(data, product, place)));
    for value in &values {
        if let Some(others) = others(value, &values) {
            against(value, &others, findings);
        }
    }
}

fn of_factor<'l>(data: &Data<'l>, factor: &'l Factor, place: &Place) -> Option<Value<'l>> {
    let counts = matches!(
        factor.indicator,
        Indicator::Climate | Indicator::PropellantMass
    );
    // A known outlier is no finding, and no measure for others either.
    if !counts || factor.boundary == Boundary::EndOfLife || data.is_outlier(&factor.id) {
        return None;
    }
    let filled = if factor.central.is_some() {
        "value"
    } else {
        "low"
    };
    Some(Value {
        id: factor.id.as_str(),
        printed: factor.printed.clone(),
        class: super::subject::one(data.classes(factor).into_iter())?,
        indicator: factor.indicator,
        gas: data.gas(factor),
        per: factor.functional_unit.as_str(),
        // A dose of an aerosol is an actuation, as far as a factor of two goes.
        unit: match factor.functional_unit {
            FunctionalUnit::Actuation => FunctionalUnit::Dose,
            unit @ (FunctionalUnit::Device
            | FunctionalUnit::Dose
            | FunctionalUnit::Month
            | FunctionalUnit::Ddd
            | FunctionalUnit::Other(_)) => unit,
        },
        doses: data.doses(factor),
        range: factor.range()?.0,
        layer: factor.layer,
        place: place.at_column(filled),
    })
}

fn of_product<'l>(data: &Data<'l>, product: &'l Product, place: &Place) -> Option<Value<'l>> {
    let [low, central, high] = product.propellant_grams.map(|end| end.map(Fraction::whole));
    let central = central.or(low.zip(high).and_then(|(low, high)| low.midpoint(high)))?;
    let range = Range::new(low.unwrap_or(central), central, high.unwrap_or(central))?;
    Some(Value {
        id: product.id.as_str(),
        printed: format!("{} g", central.round(3)),
        class: class(product.device),
        indicator: Indicator::PropellantMass,
        gas: product.propellant.gas(),
        per: FunctionalUnit::Device.as_str(),
        unit: FunctionalUnit::Device,
        doses: product.doses_per_pack,
        range,
        layer: data.layer(place),
        place: place.at_column("propellant_g"),
    })
}

impl Value<'_> {
    /// The ends in a unit.
    fn ends(&self, unit: FunctionalUnit) -> Option<[Fraction; 2]> {
        let (low, high) = (self.range.low(), self.range.high());
        let both = |a: Option<Fraction>, b: Option<Fraction>| Some([a?, b?]);
        match (self.unit, unit) {
            (own, unit) if own == unit => Some([low, high]),
            (FunctionalUnit::Device, FunctionalUnit::Dose) => {
                let doses = self.doses?;
                both(low.over_count(doses), high.over_count(doses))
            }
            (FunctionalUnit::Dose, FunctionalUnit::Device) => {
                let doses = Decimal::from(self.doses?);
                both(low.times(doses), high.times(doses))
            }
            _ => None,
        }
    }
}

/// The gas that most of these have; of equally many the first by name.
fn usual_gas<'l>(values: &[&Value<'l>]) -> Option<&'l str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for gas in values.iter().filter_map(|value| value.gas) {
        let count = counts.entry(gas).or_default();
        *count = count.saturating_add(1);
    }
    let most = counts.values().copied().max()?;
    let mut counts = counts.into_iter();
    counts.find(|(_, count)| *count == most).map(|(gas, _)| gas)
}

/// What a value is held against: others of its class with its gas; where its own is not known,
/// those of which it is not known either and those of the usual gas.
fn others<'l>(value: &Value<'l>, all: &[Value<'l>]) -> Option<Others<'l>> {
    // A slip of a whole layer would hide in its own rows.
    let of_layers = |below: bool| {
        let like = move |other: &&Value<'l>| {
            (other.class, other.indicator) == (value.class, value.indicator)
                && (other.layer < value.layer || (!below && other.layer == value.layer))
                && other.place != value.place
                && other.ends(value.unit).is_some()
        };
        held_against(value, all.iter().filter(like).collect())
    };
    of_layers(true).or_else(|| of_layers(false))
}

fn held_against<'l>(value: &Value<'l>, like: Vec<&Value<'l>>) -> Option<Others<'l>> {
    let usual = usual_gas(&like);
    // A mass is a mass, whatever the gas.
    let any = value.indicator == Indicator::PropellantMass;
    let same = |other: &&&Value<'l>| {
        any || match value.gas {
            Some(_) => other.gas == value.gas,
            None => other.gas.is_none() || other.gas == usual,
        }
    };
    let near: Vec<&Value<'l>> = like.iter().filter(same).copied().collect();
    let only_above = near.len() < LEAST;
    let held = if only_above { like } else { near };
    let ends = |end: usize| {
        let of_one = move |other: &&Value<'l>| {
            let ends = other.ends(value.unit)?;
            Some((*ends.get(end)?, other.id))
        };
        held.iter().filter_map(of_one).collect::<Vec<_>>()
    };
    Some(Others {
        lowest: ends(0).into_iter().min()?,
        highest: ends(1).into_iter().max()?,
        count: held.len(),
        only_above,
    })
    .filter(|others| others.count >= LEAST)
}

impl Others<'_> {
    fn is_above(&self, value: Fraction) -> Option<bool> {
        let times = |value: Fraction, by: i64| value.times(Decimal::from(by));
        Some(times(value, 2)? > times(self.highest.0, HALVES)?)
    }

    fn is_below(&self, value: Fraction) -> Option<bool> {
        let times = |value: Fraction, by: i64| value.times(Decimal::from(by));
        Some(!self.only_above && times(value, HALVES)? < times(self.lowest.0, 2)?)
    }

    fn holds(&self, value: Fraction) -> bool {
        self.is_above(value) == Some(false) && self.is_below(value) == Some(false)
    }
}

/// The unit of a number that is a number of steps of a thousand from the printed one.
fn other_unit(printed: &str, steps: isize) -> Option<&'static str> {
    let unit = printed.strip_suffix(" CO2e").unwrap_or(printed);
    let unit = unit.rsplit(' ').next()?;
    let at = LADDER.iter().position(|known| *known == unit)?;
    LADDER.get(at.checked_add_signed(steps)?).copied()
}

/// A number that fits its class in another unit than the printed one.
struct Slip {
    by: Decimal,
    fitting: Fraction,
    unit: &'static str,
}

fn slip(value: &Value<'_>, others: &Others<'_>, above: bool) -> Option<Slip> {
    [(1isize, 1_000i64), (2, 1_000_000)]
        .into_iter()
        .find_map(|(steps, by)| {
            let (by, central) = (Decimal::from(by), value.range.central());
            let (fitting, steps) = if above {
                (central.divided_by(by)?, steps.checked_neg()?)
            } else {
                (central.times(by)?, steps)
            };
            let unit = other_unit(&value.printed, steps)?;
            others.holds(fitting).then_some(Slip { by, fitting, unit })
        })
}

fn against(value: &Value<'_>, others: &Others<'_>, findings: &mut Findings) {
    let central = value.range.central();
    let above = others.is_above(central) == Some(true);
    if !above && others.is_below(central) != Some(true) {
        return;
    }
    let (unit, end) = match value.indicator {
        Indicator::PropellantMass | Indicator::ContentsMass => ("g", ""),
        Indicator::Climate | Indicator::ClimateSaving => ("kg CO2e", " CO2e"),
    };
    let ((lowest, low_of), (highest, high_of)) = (others.lowest, others.highest);
    let (lowest, highest) = (lowest.round(6), highest.round(6));
    let (printed, per) = (&value.printed, value.per);
    let (class, count) = (value.class.as_str(), others.count);
    let (nl, en) = (
        format!(
            "{printed} per {per} ligt ver buiten de andere waarden van {class}: {lowest} ({low_of}) tot {highest} ({high_of}) {unit}, uit {count} rijen"
        ),
        format!(
            "{printed} per {per} lies far outside the other values of {class}: {lowest} ({low_of}) to {highest} ({high_of}) {unit}, of {count} rows"
        ),
    );
    let place = value.place.clone();
    if let Some(Slip {
        by,
        fitting,
        unit: meant,
    }) = slip(value, others, above)
    {
        let fitting = fitting.round(6);
        let (done_nl, done_en) = if above {
            ("gedeeld door", "divided by")
        } else {
            ("maal", "times")
        };
        let message = (
            format!(
                "{nl}; {done_nl} {by} past het ({fitting} {unit}): is het getal in {meant}{end}?"
            ),
            format!(
                "{en}; {done_en} {by} it fits ({fitting} {unit}): is the number in {meant}{end}?"
            ),
        );
        findings.push(Code::WrongScale, place, message);
    } else if count >= RANGE {
        findings.push(Code::FarFromClass, place, (nl, en));
    }
}
