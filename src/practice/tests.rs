//! Totals of rows that are of no file, and sums with more digits than can be kept.

use super::medicines::Mass;
use super::tally::Cell;
use super::{Analysis, Outcome, Tally};
use crate::code::Atc;
use crate::dataset::{Dataset, Device, FormClass, GwpSet, Route};
use crate::error::{Error, ErrorKind, Result};
use crate::intake::Export;
use crate::kernel::Kernel;
use crate::matching::{Inhaler, Item, Meaning};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";

fn kernel(dataset: &Dataset) -> Kernel {
    Kernel::new(dataset, GwpSet::Ar6, None)
}

fn inhaler(dataset: &Dataset, label: &str) -> Inhaler {
    let item = Item {
        label,
        ..Item::default()
    };
    match kernel(dataset).resolver().resolve(&item).meaning {
        Meaning::Inhaler(inhaler, ..) => inhaler,
        Meaning::Other(other) => panic!("{label}: {other:?}"),
    }
}

/// An inhaled medicine of which no more is known than its device, if that, and 10,000 doses.
fn of_device(dataset: &Dataset, device: Option<Device>) -> Inhaler {
    let mut known = inhaler(dataset, VENTOLIN);
    known.candidates.clear();
    known.devices = device.into_iter().collect();
    known.pack = Some(10_000);
    known
}

fn devices(rows: u64, devices: Decimal) -> Cell {
    Cell {
        device_rows: rows,
        devices,
        ..Cell::default()
    }
}

fn tally(cells: impl IntoIterator<Item = (Inhaler, Cell)>) -> Tally {
    let mut tally = Tally::default();
    for (place, (inhaler, cell)) in cells.into_iter().enumerate() {
        tally.subjects.push(inhaler);
        tally.cells.insert((place, None), cell);
    }
    tally
}

fn outcome(dataset: &Dataset, tally: Tally) -> Result<Outcome> {
    Analysis::new(Arc::new(kernel(dataset))).outcome(tally)
}

fn failure(dataset: &Dataset, tally: Tally) -> ErrorKind {
    outcome(dataset, tally).unwrap_err().kind().clone()
}

/// The page of text added doses up over device types and left out what did not fit: of two
/// halves each was shown as all of it.
#[test]
fn doses_that_do_not_fit_in_one_sum_are_an_error() {
    let dataset = Dataset::embedded().unwrap();
    // 4 x 10^28 doses of each, where 7.9 x 10^28 can be kept.
    let many = devices(1, Decimal::from(4u128 * 10u128.pow(24)));
    let one = of_device(&dataset, Some(Device::SoftMist));
    let other = of_device(&dataset, None);
    let [_, last] = [&one, &other].map(|inhaler| {
        let outcome = outcome(&dataset, tally([(inhaler.clone(), many)]));
        outcome.unwrap().products.remove(0).product
    });
    let both = failure(&dataset, tally([(one, many), (other, many)]));
    assert_eq!(both, ErrorKind::Overflow(Some(last)));
}

/// Rows by basis, device and month stopped at the largest number instead.
#[test]
fn rows_that_do_not_fit_in_one_sum_are_an_error() {
    let dataset = Dataset::embedded().unwrap();
    let cell = devices(u64::MAX, Decimal::ONE);
    let ventolin = inhaler(&dataset, VENTOLIN);
    let atrovent = inhaler(&dataset, "ATROVENT AEROSOL 20UG/DO 200DO");
    let outcome = outcome(&dataset, tally([(ventolin.clone(), cell)]));
    assert_eq!(outcome.unwrap().coverage.inhalers.rows, u64::MAX);
    assert_eq!(
        failure(&dataset, tally([(ventolin, cell), (atrovent, cell)])),
        ErrorKind::Overflow(Some("atrovent-aerosol-20".to_owned()))
    );
}

#[test]
fn an_impact_that_does_not_fit_names_its_product() {
    let dataset = Dataset::embedded().unwrap();
    let ventolin = inhaler(&dataset, VENTOLIN);
    let found = failure(&dataset, tally([(ventolin, devices(1, Decimal::MAX))]));
    let expected = ErrorKind::Overflow(Some("ventolin-aerosol-100".to_owned()));
    assert_eq!(found, expected);
    assert_eq!(
        Error::new(found).to_string(),
        "a sum of ventolin-aerosol-100 has more digits than can be kept exactly; look for an extreme number in the export or the data"
    );
}

/// The list of products is cut on the page, and what stands below is one line there.
#[test]
fn what_stands_below_a_product_is_added_up() {
    let dataset = Dataset::embedded().unwrap();
    let labels = [
        VENTOLIN,
        "ATROVENT AEROSOL 20UG/DO 200DO",
        "SERETIDE DISKUS INHPDR 50/500UG 60DO",
    ];
    let cells = labels.map(|label| (inhaler(&dataset, label), devices(2, Decimal::TWO)));
    let outcome = outcome(&dataset, tally(cells)).unwrap();
    let [first, second, third] = outcome.products.as_slice() else {
        panic!("{:?}", outcome.products);
    };
    assert_eq!(third.onwards.rows, 2);
    assert_eq!(second.onwards.rows, 4);
    assert_eq!(first.onwards.rows, outcome.coverage.inhalers.rows);
    assert_eq!(first.onwards.climate, outcome.totals.climate);
    assert_eq!(first.product, "ventolin-aerosol-100");
}

/// Any number of substances: only those with facts about water are kept by substance.
#[test]
fn only_substances_with_facts_about_water_are_kept() {
    let header = "patient;datum;omschrijving;atc;aantal;eenheid";
    let mut rows = vec![header.to_owned()];
    rows.push("1;2025-01-02;TRAMADOL CAPSULE 50MG;N02AX02;20;ST".to_owned());
    for middle in 0..60 {
        for end in 0..100 {
            rows.push(format!(
                "{end};2025-01-02;PIL TABLET 1MG;V{middle:02}AA{end:02};1;ST"
            ));
        }
    }
    let text = rows.join("\n");
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let dataset = Dataset::embedded().unwrap();
    let layout = export.layout(&dataset, None).unwrap();
    let analysis = Analysis::new(Arc::new(kernel(&dataset)));
    let tally = analysis.tally(export, &layout).unwrap();
    let tramadol = Mass {
        rows: 1,
        rows_with_mass: 1,
        milligrams: 1000.into(), // 20 x 50
    };
    let key = (Atc::parse("N02AX02").unwrap(), Route::Oral);
    assert_eq!(tally.substances, BTreeMap::from([(key, tramadol)]));
    assert_eq!(tally.forms[&FormClass::OralSolid].rows, 6001);
}
