//! The profile that is proposed for any text; it can be read.

use crate::checks::{LANGUAGES, said};
use crate::{DATASET, Shape};
use groenrecept::intake::{Export, Profile};
use groenrecept::report::profile_page;

pub(crate) fn run(bytes: &[u8]) -> Shape {
    let export = match Export::new("export.csv", bytes) {
        Ok(export) => export,
        Err(error) => {
            said(&error);
            return Shape::of(std::mem::discriminant(error.kind()));
        }
    };
    let proposal = export.proposal(&DATASET).expect("a proposal for any text");
    let mut shape = Shape::of(export.layout(&DATASET, None).is_ok());
    for language in LANGUAGES {
        let toml = proposal.toml(language);
        Profile::parse(&toml).expect("the profile that is proposed");
        assert!(!profile_page(&proposal, language).is_empty());
        let plain = |line: &&str| {
            !line.contains('"') || line.starts_with("date") || line.starts_with("sep")
        };
        shape = shape.and(toml.lines().filter(plain).collect::<Vec<_>>());
    }
    shape
}
