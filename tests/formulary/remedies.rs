//! What a finding says to do, done to the letter: the finding goes, and no worse one comes.

use super::check::{dataset, json, report};
use super::{demo, formulary, package};
use groenrecept::formulary::Formulary;
use groenrecept::report::formulary::FormularyReport;
use groenrecept::{Diagnostic, Severity};

const AEROSOL: &str = "SERETIDE INHALATOR AEROSOL 25/250UG/DO 120DO;2 dd 2 inhalaties;30;x;";
const DISKUS: &str = "SERETIDE DISKUS INHPDR 50/500UG/DO 60DO;2 dd 1 inhalatie;30;x;";

/// The warnings and errors that were not there before.
fn new_ones(before: &FormularyReport, after: &FormularyReport) -> Vec<String> {
    let grave = |report: &FormularyReport| -> Vec<String> {
        let json = json(report);
        let findings = report.diagnostics().enumerate();
        let grave = findings.filter(|(_, one)| one.severity > Severity::Information);
        grave
            .map(|(index, one)| {
                format!(
                    "{} {}",
                    one.code.as_str(),
                    json["findings"][index]["option"]
                )
            })
            .collect()
    };
    let before = grave(before);
    let mut after = grave(after);
    after.retain(|one| !before.contains(one));
    after
}

fn codes(report: &FormularyReport) -> Vec<&str> {
    report.diagnostics().map(|one| one.code.as_str()).collect()
}

/// The product that a finding offers, as it is printed, and its doses for so many of the option.
fn offered(finding: &Diagnostic) -> Option<(String, u32, u32)> {
    let text = &finding.message.nl;
    let (_, rest) = text.split_once("ondersteunt: ")?;
    let (product, rest) = rest.split_once(" (dosisverhouding ")?;
    let end = rest.find([')', ':'].as_slice())?;
    let (from, to) = match rest[..end].trim().parse() {
        Ok(from) => (from, rest[end + 1..].trim_start().split([')', ':']).next()?),
        Err(_) => return None,
    };
    Some((product.to_owned(), from, to.trim().parse().ok()?))
}

/// Every inhaler with propellant, for asthma and for COPD: where the check says that a lower
/// product is missing, that product with these doses in front clears it.
#[test]
fn what_is_offered_clears_the_step_that_lacks_it() {
    let mut mended = 0;
    for product in dataset().products() {
        if !product.device.has_propellant() {
            continue;
        }
        let form = match product.device_name.as_str() {
            "" | "Inhalator" => "AEROSOL".to_owned(),
            name => format!("{name} AEROSOL"),
        };
        let name = match product.brand.as_str() {
            "" => product.substances.join("/"),
            brand => brand.to_owned(),
        };
        let pack = product
            .doses_per_pack
            .map_or(String::new(), |n| format!(" {n}DO"));
        let label = format!("{name} {form} {}{pack}", product.strength).to_uppercase();
        for condition in ["Astma;R96", "COPD;R95"] {
            let row = |rank: u8, label: &str, doses: u32| {
                format!("{condition};18;80;;1;{rank};;{label};2 dd {doses} inhalaties;30;x;")
            };
            let own = row(1, &label, 4);
            let before = report(&formulary(&[&own]));
            let found = before.diagnostics().find_map(offered);
            let Some((other, from, to)) = found else {
                continue;
            };
            mended += 1;
            let first = row(1, &other, 4 * to / from);
            let second = row(2, &label, 4);
            let after = report(&formulary(&[&first, &second]));
            let said = format!("{label} -> {other}: {:?}", codes(&after));
            assert!(!codes(&after).contains(&"no-lower-impact-option"), "{said}");
            assert!(!codes(&after).contains(&"unknown-product"), "{said}");
            assert_eq!(new_ones(&before, &after), [""; 0], "{said}");
        }
    }
    assert!(mended >= 10, "{mended}");
}

/// In the demonstration each step that lacks a lower option is mended as it is told.
#[test]
fn the_demonstration_is_mended_as_it_is_told() {
    let demo_text = std::fs::read_to_string(package().join("data/demo/formularium.csv")).unwrap();
    let lacking = |report: &FormularyReport| {
        let all = report.diagnostics();
        let lacking = all.filter(|one| one.code.as_str() == "no-lower-impact-option");
        lacking.filter_map(|one| one.place.line).collect::<Vec<_>>()
    };
    let before = report(&demo());
    let lines = lacking(&before);
    assert!(!lines.is_empty());
    let mut text: Vec<String> = demo_text.lines().map(str::to_owned).collect();
    let findings: Vec<&Diagnostic> = before.diagnostics().collect();
    for finding in findings.into_iter().rev() {
        let Some((other, from, to)) = offered(finding) else {
            continue;
        };
        let line = usize::try_from(finding.place.line.unwrap()).unwrap() - 1;
        let mut cells: Vec<String> = text[line].split(';').map(str::to_owned).collect();
        let number: u32 = cells[9].split_whitespace().nth(2).unwrap().parse().unwrap();
        let times = cells[9].split_whitespace().next().unwrap().to_owned();
        (cells[7], cells[8]) = (String::new(), other);
        cells[9] = format!("{times} dd {} inhalaties", number * to / from);
        text.insert(line, cells.join(";"));
    }
    let mended = Formulary::read("f.csv", text.join("\n").as_bytes(), &super::words());
    let after = report(&mended);
    assert_eq!(lacking(&after), Vec::<u64>::new());
    let count = |report: &FormularyReport, severity| {
        let all = report.diagnostics();
        all.filter(|one| one.severity == severity).count()
    };
    let [errors, warnings] = [Severity::Error, Severity::Warning]
        .map(|severity| (count(&before, severity), count(&after, severity)));
    assert!(errors.1 <= errors.0 && warnings.1 < warnings.0);
}

