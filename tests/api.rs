//! The public surface of the crate, kept as a list that a change of it has to change, too.
//!
//! `fixtures/public-api.txt` has a line an item, with its whole signature: modules, types,
//! variants, fields, functions, constants and implemented traits. Derived traits stand before
//! their type as `#[derive(..)]`, `PartialEq` and `PartialOrd` only where `Eq` and `Ord` are not
//! derived as well. Left out is what follows from another line or from the language: methods of
//! implemented traits, implementations for every type, and auto traits. It is written anew by
//!
//! ```sh
//! UPDATE_GOLDEN=1 cargo test --test api
//! ```
//!
//! The list comes from the JSON of rustdoc, which a stable toolchain makes when told that it may
//! use unstable options. Its format belongs to the toolchain: after a change of that, `public-api`
//! in `Cargo.toml` takes the version that reads the new format. The test fails until then; it is
//! never left out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails; helpers stand outside the test functions"
)]

use public_api::{Builder, PublicApi};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most items that the crate may offer: modules, types, traits, functions, constants and
/// re-exports, each once however many paths lead to it. Methods, fields and variants are not
/// counted. A lower number is the only easy change of this line.
const MOST_ITEMS: usize = 313;

/// Has rustdoc write the JSON into a folder of its own, so that no running cargo is waited for.
/// Two runs at once wait for each other there.
fn rustdoc_json() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["rustdoc", "--lib", "--all-features", "--locked", "--quiet"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        // The flags of the surrounding run would build everything for a second time.
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTDOCFLAGS")
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "no JSON of rustdoc:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    target.join("doc/groenrecept.json")
}

fn api(json: &Path, with_derived: bool) -> PublicApi {
    Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(!with_derived)
        .build()
        .unwrap_or_else(|error| {
            panic!(
                "{error}\nThe JSON of this toolchain has another format than `public-api` of \
                 Cargo.toml reads; take the version of `public-api` that reads it."
            )
        })
}

/// The traits that each type derives, by the number of the type.
fn derived(json: &Path, written: &PublicApi) -> BTreeMap<u32, BTreeSet<String>> {
    let written: BTreeSet<u32> = written.items().map(|item| item.id().0).collect();
    let mut traits: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for item in api(json, true).items() {
        let text = item.to_string();
        let (Some(parent), Some((head, target))) = (item.parent_id(), text.split_once(" for "))
        else {
            continue;
        };
        if !written.contains(&item.id().0) && head.starts_with("impl") {
            let name = match target {
                // `From` of the type itself, in the words of the one who calls it.
                "&'static str" => "Into<&'static str>".to_owned(),
                _ => head.rsplit("::").next().unwrap_or(head).to_owned(),
            };
            traits.entry(parent.0).or_default().insert(name);
        }
    }
    for names in traits.values_mut() {
        names.remove("StructuralPartialEq");
        for (whole, part) in [("Eq", "PartialEq"), ("Ord", "PartialOrd")] {
            if names.contains(whole) {
                names.remove(part);
            }
        }
    }
    traits
}

/// What an item is, by the words before its path.
fn kind(text: &str) -> &str {
    let text = text.rsplit("] ").next().unwrap_or(text);
    if text.starts_with("impl") {
        return "impl";
    }
    let words = text.strip_prefix("pub ").unwrap_or(text);
    let words = words.strip_prefix("const fn").map_or(words, |_| "fn ");
    let (first, _) = words.split_once(' ').unwrap_or((words, ""));
    if first.contains("::") { "part" } else { first }
}

struct Surface {
    lines: Vec<String>,
    items: usize,
    fields: usize,
}

fn surface() -> Surface {
    let json = rustdoc_json();
    let api = api(&json, false);
    let derived = derived(&json, &api);
    let texts: BTreeMap<u32, String> = api
        .items()
        .map(|item| (item.id().0, item.to_string()))
        .collect();
    let mut items = BTreeSet::new();
    let mut fields = BTreeSet::new();
    let mut lines = Vec::new();
    for item in api.items() {
        let (id, text) = (item.id().0, item.to_string());
        let parent = item.parent_id().and_then(|parent| texts.get(&parent.0));
        let parent = parent.map_or("mod", |text| kind(text));
        match (parent, kind(&text)) {
            ("mod", _) => {
                items.insert(id);
            }
            ("struct", "part") => {
                fields.insert(id);
            }
            _ => {}
        }
        let of_trait = item
            .parent_id()
            .and_then(|parent| texts.get(&parent.0))
            .is_some_and(|text| kind(text) == "impl" && text.contains(" for "));
        if text.starts_with("impl groenrecept::") || (of_trait && kind(&text) == "fn") {
            continue;
        }
        let traits = derived.get(&id).map(|names| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            format!("#[derive({})] ", names.join(", "))
        });
        lines.push(traits.unwrap_or_default() + &text);
    }
    Surface {
        lines,
        items: items.len(),
        fields: fields.len(),
    }
}

/// Lines of the one that the other has not, with a mark.
fn missing<'t>(of: &'t str, other: &str, mark: char) -> impl Iterator<Item = String> + use<'t> {
    let other: BTreeSet<String> = other.lines().map(str::to_owned).collect();
    of.lines()
        .filter(move |line| !other.contains(*line))
        .map(move |line| format!("{mark} {line}\n"))
}

#[test]
fn the_public_surface_is_as_written_down() {
    let Surface {
        lines,
        items,
        fields,
    } = surface();
    let found = format!("{}\n\n{items} items, {fields} fields\n", lines.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/public-api.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let gone: String = missing(&written, &found, '-').collect();
    let new: String = missing(&found, &written, '+').collect();
    assert!(
        found == written,
        "the public surface is another than tests/fixtures/public-api.txt says:\n\
         {gone}{new}\
         If that is meant: UPDATE_GOLDEN=1 cargo test --test api"
    );
    assert!(
        items <= MOST_ITEMS,
        "{items} items are public, {MOST_ITEMS} may be"
    );
}
