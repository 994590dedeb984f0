//! What the checker looks at in guidelines beyond single values.

use super::{Answer, Guideline, Rule, RuleId, Selector, guards, status, strength};
use crate::dataset::form_class::FormClass;
use crate::dataset::names::{NameIndex, missing};
use crate::dataset::product::{Product, ProductId};
use crate::dataset::schema::Thing;
use crate::dataset::table::Findings;
use crate::day::Day;
use crate::diagnostic::{Code, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Checks all guidelines together. Where they are not `whole`, a rule that is not there may
/// stand in what could not be read.
pub(in crate::dataset) fn check(
    guidelines: &[Guideline],
    whole: bool,
    names: &NameIndex,
    products: &BTreeMap<ProductId, (Product, Place)>,
    date: Option<Day>,
    findings: &mut Findings,
) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let rules = || guidelines.iter().flat_map(|guideline| &guideline.rules);
    for rule in rules() {
        if !seen.insert(rule.id.as_str()) {
            let id = &rule.id;
            let message = (
                format!("de regel '{id}' staat twee keer in de richtlijnen"),
                format!("the rule '{id}' stands twice in the guidelines"),
            );
            findings.push(Code::DuplicateId, rule.place.clone(), message);
        }
    }
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for guideline in guidelines {
        if !ids.insert(guideline.id.as_str())
            && let Some(rule) = guideline.rules.first()
        {
            let id = &guideline.id;
            let message = (
                format!(
                    "de richtlijn '{id}' staat in twee bestanden; een laag vervangt een bestand met dezelfde naam"
                ),
                format!(
                    "the guideline '{id}' stands in two files; a layer replaces a file of the same name"
                ),
            );
            let place = Place {
                line: Some(1),
                ..rule.place.at_column("guideline.id")
            };
            findings.push(Code::DuplicateId, place, message);
        }
        overdue(guideline, date, findings);
        status::check(guideline, date, findings);
        for rule in &guideline.rules {
            strength::check(guideline, rule, findings);
        }
    }
    // A row that could not be read may be what a selector takes.
    let unread = names.may_hold_others(Thing::Product, |id| {
        products.contains_key(&ProductId(id.to_owned()))
    });
    for rule in rules() {
        references(rule, names, findings);
        if let Some(by) = &rule.reversed_by
            && (*by == rule.id || whole && !rules().any(|other| other.id == *by))
        {
            let message = missing_rule(by);
            let place = rule.place.at_column("rule.reversed_by");
            findings.push(Code::DanglingReference, place, message);
        }
        if !unread {
            reach(rule, products, findings);
        }
        // What is left of a condition that could not be read may follow from another.
        if !findings.has_errors() {
            contradiction(rule, findings);
        }
    }
    guards::check(guidelines, findings);
}

fn missing_rule(id: &RuleId) -> (String, String) {
    (
        format!("de regel '{id}' bestaat niet"),
        format!("the rule '{id}' is not there"),
    )
}

fn overdue(guideline: &Guideline, date: Option<Day>, findings: &mut Findings) {
    let Some((due, date)) = guideline.next_review.zip(date) else {
        return;
    };
    if due < date
        && let Some(rule) = guideline.rules.first()
    {
        let place = Place {
            line: Some(1),
            ..rule.place.at_column("guideline.next_review")
        };
        let message = (
            format!("de herziening van {due} ligt voor de datum van de gegevens, {date}"),
            format!("the review of {due} lies before the date of the data, {date}"),
        );
        findings.push(Code::ReviewOverdue, place, message);
    }
}

fn references(rule: &Rule, names: &NameIndex, findings: &mut Findings) {
    let to = rule.to.as_ref().map(|to| &to.is);
    let others = to.into_iter().chain(&rule.guards);
    let others = others.flat_map(|selector| &selector.products);
    for id in rule.from.products.iter().chain(others) {
        if !names.may_hold(Thing::Product, id.as_str()) {
            let place = rule.place.at_column("rule.products");
            let message = missing(Thing::Product, id.as_str());
            findings.push(Code::DanglingReference, place, message);
        }
    }
}

/// A selector of inhalers that takes no product, and one of which no form has the route.
fn reach(rule: &Rule, products: &BTreeMap<ProductId, (Product, Place)>, findings: &mut Findings) {
    let of_inhalers =
        |selector: &Selector| !selector.devices.is_empty() || !selector.propellants.is_empty();
    let none = |selector: &Selector| {
        let taken = |product: &Product| {
            selector.fits(product) && selector.strength_of(product) != Answer::No
        };
        let by_route = |form: &FormClass| selector.routes.contains(&form.route());
        let may_be_there = selector.routes.is_empty()
            || selector.forms.is_empty()
            || selector.forms.iter().any(by_route);
        !may_be_there || (of_inhalers(selector) && !products.values().any(|(one, _)| taken(one)))
    };
    let to = rule.to.as_ref().map(|to| &to.is);
    let guards = rule.guards.as_ref();
    for (selector, key) in [
        (Some(&rule.from), "rule.from"),
        (to, "rule.to"),
        (guards, "rule.guards"),
    ] {
        if selector.is_some_and(none) {
            let message = (
                "geen enkel product past bij deze keuze, zodat de regel nooit geldt",
                "no product fits this choice, so that the rule never applies",
            );
            findings.push(Code::NeverMatched, rule.place.at_column(key), message);
        }
    }
}

/// An exception that holds whenever the rule does.
fn contradiction(rule: &Rule, findings: &mut Findings) {
    for exception in &rule.unless {
        if exception.condition.follows_from(&rule.when) {
            let message = (
                "deze uitzondering geldt altijd wanneer de regel geldt",
                "this exception holds whenever the rule does",
            );
            let place = rule.place.at_column("rule.unless");
            findings.push(Code::RuleContradiction, place, message);
        }
    }
}
