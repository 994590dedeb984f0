//! The sources of a crate as modules with their items, imports, paths and inherent impls, and
//! which file a path leads to.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;

/// A path as written, such as `["super", "table", "Row"]`.
pub(crate) type Segments = Vec<String>;

/// A `use` of one name, or of all names (`name` is `None`).
#[derive(Debug)]
struct Import {
    name: Option<String>,
    path: Segments,
    /// A re-export offers a name to others; the file itself need not use it.
    is_reexport: bool,
}

/// One module: a file, or a `mod name { .. }` within one.
#[derive(Debug, Default)]
struct Module {
    file: String,
    /// The items, with whether a path can go on behind their name, as behind that of an enum.
    items: BTreeMap<String, bool>,
    /// Words in the calls of item macros, and the items in their definitions: these may be
    /// defined here.
    generated: BTreeSet<String>,
    imports: Vec<Import>,
    paths: BTreeSet<Segments>,
    impls: Vec<Impl>,
}

/// An inherent impl, with the methods that it defines and those that it calls of its own type.
#[derive(Debug, Default)]
struct Impl {
    of: Segments,
    methods: BTreeSet<String>,
    calls: BTreeSet<String>,
}

/// The place where an item is defined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Home {
    pub module: String,
    pub file: String,
    pub item: String,
}

/// A path in a file that leads to an item of another file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    pub from: String,
    pub to: String,
    pub item: String,
    /// A module may use what the modules that it lies in define: no circle comes of that.
    pub is_own_ancestor: bool,
}

/// An inherent impl: its file, its type and the file of that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Inherent {
    pub file: String,
    pub name: String,
    pub home: String,
}

/// All modules by their path; the root is the empty path.
#[derive(Debug)]
pub(crate) struct Sources(BTreeMap<String, Module>);

/// The module of a file: `dataset/guideline/mod.rs` is `dataset::guideline`.
pub(crate) fn module_of(file: &str) -> String {
    let stem = file.strip_suffix(".rs").unwrap();
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    let is_root = matches!(stem, "lib" | "main");
    if is_root {
        String::new()
    } else {
        stem.replace('/', "::")
    }
}

