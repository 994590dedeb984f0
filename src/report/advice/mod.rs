//! The advice on one prescription as data and as a page.
//!
//! Rules that say the same of the same products stand in one block, each with its own citation.
//! What must be asked stands once, with a number that rules refer to. An [`AdviceReport`]
//! serialises to JSON with stable names; sentences are in both languages and decimals are text.

mod amount;
mod build;
mod by_name;
mod dosage;
mod page;
mod questions;
mod words;

use super::Number;
use super::contradictions::ContradictionReport;
use crate::advice::{Citation, ComparedFor, LeftOutWhy, Use, Used};
use crate::comparison::{Caveat, Verdict};
use crate::context::{Context, FactValue};
use crate::dataset::guideline::{Direction, RuleId};
use crate::dataset::{Currency, DatasetVersion, EquivalenceBasis, Evidence, Reimbursed};
use crate::diagnostic::Message;
use crate::engine::Engine;
use crate::language::Language;
use crate::matching::CodesByName;
use crate::outward;
use crate::prescription::NoImpact;
use crate::quantity::Range;
use amount::AmountReport;
pub(super) use by_name::told as told_by_name;
use dosage::DosageReport;
use std::collections::BTreeMap;
#[cfg(feature = "text")]
pub(super) use words::{aligns, dated};
pub(super) use words::{basis as dose_basis, claimed, seen, strength};

/// What is asked: a medicine, with an amount where it is known. Empty texts are not given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// A product id, a code of an own code table, a number of the G-Standaard, an ATC code or a
    /// label.
    pub what: &'a str,
    /// The ATC code beside a label.
    pub atc: &'a str,
    /// How much is prescribed.
    pub quantity: &'a str,
    /// The unit of it.
    pub unit: &'a str,
    /// The directions for use, such as `2 dd 1`.
    pub dosage: &'a str,
}

/// The advice on one prescription, with all that it rests on.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AdviceReport {
    /// The version of this crate.
    pub(crate) groenrecept: &'static str,
    /// The data that was used.
    pub(crate) dataset: DatasetVersion,
    /// What it is used for.
    pub(crate) purpose: Use,
    /// What it may be used for.
    pub(crate) intended_use: Message,
    /// How it was made.
    pub(crate) options: OptionsReport,
    /// The text that was asked about.
    pub(crate) asked: String,
    /// What it was found to be.
    pub(crate) about: AboutReport,
    /// What was known of patient and moment.
    pub(crate) given: Given,
    /// What is prescribed; `null` where that is not given or cannot be used.
    pub(crate) quantity: Option<QuantityReport>,
    /// What became of the amount; `null` where none was given of what is no inhaled medicine.
    pub(crate) amount: Option<AmountReport>,
    /// What became of the directions for use; `null` where none were given of an inhaled medicine.
    pub(crate) dosage: Option<DosageReport>,
    /// What was said of the patient and no rule of the data can use: the word, and why, as a part
    /// of a sentence.
    pub(crate) unused: BTreeMap<String, Message>,
    /// Questions that were answered with no, where something else that is given says yes.
    pub(crate) denied: Vec<QuestionReport>,
    /// Rules that say to put something right before anything else.
    pub(crate) correct: Vec<RuleReport>,
    /// Rules that say to keep what is prescribed.
    pub(crate) keep: Vec<RuleReport>,
    /// Rules that may say one of these: it depends on what they ask.
    pub(crate) may_keep: Vec<RuleReport>,
    /// Rules that would say one of these in what is not known and is not asked.
    pub(crate) unasked: Vec<RuleReport>,
    /// Rules that say to use less, to stop, to harmonise, or to look at something.
    pub(crate) reduce: Vec<RuleReport>,
    /// Rules that may say something and are not tested: what they need is not known and decides
    /// nothing of what is kept or offered, so that it is not asked for them.
    pub(crate) untested: Vec<UntestedReport>,
    /// What rules support instead, best first.
    pub(crate) offers: Vec<OfferReport>,
    /// What the comparisons of the offers leave out, and why.
    pub(crate) not_shown: Vec<NotShown>,
    /// What to ask or look at first, each once, in the order in which it matters.
    pub(crate) questions: Vec<QuestionReport>,
    /// What rules want to know besides, and is not asked.
    pub(crate) not_asked: Vec<QuestionReport>,
    /// What to do afterwards.
    pub(crate) follow_up: Vec<FollowUp>,
    /// What is held back, and why.
    pub(crate) withheld: Vec<WithheldReport>,
    /// Other rules that do not hold for this prescription, with what says so.
    pub(crate) excepted: Vec<WithheldReport>,
    /// What rules say to weigh.
    pub(crate) inform: Vec<RuleReport>,
    /// Rules that contradict each other, of which at least one stands above.
    pub(crate) conflicts: Vec<ContradictionReport>,
    /// How far the rules were assessed, and whether they were reviewed in time.
    pub(crate) rules_used: Used,
    /// Rules of the data that were held against nothing, and why.
    pub(crate) left_out: Vec<LeftOut>,
}

