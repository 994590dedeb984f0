//! The facts and indications of a dataset, by their words.

use super::Dataset;
use super::fact::{FactKind, Facts, Indications};
use super::guideline::{Fact, FactValue, Indication};
use crate::code::{Atc, Icpc};
use crate::diagnostic::Message;
use crate::parse::ParseError;
use std::collections::BTreeSet;

impl Dataset {
    /// The fact of a word, which any layer may have.
    ///
    /// ```
    /// use groenrecept::{Dataset, context::Fact};
    /// let dataset = Dataset::embedded()?;
    /// assert_eq!(dataset.fact("frail")?, Fact::FRAIL);
    /// let error = dataset.fact("frial").unwrap_err().to_string();
    /// assert!(error.starts_with("'frial' is not a fact that a rule asks for. It may mean: frail."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ParseError`] with the nearest words and all that there are, where no layer has it.
    pub fn fact(&self, word: &str) -> Result<Fact, ParseError> {
        self.0.facts.parse(word).map(|record| record.fact)
    }

    /// The indication of a word, which any layer may have.
    ///
    /// # Errors
    /// [`ParseError`] with the nearest words and all that there are, where no layer has it.
    pub fn indication(&self, word: &str) -> Result<Indication, ParseError> {
        self.0.indications.parse(word)
    }

    /// A fact with its answer, such as `acute_attack=no` or `days_supplied=30`; `ja` and `nee`
    /// count too.
    ///
    /// ```
    /// use groenrecept::{Dataset, context::{Fact, FactValue}};
    /// let dataset = Dataset::embedded()?;
    /// let answer = dataset.fact_answer("days_supplied=30")?;
    /// assert_eq!(answer, (Fact::DAYS_SUPPLIED, FactValue::Number(30)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ParseError`] where no layer has the fact, and without an answer of its kind.
    pub fn fact_answer(&self, text: &str) -> Result<(Fact, FactValue), ParseError> {
        self.0.facts.parse_answer(text)
    }

    /// The facts that rules may ask for, in the order in which they are asked.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        self.0.facts.records().iter().map(|record| record.fact)
    }

    /// The indications that rules may name, in the order of their file.
    pub fn indications(&self) -> impl Iterator<Item = Indication> {
        let records = self.0.indications.records().iter();
        records.map(|record| record.indication)
    }

    /// Whether a fact is answered by yes or no.
    pub(crate) fn is_yes_no(&self, fact: Fact) -> bool {
        let record = self.0.facts.get(fact);
        record.is_some_and(|record| record.kind == FactKind::YesNo)
    }

    /// Whether the topmost layer brings facts or indications, which may change what the rules of
    /// layers below say.
    pub(crate) fn top_brings_facts(&self) -> bool {
        let files = ["facts.csv", "indications.csv"];
        let top = self.0.layers.last().filter(|layer| !layer.embedded);
        top.is_some_and(|layer| files.iter().any(|file| layer.files.contains_key(*file)))
    }

    /// The facts with their questions and what answers them.
    pub(crate) fn asked(&self) -> &Facts {
        &self.0.facts
    }

    /// The indications with their names and codes.
    pub(crate) fn named(&self) -> &Indications {
        &self.0.indications
    }

    /// The indications that codes and the medicine stand for, with those that are named; `None`
    /// where there is none of these.
    pub(crate) fn indications_of(
        &self,
        codes: &BTreeSet<Icpc>,
        named: &BTreeSet<Indication>,
        atc: Option<Atc>,
    ) -> Option<BTreeSet<Indication>> {
        self.0.indications.of(codes, named, atc)
    }

    /// The name of an indication within a sentence; its word where no layer has it.
    pub(crate) fn indication_name(&self, indication: Indication) -> Message {
        let record = self.0.indications.get(indication);
        record.map_or_else(
            || (indication.as_str(), indication.as_str()).into(),
            |record| record.name.clone(),
        )
    }
}
