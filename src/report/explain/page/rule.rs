//! A rule of a guideline as text.

use super::Page;
use crate::advice::asked_of;
use crate::dataset::Source;
use crate::dataset::guideline::{Condition, Direction, Selector};
use crate::report::explain::RuleTrail;
use std::fmt::Write as _;

impl Page {
    pub(super) fn one_rule(&self, trail: &RuleTrail, out: &mut String) -> std::fmt::Result {
        let rule = &trail.rule;
        let language = self.language();
        writeln!(out, "{} [{}]", rule.title.text(language), rule.id)?;
        writeln!(out, "  {}", rule.reason.text(language))?;
        let asks = self.direction(rule.direction);
        self.line(["vraagt om", "asks to"], asks, out)?;
        let from = self.selector(&rule.from);
        let any = self.say("elk middel", "any medicine").to_owned();
        let about = if from.is_empty() { any } else { from };
        self.line(["gaat over", "is about"], &about, out)?;
        if let Some(to) = &rule.to {
            let text = match to.text.text(language) {
                "" => self.selector(&to.is),
                text => text.to_owned(),
            };
            self.line(["in plaats daarvan", "instead"], &text, out)?;
        }
        let when = self.condition(&rule.when, trail);
        self.line(["geldt als", "holds where"], &when, out)?;
        for exception in &rule.unless {
            let text = format!(
                "{} ({})",
                exception.text.text(language),
                self.condition(&exception.condition, trail)
            );
            self.line(["niet als", "not where"], &text, out)?;
        }
        self.line(["daarna", "afterwards"], rule.follow_up.text(language), out)?;
        self.cited(trail, out)?;
        self.claimed(trail, out)?;
        self.stands(trail, out)
    }

    /// Where it was read.
    fn cited(&self, trail: &RuleTrail, out: &mut String) -> std::fmt::Result {
        let (rule, guideline, language) = (&trail.rule, &trail.guideline, self.language());
        let cited = format!(
            "{} ({}), {}; {}; {}",
            guideline.title,
            guideline.version,
            rule.section,
            crate::report::advice::claimed(rule.strength, &rule.claim, language),
            crate::report::advice::seen(rule.evidence, language)
        );
        self.line(["richtlijn of bron", "guideline or source"], &cited, out)?;
        self.line(["adres", "address"], &rule.url, out)?;
        let citation = trail.source.as_ref().map(Source::citation);
        self.line(
            ["gelezen via", "read by way of"],
            &citation.unwrap_or_default(),
            out,
        )?;
        self.terms(trail.source.as_ref(), out)
    }

    /// How strongly it is said, on what it rests, and whether a newer version was seen.
    fn claimed(&self, trail: &RuleTrail, out: &mut String) -> std::fmt::Result {
        let (rule, language) = (&trail.rule, self.language());
        let grade = match rule.claim.grade_text(language) {
            text if text.is_empty() && rule.claim.grade.is_some() => self
                .say(
                    "wat is gelezen geeft geen sterkte of zekerheid volgens GRADE",
                    "what was read gives no strength or certainty by GRADE",
                )
                .to_owned(),
            text => text,
        };
        self.line(["GRADE", "GRADE"], &grade, out)?;
        let basis = rule.basis.text(language);
        self.line(["waarop dit berust", "what this rests on"], basis, out)?;
        let looked = rule.looked.text(language);
        self.line(
            [
                "bron zelf niet gelezen; gezocht in",
                "source itself not read; sought in",
            ],
            looked,
            out,
        )?;
        let newest = trail.newest.as_ref().map_or_else(String::new, |newest| {
            let mut text = format!("{}, {}", newest.title, newest.version);
            let seen = &newest.seen;
            if !seen.is_empty() {
                let lead = self.say("gezien", "seen");
                text.push_str(&format!("; {lead} {seen}"));
            }
            if trail.is_older {
                let older = self.say(
                    "deze regel berust op een oudere",
                    "this rule rests on an older one",
                );
                text.push_str(&format!("; {older}"));
            }
            text
        });
        self.line(
            [
                "nieuwste versie die is gezien",
                "newest version that was seen",
            ],
            &newest,
            out,
        )?;
        let note = trail.newest.as_ref().map_or("", |newest| &newest.note);
        self.line(["aantekening (Engels)", "note"], note, out)
    }

