//! A profile proposed for an export: how each column is understood, and why.

use super::dates::DateOrder;
use super::detect::detect;
use super::head::Head;
use super::header::{LINES, SEPARATORS, Synonyms, even_lines, guess_header, header_names};
use super::layout::Layout;
use super::privacy::{Identity, SeenBy};
use super::profile::Profile;
use super::sample::{Sample, date_order, decimal_mark, shapes};
use super::shapes::Shapes;
use super::text::Encoding;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::language::Language;
use crate::outward::is_hidden;
use crate::quantity::DecimalMark;
use serde::{Serialize, Serializer};

/// The percentage of filled cells that must have the shape of a role.
const MOST: usize = 80;
/// A unit column has no more distinct words.
const MAX_UNITS: usize = 20;

/// How an export is understood, and the profile that says so.
///
/// It holds names of columns, counts and shapes, and no cell.
///
/// ```
/// use groenrecept::{Dataset, Language, intake::{Export, Profile}};
/// let text = "Dag;Etiket;Stuks\n31-01-2025;SALBUTAMOL AEROSOL 100UG/DO 200DO;1\n\
///             28-02-2025;IPRATROPIUM AEROSOL 20UG/DO 200DO;2\n";
/// let export = Export::new("export.csv", text.as_bytes())?;
/// let dataset = Dataset::embedded()?;
/// assert!(export.layout(&dataset, None).is_err()); // no name is known
/// let proposal = export.proposal(&dataset)?;
/// let profile = Profile::parse(&proposal.toml(Language::English))?;
/// let layout = export.layout(&dataset, Some(&profile))?;
/// assert_eq!(layout.column_name(groenrecept::Role::Label), Some("Etiket"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Serialize)]
pub struct Proposal {
    /// The name of the export.
    pub(crate) file: String,
    /// The separator that was chosen.
    pub(crate) separator: char,
    /// What each separator that occurs would read.
    pub(crate) separators: Vec<SeparatorEvidence>,
    /// The encoding.
    pub(crate) encoding: &'static str,
    /// `,` or `.`, `none` where the numbers are whole, and `null` where it cannot be told.
    pub(crate) decimal_mark: Option<&'static str>,
    /// The orders that read cells of the date column.
    pub(crate) dates: Vec<DateEvidence>,
    /// The order that was chosen; `null` where it cannot be told.
    pub(crate) date_order: Option<&'static str>,
    /// Whether the first line looks like a row of values and not like a header.
    pub(crate) headless: bool,
    /// The columns in order.
    pub(crate) columns: Vec<ColumnProposal>,
    /// Why a report needs a profile for this file; `null` where it does not.
    #[serde(serialize_with = "as_text")]
    pub(crate) without: Option<Error>,
    /// What the proposed profile still lacks; `null` where a report can be made with it.
    #[serde(serialize_with = "as_text")]
    pub(crate) still: Option<Error>,
    #[serde(skip)]
    chosen_encoding: Encoding,
}

/// What a separator would read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SeparatorEvidence {
    /// The separator.
    pub separator: char,
    /// The columns of the first line.
    pub columns: usize,
    /// How many of the first lines have as many.
    pub lines: usize,
    /// How many lines were looked at.
    pub of: usize,
}

/// How many cells of the date column an order reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DateEvidence {
    /// The order as a profile writes it.
    pub order: &'static str,
    /// The cells that it reads.
    pub cells: usize,
    /// The filled cells that were looked at.
    pub of: usize,
}

/// How a column is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ColumnProposal {
    /// Its number, counted from 1.
    pub number: usize,
    /// Its name; the number as `#3` where the name may be a value.
    pub name: String,
    /// As what it is understood.
    #[serde(flatten)]
    pub understood: Understood,
    /// By what; absent for a column that says nothing.
    pub seen_by: Option<SeenBy>,
    /// How the profile names it.
    #[serde(skip)]
    reference: String,
}

