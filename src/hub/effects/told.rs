//! A sale and a return as integrations and webhooks read them. Must never lose a field that was once told.

use jiff::civil::{Date, DateTime};
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::domain::customer::Buyer;
use crate::domain::document::{DocumentNumber, Good, Sale};
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Settlement, Tender};
use crate::domain::pricing::Priced;
use crate::domain::product::{Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::refund::{Origin, Refund};
use crate::domain::staff::PersonId;

/// A document: a sale has a settlement, a return says of what it is and why.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    id: Uuid,
    #[serde(serialize_with = "text")]
    number: &'a DocumentNumber,
    date: Date,
    time: DateTime,
    shift: u64,
    cashier: PersonId,
    customer: &'a Option<Buyer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a Option<Origin>>,
    #[serde(serialize_with = "plain")]
    net: Money,
    #[serde(serialize_with = "plain")]
    tax: Money,
    #[serde(serialize_with = "plain")]
    total: Money,
    currency: Currency,
    tenders: &'a [Tender],
    #[serde(skip_serializing_if = "Option::is_none")]
    settlement: Option<&'a Settlement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    lines: Vec<Line<'a>>,
}

/// What was sold, or came back.
#[derive(Serialize)]
struct Line<'a> {
    sku: &'a Sku,
    name: &'a str,
    category: &'a str,
    quantity: Quantity,
    unit: Unit,
    price: UnitPrice,
    #[serde(serialize_with = "plain")]
    net: Money,
    #[serde(serialize_with = "plain")]
    tax: Money,
    #[serde(serialize_with = "plain")]
    total: Money,
}

/// A sale.
pub(super) fn sale(sale: &Sale) -> Document<'_> {
    Document {
        id: sale.id,
        number: &sale.number,
        date: sale.date,
        time: sale.time,
        shift: sale.shift,
        cashier: sale.cashier,
        customer: &sale.customer,
        of: None,
        net: sale.priced.net,
        tax: sale.priced.tax,
        total: sale.priced.total,
        currency: sale.priced.currency,
        tenders: &sale.tenders,
        settlement: Some(&sale.settlement),
        reason: None,
        lines: lines(sale.goods.iter(), &sale.priced),
    }
}

/// A return.
pub(super) fn refund(refund: &Refund) -> Document<'_> {
    let goods = refund.goods.iter().map(|returned| &returned.good);
    Document {
        id: refund.id,
        number: &refund.number,
        date: refund.date,
        time: refund.time,
        shift: refund.shift,
        cashier: refund.cashier,
        customer: &refund.customer,
        of: Some(&refund.of),
        net: refund.priced.net,
        tax: refund.priced.tax,
        total: refund.priced.total,
        currency: refund.priced.currency,
        tenders: &refund.tenders,
        settlement: None,
        reason: Some(&refund.reason),
        lines: lines(goods, &refund.priced),
    }
}

fn lines<'a>(goods: impl Iterator<Item = &'a Good>, priced: &Priced) -> Vec<Line<'a>> {
    let told = goods.zip(&priced.lines).map(|(good, line)| Line {
        sku: &good.sku,
        name: &good.name,
        category: &good.category,
        quantity: good.quantity,
        unit: good.unit,
        price: good.price,
        net: line.net,
        tax: line.tax,
        total: line.total,
    });
    told.collect()
}

/// An amount as a decimal, without its currency.
fn plain<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&amount.amount())
}

fn text<S: Serializer>(number: &DocumentNumber, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}
