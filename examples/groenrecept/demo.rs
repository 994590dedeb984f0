//! A synthetic export in the shape of a Dutch HIS extract, for demonstrations and load tests.
//!
//! Nothing here comes from a person: patients are hashes, codes of the G-Standaard are invented.
//! The columns are some of the table `medicatie` of the Julius Huisartsen Netwerk as the public
//! analysis code UMC-Utrecht-RWE/JHN2Conception reads it; each trap names what it mimics.
//!
//! Memory does not grow with rows. A patient is derived again from (seed, practice, number) when
//! needed, and the number says on which working days a repeat falls due.
//!
//! The same `Demo` gives the same bytes everywhere: ChaCha8 is a fixed stream cipher, and only its
//! raw words are used, because the sampling methods of `rand` may change between releases.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "counts stay far from 2^64: `write` bounds rows and year, the assortment is embedded"
)]

#[path = "demo_calendar.rs"]
mod calendar;

use calendar::{Day, calendar};
use std::io::{self, Write};
use std::ops::{Range, RangeInclusive};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const HEADER: &[u8] = b"praktijk_id;Patient_id;Voorschrijfdatum;Omschrijving;Atc_code;Prk;\
Hoeveelheid;Aflever_eenheid;Gebruiksvoorschrift;Chronisch;Iteraties;Geboortejaar;Episode_icpc\r\n";

/// Rates are per 100,000 so that the rare traps are whole numbers.
const ALL: u64 = 100_000;

/// The pharmacy's copy of a prescription comes back into the HIS as a second row; JHN2Conception,
/// `medicines.sql`, groups on patient, practice, ATC, label and date because of it.
const PHARMACY_COPY: u64 = 4_300;
/// Of 100 copies those below each bound have a column empty in the first row or in the copy, and the
/// other row fills the gap: JHN2Conception, `medicines.sql`, takes `MAX` over the group for this.
const COPY_GAPS: [(u64, usize, usize); 4] = [
    (25, 0, QUANTITY),
    (45, 0, DOSAGE),
    (60, QUANTITY, 0),
    (70, DOSAGE, 0),
];
/// Places in `Line::gaps`.
const QUANTITY: usize = 1;
const DOSAGE: usize = 2;
/// No quantity on any row of the prescription: the GP summary messages in Nictiz/HL7-mappings
/// (QUPC_IN990002NL) may lack one, the Sanday sample in RIVO-Noord/zorgviewer-ig does.
const QUANTITY_MISSING: u64 = 1_500;
/// A zero typed because the field wants a number. Assumed, no public count.
const QUANTITY_ZERO: u64 = 200;
/// Numbers pass through SAS in the JHN extract (JHN2Conception `read_sas`) and come out as
/// `30,0` or `1,00`.
const QUANTITY_AS_FLOAT: u64 = 2_000;
/// A correction booked as a negative issue. Assumed, no public count.
const QUANTITY_NEGATIVE: u64 = 20;
/// Z, Y or X instead of a code, or nothing: Z-Index documents Z and Y for field ATCODE, the GIP
/// tables X, and Nictiz/HL7-mappings holds a dispensing GP's message with `Z`. Aids and magistral
/// lines of the assortment add about as much again, to 2 % in all.
const ATC_NOT_A_CODE: [(u64, &[u8]); 4] = [(450, b"Z"), (250, b"Y"), (150, b"X"), (400, b"")];
/// Lower-case codes, as hand-kept tables have them. Assumed, no public count.
const ATC_LOWER_CASE: u64 = 500;
/// `912345.0`: JHN2Conception reads its product codes as floats.
const PRK_AS_FLOAT: u64 = 3_000;
/// JHN2Conception treats product number 0 as missing.
const PRK_ZERO: u64 = 2_000;
/// JHN2Conception: an empty string is a missing value. Leading zeros are lost on all codes.
const PRK_EMPTY: u64 = 6_000;
/// Inhalers counted in doses: units I, PF and DO of NHG Tabel 25 (as copied in JHN2Conception's
/// `NHG.xlsx`) map to doses, while AE and AI map to nothing and TB to a piece.
const INHALER_IN_DOSES: u64 = 20_000;
/// Inhalers whose unit is empty or contradicts the number, such as 200 with `ST`; a fixture of
/// Nictiz/Nictiz-testscripts has unit text and unit code in conflict the same way.
const INHALER_UNIT_ODD: u64 = 5_000;
/// Other spellings of the G-Standaard units 245 (stuk) and 208 (dosis) in Nictiz/Nictiz-testscripts.
const UNIT_SPELLED_OUT: u64 = 15_000;
/// A unit: the usual spelling first, the others after it.
type Unit = &'static [&'static [u8]];
const PIECE: Unit = &[b"ST", b"STUK", b"stuk"];
const DOSE: Unit = &[b"DO", b"DOSIS"];
/// Free dosage never filled in; JHN2Conception reads the empty string as missing.
const DOSAGE_MISSING: u64 = 1_500;
/// A prescription outside an episode: the ELAN (LUMC) analysis code links such rows by date.
const EPISODE_MISSING: u64 = 8_000;
/// The zero date of spreadsheets on a cancelled line. Assumed, no public count.
const DATE_ZERO: u64 = 20;
const ZERO_DATE: &[u8] = b"30-12-1899";

