//! The embedded data against its sources: components rebuilt by a second computation, printed
//! tables reproduced with their inconsistencies, and known conflicts.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "tests on small known numbers"
)]

mod gas;

use super::{Basis, Flag, Magnitude, Model, OrderOfMagnitude};
use crate::dataset::Layer;
use crate::dataset::{
    Conflict, ConflictKind, Dataset, Factor, FormClass, GwpSet, Indicator, Inferred, Stage,
};
use crate::matching::Resolvers;
use crate::quantity::{Range, Unit};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| Dataset::embedded().unwrap());

fn decimal(text: &str) -> Decimal {
    crate::exact::parse(text).unwrap()
}

fn ends(range: Range) -> [String; 3] {
    [range.low(), range.central(), range.high()].map(|end| end.round(6).to_string())
}

/// A folder with these files over the embedded data.
fn layered(files: &[(&str, &str)]) -> crate::error::Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    DATASET.with_layer(&Layer::from_dir(folder.path()).unwrap())
}

/// Whole micrograms of CO2e from decimal text of kilograms, for a computation without the
/// crate's decimals: 28.262 kg is 28,262,000,000.
fn micrograms(text: &str) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    assert!(fraction.len() <= 9, "{text}");
    format!("{whole}{fraction:0<9}").parse().unwrap()
}

/// `rest = total - mass x old`, `total' = rest + mass x new`, in integers: every product whose
/// life cycle has a known set and whose gas is known, with total, potential and grams by hand.
#[test]
fn a_total_is_rebuilt_in_every_set() {
    let model = Model::new(&DATASET, GwpSet::Ar6);
    let known = [
        ("atrovent-aerosol-20", "14.59", 1300, "11"),
        ("berodual-aerosol-50-20", "16.48", 1300, "12.4"),
        ("flixotide-aerosol-125", "19.146", 1430, "12"),
        ("flixotide-aerosol-250", "19.277", 1430, "12"),
        ("flixotide-aerosol-50", "16.957", 1430, "10.6"),
        ("foster-aerosol-100-6-120do", "11.3304", 1300, "8.06"),
        ("foster-aerosol-100-6-180do", "16.9956", 1300, "12.09"),
        ("seretide-aerosol-25-125", "19.354", 1430, "12"),
        ("seretide-aerosol-25-250", "19.485", 1430, "12"),
        ("seretide-aerosol-25-50", "19.275", 1430, "12"),
        ("serevent-aerosol-25", "19.223", 1430, "12"),
        ("ventolin-aerosol-100", "28.262", 1430, "18"),
        (
            "ventolin-inhalator-babyhaler-aerosol-100",
            "28.262",
            1430,
            "18",
        ),
    ];
    let split: Vec<_> = DATASET
        .products()
        .iter()
        .filter(|one| model.components(one).is_some_and(|all| all.rest.is_some()))
        .map(|product| product.id.as_str())
        .collect();
    assert_eq!(split, known.map(|(id, ..)| id));
    for (id, total, old, grams) in known {
        let product = DATASET.product_by_id(id).unwrap();
        let parts = model.components(product).unwrap();
        // Micrograms of gas times its potential, over a thousand.
        let gas = |potential: i128| micrograms(grams) * potential / 1000;
        let rest = micrograms(total) - gas(old);
        let central = |range: Range| micrograms(&range.central().round(9).to_string());
        assert_eq!(central(parts.rest.as_ref().unwrap().climate), rest, "{id}");
        for (set, potential) in [
            (GwpSet::Ar4, 1430),
            (GwpSet::Ar5, 1300),
            (GwpSet::Ar6, 1530),
        ] {
            let rebuilt = parts.total(&DATASET, set.as_str()).unwrap();
            assert_eq!(central(rebuilt), rest + gas(potential), "{id} {set}");
            // The same as the model gives for the whole product.
            let whole = Model::new(&DATASET, set).estimate(id).unwrap();
            let whole = whole.per_device.unwrap().central();
            assert_eq!(whole, rebuilt.central(), "{id} {set}");
        }
        // With HFC-152a (164) a tenth.
        let swapped = parts.with_gas(&DATASET, "HFC-152a", "AR6").unwrap();
        assert_eq!(central(swapped), rest + gas(164), "{id}");
    }
}

