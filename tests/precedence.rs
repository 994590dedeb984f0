//! What a layer says goes before what is below it, for every kind of fact.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test on data that it makes itself"
)]

use groenrecept::advice::Options;
use groenrecept::context::{Age, Context};
use groenrecept::dataset::{Layer, Route, Treatment};
use groenrecept::exact::parse;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::report::explain::explain;
use groenrecept::water::{self, Amount};
use groenrecept::{Atc, Dataset, Engine, GwpSet, Language, Prescription};

const SOURCES: &str = "source_id,kind,title\nT1,study,A layer\n";

/// The embedded data under layers of one file each, the lowest first, each with its source.
fn under(layers: &[(&str, &str)]) -> Dataset {
    let below = Dataset::embedded().unwrap();
    layers.iter().fold(below, |below, (file, text)| {
        let layer = Layer::named("own").csv("sources.csv", SOURCES);
        let layer = if *file == "sources.csv" {
            Layer::named("own").csv(file, text)
        } else {
            layer.csv(file, text)
        };
        below.with_layer(&layer).unwrap()
    })
}

fn central(dataset: &Dataset, product: &str, gwp: GwpSet) -> String {
    let engine = Engine::new(dataset).gwp(gwp);
    let estimate = engine.estimate(&engine.product(product).unwrap()).unwrap();
    estimate.per_device.unwrap().central().round(3).to_string()
}

fn load(dataset: &Dataset, mass: &str) -> water::Load {
    let atc = "M01AE01".parse::<Atc>().unwrap();
    let mass = parse(mass).unwrap();
    water::load(dataset, &atc, Route::Oral, mass, Treatment::Secondary)
}

/// What stands on the page of a word or id.
fn page(dataset: &Dataset, what: &str) -> String {
    explain(&Engine::new(dataset), what).text(Language::Dutch)
}

/// Which of some words stand in the advice on the Foster aerosol.
fn advised(dataset: &Dataset, words: [&str; 2]) -> String {
    let asked = Asked {
        what: "foster-aerosol-100-6-120do",
        ..Asked::default()
    };
    let context = Context::new()
        .age(Age::new(34).unwrap())
        .icpc("R96".parse().unwrap());
    let engine = Engine::new(dataset);
    let page = AdviceReport::of(&engine, &asked, &context, &Options::for_patient());
    let page = page.text(Language::Dutch);
    words.into_iter().filter(|one| page.contains(one)).collect()
}

/// The dose that stands for two puffs of Seretide, in doses of the Diskus.
fn dose(dataset: &Dataset) -> (u32, u32) {
    let engine = Engine::new(dataset);
    let line = Prescription::new()
        .label("SERETIDE INHALATOR AEROSOL 25/250MCG/DO 120DO")
        .quantity("1", "ST");
    let context = Context::new()
        .age(Age::new(34).unwrap())
        .icpc("R96".parse().unwrap());
    let advice = engine.advise(&line, &context, &Options::for_patient());
    let mut all = advice.offers.iter().flat_map(|offer| &offer.alternatives);
    let found = all.find(|one| one.product.as_str() == "seretide-diskus-50-500");
    let dose = &found.unwrap().dose;
    (dose.from_doses, dose.to_doses)
}

/// How one kind of fact is asked for in a test.
type Asks = fn(&Dataset) -> String;

