//! From bytes to options: every problem at once, with its place.

use super::dosage::Dosage;
use super::option::{Column, FormularyOption, Population};
use super::sheet::{Head, decoded, header_name, open_quotes};
use super::words::Words;
use crate::bounds::{
    CELL_BYTES, DATA_COLUMNS, OPTIONS, TEXT_BYTES, Whole, long_cell_message, long_line,
    long_line_message,
};
use crate::code::{Atc, Icpc};
use crate::context::Age;
use crate::day::Day;
use crate::diagnostic::{Code, Diagnostic, FormularyCode, Message, Place, Severity};
use crate::outward::{joined, on_one_line};
use std::collections::BTreeMap;

/// The highest number of a step or choice.
const MOST_STEPS: u16 = 99;
/// The most days of treatment that a row can state: ten years.
const MOST_DAYS: u32 = 3660;

/// A formulary as it was read.
///
/// ```
/// use groenrecept::{Dataset, formulary::{Formulary, Words}};
/// let words = Words::of(&Dataset::embedded()?);
/// let text = "aandoening,stap,keus,midel\nAstma,1,1,VENTOLIN DISKUS 200UG 60DO\n";
/// let formulary = Formulary::read("f.csv", text.as_bytes(), &words);
/// assert!(!formulary.is_whole());
/// assert_eq!(
///     formulary.problems()[0].to_string(),
///     "f.csv:1:midel: warning[unknown-column]: 'midel' is no column of a formulary; \
///      did you mean 'middel'?"
/// );
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Formulary {
    name: String,
    text: String,
    /// Where each line of the text starts.
    starts: Vec<usize>,
    separator: char,
    headers: BTreeMap<Column, String>,
    names: Vec<String>,
    options: Vec<FormularyOption>,
    problems: Vec<Diagnostic>,
}

impl Formulary {
    /// Reads a formulary. It never fails: what is wrong stands in [`Formulary::problems`], and
    /// while one of them is an error the formulary is not whole.
    #[must_use]
    pub fn read(name: &str, bytes: &[u8], words: &Words) -> Self {
        let mut formulary = Self {
            name: on_one_line(name).into_owned(),
            text: String::new(),
            starts: Vec::new(),
            separator: ';',
            headers: BTreeMap::new(),
            names: Vec::new(),
            options: Vec::new(),
            problems: Vec::new(),
        };
        match within(bytes).and_then(|()| decoded(bytes)) {
            Ok(text) => {
                let lines = text.split_inclusive('\n').scan(0usize, |next, line| {
                    let start = *next;
                    *next = next.saturating_add(line.len());
                    Some(start)
                });
                formulary.starts = lines.collect();
                formulary.text = text;
                Reader::new(&mut formulary, words).run();
            }
            Err((code, message)) => {
                let found = Diagnostic::new(code, Place::file(name), message);
                formulary.problems.push(found);
            }
        }
        formulary
    }

    /// The name under which findings show it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The options, in the order of the file.
    #[must_use]
    pub fn options(&self) -> &[FormularyOption] {
        &self.options
    }

    /// The label of an option, or its code where it has none.
    pub(crate) fn label_of(&self, index: usize) -> String {
        match self.options.get(index) {
            Some(option) if !option.label.is_empty() => option.label.clone(),
            Some(option) => option.atc.map(|atc| atc.to_string()).unwrap_or_default(),
            None => String::new(),
        }
    }

    /// What is wrong with the file, in its order.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether every row was read. What is not whole is not checked: a step whose rows are
    /// lost would be judged by what is left of it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut problems = self.problems.iter();
        problems.all(|found| found.severity < Severity::Error)
    }

    /// The separator of the file.
    #[must_use]
    pub const fn separator(&self) -> char {
        self.separator
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place of the last column with this header.
    pub(super) fn column_at(&self, name: &str) -> Option<usize> {
        self.names.iter().rposition(|known| known == name)
    }

    /// Where an option stands, at a column.
    #[must_use]
    pub fn place(&self, option: &FormularyOption, column: Column) -> Place {
        let header = self.headers.get(&column).map(String::as_str);
        Place {
            file: self.name.clone(),
            line: Some(option.line),
            column: Some(header.unwrap_or(column.as_str()).to_owned()),
        }
    }

    /// A line of the file, counted from 1.
    #[must_use]
    pub fn line(&self, number: u64) -> Option<&str> {
        self.text.get(self.start_of(number)?..)?.lines().next()
    }

    /// Where a line of the text starts, counted from 1.
    pub(super) fn start_of(&self, number: u64) -> Option<usize> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.starts.get(index).copied()
    }
}

