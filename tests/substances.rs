//! The ATC code of a medicine by the name on its label.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use groenrecept::advice::{About, Options};
use groenrecept::context::{Age, Context};
use groenrecept::dataset::Layer;
use groenrecept::matching::Unclear;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::{Atc, Dataset, Engine, Language, Prescription};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&Dataset::embedded().unwrap()));

fn found(label: &str) -> String {
    let Some(found) = ENGINE.codes_by_name(label) else {
        return "no name".to_owned();
    };
    let codes: Vec<&str> = found.codes.iter().map(|code| code.atc.as_str()).collect();
    let why = match found.unclear {
        None => "",
        Some(Unclear::NotInData) => "not in data",
        Some(Unclear::OtherForm) => " of another form",
        Some(Unclear::UnknownWord) => " and a word",
        Some(Unclear::Combination) => " and more strengths",
        Some(_) => "other",
    };
    format!("{}{why}", codes.join(" "))
}

#[test]
fn the_form_decides_or_nothing_does() {
    for (label, codes) in [
        ("OMEPRAZOL CAPSULE MSR 20MG", "A02BC01"),
        ("LOSEC CAPSULE MSR 20MG", "A02BC01"),
        ("DICLOFENAC-NATRIUM TABLET MSR 50MG", "M01AB05"),
        ("VOLTAREN EMULGEL", "M02AA15"),
        ("DICLOFENAC OOGDRUPPELS 1MG/ML", "S01BC03"),
        ("DICLOFENAC", "M01AB05 M02AA15 S01BC03"),
        // What is swallowed and a suppository share a code, so what is injected has it too.
        ("DICLOFENAC INJVLST 25MG/ML AMP 3ML", "M01AB05"),
        ("DICLOFENAC INFVLST 25MG/ML", "M01AB05"),
        (
            "DICLOFENAC VAGINAALCREME",
            "M01AB05 M02AA15 S01BC03 of another form",
        ),
        // A code of one route is not that of another.
        ("PREDNISOLON KLYSMA 20MG", "H02AB06 S01BA04 of another form"),
        ("BISOPROLOL INJVLST 1MG/ML", "C07AB07 of another form"),
        ("DIAZEPAM RECTIOLE 5MG", "N05BA01"),
        ("EPIPEN 0,3MG", "C01CA24"),
        ("EPIPEN INJVLST 1MG/ML PEN 0,3ML", "C01CA24"),
        ("IBUPROFEN SUSPENSIE 20MG/ML 200ML", "M01AE01"),
        ("KETOCONAZOL CREME 20MG/G", "D01AC08"),
        ("KETOCONAZOL TABLET 200MG", "J02AB02"),
        ("BUDESONIDE NEUSSPRAY 64UG/DO", "R01AD05"),
        ("FLUTICASONFUROAAT NEUSSPRAY 27,5UG/DO", "R01AD12"),
        ("HYDROCORTISON CREME 10MG/G", "D07AA02"),
        ("HYDROCORTISON TABLET 20MG", "H02AB09"),
        ("HYDROCORTISONBUTYRAAT CREME 1MG/G", "not in data"),
        ("HYDROXOCOBALAMINE INJVLST 500UG/ML AMP 2ML", "B03BA03"),
        ("NITROFURANTOINE CAPSULE MGA 100MG", "J01XE01"),
        ("XYLOMETAZOLINE SPRAY 1MG/ML", "R01AA07"),
        ("PARACETAMOL ZETPIL 500MG", "N02BE01"),
        // The skin is in the name alone: nothing is swallowed in percent.
        ("IBUPROFEN 5%", "M01AE01 of another form"),
        // Low and high doses have codes of their own.
        ("ACETYLSALICYLZUUR TABLET 80MG", "B01AC06 N02BA01"),
        ("SPACER VOLUMATIC", "no name"),
        ("IETS ANDERS", "no name"),
    ] {
        assert_eq!(found(label), codes, "{label}");
    }
}

#[test]
fn a_combination_is_never_one_of_its_parts() {
    for (label, codes) in [
        ("PARACETAMOL/CODEINE TABLET 500/20MG", "N02AJ06"),
        ("CODEINE/PARACETAMOL TABLET 20/500MG", "N02AJ06"),
        ("ZALDIAR TABLET 37,5/325MG", "N02AJ13"),
        ("PARACETAMOL TABLET 500/20MG", "N02BE01 and more strengths"),
        ("PARACETAMOL ONBEKENDOL TABLET", "N02BE01 and a word"),
        ("OMEPRAZOL/PARACETAMOL TABLET", "not in data"),
    ] {
        assert_eq!(found(label), codes, "{label}");
    }
}

