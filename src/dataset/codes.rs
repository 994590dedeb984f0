//! The code table that a user brings: numbers of a coding system to products.

use super::product::ProductId;
use super::table::{Findings, Table};
use crate::code::{CodeSystem, LocalCode};
use crate::diagnostic::Code;

/// One line of a code table.
#[derive(Debug, Clone)]
pub(crate) struct CodeRow {
    pub(crate) system: CodeSystem,
    pub(crate) code: LocalCode,
    pub(crate) product: ProductId,
}

impl CodeRow {
    pub(crate) fn key(&self) -> (CodeSystem, LocalCode) {
        (self.system.clone(), self.code.clone())
    }
}

pub(crate) fn read(table: &Table, findings: &mut Findings) -> Vec<CodeRow> {
    let mut rows = Vec::new();
    for row in table.rows() {
        let system = row.needed("system", findings).and_then(CodeSystem::new);
        let text = row.needed("code", findings);
        let code = text.and_then(LocalCode::parse);
        if let (Some(text), None) = (text, &code) {
            let message = (
                format!("'{text}' staat voor een ontbrekende code; haal de regel weg"),
                format!("'{text}' stands for a missing code; take the row out"),
            );
            findings.push(Code::BadNumber, row.place("code"), message);
        }
        if let (Some(system), Some(code), Some(text)) = (&system, &code, text)
            && system.as_str() == "zi"
            && !code.passes_check_digit()
        {
            let message = (
                format!("'{text}' is geen ZI-nummer: het controlecijfer klopt niet"),
                format!("'{text}' is not a ZI number: its check digit does not fit"),
            );
            findings.push(Code::BadCheckDigit, row.place("code"), message);
        }
        let product = row.needed("product_id", findings);
        let product = product.map(|id| ProductId(id.to_owned()));
        if let (Some(system), Some(code), Some(product)) = (system, code, product) {
            rows.push(CodeRow {
                system,
                code,
                product,
            });
        }
    }
    rows
}