/// A layer with masses and totals of known set is split, whatever the gas.
#[test]
fn a_layer_with_a_label_mass_is_split() {
    let dataset = layered(&[
        (
            "sources.csv",
            "source_id,kind,title\nT1,life_cycle_study,A study\nT2,leaflet,A label\n",
        ),
        (
            "factors.csv",
            "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n\
             t1-flutiform,product,flutiform-aerosol-125-5,climate,device,38,37,40,kg CO2e,cradle_to_grave,AR4,T1,table,read\n\
             t2-flutiform,product,flutiform-aerosol-125-5,propellant_mass,device,11,,,g,propellant_only,none,T2,label,read\n",
        ),
    ])
    .unwrap();
    let model = Model::new(&dataset, GwpSet::Ar6);
    let product = dataset.product_by_id("flutiform-aerosol-125-5").unwrap();
    let parts = model.components(product).unwrap();
    // 11 g x 3220 = 35.42 kg: rest 37 - 35.42 = 1.58, 2.58, 4.58. AR6: 11 x 3.6 = 39.6 more.
    assert_eq!(
        ends(parts.rest.clone().unwrap().climate),
        ["1.58", "2.58", "4.58"]
    );
    assert_eq!(
        ends(parts.total(&dataset, "AR6").unwrap()),
        ["41.18", "42.18", "44.18"]
    );
    // HFO-1234ze(E): 11 g x 1.37 = 0.01507 kg; AR4 has no value for it.
    assert_eq!(
        ends(parts.with_gas(&dataset, "HFO-1234ze(E)", "AR6").unwrap()),
        ["1.59507", "2.59507", "4.59507"]
    );
    assert_eq!(parts.with_gas(&dataset, "HFO-1234ze(E)", "AR4"), None);
    let whole = model.estimate("flutiform-aerosol-125-5").unwrap();
    assert_eq!(ends(whole.per_device.unwrap()), ["41.18", "42.18", "44.18"]);
}

/// Foster, per actuation: 3.18 + 3.60 + 87.64 = 94.42 g and 4.41 + 2.18 + 1.04 = 7.63 g; of the
/// stage after the factory 0.33 + 66.27 + 21.04 = 87.64 and 0.33 + 0.71 = 1.04.
#[test]
fn the_stages_of_the_foster_study_are_its_totals() {
    for (id, printed, after) in [
        ("s04-foster-aerosol", "0.09442", "0.08764"),
        ("s04-foster-nexthaler", "0.00763", "0.00104"),
    ] {
        let factor = DATASET.factor_by_id(id).unwrap();
        let sum = |part_of: Option<Stage>| -> Decimal {
            DATASET
                .stages(&factor.id)
                .filter(|one| one.part_of == part_of)
                .map(|one| one.value)
                .sum()
        };
        assert_eq!(sum(None), decimal(printed), "{id}");
        assert_eq!(factor.central, Some(decimal(printed).normalize()), "{id}");
        assert_eq!(sum(Some(Stage::Downstream)), decimal(after), "{id}");
    }
    // Leaks of gas and energy are printed of the factory of the aerosol; 0.17 g of it is not.
    let aerosol = DATASET.factor_by_id("s04-foster-aerosol").unwrap();
    let core = |stage| {
        let stage = DATASET.stages(&aerosol.id).find(|one| one.stage == stage);
        stage.unwrap().value
    };
    let [core, leaks, energy] = [Stage::Core, Stage::PropellantLeaks, Stage::Energy].map(core);
    assert_eq!(core - leaks - energy, decimal("0.00017"));
}

