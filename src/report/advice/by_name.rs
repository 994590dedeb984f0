//! What the name on a label told of the ATC code, and what that rests on.

use super::words::both;
use crate::code::Atc;
use crate::dataset::Dataset;
use crate::diagnostic::Message;
use crate::language::Language;
use crate::matching::{CodesByName, Unclear};
use std::collections::BTreeSet;

/// The sentences about codes that were found by a name, or not; `given` is a code that stood
/// beside the label.
pub(in crate::report) fn told(
    found: &CodesByName,
    given: Option<Atc>,
    dataset: &Dataset,
) -> Message {
    both(|language| {
        let of = Told {
            found,
            dataset,
            language,
        };
        match given {
            Some(given) => of.against(given),
            None => of.alone(),
        }
    })
}

struct Told<'a> {
    found: &'a CodesByName,
    dataset: &'a Dataset,
    language: Language,
}

impl Told<'_> {
    fn say(&self, nl: String, en: String) -> String {
        match self.language {
            Language::Dutch => nl,
            Language::English => en,
        }
    }

    fn name(&self) -> String {
        let and = self.language.say(" met ", " with ");
        self.found.substances.join(and)
    }

    fn codes(&self) -> String {
        let codes: BTreeSet<&str> = self
            .found
            .codes
            .iter()
            .map(|one| one.atc.as_str())
            .collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        codes.join(self.language.say(" of ", " or "))
    }

    /// The sources of the codes, each with the places in it.
    fn sources(&self) -> String {
        let mut all = Vec::new();
        let sources: BTreeSet<_> = self.found.codes.iter().map(|one| &one.source).collect();
        for source in sources {
            let of = self.found.codes.iter().filter(|one| one.source == *source);
            let places = of.map(|one| format!("{}: {}, {}", one.atc, one.named, one.locator));
            let places = places.collect::<Vec<_>>().join("; ");
            let cited = self.dataset.source(source);
            let cited = cited
                .map(crate::dataset::Source::citation)
                .unwrap_or_default();
            all.push(format!("{cited} ({places})"));
        }
        let lead = self.language.say("Bron", "Source");
        format!("{lead}: {}.", all.join("; "))
    }

    fn alone(&self) -> String {
        let (name, codes) = (self.name(), self.codes());
        let give = self
            .language
            .say("geef de ATC-code erbij", "give the ATC code too");
        let text = match (self.found.unclear, self.found.code()) {
            (None, Some(code)) => self.say(
                format!("De ATC-code {code} is gevonden bij de naam {name}; een opgegeven code gaat voor."),
                format!("The ATC code {code} was found by the name {name}; a code that is given goes before it."),
            ),
            (None, None) => self.say(
                format!("Bij de naam {name} hoort ATC-code {codes}; de vorm beslist hier niet welke. Een regel die niet bij elk ervan hoort, is niet getoetst: {give}."),
                format!("The name {name} has ATC code {codes}; the form does not decide here which. A rule that does not fit each of them was not held against it: {give}."),
            ),
            (Some(Unclear::NotInData), _) => return self.say(
                format!("Bij de naam {name} kennen de gegevens geen ATC-code: {give}."),
                format!("The data knows no ATC code of the name {name}: {give}."),
            ),
            (Some(Unclear::OtherForm), _) => self.say(
                format!("Bij de naam {name} kennen de gegevens alleen de ATC-code van een andere vorm, {codes}; die is niet gebruikt: {give}."),
                format!("Of the name {name} the data knows the ATC code of another form only, {codes}; it was not used: {give}."),
            ),
            (Some(Unclear::UnknownWord), _) => self.say(
                format!("Een woord is niet begrepen en kan een tweede stof zijn. ATC-code {codes}, van {name} alleen, is daarom niet gebruikt: {give}."),
                format!("A word is not understood and may be a second substance. ATC code {codes}, of {name} alone, was not used therefore: {give}."),
            ),
            (Some(Unclear::Combination), _) => self.say(
                format!("De omschrijving noemt meer sterktes dan stoffen. ATC-code {codes}, van {name} alleen, is daarom niet gebruikt: {give}."),
                format!("The label states more strengths than it names substances. ATC code {codes}, of {name} alone, was not used therefore: {give}."),
            ),
        };
        format!("{text} {}", self.sources())
    }

    fn against(&self, given: Atc) -> String {
        let (name, codes) = (self.name(), self.codes());
        let text = self.say(
            format!("De opgegeven ATC-code {given} is gevolgd; bij de naam {name} kennen de gegevens {codes}."),
            format!("The ATC code {given} that was given is followed; of the name {name} the data knows {codes}."),
        );
        format!("{text} {}", self.sources())
    }
}
