//! Offers: equivalence, labels, comparison, and what is held back.

use crate::*;

/// The alternatives of the first offer of a rule, with doses and basis.
fn alternatives(advice: &Advice, rule: &str) -> Vec<(String, (u32, u32), EquivalenceBasis)> {
    let offer = advice
        .offers
        .iter()
        .find(|one| one.said.rule.as_str() == rule);
    offer
        .into_iter()
        .flat_map(|offer| &offer.alternatives)
        .map(|one| {
            let doses = (one.dose.from_doses, one.dose.to_doses);
            (one.product.to_string(), doses, one.dose.basis)
        })
        .collect()
}

fn held_back(advice: &Advice, rule: &str) -> Vec<(String, String)> {
    let of_offers = advice.offers.iter().map(|one| (&one.said, &one.held_back));
    let of_withheld = advice
        .withheld
        .iter()
        .map(|one| (&one.said, &one.held_back));
    of_offers
        .chain(of_withheld)
        .filter(|(said, _)| said.rule.as_str() == rule)
        .flat_map(|(_, held)| held)
        .map(|(product, guard)| (product.to_string(), guard.to_string()))
        .collect()
}

/// Two puffs of the Seretide aerosol stand for one inhalation of the Diskus of twice the
/// strength; other strengths hold another dose.
#[test]
fn a_cited_equivalence_comes_before_a_nominal_one() {
    let advice = on(
        "SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO",
        &adult("R96"),
    );
    let found = alternatives(&advice, "inh-01");
    assert_eq!(
        found[0],
        (
            "seretide-diskus-50-500".to_owned(),
            (2, 1),
            EquivalenceBasis::Posology
        )
    );
    assert!(
        found[1..]
            .iter()
            .all(|(_, _, basis)| *basis == EquivalenceBasis::Nominal)
    );
    let other = held_back(&advice, "inh-01");
    assert!(other.contains(&(
        "seretide-diskus-50-250".to_owned(),
        "no_equivalence".to_owned()
    )));
    let best = &advice.offers[0].alternatives[0];
    // 120 puffs are 60 inhalations: 19.485 at AR4 with 12 g, + 12 x 0.100 = 20.685 kg, against
    // 0.898 kg (0.898 to 1.25)
    assert_eq!(best.saving().unwrap().round(3).to_string(), "19.787");
    assert_eq!(best.comparison.verdict, Verdict::Lower);
}

/// Equal nominal doses of extrafine and ordinary beclometasone are not equal.
#[test]
fn extrafine_is_not_moved_to_ordinary_by_nominal_dose() {
    let advice = on("QVAR AEROSOL 100UG/DO 200DO", &adult("R96"));
    // Another substance of the class is the prescriber's choice, without a dose.
    let offers: Vec<&str> = advice
        .offers
        .iter()
        .map(|one| one.said.rule.as_str())
        .collect();
    assert_eq!(offers, ["ast-28-extrafine"]);
    assert!(advice.offers[0].alternatives.is_empty());
    let withheld = advice
        .withheld
        .iter()
        .find(|one| one.said.rule.as_str() == "inh-01");
    assert_eq!(withheld.unwrap().guard.to_string(), "dose_guard");
}

/// A pair that a guard names is never one for one, whatever a layer cites; another ratio counts
/// where a source says it.
#[test]
fn a_guarded_pair_is_never_one_for_one() {
    let (aerosol, powder) = ("flixotide-aerosol-125", "flixotide-diskus-100");
    let cited = |from: u32, to: u32| {
        let head = "equivalence_id,from_product,from_doses,to_product,to_doses,basis,source_id,locator,evidence";
        let row = format!("own,{aerosol},{from},{powder},{to},posology,T1,p. 1,read");
        let dataset = layered(&[
            ("sources.csv", "source_id,kind,title\nT1,leaflet,A label\n"),
            ("equivalences.csv", &format!("{head}\n{row}\n")),
        ])
        .unwrap();
        let line = line("FLIXOTIDE AEROSOL 125UG/DO 120DO", "").dosage("2 dd 4");
        let advice = advice(&dataset, &line, &adult("R96"), &Options::for_patient());
        let mut held = held_back(&advice, "inh-01").into_iter();
        let guard = held.find(|(id, _)| id == powder).map(|(_, guard)| guard);
        let doses = alternatives(&advice, "inh-01").into_iter();
        let mut doses = doses.filter(|(id, ..)| id == powder);
        (guard, doses.next().map(|(_, doses, _)| doses))
    };
    let guarded = || (Some("dose_guard".to_owned()), None);
    assert_eq!(cited(1, 1), guarded());
    assert_eq!(cited(2, 2), guarded());
    assert_eq!(cited(4, 5), (None, Some((4, 5))));
    // Nor is it by strength, where nothing is cited.
    let held = held_back(
        &on("BECLOMETASON AEROSOL 250UG/DO 200DO", &adult("R96")),
        "inh-01",
    );
    for powder in ["beclometason-cyclohaler-200", "beclometason-cyclohaler-400"] {
        let guarded = (powder.to_owned(), "dose_guard".to_owned());
        assert!(held.contains(&guarded), "{held:?}");
    }
}

