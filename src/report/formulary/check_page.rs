//! What was found in a formulary, as a page.

use super::transition::transition_lines;
use super::{FormularyFinding, FormularyReport};
use crate::dataset::guideline::RuleId;
use crate::diagnostic::Severity;
use crate::language::Language;
use crate::report::alone;
use crate::report::data::{shortened, wrap};
use std::collections::BTreeSet;

/// The findings as a page: each error and warning with its line, its source and what to do;
/// what is only for information without its line; and a count.
pub(super) fn page(report: &FormularyReport, language: Language) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        one(&mut text, finding, language);
    }
    if !report.findings.is_empty() {
        text.push('\n');
    }
    conclusion(&mut text, report, language);
    text
}

fn one(text: &mut String, finding: &FormularyFinding, language: Language) {
    let diagnostic = &finding.diagnostic;
    let head = format!(
        "{}: {}[{}]",
        diagnostic.place,
        diagnostic.severity.word(language),
        diagnostic.code.as_str()
    );
    text.push_str(&head);
    let message = diagnostic.message.text(language);
    match (finding.option.is_empty(), finding.step) {
        (false, Some(step)) => {
            let stap = language.say("stap", "step");
            let (condition, option) = (&finding.condition, &finding.option);
            text.push_str(&format!(": {condition}, {stap} {step}, {option}\n"));
            wrap(text, "  ", message);
        }
        _ => text.push_str(&format!(": {message}\n")),
    }
    for source in &finding.sources {
        let lead = language.say("bron:", "source:");
        wrap(
            text,
            "  > ",
            &format!("{lead} {} {}", source.title, source.url),
        );
    }
    if diagnostic.severity == Severity::Information {
        return;
    }
    if let Some(line) = &diagnostic.line_text {
        text.push_str("  | ");
        text.push_str(&shortened(line));
        text.push('\n');
    }
    wrap(text, "  = ", finding.instead.text(language));
}

fn conclusion(text: &mut String, report: &FormularyReport, language: Language) {
    let file = &report.file;
    let version = alone::version_of(&report.dataset, language);
    let on = report.on.as_deref().unwrap_or("-");
    let (options, errors) = (report.options, report.errors);
    let (warnings, information) = (report.warnings, report.information);
    let summary = match language {
        Language::Dutch => format!(
            "{file}, {options} opties, gecontroleerd op {on} met gegevens {version}: fouten {errors}, waarschuwingen {warnings}, ter informatie {information}."
        ),
        Language::English => format!(
            "{file}, {options} options, checked on {on} with data {version}: errors {errors}, warnings {warnings}, for information {information}."
        ),
    };
    wrap(text, "", &summary);
    if let Some(transition) = &report.transition {
        // The day of the report is that of the data where none was given.
        let days = (report.on.as_deref(), None);
        wrap(
            text,
            "",
            &transition_lines(transition, days, language).join(" "),
        );
    }
    if report.whole {
        let limits = language.say("Bedoeld voor makers van formularia en richtlijnen; geen advies voor een patiënt. Gecontroleerd is wat de gegevens kunnen zeggen; waar zij dat niet kunnen, staat er geen bevinding.",
            "Meant for authors of formularies and guidelines; no advice for a patient. Checked is what the data can tell; where it cannot, there is no finding.",
        );
        wrap(text, "", limits);
        // What the findings rest on; a rule that none names says nothing here.
        let cited: BTreeSet<&str> = report
            .findings
            .iter()
            .flat_map(|finding| &finding.sources)
            .map(|source| source.rule.as_str())
            .collect();
        let named = |rule: &RuleId| cited.contains(rule.as_str());
        wrap(text, "", &report.rules_used.text_about(language, named));
    } else {
        let partial = language.say("Het bestand is niet helemaal te lezen. Daarom is alleen het lezen gecontroleerd; over de opties is niets beoordeeld.",
            "The file cannot be read as a whole. So only the reading was checked; nothing of the options was judged.",
        );
        wrap(text, "", partial);
    }
    if !report.findings.is_empty() {
        text.push_str(language.say(
            "Wat een code betekent: groenrecept check --explain CODE\n",
            "What a code means: groenrecept check --explain CODE\n",
        ));
    }
}
