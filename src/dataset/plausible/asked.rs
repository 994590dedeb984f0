//! Factors of one layer that ask for the same products.

use super::Data;
use crate::dataset::table::Findings;
use crate::dataset::{Factor, Indicator, Subject};
use crate::diagnostic::Code;

/// Reports of two values that a layer asks for, both for the same products and the one as near as
/// the other: neither goes before the other.
pub(super) fn check(data: &Data<'_>, findings: &mut Findings) {
    let asked = || {
        let factors = data.factors();
        factors.filter(|(one, _)| one.always && one.indicator == Indicator::Climate)
    };
    for (at, (factor, place)) in asked().enumerate() {
        let meets = |other: &Factor| {
            other.layer == factor.layer && common(&other.subject, &factor.subject).is_some()
        };
        let Some((other, _)) = asked().take(at).find(|(other, _)| meets(other)) else {
            continue;
        };
        let Some(both) = common(&other.subject, &factor.subject) else {
            continue;
        };
        let other = &other.id;
        let message = (
            format!(
                "{other} vraagt ook om {both}: geen van beide gaat voor, en het bereik omvat ze allebei; laat use bij één ervan leeg of maak het onderwerp smaller"
            ),
            format!(
                "{other} asks for {both} too: neither goes before the other, and the range spans both; leave use blank in one of them or narrow its subject"
            ),
        );
        findings.push(Code::TwoClasses, place.at_column("use"), message);
    }
}

/// What two subjects that are equally near to a product have in common.
fn common(one: &Subject, other: &Subject) -> Option<String> {
    match (one, other) {
        (Subject::Products(one), Subject::Products(other)) => {
            let both = one.iter().find(|id| other.contains(id));
            both.map(ToString::to_string)
        }
        (Subject::SubstanceDevice(atc, device), Subject::SubstanceDevice(..)) => {
            (one == other).then(|| format!("{atc}/{}", device.as_str()))
        }
        (Subject::DeviceName(name), Subject::DeviceName(_)) => (one == other).then(|| name.clone()),
        (Subject::Device(device), Subject::Device(_)) => {
            (one == other).then(|| device.as_str().to_owned())
        }
        (
            Subject::Products(_)
            | Subject::SubstanceDevice(..)
            | Subject::DeviceName(_)
            | Subject::Device(_)
            | Subject::Context(_),
            _,
        ) => None,
    }
}
