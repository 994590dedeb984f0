//! Factors of a layer with the id of one below it.

use super::Data;
use super::subject::About;
use crate::dataset::table::Findings;
use crate::dataset::{Factor, Subject};
use crate::diagnostic::Code;

/// The kind and the subject of a factor as its row has them.
fn told(factor: &Factor) -> String {
    match &factor.subject {
        Subject::Products(ids) => {
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            format!("product {}", ids.join("|"))
        }
        Subject::SubstanceDevice(atc, device) => {
            format!("substance_device {atc}/{}", device.as_str())
        }
        Subject::DeviceName(name) => format!("device_name {name}"),
        Subject::Device(device) => format!("device {}", device.as_str()),
        Subject::Context(text) => format!("context {text}"),
    }
}

/// The value with the unit that it is per, its boundary and its set.
fn value(factor: &Factor) -> String {
    let (per, boundary) = (factor.functional_unit.as_str(), factor.boundary.as_str());
    let (printed, set) = (&factor.printed, factor.gwp.as_str());
    format!("{printed} per {per} ({boundary}, {set})")
}

pub(super) fn check(data: &Data<'_>, findings: &mut Findings) {
    for (old, stood) in &data.loader.replaced {
        let Some((new, place)) = data.loader.factors.get(&old.id) else {
            continue;
        };
        let id = old.id.as_str();
        let (before, now) = (value(old), value(new));
        let (of, file) = (told(old), &stood.file);
        // What becomes context is taken back, and not lost by accident.
        let same = matches!(new.subject, Subject::Context(_))
            || (About::of(old).meets(About::of(new)) && old.indicator == new.indicator);
        if same {
            let message = (
                format!("{now} vervangt {before} in {file}"),
                format!("{now} replaces {before} in {file}"),
            );
            findings.push(Code::ReplacedFactor, place.at_column("factor_id"), message);
            continue;
        }
        let (is, [was, becomes]) = (told(new), [old, new].map(|one| <&str>::from(one.indicator)));
        let message = (
            format!(
                "'{id}' is in {file} {of}, {was}, {before}, en hier {is}, {becomes}, {now}; de eerste telt niet meer mee"
            ),
            format!(
                "'{id}' is {of}, {was}, {before} in {file}, and {is}, {becomes}, {now} here; the former no longer counts"
            ),
        );
        findings.push(Code::OtherSubject, place.at_column("factor_id"), message);
    }
}
