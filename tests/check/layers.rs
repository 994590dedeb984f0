//! Findings over several files and layers.

use crate::*;
use groenrecept::dataset::Layer;

pub(crate) const SOURCES: &str = "source_id,kind,title\nT01,study,Own study\n";
const GWP: &str = "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("laag").tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// The findings of a layer in Dutch, without the name of its folder.
pub(crate) fn found(files: &[(&str, &[u8])], as_embedded: bool) -> Vec<String> {
    let folder = folder(files);
    let checked = Checked::layer(Layer::from_dir(folder.path()).unwrap(), as_embedded);
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let prefix = format!("{name}/");
    let texts = checked.findings.iter().map(|f| f.text(Language::Dutch));
    texts.map(|text| text.replace(&prefix, "")).collect()
}

/// Who paid is one of three words or blank, and a maker is named. `partial` is no word any more.
#[test]
fn who_paid_and_how_it_was_seen_are_words_of_a_list() {
    let sources = "source_id,kind,title,funder,funder_note\n\
        T01,study,Own,fabrikant,\n\
        T02,study,Own,maker,\n\
        T03,study,Own,maker,\"Orion: author\"\n\
        T04,study,Own,none_named,\n\
        T05,study,Own,,\n";
    let gwp = format!("{GWP}HFC-134a,AR4,100,1430,T04,table 1,partial\n");
    let unused = |line: u32, id: &str| {
        format!(
            "sources.csv:{line}:source_id: waarschuwing[unused-source]: geen enkel feit berust op de bron '{id}'"
        )
    };
    let mut expected = vec![
        "sources.csv:2:funder: fout[unknown-word]: 'fabrikant' is niet een van: maker, public, none_named".to_owned(),
        "sources.csv:3:funder_note: fout[empty-cell]: 'funder_note' moet gevuld zijn".to_owned(),
        unused(3, "T02"),
        unused(4, "T03"),
        unused(6, "T05"),
        "gwp.csv:2:evidence: fout[unknown-word]: 'partial' is niet een van: read, copy, excerpt, derived, secondary, unverified".to_owned(),
    ];
    let mut found = found(
        &[
            ("sources.csv", sources.as_bytes()),
            ("gwp.csv", gwp.as_bytes()),
        ],
        false,
    );
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
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
            "dataset.toml:schema: fout[empty-cell]: een set gegevens moet 'schema' hebben, zoals schema = 1",
            "dataset.toml:scope.inhaled: fout[empty-cell]: een set gegevens moet 'scope.inhaled' hebben, zoals inhaled = [\"R03A\", \"R03B\"]",
            "dataset.toml:scope.home: fout[empty-cell]: een set gegevens moet 'scope.home' hebben, zoals home = [\"NL\"]",
            "dataset.toml:1:version: fout[unreadable-file]: verwacht is een waarde zoals \"2026.11\"",
            "dataset.toml:2:versie: fout[unknown-word]: 'versie' is niet een van: version, schema, date, reviewed, next_review, scope; bedoeld kan zijn: version",
            "dataset.toml:3:date: fout[bad-date]: '2026-13-01' is geen dag zoals 2026-07-01",
            "sources.csv:2:title: fout[empty-cell]: 'title' moet gevuld zijn",
            "sources.csv:2:kind: fout[unknown-word]: 'studie' is niet een van: certificate, life_cycle_study, study, conference_abstract, preprint, class_table, model, market_study, indicator, web_page, news, opinion, dataset, paper, journal, compendium, leaflet, maker, app, formulary, legislation; bedoeld kan zijn: study",
            "sources.csv:3:source_id: waarschuwing[out-of-order]: 'T01' staat niet op volgorde in dit bestand",
            "sources.csv:4:source_id: fout[duplicate-id]: 'T01' staat twee keer in dit bestand",
            "gwp.csv:2:value: fout[empty-cell]: 'value' moet gevuld zijn",
            "gwp.csv:2:evidence: fout[unknown-word]: 'gezien' is niet een van: read, copy, excerpt, derived, secondary, unverified",
            "gwp.csv:2:source_id: fout[dangling-reference]: de bron 'T99' staat niet in sources.csv",
            "gwp.csv:3: fout[wrong-cell-count]: de regel heeft 2 cellen, de kopregel 7",
            "vocabulary.csv: fout[unreadable-file]: het bestand is geen UTF-8-tekst; sla het op in UTF-8",
        ]
    );
}