#[test]
fn a_code_that_is_given_goes_before_and_a_contradiction_is_said() {
    let page = |what: &str, atc: &str, language| {
        let asked = Asked {
            what,
            atc,
            ..Asked::default()
        };
        let report = AdviceReport::of(&ENGINE, &asked, &Context::new(), &Options::for_patient());
        let text = report.text(language);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let label = "OMEPRAZOL CAPSULE MSR 20MG";
    let against = "De opgegeven ATC-code N02BE01 is gevolgd; bij de naam omeprazol kennen de gegevens A02BC01. Bron: Health Canada";
    let text = page(label, "N02BE01", Language::Dutch);
    assert!(text.contains("ATC N02BE01, geen inhalatiemiddel"), "{text}");
    assert!(text.contains(against), "{text}");
    assert!(!page(label, "A02BC01", Language::Dutch).contains("kennen de gegevens"));
    let by_name = "The ATC code A02BC01 was found by the name omeprazol; a code that is given goes before it. Source: Health Canada, 2024, Drug Product Database data extract";
    assert!(page(label, "", Language::English).contains(by_name));
    let open = page("DICLOFENAC", "", Language::English);
    assert!(
        open.contains("the form does not decide here which"),
        "{open}"
    );
    assert!(open.contains("give the ATC code too"), "{open}");
}

/// A rule that holds for every code that it can be stands, and one for some of them is not tested.
#[test]
fn rules_that_hold_for_all_codes_stand() {
    let context = Context::new().age(Age::new(60).unwrap());
    let advice = |label: &str| {
        let line = Prescription::new().label(label);
        ENGINE.advise(&line, &context, &Options::for_patient())
    };
    // By mouth it is for the heart or for pain: of both the terms of delivery hold.
    let open = advice("ACETYLSALICYLZUUR TABLET 80MG");
    assert_eq!(open.about, About::Medicine(None));
    assert!(
        open.reduce
            .iter()
            .any(|said| said.rule.as_str() == "qty-02")
    );
    // The gel may be meant, and so may the tablet.
    let open = advice("DICLOFENAC");
    let held: BTreeSet<(&str, String)> = open
        .excepted
        .iter()
        .map(|one| (one.said.rule.as_str(), one.guard.to_string()))
        .collect();
    assert!(
        held.contains(&("pain-05", "product".to_owned())),
        "{held:?}"
    );
}

/// Each group of codes that a rule is about has names, but for what only inhalers have.
#[test]
fn the_codes_of_rules_have_names() {
    let file = include_str!("../data/substances.csv");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    let known: Vec<String> = rows.map(|row| row.get(1).unwrap().to_owned()).collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/guidelines");
    let files = std::fs::read_dir(folder).unwrap();
    let rules = files.flat_map(|file| {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let table: toml::Table = text.parse().unwrap();
        table
            .get("rule")
            .and_then(toml::Value::as_array)
            .cloned()
            .unwrap_or_default()
    });
    let codes = rules.flat_map(|rule| {
        let from = rule.get("from").and_then(|from| from.get("atc"));
        let atc = from.and_then(toml::Value::as_array).cloned();
        atc.unwrap_or_default()
    });
    let groups: BTreeSet<Atc> = codes
        .map(|atc| atc.as_str().unwrap().parse().unwrap())
        .collect();
    let named = |group: &Atc| known.iter().any(|atc| atc.starts_with(group.as_str()));
    let inhaled = |group: &Atc| group.as_str().starts_with("R03");
    let without = groups
        .iter()
        .filter(|group| !inhaled(group) && !named(group));
    let without: Vec<&str> = without.map(Atc::as_str).collect();
    // Of these no source at hand gives a Dutch name with its code: a label without code is not
    // told by its name.
    assert_eq!(
        without,
        [
            "A10BD08", "A10X", "B03AA05", "C07B", "C07D", "C08G", "J01CR02", "M01AA", "N05AL",
            "N05BA05", "N05BA11", "N05CA", "N05CB", "N05CC", "N05CD06", "N05CD09", "N05CD11",
            "N05CE", "R06AC", "S02AA15", "S02AA16", "S02CA05", "S03CA01", "S03CA04",
        ]
    );
}

#[test]
fn a_layer_says_what_a_substance_is_and_bad_rows_are_found() {
    const HEAD: &str = "substance,atc,routes,forms,named,source_id,locator,evidence,note\n";
    let sources = "source_id,kind,title\nT1,study,A layer\n";
    let under = |rows: &str| {
        let layer = Layer::named("own").csv("sources.csv", sources);
        let layer = layer.csv("substances.csv", &format!("{HEAD}{rows}"));
        Dataset::embedded().unwrap().with_layer(&layer)
    };
    let own = under(
        "diclofenac,M01AB05,oral,,diclofenac,T1,p. 1,read,\n\
         etoricoxib,M01AH05,oral,,etoricoxib,T1,p. 2,read,\n",
    );
    let engine = Engine::new(&own.unwrap());
    let code = |label: &str| engine.codes_by_name(label).unwrap().code();
    let text = |label: &str| code(label).map(|atc| atc.to_string());
    assert_eq!(text("ETORICOXIB TABLET 60MG").as_deref(), Some("M01AH05"));
    // What the layer says of a substance stands alone.
    assert_eq!(text("DICLOFENAC").as_deref(), Some("M01AB05"));
    assert_eq!(text("DICLOFENAC GEL 10MG/G"), None);
    for (row, place, what) in [
        (
            "x,M01,oral,,x,T1,p. 1,read,\n",
            "2:atc",
            "'M01' is not an ATC code of a substance",
        ),
        ("x,M01AB05,mouth,,x,T1,p. 1,read,\n", "2:routes", "'mouth'"),
        ("x,M01AB05,oral,pil,x,T1,p. 1,read,\n", "2:forms", "'pil'"),
        ("x,M01AB05,oral,,x,T9,p. 1,read,\n", "2:source_id", "T9"),
    ] {
        let error = under(row).unwrap_err();
        let error = error.to_string();
        let said = error
            .lines()
            .any(|one| one.contains(place) && one.contains(what));
        assert!(said, "{row} {error}");
    }
}