/// A repeat that the patient does not collect, so that adherence is not perfect.
const REPEAT_SKIPPED: u64 = 6_000;
/// Further issues allowed without a visit, column `Iteraties` of the JHN extract. Assumed rates.
const ITERATIONS: [(u64, &[u8]); 3] = [(6_000, b"1"), (3_000, b"2"), (2_000, b"3")];
/// Working days between two issues of a repeat: about 13 weeks. A power of two, see `repeats`.
const CYCLE: u64 = 64;
/// Rows a year of a patient with repeats: 4 visits less the skipped, 2 treatments, the copies.
const ROWS_A_REPEATER: u64 = 8;
/// COPD is not diagnosed in the young; below this age airway medicines go with asthma (R96).
const COPD_FROM_AGE: u64 = 40;

const ASSORTMENT: &str = include_str!("../../data/demo/assortiment.csv");
/// Large enough that the sink is seldom called, small enough to stay in cache.
const CHUNK: usize = 64 * 1024;

/// What to generate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demo {
    /// Rows below the header, exactly.
    pub(crate) rows: u64,
    pub(crate) seed: u64,
    /// Practices over which the rows are spread evenly.
    pub(crate) practices: u32,
    pub(crate) year: i16,
}

impl Demo {
    /// Writes the export: Windows-1252, `;`, CRLF, practice by practice in order of date.
    ///
    /// # Errors
    /// `InvalidInput` without practices, with a year outside 1950..=2999 or with 2^48 rows or more;
    /// otherwise what `out` reports.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (few, dated) = (self.rows >> 48 == 0, (1950..=2999).contains(&self.year));
        if self.practices == 0 || !few || !dated {
            let message = "a demo needs practices, a year from 1950 to 2999, fewer rows than 2^48";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let assortment = Assortment::read(ASSORTMENT)?;
        let calendar = calendar(u32::from(self.year.unsigned_abs()));
        let mut out = io::BufWriter::with_capacity(CHUNK, out);
        out.write_all(HEADER)?;
        let year = calendar.last().map_or(0, |day| day.passed);
        for index in 0..self.practices {
            let mut practice = Practice::new(self, index, &assortment, &mut out);
            for day in &calendar {
                // Cumulative, so that the last day ends on the number of rows exactly.
                let target = u128::from(practice.rows) * day.passed / year.max(1);
                practice.print(day, target as u64)?;
            }
        }
        out.flush()
    }
}

/// The finaliser of SplitMix64 (public domain): every input bit reaches every output bit.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The item that a random word points at, `None` in an empty list. The bias of one in 2^32 / length
/// is no matter here.
fn pick<T>(items: &[T], word: u32) -> Option<&T> {
    items.get(((u64::from(word) * items.len() as u64) >> 32) as usize)
}

