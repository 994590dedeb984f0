//! Codes, and the words that options take: what was read prints as it reads again.

use super::text;
use crate::checks::{LANGUAGES, tells_no_patient};
use crate::{DATASET, Shape};
use groenrecept::advice::Guard;
use groenrecept::context::{Age, Fact, Indication, Sex};
use groenrecept::dataset::guideline::Status;
use groenrecept::dataset::{Device, Treatment};
use groenrecept::diagnostic::{Code, FormularyCode, Severity};
use groenrecept::formulary::Column;
use groenrecept::{
    Atc, CodeSystem, GNumber, Gpk, GwpSet, Hpk, Icpc, Language, ParseError, Prk, ZiNumber,
};
use std::fmt::Debug;
use std::str::FromStr;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let text = text(bytes);
    let known = [
        again::<Atc>(&text, |code| code.to_string()),
        read::<Icpc>(&text),
        again::<CodeSystem>(&text, |system| system.as_str().to_owned()),
        again::<Sex>(&text, |sex| sex.as_str().to_owned()),
        again::<Age>(&text, |age| age.years().to_string()),
        again::<Fact>(&text, |fact| fact.as_str().to_owned()),
        again::<Indication>(&text, |one| one.as_str().to_owned()),
        again::<Status>(&text, |status| status.as_str().to_owned()),
        again::<Device>(&text, |device| device.as_str().to_owned()),
        again::<GwpSet>(&text, |set| set.as_str().to_owned()),
        read::<Treatment>(&text),
        read::<Severity>(&text),
        read::<Language>(&text),
    ];
    let words = [
        Guard::parse(&text)
            .map(|guard| assert_eq!(guard.as_str(), &*text))
            .is_some(),
        Code::parse(&text)
            .map(|code| assert_eq!(code.as_str(), &*text))
            .is_some(),
        FormularyCode::parse(&text)
            .map(|code| assert_eq!(code.as_str(), &*text))
            .is_some(),
        Column::parse(&text)
            .map(|column| assert!(!column.as_str().is_empty()))
            .is_some(),
        DATASET.fact(&text).map_err(|error| said(&error)).is_ok(),
        DATASET
            .fact_answer(&text)
            .map_err(|error| said(&error))
            .is_ok(),
        DATASET
            .indication(&text)
            .map_err(|error| said(&error))
            .is_ok(),
    ];
    Shape::of((known, words)).and(numbers(&text))
}

/// A number prints as it reads again, in each system and by itself.
fn numbers(text: &str) -> Vec<String> {
    let systems = GNumber::SYSTEMS.map(|name| name.parse::<CodeSystem>().expect("a system"));
    let read = systems
        .iter()
        .map(|system| GNumber::parse(system, text).expect("a system of the G-Standaard"));
    let alone = [
        ZiNumber::parse(text).map(|number| (number.get(), number.passes_check_digit())),
        Hpk::parse(text).map(|number| (number.get(), number.passes_check_digit())),
        Prk::parse(text).map(|number| (number.get(), number.passes_check_digit())),
        Gpk::parse(text).map(|number| (number.get(), number.passes_check_digit())),
    ];
    let pairs = read.zip(alone).zip(&systems);
    pairs
        .map(|((read, alone), system)| match (read, alone) {
            (Ok(number), Ok((digits, fits))) => {
                assert_eq!(number.passes_check_digit(), fits);
                let again = GNumber::parse(system, &digits.to_string());
                assert_eq!(again, Some(Ok(number)), "{text:?}");
                format!("{fits}")
            }
            (Err(one), Err(other)) => {
                assert_eq!(one, other);
                format!("{one:?}")
            }
            (one, other) => panic!("{one:?} against {other:?}"),
        })
        .collect()
}

fn again<T: FromStr<Err = ParseError> + Debug + PartialEq>(
    text: &str,
    print: impl Fn(&T) -> String,
) -> bool {
    match text.parse::<T>() {
        Ok(one) => {
            let printed = print(&one);
            let again = printed.parse::<T>();
            assert_eq!(
                again.as_ref(),
                Ok(&one),
                "{text:?} was read and printed as {printed:?}"
            );
            true
        }
        Err(error) => {
            said(&error);
            false
        }
    }
}

fn read<T: FromStr<Err = ParseError>>(text: &str) -> bool {
    text.parse::<T>().map_err(|error| said(&error)).is_ok()
}

fn said(error: &ParseError) {
    for language in LANGUAGES {
        let text = error.text(language);
        assert!(!text.is_empty());
        tells_no_patient("an error", &text);
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let all = [
        "R03AC02",
        "r03ac02",
        "V03",
        "R96",
        "T90.02",
        "prk",
        "14500019",
        "02100010",
        "91014.0",
        "34",
        "acute_attack=no",
        "days_supplied=30",
        "asthma",
        "pMDI",
        "AR6",
        "secondary",
        "bad-number",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}
