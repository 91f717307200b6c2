//! The ticket that was open when the program ended. Must never bring one back that is on record already: it
//! would be paid, or paid out, a second time.

use crate::domain::event::Event;
use crate::domain::ticket::Ticket;
use crate::register::reply::Notice;
use crate::register::{Fault, Register};

/// Number of the kind of a ticket or a line given up.
const VOIDED: u16 = 22;

/// The draft, unless its ticket was paid, given back, given up or put aside.
pub(super) fn restore(register: &mut Register, notices: &mut Vec<Notice>) -> Result<Option<Ticket>, Fault> {
    let draft = register.draft();
    let Some(ticket) = draft.read() else {
        return Ok(None);
    };
    let notice = match register.recorded_as(ticket.id)? {
        Some((_, Event::Sold(sale))) => Some(Notice::DraftSold { number: sale.number }),
        Some((_, Event::Refunded(refund))) => Some(Notice::DraftReturned {
            number: refund.number,
        }),
        Some(_) => None,
        None if is_parked(register, &ticket)? || is_given_up(register, &ticket)? => None,
        None => {
            notices.push(Notice::DraftRestored);
            return Ok(Some(ticket));
        }
    };
    draft.remove()?;
    notices.extend(notice);
    Ok(None)
}

/// Whether all of it stands on the ticket of the same id that was put aside. One that was taken up again and
/// has other lines since is still being typed.
fn is_parked(register: &mut Register, ticket: &Ticket) -> Result<bool, Fault> {
    if !register.till().parked.iter().any(|parked| parked.id == ticket.id) {
        return Ok(false);
    }
    let parked = register.parked_ticket(ticket.id)?;
    Ok(parked.is_some_and(|parked| parked.lines.starts_with(&ticket.lines)))
}

/// Whether the whole of it was given up in the open shift.
fn is_given_up(register: &mut Register, ticket: &Ticket) -> Result<bool, Fault> {
    let Some(date) = register.till().shift.as_ref().map(|shift| shift.opened.date) else {
        return Ok(false);
    };
    for happening in register.folded()?.happenings(date, date, &[VOIDED])? {
        if let Event::Voided(voided) = register.event_at(happening.position)?.1
            && voided.ticket
            && voided.id == Some(ticket.id)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
