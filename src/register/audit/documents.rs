//! Lines → totals → payments of every sale and return. Must never price anew: a document is judged by what it
//! says.

use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Settlement, Tender};
use crate::domain::pricing::{Priced, verify_identities};
use crate::domain::refund::Refund;

use super::{Seen, Verdict};

pub(super) fn see(seen: &Seen<'_>) -> Verdict {
    match &seen.fact.event {
        Event::Sold(sale) => Some(judge(sale)),
        Event::Refunded(refund) => Some(judge_refund(refund)),
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
    let cash = sale.tenders.iter().filter(|tender| tender.method.is_cash());
    let in_cash: i128 = cash.map(|tender| i128::from(tender.amount.minor())).sum();
    if sale.settlement.change.is_negative() || i128::from(sale.settlement.change.minor()) > in_cash {
        return Err(named("its change was not given from cash".to_owned()));
    }
    if sale.tenders.iter().any(|tender| tender.amount.is_negative()) {
        return Err(named("a payment is below zero".to_owned()));
    }
    Ok(())
}

fn judge_refund(refund: &Refund) -> Result<(), String> {
    let named = |what: String| format!("document {}: {what}", refund.number);
    let currency = refund.priced.currency;
    if !one_currency(&refund.priced, &refund.settlement, &refund.tenders, currency) {
        return Err(named("its amounts are in more than one currency".to_owned()));
    }
    verify_identities(&refund.priced, &refund.settlement, &refund.tenders)
        .map_err(|broken| named(broken.to_string()))?;
    let (goods, lines) = (refund.goods.len(), refund.priced.lines.len());
    if goods != lines {
        return Err(named(format!("it has {goods} goods and {lines} lines")));
    }
    if refund.tenders.iter().any(|tender| tender.amount.is_negative()) {
        return Err(named("what was given back is below zero".to_owned()));
    }
    if refund.settlement.change.is_zero() {
        Ok(())
    } else {
        Err(named("there is no change from a return".to_owned()))
    }
}

/// Whether every amount of a sale is in that currency and in range, so that it can be added up.
pub(super) fn in_one_currency(sale: &Sale, currency: Currency) -> bool {
    one_currency(&sale.priced, &sale.settlement, &sale.tenders, currency)
}

/// The same of any document.
pub(super) fn one_currency(
    priced: &Priced,
    settled: &Settlement,
    tenders: &[Tender],
    currency: Currency,
) -> bool {
    let totals = [
        settled.rounding,
        settled.due,
        settled.paid,
        settled.change,
        priced.net,
        priced.tax,
        priced.total,
        priced.discount,
    ];
    let lines = priced.lines.iter().map(|line| line.discount);
    let taxes = priced.taxes.iter().flat_map(|tax| [tax.base, tax.tax]);
    let tenders = tenders.iter().map(|tender| tender.amount);
    let mut all = totals.into_iter().chain(lines).chain(taxes).chain(tenders);
    all.all(|amount| fits(amount, currency))
}

/// Whether an amount can be added to others of that currency.
fn fits(amount: Money, currency: Currency) -> bool {
    amount.currency() == currency && amount.minor().unsigned_abs() <= Money::LIMIT.unsigned_abs()
}
