//! The ATC codes of substances by their names, and how they are used where that decides.

use super::form_class::FormClass;
use super::names::NameIndex;
use super::source::Provenance;
use super::table::{Findings, Row, Table, words};
use super::water::Route;
use super::{Dataset, Evidence};
use crate::code::Atc;
use crate::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantArray;

/// The code of a substance or a combination where it is used in some ways.
#[derive(Debug, Clone)]
pub(crate) struct SubstanceCode {
    /// The code.
    pub(crate) atc: Atc,
    /// The routes that it belongs to.
    pub(crate) routes: Vec<Route>,
    /// The forms that it belongs to; empty for every form of the routes.
    pub(crate) forms: Vec<FormClass>,
    /// What the source calls the substance.
    pub(crate) named: String,
    /// Where it comes from.
    pub(crate) provenance: Provenance,
}

/// The names of substances, of a combination all of them.
pub(crate) type Names = BTreeSet<String>;

/// The codes of each substance and combination.
pub(super) type Substances = BTreeMap<Names, Vec<SubstanceCode>>;

impl SubstanceCode {
    /// Whether it is the code of a form. What the form leaves open may be so.
    pub(crate) fn fits(&self, form: FormClass) -> bool {
        let route = form.route();
        let by_route = route == Route::Unknown || self.routes.contains(&route);
        let open = self.forms.is_empty() || form == FormClass::Unknown;
        by_route && (open || self.forms.contains(&form))
    }
}

impl Dataset {
    /// The codes of a substance by its name, or of a combination by all of its names.
    pub(crate) fn substance_codes(&self, names: &Names) -> &[SubstanceCode] {
        let found = self.0.substances.get(names);
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// The sources of the codes of substances.
    pub(crate) fn substance_sources(&self) -> impl Iterator<Item = &Provenance> {
        let all = self.0.substances.values().flatten();
        all.map(|one| &one.provenance)
    }
}

/// The codes of a file, by the names of the substances.
pub(super) fn read(table: &Table, names: &NameIndex, findings: &mut Findings) -> Substances {
    let mut all = Substances::new();
    let forms = || words(FormClass::VARIANTS).filter(|(_, form)| *form != FormClass::Unknown);
    for row in table.rows() {
        let substances = row.needed("substance", findings);
        let atc = substance(row, findings);
        let routes = several(row, "routes", Route::words(), findings);
        let forms = several(row, "forms", forms(), findings);
        let provenance = Provenance::read(row, "", names, findings);
        if let (Some(substances), Some(atc), Some(routes), Some(forms), Some(provenance)) =
            (substances, atc, routes, forms, provenance)
            && provenance.evidence != Evidence::Unverified
        {
            let names = substances.split('/').map(|name| name.trim().to_owned());
            all.entry(names.collect()).or_default().push(SubstanceCode {
                atc,
                routes,
                forms,
                named: row.text("named").to_owned(),
                provenance,
            });
        }
    }
    all
}

/// The code of a substance in a row.
pub(super) fn substance(row: Row<'_>, findings: &mut Findings) -> Option<Atc> {
    let text = row.needed("atc", findings)?;
    let atc = Atc::parse(text).filter(Atc::is_substance);
    if atc.is_none() {
        let message = (
            format!("'{text}' is geen ATC-code van een stof zoals R03AC02"),
            format!("'{text}' is not an ATC code of a substance such as R03AC02"),
        );
        findings.push(Code::UnknownCode, row.place("atc"), message);
    }
    atc
}

/// The words of a cell with `|` between them; `None` where one of them is none.
fn several<'w, T: Copy>(
    row: Row<'_>,
    column: &str,
    words: impl Iterator<Item = (&'w str, T)> + Clone,
    findings: &mut Findings,
) -> Option<Vec<T>> {
    let mut all = Vec::new();
    for text in row
        .filled(column)
        .into_iter()
        .flat_map(|cell| cell.split('|'))
    {
        let text = text.trim();
        let Some((_, found)) = words.clone().find(|(word, _)| *word == text) else {
            let known: Vec<&str> = words.map(|(word, _)| word).collect();
            row.not_one_of(column, text, &known.join(", "), findings);
            return None;
        };
        all.push(found);
    }
    Some(all)
}
