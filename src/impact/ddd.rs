//! Values per defined daily dose, by the DDD of a layer and the strength of the product.

use super::Within;
use crate::dataset::Product;
use crate::quantity::Range;

impl Within {
    /// A value per DDD in one dose of a product: value x strength / DDD, which is the value over the
    /// doses in a DDD. `None` without a product, its strength or its DDD.
    pub(super) fn per_ddd(&self, value: Range, product: Option<&Product>) -> Option<Range> {
        value.times(self.dataset.ddds_in_a_dose(product?)?)
    }
}
