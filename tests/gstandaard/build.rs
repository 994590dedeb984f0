//! A tiny synthetic release. Its numbers are invented; their check digits fit. Positions are
//! those of the pages of Z-Index, written down here a second time.

use std::collections::BTreeMap;
use std::path::Path;

/// From, to (counted from 1, both ends in) and text.
pub(crate) type Field<'a> = (usize, usize, &'a str);

/// A record of a file: digits stand right with zeros before them, text left with blanks behind.
pub(crate) fn record(file: u32, code: char, length: usize, fields: &[Field<'_>]) -> Vec<u8> {
    let mut line = vec![b' '; length];
    line[..5].copy_from_slice(format!("{file:04}{code}").as_bytes());
    for (from, to, text) in fields {
        let width = to + 1 - from;
        // Latin-1: a character is its number.
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        let place = &mut line[from - 1..*to];
        if !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit) {
            place.copy_from_slice(format!("{text:0>width$}").as_bytes());
        } else {
            place[..bytes.len()].copy_from_slice(&bytes);
        }
    }
    line
}

/// The files of a release, each with its records.
#[derive(Clone)]
pub(crate) struct Release(pub(crate) BTreeMap<String, Vec<Vec<u8>>>);

impl Release {
    pub(crate) fn empty() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn add(&mut self, file: u32, code: char, length: usize, fields: &[Field<'_>]) {
        let records = self.0.entry(format!("BST{file:03}T")).or_default();
        records.push(record(file, code, length, fields));
    }

    /// Ends in CRLF and an empty line, as the files of a release do.
    pub(crate) fn bytes(&self, file: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for record in &self.0[file] {
            bytes.extend_from_slice(record);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes
    }

    pub(crate) fn write(&self, folder: &Path) {
        for file in self.0.keys() {
            std::fs::write(folder.join(file), self.bytes(file)).unwrap();
        }
    }

    /// Salbutamol as an aerosol of two brands, omeprazol, budesonide without names, a spacer
    /// without an ATC code, and an article that is deleted.
    pub(crate) fn sample() -> Self {
        let mut all = Self::empty();
        let articles = [
            ("14500019", "2100010", "11"),
            ("14500027", "2100029", "12"),
            ("14500043", "2100037", "16"),
        ];
        for (zi, hpk, name) in articles {
            all.add(4, '0', 320, &[(6, 13, zi), (14, 21, hpk), (22, 28, name)]);
        }
        let deleted = [(6, 13, "14500035"), (14, 21, "2100010"), (22, 28, "11")];
        all.add(4, '1', 320, &deleted);
        let names = [
            ("11", "VENTOLIN AEROSOL 100UG/DO 200DO"),
            ("12", "OMEPRAZOL SYNTH CAPSULE MSR 20MG"),
            ("13", "SALBUTAMOL AEROSOL 100UG/DO 200DO"),
            ("14", "SALBUTAMOL AEROSOL 100UG/DO"),
            ("15", "OMEPRAZOL CAPSULE MSR 20MG"),
            ("16", "CRÈME SYNTH VOORZETKAMER"),
        ];
        for (number, name) in names {
            all.add(20, '2', 160, &[(6, 12, number), (86, 135, name)]);
        }
        let trade = [
            ("2100010", "91014", "11"),
            ("2100029", "91022", "12"),
            ("2100037", "0", "16"),
        ];
        for (hpk, prk, name) in trade {
            all.add(31, '0', 330, &[(6, 13, hpk), (14, 21, prk), (30, 36, name)]);
        }
        let prescribed = [
            ("91014", "13", "25615", "208", "000020000"),
            ("91022", "15", "25623", "245", "000000100"),
            ("91030", "0", "25631", "208", "000020000"),
        ];
        for (prk, name, gpk, unit, size) in prescribed {
            let fields = [
                (6, 13, prk),
                (14, 20, name),
                (21, 28, gpk),
                (53, 58, unit),
                (59, 67, size),
            ];
            all.add(52, '0', 128, &fields);
        }
        all.add(
            70,
            '0',
            64,
            &[(6, 13, "2100010"), (14, 21, "91014"), (30, 37, "25615")],
        );
        let generic = [
            ("25615", "6", "62", "14", "100UG/DO", "R03AC02"),
            ("25623", "7", "9", "15", "20MG", "A02BC01"),
            ("25631", "8", "62", "0", "200UG/DO", "R03BA02"),
            ("25640", "6", "62", "0", "", "Z"),
        ];
        for (gpk, form, route, name, strength, atc) in generic {
            all.add(
                711,
                '3',
                160,
                &generic_fields(gpk, form, route, name, strength, atc),
            );
        }
        let atc = [
            ("R03AC02", "SALBUTAMOL"),
            ("A02BC01", "OMEPRAZOL"),
            ("R03BA02", "BUDESONIDE"),
        ];
        for (code, name) in atc {
            all.add(801, '0', 192, &[(6, 13, code), (14, 93, name)]);
        }
        let words = [
            ("6", "6", "AEROSOL"),
            ("6", "7", "CAPSULE"),
            ("6", "8", "INHALATIEPOEDER"),
            ("7", "62", "INHALATIE"),
            ("7", "9", "ORAAL"),
            ("2", "208", "DOSIS"),
        ];
        for (thesaurus, item, word) in words {
            all.add(
                902,
                '0',
                128,
                &[(6, 9, thesaurus), (10, 15, item), (62, 111, word)],
            );
        }
        all
    }
}

pub(crate) fn generic_fields<'a>(
    gpk: &'a str,
    form: &'a str,
    route: &'a str,
    name: &'a str,
    strength: &'a str,
    atc: &'a str,
) -> [Field<'a>; 6] {
    [
        (6, 13, gpk),
        (25, 27, form),
        (31, 33, route),
        (34, 40, name),
        (48, 72, strength),
        (119, 126, atc),
    ]
}
