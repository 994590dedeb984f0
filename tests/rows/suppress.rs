//! Small numbers hidden in a report that leaves the practice, and what can still be computed.

use crate::*;
use groenrecept::dataset::Layer;
use std::collections::BTreeSet;

fn suppressed(text: &str, below: u64) -> Value {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let analysis = Engine::new(&DATASET).analysis().suppress(Some(below));
    json_of(&analysis.run(export, None).unwrap())
}

fn suppressed_page(text: &str, below: u64, language: Language) -> String {
    let export = Export::new("export.csv", text.as_bytes()).unwrap();
    let analysis = Engine::new(&DATASET).analysis().suppress(Some(below));
    let page = Report::new(&analysis.run(export, None).unwrap(), language).text(100);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So many prescriptions of a label, each of another patient.
fn many(count: usize, label: &str, from: usize) -> Vec<String> {
    let row = |at: usize| {
        let day = 1 + at % 28;
        format!("{};P1;2025-01-{day:02};{label};1;ST;;;0;;;;", from + at)
    };
    (0..count).map(row).collect()
}

/// So many prescriptions of a label of one patient.
fn of_one(count: usize, label: &str, patient: usize) -> Vec<String> {
    let row = |at: usize| {
        let (month, day) = (1 + at / 28, 1 + at % 28);
        format!("{patient};P1;2025-{month:02}-{day:02};{label};1;ST;;;0;;;;")
    };
    (0..count).map(row).collect()
}

const ATROVENT: &str = "ATROVENT AEROSOL 20UG/DO 200DO";
const VENTOLIN: &str = "VENTOLIN AEROSOL 100UG/DO 200DO";
const DISKUS: &str = "SERETIDE DISKUS INHPDR 50/500UG 60DO";
const ALVESCO: &str = "ALVESCO AEROSOL 160UG/DO 120DO";
const METFORMIN: &str = "METFORMINE TABL 500MG";

/// Numbers that are no counts of prescriptions, rows or patients.
const NO_COUNTS: &[&str] = &[
    "schema",
    "share_percent",
    "from_doses",
    "to_doses",
    "doses_per_year",
    "days",
    "suppressed_below",
    "below",
    "practices",
    "rules_used",
    "pieces",
];

/// Every count that is shown, by its path.
fn counts(value: &Value, path: &str, found: &mut Vec<(String, u64)>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if !NO_COUNTS.contains(&key.as_str()) {
                    counts(inner, &format!("{path}.{key}"), found);
                }
            }
        }
        Value::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                counts(inner, &format!("{path}.{at}"), found);
            }
        }
        Value::Number(number) => found.push((path.to_owned(), number.as_u64().unwrap())),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// By hand: 40 Atrovent, 12 Ventolin and 3 Alvesco; 5 rows are not read. Alvesco cannot stand alone, so
/// the lighter of the others joins it, Atrovent: 43 rows, told as 40. The 3 that this takes off count with
/// Ventolin: 15, told as 10. 60 rows were read, and 5 set aside: told as 10, with the 5 left over.
#[test]
fn a_small_medicine_takes_another_with_it() {
    let mut rows = many(40, ATROVENT, 1000);
    rows.extend(many(12, VENTOLIN, 2000));
    rows.extend(many(3, ALVESCO, 3000));
    rows.extend(
        many(5, ATROVENT, 4000)
            .iter()
            .map(|row| row.replace(";1;ST", ";veel;ST")),
    );
    let text = export(&rows);
    let report = suppressed(&text, 10);
    let products: Vec<_> = list(&report["products"]).collect();
    assert_eq!(products.len(), 1);
    assert_eq!(products[0]["product"], "ventolin-aerosol-100");
    assert_eq!(products[0]["rows"], 10);
    assert_eq!(report["rest"][0]["device"], "pMDI");
    assert_eq!(report["rest"][0]["rows"], 40);
    assert_eq!(report["coverage"]["climate"]["inhalers"]["rows"], 50);
    assert_eq!(report["coverage"]["climate"]["rows"]["product"], 10);
    assert_eq!(report["coverage"]["climate"]["rows"]["rest"], 40);
    assert_eq!(
        [&report["rows"]["read"], &report["rows"]["analysed"]],
        [60, 50]
    );
    assert_eq!(report["rows"]["merged"], 0);
    assert_eq!(
        report["rows"]["set_aside"],
        json!({"quantity-unreadable": 10})
    );
    assert_eq!(report["rows"]["set_aside_lines"], json!({}));
    assert_eq!(report["matching"]["corrections"], json!([]));
    assert_eq!(report["matching"]["via"], json!({}));
    assert_eq!(report["options"]["suppressed_below"], 10);
    assert_eq!(
        report["hidden"],
        json!({"below": 10, "protects": "patients", "inhalers_too_few": false})
    );
    let whole = crate::report(&text);
    assert_eq!(list(&whole["products"]).count(), 3);
    assert_eq!(whole.get("hidden"), None);
    assert_eq!(whole.get("rest"), None);
}