/// Whether a file is no larger than a formulary can be, and none of its lines.
fn within(bytes: &[u8]) -> Result<(), (Code, Message)> {
    if Whole::Formulary.fits(bytes).is_err() {
        let mebibytes = Whole::Formulary.bytes() >> 20;
        let message = (
            format!(
                "het bestand is groter dan {mebibytes} MiB, het meeste dat van een formularium wordt gelezen"
            ),
            format!(
                "the file is larger than {mebibytes} MiB, the most that is read of a formulary"
            ),
        );
        return Err((Code::TooLarge, message.into()));
    }
    Ok(())
}

/// One read of one file.
struct Reader<'a> {
    formulary: &'a mut Formulary,
    words: &'a Words,
    columns: BTreeMap<Column, usize>,
    head: Head,
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The cells of the header.
fn read_header(lines: &[&str], separator: u8) -> csv::StringRecord {
    let text = lines.join("\n");
    let header = reader(&text, separator).headers().cloned();
    header.unwrap_or_default()
}

/// How many columns there are up to the last that has a name: a spreadsheet saves more where
/// cells were used once.
fn named_columns(header: &csv::StringRecord) -> usize {
    let numbers = header.iter().zip(1usize..);
    let named = numbers.filter(|(name, _)| !header_name(name).is_empty());
    named.map(|(_, number)| number).max().unwrap_or(0)
}

/// One row with its line.
struct Row<'r> {
    record: &'r csv::StringRecord,
    line: u64,
}

impl<'a> Reader<'a> {
    fn new(formulary: &'a mut Formulary, words: &'a Words) -> Self {
        Self {
            formulary,
            words,
            columns: BTreeMap::new(),
            head: Head {
                line: 1,
                separator: b';',
            },
        }
    }

    fn run(&mut self) {
        let text = std::mem::take(&mut self.formulary.text);
        self.read(&text);
        self.formulary.text = text;
        let nothing = self.formulary.options.is_empty() && self.formulary.problems.is_empty();
        if nothing {
            let message = (
                "er staat geen optie onder de kopregel",
                "there is no option below the header",
            );
            self.push(FormularyCode::EmptyFormulary, None, None, message);
        }
    }

    fn read(&mut self, text: &str) {
        if let Some(line) = long_line(text) {
            self.push(Code::TooLarge, Some(line), None, long_line_message());
            return;
        }
        let head = Head::of(text, self.words);
        self.head = head;
        self.formulary.separator = char::from(head.separator);
        let text = text.trim_end_matches('\n');
        let mut lines: Vec<&str> = text.lines().collect();
        let above = usize::try_from(head.line).unwrap_or(usize::MAX);
        for line in lines.iter_mut().take(above.saturating_sub(1)) {
            *line = "";
        }
        let header_at = above.saturating_sub(1);
        let quoted = text.contains('"');
        if quoted && open_quotes(&lines, head.separator, |_| false).contains(&header_at) {
            self.open_quote(head.line);
            return;
        }
        // Without quotes the header is one line.
        let of_header = lines.get(..above).filter(|_| !quoted).unwrap_or(&lines);
        let header = read_header(of_header, head.separator);
        self.read_headers(&header);
        if self.columns.is_empty() {
            return;
        }
        if quoted {
            let open = open_quotes(&lines, head.separator, |line| {
                self.is_row(line, named_columns(&header))
            });
            for at in open {
                self.open_quote(u64::try_from(at).unwrap_or(0).saturating_add(1));
                if let Some(line) = lines.get_mut(at) {
                    *line = "";
                }
            }
        }
        // With a line end at the end every row counts its lines alike.
        let mut whole = lines.join("\n");
        whole.push('\n');
        self.read_rows(&whole, &header);
    }

