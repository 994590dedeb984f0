//! The sentences about columns with identity and columns that were not chosen.

#[cfg(feature = "text")]
use super::Wording;
use crate::intake::Identity;
use crate::language::Language;
#[cfg(feature = "text")]
use crate::quantity::Counts;
#[cfg(feature = "text")]
use crate::report::LayoutReport;

/// The sentences about the columns of an export, in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColumnWording(pub(super) Language);

impl ColumnWording {
    pub(crate) const fn of(language: Language) -> Self {
        Self(language)
    }

    /// What a column holds of a person.
    #[must_use]
    pub(crate) const fn identity(self, identity: Identity) -> &'static str {
        match (self.0, identity) {
            (_, Identity::Bsn) => "BSN",
            (Language::Dutch, Identity::Name) => "naam",
            (Language::English, Identity::Name) => "name",
            (Language::Dutch, Identity::Address) => "adres",
            (Language::English, Identity::Address) => "address",
            (Language::Dutch, Identity::Phone) => "telefoonnummer",
            (Language::English, Identity::Phone) => "telephone number",
            (Language::Dutch, Identity::Email) => "e-mailadres",
            (Language::English, Identity::Email) => "e-mail address",
            (Language::Dutch, Identity::BirthDate) => "geboortedatum",
            (Language::English, Identity::BirthDate) => "date of birth",
            (Language::Dutch, Identity::FreeText) => "vrije tekst",
            (Language::English, Identity::FreeText) => "free text",
        }
    }
}

#[cfg(feature = "text")]
impl ColumnWording {
    /// What is to be said of a layout beyond the columns that were used and ignored.
    pub(crate) fn sentences(self, layout: &LayoutReport, words: &dyn Wording) -> Vec<String> {
        let mut sentences = Vec::new();
        if !layout.dropped.is_empty() {
            let one = |dropped: &crate::report::DroppedColumn| {
                format!("{} ({})", dropped.column, self.identity(dropped.holds))
            };
            let list: Vec<String> = layout.dropped.iter().map(one).collect();
            sentences.push(self.dropped(&list.join(", ")));
        }
        for suspect in &layout.suspect {
            let holds = self.identity(suspect.holds);
            sentences.push(self.suspect(&suspect.column, holds));
        }
        for (role, columns) in &layout.not_chosen {
            let chosen = layout.columns.get(role).map_or("", String::as_str);
            sentences.push(self.not_chosen(words.role(role), chosen, &columns.join(", ")));
        }
        sentences.extend(layout.counts.map(|counts| self.counts(counts).to_owned()));
        sentences
    }

    fn dropped(self, list: &str) -> String {
        match self.0 {
            Language::Dutch => {
                format!("Herkend als gegevens van een persoon en niet gelezen: {list}.")
            }
            Language::English => {
                format!("Recognised as data of a person and not read: {list}.")
            }
        }
    }

    fn suspect(self, column: &str, holds: &str) -> String {
        match self.0 {
            Language::Dutch => format!(
                "Let op: kolom {column} lijkt gegevens van een persoon te bevatten ({holds}). De inhoud wordt nergens getoond; gebruik liever een export met een pseudoniem."
            ),
            Language::English => format!(
                "Note: column {column} seems to hold data of a person ({holds}). Its cells are shown nowhere; an export with a pseudonym is better."
            ),
        }
    }

    fn not_chosen(self, role: &str, chosen: &str, others: &str) -> String {
        match self.0 {
            Language::Dutch => format!(
                "Als {role} is kolom {chosen} gelezen en niet {others}; kies in een profiel als dat anders moet (--profile)."
            ),
            Language::English => format!(
                "Column {chosen} was read as {role}, and not {others}; choose in a profile if that is wrong (--profile)."
            ),
        }
    }

    fn counts(self, counts: Counts) -> &'static str {
        match (self.0, counts) {
            (Language::Dutch, Counts::Packs) => {
                "De regels zijn totalen en geen voorschriften: elke hoeveelheid telt verpakkingen. Waar dit rapport voorschriften zegt, staan hier regels."
            }
            (Language::English, Counts::Packs) => {
                "The rows are totals and no prescriptions: every quantity counts packs. Where this report says prescriptions, read rows."
            }
            (Language::Dutch, Counts::Ddd) => {
                "De regels zijn totalen en de hoeveelheid telt standaarddagdoseringen (DDD). Doses volgen daaruit met de DDD in ddd.csv van uw laag en de sterkte van het product; zonder DDD is een regel terzijde gelegd. Waar dit rapport voorschriften zegt, staan hier regels."
            }
            (Language::English, Counts::Ddd) => {
                "The rows are totals and the quantity counts defined daily doses (DDD). Doses follow from them by the DDD in ddd.csv of your layer and the strength of the product; without a DDD a row is set aside. Where this report says prescriptions, read rows."
            }
            (Language::Dutch, Counts::Mixed) => {
                "De regels zijn totalen en geen voorschriften: elke hoeveelheid telt inhalatoren, en van capsules en ampullen losse stuks. Waar dit rapport voorschriften zegt, staan hier regels."
            }
            (Language::English, Counts::Mixed) => {
                "The rows are totals and no prescriptions: every quantity counts inhalers, and of capsules and ampoules single pieces. Where this report says prescriptions, read rows."
            }
            (Language::Dutch, Counts::Doses) => {
                "De regels zijn totalen en geen voorschriften: elke hoeveelheid telt doses. Waar dit rapport voorschriften zegt, staan hier regels."
            }
            (Language::English, Counts::Doses) => {
                "The rows are totals and no prescriptions: every quantity counts doses. Where this report says prescriptions, read rows."
            }
        }
    }
}
