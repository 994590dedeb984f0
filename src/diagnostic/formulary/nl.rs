//! What the codes about formularies mean, in Dutch.

use super::FormularyCode;
use crate::diagnostic::Explanation;

pub(super) const fn explanation(code: FormularyCode) -> Explanation {
    let (what, why, example, instead) = match code {
        FormularyCode::EmptyFormulary => (
            "Het formularium heeft geen bytes, of een kopregel zonder opties.",
            "Een leeg formularium zou schoon lijken.",
            "aandoening;stap;keus;middel",
            "Geef het bestand met een kopregel en ten minste één optie.",
        ),
        FormularyCode::DuplicateColumn => (
            "Twee kolommen betekenen hetzelfde.",
            "Dan is niet te zeggen welke van de twee geldt.",
            "aandoening;stap;keus;middel;geneesmiddel",
            "Haal een van beide kolommen weg of geef die een andere naam.",
        ),
        FormularyCode::BadAge => (
            "Een leeftijd is geen heel aantal jaren van 0 tot en met 120, of de eerste ligt boven de laatste.",
            "De leeftijd bepaalt of er regels zijn die eerst komen, zoals onder de 6 jaar.",
            "leeftijd van 12, leeftijd t/m 6",
            "Schrijf hele jaren; de tweede leeftijd hoort er nog bij.",
        ),
        FormularyCode::BadIcpc => (
            "Een ICPC-code heeft niet de goede vorm.",
            "De code bepaalt welke regels over de aandoening gaan.",
            "R9",
            "Schrijf een letter en twee cijfers, zo nodig met een punt en twee cijfers, zoals R96 of R96.01; meer codes met een | ertussen.",
        ),
        FormularyCode::BadDosage => (
            "Een dosering is niet te lezen als een aantal doses of milligrammen.",
            "Zonder dosering wordt de optie niet met andere opties vergeleken.",
            "1-2 dd 1 inhalatie",
            "Schrijf één aantal, zoals '2 dd 1 inhalatie', '1 tablet per dag' of '3 dd 500 mg'.",
        ),
        FormularyCode::DosageOutOfRange => (
            "Een dosering is zo veel dat het waarschijnlijk een verschrijving is.",
            "Alles wat uit de dosering wordt berekend, is dan evenveel mis. De grens is een eigen afspraak en geen klinische grens.",
            "400 dd 1 inhalatie",
            "Kijk de cel na; staat er wat bedoeld is, laat het dan zo of stel de ernst anders in.",
        ),
        FormularyCode::UnknownFeature => (
            "Een kenmerk van de patiënten betekent voor geen enkele regel iets.",
            "Of een regel voor deze patiënten geldt, is dan niet te zeggen; over klimaat wordt bij deze groep niets gemeld. Wat er verder in de cel staat en wel bekend is, telt voor wat moet blijven.",
            "zwangerschap",
            "Gebruik waar het past een bekend kenmerk, zoals 'acute aanval', 'kan geen poeder' of 'kwetsbare oudere', of een feit zoals can_use_powder=no; laat het anders zo staan.",
        ),
        FormularyCode::NoLowerImpactOption => (
            "Een stap heeft geen optie met een lage klimaatimpact, terwijl een richtlijn die voor deze patiënten ondersteunt. Een optie zonder drijfgas telt mee, ook van een andere werkzame stof met hetzelfde gebruik (verlichting of onderhoud): welke stof voor wie is, is een behandelkeuze. Een optie die deze patiënten niet kunnen krijgen, om de bijsluiter, een tekort of een regel, telt niet mee.",
            "Wie de stap volgt, kan dan niet anders dan de hogere impact kiezen.",
            "Astma, 18 t/m 80 jaar, stap 2: alleen SERETIDE AEROSOL 25/125",
            "Zet het genoemde middel met deze dosisverhouding voor de optie in de stap, of zet in het kenmerk voor wie dat niet kan, zoals 'kan geen poeder'. Is dat een poederinhalator, dan alleen als de patiënt krachtig genoeg kan inademen; controleer de techniek; bij een aanval blijft een aerosol.",
        ),
        FormularyCode::DominatedChoice => (
            "Een andere optie van dezelfde stap, die deze patiënten kunnen krijgen, staat niet lager in de eigen volgorde en heeft een lagere klimaatimpact.",
            "Voor impact voegt de optie dan niets toe; er kan een andere reden zijn om haar te noemen.",
            "keus 1 SERETIDE DISKUS, keus 2 SERETIDE AEROSOL",
            "Zet in het kenmerk voor wie de optie is, zoals 'kan geen poeder', of haal haar weg. Is er een andere reden, dan kan de melding blijven staan. Blijft er alleen poeder over, dan alleen voor wie krachtig genoeg kan inademen; controleer de techniek; bij een aanval blijft een aerosol.",
        ),
        FormularyCode::OrderAgainstImpact => (
            "Een optie staat voor een andere optie van dezelfde stap, die deze patiënten kunnen krijgen en die een lagere klimaatimpact heeft. Is dat een andere werkzame stof, dan is de melding ter informatie.",
            "De eerste keus wordt het meest voorgeschreven.",
            "keus 1 SERETIDE AEROSOL, keus 2 SERETIDE DISKUS",
            "Draai de volgorde om waar dat klinisch past. Is dat een poederinhalator, dan alleen als de patiënt krachtig genoeg kan inademen; controleer de techniek; bij een aanval blijft een aerosol. Zet anders in het kenmerk voor wie de eerste keus is, zoals 'kan geen poeder'.",
        ),
        FormularyCode::KeepMissing => (
            "Een stap voor patiënten bij wie een regel zegt een inhalator te houden, biedt die inhalator niet aan, of heeft alleen poeder voor wie dat niet kan gebruiken.",
            "Onder de 6 jaar, bij een acute aanval en bij wie geen poeder kan gebruiken gaat veiligheid voor klimaat.",
            "Astma, 2 t/m 5 jaar: alleen VENTOLIN DISKUS",
            "Zet de inhalator die de regel noemt vooraan in de stap (voor wie geen poeder kan gebruiken een andere dan poeder). Alleen als de regel over een leeftijd gaat, kan ook de leeftijd van de optie worden begrensd.",
        ),
        FormularyCode::KeepNotFirst => (
            "Wat een landelijke regel voor (een deel van) deze patiënten zegt te houden, staat achter een andere inhalator van dezelfde groep, of poeder staat voor een andere inhalator bij wie geen poeder kan gebruiken.",
            "De eerste keus wordt het meest voorgeschreven, ook bij een aanval en bij jonge kinderen. Daar gaat veiligheid voor klimaat.",
            "acute aanval: keus 1 VENTOLIN DISKUS, keus 2 VENTOLIN AEROSOL",
            "Zet de inhalator die de regel noemt vooraan (bij wie geen poeder kan gebruiken een andere dan poeder). Gaat de regel over een deel van de patiënten, geef hun dan een eigen rij met leeftijd of kenmerk.",
        ),
        FormularyCode::LabelExcludesIndication => (
            "De bijsluiter van het product noemt de indicatie niet.",
            "Wie de optie volgt, schrijft buiten de bijsluiter voor.",
            "Astma: TRELEGY ELLIPTA",
            "Kies een product dat voor de indicatie is geregistreerd. Een opmerking dat het bewust buiten de bijsluiter is, is goed; de melding blijft dan staan. Bijsluiters verschillen per land; de Nederlandse beslist.",
        ),
        FormularyCode::LabelExcludesAge => (
            "De bijsluiter van het product begint bij een hogere leeftijd dan de jongste patiënten van de optie. Zegt een landelijke regel het middel juist voor hen te houden, dan is de melding ter informatie.",
            "Wie de optie volgt, schrijft voor een deel van de patiënten buiten de bijsluiter voor.",
            "vanaf 6 jaar: FOSTER NEXTHALER",
            "Verhoog de leeftijd van de optie of kies een ander product. Bijsluiters verschillen per land; de Nederlandse beslist.",
        ),
        FormularyCode::DeviceChangesBetweenSteps => (
            "Tussen twee stappen van één aandoening is er geen optie waarmee de patiënt dezelfde soort inhalator houdt.",
            "Twee technieken door elkaar geven fouten bij het inhaleren.",
            "stap 1 VENTOLIN DISKUS, stap 2 FOSTER AEROSOL",
            "Zet in beide stappen ten minste één optie met dezelfde soort inhalator.",
        ),
        FormularyCode::PropellantWording => (
            "Een tekst onderscheidt inhalatoren naar hun soort, terwijl het drijfgas beslist.",
            "Met een nieuw drijfgas klopt de tekst niet meer.",
            "Aerosolen bevatten een broeikasgas",
            "Noem het drijfgas, het product of de kg CO2e per behandeldag.",
        ),
        FormularyCode::UnknownProduct => (
            "De gegevens kennen geen product of stof van deze optie.",
            "Over de optie is niets gecontroleerd.",
            "PUFFIE AEROSOL 100",
            "Schrijf de omschrijving zoals in het HIS, met merk of stof, vorm en sterkte, en vul de ATC-code in.",
        ),
        FormularyCode::NoFactor => (
            "De gegevens hebben geen waarde voor de klimaatimpact van deze inhalator.",
            "De optie wordt niet met andere vergeleken. Geen waarde is geen nul.",
            "een inhalator zonder waarde",
            "Voeg een waarde met bron toe in een eigen laag, of laat het zo.",
        ),
        FormularyCode::AmbiguousOption => (
            "De optie kan verschillende soorten producten zijn.",
            "De impact hangt dan af van wat de apotheek aflevert.",
            "R03AC02 zonder omschrijving van de vorm",
            "Noem de vorm of het apparaat in de omschrijving.",
        ),
        FormularyCode::QuantityOverLimit => (
            "De behandeldagen zijn meer dan een afspraak voor één uitgifte toestaat.",
            "Wat niet wordt gebruikt, wordt afval.",
            "behandeldagen 180",
            "Kort de behandeldagen in tot de genoemde grens: zij staan voor één uitgifte. Wordt in delen uitgegeven, noem dan de dagen per uitgifte.",
        ),
        FormularyCode::StaleSource => (
            "De optie noemt een oudere versie van een richtlijn dan de gegevens kennen, of een die is ingetrokken.",
            "Het advies kan sindsdien zijn veranderd.",
            "NHG-Standaard Astma bij volwassenen (M27), 2015",
            "Vergelijk de optie met de nieuwere versie en pas het jaartal aan.",
        ),
        FormularyCode::ReversedEvidence => (
            "De opmerking geeft een reden die later bewijs heeft omgedraaid.",
            "Een achterhaalde reden houdt een keus in stand.",
            "NAPROXEN: beter voor het water dan diclofenac",
            "Haal de reden weg of schrijf wat er nu bekend is.",
        ),
        FormularyCode::RuleConflict => (
            "Twee regels over de optie spreken elkaar tegen.",
            "Geen van beide wint vanzelf; de auteur weegt.",
            "kwetsbare oudere: poeder of aerosol met voorzetkamer",
            "Lees beide regels en schrijf op welke is gevolgd en waarom. De melding blijft staan zolang beide regels gelden.",
        ),
        FormularyCode::Uncited => (
            "De optie noemt geen paragraaf van een richtlijn.",
            "Wie de optie leest, kan niet nagaan waar zij op rust.",
            "een lege paragraaf",
            "Noem richtlijn en paragraaf.",
        ),
        FormularyCode::DuplicateOption => (
            "Hetzelfde middel met dezelfde dosering staat twee keer in één stap voor dezelfde patiënten.",
            "Een van beide is vermoedelijk anders bedoeld.",
            "twee keer VENTOLIN DISKUS in stap 1",
            "Haal een van beide weg of verbeter haar.",
        ),
        FormularyCode::GapInAges => (
            "Tussen twee leeftijdsgroepen van één aandoening zijn er leeftijden zonder optie.",
            "Voor die patiënten zegt het formularium niets.",
            "0 t/m 5 jaar en 12 t/m 17 jaar",
            "Laat de groepen op elkaar aansluiten; de tweede leeftijd hoort er nog bij.",
        ),
        FormularyCode::StepOrder => (
            "De stappen of keuzes van één aandoening tellen niet door vanaf 1.",
            "Een overgeslagen nummer is meestal een vergeten of verschreven regel.",
            "stap 1 en stap 3",
            "Nummer de stappen vanaf 1 en de keuzes in elke stap vanaf 1; gelijke keuzes mogen hetzelfde nummer hebben.",
        ),
        FormularyCode::NotJudged => (
            "De klimaatimpact is voor deze patiënten niet beoordeeld, omdat te weinig van hen bekend is.",
            "Geen bevinding zou anders lijken op een stap waar niets aan te verbeteren is. Zonder leeftijd is ook niet beoordeeld of een middel voor jonge kinderen moet blijven.",
            "een dosisaerosol zonder leeftijd, of zonder ICPC-code terwijl de naam van de aandoening geen astma of COPD noemt",
            "Vul de kolom in die de bevinding noemt.",
        ),
        FormularyCode::NameDiffers => (
            "De naam van de aandoening zegt iets anders dan de ICPC-code of het kenmerk.",
            "Regels en bijsluiters gaan over beide aandoeningen als de naam en de code verschillen; bij het kenmerk telt het kenmerk.",
            "aandoening COPD, icpc R96",
            "Verbeter de naam, de code of het kenmerk.",
        ),
        FormularyCode::AtcContradictsLabel => (
            "De ATC-code is van een ander middel dan de omschrijving noemt.",
            "Wie op de code zoekt, vindt een ander middel dan wie de omschrijving leest.",
            "R03AK06 met VENTOLIN DISKUS",
            "Verbeter de code of de omschrijving.",
        ),
    };
    Explanation {
        what,
        why,
        example,
        instead,
    }
}
