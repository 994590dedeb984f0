//! The sentences in English.

use super::{Column, Heading, MedicineWording, Shares, Wording};
use crate::dataset::{Boundary, Device, Evidence, Form, Funder};
use crate::impact::{Basis, Flag};
use crate::language::Language;
use crate::matching::{Decided, Note, Other, Via};
use crate::practice::Reason;
use crate::prescription::NoImpact;

/// English.
#[derive(Debug)]
pub(super) struct English;

impl Wording for English {
    fn decimal_mark(&self) -> char {
        '.'
    }

    fn group_mark(&self) -> char {
        ','
    }

    fn title(&self) -> &'static str {
        "Climate impact of prescribed inhaled medicines"
    }

    fn intended_use(&self) -> &'static str {
        "Meant for learning from one's own prescribing, at the level of a practice or group. The report is no advice for a patient and no judgement of a prescriber; clinician and patient decide together."
    }

    fn heading(&self, heading: Heading) -> &'static str {
        match heading {
            Heading::Read => "What was read",
            Heading::Total => "Total",
            Heading::Products => "Medicines with the most impact",
            Heading::Mix => "Device type and propellant",
            Heading::Months => "By month",
            Heading::Alternatives => "What could be different",
            Heading::OtherMedicines => "Other medicines: order of magnitude",
            Heading::Water => "Medicine residues in water",
            Heading::SetAside => "Set aside",
            Heading::Unusual => "Unusually large amounts",
            Heading::Codes => "Codes in the export",
            Heading::HowRead => "How medicines and quantities were read",
            Heading::Method => "Method",
            Heading::Sources => "Factors used and their sources",
        }
    }

    fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Medicine => "medicine",
            Column::Prescriptions => "prescriptions",
            Column::Amount => "amount",
            Column::Kilograms => "kg CO2e",
            Column::PerPiece => "kg per piece",
            Column::Range => "range",
            Column::Basis => "rests on",
            Column::DeviceType => "type",
            Column::Propellant => "propellant",
            Column::SharePrescriptions => "share of prescriptions",
            Column::Doses => "doses",
            Column::ShareDoses => "share of doses",
            Column::Month => "month",
            Column::Reason => "reason",
            Column::Rows => "rows",
            Column::FirstLines => "first line numbers",
        }
    }

    fn rows(&self, read: &str, analysed: &str, merged: Option<&str>, set_aside: &str) -> String {
        let rows = if read == "1" { "row" } else { "rows" };
        let merged = merged.map_or_else(String::new, |merged| {
            format!(", {merged} merged as copies (same patient, day and medicine; the largest quantity counts)")
        });
        format!("{read} {rows} read: {analysed} analysed{merged} and {set_aside} set aside.")
    }

    fn no_merging(&self) -> &'static str {
        "Copies were not looked for: that needs a patient column and a date column."
    }

    fn period(&self, from: &str, to: &str) -> String {
        format!("The prescriptions run from {from} to {to}.")
    }

    fn no_period(&self) -> &'static str {
        "There is no date column, so the months are missing."
    }

    fn no_dates(&self) -> &'static str {
        "The date column is empty at the start of the file. Dates further on were not read, \
         because their order would be a guess. A profile can name the order (--profile)."
    }

    fn practices(&self, count: &str) -> String {
        format!("Practices in the file: {count}.")
    }

    fn layout(&self, separator: &str, encoding: &str, dates: &str, decimals: &str) -> String {
        format!(
            "Recognised: separator {separator}, encoding {encoding}, dates {dates}, decimal mark {decimals}."
        )
    }

    fn column_used(&self, role: &str, name: &str) -> String {
        format!("{role} from '{name}'")
    }

    fn columns_used(&self, list: &str) -> String {
        format!("Used: {list}.")
    }

    fn columns_ignored(&self, count: usize, list: &str) -> String {
        format!("Not read ({count}): {list}.")
    }

    fn absent(&self) -> &'static str {
        "none"
    }

    fn whole_numbers(&self) -> &'static str {
        "not needed (whole numbers)"
    }

    fn file(&self, name: &str) -> String {
        format!("File: {name}.")
    }

    fn total(&self, central: &str, low: &str, high: &str) -> String {
        format!("{central} kg CO2e, with a range of {low} to {high} kg CO2e.")
    }

    fn stated_in(&self, gwp: &str, shares: Option<&Shares>) -> String {
        let Some(shares) = shares else {
            return format!("Stated in GWP100 of {gwp}.");
        };
        let (own, published) = (&shares.own, &shares.as_published);
        let interpolated = shares
            .interpolated
            .as_ref()
            .map_or_else(String::new, |part| {
                format!(" ({part} of the total is interpolated in it between related products)")
            });
        let other = shares.other.as_ref().map_or_else(String::new, |part| {
            format!(" and {part} on values of other products or of a class")
        });
        format!(
            "Stated in GWP100 of {gwp}; of the total {own} rests on a value of the product itself{interpolated}{other}, restated where needed; {published} rests wholly or partly on values that could not be restated and stand as published."
        )
    }

    fn inhalers_aside(&self, rows: &str) -> String {
        format!(
            "The quantity of {rows} of them is of no use; they stand under 'Set aside' and not in the total."
        )
    }

    fn unrecognised_lines(&self, lines: &str) -> String {
        format!("First line numbers of medicines that were not recognised: {lines}.")
    }

    fn other_products(&self, count: usize) -> String {
        format!("other {count} medicines")
    }

    fn sum(&self) -> &'static str {
        "total"
    }

    fn no_inhalers(&self) -> &'static str {
        "No inhaled medicine with a usable quantity was found. That is not a result of zero kg."
    }

    fn coverage(&self, rows: &str, of: &str, share: &str) -> String {
        format!(
            "Coverage: {rows} of {of} prescriptions of inhaled medicines ({share}) have a value."
        )
    }

    fn uncovered_volume(&self, devices: &str, doses: &str) -> String {
        format!(
            "Without a value, and so not in the total: {devices} inhalers or packs and {doses} loose doses (capsules, ampoules or puffs)."
        )
    }

    fn by_basis(&self, list: &str) -> String {
        format!("What the value rests on, in prescriptions: {list}.")
    }

    fn outside(&self, other: &str, unrecognised: &str) -> String {
        format!(
            "Not in this total: {other} prescriptions of other medicines (only an order of magnitude, in a block of their own) and {unrecognised} rows whose medicine was not recognised."
        )
    }

    fn flag(&self, flag: Flag) -> &'static str {
        match flag {
            Flag::GwpAsPublished => "not restated: the value stands in the GWP set of its source",
            Flag::BoundaryNotStated => "system boundary not stated in the source",
            Flag::BoundaryMixed => "ends of the range with different system boundaries",
            Flag::PropellantOnly => "propellant only; the whole life cycle is more",
            Flag::CentralIsMidpoint => "central value is the midpoint of a published range",
            Flag::Secondary => "from a source that repeats values of others",
            Flag::CandidateWithoutValue => "not every product that the row can be has a value",
            Flag::ClassTable => "class value from a table that names the product as an example",
            Flag::EndsAsPublished => "low or high stands as published: it could not be restated",
            Flag::GasUnknown => {
                "the propellant is not known; with one of a low GWP the value is far lower"
            }
            Flag::OtherGasPossible => {
                "it can hold a propellant that none of the values counts: the range is then no bound"
            }
            Flag::BoundaryInferred => {
                "what the value covers is inferred from the number itself; the source does not say"
            }
            Flag::Interpolated => "the value is interpolated between those of related products",
            Flag::SetNotStated => "the source names no GWP set",
            Flag::GasNotStated => "the propellant of the value is not known",
            Flag::NoPotential => "the data has no GWP of this propellant in one of the two sets",
            Flag::MassNotKnown => "the mass of propellant of what the value counts is not known",
            Flag::MassExceedsTotal => {
                "the known mass of propellant would weigh more than the whole total: mass and total do not belong together"
            }
            Flag::MeteredOnly => {
                "only what the puffs meter is counted; a can holds more than its doses"
            }
            Flag::ReplacedByGas => {
                "the published value lies below the product's own propellant and was replaced"
            }
            Flag::BelowGas => {
                "a layer states this value, and it lies wholly or partly below the product's own propellant"
            }
            Flag::OneStandsIn => {
                "one value of another product stands for the group; the true range is not known"
            }
        }
    }

    fn limits(&self) -> &'static str {
        "Limits of the values, with the share of the total to which they wholly or partly apply (a value can have more than one):"
    }

    fn products_shown(&self, shown: usize, all: usize) -> String {
        format!("The {shown} of {all} medicines with the most impact.")
    }

    fn bracket_note(&self) -> &'static str {
        "Where a row can be several products, the range runs from the lowest to the highest of them and the value is the median: not what is prescribed most. Numbers are rounded to their range, so sums may differ."
    }

    fn mix_note(&self) -> &'static str {
        "Doses are puffs, inhalations, capsules or ampoules as on the pack, not DDDs. The share of prescriptions and the share of doses differ because packs differ; say which of the two a comparison uses. The propellant is 'unknown' where no source names it for this product."
    }

    fn mix_without_doses(&self, rows: &str) -> String {
        format!(
            "The doses of {rows} prescriptions are not known, because the pack size is missing; they do not count in the doses."
        )
    }

    fn nothing_set_aside(&self) -> &'static str {
        "Nothing was set aside."
    }

    fn found_by(&self, list: &str) -> String {
        format!("Inhaled medicines recognised by: {list}.")
    }

    fn quantities_read(&self) -> &'static str {
        "Whether a quantity counts inhalers or doses was decided per row from unit and pack size:"
    }

    fn method(&self, gwp: &str) -> String {
        format!(
            "Quantities are summed per medicine and month first and then multiplied once with a published factor. For each medicine its own factor with the widest system boundary and the strongest source counts; the range spans all sources about that medicine. Without a factor of its own, the band over the same substance in the same type of inhaler applies, and otherwise over the type of inhaler. Values are restated in {gwp} where the source names its GWP set and the propellant is known. The range spans the published values; the real value can lie outside it, also where there is only one source. Values of different sources cannot simply be compared. What has no value does not count as zero but stands with the coverage."
        )
    }

    fn data_version(&self, version: &str, sha256: &str, layers: &str) -> String {
        format!("Data {version}, layers: {layers}, SHA-256 {sha256}.")
    }

    fn one_value(&self) -> &'static str {
        "one source"
    }

    fn factors_of_source(&self, factors: &str) -> String {
        format!("Factors: {factors}.")
    }

    fn trail(&self) -> &'static str {
        "Every factor can be traced with: cargo run --release --example groenrecept -- explain \"LABEL, ATC or ID\"."
    }

    fn columns(&self) -> super::ColumnWording {
        super::ColumnWording(Language::English)
    }

    fn medicines(&self) -> &'static dyn MedicineWording {
        &super::medicines::English
    }

    fn account(&self) -> &'static dyn super::AccountWording {
        &super::account::English
    }

    fn codes(&self) -> &'static dyn super::CodeWording {
        &super::codes::English
    }

    fn water(&self) -> &'static dyn super::WaterWording {
        &super::water::English
    }

    fn device(&self, device: Device) -> &'static str {
        match device {
            Device::Pmdi => "metered-dose aerosol",
            Device::BreathActuated => "breath-actuated aerosol",
            Device::Powder => "powder inhaler",
            Device::SoftMist => "soft mist inhaler",
            Device::Nebuliser => "nebuliser liquid",
        }
    }

    fn form(&self, form: Form) -> &'static str {
        match form {
            Form::Aerosol => "aerosol",
            Form::Powder => "inhalation powder",
            Form::PowderCapsule => "inhalation capsule",
            Form::SoftMist => "soft mist",
            Form::NebuliserUnitDose | Form::NebuliserBottle => "nebuliser liquid",
        }
    }

    fn several_kinds(&self) -> &'static str {
        "medicines told only together"
    }

    fn device_unknown(&self) -> &'static str {
        "type not determined"
    }

    fn propellant(&self, name: &str) -> String {
        name.to_owned()
    }

    fn other_strength(&self, strength: &str) -> String {
        format!("{strength} not in the data")
    }

    fn lacking(&self, stated: &str, known: &str) -> String {
        let known = if known.is_empty() { "none" } else { known };
        format!("label: {stated}; in the data: {known}")
    }

    fn possible_products(&self, count: usize) -> String {
        match count {
            0 => "product not in the data".to_owned(),
            1 => "nearest product".to_owned(),
            count => format!("{count} possible products"),
        }
    }

    fn unit(&self, unit: &str, one: bool) -> &'static str {
        match (unit, one) {
            ("dose", true) => "dose",
            ("dose", false) => "doses",
            (_, true) => "piece",
            (_, false) => "pieces",
        }
    }

    fn boundary(&self, boundary: Boundary) -> &'static str {
        match boundary {
            Boundary::CradleToGrave => "cradle to grave",
            Boundary::Mixed => "differs between low and high",
            Boundary::NotStated => "not stated",
            Boundary::PropellantOnly => "propellant only",
            Boundary::EndOfLife => "end of life only",
        }
    }

    fn evidence(&self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::Read => "read in the source itself",
            Evidence::Copy => "read in a copy of the source",
            Evidence::Excerpt => "only a part or an abstract read",
            Evidence::Derived => "derived",
            Evidence::Secondary => "second hand",
            Evidence::Unverified => "general knowledge, not confirmed",
        }
    }

    fn funder(&self, funder: Funder) -> &'static str {
        match funder {
            Funder::Maker => "paid for or made by the maker",
            Funder::Public => "paid for or made by a government, university or professional body",
            Funder::NoneNamed => "the source names no funder",
            Funder::NotLookedUp => "who paid was not looked up",
        }
    }

    fn no_impact(&self, reason: &NoImpact) -> String {
        match reason {
            NoImpact::NotInhaled(other) => format!("no value: {}.", self.other(*other)),
            NoImpact::Refused(refused) => {
                format!(
                    "the quantity cannot be used: {}.",
                    self.reason((*refused).into())
                )
            }
            NoImpact::NoValue => format!("{reason}; that is not zero."),
            NoImpact::Amount(no) => format!(
                "the quantity cannot be used: {}.",
                self.reason((*no).into())
            ),
            NoImpact::NotAbove | NoImpact::Overflow => format!("{reason}."),
        }
    }

    fn basis(&self, basis: Basis) -> &'static str {
        match basis {
            Basis::Product => "this product",
            Basis::Equivalent => "same substance and inhaler",
            Basis::DeviceClass => "type of inhaler",
            Basis::FormClass => "several types of inhaler",
            Basis::None => "no value",
        }
    }

    fn via(&self, via: Via) -> &'static str {
        match via {
            Via::Code => "code",
            Via::GStandaard => "number in the G-Standaard",
            Via::Label => "label",
            Via::Atc => "ATC code",
        }
    }

    fn other(&self, other: Other) -> &'static str {
        match other {
            Other::Medicine => "a medicine that is not for inhalation",
            Other::Vaccine => "a vaccine",
            Other::NotMedicine => "a device, not a medicine",
            Other::Unrecognised => "not recognised",
            Other::Empty => "empty",
        }
    }

    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::AtcDiffers => "label and ATC code name another substance; the label was followed",
            Note::LabelDiffers => {
                "label and ATC code name another substance; the ATC code was followed, since the label names no brand, form or inhaler"
            }
            Note::DeviceNotInData => {
                "the data does not have this medicine in the device that the label names; the value of that device by its name was used, or else of its type"
            }
            Note::BrandNotInData => {
                "this brand is not in the data in this device or form; products of the same substance stand in"
            }
            Note::StrengthNotInData => "this strength is not in the data; other strengths stand in",
            Note::PackNotInData => "this pack is not in the data; other packs stand in",
            Note::GStandaardAtcDiffers => {
                "the row has another ATC code than the G-Standaard; the G-Standaard was followed"
            }
            Note::GStandaardLabelDiffers => {
                "the label names another substance, inhaler or strength than the number in the G-Standaard; the G-Standaard was followed"
            }
        }
    }

    fn decided(&self, decided: Decided) -> &'static str {
        match decided {
            Decided::StatedDevices => "inhalers or packs, as the unit or the profile says",
            Decided::StatedDoses => "doses, as the unit or the profile says",
            Decided::CorrectedToDoses => {
                "the unit says pieces, but the number is a pack in doses, or too large for inhalers: doses"
            }
            Decided::CorrectedToDevices => {
                "the unit says doses, but the number is too small for an inhaler: inhalers"
            }
            Decided::InferredDevices => "no unit or a small number: inhalers or packs",
            Decided::InferredDoses => {
                "no unit, and the number is a pack in doses, or too large for inhalers: doses"
            }
            Decided::PiecesAsDoses => "capsules or ampoules: each piece is a dose",
            Decided::MillilitresAsDoses => "millilitres, divided by the volume of an ampoule",
            Decided::MassAsDoses => "a mass of active substance, divided by the strength",
            Decided::DddsAsDoses => "defined daily doses, by the DDD of the layer",
            Decided::FromDosage => {
                "no quantity; computed from the dosage code and the number of days"
            }
            Decided::FromPerDay => {
                "no quantity; computed from the amount for each day and the number of days"
            }
        }
    }

    fn reason(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::QuantityMissing => "quantity missing",
            Reason::QuantityUnreadable => "quantity is not a number",
            Reason::QuantityZero => "quantity is zero",
            Reason::QuantityNegative => {
                "return or negative quantity, not (wholly) taken off a prescription"
            }
            Reason::QuantityAbsurd => {
                "quantity impossible on one prescription, or larger than a total can be"
            }
            Reason::QuantityUnclear => "cannot tell whether the quantity counts inhalers or doses",
            Reason::QuantityUnit => "unit does not fit the medicine",
            Reason::QuantityUnitUnknown => "unit is a word that is not known",
            Reason::QuantityStrength => {
                "mass or DDD, and the strength or DDD is not known or is of several substances"
            }
            Reason::DosageAsNeeded => "no quantity, and the dosage is as needed or at most",
            Reason::DosageNotUsable => "no quantity, and none follows from the dosage",
            Reason::DateMissing => "date missing",
            Reason::DateUnreadable => "date cannot be read",
            Reason::DateOutOfRange => "date before 1990 or in the future",
            Reason::OutsidePeriod => "date outside the chosen period",
            Reason::ProductMissing => "no medicine named",
            Reason::TextBroken => "text is damaged",
            Reason::TextTooLong => "label, code or unit is longer than 1000 bytes",
            Reason::Vaccine => "vaccine",
            Reason::NotAMedicine => "device, not a medicine",
            Reason::QuoteUnbalanced => "quote that does not close",
            Reason::CellCount => "too many or too few columns",
            Reason::LineTooLong => "line too long",
            Reason::Cancelled => "prescription was cancelled or not collected",
            Reason::Stopped => "repeat of what was stopped, or of after it was stopped",
            Reason::FileCut => "the file seems cut off: rows behind it may be missing",
            Reason::Draft => "prescription is a draft",
            Reason::Returned => "return, taken off a prescription",
            Reason::Undone => {
                "prescription was returned as a whole; named is the prescription or its return"
            }
            Reason::Subtotal => "total or subtotal of other rows",
        }
    }

    fn role(&self, role: &str) -> &'static str {
        match role {
            "date" => "date",
            "label" => "medicine",
            "atc" => "ATC code",
            "quantity" => "quantity",
            "unit" => "unit",
            "patient" => {
                "patient (only as a hash, for copies, returns, numbers of patients and what one patient gets in a year)"
            }
            "practice" => "practice",
            "status" => "status (only whether the prescription was cancelled)",
            "stopped" => "stopped (whether it is filled, and a date)",
            "repeat" => "number of the repeat",
            "iterations" => "repeats allowed (only counted)",
            "dosage" => "dosage (only the code)",
            "days" => "days",
            "end" => "end date",
            "per_day" => "amount per day",
            _ => "code",
        }
    }
}