/// Whether a module is the other one or lies in it.
pub(crate) fn is_within(module: &str, outer: &str) -> bool {
    let rest = module.strip_prefix(outer);
    outer.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn child(module: &str, name: &str) -> String {
    let parts = [module, name];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("::")
}

impl Sources {
    /// Reads files, given by their path under `src` and their text.
    pub(crate) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let root = (String::new(), Module::default());
        let mut sources = Self(BTreeMap::from([root]));
        for (file, text) in files {
            let parsed = syn::parse_file(text).unwrap_or_else(|e| panic!("{file}: {e}"));
            let mut reader = Reader {
                sources: &mut sources,
                module: module_of(file),
                in_inherent: false,
            };
            reader.here().file = file.to_owned();
            reader.visit_file(&parsed);
        }
        sources
    }

    /// The files that were read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|module| module.file.as_str())
    }

    /// Every use of an item of another file, and the paths from `crate`, `self` or `super` that
    /// lead nowhere: there the reader has missed something.
    pub(crate) fn uses(&self) -> (BTreeSet<Use>, Vec<String>) {
        let mut uses = BTreeSet::new();
        let mut lost = Vec::new();
        for (name, module) in &self.0 {
            let imports = module.imports.iter();
            let imports = imports.filter(|import| !import.is_reexport);
            for path in imports.map(|import| &import.path).chain(&module.paths) {
                let found = self.resolve(name, path);
                let is_local = matches!(path[0].as_str(), "crate" | "self" | "super");
                if is_local && found.is_empty() {
                    lost.push(format!("{}: {}", module.file, path.join("::")));
                }
                // What is used of a module shows in longer paths.
                let items = found.into_iter().filter(|home| !home.item.is_empty());
                for home in items.filter(|home| home.file != module.file) {
                    uses.insert(Use {
                        from: module.file.clone(),
                        is_own_ancestor: is_within(name, &home.module),
                        to: home.file,
                        item: home.item,
                    });
                }
            }
        }
        uses.extend(self.calls());
        (uses, lost)
    }

    /// Every call of a method of `self` that an impl in another file defines.
    fn calls(&self) -> BTreeSet<Use> {
        let mut by_type: BTreeMap<Home, Vec<(&String, &Module, &Impl)>> = BTreeMap::new();
        for (name, module) in &self.0 {
            for one in &module.impls {
                for home in self.resolve(name, &one.of) {
                    by_type.entry(home).or_default().push((name, module, one));
                }
            }
        }
        let mut calls = BTreeSet::new();
        for (home, impls) in &by_type {
            for (name, module, caller) in impls {
                for (outer, other, callee) in impls {
                    let met = caller.calls.intersection(&callee.methods);
                    calls.extend(met.filter(|_| module.file != other.file).map(|method| Use {
                        from: module.file.clone(),
                        to: other.file.clone(),
                        item: format!("{}::{method}", home.item),
                        is_own_ancestor: is_within(name, outer),
                    }));
                }
            }
        }
        calls
    }

    /// Every inherent impl of a type of the crate.
    pub(crate) fn impls(&self) -> BTreeSet<Inherent> {
        let mut all = BTreeSet::new();
        for (name, module) in &self.0 {
            for one in &module.impls {
                for home in self.resolve(name, &one.of) {
                    all.insert(Inherent {
                        file: module.file.clone(),
                        name: home.item,
                        home: home.file,
                    });
                }
            }
        }
        all
    }

    /// Where the item that a path in a module leads to is defined, through imports and
    /// re-exports. More than one where a name stands for a module and a function.
    pub(crate) fn resolve(&self, module: &str, path: &[String]) -> BTreeSet<Home> {
        self.follow(module, path, &mut Vec::new())
    }

    /// The module in which a path starts and the rest of the path.
    fn start<'p>(&self, module: &str, path: &'p [String]) -> (String, &'p [String]) {
        let mut at = module.to_owned();
        let mut rest = path;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => at.truncate(at.rfind("::").unwrap_or(0)),
                _ => break,
            }
            rest = others;
        }
        (at, rest)
    }

    fn follow(
        &self,
        module: &str,
        path: &[String],
        open: &mut Vec<(String, usize)>,
    ) -> BTreeSet<Home> {
        let (at, rest) = self.start(module, path);
        let mut found = BTreeSet::new();
        let Some(here) = self.0.get(&at) else {
            return found;
        };
        let Some((name, others)) = rest.split_first() else {
            found.insert(here.home(&at, ""));
            return found;
        };
        let inner = child(&at, name);
        if self.0.contains_key(&inner) {
            found.extend(self.follow(&inner, others, open));
        }
        let item = here.items.get(name);
        if item.is_some_and(|goes_on| *goes_on || others.is_empty()) {
            found.insert(here.home(&at, name));
        }
        let by_name = |import: &&Import| import.name.as_ref() == Some(name);
        self.through(&at, &by_name, others, open, &mut found);
        if found.is_empty() && !self.0.contains_key(&inner) {
            self.through(&at, &|import| import.name.is_none(), rest, open, &mut found);
        }
        if found.is_empty() && here.generated.contains(name) {
            found.insert(here.home(&at, name));
        }
        found
    }

    /// Follows a path through the imports of a module that fit. An import is not followed
    /// within itself: `use csv::csv` leads out of the crate.
    fn through(
        &self,
        module: &str,
        fits: &dyn Fn(&&Import) -> bool,
        rest: &[String],
        open: &mut Vec<(String, usize)>,
        found: &mut BTreeSet<Home>,
    ) {
        for (at, import) in self.0[module].imports.iter().enumerate() {
            let key = (module.to_owned(), at);
            if fits(&import) && !open.contains(&key) {
                open.push(key);
                let path = [import.path.as_slice(), rest].concat();
                found.extend(self.follow(module, &path, open));
                open.pop();
            }
        }
    }
}

impl Module {
    fn home(&self, module: &str, item: &str) -> Home {
        Home {
            module: module.to_owned(),
            file: self.file.clone(),
            item: item.to_owned(),
        }
    }
}

/// Fills the modules of a file.
struct Reader<'s> {
    sources: &'s mut Sources,
    module: String,
    in_inherent: bool,
}

