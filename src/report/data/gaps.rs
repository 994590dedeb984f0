//! What a dataset is known not to know, ranked by use: a list for a knowledge agenda.

use super::{hang, opening, wrap};
use crate::code::Atc;
use crate::dataset::guideline::{Guideline, Rule};
use crate::dataset::{Dataset, DatasetVersion, Evidence, GapKind, TextVersion, VolumeSubject};
use crate::diagnostic::Message;
use crate::error::{Error, Result};
use crate::exact::Fraction;
use crate::language::Language;
use crate::outward;
use crate::practice::{Outcome, Tally};
use crate::quantity::Unit;
use crate::report::digits::Digits;
use crate::report::wording;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a dataset is known not to know: rules that were not taken, texts and passages that were not
/// found, rules that rest on a description or on an older version, and texts without a rule; ranked
/// by how often the medicines that they are about are used.
///
/// ```
/// use groenrecept::{Dataset, Language, report::data::Gaps};
/// let gaps = Gaps::of(&Dataset::embedded()?);
/// assert!(gaps.text(Language::English).starts_with("What the data does not know"));
/// # Ok::<(), groenrecept::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gaps {
    version: DatasetVersion,
    /// By what they are ranked; `null` where by nothing.
    ranked_by: Option<RankedBy>,
    /// The gaps, most use first; those about no medicine in particular last.
    gaps: Vec<Lack>,
}

/// By what gaps are ranked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum RankedBy {
    /// An export by its name.
    Export(String),
    /// Rows of `volumes.csv`, of these years.
    Volumes(BTreeSet<u16>),
}

/// In what way something lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    RuleNotTaken,
    TextNotRead,
    PassageNotFound,
    NoSource,
    OnADescription,
    Unverified,
    OlderVersion,
    NoRule,
}

/// One thing that lacks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Lack {
    /// The id of the gap, the rule or the text.
    id: String,
    kind: Kind,
    title: Message,
    reason: Message,
    /// Where was looked.
    looked: Message,
    /// The medicines that it is about; empty for none in particular.
    atc: Vec<Atc>,
    /// How much these are used; `null` where that was not weighed, or it is about none.
    used: Option<Amount>,
}

/// How much something is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
struct Amount {
    /// Prescriptions of an export.
    prescriptions: u64,
    /// Devices of `volumes.csv`.
    devices: Fraction,
    /// Doses of `volumes.csv`.
    doses: Fraction,
}

impl Amount {
    fn plus(self, other: &Self) -> Option<Self> {
        Some(Self {
            prescriptions: self.prescriptions.checked_add(other.prescriptions)?,
            devices: self.devices.plus(other.devices)?,
            doses: self.doses.plus(other.doses)?,
        })
    }
}

impl Kind {
    const fn of(kind: GapKind) -> Self {
        match kind {
            GapKind::RuleNotTaken => Self::RuleNotTaken,
            GapKind::TextNotRead => Self::TextNotRead,
            GapKind::PassageNotFound => Self::PassageNotFound,
            GapKind::NoSource => Self::NoSource,
        }
    }

    const fn text(self, language: Language) -> &'static str {
        let (nl, en) = match self {
            Self::RuleNotTaken => ("regel niet overgenomen", "rule not taken"),
            Self::TextNotRead => ("tekst niet gelezen", "text not read"),
            Self::PassageNotFound => ("passage niet gevonden", "passage not found"),
            Self::NoSource => ("geen bron bekend", "no source known"),
            Self::OnADescription => (
                "regel berust op een beschrijving",
                "rule rests on a description",
            ),
            Self::Unverified => ("regel niet bevestigd", "rule not confirmed"),
            Self::OlderVersion => (
                "regels berusten op een oudere versie",
                "rules rest on an older version",
            ),
            Self::NoRule => ("tekst zonder regel", "text without a rule"),
        };
        language.say(nl, en)
    }
}

