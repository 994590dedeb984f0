//! The gas drives the value: mass x GWP100 beside, below and in place of life cycles.

use super::{DATASET, ends, layered};
use crate::dataset::{Dataset, GwpSet};
use crate::impact::{Basis, Estimate, Flag, Model};
use crate::quantity::Range;
use proptest::prelude::*;
use std::collections::BTreeSet;

const SOURCES: &str = "source_id,kind,title\nT1,life_cycle_study,A study\n";
const PRODUCTS: &str = "product_id,atc,substance,form,device,doses_per_pack,propellant,propellant_g_low,propellant_g,propellant_g_high,market,source_id,locator,evidence\n";
const FACTORS: &str = "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,use,source_id,locator,evidence\n";

/// A product of HFC-134a with 100 doses and these masses in its columns (low, central, high).
fn product(grams: [&str; 3]) -> String {
    let [low, central, high] = grams;
    format!(
        "{PRODUCTS}test,V03AN01,test gas,aerosol,pMDI,100,HFC-134a,{low},{central},{high},NL,T1,p. 1,read\n"
    )
}

/// Rows about the product `test`, each from unit, doses, values, unit of the value, boundary, set.
fn factors(rows: &[(&str, &str, [&str; 3], &str, &str)]) -> String {
    let mut text = FACTORS.to_owned();
    for (at, (unit, doses, [low, value, high], boundary, set)) in rows.iter().enumerate() {
        let (indicator, of) = match *set {
            "none" => ("propellant_mass", "g"),
            _ => ("climate", "kg CO2e"),
        };
        text.push_str(&format!(
            "t{at},product,test,{indicator},{unit},{doses},{value},{low},{high},{of},{boundary},HFC-134a,{set},,T1,p. 1,read\n"
        ));
    }
    text
}

fn dataset(products: &str, factors: &str) -> Dataset {
    layered(&[
        ("sources.csv", SOURCES),
        ("products.csv", products),
        ("factors.csv", factors),
    ])
    .unwrap()
}

fn estimate(dataset: &Dataset, set: GwpSet, id: &str) -> Estimate {
    Model::new(dataset, set).estimate(id).unwrap()
}

fn per_device(dataset: &Dataset, set: GwpSet, id: &str) -> [String; 3] {
    ends(estimate(dataset, set, id).per_device.unwrap())
}

fn three(value: &str) -> [String; 3] {
    [value; 3].map(str::to_owned)
}

/// Whether each end of a range is at least that end of the gas.
fn holds(value: Range, gas: Range) -> bool {
    value.low() >= gas.low() && value.central() >= gas.central() && value.high() >= gas.high()
}

/// No estimate lies below mass x GWP of its own product, per device and per dose, in any set.
#[test]
fn no_embedded_estimate_lies_below_its_gas() {
    let mut held = BTreeSet::new();
    for set in GwpSet::ALL {
        let model = Model::new(&DATASET, set);
        for product in DATASET.products() {
            let Some(gas) = model.today().gas(product) else {
                continue;
            };
            let estimate = model.estimate(product.id.as_str()).unwrap();
            assert_eq!(estimate.basis, Basis::Product, "{}", product.id);
            assert!(!estimate.flags.contains(&Flag::BelowGas), "{}", product.id);
            for (value, gas) in [
                (estimate.per_device, gas.per_device),
                (estimate.per_dose, gas.per_dose),
            ] {
                if let (Some(value), Some(gas)) = (value, gas) {
                    held.insert(product.id.as_str());
                    assert!(holds(value, gas), "{} {set}: {value:?} {gas:?}", product.id);
                }
            }
        }
    }
    // Masses are known of the products of HFC-134a and HFC-227ea whose text or copy was read.
    assert!(held.len() >= 20, "{held:?}");
}

