//! The sentences in Dutch.

use super::{Column, Heading, MedicineWording, Shares, Wording};
use crate::dataset::{Boundary, Device, Evidence, Form, Funder};
use crate::impact::{Basis, Flag};
use crate::language::Language;
use crate::matching::{Decided, Note, Other, Via};
use crate::practice::Reason;
use crate::prescription::NoImpact;

/// Dutch.
#[derive(Debug)]
pub(super) struct Dutch;

impl Wording for Dutch {
    fn decimal_mark(&self) -> char {
        ','
    }

    fn group_mark(&self) -> char {
        '.'
    }

    fn title(&self) -> &'static str {
        "Klimaatimpact van voorgeschreven inhalatiemedicatie"
    }

    fn intended_use(&self) -> &'static str {
        "Bedoeld om te leren van het eigen voorschrijven, op het niveau van een praktijk of groep. Het rapport is geen advies voor een patiënt en geen oordeel over een voorschrijver; arts en patiënt beslissen samen."
    }

    fn heading(&self, heading: Heading) -> &'static str {
        match heading {
            Heading::Read => "Wat is gelezen",
            Heading::Total => "Totaal",
            Heading::Products => "Middelen met de meeste impact",
            Heading::Mix => "Soort inhalator en drijfgas",
            Heading::Months => "Per maand",
            Heading::Alternatives => "Wat kan anders",
            Heading::OtherMedicines => "Andere geneesmiddelen: orde van grootte",
            Heading::Water => "Medicijnresten in water",
            Heading::SetAside => "Terzijde gelegd",
            Heading::Unusual => "Ongewoon grote hoeveelheden",
            Heading::Codes => "Codes in de export",
            Heading::HowRead => "Hoe middelen en hoeveelheden zijn gelezen",
            Heading::Method => "Methode",
            Heading::Sources => "Gebruikte factoren en hun bronnen",
        }
    }

    fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Medicine => "middel",
            Column::Prescriptions => "voorschriften",
            Column::Amount => "hoeveelheid",
            Column::Kilograms => "kg CO2e",
            Column::PerPiece => "kg per stuk",
            Column::Range => "bereik",
            Column::Basis => "berust op",
            Column::DeviceType => "soort",
            Column::Propellant => "drijfgas",
            Column::SharePrescriptions => "deel van voorschriften",
            Column::Doses => "doses",
            Column::ShareDoses => "deel van doses",
            Column::Month => "maand",
            Column::Reason => "reden",
            Column::Rows => "regels",
            Column::FirstLines => "eerste regelnummers",
        }
    }

    fn rows(&self, read: &str, analysed: &str, merged: Option<&str>, set_aside: &str) -> String {
        let rows = if read == "1" { "regel" } else { "regels" };
        let merged = merged.map_or_else(String::new, |merged| {
            format!(", {merged} samengevoegd als dubbel (zelfde patiënt, dag en middel; de grootste hoeveelheid telt)")
        });
        format!(
            "{read} {rows} gelezen: {analysed} geanalyseerd{merged} en {set_aside} terzijde gelegd."
        )
    }

    fn no_merging(&self) -> &'static str {
        "Dubbele regels zijn niet gezocht: daarvoor zijn een patiëntkolom en een datumkolom nodig."
    }

    fn period(&self, from: &str, to: &str) -> String {
        format!("De voorschriften lopen van {from} tot en met {to}.")
    }

    fn no_period(&self) -> &'static str {
        "Er is geen datumkolom; de maanden ontbreken daarom."
    }

    fn no_dates(&self) -> &'static str {
        "Aan het begin van het bestand is de datumkolom leeg. Datums verderop zijn daarom niet \
         gelezen, want hun volgorde zou een gok zijn. Een profiel kan de volgorde noemen \
         (--profile)."
    }

    fn practices(&self, count: &str) -> String {
        format!("Aantal praktijken in het bestand: {count}.")
    }

    fn layout(&self, separator: &str, encoding: &str, dates: &str, decimals: &str) -> String {
        format!(
            "Herkend: scheidingsteken {separator}, tekens {encoding}, datums {dates}, decimaalteken {decimals}."
        )
    }

    fn column_used(&self, role: &str, name: &str) -> String {
        format!("{role} uit '{name}'")
    }

    fn columns_used(&self, list: &str) -> String {
        format!("Gebruikt: {list}.")
    }

    fn columns_ignored(&self, count: usize, list: &str) -> String {
        format!("Niet gelezen ({count}): {list}.")
    }

    fn absent(&self) -> &'static str {
        "geen"
    }

    fn whole_numbers(&self) -> &'static str {
        "niet nodig (hele getallen)"
    }

    fn file(&self, name: &str) -> String {
        format!("Bestand: {name}.")
    }

    fn total(&self, central: &str, low: &str, high: &str) -> String {
        format!("{central} kg CO2e, met een bereik van {low} tot {high} kg CO2e.")
    }

    fn stated_in(&self, gwp: &str, shares: Option<&Shares>) -> String {
        let Some(shares) = shares else {
            return format!("Gerekend met GWP100 volgens {gwp}.");
        };
        let (own, published) = (&shares.own, &shares.as_published);
        let interpolated = shares
            .interpolated
            .as_ref()
            .map_or_else(String::new, |part| {
                format!(" ({part} van het totaal is daarin geschat tussen verwante producten)")
            });
        let other = shares.other.as_ref().map_or_else(String::new, |part| {
            format!(" en {part} op waarden van andere producten of van een klasse")
        });
        format!(
            "Gerekend met GWP100 volgens {gwp}; van het totaal rust {own} op een waarde van het product zelf{interpolated}{other}, waar nodig omgerekend; {published} rust geheel of deels op waarden die niet konden worden omgerekend en staan zoals gepubliceerd."
        )
    }

    fn inhalers_aside(&self, rows: &str) -> String {
        format!(
            "Van {rows} daarvan is de hoeveelheid niet bruikbaar; die staan bij 'Terzijde gelegd' en niet in het totaal."
        )
    }

    fn unrecognised_lines(&self, lines: &str) -> String {
        format!("Eerste regelnummers van niet herkende middelen: {lines}.")
    }

    fn other_products(&self, count: usize) -> String {
        format!("overige {count} middelen")
    }

    fn sum(&self) -> &'static str {
        "totaal"
    }

    fn no_inhalers(&self) -> &'static str {
        "Er is geen inhalatiemedicatie met een bruikbare hoeveelheid gevonden. Dat is geen uitkomst van nul kg."
    }

    fn coverage(&self, rows: &str, of: &str, share: &str) -> String {
        format!(
            "Dekking: {rows} van de {of} voorschriften van inhalatiemedicatie ({share}) hebben een waarde."
        )
    }

    fn uncovered_volume(&self, devices: &str, doses: &str) -> String {
        format!(
            "Zonder waarde, en dus niet in het totaal: {devices} inhalatoren of verpakkingen en {doses} losse doses (capsules, ampullen of pufjes)."
        )
    }

    fn by_basis(&self, list: &str) -> String {
        format!("Waar de waarde op berust, in voorschriften: {list}.")
    }

    fn outside(&self, other: &str, unrecognised: &str) -> String {
        format!(
            "Niet in dit totaal: {other} voorschriften van andere medicijnen (alleen een orde van grootte, in een eigen blok) en {unrecognised} regels waarvan het middel niet is herkend."
        )
    }

    fn flag(&self, flag: Flag) -> &'static str {
        match flag {
            Flag::GwpAsPublished => "niet omgerekend: de waarde staat in de GWP-set van haar bron",
            Flag::BoundaryNotStated => "de bron zegt niet of productie en afval meetellen",
            Flag::BoundaryMixed => "laag en hoog komen uit bronnen die niet hetzelfde meetellen",
            Flag::PropellantOnly => "alleen het drijfgas geteld; de hele levenscyclus is meer",
            Flag::CentralIsMidpoint => "middenwaarde is het midden van een gepubliceerd bereik",
            Flag::Secondary => "uit een bron die waarden van anderen herhaalt",
            Flag::CandidateWithoutValue => {
                "niet elk product dat de regel kan zijn heeft een waarde"
            }
            Flag::ClassTable => "klassewaarde uit een tabel die het product als voorbeeld noemt",
            Flag::EndsAsPublished => {
                "een deel van de grenzen staat zoals gepubliceerd: laag of hoog kon niet worden omgerekend"
            }
            Flag::GasUnknown => {
                "het drijfgas is niet bekend; met een gas met een lage GWP is de waarde veel lager"
            }
            Flag::OtherGasPossible => {
                "er kan een drijfgas in zitten dat in geen van de waarden meetelt: het bereik is dan geen grens"
            }
            Flag::BoundaryInferred => {
                "wat de waarde meetelt is afgeleid uit het getal zelf; de bron zegt het niet"
            }
            Flag::Interpolated => "de waarde is geschat tussen die van verwante producten",
            Flag::SetNotStated => "de bron noemt geen GWP-set",
            Flag::GasNotStated => "het drijfgas van de waarde is niet bekend",
            Flag::NoPotential => {
                "de gegevens hebben van dit drijfgas geen GWP in de ene of de andere set"
            }
            Flag::MassNotKnown => "van wat de waarde telt is de massa drijfgas niet bekend",
            Flag::MassExceedsTotal => {
                "de bekende massa drijfgas zou meer wegen dan het hele totaal: massa en totaal horen niet bij elkaar"
            }
            Flag::MeteredOnly => {
                "alleen wat de pufjes doseren is geteld; een bus bevat meer dan het aantal doses"
            }
            Flag::ReplacedByGas => {
                "de gepubliceerde waarde ligt onder het eigen drijfgas van het product en is vervangen"
            }
            Flag::BelowGas => {
                "een eigen laag noemt deze waarde, en ze ligt geheel of deels onder het drijfgas van het product zelf"
            }
            Flag::OneStandsIn => {
                "één waarde van een ander product staat voor de groep; het ware bereik is niet bekend"
            }
        }
    }

    fn limits(&self) -> &'static str {
        "Beperkingen van de waarden, met het deel van het totaal waarvoor ze geheel of deels gelden (een waarde kan er meer hebben):"
    }

    fn products_shown(&self, shown: usize, all: usize) -> String {
        format!("De {shown} van {all} middelen met de meeste impact.")
    }

    fn bracket_note(&self) -> &'static str {
        "Waar een regel meerdere producten kan zijn, loopt het bereik van het laagste tot het hoogste daarvan en is de waarde de mediaan: niet wat het meest wordt voorgeschreven. Getallen zijn afgerond naar hun bereik; optellingen kunnen daardoor afwijken."
    }

    fn mix_note(&self) -> &'static str {
        "Doses zijn pufjes, inhalaties, capsules of ampullen zoals op de verpakking, geen DDD. Het deel van voorschriften en het deel van doses verschillen omdat verpakkingen verschillen; noem bij een vergelijking welk van de twee het is. Het drijfgas staat op 'onbekend' waar geen bron het voor dit product noemt."
    }

    fn mix_without_doses(&self, rows: &str) -> String {
        format!(
            "Van {rows} voorschriften is het aantal doses niet bekend, omdat de verpakkingsgrootte ontbreekt; zij tellen niet mee in de doses."
        )
    }

    fn nothing_set_aside(&self) -> &'static str {
        "Er is niets terzijde gelegd."
    }

    fn found_by(&self, list: &str) -> String {
        format!("Inhalatiemedicatie herkend aan: {list}.")
    }

    fn quantities_read(&self) -> &'static str {
        "Of een hoeveelheid inhalatoren of doses telt, is per regel beslist uit eenheid en verpakkingsgrootte:"
    }

    fn method(&self, gwp: &str) -> String {
        format!(
            "Hoeveelheden zijn eerst opgeteld per middel en maand en daarna eenmaal vermenigvuldigd met een gepubliceerde factor. Per middel telt de eigen factor met de ruimste systeemgrens en de sterkste bron; het bereik omvat alle bronnen over dat middel. Zonder eigen factor geldt de band over dezelfde stof in dezelfde soort inhalator, en anders over de soort inhalator. Waarden zijn omgerekend naar {gwp} waar de bron de GWP-set noemt en het drijfgas bekend is. Het bereik omvat de gepubliceerde waarden; de werkelijke waarde kan erbuiten liggen, ook waar er maar één bron is. Waarden van verschillende bronnen zijn niet zonder meer te vergelijken. Wat geen waarde heeft, telt niet als nul maar staat bij de dekking."
        )
    }

    fn data_version(&self, version: &str, sha256: &str, layers: &str) -> String {
        format!("Gegevens {version}, lagen: {layers}, SHA-256 {sha256}.")
    }

    fn one_value(&self) -> &'static str {
        "één bron"
    }

    fn factors_of_source(&self, factors: &str) -> String {
        format!("Factoren: {factors}.")
    }

    fn trail(&self) -> &'static str {
        "Elke factor is na te gaan met: cargo run --release --example groenrecept -- explain \"OMSCHRIJVING, ATC of ID\"."
    }

    fn columns(&self) -> super::ColumnWording {
        super::ColumnWording(Language::Dutch)
    }

    fn medicines(&self) -> &'static dyn MedicineWording {
        &super::medicines::Dutch
    }

    fn account(&self) -> &'static dyn super::AccountWording {
        &super::account::Dutch
    }

    fn codes(&self) -> &'static dyn super::CodeWording {
        &super::codes::Dutch
    }

    fn water(&self) -> &'static dyn super::WaterWording {
        &super::water::Dutch
    }

    fn device(&self, device: Device) -> &'static str {
        match device {
            Device::Pmdi => "dosisaerosol",
            Device::BreathActuated => "ademgestuurde aerosol",
            Device::Powder => "poederinhalator",
            Device::SoftMist => "soft-mist-inhalator",
            Device::Nebuliser => "vernevelvloeistof",
        }
    }

    fn form(&self, form: Form) -> &'static str {
        match form {
            Form::Aerosol => "dosisaerosol",
            Form::Powder => "inhalatiepoeder",
            Form::PowderCapsule => "inhalatiecapsule",
            Form::SoftMist => "inhalatiespray",
            Form::NebuliserUnitDose | Form::NebuliserBottle => "vernevelvloeistof",
        }
    }

    fn several_kinds(&self) -> &'static str {
        "samen genoemde middelen"
    }

    fn device_unknown(&self) -> &'static str {
        "soort niet bepaald"
    }

    fn propellant(&self, name: &str) -> String {
        match name {
            "none" => "geen".to_owned(),
            "unknown" => "onbekend".to_owned(),
            gas => gas.to_owned(),
        }
    }

    fn other_strength(&self, strength: &str) -> String {
        format!("{strength} niet in de gegevens")
    }

    fn lacking(&self, stated: &str, known: &str) -> String {
        let known = if known.is_empty() { "geen" } else { known };
        format!("omschrijving: {stated}; in de gegevens: {known}")
    }

    fn possible_products(&self, count: usize) -> String {
        match count {
            0 => "product niet in de gegevens".to_owned(),
            1 => "dichtstbijzijnd product".to_owned(),
            count => format!("{count} mogelijke producten"),
        }
    }

    fn unit(&self, unit: &str, one: bool) -> &'static str {
        match (unit, one) {
            ("dose", true) => "dosis",
            ("dose", false) => "doses",
            (_, true) => "stuk",
            (_, false) => "stuks",
        }
    }

    fn boundary(&self, boundary: Boundary) -> &'static str {
        match boundary {
            Boundary::CradleToGrave => "van grondstof tot afval",
            Boundary::Mixed => "verschilt tussen laag en hoog",
            Boundary::NotStated => "niet vermeld",
            Boundary::PropellantOnly => "alleen het drijfgas",
            Boundary::EndOfLife => "alleen de afvalfase",
        }
    }

    fn evidence(&self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::Read => "gelezen in de bron zelf",
            Evidence::Copy => "gelezen in een kopie van de bron",
            Evidence::Excerpt => "alleen een deel of samenvatting gelezen",
            Evidence::Derived => "afgeleid",
            Evidence::Secondary => "uit tweede hand",
            Evidence::Unverified => "uit algemene kennis, niet bevestigd",
        }
    }

    fn funder(&self, funder: Funder) -> &'static str {
        match funder {
            Funder::Maker => "betaald of gemaakt door de fabrikant",
            Funder::Public => {
                "betaald of gemaakt door overheid, universiteit of beroepsorganisatie"
            }
            Funder::NoneNamed => "de bron noemt geen betaler",
            Funder::NotLookedUp => "wie betaalde is niet nagekeken",
        }
    }

    fn no_impact(&self, reason: &NoImpact) -> String {
        match reason {
            NoImpact::NotInhaled(other) => format!("geen waarde: {}.", self.other(*other)),
            NoImpact::Amount(no) => {
                format!(
                    "de hoeveelheid is niet bruikbaar: {}.",
                    self.reason((*no).into())
                )
            }
            NoImpact::NotAbove => "de hoeveelheid is nul of minder.".to_owned(),
            NoImpact::Refused(refused) => {
                format!(
                    "de hoeveelheid is niet bruikbaar: {}.",
                    self.reason((*refused).into())
                )
            }
            NoImpact::NoValue => {
                "er is geen waarde voor dit middel en deze hoeveelheid; dat is niet nul.".to_owned()
            }
            NoImpact::Overflow => "er zijn meer cijfers dan exact te bewaren zijn.".to_owned(),
        }
    }

    fn basis(&self, basis: Basis) -> &'static str {
        match basis {
            Basis::Product => "dit product",
            Basis::Equivalent => "zelfde stof en inhalator",
            Basis::DeviceClass => "soort inhalator",
            Basis::FormClass => "meerdere soorten inhalator",
            Basis::None => "geen waarde",
        }
    }

    fn via(&self, via: Via) -> &'static str {
        match via {
            Via::Code => "code",
            Via::GStandaard => "nummer in de G-Standaard",
            Via::Label => "omschrijving",
            Via::Atc => "ATC-code",
        }
    }

    fn other(&self, other: Other) -> &'static str {
        match other {
            Other::Medicine => "een medicijn dat niet voor inhalatie is",
            Other::Vaccine => "een vaccin",
            Other::NotMedicine => "een hulpmiddel, geen medicijn",
            Other::Unrecognised => "niet herkend",
            Other::Empty => "leeg",
        }
    }

    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::AtcDiffers => {
                "omschrijving en ATC-code noemen een andere stof; de omschrijving is gevolgd"
            }
            Note::LabelDiffers => {
                "omschrijving en ATC-code noemen een andere stof; de ATC-code is gevolgd, want de omschrijving noemt geen merk, vorm of inhalator"
            }
            Note::DeviceNotInData => {
                "dit middel staat niet in de gegevens met de inhalator die de omschrijving noemt; gebruikt is de waarde van die inhalator bij naam of anders van de soort"
            }
            Note::BrandNotInData => {
                "dit merk staat niet met deze inhalator of vorm in de gegevens; producten met dezelfde stof zijn gebruikt"
            }
            Note::StrengthNotInData => {
                "deze sterkte staat niet in de gegevens; andere sterkten zijn gebruikt"
            }
            Note::PackNotInData => {
                "deze verpakking staat niet in de gegevens; andere verpakkingen zijn gebruikt"
            }
            Note::GStandaardAtcDiffers => {
                "de ATC-code van de regel is een andere dan die van de G-Standaard; de G-Standaard is gevolgd"
            }
            Note::GStandaardLabelDiffers => {
                "de omschrijving noemt een andere stof, inhalator of sterkte dan het nummer in de G-Standaard; de G-Standaard is gevolgd"
            }
        }
    }

    fn decided(&self, decided: Decided) -> &'static str {
        match decided {
            Decided::StatedDevices => {
                "inhalatoren of verpakkingen, zoals de eenheid of het profiel zegt"
            }
            Decided::StatedDoses => "doses, zoals de eenheid of het profiel zegt",
            Decided::CorrectedToDoses => {
                "eenheid in stuks, maar het getal is een verpakking in doses of te groot voor inhalatoren; als doses gelezen"
            }
            Decided::CorrectedToDevices => {
                "eenheid in doses, maar het getal is te klein voor een inhalator; als inhalatoren gelezen"
            }
            Decided::InferredDevices => {
                "geen eenheid of een klein getal; als inhalatoren of verpakkingen gelezen"
            }
            Decided::InferredDoses => {
                "geen eenheid, en het getal is een verpakking in doses of te groot voor inhalatoren; als doses gelezen"
            }
            Decided::PiecesAsDoses => "capsules of ampullen, waarvan elk stuk een dosis is",
            Decided::MillilitresAsDoses => "milliliters, gedeeld door de inhoud van een ampul",
            Decided::MassAsDoses => "massa werkzame stof, gedeeld door de sterkte",
            Decided::DddsAsDoses => "standaarddagdoseringen, met de DDD van de laag",
            Decided::FromDosage => "hoeveelheid ontbreekt; berekend uit dosiscode en aantal dagen",
            Decided::FromPerDay => {
                "hoeveelheid ontbreekt; berekend uit hoeveelheid per dag en aantal dagen"
            }
        }
    }

    fn reason(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::QuantityMissing => "hoeveelheid ontbreekt",
            Reason::QuantityUnreadable => "hoeveelheid is geen getal",
            Reason::QuantityZero => "hoeveelheid is nul",
            Reason::QuantityNegative => {
                "retour of negatieve hoeveelheid, niet (geheel) van een voorschrift afgetrokken"
            }
            Reason::QuantityAbsurd => {
                "hoeveelheid is onmogelijk voor één voorschrift, of groter dan een totaal kan zijn"
            }
            Reason::QuantityUnclear => "niet te zeggen of de hoeveelheid inhalatoren of doses telt",
            Reason::QuantityUnit => "eenheid past niet bij het middel",
            Reason::QuantityUnitUnknown => "eenheid is een onbekend woord",
            Reason::QuantityStrength => {
                "massa of DDD, en de sterkte of DDD is niet bekend of is van meer stoffen"
            }
            Reason::DosageAsNeeded => {
                "hoeveelheid ontbreekt en de dosering is zo nodig of hoogstens"
            }
            Reason::DosageNotUsable => "hoeveelheid ontbreekt en volgt niet uit de dosering",
            Reason::DateMissing => "datum ontbreekt",
            Reason::DateUnreadable => "datum is niet te lezen",
            Reason::DateOutOfRange => "datum ligt voor 1990 of in de toekomst",
            Reason::OutsidePeriod => "datum ligt buiten de gekozen periode",
            Reason::ProductMissing => "geen middel vermeld",
            Reason::TextBroken => "tekst is beschadigd",
            Reason::TextTooLong => "omschrijving, code of eenheid is langer dan 1000 bytes",
            Reason::Vaccine => "vaccin",
            Reason::NotAMedicine => "hulpmiddel, geen medicijn",
            Reason::QuoteUnbalanced => "aanhalingsteken wordt niet gesloten",
            Reason::CellCount => "te veel of te weinig kolommen",
            Reason::LineTooLong => "regel is te lang",
            Reason::Cancelled => "voorschrift is geannuleerd of niet afgehaald",
            Reason::Stopped => "herhaling van wat is gestopt, of van na het stoppen",
            Reason::FileCut => "bestand lijkt afgebroken: hierna kunnen regels ontbreken",
            Reason::Draft => "voorschrift is een concept",
            Reason::Returned => "retour, van een voorschrift afgetrokken",
            Reason::Undone => {
                "voorschrift is geheel geretourneerd; genoemd is het voorschrift of zijn retour"
            }
            Reason::Subtotal => "totaal of subtotaal van andere regels",
        }
    }

    fn role(&self, role: &str) -> &'static str {
        match role {
            "date" => "datum",
            "label" => "middel",
            "atc" => "ATC-code",
            "quantity" => "hoeveelheid",
            "unit" => "eenheid",
            "patient" => {
                "patiënt (alleen als hash, voor dubbele regels, retouren, aantallen patiënten en wat één patiënt in een jaar krijgt)"
            }
            "practice" => "praktijk",
            "status" => "status (alleen of het voorschrift is vervallen)",
            "stopped" => "gestopt (of er iets staat, en een datum)",
            "repeat" => "volgnummer van herhaling",
            "iterations" => "toegestane herhalingen (alleen geteld)",
            "dosage" => "dosering (alleen de code)",
            "days" => "aantal dagen",
            "end" => "einddatum",
            "per_day" => "hoeveelheid per dag",
            _ => "code",
        }
    }
}
