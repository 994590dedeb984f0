//! How an export is to be read, decided from its head.

use super::head::Head;
use super::header::{Synonyms, choose_header};
use super::layout::Layout;
use super::profile::Profile;
use super::sample::{Sample, date_order, decimal_mark, shapes};
use super::totals::TotalWords;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::quantity::DecimalMark;

pub(super) fn detect(
    bytes: &[u8],
    whole: bool,
    dataset: &Dataset,
    profile: Option<&Profile>,
) -> Result<Layout> {
    let synonyms = Synonyms::of(dataset);
    let default = Profile::default();
    let profile = profile.unwrap_or(&default);
    let head = Head::of(bytes, whole, profile)?;
    let header = choose_header(head.text, head.encoding, &synonyms, profile, head.named)?;
    if whole && profile.has_header() && !has_second_line(head.text) {
        return Err(Error::new(ErrorKind::NoRows));
    }
    let mut layout = Layout::of_header(&head, header);
    layout.counts = profile.counts()?;
    layout.stopped = profile.stopped()?.unwrap_or_default();
    layout.header = profile.has_header();
    check_roles(&layout)?;
    let date_order = match (layout.index(Role::Date), profile.date()?) {
        (Some(_), Some(order)) => Some(order),
        (Some(column), None) => {
            let totals = TotalWords::new(dataset.vocabulary());
            date_order(&Sample::take(&head, &layout, column).without_totals(&totals))?
        }
        (None, _) => None,
    };
    let decimal = match (layout.index(Role::Quantity), profile.decimal()?) {
        (_, Some(mark)) => mark,
        (Some(column), None) => decimal_mark(&Sample::take(&head, &layout, column))?,
        (None, None) => DecimalMark::Either,
    };
    layout.date_order = date_order;
    layout.decimal = decimal;
    let shapes = shapes(head.text, &layout);
    layout.look_for_identity(dataset, &shapes);
    Ok(layout)
}

fn has_second_line(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
        .nth(1)
        .is_some()
}

fn check_roles(layout: &Layout) -> Result<()> {
    let product = layout.index(Role::Label).is_some()
        || layout.index(Role::Atc).is_some()
        || !layout.codes().is_empty();
    if !product {
        return Err(Error::new(ErrorKind::MissingRole(Role::Label)));
    }
    // Without a quantity the amounts can be computed from a dosage and the days it is for.
    let has = |role: Role| layout.index(role).is_some();
    let computable = (has(Role::Dosage) || has(Role::PerDay))
        && (has(Role::Days) || (has(Role::End) && has(Role::Date)));
    if !has(Role::Quantity) && !computable {
        return Err(Error::new(ErrorKind::MissingRole(Role::Quantity)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A role behind the last one that was counted once had a column and no place in a row.
    #[test]
    fn every_role_is_placed_and_read_back() {
        let roles = || Role::SINGLE.into_iter().zip(0..);
        let mut text = String::from("[columns]\n");
        for (role, index) in roles() {
            text += &format!("{} = \"c{index}\"\n", role.as_str());
        }
        let profile = Profile::parse(&text).unwrap();
        let dataset = Dataset::embedded().unwrap();
        let names: Vec<String> = roles().map(|(_, index)| format!("c{index}")).collect();
        let export = format!("{}\n{}\n", names.join(";"), ";".repeat(names.len() - 1));
        let layout = detect(export.as_bytes(), true, &dataset, Some(&profile)).unwrap();
        for (role, index) in roles() {
            let name = format!("c{index}");
            assert_eq!(layout.column_name(role), Some(&*name), "{role:?}");
            assert_eq!(layout.index(role), Some(index), "{role:?}");
        }
        assert_eq!(layout.index(Role::Code), None);
    }
}
