//! A release of the G-Standaard that a licensed user has on disk.
//!
//! The G-Standaard is a product of Z-Index under licence. Nothing of it is shipped: this reads
//! the folder that a user points at, and keeps what leads from a number to a medicine.
//!
//! # Files
//!
//! The files are of fixed width, in Latin-1, one record a line. Every record begins with the
//! number of its file (positions 1 to 4) and a mutation code (position 5); a record with code 1
//! is deleted and is skipped. The other positions come from BST001T, the file of a release that
//! describes the others, where it is there and tells of the file; otherwise from
//! `data/gstandaard/layouts.toml`, which names a source for each. Positions of BST001T itself
//! were not seen on a page of Z-Index: two public readers agree on them.
//!
//! | file | what is taken from it |
//! |---|---|
//! | BST004T | articles: ZI-nummer to HPK |
//! | BST031T, BST070T | trade products: HPK to PRK and GPK |
//! | BST052T (before: BST050T, BST051T) | prescription products: PRK to GPK, size in doses |
//! | BST711T | generic products: GPK to ATC code, form, route, strength |
//! | BST020T | names |
//! | BST801T | names of ATC codes |
//! | BST902T | names of forms and routes |
//!
//! BST711T is needed; what the others would tell and do not is listed by [`Release::gaps`].
//!
//! # What a release does not tell
//!
//! The propellant of an aerosol: see [`Article`].

mod layout;
mod records;

pub use crate::article::{Article, Articles};

use crate::article::{Generic, Pack, Prescribed, Rows, Trade};
use crate::code::Atc;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, ReleaseProblem, Result};
use layout::Layouts;
use records::{BstFile, Cells, NoNumber};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use strum::VariantArray;

/// The files that are read.
const FILES: [&str; 11] = [
    "BST001T", "BST004T", "BST020T", "BST031T", "BST050T", "BST051T", "BST052T", "BST070T",
    "BST711T", "BST801T", "BST902T",
];

/// What a release cannot tell for want of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
#[non_exhaustive]
pub enum Gap {
    /// Without BST004T: articles, so no ZI-nummer resolves.
    Articles,
    /// Without BST031T and BST070T: trade products, so no HPK or ZI-nummer resolves.
    TradeProducts,
    /// Without BST052T, BST051T and BST070T: prescription products, so no PRK resolves.
    PrescriptionProducts,
    /// Without BST052T and BST051T: doses in a device.
    PackSizes,
    /// Without BST020T: names.
    Names,
    /// Without BST902T: names of forms and routes.
    FormsAndRoutes,
    /// Without BST801T: names of ATC codes.
    AtcNames,
}

impl Gap {
    /// The files of which one would fill it.
    ///
    /// ```
    /// use groenrecept::intake::gstandaard::Gap;
    /// assert_eq!(Gap::TradeProducts.files(), ["BST031T", "BST070T"]);
    /// ```
    #[must_use]
    pub const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Articles => &["BST004T"],
            Self::TradeProducts => &["BST031T", "BST070T"],
            Self::PrescriptionProducts => &["BST052T", "BST051T", "BST070T"],
            Self::PackSizes => &["BST052T", "BST051T"],
            Self::Names => &["BST020T"],
            Self::FormsAndRoutes => &["BST902T"],
            Self::AtcNames => &["BST801T"],
        }
    }
}

/// A release of the G-Standaard, read.
#[derive(Debug, Clone)]
pub struct Release {
    articles: Arc<Articles>,
    gaps: Vec<Gap>,
}

