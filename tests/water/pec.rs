//! Predicted concentrations by hand.

use crate::*;
use groenrecept::Range;
use groenrecept::water::pec::{Catchment, PecError, from_ddd, from_kg, penetration, phase_one};

fn point(text: &str) -> Range {
    Range::point(f(text))
}

#[test]
fn a_thousand_kilograms_in_a_country_of_ten_million() {
    // 1000 x 10^9 / (365 x 10^7 x 200 x 10) = 10^12 / (7.3 x 10^12) = 10/73 ug/L.
    let area = Catchment::new(10_000_000);
    let pec = from_kg(d("1000"), point("1"), point("0"), &area).unwrap();
    assert_eq!(pec.central(), Fraction::new(d("10"), 73).unwrap());
    assert_eq!(pec.central().round(6).to_string(), "0.136986");
}

#[test]
fn the_low_end_has_the_lowest_share_and_the_highest_removal() {
    // 7300 kg in 10 million people are 1 ug/L before excretion and removal:
    // 0.1 x (1 - 0.8), 0.3 x (1 - 0.5), 0.7 x (1 - 0).
    let reaching = Range::new(f("0.1"), f("0.3"), f("0.7")).unwrap();
    let removal = Range::new(f("0"), f("0.5"), f("0.8")).unwrap();
    let area = Catchment::new(10_000_000);
    let pec = from_kg(d("7300"), reaching, removal, &area).unwrap();
    let expected = Range::new(f("0.02"), f("0.15"), f("0.7")).unwrap();
    assert_eq!(pec, expected);
}

#[test]
fn water_and_dilution_are_those_that_are_given() {
    // Half the water and no dilution: 20 times 1 ug/L.
    let area = Catchment::new(10_000_000)
        .waste_water(d("100"))
        .dilution(d("1"));
    let pec = from_ddd(d("73000000"), d("100"), point("1"), point("0"), &area).unwrap();
    assert_eq!(pec.central(), f("20"));
}

#[test]
fn phase_one_of_a_daily_dose_of_diclofenac() {
    // 150 mg x 1000 x 0.01 / (200 x 10) = 0.75 ug/L.
    let pec = phase_one(d("150"), f("0.01"), &Catchment::new(1)).unwrap();
    assert_eq!(pec, f("0.75"));
    // 365 kg of it in a million people: 365 x 10^6 / (150 x 10^6 x 365) = 1/150.
    let part = penetration(d("365"), d("150"), 1_000_000).unwrap();
    assert_eq!(part, Fraction::new(d("1"), 150).unwrap());
    // With that part the dose cancels out: 1000 / 2000 = 0.5 ug/L.
    assert_eq!(phase_one(d("150"), part, &Catchment::new(1)), Ok(f("0.5")));
}

#[test]
fn each_error_says_what_is_wrong() {
    let area = Catchment::new(1000);
    let kg = |kg, reaching, removal, area| from_kg(d(kg), point(reaching), point(removal), area);
    let cases = [
        (
            kg("1", "1", "0", &Catchment::new(0)),
            "the number of inhabitants is zero; it must be 1 or more",
        ),
        (
            kg("1", "1", "0", &area.waste_water(d("0"))),
            "the waste water per inhabitant and day must be above zero",
        ),
        (
            kg("1", "1", "0", &area.dilution(d("0.5"))),
            "the dilution must be 1 or more",
        ),
        (kg("-1", "1", "0", &area), "an amount must be zero or more"),
        (
            kg("1", "1.01", "0", &area),
            "a fraction must lie from 0 to 1",
        ),
        (
            kg("1", "1", "-0.1", &area),
            "a fraction must lie from 0 to 1",
        ),
        (
            from_ddd(d("1"), d("0"), point("1"), point("0"), &area),
            "the daily dose must be above zero",
        ),
        (
            from_kg(Decimal::MAX, point("1"), point("0"), &area),
            "the numbers have more digits than can be kept exactly",
        ),
    ];
    for (found, message) in cases {
        assert_eq!(found.unwrap_err().to_string(), message);
    }
    assert_eq!(penetration(d("1"), d("1"), 0), Err(PecError::NoInhabitants));
    assert_eq!(penetration(d("1"), d("0"), 1), Err(PecError::NoDose));
    assert_eq!(
        penetration(d("-1"), d("1"), 1),
        Err(PecError::NegativeAmount)
    );
    assert_eq!(
        phase_one(d("-1"), f("0.01"), &area),
        Err(PecError::NegativeAmount)
    );
}