/// Wilkinson 2019, table 2: mass x GWP of the row is its printed total, to the printed digits.
/// What does not fit is listed, and each is a known conflict.
#[test]
fn the_table_of_wilkinson_is_mass_times_potential() {
    // total, mass, per actuation, doses, GWP as printed, decimals of the total
    let rows = [
        (
            "s03-saba-small",
            "s03-mass-saba-small",
            "s03-act-saba-small",
            200,
            1300,
            2,
        ),
        (
            "s03-saba-large",
            "s03-mass-saba-large",
            "s03-act-saba-large",
            200,
            1300,
            2,
        ),
        ("s03-sama", "s03-mass-sama", "s03-act-sama", 200, 1300, 1),
        ("s03-laba", "s03-mass-laba", "s03-act-laba", 120, 1300, 1),
        ("s03-ics", "s03-mass-ics", "s03-act-ics", 200, 1300, 1),
        (
            "s03-ics-laba",
            "s03-mass-ics-laba",
            "s03-act-ics-laba",
            120,
            1300,
            1,
        ),
        (
            "s03-ics-laba-227ea",
            "s03-mass-ics-laba-227ea",
            "s03-act-ics-laba-227ea",
            120,
            3320,
            1,
        ),
    ];
    let mut misfits = Vec::new();
    for (total, mass, actuation, doses, gwp, decimals) in rows {
        let [total, mass, actuation] =
            [total, mass, actuation].map(|id| DATASET.factor_by_id(id).unwrap());
        assert_eq!(mass.indicator, Indicator::PropellantMass);
        let end = |of: &Factor, high: bool| {
            let end = if high { of.high } else { of.low };
            end.or(of.central).unwrap()
        };
        for high in [false, true] {
            // grams x GWP / 1000 kg; printed total in kg, printed actuation in g held as kg
            let gas = end(mass, high) * Decimal::from(gwp) / Decimal::from(1000);
            // Halves are printed up or down; both round to the print or neither does.
            let fits = |value: Decimal, printed: Decimal, places: u32| {
                let half = Decimal::new(5, places + 1);
                (value - printed).abs() <= half
            };
            if !fits(gas, end(total, high), decimals) {
                misfits.push(format!(
                    "{} {}",
                    total.id,
                    if high { "high" } else { "low" }
                ));
            }
            let puff = gas / Decimal::from(doses);
            let places = if end(actuation, high).normalize().scale() > 3 {
                4
            } else {
                3
            };
            if !fits(puff, end(actuation, high), places) {
                misfits.push(format!(
                    "{} {}",
                    actuation.id,
                    if high { "high" } else { "low" }
                ));
            }
        }
    }
    assert_eq!(
        misfits,
        [
            // 17.32 g x 1300 / 200 = 112.58, printed 112
            "s03-act-saba-large low",
            // 19.8 g x 1300 = 25.74, printed 28.00: a certified life cycle
            "s03-saba-large high",
            // 12 g x 1300 = 15.6, printed 19.0: a certified life cycle
            "s03-laba high",
            // 11.32 g x 1300 / 200 = 73.58, printed 73.5 = 14.7 kg / 200
            "s03-act-ics low",
            // 11 g x 3320 / 120 = 304.3, printed 295 = 11 x 3220 / 120
            "s03-act-ics-laba-227ea low",
            "s03-act-ics-laba-227ea high",
        ]
    );
    for misfit in misfits {
        let id = misfit.split(' ').next().unwrap();
        let factor = DATASET.factor_by_id(id).unwrap();
        let printed = DATASET
            .conflicts_of(&factor.id)
            .any(|one| one.kind == ConflictKind::Printed);
        assert!(printed, "{id} is no known conflict");
    }
}

/// The seven copied values that read as a mass times 1430, and the masses taken from them.
#[test]
fn seven_copied_values_are_a_mass_times_1430() {
    let masses: Vec<_> = DATASET
        .factors()
        .iter()
        .filter(|one| one.id.as_str().starts_with("p18-mass-"))
        .filter(|one| one.id.as_str() != "p18-mass-seretide-250") // the can of 25/125
        .collect();
    assert_eq!(masses.len(), 7);
    for mass in masses {
        let id = mass.id.as_str().replace("mass-", "");
        let value = DATASET.factor_by_id(&id).unwrap();
        let weight = mass.central.unwrap() * decimal("1.430");
        let printed = value.central.unwrap();
        assert_eq!(
            weight.round_dp_with_strategy(
                printed.scale(),
                rust_decimal::RoundingStrategy::MidpointAwayFromZero
            ),
            printed,
            "{id}"
        );
        let inferred = [Inferred::Boundary, Inferred::GwpSet].into();
        assert_eq!(value.inferred, inferred, "{id}");
        assert_eq!(value.boundary.as_str(), "propellant_only", "{id}");
        assert_eq!(value.gwp.as_str(), "AR4", "{id}");
    }
}