/// Rules that are not used at all.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct LeftOut {
    /// Why.
    pub why: LeftOutWhy,
    /// The rules.
    pub rules: Vec<RuleId>,
}

/// What a comparison leaves out, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotShown {
    /// Costs: no prices were layered.
    CostNoPrices,
    /// Costs of some or all products: prices were layered, and not of both sides.
    CostPriceMissing,
    /// Costs of products whose prices are in different currencies.
    CostOtherCurrency,
    /// The load to water: of some substance the data has no facts.
    WaterNoFacts,
}

/// How the advice was made.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct OptionsReport {
    /// The set of global warming potentials.
    pub gwp: &'static str,
    /// Whether rules count that are not verified.
    pub include_unverified: bool,
    /// The saving in kg CO2e below which nothing is offered; `null` for none.
    pub minimum_saving: Option<String>,
    /// Whether unlike system boundaries are never compared.
    pub strict: bool,
}

/// What the text was found to be.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct AboutReport {
    /// What kind of thing.
    pub kind: AboutKind,
    /// The ATC code, where there is one.
    pub atc: Option<String>,
    /// The products that it can be; none for other medicines.
    pub products: Vec<ProductReport>,
    /// What its name told of the ATC code; not there where none was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<ByNameReport>,
    /// What to know about how it was found.
    pub notes: Vec<Message>,
    /// Whether the label states a strength that none of these products has.
    pub other_strength: bool,
    /// What its own label says against this patient; `null` where nothing is known to.
    pub against_label: Option<AgainstLabel>,
}

/// The ATC codes of the name on a label, in data and in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct ByNameReport {
    /// The codes, with their sources.
    #[serde(flatten)]
    pub found: CodesByName,
    /// What it says, in sentences.
    pub text: Message,
}

impl AboutReport {
    /// The ATC codes that it is or can be.
    fn codes(&self, language: Language) -> String {
        let named = self.by_name.iter().flat_map(|named| &named.found.codes);
        let all = named.map(|code| code.atc.as_str());
        let all: Vec<&str> = match &self.atc {
            Some(atc) => vec![atc.as_str()],
            None => all.collect(),
        };
        all.join(language.say(" of ", " or "))
    }
}

/// What the label of what is prescribed says against the patient.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct AgainstLabel {
    /// The word of the guard.
    pub guard: String,
    /// Whether only texts of other countries say so: for information.
    pub foreign: bool,
    /// Why, as a part of a sentence.
    pub reason: Message,
    /// The texts that say so.
    pub labels: Vec<LabelText>,
}

/// What one text says of the use of a product.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct LabelText {
    /// The lowest age in years; `null` where it was not seen.
    pub min_age: Option<u32>,
    /// Whether it may be used in asthma; `null` where that was not seen.
    pub asthma: Option<bool>,
    /// Whether it may be used in COPD; `null` where that was not seen.
    pub copd: Option<bool>,
    /// The source.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// How well it is supported.
    pub evidence: Evidence,
    /// The country of a text that does not hold here, in two letters; `null` of one that does.
    pub country: Option<String>,
    /// The name of that country.
    #[serde(skip)]
    pub country_name: Option<Message>,
    /// What to know about it, in English.
    pub note: String,
}

/// What kind of thing the text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AboutKind {
    /// An inhaled medicine.
    Inhaler,
    /// Another medicine.
    Medicine,
    /// Nothing that rules can see.
    NotRecognised,
}

/// What was known of patient and moment; `null` and empty are unknown.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Given {
    /// The age in years.
    pub age: Option<u8>,
    /// The sex.
    pub sex: Option<&'static str>,
    /// ICPC codes.
    pub icpc: Vec<String>,
    /// Indications that were named.
    pub indications: Vec<String>,
    /// ATC codes of other medicines that were named.
    pub beside: Vec<String>,
    /// Answers to facts but the three below.
    pub facts: BTreeMap<String, FactValue>,
    /// The questions of these facts with their answers, in the order of the data.
    #[serde(skip)]
    pub answers: Vec<(Message, FactValue, String)>,
    /// Whether it is the first time.
    pub first_issue: Option<bool>,
    /// The days of treatment.
    pub days_supplied: Option<u32>,
    /// The doses a year.
    pub doses_per_year: Option<u32>,
    /// Other types of inhaler of the patient.
    pub other_devices: Option<Vec<&'static str>>,
}

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct QuantityReport {
    /// How many.
    pub amount: String,
    /// Of what.
    pub unit: &'static str,
}

