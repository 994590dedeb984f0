//! Where a fact comes from.

use super::names::{NameIndex, missing};
use super::schema::Thing;
use super::table::{Findings, Row, Table};
use crate::day::Day;
use crate::diagnostic::{Code, Message, Place};
use crate::outward::is_hidden;

/// The id of a source, such as `S01`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct SourceId(pub(crate) String);

impl SourceId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for SourceId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The words of a locator that may be ids of further sources: "abstract; GWP set from S32".
pub(crate) fn words(locator: &str) -> impl Iterator<Item = &str> {
    locator
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
        .filter(|word| !word.is_empty())
}

/// What kind of work a source is. The order is the order of preference when two sources
/// give a value for the same product: a certificate or a life cycle study comes before a
/// table of classes, and that before what others repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub(crate) enum SourceKind {
    /// A certified product footprint, or a peer-reviewed life cycle study.
    LifeCycle,
    /// A conference abstract, preprint or maker's page about an own study.
    Abstract,
    /// A table of class values in a paper, or a model.
    ClassTable,
    /// An indicator or list that repeats values.
    Indicator,
    /// A web page, news item or opinion.
    Page,
    /// Something that gives no impact values: a compendium, leaflet or data file.
    Reference,
}

const KINDS: &[(&str, SourceKind)] = &[
    ("certificate", SourceKind::LifeCycle),
    ("life_cycle_study", SourceKind::LifeCycle),
    ("study", SourceKind::LifeCycle),
    ("conference_abstract", SourceKind::Abstract),
    ("preprint", SourceKind::Abstract),
    ("class_table", SourceKind::ClassTable),
    ("model", SourceKind::ClassTable),
    ("market_study", SourceKind::ClassTable),
    ("indicator", SourceKind::Indicator),
    ("web_page", SourceKind::Page),
    ("news", SourceKind::Page),
    ("opinion", SourceKind::Page),
    ("dataset", SourceKind::Reference),
    ("paper", SourceKind::Reference),
    ("journal", SourceKind::Reference),
    ("compendium", SourceKind::Reference),
    ("leaflet", SourceKind::Reference),
    ("maker", SourceKind::Reference),
    ("app", SourceKind::Reference),
    ("formulary", SourceKind::Reference),
    ("legislation", SourceKind::Reference),
];

/// A source of facts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Source {
    /// The id that facts refer to.
    pub id: SourceId,
    /// What kind of work it is.
    pub(crate) kind: SourceKind,
    /// The authors, where named.
    pub authors: String,
    /// The year as printed; empty where not stated.
    pub year: String,
    /// The title.
    pub title: String,
    /// The publisher or journal.
    pub publisher: String,
    /// The DOI, where there is one.
    pub doi: String,
    /// The address.
    pub url: String,
    /// What is known of the licence.
    pub licence: String,
    /// What of it may be embedded.
    pub(crate) embed: Embed,
    /// Who paid for the work or did it, as far as that is known.
    pub(crate) funder: Funder,
    /// Who that is, and where it says so.
    pub(crate) funder_note: String,
    /// When its facts were last looked at, where that is said.
    pub reviewed: Option<Day>,
    /// When they should be looked at again, where that is said.
    pub next_review: Option<Day>,
}

/// Who paid for a source or did the work, in the words of `sources.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Funder {
    /// The maker of a product that it is about, or a company that sells it.
    Maker,
    /// Public money, a university, a government or a professional body.
    Public,
    /// The source was looked at and names nobody.
    NoneNamed,
    /// Nobody has looked it up.
    #[strum(serialize = "")]
    NotLookedUp,
}

impl Funder {
    /// Who paid for a source; of one that is not in the data nobody has looked it up.
    pub(crate) fn of(source: Option<&Source>) -> Self {
        source.map_or(Self::NotLookedUp, |source| source.funder)
    }
}

/// What of a source may be passed on inside the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Embed {
    /// Its licence allows to pass on the source itself: CC0, CC BY, MIT and the like.
    Yes,
    /// Single facts with a citation, never a table or a sentence.
    Facts,
    /// Nothing. Who holds it may lay it over the data.
    No,
    /// Nobody has decided. A layer needs no decision.
    #[strum(serialize = "")]
    NotDecided,
}

