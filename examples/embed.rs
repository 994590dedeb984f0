//! One prescription in, its climate impact with sources out.

use groenrecept::{Dataset, Engine, Prescription};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dataset = Dataset::embedded()?;
    let engine = Engine::new(&dataset);
    let prescription = Prescription::new()
        .label("SERETIDE DISKUS INHPDR 50/500UG 60DO")
        .quantity("60", "ST");
    let impact = engine.impact(&prescription)?;
    let [low, central, high] = [
        impact.climate.low(),
        impact.climate.central(),
        impact.climate.high(),
    ]
    .map(|value| value.round(3));
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{central} kg CO2e ({low} - {high}), {:?}",
        impact.estimate.basis
    )?;
    for (factor, source) in impact.sources(&dataset)? {
        let locator = &factor.provenance.locator;
        writeln!(
            out,
            "{}: {}; {}; {locator}",
            factor.id,
            factor.printed,
            source.citation()
        )?;
    }
    Ok(())
}
