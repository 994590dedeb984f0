//! What is suggested as lower is what these patients can have; what the figures rest on is said.

use super::check::{dataset, engine, report, shared_words};
use super::formulary;
use groenrecept::Severity;
use groenrecept::formulary::{Checker, Finding, Reason, Settings, Stands};

const NEXTHALER: &str = "TRIMBOW NEXTHALER INHPDR 88/5/9UG/DO 120DO";

fn found(rows: &[&str]) -> Vec<Finding> {
    Checker::new(engine(), shared_words(), Settings::new()).check(&formulary(rows))
}

/// Code, severity, option and how the other option stands to it, of the findings about impact.
fn impact(rows: &[&str]) -> Vec<(&'static str, Severity, usize, Option<Stands>)> {
    let found = found(rows);
    let told = found.iter().filter_map(|one| {
        let reason = one.reason.as_ref();
        let stands = if let Reason::Pair { stands, .. } = reason {
            Some(*stands)
        } else {
            None
        };
        let told = stands.is_some() || matches!(reason, Reason::NoLower { .. });
        told.then(|| (one.code.as_str(), one.severity, one.option, stands))
    });
    told.collect()
}

fn texts(rows: &[&str], code: &str) -> Vec<(String, String)> {
    let report = report(&formulary(rows));
    let found = report.diagnostics().filter(|one| one.code.as_str() == code);
    found
        .map(|one| (one.message.nl.clone(), one.message.en.clone()))
        .collect()
}

#[test]
fn a_powder_that_the_label_leaves_out_is_not_suggested() {
    let rows = |condition: &str| {
        [
            format!(
                "{condition};18;80;;1;1;;TRIMBOW AEROSOL 87/5/9UG/DO 120DO;2 dd 2 inhalaties;30;x;"
            ),
            format!("{condition};18;80;;1;2;;{NEXTHALER};2 dd 2 inhalaties;30;x;"),
        ]
    };
    // In COPD both may be used.
    let [aerosol, powder] = rows("COPD;R95");
    let found = impact(&[&aerosol, &powder]);
    let expected = [(
        "order-against-impact",
        Severity::Warning,
        0,
        Some(Stands::Cited),
    )];
    assert_eq!(found, expected);
    // In asthma the powder may not be used, by the only text that was seen.
    let [aerosol, powder] = rows("Astma;R96");
    assert_eq!(impact(&[&aerosol, &powder]), []);
    let texts = texts(&[&aerosol, &powder], "label-excludes-indication");
    assert_eq!(texts.len(), 1);
    assert!(
        texts[0].0.starts_with("een tekst uit Spanje over "),
        "{texts:?}"
    );
    assert!(texts[0].1.starts_with("a text from Spain on "), "{texts:?}");
}

/// A powder that may not be used by these patients is no lower option of the step.
#[test]
fn a_powder_that_the_label_leaves_out_does_not_fill_the_step() {
    let aerosol = "Astma;R96;12;17;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 2 inhalaties;30;x;";
    // From 18, by its label.
    let powder =
        "Astma;R96;12;17;;1;2;;FOSTER NEXTHALER INHPDR 100/6UG/DO 120DO;2 dd 1 inhalatie;30;x;";
    let expected = [("no-lower-impact-option", Severity::Warning, 0, None)];
    assert_eq!(impact(&[aerosol, powder]), expected);
    // Nor does one of another use for those who may have it: maintenance is no relief.
    let [aerosol, powder] = [aerosol, powder].map(|row| row.replace(";12;17;", ";18;80;"));
    assert_eq!(impact(&[&aerosol, &powder]), expected);
    // Another substance for relief does, and that is said.
    let powder = powder.replace(
        "FOSTER NEXTHALER INHPDR 100/6UG/DO 120DO",
        "BRICANYL TURBUHALER INHPDR 500UG/DO 120DO",
    );
    let expected = [(
        "order-against-impact",
        Severity::Information,
        0,
        Some(Stands::OtherSubstance),
    )];
    assert_eq!(impact(&[&aerosol, &powder]), expected);
}

