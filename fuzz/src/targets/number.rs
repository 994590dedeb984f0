//! Exact numbers: on one line, or two with a sum.

use super::text;
use crate::Shape;
use groenrecept::exact::{Fraction, parse};
use groenrecept::{Decimal, Range};

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let text = text(bytes);
    let mut numbers = text.split('\n').map(parse);
    let (first, second) = (numbers.next().flatten(), numbers.next().flatten());
    let (Some(one), Some(other)) = (first, second.or(first)) else {
        return Shape::of(text.len().min(8));
    };
    assert_eq!(
        parse(&one.to_string()),
        Some(one),
        "{one} does not read again"
    );
    let [a, b] = [one, other].map(Fraction::whole);
    assert_eq!(a < b, one < other);
    let sums = (a.plus(b), b.plus(a));
    match sums {
        (Some(sum), Some(turned)) => {
            assert_eq!(sum, turned);
            if let Some(back) = sum.minus(b) {
                assert_eq!(back, a, "{one} + {other} - {other}");
            }
        }
        sums => assert_eq!(sums, (None, None)),
    }
    let products = (a.by(b), b.by(a));
    assert_eq!(products.0, products.1);
    let quotient = a.divided_by(other);
    if let (Some(back), true) = (
        quotient.and_then(|part| part.times(other)),
        other != Decimal::ZERO,
    ) {
        assert_eq!(back, a, "{one} / {other} * {other}");
    }
    if let Some(middle) = a.midpoint(b) {
        assert!(
            a.min(b) <= middle && middle <= a.max(b),
            "between {one} and {other}"
        );
    }
    let (low, high) = (a.min(b), a.max(b));
    let range = Range::new(low, high, high).expect("a range in order");
    assert!(Range::new(high, low, low).is_none() || low == high);
    assert!(range.plus(range).is_none_or(|sum| sum.low() <= sum.high()));
    for digits in [0, 3, 28] {
        let rounded = a.round(digits);
        assert!(rounded.scale() <= digits.max(28));
    }
    Shape::of((sums.0.is_some(), products.0.is_some(), quotient.is_some())).and((
        one.scale(),
        other.scale(),
        one.is_sign_negative(),
    ))
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let all = [
        "1",
        "1.10",
        "-0.5\n3",
        "79228162514264337593543950335\n1",
        "0.0000000000000000000000000001\n7",
        "1e5",
        "1_000",
        "10\n3",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}
