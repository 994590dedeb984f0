//! Classes of climate impact per treatment day, as data.
//!
//! The bands are grams of CO2e per treatment day, half-open, without gaps and overlaps.

use super::lists::{check_cells, check_unique};
use super::names::NameIndex;
use super::schema::Schema;
use super::table::{Findings, Table};
use crate::diagnostic::{Code, Diagnostic, Message};
use rust_decimal::Decimal;

/// The file of the bands.
pub(super) const FILE: &str = "formulary/bands.csv";

/// One class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The name, such as `A`.
    pub name: String,
    /// The first grams of CO2e per treatment day in it.
    pub from: Decimal,
    /// The first grams above it; `None` for the highest band.
    pub below: Option<Decimal>,
    /// What it is called.
    pub text: Message,
}

/// The classes, lowest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bands {
    bands: Vec<Band>,
    /// By how many percent of a border a value must pass it before an option changes its class.
    margin_percent: Decimal,
}

impl Bands {
    /// Reads bands from a table as `formulary/bands.csv`; see `data/README.md` for its columns.
    ///
    /// ```
    /// use groenrecept::formulary::Bands;
    /// let text = "band,from_g,below_g,margin_percent,text_nl,text_en\n\
    ///             A,0,40,10,laag,low\nB,50,,10,hoog,high\n";
    /// let problems = Bands::read("b.csv", text).unwrap_err();
    /// assert_eq!(
    ///     problems[0].to_string(),
    ///     "b.csv:3:from_g: error[inverted-range]: band B starts at 50 and the one before it ends at 40"
    /// );
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    ///
    /// # Errors
    /// Every gap, overlap and number that is none.
    pub fn read(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = Findings::default();
        let schema = Schema::read();
        let table = schema.find(FILE).map(|file| {
            let table = Table::read(name, text, file, &mut findings);
            check_unique(file, &table, &mut findings);
            check_cells(file, &table, &NameIndex::default(), &mut findings);
            table
        });
        let bands = table.map(|table| Self::of(&table, &mut findings));
        match bands {
            Some(bands) if !findings.has_errors() => Ok(bands),
            _ => Err(findings.0),
        }
    }

    /// The bands of a table; gaps and overlaps are reported, cells that cannot be read are not.
    pub(super) fn of(table: &Table, findings: &mut Findings) -> Self {
        // Numbers that are none were found when the cells were checked.
        let mut silent = Findings::default();
        let mut bands: Vec<Band> = Vec::new();
        let mut margin = None;
        let mut last = None;
        for row in table.rows() {
            last = Some(row);
            margin = margin.or(row.decimal("margin_percent", &mut silent));
            let below = row.decimal("below_g", &mut silent);
            let Some(from) = row.decimal("from_g", &mut silent) else {
                continue;
            };
            let name = row.text("band");
            let expected = bands.last().map_or(Some(Decimal::ZERO), |band| band.below);
            if expected != Some(from) {
                let place = row.place("from_g");
                findings.push(Code::InvertedRange, place, joint(name, from, expected));
            }
            if below.is_some_and(|below| below <= from) {
                let message = (
                    format!("band {name} eindigt voor het begin"),
                    format!("band {name} ends before it starts"),
                );
                findings.push(Code::InvertedRange, row.place("below_g"), message);
            }
            bands.push(Band {
                name: name.to_owned(),
                from,
                below,
                text: (row.text("text_nl"), row.text("text_en")).into(),
            });
        }
        if last.is_none() {
            let message = ("er is geen enkele band", "there is no band");
            findings.push(Code::EmptyCell, table.place("band"), message);
        }
        if let Some(row) = last.filter(|row| row.filled("below_g").is_some()) {
            let message = (
                "de hoogste band moet open zijn",
                "the highest band must be open",
            );
            findings.push(Code::InvertedRange, row.place("below_g"), message);
        }
        Self {
            bands,
            margin_percent: margin.unwrap_or_default(),
        }
    }

    /// The bands, lowest first.
    #[must_use]
    pub fn all(&self) -> &[Band] {
        &self.bands
    }

    /// The margin in percent of a border.
    #[must_use]
    pub const fn margin_percent(&self) -> Decimal {
        self.margin_percent
    }
}

fn joint(band: &str, from: Decimal, expected: Option<Decimal>) -> Message {
    match expected {
        Some(expected) => (
            format!("band {band} begint bij {from} en de vorige eindigt bij {expected}"),
            format!("band {band} starts at {from} and the one before it ends at {expected}"),
        ),
        None => (
            format!("band {band} staat na een band zonder einde"),
            format!("band {band} stands behind a band without an end"),
        ),
    }
    .into()
}