/// A product with its name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct ProductReport {
    /// The id, which `explain` resolves.
    pub product: String,
    /// Its name.
    pub label: Message,
}

/// A rule.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct RuleReport {
    /// The id.
    pub rule: RuleId,
    /// What it asks for.
    pub direction: Direction,
    /// What to do, in a few words.
    pub title: Message,
    /// Why.
    pub reason: Message,
    /// What instead, where that is no product.
    pub instead: Option<Message>,
    /// On what it rests, where that is less than it may seem.
    pub basis: Option<Message>,
    /// What to ask first, by the words of [`QuestionReport::ask`].
    pub asks: Vec<String>,
    /// Where it is to be read.
    pub citation: Citation,
}

/// A rule that is not tested.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct UntestedReport {
    /// The id.
    pub rule: RuleId,
    /// What it asks for.
    pub direction: Direction,
    /// What to do, in a few words.
    pub title: Message,
    /// What it needs to know.
    pub asks: Vec<String>,
    /// Where it is to be read.
    pub citation: Citation,
}

/// What to ask or look at first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct QuestionReport {
    /// The word that stands for it.
    pub ask: String,
    /// Whether it decides what is offered or kept; otherwise it is for other rules.
    pub decides: bool,
    /// The question.
    pub question: Message,
}

/// What to do afterwards.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct FollowUp {
    /// What.
    pub text: Message,
    /// The rules that say so.
    pub rules: Vec<RuleId>,
}

/// Rules that support the same products.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct OfferReport {
    /// Whether it is made for the sake of the patient, whatever it weighs.
    pub for_patient: bool,
    /// Products of other substances of the class, of which no doses are compared.
    pub choices: Vec<ChoiceReport>,
    /// The rules, best first.
    pub rules: Vec<RuleReport>,
    /// The products, the largest saving first; none where the rules name no product.
    pub alternatives: Vec<AlternativeReport>,
    /// Products that were held back.
    pub held_back: Vec<HeldBackReport>,
    /// That no list says whether some of the products are available and reimbursed; `null` where
    /// one does of all.
    pub not_checked: Option<Message>,
}

/// What a list says of a product on a day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct MarketReport {
    /// The day.
    pub as_of: String,
    /// Whether it was available; `null` where that is not told.
    pub available: Option<bool>,
    /// Whether it was reimbursed; `null` where that is not told.
    pub reimbursed: Option<Reimbursed>,
    /// The id of the source.
    pub source: String,
    /// Authors, year and title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// How well it is supported.
    pub evidence: Evidence,
}

/// Where a guard of doses comes from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct DoseGuardReport {
    /// The id of the guard.
    pub guard: String,
    /// The id of the source.
    pub source: String,
    /// Authors, year and title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// How well it is supported.
    pub evidence: Evidence,
}

/// A product of which nothing is compared.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct ChoiceReport {
    /// The product.
    #[serde(flatten)]
    pub product: ProductReport,
    /// Whether it is of the same substances.
    pub same_substance: bool,
    /// What to ask first, besides what a rule asks.
    pub asks: Vec<String>,
    /// What labels say of its use.
    pub labels: Vec<LabelText>,
}

/// A product that could be prescribed instead.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct AlternativeReport {
    /// The product.
    #[serde(flatten)]
    pub product: ProductReport,
    /// Which of its doses stand for those prescribed.
    pub dose: DoseReport,
    /// The doses of what is prescribed that are compared.
    pub compared_doses: String,
    /// What these doses are.
    pub compared_for: ComparedFor,
    /// kg CO2e of these doses.
    pub before: Ends,
    /// kg CO2e of the doses of the alternative that stand for them.
    pub after: Ends,
    /// kg CO2e saved.
    pub saving: Ends,
    /// What these doses cost; `null` unless the prices of both sides are known.
    pub cost: Option<CostReport>,
    /// What the comparison tells.
    pub verdict: Verdict,
    /// What to know about it.
    pub caveats: Vec<Caveat>,
    /// What to ask first, besides what a rule asks.
    pub asks: Vec<String>,
    /// What labels say of its use.
    pub labels: Vec<LabelText>,
    /// What a list says of its availability and reimbursement; `null` where none does.
    pub market: Option<MarketReport>,
}

/// What the compared doses cost.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct CostReport {
    /// The currency of all amounts.
    pub currency: Currency,
    /// Of the doses prescribed.
    pub before: Number,
    /// Of the doses of the alternative that stand for them.
    pub after: Number,
    /// Before less after; below zero where the alternative costs more.
    pub saving: Number,
    /// The prices that this rests on.
    pub prices: Vec<PriceReport>,
}

