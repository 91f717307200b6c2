//! Deciding to put a ticket aside. Must never put aside what could not be paid later.

use jiff::civil::DateTime;

use crate::domain::parked::{LABEL_MAX, Parked};
use crate::domain::pricing::{BasketRefusal, price};
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::text;
use crate::domain::ticket::Ticket;
use crate::domain::till::Till;

/// Why a ticket is not put aside, or not taken up. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParkRefusal {
    /// No shift.
    #[error("the register is closed: open it with its float first")]
    RegisterClosed,
    /// Somebody who does not work here.
    #[error("nobody is signed in: choose your name and type your PIN")]
    NotSignedIn,
    /// Nothing on it.
    #[error("there is nothing on this ticket to park")]
    Empty,
    /// Another entry has its id: it was paid.
    #[error("this ticket was paid already: nothing was parked")]
    Paid,
    /// The basket cannot be priced.
    #[error(transparent)]
    Basket(#[from] BasketRefusal),
    /// It is parked no more.
    #[error("this ticket is parked no more: it was paid or voided")]
    Gone,
}

impl Refuse for ParkRefusal {
    fn code(&self) -> &'static str {
        match self {
            ParkRefusal::RegisterClosed => "register-closed",
            ParkRefusal::NotSignedIn => "not-signed-in",
            ParkRefusal::Empty => "park-empty",
            ParkRefusal::Paid => "park-paid",
            ParkRefusal::Basket(refusal) => refusal.code(),
            ParkRefusal::Gone => "park-gone",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            ParkRefusal::Basket(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}

/// Decides to put a ticket aside at that local time of the counter.
pub fn park(
    till: &Till,
    by: PersonId,
    ticket: &Ticket,
    label: &str,
    time: DateTime,
) -> Result<Parked, ParkRefusal> {
    let shift = till.shift.as_ref().ok_or(ParkRefusal::RegisterClosed)?;
    if !till.person(by).is_some_and(|person| person.active) {
        return Err(ParkRefusal::NotSignedIn);
    }
    if ticket.lines.is_empty() {
        return Err(ParkRefusal::Empty);
    }
    let priced = price(&ticket.basket(&till.shop))?;
    Ok(Parked {
        ticket: ticket.clone(),
        label: text::clean(label, LABEL_MAX),
        total: priced.total,
        by,
        shift: shift.opened.number,
        date: shift.opened.date,
        time,
    })
}
