//! Values of a layer that are never applied for what they are per.

use super::ddd::{Lacks, per_dose};
use super::load::Loader;
use super::table::Findings;
use super::{Factor, FunctionalUnit, Subject};
use crate::diagnostic::{Code, Message};

impl Loader {
    /// Values of products and classes that are never applied: those per a unit that cannot be
    /// turned into doses.
    pub(super) fn check_units(&mut self) {
        let mut found = Findings::default();
        for (factor, place) in self.factors.values() {
            let message = match (&factor.subject, factor.functional_unit) {
                (Subject::Context(_), _) => None,
                (Subject::Products(_), FunctionalUnit::Ddd) => {
                    self.ddd_lacks(factor).map(|(id, lacks)| no_ddd(&id, lacks))
                }
                (_, FunctionalUnit::Ddd) => Some(Message::from((
                    "een waarde per DDD wordt alleen toegepast op producten; noem ze met de soort product",
                    "a value per DDD is applied to products only; name them with the kind product",
                ))),
                (_, FunctionalUnit::Other(unit)) => Some(never_applied(unit)),
                (
                    _,
                    FunctionalUnit::Device
                    | FunctionalUnit::Actuation
                    | FunctionalUnit::Dose
                    | FunctionalUnit::Month,
                ) => None,
            };
            if let Some(message) = message {
                found.push(
                    Code::NeverMatched,
                    place.at_column("functional_unit"),
                    message,
                );
            }
        }
        self.findings.0.append(&mut found.0);
    }

    /// The first product of a factor whose DDD or strength is not known.
    fn ddd_lacks(&self, factor: &Factor) -> Option<(String, Lacks)> {
        let Subject::Products(ids) = &factor.subject else {
            return None;
        };
        ids.iter().find_map(|id| {
            let (product, _) = self.products.get(id)?;
            let lacks = per_dose(self.ddds.values(), product).err()?;
            Some((format!("{} ({})", id.as_str(), product.atc), lacks))
        })
    }
}

fn no_ddd(product: &str, lacks: Lacks) -> Message {
    Message::from(match lacks {
        Lacks::Ddd => (
            format!(
                "deze waarde per DDD wordt niet toegepast: ddd.csv heeft geen DDD voor {product}; voeg die toe"
            ),
            format!("this value per DDD is not applied: ddd.csv has no DDD for {product}; add it"),
        ),
        Lacks::Strength => (
            format!(
                "deze waarde per DDD wordt niet toegepast: products.csv heeft geen sterkte per dosis van één stof voor {product}; vul 'strength', of geef de DDD in doses (unit dose)"
            ),
            format!(
                "this value per DDD is not applied: products.csv has no strength per dose of one substance for {product}; fill 'strength', or give the DDD in doses (unit dose)"
            ),
        ),
    })
}

fn never_applied(unit: &str) -> Message {
    Message::from((
        format!(
            "een waarde per '{unit}' wordt getoond en nooit toegepast; reken haar om naar device, actuation, dose, month of ddd, of geef haar de soort context"
        ),
        format!(
            "a value per '{unit}' is shown and never applied; restate it per device, actuation, dose, month or ddd, or give it the kind context"
        ),
    ))
}
