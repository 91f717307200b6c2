//! Lines → totals → payments of every sale. Must never price anew: a document is judged by what it says.

use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::Method;
use crate::domain::pricing::verify_identities;

use super::{Seen, Verdict};

pub(super) fn see(seen: &Seen<'_>) -> Verdict {
    match &seen.fact.event {
        Event::Sold(sale) => Some(judge(sale)),
        _ => None,
    }
}

fn judge(sale: &Sale) -> Result<(), String> {
    let named = |what: String| format!("document {}: {what}", sale.number);
    if !in_one_currency(sale, sale.priced.currency) {
        return Err(named("its amounts are in more than one currency".to_owned()));
    }
    verify_identities(&sale.priced, &sale.settlement, &sale.tenders)
        .map_err(|broken| named(broken.to_string()))?;
    if sale.goods.len() != sale.priced.lines.len() {
        return Err(named(format!(
            "it has {} goods and {} lines",
            sale.goods.len(),
            sale.priced.lines.len()
        )));
    }
    let cash = sale.tenders.iter().filter(|tender| tender.method == Method::Cash);
    let in_cash: i128 = cash.map(|tender| i128::from(tender.amount.minor())).sum();
    if sale.settlement.change.is_negative() || i128::from(sale.settlement.change.minor()) > in_cash {
        return Err(named("its change was not given from cash".to_owned()));
    }
    if sale.tenders.iter().any(|tender| tender.amount.is_negative()) {
        return Err(named("a payment is below zero".to_owned()));
    }
    Ok(())
}

/// Whether every amount of a sale is in that currency and in range, so that it can be added up.
pub(super) fn in_one_currency(sale: &Sale, currency: Currency) -> bool {
    let settled = &sale.settlement;
    let totals = [
        settled.rounding,
        settled.due,
        settled.paid,
        settled.change,
        sale.priced.net,
        sale.priced.tax,
        sale.priced.total,
        sale.priced.discount,
    ];
    let lines = sale.priced.lines.iter().map(|line| line.discount);
    let taxes = sale.priced.taxes.iter().flat_map(|tax| [tax.base, tax.tax]);
    let tenders = sale.tenders.iter().map(|tender| tender.amount);
    let mut all = totals.into_iter().chain(lines).chain(taxes).chain(tenders);
    all.all(|amount| fits(amount, currency))
}

/// Whether an amount can be added to others of that currency.
fn fits(amount: Money, currency: Currency) -> bool {
    amount.currency() == currency && amount.minor().unsigned_abs() <= Money::LIMIT.unsigned_abs()
}