    /// What became of it: whether it was reversed, reviewed or contradicted.
    fn stands(&self, trail: &RuleTrail, out: &mut String) -> std::fmt::Result {
        let (rule, guideline, language) = (&trail.rule, &trail.guideline, self.language());
        let reversed = rule.reversed_by.as_ref().map_or("", |by| by.as_str());
        self.line(
            ["sindsdien omgekeerd door", "reversed since by"],
            reversed,
            out,
        )?;
        let patient = [rule.patient_url.as_str(), rule.patient.text(language)];
        self.line(
            ["voor de patiënt", "for the patient"],
            patient.join(" ").trim(),
            out,
        )?;
        let status = rule.standing.text(language);
        self.line(["status", "status"], &status, out)?;
        let withdrawn = self.say("is ingetrokken", "was withdrawn");
        let withdrawn = if guideline.withdrawn { withdrawn } else { "" };
        self.line(["de bron", "the source"], withdrawn, out)?;
        self.line(
            ["over de bron", "on the source"],
            guideline.note.text(language),
            out,
        )?;
        for one in &trail.against {
            self.line(["spreekt tegen", "contradicts"], &one.text(language), out)?;
        }
        self.line(
            ["voorbeelden in het bestand", "examples in the file"],
            &rule.examples.len().to_string(),
            out,
        )
    }

    fn direction(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Correct => self.say("eerst herstellen", "put right first"),
            Direction::Keep => self.say("houden", "keep"),
            Direction::Reduce => self.say("minder", "use less"),
            Direction::Stop => self.say("stoppen", "stop"),
            Direction::Switch => self.say("wisselen", "switch"),
            Direction::Lighter => self.say(
                "kleinere bus of lichter gas",
                "smaller canister or lighter gas",
            ),
            Direction::LimitQuantity => self.say("hoeveelheid beperken", "limit the quantity"),
            Direction::Harmonise => self.say("gelijktrekken", "harmonise"),
            Direction::Check => self.say("nagaan", "check"),
            Direction::Inform => self.say("meewegen", "weigh"),
        }
    }

    /// What a selector takes, in the words of the data; empty where it takes everything.
    fn selector(&self, selector: &Selector) -> String {
        let mut parts: Vec<String> = Vec::new();
        let join = |items: Vec<String>| items.join(", ");
        if !selector.atc.is_empty() {
            let codes = selector.atc.iter().map(ToString::to_string);
            parts.push(format!("ATC {}", join(codes.collect())));
        }
        if !selector.devices.is_empty() {
            let devices = selector.devices.iter();
            let devices = devices.map(|one| self.words.device(*one).to_owned());
            parts.push(join(devices.collect()));
        }
        if !selector.propellants.is_empty() {
            let gases = selector.propellants.iter().map(|gas| match gas.as_str() {
                "unknown" => self.say("onbekend", "unknown"),
                "none" => self.say("geen", "none"),
                gas => gas,
            });
            let gases = gases.collect::<Vec<_>>().join(", ");
            parts.push(format!("{} {gases}", self.say("drijfgas", "propellant")));
        }
        if !selector.routes.is_empty() {
            let words = self.words.water();
            let routes = selector
                .routes
                .iter()
                .map(|one| words.route(*one).to_owned());
            parts.push(format!(
                "{} {}",
                self.say("route", "route"),
                join(routes.collect())
            ));
        }
        if !selector.forms.is_empty() {
            let words = self.words.medicines();
            let forms = selector.forms.iter().map(|one| words.form(*one).to_owned());
            parts.push(join(forms.collect()));
        }
        if !selector.strengths.is_empty() {
            let strengths = selector.strengths.iter().map(ToString::to_string);
            let lead = self.say("sterkte", "strength");
            parts.push(format!("{lead} {}", join(strengths.collect())));
        }
        if !selector.products.is_empty() {
            let products = selector.products.iter().map(ToString::to_string);
            parts.push(join(products.collect()));
        }
        parts.join("; ")
    }

    /// What a condition asks; empty where it asks nothing.
    fn condition(&self, condition: &Condition, trail: &RuleTrail) -> String {
        let device = |device| self.words.device(device);
        let parts = condition.parts().iter();
        let parts = parts.map(|part| asked_of(part, &trail.dataset, self.language(), device));
        let parts: Vec<String> = parts.collect();
        parts.join("; ")
    }
}
