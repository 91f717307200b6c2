//! What customers owe and pay, and cash that moves without a sale. Must never keep a balance that its
//! movements do not come to.

use serde_json::{Value, json};

use super::{Origin, Park, park, sums, tally};
use crate::domain::account::{AccountPaid, on_account};
use crate::domain::cash::{CashMoved, ExpensePaid};
use crate::domain::customer::Buyer;
use crate::domain::decimal;
use crate::domain::money::Money;
use crate::domain::payment::Tender;
use crate::domain::voided::Voided;
use crate::hub::ledger::{Key, Kind};
use crate::hub::work::Work;

/// What of these tenders goes on the account of a customer, or off it.
pub(super) fn owe(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    buyer: Option<&Buyer>,
    (tenders, sign): (&[Tender], i64),
) -> Result<(), Park> {
    let (Some(buyer), Some(tender)) = (buyer, tenders.first()) else {
        return Ok(());
    };
    let amount = Money::from_minor(sign * on_account(tenders), tender.amount.currency());
    balance(work, from, buyer, amount)
}

fn balance(work: &mut Work<'_>, from: &Origin<'_>, buyer: &Buyer, by: Money) -> Result<(), Park> {
    if by.is_zero() {
        return Ok(());
    }
    let key = Key::new(Kind::Balance, buyer.id.0.to_string());
    let stands = work.value(&key).and_then(|row| row.get("amount"));
    let stands = stands
        .and_then(Value::as_str)
        .and_then(|text| decimal::parse_strict(text).ok())
        .and_then(|amount| Money::exact(amount, by.currency()).ok());
    let before = stands.unwrap_or(Money::zero(by.currency()));
    let after = before.checked_add(by);
    let after = after.ok_or_else(|| park("figures", "the balance is beyond what an amount may be"))?;
    work.put(key, &json!({ "amount": after.amount().to_string() }));
    tally::owed(work, from, by.minor());
    Ok(())
}

/// A customer paid on their account.
pub(super) fn account_paid(work: &mut Work<'_>, from: &Origin<'_>, paid: &AccountPaid) -> Result<(), Park> {
    balance(work, from, &paid.customer, -paid.amount)?;
    let place = (paid.date, paid.shift, paid.amount.currency());
    sums::add(work, from, place, |figures| figures.pay_account(paid), |_| {});
    Ok(())
}

/// Cash was put in or taken out.
pub(super) fn moved(work: &mut Work<'_>, from: &Origin<'_>, moved: &CashMoved) -> Result<(), Park> {
    let place = (moved.date, moved.shift, moved.amount.currency());
    sums::add(work, from, place, |figures| figures.move_cash(moved), |_| {});
    Ok(())
}

/// The shop spent something.
pub(super) fn spent(work: &mut Work<'_>, from: &Origin<'_>, spent: &ExpensePaid) -> Result<(), Park> {
    let place = (spent.date, spent.shift, spent.spent().currency());
    sums::add(work, from, place, |figures| figures.spend(spent), |_| {});
    Ok(())
}

/// Something was given up before it was paid.
pub(super) fn voided(work: &mut Work<'_>, from: &Origin<'_>, voided: &Voided) -> Result<(), Park> {
    let (Some(date), Some(shift), Some(by)) = (voided.date, voided.shift, from.by) else {
        return Ok(());
    };
    let Some(amount) = voided.amount else {
        return Ok(());
    };
    let place = (date, shift, amount.currency());
    sums::add(work, from, place, |figures| figures.void(by), |_| {});
    Ok(())
}
