//! Which folders of data a page was made with where these are used alone, and what they lack.

use crate::dataset::{DatasetVersion, Lacks};
use crate::language::Language;

/// The version of the data as it is named in a sentence: `2026.11`, or `only: study`.
pub(super) fn version_of(data: &DatasetVersion, language: Language) -> String {
    let Some(alone) = &data.only else {
        return data.version.clone();
    };
    let folders = alone.folders.join(" + ");
    let only = format!("{}: {folders}", language.say("alleen", "only"));
    match data.version.as_str() {
        "" => only,
        version => format!("{version} ({only})"),
    }
}

/// What is said once on a page about folders that are used alone; `None` otherwise.
pub(super) fn sentence(data: &DatasetVersion, language: Language) -> Option<String> {
    let alone = data.only.as_ref()?;
    let folders = alone.folders.join(" + ");
    let lead = match language {
        Language::Dutch => format!(
            "Alleen: {folders}. Van groenrecept zelf zijn alleen woorden en eenheden gebruikt, geen product, waarde, bron of regel."
        ),
        Language::English => format!(
            "Only: {folders}. Of groenrecept itself only words and units were used, no product, value, source or rule."
        ),
    };
    let lacks = alone.lacks.iter().map(|one| match one {
        Lacks::Rules => language.say(
            "Er zijn geen regels, dus ook geen advies.",
            "There are no rules, and so no advice.",
        ),
        Lacks::WaterFacts => language.say(
            "Er zijn geen feiten over water, dus er staat niets over water.",
            "There are no facts about water, and so nothing stands here about water.",
        ),
        Lacks::FormFacts => language.say(
            "Er zijn geen feiten over vormen, dus andere middelen hebben geen orde van grootte.",
            "There are no facts about forms, and so other medicines have no order of magnitude.",
        ),
        Lacks::LabelLimits => language.say(
            "Er zijn geen grenzen van etiketten, dus die zijn niet bekeken.",
            "There are no limits of labels, and so none were looked at.",
        ),
    });
    let said: Vec<&str> = std::iter::once(lead.as_str()).chain(lacks).collect();
    Some(said.join(" "))
}
