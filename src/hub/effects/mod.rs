//! What an entry does to the rows of its shop, one file for each sort of entry. Must never refuse an entry:
//! one whose effect is against the rules waits, with the reason, and everything else goes on.

mod cash;
mod closing;
mod credit;
mod document;
mod edit;
mod level;
mod life;
mod person;
mod sums;
pub(super) mod tally;
mod tell;
mod told;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::carried::Before;
use super::keys;
use super::ledger::{Key, Kind, Loaded, StoredEntry};
use super::read::Read;
use super::work::Work;
use crate::domain::event::Event;
use crate::domain::staff::PersonId;

pub(super) use edit::tell_replaced;
pub(super) use sums::again;

/// Where an entry comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    /// The entry.
    pub(super) entry: &'a StoredEntry,
    /// What people call the till.
    pub(super) name: &'a str,
    /// Who did it, where it is known.
    pub(super) by: Option<PersonId>,
    /// The hub's clock.
    pub(super) now: i64,
    /// What its shift came to in the lives before, where it closes one that was opened there.
    pub(super) before: Option<&'a Before>,
}

impl Origin<'_> {
    fn terminal(&self) -> Uuid {
        self.entry.terminal
    }

    fn incarnation(&self) -> Uuid {
        self.entry.incarnation
    }
}

/// What an entry came to that was not parked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// Its effect is there.
    Applied,
    /// Its effect is there but for fields that wait for a person.
    Conflict,
}

/// Why the effect of an entry waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Park {
    /// For programs.
    pub(super) reason: &'static str,
    /// One English sentence.
    pub(super) message: String,
}

/// Makes a [`Park`].
fn park(reason: &'static str, message: impl Into<String>) -> Park {
    Park {
        reason,
        message: message.into(),
    }
}

/// The rows that this entry's effect reads or changes, as far as what is loaded tells.
pub(super) fn wanted(read: &Read, entry: &StoredEntry, loaded: &Loaded) -> BTreeSet<Key> {
    let mut keys: BTreeSet<Key> = about(read).iter().map(keys::blocked).collect();
    match read {
        Read::Fact(fact) => match &fact.event {
            Event::Sold(sale) => document::wanted_sale(sale, entry, &mut keys),
            Event::Refunded(refund) => document::wanted_refund(refund, entry, &mut keys),
            Event::AccountPaid(paid) => {
                keys.insert(Key::new(Kind::Balance, paid.customer.id.0.to_string()));
                sums::wanted(entry, paid.date, paid.shift, &mut keys);
            }
            Event::CashMoved(moved) => sums::wanted(entry, moved.date, moved.shift, &mut keys),
            Event::ExpensePaid(spent) => sums::wanted(entry, spent.date, spent.shift, &mut keys),
            Event::Voided(voided) => {
                if let (Some(date), Some(shift)) = (voided.date, voided.shift) {
                    sums::wanted(entry, date, shift, &mut keys);
                }
            }
            Event::StockMoved(moved) => {
                for line in &moved.lines {
                    level::wanted(line.sku.as_str(), &mut keys);
                }
            }
            Event::StockCounted(counted) => {
                for line in &counted.lines {
                    level::wanted(line.sku.as_str(), &mut keys);
                }
            }
            Event::ShiftOpened(opened) => {
                keys.insert(keys::shift(entry.incarnation, opened.number));
                keys.insert(keys::shop());
            }
            Event::ShiftClosed(closing) => closing::wanted(closing, entry, &mut keys),
            Event::IncarnationOpened(opened) => {
                keys.extend(life::series_keys(&opened.series));
            }
            Event::NumbersLeased(leased) => keys.extend(life::lease_keys(leased)),
            _ => {}
        },
        Read::Edited(_, edit) => edit::wanted(edit, entry.id, loaded, &mut keys),
        Read::Imported(_, edits) => {
            for edit in edits {
                edit::wanted(edit, entry.id, loaded, &mut keys);
            }
        }
        Read::Founded(_, edit, series) => {
            edit::wanted(edit, entry.id, loaded, &mut keys);
            keys.extend(life::series_keys(series));
        }
        Read::Resolved(resolved) => {
            keys.insert(Key::new(Kind::Conflict, resolved.conflict.to_string()));
            keys.insert(keys::decided(resolved.conflict));
        }
        Read::Waits(..) => {}
    }
    keys
}

/// The things behind whose parked entries this one waits, and that wait behind this one when it is parked.
pub(super) fn about(read: &Read) -> Vec<Key> {
    match read {
        Read::Edited(_, edit) => vec![Key::new(edit.kind, edit.id.as_str())],
        Read::Waits(_, _, about) => about.iter().cloned().collect(),
        Read::Fact(fact) => match &fact.event {
            Event::Sold(sale) => vec![keys::document(&sale.number)],
            Event::Refunded(refund) => {
                let of = refund.of.iter().map(|of| keys::document(&of.number));
                of.chain([keys::document(&refund.number)]).collect()
            }
            _ => Vec::new(),
        },
        // An import is of many things: it does not wait for one of them, nor all of them for it.
        Read::Imported(..) | Read::Founded(..) | Read::Resolved(_) => Vec::new(),
    }
}

/// Does what the entry says.
pub(super) fn apply(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) -> Result<Came, Park> {
    let came = done(work, from, read)?;
    tally::applied(work, from);
    Ok(came)
}

fn done(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) -> Result<Came, Park> {
    match read {
        Read::Fact(fact) => fact_of(work, from, &fact.event).map(|()| Came::Applied),
        Read::Edited(_, edit) => edit::edited(work, from, edit),
        Read::Imported(_, edits) => {
            let mut came = Came::Applied;
            for edit in edits {
                if edit::edited(work, from, edit)? == Came::Conflict {
                    came = Came::Conflict;
                }
            }
            Ok(came)
        }
        Read::Founded(_, edit, series) => {
            life::series(work, from, series);
            edit::founded(work, edit);
            Ok(Came::Applied)
        }
        Read::Resolved(resolved) => {
            edit::resolved(work, from, resolved);
            Ok(Came::Applied)
        }
        Read::Waits(reason, message, _) => Err(park(reason, message.clone())),
    }
}

fn fact_of(work: &mut Work<'_>, from: &Origin<'_>, event: &Event) -> Result<(), Park> {
    match event {
        Event::Sold(sale) => document::sold(work, from, sale),
        Event::Refunded(refund) => document::refunded(work, from, refund),
        Event::AccountPaid(paid) => cash::account_paid(work, from, paid),
        Event::CashMoved(moved) => cash::moved(work, from, moved),
        Event::ExpensePaid(spent) => cash::spent(work, from, spent),
        Event::Voided(voided) => cash::voided(work, from, voided),
        Event::StockMoved(moved) => level::moved(work, from, moved),
        Event::StockCounted(counted) => level::counted(work, counted),
        Event::ShiftOpened(opened) => closing::opened(work, from, opened),
        Event::ShiftClosed(closed) => closing::closed(work, from, closed),
        Event::HubJoined(_) => {
            person::joined(work, from);
            Ok(())
        }
        Event::IncarnationOpened(opened) => {
            life::series(work, from, &opened.series);
            Ok(())
        }
        Event::ToldAgain(told) => {
            tally::announced(work, from, told);
            Ok(())
        }
        Event::NumbersLeased(leased) => {
            life::leased(work, from, leased);
            Ok(())
        }
        // These concern one till alone, or were read as edits.
        _ => Ok(()),
    }
}
