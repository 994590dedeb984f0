//! How an export is understood, as a page.

use super::data::hang;
use super::wording::{ColumnWording, Wording};
use crate::intake::{ColumnProposal, Proposal, SeenBy, Understood};
use crate::language::Language;
use crate::outward;
use crate::report::wording;

/// The widest column of names.
const NAME_WIDTH: usize = 30;

/// How each column of an export was understood and why, what was dropped, and what the
/// proposed profile still lacks. It shows names of columns and counts, and no cell.
///
/// ```
/// use groenrecept::{Dataset, Language, intake::Export, report::profile_page};
/// let dataset = Dataset::embedded()?;
/// let text = "Naam;Datum;Omschrijving;Aantal\nx;31-01-2025;ATROVENT AEROSOL;1\n";
/// let proposal = Export::new("export.csv", text.as_bytes())?.proposal(&dataset)?;
/// let page = profile_page(&proposal, Language::English);
/// assert!(page.contains("dropped: name"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[must_use]
pub fn profile_page(proposal: &Proposal, language: Language) -> String {
    let page = Page {
        language,
        words: wording::of(language),
    };
    let mut text = String::new();
    hang(&mut text, "", "", &page.opening(proposal));
    for line in page.detected(proposal) {
        hang(&mut text, "- ", "  ", &line);
    }
    text.push('\n');
    page.columns(&mut text, proposal);
    text.push('\n');
    for line in page.remarks(proposal) {
        hang(&mut text, "", "", &line);
    }
    outward::page(text)
}

struct Page {
    language: Language,
    words: &'static dyn Wording,
}

impl Page {
    fn say<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        self.language.say(nl, en)
    }

    fn opening(&self, proposal: &Proposal) -> String {
        let file = &proposal.file;
        match (self.language, proposal.without.is_some()) {
            (Language::Dutch, false) => {
                format!("{file} is te lezen zonder profiel. Zo zijn de kolommen begrepen:")
            }
            (Language::English, false) => {
                format!("{file} can be read without a profile. The columns are understood so:")
            }
            (Language::Dutch, true) => format!(
                "{file} is niet te lezen zonder profiel. Zo zijn de kolommen begrepen; een voorstel is gemaakt op grond van de inhoud en moet worden gecontroleerd:"
            ),
            (Language::English, true) => format!(
                "{file} cannot be read without a profile. The columns are understood so; what is proposed was seen in the values and must be checked:"
            ),
        }
    }

    fn detected(&self, proposal: &Proposal) -> Vec<String> {
        let mut lines = Vec::new();
        let separators: Vec<String> = proposal
            .separators
            .iter()
            .map(|one| {
                let sign = sign(one.separator);
                let (columns, rows, of) = (one.columns, one.lines, one.of);
                match self.language {
                    Language::Dutch => {
                        format!("{sign} geeft {columns} kolommen in {rows} van {of} regels")
                    }
                    Language::English => {
                        format!("{sign} gives {columns} columns in {rows} of {of} lines")
                    }
                }
            })
            .collect();
        lines.push(format!(
            "{}: {} ({})",
            self.say("scheidingsteken", "separator"),
            sign(proposal.separator),
            separators.join("; ")
        ));
        lines.push(format!(
            "{}: {}",
            self.say("tekens", "encoding"),
            proposal.encoding
        ));
        let decimal = match proposal.decimal_mark {
            Some("none") => self.words.whole_numbers().to_owned(),
            Some(mark) => format!("'{mark}'"),
            None => self.say("niet te bepalen", "cannot be told").to_owned(),
        };
        lines.push(format!(
            "{}: {decimal}",
            self.say("decimaalteken", "decimal mark")
        ));
        if !proposal.dates.is_empty() {
            let read: Vec<String> = proposal
                .dates
                .iter()
                .map(|one| match self.language {
                    Language::Dutch => {
                        format!("{} leest {} van {} cellen", one.order, one.cells, one.of)
                    }
                    Language::English => {
                        format!("{} reads {} of {} cells", one.order, one.cells, one.of)
                    }
                })
                .collect();
            let chosen = proposal
                .date_order
                .unwrap_or(self.say("niet te bepalen", "cannot be told"));
            let read = read.join("; ");
            lines.push(format!(
                "{}: {chosen} ({read})",
                self.say("datums", "dates")
            ));
        }
        lines
    }

    fn columns(&self, text: &mut String, proposal: &Proposal) {
        let names = proposal.columns.iter().map(|one| one.name.chars().count());
        let width = names.max().unwrap_or(0).min(NAME_WIDTH);
        for column in &proposal.columns {
            let name = &column.name;
            let blanks = width.saturating_sub(name.chars().count());
            text.push_str(&format!(
                "  {:>3}  {name}{}  ",
                column.number,
                " ".repeat(blanks)
            ));
            text.push_str(&self.understood(column));
            text.push('\n');
        }
    }

    fn understood(&self, column: &ColumnProposal) -> String {
        let identity = |holds| ColumnWording::of(self.language).identity(holds);
        let what = match &column.understood {
            Understood::Role { role } => self.words.role(role.as_str()).to_owned(),
            Understood::Code { system } => {
                format!(
                    "{} {}",
                    self.say("codes van", "codes of"),
                    system.to_uppercase()
                )
            }
            Understood::NotChosen { role } => format!(
                "{} {}",
                self.say("niet gelezen; kan ook zijn:", "not read; could also be:"),
                self.words.role(role.as_str())
            ),
            Understood::Identity { holds } => {
                format!(
                    "{}: {}",
                    self.say("weggelaten", "dropped"),
                    identity(*holds)
                )
            }
            Understood::Ignored => self.say("niet gelezen", "not read").to_owned(),
        };
        let by = match (column.seen_by, &column.understood) {
            (None, _) => return what,
            (Some(SeenBy::Header), _) => self.say("naam van de kolom", "name of the column"),
            (Some(SeenBy::Values), Understood::Role { .. }) => self.say(
                "voorstel uit de inhoud, controleer",
                "proposed from the values, check",
            ),
            (Some(SeenBy::Values), _) => self.say("inhoud", "values"),
        };
        format!("{what} [{by}]")
    }

    fn remarks(&self, proposal: &Proposal) -> Vec<String> {
        let mut lines = Vec::new();
        if proposal.headless {
            lines.push(self.say(
                "De eerste regel lijkt geen kopregel: zij bevat waarden. Kolommen staan daarom met hun nummer. Het voorstel leest de eerste regel als voorschrift (header = false); is het toch een kopregel, haal dat dan weg.",
                "The first line does not look like a header: it holds values. So columns are shown by their number. The proposal reads the first line as a prescription (header = false); take that out if it is a header after all.",
            ).to_owned());
        }
        lines.push(self.say(
            "Namen van personen en geboortedatums zijn aan de inhoud niet te herkennen, alleen aan de naam van de kolom. Wat geen rol heeft, wordt nooit gelezen.",
            "Names of persons and dates of birth cannot be recognised by their values, only by the name of the column. What has no role is never read.",
        ).to_owned());
        if let Some(error) = &proposal.still {
            lines.push(format!(
                "{} {}",
                self.say(
                    "Met dit profiel is nog geen rapport te maken:",
                    "No report can be made with this profile yet:"
                ),
                error.text(self.language)
            ));
        }
        lines
    }
}

fn sign(separator: char) -> String {
    match separator {
        '\t' => "tab".to_owned(),
        other => format!("'{other}'"),
    }
}
