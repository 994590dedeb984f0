//! What the codes mean, in Dutch.

use super::Code;
use crate::diagnostic::Explanation;

pub(super) const fn explanation(code: Code) -> Explanation {
    match code {
        Code::UnreadableFile => explain(
            "Het bestand is geen UTF-8-tekst, of geen tabel of TOML die te lezen is.",
            "Wat deels niet te lezen is, is in zijn geheel niet te vertrouwen.",
            "version = 2026.11 2026.12",
            "Sla het bestand op als UTF-8-tekst; sluit elk aanhalingsteken en geef elke sleutel in TOML een waarde.",
        ),
        Code::EmptyLayer => explain(
            "De map bevat geen van de bestanden waaruit een gegevensset bestaat.",
            "Een map zonder gegevensbestanden is meestal een verkeerd pad.",
            "een lege map",
            "Noem de map waarin de gegevensbestanden staan.",
        ),
        Code::MissingColumn => explain(
            "Een kolom die het bestand moet hebben, ontbreekt.",
            "Zonder die kolom is geen regel van het bestand te lezen.",
            "source_id,kind",
            "Zet de kolom met precies deze naam in de eerste regel.",
        ),
        Code::UnknownColumn => explain(
            "Een kolom met deze naam betekent hier niets; wat erin staat, wordt niet gelezen.",
            "Een verkeerd gespelde kolom lijkt ingevuld en telt niet mee.",
            "source_id,kind,titel",
            "Verbeter de naam, of haal de kolom weg.",
        ),
        Code::WrongCellCount => explain(
            "Een regel heeft meer of minder cellen dan de kopregel.",
            "Een cel te veel of te weinig verschuift alle waarden erachter.",
            "HFC-134a,AR6,100",
            "Zet tekst met een komma tussen dubbele aanhalingstekens en laat onbekende cellen leeg staan.",
        ),
        Code::EmptyCell => explain(
            "Een cel die gevuld moet zijn, is leeg.",
            "Zonder deze cel is een feit niet te gebruiken of na te gaan.",
            "HFC-134a,AR6,100,,S29,table 1,read",
            "Vul de cel met wat de bron zegt, of haal de regel weg.",
        ),
        Code::MissingSource => explain(
            "Een feit noemt geen bron.",
            "Een getal zonder bron kan niemand nagaan.",
            "HFC-134a,AR6,100,1530,,table 1,read",
            "Noem de id van de bron in source_id en zet de bron in sources.csv.",
        ),
        Code::BoundaryMissing => explain(
            "Een factor zegt niet welk deel van de levenscyclus hij omvat.",
            "Alleen het drijfgas en een hele levenscyclus zijn verschillende getallen; zonder grens worden ze vergeleken.",
            "t01,product,ventolin-aerosol-100,climate,device,28,,,kg CO2e,,AR6,T01,p. 3,read",
            "Vul boundary in; schrijf not_stated als de bron het niet zegt.",
        ),
        Code::GwpMissing => explain(
            "Een gas of factor heeft geen aardopwarmingsvermogen in de gegevens, of noemt de set niet.",
            "Zonder het vermogen van het gas is een waarde niet om te rekenen naar de set van de uitkomst.",
            "t01,product,ventolin-aerosol-100,climate,device,28,,,kg CO2e,cradle_to_grave,AR9,T01,p. 3,read",
            "Noem een set uit gwp.csv, of schrijf unknown; zet een nieuw gas met bron in gwp.csv.",
        ),
        Code::UnknownWord => explain(
            "In een cel staat niet een van de woorden die er mogen staan.",
            "De woorden bepalen hoe een regel wordt gebruikt; een onbekend woord wordt niet geraden.",
            "T01,studie,Own study",
            "Gebruik een van de woorden die de melding noemt.",
        ),
        Code::UnknownCode => explain(
            "Een ATC-code of ATC-groep heeft niet de goede vorm.",
            "Een product met een verkeerde ATC-code wordt bij de verkeerde regels gevonden, of bij geen.",
            "R03AC2",
            "Schrijf de ATC-code met zeven posities, zoals R03AC02; in een regel mag het ook een begin daarvan zijn, zoals R03AC.",
        ),
        Code::BadCheckDigit => explain(
            "Een ZI-nummer klopt niet met zijn controlecijfer.",
            "Een ZI-nummer heeft acht cijfers waarvan de som met de gewichten 8 tot en met 1 een elfvoud is; een tikfout verbreekt dat.",
            "zi,15000000,ventolin-aerosol-100",
            "Neem het nummer opnieuw over uit de G-Standaard.",
        ),
        Code::BadNumber => explain(
            "Een getal is geen gewone decimale tekst, of valt buiten zijn grenzen.",
            "Wat wordt gelezen, moet precies zijn wat er staat.",
            "1_530",
            "Schrijf cijfers met een punt voor de decimalen, zoals 28.262, binnen de grenzen die de melding noemt.",
        ),
        Code::BareFloat => explain(
            "Een getal is door binaire drijvende komma gegaan, of gaat dat.",
            "Drijvende komma verandert cijfers; een getal met zo'n staart, in exponentvorm of zonder aanhalingstekens in TOML is niet meer wat de bron schreef.",
            "0.30000000000000004",
            "Schrijf de cijfers van de bron; zet decimalen in TOML tussen aanhalingstekens.",
        ),
        Code::BadDate => explain(
            "Een datum is geen bestaande dag in de vorm jjjj-mm-dd.",
            "Een datum die op twee manieren te lezen is, bepaalt welke waarde geldt.",
            "01-06-2026",
            "Schrijf de datum als jjjj-mm-dd, zoals 2026-06-01.",
        ),
        Code::InvertedRange => explain(
            "Laag, midden en hoog, of de eerste en laatste dag, lopen niet op.",
            "Een omgekeerd bereik geeft totalen waarvan laag boven hoog ligt.",
            "low 5, value 3, high 4",
            "Zet de laagste waarde in low en de hoogste in high; laat leeg wat de bron niet geeft.",
        ),
        Code::UnitMismatch => explain(
            "De eenheid past niet bij de indicator.",
            "Een massa die als klimaatimpact wordt gelezen, zit er een factor duizend of meer naast.",
            "climate in g",
            "Gebruik een eenheid van de indicator: kg CO2e, g CO2e of kt CO2e voor klimaat, g voor een massa drijfgas.",
        ),
        Code::SumMismatch => explain(
            "De fasen van een levenscyclus tellen niet op tot hun totaal.",
            "Wie een totaal uit zijn delen opbouwt, krijgt dan een ander getal dan de bron.",
            "fasen van 3.18, 3.60 en 80 g bij een totaal van 94.42 g",
            "Lees de fasen na in de bron. Klopt wat er gedrukt is, zet de tegenspraak dan in conflicts.csv.",
        ),
        Code::DuplicateId => explain(
            "Twee regels van één bestand hebben dezelfde id.",
            "Maar een van beide kan meetellen, en niemand ziet welke.",
            "T01 op twee regels",
            "Geef elke regel een eigen id, of haal er een weg. Over lagen heen vervangt dezelfde id.",
        ),
        Code::DanglingReference => explain(
            "Een regel noemt een bron of product dat er niet is.",
            "Een feit zonder zijn bron of een factor zonder zijn product is niet te volgen of te gebruiken.",
            "source_id T99, die niet in sources.csv staat",
            "Verbeter de id, of voeg de regel toe die wordt genoemd.",
        ),
        Code::OutOfOrder => explain(
            "De regels staan niet op volgorde van hun id.",
            "Bij gesorteerde bestanden laat een vergelijking van twee versies alleen zien wat is veranderd.",
            "T02 boven T01",
            "Sorteer de regels op id; gwp.csv op gas, set en horizon, codes.csv op systeem en code, vocabulary.csv op woord binnen een soort.",
        ),
        Code::UnusedSource => explain(
            "Geen enkel feit berust op een bron.",
            "Een bron in de lijst wekt de indruk dat er iets op berust.",
            "een bron T02 die geen regel noemt",
            "Haal de bron weg, of noem hem waar hij wordt gebruikt.",
        ),
        Code::Expired => explain(
            "Een regel gold niet meer op de datum van de gegevens.",
            "Een regel van vroeger blijft staan voor voorschriften van toen; voor nu hoort er een andere te zijn.",
            "valid_to 2025-12-31 in gegevens van 2026-11-21",
            "Laat de regel staan voor oude voorschriften en voeg toe wat nu geldt.",
        ),
        Code::ReviewOverdue => explain(
            "Een herziening had voor de datum van de gegevens gedaan moeten zijn.",
            "Een waarde die opnieuw bekeken had moeten zijn, kan verouderd zijn. De datum van de gegevens telt, nooit de klok.",
            "next_review 2026-06-01 in gegevens van 2026-11-21",
            "Herzie de gegevens en schrijf de nieuwe datums in reviewed en next_review.",
        ),
        Code::ConflictingSources => explain(
            "Twee bronnen geven voor één product waarden die meer dan een tiende verschillen.",
            "Een lezer moet weten waar bronnen verschillen; het bereik omvat de waarden en explain toont ze.",
            "28.262 en 21.5 kg CO2e voor één inhalator",
            "Er hoeft niets te gebeuren; houd beide waarden en zeg in note wat het verschil verklaart.",
        ),
        Code::NeverMatched => explain(
            "Geen enkel voorschrift kan bij deze regel uitkomen.",
            "Een regel waar niets bij uitkomt, is meestal verkeerd gespeld, en de waarde die hij moest geven ontbreekt.",
            "een factor over de naam Easyhaller",
            "Verbeter de naam of code, of maak er een context-regel van.",
        ),
        Code::RuleContradiction => explain(
            "Een uitzondering van een regel geldt altijd wanneer de regel geldt.",
            "Zo'n regel wordt altijd ingehouden en zegt dus niets.",
            "facts = { frail = \"yes\" } in when en in unless",
            "Haal de uitzondering weg, of verbeter de voorwaarde.",
        ),
        Code::ExampleFails => explain(
            "Een voorbeeld van een regel komt anders uit dan het zegt.",
            "De voorbeelden zijn de toetsen van een regel; klopt er een niet, dan doet de regel niet wat de auteur bedoelt.",
            "expect = \"applies\" waar de leeftijd buiten de regel valt",
            "Verbeter de regel of het voorbeeld.",
        ),
        Code::UntestedRule => explain(
            "Een deel van een regel wordt door geen voorbeeld gemist.",
            "Valt dat deel weg, dan merkt niemand het.",
            "een uitzondering zonder voorbeeld waarin zij geldt",
            "Voeg een voorbeeld toe waarin dit deel het verschil maakt.",
        ),
        Code::Formulary(code) => code.explanation(crate::language::Language::Dutch),
        Code::LicenceForbidsEmbedding => explain(
            "Een feit berust op een bron waarvan de licentie verbiedt het op te nemen.",
            "Wie de gegevens doorgeeft, zou doorgeven wat de licentie niet toestaat.",
            "embed no, en een factor noemt de bron",
            "Zet de feiten van deze bron in een eigen laag (--data), of zoek een andere bron.",
        ),
    }
}

const fn explain(
    what: &'static str,
    why: &'static str,
    example: &'static str,
    instead: &'static str,
) -> Explanation {
    Explanation {
        what,
        why,
        example,
        instead,
    }
}
