//! The state that decisions read: one pure value, advanced by each entry. Must never hold what can be looked
//! up in the store instead.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::AccountPaid;
use super::document::{DocumentNumber, Perpetual, Sale, refund_series};
use super::event::{Event, Fact, Incarnation, KeysChanged};
use super::joined::HubJoined;
use super::parked::{Parked, ParkedBrief};
use super::permission::Permission;
use super::refund::Refund;
use super::retold::{NumbersRaised, Retold, Told};
use super::shared::{Block, Blocks, NumbersVoided};
use super::shift::{Figures, Shift};
use super::shop::Shop;
use super::staff::{Person, PersonId};
use super::voided::Voided;

/// What the till knows of the entry beside its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryMark {
    /// Its incarnation.
    pub incarnation: Uuid,
    /// Its sequence in that incarnation.
    pub seq: u64,
    /// Wall clock when it was made, milliseconds since 1970.
    pub at_wall: i64,
}

/// Wrong PINs of one person since the last right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// Wall clock of the last, milliseconds since 1970.
    pub last: i64,
}

/// The till as its journal has made it. `None` fields of a till without its founding entry do not exist: a
/// till is born with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Till {
    /// The shop's settings.
    pub shop: Shop,
    /// Incarnation of the last entry.
    pub incarnation: Uuid,
    /// Sequence of the last entry.
    pub seq: u64,
    /// Prefix of the number series.
    pub series: String,
    /// Number of the next document.
    pub next_number: u64,
    /// Number of the next return, in the series of its own.
    pub next_return: u64,
    /// Number of the next shift.
    pub next_shift: u64,
    /// Number of the next Z.
    pub next_closing: u64,
    /// Business date of the last shift opened.
    pub last_date: Option<Date>,
    /// Everybody who ever worked here.
    pub people: Vec<Person>,
    /// Wrong PINs.
    pub failures: BTreeMap<PersonId, Failures>,
    /// The open shift.
    pub shift: Option<Shift>,
    /// The last document.
    pub last_sale: Option<DocumentNumber>,
    /// Tickets put aside, in the order in which they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parked: Vec<ParkedBrief>,
    /// Totals that are never reset.
    pub perpetual: Perpetual,
    /// Latest wall clock any entry carries, to notice a clock that runs backwards.
    pub latest_wall: i64,
    /// Whether the recovery code was typed back.
    pub recovery_confirmed: bool,
    /// Sequence of the entry that notes the last verified backup, which holds everything before it.
    pub backed_up: Option<u64>,
    /// Whether it ever was known to a hub: its people are in the order of their ids from then on, since they
    /// come from two sides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    /// Entries that were told again in another life of the journal than theirs.
    #[serde(default, skip_serializing_if = "Retold::is_empty")]
    pub retold: Retold,
    /// Numbers of the series that the shop's tills share, as far as this one holds some.
    #[serde(default, skip_serializing_if = "Blocks::is_empty")]
    pub blocks: Blocks,
}

impl Till {
    /// The till after its founding entry; `None` if the fact is another.
    pub fn found(mark: EntryMark, fact: &Fact) -> Option<Till> {
        let Event::Founded(founded) = &fact.event else {
            return None;
        };
        Some(Till {
            perpetual: Perpetual::zero(founded.shop.currency),
            shop: founded.shop.clone(),
            incarnation: mark.incarnation,
            seq: mark.seq,
            series: founded.series.clone(),
            next_number: 1,
            next_return: 1,
            next_shift: 1,
            next_closing: 1,
            last_date: None,
            people: Vec::new(),
            failures: BTreeMap::new(),
            shift: None,
            last_sale: None,
            parked: Vec::new(),
            latest_wall: mark.at_wall,
            recovery_confirmed: false,
            backed_up: None,
            joined: false,
            retold: Retold::default(),
            blocks: Blocks::default(),
        })
    }

    /// Advances by one entry. Total: an entry that was appended is a fact, whatever this thinks of it.
    pub fn apply(&mut self, mark: EntryMark, fact: &Fact) {
        self.incarnation = mark.incarnation;
        self.seq = mark.seq;
        self.latest_wall = self.latest_wall.max(mark.at_wall);
        match self.retold.told((mark.incarnation, mark.seq)) {
            Told::First => self.go_on(mark, fact),
            Told::Again => {}
            Told::Back => self.take_back(&fact.event),
        }
    }