/// A line of the assortment, with every text already encoded and quoted for the export.
struct Product {
    inhaler: bool,
    label: Vec<u8>,
    atc: Vec<u8>,
    atc_lower: Vec<u8>,
    prk: Vec<u8>,
    prk_float: Vec<u8>,
    unit: Unit,
    /// In tenths: an eye drop bottle is 2,5 ml.
    pack: u64,
    /// The fewest and the most packs of one issue.
    packs: (u64, u64),
    dosages: Vec<Vec<u8>>,
    episodes: Vec<Vec<u8>>,
    ages: RangeInclusive<u64>,
}

/// Columns: kind, atc, label, prk, weight, chronic, unit, pack, `per_issue_low`, `per_issue_high`,
/// dosage, icpc, `age_low`, `age_high`, months (per cent of normal for acute use), `variant_of`.
#[derive(Default)]
struct Assortment {
    products: Vec<Product>,
    /// Each line as often as its weight says, so that one draw picks it.
    repeats: Vec<u16>,
    acute: [Vec<u16>; 12],
}

impl Assortment {
    fn read(text: &str) -> io::Result<Self> {
        let mut all = Self::default();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for (index, record) in reader.records().enumerate() {
            if all.add(&record.map_err(io::Error::other)?).is_none() {
                let message = format!("assortiment.csv:{}: missing or wrong cell", index + 2);
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
        }
        Ok(all)
    }

    /// Takes up a line of the file, or `None` when a cell is missing or wrong.
    fn add(&mut self, line: &csv::StringRecord) -> Option<()> {
        let number = |column| line.get(column)?.parse::<u64>().ok();
        let choices = |column| -> Option<Vec<_>> {
            let texts = line.get(column)?.split('|');
            texts.map(cell).collect()
        };
        let (whole, tenth) = line.get(7)?.split_once('.').unwrap_or((line.get(7)?, "0"));
        let (prk, index) = (line.get(3)?, self.products.len());
        let prk_float = format!("{prk}{}", if prk.is_empty() { "" } else { ".0" });
        self.products.push(Product {
            inhaler: line.get(0)? == "inhaler",
            label: cell(line.get(2)?)?,
            atc: cell(line.get(1)?)?,
            atc_lower: cell(&line.get(1)?.to_lowercase())?,
            prk: cell(prk)?,
            prk_float: cell(&prk_float)?,
            unit: match line.get(6)? {
                "ST" => PIECE,
                "DO" => DOSE,
                "G" => &[b"G"],
                "ML" => &[b"ML"],
                _ => return None,
            },
            pack: whole.parse::<u64>().ok()? * 10 + tenth.parse::<u64>().ok()?,
            packs: (number(8)?, number(9)?.max(number(8)?)),
            dosages: choices(10)?,
            episodes: choices(11)?,
            ages: number(12)?..=number(13)?,
        });
        let (index, weight) = (u16::try_from(index).ok()?, number(4)?);
        let repeats = weight * number(5)?.min(100) / 100;
        self.repeats.extend((0..repeats).map(|_| index));
        let months = line
            .get(14)?
            .split(' ')
            .map(|one| one.parse().unwrap_or(100));
        for (table, percent) in self.acute.iter_mut().zip(months.cycle()) {
            table.extend((0..(weight - repeats) * percent / 100).map(|_| index));
        }
        Some(())
    }

    /// The line that a random word points at in one of the tables.
    fn pick(&self, table: &[u16], word: u32) -> Option<&Product> {
        self.products.get(usize::from(*pick(table, word)?))
    }

    /// How many patients a practice has, and how many of them use something all year.
    fn patients(&self, rows: u64) -> (u64, u64) {
        let (repeats, acute) = (self.repeats.len() as u64, self.acute.iter().map(Vec::len));
        let all = repeats + acute.sum::<usize>() as u64 / 12;
        let repeaters = rows / ROWS_A_REPEATER * (repeats * 1000 / all.max(1)) / 1000;
        (repeaters + rows / 6 + 1, repeaters)
    }
}

/// A text as it stands in a cell of the export. Windows-1252 and Latin-1 agree on the letters let
/// through; a quote would need doubling, so none is.
fn cell(text: &str) -> Option<Vec<u8>> {
    let known = |byte: &u8| matches!(byte, b' ' | b'!' | b'#'..=b'~' | 0xA0..);
    let letters = text.chars().map(|one| u8::try_from(one).ok().filter(known));
    let encoded = letters.collect::<Option<Vec<u8>>>()?;
    let quote: &[u8] = if encoded.contains(&b';') { b"\"" } else { b"" };
    Some([quote, &encoded, quote].concat())
}

#[derive(Clone, Copy)]
struct Patient {
    number: u64,
    age: u64,
    /// Fixed for the patient; habits and choices are read from it.
    hash: u64,
}

/// No two patients of a practice share an id: odd multipliers and a shift to the right are each
/// invertible modulo a power of two. Seven digits up to a million patients, so that none has the
/// length of a BSN. Practices number on their own, as HISes do.
fn patient_id(number: u64, mask: u64) -> u64 {
    let x = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) & mask;
    let x = x ^ (x >> 11);
    1_000_000 + (x.wrapping_mul(0xD6E8_FEB8_6659_FD93) & mask)
}