/// The price of a pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct PriceReport {
    /// The product.
    pub product: String,
    /// What a pack costs, as the list has it.
    pub price: String,
    /// In which currency.
    pub currency: Currency,
    /// The first day; `null` where the list tells none.
    pub valid_from: Option<String>,
    /// The last day; `null` where the list tells none.
    pub valid_to: Option<String>,
    /// The id of the source.
    pub source: String,
    /// Authors, year and title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// How well it is supported.
    pub evidence: Evidence,
    /// What to know about it.
    pub note: String,
}

/// Doses of an alternative that stand for doses of what is prescribed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct DoseReport {
    /// Doses of what is prescribed.
    pub from_doses: u32,
    /// Doses of the alternative.
    pub to_doses: u32,
    /// The doses at a time of what is prescribed and of the alternative; `null` where the first
    /// are not known.
    pub at_a_time: Option<[u32; 2]>,
    /// On what it rests.
    pub basis: EquivalenceBasis,
    /// Where a source says it; `null` where none does.
    pub source: Option<DoseSource>,
}

/// Where an equivalence of doses comes from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct DoseSource {
    /// The id of the equivalence.
    pub equivalence: String,
    /// The id of the source.
    pub source: String,
    /// Authors, year and title.
    pub citation: String,
    /// Where in the source.
    pub locator: String,
    /// How well it is supported.
    pub evidence: Evidence,
}

/// A range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Ends {
    /// The low end.
    pub low: Number,
    /// The central value.
    pub central: Number,
    /// The high end.
    pub high: Number,
}

impl From<Range> for Ends {
    fn from(range: Range) -> Self {
        Self {
            low: Number::of(range.low()),
            central: Number::of(range.central()),
            high: Number::of(range.high()),
        }
    }
}

/// Products that one guard held back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct HeldBackReport {
    /// The word of the guard.
    pub guard: String,
    /// Why, as a part of a sentence.
    pub reason: Message,
    /// The products.
    pub products: Vec<ProductReport>,
    /// Where a guard of doses comes from, where one is why; `null` otherwise.
    pub dose_guard: Option<DoseGuardReport>,
    /// What labels say of their use, where a label is why.
    pub labels: Vec<LabelText>,
}

/// Rules that one guard held back.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct WithheldReport {
    /// The word of the guard.
    pub guard: String,
    /// Why, as a part of a sentence.
    pub reason: Message,
    /// Why, in the words of the rules, where they have any.
    pub because: Option<Message>,
    /// The rule that says to keep what is prescribed, where that is why.
    pub keep: Option<RuleId>,
    /// The rules.
    pub rules: Vec<RuleReport>,
    /// Products that were held back.
    pub held_back: Vec<HeldBackReport>,
}

impl AdviceReport {
    /// The advice on what is asked.
    ///
    /// The medicine is found as in [`crate::report::explain`]: a product id, a code of an own
    /// table, a number of the G-Standaard, an ATC code or a label; what comes first in this list
    /// is what the text is.
    ///
    /// ```
    /// use groenrecept::advice::Options;
    /// use groenrecept::context::{Age, Context};
    /// use groenrecept::report::advice::{AdviceReport, Asked};
    /// use groenrecept::{Dataset, Engine, Icpc, Language};
    /// let engine = Engine::new(&Dataset::embedded()?);
    /// let asked = Asked { what: "ventolin-aerosol-100", ..Asked::default() };
    /// let context = Context::new()
    ///     .age(Age::new(4).unwrap())
    ///     .icpc("R96".parse::<Icpc>().unwrap());
    /// let report = AdviceReport::of(&engine, &asked, &context, &Options::for_patient());
    /// assert!(report.is_recognised());
    /// assert!(report.text(Language::English).contains("What to keep"));
    /// # Ok::<(), groenrecept::Error>(())
    /// ```
    #[cfg(feature = "patient-advice")]
    #[must_use]
    pub fn of(
        engine: &Engine,
        asked: &Asked<'_>,
        context: &Context,
        options: &crate::advice::Options,
    ) -> Self {
        build::report(engine, asked, context, options)
    }

    /// Whether the text names a medicine that rules can see.
    #[must_use]
    pub fn is_recognised(&self) -> bool {
        self.about.kind != AboutKind::NotRecognised
    }

    /// Why the amount that was given cannot be used, where that is so: what is compared is then
    /// one pack, and not this prescription.
    #[must_use]
    pub fn amount_refused(&self) -> Option<NoImpact> {
        self.amount.as_ref()?.refused
    }

    /// The page for a clinician.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        outward::page(page::render(self, language))
    }
}
