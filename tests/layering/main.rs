//! Imports run one way: vocabulary <- dataset <- matching, impact <- practice <- report, and
//! intake knows the vocabulary and what data says of columns, and no medicine. Within a module they run one way between files, too, and
//! the methods of a type stand in the folder of the type or below it.
//!
//! A file may use what the modules that it lies in define: `a/b.rs` and `a.rs` or `a/mod.rs` make
//! no circle.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that reads the sources of the crate; the enums of syn are never whole"
)]

mod circles;
mod sources;

use circles::circles;
use sources::{Inherent, Sources, Use};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The modules of the crate from the bottom up; a module may import those of lower layers.
const LAYERS: &[(&str, u8)] = &[
    ("diagnostic", 3),
    ("language", 0),
    ("outward", 0),
    ("parse", 1),
    ("day", 2),
    ("exact", 0),
    ("code", 2),
    ("article", 3),
    ("error", 4),
    ("quantity", 3),
    ("bounds", 5),
    ("intake", 7),
    ("dataset", 6),
    ("context", 7),
    ("matching", 7),
    ("impact", 8),
    ("water", 8),
    ("comparison", 9),
    ("prescription", 9),
    ("advice", 10),
    ("kernel", 11),
    ("practice", 12),
    ("engine", 13),
    ("formulary", 14),
    ("report", 15),
];

fn layer_of(module: &str) -> u8 {
    let found = LAYERS.iter().find(|(name, _)| *name == module);
    found.unwrap_or_else(|| panic!("{module} has no layer")).1
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

static CRATE: LazyLock<Sources> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&root, &mut paths);
    let files: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().components();
            let name: Vec<_> = name
                .map(|part| part.as_os_str().to_str().unwrap())
                .collect();
            (name.join("/"), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let files = files.iter();
    Sources::read(files.map(|(name, text)| (name.as_str(), text.as_str())))
});

/// What its files use of each other, and the paths that lead nowhere.
static USES: LazyLock<(BTreeSet<Use>, Vec<String>)> = LazyLock::new(|| CRATE.uses());

