//! Masses of gas: without a gas, other than the value of the gas alone, more than the life cycle
//! that they are a part of, and metered masses that stand as fills.

use super::Data;
use super::subject::About;
use crate::dataset::table::Findings;
use crate::dataset::{
    Boundary, Factor, FactorId, FunctionalUnit, GwpBasis, GwpSet, Indicator, Product, Propellant,
    SourceId,
};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::exact::Fraction;
use crate::quantity::Range;
use rust_decimal::Decimal;

/// What rounding may make of a product, in percent.
const ROUNDING: i64 = 2;

/// By how many percent a metered mass lies below the fill of its can, at least and at most: cans
/// hold 23 to 33 % more than their doses, which seen from the fill is 19 to 25 %, and a margin.
const BELOW_FILL: [i64; 2] = [15, 30];

/// Grams of gas, from a factor or the row of a product.
#[derive(Debug, Clone)]
struct Mass<'l> {
    about: About<'l>,
    /// The factor; `None` for the row of a product.
    factor: Option<&'l FactorId>,
    name: &'l str,
    source: &'l SourceId,
    gas: Option<&'l str>,
    /// Low, central and high in grams.
    ends: [Option<Decimal>; 3],
    /// Metered in one actuation, and otherwise the fill of a device.
    metered: bool,
    doses: Option<u32>,
    layer: usize,
    place: Place,
}

/// A climate value that a mass of gas can be held against.
struct Value<'l> {
    factor: &'l Factor,
    place: &'l Place,
    about: About<'l>,
    gas: &'l str,
    set: &'l str,
    gwp: Decimal,
    doses: Option<u32>,
}

pub(super) fn check(data: &Data<'_>, findings: &mut Findings) {
    let mut masses = Vec::new();
    for (product, place) in data.products().values() {
        masses.extend(of_product(data, product, place, findings));
    }
    for (factor, place) in data.factors() {
        masses.extend(of_factor(data, factor, place, findings));
    }
    for (factor, place) in data.factors() {
        if factor.indicator != Indicator::Climate {
            continue;
        }
        match factor.boundary {
            Boundary::PropellantOnly => {
                let before = findings.0.len();
                product_of(data, factor, place, &masses, findings);
                if factor.layer > 0 && findings.0.len() == before {
                    below_gas(data, factor, place, &masses, findings);
                }
            }
            Boundary::CradleToGrave | Boundary::Mixed | Boundary::NotStated => {
                below_gas(data, factor, place, &masses, findings);
            }
            Boundary::EndOfLife => {}
        }
    }
    for fill in masses.iter().filter(|mass| !mass.metered) {
        metered_as_fill(data, fill, &masses, findings);
    }
}

fn of_product<'l>(
    data: &Data<'l>,
    product: &'l Product,
    place: &Place,
    findings: &mut Findings,
) -> Option<Mass<'l>> {
    let [low, central, high] = product.propellant_grams;
    let grams = central.or(low).or(high)?;
    let column = match (central, low) {
        (Some(_), _) => "propellant_g",
        (None, Some(_)) => "propellant_g_low",
        (None, None) => "propellant_g_high",
    };
    let place = place.at_column(column);
    if product.propellant.gas().is_none() {
        let none = if product.propellant == Propellant::None {
            "none"
        } else {
            "unknown"
        };
        let message = (
            format!("{grams} g drijfgas zonder te noemen welk: propellant is {none}"),
            format!("{grams} g of propellant without saying which: propellant is {none}"),
        );
        findings.push(Code::MassWithoutGas, place.clone(), message);
    }
    Some(Mass {
        about: About::Products(std::slice::from_ref(&product.id)),
        factor: None,
        name: product.id.as_str(),
        source: &product
            .propellant_provenance
            .as_ref()
            .unwrap_or(&product.provenance)
            .source,
        gas: product.propellant.gas(),
        ends: product.propellant_grams,
        metered: false,
        doses: product.doses_per_pack,
        layer: data.layer(&place),
        place,
    })
}

