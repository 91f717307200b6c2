//! Giving up a line or a ticket before it was paid. Must never refuse: nothing was sold, and it is on record.

use jiff::civil::DateTime;

use crate::domain::pricing::price;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;
use crate::domain::till::Till;
use crate::domain::voided::Voided;

/// The record of giving up those lines, or that whole ticket, at that local time of the counter.
pub fn void(
    till: &Till,
    given_up: &Ticket,
    whole: bool,
    approved_by: Option<PersonId>,
    time: DateTime,
) -> Voided {
    let shift = till.shift.as_ref().map(|shift| &shift.opened);
    let goods = || given_up.lines.iter().map(|line| &line.good);
    Voided {
        skus: goods().map(|good| good.sku.clone()).collect(),
        ticket: whole,
        id: Some(given_up.id),
        shift: shift.map(|shift| shift.number),
        date: shift.map(|shift| shift.date),
        time: Some(time),
        goods: goods().cloned().collect(),
        amount: price(&given_up.basket(&till.shop))
            .ok()
            .map(|priced| priced.total),
        approved_by,
    }
}
