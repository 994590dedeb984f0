//! The words for what rules and comparisons are.

use crate::advice::Citation;
use crate::comparison::{Caveat, Verdict};
use crate::dataset::guideline::{Claim, Direction, Strength};
use crate::dataset::{EquivalenceBasis, Evidence};
use crate::diagnostic::Message;
use crate::language::Language;

/// A text in both languages.
pub(super) fn both(text: impl Fn(Language) -> String) -> Message {
    (text(Language::Dutch), text(Language::English)).into()
}

/// Whether a rule asks to look at something or to align it, and so reduces nothing by itself.
pub(in crate::report) const fn aligns(direction: Direction) -> bool {
    matches!(direction, Direction::Check | Direction::Harmonise)
}

/// How strongly a source says it.
pub(in crate::report) const fn strength(strength: Strength, language: Language) -> &'static str {
    let (nl, en) = match strength {
        Strength::Recommendation => (
            "aanbeveling of kernboodschap van een richtlijn",
            "recommendation or key message of a guideline",
        ),
        Strength::Agreement => ("ondertekende afspraak", "signed agreement"),
        Strength::Advice => ("advies", "advice"),
        Strength::Consider => ("te overwegen", "to consider"),
        Strength::Option => (
            "één van enkele gelijkwaardige mogelijkheden",
            "one of several equal options",
        ),
        Strength::Institute => (
            "bevinding of advies van een instituut, geen klinische richtlijn",
            "finding or advice of an institute, no clinical guideline",
        ),
        Strength::Local => ("lokale of regionale keuze", "local or regional choice"),
        Strength::Hospital => ("bedoeld voor ziekenhuizen", "meant for hospitals"),
        Strength::Opinion => ("een mening", "an opinion"),
        Strength::Descriptive => (
            "beschrijving van wat gebeurt, geen advies",
            "description of what is done, no advice",
        ),
        Strength::Method => ("een werkwijze of keuzehulp", "a method or decision aid"),
        Strength::Foreign => (
            "richtlijn van een ander land",
            "guideline of another country",
        ),
        Strength::Precaution => (
            "eigen voorzorg, geen richtlijn",
            "own caution, no guideline",
        ),
    };
    language.say(nl, en)
}

/// How strongly a source says it, in our words, in its own, and by GRADE where it prints that.
pub(in crate::report) fn claimed(said: Strength, claim: &Claim, language: Language) -> String {
    let mut text = strength(said, language).to_owned();
    if !claim.words.is_empty() {
        text.push_str(&format!(" (\"{}\")", claim.words));
    }
    let grade = claim.grade_text(language);
    if !grade.is_empty() {
        text.push_str(&format!("; GRADE: {grade}"));
    }
    text
}

/// What stands before where a source was sought.
pub(in crate::report) const fn looked(language: Language) -> &'static str {
    language.say("gezocht in", "sought in")
}

/// How the author of a rule saw its source. That nobody else compared the two is said apart.
pub(in crate::report) const fn seen(evidence: Evidence, language: Language) -> &'static str {
    let (nl, en) = match evidence {
        Evidence::Read => (
            "de auteur van de regel las de bron zelf",
            "the author of the rule read the source itself",
        ),
        Evidence::Copy => (
            "de auteur van de regel las een kopie van de bron",
            "the author of the rule read a copy of the source",
        ),
        Evidence::Excerpt => (
            "de auteur van de regel las een deel van de bron",
            "the author of the rule read a part of the source",
        ),
        Evidence::Derived => (
            "de auteur van de regel leidde dit af uit de bron",
            "the author of the rule derived this from the source",
        ),
        Evidence::Secondary => (
            "de auteur van de regel las een beschrijving van de bron, niet de bron zelf",
            "the author of the rule read a description of the source, not the source itself",
        ),
        Evidence::Unverified => (
            "uit algemene kennis, niet bevestigd",
            "general knowledge, not confirmed",
        ),
    };
    language.say(nl, en)
}

