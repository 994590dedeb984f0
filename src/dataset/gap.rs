//! What is known not to be known: rules that were not taken, texts that were not read, passages
//! that were sought and not found.

use super::Dataset;
use super::table::{Findings, Table};
use crate::code::Atc;
use crate::diagnostic::{Code, Message};

/// What kind of gap it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum GapKind {
    /// A rule that was proposed and not taken.
    RuleNotTaken,
    /// A text that is known to exist and was not read.
    TextNotRead,
    /// A passage that was sought and not found.
    PassageNotFound,
    /// Nobody is known to have written it.
    NoSource,
}

/// A gap in what the data knows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Gap {
    /// The id.
    pub id: String,
    /// What kind of gap it is.
    pub kind: GapKind,
    /// What lacks.
    pub title: Message,
    /// Why.
    pub reason: Message,
    /// Where was looked; empty where that does not apply.
    pub looked: Message,
    /// The medicines that it is about; empty where it is about none in particular.
    pub atc: Vec<Atc>,
}

impl Dataset {
    /// All known gaps.
    pub(crate) fn gaps(&self) -> &[Gap] {
        &self.0.gaps
    }
}

pub(super) fn read(table: &Table, findings: &mut Findings) -> Vec<Gap> {
    let mut all = Vec::new();
    for row in table.rows() {
        let kind = row.one_of("kind", findings);
        let columns = ["gap_id", "title_nl", "title_en", "reason_nl", "reason_en"];
        let [id, title_nl, title_en, nl, en] = columns.map(|column| row.needed(column, findings));
        let mut atc = Vec::new();
        for word in row.text("atc").split('|').filter(|word| !word.is_empty()) {
            match Atc::parse(word.trim()) {
                Some(code) => atc.push(code),
                None => {
                    let message = (
                        format!("'{word}' is geen ATC-code of groep"),
                        format!("'{word}' is no ATC code or group"),
                    );
                    findings.push(Code::UnknownCode, row.place("atc"), message);
                }
            }
        }
        if let (Some(id), Some(kind), Some(title_nl), Some(title_en)) =
            (id, kind, title_nl, title_en)
            && let Some(reason) = nl.zip(en)
        {
            all.push(Gap {
                id: id.to_owned(),
                kind,
                title: (title_nl, title_en).into(),
                reason: reason.into(),
                looked: (row.text("looked_nl"), row.text("looked_en")).into(),
                atc,
            });
        }
    }
    all
}
