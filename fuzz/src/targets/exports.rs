//! Several exports at once, with a file separator between them.

use super::export::{bare_seeds, same, shape, told};
use super::{joined, parts};
use crate::checks::said;
use crate::{ENGINE, Shape};
use groenrecept::Error;
use groenrecept::intake::Export;
use groenrecept::practice::Outcome;
use std::num::NonZeroUsize;

const NAMES: [&str; 4] = ["b.csv", "a.csv", "c.csv", "d.csv"];

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let Some((&choice, body)) = bytes.split_first() else {
        return Shape::default();
    };
    let mut files: Vec<(&str, &[u8])> = NAMES.into_iter().zip(parts(body)).collect();
    let one = answer(&files, 1);
    let (other, what) = if choice % 2 == 0 {
        (answer(&files, 4), "one thread against four")
    } else {
        files.rotate_left(1);
        (answer(&files, 1), "the files in another order")
    };
    match (one, other) {
        (Ok(one), Ok(other)) => {
            same(&one, &other, what);
            let read: Option<u64> = one.files.iter().map(|file| file.rows.shown()).sum();
            assert_eq!(read, one.rows.read.shown(), "the rows of the files");
            shape(&told(&one), &one)
        }
        // Of several faults another may be met first where the order is another.
        (Err(one), Err(other)) => {
            assert!(
                choice % 2 == 1 || one.to_string() == other.to_string(),
                "{one}, {other}"
            );
            Shape::of(std::mem::discriminant(one.kind()))
        }
        (one, other) => panic!("{what}: {one:?}, {other:?}"),
    }
}

fn answer(files: &[(&str, &[u8])], threads: usize) -> Result<Outcome, Error> {
    let exports: Result<Vec<_>, Error> = files
        .iter()
        .map(|(name, bytes)| Export::new(name, *bytes))
        .collect();
    let analysis = ENGINE
        .analysis()
        .threads(NonZeroUsize::new(threads).expect("a number of threads"));
    let outcome = exports.and_then(|exports| analysis.run_all(exports, None));
    outcome.inspect_err(|error| {
        said(error);
        assert!(
            error.file().is_some_and(|name| NAMES.contains(&name)),
            "{error:?}"
        );
    })
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let seeds = bare_seeds();
    let mut all: Vec<Vec<u8>> = seeds.windows(2).map(joined).collect();
    all.push(joined(&seeds));
    all.push(joined(&[&seeds[0], &seeds[5]]));
    super::chosen(1, &[0], &all)
}
