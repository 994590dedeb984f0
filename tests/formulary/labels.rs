//! Classes per option.

use super::check::{dataset, engine, shared_words};
use super::{demo, formulary};
use groenrecept::Day;
use groenrecept::Language;
use groenrecept::formulary::{Bands, Earlier, LabelKey, NoClass, Settings, Transitions, labels};
use groenrecept::report::formulary::{LabelsReport, earlier_labels};

const OPTIONS: [&str; 5] = [
    "Astma;R96;18;80;;1;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;",
    "Astma;R96;18;80;;1;2;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1;30;x;",
    "Astma;R96;18;80;;1;3;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;veel;30;x;",
    "Pijn;A01;18;80;;1;1;N02BE01;PARACETAMOL TABLET 500MG;3 dd 2;7;x;",
    "Pijn;A01;18;80;;2;1;;PUFFIE;3 dd 2;7;x;",
];

fn classes(bands: &Bands, earlier: &Earlier) -> Vec<(String, bool)> {
    let formulary = formulary(&OPTIONS);
    let settings = Settings::new();
    let found = labels(
        engine(),
        shared_words(),
        &formulary,
        bands,
        settings,
        earlier,
    );
    found
        .into_iter()
        .map(|one| {
            (
                one.class.map(|band| band.name).unwrap_or_default(),
                one.kept,
            )
        })
        .collect()
}

/// 19.485 kg at AR4 with 12 g is 20.685 at AR6, in 30 days 689.5 g a day; 0.898 kg in 30 days is 29.9 g a day.
#[test]
fn an_option_has_the_class_of_its_treatment_day() {
    let bands = dataset().bands();
    let found = classes(&bands, &Earlier::new());
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["D", "A", "", "", ""]);
    let formulary = formulary(&OPTIONS);
    let settings = Settings::new();
    let none = Earlier::new();
    let all = labels(
        engine(),
        shared_words(),
        &formulary,
        &bands,
        settings,
        &none,
    );
    let without: Vec<Option<NoClass>> = all.iter().map(|one| one.value.err()).collect();
    let expected = [
        None,
        None,
        Some(NoClass::Dosage),
        Some(NoClass::NotInhaled),
        Some(NoClass::Unknown),
    ];
    assert_eq!(without, expected);
    // The range of the Diskus reaches into the next class, and that is said.
    assert_eq!(all[1].span, Some(("A".to_owned(), "B".to_owned())));
}

#[test]
fn bands_are_half_open_and_have_no_gaps_or_overlaps() {
    let head = "band,from_g,below_g,margin_percent,text_nl,text_en\n";
    // The value of the aerosol is 689.5 g: the border belongs to the band above it.
    for (border, expected) in [("689.5", "B"), ("689.6", "A"), ("689.4", "B")] {
        let text = format!("{head}A,0,{border},10,laag,low\nB,{border},,10,hoog,high\n");
        let bands = Bands::read("b.csv", &text).unwrap();
        assert_eq!(classes(&bands, &Earlier::new())[0].0, expected, "{border}");
    }
    for (rows, problem) in [
        (
            "A,0,40,10,l,l\nB,39,,10,h,h\n",
            "band B starts at 39 and the one before it ends at 40",
        ),
        (
            "A,1,,10,l,l\n",
            "band A starts at 1 and the one before it ends at 0",
        ),
        ("A,0,40,10,l,l\n", "the highest band must be open"),
        (
            "A,0,,10,l,l\nB,40,,10,h,h\n",
            "band B stands behind a band without an end",
        ),
        (
            "A,0,x,10,l,l\nB,40,,10,h,h\n",
            "'x' is not a plain decimal number of zero or more, such as 28.262",
        ),
    ] {
        let problems = Bands::read("b.csv", &format!("{head}{rows}")).unwrap_err();
        assert!(
            problems[0].to_string().ends_with(problem),
            "{}",
            problems[0]
        );
    }
}