/// 94.42 g a dose under AR5 and 8.06 g of HFC-134a a device of 120 doses, by hand:
/// 11.3304 - 8.06 x 1.300 + 8.06 x 1.530 = 13.1842; 180 doses are half as much again.
#[test]
fn a_value_per_actuation_is_restated_by_a_mass_per_device() {
    let at = |set| per_device(&DATASET, set, "foster-aerosol-100-6-120do");
    assert_eq!(at(GwpSet::Ar5), three("11.3304"));
    assert_eq!(at(GwpSet::Ar6), three("13.1842"));
    assert_eq!(at(GwpSet::Ar4), three("12.3782"));
    let other = per_device(&DATASET, GwpSet::Ar6, "foster-aerosol-100-6-180do");
    assert_eq!(other, three("19.7763"));
    let whole = estimate(&DATASET, GwpSet::Ar6, "foster-aerosol-100-6-120do");
    assert_eq!(whole.flags, [].into());
    let factors: Vec<_> = whole.factors.iter().map(|id| id.as_str()).collect();
    assert_eq!(factors, ["s04-foster-aerosol", "s04-mass-foster-aerosol"]);
}

/// A total of 20 kg per device, 0.2 per dose and per actuation with 10 to 12 g, by hand:
/// 20 + 10 x 0.230 = 22.3, 20 + 11 x 0.230 = 22.53, 20 + 12 x 0.230 = 22.76.
#[test]
fn totals_are_restated_by_an_interval_of_masses() {
    for (unit, doses, value) in [
        ("device", "", "20"),
        ("device", "100", "20"),
        ("device", "50", "10"),
        ("dose", "", "0.2"),
        ("actuation", "", "0.2"),
    ] {
        for grams in [["10", "", "12"], ["10", "11", "12"]] {
            let total = [(unit, doses, ["", value, ""], "cradle_to_grave", "AR5")];
            let dataset = dataset(&product(grams), &factors(&total));
            let at = |set| per_device(&dataset, set, "test");
            assert_eq!(
                at(GwpSet::Ar6),
                ["22.3", "22.53", "22.76"],
                "{unit} {doses}"
            );
            assert_eq!(at(GwpSet::Ar5), three("20"), "{unit} {doses}");
        }
    }
    // Towards a lower potential more gas is less: 22 - 12 x 0.100, 11 x and 10 x.
    let total = [("device", "", ["", "22", ""], "cradle_to_grave", "AR6")];
    let dataset = dataset(&product(["10", "", "12"]), &factors(&total));
    assert_eq!(
        per_device(&dataset, GwpSet::Ar4, "test"),
        ["20.8", "20.9", "21"]
    );
    // An end of a total that is less than its gas is the gas: 10 x 1.430; 15.6 + 11 x 0.130; 20 + 12 x 0.130.
    let range = [("device", "", ["10", "15.6", "20"], "cradle_to_grave", "AR5")];
    let wide = self::dataset(&product(["10", "11", "12"]), &factors(&range));
    assert_eq!(
        per_device(&wide, GwpSet::Ar4, "test"),
        ["14.3", "17.03", "21.56"]
    );
    // And the parts of the trail add up to the same.
    let model = Model::new(&dataset, GwpSet::Ar6);
    let parts = model
        .components(dataset.product_by_id("test").unwrap())
        .unwrap();
    assert_eq!(
        ends(parts.total(&dataset, "AR4").unwrap()),
        ["20.8", "20.9", "21"]
    );
}