/// What a comparison tells.
pub(super) const fn verdict(verdict: Verdict, language: Language) -> &'static str {
    let (nl, en) = match verdict {
        Verdict::Lower => (
            "lager: elke waarde van het alternatief ligt onder elke waarde van wat is voorgeschreven",
            "lower: every value of the alternative lies below every value of what is prescribed",
        ),
        Verdict::ProbablyLower => (
            "waarschijnlijk lager: de middenwaarden liggen buiten elkaars bereik, maar de bereiken overlappen",
            "probably lower: the central values lie outside the other range, but the ranges overlap",
        ),
        Verdict::CannotTell => ("de gegevens kunnen het niet zeggen", "the data cannot tell"),
        Verdict::ProbablyHigher => ("waarschijnlijk hoger", "probably higher"),
        Verdict::Higher => ("hoger", "higher"),
    };
    language.say(nl, en)
}

/// What to know about a comparison.
pub(super) const fn caveat(caveat: Caveat, language: Language) -> &'static str {
    let (nl, en) = match caveat {
        Caveat::UnlikeBoundary => (
            "van één kant telt alleen het drijfgas mee, van de andere meer van de levensloop",
            "of one side only the propellant counts, of the other more of the life cycle",
        ),
        Caveat::BoundaryUncertain => (
            "van een van de waarden is niet vermeld, of niet overal gelijk, welk deel van de levensloop zij telt",
            "for one of the values the part of the life cycle that it counts is not stated, or mixed",
        ),
        Caveat::GwpAsPublished => (
            "een waarde staat zoals gepubliceerd: haar GWP-set is niet bekend of niet om te rekenen",
            "a value stands as published: its set of GWPs is not known or cannot be restated",
        ),
        Caveat::MethodNoise => (
            "beide zijn zonder drijfgas: het verschil valt binnen de ruis van de methoden",
            "both are without propellant: the difference is inside the noise of the methods",
        ),
        Caveat::SharedValues => (
            "beide kanten rusten op dezelfde waarden: alleen de hoeveelheid verschilt",
            "both sides rest on the same values: only the amounts differ",
        ),
        Caveat::OtherGasPossible => (
            "in een van beide kan een drijfgas zitten dat in geen van haar waarden meetelt",
            "one of the two can hold a propellant that none of its values counts",
        ),
    };
    language.say(nl, en)
}

/// On what an equivalence of doses rests.
pub(in crate::report) const fn basis(basis: EquivalenceBasis, language: Language) -> &'static str {
    let (nl, en) = match basis {
        EquivalenceBasis::Posology => (
            "volgens de doses per dag op beide etiketten",
            "by the doses a day of both labels",
        ),
        EquivalenceBasis::SameDose => (
            "dezelfde nominale dosis van één middel in twee inhalatoren van één fabrikant",
            "the same nominal dose of one medicine in two devices of one maker",
        ),
        EquivalenceBasis::Extrafine => (
            "extrafijne tegenover gewone deeltjes",
            "extrafine against ordinary particles",
        ),
        EquivalenceBasis::Delivered => (
            "afgemeten tegenover afgegeven sterkte van één dosis",
            "metered against delivered strength of one dose",
        ),
        EquivalenceBasis::Nominal => (
            "geen bron zegt dit; gerekend is met dezelfde nominale dosis van dezelfde stoffen",
            "no source says this; the same nominal dose of the same substances was taken",
        ),
    };
    language.say(nl, en)
}

/// That an authorisation has ended, or that a review is overdue, as the end of a citation; empty
/// where neither is.
pub(in crate::report) fn dated(citation: &Citation, language: Language) -> String {
    let mut text = String::new();
    for (day, nl, en) in [
        (
            citation.lapsed,
            "autorisatie verlopen na",
            "authorisation ended after",
        ),
        (
            citation.overdue,
            "had herzien moeten zijn uiterlijk op",
            "should have been reviewed by",
        ),
    ] {
        if let Some(day) = day {
            text.push_str(&format!("; {} {day}", language.say(nl, en)));
        }
    }
    if !citation.newer_version.is_empty() {
        let newer = language.say(
            "berust op een oudere versie; er is een nieuwere gezien",
            "rests on an older version; a newer one was seen",
        );
        text.push_str(&format!("; {newer}: {}", citation.newer_version));
    }
    text
}

/// With a capital at its start.
pub(super) fn capital(text: &str) -> String {
    // Of a first letter with an accent the capital goes without it.
    if let Some(rest) = text.strip_prefix("één") {
        return format!("Eén{rest}");
    }
    let mut all = text.chars();
    all.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_uppercase(), all.as_str())
    })
}
