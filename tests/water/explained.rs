//! What `explain` says of water.

use crate::*;
use groenrecept::report::explain::{Explanation, explain};
use groenrecept::{Engine, Language};

fn page(dataset: &Dataset, asked: &str, language: Language) -> String {
    explain(&Engine::new(dataset), asked).text(language)
}

fn trail(dataset: &Dataset, asked: &str) -> Explanation {
    explain(&Engine::new(dataset), asked)
}

fn assert_says(page: &str, lines: &[&str]) {
    for line in lines {
        assert!(page.contains(line), "'{line}' is not in\n{page}");
    }
}

#[test]
fn diclofenac_shows_loads_limits_conflicts_and_sources() {
    assert_says(
        &page(&embedded(), "M01AB05", Language::Dutch),
        &[
            "Geen klimaatwaarde: een medicijn dat niet voor inhalatie is.",
            "Water: diclofenac [M01AB05]",
            "via de mond, na biologische zuivering: hoogstens 670 mg",
            "op de huid, na biologische zuivering: 300 (100 – 980) mg",
            "op de huid, na vergaande zuivering: 24 (10 – 39) mg",
            "diclofenac-eqs-scheer: 0,04 ug/L (voorgestelde Europese norm, jaargemiddelde; 2022-05-06)  <- gebruikt\n",
            "diclofenac-criterion-ssd: 0,126 ug/L (criterium van een instituut of artikel; 2021)  <- gebruikt, wijkt meer dan 10% af van de eerste keus\n",
            "diclofenac-eqs-food-chain: 0,0054 ug/L (norm voor dieren die vis eten; 2022-05-06)\n",
            "S36 SCHEER, 2022, ",
            "diclofenac-watch-list-2015: eerdere aandachtstoffenlijst van de EU, inmiddels vervangen (\"earlier EU watch list, replaced since\") (lijst; 2015-2018)",
            "diclofenac-persistence: breekt langzaam af (\"slowly degraded\") (persistentie; Fass 2020-10-20)",
            "      aantekening (Engels): 0.01 ug/L for marine water;",
        ],
    );
    assert_says(
        &page(&embedded(), "m01ab05", Language::English),
        &[
            "No climate value: a medicine that is not for inhalation.",
            "on the skin, after biological treatment: 300 (100 – 980) mg",
            "water that dilutes this to the limits: 8,000 (1,000 – 24,000) m3",
            "diclofenac-removal-secondary-assen: < 0.1 of 1 (removed, after biological treatment; 2015)  <- used\n",
            "an upper bound cannot be compared with an estimate",
        ],
    );
    assert!(trail(&embedded(), "M01AB05").is_recognised());
}

#[test]
fn an_upper_bound_is_rounded_up() {
    // Ibuprofen: at most 15 mg of a gram, over 0.14 ug/L: 107.142857 m3.
    let page = page(&embedded(), "M01AE01", Language::Dutch);
    assert_says(&page, &["hoogstens 15 mg", "hoogstens 108 m3"]);
}

#[test]
fn a_detection_limit_is_shown_as_one() {
    let page = page(&embedded(), "J01FF01", Language::Dutch);
    assert_says(
        &page,
        &[
            "Hoeveel ervan het riool bereikt staat niet in de gegevens; dat is niet nul.",
            "Getoond en nooit als grenswaarde voor waterorganismen gebruikt:",
            "clindamycin-detection-limit: 0,044 ug/L (detectiegrens voor laboratoria, geen PNEC; 2022)\n",
        ],
    );
}

/// Of a gram 12.5 mg of metformin and 734 mg of guanylurea are left; 734 / 160 = 4.5875 m3.
#[test]
fn what_is_formed_of_a_substance_is_shown_with_its_limit() {
    assert_says(
        &page(&embedded(), "A10BA02", Language::Dutch),
        &[
            "via de mond, na biologische zuivering: 12,5 (8,8 – 12,5) mg\n      daaruit ontstaat guanylureum: 730 (450 – 820) mg\n      water dat dit verdunt tot de grenswaarden: 4,6 (2,8 – 5,1) m3, door de grenswaarde van guanylureum\n",
            "daaruit ontstaat guanylureum: onbekend; dat is niet nul\n      water dat dit verdunt tot de grenswaarden: niet te beoordelen, want van wat eruit ontstaat is er een grenswaarde maar geen hoeveelheid\n",
            "metformin-guanylurea-pnec-company: 160 ug/L (PNEC van de fabrikant, omzettingsproduct guanylureum; 2019)  <- gebruikt\n",
            "  Wat eruit ontstaat:\n    metformin-guanylurea: 0,648-0,82 massadeel (omgezet, omzettingsproduct guanylureum, na biologische zuivering; 2013)  <- gebruikt\n",
        ],
    );
    assert_says(
        &page(&embedded(), "A10BA02", Language::English),
        &[
            "formed of it, guanylurea: 730 (450 – 820) mg\n",
            "4.6 (2.8 – 5.1) m3, by the limit of guanylurea\n",
            "cannot be judged, because of what is formed of it there is a limit and no amount\n",
            "metformin-guanylurea: 0.648-0.82 by mass (transformed, transformation product guanylurea, after biological treatment; 2013)  <- used\n",
        ],
    );
    // Of EXP3174 no mass is known and no limit; it is named, and no number rests on it.
    assert_says(
        &page(&embedded(), "C09CA01", Language::Dutch),
        &[
            "daaruit ontstaat EXP3174: onbekend; dat is niet nul\n",
            "losartan-exp3174: 0,14 deel van 1 (omgezet, omzettingsproduct EXP3174, via de mond; 1995)\n",
        ],
    );
    // A fact has a page of its own, with the loads and volumes that rest on it.
    assert_says(
        &page(&embedded(), "metformin-guanylurea", Language::Dutch),
        &[
            "gebruikt voor de hoeveelheid in oppervlaktewater na biologische zuivering: elke manier van gebruik\n",
        ],
    );
    assert_says(
        &page(
            &embedded(),
            "metformin-guanylurea-pnec-company",
            Language::English,
        ),
        &["used for the water down to the limit of: A10BA02\n"],
    );
}

