//! Pages about the data itself: what the checker found ([`check_page()`], [`code_page`]), what a
//! dataset holds, lacks and what its kilograms rest on ([`Summary`]), what it is known not to know
//! ([`Gaps`]), what an author of a layer may use ([`Usable`]), and what
//! moves between two versions ([`Change`]).

mod change;
mod change_page;
mod check_page;
mod coverage;
mod gaps;
mod published;
mod rules;
mod summary;
mod usable;
mod words;

pub use change::Change;
pub(super) use check_page::shortened;
pub use check_page::{check_page, code_page, codes_document};
pub use gaps::Gaps;
pub use summary::Summary;
pub use usable::Usable;

use super::{alone, wording};
use crate::dataset::DatasetVersion;
use crate::language::Language;
use crate::outward;

/// The widest line of running text.
pub(super) const WIDTH: usize = 96;

/// The first lines of a page: its title and the data that it is made of.
fn opening(title: &str, version: &DatasetVersion, language: Language) -> String {
    let mut text = String::new();
    wrap(&mut text, "", title);
    let layers = version.layers.join(", ");
    let name = alone::version_of(version, language);
    let of = wording::of(language).data_version(&name, &version.sha256, &layers);
    wrap(&mut text, "", &of);
    if let Some(alone) = alone::sentence(version, language) {
        wrap(&mut text, "", &alone);
    }
    text
}

/// Adds words in lines of at most [`WIDTH`] characters, each behind an indent.
pub(super) fn wrap(text: &mut String, indent: &str, words: &str) {
    hang(text, indent, indent, words);
}

/// Words on lines of at most [`WIDTH`] characters, the first behind a lead, such as a bullet.
pub(super) fn hang(text: &mut String, lead: &str, indent: &str, words: &str) {
    hang_within(text, WIDTH, [lead, indent], words);
}

/// As [`hang`], on lines of at most so many characters.
pub(super) fn hang_within(text: &mut String, most: usize, [lead, indent]: [&str; 2], words: &str) {
    let mut width = 0usize;
    for word in words.split_whitespace().map(outward::visible) {
        let length = word.chars().count();
        let needed = width.saturating_add(length).saturating_add(1);
        if width == 0 {
            text.push_str(lead);
            width = lead.chars().count().saturating_add(length);
        } else if needed > most {
            text.push('\n');
            text.push_str(indent);
            width = indent.chars().count().saturating_add(length);
        } else {
            text.push(' ');
            width = needed;
        }
        text.push_str(&word);
    }
    text.push('\n');
}
