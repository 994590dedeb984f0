//! Gas, form and device of a product, and the classes that a factor by device name meets.

use super::{Data, HORIZON, subject};
use crate::dataset::table::Findings;
use crate::dataset::{Device, Factor, Form, GwpBasis, GwpSet, Product, Propellant, Subject};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use std::collections::BTreeSet;
use strum::VariantArray;

pub(super) fn check(data: &Data<'_>, findings: &mut Findings) {
    for (product, place) in data.products().values() {
        form(product, place, findings);
        propellant(product, place, findings);
        if let Propellant::Gas(gas) = &product.propellant {
            potential(data, gas, place, findings);
        }
    }
    for (factor, place) in data.factors() {
        let classes = data.classes(factor);
        if let Some(gas) = &factor.propellant
            && let Some(device) = classes.iter().find(|device| !device.has_propellant())
        {
            let place = place.at_column("propellant");
            findings.push(
                Code::PropellantMisfit,
                place,
                holds_no_gas(device.as_str(), gas),
            );
        }
        other_gas(data, factor, place, findings);
        potential_of_factor(data, factor, place, findings);
        two_classes(data, factor, &classes, place, findings);
    }
}

/// A value about a product that holds another gas does not count. Where a layer gives the product
/// that gas, the values below it are left behind on purpose.
fn other_gas(data: &Data<'_>, factor: &Factor, place: &Place, findings: &mut Findings) {
    let (Some(gas), Subject::Products(ids)) = (&factor.propellant, &factor.subject) else {
        return;
    };
    let mut products = ids.iter().filter_map(|id| data.products().get(id));
    let found = products.find_map(|(product, row)| {
        let held = product.propellant.gas().filter(|held| held != gas)?;
        Some((product, held, row))
    });
    let Some((product, held, row)) = found else {
        return;
    };
    let (id, about) = (&product.id, &factor.id);
    let message = (
        format!(
            "{about} gaat over {gas} en {id} heeft {held}: de waarde geldt niet voor dat product"
        ),
        format!(
            "{about} is about {gas} and {id} holds {held}: the value does not hold for that product"
        ),
    );
    let (place, severity) = if product.layer > factor.layer {
        (row, Severity::Information)
    } else {
        (place, Severity::Warning)
    };
    let mut finding = Diagnostic::new(
        Code::PropellantMisfit,
        place.at_column("propellant"),
        message,
    );
    finding.severity = severity;
    findings.0.push(finding);
}

fn form(product: &Product, place: &Place, findings: &mut Findings) {
    let (form, device): (&str, _) = (product.form.into(), product.device);
    if product.form.fits(device) {
        return;
    }
    let fitting = Form::VARIANTS.iter().filter(|form| form.fits(device));
    let fitting: Vec<&str> = fitting.map(|form| (*form).into()).collect();
    let (fitting, device) = (fitting.join(", "), device.as_str());
    let message = (
        format!("de vorm '{form}' past niet bij {device}; daarbij past: {fitting}"),
        format!("the form '{form}' does not fit {device}; what fits it: {fitting}"),
    );
    findings.push(Code::FormMisfit, place.at_column("form"), message);
}

fn propellant(product: &Product, place: &Place, findings: &mut Findings) {
    let device = product.device.as_str();
    let message = match (&product.propellant, product.device.has_propellant()) {
        (Propellant::Gas(gas), false) => holds_no_gas(device, gas),
        (Propellant::None, true) => (
            format!("een {device} werkt op drijfgas en hier staat none"),
            format!("a {device} works by a propellant and here stands none"),
        ),
        (Propellant::Gas(_), true) | (Propellant::None, false) | (Propellant::Unknown, _) => {
            return;
        }
    };
    let place = place.at_column("propellant");
    findings.push(Code::PropellantMisfit, place, message);
}

fn holds_no_gas(device: &str, gas: &str) -> (String, String) {
    (
        format!("een {device} heeft geen drijfgas en hier staat {gas}"),
        format!("a {device} holds no propellant and here stands {gas}"),
    )
}

/// A gas without a potential over a hundred years in a set of results cannot be reckoned with.
fn potential(data: &Data<'_>, gas: &str, place: &Place, findings: &mut Findings) {
    // A gas that stands nowhere is found where references are followed.
    if !data.loader.gwps.keys().any(|(other, ..)| other == gas) {
        return;
    }
    let lacks = |set: &GwpSet| data.gwp(gas, set.as_str()).is_none();
    let lacking: Vec<&str> = GwpSet::ALL
        .iter()
        .filter(|set| lacks(set))
        .map(|set| set.as_str())
        .collect();
    let all = lacking.len() == GwpSet::ALL.len();
    if !all && !lacks(&GwpSet::default()) {
        return;
    }
    let sets = lacking.join(", ");
    let message = (
        format!("gwp.csv heeft geen GWP{HORIZON} van {gas} in {sets}"),
        format!("gwp.csv has no GWP{HORIZON} of {gas} in {sets}"),
    );
    let place = place.at_column("propellant");
    let mut finding = Diagnostic::new(Code::GwpMissing, place, message);
    if !all {
        finding.severity = Severity::Warning;
    }
    findings.0.push(finding);
}

/// A set that has the gas over another horizon only.
fn potential_of_factor(data: &Data<'_>, factor: &Factor, place: &Place, findings: &mut Findings) {
    let (Some(gas), GwpBasis::Set(set)) = (&factor.propellant, &factor.gwp) else {
        return;
    };
    let mut named = data.loader.gwps.keys();
    if named.any(|(other, of, _)| other == gas && of == set) && data.gwp(gas, set).is_none() {
        let message = (
            format!("gwp.csv heeft geen GWP{HORIZON} van {gas} in de set '{set}'"),
            format!("gwp.csv has no GWP{HORIZON} of {gas} in the set '{set}'"),
        );
        findings.push(Code::GwpMissing, place.at_column("gwp_set"), message);
    }
}

fn two_classes(
    data: &Data<'_>,
    factor: &Factor,
    classes: &BTreeSet<Device>,
    place: &Place,
    findings: &mut Findings,
) {
    let Subject::DeviceName(name) = &factor.subject else {
        return;
    };
    if classes.len() < 2 {
        return;
    }
    let named = data.named(factor);
    let each = classes.iter().filter_map(|class| {
        let of_class = |one: &&&Product| subject::class(one.device) == *class;
        let first = named.iter().find(of_class)?;
        Some(format!("{} ({})", class.as_str(), first.id.as_str()))
    });
    let each = each.collect::<Vec<_>>().join(", ");
    let message = (
        format!("de naam '{name}' hebben inhalatoren van meer dan een soort: {each}"),
        format!("devices of more than one type have the name '{name}': {each}"),
    );
    findings.push(Code::TwoClasses, place.clone(), message);
}