impl Release {
    /// Reads the folder of a release. Files are found by name in any case, bare or as `.txt`.
    ///
    /// Memory grows with the release (tens of megabytes) and not with an export.
    ///
    /// # Errors
    /// [`ErrorKind::NoFolder`], [`ErrorKind::NotAFolder`], [`ErrorKind::NotAFile`],
    /// [`ErrorKind::TooLarge`], [`ErrorKind::TooManyNames`], [`ErrorKind::Io`], and
    /// [`ErrorKind::Release`] with the file and line: no file of a release in the folder, no
    /// BST711T, a record of the wrong length, a record of another file, a number that is none.
    pub fn open(dataset: &Dataset, folder: &Path) -> Result<Self> {
        let shown = folder.display().to_string();
        if folder.is_file() {
            return Err(Error::new(ErrorKind::NotAFolder).in_file(&shown));
        }
        let files = records::find(folder, &FILES).map_err(|error| {
            let error = if *error.kind() == ErrorKind::NotFound {
                Error::new(ErrorKind::NoFolder)
            } else {
                error
            };
            error.in_file(&shown)
        })?;
        let problem = |problem| Err(Error::new(ErrorKind::Release(problem)).in_file(&shown));
        if files.is_empty() {
            return problem(ReleaseProblem::NoFiles);
        }
        if !files.iter().any(|file| file.name == "BST711T") {
            return problem(ReleaseProblem::Lacks {
                file: "BST711T".to_owned(),
            });
        }
        let articles = Reading::new(dataset, files.clone())?.articles()?;
        let has = |name: &&str| files.iter().any(|file| file.name == *name);
        let gaps = Gap::VARIANTS.iter().copied();
        Ok(Self {
            articles: Arc::new(articles),
            gaps: gaps.filter(|gap| !gap.files().iter().any(has)).collect(),
        })
    }

    /// What the numbers lead to.
    #[must_use]
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    pub(crate) fn shared(&self) -> Arc<Articles> {
        Arc::clone(&self.articles)
    }

    /// What cannot be told for want of a file.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
}

/// A release that is being read.
struct Reading {
    files: Vec<BstFile>,
    layouts: Layouts,
}

impl Reading {
    /// Takes the layouts, from BST001T where that is there.
    fn new(dataset: &Dataset, files: Vec<BstFile>) -> Result<Self> {
        let layouts = Layouts::published(dataset)?;
        let mut reading = Self { files, layouts };
        let mut described = Vec::new();
        let fields = ["MDBST", "MDVNR", "MDRNAM", "MDRLEN"];
        reading.each("BST001T", fields, |cells| {
            let (order, length) = (cells.number(1)?, cells.number(3)?);
            described.push((cells.text(0), order, cells.text(2), length));
            Ok(())
        })?;
        for (file, order, field, length) in described {
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            reading.layouts.describe(&file, order, &field, length);
        }
        Ok(reading)
    }

