//! What the codes mean, in English.

use super::Code;
use crate::diagnostic::Explanation;

pub(super) const fn explanation(code: Code) -> Explanation {
    match code {
        Code::UnreadableFile => explain(
            "The file is not UTF-8 text, or not a table or TOML that can be read.",
            "Nothing in the file can be trusted when a part of it cannot be read.",
            "version = 2026.11 2026.12",
            "Save the file as UTF-8 text; close every quote, and give every TOML key a value.",
        ),
        Code::EmptyLayer => explain(
            "The folder holds none of the files that a dataset is made of.",
            "A folder without data files is usually a wrong path.",
            "an empty folder",
            "Name the folder that holds the data files.",
        ),
        Code::MissingColumn => explain(
            "A column that the file must have is not there.",
            "Without the column no row of the file can be read.",
            "source_id,kind",
            "Add the column with exactly this name to the first line.",
        ),
        Code::UnknownColumn => explain(
            "A column with this name means nothing here; its cells are not read.",
            "A misspelt column looks filled in and is not used.",
            "source_id,kind,titel",
            "Correct the name, or take the column out.",
        ),
        Code::WrongCellCount => explain(
            "A row has more or fewer cells than the header.",
            "A cell too few or too many shifts every value behind it.",
            "HFC-134a,AR6,100",
            "Put text with a comma between double quotes, and leave unknown cells empty but present.",
        ),
        Code::EmptyCell => explain(
            "A cell that must be filled is empty.",
            "A fact without this cell cannot be used or checked.",
            "HFC-134a,AR6,100,,S29,table 1,read",
            "Fill the cell with what the source says, or take the row out.",
        ),
        Code::MissingSource => explain(
            "A fact does not name its source.",
            "A number without a source cannot be checked by anyone.",
            "HFC-134a,AR6,100,1530,,table 1,read",
            "Name the id of the source in source_id; add the source to sources.csv.",
        ),
        Code::BoundaryMissing => explain(
            "A factor does not say which part of the life cycle it covers.",
            "Gas alone and a whole life cycle are different numbers; without the boundary they would be compared.",
            "t01,product,ventolin-aerosol-100,climate,device,28,,,kg CO2e,,AR6,T01,p. 3,read",
            "Fill in boundary; write not_stated where the source does not say it.",
        ),
        Code::GwpMissing => explain(
            "A gas or factor has no global warming potential in the data, or does not name its set.",
            "Without the potential of the gas a value cannot be brought to the set in which results are stated.",
            "t01,product,ventolin-aerosol-100,climate,device,28,,,kg CO2e,cradle_to_grave,AR9,T01,p. 3,read",
            "Name a set of gwp.csv, or write unknown; add a gas that is new to gwp.csv with its source.",
        ),
        Code::UnknownWord => explain(
            "A cell is not one of the words that it may hold.",
            "Words of the data files decide how a row is used, so an unknown one cannot be guessed.",
            "T01,studie,Own study",
            "Use one of the words that the message lists.",
        ),
        Code::UnknownCode => explain(
            "An ATC code or group is not well formed.",
            "A product with a wrong ATC code is found by the wrong lines or by none.",
            "R03AC2",
            "Write the ATC code with its seven positions, such as R03AC02; in a rule its beginning will do, such as R03AC.",
        ),
        Code::BadCheckDigit => explain(
            "A ZI number does not pass its check digit.",
            "A ZI number has eight digits whose sum with the weights 8 to 1 is a multiple of eleven; a typing error breaks that.",
            "zi,15000000,ventolin-aerosol-100",
            "Copy the number again from the G-Standaard.",
        ),
        Code::BadNumber => explain(
            "A number is not plain decimal text, or out of its bounds.",
            "What is read must be exactly what was written.",
            "1_530",
            "Write digits with a point as decimal mark, such as 28.262, within the bounds that the message names.",
        ),
        Code::BareFloat => explain(
            "A number has gone through binary floating point, or will.",
            "Binary floating point changes digits; a figure with such a tail, in exponent form or unquoted in TOML is no longer what the source printed.",
            "0.30000000000000004",
            "Write the digits that the source prints; put decimals in TOML between quotes.",
        ),
        Code::BadDate => explain(
            "A date is not a day of the calendar as yyyy-mm-dd.",
            "A date that can be read in two ways decides which value is valid.",
            "01-06-2026",
            "Write the date as yyyy-mm-dd, such as 2026-06-01.",
        ),
        Code::InvertedRange => explain(
            "Low, central and high, or the first and last day, are not in ascending order.",
            "A range that runs backwards gives totals whose low end is above their high end.",
            "low 5, value 3, high 4",
            "Put the lowest value in low and the highest in high; leave a bound that the source does not give empty.",
        ),
        Code::UnitMismatch => explain(
            "The unit does not fit the indicator.",
            "A mass read as a climate impact is wrong by a factor of a thousand or more.",
            "climate in g",
            "Use a unit of the indicator: kg CO2e, g CO2e or kt CO2e for climate, g for a mass of propellant.",
        ),
        Code::SumMismatch => explain(
            "The stages of a life cycle do not add up to their total.",
            "Who rebuilds a total from its parts then gets another number than the source.",
            "stages of 3.18, 3.60 and 80 g with a total of 94.42 g",
            "Read the stages again in the source. If they are printed so, put the contradiction in conflicts.csv.",
        ),
        Code::DuplicateId => explain(
            "Two rows of one file have the same id.",
            "Only one of the two rows could count, and nobody could tell which.",
            "T01 on two lines",
            "Give each row an id of its own, or take one row out. Over layers the same id replaces.",
        ),
        Code::DanglingReference => explain(
            "A row names a source or product that is not there.",
            "A fact without its source, or a factor without its product, cannot be traced or used.",
            "source_id T99, which sources.csv does not have",
            "Correct the id, or add the row that it names.",
        ),
        Code::OutOfOrder => explain(
            "The rows are not sorted by their id.",
            "Sorted files show in a comparison of two versions only what was changed.",
            "T02 above T01",
            "Sort the rows by their id; gwp.csv by gas, set and horizon, codes.csv by system and code, vocabulary.csv by word within a kind.",
        ),
        Code::UnusedSource => explain(
            "No fact rests on a source.",
            "A source in the list suggests that something rests on it.",
            "a source T02 that no row names",
            "Take the source out, or name it where it is used.",
        ),
        Code::Expired => explain(
            "A row was no longer valid on the date of the data.",
            "A row of the past is kept on purpose for prescriptions of then; for today another row should be there.",
            "valid_to 2025-12-31 in data of 2026-11-21",
            "Leave it for old prescriptions, and add the row that holds now.",
        ),
        Code::ReviewOverdue => explain(
            "A review should have been done before the date of the data.",
            "A value that should have been looked at again may be out of date. The date of the data counts, never the clock.",
            "next_review 2026-06-01 in data of 2026-11-21",
            "Review the data, and write the new dates in reviewed and next_review.",
        ),
        Code::ConflictingSources => explain(
            "Two sources give values for one product that differ by more than a tenth.",
            "Readers should know where sources differ; the range holds the values and explain shows them all.",
            "28.262 and 21.5 kg CO2e for one device",
            "Nothing needs to be done; keep both values, and say in note what explains the difference.",
        ),
        Code::NeverMatched => explain(
            "A row that no prescription can ever reach.",
            "A row that nothing reaches is usually misspelt, and the value that it should give is missing.",
            "a factor about the device name Easyhaller",
            "Correct the name or code, or make the row a context row.",
        ),
        Code::RuleContradiction => explain(
            "An exception of a rule holds whenever the rule does.",
            "Such a rule is always withheld and so says nothing.",
            "facts = { frail = \"yes\" } in when and in unless",
            "Take the exception out, or correct the condition.",
        ),
        Code::ExampleFails => explain(
            "An example of a rule comes out otherwise than it says.",
            "Examples are the tests of a rule; where one fails, the rule does not do what its author means.",
            "expect = \"applies\" where the age lies outside the rule",
            "Correct the rule or the example.",
        ),
        Code::UntestedRule => explain(
            "No example would miss a part of a rule.",
            "If that part is lost, nobody notices.",
            "an exception without an example in which it holds",
            "Add an example in which this part makes the difference.",
        ),
        Code::Formulary(code) => code.explanation(crate::language::Language::English),
        Code::LicenceForbidsEmbedding => explain(
            "A fact rests on a source whose licence forbids embedding it.",
            "Who passes on the data would pass on what the licence does not allow.",
            "embed no, and a factor names the source",
            "Move the facts of this source to a layer of your own (--data), or find another source.",
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
