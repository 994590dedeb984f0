//! Which rules count, and on which day: for every command that uses rules.

use crate::output::Failure;
use crate::word;
use groenrecept::dataset::guideline::Status;
use groenrecept::formulary::Settings;
use groenrecept::outward::on_one_line;
use groenrecept::{Day, Language};

#[derive(clap::Args)]
pub(crate) struct RuleArguments {
    /// Gebruik alleen regels die ten minste deze status hebben: concept, reviewed (beoordeeld) of
    /// authorised (geautoriseerd). (Only rules of at least this status.)
    #[arg(long, value_parser = word::<Status>(["concept", "reviewed", "authorised"]))]
    status: Option<Status>,
    /// De dag waarop advies wordt gevraagd, jjjj-mm-dd; anders vandaag. Daarna hadden gegevens
    /// herzien moeten zijn of niet. (The day of the advice; otherwise today.)
    #[arg(long, value_name = "DATE")]
    day: Option<String>,
}

impl RuleArguments {
    pub(crate) const fn are_given(&self) -> bool {
        self.status.is_some() || self.day.is_some()
    }

    pub(crate) fn status(&self) -> Status {
        self.status.unwrap_or_default()
    }

    pub(crate) fn day(&self, language: Language) -> Result<Day, Failure> {
        let Some(text) = &self.day else {
            return today();
        };
        read_day("--day", text, language)
    }

    pub(crate) fn of_settings(&self, language: Language) -> Result<Settings, Failure> {
        let settings = Settings::new().at_least(self.status());
        Ok(settings.today(self.day(language)?))
    }
}

/// The rows that count, by their day.
#[derive(clap::Args)]
pub(crate) struct PeriodArguments {
    /// De eerste dag die meetelt, jjjj-mm-dd. (The first day that counts.)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// De laatste dag die meetelt, jjjj-mm-dd. (The last day that counts.)
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

impl PeriodArguments {
    /// The first and last day that were given.
    pub(crate) fn days(&self, language: Language) -> Result<[Option<Day>; 2], Failure> {
        let read = |option: &str, text: &Option<String>| {
            let day = text.as_deref().map(|text| read_day(option, text, language));
            day.transpose()
        };
        Ok([read("--from", &self.from)?, read("--to", &self.to)?])
    }
}

fn read_day(option: &str, text: &str, language: Language) -> Result<Day, Failure> {
    text.parse().map_err(|_| {
        let text = on_one_line(text);
        Failure::Said(match language {
            Language::Dutch => format!("{option} {text}: dit is geen dag als jjjj-mm-dd."),
            Language::English => format!("{option} {text}: this is no day as yyyy-mm-dd."),
        })
    })
}

/// The day by the clock of this computer.
pub(crate) fn today() -> Result<Day, Failure> {
    let now = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    Day::new(now.year(), now.month(), now.day())
        .ok_or_else(|| Failure::Said("de klok van deze computer klopt niet".to_owned()))
}
