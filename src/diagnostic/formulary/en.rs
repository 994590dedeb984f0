//! What the codes about formularies mean, in English.

use super::FormularyCode;
use crate::diagnostic::Explanation;

pub(super) const fn explanation(code: FormularyCode) -> Explanation {
    let (what, why, example, instead) = match code {
        FormularyCode::EmptyFormulary => (
            "The formulary has no bytes, or a header and no options.",
            "An empty formulary would look clean.",
            "aandoening;stap;keus;middel",
            "Give the file with a header and at least one option.",
        ),
        FormularyCode::DuplicateColumn => (
            "Two columns mean the same.",
            "It cannot be told which of the two counts.",
            "aandoening;stap;keus;middel;geneesmiddel",
            "Take one of the columns out or rename it.",
        ),
        FormularyCode::BadAge => (
            "An age is not a whole number of years from 0 to 120, or the first lies above the last.",
            "The age decides whether rules come first, such as those below 6.",
            "leeftijd van 12, leeftijd t/m 6",
            "Write whole years; the second age is included.",
        ),
        FormularyCode::BadIcpc => (
            "An ICPC code is not well formed.",
            "The code decides which rules are about the condition.",
            "R9",
            "Write a letter and two digits, if need be with a point and two digits, such as R96 or R96.01; put a | between codes.",
        ),
        FormularyCode::BadDosage => (
            "A dosage cannot be read as a number of doses or milligrams.",
            "Without a dosage the option is not compared with other options.",
            "1-2 dd 1 inhalatie",
            "Write one number, such as '2 dd 1 inhalatie', '1 tablet per day' or '3 dd 500 mg'.",
        ),
        FormularyCode::DosageOutOfRange => (
            "A dosage is so much that it is probably a slip of the pen.",
            "Everything that is computed from the dosage is then wrong by as much. The limit is a convention of our own and no clinical bound.",
            "400 dd 1 inhalatie",
            "Look at the cell; where it says what is meant, leave it or override the severity.",
        ),
        FormularyCode::UnknownFeature => (
            "A feature of the patients means nothing to any rule.",
            "Whether a rule holds for these patients cannot be told; nothing about climate is reported for this group. What else the cell says and is known counts for what must be kept.",
            "zwangerschap",
            "Use a known feature where it fits, such as 'acute attack', 'cannot use powder' or 'frail', or a fact such as can_use_powder=no; leave it otherwise.",
        ),
        FormularyCode::NoLowerImpactOption => (
            "A step has no option of low impact, and a guideline supports one for these patients. An option without propellant counts, also of another substance of the same use (relief or maintenance): which substance is for whom is a choice of treatment. One that these patients cannot have, for its label, a shortage or a rule, does not count.",
            "Who follows the step can then only choose the higher impact.",
            "Astma, 18 t/m 80 jaar, stap 2: alleen SERETIDE AEROSOL 25/125",
            "Put the medicine that is named, with this dose ratio, before the option in the step, or put into the feature for whom that cannot be, such as 'kan geen poeder' (cannot use powder). Where that is a powder inhaler, only if the patient can inhale with enough force; check the technique; in an attack an aerosol stays.",
        ),
        FormularyCode::DominatedChoice => (
            "Another option of the same step, which these patients can have, stands no lower in the author's own order and has a lower impact.",
            "The option then adds nothing for impact; there can be another reason to name it.",
            "keus 1 SERETIDE DISKUS, keus 2 SERETIDE AEROSOL",
            "Put into the feature for whom the option is, such as 'kan geen poeder' (cannot use powder), or take it out. Where there is another reason, the finding can stay. Where powder alone is left, then only for those who can inhale with enough force; check the technique; in an attack an aerosol stays.",
        ),
        FormularyCode::OrderAgainstImpact => (
            "An option stands before another of the same step that these patients can have and that has a lower impact. Where that is another substance, the finding is for information.",
            "The first choice is prescribed most.",
            "keus 1 SERETIDE AEROSOL, keus 2 SERETIDE DISKUS",
            "Turn the order round where that fits clinically. Where that is a powder inhaler, only if the patient can inhale with enough force; check the technique; in an attack an aerosol stays. Else put into the feature for whom the first choice is, such as 'kan geen poeder' (cannot use powder).",
        ),
        FormularyCode::KeepMissing => (
            "A step for patients for whom a rule says to keep an inhaler does not offer that inhaler, or has powder alone for those who cannot use it.",
            "Below the age of 6, in an acute attack and in those who cannot use powder safety comes before climate.",
            "Astma, 2 t/m 5 jaar: alleen VENTOLIN DISKUS",
            "Put the inhaler that the rule names first in the step (for those who cannot use powder one that is no powder). Only where the rule is about an age, the age of the option can be limited as well.",
        ),
        FormularyCode::KeepNotFirst => (
            "What a national rule says to keep for (some of) these patients stands behind another inhaler of its group, or powder stands before another inhaler for those who cannot use it.",
            "The first choice is prescribed most, also in an attack and for young children. There safety comes before climate.",
            "acute aanval: keus 1 VENTOLIN DISKUS, keus 2 VENTOLIN AEROSOL",
            "Put the inhaler that the rule names first (for those who cannot use powder one that is no powder). Where the rule is about some of the patients, give them a row of their own with age or feature.",
        ),
        FormularyCode::LabelExcludesIndication => (
            "The label of the product does not name the indication.",
            "Who follows the option prescribes off label.",
            "Astma: TRELEGY ELLIPTA",
            "Choose a product that is licensed for the indication. A remark that it is off label on purpose is good; the finding then stays. Labels differ by country; the Dutch one decides.",
        ),
        FormularyCode::LabelExcludesAge => (
            "The label of the product sets a higher age than the youngest patients of the option. Where a national rule says to keep the medicine for just these, the finding is for information.",
            "Who follows the option prescribes off label for a part of the patients.",
            "vanaf 6 jaar: FOSTER NEXTHALER",
            "Raise the age of the option or choose another product. Labels differ by country; the Dutch one decides.",
        ),
        FormularyCode::DeviceChangesBetweenSteps => (
            "Between two steps of one condition no option lets the patient keep the kind of inhaler.",
            "Two techniques side by side lead to mistakes in inhaling.",
            "stap 1 VENTOLIN DISKUS, stap 2 FOSTER AEROSOL",
            "Put at least one option with the same kind of inhaler into both steps.",
        ),
        FormularyCode::PropellantWording => (
            "A text sets inhalers apart by their type where the propellant decides.",
            "With a new propellant the text is no longer true.",
            "Aerosolen bevatten een broeikasgas",
            "Name the propellant, the product or the kg CO2e per treatment day.",
        ),
        FormularyCode::UnknownProduct => (
            "The data knows no product or substance of this option.",
            "Nothing was checked of the option.",
            "PUFFIE AEROSOL 100",
            "Write the label as in the information system, with brand or substance, form and strength, and fill in the ATC code.",
        ),
        FormularyCode::NoFactor => (
            "The data has no value for the climate impact of this inhaler.",
            "The option is not compared with others. No value is not zero.",
            "een inhalator zonder waarde",
            "Add a value with its source in a layer of your own, or leave it.",
        ),
        FormularyCode::AmbiguousOption => (
            "The option can be products of different kinds.",
            "The impact then depends on what the pharmacy dispenses.",
            "R03AC02 zonder omschrijving van de vorm",
            "Name the form or the device in the label.",
        ),
        FormularyCode::QuantityOverLimit => (
            "The days of treatment are more than an agreement sets for one issue.",
            "What is not used becomes waste.",
            "behandeldagen 180",
            "Shorten the days to the limit that is named: they stand for one issue. Where it is issued in parts, name the days of one.",
        ),
        FormularyCode::StaleSource => (
            "The option cites an older version of a guideline than the data knows, or one that was withdrawn.",
            "The advice can have changed since.",
            "NHG-Standaard Astma bij volwassenen (M27), 2015",
            "Compare the option with the newer version and change the year.",
        ),
        FormularyCode::ReversedEvidence => (
            "The remark gives a reason that later evidence reversed.",
            "An outdated reason keeps a choice alive.",
            "NAPROXEN: beter voor het water dan diclofenac",
            "Take the reason out or write what is known now.",
        ),
        FormularyCode::RuleConflict => (
            "Two rules about the option contradict each other.",
            "Neither wins by itself; the author weighs them.",
            "kwetsbare oudere: poeder of aerosol met voorzetkamer",
            "Read both rules and write down which was followed and why. The finding stays as long as both rules hold.",
        ),
        FormularyCode::Uncited => (
            "The option names no section of a guideline.",
            "Who reads the option cannot look up what it rests on.",
            "een lege paragraaf",
            "Name guideline and section.",
        ),
        FormularyCode::DuplicateOption => (
            "The same medicine and dosage stand twice in one step for the same patients.",
            "One of the two was probably meant otherwise.",
            "twee keer VENTOLIN DISKUS in stap 1",
            "Take one of them out or correct it.",
        ),
        FormularyCode::GapInAges => (
            "Between two age groups of one condition there are ages without an option.",
            "For these patients the formulary says nothing.",
            "0 t/m 5 jaar en 12 t/m 17 jaar",
            "Let the groups follow each other; the second age is included.",
        ),
        FormularyCode::StepOrder => (
            "The steps or choices of one condition do not count up from 1.",
            "A number that is skipped is usually a row forgotten or mistyped.",
            "stap 1 en stap 3",
            "Number the steps from 1 and the choices in each step from 1; equal choices may have the same number.",
        ),
        FormularyCode::NotJudged => (
            "Climate impact was not judged for these patients, because too little is known of them.",
            "No finding would otherwise look like a step in which nothing can be improved. Without an age it was not judged either whether a medicine must be kept for young children.",
            "an aerosol without an age, or without an ICPC code where the name of the condition tells neither asthma nor COPD",
            "Fill in the column that the finding names.",
        ),
        FormularyCode::NameDiffers => (
            "The name of the condition says otherwise than the ICPC code or the feature.",
            "Rules and labels are held against both conditions where the name and the code differ; of the name and the feature the feature counts.",
            "condition COPD, icpc R96",
            "Correct the name, the code or the feature.",
        ),
        FormularyCode::AtcContradictsLabel => (
            "The ATC code is that of another medicine than the label names.",
            "Who looks up the code finds another medicine than who reads the label.",
            "R03AK06 with VENTOLIN DISKUS",
            "Mend the code or the label.",
        ),
    };
    Explanation {
        what,
        why,
        example,
        instead,
    }
}