/// Mass x GWP is the value where there is no life cycle, whatever else is published of less.
#[test]
fn mass_times_potential_is_the_value() {
    // 60 g on a label: 60 x 1.530 = 91.8; the embedded 54.37 mg a puff is of a lower layer.
    let label = "product_id,atc,substance,brand,form,device,device_name,propellant,propellant_g,market,source_id,locator,evidence\n\
         alvesco-aerosol,R03BA08,ciclesonide,Alvesco,aerosol,pMDI,Inhalator,HFC-134a,60,NL?,T1,label,read\n";
    let sixty = layered(&[("sources.csv", SOURCES), ("products.csv", label)]).unwrap();
    let alvesco = estimate(&sixty, GwpSet::Ar6, "alvesco-aerosol");
    assert_eq!(ends(alvesco.per_device.unwrap()), three("91.8"));
    assert_eq!(alvesco.basis, Basis::Product);
    assert_eq!(alvesco.flags, [Flag::PropellantOnly].into());
    assert_eq!(
        per_device(&sixty, GwpSet::Ar4, "alvesco-aerosol"),
        three("85.8")
    );

    // A life cycle of 10 kg below 10 g x 1.530 = 15.3: replaced, and said.
    for (unit, doses, value, set) in [
        ("device", "", "10", "unknown"),
        ("device", "", "10", "AR6"),
        ("dose", "", "0.1", "unknown"),
    ] {
        for boundary in ["cradle_to_grave", "not_stated", "mixed", "propellant_only"] {
            let row = [(unit, doses, ["", value, ""], boundary, set)];
            let dataset = dataset(&product(["", "10", ""]), &factors(&row));
            let found = estimate(&dataset, GwpSet::Ar6, "test");
            assert_eq!(ends(found.per_device.unwrap()), three("15.3"), "{boundary}");
            let flags = [Flag::PropellantOnly, Flag::ReplacedByGas].into();
            assert_eq!(found.flags, flags, "{boundary} {set}");
        }
    }
    // Of a range around it only the low end lies below: the gas is the low end.
    let row = [(
        "device",
        "",
        ["12", "20", "25"],
        "cradle_to_grave",
        "unknown",
    )];
    let around = dataset(&product(["", "10", ""]), &factors(&row));
    assert_eq!(
        per_device(&around, GwpSet::Ar6, "test"),
        ["15.3", "20", "25"]
    );
}

/// A can holds more than its actuations release: a metered mass is no central value where a
/// fill is known, in whatever order or layer they stand.
#[test]
fn a_metered_mass_gives_way_to_a_fill() {
    let metered = ("actuation", "", ["", "0.08", ""], "propellant_only", "none");
    let fill = ("device", "100", ["", "10", ""], "propellant_only", "none");
    let only = dataset(&product([""; 3]), &factors(&[metered]));
    let found = estimate(&only, GwpSet::Ar6, "test");
    // 0.08 g x 100 x 1.530
    assert_eq!(ends(found.per_device.unwrap()), three("12.24"));
    assert_eq!(
        found.flags,
        [Flag::PropellantOnly, Flag::MeteredOnly].into()
    );
    for rows in [[metered, fill], [fill, metered]] {
        let both = dataset(&product([""; 3]), &factors(&rows));
        let found = estimate(&both, GwpSet::Ar6, "test");
        assert_eq!(ends(found.per_device.unwrap()), three("15.3"));
        assert_eq!(found.flags, [Flag::PropellantOnly].into());
    }
    // Foster: 51.0 mg a puff is 6.12 g, the can holds 8.06 g.
    let foster = DATASET.product_by_id("foster-aerosol-100-6-120do").unwrap();
    let model = Model::new(&DATASET, GwpSet::Ar6);
    let mass = model.components(foster).unwrap().mass.unwrap();
    assert_eq!(mass.factor.unwrap().as_str(), "s04-mass-foster-aerosol");
}