#[test]
fn words_stay_words_and_vintages_stand_beside_them() {
    // A layer brings the Dutch words of its own rows; a row without them stands as it is.
    let header = format!("{HEADER},substance_nl,text_nl");
    let rows = [
        "x-risk,R03AC02,salbutamol sulphate,risk,,,,,,,cannot be excluded,Fass 2018-07-06,S33,page on salbutamol,read,,salbutamolsulfaat,niet uit te sluiten",
        "x-tox,R03AC02,salbutamol sulphate,toxicity,,,,,,,very toxic,Fass 2018-07-06,S33,page on salbutamol,read,,,",
    ];
    let dataset = with_table(&header, &rows).unwrap();
    for (language, lines) in [
        (
            Language::Dutch,
            [
                "\nWater: salbutamolsulfaat [R03AC02]\n",
                "x-risk: niet uit te sluiten (\"cannot be excluded\") (risico; Fass 2018-07-06)",
                "x-tox: \"very toxic\" (giftigheid; Fass 2018-07-06)",
            ],
        ),
        (
            Language::English,
            [
                "\nWater: salbutamol sulphate [R03AC02]\n",
                "x-risk: cannot be excluded (risk; Fass 2018-07-06)",
                "x-tox: very toxic (toxicity; Fass 2018-07-06)",
            ],
        ),
    ] {
        assert_says(&page(&dataset, "R03AC02", language), &lines);
    }
    // Two scores of different years stand side by side.
    assert_says(
        &page(&embedded(), "N02BE01", Language::Dutch),
        &[
            "paracetamol-score-2018: 5 van 9 (gevarenscore; 2018)",
            "paracetamol-score-2019: 2 van 9 (gevarenscore; 2019-11)",
        ],
    );
}

#[test]
fn unverified_facts_are_counted_and_not_shown() {
    let row = "x-list,M01AB05,diclofenac,list,,,,,,,own list,2025,S33,nowhere,unverified,";
    let dataset = with_rows(&[row]).unwrap();
    let page = page(&dataset, "M01AB05", Language::Dutch);
    assert_says(
        &page,
        &["Niet getoond en niet gebruikt, want niet nagekeken: 1."],
    );
    assert!(!page.contains("own list"), "{page}");
}

#[test]
fn a_substance_without_facts_has_no_section() {
    for asked in ["M04AA01", "R03AC02", "M01AB", "ventolin-aerosol-100"] {
        let page = page(&embedded(), asked, Language::Dutch);
        assert!(!page.contains("\nWater: "), "{page}");
    }
}

/// A substance of the data is found by its name as a whole word, in Dutch or as in the data,
/// and the page says which codes a report finds it by.
#[test]
fn a_label_that_names_a_substance_shows_its_facts() {
    let embedded = embedded();
    let lines = |asked: &str, language| -> Vec<String> {
        let page = page(&embedded, asked, language);
        let head = page
            .lines()
            .skip_while(|l| !l.contains("limaat") && !l.contains("limate"));
        head.take(4).map(str::to_owned).collect()
    };
    let unknown = "Geen klimaatwaarde: dit is niet als inhalatiemedicatie herkend.";
    let other = "Geen klimaatwaarde: een medicijn dat niet voor inhalatie is.";
    let diclofenac = "De tekst noemt 'diclofenac': ATC-code M01AB05 of M02AA15. Een rapport herkent deze stof aan de ATC-code of, zonder die code, aan de naam.";
    for (asked, first) in [
        ("diclofenac", unknown),
        ("DICLOFENAC GEL 10MG/G", unknown),
        ("DICLOFENAC TABLET MSR 50MG", other),
    ] {
        assert_eq!(
            lines(asked, Language::Dutch),
            [first, diclofenac, "", "Water: diclofenac [M01AB05]"],
            "{asked}"
        );
        assert!(trail(&embedded, asked).is_recognised(), "{asked}");
        let page = page(&embedded, asked, Language::Dutch);
        assert_eq!(page.matches("\nWater: ").count(), 1, "{asked}");
    }
    assert_eq!(
        lines("metoprolol", Language::English),
        [
            "No climate value: this was not recognised as an inhaled medicine.",
            "The text names 'metoprolol': ATC code C07AB02. A report recognises this substance by its ATC code or, without one, by its name.",
            "",
            "Water: metoprolol [C07AB02]",
        ]
    );
    let names = |asked: &str| -> Vec<String> {
        let page = page(&embedded, asked, Language::English);
        let named = page
            .lines()
            .filter_map(|line| line.strip_prefix("The text names '"));
        named
            .map(|rest| rest.split('\'').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("Amoxicilline caps 500mg"), ["amoxicillin"]);
    assert_eq!(
        names("ETHINYLESTRADIOL/LEVONORGESTREL"),
        ["ethinylestradiol", "levonorgestrel"]
    );
    assert_eq!(names("aceclofenac diclofenacum"), Vec::<String>::new());
    assert_eq!(names("M01AB05"), Vec::<String>::new());
    assert!(!trail(&embedded, "aceclofenac").is_recognised());
}
