//! How the till stands with its hub, and what became of each entry. Must never store what can be derived.

use std::collections::HashMap;

use super::link::Link;
use super::own::At;
use super::rows::thing;
use super::state::{Filter, Lamp, Queue, QueueRow, Status, SyncState};
use crate::domain::base::{Fields, Thing};
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::journal::{Cursor, Entry};
use crate::protocol::feed::Conflict;
use crate::register::commit::decode;
use crate::register::{Fault, Register};
use crate::store;
use crate::store::hub::Held;

/// A clock further off than this is told, in milliseconds.
const SKEW: i64 = 120_000;
/// For so long it is told what was put right: a week, in milliseconds.
const OF_LATE: i64 = 7 * 24 * 3_600_000;
/// Uploads from so many entries on are shown as a bar.
const LONG: u64 = 100;
/// Entries looked at in one go, going backwards.
const CHUNK: u64 = 512;

impl Register {
    /// How the till stands with its hub.
    pub fn sync_state(&self) -> SyncState {
        match &self.hub {
            Some(link) => self.state_of(link),
            None => SyncState::of(Lamp::NotEnrolled),
        }
    }

    fn state_of(&self, link: &Link) -> SyncState {
        let waiting = self.waiting_of(link);
        let (facts, standing) = (&link.facts, &link.standing);
        let now = self.around.wall();
        let lamp = match () {
            () if standing.paused.is_some() => Lamp::Paused,
            () if standing.reached == Some(false) || facts.offline_since.is_some() => Lamp::Offline,
            () if waiting > 0 || standing.fetching || !facts.caught_up => Lamp::Syncing,
            () => Lamp::Synced,
        };
        let began = link.began.max(waiting);
        let long = standing.in_flight.is_some() && began >= LONG;
        SyncState {
            lamp,
            paused: standing.paused,
            why: link.why.clone(),
            waiting,
            failed: facts.held,
            conflicts: link.open.0,
            bad_rows: link.open.1,
            sending: long.then(|| (began - waiting, began)),
            fetching: (standing.fetching && standing.reached == Some(true)).then_some(standing.rows_left),
            caught_up: facts.caught_up,
            last_contact: facts.last_contact,
            offline_since: facts.offline_since,
            skew: Some(facts.offset).filter(|offset| offset.abs() > SKEW),
            drain_only: facts.drain_only,
            retried: link.retried,
            asked: None,
            mended: facts.mended.clone().filter(|mended| mended.at >= now - OF_LATE),
            url: link.tie.url.clone(),
            shop: link
                .tie
                .known
                .as_ref()
                .map_or(String::new(), |known| known.shop_name.clone()),
        }
    }

    /// What the till remembers of its hub.
    pub fn sync_facts(&self) -> Option<&super::link::Facts> {
        self.hub.as_ref().map(|link| &link.facts)
    }

    /// A page of the queue, the newest entries first.
    pub fn queue(&mut self, filter: Filter, before: Option<At>, limit: usize) -> Result<Queue, Fault> {
        let reader = self.folded()?;
        let head = self.journal.head().cursor;
        let held: HashMap<At, Held> = reader.held()?.into_iter().map(|held| (held.at, held)).collect();
        let mut queue = Queue {
            rows: Vec::new(),
            next: None,
            counts: self.counts(),
        };
        let Some(link) = &self.hub else { return Ok(queue) };
        if filter == Filter::Failed {
            return self.failed(&held, queue);
        }
        let mut lives: Vec<(u16, u64)> = link
            .past
            .iter()
            .map(|(ordinal, _, last)| (*ordinal, *last))
            .collect();
        lives.push((head.incarnation, head.seq));
        let from = before.unwrap_or((head.incarnation, head.seq + 1));
        for (ordinal, last) in lives.into_iter().rev().filter(|(ordinal, _)| *ordinal <= from.0) {
            let acked = link.acked(ordinal);
            let mut top = if ordinal == from.0 {
                from.1.saturating_sub(1)
            } else {
                last
            };
            let floor = if filter == Filter::Waiting { acked } else { 0 };
            if filter == Filter::Synced {
                top = top.min(acked);
            }
            while top > floor {
                let low = top.saturating_sub(CHUNK).max(floor);
                for entry in self.between(ordinal, low, top)?.iter().rev() {
                    if queue.rows.len() == limit {
                        let last = queue.rows.last().map(|row: &QueueRow| row.at);
                        queue.next = last;
                        return Ok(queue);
                    }
                    queue.rows.push(self.queue_row(link, entry, &held, &reader)?);
                }
                top = low;
            }
        }
        Ok(queue)
    }

    fn failed(&self, held: &HashMap<At, Held>, mut queue: Queue) -> Result<Queue, Fault> {
        let Some(link) = &self.hub else { return Ok(queue) };
        let reader = self.store.read()?;
        let mut places: Vec<At> = held.keys().copied().collect();
        places.sort_unstable();
        for at in places.into_iter().rev() {
            if let Some(entry) = self.entry_at(at)? {
                queue.rows.push(self.queue_row(link, &entry, held, &reader)?);
            }
        }
        Ok(queue)
    }

