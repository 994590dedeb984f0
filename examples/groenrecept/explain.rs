//! `groenrecept explain "LABEL or CODE or ATC"`: the whole trail of one medicine or fact, and
//! the advice on a prescription of it.

use crate::output::{self, Failure};
use crate::rules::RuleArguments;
use crate::{DataArguments, FormatChoice, Outcome, word};
use clap::ValueEnum;
use groenrecept::advice::{Options, Use};
use groenrecept::context::{Fact, FactValue, Sex};
use groenrecept::dataset::{Dataset, Device};
use groenrecept::outward::on_one_line;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::report::explain::explain;
use groenrecept::{Atc, Context, Decimal, Engine, Language, NoAmount, NoImpact, ParseError, exact};
use std::collections::BTreeMap;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Omschrijving, code, ATC-code, product-id, of het id van een factor, feit, tegenspraak of
    /// bron. (Label, code, ATC code, product id, or the id of a factor, fact, contradiction or
    /// source.)
    what: String,
    #[command(flatten)]
    data: DataArguments,
    #[command(flatten)]
    advice: AdviceArguments,
}

/// What is known of a prescription; with any of these the advice is printed.
#[derive(clap::Args)]
#[command(next_help_heading = "Advies bij één voorschrift (advice)")]
struct AdviceArguments {
    /// Geef het advies, ook zonder verdere gegevens. (Print the advice.)
    #[arg(long)]
    advice: bool,
    /// Leeftijd in jaren. (Age in years.)
    #[arg(long, allow_negative_numbers = true, value_name = "JAREN")]
    age: Option<String>,
    /// Geslacht: female of male. (Sex.)
    #[arg(long, value_parser = word::<Sex>(["female", "male"]), value_name = "GESLACHT")]
    sex: Option<Sex>,
    /// ICPC-code waarvoor het is voorgeschreven; mag vaker. (ICPC code; may be repeated.)
    #[arg(long, value_name = "CODE")]
    icpc: Vec<String>,
    /// Antwoord op een vraag, zoals acute_attack=no of days_supplied=30; mag vaker. (Answer to a
    /// question.)
    #[arg(long, value_name = "FEIT=yes|no|AANTAL")]
    fact: Vec<String>,
    /// ATC-code van een ander middel van de patiënt; mag vaker. (ATC code of another medicine of
    /// the patient.)
    #[arg(long, value_name = "CODE")]
    beside: Vec<String>,
    /// Of dit het eerste voorschrift is. (Whether it is the first issue.)
    #[arg(long, value_enum)]
    first_issue: Option<YesNo>,
    /// Voor hoeveel dagen het is. (Days of treatment.)
    #[arg(long, allow_negative_numbers = true, value_name = "AANTAL")]
    days: Option<String>,
    /// Doses van dezelfde stof in een jaar. (Doses a year.)
    #[arg(long, allow_negative_numbers = true, value_name = "AANTAL")]
    doses_per_year: Option<String>,
    /// Een andere inhalator van de patiënt: pMDI, BAI, DPI, SMI, nebuliser, of none voor geen;
    /// mag vaker. (Another inhaler of the patient; none for none.)
    #[arg(long, value_name = "SOORT")]
    other_device: Vec<String>,
    /// ATC-code naast een omschrijving. (ATC code beside a label.)
    #[arg(long, value_name = "CODE")]
    atc: Option<String>,
    /// Hoeveel is voorgeschreven. (The quantity.)
    #[arg(long, allow_negative_numbers = true, value_name = "AANTAL")]
    quantity: Option<String>,
    /// Eenheid van de hoeveelheid. (Its unit.)
    #[arg(long, requires = "quantity")]
    unit: Option<String>,
    /// Gebruik zoals voorgeschreven, zoals "2 dd 1" of 2D1I. (Directions for use.)
    #[arg(long, value_name = "GEBRUIK")]
    dosage: Option<String>,
    /// Tel ook regels mee die niet bevestigd zijn. (Rules not confirmed count too.)
    #[arg(long)]
    include_unverified: bool,
    /// Besparing in kg CO2e waaronder niets wordt aangeboden. (Smallest saving in kg CO2e.)
    #[arg(long, allow_negative_numbers = true, value_name = "KG")]
    minimum_saving: Option<String>,
    #[command(flatten)]
    rules: RuleArguments,
    /// Vergelijk geen waarden met ongelijke systeemgrenzen. (Never compare unlike system
    /// boundaries.)
    #[arg(long)]
    strict: bool,
    /// Voor één patiënt of voor een groep zonder patiënten. (For one patient or a group.)
    #[arg(long = "use", value_parser = word::<Use>(["patient", "aggregate"]))]
    purpose: Option<Use>,
    /// Vorm van het advies; json geeft alleen het advies. (Form of the advice; json prints
    /// the advice alone.)
    #[arg(long, value_enum)]
    format: Option<FormatChoice>,
}