    /// What an entry that was made here changes.
    fn go_on(&mut self, mark: EntryMark, fact: &Fact) {
        match &fact.event {
            Event::Founded(founded) => self.shop = founded.shop.clone(),
            Event::ShopChanged(shop) => self.shop = shop.now.clone(),
            Event::PersonSaved(person) => self.save_person(person),
            Event::SignedIn(person) => drop(self.failures.remove(person)),
            Event::Approved(approved) => drop(self.failures.remove(&approved.by)),
            Event::SignInFailed(person) => self.note_failure(*person, mark.at_wall),
            Event::ShiftOpened(opened) => {
                self.next_shift = opened.number + 1;
                self.last_date = Some(opened.date);
                let figures = Figures::zero(self.shop.currency);
                self.shift = Some(Shift {
                    opened: opened.clone(),
                    from_seq: mark.seq,
                    figures,
                    moves: Vec::new(),
                    expenses: Vec::new(),
                });
            }
            Event::ShiftClosed(closing) => {
                self.next_closing = closing.number + 1;
                self.shift = None;
            }
            Event::Sold(sale) => self.take_sale(sale),
            Event::AccountPaid(paid) => self.take_account(paid),
            Event::CashMoved(moved) => self.shift.iter_mut().for_each(|shift| shift.move_cash(moved)),
            Event::ExpensePaid(paid) => self.shift.iter_mut().for_each(|shift| shift.spend(paid)),
            Event::Parked(parked) => self.park(parked),
            Event::Voided(voided) => self.take_void(voided, fact.by),
            Event::TakenOver(_) => {}
            Event::Refunded(refund) => self.take_refund(refund),
            Event::IncarnationOpened(incarnation) => self.begin(incarnation),
            Event::HubJoined(joined) => self.join(joined),
            Event::ToldAgain(told) => self.retold.announced((mark.incarnation, mark.seq), told),
            Event::NumbersRaised(raised) => self.raise(raised),
            Event::NumbersLeased(leased) => self.blocks.lease(leased),
            Event::NumbersVoided(voided) => self.blocks.give_up(voided),
            Event::BackupMade(_) => self.backed_up = Some(mark.seq),
            Event::KeysChanged(KeysChanged::RecoveryConfirmed) => self.recovery_confirmed = true,
            Event::KeysChanged(KeysChanged::Added(sort) | KeysChanged::Removed(sort))
                if sort == "recovery" =>
            {
                self.recovery_confirmed = false
            }
            Event::KeysChanged(_)
            | Event::SignedOut(_)
            | Event::XTaken(_)
            | Event::CountTaken(_)
            | Event::ImportPart(_)
            | Event::ImportCommitted(_)
            | Event::ProductSaved(_)
            | Event::StockMoved(_)
            | Event::StockCounted(_)
            | Event::StockCountClosed(_)
            | Event::CustomerSaved(_)
            | Event::Rebuilt(_)
            | Event::DrawerOpened(_)
            | Event::ConflictResolved(_)
            | Event::HubLeft(_)
            | Event::Reprinted(_) => {}
        }
    }

    /// The person of that id.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The person of that name who still works here; case and surrounding blanks do not count.
    pub fn person_named(&self, name: &str) -> Option<&Person> {
        let wanted = name.trim().to_lowercase();
        self.people
            .iter()
            .find(|person| person.active && person.name.to_lowercase() == wanted)
    }

    /// Whether somebody who works here may do that alone.
    pub fn may(&self, id: PersonId, permission: Permission) -> bool {
        self.person(id)
            .is_some_and(|person| person.active && self.shop.roles.may(person.role, permission))
    }

    /// What the next sale will be called: by a number of the series that the shop's tills share, where they
    /// share one and this till has a number of it left; else by one of its own, since a sale never waits.
    pub fn next_document(&self) -> DocumentNumber {
        let shared = self.shared();
        let leased = shared.and_then(|series| Some((series, self.blocks.next(series)?)));
        let (series, number) = leased.unwrap_or((&self.series, self.next_number));
        DocumentNumber {
            series: series.to_owned(),
            number,
        }
    }

    /// The series of sales that the shop's tills share, where they do.
    pub fn shared(&self) -> Option<&str> {
        self.shop.shared_for(&self.series)
    }

    /// What the till gives up in a shop like that: of blocks that are not of its series, all that is left.
    pub fn unused_in(&self, shop: &Shop) -> Vec<NumbersVoided> {
        let shared = shop.shared_for(&self.series);
        let held = self.blocks.held().iter();
        held.filter(|block| Some(block.series.as_str()) != shared)
            .map(Block::voided)
            .collect()
    }