impl Gaps {
    /// The gaps of a dataset, ranked by nothing.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Self {
        let mut gaps: Vec<Lack> = dataset
            .gaps()
            .iter()
            .map(|gap| Lack {
                id: gap.id.clone(),
                kind: Kind::of(gap.kind),
                title: gap.title.clone(),
                reason: gap.reason.clone(),
                looked: gap.looked.clone(),
                atc: gap.atc.clone(),
                used: None,
            })
            .collect();
        let guidelines = dataset.guidelines();
        let rules = guidelines.iter().flat_map(|one| &one.rules);
        gaps.extend(rules.filter_map(|rule| of_rule(rule, dataset)));
        let older = guidelines.iter().filter_map(|one| {
            let newest = dataset.newer_version(one)?;
            Some(older_version(one, newest))
        });
        gaps.extend(older);
        let unread = dataset.seen_versions();
        let unread = unread.filter(|text| guidelines.iter().all(|one| one.text != text.id));
        gaps.extend(unread.map(without_a_rule));
        Self {
            version: dataset.version().clone(),
            ranked_by: None,
            gaps,
        }
    }

    /// The gaps of the data of an export, ranked by how many of its prescriptions are of the
    /// medicines that each is about.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`](crate::ErrorKind::Overflow) when a sum has more digits than can be
    /// kept exactly.
    pub fn weighed(outcome: &Outcome) -> Result<Self> {
        let by = RankedBy::Export(outcome.file());
        let used = outcome.tally().map_or_else(BTreeMap::new, prescribed);
        Self::of(outcome.dataset()).ranked(by, &used)
    }

    /// As [`Gaps::weighed`], by the verified rows of `volumes.csv` of the layers: those of a year,
    /// or of the newest year that each subject has. `None` where there are none.
    ///
    /// # Errors
    /// [`ErrorKind::Overflow`](crate::ErrorKind::Overflow) when a sum has more digits than can be
    /// kept exactly.
    pub fn weighed_by_volumes(dataset: &Dataset, year: Option<u16>) -> Result<Option<Self>> {
        let volumes = dataset.volumes_of(year);
        if volumes.is_empty() {
            return Ok(None);
        }
        let mut used: BTreeMap<Atc, Amount> = BTreeMap::new();
        for one in &volumes {
            let atc = match &one.subject {
                VolumeSubject::Product(id) => dataset.product_by_id(id.as_str()).map(|one| one.atc),
                VolumeSubject::SubstanceDevice(atc, _) | VolumeSubject::Atc(atc) => Some(*atc),
            };
            let Some(atc) = atc else { continue };
            let amount = Fraction::whole(one.quantity.amount());
            let more = match one.quantity.unit() {
                Unit::Device => Amount {
                    devices: amount,
                    ..Amount::default()
                },
                Unit::Dose => Amount {
                    doses: amount,
                    ..Amount::default()
                },
            };
            let sum = used.entry(atc).or_default();
            *sum = sum
                .plus(&more)
                .ok_or_else(|| Error::overflow(atc.as_str()))?;
        }
        let years = volumes.iter().map(|one| one.year).collect();
        Self::of(dataset)
            .ranked(RankedBy::Volumes(years), &used)
            .map(Some)
    }

    /// Most use first; what is about no medicine in particular last.
    fn ranked(mut self, by: RankedBy, used: &BTreeMap<Atc, Amount>) -> Result<Self> {
        for gap in self.gaps.iter_mut().filter(|gap| !gap.atc.is_empty()) {
            let about = |atc: &Atc| gap.atc.iter().any(|group| group.is_prefix_of(atc));
            let mut amounts = used.iter().filter(|(atc, _)| about(atc));
            let sum = amounts.try_fold(Amount::default(), |sum, (_, more)| sum.plus(more));
            gap.used = Some(sum.ok_or_else(|| Error::overflow(&gap.id))?);
        }
        self.gaps.sort_by(|a, b| {
            let key = |gap: &Lack| Reverse(gap.used);
            (key(a), a.kind, &a.id).cmp(&(key(b), b.kind, &b.id))
        });
        self.ranked_by = Some(by);
        Ok(self)
    }

    /// The gaps as a page.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let title = language.say("Wat de gegevens niet weten", "What the data does not know");
        let mut text = opening(title, &self.version, language);
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        for gap in &self.gaps {
            let count = counts.entry(gap.kind).or_default();
            *count = count.saturating_add(1);
        }
        let counts = counts.into_iter();
        let counts: Vec<String> = counts
            .map(|(kind, count)| format!("{} {count}", kind.text(language)))
            .collect();
        text.push('\n');
        if self.gaps.is_empty() {
            let none = language.say(
                "De gegevens noemen niets dat zij niet weten.",
                "The data names nothing that it does not know.",
            );
            wrap(&mut text, "", none);
            return text;
        }
        let lead = language.say("Aantal", "Number");
        let counts = counts.join("; ");
        wrap(
            &mut text,
            "",
            &format!("{lead}: {} ({counts}).", self.gaps.len()),
        );
        wrap(&mut text, "", &self.order(language));
        for gap in &self.gaps {
            text.push('\n');
            let by_volumes = matches!(self.ranked_by, Some(RankedBy::Volumes(_)));
            gap.print(by_volumes, &mut text, language);
        }
        outward::page(text)
    }

    /// By what they stand in this order.
    fn order(&self, language: Language) -> String {
        match (&self.ranked_by, language) {
            (None, Language::Dutch) => {
                "Niet gerangschikt: er is geen gebruik om mee te wegen.".to_owned()
            }
            (None, Language::English) => "Not ranked: there is no use to weigh by.".to_owned(),
            (Some(RankedBy::Export(name)), Language::Dutch) => format!(
                "Gerangschikt naar het aantal voorschriften in {name} van de middelen waarover het gaat; wat over geen middel in het bijzonder gaat, staat achteraan."
            ),
            (Some(RankedBy::Export(name)), Language::English) => format!(
                "Ranked by the number of prescriptions in {name} of the medicines that it is about; what is about no medicine in particular stands last."
            ),
            (Some(RankedBy::Volumes(years)), _) => {
                let years: Vec<String> = years.iter().map(u16::to_string).collect();
                let years = years.join(", ");
                match language {
                    Language::Dutch => format!(
                        "Gerangschikt naar het gebruik in volumes.csv ({years}): eerst verpakkingen, dan doses; wat over geen middel in het bijzonder gaat, staat achteraan."
                    ),
                    Language::English => format!(
                        "Ranked by the use in volumes.csv ({years}): packs first, then doses; what is about no medicine in particular stands last."
                    ),
                }
            }
        }
    }
}