fn of_factor<'l>(
    data: &Data<'l>,
    factor: &'l Factor,
    place: &Place,
    findings: &mut Findings,
) -> Option<Mass<'l>> {
    let metered = match factor.functional_unit {
        FunctionalUnit::Device => false,
        FunctionalUnit::Actuation | FunctionalUnit::Dose => true,
        FunctionalUnit::Month | FunctionalUnit::Ddd | FunctionalUnit::Other(_) => return None,
    };
    // What no class of devices has is shown, and held against nothing.
    if factor.indicator != Indicator::PropellantMass || data.classes(factor).is_empty() {
        return None;
    }
    let gas = data.gas(factor);
    if gas.is_none() {
        let printed = &factor.printed;
        let message = (
            format!(
                "{printed} drijfgas zonder te noemen welk: de factor noemt geen gas en zijn producten hebben er niet één"
            ),
            format!(
                "{printed} of propellant without saying which: the factor names no gas and its products have not one"
            ),
        );
        findings.push(Code::MassWithoutGas, place.at_column("propellant"), message);
    }
    Some(Mass {
        about: About::of(factor),
        factor: Some(&factor.id),
        name: factor.id.as_str(),
        source: &factor.provenance.source,
        gas,
        ends: [factor.low, factor.central, factor.high],
        metered,
        doses: data.doses(factor),
        layer: factor.layer,
        place: place.at_column("value"),
    })
}

/// Whether two numbers are apart by more than this many percent of the second.
fn apart(one: Fraction, other: Fraction, percent: i64) -> bool {
    let less = Decimal::new(100i64.saturating_sub(percent), 2);
    let more = Decimal::new(100i64.saturating_add(percent), 2);
    let ends = other.times(less).zip(other.times(more));
    ends.is_some_and(|(less, more)| one < less || one > more)
}

impl Value<'_> {
    /// Kilograms of CO2e of so many grams of gas, in the unit of the factor.
    fn of_mass(&self, mass: &Mass<'_>, grams: Decimal) -> Option<Fraction> {
        let kilograms =
            Fraction::whole(crate::exact::mul(grams, self.gwp)?).times(Decimal::new(1, 3))?;
        let doses = self.doses.or(mass.doses);
        match (self.factor.functional_unit, mass.metered) {
            (FunctionalUnit::Device, false)
            | (FunctionalUnit::Actuation | FunctionalUnit::Dose, true) => Some(kilograms),
            (FunctionalUnit::Device, true) => kilograms.times(Decimal::from(doses?)),
            (FunctionalUnit::Actuation | FunctionalUnit::Dose, false) => {
                kilograms.over_count(doses?)
            }
            (FunctionalUnit::Month | FunctionalUnit::Ddd | FunctionalUnit::Other(_), _) => None,
        }
    }

    /// The sum as it is printed: grams x GWP (set) and what makes it the unit of the factor.
    fn sum(&self, mass: &Mass<'_>, grams: Decimal, result: Fraction) -> String {
        let (gas, set, gwp) = (self.gas, self.set, self.gwp.normalize());
        let doses = self.doses.or(mass.doses).unwrap_or_default();
        let by = match (
            self.factor.functional_unit == FunctionalUnit::Device,
            mass.metered,
        ) {
            (true, true) => format!(" x {doses}"),
            (false, false) => format!(" / {doses}"),
            (true, false) | (false, true) => String::new(),
        };
        let (grams, result) = (grams.normalize(), result.round(4));
        format!(
            "{grams} g ({}) x {gwp} ({gas}, {set}){by} = {result} kg CO2e",
            mass.name
        )
    }

    /// The central value or the low end, the first that lies below a mass of gas, with the sum as
    /// it is printed.
    fn below<'m>(
        &self,
        data: &Data<'_>,
        masses: &'m [Mass<'m>],
        range: Range,
    ) -> Option<(Decimal, String, &'m Mass<'m>)> {
        let own = |mass: &&Mass<'_>| self.meets(mass) && !self.is_explained(data, mass);
        let (low, central) = (0, 1);
        let grams = |mass: &Mass<'_>, end: usize| {
            let other = if end == low { central } else { low };
            let at = |place: usize| mass.ends.get(place).copied().flatten();
            at(end).or_else(|| at(other))
        };
        // As where values are chosen: a fill first, of the highest layer, and one that is stated
        // before a mere interval. What the product itself says goes first; of several masses the
        // least is certain.
        let mass = masses.iter().filter(own).min_by_key(|mass| {
            let stated = mass.ends.get(central).copied().flatten().is_some();
            let layer = std::cmp::Reverse(mass.layer);
            let own = mass.factor.is_none();
            (mass.metered, layer, !own, !stated, grams(mass, central))
        })?;
        // The low end of an embedded band is known to be rough; in a layer it is told.
        let ends = [(central, range.central()), (low, range.low())];
        ends.into_iter()
            .take(if self.factor.layer > 0 { 2 } else { 1 })
            .find_map(|(end, stated)| {
                let grams = grams(mass, end)?;
                let sum = self.of_mass(mass, grams)?;
                (stated < sum && apart(stated, sum, ROUNDING))
                    .then(|| (stated.round(4), self.sum(mass, grams, sum), mass))
            })
    }

    fn same_pack(&self, mass: &Mass<'_>) -> bool {
        let packs = self.doses.zip(mass.doses);
        let of_device = self.factor.functional_unit == FunctionalUnit::Device && !mass.metered;
        !of_device || packs.is_none_or(|(one, other)| one == other)
    }

    fn meets(&self, mass: &Mass<'_>) -> bool {
        self.about.meets(mass.about) && mass.gas == Some(self.gas) && self.same_pack(mass)
    }

    /// Where a contradiction stands: in the row that came later.
    fn place(&self, mass: &Mass<'_>) -> Place {
        if mass.layer > self.factor.layer {
            mass.place.clone()
        } else {
            self.place.at_column("value")
        }
    }

    fn is_explained(&self, data: &Data<'_>, mass: &Mass<'_>) -> bool {
        let both: Vec<&FactorId> = mass.factor.into_iter().chain([&self.factor.id]).collect();
        data.is_explained(&both)
    }
}