    fn read_rows(&mut self, text: &str, header: &csv::StringRecord) {
        let named = named_columns(header);
        let mut reader = reader(text, self.head.separator);
        let _ = reader.headers();
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let breaks = record.iter().map(|cell| cell.matches('\n').count());
                    let inside: usize = breaks.sum();
                    let line = reader
                        .position()
                        .line()
                        .saturating_sub(1)
                        .saturating_sub(u64::try_from(inside).unwrap_or(0));
                    if self.formulary.options.len() >= OPTIONS {
                        let message = (
                            format!("er worden hoogstens {OPTIONS} opties gelezen"),
                            format!("at most {OPTIONS} options are read"),
                        );
                        self.push(Code::TooLarge, Some(line), None, message);
                        break;
                    }
                    let row = Row {
                        record: &record,
                        line,
                    };
                    self.read_row(&row, named);
                }
                Err(_) => {
                    let line = reader.position().line();
                    let message = ("de regel is niet te lezen", "the row cannot be read");
                    self.push(Code::UnreadableFile, Some(line), None, message);
                    break;
                }
            }
        }
    }

    /// Whether a line has the cells of a row, with numbers where a row has its step and choice.
    fn is_row(&self, line: &str, cells: usize) -> bool {
        let found: Vec<&str> = line.split(char::from(self.head.separator)).collect();
        let number = |column: Column| {
            let cell = self.columns.get(&column).and_then(|at| found.get(*at));
            let cell = cell.map(|cell| cell.trim_matches(['"', ' ']));
            cell.is_some_and(|cell| self.words.whole_number(column, cell).is_some())
        };
        found.len() >= cells && number(Column::Step) && number(Column::Rank)
    }

    fn open_quote(&mut self, line: u64) {
        let message = (
            "een aanhalingsteken wordt niet gesloten en slokt de regels erna op",
            "a quote is not closed and swallows the rows behind it",
        );
        self.push(Code::UnreadableFile, Some(line), None, message);
    }

    /// Which column stands where, and what is wrong with the header.
    fn read_headers(&mut self, header: &csv::StringRecord) {
        let named = named_columns(header);
        let long = header.iter().any(|name| name.len() > TEXT_BYTES);
        if long || named > DATA_COLUMNS {
            let message = (
                format!(
                    "de kopregel heeft {named} kolommen; er worden er hoogstens {DATA_COLUMNS} gelezen, met namen van hoogstens {TEXT_BYTES} bytes"
                ),
                format!(
                    "the header has {named} columns; at most {DATA_COLUMNS} are read, with names of at most {TEXT_BYTES} bytes"
                ),
            );
            self.push(Code::TooLarge, Some(self.head.line), None, message);
            return;
        }
        let names = header.iter().map(|name| header_name(name).to_owned());
        self.formulary.names = names.collect();
        for (index, name) in header.iter().enumerate().take(named) {
            let name = header_name(name);
            if name.is_empty() {
                let number = index.saturating_add(1);
                let message = (
                    format!("kolom {number} heeft geen naam en wordt niet gelezen"),
                    format!("column {number} has no name and is not read"),
                );
                self.push(Code::UnknownColumn, Some(self.head.line), None, message);
                continue;
            }
            let Some(column) = self.words.column(name) else {
                self.unknown_header(name);
                continue;
            };
            if self.columns.insert(column, index).is_some() {
                let first = self.formulary.headers.get(&column).cloned();
                let first = first.unwrap_or_default();
                self.push(
                    FormularyCode::DuplicateColumn,
                    Some(self.head.line),
                    Some(name),
                    (
                        format!("'{name}' betekent hetzelfde als '{first}'"),
                        format!("'{name}' means the same as '{first}'"),
                    ),
                );
            } else {
                self.formulary.headers.insert(column, name.to_owned());
            }
        }
        for column in Column::REQUIRED {
            if self.columns.contains_key(&column) {
                continue;
            }
            let names: Vec<&str> = self.words.headers_of(column).collect();
            let names = names.join(", ");
            let message = (
                format!("er ontbreekt een kolom: een van {names}"),
                format!("a column is missing: one of {names}"),
            );
            self.push(Code::MissingColumn, Some(self.head.line), None, message);
        }
    }

    fn unknown_header(&mut self, name: &str) {
        let name = joined(name);
        let name = name.as_str();
        let near = self.words.nearest(name).map(str::to_owned);
        let (nl, en) = near.map_or_else(Default::default, |near| {
            (
                format!("; bedoelt u '{near}'?"),
                format!("; did you mean '{near}'?"),
            )
        });
        let message = (
            format!("'{name}' is geen kolom van een formularium{nl}"),
            format!("'{name}' is no column of a formulary{en}"),
        );
        self.push(
            Code::UnknownColumn,
            Some(self.head.line),
            Some(name),
            message,
        );
    }

    fn push(
        &mut self,
        code: impl Into<Code>,
        line: Option<u64>,
        column: Option<&str>,
        message: impl Into<Message>,
    ) {
        let place = Place {
            file: self.formulary.name.clone(),
            line,
            column: column.map(joined),
        };
        let found = Diagnostic::new(code.into(), place, message);
        self.formulary.problems.push(found);
    }

    /// A problem with a cell of a row.
    fn wrong(
        &mut self,
        row: &Row<'_>,
        column: Column,
        code: impl Into<Code>,
        message: impl Into<Message>,
    ) {
        let header = self.formulary.headers.get(&column).cloned();
        self.push(code, Some(row.line), header.as_deref(), message);
    }

    fn cell<'r>(&self, row: &Row<'r>, column: Column) -> &'r str {
        let index = self.columns.get(&column);
        let cell = index.and_then(|index| row.record.get(*index));
        cell.unwrap_or_default().trim()
    }

    /// A cell whose lines are put on one.
    fn line(&self, row: &Row<'_>, column: Column) -> String {
        joined(self.cell(row, column))
    }

    fn read_row(&mut self, row: &Row<'_>, cells: usize) {
        if row.record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let mut beyond = row.record.iter().skip(cells);
        if row.record.len() < cells || beyond.any(|cell| !cell.trim().is_empty()) {
            let found = row.record.len();
            let message = (
                format!("{found} cellen in plaats van {cells}"),
                format!("{found} cells in place of {cells}"),
            );
            self.push(Code::WrongCellCount, Some(row.line), None, message);
            return;
        }
        let bound = |column: Column| match column == Column::Remark {
            true => CELL_BYTES,
            false => TEXT_BYTES,
        };
        let mut columns = self.columns.keys().copied();
        let long = columns.find(|column| self.cell(row, *column).len() > bound(*column));
        if let Some(column) = long {
            self.wrong(
                row,
                column,
                Code::TooLarge,
                long_cell_message(bound(column)),
            );
            return;
        }
        let condition = self.line(row, Column::Condition);
        if condition.is_empty() && self.has(Column::Condition) {
            let message = ("de aandoening ontbreekt", "the condition is missing");
            self.wrong(row, Column::Condition, Code::EmptyCell, message);
        }
        let label = self.line(row, Column::Label);
        let atc = self.atc(row);
        let unnamed = label.is_empty() && self.cell(row, Column::Atc).is_empty();
        if unnamed && self.has(Column::Label) {
            let message = (
                "de optie noemt geen middel: vul de omschrijving of de ATC-code in",
                "the option names no medicine: fill in the label or the ATC code",
            );
            self.wrong(row, Column::Label, Code::EmptyCell, message);
        }
        let step = self.number(row, Column::Step, MOST_STEPS.into(), true);
        let rank = self.number(row, Column::Rank, MOST_STEPS.into(), true);
        let days = self.number(row, Column::Days, MOST_DAYS, false);
        let option = FormularyOption {
            line: row.line,
            condition,
            icpc: self.icpc(row),
            population: self.population(row),
            step: step.and_then(|step| step.try_into().ok()).unwrap_or(0),
            rank: rank.and_then(|rank| rank.try_into().ok()).unwrap_or(0),
            atc,
            label,
            dosage: self.dosage(row),
            days,
            section: self.line(row, Column::Section),
            // Its lines are sentences of their own; it is searched and never printed.
            remark: self.cell(row, Column::Remark).to_owned(),
            review: self.review(row),
            digest: 0,
        };
        self.formulary.options.push(option.digested());
    }

    /// Whether the file has a column. Of one that is missing the header says so, and no row again.
    fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }

    fn atc(&mut self, row: &Row<'_>) -> Option<Atc> {
        let text = self.cell(row, Column::Atc);
        if text.is_empty() {
            return None;
        }
        let atc = Atc::parse(text);
        if atc.is_none() {
            let message = (
                format!("'{text}' is geen ATC-code of -groep"),
                format!("'{text}' is no ATC code or group"),
            );
            self.wrong(row, Column::Atc, Code::UnknownCode, message);
        }
        atc
    }

    /// A whole number from 1; of a cell that may be empty `None` is no problem.
    fn number(&mut self, row: &Row<'_>, column: Column, most: u32, needed: bool) -> Option<u32> {
        let text = self.cell(row, column);
        if text.is_empty() {
            if needed && self.has(column) {
                let message = ("de cel is leeg", "the cell is empty");
                self.wrong(row, column, Code::EmptyCell, message);
            }
            return None;
        }
        let number = self.words.whole_number(column, text);
        let number = number.filter(|number| (1..=most).contains(number));
        if number.is_none() {
            let message = (
                format!("'{text}' is geen heel getal van 1 tot en met {most}"),
                format!("'{text}' is no whole number from 1 to {most}"),
            );
            self.wrong(row, column, Code::BadNumber, message);
        }
        number
    }

    fn icpc(&mut self, row: &Row<'_>) -> Vec<Icpc> {
        let mut codes = Vec::new();
        for text in self.cell(row, Column::Icpc).split(['|', ' ', '/']) {
            if text.is_empty() {
                continue;
            }
            match Icpc::parse(text) {
                Some(code) => codes.push(code),
                None => {
                    let message = (
                        format!("'{text}' is geen ICPC-code zoals R96 of R96.01"),
                        format!("'{text}' is no ICPC code such as R96 or R96.01"),
                    );
                    self.wrong(row, Column::Icpc, FormularyCode::BadIcpc, message);
                }
            }
        }
        codes.sort();
        codes.dedup();
        codes
    }

    fn population(&mut self, row: &Row<'_>) -> Population {
        let [from, to] = [Column::AgeFrom, Column::AgeTo].map(|column| {
            let text = self.cell(row, column);
            if text.is_empty() {
                return None;
            }
            let years = self.words.whole_number(column, text);
            let age = years.and_then(|years| Age::new(years).ok());
            if age.is_none() {
                let message = (
                    format!("'{text}' is geen leeftijd in hele jaren van 0 tot en met 120"),
                    format!("'{text}' is no age in whole years from 0 to 120"),
                );
                self.wrong(row, column, FormularyCode::BadAge, message);
            }
            age.map(Age::years)
        });
        if let (Some(first), Some(last)) = (from, to)
            && first > last
        {
            let message = (
                format!("de eerste leeftijd, {first}, ligt boven de laatste, {last}"),
                format!("the first age, {first}, lies above the last, {last}"),
            );
            self.wrong(row, Column::AgeFrom, FormularyCode::BadAge, message);
        }
        let feature = self.line(row, Column::Feature);
        for part in self.words.read_feature(&feature).unknown {
            let near = self.words.nearest_feature(&part);
            let (nl, en) = near.map_or_else(Default::default, |near| {
                (
                    format!("; bedoelt u '{near}'?"),
                    format!("; did you mean '{near}'?"),
                )
            });
            let message = (
                format!("'{part}' betekent voor geen enkele regel iets{nl}"),
                format!("'{part}' means nothing to any rule{en}"),
            );
            self.wrong(row, Column::Feature, FormularyCode::UnknownFeature, message);
        }
        Population { from, to, feature }
    }

    fn dosage(&mut self, row: &Row<'_>) -> Dosage {
        let dosage = Dosage::read(self.cell(row, Column::Dosage), self.words);
        let text = self.line(row, Column::Dosage);
        if dosage == Dosage::Unreadable {
            let message = (
                format!("'{text}' is niet te lezen als één aantal doses of milligrammen"),
                format!("'{text}' cannot be read as one number of doses or milligrams"),
            );
            self.wrong(row, Column::Dosage, FormularyCode::BadDosage, message);
        }
        dosage
    }

    fn review(&mut self, row: &Row<'_>) -> Option<Day> {
        let text = self.cell(row, Column::Review);
        if text.is_empty() {
            return None;
        }
        let day = Day::parse(text);
        if day.is_none() {
            let message = (
                format!("'{text}' is geen dag als jjjj-mm-dd"),
                format!("'{text}' is no day as yyyy-mm-dd"),
            );
            self.wrong(row, Column::Review, Code::BadDate, message);
        }
        day
    }
}
