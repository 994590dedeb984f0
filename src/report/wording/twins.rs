//! Both languages say the same: made with the same values, sentences hold the same facts.

#[path = "../../../tests/twins/facts.rs"]
mod facts;

use super::{Heading, Shares, terms};
use crate::dataset::{FormUnit, FunctionalUnit, Route, Treatment};
use crate::intake::gstandaard::Gap;
use crate::language::Language;
use crate::matching::Decided;
use crate::practice::{Period, Reason};
use facts::facts;

/// The sentences of the report that stand by themselves.
fn report(language: Language) -> Vec<String> {
    let words = super::of(language);
    let fixed = [
        words.title(),
        words.intended_use(),
        words.heading(Heading::SetAside),
        words.heading(Heading::Unusual),
        words.no_merging(),
        words.no_period(),
        words.no_dates(),
        words.absent(),
        words.whole_numbers(),
        words.sum(),
        words.no_inhalers(),
        words.limits(),
        words.bracket_note(),
        words.mix_note(),
        words.nothing_set_aside(),
        words.quantities_read(),
        words.one_value(),
        words.trail(),
    ];
    let mut all: Vec<String> = fixed.map(str::to_owned).into();
    all.extend([
        words.other_strength("11"),
        words.lacking("11", "12"),
        words.lacking("11", ""),
        words.rows("11", "12", Some("13"), "14"),
        words.rows("11", "12", None, "14"),
        words.period("11", "12"),
        words.practices("11"),
        words.layout("11", "12", "13", "14"),
        words.column_used("11", "12"),
        words.columns_used("11"),
        words.columns_ignored(11, "12"),
        words.file("11"),
        words.total("11", "12", "13"),
        words.stated_in("11", None),
        words.stated_in("11", Some(&shares(None))),
        words.stated_in("11", Some(&shares(Some("14")))),
        words.inhalers_aside("11"),
        words.unrecognised_lines("11"),
        words.other_products(11),
        words.coverage("11", "12", "13"),
        words.uncovered_volume("11", "12"),
        words.by_basis("11"),
        words.outside("11", "12"),
        words.products_shown(11, 12),
        words.mix_without_doses("11"),
        words.found_by("11"),
        words.method("11"),
        words.data_version("11", "12", "13"),
        words.factors_of_source("11"),
        words.possible_products(11),
    ]);
    all.extend(Reason::ALL.iter().map(|one| words.reason(*one).to_owned()));
    all.extend(
        Decided::ALL
            .iter()
            .map(|one| words.decided(*one).to_owned()),
    );
    all
}

/// Shares with or without what is interpolated and of others.
fn shares(more: Option<&str>) -> Shares {
    Shares {
        own: "12".to_owned(),
        interpolated: more.map(str::to_owned),
        as_published: "13".to_owned(),
        other: more.map(str::to_owned),
    }
}

fn account(language: Language) -> Vec<String> {
    let words = super::of(language).account();
    let mut all = vec![
        words.files(11),
        words.file_rows("11", "12", true),
        words.file_rows("11", "12", false),
        words.chosen(Period::default(), "11"),
        words.stopped("1", "11"),
        words.stopped("11", "1"),
        words.stopped_dropped("1"),
        words.stopped_dropped("11"),
        words.iterations("1"),
        words.iterations("11"),
        words.returns_open("1", "12"),
        words.returns_open("11", ""),
        words.status_unknown("11", "12"),
        words.issues("11", "12", "13"),
        words.corrections().to_owned(),
        words.correction("11", "12", "13", 1, "14"),
        words.correction("11", "12", "13", 15, "14"),
        words.completed_by_copy().to_owned(),
        words.two_readings().to_owned(),
        words.unusual().to_owned(),
        words.unusual_prescriptions("1"),
        words.unusual_prescriptions("11"),
        words.look_first("11"),
        words.unusual_prescription("11", "12", "13", "14"),
        words.unusual_years("1"),
        words.unusual_years("11"),
        words.unusual_year(Some("11"), "12", "13", "14", "15"),
        words.many_in_a_year().to_owned(),
        words.merged().to_owned(),
        words.mostly_aside("11", "12", "13", "14"),
    ];
    let remedies = Reason::ALL.iter().map(|one| words.remedy(*one).to_owned());
    all.extend(remedies);
    all
}

fn codes(language: Language) -> Vec<String> {
    let words = super::of(language).codes();
    let mut all = vec![
        words.counted_over().to_owned(),
        words.numbers("11", "12", "13"),
        words.check_digit_fails("11"),
        words.not_a_number("11"),
        words.lacking("11", "12", "13", "14"),
        words.no_table("11"),
        words.wrong_numbers().to_owned(),
        words.atc("11"),
        words.atc_groups("11"),
        words.atc_z("11"),
        words.atc_y("11"),
        words.atc_x("11"),
        words.atc_empty("11"),
        words.atc_malformed("11"),
        words.release("11", "12", "13", "14"),
        words.release_rows("11", "12"),
        words.release_differs("11"),
        words.no_propellant().to_owned(),
        words.article("11", "12"),
    ];
    all.extend(
        <Gap as strum::VariantArray>::VARIANTS
            .iter()
            .map(|gap| words.gap(*gap)),
    );
    all
}

fn medicines(language: Language) -> Vec<String> {
    let words = super::of(language).medicines();
    vec![
        words.stands_alone().to_owned(),
        words.share("11", "12", "13"),
        words.without_order("11"),
        words.about("11"),
        words.what_it_is().to_owned(),
        words.effects().to_owned(),
        words.against("11", "12", "13"),
        words.ratio("11", "12"),
        words.sources("11"),
    ]
}

fn water(language: Language) -> Vec<String> {
    let words = super::of(language).water();
    let mut all = vec![
        words.stands_alone().to_owned(),
        words.share("11", "12", "13"),
        words.none("11"),
        // English does not name the code a second time.
        words.by_atc().replace("without one", "without an ATC code"),
        words.how_to_read().to_owned(),
        words.more("11", "12"),
        words.at_most("11"),
        words.bounds().to_owned(),
        words.assumptions().to_owned(),
        words.products().to_owned(),
        words.formed("11", Some("12")),
        words.formed("11", None),
        words.drives().to_owned(),
        words.not_judged().to_owned(),
        words.lists().to_owned(),
        words.conflicts("11"),
        words.sources("11"),
    ];
    all.extend(words.columns().map(str::to_owned));
    let treatments = [Treatment::Secondary, Treatment::Quaternary];
    all.extend(treatments.map(|one| words.what_it_is(one)));
    all.extend(Route::ALL.iter().map(|one| words.route(*one).to_owned()));
    all
}

fn units(language: Language) -> Vec<String> {
    let forms = [FormUnit::Gram, FormUnit::HundredMilligrams];
    let mut all = forms.map(|one| terms::form_unit(one, language)).to_vec();
    all.push(terms::functional_unit(FunctionalUnit::Month, language));
    all.into_iter().map(str::to_owned).collect()
}

/// The sentences of one language beside those of the other where their facts differ.
fn drifted(all: fn(Language) -> Vec<String>) -> Vec<[String; 2]> {
    let (dutch, english) = (all(Language::Dutch), all(Language::English));
    assert_eq!(dutch.len(), english.len());
    let twins = dutch.into_iter().zip(english).map(|(nl, en)| [nl, en]);
    twins.filter(|[nl, en]| facts(nl) != facts(en)).collect()
}

#[test]
fn sentences_with_the_same_values_hold_the_same_facts() {
    for all in [report, account, codes, medicines, water, units] {
        assert_eq!(drifted(all), Vec::<[String; 2]>::new());
    }
}