/// As what a column is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "understood", rename_all = "snake_case")]
pub(crate) enum Understood {
    /// As this role.
    Role {
        /// The role.
        #[serde(serialize_with = "role_name")]
        role: Role,
    },
    /// As the codes of this system.
    Code {
        /// The system.
        system: String,
    },
    /// It could be this role, and another column was chosen for it.
    NotChosen {
        /// The role.
        #[serde(serialize_with = "role_name")]
        role: Role,
    },
    /// As something about a person; it is dropped.
    Identity {
        /// What it holds.
        holds: Identity,
    },
    /// It is not needed and not read.
    Ignored,
}

fn role_name<S: Serializer>(role: &Role, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(role.as_str())
}

fn as_text<S: Serializer>(
    error: &Option<Error>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match error {
        Some(error) => serializer.serialize_some(&error.to_string()),
        None => serializer.serialize_none(),
    }
}

/// Proposes a profile from the head of an export.
pub(super) fn propose(
    name: &str,
    bytes: &[u8],
    whole: bool,
    dataset: &Dataset,
) -> Result<Proposal> {
    let head = Head::of(bytes, whole, &Profile::default())?;
    let (layout, without) = match detect(bytes, whole, dataset, None) {
        Ok(layout) => (layout, None),
        Err(error) => {
            let header = guess_header(&head, &Synonyms::of(dataset));
            (Layout::of_header(&head, header), Some(error))
        }
    };
    let mut guess = Guess {
        shapes: shapes(head.text, &layout),
        layout,
        guessed: Vec::new(),
        could_be: Vec::new(),
    };
    if without.is_some() {
        guess.layout.look_for_identity(dataset, &guess.shapes);
        guess.roles();
    }
    let mut proposal = guess.proposal(name, &head);
    proposal.still = Profile::parse(&proposal.toml(Language::English))
        .and_then(|profile| detect(bytes, whole, dataset, Some(&profile)))
        .err()
        .map(|error| without_example(&error, &guess).in_file(name));
    proposal.without = without.map(|error| error.in_file(name));
    Ok(proposal)
}

/// The same error without the date that it shows, where the column of dates is a guess: it may
/// hold dates of birth.
fn without_example(error: &Error, guess: &Guess) -> Error {
    let guessed = guess.guessed.iter().any(|(role, _)| *role == Role::Date);
    let mut kind = error.kind().clone();
    if let ErrorKind::AmbiguousDate {
        example,
        first,
        second,
        ..
    } = &mut kind
        && guessed
    {
        [example, first, second].into_iter().for_each(String::clear);
    }
    Error::new(kind)
}

/// A layout with roles that the values of columns suggest.
struct Guess {
    layout: Layout,
    shapes: Vec<Shapes>,
    guessed: Vec<(Role, usize)>,
    could_be: Vec<(Role, usize)>,
}

impl Guess {
    /// Looks for the columns of the roles that no name told.
    fn roles(&mut self) {
        self.role(Role::Date, |shapes| {
            let best = shapes.dates.iter().max().copied().unwrap_or(0);
            shapes.share(best, MOST)
        });
        self.role(Role::Atc, |shapes| shapes.share(shapes.atc, MOST));
        self.role(Role::Label, |shapes| shapes.share(shapes.label, MOST / 2));
        self.role(Role::Quantity, |shapes| {
            shapes.share(shapes.amount, MOST) && !shapes.share(shapes.year, MOST)
        });
        // A short word beside the amount.
        if let Some(quantity) = self.index(Role::Quantity) {
            let beside = [quantity.checked_add(1), quantity.checked_sub(1)];
            let unit = beside.into_iter().flatten().find(|index| {
                let shapes = self.shapes.get(*index).filter(|_| self.free(*index));
                shapes.is_some_and(|shapes| {
                    shapes.share(shapes.word, MOST) && shapes.distinct() <= MAX_UNITS
                })
            });
            if self.index(Role::Unit).is_none() {
                self.guessed.extend(unit.map(|index| (Role::Unit, index)));
            }
        }
    }

