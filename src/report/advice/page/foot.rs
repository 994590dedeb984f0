//! The foot of the page: where rules are to be read, which are left out, and how it was computed.

use super::{Page, rule_ids, rules};
use crate::advice::LeftOutWhy;
use crate::dataset::guideline::RuleId;
use crate::report::{alone, wording};

/// Where rules are to be read.
struct Address<'r> {
    url: &'r str,
    /// For the patient: what it tells, which may be empty.
    patient: Option<&'r str>,
    rules: Vec<RuleId>,
}

impl Page<'_> {
    /// Where rules are to be read: each address once, with its rules.
    pub(super) fn addresses(&mut self) {
        let mut found: Vec<Address<'_>> = Vec::new();
        for (rule, _, cited) in rules(self.report) {
            let of_patient = Some(cited.patient.text(self.language));
            for (url, patient) in [(&cited.url, None), (&cited.patient_url, of_patient)] {
                if url.is_empty() {
                    continue;
                }
                let mut all = found.iter_mut();
                let known = all.find(|one| one.url == url && one.patient == patient);
                match known {
                    Some(one) => one.rules.push(rule.clone()),
                    None => found.push(Address {
                        url,
                        patient,
                        rules: vec![rule.clone()],
                    }),
                }
            }
        }
        if found.is_empty() {
            return;
        }
        self.heading("Waar het staat", "Where it is to be read");
        for one in found {
            let (rules, url) = (rule_ids(&one.rules), one.url);
            let text = match one.patient {
                None => format!("{rules} {url}"),
                Some(says) => {
                    let lead = self.say("voor de patiënt", "for the patient");
                    format!("{rules} {lead}: {url} {says}")
                }
            };
            self.line("  - ", text.trim_end());
        }
    }

    /// Which rules of the data no prescription meets.
    fn left_out(&mut self) {
        let report = self.report;
        for one in &report.left_out {
            let lead = match one.why {
                LeftOutWhy::Hospital => self.say(
                    "Regels die voor ziekenhuizen zijn geschreven",
                    "Rules that are written for hospitals",
                ),
                LeftOutWhy::Unverified => self.say(
                    "Regels die niet bevestigd zijn",
                    "Rules that are not confirmed",
                ),
                LeftOutWhy::Status => self.say(
                    "Regels onder de gevraagde status",
                    "Rules below the status that was asked for",
                ),
            };
            let end = self.say("tellen hier niet mee", "do not count here");
            let count = one.rules.len();
            self.line("", &format!("{lead} ({count}) {end}."));
        }
    }

    pub(super) fn method(&mut self) {
        let report = self.report;
        self.text.push('\n');
        self.left_out();
        let options = &report.options;
        let mut parts = vec![format!("GWP-set {}", options.gwp)];
        if let Some(least) = &options.minimum_saving {
            let lead = self.say("alleen besparingen vanaf", "only savings from");
            parts.push(format!("{lead} {} kg CO2e", self.decimal(least)));
        }
        if options.include_unverified {
            parts.push(
                self.say("ook niet bevestigde regels", "also rules not confirmed")
                    .to_owned(),
            );
        }
        if options.strict {
            let strict = self.say(
                "ongelijke systeemgrenzen zijn niet vergeleken",
                "unlike system boundaries were not compared",
            );
            parts.push(strict.to_owned());
        }
        let lead = self.say("Gerekend met", "Computed with");
        self.line("", &format!("{lead}: {}.", parts.join("; ")));
        let dataset = &report.dataset;
        let version = wording::of(self.language).data_version(
            &alone::version_of(dataset, self.language),
            &dataset.sha256,
            &dataset.layers.join(", "),
        );
        self.line("", &version);
    }
}