/// The reason is the sentence of the guard, with its source.
#[test]
fn a_guard_of_doses_is_named_with_its_source() {
    use groenrecept::Language;
    use groenrecept::report::advice::{AdviceReport, Asked};
    let asked = Asked {
        what: "qvar-aerosol-100",
        ..Asked::default()
    };
    let report = AdviceReport::of(&ENGINE, &asked, &adult("R96"), &Options::for_patient());
    let text = report.text(Language::Dutch);
    let page = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "bij een lage dosis staat 100 microgram extrafijne beclometason naast 200 gewone (bron R01, table 5, low dose, gelezen in een kopie van de bron).";
    assert!(page.contains(said), "{page}");
    let json = serde_json::to_value(&report).unwrap();
    let held = &json["withheld"][0]["held_back"][0];
    assert_eq!(held["guard"], "dose_guard");
    assert_eq!(held["dose_guard"]["guard"], "beclometason-extrafijn-gewoon");
    assert_eq!(held["dose_guard"]["source"], "R01");
}

/// Trimbow NEXThaler is for COPD only, Seretide in COPD only as Diskus.
#[test]
fn a_label_that_excludes_the_patient_blocks() {
    let trimbow = "TRIMBOW AEROSOL 87/5/9MCG/DO 120DO";
    let nexthaler = "formoterol-glycopyrronium-beclometason-nexthaler".to_owned();
    let asthma = on(trimbow, &adult("R96"));
    assert!(
        held_back(&asthma, "inh-01")
            .contains(&(nexthaler.clone(), "foreign_label_indication".to_owned()))
    );
    let copd = on(trimbow, &adult("R95"));
    let offered = alternatives(&copd, "inh-01");
    assert_eq!(offered[0].0, nexthaler);
    // DuoResp Spiromax is for adults.
    let young = Context::new()
        .age(Age::new(14).unwrap())
        .icpc("R96".parse::<Icpc>().unwrap())
        .fact(Fact::ACUTE_ATTACK, false)
        .fact(Fact::CAN_USE_POWDER, true);
    let advice = on("SYMBICORT AEROSOL 100/3MCG/DO 120DO", &young);
    let held = held_back(&advice, "inh-01");
    assert!(
        held.contains(&(
            "duoresp-spiromax-160-4-5".to_owned(),
            "label_age".to_owned()
        )),
        "{held:?}"
    );
}

/// What texts say here of the Foster NEXThaler, and what those of another country do.
fn labels_of_foster(rows: &str) -> Dataset {
    let head = "product_id,min_age,asthma,copd,mart,country,source_id,locator,evidence\n";
    let rows: String = rows
        .lines()
        .map(|row| format!("{},T1,label,read\n", row.trim()))
        .collect();
    layered(&[
        ("sources.csv", "source_id,kind,title\nT1,leaflet,A label\n"),
        ("label_limits.csv", &format!("{head}{rows}")),
    ])
    .unwrap()
}