    fn role(&mut self, role: Role, fits: impl Fn(&Shapes) -> bool) {
        if self.index(role).is_some() {
            return;
        }
        let fitting = self.shapes.iter().enumerate();
        let fitting: Vec<usize> = fitting
            .filter(|(index, shapes)| self.free(*index) && fits(shapes))
            .map(|(index, _)| index)
            .collect();
        let mut fitting = fitting.into_iter().map(|index| (role, index));
        self.guessed.extend(fitting.next());
        self.could_be.extend(fitting);
    }

    /// Whether nothing is known of a column yet.
    fn free(&self, index: usize) -> bool {
        let guessed = |list: &[(Role, usize)]| list.iter().any(|(_, other)| *other == index);
        !self.layout.is_read(index)
            && self.layout.identity(index).is_none()
            && !guessed(&self.guessed)
            && !guessed(&self.could_be)
    }

    fn index(&self, role: Role) -> Option<usize> {
        let guessed = self.guessed.iter().find(|(other, _)| *other == role);
        let known = self.layout.index(role);
        known.or_else(|| guessed.map(|(_, index)| *index))
    }

    fn proposal(&self, name: &str, head: &Head<'_>) -> Proposal {
        let layout = &self.layout;
        let date = self.index(Role::Date);
        let sampled = date.map(|column| date_order(&Sample::take(head, layout, column)));
        let order = match layout.date_order() {
            Some(order) => Some(order),
            None => sampled.and_then(Result::ok).flatten(),
        };
        let decimal = match self.index(Role::Quantity) {
            Some(column) => decimal_mark(&Sample::take(head, layout, column)).ok(),
            None => Some(DecimalMark::Either),
        };
        Proposal {
            file: name.to_owned(),
            separator: layout.separator(),
            separators: separators(head),
            encoding: layout.encoding().as_str(),
            decimal_mark: decimal.map(|mark| match mark {
                DecimalMark::Comma => ",",
                DecimalMark::Point => ".",
                DecimalMark::Either => "none",
            }),
            dates: date.map_or_else(Vec::new, |column| self.dates(column)),
            date_order: order.map(DateOrder::as_str),
            headless: layout.is_headless(),
            columns: (0..layout.columns())
                .map(|index| self.column(index))
                .collect(),
            without: None,
            still: None,
            chosen_encoding: layout.encoding(),
        }
    }

    fn dates(&self, column: usize) -> Vec<DateEvidence> {
        let Some(shapes) = self.shapes.get(column) else {
            return Vec::new();
        };
        let counts = DateOrder::ALL.iter().copied().zip(shapes.dates);
        counts
            .filter(|(_, cells)| *cells > 0)
            .map(|(order, cells)| DateEvidence {
                order: order.as_str(),
                cells,
                of: shapes.filled,
            })
            .collect()
    }

    fn column(&self, index: usize) -> ColumnProposal {
        let layout = &self.layout;
        let find = |list: &[(Role, usize)]| {
            let found = list.iter().find(|(_, other)| *other == index);
            found.map(|(role, _)| *role)
        };
        let (header, values) = (Some(SeenBy::Header), Some(SeenBy::Values));
        let code = layout.codes().iter().find(|(_, other)| *other == index);
        let (understood, seen_by) = if let Some(role) = layout.role_of(index) {
            (Understood::Role { role }, header)
        } else if let Some((system, _)) = code {
            let system = system.as_str().to_owned();
            (Understood::Code { system }, header)
        } else if let Some(role) = find(&self.guessed) {
            (Understood::Role { role }, values)
        } else if let Some((holds, by)) = layout.identity(index) {
            (Understood::Identity { holds }, Some(by))
        } else if let Some(role) = layout.rival(index) {
            (Understood::NotChosen { role }, header)
        } else if let Some(role) = find(&self.could_be) {
            (Understood::NotChosen { role }, values)
        } else {
            (Understood::Ignored, None)
        };
        ColumnProposal {
            number: index.saturating_add(1),
            name: layout.shown_name(index).to_owned(),
            understood,
            seen_by,
            reference: layout.reference(index),
        }
    }
}

