//! Findings that hold what rows say against each other: the mistakes that a study makes.

use crate::layers::{SOURCES, found};
use groenrecept::Language;
use groenrecept::dataset::{Checked, Layer};

const FACTORS: &str = "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence\n";
const PRODUCTS: &str = "product_id,atc,substance,form,device,doses_per_pack,propellant,propellant_g_low,propellant_g,propellant_g_high,source_id,locator,evidence\n";
const GWP: &str = "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\n";
const SEEN: &str = ",T01,p. 1,read\n";

/// Rows, each with what every fact has.
fn rows(header: &str, rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| format!("{row}{SEEN}"));
    header.to_owned() + &rows.collect::<String>()
}

/// The findings in Dutch on a layer of these files and a source.
fn of(files: &[(&str, String)]) -> Vec<String> {
    let mut all: Vec<(&str, &[u8])> = vec![("sources.csv", SOURCES.as_bytes())];
    all.extend(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    found(&all, false)
}

/// The findings by place and code, without their sentences.
fn codes(files: &[(&str, String)]) -> Vec<String> {
    let found = of(files).into_iter();
    found
        .map(|line| line.split("]: ").next().unwrap().to_owned() + "]")
        .collect()
}

const AEROSOL: &str = "eigen,R03AC02,salbutamol,aerosol,pMDI,200,HFC-134a,,,";

/// Mistakes that a study made, each with the place and kind of its finding.
#[test]
fn each_mistake_of_a_study_has_its_finding() {
    let product = |row: &str| [("products.csv", rows(PRODUCTS, &[row]))];
    let factor = |row: &str| [("factors.csv", rows(FACTORS, &[row]))];
    let own = |value: &str, unit: &str, per: &str| {
        factor(&format!(
            "f,device,pMDI,climate,{per},,{value},,,{unit},not_stated,,unknown"
        ))
    };
    let code = "system,code,product_id\nprk,1,nope\n".to_owned();
    let cases = [
        (
            product("x,R03AC02,salbutamol,powder,DPI,,HFC-134a,,,").to_vec(),
            "products.csv:2:propellant: fout[propellant-misfit]",
        ),
        (
            product("x,R03AC02,salbutamol,aerosol,pMDI,,none,,,").to_vec(),
            "products.csv:2:propellant: fout[propellant-misfit]",
        ),
        (
            product("x,R03AC02,salbutamol,powder,pMDI,,unknown,,,").to_vec(),
            "products.csv:2:form: fout[form-misfit]",
        ),
        (
            product("x,R03AC02,salbutamol,aerosol,MDI,,unknown,,,").to_vec(),
            "products.csv:2:device: fout[unknown-word]",
        ),
        (
            product("x,R03AC,salbutamol,aerosol,pMDI,,unknown,,,").to_vec(),
            "products.csv:2:atc: fout[unknown-code]",
        ),
        (
            product("x,R03AC02,salbutamol,aerosol,pMDI,,HFA134a,,,").to_vec(),
            "products.csv:2:propellant: fout[gwp-missing]",
        ),
        (
            own("20000", "kg CO2e", "device").to_vec(),
            "factors.csv:2:value: waarschuwing[wrong-scale]",
        ),
        (
            own("0.02", "kg CO2e", "device").to_vec(),
            "factors.csv:2:value: waarschuwing[wrong-scale]",
        ),
        (
            own("0.02", "t CO2e", "device").to_vec(),
            "factors.csv:2:unit: fout[unknown-word]",
        ),
        (
            own("20", "kg CO2e", "inhaler").to_vec(),
            "factors.csv:2:functional_unit: fout[unknown-word]",
        ),
        (
            own("-20", "kg CO2e", "device").to_vec(),
            "factors.csv:2:value: fout[bad-number]",
        ),
        (
            own("\"20,5\"", "kg CO2e", "device").to_vec(),
            "factors.csv:2:value: fout[bad-number]",
        ),
        (
            factor(
                "s01-ventolin-aerosol,device,pMDI,climate,device,,20,,,kg CO2e,not_stated,,unknown",
            )
            .to_vec(),
            "factors.csv:2:factor_id: waarschuwing[other-subject]",
        ),
        (
            vec![("codes.csv", code)],
            "codes.csv:2:product_id: fout[dangling-reference]",
        ),
    ];
    for (files, finding) in cases {
        let found = codes(&files);
        let unused = "sources.csv:2:source_id: waarschuwing[unused-source]";
        let found: Vec<&String> = found.iter().filter(|one| *one != unused).collect();
        assert_eq!(found, [finding], "{files:?}");
    }
}

/// A layer of which every value is in grams would hide each slip behind the others.
#[test]
fn a_slip_of_a_whole_layer_does_not_hide_in_it() {
    let products = rows(
        PRODUCTS,
        &[
            "eigen,R03AC02,salbutamol,aerosol,pMDI,200,unknown,,,",
            "eigen-2,R03AC13,formoterol,aerosol,pMDI,100,unknown,,,",
        ],
    );
    let value = |id: &str, product: &str, value: &str| {
        format!("{id},product,{product},climate,device,,{value},,,kg CO2e,not_stated,,unknown")
    };
    let factors = |values: [&str; 3]| {
        let [a, b, c] = values;
        let all = [
            value("a", "eigen", a),
            value("b", "eigen", b),
            value("c", "eigen-2", c),
        ];
        rows(FACTORS, &all.each_ref().map(String::as_str))
    };
    let files = |values| {
        [
            ("products.csv", products.clone()),
            ("factors.csv", factors(values)),
        ]
    };
    let slips =
        [2, 3, 4].map(|line| format!("factors.csv:{line}:value: waarschuwing[wrong-scale]"));
    assert_eq!(codes(&files(["20000", "19000", "12000"])), slips);
    assert_eq!(codes(&files(["20", "19", "12"])), [""; 0]);
}

/// What is light because its gas is light is no slip: it is held against its own gas.
#[test]
fn a_light_gas_is_held_against_its_own_kind() {
    let product = |gas: &str| {
        rows(
            PRODUCTS,
            &[&format!(
                "eigen,R03AC02,salbutamol,aerosol,pMDI,200,{gas},,,"
            )],
        )
    };
    let factors = |value: &str| {
        rows(
            FACTORS,
            &[&format!(
                "a,product,eigen,climate,device,200,{value},,,kg CO2e,not_stated,,unknown"
            )],
        )
    };
    let files = |gas, value| {
        [
            ("products.csv", product(gas)),
            ("factors.csv", factors(value)),
        ]
    };
    assert_eq!(codes(&files("HFC-152a", "2")), [""; 0]);
    let far = ["factors.csv:2:value: waarschuwing[far-from-class]"];
    assert_eq!(codes(&files("HFC-134a", "2")), far);
    assert_eq!(codes(&files("unknown", "2")), far);
    // No inhaler is heavier than all others, whatever its gas.
    let slip = ["factors.csv:2:value: waarschuwing[wrong-scale]"];
    assert_eq!(codes(&files("HFC-152a", "2000")), slip);
}

/// 60 g on a label is three times the largest can.
#[test]
fn a_mass_is_held_against_masses() {
    let products = |grams: &str| {
        rows(
            PRODUCTS,
            &[&format!(
                "eigen,R03BA08,ciclesonide,aerosol,pMDI,,HFC-134a,,{grams},"
            )],
        )
    };
    assert_eq!(
        of(&[("products.csv", products("60"))]),
        [
            "products.csv:2:propellant_g: waarschuwing[far-from-class]: 60 g per device ligt ver buiten de andere waarden van pMDI: 6.68 (s03-mass-saba-small) tot 20 (s03-mass-ics) g, uit 23 rijen"
        ]
    );
    assert_eq!(
        codes(&[("products.csv", products("9000"))]),
        ["products.csv:2:propellant_g: waarschuwing[wrong-scale]"]
    );
    assert_eq!(codes(&[("products.csv", products("20"))]), [""; 0]);
}

/// In the set of results a value without a set may lie below its gas; in its own it may not.
#[test]
fn a_life_cycle_without_a_set_below_its_gas_is_for_information() {
    let files = |set: &str, value: &str| {
        let life =
            format!("a,product,eigen,climate,device,200,{value},,,kg CO2e,cradle_to_grave,,{set}");
        [
            (
                "products.csv",
                rows(
                    PRODUCTS,
                    &["eigen,R03AC02,salbutamol,aerosol,pMDI,200,HFC-134a,,18,"],
                ),
            ),
            ("factors.csv", rows(FACTORS, &[&life])),
        ]
    };
    assert_eq!(
        of(&files("unknown", "26")),
        [
            "factors.csv:2:value: ter informatie[below-its-gas]: 26 kg CO2e (a) ligt onder het eigen drijfgas: 18 g (eigen) x 1530 (HFC-134a, AR6) = 27.54 kg CO2e"
        ]
    );
    assert_eq!(
        codes(&files("AR6", "26")),
        ["factors.csv:2:value: waarschuwing[below-its-gas]"]
    );
    assert_eq!(codes(&files("AR4", "26")), [""; 0]);
    // Two percent is rounding.
    assert_eq!(codes(&files("AR6", "27")), [""; 0]);
}

/// A mass in a layer that makes an embedded life cycle impossible stands in the layer.
#[test]
fn a_mass_of_a_layer_against_a_life_cycle_below_it_is_found_in_the_layer() {
    let factors = rows(
        FACTORS,
        &[
            "mass,product,berodual-aerosol-50-20,propellant_mass,device,200,15,,,g,propellant_only,HFC-134a,none",
        ],
    );
    assert_eq!(
        of(&[("factors.csv", factors)])[..1],
        [
            "factors.csv:2:value: waarschuwing[below-its-gas]: 16.48 kg CO2e (s05-berodual-aerosol) ligt onder het eigen drijfgas: 15 g (mass) x 1300 (HFC-134a, AR5) = 19.5 kg CO2e"
        ]
    );
}

/// Per actuation and per device the sum is the same one, over the doses.
#[test]
fn mass_times_gwp_runs_over_doses() {
    let files = |unit: &str, value: &str, mass: &str| {
        let gas = format!("a,product,eigen,climate,{unit},,{value},,,kg CO2e,propellant_only,,AR4");
        let mass =
            format!("b,product,eigen,propellant_mass,{mass},g,propellant_only,HFC-134a,none");
        [
            ("products.csv", rows(PRODUCTS, &[AEROSOL])),
            ("factors.csv", rows(FACTORS, &[&gas, &mass])),
        ]
    };
    let metered = "actuation,,0.05,,";
    assert_eq!(codes(&files("device", "14.3", metered)), [""; 0]);
    assert_eq!(
        of(&files("device", "13", metered)),
        [
            "factors.csv:2:value: waarschuwing[mass-times-gwp]: 0.05 g (b) x 1430 (HFC-134a, AR4) x 200 = 14.3 kg CO2e, en a zegt 13 kg CO2e voor het drijfgas alleen"
        ]
    );
    let fill = "device,200,10,,";
    assert_eq!(codes(&files("actuation", "0.0715", fill)), [""; 0]);
    assert_eq!(
        codes(&files("actuation", "0.08", fill)),
        ["factors.csv:2:value: waarschuwing[mass-times-gwp]"]
    );
}

/// A gas over twenty years only, or in a set that no result is stated in, gives no value.
#[test]
fn a_gas_needs_a_potential_over_a_hundred_years() {
    let files = |gwp: &str| {
        [
            ("gwp.csv", rows(GWP, &[gwp])),
            (
                "products.csv",
                rows(
                    PRODUCTS,
                    &["eigen,R03AC02,salbutamol,aerosol,pMDI,200,HFC-1,,,"],
                ),
            ),
        ]
    };
    assert_eq!(
        of(&files("HFC-1,AR6,20,4000")),
        [
            "products.csv:2:propellant: fout[gwp-missing]: gwp.csv heeft geen GWP100 van HFC-1 in AR4, AR5, AR6"
        ]
    );
    assert_eq!(
        of(&files("HFC-1,AR5,100,1000")),
        [
            "products.csv:2:propellant: waarschuwing[gwp-missing]: gwp.csv heeft geen GWP100 van HFC-1 in AR4, AR6"
        ]
    );
    assert_eq!(of(&files("HFC-1,AR6,100,1000")), [""; 0]);
    let factor = "a,device,pMDI,climate,device,,20,,,kg CO2e,not_stated,HFC-1,AR6";
    assert_eq!(
        of(&[
            ("gwp.csv", rows(GWP, &["HFC-1,AR6,20,4000"])),
            ("factors.csv", rows(FACTORS, &[factor])),
        ]),
        [
            "factors.csv:2:gwp_set: fout[gwp-missing]: gwp.csv heeft geen GWP100 van HFC-1 in de set 'AR6'"
        ]
    );
}

/// A factor that becomes context is taken back on purpose; one about other products is lost.
#[test]
fn a_factor_may_be_taken_back_and_not_be_taken_over() {
    let with = |subject: &str| {
        let factor = format!(
            "p18-pulmicort-turbuhaler,{subject},climate,device,,1.4,,,kg CO2e,not_stated,,unknown"
        );
        codes(&[("factors.csv", rows(FACTORS, &[&factor]))])
    };
    let replaced = ["factors.csv:2:factor_id: ter informatie[replaced-factor]"];
    assert_eq!(with("context,Pulmicort"), replaced);
    assert_eq!(with("product,pulmicort-turbuhaler-200"), replaced);
    assert_eq!(
        with("product,onbrez-breezhaler"),
        ["factors.csv:2:factor_id: waarschuwing[other-subject]"]
    );
}

/// The nearest of the known words comes with the known words.
#[test]
fn a_word_that_is_nearly_known_finds_it() {
    let product = |atc: &str, device: &str, gas: &str| {
        let row = format!("eigen,{atc},salbutamol,aerosol,{device},200,{gas},,,");
        let own = Layer::named("own")
            .csv("sources.csv", SOURCES)
            .csv("products.csv", &rows(PRODUCTS, &[&row]));
        let found = Checked::layer(own, false).findings;
        let each = found.iter();
        let texts = [Language::Dutch, Language::English].map(|language| {
            each.clone()
                .map(|one| one.message.text(language).to_owned())
                .collect::<Vec<_>>()
        });
        texts.concat()
    };
    assert_eq!(
        product("R03AC02", "pMDI", "HFA134a"),
        [
            "gwp.csv heeft het gas 'HFA134a' niet; bedoeld kan zijn: HFC-134a; het heeft HFC-134a, HFC-152a, HFC-227ea, HFO-1234ze(E)",
            "gwp.csv does not have the gas 'HFA134a'; it may mean: HFC-134a; it has HFC-134a, HFC-152a, HFC-227ea, HFO-1234ze(E)",
        ]
    );
    assert_eq!(
        product("R03AC02", "MDI", "unknown"),
        [
            "'MDI' is niet een van: pMDI, BAI, DPI, SMI, nebuliser; bedoeld kan zijn: pMDI",
            "'MDI' is not one of: pMDI, BAI, DPI, SMI, nebuliser; it may mean: pMDI",
        ]
    );
    assert_eq!(
        product("R03AC", "pMDI", "unknown"),
        [
            "'R03AC' is geen ATC-code van zeven posities maar een groep: noem de stof",
            "'R03AC' is not an ATC code of seven positions but a group: name the substance",
        ]
    );
    assert_eq!(
        product("SABA", "pMDI", "unknown"),
        [
            "'SABA' is geen ATC-code van zeven posities",
            "'SABA' is not an ATC code of seven positions",
        ]
    );
}

#[test]
fn a_file_with_semicolons_says_what_to_do() {
    let products = rows(PRODUCTS, &[AEROSOL]).replace(',', ";");
    assert_eq!(
        of(&[("products.csv", products)]),
        [
            "products.csv:1: fout[unreadable-file]: de kolommen moeten met een komma zijn gescheiden en zijn het met ';'; vervang elke ';' door een komma, of sla het bestand op als CSV met komma's"
        ]
    );
}

/// Two values that a layer asks for meet where they are about the same products.
#[test]
fn two_values_that_are_asked_for_do_not_meet() {
    let header = FACTORS.replace("gwp_set,", "gwp_set,use,");
    let table = |rows_of: &[&str]| [("factors.csv", rows(&header, rows_of))];
    let row = |id: &str, subject: &str, asked: &str| {
        format!("{id},{subject},climate,device,,0.8,,,kg CO2e,not_stated,,unknown,{asked}")
    };
    let both = |one: &str, other: &str, asked: [&str; 2]| {
        let [one, other] = [row("a", one, asked[0]), row("b", other, asked[1])];
        of(&table(&[&one, &other]))
    };
    let always = ["always"; 2];
    assert_eq!(
        both("device,DPI", "device,DPI", always),
        [
            "factors.csv:3:use: waarschuwing[two-classes]: a vraagt ook om DPI: geen van beide gaat voor, en het bereik omvat ze allebei; laat use bij één ervan leeg of maak het onderwerp smaller"
        ]
    );
    let met = |one, other| !both(one, other, always).is_empty();
    assert!(met(
        "product,ventolin-diskus-200|serevent-diskus-50",
        "product,serevent-diskus-50"
    ));
    assert!(met(
        "substance_device,R03AC02/DPI",
        "substance_device,R03AC02/DPI"
    ));
    // The nearer one goes first, and one that is not asked for follows the order of choice.
    assert!(!met("device,DPI", "substance_device,R03AC02/DPI"));
    assert!(!met(
        "substance_device,R03AC02/DPI",
        "product,ventolin-diskus-200"
    ));
    assert!(!met(
        "product,ventolin-diskus-200",
        "product,serevent-diskus-50"
    ));
    assert_eq!(both("device,DPI", "device,DPI", ["always", ""]), [""; 0]);
    assert_eq!(
        of(&table(&[&row("a", "device,DPI", "soms")])),
        ["factors.csv:2:use: fout[unknown-word]: 'soms' is niet een van: always"]
    );
}

/// What the engine marks or replaces, the check tells: a class that is asked for, one of several
/// products, a low end, a value of the gas alone, and the mass that the engine reckons with.
#[test]
fn whatever_lies_below_a_gas_is_told() {
    let header = FACTORS.replace("gwp_set,", "gwp_set,use,");
    let of_row = |row: &str| of(&[("factors.csv", rows(&header, &[row]))]);
    let life = |subject: &str, ends: &str, boundary: &str, use_of: &str| {
        of_row(&format!(
            "f,{subject},climate,device,200,{ends},kg CO2e,{boundary},HFC-134a,AR6,{use_of}"
        ))
    };
    let ventolin = "product,ventolin-aerosol-100";
    let gas = "18 g (p18-mass-ventolin-aerosol) x 1530 (HFC-134a, AR6) = 27.54 kg CO2e";
    let told = |end: &str| {
        format!(
            "factors.csv:2:value: waarschuwing[below-its-gas]: {end} kg CO2e (f) ligt onder het eigen drijfgas: {gas}"
        )
    };
    assert_eq!(
        life(ventolin, "26.8,,", "cradle_to_grave", ""),
        [told("26.8")]
    );
    assert_eq!(
        life(ventolin, "30,12,35", "cradle_to_grave", ""),
        [told("12")]
    );
    assert_eq!(life(ventolin, "20,,", "propellant_only", ""), [told("20")]);
    assert_eq!(life(ventolin, "29,28,31", "cradle_to_grave", ""), [""; 0]);
    let both = format!("{ventolin}|airomir-aerosol-100");
    assert_eq!(life(&both, "20,,", "cradle_to_grave", ""), [told("20")]);
    assert_eq!(
        life(
            "substance_device,R03AC02/pMDI",
            "20,,",
            "not_stated",
            "always"
        ),
        [format!(
            "factors.csv:2:use: waarschuwing[below-its-gas]: 20 kg CO2e (f) ligt onder het eigen drijfgas: {gas}; en zo bij nog 1 product"
        )]
    );
    assert_eq!(
        life("substance_device,R03AC02/pMDI", "20,,", "not_stated", ""),
        [""; 0]
    );
}

/// A value of another gas than its product holds is told and not applied.
#[test]
fn a_gas_that_the_product_does_not_hold_is_found() {
    let row = "f,product,ventolin-aerosol-100,climate,device,200,40,,,kg CO2e,cradle_to_grave,HFC-227ea,AR6";
    assert_eq!(
        of(&[("factors.csv", rows(FACTORS, &[row]))]),
        [
            "factors.csv:2:propellant: waarschuwing[propellant-misfit]: f gaat over HFC-227ea en ventolin-aerosol-100 heeft HFC-134a: de waarde geldt niet voor dat product"
        ]
    );
}