#[test]
fn a_powder_is_not_suggested_to_whom_advice_would_not_give_it() {
    let rows = |patients: &str| {
        let row = |rank: u8, label: &str, doses: u8| {
            format!("Astma;R96;{patients};1;{rank};;{label};2 dd {doses} inhalaties;30;x;")
        };
        [
            row(1, "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO", 2),
            row(2, "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO", 1),
        ]
    };
    for patients in [
        "18;80;kan geen poeder",
        "18;80;acute aanval",
        "70;90;kwetsbare oudere",
        "4;5;",
        "4;80;",
    ] {
        let rows = rows(patients);
        let found = impact(&rows.each_ref().map(String::as_str));
        assert_eq!(found, [], "{patients}");
    }
    let rows = rows("12;80;");
    assert_eq!(impact(&rows.each_ref().map(String::as_str)).len(), 1);
}

/// An aerosol that weighs less is no low option, or the lightest of a step of aerosols would gain
/// the finding that the heaviest had not.
#[test]
fn a_lighter_aerosol_does_not_fill_the_step() {
    let row = |rank: u8, label: &str| {
        format!("Astma;R96;18;80;;1;{rank};;{label};2 dd 2 inhalaties;30;x;")
    };
    let atrovent = row(2, "ATROVENT AEROSOL 20UG/DO 200DO");
    let lacks = |label: &str| {
        let found = impact(&[&row(1, label), &atrovent]);
        found.contains(&("no-lower-impact-option", Severity::Warning, 0, None))
    };
    // 282,7 g, 97,2 g and beside them 171,2 g a day.
    assert!(lacks("VENTOLIN AEROSOL 100UG/DO 200DO"));
    assert!(lacks("AIROMIR AEROSOL 100UG/DO 200DO"));
}

#[test]
fn the_same_substance_is_suggested_before_another() {
    let row = |rank: u8, label: &str, doses: u8| {
        format!("Astma;R96;18;80;;1;{rank};;{label};2 dd {doses} inhalaties;30;x;")
    };
    let aerosol = row(1, "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO", 2);
    let same = row(2, "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO", 1);
    // Relvar weighs less, and is another substance.
    let other = row(2, "RELVAR ELLIPTA INHPDR 92/22UG/DO 30DO", 1).replace("2 dd 1", "1 dd 1");
    let warned = |stands, severity| [("order-against-impact", severity, 0, Some(stands))];
    assert_eq!(
        impact(&[&aerosol, &same, &other]),
        warned(Stands::Cited, Severity::Warning)
    );
    let rows = [aerosol.as_str(), other.as_str()];
    assert_eq!(
        impact(&rows),
        warned(Stands::OtherSubstance, Severity::Information)
    );
    let texts = texts(&rows, "order-against-impact");
    assert!(
        texts[0]
            .0
            .ends_with("; een andere werkzame stof: een behandelkeuze, geen ruil"),
        "{texts:?}"
    );
    assert!(
        texts[0]
            .1
            .ends_with("; another substance: a choice of treatment, no exchange"),
        "{texts:?}"
    );
}

/// Trixeo as sold here may hold a gas of which the bracket of aerosols says nothing.
#[test]
fn what_may_hold_another_gas_is_not_told_lower_or_higher() {
    let row =
        |rank: u8, label: &str| format!("COPD;R95;18;80;;1;{rank};;{label};1 dd 1 inhalatie;30;x;");
    let trixeo = "TRIXEO AEROSPHERE AEROSOL 160/5/7,2UG/DO 120DO";
    let powder = "TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO";
    let rows = [row(1, trixeo), row(2, powder)];
    assert_eq!(impact(&rows.each_ref().map(String::as_str)), []);
    let trimbow = "TRIMBOW AEROSOL 87/5/9UG/DO 120DO";
    let rows = [row(1, trimbow), row(2, powder)];
    assert_eq!(impact(&rows.each_ref().map(String::as_str)).len(), 1);
}

