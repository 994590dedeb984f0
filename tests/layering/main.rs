//! Imports run one way: vocabulary <- dataset <- matching, impact <- practice <- report, and
//! intake knows the vocabulary alone.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a test that reads the sources of the crate"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules of the crate from the bottom up; a module may import those of lower layers.
const LAYERS: &[(&str, u8)] = &[
    ("diagnostic", 1),
    ("language", 0),
    ("day", 0),
    ("exact", 0),
    ("code", 0),
    ("article", 1),
    ("error", 2),
    ("quantity", 1),
    ("intake", 3),
    ("dataset", 3),
    ("context", 4),
    ("matching", 4),
    ("impact", 5),
    ("water", 5),
    ("comparison", 6),
    ("prescription", 6),
    ("advice", 7),
    ("practice", 8),
    ("formulary", 9),
    ("report", 10),
];

fn layer_of(module: &str) -> Option<u8> {
    LAYERS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, layer)| *layer)
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The top-level modules that a source text names through `crate::`, outside comments and
/// including grouped imports such as `use crate::{GwpSet, exact};`.
fn imports(text: &str) -> Vec<String> {
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = &group[..group.find("};").unwrap_or(0)];
            let parts = group.split(',').map(|part| part.trim().to_owned());
            names.extend(parts);
        } else {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            names.push(rest[..end].to_owned());
        }
    }
    names
}

/// Where the items that `lib.rs` re-exports live.
fn home(name: &str) -> &str {
    match name {
        "Atc" | "AtcCell" | "BadNumber" | "CodeSystem" | "GNumber" | "Gpk" | "Hpk" | "Icpc"
        | "LocalCode" | "Prk" | "ZiNumber" => "code",
        "Context" => "context",
        "Dataset" | "GwpSet" => "dataset",
        "Day" => "day",
        "Quantity" | "Range" | "Unit" => "quantity",
        other => other,
    }
}

#[test]
fn imports_run_downwards() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for path in files {
        let relative = path.strip_prefix(&source).unwrap();
        let first = relative.components().next().unwrap().as_os_str();
        let module = first.to_string_lossy().replace(".rs", "");
        if module == "lib" {
            continue;
        }
        let own = layer_of(&module).unwrap_or_else(|| panic!("{module} has no layer"));
        *seen.entry(module.clone()).or_default() += 1;
        for name in imports(&std::fs::read_to_string(&path).unwrap()) {
            let target = home(&name);
            if target == module {
                continue;
            }
            let Some(layer) = layer_of(target) else {
                panic!(
                    "{}: crate::{name} is no module of a layer",
                    relative.display()
                );
            };
            let downwards = layer < own;
            let vocabulary_only = module != "intake" || layer <= 2;
            if !downwards || !vocabulary_only {
                wrong.push(format!("{} imports {target}", relative.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(seen.len(), LAYERS.len(), "a module of LAYERS is gone");
}

#[test]
fn the_test_sees_plain_and_grouped_imports() {
    let text = "use crate::report::Report;\n// crate::dataset\nuse crate::{GwpSet, exact};\n";
    assert_eq!(imports(text), ["report", "GwpSet", "exact"]);
}