/// The top-level module that a file belongs to.
fn top(file: &str) -> &str {
    let first = file.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The folder of a file, or the file itself where it lies in the root: what holds the methods of
/// its types.
fn holder(file: &str) -> &str {
    file.rsplit_once('/')
        .map_or_else(|| top(file), |(folder, _)| folder)
}

fn is_misplaced(one: &Inherent) -> bool {
    let rest = one.file.strip_prefix(holder(&one.home));
    !rest.is_some_and(|rest| rest.starts_with(['/', '.']))
}

#[test]
fn the_reader_follows_every_path_of_the_crate() {
    assert_eq!(USES.1, Vec::<String>::new());
}

#[test]
fn imports_run_downwards() {
    let uses = &USES.0;
    let mut wrong = BTreeSet::new();
    for one in uses.iter().filter(|one| one.from != "lib.rs") {
        let (from, to) = (top(&one.from), top(&one.to));
        let (own, layer) = (layer_of(from), layer_of(to));
        // Of data an export needs the names of columns and the profiles, and no medicine.
        let vocabulary_only = from != "intake" || layer <= layer_of("dataset");
        if from != to && (layer >= own || !vocabulary_only) {
            wrong.insert(format!("{} imports {to}", one.from));
        }
    }
    assert_eq!(wrong, BTreeSet::new());
    let modules: BTreeSet<&str> = CRATE.files().map(top).filter(|one| *one != "lib").collect();
    let layers: BTreeSet<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(modules, layers);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    assert_eq!(circles(&USES.0), Vec::<Vec<String>>::new());
}

#[test]
fn the_methods_of_a_type_stand_in_its_module() {
    let impls = CRATE.impls();
    let misplaced = impls.iter().filter(|one| is_misplaced(one));
    let misplaced: BTreeSet<(&str, &str)> = misplaced.map(|one| (&*one.file, &*one.name)).collect();
    assert_eq!(misplaced, BTreeSet::new());
}

/// What a crate of these files uses, as `from -> to: item`.
fn used(files: &[(&str, &str)]) -> Vec<String> {
    let (uses, lost) = Sources::read(files.iter().copied()).uses();
    assert_eq!(lost, Vec::<String>::new());
    let shown = |one: Use| format!("{} -> {}: {}", one.from, one.to, one.item);
    uses.into_iter().map(shown).collect()
}

#[test]
fn the_reader_sees_imports_of_every_shape() {
    let files = [
        ("lib.rs", "mod a;\nmod b;\npub use b::Shown as Renamed;"),
        (
            "a.rs",
            "pub struct A; pub fn f() {} pub mod inner { pub const C: u8 = 1; }",
        ),
        (
            "b/mod.rs",
            "mod c;\npub(crate) use c::Hidden;\npub use c::{Shown};\nuse crate::{\n    a::{\n        self,\n        A,\n        inner::C,\n    },\n};",
        ),
        (
            "b/c.rs",
            "// use crate::a::f;\npub struct Hidden; pub struct Shown;",
        ),
        (
            "b/d.rs",
            "use super::Hidden;\nuse super::super::a::{self as other};\nfn g() { other::f() }",
        ),
        (
            "b/e.rs",
            "fn g(x: crate::a::A) -> Option<super::Hidden> { crate::a::f(); None }",
        ),
        ("b/g.rs", "fn g() { println!(\"{}\", crate::a::inner::C); }"),
        ("b/h.rs", "use crate::a::*;\nfn g(_: A) {}"),
        ("b/i.rs", "use crate::Renamed;"),
        (
            "b/j.rs",
            "#[cfg(test)] mod tests { use super::super::super::a::A; }",
        ),
    ];
    assert_eq!(
        used(&files),
        [
            "b/d.rs -> a.rs: f",
            "b/d.rs -> b/c.rs: Hidden",
            "b/e.rs -> a.rs: A",
            "b/e.rs -> a.rs: f",
            "b/e.rs -> b/c.rs: Hidden",
            "b/g.rs -> a.rs: C",
            "b/h.rs -> a.rs: A",
            "b/i.rs -> b/c.rs: Shown",
            "b/j.rs -> a.rs: A",
            "b/mod.rs -> a.rs: A",
            "b/mod.rs -> a.rs: C",
        ]
    );
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let files = [("lib.rs", "mod a;"), ("a.rs", "use crate::gone::Gone;")];
    let lost = Sources::read(files).uses().1;
    assert_eq!(lost, ["a.rs: crate::gone::Gone"]);
}

#[test]
fn what_a_macro_defines_is_found() {
    let files = [
        (
            "a.rs",
            "macro_rules! make { ($n:ident) => { pub struct $n; pub enum Fixed {} } }\nmake!(Made);",
        ),
        ("b.rs", "use crate::a::{Made, Fixed};"),
    ];
    assert_eq!(used(&files), ["b.rs -> a.rs: Fixed", "b.rs -> a.rs: Made"]);
}

#[test]
fn a_circle_of_three_files_is_found() {
    let files = [
        (
            "m/mod.rs",
            "mod a; mod b; mod c; pub use a::A; pub use b::B; pub use c::C;",
        ),
        ("m/a.rs", "use super::B; pub struct A;"),
        ("m/b.rs", "pub struct B; fn f() { crate::m::C; }"),
        ("m/c.rs", "pub struct C; type T = super::a::A;"),
        ("m/d.rs", "use super::A;"),
    ];
    let uses = Sources::read(files).uses().0;
    assert_eq!(
        circles(&uses),
        [[
            "m/a.rs -> m/b.rs: B",
            "m/b.rs -> m/c.rs: C",
            "m/c.rs -> m/a.rs: A"
        ]]
    );
}

#[test]
fn a_child_and_its_parents_make_no_circle() {
    let files = [
        ("m/mod.rs", "mod n; pub struct M; fn f(_: n::N) {}"),
        (
            "m/n.rs",
            "mod o; use super::M; pub struct N; fn f(_: o::O) {}",
        ),
        (
            "m/n/o.rs",
            "use super::super::M; use super::N; pub struct O;",
        ),
    ];
    let uses = Sources::read(files).uses().0;
    assert_eq!(uses.len(), 5);
    assert_eq!(circles(&uses), Vec::<Vec<String>>::new());
    // A file beside the parent is none of them.
    let files = [
        files[0],
        files[1],
        ("m/n/o.rs", "pub struct O; use super::super::p::P;"),
        ("m/p.rs", "pub struct P; use super::n::N;"),
    ];
    let uses = Sources::read(files).uses().0;
    assert_eq!(
        circles(&uses),
        [[
            "m/n.rs -> m/n/o.rs: O",
            "m/n/o.rs -> m/p.rs: P",
            "m/p.rs -> m/n.rs: N"
        ]]
    );
}

#[test]
fn methods_of_one_type_that_call_each_other_are_a_circle() {
    let files = [
        ("m/mod.rs", "mod a; mod b; mod c;"),
        (
            "m/a.rs",
            "pub struct A; impl A { fn one(&self) { self.two() } fn three() {} }",
        ),
        (
            "m/b.rs",
            "use super::a::A; impl A { fn two(&self) { vec![Self::three(), self.one()]; } }",
        ),
        (
            "m/c.rs",
            "use super::a::A; impl A { fn four(&self) { self.one() } }",
        ),
    ];
    let uses = Sources::read(files).uses().0;
    assert_eq!(
        circles(&uses),
        [[
            "m/a.rs -> m/b.rs: A::two",
            "m/b.rs -> m/a.rs: A, A::one, A::three"
        ]]
    );
}

#[test]
fn a_misplaced_impl_is_found() {
    let files = [
        ("lib.rs", "mod top; mod m; mod n; pub use m::Shown;"),
        ("top.rs", "pub struct Top; impl Top {}"),
        ("top/below.rs", "impl super::Top {}"),
        ("m/mod.rs", "mod a; pub use a::A as Shown;"),
        ("m/a.rs", "pub struct A<T>(T);"),
        ("m/b.rs", "use super::a::A; impl<T> A<T> {}"),
        ("m/deep/c.rs", "impl<T> crate::m::a::A<T> {}"),
        (
            "n/mod.rs",
            "use crate::Shown; impl Shown<u8> {} impl Default for Shown<u8> {} impl crate::top::Top {}",
        ),
        ("mm.rs", "impl crate::m::Shown<u16> {}"),
    ];
    let impls = Sources::read(files).impls();
    let misplaced = impls.iter().filter(|one| is_misplaced(one));
    let misplaced: Vec<(&str, &str)> = misplaced.map(|one| (&*one.file, &*one.name)).collect();
    assert_eq!(
        misplaced,
        [("mm.rs", "A"), ("n/mod.rs", "A"), ("n/mod.rs", "Top")]
    );
}