/// The conflicts that the sources are known to have stand in the data with all their values.
#[test]
fn known_conflicts_are_carried() {
    let of =
        |id: &str| -> &Conflict { DATASET.conflicts().iter().find(|one| one.id == id).unwrap() };
    let sources = |id: &str| {
        let factors = of(id).factors.iter();
        let found: BTreeSet<_> = factors
            .map(|id| DATASET.factor_by_id(id.as_str()).unwrap())
            .map(|factor| factor.provenance.source.as_str())
            .collect();
        found
    };
    assert!(sources("foster-aerosol").is_superset(&["S03", "S04", "P18"].into()));
    assert!(sources("ventolin-aerosol").is_superset(&["S01", "S03", "P18"].into()));
    assert_eq!(sources("seretide-diskus"), ["S01", "S07"].into());
    assert_eq!(sources("salamol"), ["S03", "S08", "S09"].into());
    assert_eq!(of("novolizer").kind, ConflictKind::Outlier);
    let gwp = of("wilkinson-227ea").gwp.clone().unwrap();
    assert_eq!(gwp, ("HFC-227ea".to_owned(), "W2019".to_owned()));
    assert_eq!(
        DATASET.gwp100(&gwp.0, &gwp.1).unwrap().value,
        decimal("3320")
    );
    for set in ["SAR", "TAR", "AR4", "AR5", "AR5_ccf", "AR6"] {
        let value = DATASET.gwp100("HFC-227ea", set).unwrap().value;
        assert_ne!(value, decimal("3320"), "{set}");
    }
    for conflict in DATASET.conflicts() {
        assert!(!conflict.dutch.is_empty() && !conflict.english.is_empty());
    }
}

/// A product of which only the mass of the gas is known takes that, and no life cycle of others.
#[test]
fn gas_alone_is_a_value() {
    let model = Model::new(&DATASET, GwpSet::Ar6);
    // Bevespi: 10.60 g x 1.530.
    let bevespi = model.estimate("bevespi-aerosphere-aerosol").unwrap();
    assert_eq!(bevespi.basis, Basis::Product);
    assert_eq!(
        ends(bevespi.per_device.unwrap()),
        ["16.218"; 3].map(str::to_owned)
    );
    let flags = [
        Flag::PropellantOnly,
        Flag::Secondary,
        Flag::BoundaryInferred,
    ];
    assert_eq!(bevespi.flags, flags.into());
    // Qvar: 13.1 g (10.8 to 13.4) x 1.530.
    let qvar = model.estimate("qvar-autohaler-50").unwrap();
    assert_eq!(
        ends(qvar.per_device.unwrap()),
        ["16.524", "20.043", "20.502"]
    );
    assert_eq!(qvar.basis, Basis::Product);
    assert_eq!(qvar.flags, [Flag::PropellantOnly].into());
}