/// What each separator that the first line has would read.
fn separators(head: &Head<'_>) -> Vec<SeparatorEvidence> {
    let of = head.text.split(|byte| *byte == b'\n').take(LINES);
    let of = of.filter(|line| !line.trim_ascii().is_empty()).count();
    let one = |separator: u8| {
        let columns = header_names(head.text, separator, head.encoding)
            .ok()?
            .len();
        (columns > 1).then(|| SeparatorEvidence {
            separator: char::from(separator),
            columns,
            lines: even_lines(head.text, separator, columns),
            of,
        })
    };
    SEPARATORS.into_iter().filter_map(one).collect()
}

impl Proposal {
    /// The profile as TOML, with a comment behind every line that is a guess. Read back by
    /// [`Profile::parse`] it gives the layout that the proposal describes.
    #[must_use]
    pub fn toml(&self, language: Language) -> String {
        let mut lines = Vec::new();
        self.whole_file(language, &mut lines);
        lines.push(String::new());
        lines.push("[columns]".to_owned());
        let guess = language.say("  # voorstel, controleer", "  # proposed, check");
        for column in &self.columns {
            if let Understood::Role { role } = column.understood {
                let name = quoted(&column.reference);
                let sure = column.seen_by != Some(SeenBy::Values);
                let comment = if sure { "" } else { guess };
                lines.push(format!("{} = {name}{comment}", role.as_str()));
            }
        }
        let codes = self.columns.iter().filter_map(|one| match &one.understood {
            Understood::Code { system } => {
                Some(format!("{} = {}", key(system), quoted(&one.reference)))
            }
            Understood::Role { .. }
            | Understood::NotChosen { .. }
            | Understood::Identity { .. }
            | Understood::Ignored => None,
        });
        let codes: Vec<String> = codes.collect();
        if !codes.is_empty() {
            lines.push("\n[codes]".to_owned());
            lines.extend(codes);
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// The lines about the file as a whole; what it does not tell is a comment.
    fn whole_file(&self, language: Language, lines: &mut Vec<String>) {
        let say = |nl, en| language.say(nl, en).to_owned();
        lines.push(say(
            "# Profiel voor groenrecept. Alles mag ontbreken: wat er niet staat, wordt herkend.",
            "# Profile for groenrecept. Everything may be left out: it is detected then.",
        ));
        let separator = match self.separator {
            '\t' => "tab".to_owned(),
            other => other.to_string(),
        };
        lines.push(format!("separator = \"{separator}\""));
        if self.headless {
            lines.push(say(
                "header = false  # de eerste regel is een voorschrift; controleer",
                "header = false  # the first line is a prescription; check",
            ));
        }
        match self.chosen_encoding {
            Encoding::Ascii => {}
            Encoding::Utf8 => lines.push("encoding = \"utf-8\"".to_owned()),
            Encoding::Windows1252 => lines.push("encoding = \"windows-1252\"".to_owned()),
        }
        match self.decimal_mark {
            Some("none") => {}
            Some(mark) => lines.push(format!("decimal = \"{mark}\"")),
            None => lines.push(say(
                "# decimal = \",\"  # of \".\": kies, het bestand zegt het niet",
                "# decimal = \",\"  # or \".\": choose, the file does not tell",
            )),
        }
        match self.date_order {
            Some(order) => lines.push(format!("date = \"{order}\"")),
            None if self.dates.is_empty() => {}
            None => lines.push(say(
                "# date = \"dd-mm-yyyy\"  # of \"mm-dd-yyyy\": kies, het bestand zegt het niet",
                "# date = \"dd-mm-yyyy\"  # or \"mm-dd-yyyy\": choose, the file does not tell",
            )),
        }
    }
}

/// A name as a string of TOML.
fn quoted(name: &str) -> String {
    let mut quoted = String::from('"');
    for character in name.chars() {
        match character {
            '\\' | '"' => quoted.extend(['\\', character]),
            hidden if is_hidden(hidden) => {
                quoted.push_str(&format!("\\U{:08x}", u32::from(hidden)));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

/// A key of TOML: bare where it can be.
fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if name.bytes().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}
