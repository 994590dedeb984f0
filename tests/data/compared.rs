//! Comparisons: verdicts, refusals, and what cancels.

use crate::*;
use groenrecept::dataset::Device;
use std::collections::BTreeSet;

fn side_of(id: &str, amount: i64, unit: Unit) -> (Estimate, BTreeSet<Device>, Quantity) {
    let product = DATASET.product_by_id(id).unwrap();
    let estimate = estimate(id);
    (
        estimate,
        [product.device].into(),
        Quantity::new(amount.into(), unit),
    )
}

fn compared(
    before: (&str, i64),
    after: (&str, i64),
    unit: Unit,
    terms: Terms,
) -> Result<Comparison, Unlike> {
    let sides = [before, after].map(|(id, amount)| side_of(id, amount, unit));
    let [before, after] = sides.each_ref().map(|(estimate, devices, quantity)| Side {
        estimate,
        devices,
        quantity: *quantity,
    });
    compare(&before, &after, terms)
}

#[test]
fn an_aerosol_and_a_powder_inhaler_are_told_apart() {
    // Foster: 4 puffs of 13.1842 kg / 120, NEXThaler 4 x 7.63 g.
    let found = compared(
        ("foster-aerosol-100-6-120do", 4),
        ("foster-nexthaler-100-6", 4),
        Unit::Dose,
        Terms::Strict,
    )
    .unwrap();
    assert_eq!(found.verdict, Verdict::Lower);
    assert_eq!(ends(found.before), ["0.439473"; 3].map(str::to_owned));
    assert_eq!(ends(found.after), ["0.03052"; 3].map(str::to_owned));
    assert_eq!(found.difference.central.round(6).to_string(), "-0.408953");
    assert_eq!(found.difference.low.round(6).to_string(), "-0.408953");
    assert_eq!(found.difference.high.round(6).to_string(), "-0.408953");
    assert_eq!(found.caveats, [].into());
    let back = compared(
        ("foster-nexthaler-100-6", 4),
        ("foster-aerosol-100-6-120do", 4),
        Unit::Dose,
        Terms::Strict,
    )
    .unwrap();
    assert_eq!(back.verdict, Verdict::Higher);
    assert_eq!(back.difference.central.round(6).to_string(), "0.408953");
}

/// 0.359 kg beside 0.776 kg: published without a range, and still inside the noise.
#[test]
fn powder_inhalers_are_never_told_apart() {
    let found = compared(
        ("relvar-ellipta-92-22", 1),
        ("enerzair-breezhaler-114-46-136", 1),
        Unit::Dose,
        Terms::Strict,
    )
    .unwrap();
    assert_eq!(found.verdict, Verdict::CannotTell);
    assert!(found.caveats.contains(&Caveat::MethodNoise));
}

/// 13 g of HFO beside a powder inhaler, and gas beside a life cycle in either direction.
#[test]
fn propellant_only_beside_a_life_cycle_is_refused() {
    let refused = |before, after, terms| compared(before, after, Unit::Device, terms).unwrap_err();
    let (trimbow, hfo) = ("bevespi-aerosphere-aerosol", "trixeo-aerosphere-hfo-uk");
    let powder = "seretide-diskus-50-500";
    for (before, after) in [((powder, 1), (hfo, 1)), ((hfo, 1), (powder, 1))] {
        for terms in [Terms::Strict, Terms::LowerBound] {
            assert_eq!(refused(before, after, terms), Unlike::Boundary);
        }
    }
    assert_eq!(
        refused((trimbow, 1), (powder, 1), Terms::Strict),
        Unlike::Boundary
    );
    // The gas of an aerosol is above the life cycle of a powder inhaler already, so that the
    // rest can only widen the difference.
    let bound = compared((trimbow, 1), (powder, 1), Unit::Device, Terms::LowerBound).unwrap();
    assert_eq!(bound.verdict, Verdict::Lower);
    assert!(bound.caveats.contains(&Caveat::UnlikeBoundary));
    // Allowed by name, it carries its caveat.
    let any = compared((powder, 1), (hfo, 1), Unit::Device, Terms::Any).unwrap();
    assert!(any.caveats.contains(&Caveat::UnlikeBoundary));
    // Two values of gas alone are alike.
    let gases = compared((trimbow, 1), (hfo, 1), Unit::Device, Terms::Strict).unwrap();
    assert_eq!(gases.verdict, Verdict::Lower);
}

