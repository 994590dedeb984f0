//! Findings over several files and layers.

use crate::*;

const SOURCES: &str = "source_id,kind,title\nT01,study,Own study\n";
const GWP: &str = "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("laag").tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// The findings of a layer in Dutch, without the name of its folder.
fn found(files: &[(&str, &[u8])], as_embedded: bool) -> Vec<String> {
    let folder = folder(files);
    let checked = Checked::folder(folder.path(), as_embedded).unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let prefix = format!("{name}/");
    let texts = checked.findings.iter().map(|f| f.text(Language::Dutch));
    texts.map(|text| text.replace(&prefix, "")).collect()
}

#[test]
fn all_problems_come_at_once_in_file_order() {
    let gwp = format!("{GWP}HFC-134a,AR6,100,,T99,table 1,gezien\nHFC-134a,AR6\n");
    let files: [(&str, &[u8]); 4] = [
        ("vocabulary.csv", b"kind,term,value\nform,AER,\xff\n"),
        ("gwp.csv", gwp.as_bytes()),
        (
            "sources.csv",
            b"source_id,kind,title\nT02,studie,\nT01,study,Own\nT01,study,Own\n",
        ),
        (
            "dataset.toml",
            b"version = 1\nversie = \"x\"\ndate = \"2026-13-01\"\n",
        ),
    ];
    // The folder has a version, so it stands alone and its licences count.
    assert_eq!(
        found(&files, false),
        [
            "dataset.toml:1:version: fout[unreadable-file]: verwacht is een waarde zoals \"2026.11\"",
            "dataset.toml:2:versie: fout[unknown-word]: 'versie' is niet een van: version, schema, date, reviewed, next_review, scope, indications",
            "dataset.toml:3:date: fout[bad-date]: '2026-13-01' is geen dag zoals 2026-07-01",
            "sources.csv:2:title: fout[empty-cell]: 'title' moet gevuld zijn",
            "sources.csv:2:kind: fout[unknown-word]: 'studie' is niet een van: certificate, life_cycle_study, study, conference_abstract, preprint, class_table, model, market_study, indicator, web_page, news, opinion, dataset, paper, journal, compendium, leaflet, maker, app, formulary, legislation",
            "sources.csv:3:source_id: waarschuwing[out-of-order]: 'T01' staat niet op volgorde in dit bestand",
            "sources.csv:4:source_id: fout[duplicate-id]: 'T01' staat twee keer in dit bestand",
            "gwp.csv:2:value: fout[empty-cell]: 'value' moet gevuld zijn",
            "gwp.csv:2:evidence: fout[unknown-word]: 'gezien' is niet een van: read, partial, derived, secondary, unverified",
            "gwp.csv:2:source_id: fout[dangling-reference]: de bron 'T99' staat niet in sources.csv",
            "gwp.csv:3: fout[wrong-cell-count]: de regel heeft 2 cellen, de kopregel 7",
            "vocabulary.csv: fout[unreadable-file]: het bestand is geen UTF-8-tekst; sla het op in UTF-8",
        ]
    );
}

#[test]
fn a_layer_may_use_what_it_may_not_embed() {
    let gwp = format!("{GWP}HFC-134a,AR6,100,1530,T01,table 1,read\n");
    let sources = "source_id,kind,title,embed\nT01,study,Own study,no\n";
    let files: [(&str, &[u8]); 2] = [
        ("sources.csv", sources.as_bytes()),
        ("gwp.csv", gwp.as_bytes()),
    ];
    assert_eq!(found(&files, false), Vec::<String>::new());
    assert_eq!(
        found(&files, true),
        [
            "sources.csv:2:embed: fout[licence-forbids-embedding]: de bron 'T01' mag niet worden opgenomen en wordt 1 keer gebruikt, het eerst in gwp.csv:2:source_id"
        ]
    );
    // Nobody has decided.
    let files: [(&str, &[u8]); 2] = [
        ("sources.csv", SOURCES.as_bytes()),
        ("gwp.csv", gwp.as_bytes()),
    ];
    assert_eq!(found(&files, false), Vec::<String>::new());
    assert_eq!(
        found(&files, true),
        [
            "sources.csv:2:embed: fout[empty-cell]: 'embed' moet yes, facts of no zijn in gegevens die worden opgenomen (bron 'T01')"
        ]
    );
}

/// The clock is never asked: the date of the topmost layer that has one decides.
#[test]
fn a_review_is_overdue_by_the_date_of_the_data() {
    let overdue = |date: &str| {
        let text = format!("date = \"{date}\"\nnext_review = \"2027-11-21\"\n");
        let all = found(&[("dataset.toml", text.as_bytes())], false);
        let own = all.into_iter().filter(|one| !one.starts_with("embedded/"));
        own.collect::<Vec<String>>()
    };
    assert_eq!(overdue("2027-11-21"), Vec::<String>::new());
    assert_eq!(
        overdue("2027-11-22"),
        [
            "dataset.toml:2:next_review: waarschuwing[review-overdue]: de herziening van 2027-11-21 ligt voor de datum van de gegevens, 2027-11-22"
        ]
    );
}

