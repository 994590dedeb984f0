//! Where data files come from: the embedded ones, or a folder.

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
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
    "forms.csv",
    "codes.csv",
    "vocabulary.csv",
];

/// The largest data file that is read, so that a wrong folder does not fill the memory.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// A set of data files under a name.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub(crate) name: String,
    pub(crate) files: BTreeMap<&'static str, String>,
}

impl Layer {
    pub(crate) fn embedded() -> Self {
        let files = [
            ("dataset.toml", include_str!("../../data/dataset.toml")),
            ("sources.csv", include_str!("../../data/sources.csv")),
            ("gwp.csv", include_str!("../../data/gwp.csv")),
            ("products.csv", include_str!("../../data/products.csv")),
            ("factors.csv", include_str!("../../data/factors.csv")),
            ("forms.csv", include_str!("../../data/forms.csv")),
            ("vocabulary.csv", include_str!("../../data/vocabulary.csv")),
        ];
        Self {
            name: "embedded".to_owned(),
            files: files.map(|(name, text)| (name, text.to_owned())).into(),
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
            return Err(Error::new(ErrorKind::NoFolder).in_file(&dir.display().to_string()));
        }
        let mut files = BTreeMap::new();
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
            let text = String::from_utf8(bytes).map_err(|_| {
                single(
                    Code::UnreadableFile,
                    &shown(file),
                    "the file is not UTF-8 text; save it as CSV in UTF-8",
                )
            })?;
            files.insert(*file, text.replace("\r\n", "\n"));
        }
        if files.is_empty() {
            let expected = FILES.join(", ");
            return Err(single(
                Code::EmptyLayer,
                &name,
                &format!("the folder holds none of the data files: {expected}"),
            ));
        }
        Ok(Self { name, files })
    }

    /// The name under which a file of this layer appears in findings.
    pub(crate) fn shown(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }
}

fn single(code: Code, file: &str, message: &str) -> Error {
    Error::new(ErrorKind::Dataset(vec![Diagnostic {
        code,
        severity: Severity::Error,
        place: Place {
            file: file.to_owned(),
            line: None,
            column: None,
        },
        message: message.to_owned(),
    }]))
}
