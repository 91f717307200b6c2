//! Entries of this till that its own disk has lost and the hub still has: appended again, byte for byte; and
//! numbers that it gave and forgot. Must never append an entry that does not follow on what is there.

use std::sync::Arc;

use data_encoding::HEXLOWER;

use super::again::{FRAME_ENTRIES, Verbatim};
use super::link::Link;
use super::own::OwnIndex;
use crate::domain::document::DocumentNumber;
use crate::domain::event::{Event, Fact};
use crate::domain::retold::NumbersRaised;
use crate::journal::Head;
use crate::protocol::fetch::Fetched;
use crate::protocol::hello::SeriesAt;
use crate::register::customers::load_customers;
use crate::register::{Fault, Register, open};
use crate::sync::{What, hash_of, raised_to};

impl Register {
    /// Puts right what the till's disk has otherwise than the hub, or takes the numbers that it gave; whether
    /// there is anything new to tell.
    pub(super) fn mend(&mut self, link: &mut Link, what: What) -> Result<bool, Fault> {
        match what {
            What::Lost(fetched) => {
                self.take_back(link, &fetched)?;
                link.own = OwnIndex::default();
            }
            What::Parted(at) => {
                self.part(link, at)?;
                link.began = 0;
            }
            What::Back(incarnation, fetched, done) => {
                self.given_back(link, (incarnation, done), &fetched)?;
            }
            What::Leased(request, leased) => return self.leased(request, &leased),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Takes them back in their order; none where something was written meanwhile, or where they are not what
    /// the hub acknowledged.
    fn take_back(&mut self, link: &mut Link, fetched: &Fetched) -> Result<(), Fault> {
        let head = self.journal.head();
        let Some(facts) = follows(&head, fetched) else {
            return Ok(());
        };
        let entries = fetched.entries.iter().zip(facts);
        let mut entries = entries.map(|(wire, fact)| Verbatim::of_hub(wire, fact));
        loop {
            let frame: Vec<Verbatim> = entries.by_ref().take(FRAME_ENTRIES).collect();
            if frame.is_empty() {
                break;
            }
            self.append_verbatim(frame)?;
        }
        link.mended(self.around.wall(), |mended| {
            mended.back += fetched.entries.len() as u64;
        });
        self.fold()?;
        self.catalogue = Arc::new(open::load_catalogue(&self.store)?);
        self.customers = Arc::new(load_customers(&self.store)?);
        Ok(())
    }

    /// Goes on after the numbers that the hub has seen of the till's series; whether there were any.
    pub(super) fn raise(&mut self, link: &mut Link, floors: &[SeriesAt]) -> Result<bool, Fault> {
        let mut raised = None;
        for own in self.published().series {
            let floor = floors.iter().find(|floor| floor.series == own.series);
            let Some(next) = floor.and_then(|floor| raised_to(own.next, floor.next)) else {
                continue;
            };
            raised = Some(DocumentNumber {
                series: own.series.clone(),
                number: next,
            });
            let event = Event::NumbersRaised(NumbersRaised {
                series: own.series,
                from: own.next,
                next,
            });
            self.commit_one(None, event)?;
        }
        let Some(number) = &raised else { return Ok(false) };
        link.mended(self.around.wall(), |mended| {
            mended.raised = Some(number.to_string())
        });
        Ok(true)
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
        hash = hash_of(&head.identity, wire, &hash);
        facts.push(Fact::decode(wire.kind, wire.kind_version, wire.payload.as_bytes()).ok()?);
    }
    let same = seq != fetched.acked || HEXLOWER.encode(&hash) == fetched.head_hash;
    same.then_some(facts)
}
