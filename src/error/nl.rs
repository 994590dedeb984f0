//! Why something cannot go on, in Dutch. The English is the text of the error itself.

use super::{ErrorKind, Foreign, ReleaseProblem, Role, dates_read, two_readings};
use crate::diagnostic::Severity;
use crate::language::Language;

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Date => "datum",
        Role::Label => "middel",
        Role::Atc => "ATC-code",
        Role::Code => "code",
        Role::Quantity => "hoeveelheid",
        Role::Unit => "eenheid",
        Role::Patient => "patiënt",
        Role::Practice => "praktijk",
        Role::Status => "status",
        Role::Stopped => "gestopt",
        Role::Repeat => "volgnummer van herhaling",
        Role::Iterations => "aantal toegestane herhalingen",
        Role::Dosage => "dosering",
        Role::Days => "aantal dagen",
        Role::End => "einddatum",
        Role::PerDay => "hoeveelheid per dag",
    }
}

/// What went wrong and what to do.
pub(super) fn dutch(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "dit bestand bestaat niet.".to_owned(),
        ErrorKind::NoFolder => "deze map bestaat niet.".to_owned(),
        ErrorKind::NotAFolder => {
            "dit is geen map, maar een bestand; noem de map waarin het staat.".to_owned()
        }
        ErrorKind::IsFolder => "dit is een map; noem het exportbestand daarin.".to_owned(),
        ErrorKind::Io(what) => format!("het bestand is niet te lezen of te schrijven ({what})."),
        ErrorKind::TooLarge { limit } => format!(
            "het bestand is groter dan {}; meer wordt van zo'n bestand niet gelezen.",
            super::mebibytes(*limit)
        ),
        ErrorKind::NotAFile => {
            "dit is geen gewoon bestand maar een pijp, een apparaat of een map; een map met gegevens bevat alleen bestanden.".to_owned()
        }
        ErrorKind::TooManyNames { limit } => format!(
            "de map bevat meer dan {limit} bestanden en mappen; noem de map van de gegevens zelf."
        ),
        ErrorKind::Foreign(foreign) => match foreign {
            Foreign::Workbook => "dit is een Office-werkmap en geen tekst; sla hem op als CSV en probeer het opnieuw.",
            Foreign::Pdf => "dit is een PDF en geen tabel; exporteer de voorschriften als CSV.",
            Foreign::Archive => "dit is een gecomprimeerd bestand; pak het eerst uit.",
            Foreign::Utf16 => "deze tekst is UTF-16; sla hem op als CSV in UTF-8.",
            Foreign::Binary => "dit is geen tekst; exporteer de voorschriften als CSV.",
        }
        .to_owned(),
        ErrorKind::Empty => "het bestand is leeg.".to_owned(),
        ErrorKind::NoRows => "het bestand heeft een kopregel maar geen regels daaronder.".to_owned(),
        ErrorKind::NoHeader { columns: 1 } => {
            "de eerste regel heeft één kolom en de naam daarvan is niet bekend. Is de eerste regel een kopregel? Benoem de kolommen in een profiel (--profile).".to_owned()
        }
        ErrorKind::NoHeader { columns } => format!(
            "geen van de {columns} kolomnamen in de eerste regel is bekend. Is de eerste regel een kopregel? Benoem de kolommen in een profiel (--profile)."
        ),
        ErrorKind::TooManyColumns { columns, limit } => {
            format!("de eerste regel heeft {columns} kolommen; er worden er hoogstens {limit} gelezen.")
        }
        ErrorKind::HeaderTooLong { limit } => format!(
            "de eerste regel is langer dan {limit} bytes; dit is geen tabel met voorschriften."
        ),
        ErrorKind::DatasetMismatch { found, expected } => format!(
            "dit is herkend met andere gegevens ({found}) dan waarmee het gebruikt wordt ({expected}); zoek het op met dezelfde gegevens."
        ),
        ErrorKind::AmbiguousSeparator(signs) => format!(
            "het scheidingsteken is niet te bepalen: {signs} passen even goed; noem het in een profiel (--profile)."
        ),
        ErrorKind::MissingRole(Role::Quantity) => {
            "er is geen kolom met de hoeveelheid gevonden (Hoeveelheid, Aantal, quantity); noem hem in een profiel (--profile).".to_owned()
        }
        ErrorKind::MissingRole(_) => {
            "geen kolom zegt welk middel het is (Omschrijving, Atc_code, label, of een code met eigen codetabel); noem hem in een profiel (--profile).".to_owned()
        }
        ErrorKind::DuplicateRole { role, first, second } => format!(
            "de kolommen {first} en {second} hebben allebei de rol '{}'; kies er een in een profiel, als \"#{first}\" of \"#{second}\" (--profile).",
            role_name(*role)
        ),
        ErrorKind::AmbiguousDate { column, example, first, second } => format!(
            "kolom {column}: de datums aan het begin van het bestand passen in twee volgorden{}. Zeg in een profiel welke het is: date = \"dd-mm-yyyy\" of \"mm-dd-yyyy\" (--profile).",
            two_readings(example, first, second, "of")
        ),
        ErrorKind::MixedDates { column, total, first, second } => format!(
            "kolom {column}: niet alle cellen zijn datums in één schrijfwijze (gelezen: {}). Schrijf ze overal op dezelfde manier, of zeg in een profiel date = \"{}\"; regels met een andere datum gaan dan terzijde (--profile).",
            dates_read(first, second.as_ref(), *total, "van de", "regel"),
            first.order
        ),
        ErrorKind::UnreadableDates { column, line, shape } => format!(
            "kolom {column}: geen cel is een datum die gelezen wordt; de eerste (regel {line}) ziet eruit als '{shape}' (9 is een cijfer, a een ander teken). Verwacht is dd-mm-jjjj, jjjj-mm-dd of jjjjmmdd: een dag, een maand en een jaar van vier cijfers."
        ),
        ErrorKind::AmbiguousDecimal { column, example } => format!(
            "kolom {column}: '{example}' kan een decimaal getal of een duizendtal zijn. Zeg in een profiel welke het is: decimal = \",\" of \".\" (--profile)."
        ),
        ErrorKind::BareCarriageReturns => {
            "de regels hebben geen gewoon regeleinde; open het bestand in een rekenblad en sla het opnieuw op als CSV.".to_owned()
        }
        ErrorKind::EncodingNotBuilt => {
            "het bestand is geen UTF-8 en deze bouw leest geen andere tekenset (feature 'encoding').".to_owned()
        }
        ErrorKind::Profile(what) => format!("het profiel is niet te lezen: {what}"),
        ErrorKind::ProfileColumn { role, column } => format!(
            "het profiel noemt de kolom '{column}' voor '{}', maar het bestand heeft die kolom niet.",
            role_name(*role)
        ),
        ErrorKind::ProfileTwice { first, second, column } => format!(
            "het profiel noemt kolom {column} voor '{}' en voor '{}'; een kolom heeft één rol.",
            role_name(*first),
            role_name(*second)
        ),
        ErrorKind::NoProfile(names) => format!(
            "dit bestand bestaat niet en een profiel met deze naam ook niet; bekend zijn {names}."
        ),
        ErrorKind::Changed { before, after } => format!(
            "het bestand veranderde tijdens het lezen: het had {before} bytes en er zijn er {after} gelezen. Wacht tot het compleet is en probeer het opnieuw."
        ),
        ErrorKind::Dataset(diagnostics) => {
            let mut text = "de gegevensbestanden bevatten fouten; er is niets geladen:".to_owned();
            for diagnostic in diagnostics.iter().filter(|d| d.severity == Severity::Error) {
                text.push_str("\n  ");
                text.push_str(&diagnostic.text(Language::Dutch));
            }
            text
        }
        ErrorKind::Release(problem) => release(problem),
        ErrorKind::SameExport { other } => format!(
            "dit is dezelfde export als {other}: elke regel zou twee keer tellen. Noem elke export één keer."
        ),
        ErrorKind::NotAllDated { other } => format!(
            "er is geen kolom met datums gevonden, en {other} heeft die wel: maanden en periode zouden die van een deel zijn. Noem de kolom in een profiel (--profile), of maak van elk bestand een eigen rapport."
        ),
        ErrorKind::PeriodReversed { from, to } => format!(
            "de periode loopt van {from} tot en met {to}: de eerste dag ligt na de laatste."
        ),
        ErrorKind::PeriodWithoutDates => {
            "er is een periode gekozen en er is geen kolom met datums gelezen. Laat de periode weg, of noem de kolom en de volgorde in een profiel (--profile).".to_owned()
        }
        ErrorKind::Overflow(what) => format!(
            "een som{} heeft meer cijfers dan exact te bewaren zijn; zoek een extreem getal in de export of de gegevens.",
            super::about(what.as_deref(), " van ")
        ),
    }
}

/// What is wrong with a release of the G-Standaard.
fn release(problem: &ReleaseProblem) -> String {
    match problem {
        ReleaseProblem::NoFiles => "in deze map staat geen BST-bestand. De G-Standaard valt onder een licentie van Z-Index; wijs de map aan van uw eigen, uitgepakte levering.".to_owned(),
        ReleaseProblem::Lacks { file } => format!(
            "{file} staat niet in deze map; zonder dat bestand leidt geen nummer naar een ATC-code."
        ),
        ReleaseProblem::RecordLength { found, expected } => format!(
            "de regel heeft {found} tekens en die van dit bestand hebben er {expected}. Is het bestand heel, en zoals Z-Index het leverde?"
        ),
        ReleaseProblem::OtherFile { found, expected } => {
            let begins = found.map_or_else(
                || "begint niet met het nummer van een bestand".to_owned(),
                |number| format!("begint met {number:04}"),
            );
            format!("de regel {begins} en die van dit bestand beginnen met {expected:04}.")
        }
        ReleaseProblem::NoNumber { field } => format!("in het veld {field} staat geen getal."),
        ReleaseProblem::NoField { file, field } => {
            format!("dit bestand beschrijft {file} zonder het veld {field}.")
        }
    }
}