impl Embed {
    /// The word as it stands in `sources.csv`; empty where nobody has decided.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Source {
    /// Authors, year, title and publisher, as far as they are known.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut parts = Vec::new();
        for part in [&self.authors, &self.year, &self.title, &self.publisher] {
            if !part.is_empty() {
                parts.push(part.as_str());
            }
        }
        parts.join(", ")
    }
}

/// How its author saw the source of a fact, the strongest first. Whether anybody compared the
/// fact with its source afterwards is another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// The passage was read in the source itself.
    Read,
    /// The passage was read in a copy of the source.
    Copy,
    /// Only a part was read: an abstract, an excerpt, a text that breaks off.
    Excerpt,
    /// Arithmetic on values that were read, or what follows from them.
    Derived,
    /// Another work repeats it, or the text of another country stands for it.
    Secondary,
    /// From general knowledge; never used unless asked for.
    Unverified,
}

impl Evidence {
    /// The word as it stands in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Source, place in it, and evidence status of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provenance {
    /// The source.
    pub source: SourceId,
    /// Where in the source.
    pub locator: String,
    /// How well the fact is supported.
    pub evidence: Evidence,
}

impl Provenance {
    /// Reads the three cells; all must be filled and the source must exist.
    pub(crate) fn read(
        row: Row<'_>,
        prefix: &str,
        names: &NameIndex,
        findings: &mut Findings,
    ) -> Option<Self> {
        let name = |column: &str| format!("{prefix}{column}");
        let id = row.needed_as(Code::MissingSource, &name("source_id"), findings);
        let locator = row.needed(&name("locator"), findings);
        let evidence = row.one_of(&name("evidence"), findings);
        let id = SourceId(id?.to_owned());
        if !names.may_hold(Thing::Source, id.as_str()) {
            let place = row.place(&name("source_id"));
            let message = missing(Thing::Source, id.as_str());
            findings.push(Code::DanglingReference, place, message);
            return None;
        }
        let (locator, evidence) = (locator?.to_owned(), evidence?);
        Some(Self {
            source: id,
            locator,
            evidence,
        })
    }
}

pub(crate) fn read(table: &Table, findings: &mut Findings) -> Vec<(Source, Place)> {
    let mut sources = Vec::new();
    for row in table.rows() {
        let id = row.needed("source_id", findings);
        let title = row.needed("title", findings);
        let kind = row.word("kind", KINDS, findings);
        let embed = row.one_of("embed", findings);
        let funder = row.one_of("funder", findings);
        if funder == Some(Funder::Maker) {
            row.needed("funder_note", findings);
        }
        let [reviewed, next_review] =
            ["reviewed", "next_review"].map(|column| row.day(column, findings));
        let (Some(id), Some(title), Some(kind)) = (id, title, kind) else {
            continue;
        };
        let (Some(embed), Some(funder)) = (embed, funder) else {
            continue;
        };
        if let Some(message) = no_page(row.text("url")) {
            findings.push(Code::UnknownWord, row.place("url"), message);
        }
        let source = Source {
            id: SourceId(id.to_owned()),
            kind,
            authors: row.text("authors").to_owned(),
            year: row.text("year").to_owned(),
            title: title.to_owned(),
            publisher: row.text("publisher").to_owned(),
            doi: row.text("doi").to_owned(),
            url: row.text("url").to_owned(),
            licence: row.text("licence").to_owned(),
            embed,
            funder,
            funder_note: row.text("funder_note").to_owned(),
            reviewed,
            next_review,
        };
        sources.push((source, row.place("source_id")));
    }
    sources
}

/// What is said of an address that a browser would not open as a page but run or read from the
/// computer: one with another scheme than those of the web. A place in a journal is no such address.
pub(super) fn no_page(address: &str) -> Option<Message> {
    // A browser leaves these out before it looks at the scheme.
    let seen = |character: &char| !character.is_whitespace() && !is_hidden(*character);
    let address: String = address.chars().filter(seen).collect();
    let (scheme, _) = address.split_once(':')?;
    let of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(of_scheme);
    let of_the_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    (is_scheme && !of_the_web).then(|| {
        Message::from((
            format!("'{scheme}:' is geen adres van een pagina; verwacht wordt https:// of http://"),
            format!("'{scheme}:' is no address of a page; expected is https:// or http://"),
        ))
    })
}
