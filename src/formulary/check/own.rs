//! Findings about an option that need no other option: its product, its label, its quantity
//! and its texts.

use super::super::citation::{Cited, newest_year};
use super::super::entry::{Kind, Own};
use super::super::finding::Reason;
use super::super::option::{Column, FormularyOption};
use super::super::population::Patients;
use super::{Checker, less};
use crate::advice::{Ask, Outcome, Prescribed, Use};
use crate::context::{Age, Context, Fact, Indication};
use crate::dataset::LabelLimit;
use crate::dataset::guideline::{Direction, RuleId};
use crate::diagnostic::{Code, FormularyCode, Severity};
use crate::impact::Basis;
use crate::matching::Inhaler;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Findings so far about one option.
struct Found(Vec<Own>);

impl Found {
    fn push(&mut self, code: impl Into<Code>, column: Column, reason: Reason) {
        let code = code.into();
        self.push_as(code, code.severity(), column, reason);
    }

    fn push_as(&mut self, code: Code, severity: Severity, column: Column, reason: Reason) {
        self.0.push(Own {
            code,
            severity,
            column,
            reason: Arc::new(reason),
        });
    }
}

impl Checker<'_> {
    /// What is to be said of an option by itself, whatever patients it is for.
    pub(super) fn own(&self, option: &FormularyOption, kind: &Kind) -> Vec<Own> {
        let mut found = Found(Vec::new());
        self.product(kind, &mut found);
        if let Some(reason) = self.out_of_range(option, kind) {
            found.push(FormularyCode::DosageOutOfRange, Column::Dosage, reason);
        }
        self.texts(option, &mut found);
        found.0
    }

    /// What is to be said of an option by itself for its patients.
    pub(super) fn own_for(
        &self,
        option: &FormularyOption,
        kind: &Kind,
        patients: &Patients,
    ) -> Vec<Own> {
        let mut found = Found(Vec::new());
        if let Some(inhaler) = kind.inhaler() {
            self.label_age(inhaler, patients, &mut found);
            self.label_indication(inhaler, patients, &mut found);
        }
        self.quantity(option, kind, patients, &mut found);
        found.0
    }

    fn product(&self, kind: &Kind, found: &mut Found) {
        let (inhaler, estimate) = match kind {
            Kind::Unknown => {
                let code = FormularyCode::UnknownProduct;
                return found.push(code, Column::Label, Reason::UnknownProduct);
            }
            Kind::Medicine(medicine) => {
                let mut products = self.dataset.products().iter();
                let inhaled = medicine
                    .atc
                    .filter(|atc| products.any(|one| one.atc == *atc));
                if let Some(atc) = inhaled {
                    let named = Vec::new();
                    let reason = Reason::AtcContradicts { atc, named };
                    found.push(FormularyCode::AtcContradictsLabel, Column::Atc, reason);
                }
                return;
            }
            Kind::Inhaler {
                inhaler, estimate, ..
            } => (inhaler, estimate),
        };
        if let Some((atc, named)) = kind.contradiction() {
            let reason = Reason::AtcContradicts {
                atc,
                named: named.to_vec(),
            };
            found.push(FormularyCode::AtcContradictsLabel, Column::Atc, reason);
        }
        if inhaler.candidates.is_empty() {
            let code = FormularyCode::UnknownProduct;
            return found.push(code, Column::Label, Reason::UnknownProduct);
        }
        // Options are compared by the treatment day, so a value for a device of which the doses
        // are not known is none.
        if estimate.basis == Basis::None || estimate.per_dose.is_none() {
            found.push(FormularyCode::NoFactor, Column::Label, Reason::NoFactor);
        }
        let products: Vec<_> = inhaler.products(self.dataset).collect();
        let substances: BTreeSet<_> = products.iter().map(|one| one.atc).collect();
        if inhaler.devices.len() > 1 || substances.len() > 1 {
            let ids = products.iter().map(|one| one.id.clone()).collect();
            let code = FormularyCode::AmbiguousOption;
            found.push(code, Column::Label, Reason::Ambiguous(ids));
        }
    }

    /// A label that sets a higher age than the first of the option, for all that it can be.
    fn label_age(&self, inhaler: &Inhaler, patients: &Patients, found: &mut Found) {
        // A profile can be older than the first age of the row, which is what the text names.
        let ages = patients.contexts.iter().filter_map(Context::given_age);
        let Some(first) = ages.map(Age::years).min() else {
            return;
        };
        let from = patients.from.unwrap_or(0);
        let mut excluded = Vec::new();
        for product in inhaler.products(self.dataset) {
            let ages = self.dataset.deciding(&product.id, |one| one.min_age);
            let least = ages.iter().map(|(_, age)| *age).min();
            let most = ages.iter().map(|(_, age)| *age).max();
            let Some((least, most)) = least.zip(most).filter(|(_, most)| *most > first.into())
            else {
                return;
            };
            let sources = ages.iter().map(|(one, _)| source(one)).collect();
            let highest = ages.iter().filter(|(_, age)| *age == most);
            let country = elsewhere(highest.map(|(one, _)| *one));
            excluded.push((product.id.clone(), least, most, country, sources));
        }
        let Some((product, least, most, country, sources)) = excluded.into_iter().next() else {
            return;
        };
        let kept = self.kept_below(most, inhaler, patients);
        let code = Code::from(FormularyCode::LabelExcludesAge);
        // What another country's label says is for information.
        let certain = least > first.into() && kept.is_none() && country.is_none();
        let severity = less(code.severity(), certain);
        let reason = Reason::LabelAge {
            product,
            ages: (least, most),
            from,
            country,
            kept,
            sources,
        };
        found.push_as(code, severity, Column::AgeFrom, reason);
    }

    /// A rule that counts nationally and says to keep this inhaler for the patients below an age,
    /// where one holds for all of them.
    fn kept_below(&self, age: u32, inhaler: &Inhaler, patients: &Patients) -> Option<RuleId> {
        let prescribed = Prescribed::Inhaler(inhaler);
        let below = patients.contexts.iter().filter(|context| {
            let given = context.given_age();
            given.is_some_and(|given| u32::from(given.years()) < age)
        });
        let keeps = |context: &Context| {
            let rules = patients.keeps.iter();
            let rules = rules.filter_map(|number| self.rules.all.get(*number));
            let mut rules = rules.filter(|rule| self.rules.is_certain(rule));
            let kept = rules.find(|rule| {
                let outcome = prescribed.outcome(rule, self.dataset, context, Use::Patient);
                outcome == Outcome::Applies
            });
            kept.map(|rule| rule.id.clone())
        };
        let kept: Option<Vec<RuleId>> = below.map(keeps).collect();
        kept?.into_iter().next()
    }

    /// A label that does not name an indication of the option, for all that it can be.
    fn label_indication(&self, inhaler: &Inhaler, patients: &Patients, found: &mut Found) {
        let given = &patients.indications;
        type Names = fn(&LabelLimit) -> Option<bool>;
        let [asthma, copd]: [Names; 2] = [|limit| limit.asthma, |limit| limit.copd];
        for (indication, named) in [(Indication::ASTHMA, asthma), (Indication::COPD, copd)] {
            if !given
                .as_ref()
                .is_some_and(|given| given.contains(&indication))
            {
                continue;
            }
            let mut excluded = Vec::new();
            for product in inhaler.products(self.dataset) {
                let texts = self.dataset.deciding(&product.id, named);
                let against = texts.iter().filter(|(_, named)| !named);
                let no = against.clone().count();
                if no == 0 {
                    excluded.clear();
                    break;
                }
                let sources = texts.iter().map(|(one, _)| source(one)).collect();
                let country = elsewhere(against.map(|(one, _)| *one));
                let certain = no == texts.len() && country.is_none();
                excluded.push((product.id.clone(), certain, country, sources));
            }
            let Some((product, certain, country, sources)) = excluded.into_iter().next() else {
                continue;
            };
            let code = Code::from(FormularyCode::LabelExcludesIndication);
            let reason = Reason::LabelIndication {
                product,
                indication,
                country,
                sources,
            };
            found.push_as(code, less(code.severity(), certain), Column::Label, reason);
        }
    }

    /// More days than an agreement sets for a repeat, or for a first issue where the feature
    /// says that it is one.
    fn quantity(
        &self,
        option: &FormularyOption,
        kind: &Kind,
        patients: &Patients,
        found: &mut Found,
    ) {
        let (Some(days), Some(context)) = (option.days, patients.contexts.first()) else {
            return;
        };
        let prescribed = match kind {
            Kind::Inhaler { inhaler, .. } => Prescribed::Inhaler(inhaler),
            Kind::Medicine(medicine) => match Prescribed::medicine(medicine) {
                Some(prescribed) => prescribed,
                None => return,
            },
            Kind::Unknown => return,
        };
        let first = patients.first_issue.unwrap_or(false);
        let context = context.clone().first_issue(first).days_supplied(days);
        let limits = self.rules.all.iter().filter_map(|rule| {
            let limit = rule.when.above(Fact::DAYS_SUPPLIED)?;
            if rule.direction != Direction::LimitQuantity || days <= limit {
                return None;
            }
            let outcome = prescribed.outcome(rule, self.dataset, &context, Use::Patient);
            let holds = match outcome {
                Outcome::Applies => true,
                // What only the patient can tell may still make an exception.
                Outcome::Check(asks) => asks.iter().all(|ask| matches!(ask, Ask::Fact(_))),
                Outcome::NotMatched | Outcome::Withheld(_) => false,
            };
            holds.then(|| (limit, rule.id.clone()))
        });
        if let Some((limit, rule)) = limits.min() {
            let reason = Reason::Quantity { rule, days, limit };
            found.push(FormularyCode::QuantityOverLimit, Column::Days, reason);
        }
    }

    fn texts(&self, option: &FormularyOption, found: &mut Found) {
        for (column, text) in [
            (Column::Condition, &option.condition),
            (Column::Section, &option.section),
            (Column::Remark, &option.remark),
        ] {
            let text = text.to_lowercase();
            if let Some(pattern) = self.words.pattern_in(&text, |word| self.is_brand(word)) {
                let code = FormularyCode::PropellantWording;
                found.push(code, column, Reason::Wording(pattern));
            }
        }
        let remark = option.remark.to_lowercase();
        for reversal in self.words.reversals_in(option.atc, &remark) {
            let code = FormularyCode::ReversedEvidence;
            found.push(code, Column::Remark, Reason::Reversed(reversal));
        }
        if option.section.is_empty() {
            found.push(FormularyCode::Uncited, Column::Section, Reason::Uncited);
        }
        self.stale(option, found);
        if let (Some(due), Some(on)) = (option.review, self.on)
            && due < on
        {
            let reason = Reason::Review {
                due,
                on,
                guideline: None,
            };
            found.push(Code::ReviewOverdue, Column::Review, reason);
        }
    }

    /// Whether a word in lower case is one of the brand of an inhaler with a propellant.
    fn is_brand(&self, word: &str) -> bool {
        let mut products = self.dataset.products().iter();
        products.any(|one| {
            let mut brand = one.brand.split_whitespace();
            one.device.has_propellant() && brand.any(|part| part.to_lowercase() == word)
        })
    }

    fn stale(&self, option: &FormularyOption, found: &mut Found) {
        let section = option.section.to_lowercase();
        let cited = newest_year(&section);
        for one in Cited::named_in(&self.cited, &section) {
            let withdrawn = one.guideline.is_some_and(|one| one.withdrawn);
            let older = cited
                .zip(one.year)
                .is_some_and(|(cited, known)| cited < known);
            if withdrawn || older {
                let reason = Reason::Stale {
                    title: one.name.to_owned(),
                    version: one.version.to_owned(),
                    url: one
                        .guideline
                        .map_or_else(String::new, |one| one.url.clone()),
                    cited: cited.filter(|_| !withdrawn),
                };
                found.push(FormularyCode::StaleSource, Column::Section, reason);
                return;
            }
        }
    }

    /// The guideline that an option cites and whose file should have been looked at again.
    pub(super) fn overdue(&self, option: &FormularyOption) -> Option<Arc<Reason>> {
        let section = option.section.to_lowercase();
        let on = self.on?;
        let named = Cited::named_in(&self.cited, &section);
        named.into_iter().find_map(|one| {
            let guideline = one.guideline?;
            let due = guideline.next_review.filter(|due| *due < on)?;
            Some(Arc::new(Reason::Review {
                due,
                on,
                guideline: Some(guideline.id.clone()),
            }))
        })
    }
}

fn source(limit: &LabelLimit) -> String {
    limit.provenance.source.as_str().to_owned()
}

/// The country of the first text, where none of them holds here.
fn elsewhere<'l>(texts: impl Iterator<Item = &'l LabelLimit>) -> Option<String> {
    let countries: Option<Vec<&String>> = texts.map(|one| one.country.as_ref()).collect();
    countries?.first().map(|country| (*country).clone())
}
