//! A document at a glance: what lists and reports read of a sale or a return in the journal, and nothing else
//! of it. Must never be written, nor read a figure in another way than the document itself.
//!
//! A month has fifteen thousand documents of five kilobytes: what a report does not need is passed over
//! without being taken apart, and what it needs is borrowed from the entry where it can be.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde::Deserialize;

use super::document::DocumentNumber;
use super::event::{KIND_VERSION, Unreadable};
use super::money::{Currency, Money};
use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::staff::PersonId;

/// Numbers of the kinds of a sale and of a return.
const SOLD: u16 = 20;
const REFUNDED: u16 = 21;

/// What is read of a sale or a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance<'a> {
    /// What it is called.
    pub number: DocumentNumber,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who took or gave the money.
    pub cashier: PersonId,
    /// Whether goods came back on it: everything on it counts backwards.
    pub is_return: bool,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What the document says; not below zero, also on a return.
    pub total: Money,
    /// Its goods with their amounts.
    pub lines: Vec<Line<'a>>,
}

/// What is read of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Which product.
    pub sku: Cow<'a, str>,
    /// How much.
    pub quantity: Quantity,
    /// Cost of one unit, if known.
    pub cost: Option<UnitPrice>,
    /// Without tax.
    pub net: Money,
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow)]
    event: Kind<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind<'a> {
    #[serde(borrow)]
    Sold(Record<Good<'a>>),
    #[serde(borrow)]
    Refunded(Record<Returned<'a>>),
}

#[derive(Deserialize)]
struct Record<G> {
    number: DocumentNumber,
    time: DateTime,
    cashier: PersonId,
    goods: Vec<G>,
    priced: Figures,
}

#[derive(Deserialize)]
struct Good<'a> {
    #[serde(borrow)]
    sku: Cow<'a, str>,
    quantity: Quantity,
    #[serde(default)]
    cost: Option<UnitPrice>,
}

#[derive(Deserialize)]
struct Returned<'a> {
    #[serde(borrow)]
    good: Good<'a>,
}

#[derive(Deserialize)]
struct Figures {
    currency: Currency,
    decimals: u32,
    lines: Vec<Amounts>,
    total: i64,
}

#[derive(Deserialize)]
struct Amounts {
    net: i64,
}

impl<'a> Glance<'a> {
    /// Reads it from the payload of an entry; none where the entry is no document.
    ///
    /// # Errors
    /// A newer version wrote it, or it is not what it should be.
    pub fn decode(kind: u16, version: u16, payload: &'a [u8]) -> Result<Option<Glance<'a>>, Unreadable> {
        if kind != SOLD && kind != REFUNDED {
            return Ok(None);
        }
        let unreadable = |why: String| Unreadable { kind, version, why };
        if version > KIND_VERSION {
            return Err(unreadable("a newer version wrote it".to_owned()));
        }
        let read: Payload<'a> =
            serde_json::from_slice(payload).map_err(|error| unreadable(error.to_string()))?;
        let glance = match read.event {
            Kind::Sold(record) if kind == SOLD => Glance::of(record, false, |good| good),
            Kind::Refunded(record) if kind == REFUNDED => Glance::of(record, true, |back| back.good),
            _ => return Err(unreadable("header and payload disagree".to_owned())),
        };
        let moved = || unreadable("its currency has other decimals now".to_owned());
        glance.ok_or_else(moved).map(Some)
    }

    /// None where the comma has moved since.
    fn of<G>(record: Record<G>, is_return: bool, good: impl Fn(G) -> Good<'a>) -> Option<Glance<'a>> {
        let currency = record.priced.currency;
        let amounts = record.priced.lines;
        let line = |(good, amounts): (Good<'a>, Amounts)| Line {
            sku: good.sku,
            quantity: good.quantity,
            cost: good.cost,
            net: Money::from_minor(amounts.net, currency),
        };
        (record.priced.decimals == currency.exponent()).then(|| Glance {
            number: record.number,
            time: record.time,
            cashier: record.cashier,
            is_return,
            currency,
            total: Money::from_minor(record.priced.total, currency),
            lines: record
                .goods
                .into_iter()
                .map(good)
                .zip(amounts)
                .map(line)
                .collect(),
        })
    }
}