/// Each reason why a value stands as published, and that there is none where it was restated.
#[test]
fn why_a_value_was_not_restated_is_true() {
    let reason = |grams: [&str; 3], value: &str, boundary: &str, gas: &str, set: &str| {
        let rows = factors(&[("device", "", ["", value, ""], boundary, set)]);
        let products = product(grams);
        let dataset = dataset(
            &products.replace("HFC-134a", gas),
            &rows.replace("HFC-134a", ""),
        );
        let flags = estimate(&dataset, GwpSet::Ar4, "test").flags;
        let published = flags.contains(&Flag::GwpAsPublished);
        let why: Vec<Flag> = flags
            .into_iter()
            .filter(|one| one.is_why_as_published())
            .collect();
        assert_eq!(published, !why.is_empty());
        why
    };
    let cycle = "cradle_to_grave";
    let none = [""; 3];
    let ten = ["", "10", ""];
    assert_eq!(
        reason(none, "20", cycle, "HFC-134a", "unknown"),
        [Flag::SetNotStated]
    );
    assert_eq!(
        reason(none, "20", cycle, "unknown", "AR5"),
        [Flag::GasNotStated]
    );
    assert_eq!(
        reason(none, "20", cycle, "HFC-134a", "AR5"),
        [Flag::MassNotKnown]
    );
    assert_eq!(
        reason(none, "20", "not_stated", "HFC-134a", "AR5"),
        [Flag::MassNotKnown]
    );
    // 16 g x 1.530 is 24.48 kg, more than the whole; x 1.430 it is 22.88, and the total stands.
    assert_eq!(
        reason(["", "16", ""], "24", cycle, "HFC-134a", "AR6"),
        [Flag::MassExceedsTotal]
    );
    // HFO-1234ze(E) has a potential in AR6 only.
    assert_eq!(
        reason(none, "1", cycle, "HFO-1234ze(E)", "AR6"),
        [Flag::NoPotential]
    );
    assert_eq!(reason(ten, "20", cycle, "HFC-134a", "AR5"), []);
    assert_eq!(reason(none, "20", "propellant_only", "HFC-134a", "AR5"), []);
    assert_eq!(reason(none, "20", cycle, "HFC-134a", "AR4"), []);
}

/// A class factor that a layer asks for applies to every product of its class as it is stated;
/// one that it does not ask for reaches the products without a value of their own.
#[test]
fn a_class_factor_reaches_the_products_that_the_layer_asks_for() {
    let table = |asked: &str| {
        let row = |id: &str, kind: &str, subject: &str, value: &str| {
            format!(
                "{id},{kind},{subject},climate,device,,{value},,,kg CO2e,not_stated,,unknown,{asked},T1,table 2,read\n"
            )
        };
        let rows = [
            row("t-dpi", "device", "DPI", "1"),
            row("t-pmdi", "device", "pMDI", "20"),
            row("t-laba", "substance_device", "R03AC13/pMDI", "16"),
            row("t-diskus", "device_name", "Diskus", "2"),
        ];
        layered(&[
            ("sources.csv", SOURCES),
            ("factors.csv", &format!("{FACTORS}{}", rows.concat())),
        ])
        .unwrap()
    };
    let values = |dataset: &Dataset| {
        [
            "ventolin-aerosol-100",
            "salbutamol-aerosol-100",
            "atimos-aerosol-12",
            "seretide-diskus-50-500",
            "foster-nexthaler-100-6",
            "bricanyl-turbuhaler-250",
        ]
        .map(|id| {
            let found = estimate(dataset, GwpSet::Ar6, id);
            let below = found.flags.contains(&Flag::BelowGas);
            let central = found.per_device.unwrap().central().round(4).normalize();
            (central.to_string(), found.basis, below)
        })
    };
    let is = |value: &str, basis, below| (value.to_owned(), basis, below);
    // Ventolin holds 18 g x 1.530 = 27.54 kg of gas: the 20 kg stands, and is marked.
    assert_eq!(
        values(&table("always")),
        [
            is("20", Basis::DeviceClass, true),
            is("20", Basis::DeviceClass, false),
            is("16", Basis::Equivalent, false),
            is("2", Basis::Equivalent, false),
            is("1", Basis::DeviceClass, false),
            is("1", Basis::DeviceClass, false),
        ]
    );
    // 28.262 - 18 x 1.430 + 18 x 1.530; the study's values where the data has only classes.
    assert_eq!(
        values(&table("")),
        [
            is("30.062", Basis::Product, false),
            is("20", Basis::DeviceClass, false),
            is("16", Basis::Equivalent, false),
            is("0.898", Basis::Product, false),
            is("0.9156", Basis::Product, false),
            is("1", Basis::DeviceClass, false),
        ]
    );
}