#[derive(Clone, Copy, ValueEnum)]
enum YesNo {
    #[value(alias = "ja")]
    Yes,
    #[value(alias = "nee")]
    No,
}

impl AdviceArguments {
    fn is_asked(&self) -> bool {
        self.advice
            || self.include_unverified
            || self.strict
            || [&self.icpc, &self.fact, &self.beside, &self.other_device]
                .iter()
                .any(|given| !given.is_empty())
            || self.sex.is_some()
            || [
                &self.age,
                &self.atc,
                &self.quantity,
                &self.unit,
                &self.dosage,
                &self.minimum_saving,
                &self.days,
                &self.doses_per_year,
            ]
            .iter()
            .any(|text| text.is_some())
            || self.first_issue.is_some()
            || self.purpose.is_some()
            || self.format.is_some()
            || self.rules.are_given()
    }

    fn context(&self, dataset: &Dataset) -> Result<Context, Refused> {
        let mut context = Context::new();
        if let Some(age) = &self.age {
            context = context.age(age.parse()?);
        }
        if let Some(sex) = self.sex {
            context = context.sex(sex);
        }
        for code in &self.icpc {
            context = context.icpc(code.parse()?);
        }
        for code in &self.beside {
            context = context.beside(code.parse()?);
        }
        let mut given = BTreeMap::new();
        for (fact, value) in self.facts(dataset)? {
            let before = given.insert(fact, value);
            if let Some(before) = before.filter(|before| *before != value) {
                return Err(Refused::TwoAnswers(
                    fact,
                    before.max(value),
                    before.min(value),
                ));
            }
            context = context.fact(fact, value);
        }
        if !self.other_device.is_empty() {
            context = context.other_devices(self.devices()?);
        }
        Ok(context)
    }

    /// The answers to facts, those with an option of their own too.
    fn facts(&self, dataset: &Dataset) -> Result<Vec<(Fact, FactValue)>, Refused> {
        let mut facts = Vec::new();
        for text in &self.fact {
            facts.push(dataset.fact_answer(text)?);
        }
        if let Some(first) = self.first_issue {
            facts.push((Fact::FIRST_ISSUE, matches!(first, YesNo::Yes).into()));
        }
        if let Some(text) = &self.days {
            let days = text.parse::<u32>().ok().filter(|days| *days > 0);
            let days = days.ok_or_else(|| Refused::Days(text.clone()))?;
            facts.push((Fact::DAYS_SUPPLIED, days.into()));
        }
        if let Some(text) = &self.doses_per_year {
            let doses = text.parse::<u32>();
            let doses = doses.map_err(|_| Refused::DosesPerYear(text.clone()))?;
            facts.push((Fact::DOSES_PER_YEAR, doses.into()));
        }
        Ok(facts)
    }

    /// `none` says that there is no other inhaler, which is not the same as saying nothing.
    fn devices(&self) -> Result<Vec<Device>, Refused> {
        let named = match self.other_device.as_slice() {
            [none] if none == "none" => &[],
            named => named,
        };
        named
            .iter()
            .map(|word| match word.as_str() {
                "none" => Err(Refused::NoneAndOthers),
                word => Ok(word.parse()?),
            })
            .collect()
    }

    fn options(&self, data: &DataArguments) -> Result<Options, Failure> {
        let options = match self.purpose {
            Some(Use::Aggregate) => Options::new(),
            Some(Use::Patient) | None => Options::for_patient(),
        };
        let options = options
            .include_unverified(self.include_unverified)
            .strict(self.strict)
            .at_least(self.rules.status())
            .day(self.rules.day(data.language())?);
        let language = data.language();
        match &self.minimum_saving {
            None => Ok(options),
            Some(text) => exact::parse(text)
                .filter(|least| *least >= Decimal::ZERO)
                .map(|least| options.minimum_saving(least))
                .ok_or_else(|| Refused::Saving(text.clone()).said(language)),
        }
    }

    /// What a typing error would otherwise turn into nothing known.
    fn asked<'a>(&'a self, what: &'a str, language: Language) -> Result<Asked<'a>, Failure> {
        let atc = self.atc.as_deref().unwrap_or_default();
        if !atc.is_empty() && atc.parse::<Atc>().is_err() {
            return Err(Refused::Atc(atc.to_owned()).said(language));
        }
        let quantity = self.quantity.as_deref().unwrap_or_default();
        if self.quantity.is_some() && quantity.trim().is_empty() {
            return Err(Refused::Quantity(quantity.to_owned()).said(language));
        }
        Ok(Asked {
            what,
            atc,
            quantity,
            unit: self.unit.as_deref().unwrap_or_default(),
            dosage: self.dosage.as_deref().unwrap_or_default(),
        })
    }
}

/// What of the arguments is not what it should be.
enum Refused {
    Context(ParseError),
    TwoAnswers(Fact, FactValue, FactValue),
    Days(String),
    DosesPerYear(String),
    NoneAndOthers,
    Saving(String),
    Atc(String),
    Quantity(String),
}

