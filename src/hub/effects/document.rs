//! Sales and returns. Must never refuse one for what it sold: only a number that is taken or sums that do not
//! add up make it wait.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::tally::Way;
use super::tell::{notice, tell};
use super::{Origin, Park, cash, credit, level, life, park, sums, tally, told};
use crate::domain::document::{DocumentNumber, Good, Sale};
use crate::domain::money::{self, Currency, Money, Rounding};
use crate::domain::pricing::{Priced, PricedLine, verify_priced};
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Fate, Refund};
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind, StoredEntry};
use crate::hub::rows::{Document, Hour, Returned, Terminal};
use crate::hub::work::Work;

/// The longest name of a series, in bytes: a prefix, and the letter of returns.
const SERIES_MAX: usize = 16;

/// Numbers given twice that are noted of a till.
const TWICE_MAX: usize = 100;

pub(super) fn wanted_sale(sale: &Sale, entry: &StoredEntry, keys: &mut BTreeSet<Key>) {
    sums::wanted(entry, sale.date, sale.shift, keys);
    keys.insert(keys::document(&sale.number));
    keys.insert(keys::returned(&sale.number));
    keys.insert(keys::series(&sale.number.series));
    credit::wanted(&sale.tenders, keys);
    for good in &sale.goods {
        level::wanted(good.sku.as_str(), keys);
    }
    if let Some(customer) = &sale.customer {
        keys.insert(Key::new(Kind::Balance, customer.id.0.to_string()));
    }
}

pub(super) fn wanted_refund(refund: &Refund, entry: &StoredEntry, keys: &mut BTreeSet<Key>) {
    sums::wanted(entry, refund.date, refund.shift, keys);
    keys.insert(keys::document(&refund.number));
    keys.insert(keys::series(&refund.number.series));
    credit::wanted_of(refund, keys);
    if let Some(of) = &refund.of {
        keys.insert(keys::document(&of.number));
        keys.insert(keys::returned(&of.number));
    }
    for returned in &refund.goods {
        level::wanted(returned.good.sku.as_str(), keys);
    }
    if let Some(customer) = &refund.customer {
        keys.insert(Key::new(Kind::Balance, customer.id.0.to_string()));
    }
}

/// A sale was paid.
pub(super) fn sold(work: &mut Work<'_>, from: &Origin<'_>, sale: &Sale) -> Result<(), Park> {
    let lines: Vec<Quantity> = sale.goods.iter().map(|good| good.quantity).collect();
    checked(work, &sale.priced, &sale.number, lines.len())?;
    let document = Document {
        id: sale.id,
        sort: "sale".to_owned(),
        terminal: from.terminal(),
        incarnation: from.incarnation(),
        seq: from.entry.seq,
        shift: sale.shift,
        date: sale.date,
        time: sale.time,
        customer: sale.customer.as_ref().map(|buyer| buyer.id.0),
        total: sale.priced.total,
        lines,
    };
    file(work, from, &sale.number, &document)?;
    if over(work, &sale.number, &document) {
        tell_twice(work, from, &sale.number);
    }
    for good in &sale.goods {
        level::add(work, from, good.sku.as_str(), -good.quantity)?;
        tally::goods(work, from, Way::Sold, good.quantity);
    }
    cash::owe(work, from, sale.customer.as_ref(), (&sale.tenders, 1))?;
    credit::spent(work, from, &sale.tenders)?;
    let costs = costs(sale.goods.iter().zip(&sale.priced.lines), sale.priced.currency);
    let hour = sale.time.hour().unsigned_abs();
    let place = (sale.date, sale.shift, sale.priced.currency);
    let take = |figures: &mut crate::domain::shift::Figures| figures.add(sale);
    sums::add(work, from, place, take, |day| {
        day.cost.gather(costs.0);
        day.uncosted.gather(costs.1);
        let zero = Money::zero(sale.priced.currency);
        let row = day.hours.entry(hour).or_insert(Hour {
            sales: 0,
            total: zero,
        });
        row.sales += 1;
        row.total.gather(sale.priced.total);
    });
    tell(work, from, "sale", "", &told::sale(sale));
    Ok(())
}

/// Goods came back.
pub(super) fn refunded(work: &mut Work<'_>, from: &Origin<'_>, refund: &Refund) -> Result<(), Park> {
    let goods = || refund.goods.iter().map(|returned| &returned.good);
    let lines: Vec<Quantity> = goods().map(|good| good.quantity).collect();
    checked(work, &refund.priced, &refund.number, lines.len())?;
    let document = Document {
        id: refund.id,
        sort: "return".to_owned(),
        terminal: from.terminal(),
        incarnation: from.incarnation(),
        seq: from.entry.seq,
        shift: refund.shift,
        date: refund.date,
        time: refund.time,
        customer: refund.customer.as_ref().map(|buyer| buyer.id.0),
        total: refund.priced.total,
        lines,
    };
    file(work, from, &refund.number, &document)?;
    came_back(work, from, refund)?;
    for returned in &refund.goods {
        if returned.fate == Fate::Stock {
            level::add(work, from, returned.good.sku.as_str(), returned.good.quantity)?;
            tally::goods(work, from, Way::Returned, returned.good.quantity);
        }
    }
    cash::owe(work, from, refund.customer.as_ref(), (&refund.tenders, -1))?;
    credit::given(work, from, refund)?;
    let costs = costs(goods().zip(&refund.priced.lines), refund.priced.currency);
    let hour = refund.time.hour().unsigned_abs();
    let place = (refund.date, refund.shift, refund.priced.currency);
    let take = |figures: &mut crate::domain::shift::Figures| figures.take_back(refund);
    sums::add(work, from, place, take, |day| {
        day.cost.gather(-costs.0);
        day.uncosted.gather(-costs.1);
        let zero = Money::zero(refund.priced.currency);
        let row = day.hours.entry(hour).or_insert(Hour {
            sales: 0,
            total: zero,
        });
        row.total.gather(-refund.priced.total);
    });
    tell(work, from, "return", "", &told::refund(refund));
    Ok(())
}

