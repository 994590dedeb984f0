//! One prescription in, its climate impact with sources out.

use groenrecept::{Dataset, GwpSet, Prescription};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dataset = Dataset::embedded()?;
    let prescription = Prescription::new()
        .label("SERETIDE DISKUS INHPDR 50/500UG 60DO")
        .atc("R03AK06")
        .quantity("60", "ST");
    let impact = prescription.impact(&dataset, GwpSet::Ar6)?;

    let mut out = std::io::stdout().lock();
    let (low, central, high) = (
        impact.climate.low().round(3),
        impact.climate.central().round(3),
        impact.climate.high().round(3),
    );
    writeln!(
        out,
        "{central} kg CO2e ({low} - {high}), rests on {:?}",
        impact.estimate.basis
    )?;
    writeln!(
        out,
        "amount read as {:?}: {:?}",
        impact.quantity, impact.decided
    )?;
    for id in &impact.estimate.factors {
        let factor = dataset.factor_by_id(id.as_str()).ok_or("unknown factor")?;
        let source = dataset
            .source(&factor.provenance.source)
            .ok_or("unknown source")?;
        writeln!(
            out,
            "{id}: {}; {}; {}",
            factor.printed,
            source.citation(),
            factor.provenance.locator
        )?;
    }
    Ok(())
}
