//! The basket that scripts write, for `quote` and `sell`. Numbers are text, unknown fields are refused by
//! name. Must never take a number that JSON might have bent on its way, such as 0.1 without quotes.

use serde::{Deserialize, Deserializer};

use super::Refusal;
use super::object::{Object, list, optional, optional_list};
use crate::domain::basket::TaxRounding;
use crate::domain::decimal::parse_strict;
use crate::domain::discount::Discount;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::tax::Tax;

/// A basket as written. What is absent has a default, or comes from the catalogue and the shop.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a basket")]
pub struct Request {
    /// Names the basket for ever; selling it twice sells it once.
    pub id: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Whether prices hold their taxes.
    pub prices_include_tax: Option<bool>,
    /// `line` or `document`.
    pub tax_rounding: Option<TaxRounding>,
    /// `half_up`, `half_even`, `up` or `down`.
    pub rounding: Option<Rounding>,
    /// The smallest coin.
    pub cash_rounding: Option<Text>,
    /// What is sold.
    #[serde(deserialize_with = "list")]
    pub lines: Vec<RequestLine>,
    /// Off the whole ticket.
    #[serde(default, deserialize_with = "optional")]
    pub discount: Option<RequestDiscount>,
    /// Who buys.
    pub customer: Option<String>,
    /// Printed at the foot of the receipt.
    pub note: Option<String>,
    /// Who pays how much with what.
    #[serde(default, deserialize_with = "optional_list")]
    pub payments: Option<Vec<RequestPayment>>,
}

/// A line as written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a line")]
pub struct RequestLine {
    /// Barcode or SKU.
    pub code: Option<String>,
    /// What the receipt says.
    pub name: Option<String>,
    /// Of one.
    pub price: Option<Text>,
    /// Of one, instead of the price it has; `sell` asks that whoever sells may change prices.
    pub new_price: Option<Text>,
    /// Printed under the line.
    pub note: Option<String>,
    /// One when absent.
    pub qty: Option<Text>,
    /// Off the line.
    #[serde(default, deserialize_with = "optional")]
    pub discount: Option<RequestDiscount>,
    /// In the order in which compound taxes stand on earlier ones.
    #[serde(default, deserialize_with = "optional_list")]
    pub taxes: Option<Vec<RequestTax>>,
}

/// A discount as written: `percent`, or `amount` off the whole.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a discount")]
pub struct RequestDiscount {
    /// The percentage.
    pub percent: Option<Text>,
    /// The amount.
    pub amount: Option<Text>,
}

/// A tax as written: `percent`, or `amount` for each unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a tax")]
pub struct RequestTax {
    /// What the receipt calls it.
    pub name: String,
    /// The percentage.
    pub percent: Option<Text>,
    /// On the taxes before it, too.
    #[serde(default)]
    pub compound: bool,
    /// For each unit.
    pub amount: Option<Text>,
}

/// A payment as written: what was `tendered`, or an `amount`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a payment")]
pub struct RequestPayment {
    /// `cash`, `card`, `mobile`, `transfer`, `credit`, `account` or `foreign`.
    pub method: String,
    /// Put on the counter.
    pub tendered: Option<Text>,
    /// Taken.
    pub amount: Option<Text>,
    /// Of `foreign` money, ISO 4217.
    pub currency: Option<String>,
    /// Of `foreign` money: what one unit of it is worth; the shop's own when absent.
    pub rate: Option<Text>,
    /// The slip's number, or the number of a note of credit.
    pub reference: Option<String>,
}

/// A number written as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Text;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number in quotes, like \"12.50\"")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
        }
        from.deserialize_str(Visitor)
    }
}

impl Text {
    /// As an amount; `field` names it in a refusal.
    pub fn money(&self, field: &str, currency: Currency) -> Result<Money, Refusal> {
        let amount =
            parse_strict(&self.0).map_err(|why| Refusal::field(field, why.code(), why.to_string()))?;
        Money::exact(amount, currency).map_err(|why| Refusal::field(field, why.code(), why.to_string()))
    }

    /// As a unit price.
    pub fn price(&self, field: &str) -> Result<UnitPrice, Refusal> {
        UnitPrice::parse(&self.0).map_err(|why| Refusal::field(field, why.code(), why.to_string()))
    }

    /// As a percentage.
    pub fn rate(&self, field: &str) -> Result<Rate, Refusal> {
        Rate::parse(&self.0).map_err(|why| Refusal::field(field, why.code(), why.to_string()))
    }

    /// As a quantity.
    pub fn quantity(&self, field: &str) -> Result<Quantity, Refusal> {
        Quantity::parse(&self.0).map_err(|why| Refusal::field(field, why.code(), why.to_string()))
    }
}

impl Request {
    /// Reads one basket.
    pub fn parse(json: &str) -> Result<Self, Refusal> {
        match serde_json::from_str::<Object<Self>>(json) {
            Ok(object) => Ok(object.0),
            Err(error) => Err(Refusal::json(&error)),
        }
    }

    /// The currency, if it is named.
    pub fn currency(&self) -> Result<Option<Currency>, Refusal> {
        let unknown = |code: &str| {
            Refusal::field(
                "currency",
                "unknown-currency",
                format!("{code:?} is no currency one can pay with"),
            )
        };
        let parse = |code: &String| Currency::parse(code).ok_or_else(|| unknown(code));
        self.currency.as_ref().map(parse).transpose()
    }
}

impl RequestLine {
    /// The quantity; one when absent.
    pub fn quantity(&self, field: &str) -> Result<Quantity, Refusal> {
        self.qty
            .as_ref()
            .map_or(Ok(Quantity::ONE), |qty| qty.quantity(field))
    }
}

impl RequestDiscount {
    /// The discount; `field` names it in a refusal.
    pub fn discount(&self, field: &str, currency: Currency) -> Result<Discount, Refusal> {
        match (&self.percent, &self.amount) {
            (Some(percent), None) => percent.rate(field).map(Discount::Percent),
            (None, Some(amount)) => amount.money(field, currency).map(Discount::Amount),
            _ => Err(percent_or_amount(field)),
        }
    }
}

fn percent_or_amount(field: &str) -> Refusal {
    Refusal::field(
        field,
        "percent-or-amount",
        "give a percent or an amount, one of the two".to_owned(),
    )
}

impl RequestTax {
    /// The tax; `field` names it in a refusal.
    pub fn tax(&self, field: &str) -> Result<Tax, Refusal> {
        let name = self.name.as_str();
        match (&self.percent, &self.amount) {
            (Some(percent), None) if self.compound => Ok(Tax::compound(name, percent.rate(field)?)),
            (Some(percent), None) => Ok(Tax::percent(name, percent.rate(field)?)),
            (None, Some(amount)) if !self.compound => Ok(Tax::amount(name, amount.price(field)?)),
            (None, Some(_)) => {
                let sentence = "an amount for each unit cannot stand on other taxes".to_owned();
                Err(Refusal::field(field, "compound-amount", sentence))
            }
            _ => Err(percent_or_amount(field)),
        }
    }
}