/// A row of the export, and where its quantity and dosage stand.
#[derive(Clone, Default)]
struct Line {
    text: Vec<u8>,
    gaps: [Range<usize>; 3],
}

impl Line {
    fn digits(&mut self, mut number: u64) {
        let start = self.text.len();
        while number > 0 || self.text.len() == start {
            self.text.push(b'0' + (number % 10) as u8);
            number /= 10;
        }
        self.text.get_mut(start..).unwrap_or_default().reverse();
    }

    /// Ends a cell with the text.
    fn put(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.text.push(b';');
    }

    fn print(&self, out: &mut impl Write, gap: usize) -> io::Result<()> {
        let Range { start, end } = self.gaps.get(gap).cloned().unwrap_or_default();
        out.write_all(self.text.get(..start).unwrap_or_default())?;
        out.write_all(self.text.get(end..).unwrap_or_default())
    }
}

/// ChaCha8 and the few ways to ask it.
struct Dice(ChaCha8Rng);

impl Dice {
    /// Each practice has a stream of its own.
    fn new(seed: u64, practice: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(practice);
        Self(rng)
    }

    fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(n)) >> 64) as u64
    }

    fn chance(&mut self, rate: u64) -> bool {
        self.below(ALL) < rate
    }

    /// One of the traps, each at its rate, or else the plain text.
    fn text<'t>(&mut self, traps: &[(u64, &'t [u8])], plain: &'t [u8]) -> &'t [u8] {
        let mut draw = self.below(ALL);
        for (rate, trap) in traps {
            if draw < *rate {
                return trap;
            }
            draw -= rate;
        }
        plain
    }
}

/// One practice while its year is printed.
struct Practice<'a, W> {
    out: W,
    line: Line,
    assortment: &'a Assortment,
    dice: Dice,
    /// What patients of this practice are derived from.
    key: u64,
    name: Vec<u8>,
    year: u64,
    rows: u64,
    written: u64,
    /// Patients have numbers below `people`; those below `repeaters` use something all year.
    people: u64,
    repeaters: u64,
    /// A pharmacy copy on its way, its gap, and how many rows it still waits.
    waiting: Option<(Line, usize, u64)>,
}

impl<'a, W: Write> Practice<'a, W> {
    fn new(demo: &Demo, index: u32, assortment: &'a Assortment, out: W) -> Self {
        let (index, practices) = (u64::from(index), u64::from(demo.practices));
        let rows = demo.rows / practices + u64::from(index < demo.rows % practices);
        let (people, repeaters) = assortment.patients(rows);
        Self {
            out,
            line: Line::default(),
            assortment,
            dice: Dice::new(demo.seed, index),
            key: mix(mix(demo.seed) ^ index),
            name: format!("P{:03}", index + 1).into_bytes(),
            year: u64::from(demo.year.unsigned_abs()),
            rows,
            written: 0,
            people,
            repeaters,
            waiting: None,
        }
    }

    fn print(&mut self, day: &Day, target: u64) -> io::Result<()> {
        if let Some(working) = day.working {
            self.repeats(day, working, target)?;
        }
        while self.written < target {
            self.acute(day)?;
        }
        // A copy bears the date of its prescription and must not slip into the next day.
        self.put_copy(u64::MAX)
    }