/// A text of another country informs: what a text that holds here says decides, and only where
/// none does the other holds back an alternative, as what it is. The ages are made up, as rules keep children
/// on the aerosol.
#[test]
fn a_label_of_another_country_decides_only_where_none_here_does() {
    let (foster, powder) = ("FOSTER AEROSOL 100/6MCG/DO 120DO", "foster-nexthaler-100-6");
    let held = |rows: &str, context: &Context| {
        let dataset = labels_of_foster(rows);
        let advice = advice(
            &dataset,
            &line(foster, ""),
            context,
            &Options::for_patient(),
        );
        let mut held = held_back(&advice, "inh-01").into_iter();
        let found = held.find(|(id, _)| id == powder);
        found.map(|(_, guard)| guard)
    };
    let relief = adult("R96").fact(Fact::MAINTENANCE_AND_RELIEVER, true);
    // Each row: product, age, asthma, COPD, maintenance and relief, country.
    for (rows, context, guard) in [
        (
            "foster-nexthaler-100-6,65,yes,,,CH",
            adult("R96"),
            Some("foreign_label_age"),
        ),
        (
            "foster-nexthaler-100-6,18,yes,,,\nfoster-nexthaler-100-6,65,yes,,,CH",
            adult("R96"),
            None,
        ),
        (
            "foster-nexthaler-100-6,65,yes,,,\nfoster-nexthaler-100-6,18,yes,,,CH",
            adult("R96"),
            Some("label_age"),
        ),
        // The country of the data is no other country.
        (
            "foster-nexthaler-100-6,65,yes,,,NL",
            adult("R96"),
            Some("label_age"),
        ),
        (
            "foster-nexthaler-100-6,18,yes,no,,ZZ",
            adult("R95"),
            Some("foreign_label_indication"),
        ),
        (
            "foster-nexthaler-100-6,18,yes,yes,,\nfoster-nexthaler-100-6,18,yes,no,,ZZ",
            adult("R95"),
            None,
        ),
        // One that says nothing of COPD here does not decide it.
        (
            "foster-nexthaler-100-6,18,yes,,,\nfoster-nexthaler-100-6,18,yes,no,,ZZ",
            adult("R95"),
            Some("foreign_label_indication"),
        ),
        (
            "foster-nexthaler-100-6,18,yes,,no,GB",
            relief.clone(),
            Some("foreign_label_reliever"),
        ),
        (
            "foster-nexthaler-100-6,18,yes,,yes,\nfoster-nexthaler-100-6,18,yes,,no,GB",
            relief.clone(),
            None,
        ),
    ] {
        assert_eq!(held(rows, &context).as_deref(), guard, "{rows}");
    }
}