#[test]
fn words_stand_in_blocks_by_kind() {
    let order = |rows: &str| {
        let text = format!("kind,term,value\n{rows}");
        found(&[("vocabulary.csv", text.as_bytes())], false)
    };
    let none = Vec::<String>::new();
    assert_eq!(order("maker,AAA,\nmaker,BBB,\nignore,AAA,\n"), none);
    let wrong = |line: u8, key: &str| {
        vec![format!(
            "vocabulary.csv:{line}:kind: waarschuwing[out-of-order]: '{key}' staat niet op volgorde in dit bestand"
        )]
    };
    assert_eq!(order("maker,BBB,\nmaker,AAA,\n"), wrong(3, "maker AAA"));
    assert_eq!(
        order("maker,AAA,\nignore,AAA,\nmaker,BBB,\n"),
        wrong(4, "maker BBB")
    );
}

/// 26 kg for 200 doses is 13 kg for 100; a tenth more is 14.3, and 14.4 is beyond it.
#[test]
fn a_conflict_is_more_than_a_tenth_per_dose() {
    let sources = "source_id,kind,title\nT01,study,One\nT02,study,Two\n";
    let conflict = |value: &str| {
        let product = "product_id,atc,substance,form,device,propellant,source_id,locator,evidence\n\
             eigen,R03AC02,salbutamol,aerosol,pMDI,HFC-134a,T01,p. 1,read\n";
        let factors = format!(
            "factor_id,subject_kind,subject,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n\
             a,product,eigen,climate,device,200,26,,,kg CO2e,cradle_to_grave,AR6,T01,p. 1,read\n\
             b,product,eigen,climate,device,100,{value},,,kg CO2e,not_stated,unknown,T02,p. 1,read\n\
             c,product,eigen,climate,device,100,1,,,kg CO2e,propellant_only,AR6,T02,p. 1,read\n"
        );
        let files: [(&str, &[u8]); 3] = [
            ("sources.csv", sources.as_bytes()),
            ("products.csv", product.as_bytes()),
            ("factors.csv", factors.as_bytes()),
        ];
        found(&files, false)
    };
    assert_eq!(conflict("14.3"), Vec::<String>::new());
    assert_eq!(
        conflict("14.4"),
        [
            "factors.csv:3:value: ter informatie[conflicting-sources]: 14.4 kg CO2e hier, 26 kg CO2e in a"
        ]
    );
}

#[test]
fn a_finding_carries_the_line_that_it_stands_on() {
    let row = "HFC-134a,AR6,100,1530,T99,table 1,read";
    let gwp = format!("{GWP}\r\n\r\n{row}\r\n");
    let folder = folder(&[
        ("sources.csv", SOURCES.as_bytes()),
        ("gwp.csv", gwp.as_bytes()),
    ]);
    let checked = Checked::folder(folder.path(), false).unwrap();
    let found: Vec<_> = checked
        .findings
        .iter()
        .map(|f| (f.place.line, f.line_text.as_deref()))
        .collect();
    let unused = (Some(2), Some("T01,study,Own study"));
    assert_eq!(found, [unused, (Some(4), Some(row))]);
}

/// A source may be named in a locator alone: "abstract; GWP set from S32, Table 1".
#[test]
fn a_source_that_only_a_locator_names_is_used() {
    let sources = "source_id,kind,title\nT01,study,One\nT02,study,Two\n";
    let gwp = format!("{GWP}HFC-134a,AR6,100,1530,T01,\"p. 1; set from T02, table 1\",read\n");
    let files: [(&str, &[u8]); 2] = [
        ("sources.csv", sources.as_bytes()),
        ("gwp.csv", gwp.as_bytes()),
    ];
    assert_eq!(found(&files, false), Vec::<String>::new());
}

const FACTORS: &str = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n";
const PRODUCTS: &str =
    "product_id,atc,substance,form,device,propellant,source_id,locator,evidence\n";

/// A layer with one source and these files.
fn with_source(files: &[(&str, &str)]) -> Vec<String> {
    let mut all: Vec<(&str, &[u8])> = vec![("sources.csv", SOURCES.as_bytes())];
    all.extend(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    found(&all, false)
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
            "factors.csv:2:functional_unit: fout[unknown-word]: 'stuk' is niet een van: device, actuation, dose, month, two_puffs, accessory, patient_year, treatment, three_treatments, ddd, year_nl",
            "factors.csv:2:boundary: fout[unknown-word]: 'hele' is niet een van: cradle_to_grave, mixed, not_stated, propellant_only, end_of_life",
            "factors.csv:2:evidence: fout[unknown-word]: 'gezien' is niet een van: read, partial, derived, secondary, unverified",
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
            "products.csv:2:device: fout[unknown-word]: 'MDI' is niet een van: pMDI, BAI, DPI, SMI, nebuliser",
            "products.csv:2:locator: fout[empty-cell]: 'locator' moet gevuld zijn",
            "products.csv:2:evidence: fout[unknown-word]: 'gezien' is niet een van: read, partial, derived, secondary, unverified",
            "products.csv:2:source_id: fout[dangling-reference]: de bron 'T99' staat niet in sources.csv",
            "products.csv:2:propellant: fout[gwp-missing]: gwp.csv heeft het gas 'HFC-999' niet",
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
    let codes: Vec<&str> = found
        .iter()
        .map(|line| line.split("]: ").next().unwrap())
        .collect();
    assert_eq!(
        codes,
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
            "fout[bad-number]: '26,5' is geen gewoon decimaal getal van nul of meer, zoals 28.262",
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
            "factors.csv: fout[unreadable-file]: het bestand is geen UTF-8-tekst; sla het op als CSV in UTF-8"
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
    let text =
        "fout[unreadable-file]: het bestand is geen UTF-8-tekst; sla het op als CSV in UTF-8";
    assert_eq!(
        found(&files, false),
        ["sources", "products"].map(|file| format!("{file}.csv: {text}"))
    );
}