/// It cleared the two others, so that no line had a value any more, without a word.
#[test]
fn a_layer_that_sets_one_key_of_the_scope_leaves_the_others() {
    let dataset = |scope: &str| {
        let text = format!("[scope]\n{scope}\n");
        let folder = folder(&[("dataset.toml", text.as_bytes())]);
        Dataset::from_layer(Layer::from_dir(folder.path()).unwrap()).unwrap()
    };
    for (scope, british) in [
        ("vaccines = [\"J06\"]", false),
        ("home = [\"NL\", \"UK\"]", true),
    ] {
        let dataset = dataset(scope);
        let today = Day::new(2026, 11, 21).unwrap();
        let sold = |id: &str| dataset.is_sold(dataset.product_by_id(id).unwrap(), today);
        assert!(sold("ventolin-aerosol-100"), "{scope}");
        assert_eq!(sold("trixeo-aerosphere-hfo-uk"), british, "{scope}");
        assert!(
            dataset.is_inhaled(&"R03AC02".parse::<Atc>().unwrap()),
            "{scope}"
        );
        let travel = "J07CA01".parse::<Atc>().unwrap();
        assert_eq!(dataset.is_vaccine(&travel), british, "{scope}");
    }
}

/// Such a set loaded without a finding and had a value for no line.
#[test]
fn a_set_that_stands_alone_says_what_it_is_about() {
    let header = |text: &str| found(&[("dataset.toml", text.as_bytes())], false);
    let lacks = |key: &str, example: &str| {
        let name = key.rsplit('.').next().unwrap();
        format!(
            "dataset.toml:{key}: fout[empty-cell]: een set gegevens moet '{key}' hebben, zoals {name} = {example}"
        )
    };
    let (inhaled, home) = ("[\"R03A\", \"R03B\"]", "[\"NL\"]");
    assert_eq!(
        header("version = \"x\"\n"),
        [
            lacks("schema", "1"),
            lacks("scope.inhaled", inhaled),
            lacks("scope.home", home)
        ]
    );
    assert_eq!(
        header("version = \"x\"\nschema = 1\n[scope]\ninhaled = [\"R03A\"]\nhome = []\n"),
        [lacks("scope.home", home)]
    );
    // What is reported where it stands is not reported as lacking too.
    let wrong = header("version = \"x\"\nschema = 1.0\nscope = 2\n");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    let whole = "version = \"x\"\nschema = 1\n[scope]\ninhaled = [\"R03A\"]\nhome = [\"NL\"]\n";
    assert_eq!(header(whole), Vec::<String>::new());
    assert_eq!(
        header("[scope]\nhome = []\n"),
        [lacks("scope.home", home)],
        "a layer that takes it away"
    );
}