fn value<'l>(
    data: &Data<'l>,
    factor: &'l Factor,
    place: &'l Place,
    set: &'l str,
) -> Option<Value<'l>> {
    let gas = data.gas(factor)?;
    Some(Value {
        factor,
        place,
        about: About::of(factor),
        gas,
        set,
        gwp: data.gwp(gas, set)?,
        doses: data.doses(factor),
    })
}

/// A value of the gas alone is the mass of its own source or layer, or of the product, times its
/// global warming potential.
fn product_of(
    data: &Data<'_>,
    factor: &Factor,
    place: &Place,
    masses: &[Mass<'_>],
    findings: &mut Findings,
) {
    let GwpBasis::Set(set) = &factor.gwp else {
        return;
    };
    let Some(value) = value(data, factor, place, set) else {
        return;
    };
    let own = |mass: &&Mass<'_>| {
        let layered = factor.layer > 0 && mass.layer == factor.layer;
        let told = mass.source == &factor.provenance.source || mass.factor.is_none() || layered;
        told && value.meets(mass)
    };
    let mut wrong = None;
    for mass in masses.iter().filter(own) {
        let stated = [factor.low, factor.central, factor.high];
        let pairs = stated.into_iter().zip(mass.ends);
        let pairs: Vec<_> = pairs
            .filter_map(|(stated, grams)| {
                let (stated, grams) = (stated?, grams?);
                Some((stated, grams, value.of_mass(mass, grams)?))
            })
            .collect();
        let off = pairs
            .iter()
            .find(|(stated, _, sum)| apart(Fraction::whole(*stated), *sum, ROUNDING));
        match off {
            // One mass that fits is enough.
            None if !pairs.is_empty() => return,
            Some(off) if wrong.is_none() && !value.is_explained(data, mass) => {
                wrong = Some((mass, *off));
            }
            None | Some(_) => {}
        }
    }
    if let Some((mass, (stated, grams, sum))) = wrong {
        let (id, stated) = (factor.id.as_str(), stated.normalize());
        let sum = value.sum(mass, grams, sum);
        let message = (
            format!("{sum}, en {id} zegt {stated} kg CO2e voor het drijfgas alleen"),
            format!("{sum}, and {id} says {stated} kg CO2e for the propellant alone"),
        );
        findings.push(Code::MassTimesGwp, value.place(mass), message);
    }
}