    /// Reads a file, where it is there.
    fn each<const N: usize>(
        &self,
        name: &str,
        fields: [&str; N],
        each: impl FnMut(&Cells<'_, N>) -> std::result::Result<(), NoNumber>,
    ) -> Result<()> {
        let Some(file) = self.files.iter().find(|file| file.name == name) else {
            return Ok(());
        };
        let layout = self.layouts.of(name, fields)?;
        file.read(fields, &layout, each)
    }

    fn articles(&self) -> Result<Articles> {
        let mut articles = Articles {
            packs: self.packs()?,
            trade: self.trade()?,
            prescribed: self.prescribed()?,
            generic: self.generic()?,
            ..Articles::default()
        };
        self.links(&mut articles)?;
        articles.names = self.names(&articles)?;
        self.thesauri(&mut articles)?;
        self.each("BST801T", ["ATCODE", "ATOMS"], |cells| {
            if let Some(atc) = Atc::parse(&cells.text(0)) {
                articles.atc_names.insert(atc, cells.text(1).into());
            }
            Ok(())
        })?;
        Ok(articles)
    }

    fn packs(&self) -> Result<Rows<Pack>> {
        let mut rows = Vec::new();
        self.each("BST004T", ["ATKODE", "HPKODE", "ATNMNR"], |cells| {
            let (hpk, name) = (cells.number(1)?, cells.number(2)?);
            rows.push((cells.number(0)?, Pack { hpk, name }));
            Ok(())
        })?;
        Ok(Rows::of(rows))
    }

    fn trade(&self) -> Result<Rows<Trade>> {
        let mut rows = Vec::new();
        self.each("BST031T", ["HPKODE", "PRKODE", "HPNAMN"], |cells| {
            let (prk, name) = (cells.number(1)?, cells.number(2)?);
            rows.push((cells.number(0)?, Trade { prk, gpk: 0, name }));
            Ok(())
        })?;
        Ok(Rows::of(rows))
    }

    fn prescribed(&self) -> Result<Rows<Prescribed>> {
        let dose = self.layouts.published.thesauri.dose;
        let doses = |unit, size: u32| {
            let whole = size.checked_div(100).filter(|doses| *doses > 0)?;
            (unit == dose && size.is_multiple_of(100)).then_some(whole)
        };
        let mut rows = Vec::new();
        let fields = ["PRKODE", "PRNMNR", "GPKODE", "PREENH", "PRGALG"];
        self.each("BST052T", fields, |cells| {
            let row = Prescribed {
                name: cells.number(1)?,
                gpk: cells.number(2)?,
                doses: doses(cells.number(3)?, cells.number(4)?),
            };
            rows.push((cells.number(0)?, row));
            Ok(())
        })?;
        // What BST052T replaced; of two rows with one number the first is kept.
        self.each(
            "BST051T",
            ["PRKODE", "GPKODE", "XPEHHV", "HPGALG"],
            |cells| {
                let row = Prescribed {
                    name: 0,
                    gpk: cells.number(1)?,
                    doses: doses(cells.number(2)?, cells.number(3)?),
                };
                rows.push((cells.number(0)?, row));
                Ok(())
            },
        )?;
        let mut rows = Rows::of(rows);
        self.each("BST050T", ["PRKODE", "PRNMNR"], |cells| {
            let name = cells.number(1)?;
            if let Some(row) = rows.get_mut(cells.number(0)?)
                && row.name == 0
            {
                row.name = name;
            }
            Ok(())
        })?;
        Ok(rows)
    }

    fn generic(&self) -> Result<Rows<Generic>> {
        let mut rows = Vec::new();
        let fields = ["GPKODE", "GPNMNR", "GPKTVR", "GPKTWG", "GPINST", "ATCODE"];
        self.each("BST711T", fields, |cells| {
            let row = Generic {
                name: cells.number(1)?,
                form: cells.number(2)?,
                route: cells.number(3)?,
                strength: cells.text(4).into(),
                atc: Atc::from_bytes(cells.bytes(5)),
            };
            rows.push((cells.number(0)?, row));
            Ok(())
        })?;
        Ok(Rows::of(rows))
    }

    /// BST070T links the levels; it fills in what the files of the levels do not tell.
    fn links(&self, articles: &mut Articles) -> Result<()> {
        let (mut trade, mut prescribed) = (Vec::new(), Vec::new());
        self.each("BST070T", ["HPKODE", "PRKODE", "GPKODE"], |cells| {
            let [hpk, prk, gpk] = [cells.number(0)?, cells.number(1)?, cells.number(2)?];
            match articles.trade.get_mut(hpk) {
                Some(row) => {
                    row.gpk = gpk;
                    if row.prk == 0 {
                        row.prk = prk;
                    }
                }
                None if hpk > 0 => trade.push((hpk, Trade { prk, gpk, name: 0 })),
                None => {}
            }
            if prk > 0 && articles.prescribed.get(prk).is_none() {
                let row = Prescribed {
                    gpk,
                    name: 0,
                    doses: None,
                };
                prescribed.push((prk, row));
            }
            Ok(())
        })?;
        articles.trade.extend(trade);
        articles.prescribed.extend(prescribed);
        Ok(())
    }

    /// The names that a number leads to.
    fn names(&self, articles: &Articles) -> Result<Rows<Box<str>>> {
        let used: BTreeSet<u32> = articles
            .packs
            .rows()
            .map(|row| row.name)
            .chain(articles.trade.rows().map(|row| row.name))
            .chain(articles.prescribed.rows().map(|row| row.name))
            .chain(articles.generic.rows().map(|row| row.name))
            .collect();
        let mut rows: Vec<(u32, Box<str>)> = Vec::new();
        self.each("BST020T", ["NMNR", "NMNAAM"], |cells| {
            let number = cells.number(0)?;
            if used.contains(&number) && !cells.bytes(1).is_empty() {
                rows.push((number, cells.text(1).into()));
            }
            Ok(())
        })?;
        Ok(Rows::of(rows))
    }

    fn thesauri(&self, articles: &mut Articles) -> Result<()> {
        let numbers = self.layouts.published.thesauri;
        let mut words: BTreeMap<u32, Vec<(u32, Box<str>)>> = BTreeMap::new();
        self.each("BST902T", ["TSNR", "TSITNR", "THNM50"], |cells| {
            let thesaurus = cells.number(0)?;
            if thesaurus == numbers.forms || thesaurus == numbers.routes {
                let word = (cells.number(1)?, cells.text(2).into());
                words.entry(thesaurus).or_default().push(word);
            }
            Ok(())
        })?;
        articles.forms = Rows::of(words.remove(&numbers.forms).unwrap_or_default());
        articles.routes = Rows::of(words.remove(&numbers.routes).unwrap_or_default());
        Ok(())
    }
}