#[test]
fn a_small_change_turns_no_class() {
    let head = "band,from_g,below_g,margin_percent,text_nl,text_en\n";
    let key = |class: &str| {
        let mut earlier = Earlier::new();
        let key = LabelKey {
            condition: "Astma".to_owned(),
            step: 1,
            label: "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO".to_owned(),
            ages: Some((Some(18), Some(80))),
            feature: Some(String::new()),
            dosage: Some("doses/d 4".to_owned()),
        };
        earlier.add(key, class.to_owned());
        earlier
    };
    let of = |border: &str, before: &str| {
        let text = format!("{head}A,0,{border},10,laag,low\nB,{border},,10,hoog,high\n");
        let bands = Bands::read("b.csv", &text).unwrap();
        classes(&bands, &key(before))[0].clone()
    };
    // 689.5 lies above 640 by less than a tenth of it, and above 620 by more.
    assert_eq!(of("640", "A"), ("A".to_owned(), true));
    assert_eq!(of("620", "A"), ("B".to_owned(), false));
    // And below 700 by less than a tenth of it, and below 770 by more.
    assert_eq!(of("700", "B"), ("B".to_owned(), true));
    assert_eq!(of("770", "B"), ("A".to_owned(), false));
    // A class that is no longer there is none.
    assert_eq!(of("640", "Z"), ("B".to_owned(), false));
}

#[test]
fn the_method_goes_with_every_class_and_the_table_can_be_read_again() {
    let bands = dataset().bands();
    let demo = demo();
    let settings = Settings::new();
    let found = labels(
        engine(),
        shared_words(),
        &demo,
        &bands,
        settings,
        &Earlier::new(),
    );
    let report = LabelsReport::new(
        engine(),
        &demo,
        &bands,
        &found,
        &Settings::new(),
        Language::Dutch,
    );
    let json = serde_json::to_value(&report).unwrap();
    let classes = json["labels"].as_array().unwrap();
    assert_eq!(classes.len(), demo.options().len());
    let csv = report.csv(Language::Dutch);
    assert!(
        csv.lines()
            .skip(1)
            .all(|line| line.contains("De klasse is de klimaatimpact"))
    );
    let earlier = earlier_labels(&csv).unwrap();
    let classed = classes.iter().filter(|one| one["class"] != "").count();
    assert!(
        classed > 20 && earlier.len() == classed,
        "{classed} {}",
        earlier.len()
    );
    let page = report.text(Language::Dutch).replace('\n', " ");
    assert!(page.contains("geen norm"), "{page}");
    assert_eq!(
        earlier_labels("a;b\n").unwrap_err(),
        "aandoening / condition"
    );
}

/// Options with the same condition, step and label for other patients or in another dosage keep
/// their own class; a table of an older version tells them apart only where it can.
#[test]
fn options_for_other_patients_keep_their_own_class() {
    // 689.5 g and 344.75 g a day: within a tenth of the border of 640, and of that of 320.
    let label = "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO";
    let rows = [
        format!("Astma;R96;18;80;;1;1;;{label};2 dd 2;30;x;"),
        format!("Astma;R96;18;80;kan geen poeder;1;1;;{label};2 dd 2;30;x;"),
        format!("Astma;R96;12;17;;1;1;;{label};2 dd 2;30;x;"),
        format!("Astma;R96;18;80;;1;2;;{label};2 dd 1;30;x;"),
    ];
    let read = |rows: &[String]| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        formulary(&rows)
    };
    let text = "band,from_g,below_g,margin_percent,text_nl,text_en\n\
                A,0,320,10,a,a\nB,320,640,10,b,b\nC,640,,10,c,c\n";
    let bands = Bands::read("b.csv", text).unwrap();
    let kept = |rows: &[String], earlier: &str| {
        let formulary = read(rows);
        let earlier = earlier_labels(earlier).unwrap();
        let settings = Settings::new();
        let found = labels(
            engine(),
            shared_words(),
            &formulary,
            &bands,
            settings,
            &earlier,
        );
        let name = |class: Option<groenrecept::formulary::Band>| class.unwrap().name;
        found
            .into_iter()
            .map(|one| format!("{}{}", name(one.class), if one.kept { "!" } else { "" }))
            .collect::<Vec<_>>()
    };
    let head = "condition;age from;age to;feature;step;choice;label;dosage;class;range";
    let now = format!(
        "\u{feff}{head}\n\
         Astma;18;80;;1;1;{label};doses/d 4;B;\n\
         Astma;18;80;kan geen poeder;1;1;{label};doses/d 4;C;\n\
         Astma;18;80;;1;2;{label};doses/d 2;A;\n"
    );
    assert_eq!(kept(&rows, &now), ["B!", "C", "C", "A!"]);
    // A condition that a spreadsheet would run, as the table writes it and as an older one did.
    let formula: Vec<String> = rows
        .iter()
        .map(|row| row.replacen("Astma", "=Astma", 1))
        .collect();
    for written in ["'=Astma", "=Astma"] {
        let now = now.replace("Astma", written);
        assert_eq!(kept(&formula, &now), ["B!", "C", "C", "A!"]);
    }
    // Another dosage is another option.
    let other = now.replace("doses/d 4;B", "doses/d 6;B");
    assert_eq!(kept(&rows, &other), ["C", "C", "C", "A!"]);
    // Without those columns: one row for one option, and as many rows as options with one class.
    let old = |classes: &[&str]| {
        let rows: String = classes
            .iter()
            .map(|class| format!("Astma;1;1;{label};{class};\n"))
            .collect();
        format!("aandoening;stap;keus;omschrijving;klasse;bereik\n{rows}")
    };
    assert_eq!(kept(&rows[..1], &old(&["B"])), ["B!"]);
    assert_eq!(kept(&rows[..2], &old(&["B"])), ["C", "C"]);
    assert_eq!(kept(&rows[..2], &old(&["B", "B"])), ["B!", "B!"]);
    assert_eq!(kept(&rows[..2], &old(&["B", "C"])), ["C", "C"]);
}

