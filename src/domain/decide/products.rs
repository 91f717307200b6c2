//! Deciding whether a product may be kept as it stands. Must never let two products share a code.

use crate::domain::catalogue::Catalogue;
use crate::domain::import_rows::ImportRow;
use crate::domain::refusal::Refuse;
use crate::domain::till::Till;

/// Why a product is not kept. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProductRefusal {
    /// No name.
    #[error("a product needs a name")]
    NoName,
    /// A tax class the shop does not have.
    #[error("the shop has no tax class called {class}: choose one of {known}")]
    UnknownTaxClass {
        /// What was asked for.
        class: String,
        /// Those there are.
        known: String,
    },
    /// Another product has this code.
    #[error("the code {code} belongs to {sku}: a code names one product")]
    CodeTaken {
        /// The code.
        code: String,
        /// Whose it is.
        sku: String,
    },
    /// It is on a parked ticket.
    #[error("it is on the parked ticket {ticket}: finish or void that one first")]
    Parked {
        /// What the ticket is called.
        ticket: String,
    },
    /// No name for a category.
    #[error("a category needs a name")]
    NoCategory,
}

impl Refuse for ProductRefusal {
    fn code(&self) -> &'static str {
        match self {
            ProductRefusal::NoName => "product-no-name",
            ProductRefusal::UnknownTaxClass { .. } => "tax-class-unknown",
            ProductRefusal::CodeTaken { .. } => "code-taken",
            ProductRefusal::Parked { .. } => "product-parked",
            ProductRefusal::NoCategory => "category-no-name",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            ProductRefusal::NoName | ProductRefusal::NoCategory => Vec::new(),
            ProductRefusal::Parked { ticket } => vec![("ticket", ticket.clone())],
            ProductRefusal::UnknownTaxClass { class, known } => {
                vec![("class", class.clone()), ("known", known.clone())]
            }
            ProductRefusal::CodeTaken { code, sku } => vec![("code", code.clone()), ("sku", sku.clone())],
        }
    }
}

/// Whether this product may be created or may replace the one of its SKU.
pub fn keep(till: &Till, catalogue: &Catalogue, row: &ImportRow) -> Result<(), ProductRefusal> {
    let product = &row.product;
    if product.name.trim().is_empty() {
        return Err(ProductRefusal::NoName);
    }
    if till.shop.tax_class(&product.tax).is_none() {
        let known = till.shop.tax_names().join(", ");
        return Err(ProductRefusal::UnknownTaxClass {
            class: product.tax.clone(),
            known,
        });
    }
    for code in &product.codes {
        let other = catalogue.by_code(code.as_str()).map(|row| catalogue.get(row).sku);
        if let Some(other) = other
            && other != product.sku.as_str()
        {
            return Err(ProductRefusal::CodeTaken {
                code: code.to_string(),
                sku: other.to_owned(),
            });
        }
    }
    Ok(())
}
