//! Taxes and the classes that goods carry. Must never compute: `pricing` does.

use serde::{Deserialize, Serialize};

use super::rate::{Rate, UnitPrice};

/// One tax of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tax {
    /// What the receipt calls it.
    pub name: String,
    /// How it is computed.
    pub kind: TaxKind,
}

/// How a tax is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// A percentage of the net.
    Percent {
        /// The percentage.
        rate: Rate,
        /// Of the net plus the taxes listed before it, instead of the net alone.
        compound: bool,
    },
    /// A fixed amount for each unit sold, such as a bag tax.
    Amount(UnitPrice),
}

impl Tax {
    /// A percentage of the net.
    pub fn percent(name: impl Into<String>, rate: Rate) -> Self {
        Self {
            name: name.into(),
            kind: TaxKind::Percent {
                rate,
                compound: false,
            },
        }
    }

    /// A percentage of the net plus the taxes listed before it.
    pub fn compound(name: impl Into<String>, rate: Rate) -> Self {
        Self {
            name: name.into(),
            kind: TaxKind::Percent { rate, compound: true },
        }
    }

    /// A fixed amount for each unit.
    pub fn amount(name: impl Into<String>, each: UnitPrice) -> Self {
        Self {
            name: name.into(),
            kind: TaxKind::Amount(each),
        }
    }
}

/// What a product is taxed with: `standard`, `reduced`, `exempt`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaxClass {
    /// The name that products refer to.
    pub name: String,
    /// In the order in which compound taxes stand on earlier ones; none for exempt goods.
    pub taxes: Vec<Tax>,
}