impl Reader<'_> {
    fn here(&mut self) -> &mut Module {
        self.sources.0.entry(self.module.clone()).or_default()
    }

    fn imports(&mut self, tree: &syn::UseTree, before: &[String], is_reexport: bool) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        let (name, path) = match tree {
            syn::UseTree::Path(path) => {
                return self.imports(&path.tree, &with(&path.ident), is_reexport);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.imports(tree, before, is_reexport);
                }
                return;
            }
            syn::UseTree::Glob(_) => (None, before.to_vec()),
            syn::UseTree::Name(name) if name.ident == "self" => {
                (before.last().cloned(), before.to_vec())
            }
            syn::UseTree::Name(name) => (Some(name.ident.to_string()), with(&name.ident)),
            syn::UseTree::Rename(one) if one.ident == "self" => {
                (Some(one.rename.to_string()), before.to_vec())
            }
            syn::UseTree::Rename(one) => (Some(one.rename.to_string()), with(&one.ident)),
        };
        self.here().imports.push(Import {
            name,
            path,
            is_reexport,
        });
    }

    /// The paths and calls in the tokens of a macro, which are no syntax tree yet.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Segments = Vec::new();
        // The marks behind the path so far.
        let mut marks = String::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if marks == "." && path == ["self"] {
                        self.called(name.clone());
                    }
                    if marks != "::" {
                        self.keep(&mut path);
                    }
                    path.push(name);
                    marks.clear();
                }
                TokenTree::Punct(punct) => marks.push(punct.as_char()),
                TokenTree::Group(group) => {
                    self.keep(&mut path);
                    self.tokens(group.stream());
                    marks.clear();
                }
                TokenTree::Literal(_) => {
                    self.keep(&mut path);
                    marks.clear();
                }
            }
        }
        self.keep(&mut path);
    }

    fn keep(&mut self, path: &mut Segments) {
        if let [first, method] = path.as_slice()
            && first == "Self"
        {
            self.called(method.clone());
        }
        if !path.is_empty() {
            self.here().paths.insert(std::mem::take(path));
        }
    }

    fn called(&mut self, method: String) {
        if self.in_inherent
            && let Some(one) = self.here().impls.last_mut()
        {
            one.calls.insert(method);
        }
    }
}

fn segments(path: &syn::Path) -> Segments {
    let parts = path.segments.iter();
    parts.map(|part| part.ident.to_string()).collect()
}

/// The names of tokens: all, or those behind a word such as `struct`.
fn names(tokens: TokenStream, all: bool, found: &mut BTreeSet<String>) {
    let mut is_name = all;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let before = ["const", "enum", "fn", "static", "struct", "trait", "type"];
                let next = all || before.contains(&word.as_str());
                if is_name {
                    found.insert(word);
                }
                is_name = next;
            }
            TokenTree::Group(group) => names(group.stream(), all, found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                is_name = all;
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let defined = match item {
            syn::Item::Const(item) => Some((&item.ident, false)),
            syn::Item::Enum(item) => Some((&item.ident, true)),
            syn::Item::Fn(item) => Some((&item.sig.ident, false)),
            syn::Item::Static(item) => Some((&item.ident, false)),
            syn::Item::Struct(item) => Some((&item.ident, true)),
            syn::Item::Trait(item) => Some((&item.ident, true)),
            syn::Item::TraitAlias(item) => Some((&item.ident, true)),
            syn::Item::Type(item) => Some((&item.ident, true)),
            syn::Item::Union(item) => Some((&item.ident, true)),
            syn::Item::Macro(item) => {
                let is_call = item.ident.is_none();
                let tokens = item.mac.tokens.clone();
                names(tokens, is_call, &mut self.here().generated);
                item.ident.as_ref().map(|name| (name, false))
            }
            _ => None,
        };
        if let Some((name, goes_on)) = defined {
            self.here().items.insert(name.to_string(), goes_on);
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let Some((_, items)) = &item.content else {
            return;
        };
        let file = self.here().file.clone();
        let inner = child(&self.module, &item.ident.to_string());
        let outer = std::mem::replace(&mut self.module, inner);
        self.here().file = file;
        for item in items {
            self.visit_item(item);
        }
        self.module = outer;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_reexport = !matches!(item.vis, syn::Visibility::Inherited);
        self.imports(&item.tree, &[], is_reexport);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let (None, syn::Type::Path(of)) = (&item.trait_, &*item.self_ty) {
            let methods = item.items.iter().filter_map(|item| match item {
                syn::ImplItem::Const(item) => Some(item.ident.to_string()),
                syn::ImplItem::Fn(item) => Some(item.sig.ident.to_string()),
                _ => None,
            });
            let one = Impl {
                of: segments(&of.path),
                methods: methods.collect(),
                calls: BTreeSet::new(),
            };
            self.here().impls.push(one);
            self.in_inherent = true;
        }
        syn::visit::visit_item_impl(self, item);
        self.in_inherent = false;
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let syn::Expr::Path(on) = &*call.receiver
            && on.path.is_ident("self")
        {
            self.called(call.method.to_string());
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.keep(&mut segments(path));
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        syn::visit::visit_macro(self, call);
    }
}
