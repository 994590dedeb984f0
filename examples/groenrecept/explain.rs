//! `groenrecept explain "LABEL or CODE or ATC"`: the whole trail of one medicine or fact, and
//! the advice on a prescription of it.

use crate::output::{self, Failure};
use crate::{DataArguments, FormatChoice, Outcome};
use clap::ValueEnum;
use groenrecept::advice::{Options, Use};
use groenrecept::context::{Age, ContextError, Fact};
use groenrecept::dataset::Device;
use groenrecept::intake::gstandaard::Release;
use groenrecept::report::advice::{AdviceReport, Asked};
use groenrecept::report::explain::explain_with;
use groenrecept::{Atc, Context, Decimal, Icpc, Language, exact};

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
    /// ICPC-code waarvoor het is voorgeschreven; mag vaker. (ICPC code; may be repeated.)
    #[arg(long, value_name = "CODE")]
    icpc: Vec<String>,
    /// Antwoord op een vraag, zoals acute_attack=no; mag vaker. (Answer to a question.)
    #[arg(long, value_name = "FEIT=yes|no")]
    fact: Vec<String>,
    /// Of dit het eerste voorschrift is. (Whether it is the first issue.)
    #[arg(long, value_enum)]
    first_issue: Option<YesNo>,
    /// Voor hoeveel dagen het is. (Days of treatment.)
    #[arg(long, value_name = "AANTAL")]
    days: Option<u32>,
    /// Doses van dezelfde stof in een jaar. (Doses a year.)
    #[arg(long, value_name = "AANTAL")]
    doses_per_year: Option<u32>,
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
    /// Tel ook regels mee die niet bevestigd zijn. (Rules not confirmed count too.)
    #[arg(long)]
    include_unverified: bool,
    /// Besparing in kg CO2e waaronder niets wordt aangeboden. (Smallest saving in kg CO2e.)
    #[arg(long, allow_negative_numbers = true, value_name = "KG")]
    minimum_saving: Option<String>,
    /// Voor één patiënt of voor een groep zonder patiënten. (For one patient or a group.)
    #[arg(long = "use", value_enum)]
    purpose: Option<Purpose>,
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

#[derive(Clone, Copy, ValueEnum)]
enum Purpose {
    Patient,
    Aggregate,
}

impl AdviceArguments {
    fn is_asked(&self) -> bool {
        self.advice
            || self.include_unverified
            || !(self.icpc.is_empty() && self.fact.is_empty() && self.other_device.is_empty())
            || [
                &self.age,
                &self.atc,
                &self.quantity,
                &self.unit,
                &self.minimum_saving,
            ]
            .iter()
            .any(|text| text.is_some())
            || self.first_issue.is_some()
            || self.days.is_some()
            || self.doses_per_year.is_some()
            || self.purpose.is_some()
            || self.format.is_some()
    }

    fn context(&self) -> Result<Context, ContextError> {
        let mut context = Context::new();
        if let Some(age) = &self.age {
            context = context.age(Age::parse(age)?);
        }
        for code in &self.icpc {
            let parsed = Icpc::parse(code).ok_or_else(|| ContextError::Icpc(code.clone()))?;
            context = context.icpc(parsed);
        }
        for text in &self.fact {
            let (fact, holds) = Fact::parse_answer(text)?;
            context = context.fact(fact, holds);
        }
        if let Some(first) = self.first_issue {
            context = context.first_issue(matches!(first, YesNo::Yes));
        }
        if let Some(days) = self.days {
            context = context.days_supplied(days);
        }
        if let Some(doses) = self.doses_per_year {
            context = context.doses_per_year(doses);
        }
        if !self.other_device.is_empty() {
            context = context.other_devices(self.devices()?);
        }
        Ok(context)
    }

    /// `none` says that there is no other inhaler, which is not the same as saying nothing.
    fn devices(&self) -> Result<Vec<Device>, ContextError> {
        let named = match self.other_device.as_slice() {
            [none] if none == "none" => &[],
            named => named,
        };
        named
            .iter()
            .map(|word| Device::from_word(word).ok_or_else(|| ContextError::Device(word.clone())))
            .collect()
    }