/// A value of the gas alone that its source rounds is not below the mass that it gives.
#[test]
fn a_rounded_value_of_gas_alone_stands_in_each_set() {
    // 10.37 g x 1.430, x 1.300 and x 1.530; printed is 14.829.
    for (set, central) in [
        (GwpSet::Ar4, "14.8291"),
        (GwpSet::Ar5, "13.481"),
        (GwpSet::Ar6, "15.8661"),
    ] {
        let trimbow = estimate(&DATASET, set, "trimbow-aerosol-87-5-9-120do");
        assert_eq!(ends(trimbow.per_device.unwrap())[1], central, "{set}");
        assert!(!trimbow.flags.contains(&Flag::ReplacedByGas), "{set}");
    }
}

/// Masses and values of another gas than the product holds do not count.
#[test]
fn another_gas_than_that_of_the_product_does_not_count() {
    let mass = ("device", "100", ["", "10", ""], "propellant_only", "none");
    let cycle = ("device", "100", ["", "40", ""], "cradle_to_grave", "AR6");
    let of = |gas: &str| {
        let products = product([""; 3]).replace("HFC-134a", gas);
        let dataset = dataset(&products, &factors(&[mass, cycle]));
        estimate(&dataset, GwpSet::Ar6, "test")
    };
    assert_eq!(ends(of("HFC-134a").per_device.unwrap()), three("40"));
    let other = of("HFC-152a");
    assert_ne!(other.basis, Basis::Product);
    // No value of an aerosol here is about that gas.
    assert!(other.flags.contains(&Flag::OtherGasPossible));
    // A mass names the gas of a product that does not: 10 x 1.530.
    let unknown = product([""; 3]).replace("HFC-134a", "unknown");
    let dataset = dataset(&unknown, &factors(&[mass]));
    assert_eq!(per_device(&dataset, GwpSet::Ar6, "test"), three("15.3"));
}

/// Where only the label tells the doses, a value per dose is held against a mass per device then.
#[test]
fn a_label_that_tells_the_doses_makes_values_comparable() {
    let without = product(["", "10", ""]).replace("pMDI,100,", "pMDI,,");
    let resolve = |dataset: &Dataset| {
        let mut line = crate::matching::Resolvers::new(dataset, None)
            .on(None)
            .product("test")
            .unwrap();
        line.pack = Some(100);
        Model::new(dataset, GwpSet::Ar6).of(&line)
    };
    let at = |value: &str| {
        let row = ("actuation", "", ["", value, ""], "cradle_to_grave", "AR6");
        resolve(&dataset(&without, &factors(&[row])))
    };
    let low = at("0.1");
    assert_eq!(ends(low.per_device.unwrap()), three("15.3"));
    assert_eq!(
        low.flags,
        [Flag::PropellantOnly, Flag::ReplacedByGas].into()
    );
    assert_eq!(ends(at("0.2").per_device.unwrap()), three("20"));
}

