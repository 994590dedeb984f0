//! The sentences about medicines in water in English.

use super::WaterWording;
use crate::dataset::{Route, Treatment};
use crate::practice::NoLoad;
use crate::water::{Assumption, Gap, NoVolume};

/// English.
#[derive(Debug)]
pub(in crate::report::wording) struct English;

impl WaterWording for English {
    fn columns(&self) -> [&'static str; 7] {
        [
            "substance",
            "use",
            "prescriptions",
            "with mass",
            "prescribed",
            "to surface water",
            "water down to limit, m3",
        ]
    }

    fn stands_alone(&self) -> &'static str {
        "This block stands by itself. It is about water and no part of the climate total. Nothing is added up over substances or ways of use. Substances stand in the order of their prescriptions; that is no ranking of harm."
    }

    fn share(&self, with: &str, of: &str, share: &str) -> String {
        format!(
            "Of {with} of the {of} prescriptions of other medicines ({share}) the data holds something about the substance in water. About the rest it holds nothing; that is not zero."
        )
    }

    fn none(&self, of: &str) -> String {
        format!(
            "Of none of the {of} prescriptions of other medicines does the data hold anything about the substance in water. That is not zero."
        )
    }

    fn by_atc(&self) -> &'static str {
        "The substance is found by the ATC code. Prescriptions without one, combinations with a code of their own, and inhaled medicines do not count here."
    }

    fn what_it_is(&self, treatment: Treatment) -> String {
        let treated = match treatment {
            Treatment::Primary => "settling",
            Treatment::Secondary => "biological treatment, the Dutch standard",
            Treatment::Tertiary => "removal of nutrients",
            Treatment::Quaternary => "advanced treatment",
        };
        format!(
            "Prescribed is not used: everything is taken to be used and to pass a sewage treatment plant, with {treated}. The mass is that on the label, sometimes of a salt, and only of the prescriptions of which it is known. What goes into a bin, what breaks down in the sewer and what overflows in rain is not in it. The last column is the water that dilutes that amount to the limits for water organisms."
        )
    }

    fn how_to_read(&self) -> &'static str {
        "An estimate has its range in brackets. 'At most' is an upper bound: the true amount may be far lower, and an upper bound cannot be compared with an estimate or with another upper bound. What is unknown is not zero."
    }

    fn more(&self, substances: &str, rows: &str) -> String {
        format!(
            "Substances not shown: {substances}, with {rows} prescriptions together. They are in the JSON output (--json)."
        )
    }

    fn at_most(&self, amount: &str) -> String {
        format!("at most {amount}")
    }

    fn no_load(&self, reason: NoLoad) -> &'static str {
        match reason {
            NoLoad::NoFacts => "no data",
            NoLoad::NoMass => "no mass",
            NoLoad::TooManyDigits => "too many digits",
        }
    }

    fn no_volume(&self, reason: NoVolume) -> &'static str {
        match reason {
            NoVolume::NoLoad => "unknown",
            NoVolume::NoLimit => "no limit",
            NoVolume::ProductUnknown => "cannot be judged",
            NoVolume::TooManyDigits => "too many digits",
        }
    }

    fn bounds(&self) -> &'static str {
        "It says 'at most' because this is missing:"
    }

    fn assumptions(&self) -> &'static str {
        "Assumed in the numbers above:"
    }

    fn products(&self) -> &'static str {
        "What is formed of a substance, in the body or in treatment, is not part of 'to surface water'. Known is:"
    }

    fn formed(&self, product: &str, amount: Option<&str>) -> String {
        match amount {
            Some(amount) => format!("{product}, {amount} to surface water"),
            None => format!("{product}; how much of it reaches surface water is not known"),
        }
    }

    fn drives(&self) -> &'static str {
        "its limit gives the last column"
    }

    fn not_judged(&self) -> &'static str {
        "what is formed has a limit of its own, so the last column cannot be judged"
    }

    fn lists(&self) -> &'static str {
        "Substances of the table that stand on a list or were measured in water; a list says nothing about these prescriptions:"
    }

    fn conflicts(&self, list: &str) -> String {
        format!(
            "Sources give limits that differ by more than 10%, and the range spans them: {list}."
        )
    }

    fn sources(&self, list: &str) -> String {
        format!("Sources of this block: {list}.")
    }

    fn words<'a>(&self, source: &'a str, _: &'a str) -> &'a str {
        source
    }

    fn vintage<'a>(&self, vintage: &'a str) -> &'a str {
        match vintage {
            "not stated" => "year not stated",
            "not read" => "year not seen",
            known => known,
        }
    }

    fn route(&self, route: Route) -> &'static str {
        match route {
            Route::Oral => "by mouth",
            Route::Dermal => "on the skin",
            Route::Rectal => "rectal",
            Route::Inhaled => "inhaled",
            Route::Parenteral => "by injection or infusion",
            Route::Oromucosal => "in the mouth",
            Route::Transdermal => "through the skin",
            Route::Eye => "in the eye",
            Route::Ear => "in the ear",
            Route::Nasal => "in the nose",
            Route::Vaginal => "vaginal",
            Route::Unknown => "route unknown",
        }
    }

    fn treatment(&self, treatment: Treatment) -> &'static str {
        match treatment {
            Treatment::Primary => "after settling",
            Treatment::Secondary => "after biological treatment",
            Treatment::Tertiary => "after removal of nutrients",
            Treatment::Quaternary => "after advanced treatment",
        }
    }

    fn gap(&self, gap: Gap) -> &'static str {
        match gap {
            Gap::NoRoute => "the route",
            Gap::NoUnchanged => "how much is excreted unchanged",
            Gap::NoConjugated => "how much is excreted as a conjugate",
            Gap::NoWashedOff => "how much is washed off",
            Gap::NoAbsorbed => "how much is taken up through the skin",
            Gap::NoRemoval => "what this treatment takes out",
            Gap::OnlyBounds => {
                "a central value, because only bounds are known of a step; an upper bound cannot be compared with an estimate"
            }
            Gap::NegativeMass => "an amount of zero or more",
            Gap::TooManyDigits => "numbers that can be kept exactly",
        }
    }

    fn assumption(&self, assumption: Assumption) -> &'static str {
        match assumption {
            Assumption::ConjugatesCount => {
                "conjugates count as the substance itself, because treatment can split them"
            }
            Assumption::MetabolitesLeftOut => {
                "what the body turns into other substances does not count; this says nothing of what those do in water"
            }
            Assumption::CentralIsMidpoint => {
                "a step has only a lowest and highest value; their midpoint gives the central value"
            }
            Assumption::BoundCountsLow => {
                "a step of which only bounds are known counts with its low end in the central value"
            }
            Assumption::AtLeastEarlierStage => {
                "this treatment takes out at least what an earlier stage does"
            }
        }
    }
}