    /// Issues what falls due on a working day: of every 64 patients the one whose number fits,
    /// moved by up to a week and a half. Exclusive or is its own inverse, so that within a cycle
    /// each patient still comes up once.
    fn repeats(&mut self, day: &Day, working: u64, target: u64) -> io::Result<()> {
        let (cycle, slot) = (working / CYCLE, working % CYCLE);
        for block in 0..self.repeaters.div_ceil(CYCLE) {
            let number = block * CYCLE + (slot ^ (mix(self.key ^ (cycle << 56) ^ block) & 7));
            while self.written < target && self.dice.below(2) == 1 {
                self.acute(day)?;
            }
            if number >= self.repeaters || self.dice.chance(REPEAT_SKIPPED) {
                continue;
            }
            let patient = self.patient(number);
            for product in self.treatments(patient) {
                self.issue(day, product, (patient, true))?;
            }
        }
        Ok(())
    }

    /// An issue for someone whom the medicine suits in age, if the practice has such a patient.
    fn acute(&mut self, day: &Day) -> io::Result<()> {
        let (assortment, word) = (self.assortment, self.dice.0.next_u32());
        let table = assortment.acute.get(day.month).map(Vec::as_slice);
        let product = assortment.pick(table.unwrap_or_default(), word);
        let product = product.ok_or_else(|| io::Error::other("assortiment.csv: no acute use"))?;
        let mut patient = self.patient(0);
        for _ in 0..200 {
            let number = self.dice.below(self.people);
            patient = self.patient(number);
            if product.ages.contains(&patient.age) {
                break;
            }
        }
        self.issue(day, product, (patient, false))
    }

    fn patient(&self, number: u64) -> Patient {
        let hash = mix(self.key ^ mix(number));
        let (one, other) = ((hash >> 8) & 0xFFF, (hash >> 20) & 0xFFF);
        let age = match hash % 100 {
            _ if number >= self.repeaters => one % 91,
            0..5 => 4 + one % 14,
            // The larger of two: most who use something all year are old.
            _ => 25 + (one % 66).max(other % 66),
        };
        Patient { number, age, hash }
    }