/// No source says which dose of a powder stands for one of salbutamol aerosol.
#[test]
fn doses_that_are_equal_by_name_only_are_said_to_be() {
    let aerosol = "Astma;R96;18;80;;1;1;;VENTOLIN AEROSOL 100UG/DO 200DO;2 dd 1 inhalatie;30;x;";
    let alone = texts(&[aerosol], "no-lower-impact-option");
    let nominal = "geen bron zegt dit; gerekend is met dezelfde nominale dosis van dezelfde stoffen), per behandeldag";
    assert!(alone[0].0.contains(nominal), "{alone:?}");
    let nominal = "no source says this; the same nominal dose of the same substances was taken), per treatment day";
    assert!(alone[0].1.contains(nominal), "{alone:?}");
    let novolizer =
        "Astma;R96;18;80;;1;2;;SALBUTAMOL NOVOLIZER INHPDR 100UG/DO 200DO;2 dd 1 inhalatie;30;x;";
    let rows = [aerosol, novolizer];
    let expected = [(
        "order-against-impact",
        Severity::Warning,
        0,
        Some(Stands::Nominal),
    )];
    assert_eq!(impact(&rows), expected);
    let pair = texts(&rows, "order-against-impact");
    let nominal = "; geen bron zegt welke doses gelijk staan; de doseringen van de opties tellen doses zoals op het etiket (nominaal)";
    assert!(pair[0].0.ends_with(nominal), "{pair:?}");
    // Seretide: both labels give the doses a day.
    let seretide =
        "Astma;R96;18;80;;1;1;;SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2;30;x;";
    let cited = texts(&[seretide], "no-lower-impact-option");
    assert!(
        cited[0].0.contains("(dosisverhouding 2 : 1), per"),
        "{cited:?}"
    );
}