#[test]
fn a_class_stands_with_its_patients_and_dosage() {
    let formulary = formulary(&[
        "Astma;R96;18;;kan geen poeder;1;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;",
        "Astma;R96;;;;1;2;;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;;30;x;",
    ]);
    let bands = dataset().bands();
    let settings = Settings::new();
    let none = Earlier::new();
    let found = labels(
        engine(),
        shared_words(),
        &formulary,
        &bands,
        settings,
        &none,
    );
    let report = LabelsReport::new(
        engine(),
        &formulary,
        &bands,
        &found,
        &Settings::new(),
        Language::Dutch,
    );
    let csv = report.csv(Language::Dutch);
    let lines: Vec<&str> = csv.lines().take(3).collect();
    assert_eq!(
        lines[0],
        "aandoening;leeftijd van;leeftijd t/m;kenmerk;stap;keus;omschrijving;dosering;klasse;naam;bereik;per behandeldag;behouden;let op;methode"
    );
    let start = "Astma;18;;kan geen poeder;1;1;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;doses/d 4;D;zeer hoog;;690 g CO2e;;een regel zegt dit te houden (pow-02);\"De klasse is";
    assert!(lines[1].starts_with(start), "{}", lines[1]);
    let start = "Astma;;;;1;2;SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;;;;;";
    assert!(lines[2].starts_with(start), "{}", lines[2]);
    let page = report.text(Language::Dutch);
    assert!(
        page.contains("120DO (vanaf 18 jaar, kan geen poeder, doses/d 4): 690 g CO2e; een regel zegt dit te houden (pow-02)\n"),
        "{page}"
    );
    assert!(
        page.replace('\n', " ")
            .contains("minder dan 10% van de grens buiten haar band"),
        "{page}"
    );
    let json = serde_json::to_value(&report).unwrap();
    let one = &json["labels"][0];
    let (from, to, feature) = (&one["age_from"], &one["age_to"], &one["feature"]);
    assert_eq!(
        (from, to, feature, &one["dosage"]),
        (
            &18.into(),
            &serde_json::Value::Null,
            &"kan geen poeder".into(),
            &"doses/d 4".into()
        )
    );
}