/// Of one value that two products share the product with the first id gave the central value,
/// and what was to know about the other was lost.
#[test]
fn a_shared_value_is_central_as_it_was_restated() {
    let products = |grams: [&str; 2]| {
        let row = |id: &str, grams: &str| {
            format!("{id},V03AN01,test gas,aerosol,pMDI,100,HFC-134a,{grams},NL,T1,p. 1,read\n")
        };
        format!(
            "product_id,atc,substance,form,device,doses_per_pack,propellant,propellant_g,market,source_id,locator,evidence\n{}{}{}",
            row("test-a", grams[0]),
            row("test-b", grams[1]),
            row("test-c", "")
        )
    };
    let factors = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence\n\
         t,product,test-a|test-b,climate,device,20,,,kg CO2e,cradle_to_grave,HFC-134a,AR5,T1,p. 1,read\n";
    for grams in [["", "10"], ["10", ""]] {
        let dataset = layered(&[
            ("sources.csv", "source_id,kind,title\nT1,study,A study\n"),
            ("products.csv", &products(grams)),
            ("factors.csv", factors),
        ])
        .unwrap();
        let model = Model::new(&dataset, GwpSet::Ar6);
        let stand_in = model.estimate("test-c").unwrap();
        assert_eq!(stand_in.basis, Basis::Equivalent);
        // 20 - 10 x 1.300 + 10 x 1.530, and 20 as it was published.
        assert_eq!(ends(stand_in.per_device.unwrap()), ["20", "22.3", "22.3"]);
        assert_eq!(ends(stand_in.per_dose.unwrap()), ["0.2", "0.223", "0.223"]);
        assert_eq!(
            stand_in.flags,
            [Flag::EndsAsPublished, Flag::OneStandsIn].into(),
            "{grams:?}"
        );
    }
}

/// A line that can be two products of different gases: with values of both the range spans
/// them; where the one has none for its dose, its gas is in no value.
#[test]
fn a_line_of_two_gases_of_which_one_has_no_value_is_open() {
    let (model, resolvers) = (
        Model::new(&DATASET, GwpSet::Ar6),
        Resolvers::new(&DATASET, None),
    );
    let open = |ids: [&str; 2]| {
        let [mut line, other] = ids.map(|id| resolvers.on(None).product(id).unwrap());
        line.candidates.extend(other.candidates);
        line.candidates.sort_unstable();
        let estimate = model.of_units(&line, &[Unit::Dose]);
        estimate.flags.contains(&Flag::OtherGasPossible)
    };
    // HFC-134a with a value by the dose, and HFC-227ea without and with one.
    let foster = "foster-aerosol-100-6-120do";
    assert!(open([foster, "symbicort-aerosol-100-3"]));
    assert!(!open([foster, "flutiform-aerosol-125-5"]));
    assert!(!open([foster, "trimbow-aerosol-87-5-9-120do"]));
}

/// The spans of `forms.csv`, from the rows marked `order`.
#[test]
fn orders_span_the_accepted_values() {
    let order = |form| match OrderOfMagnitude::of(&DATASET, form) {
        Magnitude::Order(order) => Some((
            order.low().round(6).to_string(),
            order.high().round(6).to_string(),
            order
                .facts()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
        )),
        Magnitude::NotPublished => None,
    };
    let expected = |low: &str, high: &str, facts: &[&str]| {
        let facts = facts.iter().map(|id| (*id).to_owned()).collect();
        Some((low.to_owned(), high.to_owned(), facts))
    };
    // N01 3 g, S12 3.6 g and two antibiotics in a class of 100 to 1000 g (N03); S11 leaves out the
    // substance, S14 is per box, S16 is no mean of tablets, S17 is CO2 of one unnamed tablet.
    assert_eq!(
        order(FormClass::OralSolid),
        expected(
            "0.003",
            "1",
            &[
                "n01-paracetamol-oral",
                "n03-amoxicillin-500-high",
                "n03-clarithromycin-500-high",
                "s12-paracetamol-oral"
            ]
        )
    );
    // S13 189 to 280 g, N01 193 g, S12 614 g.
    assert_eq!(
        order(FormClass::Infusion),
        expected(
            "0.189",
            "0.614",
            &[
                "n01-paracetamol-iv-glass",
                "s12-paracetamol-iv",
                "s13-morphine-iv"
            ]
        )
    );
    // S22: one value.
    assert_eq!(
        order(FormClass::InsulinPen),
        expected("0.25", "0.25", &["s22-insulin-pen"])
    );
    for form in [
        FormClass::OralLiquid,
        FormClass::Effervescent,
        FormClass::Injection,
        FormClass::InjectionPen,
        FormClass::Cartridge,
        FormClass::Dermal,
        FormClass::Eye,
        FormClass::Unknown,
    ] {
        assert_eq!(order(form), None, "{form:?}");
    }
}