    /// What it gives up where it leaves the hub that gave it the numbers: all that is left.
    pub fn unused(&self) -> Vec<NumbersVoided> {
        self.blocks.held().iter().map(Block::voided).collect()
    }

    /// What the next return will be called: returns are always of the till's own series.
    pub fn next_refund(&self) -> DocumentNumber {
        DocumentNumber {
            series: refund_series(&self.series),
            number: self.next_return,
        }
    }

    /// An entry of another life that the hub gave back: it happened, and nothing at the counter is otherwise
    /// for it, but that no number of it is given again.
    fn take_back(&mut self, event: &Event) {
        let total = match event {
            Event::Sold(sale) => sale.priced.total,
            Event::Refunded(refund) => -refund.priced.total,
            Event::ShiftOpened(opened) => {
                self.next_shift = self.next_shift.max(opened.number.saturating_add(1));
                return;
            }
            Event::ShiftClosed(closing) => {
                self.next_closing = self.next_closing.max(closing.number.saturating_add(1));
                return;
            }
            _ => return,
        };
        self.perpetual = self.perpetual.after(total).unwrap_or(self.perpetual);
    }

    fn raise(&mut self, raised: &NumbersRaised) {
        if raised.series == self.series {
            self.next_number = self.next_number.max(raised.next);
        } else if raised.series == refund_series(&self.series) {
            self.next_return = self.next_return.max(raised.next);
        }
    }

    /// Another life of the journal begins.
    fn begin(&mut self, incarnation: &Incarnation) {
        self.series = incarnation.series.clone();
        self.next_number = 1;
        self.next_return = 1;
        // The disk that was lost may have used what is left of them.
        self.blocks.begin();
        // Sequences start anew, and nothing of this life is in any backup yet.
        self.backed_up = None;
    }

    fn join(&mut self, joined: &HubJoined) {
        if let Some(series) = &joined.series {
            self.series = series.clone();
            self.next_number = 1;
            self.next_return = 1;
        }
        self.joined = true;
        self.people.sort_by_key(|person| person.id);
    }

    /// The shop as it stands between the hub and this till.
    pub fn take_shop(&mut self, shop: Shop) {
        self.shop = shop;
    }

    /// Somebody as they stand between the hub and this till.
    pub fn take_person(&mut self, person: &Person) {
        self.save_person(person);
    }

    fn note_failure(&mut self, person: PersonId, at_wall: i64) {
        let none = Failures { count: 0, last: 0 };
        let failures = self.failures.entry(person).or_insert(none);
        failures.count = failures.count.saturating_add(1);
        failures.last = at_wall;
    }

    fn save_person(&mut self, person: &Person) {
        match self.people.iter_mut().find(|known| known.id == person.id) {
            Some(known) => *known = person.clone(),
            None => self.people.push(person.clone()),
        }
        if self.joined {
            self.people.sort_by_key(|person| person.id);
        }
    }

    fn take_account(&mut self, paid: &AccountPaid) {
        if let Some(shift) = &mut self.shift {
            shift.figures.pay_account(paid);
        }
    }

    fn park(&mut self, parked: &Parked) {
        self.unpark(parked.ticket.id);
        self.parked.push(parked.brief());
    }

    /// A ticket that was paid, given back, voided or parked anew is no longer parked as it was.
    fn unpark(&mut self, ticket: Uuid) {
        self.parked.retain(|parked| parked.id != ticket);
    }

    fn take_void(&mut self, voided: &Voided, by: Option<PersonId>) {
        if let (true, Some(id)) = (voided.ticket, voided.id) {
            self.unpark(id);
        }
        if let (Some(shift), Some(by)) = (&mut self.shift, by) {
            shift.figures.void(by);
        }
    }

    fn take_sale(&mut self, sale: &Sale) {
        if !self.blocks.use_up(&sale.number) {
            self.next_number = sale.number.number + 1;
        }
        self.last_sale = Some(sale.number.clone());
        self.perpetual = sale.perpetual;
        self.unpark(sale.id);
        if let Some(shift) = &mut self.shift {
            shift.figures.add(sale);
        }
    }

    fn take_refund(&mut self, refund: &Refund) {
        self.next_return = refund.number.number + 1;
        self.perpetual = refund.perpetual;
        self.unpark(refund.id);
        if let Some(shift) = &mut self.shift {
            shift.figures.take_back(refund);
        }
    }
}

#[cfg(test)]
mod tests;
