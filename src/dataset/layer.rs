//! A layer: data files by name, from memory or a folder.

use super::schema::{File, GUIDELINES, Schema};
use crate::bounds::{DATA_FILES, FOLDER_NAMES, Whole};
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::error::{Error, ErrorKind, Result};
use crate::outward::on_one_line;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the words below a folder that is used alone.
const WORDS: &str = "words";
const HEADER: &str = "dataset.toml";
const SCOPE: &str = "[scope]";

/// How many digits of its hash name a layer.
const DIGITS: usize = 12;

/// Data files that are laid over others or stand alone.
///
/// A layer may hold any of the files that `data/README.md` lists, under the same names. It is known
/// by its content: two layers with the same files give the same results and the same hash, whatever
/// they are called; the name is shown in findings only.
///
/// ```
/// use groenrecept::{Dataset, dataset::Layer};
/// let codes = "system,code,product_id\nhis,0042,ventolin-aerosol-100\n";
/// let own = Layer::named("own").csv("codes.csv", codes);
/// let dataset = Dataset::embedded()?.with_layer(&own)?;
/// assert_eq!(dataset.code_systems().len(), 1);
/// let same = Layer::named("copy").csv("codes.csv", codes);
/// let copy = Dataset::embedded()?.with_layer(&same)?;
/// assert_eq!(copy.version(), dataset.version());
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Layer {
    pub(super) name: String,
    /// The texts by the name of the file, with `/` between folder and file.
    pub(super) files: BTreeMap<String, String>,
    /// Whether these are the files of the crate itself.
    pub(super) embedded: bool,
    /// What was found while the files were taken in.
    pub(super) unreadable: Vec<Diagnostic>,
}