impl From<ParseError> for Refused {
    fn from(error: ParseError) -> Self {
        Self::Context(error)
    }
}

impl Refused {
    fn said(&self, language: Language) -> Failure {
        let said = match (self, language) {
            (Self::Context(error), _) => error.text(language),
            (_, Language::Dutch) => self.dutch(),
            (_, Language::English) => self.english(),
        };
        Failure::Said(on_one_line(&said).into_owned())
    }

    fn dutch(&self) -> String {
        match self {
            Self::Context(error) => error.text(Language::Dutch),
            Self::TwoAnswers(fact, one, other) => {
                let (one, other) = (answer(*one), answer(*other));
                format!("'{fact}' heeft twee antwoorden, {one} en {other}; geef er één.")
            }
            Self::Days(text) => format!("'{text}' is geen aantal dagen in hele getallen vanaf 1."),
            Self::DosesPerYear(text) => {
                format!("'{text}' is geen aantal doses per jaar in hele getallen vanaf 0.")
            }
            Self::NoneAndOthers => "'none' zegt dat er geen andere inhalator is; dat gaat niet \
                                    samen met een tweede --other-device."
                .to_owned(),
            Self::Saving(text) => {
                format!("'{text}' is geen besparing in kg CO2e zoals 0.5 (met een punt).")
            }
            Self::Atc(text) => format!("'{text}' is geen ATC-code zoals R03AC02."),
            Self::Quantity(text) => {
                format!("'{text}' is geen hoeveelheid boven nul zoals 1 of 60.")
            }
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Context(error) => error.text(Language::English),
            Self::TwoAnswers(fact, one, other) => {
                let (one, other) = (answer(*one), answer(*other));
                format!("'{fact}' has two answers, {one} and {other}; give one.")
            }
            Self::Days(text) => format!("'{text}' is not a whole number of days from 1."),
            Self::DosesPerYear(text) => {
                format!("'{text}' is not a whole number of doses a year from 0.")
            }
            Self::NoneAndOthers => "'none' says that there is no other inhaler; that cannot go \
                                    with a second --other-device."
                .to_owned(),
            Self::Saving(text) => format!("'{text}' is not a saving in kg CO2e such as 0.5."),
            Self::Atc(text) => format!("'{text}' is not an ATC code such as R03AC02."),
            Self::Quantity(text) => {
                format!("'{text}' is not a quantity above zero such as 1 or 60.")
            }
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.data.language();
    let given = &arguments.advice;
    // What was typed is checked before anything is printed.
    let options = given.options(&arguments.data)?;
    let library = |error| Failure::Library(error, language);
    let asked = given.asked(&arguments.what, language)?;
    let dataset = arguments.data.dataset().map_err(library)?;
    let context = given.context(&dataset);
    let context = context.map_err(|refused| refused.said(language))?;
    let release = arguments.data.release(&dataset).map_err(library)?;
    let engine = Engine::new(&dataset)
        .gwp(arguments.data.gwp())
        .gstandaard(release);
    if given.is_asked() {
        let advice = AdviceReport::of(&engine, &asked, &context, &options);
        let refused = advice.amount_refused();
        // No number is a typing error; another amount that cannot be used is said on the page.
        let no_number = NoImpact::Amount(NoAmount::Unreadable);
        if refused.is_some_and(|refused| [no_number, NoImpact::NotAbove].contains(&refused)) {
            return Err(Refused::Quantity(asked.quantity.to_owned()).said(language));
        }
        match given.format {
            Some(FormatChoice::Json) => output::print_json(&advice)?,
            Some(FormatChoice::Text) | None => {
                let pointer = pointer(&arguments.what, language);
                output::print(&format!("{}\n{pointer}\n", advice.text(language)))?;
            }
        }
        return Ok(outcome(advice.is_recognised() && refused.is_none()));
    }
    // A label stands on one line.
    let what: Vec<&str> = arguments.what.lines().collect();
    let explanation = explain(&engine, &what.join(" "));
    output::print(&explanation.text(language))?;
    Ok(outcome(explanation.is_recognised()))
}

/// An answer as it is typed.
fn answer(value: FactValue) -> String {
    match value {
        FactValue::Holds(true) => "yes".to_owned(),
        FactValue::Holds(false) => "no".to_owned(),
        FactValue::Number(number) => number.to_string(),
    }
}

/// Where the trail of the values is: it would bury the advice.
fn pointer(what: &str, language: Language) -> String {
    let what = on_one_line(what.trim());
    match language {
        Language::Dutch => format!("Waar de waarden vandaan komen: groenrecept explain \"{what}\""),
        Language::English => format!("Where the values come from: groenrecept explain \"{what}\""),
    }
}

fn outcome(whole: bool) -> Outcome {
    if whole {
        Outcome::Done
    } else {
        Outcome::Findings
    }
}
