//! The sentences about medicines in water in Dutch.

use super::WaterWording;
use crate::dataset::{Route, Treatment};
use crate::practice::NoLoad;
use crate::water::{Assumption, Gap, NoVolume};

/// Dutch.
#[derive(Debug)]
pub(in crate::report::wording) struct Dutch;

impl WaterWording for Dutch {
    fn columns(&self) -> [&'static str; 7] {
        [
            "stof",
            "gebruik",
            "voorschriften",
            "met massa",
            "voorgeschreven",
            "naar oppervlaktewater",
            "water tot grenswaarde, m3",
        ]
    }

    fn stands_alone(&self) -> &'static str {
        "Dit blok staat op zichzelf. Het gaat over water en telt niet mee in het klimaattotaal. Er is niets opgeteld over stoffen of over manieren van gebruik. De stoffen staan op volgorde van het aantal voorschriften; dat is geen rangorde van schade."
    }

    fn share(&self, with: &str, of: &str, share: &str) -> String {
        format!(
            "Van {with} van de {of} voorschriften van andere geneesmiddelen ({share}) is over de stof in water iets bekend in de gegevens. Over de overige staat er niets in; dat is niet nul."
        )
    }

    fn none(&self, of: &str) -> String {
        format!(
            "Van geen van de {of} voorschriften van andere geneesmiddelen is over de stof in water iets bekend in de gegevens. Dat is niet nul."
        )
    }

    fn by_atc(&self) -> &'static str {
        "De stof is herkend aan de ATC-code. Voorschriften zonder ATC-code, combinatiepreparaten met een eigen code en inhalatiemedicatie tellen hier niet mee."
    }

    fn what_it_is(&self, treatment: Treatment) -> String {
        let treated = match treatment {
            Treatment::Primary => "bezinken",
            Treatment::Secondary => "biologische zuivering, de standaard in Nederland",
            Treatment::Tertiary => "verwijdering van voedingsstoffen",
            Treatment::Quaternary => "vergaande zuivering",
        };
        format!(
            "Voorgeschreven is niet gebruikt: gerekend is alsof alles is gebruikt en door een rioolwaterzuivering gaat, met {treated}. De massa is die van het etiket, soms van een zout, en alleen van de voorschriften waarvan zij bekend is. Wat in de afvalbak belandt, wat in het riool afbreekt en wat bij regen overstort, zit er niet in. De laatste kolom is het water dat die hoeveelheid verdunt tot de grenswaarden voor waterorganismen."
        )
    }

    fn how_to_read(&self) -> &'static str {
        "Een schatting heeft haar bereik tussen haakjes. 'Hoogstens' is een bovengrens: de werkelijke hoeveelheid kan veel lager zijn, en een bovengrens is niet te vergelijken met een schatting of met een andere bovengrens. Wat onbekend is, is niet nul."
    }

    fn more(&self, substances: &str, rows: &str) -> String {
        format!(
            "Niet getoonde stoffen: {substances}, met samen {rows} voorschriften. Zij staan in de JSON-uitvoer (--json)."
        )
    }

    fn at_most(&self, amount: &str) -> String {
        format!("hoogstens {amount}")
    }

    fn no_load(&self, reason: NoLoad) -> &'static str {
        match reason {
            NoLoad::NoFacts => "geen gegevens",
            NoLoad::NoMass => "geen massa",
            NoLoad::TooManyDigits => "te veel cijfers",
        }
    }

    fn no_volume(&self, reason: NoVolume) -> &'static str {
        match reason {
            NoVolume::NoLoad => "onbekend",
            NoVolume::NoLimit => "geen grenswaarde",
            NoVolume::ProductUnknown => "niet te beoordelen",
            NoVolume::TooManyDigits => "te veel cijfers",
        }
    }

    fn bounds(&self) -> &'static str {
        "Bij 'hoogstens' ontbreekt:"
    }

    fn assumptions(&self) -> &'static str {
        "Aangenomen bij de getallen hierboven:"
    }

    fn products(&self) -> &'static str {
        "Wat uit een stof ontstaat, in het lichaam of in de zuivering, zit niet in 'naar oppervlaktewater'. Bekend is:"
    }

    fn formed(&self, product: &str, amount: Option<&str>) -> String {
        match amount {
            Some(amount) => format!("{product}, {amount} naar oppervlaktewater"),
            None => format!("{product}; hoeveel ervan het oppervlaktewater bereikt is onbekend"),
        }
    }

    fn drives(&self) -> &'static str {
        "de grenswaarde daarvan bepaalt de laatste kolom"
    }

    fn not_judged(&self) -> &'static str {
        "er is een eigen grenswaarde van wat ontstaat, dus de laatste kolom is niet te beoordelen"
    }

    fn lists(&self) -> &'static str {
        "Stoffen uit de tabel die op een lijst staan of in water zijn gemeten; een lijst zegt niets over deze voorschriften:"
    }

    fn conflicts(&self, list: &str) -> String {
        format!(
            "Bronnen geven grenswaarden die meer dan 10% verschillen, en het bereik omvat ze: {list}."
        )
    }

    fn sources(&self, list: &str) -> String {
        format!("Bronnen van dit blok: {list}.")
    }

    fn words<'a>(&self, source: &'a str, dutch: &'a str) -> &'a str {
        if dutch.is_empty() { source } else { dutch }
    }

    fn vintage<'a>(&self, vintage: &'a str) -> &'a str {
        match vintage {
            "not stated" => "jaar niet vermeld",
            "not read" => "jaar niet gezien",
            known => known,
        }
    }

    fn route(&self, route: Route) -> &'static str {
        match route {
            Route::Oral => "via de mond",
            Route::Dermal => "op de huid",
            Route::Rectal => "rectaal",
            Route::Inhaled => "ingeademd",
            Route::Parenteral => "als injectie of infuus",
            Route::Oromucosal => "in de mond",
            Route::Transdermal => "door de huid",
            Route::Eye => "in het oog",
            Route::Ear => "in het oor",
            Route::Nasal => "in de neus",
            Route::Vaginal => "vaginaal",
            Route::Unknown => "toedieningsweg onbekend",
        }
    }

    fn treatment(&self, treatment: Treatment) -> &'static str {
        match treatment {
            Treatment::Primary => "na bezinken",
            Treatment::Secondary => "na biologische zuivering",
            Treatment::Tertiary => "na verwijdering van voedingsstoffen",
            Treatment::Quaternary => "na vergaande zuivering",
        }
    }

    fn gap(&self, gap: Gap) -> &'static str {
        match gap {
            Gap::NoRoute => "de toedieningsweg",
            Gap::NoUnchanged => "hoeveel onveranderd wordt uitgescheiden",
            Gap::NoConjugated => "hoeveel als conjugaat wordt uitgescheiden",
            Gap::NoWashedOff => "hoeveel er afspoelt",
            Gap::NoAbsorbed => "hoeveel de huid opneemt",
            Gap::NoRemoval => "wat deze zuivering eruit haalt",
            Gap::OnlyBounds => {
                "een middenwaarde, want van een stap zijn alleen grenzen bekend; een bovengrens is niet te vergelijken met een schatting"
            }
            Gap::NegativeMass => "een hoeveelheid van nul of meer",
            Gap::TooManyDigits => "getallen die exact te rekenen zijn",
        }
    }

    fn assumption(&self, assumption: Assumption) -> &'static str {
        match assumption {
            Assumption::ConjugatesCount => {
                "conjugaten tellen als de stof zelf, omdat ze in de zuivering weer kunnen splitsen"
            }
            Assumption::MetabolitesLeftOut => {
                "wat het lichaam omzet in andere stoffen telt niet mee; wat die in water doen is hiermee niet gezegd"
            }
            Assumption::CentralIsMidpoint => {
                "een stap heeft alleen een laagste en hoogste waarde; het midden ervan geeft de middenwaarde"
            }
            Assumption::BoundCountsLow => {
                "een stap waarvan alleen grenzen bekend zijn telt in de middenwaarde met zijn ondergrens"
            }
            Assumption::AtLeastEarlierStage => {
                "deze zuivering haalt er ten minste uit wat een eerdere stap eruit haalt"
            }
        }
    }
}