#[test]
fn another_layout_is_not_read_as_this_one() {
    assert_eq!(
        found(&[("dataset.toml", b"\nschema = 2\n")], false),
        [
            "dataset.toml:2:schema: fout[bad-number]: indeling 2 wordt niet gelezen; deze versie leest indeling 1"
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
             c,product,eigen,climate,device,100,8,,,kg CO2e,propellant_only,AR6,T02,p. 1,read\n"
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
    let checked = Checked::layer(Layer::from_dir(folder.path()).unwrap(), false);
    let found: Vec<_> = checked
        .findings
        .iter()
        .map(|f| (f.place.line, f.line_text.as_deref()))
        .collect();
    let unused = (Some(2), Some("T01,study,Own study"));
    assert_eq!(found, [unused, (Some(4), Some(row))]);
}

/// The lines above it were counted again for each finding, and the text was read up to it.
#[test]
fn the_last_of_many_findings_stands_on_its_own_line() {
    let rows: String = (0..20_000).map(|_| "HFC-134a,AR6\n").collect();
    let gwp = format!("{GWP}{rows}");
    let keys: String = (0..20_000).map(|at| format!("k{at:05} = 1\n")).collect();
    let folder = folder(&[
        ("gwp.csv", gwp.as_bytes()),
        ("dataset.toml", keys.as_bytes()),
    ]);
    let start = std::time::Instant::now();
    let checked = Checked::layer(Layer::from_dir(folder.path()).unwrap(), false);
    let passed = start.elapsed();
    let of = |end: &str| {
        let mut of_file = checked.findings.iter();
        of_file
            .rfind(|finding| finding.place.file.ends_with(end))
            .unwrap()
    };
    assert_eq!(of("gwp.csv").place.line, Some(20_001));
    assert_eq!(of("gwp.csv").line_text.as_deref(), Some("HFC-134a,AR6"));
    assert_eq!(of("dataset.toml").place.line, Some(20_000));
    assert_eq!(of("dataset.toml").line_text.as_deref(), Some("k19999 = 1"));
    assert!(passed.as_secs() < 10, "{passed:?}");
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

/// A finding for each pair made a file of some thousand values of one product unreadable.
#[test]
fn a_factor_that_differs_from_many_others_says_so_once() {
    let product = "product_id,atc,substance,form,device,propellant,source_id,locator,evidence\n\
         eigen,R03AC02,salbutamol,aerosol,pMDI,HFC-134a,T00,p. 1,read\n\
         ander,R03AC02,salbutamol,aerosol,pMDI,HFC-134a,T00,p. 1,read\n";
    let mut sources = "source_id,kind,title\n".to_owned();
    let mut factors = "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence\n".to_owned();
    for at in 0..13 {
        sources.push_str(&format!("T{at:02},study,Study {at}\n"));
        let value = 1 << at;
        // Both products, and still one finding of a pair.
        let subject = if at == 5 { "ander" } else { "ander|eigen" };
        factors.push_str(&format!(
            "f{at:02},product,{subject},climate,device,{value},,,kg CO2e,cradle_to_grave,AR6,T{at:02},p. 1,read\n"
        ));
    }
    factors
        .push_str("g,device,DPI,climate,device,900,,,kg CO2e,cradle_to_grave,AR6,T00,p. 1,read\n");
    let all = found(
        &[
            ("sources.csv", sources.as_bytes()),
            ("products.csv", product.as_bytes()),
            ("factors.csv", factors.as_bytes()),
        ],
        false,
    );
    let of = |line: usize| -> Vec<String> {
        let start = format!("factors.csv:{line}:value: ter informatie[conflicting-sources]: ");
        let of_line = all.iter().filter_map(|text| text.strip_prefix(&start));
        of_line.map(str::to_owned).collect()
    };
    for at in 0..=10 {
        let each: Vec<String> = (0..at)
            .map(|other| {
                format!(
                    "{} kg CO2e hier, {} kg CO2e in f{other:02}",
                    1 << at,
                    1 << other
                )
            })
            .collect();
        assert_eq!(of(at + 2), each);
    }
    for (at, rest) in [(11, "1 andere factor"), (12, "2 andere factoren")] {
        let texts = of(at + 2);
        assert_eq!(texts.len(), 11);
        assert_eq!(
            texts[10],
            format!(
                "{} kg CO2e hier, meer dan een tiende anders in nog {rest}",
                1 << at
            )
        );
    }
    assert_eq!(of(15), Vec::<String>::new());
}

/// The later row replaced the earlier one, and the other column was not read at all.
#[test]
fn what_stands_twice_in_one_file_is_said() {
    let stages = "factor_id,stage,value,unit,source_id,locator,evidence\n\
         s04-foster-aerosol,core,3.60,g CO2e,T01,p. 1,read\n\
         s04-foster-aerosol,core,3.70,g CO2e,T01,p. 1,read\n\
         s04-foster-aerosol,upstream,3.70,g CO2e,T01,p. 1,read\n";
    let errors = |files: &[(&str, &[u8])]| {
        let mut all = found(files, false);
        all.retain(|text| text.contains(": fout["));
        all
    };
    assert_eq!(
        errors(&[
            ("sources.csv", SOURCES.as_bytes()),
            ("stages.csv", stages.as_bytes())
        ]),
        [
            "stages.csv:3:stage: fout[duplicate-id]: 's04-foster-aerosol core' staat twee keer in dit bestand"
        ]
    );
    // A word may have several kinds.
    let words = "kind,term,value\nignore,AAA,\nmaker,AAA,\nmaker,AAA,x\n";
    assert_eq!(
        errors(&[("vocabulary.csv", words.as_bytes())]),
        ["vocabulary.csv:4:term: fout[duplicate-id]: 'maker AAA' staat twee keer in dit bestand"]
    );
    let columns = "kind,term,value,term,,\nmaker,AAA,,BBB,,\n";
    assert_eq!(
        errors(&[("vocabulary.csv", columns.as_bytes())]),
        [
            "vocabulary.csv:1:term: fout[duplicate-id]: de kolom 'term' staat twee keer in de kopregel"
        ]
    );
}
