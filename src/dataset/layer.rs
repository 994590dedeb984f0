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
    "label_limits.csv",
    "equivalences.csv",
    "shortages.csv",
    "prices.csv",
    "facts.csv",
    "indications.csv",
];

/// Whether a file of this name belongs into a folder of data files.
///
/// ```
/// assert!(groenrecept::dataset::is_data_file("shortages.csv"));
/// assert!(!groenrecept::dataset::is_data_file("formularium.csv"));
/// ```
#[must_use]
pub fn is_data_file(name: &str) -> bool {
    FILES.contains(&name)
}

/// The folder with one file a guideline.
pub(crate) const GUIDELINES: &str = "guidelines";

/// The largest data file that is read, so that a wrong folder does not fill the memory.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// A set of data files under a name.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub(crate) name: String,
    pub(crate) files: BTreeMap<&'static str, String>,
    /// The files of the folder `guidelines`, by their name.
    pub(crate) guidelines: BTreeMap<String, String>,
    /// Whether these are the files of the crate itself.
    pub(crate) embedded: bool,
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
            (
                "label_limits.csv",
                include_str!("../../data/label_limits.csv"),
            ),
            (
                "equivalences.csv",
                include_str!("../../data/equivalences.csv"),
            ),
            ("facts.csv", include_str!("../../data/facts.csv")),
            (
                "indications.csv",
                include_str!("../../data/indications.csv"),
            ),
        ];
        Self {
            name: "embedded".to_owned(),
            files: files.map(|(name, text)| (name, text.to_owned())).into(),
            guidelines: embedded_guidelines(),
            embedded: true,
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
            if path.exists()
                && let Some(text) = read_text(&path, &shown(file), &mut unreadable)?
            {
                files.insert(*file, text);
            }
        }
        let mut guidelines = BTreeMap::new();
        for file in guideline_files(dir, &name)? {
            let shown = shown(&format!("{GUIDELINES}/{file}"));
            let path = dir.join(GUIDELINES).join(&file);
            if let Some(text) = read_text(&path, &shown, &mut unreadable)? {
                guidelines.insert(file, text);
            }
        }
        if files.is_empty() && guidelines.is_empty() && unreadable.is_empty() {
            let expected = FILES.join(", ");
            unreadable.push(Diagnostic::new(
                Code::EmptyLayer,
                Place::file(&name),
                match folder_of_rules(dir) {
                    Some(folder) => (
                        format!("de map '{folder}' wordt niet gelezen; regels staan in de map '{GUIDELINES}'"),
                        format!("the folder '{folder}' is not read; rules stand in the folder '{GUIDELINES}'"),
                    ),
                    None => (
                        format!("de map bevat geen van de gegevensbestanden: {expected}"),
                        format!("the folder holds none of the data files: {expected}"),
                    ),
                },
            ));
        }
        Ok(Self {
            name,
            files,
            guidelines,
            embedded: false,
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

/// The text of a data file; `None`, and a finding, where it is no text.
fn read_text(path: &Path, shown: &str, unreadable: &mut Vec<Diagnostic>) -> Result<Option<String>> {
    let size = path.metadata().map(|m| m.len()).unwrap_or(0);
    if size > MAX_FILE_BYTES {
        let kind = ErrorKind::Io("larger than a data file can be (64 MiB)".to_owned());
        return Err(Error::new(kind).in_file(shown));
    }
    let bytes = std::fs::read(path).map_err(|error| Error::from_io(&error).in_file(shown))?;
    let text = String::from_utf8(bytes).ok();
    if text.is_none() {
        unreadable.push(Diagnostic::new(
            Code::UnreadableFile,
            Place::file(shown),
            (
                "het bestand is geen UTF-8-tekst; sla het op in UTF-8",
                "the file is not UTF-8 text; save it in UTF-8",
            ),
        ));
    }
    Ok(text.map(|text| text.replace("\r\n", "\n")))
}

/// A folder under another name than that of rules which holds TOML files.
fn folder_of_rules(dir: &Path) -> Option<String> {
    let holds_toml = |path: &Path| {
        let mut files = std::fs::read_dir(path).ok()?.flatten();
        files.find(|file| file.path().extension().is_some_and(|end| end == "toml"))
    };
    let folders = std::fs::read_dir(dir).ok()?.flatten();
    let mut names: Vec<String> = folders
        .filter(|folder| holds_toml(&folder.path()).is_some())
        .map(|folder| folder.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names.into_iter().next()
}

/// The names of the guideline files of a folder, ascending.
fn guideline_files(dir: &Path, name: &str) -> Result<Vec<String>> {
    let folder = dir.join(GUIDELINES);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed =
        |error: &std::io::Error| Error::from_io(error).in_file(&format!("{name}/{GUIDELINES}"));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(".toml") {
            names.push(file);
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn embedded_guidelines() -> BTreeMap<String, String> {
    let files = [
        (
            "beter-niet-doen.toml",
            include_str!("../../data/guidelines/beter-niet-doen.toml"),
        ),
        (
            "cahag-astma.toml",
            include_str!("../../data/guidelines/cahag-astma.toml"),
        ),
        (
            "cahag.toml",
            include_str!("../../data/guidelines/cahag.toml"),
        ),
        ("fk.toml", include_str!("../../data/guidelines/fk.toml")),
        (
            "geriatrisch-limburg.toml",
            include_str!("../../data/guidelines/geriatrisch-limburg.toml"),
        ),
        (
            "groene-huisarts.toml",
            include_str!("../../data/guidelines/groene-huisarts.toml"),
        ),
        (
            "hw-inhalatoren.toml",
            include_str!("../../data/guidelines/hw-inhalatoren.toml"),
        ),
        (
            "hw-inhalatortabellen.toml",
            include_str!("../../data/guidelines/hw-inhalatortabellen.toml"),
        ),
        (
            "kinderformularium.toml",
            include_str!("../../data/guidelines/kinderformularium.toml"),
        ),
        ("maag.toml", include_str!("../../data/guidelines/maag.toml")),
        (
            "mcc-de-naober.toml",
            include_str!("../../data/guidelines/mcc-de-naober.toml"),
        ),
        (
            "nhg-astma-volwassenen.toml",
            include_str!("../../data/guidelines/nhg-astma-volwassenen.toml"),
        ),
        (
            "nhg-copd.toml",
            include_str!("../../data/guidelines/nhg-copd.toml"),
        ),
        (
            "nhg-duurzaamheid.toml",
            include_str!("../../data/guidelines/nhg-duurzaamheid.toml"),
        ),
        (
            "nhg-inhalatoren.toml",
            include_str!("../../data/guidelines/nhg-inhalatoren.toml"),
        ),
        (
            "nhg-keuze-inhalator.toml",
            include_str!("../../data/guidelines/nhg-keuze-inhalator.toml"),
        ),
        (
            "nhg-pijn.toml",
            include_str!("../../data/guidelines/nhg-pijn.toml"),
        ),
        (
            "nhg-tekort-salbutamol.toml",
            include_str!("../../data/guidelines/nhg-tekort-salbutamol.toml"),
        ),
        (
            "nhg-werkwijze.toml",
            include_str!("../../data/guidelines/nhg-werkwijze.toml"),
        ),
        (
            "onbevestigd.toml",
            include_str!("../../data/guidelines/onbevestigd.toml"),
        ),
        (
            "pilot-meppel.toml",
            include_str!("../../data/guidelines/pilot-meppel.toml"),
        ),
        (
            "prescriptieregeling-2017.toml",
            include_str!("../../data/guidelines/prescriptieregeling-2017.toml"),
        ),
        (
            "pw-opinie.toml",
            include_str!("../../data/guidelines/pw-opinie.toml"),
        ),
        (
            "rivm-pijnstillers.toml",
            include_str!("../../data/guidelines/rivm-pijnstillers.toml"),
        ),
        (
            "samen-de-zorg-vergroenen.toml",
            include_str!("../../data/guidelines/samen-de-zorg-vergroenen.toml"),
        ),
        ("sfk.toml", include_str!("../../data/guidelines/sfk.toml")),
        ("wza.toml", include_str!("../../data/guidelines/wza.toml")),
        (
            "zin-leidraad-inhalatie.toml",
            include_str!("../../data/guidelines/zin-leidraad-inhalatie.toml"),
        ),
    ];
    files
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
}
