//! The examples of rules as their tests, and what no example would miss.

use super::{Ask, Outcome, Prescribed, Use};
use crate::code::Atc;
use crate::dataset::Dataset;
use crate::dataset::guideline::{Example, Expected, Rule, Selector};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{ErrorKind, Result};
use crate::matching::{Inhaler, Item, Meaning, Medicine, Resolver, Resolvers};

/// What the examples of the rules of the topmost layer tell: those that come out otherwise than
/// they say, and the parts of rules without which every example of the rule would come out the
/// same. Of rules of layers below the examples are run only where the topmost layer brings facts or
/// indications, which can change what those rules say: otherwise they are left alone, as a product
/// of a layer may make the label of such an example ambiguous, and who layers cannot mend that. A
/// rule without examples is told, too.
///
/// ```
/// use groenrecept::{Dataset, advice::examine};
/// assert_eq!(examine(&Dataset::embedded()?), []);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn examine(dataset: &Dataset) -> Vec<Diagnostic> {
    let resolvers = Resolvers::new(dataset, None);
    let resolver = resolvers.on(None);
    let mut findings = Vec::new();
    let top = dataset.top_layer();
    let below = dataset.top_brings_facts();
    let guidelines = dataset.guidelines().iter();
    let guidelines = guidelines.filter(|guideline| guideline.layer == top || below);
    let rules = guidelines.flat_map(|guideline| {
        let own = guideline.layer == top;
        guideline.rules.iter().map(move |rule| (rule, own))
    });
    for (rule, own) in rules {
        let cases: Vec<Case<'_>> = rule
            .examples
            .iter()
            .map(|example| Case::of(example, dataset, resolver))
            .collect();
        let failing: Vec<Diagnostic> = cases
            .iter()
            .filter_map(|case| case.failure(rule, dataset))
            .collect();
        let sound = failing.is_empty();
        findings.extend(failing);
        if own && rule.examples.is_empty() {
            findings.push(without_examples(rule));
        } else if own && sound {
            findings.extend(
                mutants(rule)
                    .into_iter()
                    .filter(|(_, mutant)| cases.iter().all(|case| case.holds(mutant, dataset)))
                    .map(|(part, _)| untested(rule, &part)),
            );
        }
    }
    findings
}

/// The data, if no example of a rule of its topmost layer fails. Loading alone does not run them:
/// whoever gives advice from rules of a layer calls this after each [`Dataset::with_layer`].
///
/// A part of a rule that no example tests, and a rule without any example, are warnings of
/// [`examine`] and no error.
///
/// ```
/// use groenrecept::{Dataset, ErrorKind, advice::verified, dataset::Layer};
/// let dataset = Dataset::embedded()?;
/// # let own = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/guidelines/kinderformularium.toml"));
/// # let broken = own.replace("age = { below = 4 }", "age = { below = 2 }");
/// # assert_ne!(own, broken);
/// // A layer whose rule stops at another age than its examples say.
/// let layer = Layer::named("own").toml("guidelines/kinderformularium.toml", &broken);
/// let error = dataset.with_layer(&layer).and_then(verified).unwrap_err();
/// let ErrorKind::Dataset(findings) = error.kind() else { panic!("{error}") };
/// assert_eq!(findings[0].code.as_str(), "example-fails");
/// # Ok::<(), groenrecept::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Dataset`] with each example that fails.
pub fn verified(dataset: Dataset) -> Result<Dataset> {
    let mut findings = examine(&dataset);
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.is_empty() {
        Ok(dataset)
    } else {
        Err(ErrorKind::Dataset(findings).into())
    }
}

/// An example, resolved once.
struct Case<'a> {
    example: &'a Example,
    subject: Option<Subject>,
}

enum Subject {
    Inhaler(Inhaler),
    Medicine(Medicine),
}

impl<'a> Case<'a> {
    fn of(example: &'a Example, dataset: &Dataset, resolver: &Resolver) -> Self {
        let item = Item {
            codes: Vec::new(),
            label: &example.label,
            atc: &example.atc,
        };
        let subject = if example.product.is_empty() {
            match resolver.resolve(&item).meaning {
                Meaning::Inhaler(inhaler, ..) => Some(Subject::Inhaler(inhaler)),
                Meaning::Other(_) => {
                    let atc = Atc::parse(&example.atc);
                    let read = Medicine::read(&example.label, atc, dataset);
                    Some(Subject::Medicine(read))
                }
            }
        } else {
            resolver.product(&example.product).map(Subject::Inhaler)
        };
        Self { example, subject }
    }

    fn outcome(&self, rule: &Rule, dataset: &Dataset) -> Option<Outcome> {
        let prescribed = match self.subject.as_ref()? {
            Subject::Inhaler(inhaler) => Prescribed::Inhaler(inhaler),
            Subject::Medicine(medicine) => Prescribed::medicine(medicine)?,
        };
        Some(prescribed.outcome(rule, dataset, &self.example.context, Use::Patient))
    }