    /// The one to four medicines that a patient uses all year, the same on every call; never two
    /// of one fourth-level ATC group, such as two statins.
    fn treatments(&self, patient: Patient) -> Vec<&'a Product> {
        let mut chosen = Vec::<&Product>::with_capacity(4);
        let many = pick(&[1, 1, 1, 2, 2, 2, 3, 4], mix(!patient.hash) as u32);
        for place in 0..many.copied().unwrap_or(1) {
            chosen.extend((0..16).find_map(|attempt| {
                let word = mix(patient.hash ^ (place * 16 + attempt)) as u32;
                let product = self.assortment.pick(&self.assortment.repeats, word)?;
                let known = |other: &&Product| other.atc.get(..5) == product.atc.get(..5);
                let fits = product.ages.contains(&patient.age) && !chosen.iter().any(known);
                fits.then_some(product)
            }));
        }
        chosen
    }

    /// Prints a prescription, and sooner or later on the same day its copy, if it has one.
    fn issue(&mut self, day: &Day, product: &Product, whom: (Patient, bool)) -> io::Result<()> {
        if self.written == self.rows {
            return Ok(());
        }
        self.fill(day, product, whom);
        let mut gap = 0;
        if self.waiting.is_none() && self.dice.chance(PHARMACY_COPY) {
            let draw = self.dice.below(100);
            let gaps = COPY_GAPS.iter().find(|(bound, ..)| draw < *bound);
            let (_, first, copy) = gaps.copied().unwrap_or_default();
            gap = first;
            let wait = self.dice.below(8).saturating_sub(3);
            self.waiting = Some((self.line.clone(), copy, wait));
        }
        self.written += 1;
        self.line.print(&mut self.out, gap)?;
        self.put_copy(0)
    }

    /// Prints the copy that has waited long enough; another comes a row nearer.
    fn put_copy(&mut self, patience: u64) -> io::Result<()> {
        match self.waiting.take().filter(|_| self.written < self.rows) {
            Some((copy, gap, rows)) if rows <= patience => {
                self.written += 1;
                copy.print(&mut self.out, gap)
            }
            Some((copy, gap, rows)) => {
                self.waiting = Some((copy, gap, rows - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Draws the cells of a prescription, in the order of `HEADER`.
    fn fill(&mut self, day: &Day, product: &Product, (patient, chronic): (Patient, bool)) {
        let (line, dice) = (&mut self.line, &mut self.dice);
        let mask = self.people.next_power_of_two().max(1 << 22) - 1;
        line.text.clear();
        line.put(&self.name);
        line.digits(patient_id(patient.number ^ (self.key & mask), mask));
        line.put(b"");
        line.put(dice.text(&[(DATE_ZERO, ZERO_DATE)], &day.date));
        line.put(&product.label);
        let lower = dice.text(&[(ATC_LOWER_CASE, &product.atc_lower)], &product.atc);
        line.put(dice.text(&ATC_NOT_A_CODE, lower));
        let float = (PRK_AS_FLOAT, product.prk_float.as_slice());
        let prks = [float, (PRK_ZERO, b"0"), (PRK_EMPTY, b"")];
        line.put(dice.text(&prks, &product.prk));
        fill_amount(line, dice, product, chronic.then_some(patient.hash >> 60));
        let start = line.text.len();
        // The same dosage and the same reason each time this patient gets the medicine.
        let dosage = pick(&product.dosages, (patient.hash >> 16) as u32);
        line.put(dice.text(&[(DOSAGE_MISSING, b"")], dosage.map_or(b"", |one| one)));
        line.gaps[DOSAGE] = start..line.text.len() - 1;
        line.put(if chronic { b"J" } else { b"N" });
        line.put(dice.text(&ITERATIONS, if chronic { b"0" } else { b"" }));
        line.digits(self.year - patient.age);
        line.put(b"");
        let episode = pick(&product.episodes, (patient.hash >> 24) as u32);
        let episode = episode.map_or(&b""[..], Vec::as_slice);
        let asthma = u64::from(episode == b"R95" && patient.age < COPD_FROM_AGE) * ALL;
        let episode = dice.text(&[(EPISODE_MISSING, b""), (asthma, b"R96")], episode);
        line.text.extend_from_slice(episode);
        line.text.extend_from_slice(b"\r\n");
    }
}

/// Draws how much and in which unit; `habit` is a patient's own for what is used all year.
fn fill_amount(line: &mut Line, dice: &mut Dice, product: &Product, habit: Option<u64>) {
    let (low, high) = product.packs;
    let packs = match habit {
        // A repeat is as a rule the longest issue allowed, and the same each time.
        Some(0..12) => high,
        Some(habit) => low + habit % (high - low + 1),
        None => low + dice.below(high - low + 1),
    };
    let (devices, contents) = (packs * 10, packs * product.pack);
    let (tenths, unit) = match dice.below(ALL) {
        _ if !product.inhaler => (contents, product.unit),
        draw if draw < INHALER_UNIT_ODD => match draw % 4 {
            0 => (devices, &[][..]),
            1 => (contents, &[][..]),
            2 => (contents, PIECE),
            _ => (devices, DOSE),
        },
        draw if draw < INHALER_UNIT_ODD + INHALER_IN_DOSES => (contents, DOSE),
        _ => (devices, PIECE),
    };
    let start = line.text.len();
    if !dice.chance(QUANTITY_MISSING) {
        let tenths = if dice.chance(QUANTITY_ZERO) {
            0
        } else {
            tenths
        };
        let minus = dice.text(&[(QUANTITY_NEGATIVE, b"-")], b"");
        line.text.extend_from_slice(minus);
        line.digits(tenths / 10);
        let floats = [
            (QUANTITY_AS_FLOAT / 2, &b",0"[..]),
            (QUANTITY_AS_FLOAT / 2, b",00"),
        ];
        let tail = if tenths % 10 == 5 {
            b",5"
        } else {
            dice.text(&floats, b"")
        };
        line.text.extend_from_slice(tail);
    }
    line.gaps[QUANTITY] = start..line.text.len();
    let other = pick(unit, dice.0.next_u32()).copied().unwrap_or_default();
    let usual = unit.first().copied().unwrap_or_default();
    line.put(b"");
    line.put(dice.text(&[(UNIT_SPELLED_OUT, other)], usual));
}

#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
