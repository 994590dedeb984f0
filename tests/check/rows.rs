//! Findings about rows that cannot be read, and what they name.

use crate::layers::{SOURCES, found};

const FACTORS: &str = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n";
const PRODUCTS: &str =
    "product_id,atc,substance,form,device,propellant,source_id,locator,evidence\n";

/// A layer with one source and these files.
fn with_source(files: &[(&str, &str)]) -> Vec<String> {
    let mut all: Vec<(&str, &[u8])> = vec![("sources.csv", SOURCES.as_bytes())];
    all.extend(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    found(&all, false)
}

/// The findings by place and code, without their sentences.
fn codes(found: &[String]) -> Vec<&str> {
    found
        .iter()
        .map(|line| line.split("]: ").next().unwrap())
        .collect()
}

/// A bad word in a row once hid its inverted range, its products and its set.
#[test]
fn a_bad_word_hides_no_other_error_of_its_row() {
    let factors =
        format!("{FACTORS},product,geen-product,klimaat,stuk,2,3,1,kg,hele,AR9,T99,p. 3,gezien\n");
    assert_eq!(
        with_source(&[("factors.csv", &factors)]),
        [
            "sources.csv:2:source_id: waarschuwing[unused-source]: geen enkel feit berust op de bron 'T01'",
            "factors.csv:2:factor_id: fout[empty-cell]: 'factor_id' moet gevuld zijn",
            "factors.csv:2:indicator: fout[unknown-word]: 'klimaat' is niet een van: climate, climate_saving, propellant_mass, contents_mass",
            "factors.csv:2:functional_unit: fout[unknown-word]: 'stuk' is niet een van: device, actuation, dose, month, ddd, two_puffs, accessory, patient_year, treatment, three_treatments, year_nl",
            "factors.csv:2:boundary: fout[unknown-word]: 'hele' is niet een van: cradle_to_grave, mixed, not_stated, propellant_only, end_of_life",
            "factors.csv:2:evidence: fout[unknown-word]: 'gezien' is niet een van: read, copy, excerpt, derived, secondary, unverified",
            "factors.csv:2:source_id: fout[dangling-reference]: de bron 'T99' staat niet in sources.csv",
            "factors.csv:2:unit: fout[unknown-word]: 'kg' is niet een van: kg CO2e, g CO2e, kt CO2e, g",
            "factors.csv:2:value: fout[inverted-range]: low, value en high moeten oplopen; er staat 3, 2, 1",
            "factors.csv:2:subject: fout[dangling-reference]: het product 'geen-product' staat niet in products.csv",
            "factors.csv:2:gwp_set: fout[gwp-missing]: gwp.csv heeft geen set 'AR9'",
        ]
    );
    let products = format!("{PRODUCTS},R03AC2,,spuitbus,MDI,HFC-999,T99,,gezien\n");
    assert_eq!(
        with_source(&[("products.csv", &products)])[1..],
        [
            "products.csv:2:product_id: fout[empty-cell]: 'product_id' moet gevuld zijn",
            "products.csv:2:atc: fout[unknown-code]: 'R03AC2' is geen ATC-code van zeven posities",
            "products.csv:2:substance: fout[empty-cell]: 'substance' moet gevuld zijn",
            "products.csv:2:form: fout[unknown-word]: 'spuitbus' is niet een van: aerosol, powder, powder_capsule, soft_mist, nebuliser_unit_dose, nebuliser_bottle",
            "products.csv:2:device: fout[unknown-word]: 'MDI' is niet een van: pMDI, BAI, DPI, SMI, nebuliser; bedoeld kan zijn: pMDI",
            "products.csv:2:locator: fout[empty-cell]: 'locator' moet gevuld zijn",
            "products.csv:2:evidence: fout[unknown-word]: 'gezien' is niet een van: read, copy, excerpt, derived, secondary, unverified",
            "products.csv:2:source_id: fout[dangling-reference]: de bron 'T99' staat niet in sources.csv",
            "products.csv:2:propellant: fout[gwp-missing]: gwp.csv heeft het gas 'HFC-999' niet; het heeft HFC-134a, HFC-152a, HFC-227ea, HFO-1234ze(E)",
        ]
    );
}

#[test]
fn the_same_holds_for_stages_contradictions_forms_water_and_codes() {
    let stages =
        "factor_id,stage,value,unit,source_id,locator,evidence\ngeen,kern,1,kg,T01,p. 1,read\n";
    let conflicts =
        "conflict_id,kind,factors,reading_nl,reading_en,gwp\nx,ruzie,geen,a,b,HFC-134a/AR9\n";
    let forms = "form_fact_id,form,subject,functional_unit,value,low,high,unit,boundary,kind,effect,source_id,locator,evidence\n\
                 ,pil,x,dose,2,3,,percent,not_stated,order,,T01,p. 1,read\n";
    let water = "fact_id,atc,substance,kind,route,stage,value,low,high,unit,text,vintage,source_id,locator,evidence\n\
                 ,M01AB05,x,grens,mond,vierde,2,3,,ug/L,,2020,T01,p. 1,read\n";
    let codes = "system,code,product_id\nprk,0,geen\n";
    let files = [
        ("stages.csv", stages),
        ("conflicts.csv", conflicts),
        ("forms.csv", forms),
        ("water.csv", water),
        ("codes.csv", codes),
    ];
    let found = with_source(&files);
    // The words of the columns are told in full elsewhere.
    let found: Vec<&str> = found
        .iter()
        .map(|line| line.split(" is niet een van: ").next().unwrap())
        .collect();
    assert_eq!(
        found,
        [
            "stages.csv:2:stage: fout[unknown-word]: 'kern'",
            "stages.csv:2:unit: fout[unknown-word]: 'kg'",
            "stages.csv:2:factor_id: fout[dangling-reference]: de factor 'geen' staat niet in factors.csv",
            "conflicts.csv:2:kind: fout[unknown-word]: 'ruzie'",
            "conflicts.csv:2:factors: fout[dangling-reference]: de factor 'geen' staat niet in factors.csv",
            "conflicts.csv:2:gwp: fout[gwp-missing]: gwp.csv heeft geen waarde van HFC-134a in de set 'AR9'",
            "forms.csv:2:form_fact_id: fout[empty-cell]: 'form_fact_id' moet gevuld zijn",
            "forms.csv:2:form: fout[unknown-word]: 'pil'",
            "forms.csv:2:low: fout[inverted-range]: low, value en high moeten oplopen",
            "forms.csv:2:unit: fout[unit-mismatch]: een orde van grootte is in 'kg CO2e' of 'g CO2e'",
            "codes.csv:2:code: fout[bad-number]: '0' staat voor een ontbrekende code; haal de regel weg",
            "codes.csv:2:product_id: fout[dangling-reference]: het product 'geen' staat niet in products.csv",
            "water.csv:2:fact_id: fout[empty-cell]: 'fact_id' moet gevuld zijn",
            "water.csv:2:kind: fout[unknown-word]: 'grens'",
            "water.csv:2:route: fout[unknown-word]: 'mond'",
            "water.csv:2:stage: fout[unknown-word]: 'vierde'",
            "water.csv:2:value: fout[inverted-range]: low, value en high moeten oplopen; ze zijn 3, 2 en ",
        ]
    );
}

/// What stands in a row that cannot be read is there: naming it is not a second error.
#[test]
fn a_row_that_cannot_be_read_is_still_there_to_be_named() {
    let factor = |id: &str, subject: &str| {
        format!("{id},{subject},climate,device,2,,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read\n")
    };
    let products = format!(
        "{PRODUCTS}eigen,R03AC2,salbutamol,aerosol,pMDI,HFC-1,T02,p. 1,read\nkort,R03AC02\n"
    );
    let [a, b] = [factor("a", "product,eigen|kort"), "b,product\n".to_owned()];
    let files = [
        ("sources.csv", "source_id,kind,title\nT02,studie,Own\n"),
        (
            "gwp.csv",
            "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\nHFC-1,AR6,100,1e3,T02,p. 1,read\n",
        ),
        ("products.csv", &products),
        (
            "factors.csv",
            &format!("{FACTORS}{}{b}", a.replace("T01", "T02")),
        ),
        (
            "stages.csv",
            "factor_id,stage,value,unit,source_id,locator,evidence\na,core,1,kg CO2e,T02,p. 1,read\na,upstream,x,kg CO2e,T02,p. 1,read\nb,core,1,kg CO2e,T02,p. 1,read\n",
        ),
        ("codes.csv", "system,code,product_id\nprk,12,eigen\n"),
    ];
    let files = files.map(|(name, text)| (name, text.as_bytes()));
    let found = found(&files, false);
    assert_eq!(
        codes(&found),
        [
            "sources.csv:2:kind: fout[unknown-word",
            "gwp.csv:2:value: fout[bare-float",
            "products.csv:2:atc: fout[unknown-code",
            "products.csv:3: fout[wrong-cell-count",
            "factors.csv:3: fout[wrong-cell-count",
            "stages.csv:3:value: fout[bad-number",
        ]
    );
}

/// A rule that names a product and a source.
const RULE: &str = r#"[guideline]
id = "eigen"
title = "Eigen"
version = "1"
publisher = "een praktijk"
kind = "practice_advice"
status = "concept"

[[rule]]
id = "eigen-01"
direction = "stop"
strength = "advice"
evidence = "read"
source_id = "T01"
section = "1"
title_nl = "Iets anders"
title_en = "Another"
reason_nl = "Een voorbeeld."
reason_en = "An example."
setting = "primary_care"

[rule.from]
device = ["pMDI"]
products = ["eigen"]

[rule.to]
text_nl = "geen middel"
text_en = "no drug"
"#;

/// Label limits, equivalences, shortages and rules once said of a product with one misspelt word
/// that it is not there, where prices, codes and factors kept silent.
#[test]
fn a_misspelt_product_is_one_error_whatever_names_it() {
    let row = |form: &str| {
        format!("{PRODUCTS}eigen,R03AC02,salbutamol,{form},pMDI,HFC-134a,T01,p. 1,read\n")
    };
    let factors = format!(
        "{FACTORS}a,product,eigen,climate,device,20,,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read\n"
    );
    let with = |products: &str| {
        with_source(&[
            ("products.csv", products),
            ("factors.csv", &factors),
            ("codes.csv", "system,code,product_id\nprk,12,eigen\n"),
            (
                "label_limits.csv",
                "product_id,min_age,source_id,locator,evidence\n\
                 airomir-aerosol-100|eigen,12,T01,p. 1,read\n",
            ),
            (
                "equivalences.csv",
                "equivalence_id,from_product,from_doses,to_product,to_doses,basis,source_id,locator,evidence\n\
                 a,airomir-aerosol-100,1,eigen,1,posology,T01,p. 1,read\n\
                 b,eigen,1,airomir-aerosol-100,1,posology,T01,p. 1,read\n",
            ),
            (
                "shortages.csv",
                "product_id,source_id,locator,evidence\neigen,T01,p. 1,read\n",
            ),
            (
                "dose_guards.csv",
                "guard_id,products,others,because_nl,because_en,source_id,locator,evidence\n\
                 a,qvar-aerosol-50|eigen,flixotide-aerosol-50,nee,no,T01,p. 1,read\n",
            ),
            (
                "market.csv",
                "product_id,as_of,available,source_id,locator,evidence\neigen,2026-11-02,yes,T01,p. 1,read\n",
            ),
            (
                "prices.csv",
                "product_id,price,source_id,locator,evidence\neigen,2.50,T01,p. 1,read\n",
            ),
            ("guidelines/eigen.toml", RULE),
        ])
    };
    assert_eq!(with(&row("aerosol")), Vec::<String>::new());
    assert_eq!(
        with(&row("aerosool")),
        [
            "products.csv:2:form: fout[unknown-word]: 'aerosool' is niet een van: aerosol, powder, powder_capsule, soft_mist, nebuliser_unit_dose, nebuliser_bottle; bedoeld kan zijn: aerosol"
        ]
    );
    // Without the row each of them is wrong, once.
    let missing = "fout[dangling-reference]: het product 'eigen' staat niet in products.csv";
    assert_eq!(
        with(PRODUCTS),
        [
            format!("factors.csv:2:subject: {missing}"),
            format!("codes.csv:2:product_id: {missing}"),
            format!("label_limits.csv:2:product_id: {missing}"),
            format!("equivalences.csv:2:to_product: {missing}"),
            format!("equivalences.csv:3:from_product: {missing}"),
            format!("dose_guards.csv:2:products: {missing}"),
            format!("shortages.csv:2:product_id: {missing}"),
            format!("market.csv:2:product_id: {missing}"),
            format!("prices.csv:2:product_id: {missing}"),
            format!("guidelines/eigen.toml:9:rule.products: {missing}"),
            "guidelines/eigen.toml:9:rule.from: waarschuwing[never-matched]: geen enkel product past bij deze keuze, zodat de regel nooit geldt".to_owned(),
        ]
    );
}

#[test]
fn a_misspelt_source_is_one_error_whatever_names_it() {
    let files = [
        ("sources.csv", "source_id,kind,title\nT01,studie,Own\n"),
        (
            "prices.csv",
            "product_id,price,source_id,locator,evidence\nairomir-aerosol-100,2.50,T01,p. 1,read\n",
        ),
        (
            "guidelines/eigen.toml",
            &RULE.replace("\"eigen\"]", "\"airomir-aerosol-100\"]"),
        ),
    ];
    let files = files.map(|(name, text)| (name, text.as_bytes()));
    let found = found(&files, false);
    assert_eq!(codes(&found), ["sources.csv:2:kind: fout[unknown-word"]);
}

/// A cell that is filled and cannot be read is not an empty one.
#[test]
fn a_number_that_cannot_be_read_is_one_error() {
    for (text, message) in [
        (
            "NaN",
            "fout[bad-number]: 'NaN' is geen gewoon decimaal getal van nul of meer, zoals 28.262",
        ),
        (
            "\"26,5\"",
            "fout[bad-number]: '26,5' is geen gewoon decimaal getal van nul of meer, zoals 28.262; schrijf een punt voor de decimalen: 26.5",
        ),
        (
            "-5",
            "fout[bad-number]: '-5' is geen gewoon decimaal getal van nul of meer, zoals 28.262",
        ),
        (
            "2.65e1",
            "fout[bare-float]: '2.65e1' is een getal uit drijvende komma en niet wat een bron schrijft",
        ),
    ] {
        let factors = format!(
            "{FACTORS}a,device,pMDI,climate,device,{text},,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read\n"
        );
        let forms = format!(
            "form_fact_id,form,subject,functional_unit,value,unit,boundary,kind,effect,source_id,locator,evidence\n\
             a,oral_solid,x,dose,{text},g CO2e,not_stated,order,,T01,p. 1,read\n"
        );
        let water = format!(
            "fact_id,atc,substance,kind,route,stage,value,low,high,unit,text,vintage,source_id,locator,evidence\n\
             a,M01AB05,diclofenac,pnec,,,{text},1,,ug/L,,2020,T01,p. 1,read\n"
        );
        let files = [
            ("factors.csv", &*factors),
            ("forms.csv", &*forms),
            ("water.csv", &*water),
        ];
        assert_eq!(
            with_source(&files),
            ["factors", "forms", "water"].map(|file| format!("{file}.csv:2:value: {message}"))
        );
    }
}

/// What cannot be read may name the source.
#[test]
fn a_source_that_an_unread_row_or_file_may_name_is_not_called_unused() {
    let row = format!("{FACTORS}a,device,pMDI,climate,device,2,T01\n");
    assert_eq!(
        with_source(&[("factors.csv", &row)]),
        ["factors.csv:2: fout[wrong-cell-count]: de regel heeft 7 cellen, de kopregel 14"]
    );
    let files: [(&str, &[u8]); 2] = [
        ("sources.csv", SOURCES.as_bytes()),
        ("factors.csv", b"\xff"),
    ];
    assert_eq!(
        found(&files, false),
        [
            "factors.csv: fout[unreadable-file]: het bestand is geen UTF-8-tekst; sla het op in UTF-8"
        ]
    );
    let head = "factor_id,bron\na,T01\n";
    let found = with_source(&[("factors.csv", head)]);
    let unused: Vec<&String> = found.iter().filter(|l| l.contains("unused")).collect();
    assert_eq!(unused, Vec::<&String>::new());
    assert!(found[0].starts_with("factors.csv:1:bron: waarschuwing[unknown-column]"));
}

/// Nothing can be said of what a file that is not text holds.
#[test]
fn a_file_that_is_not_text_may_hold_what_is_named() {
    let factors = format!(
        "{FACTORS}a,product,eigen,climate,device,2,,,kg CO2e,cradle_to_grave,AR6,T01,p. 3,read\n"
    );
    let files: [(&str, &[u8]); 3] = [
        ("sources.csv", b"\xff"),
        ("products.csv", b"\xff"),
        ("factors.csv", factors.as_bytes()),
    ];
    let text = "fout[unreadable-file]: het bestand is geen UTF-8-tekst; sla het op in UTF-8";
    assert_eq!(
        found(&files, false),
        ["sources", "products"].map(|file| format!("{file}.csv: {text}"))
    );
}

/// A word that names something must say what, and a measure must be one.
#[test]
fn words_of_labels_say_what_they_mean() {
    let words = "kind,term,value\nsubstance,FOOBARINE,\nsalt,FOOBAAT,\nmeasure,FOO,stone\nmeasure,MFOO,1e6 unit\nmodifier,NIEUW,nieuw\n";
    assert_eq!(
        found(&[("vocabulary.csv", words.as_bytes())], false),
        [
            "vocabulary.csv:2:value: fout[empty-cell]: 'value' moet zeggen wat het woord betekent",
            "vocabulary.csv:3:value: fout[empty-cell]: 'value' moet zeggen wat het woord betekent",
            "vocabulary.csv:4:value: fout[unknown-word]: 'stone' is geen maat, zoals milligram of 1000 unit",
            "vocabulary.csv:5:value: fout[unknown-word]: '1e6 unit' is geen maat, zoals milligram of 1000 unit",
        ]
    );
}