/// What is told and what is done about it: rows that are found fault with, its code, and the rows
/// with what to do done.
#[test]
fn what_to_do_clears_the_finding() {
    let adults = "Astma;R96;18;80;;1;";
    let told: [(&str, Vec<String>, Vec<String>); 15] = [
        (
            "no-lower-impact-option",
            vec![format!("{adults}1;;{AEROSOL}")],
            vec![
                format!("{adults}1;;{DISKUS}"),
                format!("{adults}2;;{AEROSOL}"),
            ],
        ),
        (
            "no-lower-impact-option",
            vec![format!("{adults}1;;{AEROSOL}")],
            vec![format!("Astma;R96;18;80;kan geen poeder;1;1;;{AEROSOL}")],
        ),
        (
            "dominated-choice",
            vec![
                format!("{adults}1;;{DISKUS}"),
                format!("{adults}2;;{AEROSOL}"),
            ],
            vec![format!("{adults}1;;{DISKUS}")],
        ),
        (
            "order-against-impact",
            vec![
                format!("{adults}1;;{AEROSOL}"),
                format!("{adults}2;;{DISKUS}"),
            ],
            vec![
                format!("{adults}1;;{DISKUS}"),
                format!("{adults}2;;{AEROSOL}"),
            ],
        ),
        (
            "keep-missing",
            vec![row("2;5", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO")],
            vec![
                row("2;5", "1", "VENTOLIN AEROSOL 100UG/DO 200DO"),
                row("2;5", "2", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO"),
            ],
        ),
        (
            "keep-missing",
            vec![row("2;5", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO")],
            vec![row("6;11", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO")],
        ),
        (
            "label-excludes-indication",
            vec![row(
                "18;80",
                "1",
                "TRELEGY ELLIPTA INHPDR 92/55/22UG/DO 30DO",
            )],
            vec![row("18;80", "1", "RELVAR ELLIPTA INHPDR 92/22UG/DO 30DO")],
        ),
        (
            "label-excludes-age",
            vec![row("6;11", "1", "FOSTER NEXTHALER INHPDR 100/6UG/DO 120DO")],
            vec![row(
                "18;80",
                "1",
                "FOSTER NEXTHALER INHPDR 100/6UG/DO 120DO",
            )],
        ),
        (
            "device-changes-between-steps",
            vec![
                row("18;80", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO"),
                row("18;80", "1", "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO")
                    .replace(";;1;1;", ";;2;1;"),
            ],
            vec![
                row("18;80", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO"),
                row("18;80", "1", "SPIRIVA RESPIMAT INHVLST 2,5UG/DO 60DO")
                    .replace(";;1;1;", ";;2;1;"),
                row("18;80", "2", DISKUS.split(';').next().unwrap()).replace(";;1;2;", ";;2;2;"),
            ],
        ),
        (
            "ambiguous-option",
            vec![row("18;80", "1", "SALBUTAMOL")],
            vec![row("18;80", "1", "SALBUTAMOL NOVOLIZER")],
        ),
        (
            "atc-contradicts-label",
            vec![
                row("18;80", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO")
                    .replace(";;VENT", ";R03AK06;VENT"),
            ],
            vec![
                row("18;80", "1", "VENTOLIN DISKUS INHPDR 200UG/DO 60DO")
                    .replace(";;VENT", ";R03AC02;VENT"),
            ],
        ),
        (
            "quantity-over-limit",
            vec![
                "Hypertensie;K86;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;180;x;".to_owned(),
            ],
            vec![
                "Hypertensie;K86;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;93;x;".to_owned(),
            ],
        ),
        (
            "stale-source",
            vec![
                "COPD;R95;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;30;NHG COPD 2015;"
                    .to_owned(),
            ],
            vec![
                "COPD;R95;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;30;NHG COPD 2022;"
                    .to_owned(),
            ],
        ),
        (
            "gap-in-ages",
            vec![tablet("18;49"), tablet("51;80")],
            vec![tablet("18;49"), tablet("50;80")],
        ),
        (
            "uncited",
            vec![tablet("18;80").replace(";x;", ";;")],
            vec![tablet("18;80").replace(";x;", ";eigen afspraak;")],
        ),
    ];
    for (code, bad, mended) in told {
        let [before, after] = [&bad, &mended].map(|rows| {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            report(&formulary(&rows))
        });
        assert!(
            codes(&before).contains(&code),
            "{code}: {:?}",
            codes(&before)
        );
        assert!(
            !codes(&after).contains(&code),
            "{code}: {:?}",
            codes(&after)
        );
        // What comes instead is for information at most.
        assert_eq!(new_ones(&before, &after), [""; 0], "{code}");
    }
}

fn row(ages: &str, rank: &str, label: &str) -> String {
    format!("Astma;R96;{ages};;1;{rank};;{label};2 dd 1 inhalatie;30;x;")
}

fn tablet(ages: &str) -> String {
    format!("Hypertensie;K86;{ages};;1;1;C09AA02;ENALAPRIL TABLET 10MG;1 dd 1;90;x;")
}
