//! An amount: what was read is read again where it is printed.

use super::text;
use crate::{DATASET, Shape};
use groenrecept::{Amount, DecimalMark};

/// Numbers of fewer digits are read.
const DIGITS: u32 = 22;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let text = text(bytes);
    let marks = [DecimalMark::Comma, DecimalMark::Point, DecimalMark::Either];
    let mut shape = Shape::default();
    for mark in marks {
        let read = Amount::parse(&text, mark);
        if let Ok(amount) = &read {
            // A product can have more digits than a number that is read.
            let digits = amount.number().mantissa().unsigned_abs();
            let short = digits < 10u128.pow(DIGITS);
            let printed = format!("{} {}", amount.number(), amount.unit().unwrap_or_default());
            let again = Amount::parse(&printed, DecimalMark::Point);
            if short {
                let said = format!("{text:?} was read and printed as {printed:?}");
                assert_eq!(again.as_ref(), Ok(amount), "{said}");
            }
            let beside = amount.clone().or_unit("DO");
            assert!(beside.unit().is_some());
            assert_eq!(
                beside.clone().or_unit("ST"),
                beside,
                "a unit that is there stays"
            );
            shape = shape.and(format!("{:?}", DATASET.amount_kind(amount)));
        }
        shape = shape.and(read.map(|amount| {
            (
                amount.number().scale().min(3),
                amount.number().is_sign_negative(),
            )
        }));
    }
    shape
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let all = [
        "2",
        "2,0",
        "120 do",
        "1x200do",
        "2 x 60",
        "-1 st",
        "(2)",
        "2-",
        "1.000",
        "1.000,50",
        "1 x 200 do.",
        "3 x 10 x 20 ml",
        "+5 STUK(S)",
        "0",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}