/// Whether its sums hold, and whether it is in the shop's currency.
fn checked(work: &Work<'_>, priced: &Priced, number: &DocumentNumber, lines: usize) -> Result<(), Park> {
    if number.series.len() > SERIES_MAX || number.number >= i64::MAX as u64 {
        return Err(park("figures", "no document is called like that"));
    }
    if lines != priced.lines.len() {
        return Err(park("figures", "goods and amounts are not of the same lines"));
    }
    verify_priced(priced).map_err(|_| park("figures", "its sums do not add up"))?;
    let shop = work.value(&keys::shop());
    let kept = shop.and_then(|shop| shop.get("currency")).and_then(Value::as_str);
    match kept {
        Some(kept) if kept != priced.currency.code() => {
            let why = format!("it is in {}; the shop keeps its books in {kept}", priced.currency);
            Err(park("currency", why))
        }
        _ => Ok(()),
    }
}

/// Keeps a document under its number, and notes that the series has come so far.
fn file(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    number: &DocumentNumber,
    document: &Document,
) -> Result<(), Park> {
    let mut key = keys::document(number);
    if let Some(other) = work.get::<Document>(&key)
        && other.id != document.id
    {
        if other.terminal != document.terminal {
            let why = format!("another document is called {number} already");
            return Err(park("number_taken", why));
        }
        // A till whose disk was set back or copied gave it twice: both happened, and its owner is told.
        key = keys::document(format_args!("{number} {}", document.id));
        let data = json!({ "number": number.to_string(), "documents": [other.id, document.id] });
        tell(work, from, "number_twice", "", &data);
        note_twice(work, from, number);
    }
    work.put(key, document);
    life::reached(work, from, number);
    Ok(())
}

/// Notes at the till that it gave that number twice.
fn note_twice(work: &mut Work<'_>, from: &Origin<'_>, number: &DocumentNumber) {
    let key = keys::terminal(from.terminal());
    let number = number.to_string();
    if let Some(mut terminal) = work.get::<Terminal>(&key)
        && terminal.twice.len() < TWICE_MAX
        && !terminal.twice.contains(&number)
    {
        terminal.twice.push(number);
        work.put(key, &terminal);
    }
}

/// Notes what came back of the sale, whether or not that is known yet, and tells where it is more than was
/// sold: two tills away from each other took the same receipt.
fn came_back(work: &mut Work<'_>, from: &Origin<'_>, refund: &Refund) -> Result<(), Park> {
    let Some(of) = &refund.of else { return Ok(()) };
    let key = keys::returned(&of.number);
    let mut returned = work.get::<Returned>(&key).unwrap_or_default();
    for back in &refund.goods {
        let Some(line) = back.line else { continue };
        let row = returned.lines.entry(line).or_insert(Quantity::ZERO);
        let sum = row.checked_add(back.good.quantity);
        *row = sum.map_err(|refusal| park("figures", refusal.to_string()))?;
    }
    work.put(key, &returned);
    if let Some(sale) = work.get::<Document>(&keys::document(&of.number))
        && over(work, &of.number, &sale)
    {
        tell_twice(work, from, &of.number);
    }
    Ok(())
}

/// Whether more of a sale came back than was sold.
fn over(work: &Work<'_>, number: &DocumentNumber, sale: &Document) -> bool {
    let Some(returned) = work.get::<Returned>(&keys::returned(number)) else {
        return false;
    };
    let sold = |line: u32| sale.lines.get(line as usize).copied().unwrap_or(Quantity::ZERO);
    returned.lines.iter().any(|(line, back)| *back > sold(*line))
}

fn tell_twice(work: &mut Work<'_>, from: &Origin<'_>, number: &DocumentNumber) {
    let number = number.to_string();
    let data = json!({ "number": number });
    notice(work, from, "returned_twice", &number, data);
}

/// What the goods of these lines cost, and the net of those of which nobody knows it.
fn costs<'a>(lines: impl Iterator<Item = (&'a Good, &'a PricedLine)>, currency: Currency) -> (Money, Money) {
    let (mut known, mut unknown) = (Money::zero(currency), Money::zero(currency));
    for (good, line) in lines {
        let exact = good
            .cost
            .and_then(|cost| cost.value().checked_mul(good.quantity.value()));
        let exact = exact.map(|exact| money::round(exact, currency.exponent(), Rounding::HalfUp));
        match exact.and_then(|exact| Money::exact(exact, currency).ok()) {
            Some(cost) => known.gather(cost),
            None => unknown.gather(line.net),
        }
    }
    (known, unknown)
}
