//! Entries of this till that its own disk has lost and the hub still has: appended again, byte for byte. Must
//! never append one that does not follow on what is there.

use std::sync::Arc;

use data_encoding::HEXLOWER;

use crate::domain::event::Fact;
use crate::domain::till::EntryMark;
use crate::journal::{Head, NewEntry, Stamp};
use crate::protocol::entry::WireEntry;
use crate::protocol::fetch::Fetched;
use crate::register::customers::load_customers;
use crate::register::{Fault, Register, open};
use crate::store::Recorded;
use crate::vault::chain::{Hash, Header, link};

impl Register {
    /// Takes them back, all or none; none where something was written meanwhile, or where they are not what
    /// the hub acknowledged.
    pub(super) fn take_back(&mut self, fetched: &Fetched) -> Result<(), Fault> {
        let head = self.journal.head();
        let Some(facts) = follows(&head, fetched) else {
            return Ok(());
        };
        let entries: Vec<NewEntry<'_>> = fetched.entries.iter().map(new).collect();
        let appended = self.journal.append(&entries)?;
        for ((wire, fact), appended) in fetched.entries.iter().zip(facts).zip(&appended) {
            let mark = EntryMark {
                incarnation: head.identity.incarnation,
                seq: appended.seq,
                at_wall: wire.at_wall,
            };
            self.till.apply(mark, &fact);
            self.tail.push(Recorded {
                ordinal: head.cursor.incarnation,
                mark,
                id: wire.id,
                position: appended.position.to_u64(),
                fact,
            });
        }
        self.fold()?;
        self.catalogue = Arc::new(open::load_catalogue(&self.store)?);
        self.customers = Arc::new(load_customers(&self.store)?);
        Ok(())
    }
}

/// What the entries say, where they follow on that end and come to the hash that the hub acknowledged.
fn follows(head: &Head, fetched: &Fetched) -> Option<Vec<Fact>> {
    if fetched.entries.is_empty() || fetched.prev_hash != HEXLOWER.encode(&head.hash) {
        return None;
    }
    let (mut hash, mut seq) = (head.hash, head.cursor.seq);
    let mut facts = Vec::with_capacity(fetched.entries.len());
    for wire in &fetched.entries {
        seq += 1;
        if wire.seq != seq {
            return None;
        }
        hash = hashed(head, wire, &hash);
        facts.push(Fact::decode(wire.kind, wire.kind_version, wire.payload.as_bytes()).ok()?);
    }
    let same = seq != fetched.acked || HEXLOWER.encode(&hash) == fetched.head_hash;
    same.then_some(facts)
}

fn hashed(head: &Head, wire: &WireEntry, before: &Hash) -> Hash {
    let header = Header {
        terminal: head.identity.terminal,
        incarnation: head.identity.incarnation,
        seq: wire.seq,
        id: wire.id,
        kind: wire.kind,
        kind_version: wire.kind_version,
        length: u32::try_from(wire.payload.len()).unwrap_or(u32::MAX),
        at_wall: wire.at_wall,
        at_mono: wire.at_mono,
        clock_offset: wire.clock_offset,
    };
    link(&header.bytes(), before, wire.payload.as_bytes())
}

fn new(wire: &WireEntry) -> NewEntry<'_> {
    NewEntry {
        id: wire.id,
        kind: wire.kind,
        kind_version: wire.kind_version,
        stamp: Stamp {
            at_wall: wire.at_wall,
            at_mono: wire.at_mono,
            clock_offset: wire.clock_offset,
        },
        payload: wire.payload.as_bytes(),
    }
}