    fn options(&self, data: &DataArguments) -> Result<Options, Failure> {
        let purpose = match self.purpose {
            Some(Purpose::Aggregate) => Use::Aggregate,
            Some(Purpose::Patient) | None => Use::Patient,
        };
        let options = Options::new()
            .purpose(purpose)
            .include_unverified(self.include_unverified)
            .gwp(data.gwp());
        let language = data.language();
        match &self.minimum_saving {
            None => Ok(options),
            Some(text) => exact::parse(text)
                .filter(|least| *least >= Decimal::ZERO)
                .map(|least| options.minimum_saving(least))
                .ok_or_else(|| refused(language, text, Refused::Saving)),
        }
    }

    /// What a typing error would otherwise turn into nothing known.
    fn asked<'a>(&'a self, what: &'a str, language: Language) -> Result<Asked<'a>, Failure> {
        let atc = self.atc.as_deref().unwrap_or_default();
        if !atc.is_empty() && Atc::parse(atc).is_none() {
            return Err(refused(language, atc, Refused::Atc));
        }
        let quantity = self.quantity.as_deref().unwrap_or_default();
        let above_zero = |text| exact::parse(text).is_some_and(|amount| amount > Decimal::ZERO);
        if self.quantity.is_some() && !above_zero(quantity) {
            return Err(refused(language, quantity, Refused::Quantity));
        }
        Ok(Asked {
            what,
            atc,
            quantity,
            unit: self.unit.as_deref().unwrap_or_default(),
        })
    }
}

/// What of the arguments is not what it should be.
enum Refused {
    Saving,
    Atc,
    Quantity,
}

fn refused(language: Language, text: &str, what: Refused) -> Failure {
    let dutch = language == Language::Dutch;
    Failure::Said(match what {
        Refused::Saving if dutch => {
            format!("'{text}' is geen besparing in kg CO2e zoals 0.5 (met een punt).")
        }
        Refused::Saving => format!("'{text}' is not a saving in kg CO2e such as 0.5."),
        Refused::Atc if dutch => format!("'{text}' is geen ATC-code zoals R03AC02."),
        Refused::Atc => format!("'{text}' is not an ATC code such as R03AC02."),
        Refused::Quantity if dutch => {
            format!("'{text}' is geen hoeveelheid boven nul zoals 1 of 2.5 (met een punt).")
        }
        Refused::Quantity => format!("'{text}' is not a quantity above zero such as 1 or 2.5."),
    })
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let language = arguments.data.language();
    let given = &arguments.advice;
    // What was typed is checked before anything is printed.
    let context = given
        .context()
        .map_err(|error| Failure::Said(error.text(language)))?;
    let options = given.options(&arguments.data)?;
    let library = |error| Failure::Library(error, language);
    let asked = given.asked(&arguments.what, language)?;
    let dataset = arguments.data.dataset().map_err(library)?;
    let release = arguments.data.release().map_err(library)?;
    let articles = release.as_ref().map(Release::articles);
    let advice = given
        .is_asked()
        .then(|| AdviceReport::with_numbers(&dataset, articles, &asked, &context, &options));
    if let (Some(advice), Some(FormatChoice::Json)) = (&advice, given.format) {
        output::print_json(advice)?;
        return Ok(outcome(advice.is_recognised()));
    }
    let explanation = explain_with(&dataset, articles, arguments.data.gwp(), &arguments.what);
    let mut text = explanation.text(language);
    if let Some(advice) = &advice {
        text.push('\n');
        text.push_str(&advice.text(language));
    }
    output::print(&text)?;
    let advised = advice.is_some_and(|advice| advice.is_recognised());
    Ok(outcome(explanation.is_recognised() || advised))
}

fn outcome(recognised: bool) -> Outcome {
    if recognised {
        Outcome::Done
    } else {
        Outcome::Findings
    }
}
