//! One row: a product and, for a new one, what is on the shelf. Must never carry a level of a known product.

use serde::{Deserialize, Serialize};

use crate::domain::product::Product;
use crate::domain::quantity::Quantity;

/// A product as a file or the counter gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The product.
    pub product: Product,
    /// Opening stock; counts only if the product is new, since later levels come from movements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<Quantity>,
    /// The product as it was; none for a new one, and in old entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<Product>>,
}

impl ImportRow {
    /// A row as a file or a form says it.
    pub fn new(product: Product, stock: Option<Quantity>) -> ImportRow {
        ImportRow {
            product,
            stock,
            was: None,
        }
    }
}
