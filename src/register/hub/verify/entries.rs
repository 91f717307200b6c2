//! Entries here against entries there, by their hashes: a stretch at a time, and one by one where a stretch
//! is not the same. Must never name more than a person can read.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Verify, Work};
use crate::domain::event::{Event, Fact};
use crate::journal::Entry;
use crate::protocol::fetch::{Fetch, Fetched};
use crate::protocol::limits::{BATCH_ENTRIES, CHECKED_ENTRIES, LISTED};
use crate::protocol::paths;
use crate::protocol::verify::{CheckEntries, EntriesChecked};
use crate::register::Register;
use crate::register::hub::queue::subject;
use crate::sync::Life;

/// Entries that differ and are named; the others are counted.
const NAMED: usize = 20;

/// Who holds an entry that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The till alone.
    Here,
    /// The hub alone.
    There,
    /// Both, and it is not the same.
    Other,
}

/// An entry that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// Who holds it.
    pub side: Side,
    /// Life of the journal.
    pub incarnation: Uuid,
    /// Its place there.
    pub seq: u64,
    /// Name of its kind.
    pub name: &'static str,
    /// What it is called where it has a name: a document's number, a product.
    pub subject: String,
}

/// Entries that follow each other, by their hashes.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    before: [u8; 32],
    hashes: Vec<(u64, [u8; 32])>,
}

impl Stretch {
    pub(super) fn push(&mut self, entry: &Entry) {
        if self.hashes.is_empty() {
            self.before = entry.prev_hash;
        }
        self.hashes.push((entry.seq(), entry.hash));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.hashes.len() as u64 >= CHECKED_ENTRIES
    }

    fn digest(&self) -> String {
        let mut digest = Sha256::new();
        self.hashes.iter().for_each(|(_, hash)| digest.update(hash));
        HEXLOWER.encode(&digest.finalize())
    }

    /// In parts that are short enough to be told one by one.
    fn parts(&self) -> Vec<Stretch> {
        let mut before = self.before;
        let part = |hashes: &[(u64, [u8; 32])]| {
            let part = Stretch {
                before,
                hashes: hashes.to_vec(),
            };
            before = hashes.last().map_or(before, |(_, hash)| *hash);
            part
        };
        self.hashes.chunks(LISTED).map(part).collect()
    }

    fn question(&self, incarnation: Uuid, each: bool) -> CheckEntries {
        let at = |place: Option<&(u64, [u8; 32])>| place.map_or(0, |(seq, _)| *seq);
        CheckEntries {
            incarnation,
            from: at(self.hashes.first()),
            to: at(self.hashes.last()),
            prev_hash: HEXLOWER.encode(&self.before),
            each,
        }
    }
}

impl Register {
    /// Compares a stretch that the hub has acknowledged.
    pub(super) fn compare_stretch(
        &self,
        work: &mut Work<'_>,
        life: &Life,
        stretch: Stretch,
    ) -> Result<(), Verify> {
        let many = stretch.hashes.len() as u64;
        let there = work.ask_entries(&stretch.question(life.incarnation, false))?;
        if there.held == many && there.digest == stretch.digest() {
            work.all.same += many;
            (work.progress)(work.all.same);
            return Ok(());
        }
        for part in stretch.parts() {
            let there = work.ask_entries(&part.question(life.incarnation, true))?;
            let there: BTreeMap<u64, String> = there.hashes.into_iter().map(|at| (at.seq, at.hash)).collect();
            for (seq, hash) in part.hashes {
                let side = match there.get(&seq) {
                    Some(there) if *there == HEXLOWER.encode(&hash) => {
                        work.all.same += 1;
                        continue;
                    }
                    Some(_) => {
                        work.all.other += 1;
                        Side::Other
                    }
                    None => {
                        work.all.only_here += 1;
                        Side::Here
                    }
                };
                let entry = self.entry_at((life.ordinal, seq))?;
                let told = entry.map(|entry| named(entry.kind, entry.kind_version, &entry.payload));
                work.odd(side, (life.incarnation, seq), told.unwrap_or_default());
            }
        }
        Ok(())
    }
}

impl Work<'_> {
    fn ask_entries(&mut self, question: &CheckEntries) -> Result<EntriesChecked, Verify> {
        self.courier
            .ask(paths::CHECK_ENTRIES, question)
            .map_err(Verify::Hub)
    }

    fn odd(&mut self, side: Side, (incarnation, seq): (Uuid, u64), (name, subject): (&'static str, String)) {
        if self.all.odd.len() < NAMED {
            self.all.odd.push(Odd {
                side,
                incarnation,
                seq,
                name,
                subject,
            });
        }
    }

    /// The hub holds so many entries beyond the till's last one: the first of them are named.
    pub(super) fn lost(&mut self, life: &Life, many: u64) -> Result<(), Verify> {
        let question = Fetch {
            incarnation: life.incarnation,
            from: life.last + 1,
            limit: NAMED.min(BATCH_ENTRIES) as u32,
            probe: Vec::new(),
        };
        let fetched: Fetched = self.courier.ask(paths::FETCH, &question).map_err(Verify::Hub)?;
        self.all.only_there += many;
        for entry in fetched.entries {
            let told = named(entry.kind, entry.kind_version, entry.payload.as_bytes());
            self.odd(Side::There, (life.incarnation, entry.seq), told);
        }
        Ok(())
    }
}

/// Name of its kind, and what it is called.
fn named(kind: u16, version: u16, payload: &[u8]) -> (&'static str, String) {
    let fact = Fact::decode(kind, version, payload);
    let subject = fact.map(|fact| subject(&fact.event)).unwrap_or_default();
    (Event::kind_name(kind).unwrap_or("?"), subject)
}
