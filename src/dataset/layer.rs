//! Where data files come from: the embedded ones, or a folder.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// The files that a layer may hold, in the order in which they are read.
pub(crate) const FILES: &[&str] = &[
    "dataset.toml",
    "sources.csv",
    "gwp.csv",
    "products.csv",
    "factors.csv",
    "stages.csv",
    "conflicts.csv",
    "forms.csv",
    "codes.csv",
    "vocabulary.csv",
    "water.csv",
];

/// The largest data file that is read, so that a wrong folder does not fill the memory.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// A set of data files under a name.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub(crate) name: String,
    pub(crate) files: BTreeMap<&'static str, String>,
    /// What was found while the files were read.
    pub(crate) unreadable: Vec<Diagnostic>,
}

impl Layer {
    pub(crate) fn embedded() -> Self {
        let files = [
            ("dataset.toml", include_str!("../../data/dataset.toml")),
            ("sources.csv", include_str!("../../data/sources.csv")),
            ("gwp.csv", include_str!("../../data/gwp.csv")),
            ("products.csv", include_str!("../../data/products.csv")),
            ("factors.csv", include_str!("../../data/factors.csv")),
            ("stages.csv", include_str!("../../data/stages.csv")),
            ("conflicts.csv", include_str!("../../data/conflicts.csv")),
            ("forms.csv", include_str!("../../data/forms.csv")),
            ("vocabulary.csv", include_str!("../../data/vocabulary.csv")),
            ("water.csv", include_str!("../../data/water.csv")),
        ];
        Self {
            name: "embedded".to_owned(),
            files: files.map(|(name, text)| (name, text.to_owned())).into(),
            unreadable: Vec::new(),
        }
    }

    /// Reads the known files of a folder; the others are left alone.
    pub(crate) fn from_dir(dir: &Path) -> Result<Self> {
        let name = dir.file_name().map_or_else(
            || dir.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let shown = |file: &str| format!("{name}/{file}");
        if !dir.is_dir() {
            let kind = if dir.exists() {
                ErrorKind::NotAFolder
            } else {
                ErrorKind::NoFolder
            };
            return Err(Error::new(kind).in_file(&dir.display().to_string()));
        }
        let mut files = BTreeMap::new();
        let mut unreadable = Vec::new();
        for file in FILES {
            let path = dir.join(file);
            if !path.exists() {
                continue;
            }
            let size = path.metadata().map(|m| m.len()).unwrap_or(0);
            if size > MAX_FILE_BYTES {
                let kind = ErrorKind::Io("larger than a data file can be (64 MiB)".to_owned());
                return Err(Error::new(kind).in_file(&shown(file)));
            }
            let bytes = std::fs::read(&path)
                .map_err(|error| Error::from_io(&error).in_file(&shown(file)))?;
            match String::from_utf8(bytes) {
                Ok(text) => {
                    files.insert(*file, text.replace("\r\n", "\n"));
                }
                Err(_) => unreadable.push(Diagnostic::new(
                    Code::UnreadableFile,
                    Place::file(&shown(file)),
                    (
                        "het bestand is geen UTF-8-tekst; sla het op als CSV in UTF-8",
                        "the file is not UTF-8 text; save it as CSV in UTF-8",
                    ),
                )),
            }
        }
        if files.is_empty() && unreadable.is_empty() {
            let expected = FILES.join(", ");
            unreadable.push(Diagnostic::new(
                Code::EmptyLayer,
                Place::file(&name),
                (
                    format!("de map bevat geen van de gegevensbestanden: {expected}"),
                    format!("the folder holds none of the data files: {expected}"),
                ),
            ));
        }
        Ok(Self {
            name,
            files,
            unreadable,
        })
    }

    /// Whether the folder is a whole set of data and not a layer: its `dataset.toml` has a
    /// version.
    pub(crate) fn stands_alone(&self) -> bool {
        let header = self.files.get("dataset.toml");
        header.is_some_and(|text| {
            let starts = |line: &str| {
                let rest = line.trim_start().strip_prefix("version");
                rest.is_some_and(|rest| rest.trim_start().starts_with('='))
            };
            text.lines().any(starts)
        })
    }

    /// Whether a file is there and is not text.
    pub(crate) fn is_unreadable(&self, file: &str) -> bool {
        let shown = self.shown(file);
        let mut found = self.unreadable.iter();
        found.any(|one| one.code == Code::UnreadableFile && one.place.file == shown)
    }

    /// The name under which a file of this layer appears in findings.
    pub(crate) fn shown(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }
}