/// A low class beside what must be kept, or for patients whom the label leaves out, is no advice.
#[test]
fn what_must_be_kept_and_what_is_outside_its_label_stand_beside_the_class() {
    let formulary = formulary(&[
        "Astma;R96;0;5;;1;1;;SALBUTAMOL SANDOZ AEROSOL 100UG/DO 200DO;4 dd 1;50;x;",
        "Astma;R96;0;3;;1;2;;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;",
        "Astma;R96;18;80;;1;1;;VENTOLIN DISKUS INHPDR 200UG/DO 60DO;2 dd 1;30;x;",
    ]);
    let (bands, settings) = (dataset().bands(), Settings::new());
    let none = Earlier::new();
    let on = settings.clone();
    let found = labels(engine(), shared_words(), &formulary, &bands, on, &none);
    let report = LabelsReport::new(
        engine(),
        &formulary,
        &bands,
        &found,
        &settings,
        Language::Dutch,
    );
    let json = serde_json::to_value(&report).unwrap();
    let signs = [0, 1, 2].map(|index| &json["labels"][index]["sign"]);
    assert_eq!(json["labels"].as_array().unwrap().len(), 3);
    // That an Austrian text leaves out the youngest, for whom the rule keeps it, puts nothing
    // outside a label that holds here.
    let keep = "een regel zegt dit te houden (inh-20, kid-02-keep, vz-01)";
    assert_eq!(signs, [keep, "buiten de bijsluiter", ""]);
    let page = report.text(Language::Dutch);
    let csv = report.csv(Language::Dutch);
    for sign in [keep, "buiten de bijsluiter"] {
        assert!(page.contains(&format!("; {sign}\n")), "{page}");
        let cell = if sign.contains(';') {
            format!(";\"{sign}\";")
        } else {
            format!(";{sign};")
        };
        assert!(csv.contains(&cell), "{csv}");
    }
    assert_eq!(json["labels"][0]["keep"][0]["rule"], "inh-20");
    assert_eq!(json["labels"][1]["outside_label"], true);
    assert_eq!(json["labels"][2]["outside_label"], false);
    let version = &dataset().version().version;
    assert_eq!(json["dataset"]["version"], version.as_str());
    assert_eq!(json["on"], serde_json::Value::Null);
    assert!(json["data_date"].is_string());
    assert_eq!(json["transition"], serde_json::Value::Null);
}

/// A class of a computed value is not called one of a published value.
#[test]
fn labels_say_which_products_moved_to_another_propellant() {
    let text = "product_id,date,propellant\n\
        atrovent-aerosol-20,2028-01-01,HFC-152a\n\
        flutiform-aerosol-125-5,2028-01-01,HFC-152a\n";
    let (moves, _) = Transitions::read("t.csv", text, dataset());
    let formulary =
        formulary(&["COPD;R95;18;80;;1;1;;ATROVENT AEROSOL 20UG/DO 200DO;4 dd 2;25;x;"]);
    let bands = dataset().bands();
    let report = |settings: &Settings| {
        let none = Earlier::new();
        let on = settings.clone();
        let found = labels(engine(), shared_words(), &formulary, &bands, on, &none);
        LabelsReport::new(
            engine(),
            &formulary,
            &bands,
            &found,
            settings,
            Language::Dutch,
        )
    };
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let now = report(&Settings::new());
    let published = "naar de middelste gepubliceerde waarde (groenrecept";
    let now = serde_json::to_value(now).unwrap();
    let method = now["method"].as_str().unwrap();
    assert!(method.contains(published), "{method}");
    assert_eq!(now["propellants"], serde_json::json!([]));
    let later = Settings::new()
        .transitions(moves)
        .on(Day::new(2028, 1, 1).unwrap());
    let later = report(&later);
    let json = serde_json::to_value(&later).unwrap();
    let method = json["method"].as_str().unwrap();
    assert!(!method.contains(published), "{method}");
    let page = flat(&later.text(Language::Dutch));
    for part in [
        "of de doorgerekende waarde van een product dat op een ander drijfgas overging (groenrecept",
        "Op 2028-01-01 zijn 2 van de 2 producten in het meegegeven bestand over op een ander drijfgas",
        "Doorgerekend: Atrovent",
        "niet te waarderen: het aantal doses per inhalator is niet bekend: Flutiform",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(json["on"], "2028-01-01");
    assert_eq!(
        json["transition"]["moves"][0]["product"],
        "atrovent-aerosol-20"
    );
    for line in json["propellants"].as_array().unwrap() {
        assert!(
            page.contains(&flat(line.as_str().unwrap())),
            "{line}: {page}"
        );
    }
}
