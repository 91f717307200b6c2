//! Numbered documents: series, numbers and the record of a sale. Must never give a number twice.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::customer::Buyer;
use super::discount::Given;
use super::money::{Currency, Money};
use super::payment::{Settlement, Tender};
use super::permission::Approval;
use super::pricing::Priced;
use super::product::{Sku, Unit};
use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::staff::PersonId;

pub use super::receipt_code::ReceiptCode;

/// A series and a number in it; printed as `C2-000124`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// The terminal's own prefix, one for each incarnation of its journal, or that of all the shop's sales.
    pub series: String,
    /// From 1, without a gap.
    pub number: u64,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}", self.series, self.number)
    }
}

impl std::str::FromStr for DocumentNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<DocumentNumber, ()> {
        let (series, number) = text.trim().rsplit_once('-').ok_or(())?;
        let number = number.parse().map_err(|_| ())?;
        if series.is_empty() || number == 0 {
            Err(())
        } else {
            Ok(DocumentNumber {
                series: series.to_owned(),
                number,
            })
        }
    }
}

/// The series of the returns beside a series of sales.
pub fn refund_series(series: &str) -> String {
    format!("{series}R")
}

/// What was sold on one line, as the catalogue said at that moment. Its amounts are the line of the same
/// index in [`Priced::lines`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Good {
    /// Identity of the product.
    pub sku: Sku,
    /// Name as printed.
    pub name: String,
    /// How much, in `unit`.
    pub quantity: Quantity,
    /// What `quantity` counts.
    pub unit: Unit,
    /// Price of one unit.
    pub price: UnitPrice,
    /// Tax class by name.
    pub tax: String,
    /// Category at the time, for reports.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Cost of one unit, if known, for the margin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<UnitPrice>,
    /// The price before somebody changed it on this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_price: Option<UnitPrice>,
    /// What the person wrote on this line; printed under it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Totals that only ever grow or are carried on, never reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Perpetual {
    /// Σ |total| of every document.
    pub absolute: Money,
    /// Σ total of every document.
    pub net: Money,
}

impl Perpetual {
    /// Nothing sold yet.
    pub fn zero(currency: Currency) -> Perpetual {
        Perpetual {
            absolute: Money::zero(currency),
            net: Money::zero(currency),
        }
    }

    /// The totals after a document of that total; none where they would leave the range of an amount.
    pub fn after(self, total: Money) -> Option<Perpetual> {
        Some(Perpetual {
            absolute: self.absolute.checked_add(total.abs())?,
            net: self.net.checked_add(total)?,
        })
    }
}

/// A completed sale: the document, what was paid and the totals after it. This is the fact that exists,
/// exactly once, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// Identity of the basket; the entry's id is the same.
    pub id: Uuid,
    /// What the receipt is called.
    pub number: DocumentNumber,
    /// Number of the shift it belongs to.
    pub shift: u64,
    /// Business date, which is the shift's.
    pub date: Date,
    /// Local time of the counter when it was completed, for receipts and reports by the hour.
    pub time: jiff::civil::DateTime,
    /// Who took the money.
    pub cashier: PersonId,
    /// Goods, line by line.
    pub goods: Vec<Good>,
    /// Amounts, line by line and in total.
    pub priced: Priced,
    /// Discounts as they were given, line by line and then on the ticket; what they came to stands in
    /// `priced`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Given>,
    /// What the person wrote on the ticket; printed at its foot.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What somebody allowed for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    /// Who bought, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Buyer>,
    /// What they owe after it, where a part of it went on their account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Money>,
    /// What the customer handed over.
    pub tenders: Vec<Tender>,
    /// Rounding, due, paid and change.
    pub settlement: Settlement,
    /// The perpetual totals with this sale in them.
    pub perpetual: Perpetual,
    /// Digest of the basket as it was asked for: the same id with another basket is refused.
    pub fingerprint: String,
}

impl Sale {
    /// Whether the trail tells it: somebody gave a discount or changed a price.
    pub fn is_notable(&self) -> bool {
        let lines = &self.priced.lines;
        let discounted = !self.priced.discount.is_zero() || lines.iter().any(|line| !line.discount.is_zero());
        discounted || self.goods.iter().any(Good::price_changed)
    }
}
