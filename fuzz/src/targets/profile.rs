//! A profile, and an export that is read with it.

use super::text;
use crate::checks::{said, tells_no_patient};
use crate::{DATASET, ENGINE, Shape, seeds};
use groenrecept::Language;
use groenrecept::dataset::Layer;
use groenrecept::intake::{Export, Profile};

const EXPORT: &str = "patient;datum;omschrijving;atc;aantal;eenheid;status;gestopt\n\
    KWIXBUQZ;2025-01-15;VENTOLIN AEROSOL 100UG/DO 200DO;R03AC02;1,0;ST;;\n\
    KWIXBUQZ;2025-02-16;METFORMINE TABL 500MG;A10BA02;30;ST;geannuleerd;ja\n";

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let profile = match Profile::parse(&text(bytes)) {
        Ok(profile) => profile,
        Err(error) => {
            said(&error);
            return Shape::of(error.to_string().len());
        }
    };
    let export = Export::new("export.csv", EXPORT.as_bytes()).expect("text");
    let named: Vec<String> = match export.layout(&DATASET, Some(&profile)) {
        Ok(layout) => layout.ignored().map(str::to_owned).collect(),
        Err(error) => {
            // Without a header the first row names columns, and nothing else does.
            tells_no_patient("an error", &error.text(Language::Dutch));
            vec![error.to_string()]
        }
    };
    match ENGINE.analysis().run(export, Some(&profile)) {
        Ok(outcome) => {
            let tally = outcome.tally().expect("nothing is hidden");
            assert!(tally.ledger.balances());
            Shape::of((
                named,
                tally.ledger.set_aside().into_keys().collect::<Vec<_>>(),
            ))
        }
        Err(error) => {
            said(&error);
            Shape::of((named, std::mem::discriminant(error.kind())))
        }
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("data/profiles", "toml");
    all.extend(seeds::files("tests/fixtures/exports", "toml"));
    let start = Layer::template("profiles/own.toml", Language::English).unwrap_or_default();
    // Every key, filled.
    all.push(start.replace("# ", "").into_bytes());
    all.push(start.into_bytes());
    let whole = "separator = \";\"\nencoding = \"utf-8\"\ndate = \"yyyy-mm-dd\"\ndecimal = \",\"\n\
                 stopped = \"drops\"\noptional = [\"status\", \"hpk\"]\n[columns]\ndate = \"datum\"\n\
                 label = \"omschrijving\"\nquantity = \"aantal\"\nunit = \"#6\"\n[codes]\nhpk = \"hpk\"\n";
    all.push(whole.as_bytes().to_vec());
    all
}