/// What only a text of another country says of what is prescribed is said for information, with
/// the country, and never as being outside the label.
#[test]
fn a_label_of_another_country_informs_on_what_is_prescribed() {
    use groenrecept::Language;
    use groenrecept::report::advice::{AdviceReport, Asked};
    let page = |country: &str, language| {
        let row = format!("foster-aerosol-100-6-120do,18,yes,,,{country}");
        let engine = Engine::new(&labels_of_foster(&row));
        let asked = Asked {
            what: "FOSTER AEROSOL 100/6MCG/DO 120DO",
            ..Asked::default()
        };
        let context = adult("R96").age(Age::new(14).unwrap());
        let report = AdviceReport::of(&engine, &asked, &context, &Options::for_patient());
        let text = report.text(language);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = "Ter informatie, over wat is voorgeschreven zelf: een buitenlands etiket noemt een hogere leeftijd; het Nederlandse is daarover niet gezien. Etiket uit Zwitserland: vanaf leeftijd 18; voor astma (bron T1,";
    let foreign = page("CH", Language::Dutch);
    assert!(foreign.contains(said), "{foreign}");
    assert!(
        !foreign.contains("Let op, wat is voorgeschreven"),
        "{foreign}"
    );
    let said = "For information, of what is prescribed itself: a label of another country names a higher age; the Dutch one was not seen on that. Label of Switzerland: from age 18;";
    let foreign = page("CH", Language::English);
    assert!(foreign.contains(said), "{foreign}");
    let said = "Let op, wat is voorgeschreven zelf: volgens het etiket vanaf een hogere leeftijd. Etiket: vanaf leeftijd 18;";
    let here = page("", Language::Dutch);
    assert!(here.contains(said), "{here}");
}

/// A powder inhaler is never offered for another one: the difference is inside the noise.
#[test]
fn there_is_no_switch_between_powder_inhalers() {
    let advice = on("SERETIDE DISKUS INHPDR 50/250MCG 60DO", &adult("R96"));
    assert!(
        advice
            .offers
            .iter()
            .all(|offer| offer.alternatives.is_empty())
    );
    assert_eq!(advice.keep, []);
}

/// An unknown age withholds for a patient, and is counted as such in aggregates.
#[test]
fn an_unknown_age_withholds_or_is_counted() {
    let label = "FOSTER AEROSOL 100/6MCG/DO 120DO";
    let context = Context::new().icpc("R96".parse::<Icpc>().unwrap());
    let patient = on(label, &context);
    assert!(patient.offers.is_empty());
    assert!(
        patient
            .withheld
            .iter()
            .any(|one| one.guard.to_string() == "age_unknown")
    );
    let options = Options::new();
    let group = ENGINE.advise(&line(label, ""), &context, &options);
    assert!(!group.offers.is_empty());
    let asks = &group.offers[0].said.asks;
    assert!(asks.contains(&groenrecept::advice::Ask::Age), "{asks:?}");
}

/// Whoever uses the inhaler for maintenance and relief is not moved silently.
#[test]
fn maintenance_and_relief_is_asked_for_or_blocks() {
    let files = [
        ("sources.csv", "source_id,kind,title\nT1,leaflet,A label\n"),
        (
            "label_limits.csv",
            "product_id,min_age,asthma,copd,mart,source_id,locator,evidence\n\
             foster-nexthaler-100-6,18,yes,,no,T1,label,read\n",
        ),
    ];
    let dataset = layered(&files).unwrap();
    let label = "FOSTER AEROSOL 100/6MCG/DO 120DO";
    let guard = |context: &Context| {
        let advice = advice(&dataset, &line(label, ""), context, &Options::for_patient());
        let held = held_back(&advice, "inh-01");
        let found = held.iter().find(|(id, _)| id == "foster-nexthaler-100-6");
        (found.map(|(_, guard)| guard.clone()), advice)
    };
    let (asked, advice) = guard(&adult("R96"));
    assert_eq!(asked, None);
    let asks = &advice.offers[0].alternatives[0].asks;
    let fact = groenrecept::advice::Ask::Fact(Fact::MAINTENANCE_AND_RELIEVER);
    assert!(asks.contains(&fact), "{asks:?}");
    let (blocked, _) = guard(&adult("R96").fact(Fact::MAINTENANCE_AND_RELIEVER, true));
    assert_eq!(blocked.as_deref(), Some("label_reliever"));
}

/// What no text was seen to say of maintenance and relief is no refusal: the label is to be read.
#[test]
fn a_use_that_was_not_seen_on_a_label_is_asked() {
    let limits = "product_id,min_age,asthma,copd,mart,source_id,locator,evidence\n\
         foster-nexthaler-100-6,18,yes,,,T1,label,read\n";
    let dataset = layered(&[
        ("sources.csv", "source_id,kind,title\nT1,leaflet,A label\n"),
        ("label_limits.csv", limits),
    ])
    .unwrap();
    let label = "FOSTER AEROSOL 100/6MCG/DO 120DO";
    let context = adult("R96").fact(Fact::MAINTENANCE_AND_RELIEVER, true);
    let advice = advice(
        &dataset,
        &line(label, ""),
        &context,
        &Options::for_patient(),
    );
    let asks = &advice.offers[0].alternatives[0].asks;
    assert!(asks.contains(&groenrecept::advice::Ask::Label), "{asks:?}");
}

/// Doses are not compared for a strength that the data does not have: its doses are not those of
/// the products that stand in.
#[test]
fn a_strength_that_is_not_in_the_data_is_not_moved() {
    for label in [
        "SYMBICORT AEROSOL 200/6MCG/DO 120DO",
        "TRIMBOW AEROSOL 172/5/9MCG/DO 120DO",
        "SALBUTAMOL AEROSOL 200UG/DO 200DO",
        "ATROVENT AEROSOL 40MCG/DO 200DO",
    ] {
        let found = on(label, &adult("R95"));
        let About::Inhaler(inhaler) = &found.about else {
            unreachable!("{label}");
        };
        assert!(inhaler.is_of_other_strength(), "{label}");
        let products = found.offers.iter().map(|offer| offer.alternatives.len());
        assert_eq!(products.sum::<usize>(), 0, "{label}");
        let held: Vec<&str> = found
            .withheld
            .iter()
            .filter(|one| one.said.rule.as_str() == "inh-01")
            .map(|one| one.guard.as_str())
            .collect();
        assert_eq!(held, ["strength"], "{label}");
    }
    let known = on("SALBUTAMOL AEROSOL 100UG/DO 200DO", &adult("R96"));
    assert!(!known.offers.is_empty());
}

/// Who says to use an inhaler for maintenance and relief is never moved without the label, be
/// the licence that was seen of another country, or of another strength.
#[test]
fn maintenance_and_relief_is_never_moved_silently() {
    let context = adult("R96").fact(Fact::MAINTENANCE_AND_RELIEVER, true);
    for label in [
        "FOSTER AEROSOL 100/6MCG/DO 120DO",
        "FOSTER AEROSOL 200/6MCG/DO 120DO",
    ] {
        let found = on(label, &context);
        let offered = found.offers.iter().flat_map(|offer| &offer.alternatives);
        let asks: Vec<bool> = offered
            .map(|one| one.asks.contains(&groenrecept::advice::Ask::Label))
            .collect();
        assert!(
            !asks.is_empty() && asks.iter().all(|asked| *asked),
            "{label}"
        );
    }
}

/// What the label of what is prescribed says against the patient is said, whatever the rules say.
#[test]
fn the_label_of_what_is_prescribed_is_held_against_the_patient() {
    let own = |label: &str, context: &Context| {
        let found = on(label, context).own_label;
        found.map_or_else(String::new, |guard| guard.to_string())
    };
    let seretide = "SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO";
    let foster = "FOSTER AEROSOL 100/6MCG/DO 120DO";
    let child = Context::new()
        .age(Age::new(9).unwrap())
        .icpc("R96".parse::<Icpc>().unwrap());
    assert_eq!(own(seretide, &adult("R95")), "label_indication");
    assert_eq!(own(seretide, &adult("R96")), "");
    assert_eq!(own(foster, &child), "label_age");
    assert_eq!(own(foster, &adult("R96")), "");
}

/// Only the strength whose label was seen is offered in COPD without the label.
#[test]
fn a_strength_whose_label_was_not_seen_is_asked() {
    let asks_label = |label: &str| -> BTreeMap<String, bool> {
        let found = on(label, &adult("R95"));
        let offered = found.offers.iter().flat_map(|offer| &offer.alternatives);
        offered
            .map(|one| {
                let asked = one.asks.contains(&groenrecept::advice::Ask::Label);
                (one.product.to_string(), asked)
            })
            .collect()
    };
    let low = asks_label("SERETIDE INHALATOR AEROSOL 25/50MCG/DO 120DO");
    let high = asks_label("SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO");
    assert_eq!(low.get("seretide-diskus-50-100"), Some(&true));
    assert_eq!(high.get("seretide-diskus-50-500"), Some(&false));
}

/// Another type of inhaler beside the alternative is named as such.
#[test]
fn a_second_type_of_inhaler_is_named() {
    let mixed = adult("R96").other_devices([groenrecept::dataset::Device::Pmdi]);
    let found = on("FOSTER AEROSOL 100/6MCG/DO 120DO", &mixed);
    let asks = &found.offers[0].alternatives[0].asks;
    assert!(
        asks.contains(&groenrecept::advice::Ask::MixedDevices),
        "{asks:?}"
    );
}

/// Where one text of a label names an indication and another only the other one, the label is to
/// be read: the Dutch leaflet of Foster NEXThaler names asthma, a Norwegian text COPD too.
#[test]
fn an_indication_that_only_some_texts_name_is_asked() {
    let label = "FOSTER AEROSOL 100/6MCG/DO 120DO";
    for (code, asked) in [("R95", true), ("R96", false)] {
        let advice = ENGINE.advise(&line(label, ""), &adult(code), &Options::for_patient());
        let offers = advice.offers.iter();
        let best = offers.flat_map(|one| &one.alternatives);
        let asks: Vec<bool> = best
            .filter(|one| one.product.as_str() == "foster-nexthaler-100-6")
            .map(|one| one.asks.contains(&groenrecept::advice::Ask::Label))
            .collect();
        assert!(!asks.is_empty(), "{code}");
        assert!(asks.iter().all(|one| *one == asked), "{code}");
    }
}

/// A list of shortages that a user layers holds an alternative back with that reason.
#[test]
fn a_shortage_is_named() {
    let dataset = layered(&[
        ("sources.csv", "source_id,kind,title\nT1,web_page,Shortages\n"),
        (
            "shortages.csv",
            "product_id,valid_from,source_id,locator,evidence\nfoster-nexthaler-100-6,2026-01-01,T1,list,read\n",
        ),
    ])
    .unwrap();
    let advice = advice(
        &dataset,
        &line("FOSTER AEROSOL 100/6MCG/DO 120DO", ""),
        &adult("R96"),
        &Options::for_patient(),
    );
    assert!(
        held_back(&advice, "inh-01")
            .contains(&("foster-nexthaler-100-6".to_owned(), "shortage".to_owned()))
    );
}

/// What a list says of the market of the Foster NEXThaler.
fn market(rows: &str) -> Dataset {
    let head = "product_id,as_of,available,reimbursed,source_id,locator,evidence";
    let rows: String = rows
        .lines()
        .map(|row| format!("foster-nexthaler-100-6,{},T1,list", row.trim()))
        .map(|row| {
            let unverified = row.contains("unverified");
            let evidence = if unverified { "unverified" } else { "read" };
            format!("{},{evidence}\n", row.replace(",unverified", ""))
        })
        .collect();
    layered(&[
        ("sources.csv", "source_id,kind,title\nT1,web_page,A list\n"),
        ("market.csv", &format!("{head}\n{rows}")),
    ])
    .unwrap()
}

/// Availability and reimbursement are never implied: each offer says that they were not checked,
/// or what a list says, with its day and source.
#[test]
fn availability_and_reimbursement_are_said_or_not_checked() {
    use groenrecept::Language;
    use groenrecept::report::advice::{AdviceReport, Asked};
    let report = |dataset: &Dataset| {
        let asked = Asked {
            what: "FOSTER AEROSOL 100/6MCG/DO 120DO",
            ..Asked::default()
        };
        AdviceReport::of(
            &Engine::new(dataset),
            &asked,
            &adult("R96"),
            &Options::for_patient(),
        )
    };
    let page = |report: &AdviceReport, language| {
        let text = report.text(language);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let plain = report(&DATASET);
    let not_checked = "Leverbaarheid en vergoeding niet nagegaan.";
    let count = |text: &str, said: &str| text.matches(said).count();
    let json = serde_json::to_value(&plain).unwrap();
    let offers = json["offers"].as_array().unwrap();
    assert_eq!(
        count(&page(&plain, Language::Dutch), not_checked),
        offers.len()
    );
    assert_eq!(
        count(
            &page(&plain, Language::English),
            "Availability and reimbursement not checked."
        ),
        offers.len()
    );
    for offer in offers {
        assert_eq!(
            offer["not_checked"]["nl"],
            "leverbaarheid en vergoeding niet nagegaan"
        );
    }
    for (row, said) in [
        (
            "2026-11-02,yes,conditional",
            "leverbaar; onder voorwaarden vergoed",
        ),
        ("2026-11-02,yes,no", "leverbaar; niet vergoed"),
        ("2026-11-02,yes,", "leverbaar; vergoeding niet nagegaan"),
        ("2026-11-02,,yes", "leverbaarheid niet nagegaan; vergoed"),
        // The last day counts.
        ("2026-10-01,no,no\n2026-11-02,yes,yes", "leverbaar; vergoed"),
    ] {
        let listed = report(&market(row));
        let said = format!("Op 2026-11-02: {said} (bron T1, list, gelezen in de bron zelf).");
        let text = page(&listed, Language::Dutch);
        assert!(text.contains(&said), "{text}");
        let json = serde_json::to_value(&listed).unwrap();
        let first = &json["offers"][0];
        assert_eq!(first["not_checked"], serde_json::Value::Null);
        assert_eq!(first["alternatives"][0]["market"]["as_of"], "2026-11-02");
    }
    // The trail of the source names the product.
    let engine = Engine::new(&market("2026-11-02,yes,yes"));
    let trail = groenrecept::report::explain::explain(&engine, "T1").text(Language::Dutch);
    let said = "prijs, tekort of leverbaarheid van: foster-nexthaler-100-6";
    assert!(trail.contains(said), "{trail}");
    // What is not verified confirms nothing.
    let unverified = page(
        &report(&market("2026-11-02,yes,yes,unverified")),
        Language::Dutch,
    );
    assert!(unverified.contains(not_checked), "{unverified}");
}

/// A list that says that an alternative cannot be had holds it back.
#[test]
fn what_cannot_be_had_is_not_offered() {
    let held = |rows: &str| {
        let line = line("FOSTER AEROSOL 100/6MCG/DO 120DO", "");
        let advice = advice(&market(rows), &line, &adult("R96"), &Options::for_patient());
        let mut held = held_back(&advice, "inh-01").into_iter();
        let found = held.find(|(id, _)| id == "foster-nexthaler-100-6");
        found.map(|(_, guard)| guard)
    };
    let not_available = Some("not_available".to_owned());
    assert_eq!(held("2026-11-02,no,"), not_available);
    assert_eq!(held("2026-10-01,yes,yes\n2026-11-02,no,yes"), not_available);
    assert_eq!(held("2026-11-02,yes,no"), None);
    assert_eq!(held("2026-11-02,no,no,unverified"), None);
}

/// A saving below the minimum is withheld with that reason.
#[test]
fn a_small_saving_is_not_offered() {
    let options = Options::for_patient().minimum_saving(100.into());
    let advice = advice(
        &DATASET,
        &line("FOSTER AEROSOL 100/6MCG/DO 120DO", ""),
        &adult("R96"),
        &options,
    );
    let withheld = advice
        .withheld
        .iter()
        .find(|one| one.said.rule.as_str() == "inh-01");
    assert_eq!(withheld.unwrap().guard.to_string(), "minimum_saving");
}

/// Dermal NSAID for safety against wash-off to water: both rules, and no winner.
#[test]
fn contradicting_rules_stand_beside_each_other() {
    let gel = line("DICLOFENAC GEL 11,6MG/G TUBE 100G", "M02AA15");
    let context = Context::new()
        .age(Age::new(50).unwrap())
        .icpc("L15".parse::<Icpc>().unwrap());
    let advice = ENGINE.advise(&gel, &context, &Options::for_patient());
    assert!(matches!(advice.about, About::Medicine(_)));
    let rule = DATASET.rule_by_id("pain-05").unwrap().1;
    assert!(
        rule.conflicts_with
            .iter()
            .any(|id| id.as_str() == "pain-02")
    );
    let all = advice
        .reduce
        .iter()
        .chain(&advice.inform)
        .map(|one| &one.rule);
    let offers = advice.offers.iter().map(|one| &one.said.rule);
    let said: BTreeSet<&str> = all.chain(offers).map(|id| id.as_str()).collect();
    assert!(said.contains("pain-05"), "{said:?}");
}

/// Every rule that says something carries its guideline, version and place.
#[test]
fn every_saying_carries_its_citation() {
    let advice = on(
        "VENTOLIN AEROSOL 100UG/DO 200DO",
        &adult("R96").doses_per_year(2400),
    );
    let offers = advice.offers.iter().map(|one| &one.said);
    let withheld = advice.withheld.iter().map(|one| &one.said);
    let all: Vec<_> = advice
        .reduce
        .iter()
        .chain(&advice.inform)
        .chain(offers)
        .chain(withheld)
        .collect();
    assert!(all.len() > 5);
    for said in all {
        assert!(!said.citation.guideline.is_empty(), "{}", said.rule);
        assert!(!said.citation.version.is_empty(), "{}", said.rule);
        assert!(said.source(&DATASET).is_some(), "{}", said.rule);
        assert_eq!(said.citation.status, Status::Concept);
    }
    // Over-use comes before any switch.
    assert!(
        advice
            .reduce
            .iter()
            .any(|one| one.rule.as_str() == "ast-01")
    );
    assert_eq!(advice.reduce[0].direction, Direction::Reduce);
}

/// Rules for hospitals and rules that are not verified stay out of general practice.
#[test]
fn hospital_and_unverified_rules_stay_out() {
    let infusion = line("PARACETAMOL INFVLST 10MG/ML FLACON 100ML", "N02BE01");
    let advice_on = |options: Options| ENGINE.advise(&infusion, &adult("A01"), &options);
    let said = |advice: &Advice| {
        let offers = advice.offers.iter().map(|one| one.said.rule.to_string());
        let withheld = advice.withheld.iter().map(|one| one.said.rule.to_string());
        let inform = advice.inform.iter().map(|one| one.rule.to_string());
        let all = offers.chain(withheld).chain(inform);
        all.collect::<BTreeSet<_>>()
    };
    assert!(!said(&advice_on(Options::for_patient())).contains("rte-01"));
    let aerosol = "VENTOLIN AEROSOL 100UG/DO 200DO";
    let with = advice(
        &DATASET,
        &line(aerosol, ""),
        &adult("R96"),
        &Options::for_patient().include_unverified(true),
    );
    assert!(
        said(&with).iter().any(|id| id.starts_with("mem-")),
        "{:?}",
        said(&with)
    );
    assert!(
        !said(&on(aerosol, &adult("R96")))
            .iter()
            .any(|id| id.starts_with("mem-"))
    );
}