    fn holds(&self, rule: &Rule, dataset: &Dataset) -> bool {
        let outcome = self.outcome(rule, dataset);
        outcome.is_some_and(|outcome| as_expected(&outcome) == self.example.expected)
    }

    fn failure(&self, rule: &Rule, dataset: &Dataset) -> Option<Diagnostic> {
        let example = self.example;
        let (nl, en) = match self.outcome(rule, dataset) {
            None => (
                "het middel wordt niet herkend".to_owned(),
                "the medicine is not recognised".to_owned(),
            ),
            Some(outcome) => {
                let found = as_expected(&outcome);
                if found == example.expected {
                    return None;
                }
                let (found, expected) = (word(&found), word(&example.expected));
                (
                    format!(
                        "de regel {} zegt {found}, het voorbeeld {expected}",
                        rule.id
                    ),
                    format!("the rule {} says {found}, the example {expected}", rule.id),
                )
            }
        };
        let place = example.place.clone();
        Some(Diagnostic::new(Code::ExampleFails, place, (nl, en)))
    }
}

/// An outcome in the words of an example.
fn as_expected(outcome: &Outcome) -> Expected {
    match outcome {
        Outcome::NotMatched => Expected::NotMatched,
        Outcome::Applies => Expected::Applies,
        Outcome::Check(asks) => {
            let mut words: Vec<String> = asks
                .iter()
                .map(|ask: &Ask| ask.as_str().to_owned())
                .collect();
            words.sort_unstable();
            Expected::Check(words)
        }
        Outcome::Withheld(guard) => Expected::Withheld(guard.as_str().to_owned()),
    }
}

fn word(expected: &Expected) -> String {
    match expected {
        Expected::NotMatched => "not_matched".to_owned(),
        Expected::Applies => "applies".to_owned(),
        Expected::Check(asks) => format!("check ({})", asks.join(", ")),
        Expected::Withheld(by) => format!("withheld ({by})"),
    }
}

fn without_examples(rule: &Rule) -> Diagnostic {
    let id = &rule.id;
    let message = (
        format!(
            "de regel {id} heeft geen voorbeelden, zodat niemand merkt wanneer zij iets anders zegt"
        ),
        format!(
            "the rule {id} has no examples, so that nobody notices when it says something else"
        ),
    );
    Diagnostic::new(Code::UntestedRule, rule.place.clone(), message)
}

fn untested(rule: &Rule, part: &str) -> Diagnostic {
    let id = &rule.id;
    Diagnostic::new(
        Code::UntestedRule,
        rule.place.at_column(part),
        (
            format!("geen voorbeeld van {id} merkt het als {part} wegvalt of omkeert"),
            format!("no example of {id} would miss {part} or its reverse"),
        ),
    )
}

/// The rule with one part taken out or turned round, each with the name of the part.
fn mutants(rule: &Rule) -> Vec<(String, Rule)> {
    let mut all: Vec<(String, Rule)> = selectors(&rule.from)
        .into_iter()
        .map(|(part, from)| {
            (
                format!("rule.from.{part}"),
                Rule {
                    from,
                    ..rule.clone()
                },
            )
        })
        .collect();
    for (part, when) in rule.when.mutants() {
        all.push((
            format!("rule.when.{part}"),
            Rule {
                when,
                ..rule.clone()
            },
        ));
    }
    for (at, exception) in rule.unless.iter().enumerate() {
        let mut without = rule.clone();
        without.unless.remove(at);
        all.push(("rule.unless".to_owned(), without));
        for (part, condition) in exception.condition.mutants() {
            let mut changed = rule.clone();
            if let Some(one) = changed.unless.get_mut(at) {
                one.condition = condition;
            }
            all.push((format!("rule.unless.{part}"), changed));
        }
    }
    all
}

/// A selector without each of its keys.
fn selectors(selector: &Selector) -> Vec<(&'static str, Selector)> {
    let mut all = Vec::new();
    let mut without = |part, filled: bool, change: fn(&mut Selector)| {
        if filled {
            let mut changed = selector.clone();
            change(&mut changed);
            all.push((part, changed));
        }
    };
    without("atc", !selector.atc.is_empty(), |one| one.atc.clear());
    without("device", !selector.devices.is_empty(), |one| {
        one.devices.clear()
    });
    without("propellant", !selector.propellants.is_empty(), |one| {
        one.propellants.clear()
    });
    without("route", !selector.routes.is_empty(), |one| {
        one.routes.clear()
    });
    without("form", !selector.forms.is_empty(), |one| one.forms.clear());
    without("strength", !selector.strengths.is_empty(), |one| {
        one.strengths.clear()
    });
    without("products", !selector.products.is_empty(), |one| {
        one.products.clear()
    });
    all
}