/// A kind of fact: its file, the row of a first layer, the row of a second, and what is found under
/// each.
struct Kind {
    file: &'static str,
    head: &'static str,
    rows: [&'static str; 2],
    asked: Asks,
    found: [&'static str; 2],
}

const KINDS: &[Kind] = &[
    Kind {
        file: "sources.csv",
        head: "source_id,kind,title",
        rows: ["S01,study,First", "S01,study,Second"],
        asked: |data| {
            data.sources()
                .find(|one| one.id.as_str() == "S01")
                .unwrap()
                .title
                .clone()
        },
        found: ["First", "Second"],
    },
    Kind {
        file: "gwp.csv",
        head: "propellant,gwp_set,horizon_years,value,source_id,locator,evidence",
        rows: [
            "HFC-134a,AR4,100,1000,T1,p. 1,read",
            "HFC-134a,AR4,100,2000,T1,p. 1,read",
        ],
        asked: |data| {
            let product = "atrovent-aerosol-20";
            let kilograms = parse(&central(data, product, GwpSet::Ar4)).unwrap();
            (if kilograms < 17.into() {
                "less"
            } else {
                "more"
            })
            .to_owned()
        },
        found: ["less", "more"],
    },
    Kind {
        file: "factors.csv",
        head: "factor_id,subject_kind,subject,indicator,functional_unit,value,low,high,unit,boundary,gwp_set,source_id,locator,evidence",
        rows: [
            "a-own,product,ventolin-diskus-200,climate,device,3,,,kg CO2e,not_stated,unknown,T1,p. 1,secondary",
            "z-own,product,ventolin-diskus-200,climate,device,4,,,kg CO2e,not_stated,unknown,T1,p. 1,secondary",
        ],
        asked: |data| central(data, "ventolin-diskus-200", GwpSet::Ar6),
        found: ["3", "4"],
    },
    Kind {
        file: "water.csv",
        head: "fact_id,atc,substance,kind,route,stage,value,low,high,unit,text,vintage,source_id,locator,evidence",
        rows: [
            "a-own,M01AE01,ibuprofen,removal,,secondary,0.5,,,fraction,,2020,T1,p. 1,secondary",
            "z-own,M01AE01,ibuprofen,removal,,secondary,0.25,,,fraction,,2019,T1,p. 1,secondary",
        ],
        // At most 400 mg x what is not taken out, where excretion is a bound of 0.15.
        asked: |data| match load(data, "400").amount {
            Amount::AtMost(most) => most.round(3).to_string(),
            other @ (Amount::Range(_) | Amount::Unknown) => format!("{other:?}"),
        },
        found: ["30", "45"],
    },
    Kind {
        file: "water.csv",
        head: "fact_id,atc,substance,kind,route,stage,value,low,high,unit,text,vintage,source_id,locator,evidence",
        rows: [
            "a-own,M01AE01,ibuprofen,eqs_proposed,,,5,,,ug/L,,2020,T1,p. 1,secondary",
            "z-own,M01AE01,ibuprofen,criterion,,,4,,,ug/L,,2019,T1,p. 1,secondary",
        ],
        asked: |data| {
            let atc = "M01AE01".parse::<Atc>().unwrap();
            let volume = water::critical_volume(data, &atc, &load(data, "400")).unwrap();
            let limits: Vec<&str> = volume.limits.iter().map(|id| id.as_str()).collect();
            limits.join(" ")
        },
        found: ["a-own", "z-own"],
    },
    Kind {
        file: "forms.csv",
        head: "form_fact_id,form,subject,functional_unit,value,unit,boundary,kind,effect,source_id,locator,evidence",
        rows: [
            "a-own,oral_solid,x,dose,5000,g CO2e,not_stated,order,,T1,p. 1,read",
            "z-own,oral_solid,x,dose,7000,g CO2e,not_stated,order,,T1,p. 1,read",
        ],
        asked: |data| {
            let engine = Engine::new(data);
            let mut tally = engine.tally();
            let line = Prescription::new()
                .label("PARACETAMOL TABLET 500MG")
                .quantity("1", "ST");
            tally.add(&groenrecept::practice::Row::new(&line)).unwrap();
            let outcome = engine.analysis().outcome(tally.finish().unwrap()).unwrap();
            let report = groenrecept::report::Report::new(&outcome, Language::Dutch);
            let json = serde_json::to_value(&report).unwrap();
            json["other_medicines"]["forms"][0]["order"].to_string()
        },
        found: ["5", "7"],
    },
    Kind {
        file: "label_limits.csv",
        head: "product_id,min_age,source_id,locator,evidence",
        rows: [
            "ventolin-diskus-200,7,T1,p. 1,secondary",
            "ventolin-diskus-200,9,T1,p. 1,secondary",
        ],
        asked: |data| {
            let product = data.product_by_id("ventolin-diskus-200").unwrap();
            let ages: Vec<String> = data
                .label_limits(&product.id)
                .filter_map(|one| one.min_age)
                .map(|age| age.to_string())
                .collect();
            ages.join(" ")
        },
        found: ["7", "9"],
    },
    Kind {
        file: "equivalences.csv",
        head: "equivalence_id,from_product,from_doses,to_product,to_doses,basis,source_id,locator,evidence",
        rows: [
            "zz-own,seretide-aerosol-25-250,3,seretide-diskus-50-500,1,posology,T1,p. 1,secondary",
            "zzz-own,seretide-aerosol-25-250,5,seretide-diskus-50-500,1,posology,T1,p. 1,secondary",
        ],
        asked: |data| format!("{:?}", dose(data)),
        found: ["(3, 1)", "(5, 1)"],
    },
    Kind {
        file: "dose_guards.csv",
        head: "guard_id,products,others,because_nl,because_en,source_id,locator,evidence",
        rows: [
            "zz-own,foster-aerosol-100-6-120do,foster-nexthaler-100-6,eerstereden,first,T1,p. 1,secondary",
            "zz-own,foster-aerosol-100-6-120do,foster-nexthaler-100-6,tweedereden,second,T1,p. 1,secondary",
        ],
        asked: |data| advised(data, ["eerstereden", "tweedereden"]),
        found: ["eerstereden", "tweedereden"],
    },
    Kind {
        file: "market.csv",
        head: "product_id,as_of,available,source_id,locator,evidence",
        rows: [
            // The day of the later layer is the earlier one.
            "foster-nexthaler-100-6,2026-11-02,yes,T1,p. 1,secondary",
            "foster-nexthaler-100-6,2026-10-02,yes,T1,p. 1,secondary",
        ],
        asked: |data| advised(data, ["Op 2026-11-02", "Op 2026-10-02"]),
        found: ["Op 2026-11-02", "Op 2026-10-02"],
    },
    Kind {
        file: "prices.csv",
        head: "product_id,price,source_id,locator,evidence",
        rows: [
            "ventolin-diskus-200,7,T1,p. 1,secondary",
            "ventolin-diskus-200,9,T1,p. 1,secondary",
        ],
        asked: |data| {
            let product = data.product_by_id("ventolin-diskus-200").unwrap();
            data.price(&product.id).unwrap().amount.to_string()
        },
        found: ["7", "9"],
    },
    Kind {
        file: "codes.csv",
        head: "system,code,product_id",
        rows: [
            "his,42,ventolin-diskus-200",
            "his,42,seretide-diskus-50-500",
        ],
        asked: |data| {
            let engine = Engine::new(data);
            let his = "his".parse().unwrap();
            let found = engine.resolve(&Prescription::new().code(his, "42"));
            let products = engine.products(found.inhaler().unwrap()).unwrap();
            products
                .iter()
                .map(|one| one.id.as_str().to_owned())
                .collect()
        },
        found: ["ventolin-diskus-200", "seretide-diskus-50-500"],
    },
    Kind {
        file: "conflicts.csv",
        head: "conflict_id,kind,factors,reading_nl,reading_en",
        rows: [
            "ventolin-aerosol,differ,s01-ventolin-aerosol|s03-saba-large,Eerste lezing,First",
            "ventolin-aerosol,differ,s01-ventolin-aerosol|s03-saba-large,Tweede lezing,Second",
        ],
        asked: |data| {
            let page = page(data, "ventolin-aerosol");
            ["Eerste lezing", "Tweede lezing"]
                .into_iter()
                .filter(|one| page.contains(one))
                .collect()
        },
        found: ["Eerste lezing", "Tweede lezing"],
    },
    Kind {
        file: "vocabulary.csv",
        head: "kind,term,value",
        rows: [
            "substance,VENTOLINUM,eerstestof",
            "substance,VENTOLINUM,tweedestof",
        ],
        asked: |data| {
            let page = page(data, "VENTOLINUM");
            ["eerstestof", "tweedestof"]
                .into_iter()
                .filter(|one| page.contains(one))
                .collect()
        },
        found: ["eerstestof", "tweedestof"],
    },
];

#[test]
fn a_layer_goes_before_what_is_below_it() {
    for kind in KINDS {
        let text = |row: &str| format!("{}\n{row}\n", kind.head);
        let [first, second] = kind.rows.map(text);
        let [a, b] = [(kind.file, first.as_str()), (kind.file, second.as_str())];
        let shown = format!("{}: {}", kind.file, kind.rows[0]);
        let [over, above] = kind.found;
        let says = |layers: &[(&str, &str)]| (kind.asked)(&under(layers));
        assert!(says(&[a]).contains(over), "{shown}: {}", says(&[a]));
        assert!(says(&[a, b]).contains(above), "{shown}: {}", says(&[a, b]));
        // Whichever is the upper one.
        assert!(says(&[b, a]).contains(over), "{shown}: {}", says(&[b, a]));
        assert!(!says(&[b, a]).contains(above), "{shown}: {}", says(&[b, a]));
    }
}