impl Lack {
    fn print(&self, by_volumes: bool, text: &mut String, language: Language) {
        let mut lead = String::new();
        if let Some(used) = &self.used {
            lead = used.text(by_volumes, language);
            lead.push_str(": ");
        }
        let (title, kind) = (self.title.text(language), self.kind.text(language));
        let line = format!("{lead}{title} [{}]; {kind}", self.id);
        hang(text, "- ", "  ", &line);
        hang(text, "  ", "  ", self.reason.text(language));
        let looked = self.looked.text(language).trim_end_matches('.');
        if !looked.is_empty() {
            let lead = language.say("Gezocht in", "Looked in");
            hang(text, "  ", "  ", &format!("{lead}: {looked}."));
        }
    }
}

impl Amount {
    fn text(&self, by_volumes: bool, language: Language) -> String {
        let digits = Digits(wording::of(language));
        let mut parts = Vec::new();
        for (amount, [nl, en]) in [
            (self.devices, ["verpakkingen", "packs"]),
            (self.doses, ["doses", "doses"]),
        ] {
            if !amount.is_zero() {
                parts.push(format!(
                    "{} {}",
                    digits.number(amount.round(1)),
                    language.say(nl, en)
                ));
            }
        }
        if parts.is_empty() && by_volumes {
            parts.push(
                language
                    .say("geen gebruik in volumes.csv", "no use in volumes.csv")
                    .to_owned(),
            );
        } else if parts.is_empty() {
            let word = match self.prescriptions {
                1 => language.say("voorschrift", "prescription"),
                _ => language.say("voorschriften", "prescriptions"),
            };
            parts.push(format!("{} {word}", digits.count(self.prescriptions)));
        }
        parts.join(", ")
    }
}

