//! What to do about a finding in a formulary, where its code alone does not say it.

use crate::diagnostic::{Code, Message};
use crate::language::Language;

/// What to do where a rule keeps what a label leaves out.
pub(super) fn instead_of_kept() -> Message {
    (
        "Houd het middel zoals de regel zegt, en noem in de opmerking dat de bijsluiter later begint.",
        "Keep the medicine as the rule says, and say in the remark that the label starts later.",
    )
        .into()
}

/// What to do where only the label of another country says it.
pub(super) fn instead_of_foreign() -> Message {
    (
        "Ter informatie: een tekst uit een ander land beslist hier niet. Zoek de Nederlandse bijsluiter op; wijzig niets om deze tekst alleen.",
        "For information: a text from another country does not decide here. Look up the Dutch label; change nothing for this text alone.",
    )
        .into()
}

/// What to do about impact for frail patients and in palliative care.
pub(super) fn instead_of_weighing() -> Message {
    (
        "Draai de volgorde niet om voor het klimaat alleen. Weeg met de patiënt welke inhalator past: poeder alleen als de patiënt krachtig genoeg kan inademen; controleer de techniek; bij een aanval blijft een aerosol.",
        "Do not turn the order round for the climate alone. Weigh with the patient which inhaler fits: powder only if the patient can inhale with enough force; check the technique; in an attack an aerosol stays.",
    )
        .into()
}

/// What to do about a finding of this kind in a formulary. Codes that other files share say it
/// there in the words of those files.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other code says it in its own explanation, a new one too"
)]
pub(super) fn in_formulary(code: Code) -> Message {
    match code {
        Code::ReviewOverdue => (
            "Herzie de optie en schrijf de nieuwe datum in de kolom 'herzien voor'. Gaat het om de gegevens over een richtlijn, neem dan een nieuwere versie van de gegevens.",
            "Review the option and write the new date into the column 'herzien voor' (review by). Where it is about the data on a guideline, take a newer version of the data.",
        )
            .into(),
        Code::BadNumber => (
            "Schrijf een heel getal in cijfers, zonder decimalen, binnen de grenzen die de melding noemt.",
            "Write a whole number in digits, without decimals, within the limits that the finding names.",
        )
            .into(),
        Code::WrongCellCount => (
            "Geef elke regel zoveel cellen als de kopregel en laat onbekende cellen leeg staan. Zet tekst waar het scheidingsteken van het bestand in staat (een puntkomma of een komma) tussen dubbele aanhalingstekens.",
            "Give every row as many cells as the header and leave unknown cells empty. Put text that holds the separator of the file (a semicolon or a comma) between double quotes.",
        )
            .into(),
        Code::UnreadableFile => (
            "Sla het formularium op als CSV in UTF-8 en sluit elk aanhalingsteken.",
            "Save the formulary as CSV in UTF-8 and close every quote.",
        )
            .into(),
        code => {
            let of = |language| code.explanation(language).instead;
            (of(Language::Dutch), of(Language::English)).into()
        }
    }
}
