//! Totals of rows that are of no file, and sums with more digits than can be kept.

use super::{Analysis, Cell, Outcome, Tally};
use crate::dataset::{Dataset, Device, GwpSet};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::Kernel;
use crate::matching::{Inhaler, Item, Meaning};
use rust_decimal::Decimal;
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
