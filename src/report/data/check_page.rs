//! What the checker found, as a page, and what its codes mean.

use super::{WIDTH, wrap};
use crate::dataset::{Checked, Purpose};
use crate::diagnostic::{Code, FormularyCode, Severity};
use crate::language::Language;
use crate::outward;

/// The findings as a page: each error and warning with its line and what to do, what is only
/// for information on one line, and a count.
///
/// ```
/// use groenrecept::{Language, dataset::Checked, report::data::check_page};
/// let page = check_page(&Checked::embedded(), Language::English);
/// assert!(page.contains("0 errors, 0 warnings"));
/// ```
#[must_use]
pub fn check_page(checked: &Checked, language: Language) -> String {
    let mut text = String::new();
    for finding in &checked.findings {
        text.push_str(&finding.text(language));
        text.push('\n');
        if finding.severity == Severity::Information {
            continue;
        }
        if let Some(line) = &finding.line_text {
            text.push_str("  | ");
            text.push_str(&shortened(line));
            text.push('\n');
        }
        let instead = finding.code.explanation(language).instead;
        wrap(&mut text, "  = ", instead);
    }
    if !checked.findings.is_empty() {
        text.push('\n');
    }
    text.push_str(&conclusion(checked, language));
    outward::page(text)
}

fn conclusion(checked: &Checked, language: Language) -> String {
    let layers = checked.layers.join(" + ");
    let purpose = match checked.purpose {
        Purpose::Use => language.say("om te gebruiken", "for use"),
        Purpose::Embedding => language.say("om op te nemen in de crate", "for embedding"),
    };
    let [errors, warnings, information] =
        [Severity::Error, Severity::Warning, Severity::Information]
            .map(|severity| checked.count(severity));
    let mut text = match language {
        Language::Dutch => {
            let errors = counted(errors, "fout", "fouten");
            let warnings = counted(warnings, "waarschuwing", "waarschuwingen");
            format!(
                "{layers}, gecontroleerd {purpose}: {errors}, {warnings}, {information} ter informatie.\n"
            )
        }
        Language::English => {
            let errors = counted(errors, "error", "errors");
            let warnings = counted(warnings, "warning", "warnings");
            format!(
                "{layers}, checked {purpose}: {errors}, {warnings}, {information} for information.\n"
            )
        }
    };
    if errors > 0 {
        text.push_str(language.say(
            "Zolang er fouten zijn, wordt er niets geladen.\n",
            "While there are errors nothing is loaded.\n",
        ));
    }
    if !checked.findings.is_empty() {
        text.push_str(language.say(
            "Wat een code betekent: groenrecept check --explain CODE\n",
            "What a code means: groenrecept check --explain CODE\n",
        ));
    }
    text
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The start of a line that is too long for a page.
pub(in crate::report) fn shortened(line: &str) -> String {
    if line.chars().count() <= WIDTH {
        return line.to_owned();
    }
    let start: String = line.chars().take(WIDTH).collect();
    format!("{start} ...")
}

/// What one code means.
///
/// ```
/// use groenrecept::{Language, diagnostic::Code, report::data::code_page};
/// let page = code_page(Code::MissingSource, Language::Dutch);
/// assert!(page.starts_with("missing-source (fout)\n\nWat:         Een feit noemt geen bron.\n"));
/// ```
#[must_use]
pub fn code_page(code: Code, language: Language) -> String {
    let explanation = code.explanation(language);
    let severity = code.severity().word(language);
    let mut text = format!("{} ({severity})\n\n", code.as_str());
    let parts = [
        (language.say("Wat:", "What:"), explanation.what),
        (language.say("Waarom:", "Why:"), explanation.why),
        (language.say("Voorbeeld:", "Example:"), explanation.example),
        (language.say("Wel:", "Instead:"), explanation.instead),
    ];
    for (title, words) in parts {
        text.push_str(&format!("{title:<13}"));
        let mut wrapped = String::new();
        wrap(&mut wrapped, &" ".repeat(13), words);
        text.push_str(wrapped.trim_start());
    }
    text
}

/// `docs/checks.md`: a section for each code, in Dutch first.
#[must_use]
pub fn codes_document() -> String {
    let mut text = String::from(
        "# Checks on data files and formularies\n\n\
         What `groenrecept check` looks at: first the findings in data files, which every load of data\n\
         makes too, then those in a formulary. Made from `Code` in\n\
         `src/diagnostic/` by `UPDATE_DOCS=1 cargo test --test check`; a test keeps the two in step.\n\n\
         In data files an error (fout) stops the loading, a warning (waarschuwing) does not, and what\n\
         is for information (ter informatie) needs no action. In a formulary an error in reading keeps\n\
         the rest from being judged; the other severities are defaults that `--severity` overrides.\n",
    );
    let formulary = FormularyCode::ALL.iter().copied().map(Code::Formulary);
    for code in Code::all().chain(formulary) {
        text.push_str(&format!("\n## {}\n", code.as_str()));
        for language in [Language::Dutch, Language::English] {
            let explanation = code.explanation(language);
            let severity = code.severity().word(language);
            let why = explanation.why;
            let example = explanation.example;
            let instead = explanation.instead;
            let (what, for_example, do_instead) = match language {
                Language::Dutch => (explanation.what, "Voorbeeld", "Wel"),
                Language::English => (explanation.what, "Example", "Instead"),
            };
            text.push('\n');
            wrap(&mut text, "", &format!("**{severity}**: {what} {why}"));
            text.push('\n');
            wrap(&mut text, "", &format!("- {for_example}: `{example}`"));
            wrap(&mut text, "", &format!("- {do_instead}: {instead}"));
        }
    }
    text
}