/// How many prescriptions an export has of each substance that it keeps apart.
fn prescribed(tally: &Tally) -> BTreeMap<Atc, Amount> {
    let mut used: BTreeMap<Atc, Amount> = BTreeMap::new();
    let mut add = |atc: Atc, rows: u64| {
        let sum = used.entry(atc).or_default();
        sum.prescriptions = sum.prescriptions.saturating_add(rows);
    };
    for ((atc, _), mass) in &tally.substances {
        add(*atc, mass.rows);
    }
    for ((subject, _), cell) in &tally.cells {
        let inhaler = tally.subjects.get(*subject);
        if let Some(atc) = inhaler.and_then(|inhaler| inhaler.atc()) {
            add(atc, cell.device_rows.saturating_add(cell.dose_rows));
        }
    }
    used
}

/// A rule that rests on a description, or on nothing that anybody saw.
fn of_rule(rule: &Rule, dataset: &Dataset) -> Option<Lack> {
    let (kind, reason) = match rule.evidence {
        Evidence::Secondary => (
            Kind::OnADescription,
            (
                "De bron zelf is niet gelezen, alleen een beschrijving ervan; daarom vraagt de regel geen verandering.",
                "The source itself was not read, only a description of it; so the rule asks no change.",
            ),
        ),
        Evidence::Unverified => (
            Kind::Unverified,
            (
                "Uit algemene kennis; niemand zag er een bron van, en de regel telt alleen mee als daarom wordt gevraagd.",
                "From general knowledge; nobody saw a source of it, and the rule counts on request only.",
            ),
        ),
        Evidence::Read | Evidence::Copy | Evidence::Excerpt | Evidence::Derived => return None,
    };
    let from = &rule.from;
    let inhalers = !(from.devices.is_empty() && from.propellants.is_empty());
    let atc = if from.atc.is_empty() && inhalers {
        dataset.inhaled_groups().to_vec()
    } else {
        from.atc.clone()
    };
    Some(Lack {
        id: rule.id.to_string(),
        kind,
        title: rule.title.clone(),
        reason: reason.into(),
        looked: rule.looked.clone(),
        atc,
        used: None,
    })
}

fn older_version(guideline: &Guideline, newest: &TextVersion) -> Lack {
    let rules: Vec<&str> = guideline
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    let rules = rules.join(", ");
    let (read, date) = (&guideline.version, &guideline.date);
    let (seen, newer) = (&newest.version, &newest.date);
    let mut atc: Vec<Atc> = Vec::new();
    for code in guideline.rules.iter().flat_map(|rule| &rule.from.atc) {
        if !atc.contains(code) {
            atc.push(*code);
        }
    }
    Lack {
        id: guideline.id.clone(),
        kind: Kind::OlderVersion,
        title: (guideline.title.as_str(), guideline.title.as_str()).into(),
        reason: (
            format!("Gelezen: {read} ({date}). Nieuwste die is gezien: {seen} ({newer}). Regels: {rules}."),
            format!("Read: {read} ({date}). Newest that was seen: {seen} ({newer}). Rules: {rules}."),
        )
            .into(),
        looked: Message::default(),
        atc,
        used: None,
    }
}

fn without_a_rule(text: &TextVersion) -> Lack {
    let version = &text.version;
    Lack {
        id: text.id.clone(),
        kind: Kind::NoRule,
        title: (text.title.as_str(), text.title.as_str()).into(),
        reason: (
            format!("Geen regel berust op deze tekst; nieuwste versie die is gezien: {version}."),
            format!("No rule rests on this text; newest version that was seen: {version}."),
        )
            .into(),
        looked: Message::default(),
        atc: Vec::new(),
        used: None,
    }
}