/// Two amounts of one uncertain value: 28 to 30.3 kg, and half of it is still less.
#[test]
fn what_both_sides_share_cancels() {
    let found = compared(
        ("ventolin-aerosol-100", 4),
        ("ventolin-inhalator-babyhaler-aerosol-100", 2),
        Unit::Dose,
        Terms::Strict,
    )
    .unwrap();
    assert_eq!(found.verdict, Verdict::Lower);
    assert!(found.caveats.contains(&Caveat::SharedValues));
    let same = compared(
        ("ventolin-aerosol-100", 4),
        ("ventolin-inhalator-babyhaler-aerosol-100", 4),
        Unit::Dose,
        Terms::Strict,
    )
    .unwrap();
    assert_eq!(same.verdict, Verdict::CannotTell);
    assert!(same.difference.low.is_zero() && same.difference.high.is_zero());
}

/// Two products without a value of their own that take the bracket of one class were compared
/// as amounts of one value: the bracket says how far products of the class lie apart.
#[test]
fn two_products_of_one_class_share_no_value() {
    let (duoresp, bricanyl) = ("duoresp-spiromax-160-4-5", "bricanyl-turbuhaler-250");
    for id in [duoresp, bricanyl] {
        assert_eq!(estimate(id).basis, Basis::DeviceClass, "{id}");
    }
    for (before, after) in [((duoresp, 2), (bricanyl, 1)), ((bricanyl, 1), (duoresp, 2))] {
        let found = compared(before, after, Unit::Device, Terms::Strict).unwrap();
        assert_eq!(found.verdict, Verdict::CannotTell);
        assert!(!found.caveats.contains(&Caveat::SharedValues));
        assert!(found.caveats.contains(&Caveat::MethodNoise));
    }
}

#[test]
fn no_value_is_no_comparison() {
    let refused = compared(
        ("ventolin-vernevelvloeistof-5-mg-ml", 1),
        ("ventolin-diskus-200", 1),
        Unit::Device,
        Terms::Any,
    );
    assert_eq!(refused.unwrap_err(), Unlike::NoValue);
}

/// A Dutch pack of Trixeo can hold HFC-134a or HFO-1234ze(E): its line is a range over both, and
/// nothing is told of it. Of beclometason Redihaler no gas is known; the substance comes with
/// HFC-152a elsewhere. The gas of the unbranded aerosols is inferred.
#[test]
fn what_could_hold_another_gas_is_not_told_apart() {
    let resolved = ENGINE
        .resolve(&Prescription::new().label("TRIXEO AEROSPHERE AEROSOL 160/5/7,2UG/DO 120DO"));
    let line = resolved.inhaler().unwrap();
    let trixeo = (
        ENGINE.estimate(line).unwrap(),
        BTreeSet::from([Device::Pmdi]),
        Quantity::new(4.into(), Unit::Dose),
    );
    let trelegy = side_of("trelegy-ellipta-92-55-22", 1, Unit::Dose);
    for (before, after) in [(&trixeo, &trelegy), (&trelegy, &trixeo)] {
        let [before, after] = [before, after].map(|(estimate, devices, quantity)| Side {
            estimate,
            devices,
            quantity: *quantity,
        });
        let found = compare(&before, &after, Terms::LowerBound).unwrap();
        assert_eq!(found.verdict, Verdict::CannotTell);
    }
    let verdict = |before, after| {
        let found = compared(before, after, Unit::Dose, Terms::LowerBound).unwrap();
        let open = found.caveats.contains(&Caveat::OtherGasPossible);
        (found.verdict, open)
    };
    let after = ("pulmicort-turbuhaler-200", 1);
    assert_eq!(
        verdict(("qvar-redihaler-100", 2), after),
        (Verdict::CannotTell, true)
    );
    for known in ["beclometason-aerosol-50", "beclometason-aerosol-100"] {
        assert_eq!(verdict((known, 2), after), (Verdict::Lower, false));
    }
    for before in [("salbutamol-aerosol-100", 2), ("teva-redihaler-100", 2)] {
        let found = verdict(before, ("ventolin-diskus-200", 1));
        assert_eq!(found, (Verdict::Lower, false), "{before:?}");
    }
}

/// A line that names no product can hold any gas that such a device holds somewhere.
#[test]
fn a_class_of_which_the_gas_is_open_is_not_told_apart() {
    let open = |label: &str| {
        let found = ENGINE.resolve(&Prescription::new().label(label));
        let inhaler = found.inhaler().unwrap();
        assert!(ENGINE.products(inhaler).unwrap().is_empty(), "{label}");
        let estimate = ENGINE.estimate(inhaler).unwrap();
        estimate.flags.contains(&Flag::OtherGasPossible)
    };
    assert!(open("PUFFIE AUTOHALER"));
    assert!(!open("PUFFIE TURBUHALER"));
}
