//! Rows that add up others, among prescriptions, known by their number. Those that say so are known
//! by their [words](crate::intake::TotalWords).

/// What the numbers of the rows add up to, in file order, in thousandths.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    all: i64,
    /// Since the last total.
    since: i64,
}

impl Numbers {
    pub(super) fn add(&mut self, number: i64) {
        self.all = self.all.saturating_add(number);
        self.since = self.since.saturating_add(number);
    }

    /// Whether a number is that of the rows since the last total, or of all rows.
    pub(super) const fn total(&self, number: i64) -> bool {
        number != 0 && (number == self.since || number == self.all)
    }

    /// A total: what follows is added up anew.
    pub(super) const fn end(&mut self) {
        self.since = 0;
    }
}