/// Many prescriptions of one patient are that patient, also where another row names none.
#[test]
fn a_medicine_of_few_patients_does_not_stand_by_name() {
    for blank in [false, true] {
        let mut rows = many(40, ATROVENT, 1000);
        rows.extend(of_one(20, DISKUS, 7));
        rows.extend(many(12, VENTOLIN, 2000));
        if blank {
            rows.push(format!(";P1;2025-02-03;{ATROVENT};1;ST;;;0;;;;"));
        }
        let text = export(&rows);
        let report = suppressed(&text, 10);
        let names: Vec<&str> = list(&report["products"])
            .map(|product| product["product"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["ventolin-aerosol-100"], "{blank}");
        assert_eq!(report["rest"][0]["device"], Value::Null);
        assert_eq!(report["rest"][0]["rows"], 60);
        assert_eq!(
            report["coverage"]["climate"]["inhalers"]["rows_without_patient"],
            if blank { Value::Null } else { json!(0) }
        );
    }
}

/// Patients are counted for the rows that name one; the others are said.
#[test]
fn rows_without_a_patient_stand_apart() {
    let mut rows = many(30, VENTOLIN, 1000);
    let whole = crate::report(&export(&rows));
    rows.push(format!(";P1;2025-02-03;{VENTOLIN};1;ST;;;0;;;;"));
    let one = crate::report(&export(&rows));
    let patients = |report: &Value| -> Vec<Value> {
        let advice = &report["advice"];
        let lists = ["reduce", "offers", "keep", "withheld"].map(|name| &advice[name]);
        let rules = lists.into_iter().flat_map(list);
        rules.map(|rule| rule["patients"].clone()).collect()
    };
    assert!(patients(&whole).iter().all(|count| *count == 30));
    assert_eq!(patients(&one), patients(&whole));
    let nameless =
        |report: &Value| report["coverage"]["climate"]["inhalers"]["rows_without_patient"].clone();
    assert_eq!([nameless(&whole), nameless(&one)], [json!(0), json!(1)]);
    let said = page(&export(&rows), Language::Dutch);
    assert!(said.contains("1 voorschrift van inhalatiemedicatie noemt geen patiënt."));
    let said = page(&export(&rows), Language::English);
    assert!(said.contains("1 prescription of inhaled medication names no patient."));
    // A column without any patient is no column of patients.
    let nobody: Vec<String> = (0..12)
        .map(|_| format!(";P1;2025-02-03;{VENTOLIN};1;ST;;;0;;;;"))
        .collect();
    let nobody = crate::report(&export(&nobody));
    assert_eq!(nameless(&nobody), 0);
    assert!(patients(&nobody).iter().all(Value::is_null));
}

#[test]
fn a_practice_that_is_small_itself_shows_nothing() {
    let text = export(&many(9, ATROVENT, 1000));
    let report = suppressed(&text, 10);
    assert_eq!(report["rows"]["read"], Value::Null);
    assert_eq!(report["rows"]["analysed"], Value::Null);
    assert_eq!(report["products"], json!([]));
    assert_eq!(report.get("rest"), None);
    assert_eq!(report["totals"]["climate"]["central"], "0");
    assert_eq!(report["hidden"]["inhalers_too_few"], true);
    let page = suppressed_page(&text, 10, Language::Dutch);
    assert!(page.contains("Er is geen inhalatiemedicatie, of van minder dan 10 patiënten"));
    assert!(!page.contains("gevonden"), "{page}");
    let page = suppressed_page(&text, 10, Language::English);
    assert!(page.contains("There is no inhaled medication, or of fewer than 10 patients"));
    // None at all is not told from too few.
    let with = |inhalers: usize| {
        let rows = [many(30, METFORMIN, 1000), many(inhalers, VENTOLIN, 2000)];
        suppressed(&export(&rows.concat()), 10)
    };
    assert_eq!(with(0), with(3));
}

/// No sentence speaks of what this file does not have.
#[test]
fn sentences_hold_for_the_file() {
    let without = "datum;omschrijving;aantal\n".to_owned()
        + &format!("15-01-2025;{VENTOLIN};1\n").repeat(30)
        + &format!("15-01-2025;{ALVESCO};1\n").repeat(12);
    let page = suppressed_page(&without, 10, Language::Dutch);
    assert!(page.contains("met minder dan 10 voorschriften staat niet met naam"));
    assert!(page.contains("Geen regel noemt een patiënt"));
    assert!(page.contains("40 regels gelezen: 40 geanalyseerd en 0 terzijde gelegd."));
    for word in [
        "dubbel (",
        "noemen geen patiënt",
        "minder dan 10 patiënten",
        "alleen een totaal",
        "overige",
    ] {
        assert!(!page.contains(word), "{word}: {page}");
    }
    let all = suppressed_page(&export(&many(30, VENTOLIN, 1)), 10, Language::Dutch);
    for word in [
        "Geen regel noemt een patiënt",
        "10 voorschriften staat niet",
        "alleen een totaal",
        "overige",
    ] {
        assert!(!all.contains(word), "{word}: {all}");
    }
    let mut rows = many(30, VENTOLIN, 1);
    rows.extend(of_one(12, ALVESCO, 900));
    let total = suppressed_page(&export(&rows), 10, Language::Dutch);
    assert!(total.contains("Geen inhalatiemiddel kan met naam staan: er staat alleen een totaal."));
    assert!(total.contains("Dekking: 40 van de 40 voorschriften"));
}

/// Names of the file and of what is not read are those of the practice.
#[test]
fn names_stay_in() {
    let text = "datum;omschrijving;aantal;Praktijk De Linde;BSN;dokter\n".to_owned()
        + &format!("15-01-2025;{VENTOLIN};1;x;111222333;y\n").repeat(30);
    let of = |name: &str, below| {
        let export = Export::new(name, text.as_bytes()).unwrap();
        let analysis = Engine::new(&DATASET).analysis().suppress(below);
        let outcome = analysis.run(export, None).unwrap();
        let report = Report::new(&outcome, Language::Dutch);
        (
            serde_json::to_value(&report).unwrap(),
            report.text(100),
            outcome,
        )
    };
    let (open, page, _) = of("/map/linde.csv", None);
    assert_eq!(open["file"], "linde.csv");
    assert!(open.to_string().contains("De Linde") && page.contains("dokter"));
    let (hidden, page, outcome) = of("/map/linde.csv", Some(10));
    assert_eq!(hidden["file"], Value::Null);
    for name in ["linde", "Linde", "BSN", "dokter"] {
        assert!(!hidden.to_string().contains(name), "{name}");
        assert!(!page.contains(name), "{name}");
        assert!(!outcome.files.iter().any(|one| one.file.contains(name)));
        let ignored = || outcome.files.iter().flat_map(|one| one.layout.ignored());
        assert_eq!(ignored().count(), 0);
    }
}

/// Days of one prescription each are told as months.
#[test]
fn the_period_is_told_in_whole_months() {
    let rows = [
        many(30, VENTOLIN, 1),
        vec![format!("1;P1;2024-02-29;{VENTOLIN};1;ST;;;0;;;;")],
    ];
    let report = suppressed(&export(&rows.concat()), 10);
    assert_eq!(
        report["period"],
        json!({"from": "2024-02-01", "to": "2025-01-31"})
    );
}

// What somebody can compute who has the JSON alone.

const MOST: i64 = 1_000_000;

/// Numbers between ends, where the sum of some is no more than the sum of others.
#[derive(Default)]
struct Attack {
    ends: Vec<(i64, i64)>,
    relations: Vec<(Vec<usize>, Vec<usize>)>,
    protected: Vec<(String, usize)>,
}

impl Attack {
    fn new_number(&mut self, low: i64, high: i64) -> usize {
        self.ends.push((low, high));
        self.ends.len() - 1
    }

    /// A number that was rounded down with what others lost.
    fn told(&mut self, value: &Value, step: i64, least: i64) -> usize {
        let told = i64::try_from(number(value)).unwrap();
        self.new_number(least.max(told - step + 1), told + step - 1)
    }

    /// A sum of numbers from the first on: below the next step.
    fn total(&mut self, value: &Value, step: i64, parts: Vec<usize>) {
        let told = i64::try_from(number(value)).unwrap();
        let total = self.new_number(told, told + step - 1);
        self.relations.push((vec![total], parts.clone()));
        self.relations.push((parts, vec![total]));
    }

    /// Patients of rows: at least the limit.
    fn protect(&mut self, name: &str, rows: usize, limit: i64, patients: bool) {
        if patients {
            let patients = self.new_number(limit, MOST);
            self.relations.push((vec![patients], vec![rows]));
            self.protected.push((name.to_owned(), patients));
        } else {
            self.protected.push((name.to_owned(), rows));
        }
    }

    fn solve(&mut self) {
        loop {
            let before = self.ends.clone();
            for (some, others) in &self.relations {
                let low: i64 = some.iter().map(|at| self.ends[*at].0).sum();
                let high: i64 = others.iter().map(|at| self.ends[*at].1).sum();
                for at in some {
                    let (own, end) = self.ends[*at];
                    self.ends[*at].1 = end.min(high - (low - own));
                }
                for at in others {
                    let (start, own) = self.ends[*at];
                    self.ends[*at].0 = start.max(low - (high - own));
                }
            }
            if before == self.ends {
                return;
            }
        }
    }

    /// Everything that the report says, as relations between numbers.
    fn on(report: &Value) -> Self {
        let mut attack = Self::default();
        let step = i64::try_from(number(&report["hidden"]["below"])).unwrap();
        let patients = report["hidden"]["protects"] == "patients";
        let mut inhalers = Vec::new();
        for product in list(&report["products"]) {
            let rows = attack.told(&product["rows"], step, step);
            attack.protect(product["product"].as_str().unwrap(), rows, step, patients);
            inhalers.push(rows);
        }
        for rest in list(&report["rest"]) {
            inhalers.push(attack.told(&rest["rows"], step, 0));
        }
        let shown = &report["coverage"]["climate"]["inhalers"]["rows"];
        if report["hidden"]["inhalers_too_few"] == false {
            attack.total(shown, step, inhalers.clone());
        }
        let mut forms = Vec::new();
        for form in list(&report["other_medicines"]["forms"]) {
            let rows = attack.told(&form["rows"], step, step);
            attack.protect(form["form"].as_str().unwrap(), rows, step, patients);
            forms.push(rows);
        }
        forms.push(attack.told(&report["other_medicines"]["rows_in_rest"], step, 0));
        let mut substances = Vec::new();
        for substance in list(&report["water"]["substances"]) {
            for one in list(&substance["uses"]) {
                let rows = attack.told(&one["rows"], step, step);
                attack.protect(&one["atc"].to_string(), rows, step, patients);
                substances.push(rows);
            }
        }
        attack.relations.push((substances, forms));
        for name in ["reduce", "offers", "keep", "withheld"] {
            for rule in list(&report["advice"][name]) {
                for (name, value) in [
                    ("patients", &rule["patients"]),
                    ("above", &rule["above_limit"]["patients"]),
                ] {
                    if let Some(told) = value.as_i64() {
                        assert!(told >= step, "{} {name} {told}", rule["rule"]);
                        let number = attack.new_number(told, told + step - 1);
                        // As many medicines as stand by name may each have lost rows.
                        let lost = i64::try_from(inhalers.len()).unwrap() * (step - 1);
                        let rows = number_of(&rule["prescriptions"]) + lost;
                        attack.ends[number].1 = attack.ends[number].1.min(rows);
                        attack
                            .protected
                            .push((format!("{} {name}", rule["rule"]), number));
                    }
                }
            }
        }
        attack.solve();
        attack
    }
}

fn number_of(value: &Value) -> i64 {
    i64::try_from(number(value)).unwrap()
}

/// Every count is a multiple of the limit, and none that is protected has fewer values than it.
fn assert_safe(report: &Value, below: u64) {
    let mut shown = Vec::new();
    counts(report, "", &mut shown);
    for (path, count) in shown {
        assert_eq!(count % below, 0, "{path} is {count}");
    }
    let attack = Attack::on(report);
    for (name, at) in &attack.protected {
        let (from, to) = attack.ends[*at];
        let values = to - from + 1;
        assert!(
            values >= i64::try_from(below).unwrap(),
            "{name} is one of {values} from {from} to {to}: {} {} {}",
            report["products"],
            report["rest"],
            report["rows"],
        );
    }
}

/// What is told is what the whole report tells, but for rounding.
fn assert_true(hidden: &Value, whole: &Value, below: u64) {
    let near = |told: &Value, exact: &Value, by: u64, what: &str| {
        let (told, exact) = (number(told), number(exact));
        assert!(told.abs_diff(exact) < by, "{what}: {told} for {exact}");
    };
    near(
        &hidden["rows"]["read"],
        &whole["rows"]["read"],
        below,
        "read",
    );
    let inhalers = |report: &Value| report["coverage"]["climate"]["inhalers"]["rows"].clone();
    if hidden["hidden"]["inhalers_too_few"] == false {
        near(&inhalers(hidden), &inhalers(whole), below, "inhalers");
    }
    near(
        &hidden["rows"]["analysed"],
        &whole["rows"]["analysed"],
        2 * below,
        "analysed",
    );
    for product in list(&hidden["products"]) {
        let same = list(&whole["products"]).find(|one| one["product"] == product["product"]);
        near(&product["rows"], &same.unwrap()["rows"], below, "product");
        assert!(number(&same.unwrap()["rows"]) >= below);
    }
}

fn row(quantities: Vec<&'static str>) -> impl Strategy<Value = String> {
    let labels = vec![
        ATROVENT,
        ATROVENT,
        ATROVENT,
        VENTOLIN,
        VENTOLIN,
        DISKUS,
        ALVESCO,
        "SALBUTAMOL 100UG/DO",
        METFORMIN,
        METFORMIN,
        "ATORVASTATINE TABLET 20MG",
        "HYDROCORTISON CREME 10MG/G",
        "IETS ANDERS",
        "VOORZETKAMER VOLUMATIC",
    ];
    (
        0..40u32,
        select(vec!["2025-01-15", "2025-01-16", "2025-02-16", "2025-03-17"]),
        select(labels),
        select(quantities),
        select(vec!["ST", "ST", "DO", ""]),
        select(vec!["", "", "", "", "geannuleerd", "raar"]),
        select(vec!["", "1", "x"]),
    )
        .prop_map(|(patient, date, label, quantity, unit, status, repeat)| {
            let patient = match patient {
                0 => String::new(),
                patient => patient.to_string(),
            };
            format!("{patient};P1;{date};{label};{quantity};{unit};{status};;{repeat};;;;")
        })
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn no_protected_number_can_be_computed(
        rows in prop::collection::vec(row(vec!["1", "1", "1", "1", "2", "60", "200", "", "veel"]), 1..160),
        below in select(vec![2, 3, 5, 10]),
        patients in any::<bool>(),
    ) {
        let mut text = export(&rows);
        if !patients {
            text = text.replacen("patient;", "kolom;", 1);
        }
        let hidden = suppressed(&text, below);
        assert_safe(&hidden, below);
        assert_true(&hidden, &crate::report(&text), below);
    }
}

/// Data of six medicines alone: type, gas and kilograms of each.
fn data_of(medicines: [(&str, &str, &str); 6]) -> Dataset {
    let names = ["alfa", "bravo", "charlie", "delta", "echo", "foxtrot"];
    let mut products =
        "product_id,atc,substance,brand,form,device,strength,doses_per_pack,propellant,source_id,locator,evidence\n"
            .to_owned();
    let mut factors = "factor_id,subject_kind,subject,label,indicator,functional_unit,doses_per_unit,value,low,high,unit,boundary,propellant,gwp_set,source_id,locator,evidence\n".to_owned();
    for (name, (device, gas, value)) in names.into_iter().zip(medicines) {
        let form = if device == "pMDI" {
            "aerosol"
        } else {
            "powder"
        };
        products += &format!(
            "{name},R03AC02,salbutamol,{name},{form},{device},100 ug,200,{gas},T1,p. 1,read\n"
        );
        let (gas, set) = if device == "pMDI" {
            (gas, "AR6")
        } else {
            ("", "none")
        };
        factors += &format!(
            "f-{name},product,{name},{name},climate,device,200,{value},,,kg CO2e,cradle_to_grave,{gas},{set},T1,p. 1,read\n"
        );
    }
    let sources = "source_id,kind,authors,year,title,publisher,doi,url,accessed,licence\n\
                   T1,study,A,2026,T,P,,,,\n";
    let gwp = "propellant,gwp_set,horizon_years,value,source_id,locator,evidence\n\
               HFC-134a,AR6,100,1530,T1,p. 1,read\n";
    let layer = Layer::named("study")
        .csv("sources.csv", sources)
        .csv("products.csv", &products)
        .csv("factors.csv", &factors)
        .csv("gwp.csv", gwp);
    Dataset::only(&layer).unwrap()
}

/// Every export of some medicines of which each has at most so many prescriptions, tried one by one:
/// those with the same report hold as many numbers of each medicine as the limit. What is told is the
/// whole JSON, with its kilograms.
/// Each with its label, how many at most, and its kind: one letter.
fn assert_worlds(dataset: &Dataset, medicines: &[(&str, usize, char)]) {
    let limit = 3;
    let engine = Engine::new(dataset);
    let analysis = engine.analysis().suppress(Some(3));
    let mut worlds: BTreeMap<String, Vec<Vec<usize>>> = BTreeMap::new();
    let all: usize = medicines.iter().map(|(_, most, _)| most + 1).product();
    for number in 1..all {
        let mut rest = number;
        let count = |(_, most, _): &(&str, usize, char)| {
            let count = rest % (most + 1);
            rest /= most + 1;
            count
        };
        let world: Vec<usize> = medicines.iter().map(count).collect();
        let rows = medicines.iter().zip(&world).zip(1..);
        let rows: Vec<String> = rows
            .flat_map(|(((label, ..), count), at)| many(*count, label, at * 1000))
            .collect();
        let text = export(&rows);
        let export = Export::new("export.csv", text.as_bytes()).unwrap();
        let told = json_of(&analysis.run(export, None).unwrap()).to_string();
        worlds.entry(told).or_default().push(world);
    }
    let mut inner = 0;
    for all in worlds.values() {
        for (at, (label, ..)) in medicines.iter().enumerate() {
            let values: BTreeSet<usize> = all.iter().map(|world| world[at]).collect();
            // That a medicine is in no row is no secret of anybody.
            if values == [0].into() {
                continue;
            }
            // Larger exports than were tried would be among these, and those with more medicines of a
            // kind where each small one of it has as many as it can.
            let cut = |world: &Vec<usize>| {
                let counts = || medicines.iter().zip(world);
                let full = |kind: char| {
                    let small =
                        |one: &(&(&str, usize, char), &usize)| one.0.1 < limit && one.0.2 == kind;
                    counts().filter(small).all(|(one, count)| one.1 == *count)
                };
                counts().any(|(one, count)| one.1 >= limit && one.1 == *count)
                    || counts().any(|(one, _)| full(one.2))
            };
            let cut = all.iter().any(cut);
            inner += usize::from(!cut);
            assert!(
                cut || values.len() >= limit,
                "{label} is one of {values:?}: {all:?}"
            );
        }
    }
    assert!(inner > 10, "{inner}");
}

/// Two medicines that can stand by name, and four of fewer patients than the limit.
#[test]
fn exports_with_one_report_differ_in_every_medicine() {
    let aerosol = |kilograms| ("pMDI", "HFC-134a", kilograms);
    let powder = |kilograms| ("DPI", "none", kilograms);
    let of = |kinds: [char; 6]| {
        let names = ["ALFA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT"];
        let labels = names.map(|name| format!("{name} 100UG/DO 200DO"));
        let most = [9, 8, 2, 2, 2, 2];
        let all = labels.into_iter().zip(most).zip(kinds);
        all.map(|((label, most), kind)| (label, most, kind))
            .collect::<Vec<_>>()
    };
    for (medicines, kinds) in [
        (["28", "16", "10", "36", "20", "20"].map(aerosol), ['a'; 6]),
        (
            [
                aerosol("28"),
                powder("1"),
                powder("0.8"),
                powder("0.5"),
                aerosol("12"),
                aerosol("36"),
            ],
            ['a', 'p', 'p', 'p', 'a', 'a'],
        ),
    ] {
        let all = of(kinds);
        let all: Vec<_> = all
            .iter()
            .map(|(label, most, kind)| (label.as_str(), *most, *kind))
            .collect();
        assert_worlds(&data_of(medicines), &all);
    }
}

/// Other medicines by form and by substance, which overlap.
#[test]
fn exports_with_one_report_differ_in_every_substance() {
    let most = [
        (METFORMIN, 5, 'o'),
        ("ATORVASTATINE TABLET 20MG", 2, 'o'),
        ("PARACETAMOL TABLET 500MG", 2, 'o'),
        ("OMEPRAZOL CAPSULE MSR 20MG", 2, 'o'),
        ("HYDROCORTISON CREME 10MG/G", 2, 'f'),
        ("DICLOFENAC ZETPIL 50MG", 2, 'f'),
        ("TIMOLOL OOGDRUPPELS 5MG/ML", 2, 'f'),
    ];
    assert_worlds(&DATASET, &most);
}

/// Returns that are left, stopped prescriptions and allowed repeats are parts of other counts.
#[test]
fn small_parts_of_the_account_are_hidden() {
    let changed = |rows: Vec<String>, from: &str, to: &str| -> Vec<String> {
        rows.iter().map(|row| row.replace(from, to)).collect()
    };
    let returns = |count: usize| changed(many(count, ATROVENT, 500), ";1;ST;", ";-1;ST;");
    let stopped = |count: usize| changed(many(count, ATROVENT, 700), ";ST;;;0;", ";ST;;04;0;");
    let all = |more: Vec<Vec<String>>| {
        let rows = [
            many(40, ATROVENT, 0),
            many(40, VENTOLIN, 100),
            more.concat(),
        ]
        .concat();
        suppressed(&export(&rows), 10)
    };
    let shown = all(vec![returns(12), stopped(12)]);
    assert_eq!(shown["totals"]["climate"]["returns_open"], 10);
    assert_eq!(shown["rows"]["stopped_counted"], 10);
    let hidden = all(vec![returns(3), stopped(3)]);
    let total = hidden["totals"]["climate"].as_object().unwrap();
    assert_eq!(total.get("returns_open"), Some(&Value::Null));
    let account = hidden["rows"].as_object().unwrap();
    assert_eq!(account.get("stopped_counted"), Some(&Value::Null));
    let none = all(vec![]);
    assert!(
        none["totals"]["climate"]
            .as_object()
            .unwrap()
            .get("returns_open")
            .is_none()
    );
}