/// There is no central value, and no way to add it to the range of an inhaled medicine.
#[test]
fn an_order_of_magnitude_is_multiplied_by_its_ends() {
    let Magnitude::Order(tablet) = OrderOfMagnitude::of(&DATASET, FormClass::OralSolid) else {
        unreachable!("no order of a tablet");
    };
    let month = tablet.times(30).unwrap(); // kg CO2e
    let ends = [month.low(), month.high()].map(|end| end.round(3).to_string());
    assert_eq!(ends, ["0.09", "30"]); // 30 x 3 g and 30 x 1000 g
}

#[test]
fn a_total_is_told_with_another_gas() {
    let model = Model::new(&DATASET, GwpSet::Ar6);
    let atrovent = DATASET.product_by_id("atrovent-aerosol-20").unwrap();
    let estimate = model.estimate("atrovent-aerosol-20").unwrap();
    assert_eq!(estimate.basis, Basis::Product);
    let central = estimate.per_device.unwrap().central().round(6);
    assert_eq!(central.to_string(), "17.12"); // 14.59 - 11 x 1.300 + 11 x 1.530
    let parts = model.components(atrovent).unwrap();
    let kilograms = |range: Range| range.central().round(3).to_string();
    // 14.59 kg under AR5 with 11 g of HFC-134a: 14.59 - 11 x 1.300
    assert_eq!(kilograms(parts.rest.as_ref().unwrap().climate), "0.29");
    let totals = ["AR4", "AR5", "AR6"].map(|set| kilograms(parts.total(&DATASET, set).unwrap()));
    assert_eq!(totals, ["16.02", "14.59", "17.12"]); // 11 x 1.430, 1.300 and 1.530, + 0.29
    // the same mass of HFC-152a: 11 x 0.164 + 0.29
    let other = parts.with_gas(&DATASET, "HFC-152a", "AR6").unwrap();
    assert_eq!(kilograms(other), "2.094");
}

/// The gas of the own pack was put in a value for another pack, and scaled once more.
#[test]
fn gas_of_one_pack_was_put_in_the_value_of_another() {
    let dataset = layered(&[
        (
        "sources.csv",
        "source_id,kind,title,year\nL1,study,A study,2026\n",
        ),
        (
        "products.csv",
        "product_id,atc,substance,brand,form,device,strength,doses_per_pack,propellant,market,source_id,locator,evidence\n\
         l1-aerosol,R03AC02,salbutamol,Proef,aerosol,pMDI,100 ug,200,HFC-134a,NL,L1,1,read\n",
        ),
        (
        "factors.csv",
        "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence\n\
         l1-cycle,product,l1-aerosol,climate,device,120,26,,,kg CO2e,cradle_to_grave,HFC-134a,AR5,L1,1,read\n\
         l1-mass,product,l1-aerosol,propellant_mass,device,200,18,,,g,propellant_only,HFC-134a,none,L1,2,read\n",
        ),
    ])
    .unwrap();
    let model = Model::new(&dataset, GwpSet::Ar6);
    // 120 doses hold 10.8 g: 26 - 10.8 x 1.300 + 10.8 x 1.530 = 28.484; x 200/120 = 47.473333
    let estimate = model.estimate("l1-aerosol").unwrap();
    let central = estimate.per_device.unwrap().central();
    assert_eq!(central.round(6).to_string(), "47.473333");
    // A value for another pack has no rest for this one.
    let product = dataset.product_by_id("l1-aerosol").unwrap();
    assert_eq!(model.components(product).unwrap().rest, None);
    // The gas of Trimbow for 120 doses, 10.37 g, in the pack of 180: 15.555 x 1.530 = 23.79915
    let trimbow = model.estimate("trimbow-aerosol-87-5-9-180do").unwrap();
    let central = trimbow.per_device.unwrap().central();
    assert_eq!(central.round(6).to_string(), "23.79915");
}
