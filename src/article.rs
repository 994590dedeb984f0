//! What a release of the G-Standaard tells of a number, once it is read.
//!
//! [`crate::intake::gstandaard`] reads a release that a licensed user has; this is what comes
//! out, and all that matching sees of it.

use crate::code::{Atc, GNumber, Gpk};
use std::collections::BTreeMap;

/// What a release tells of a number. What it does not tell is empty or `None`.
///
/// **The propellant is not in it**, at no level: a release tells substance, strength, form and
/// route, and of a trade product the brand. Which gas an aerosol holds comes from the data of
/// this crate, by the brand; a number without a brand (PRK, GPK) stays every product that it
/// can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article<'a> {
    /// The number that was asked.
    pub number: GNumber,
    /// The generic product that it belongs to.
    pub gpk: Option<Gpk>,
    /// The ATC code of the generic product; `None` also where the release has `Z` there.
    pub atc: Option<Atc>,
    /// The Dutch name of the ATC code.
    pub atc_name: &'a str,
    /// The name at the level of the number, or at the next level that has one.
    pub name: &'a str,
    /// The pharmaceutical form.
    pub form: &'a str,
    /// The route of administration.
    pub route: &'a str,
    /// The strength of the substances, as text.
    pub strength: &'a str,
    /// Doses in a device or pack, where the size of the prescription product is in doses. That
    /// the size of BST052T means this is inferred from its description.
    pub doses: Option<u32>,
}

/// Rows by a number, found by halving.
#[derive(Debug, Clone)]
pub(crate) struct Rows<T>(Vec<(u32, T)>);

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Rows<T> {
    /// Of rows in any order; of several with one number the first is kept.
    pub(crate) fn of(mut rows: Vec<(u32, T)>) -> Self {
        rows.sort_by_key(|(number, _)| *number);
        rows.dedup_by_key(|(number, _)| *number);
        rows.shrink_to_fit();
        Self(rows)
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        let at = self.0.binary_search_by_key(&number, |(one, _)| *one).ok()?;
        self.0.get(at).map(|(_, row)| row)
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let at = self.0.binary_search_by_key(&number, |(one, _)| *one).ok()?;
        self.0.get_mut(at).map(|(_, row)| row)
    }

    /// Rows besides; one with a number that is there already is left out.
    pub(crate) fn extend(&mut self, rows: Vec<(u32, T)>) {
        self.0.extend(rows);
        let rows = std::mem::take(&mut self.0);
        *self = Self::of(rows);
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, row)| row)
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }
}

/// An article; in these rows 0 stands for a number that is not given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pack {
    pub(crate) hpk: u32,
    pub(crate) name: u32,
}

/// A trade product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trade {
    pub(crate) prk: u32,
    pub(crate) gpk: u32,
    pub(crate) name: u32,
}

/// A prescription product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prescribed {
    pub(crate) gpk: u32,
    pub(crate) name: u32,
    pub(crate) doses: Option<u32>,
}

/// A generic product.
#[derive(Debug, Clone)]
pub(crate) struct Generic {
    pub(crate) atc: Option<Atc>,
    pub(crate) name: u32,
    pub(crate) form: u32,
    pub(crate) route: u32,
    pub(crate) strength: Box<str>,
}

/// The numbers of a release and what they lead to.
///
/// ```
/// use groenrecept::{CodeSystem, Dataset, GNumber, intake::gstandaard::Release};
/// # let folder = tempfile::tempdir().unwrap();
/// # let generic = format!("07110{:08}{:20}{:07}{:7}{:25}{:46}{:8}{:34}\n",
/// #     43281, "", 0, "", "100UG/DO", "", "R03AC02", "");
/// # std::fs::write(folder.path().join("BST711T"), generic).unwrap();
/// # let dir = folder.path();
/// let release = Release::open(&Dataset::embedded()?, dir)?; // the folder of your own release
/// let gpk = "gpk".parse::<CodeSystem>().unwrap();
/// let number = GNumber::parse(&gpk, "43281.0").unwrap().unwrap();
/// let article = release.articles().find(number).unwrap();
/// assert_eq!(article.atc.unwrap().as_str(), "R03AC02");
/// assert_eq!(article.strength, "100UG/DO");
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Articles {
    pub(crate) packs: Rows<Pack>,
    pub(crate) trade: Rows<Trade>,
    pub(crate) prescribed: Rows<Prescribed>,
    pub(crate) generic: Rows<Generic>,
    pub(crate) names: Rows<Box<str>>,
    pub(crate) forms: Rows<Box<str>>,
    pub(crate) routes: Rows<Box<str>>,
    pub(crate) atc_names: BTreeMap<Atc, Box<str>>,
}

impl Articles {
    /// What the release tells of a number; `None` where it does not have it.
    #[must_use]
    pub fn find(&self, number: GNumber) -> Option<Article<'_>> {
        let mut names = [0u32; 4];
        let [pack_name, trade_name, prescribed_name, generic_name] = &mut names;
        let (mut hpk, mut prk, mut gpk) = (0, 0, 0);
        match number {
            GNumber::Zi(zi) => {
                let pack = self.packs.get(zi.get())?;
                (hpk, *pack_name) = (pack.hpk, pack.name);
            }
            GNumber::Hpk(number) => {
                hpk = number.get();
                self.trade.get(hpk)?;
            }
            GNumber::Prk(number) => {
                prk = number.get();
                self.prescribed.get(prk)?;
            }
            GNumber::Gpk(number) => {
                gpk = number.get();
                self.generic.get(gpk)?;
            }
        }
        if let Some(trade) = self.trade.get(hpk) {
            (prk, gpk, *trade_name) = (trade.prk, trade.gpk, trade.name);
        }
        let prescribed = self.prescribed.get(prk);
        if let Some(prescribed) = prescribed {
            *prescribed_name = prescribed.name;
            if gpk == 0 {
                gpk = prescribed.gpk;
            }
        }
        let generic = self.generic.get(gpk);
        *generic_name = generic.map_or(0, |generic| generic.name);
        let atc = generic.and_then(|generic| generic.atc);
        let atc_name = atc.and_then(|atc| self.atc_names.get(&atc));
        Some(Article {
            number,
            gpk: generic.and_then(|_| Gpk::of(gpk)),
            atc,
            atc_name: atc_name.map_or("", AsRef::as_ref),
            name: names
                .iter()
                .find_map(|name| self.names.get(*name))
                .map_or("", AsRef::as_ref),
            form: generic
                .and_then(|generic| self.forms.get(generic.form))
                .map_or("", AsRef::as_ref),
            route: generic
                .and_then(|generic| self.routes.get(generic.route))
                .map_or("", AsRef::as_ref),
            strength: generic.map_or("", |generic| generic.strength.as_ref()),
            doses: prescribed.and_then(|prescribed| prescribed.doses),
        })
    }

    /// How many numbers of each level there are: ZI, HPK, PRK and GPK.
    #[must_use]
    pub const fn counts(&self) -> [usize; 4] {
        [
            self.packs.len(),
            self.trade.len(),
            self.prescribed.len(),
            self.generic.len(),
        ]
    }
}
