//! A factor as its source prints it, on one line.

use crate::dataset::{Boundary, Factor, FunctionalUnit};
use crate::language::Language;
use crate::report::wording;
use crate::report::wording::terms;
use std::fmt;

/// Value, functional unit, doses, boundary and set of a factor. In JSON it is one text with
/// the words of the data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Published {
    printed: String,
    functional_unit: FunctionalUnit,
    doses: Option<u32>,
    boundary: Boundary,
    gwp_set: String,
}

impl Published {
    /// Takes what the data has of a factor.
    #[must_use]
    pub(crate) fn of(factor: &Factor) -> Self {
        Self {
            printed: factor.printed.clone(),
            functional_unit: factor.functional_unit,
            doses: factor.doses_per_unit,
            boundary: factor.boundary,
            gwp_set: factor.gwp.as_str().to_owned(),
        }
    }

    /// The line in a language.
    #[must_use]
    pub(crate) fn text(&self, language: Language) -> String {
        let printed = match language {
            Language::Dutch => self.printed.replace('.', ","),
            Language::English => self.printed.clone(),
        };
        let unit = terms::functional_unit(self.functional_unit, language);
        let doses = self
            .doses
            .map_or_else(String::new, |n| format!(" ({n} doses)"));
        let boundary = wording::of(language).boundary(self.boundary);
        let set = terms::gwp_set(&self.gwp_set, language);
        format!("{printed} per {unit}{doses}, {boundary}, GWP: {set}")
    }
}

/// With the words of the data.
impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per {}", self.printed, self.functional_unit.as_str())?;
        if let Some(doses) = self.doses {
            write!(f, " ({doses} doses)")?;
        }
        write!(f, ", {}, {}", self.boundary.as_str(), self.gwp_set)
    }
}

impl serde::Serialize for Published {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;

    #[test]
    fn a_factor_is_one_line() {
        let data = Dataset::embedded().unwrap();
        let factor = data.factor_by_id("s01-ventolin-aerosol").unwrap();
        assert_eq!(
            Published::of(factor).text(Language::Dutch),
            "28,262 kg CO2e per inhalator of verpakking (200 doses), van grondstof tot afval, GWP: AR4"
        );
    }
}