impl Layer {
    /// Begins a layer without files, under the name that findings give it.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: on_one_line(name).into_owned(),
            files: BTreeMap::new(),
            embedded: false,
            unreadable: Vec::new(),
        }
    }

    /// Adds a table, such as `factors.csv` or `formulary/features.csv`. A name that is no data
    /// file is a finding of the layer, and an error when it is loaded.
    #[must_use]
    pub fn csv(self, file: &str, text: &str) -> Self {
        self.ending(".csv", file, text)
    }

    /// Adds a file in TOML, such as `dataset.toml` or `guidelines/own.toml`. As [`Layer::csv`].
    #[must_use]
    pub fn toml(self, file: &str, text: &str) -> Self {
        self.ending(".toml", file, text)
    }

    fn ending(mut self, end: &str, file: &str, text: &str) -> Self {
        let schema = Schema::read();
        if file.ends_with(end) {
            return self.with(&schema, file, text);
        }
        let message = (
            format!("dit bestand eindigt niet op {end}"),
            format!("this file does not end in {end}"),
        );
        self.report(Code::UnreadableFile, file, message);
        self
    }

    /// Tells whether a file of this name is one of those that a layer may hold.
    ///
    /// ```
    /// use groenrecept::dataset::Layer;
    /// assert!(Layer::may_hold("shortages.csv"));
    /// assert!(Layer::may_hold("formulary/features.csv"));
    /// assert!(!Layer::may_hold("formularium.csv"));
    /// ```
    #[must_use]
    pub fn may_hold(file: &str) -> bool {
        Schema::read().find(file).is_some()
    }

    /// Reads the data files of a folder; other files are left alone, and named where they look as
    /// if they were meant.
    ///
    /// # Errors
    /// When the folder is not there, has more names than are looked through, or a file in it cannot
    /// be opened. What else is wrong with a file is found when the layer is loaded.
    pub fn from_dir(dir: &Path) -> Result<Self> {
        let name = dir.file_name().map_or_else(
            || dir.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        if !dir.is_dir() {
            let kind = if dir.exists() {
                ErrorKind::NotAFolder
            } else {
                ErrorKind::NoFolder
            };
            return Err(Error::new(kind).in_file(&dir.display().to_string()));
        }
        let schema = Schema::read();
        let mut layer = Self::named(&name);
        for file in files_of(dir, &schema).map_err(|error| error.in_file(&name))? {
            if schema.find(&file).is_none() {
                let message = unknown(&schema, &file);
                layer.report(Code::UnknownFile, &file, message);
                continue;
            }
            let path = dir.join(&file);
            let shown = layer.shown(&file);
            let bytes = match Whole::Data.read_part(&path) {
                Ok(bytes) => bytes,
                Err(error) if *error.kind() == ErrorKind::NotAFile => {
                    let message = ("dit is geen gewoon bestand", "this is no ordinary file");
                    layer.report(Code::UnreadableFile, &file, message);
                    continue;
                }
                Err(error) if matches!(error.kind(), ErrorKind::TooLarge { .. }) => {
                    layer.report(Code::TooLarge, &file, too_large());
                    continue;
                }
                Err(error) => return Err(error.in_file(&shown)),
            };
            match String::from_utf8(bytes) {
                Ok(text) => layer = layer.with(&schema, &file, &text),
                Err(_) => layer.report(
                    Code::UnreadableFile,
                    &file,
                    (
                        "het bestand is geen UTF-8-tekst; sla het op in UTF-8",
                        "the file is not UTF-8 text; save it in UTF-8",
                    ),
                ),
            }
        }
        let mut found = layer.unreadable.iter();
        if layer.files.is_empty() && found.all(|one| one.code == Code::UnknownFile) {
            let expected = schema.names().collect::<Vec<_>>().join(", ");
            layer.unreadable.push(Diagnostic::new(
                Code::EmptyLayer,
                Place::file(&name),
                (
                    format!("de map bevat geen van de gegevensbestanden: {expected}"),
                    format!("the folder holds none of the data files: {expected}"),
                ),
            ));
        }
        Ok(layer)
    }

    /// Line ends and a byte order mark are no content.
    fn with(mut self, schema: &Schema, file: &str, text: &str) -> Self {
        if schema.find(file).is_none() {
            let message = unknown(schema, file);
            self.report(Code::UnreadableFile, file, message);
            return self;
        }
        if Whole::Data.fits(text.as_bytes()).is_err() {
            self.report(Code::TooLarge, file, too_large());
            return self;
        }
        if self.files.len() >= DATA_FILES {
            let message = (
                format!("meer dan {DATA_FILES} gegevensbestanden; dit bestand wordt niet gelezen"),
                format!("more than {DATA_FILES} data files; this file is not read"),
            );
            self.report(Code::TooLarge, file, message);
            return self;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        self.files
            .insert(file.to_owned(), text.replace("\r\n", "\n"));
        self
    }

    fn report(&mut self, code: Code, file: &str, message: impl Into<Message>) {
        let place = Place::file(&self.shown(file));
        self.unreadable.push(Diagnostic::new(code, place, message));
    }

    /// Whether the files are a whole set of data and not a layer: its `dataset.toml` has a
    /// version.
    pub(super) fn stands_alone(&self) -> bool {
        let header = self.files.get(HEADER);
        header.is_some_and(|text| {
            let table = toml::de::DeTable::parse(text);
            // What is no TOML is found when it is read; until then a line tells.
            let line = |text: &str| text.lines().any(|line| line.starts_with("version"));
            table.map_or_else(
                |_| line(text),
                |table| table.get_ref().contains_key("version"),
            )
        })
    }

    /// Whether these are the words below a folder that is used alone.
    pub(super) fn is_words(&self) -> bool {
        self.embedded && self.name == WORDS
    }

    /// The words and units of the crate that stay where this folder is used alone, and the scope
    /// of inhaled medicines; of a whole set only those of files that it does not have.
    pub(super) fn words_below(&self) -> Self {
        let schema = Schema::read();
        let whole = self.stands_alone();
        let mut words = Self::embedded();
        words.name = WORDS.to_owned();
        // Version and dates are those of the other data of the crate.
        let header = words
            .files
            .get(HEADER)
            .and_then(|text| text.split_once(SCOPE));
        let scope = header.map(|(_, scope)| format!("schema = 1\n{SCOPE}{scope}"));
        words.files.retain(|name, _| {
            let stays = schema.find(name).is_some_and(|file| file.stays);
            stays && !(whole && self.files.contains_key(name))
        });
        let scope = scope.filter(|_| !whole);
        words
            .files
            .extend(scope.map(|text| (HEADER.to_owned(), text)));
        words
    }

    /// With the words and units of the crate where it has no file of its own.
    pub(super) fn completed(mut self) -> Self {
        for (name, text) in self.words_below().files {
            self.files.entry(name).or_insert(text);
        }
        self
    }

    /// What names it in results: the first digits of the hash of its files.
    pub(super) fn id(&self) -> String {
        if self.embedded {
            return self.name.clone();
        }
        let mut hash = Sha256::new();
        self.hash_into(&mut hash);
        let digits = hex(hash);
        digits.get(..DIGITS).unwrap_or(&digits).to_owned()
    }

    pub(super) fn hash_into(&self, hash: &mut Sha256) {
        hash.update((self.files.len() as u64).to_le_bytes());
        for (name, text) in &self.files {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
    }

    /// Whether a file is there and is not text.
    pub(super) fn is_unreadable(&self, file: &str) -> bool {
        let shown = self.shown(file);
        let mut found = self.unreadable.iter();
        found.any(|one| one.code == Code::UnreadableFile && one.place.file == shown)
    }

    /// The files that stand for one entry of the schema, by name.
    pub(super) fn files_of<'l>(
        &'l self,
        file: &'l File,
    ) -> impl Iterator<Item = (&'l str, &'l str)> {
        let files = self.files.iter();
        files
            .filter(|(name, _)| file.is_named(name))
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The guideline files, by their name without the folder.
    pub(super) fn guidelines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter_map(|(name, text)| Some((name.strip_prefix(GUIDELINES)?, text.as_str())))
    }

    /// The name under which a file of this layer appears in findings.
    pub(super) fn shown(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }
}

pub(super) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// What is said of a file that is not read for its size.
fn too_large() -> Message {
    let mebibytes = Whole::Data.bytes() >> 20;
    (
        format!("het bestand is groter dan {mebibytes} MiB, het meeste dat van een gegevensbestand wordt gelezen"),
        format!("the file is larger than {mebibytes} MiB, the most that is read of a data file"),
    )
        .into()
}

/// What is said of a file whose name is no data file.
fn unknown(schema: &Schema, file: &str) -> Message {
    let expected = match schema.nearest(file) {
        Some(near) => near.to_owned(),
        None => schema.names().collect::<Vec<_>>().join(", "),
    };
    (
        format!("dit bestand wordt niet gelezen; een gegevensbestand heet {expected}"),
        format!("this file is not read; a data file is called {expected}"),
    )
        .into()
}

/// The names of the data files of a folder, and of the files beside them that look as if they were
/// meant: whatever stands in a folder of data files, a file in TOML, and a name that is nearly one,
/// whatever its case, its folder and its end. Ascending.
fn files_of(dir: &Path, schema: &Schema) -> Result<Vec<String>> {
    let names = |folder: &Path| -> Result<Vec<(String, bool)>> {
        let mut names = Vec::new();
        for (entry, number) in std::fs::read_dir(folder)
            .map_err(|error| Error::from_io(&error))?
            .zip(1usize..)
        {
            if number > FOLDER_NAMES {
                return Err(Error::new(ErrorKind::TooManyNames {
                    limit: FOLDER_NAMES,
                }));
            }
            let entry = entry.map_err(|error| Error::from_io(&error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let hidden = name.starts_with('.') || name.eq_ignore_ascii_case("readme.md");
            names.extend((!hidden).then(|| (name, entry.path().is_dir())));
        }
        // The order of a folder is that of its file system.
        names.sort_unstable();
        Ok(names)
    };
    let mut found = Vec::new();
    for (name, is_folder) in names(dir)? {
        if !is_folder {
            let toml = Path::new(&name)
                .extension()
                .is_some_and(|end| end == "toml");
            let meant = toml || schema.find(&name).is_some() || schema.nearest(&name).is_some();
            found.extend(meant.then_some(name));
        } else if schema.has_folder(&name) || schema.nearest_folder(&name) {
            let inside = names(&dir.join(&name))?.into_iter();
            found.extend(inside.map(|(file, _)| format!("{name}/{file}")));
        } else if schema.find(&name).is_some() {
            found.push(name);
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The files of the crate, by name.
macro_rules! embedded {
    ($($file:literal)*) => {
        [$(($file, include_str!(concat!("../../data/", $file)))),*]
    };
}

impl Layer {
    /// The data that this crate embeds.
    pub(super) fn embedded() -> Self {
        let files = embedded! {
            "amount_limits.csv" "conflicts.csv" "contradictions.csv" "dataset.toml"
            "dose_guards.csv" "equivalences.csv" "export/columns.csv" "export/privacy.csv"
            "factors.csv" "facts.csv" "forms.csv" "formulary/bands.csv"
            "formulary/citations.csv" "formulary/clauses.csv" "formulary/conditions.csv"
            "formulary/countries.csv" "formulary/dosage.csv" "formulary/dosage_limits.csv"
            "formulary/features.csv" "formulary/headers.csv" "formulary/reversals.csv"
            "formulary/roles.csv" "formulary/units.csv" "formulary/wording.csv" "gaps.csv"
            "gstandaard/layouts.toml" "guidelines/apotheek-nl.toml"
            "guidelines/bcfi-ouderenzorg.toml" "guidelines/beter-niet-doen.toml"
            "guidelines/bmj-tabletten.toml" "guidelines/cahag.toml"
            "guidelines/daz-diclofenacgel.toml" "guidelines/degam.toml"
            "guidelines/eu-volglijst.toml" "guidelines/farmacopedia-urineweginfectie.toml"
            "guidelines/farmacopedia.toml" "guidelines/fk-middelen.toml" "guidelines/fk.toml"
            "guidelines/formularium-ouderenzorg.toml" "guidelines/geriatrisch-limburg.toml"
            "guidelines/groene-huisarts.toml" "guidelines/hw-inhalatoren.toml"
            "guidelines/hw-inhalatortabellen.toml" "guidelines/hw-krentenbaard.toml"
            "guidelines/igj.toml" "guidelines/kinderformularium-doseringen.toml"
            "guidelines/kinderformularium.toml" "guidelines/labmicta.toml"
            "guidelines/lareb-antibiotica.toml" "guidelines/lareb.toml" "guidelines/maag.toml"
            "guidelines/mcc-de-naober.toml" "guidelines/nhg-acuut-hoesten-2011.toml"
            "guidelines/nhg-acuut-hoesten.toml" "guidelines/nhg-anemie.toml"
            "guidelines/nhg-angst.toml" "guidelines/nhg-artritis.toml"
            "guidelines/nhg-astma-2026.toml" "guidelines/nhg-astma-kinderen-2014.toml"
            "guidelines/nhg-astma-kinderen.toml" "guidelines/nhg-b12.toml"
            "guidelines/nhg-copd-2026.toml" "guidelines/nhg-depressie.toml"
            "guidelines/nhg-diabetes.toml" "guidelines/nhg-duurzaamheid.toml"
            "guidelines/nhg-hand-pols.toml" "guidelines/nhg-hartfalen.toml"
            "guidelines/nhg-influenza.toml" "guidelines/nhg-inhalatoren.toml"
            "guidelines/nhg-keelpijn.toml" "guidelines/nhg-keuze-inhalator.toml"
            "guidelines/nhg-maagklachten.toml" "guidelines/nhg-nierschade.toml"
            "guidelines/nhg-otitis-externa.toml" "guidelines/nhg-otitis-media.toml"
            "guidelines/nhg-pijn-2021.toml" "guidelines/nhg-pijn.toml"
            "guidelines/nhg-rhinosinusitis.toml" "guidelines/nhg-rood-oog.toml"
            "guidelines/nhg-slaapproblemen.toml" "guidelines/nhg-tekort-salbutamol.toml"
            "guidelines/nhg-urinesteenlijden.toml" "guidelines/nhg-urineweginfecties-2013.toml"
            "guidelines/nhg-urineweginfecties.toml" "guidelines/nhg-werkwijze.toml"
            "guidelines/nice-inhalatoren.toml" "guidelines/onbevestigd.toml"
            "guidelines/pamm.toml" "guidelines/pilot-meppel.toml"
            "guidelines/prescriptieregeling-2017.toml" "guidelines/pw-berichten.toml"
            "guidelines/pw-opinie.toml" "guidelines/rivm-pijnstillers.toml"
            "guidelines/rova.toml" "guidelines/saltro.toml"
            "guidelines/samen-de-zorg-vergroenen.toml" "guidelines/schotland-poeder.toml"
            "guidelines/schotland.toml" "guidelines/sfk-saba.toml" "guidelines/sfk.toml"
            "guidelines/stop-nl-inhalatie.toml" "guidelines/stop-nl.toml"
            "guidelines/voorzorg.toml" "guidelines/wza-copd.toml" "guidelines/wza.toml"
            "guidelines/zin-leidraad-inhalatie.toml" "gwp.csv" "indications.csv"
            "label_limits.csv" "products.csv" "profiles/elan.toml" "profiles/gip.toml"
            "profiles/jhn.toml" "profiles/open-medic.toml" "profiles/proigia.toml" "sources.csv"
            "stages.csv" "substances.csv" "versions.csv" "vocabulary.csv" "water.csv"
        };
        Self {
            files: files
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .into(),
            embedded: true,
            ..Self::named("embedded")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A file that is added to `data/` and not to the list above would change no result.
    #[test]
    fn every_file_of_the_data_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(&root).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if !entry.path().is_dir() {
                found.insert(name);
                continue;
            }
            for inside in std::fs::read_dir(entry.path()).unwrap() {
                let inside = inside.unwrap().file_name().into_string().unwrap();
                found.insert(format!("{name}/{inside}"));
            }
        }
        found.retain(|name| name != "README.md" && !name.starts_with("demo/"));
        let embedded = Layer::embedded().files.into_keys();
        assert_eq!(embedded.collect::<BTreeSet<String>>(), found);
    }
}