    fn between(&self, ordinal: u16, after: u64, last: u64) -> Result<Vec<Entry>, Fault> {
        let place = Cursor {
            incarnation: ordinal,
            seq: after,
        };
        let mut found = Vec::new();
        for entry in self.journal.reader().entries_after(place) {
            let entry = entry?;
            if entry.cursor.incarnation != ordinal || entry.seq() > last {
                break;
            }
            found.push(entry);
        }
        Ok(found)
    }

    fn queue_row(
        &self,
        link: &Link,
        entry: &Entry,
        held: &HashMap<At, Held>,
        reader: &store::Reader,
    ) -> Result<QueueRow, Fault> {
        let at = (entry.cursor.incarnation, entry.seq());
        let in_flight = |range: &(u16, u64, u64)| range.0 == at.0 && (range.1..=range.2).contains(&at.1);
        let status = match held.get(&at) {
            Some(held) => Status::Failed {
                reason: held.reason.clone(),
                message: held.message.clone(),
            },
            None if at.1 <= link.acked(at.0) => Status::Synced(reader.acked_at(at)?),
            None if link.standing.in_flight.as_ref().is_some_and(in_flight) => Status::Syncing,
            None => Status::Pending,
        };
        let told = decode(entry).map(|fact| (subject(&fact.event), amount(&fact.event)));
        let (subject, amount) = told.unwrap_or_default();
        Ok(QueueRow {
            at,
            id: entry.id,
            kind: entry.kind,
            name: Event::kind_name(entry.kind).unwrap_or("?"),
            made: entry.stamp.at_wall,
            subject,
            amount,
            status,
        })
    }

    /// Entries waiting, on their way, at the hub, failed.
    pub fn counts(&self) -> [u64; 4] {
        let head = self.journal.head().cursor;
        let Some(link) = &self.hub else {
            return [head.seq, 0, 0, 0];
        };
        let waiting = self.waiting_of(link);
        let all: u64 = link.past.iter().map(|(.., last)| *last).sum::<u64>() + head.seq;
        let flying = link
            .standing
            .in_flight
            .map_or(0, |(_, from, to)| to + 1 - from)
            .min(waiting);
        let failed = link.facts.held;
        [
            waiting - flying,
            flying,
            (all - waiting).saturating_sub(failed),
            failed,
        ]
    }

    /// MiB left on the till's disk; none where that cannot be told.
    pub fn room(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(self.places.dir()).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize) >> 20)
    }

    /// What two tills changed and nobody has settled.
    pub fn conflicts(&self) -> Result<Vec<Conflict>, Fault> {
        let Some(link) = &self.hub else {
            return Ok(Vec::new());
        };
        let reader = self.store.read()?;
        let rows = reader.bases(Thing::Conflict)?;
        let open = rows
            .into_iter()
            .filter_map(|row| serde_json::from_str(&row.value?).ok());
        let mut open: Vec<Conflict> = open
            .filter(|row: &Conflict| !link.facts.resolved.contains(&row.id))
            .collect();
        open.sort_by_key(|conflict| (conflict.at, conflict.id));
        for conflict in &mut open {
            let base = reader.base(thing(conflict.kind), &conflict.entity)?;
            as_it_stands(conflict, base.and_then(|base| base.value));
        }
        Ok(open)
    }
}

/// The hub's side of a conflict may have been changed again since: what stands there by now.
fn as_it_stands(conflict: &mut Conflict, stands: Option<String>) {
    let stands = stands.and_then(|text| serde_json::from_str::<Fields>(&text).ok());
    for field in &mut conflict.fields {
        if let Some(stands) = &stands {
            field.hub = stands.get(&field.field).cloned().unwrap_or_default();
        }
    }
}

/// What an entry comes to where it is about money.
fn amount(event: &Event) -> Option<Money> {
    match event {
        Event::Sold(sale) => Some(sale.priced.total),
        Event::Refunded(refund) => Some(refund.priced.total),
        Event::CashMoved(moved) => Some(moved.amount),
        Event::ExpensePaid(expense) => Some(expense.amount),
        Event::AccountPaid(paid) => Some(paid.amount),
        Event::ShiftOpened(opened) => Some(opened.float),
        _ => None,
    }
}

/// What an entry is called where it has a name.
pub(super) fn subject(event: &Event) -> String {
    match event {
        Event::Sold(sale) => sale.number.to_string(),
        Event::Refunded(refund) => refund.number.to_string(),
        Event::ShiftClosed(closing) => format!("Z {}", closing.number),
        Event::ProductSaved(row) => row.product.name.clone(),
        Event::CustomerSaved(customer) => customer.name.clone(),
        Event::PersonSaved(person) => person.name.clone(),
        Event::AccountPaid(paid) => paid.customer.name.clone(),
        Event::ImportCommitted(import) => import.source.clone(),
        Event::Parked(parked) => parked.label.clone(),
        _ => String::new(),
    }
}
