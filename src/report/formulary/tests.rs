//! A finding stands by itself: what it says does not hang on the words that it is printed with.
#![allow(
    clippy::unwrap_used,
    reason = "a test on a formulary and words of its own"
)]

use super::{FormularyReport, Severities};
use crate::dataset::Dataset;
use crate::diagnostic::FormularyCode;
use crate::engine::Engine;
use crate::formulary::{Checker, Formulary, Settings, Words};

const TEXT: &str = "\
aandoening;icpc;leeftijd van;leeftijd t/m;kenmerk;stap;keus;atc;middel;dosering;behandeldagen;paragraaf;opmerking
Hypertensie;K86;18;80;;1;1;C09AA02;ENALAPRIL TABLET 10MG;400 dd 1 tablet;90;x;Aerosolen zijn slecht voor het klimaat
Pijn;L18;12;17;nsaid_needed=yes;1;1;M01AE02;NAPROXEN TABLET 500MG;2 dd 1 tablet;7;x;Beter voor het oppervlaktewater dan diclofenac
";

#[test]
fn a_finding_says_the_same_whatever_words_the_report_is_made_with() {
    let dataset = Dataset::embedded().unwrap();
    let words = Words::of(&dataset);
    let formulary = Formulary::read("f.csv", TEXT.as_bytes(), &words);
    let engine = Engine::new(&dataset);
    let findings = Checker::new(&engine, &words, Settings::new()).check(&formulary);
    let said = |words: &Words| {
        let none = Severities::new();
        let report = FormularyReport::new(
            &dataset,
            words,
            &formulary,
            &findings,
            &none,
            &Settings::new(),
        );
        let all = report.findings.into_iter();
        all.map(|one| (one.diagnostic, one.sources, one.instead))
            .collect::<Vec<_>>()
    };
    let own = said(&words);
    let codes: Vec<_> = own.iter().map(|(found, ..)| found.code).collect();
    let expected = [
        FormularyCode::DosageOutOfRange,
        FormularyCode::PropellantWording,
        FormularyCode::ReversedEvidence,
    ];
    assert_eq!(codes, expected.map(Into::into));
    assert_eq!(said(&words.without_texts()), own);
}
