//! Products that move to another propellant from a day.

use crate::dataset::{Dataset, ProductId};
use crate::day::Day;
use crate::diagnostic::{Code, Diagnostic, FormularyCode, Place};
use std::collections::BTreeMap;

/// When which product moves to which gas: an assumption of the one who wrote the file.
///
/// ```
/// use groenrecept::{Dataset, formulary::Transitions};
/// let dataset = Dataset::embedded()?;
/// let text = "product_id,date,propellant,note\n\
///             ventolin-aerosol-100,2028-01-01,HFC-152a,assumed\n";
/// let (transitions, problems) = Transitions::read("t.csv", text, &dataset);
/// assert!(problems.is_empty());
/// assert_eq!(transitions.len(), 1);
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transitions(BTreeMap<ProductId, Vec<(Day, String)>>);

const COLUMNS: [&str; 3] = ["product_id", "date", "propellant"];

impl Transitions {
    /// Reads a table with `product_id`, `date` and `propellant`; other columns are for the
    /// reader. With a problem the rest is not used.
    #[must_use]
    pub fn read(name: &str, text: &str, dataset: &Dataset) -> (Self, Vec<Diagnostic>) {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let head = text.lines().next().unwrap_or_default();
        let separator = if head.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let at = COLUMNS.map(|wanted| header.iter().position(|name| name == wanted));
        let mut found = Self::default();
        let mut problems = Vec::new();
        let mut wrong = |code: Code, line: u64, column: &str, nl: String, en: String| {
            let place = Place {
                file: name.to_owned(),
                line: Some(line),
                column: (!column.is_empty()).then(|| column.to_owned()),
            };
            problems.push(Diagnostic::new(code, place, (nl, en)));
        };
        for (column, _) in COLUMNS.iter().zip(at).filter(|(_, at)| at.is_none()) {
            wrong(
                Code::MissingColumn,
                1,
                column,
                format!("de kolom '{column}' ontbreekt"),
                format!("the column '{column}' is missing"),
            );
        }
        for (record, line) in reader.into_records().zip(2u64..) {
            let Ok(record) = record else {
                let nl = "de regel is niet te lezen".to_owned();
                wrong(
                    Code::UnreadableFile,
                    line,
                    "",
                    nl,
                    "the row cannot be read".to_owned(),
                );
                continue;
            };
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
            let [id, date, gas] = at.map(cell);
            let product = dataset.product_by_id(id);
            if product.is_none() {
                wrong(
                    FormularyCode::UnknownProduct.into(),
                    line,
                    "product_id",
                    format!("'{id}' is geen product van de gegevens"),
                    format!("'{id}' is no product of the data"),
                );
            }
            let day = Day::parse(date);
            if day.is_none() {
                wrong(
                    Code::BadDate,
                    line,
                    "date",
                    format!("'{date}' is geen dag als jjjj-mm-dd"),
                    format!("'{date}' is no day as yyyy-mm-dd"),
                );
            }
            if dataset.gwp100(gas, "AR6").is_none() {
                wrong(
                    Code::GwpMissing,
                    line,
                    "propellant",
                    format!("'{gas}' heeft geen GWP100 in de gegevens"),
                    format!("'{gas}' has no GWP100 in the data"),
                );
            }
            if let (Some(product), Some(day)) = (product, day) {
                let moves = found.0.entry(product.id.clone()).or_default();
                moves.push((day, gas.to_owned()));
            }
        }
        for moves in found.0.values_mut() {
            moves.sort();
        }
        if problems.is_empty() {
            (found, problems)
        } else {
            (Self::default(), problems)
        }
    }

    /// How many products move.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no product moves.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first day on which a product moves.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        let moves = self.0.values().filter_map(|moves| moves.first());
        moves.map(|(day, _)| *day).min()
    }

    /// The products, by id.
    pub(super) fn products(&self) -> impl Iterator<Item = &ProductId> {
        self.0.keys()
    }

    /// The last move of a product by a day.
    pub(super) fn last_of(&self, product: &ProductId, on: Option<Day>) -> Option<(Day, &str)> {
        let moves = self.0.get(product)?;
        let on = on?;
        let last = moves.iter().take_while(|(day, _)| *day <= on).last()?;
        Some((last.0, &last.1))
    }
}