/// A value is at least its own gas, of each product that it stands for: those that it names, or
/// those of the class that it is asked for. Of a value whose set is not stated the set of results
/// is taken, and it is for information: in the set that it rests on it may hold.
fn below_gas(
    data: &Data<'_>,
    factor: &Factor,
    place: &Place,
    masses: &[Mass<'_>],
    findings: &mut Findings,
) {
    let stated = match &factor.gwp {
        GwpBasis::Set(set) => Some(set.as_str()),
        GwpBasis::Unknown => None,
        GwpBasis::NotApplicable => return,
    };
    let default = GwpSet::default();
    let set = stated.unwrap_or(default.as_str());
    let Some((range, _)) = factor.range() else {
        return;
    };
    let of = |about, gas: Option<&'_ str>, doses| {
        let gas = gas?;
        let gwp = data.gwp(gas, set)?;
        let value = Value {
            factor,
            place,
            about,
            gas,
            set,
            gwp,
            doses,
        };
        let (end, sum, mass) = value.below(data, masses, range)?;
        Some((end, sum, value.place(mass)))
    };
    let products = data.stands_for(factor);
    let below: Vec<(Decimal, String, Place)> = if products.is_empty() {
        let found = of(About::of(factor), data.gas(factor), data.doses(factor));
        found.into_iter().collect()
    } else {
        let each = products.iter().filter_map(|product| {
            let about = About::Products(std::slice::from_ref(&product.id));
            let gas = factor.propellant.as_deref();
            let doses = factor.doses_per_unit.or(product.doses_per_pack);
            of(about, gas.or_else(|| product.propellant.gas()), doses)
        });
        each.collect()
    };
    let Some((end, sum, place)) = below.first() else {
        return;
    };
    let (id, more) = (factor.id.as_str(), below.len().saturating_sub(1));
    let (mut dutch, mut english) = (
        format!("{end} kg CO2e ({id}) ligt onder het eigen drijfgas: {sum}"),
        format!("{end} kg CO2e ({id}) lies below its own propellant: {sum}"),
    );
    if more > 0 {
        let (nl, en) = if more == 1 {
            ("product", "product")
        } else {
            ("producten", "products")
        };
        dutch.push_str(&format!("; en zo bij nog {more} {nl}"));
        english.push_str(&format!("; and so with {more} more {en}"));
    }
    let place = if factor.always {
        place.at_column("use")
    } else {
        place.clone()
    };
    let mut finding = Diagnostic::new(Code::BelowItsGas, place, (dutch, english));
    if stated.is_none() && !factor.always {
        finding.severity = Severity::Information;
    }
    findings.0.push(finding);
}

/// A fill that is the metered mass of all doses, or that lies as far below a known fill as a
/// metered mass does.
fn metered_as_fill(data: &Data<'_>, fill: &Mass<'_>, masses: &[Mass<'_>], findings: &mut Findings) {
    let Some(grams) = fill.ends.get(1).copied().flatten() else {
        return;
    };
    let like = |other: &&Mass<'_>| {
        let same = other.place == fill.place;
        let gases = fill.gas.zip(other.gas);
        let explained = fill.factor.zip(other.factor);
        !same
            && other.layer <= fill.layer
            && fill.about.meets(other.about)
            && gases.is_none_or(|(one, other)| one == other)
            && !explained.is_some_and(|(one, other)| data.is_explained(&[one, other]))
    };
    let reads = masses.iter().filter(like).find_map(|other| {
        let known = other.ends.get(1).copied().flatten()?;
        let (whole, name) = (Fraction::whole(grams), other.name);
        let shown = known.normalize();
        if other.metered {
            let doses = fill.doses.or(other.doses)?;
            let sum = Fraction::whole(known).times(Decimal::from(doses))?;
            let total = sum.round(4);
            return (!apart(whole, sum, ROUNDING)).then(|| {
                let sum = format!("{doses} x {shown} g ({name}) = {total} g");
                (sum.clone(), sum)
            });
        }
        let packs = fill.doses.zip(other.doses);
        let [least, most] = BELOW_FILL.map(|percent| {
            Fraction::whole(known).times(Decimal::new(100i64.saturating_sub(percent), 2))
        });
        let below = whole <= least? && whole >= most? && packs.is_none_or(|(a, b)| a == b);
        let part = whole.times(Decimal::ONE_HUNDRED)?.divided_by(known)?;
        let less = Fraction::whole(Decimal::ONE_HUNDRED).minus(part)?.round(0);
        below.then(|| {
            (
                format!("{less} % onder de vulling van {shown} g ({name})"),
                format!("{less} % below the fill of {shown} g ({name})"),
            )
        })
    });
    if let Some((nl, en)) = reads {
        let grams = grams.normalize();
        let message = (
            format!("{grams} g leest als de afgemeten massa en niet als de vulling: {nl}"),
            format!("{grams} g reads as the metered mass and not as the fill: {en}"),
        );
        findings.push(Code::MeteredMass, fill.place.clone(), message);
    }
}
