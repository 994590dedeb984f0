//! Data files over the embedded data: each part is the name of a file on a line, and its text.

use super::{joined, parts, text};
use crate::checks::{LANGUAGES, codes, found, said, usable};
use crate::{DATASET, Shape, seeds};
use groenrecept::dataset::{Checked, Dataset, Layer};
use groenrecept::report::data::check_page;
use groenrecept::{Engine, ErrorKind, Severity};
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let files = parts(body).map(|part| {
        let text = text(part);
        let (name, text) = text.split_once('\n').unwrap_or((&text, ""));
        (name.trim().to_owned(), text.to_owned())
    });
    judged(choice, &layer_of(files))
}

pub(crate) fn guideline(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let source = "source_id,kind,title,year\nS01,study,Een bron,2022\n";
    let files = [
        ("sources.csv".to_owned(), source.to_owned()),
        ("guidelines/own.toml".to_owned(), text(body).into_owned()),
    ];
    judged(choice, &layer_of(files))
}

fn layer_of(files: impl IntoIterator<Item = (String, String)>) -> Layer {
    files
        .into_iter()
        .fold(Layer::named("own"), |layer, (name, text)| {
            if Path::new(&name)
                .extension()
                .is_some_and(|end| end == "toml")
            {
                layer.toml(&name, &text)
            } else {
                layer.csv(&name, &text)
            }
        })
}

/// Loading says what the checker says, and data that loads answers. Most layers are read alone,
/// over the words of the crate: over all of its data each takes ten times as long.
fn judged(choice: u8, layer: &Layer) -> Shape {
    let over = choice >= 0xf8;
    let (checked, loaded) = match choice % 4 {
        _ if over => (
            Some(Checked::layer(layer.clone(), false)),
            Some(DATASET.with_layer(layer)),
        ),
        0 => (None, Some(Dataset::only(layer))),
        1 => (Some(Checked::only(layer)), Some(Dataset::only(layer))),
        _ => (Some(Checked::only(layer)), None),
    };
    let mut shape = Shape::of(choice % 4);
    if let Some(checked) = &checked {
        found(&checked.findings);
        let language = LANGUAGES[usize::from(choice % 8 / 4)];
        assert!(!check_page(checked, language).is_empty());
        shape = shape.and(codes(&checked.findings));
        if let (Some(loaded), false) = (&loaded, checked.is_for_embedding()) {
            let refused = checked.count(Severity::Error) > 0;
            let found = &checked.findings;
            assert_eq!(
                refused,
                loaded.is_err(),
                "checked against loaded: {found:?}"
            );
        }
    }
    match loaded {
        None => shape,
        Some(Err(error)) => {
            said(&error);
            match error.kind() {
                ErrorKind::Dataset(findings) => {
                    found(findings);
                    shape.and(codes(findings))
                }
                other => panic!("{other:?}"),
            }
        }
        Some(Ok(dataset)) => {
            usable(&dataset);
            let engine = Engine::new(&dataset);
            let first = dataset
                .products()
                .first()
                .and_then(|one| engine.product(one.id.as_str()));
            let estimate = first.map(|one| engine.estimate(&one).expect("a product of the data"));
            if let Some(device) = estimate.as_ref().and_then(|estimate| estimate.per_device) {
                assert!(device.low() <= device.central() && device.central() <= device.high());
            }
            shape.and(estimate.map(|estimate| estimate.per_dose.is_some()))
        }
    }
}

/// The folders of tests with data files, each as one input, and the start of every kind of file.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut folders: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for folder in [
        "tests/fixtures/check",
        "tests/fixtures/facts",
        "tests/fixtures/only",
    ] {
        for end in ["csv", "toml"] {
            for path in seeds::below(folder, end) {
                let (Some(name), Some(mut parent)) = (path.file_name(), path.parent()) else {
                    continue;
                };
                let mut name = name.to_string_lossy().into_owned();
                let inner = parent
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned());
                if let (
                    Some(inner @ ("guidelines" | "formulary" | "export" | "profiles")),
                    Some(outer),
                ) = (inner.as_deref(), parent.parent())
                {
                    name = format!("{inner}/{name}");
                    parent = outer;
                }
                let text = std::fs::read(&path).unwrap_or_default();
                let part = [name.as_bytes(), b"\n", &seeds::cut(text, 4000)].concat();
                folders
                    .entry(parent.display().to_string())
                    .or_default()
                    .push(part);
            }
        }
    }
    let mut all: Vec<Vec<u8>> = folders.into_values().map(|files| joined(&files)).collect();
    all.extend(starts());
    super::chosen(0, &[1, 2, 6, 0xff], &all)
}

/// The header and some rows of each file of the data, and of those that only layers have.
fn starts() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let embedded = ["csv", "toml"]
        .into_iter()
        .flat_map(|end| seeds::below("data", end));
    let named = embedded.filter_map(|path| {
        let name = path
            .strip_prefix(&root)
            .ok()?
            .to_string_lossy()
            .into_owned();
        let lines = seeds::head(&format!("data/{name}"), 5);
        Layer::may_hold(&name).then(|| [name.as_bytes(), b"\n", &lines].concat())
    });
    let own = [
        "codes.csv\nsystem,code,product_id\nhis,0042,ventolin-aerosol-100\n",
        "shortages.csv\nproduct_id,valid_from,valid_to,source_id,locator,evidence\nventolin-aerosol-100,2025-01-01,,S01,p. 1,read\n",
        "prices.csv\nproduct_id,price,currency,valid_from,valid_to,source_id,locator,evidence\nventolin-aerosol-100,2.50,EUR,2025-01-01,,S01,p. 1,read\n",
        "volumes.csv\nvolume_id,subject_kind,subject,year,quantity,unit,source_id,locator,evidence\nV1,product,ventolin-aerosol-100,2024,1000,device,S01,p. 1,read\n",
        "market.csv\nproduct_id,market\nventolin-aerosol-100,NL\n",
        "ddd.csv\natc,route,value,unit,source_id,locator,evidence\nR03AC02,inhalation,0.8,mg,S01,p. 1,read\n",
    ];
    named
        .chain(own.into_iter().map(|text| text.as_bytes().to_vec()))
        .collect()
}

/// The guidelines of the data and of tests, cut short, and the start of one.
pub(crate) fn guideline_seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("data/guidelines", "toml");
    all.extend(seeds::files("tests/fixtures/check", "toml"));
    for language in LANGUAGES {
        let start = Layer::template("guidelines/own.toml", language).unwrap_or_default();
        all.push(start.replace("# ", "").into_bytes());
        all.push(start.into_bytes());
    }
    super::chosen(0, &[1, 2, 6, 0xff], &all)
}