/// A product row of the layer is nearer than its class, and a value per device tells nothing of
/// loose capsules.
#[test]
fn what_is_asked_for_a_class_leaves_the_layers_own_products_and_capsules() {
    let row = |id: &str, kind: &str, subject: &str, value: &str, asked: &str| {
        format!(
            "{id},{kind},{subject},climate,device,,{value},,,kg CO2e,not_stated,,unknown,{asked},T1,table 2,read\n"
        )
    };
    let rows = [
        row("t-own", "product", "ventolin-aerosol-100", "33", ""),
        row("t-pmdi", "device", "pMDI", "31", "always"),
        row("t-dpi", "device", "DPI", "1", "always"),
    ];
    let dataset = layered(&[
        ("sources.csv", SOURCES),
        ("factors.csv", &format!("{FACTORS}{}", rows.concat())),
    ])
    .unwrap();
    assert_eq!(
        per_device(&dataset, GwpSet::Ar6, "ventolin-aerosol-100"),
        three("33")
    );
    assert_eq!(
        per_device(&dataset, GwpSet::Ar6, "salbutamol-aerosol-100"),
        three("31")
    );
    let capsules = "salbutamol-cyclohaler-200";
    let before = estimate(&DATASET, GwpSet::Ar6, capsules);
    let after = estimate(&dataset, GwpSet::Ar6, capsules);
    assert!(before.per_dose.is_some());
    assert_eq!(after.per_dose.is_some(), before.per_dose.is_some());
}

/// The gas of an unbranded group is inferred up to a day; after it the gas is not known.
#[test]
fn a_gas_holds_up_to_its_last_day() {
    let model = Model::new(&DATASET, GwpSet::Ar6);
    let day = |text| crate::day::Day::parse(text).unwrap();
    let unknown = |text| {
        let estimate = model
            .estimate_on("ipratropium-aerosol-20", day(text))
            .unwrap();
        estimate.flags.contains(&Flag::GasUnknown)
    };
    assert!(!unknown("2026-12-31"));
    assert!(unknown("2027-01-01"));
}

/// A mass or total with one decimal, from a range of tenths.
fn tenths(range: std::ops::Range<u32>) -> impl Strategy<Value = String> {
    range.prop_map(|n| format!("{}.{}", n / 10, n % 10))
}

fn three_of(range: std::ops::Range<u32>) -> impl Strategy<Value = [u32; 3]> {
    [range.clone(), range.clone(), range].prop_map(|mut three| {
        three.sort_unstable();
        three
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever a layer states of masses and totals, nothing lies below the gas unless marked.
    #[test]
    fn no_estimate_of_a_layer_lies_below_its_gas(
        mass in three_of(10..300),
        central in any::<bool>(),
        fill in proptest::option::of(tenths(10..300)),
        total in three_of(0..600),
        interval in any::<bool>(),
        unit in prop_oneof![Just(("device", "")), Just(("device", "60")), Just(("dose", ""))],
        boundary in prop_oneof![
            Just("cradle_to_grave"), Just("not_stated"), Just("mixed"), Just("propellant_only")
        ],
        basis in prop_oneof![Just("AR4"), Just("AR5"), Just("AR6"), Just("unknown")],
        other in three_of(0..600),
    ) {
        let text = |n: u32| format!("{}.{}", n / 10, n % 10);
        let grams = [text(mass[0]), if central { text(mass[1]) } else { String::new() }, text(mass[2])];
        let products = product(grams.each_ref().map(String::as_str));
        let ends_of = |three: [u32; 3]| match interval {
            true => three.map(text),
            false => [String::new(), text(three[1]), String::new()],
        };
        let (total, other) = (ends_of(total), ends_of(other));
        let mut rows = vec![
            (unit.0, unit.1, total.each_ref().map(String::as_str), boundary, basis),
            ("device", "", other.each_ref().map(String::as_str), "cradle_to_grave", "unknown"),
        ];
        if let Some(fill) = &fill {
            rows.push(("device", "100", ["", fill, ""], "propellant_only", "none"));
        }
        let dataset = dataset(&products, &factors(&rows));
        for set in GwpSet::ALL {
            let model = Model::new(&dataset, set);
            let product = dataset.product_by_id("test").unwrap();
            let gas = model.today().gas(product).unwrap();
            let found = model.estimate("test").unwrap();
            prop_assert!(holds(found.per_device.unwrap(), gas.per_device.unwrap()), "{set}");
            prop_assert!(holds(found.per_dose.unwrap(), gas.per_dose.unwrap()), "{set}");
        }
    }
}
