//! Notes of store credit over all tills: what each was worth and what is left of it. Must never refuse a sale
//! that was paid with one: two tills away from each other may take the same note, and the owner is told.

use std::collections::BTreeSet;

use serde_json::json;

use super::tell::notice;
use super::{Origin, Park, park};
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::refund::Refund;
use crate::hub::keys;
use crate::hub::ledger::Key;
use crate::hub::rows::Credit;
use crate::hub::work::Work;

/// The notes that these tenders are taken off.
pub(super) fn wanted(tenders: &[Tender], keys: &mut BTreeSet<Key>) {
    keys.extend(named(tenders).map(|(number, _)| keys::credit(number)));
}

/// The note that a return was paid back with.
pub(super) fn wanted_of(refund: &Refund, keys: &mut BTreeSet<Key>) {
    keys.insert(keys::credit(&refund.number));
}

fn named(tenders: &[Tender]) -> impl Iterator<Item = (DocumentNumber, Money)> {
    let credit = tenders.iter().filter(|tender| tender.method == Method::Credit);
    credit.filter_map(|tender| Some((tender.reference.as_deref()?.parse().ok()?, tender.amount)))
}

/// What a return was paid back with as a note.
pub(super) fn given(work: &mut Work<'_>, from: &Origin<'_>, refund: &Refund) -> Result<(), Park> {
    let credit = |tender: &&Tender| tender.method == Method::Credit;
    for tender in refund.tenders.iter().filter(credit) {
        let note = move |row: &mut Credit| {
            row.of = Some(refund.id);
            row.issued = row.issued.checked_add(tender.amount)?;
            row.left = row.left.checked_add(tender.amount)?;
            Some(())
        };
        change(work, from, (&refund.number, tender.amount), note)?;
    }
    Ok(())
}

/// What a sale was paid with comes off the notes that it names.
pub(super) fn spent(work: &mut Work<'_>, from: &Origin<'_>, tenders: &[Tender]) -> Result<(), Park> {
    for (number, amount) in named(tenders) {
        let note = |row: &mut Credit| {
            row.left = row.left.checked_add(-amount)?;
            Some(())
        };
        change(work, from, (&number, amount), note)?;
    }
    Ok(())
}

/// Changes a note, and tells the moment in which more of it is spent than it was worth.
fn change(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    (number, amount): (&DocumentNumber, Money),
    with: impl FnOnce(&mut Credit) -> Option<()>,
) -> Result<(), Park> {
    let key = keys::credit(number);
    let zero = Money::zero(amount.currency());
    let mut row = work.get::<Credit>(&key).unwrap_or(Credit {
        of: None,
        issued: zero,
        left: zero,
    });
    let before = twice(&row);
    let beyond = || park("figures", "the note of credit is beyond what an amount may be");
    if row.left.currency() != amount.currency() {
        return Err(park("currency", "the note of credit is in another currency"));
    }
    with(&mut row).ok_or_else(beyond)?;
    if twice(&row) && !before {
        let number = number.to_string();
        let plain = |amount: Money| amount.amount().to_string();
        let data = json!({
            "number": number, "issued": plain(row.issued), "over": plain(-row.left),
            "currency": row.left.currency(),
        });
        notice(work, from, "credit_twice", &number, data);
    }
    work.put(key, &row);
    Ok(())
}

/// Whether more of it is spent than it was worth. What nobody issued yet may be issued at a till that has not
/// been heard of.
fn twice(row: &Credit) -> bool {
    row.of.is_some() && row.left.is_negative()
}