/// The aerosol that a rule says to keep below 6 has a text from 4: the rule is named. That of
/// Ventolin leaves out nobody.
#[test]
fn a_rule_that_keeps_goes_before_the_age_of_a_label() {
    let row = |ages: &str, feature: &str, label: &str| {
        format!("Astma;R96;{ages};{feature};1;1;;{label};zo nodig 4 dd 1 inhalatie;50;x;")
    };
    let salbutamol = "SALBUTAMOL SANDOZ AEROSOL 100UG/DO 200DO";
    let severity = |row: &str| {
        let found = found(&[row]);
        found.into_iter().find_map(|one| {
            let Reason::LabelAge { kept, country, .. } = one.reason.as_ref() else {
                return None;
            };
            let kept = kept.as_ref().map(|rule| rule.as_str().to_owned());
            Some((one.severity, kept, country.clone()))
        })
    };
    let austria = Some("AT".to_owned());
    let kept = |rule: &str| {
        Some((
            Severity::Information,
            Some(rule.to_owned()),
            austria.clone(),
        ))
    };
    for feature in ["", "voorzetkamer"] {
        assert_eq!(severity(&row("0;5", feature, salbutamol)), kept("inh-20"));
        // The label leaves out those below 4, and the rule names all of them.
        assert_eq!(severity(&row("2;11", feature, salbutamol)), kept("inh-20"));
    }
    assert_eq!(severity(&row("4;11", "", salbutamol)), None);
    let ventolin = "VENTOLIN AEROSOL 100UG/DO 200DO";
    assert_eq!(severity(&row("0;5", "", ventolin)), None);
    // No rule names the powder, nor the aerosol with another substance.
    let powder = "VENTOLIN DISKUS INHPDR 200UG/DO 60DO";
    assert_eq!(
        severity(&row("4;5", "", powder)),
        Some((Severity::Warning, None, None))
    );
    // A text of another country is for information.
    let flixotide = "FLIXOTIDE INHALATOR AEROSOL 50UG/DO 120DO";
    let noted = Some((
        Severity::Information,
        Some("kid-01".to_owned()),
        Some("HU".to_owned()),
    ));
    assert_eq!(severity(&row("0;5", "", flixotide)), noted);

    let rows = row("0;5", "voorzetkamer", salbutamol);
    let report = report(&formulary(&[&rows]));
    let finding = &super::check::json(&report)["findings"][0];
    assert_eq!(
        report.diagnostics().next().unwrap().message.nl,
        "leeftijd van: salbutamol dosisaerosol 100 microg, 200 doses is volgens een tekst uit Oostenrijk vanaf 4 jaar; de optie begint bij 0 jaar; een Nederlandse bijsluiter die dat zegt kennen de gegevens niet; voor deze patiënten noemt een regel dit middel juist: 'Onder de 6 jaar: houd salbutamol als aerosol' (inh-20)"
            .trim_start_matches("leeftijd van: ")
    );
    let rules: Vec<&str> = finding["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["inh-20", ""]);
    let instead = finding["instead"]["nl"].as_str().unwrap();
    assert_eq!(
        instead,
        "Ter informatie: een tekst uit een ander land beslist hier niet. Zoek de Nederlandse bijsluiter op; wijzig niets om deze tekst alleen."
    );
}

#[test]
fn every_country_of_a_text_has_a_name() {
    for limit in dataset().all_label_limits() {
        let Some(country) = &limit.country else {
            continue;
        };
        let named = include_str!("../../data/formulary/countries.csv");
        let row = format!("\n{country},");
        assert!(named.contains(&row), "{country}");
    }
}

#[test]
fn a_short_title_cites_a_guideline_and_another_work_does_not() {
    let stale = |section: &str| {
        let row =
            format!("Jicht;T92;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;30;{section};");
        let found = found(&[&row]);
        found.iter().find_map(|one| {
            let Reason::Stale { title, version, .. } = one.reason.as_ref() else {
                return None;
            };
            assert!(!version.is_empty());
            Some(title.clone())
        })
    };
    let asthma = "NHG-Standaard Astma bij volwassenen (M27)";
    let copd = "NHG-Standaard COPD (M26)";
    for (section, title) in [
        ("astma volwassenen 2015", asthma),
        ("Astma bij volwassenen, 2015, stap 3", asthma),
        ("NHG astma 2015", asthma),
        ("NHG astma 2020", asthma),
        ("NHG-standaard astma 2015, par. 4", asthma),
        ("standaard COPD 2015", copd),
        ("NHG COPD, versie april 2015", copd),
        ("NHG-Standaard Pijn, 2015", "NHG-Standaard Pijn (M106)"),
        ("M26, 2015", copd),
        (
            "NHG astma bij kinderen 2014",
            "NHG-Standaard Astma bij kinderen (M24)",
        ),
        (
            "NHG-Standaard Astma bij kinderen (M24), 2014",
            "NHG-Standaard Astma bij kinderen (M24)",
        ),
        // Of these only the newest version is known, or the rules rest on an older one.
        (
            "NHG-Standaard Slaapproblemen, 2014",
            "NHG-Standaard Slaapproblemen (M23)",
        ),
        (
            "NHG-Standaard Urineweginfecties (M05), 2020",
            "NHG-Standaard Urineweginfecties (M05)",
        ),
    ] {
        assert_eq!(stale(section).as_deref(), Some(title), "{section}");
    }
    for section in [
        "astma 2015",
        "NHG astma 2022",
        // Of other works only the beginning of the title is the same.
        "NHG-Standaard Pijnlijke schouder, 2008",
        "NHG-Standaard Artritis psoriatica 2009",
        "NHG-Standaard Obstipatie bij kinderen, 2009",
        "Oude NHG-Standaard Pijnstillers 2015",
        "NHG COPD, december 2022",
        // Its version was not seen.
        "NHG-Standaard Hand- en polsklachten, 2010",
        "NHG-Standaard Urineweginfecties (M05), december 2025",
        "GINA astma volwassenen 2015",
        "Farmacotherapeutisch Kompas, COPD, onderhoudsbehandeling, 2015",
        "NHG en KNMP over COPD 2015",
        "NHG COPD",
        "COPD 2015",
    ] {
        assert_eq!(stale(section), None, "{section}");
    }
}

/// Extrafine particles of Qvar: no source says which dose of the capsules stands for one.
#[test]
fn doses_of_which_nothing_is_known_are_said_to_be() {
    let row = |rank: u8, label: &str| {
        format!("Astma;R96;18;80;;1;{rank};;{label};2 dd 1 inhalatie;30;x;")
    };
    let rows = [
        row(1, "QVAR AUTOHALER AEROSOL 100UG/DO 200DO"),
        row(2, "BECLOMETASON CYCLOHALER INHPDR CAPS 200UG"),
    ];
    let rows = rows.each_ref().map(String::as_str);
    let expected = [(
        "order-against-impact",
        Severity::Warning,
        0,
        Some(Stands::NoEquivalence),
    )];
    assert_eq!(impact(&rows), expected);
    let pair = texts(&rows, "order-against-impact");
    let unknown =
        "; geen bron zegt welke doses gelijk staan; gerekend is met de doseringen van de opties";
    assert!(pair[0].0.ends_with(unknown), "{pair:?}");
}

#[test]
fn a_code_that_is_not_that_of_the_label_is_told() {
    let contradicts = |atc: &str, label: &str| {
        let row = format!("Astma;R96;18;80;;1;1;{atc};{label};2 dd 1;30;x;");
        let found = found(&[&row]);
        let named = found.iter().find_map(|one| {
            let Reason::AtcContradicts { named, .. } = one.reason.as_ref() else {
                return None;
            };
            Some(named.clone())
        });
        named.map(|codes| codes.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let salbutamol = Some(vec!["R03AC02".to_owned()]);
    for label in ["SALBUTAMOL", "SALBUTAMOL AEROSOL 100UG/DO 200DO"] {
        assert_eq!(contradicts("R03AK06", label), salbutamol, "{label}");
        assert_eq!(contradicts("R03AC02", label), None, "{label}");
        assert_eq!(contradicts("R03AC", label), None, "{label}");
        assert_eq!(contradicts("", label), None, "{label}");
    }
    assert_eq!(
        contradicts("C09AA02", "VENTOLIN DISKUS 200UG/DO"),
        salbutamol
    );
    // Another route, another medicine, and a combination that the data does not have.
    for (atc, label) in [
        ("A07EA06", "BUDESONIDE CAPSULE MGA 3MG"),
        ("R01AD05", "BUDESONIDE NEUSSPRAY 50UG/DO"),
        ("R01AD08", "FLUTICASON NEUSSPRAY 50UG/DO 120DO"),
        (
            "R03AL02",
            "IPRATROPIUM/SALBUTAMOL VERNEVELVLOEISTOF 0,2/1MG/ML",
        ),
        ("R03CC02", "SALBUTAMOL TABLET 4MG"),
        ("H02AB06", "PREDNISOLON TABLET 5MG"),
    ] {
        assert_eq!(contradicts(atc, label), None, "{atc} {label}");
    }
}

#[test]
fn relief_is_no_choice_beside_maintenance() {
    // Both are in R03AC; one is used for relief, the other twice a day whatever the complaints.
    let relief = "Astma;R96;18;80;;1;1;;SALBUTAMOL AEROSOL 100UG/DO 200DO;zo nodig 4 dd 1;30;x;";
    let other = |rank, label| format!("Astma;R96;18;80;;1;{rank};;{label};2 dd 1;30;x;");
    let long = other(2, "SEREVENT DISKUS INHPDR 50UG/DO 60DO");
    assert!(
        impact(&[relief, &long])
            .iter()
            .all(|(_, _, _, stands)| stands.is_none())
    );
    // Neither is a steroid beside a long-acting drug.
    let steroid = other(1, "FLIXOTIDE INHALATOR AEROSOL 250UG/DO 60DO");
    let stands = impact(&[&steroid, &long]);
    assert!(
        stands.iter().all(|(_, _, _, stands)| stands.is_none()),
        "{stands:?}"
    );
    // Two of one use are told, as another substance.
    let bricanyl = other(2, "BRICANYL TURBUHALER INHPDR 500UG/DO 120DO");
    let told = impact(&[relief, &bricanyl]);
    let expected = [(
        "order-against-impact",
        Severity::Information,
        0,
        Some(Stands::OtherSubstance),
    )];
    assert_eq!(told, expected);
}

#[test]
fn the_code_of_an_inhaler_beside_another_form_is_told() {
    let told = |label: &str, atc: &str| {
        let row = format!("Pijn;A01;18;80;;1;1;{atc};{label};2 dd 1 tablet;5;x;");
        texts(&[&row], "atc-contradicts-label")
    };
    let [(dutch, english)] = &told("NAPROXEN TABLET 500MG", "R03AC02")[..] else {
        panic!("one finding");
    };
    assert!(
        dutch.ends_with(
            "de code R03AC02 is die van een inhalatiemiddel; de omschrijving is er geen"
        )
    );
    assert!(
        english.ends_with("the code R03AC02 is that of an inhaled medicine; the label is of none")
    );
    assert_eq!(told("NAPROXEN TABLET 500MG", "M01AE02"), []);
    // Tablets of salbutamol have a code of their own.
    assert_eq!(told("SALBUTAMOL TABLET 4MG", "R03CC02"), []);
    assert_eq!(told("SALBUTAMOL TABLET 4MG", "R03AC02").len(), 1);
}
