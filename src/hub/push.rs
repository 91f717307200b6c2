//! Entries come up: each is stored, once, and does what it says. Must never acknowledge one that is not
//! committed, nor let one bad entry stop the others.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::effects::{self, Came, Origin, Park};
use super::ledger::{Changes, Known, Ledger, Loaded, Step, StoredEntry, Wanted};
use super::no::{No, no};
use super::read::{self, Read};
use super::rows::{Blocked, Incarnation, Parked, Terminal};
use super::work::Work;
use super::{Caller, keys};
use crate::domain::event::ImportCommitted;
use crate::protocol::limits::{BATCH_ENTRIES, ENTRY_BYTES};
use crate::protocol::push::{Note, Outcome, Push, Pushed};
use crate::protocol::refused::{Code, Refused};
use crate::vault::chain::{Header, ORIGIN, link};

/// Kind of a part of an import.
const IMPORT_PART: u16 = 30;
/// Kind of the commit of an import.
const IMPORT_COMMITTED: u16 = 31;

/// Takes a batch.
pub(super) async fn push<L: Ledger>(ledger: &L, who: &Caller, ask: Push, now: i64) -> Result<Pushed, No> {
    let prev = shape(&ask)?;
    let entries = chained(who.terminal, &ask, prev);
    let parts = parts(ledger, who.shop, &entries).await?;
    let batch = Arc::new(Batch::new(who, &ask, prev, entries, &parts, now));
    let wanted = batch.wanted();
    let mut asked = wanted.keys.clone();
    let decided = ledger.transact(who.shop, wanted, move |loaded| batch.decide(loaded, &mut asked));
    Ok(decided.await??)
}

/// Checks what can be checked without reading: counts, sizes, places.
fn shape(ask: &Push) -> Result<[u8; 32], Refused> {
    let bad = |why: &str| no(Code::BadRequest, why);
    if ask.entries.len() > BATCH_ENTRIES {
        return Err(no(Code::TooLarge, "a batch holds 500 entries at most"));
    }
    if ask.entries.iter().any(|entry| entry.payload.len() > ENTRY_BYTES) {
        return Err(no(Code::TooLarge, "an entry is larger than the protocol allows"));
    }
    let Some(first) = ask.entries.first() else {
        return Err(bad("a batch holds at least one entry"));
    };
    if first.seq == 0 || first.seq > i64::MAX as u64 - BATCH_ENTRIES as u64 {
        return Err(bad("places are counted from 1"));
    }
    let follows = |(at, seq): (usize, u64)| seq == first.seq + at as u64;
    if !ask.entries.iter().map(|entry| entry.seq).enumerate().all(follows) {
        return Err(bad("the entries of a batch follow each other"));
    }
    let prev = HEXLOWER.decode(ask.prev_hash.as_bytes()).ok();
    let prev: Option<[u8; 32]> = prev.and_then(|bytes| bytes.try_into().ok());
    prev.ok_or_else(|| bad("a hash is 64 hex digits in small letters"))
}

/// Reckons the chain over the batch.
fn chained(terminal: Uuid, ask: &Push, mut prev: [u8; 32]) -> Vec<StoredEntry> {
    let mut entries = Vec::with_capacity(ask.entries.len());
    for entry in &ask.entries {
        let header = Header {
            terminal,
            incarnation: ask.incarnation,
            seq: entry.seq,
            id: entry.id,
            kind: entry.kind,
            kind_version: entry.kind_version,
            length: u32::try_from(entry.payload.len()).unwrap_or(u32::MAX),
            at_wall: entry.at_wall,
            at_mono: entry.at_mono,
            clock_offset: entry.clock_offset,
        };
        prev = link(&header.bytes(), &prev, entry.payload.as_bytes());
        entries.push(StoredEntry {
            terminal,
            incarnation: ask.incarnation,
            seq: entry.seq,
            id: entry.id,
            kind: entry.kind,
            kind_version: entry.kind_version,
            at_wall: entry.at_wall,
            at_mono: entry.at_mono,
            clock_offset: entry.clock_offset,
            hash: prev,
            payload: entry.payload.clone(),
        });
    }
    entries
}

/// The rows of the imports that count from an entry of this batch on. Parts lie before their commit and never
/// change, so they are read before anything is locked.
pub(super) async fn parts<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    entries: &[StoredEntry],
) -> Result<BTreeMap<u64, Vec<Value>>, No> {
    let mut found = BTreeMap::new();
    for commit in entries.iter().filter(|entry| entry.kind == IMPORT_COMMITTED) {
        let Ok(import) = committed(&commit.payload) else {
            continue;
        };
        let mut rows = Vec::new();
        let mut next = import.first_seq.max(1);
        let first = entries.first().map_or(commit.seq, |entry| entry.seq);
        while next < first.min(commit.seq) {
            let limit = u32::try_from(first.min(commit.seq) - next)
                .unwrap_or(u32::MAX)
                .min(100);
            let held = ledger.entries(shop, commit.incarnation, next, limit).await?;
            let Some(last) = held.last() else { break };
            next = last.seq + 1;
            gather(&held, &import, &mut rows);
        }
        let here = entries
            .iter()
            .filter(|entry| (import.first_seq..commit.seq).contains(&entry.seq));
        gather(here, &import, &mut rows);
        found.insert(commit.seq, rows);
    }
    Ok(found)
}

fn gather<'a>(
    entries: impl IntoIterator<Item = &'a StoredEntry>,
    import: &ImportCommitted,
    rows: &mut Vec<Value>,
) {
    let parts = entries.into_iter().filter(|entry| entry.kind == IMPORT_PART);
    rows.extend(
        parts
            .filter_map(|entry| read::part(&entry.payload, import.batch))
            .flatten(),
    );
}

fn committed(payload: &str) -> serde_json::Result<ImportCommitted> {
    let value: Value = serde_json::from_str(payload)?;
    let body = value.pointer("/event/import_committed").cloned();
    serde_json::from_value(body.unwrap_or_default())
}

/// A batch, read, with what its decision needs.
struct Batch {
    who: Caller,
    incarnation: Uuid,
    prev: [u8; 32],
    entries: Vec<(StoredEntry, [u8; 32], Read)>,
    now: i64,
}

impl Batch {
    fn new(
        who: &Caller,
        ask: &Push,
        prev: [u8; 32],
        entries: Vec<StoredEntry>,
        parts: &BTreeMap<u64, Vec<Value>>,
        now: i64,
    ) -> Batch {
        let read = |entry: StoredEntry| {
            let digest = Sha256::digest(entry.payload.as_bytes()).into();
            let read = if ask.opaque {
                Read::Waits(
                    "opaque",
                    "the till sent it unread, after the hub had failed on it".to_owned(),
                    None,
                )
            } else {
                read::read(&entry, |_| parts.get(&entry.seq).cloned().unwrap_or_default())
            };
            (entry, digest, read)
        };
        Batch {
            who: who.clone(),
            incarnation: ask.incarnation,
            prev,
            entries: entries.into_iter().map(read).collect(),
            now,
        }
    }

    fn first(&self) -> u64 {
        self.entries.first().map_or(0, |(entry, ..)| entry.seq)
    }

    /// What every batch must see.
    fn wanted(&self) -> Wanted {
        let own = [
            keys::incarnation(self.incarnation),
            keys::terminal(self.who.terminal),
        ];
        let parked = self
            .entries
            .iter()
            .map(|(entry, ..)| keys::parked(self.incarnation, entry.seq));
        let before = self.first().checked_sub(1).map(|seq| (self.incarnation, seq));
        let places = self
            .entries
            .iter()
            .map(|(entry, ..)| (self.incarnation, entry.seq));
        Wanted {
            keys: own.into_iter().chain(parked).collect(),
            ids: self.entries.iter().map(|(entry, ..)| entry.id).collect(),
            places: places.chain(before).collect(),
        }
    }

    fn decide(
        &self,
        loaded: &Loaded,
        asked: &mut BTreeSet<super::ledger::Key>,
    ) -> Step<Result<Pushed, Refused>> {
        let Some(terminal) = loaded.rows.get(&keys::terminal(self.who.terminal)) else {
            return Step::Nothing(Err(no(Code::Unauthorized, "the token is unknown")));
        };
        let terminal: Terminal = super::work::read(terminal);
        let row = loaded.rows.get(&keys::incarnation(self.incarnation));
        let life = row.map_or_else(|| fresh(self.who.terminal), super::work::read::<Incarnation>);
        if let Err(refused) = self.fits(loaded, &life) {
            return Step::Nothing(Err(refused));
        }
        if self
            .entries
            .last()
            .is_none_or(|(entry, ..)| entry.seq <= life.acked)
        {
            let notes = self
                .entries
                .iter()
                .filter_map(|entry| self.told(loaded, entry))
                .collect();
            return Step::Nothing(Ok(self.pushed(&life, notes)));
        }
        let acked = life.acked;
        let new = || self.entries.iter().filter(|(entry, ..)| entry.seq > acked);
        let more: BTreeSet<_> = new()
            .flat_map(|(entry, _, read)| effects::wanted(read, entry, loaded))
            .filter(|key| !asked.contains(key))
            .collect();
        if !more.is_empty() {
            asked.extend(more.iter().cloned());
            return Step::More(Wanted {
                keys: more,
                ..Wanted::default()
            });
        }
        let mut taking = Taking::new(loaded, life, &terminal, self.now);
        let old = self.entries.iter().filter(|(entry, ..)| entry.seq <= acked);
        taking.notes = old.filter_map(|entry| self.told(loaded, entry)).collect();
        for (entry, digest, read) in new() {
            taking.take(entry, digest, read);
        }
        let (changes, life, notes) = taking.done(self.incarnation);
        Step::Done(changes, Ok(self.pushed(&life, notes)))
    }

    /// Whether the batch follows on what the hub holds.
    fn fits(&self, loaded: &Loaded, life: &Incarnation) -> Result<(), Refused> {
        if life.terminal != self.who.terminal {
            return Err(no(Code::Forbidden, "that journal is another till's"));
        }
        let said = |code, message: &str| Refused {
            acked: Some(life.acked),
            ..no(code, message)
        };
        if self.first() > life.acked + 1 {
            return Err(said(
                Code::ChainGap,
                "the batch does not follow on what the hub holds",
            ));
        }
        let fork = || said(Code::ChainFork, "the hub holds another entry in that place");
        let before = (self.incarnation, self.first() - 1);
        let prev = if before.1 == 0 {
            Some(ORIGIN)
        } else {
            loaded.places.get(&before).copied()
        };
        if prev != Some(self.prev) {
            return Err(fork());
        }
        let held = self.entries.iter().filter(|(entry, ..)| entry.seq <= life.acked);
        let same =
            |entry: &StoredEntry| loaded.places.get(&(self.incarnation, entry.seq)) == Some(&entry.hash);
        for (entry, ..) in held {
            if !same(entry) {
                return Err(fork());
            }
        }
        Ok(())
    }

    /// What came of an entry that the hub holds already.
    fn told(&self, loaded: &Loaded, (entry, digest, _): &(StoredEntry, [u8; 32], Read)) -> Option<Note> {
        if let Some(parked) = loaded.rows.get(&keys::parked(self.incarnation, entry.seq)) {
            let parked: Parked = super::work::read(parked);
            return Some(Note {
                seq: entry.seq,
                outcome: Outcome::Parked,
                reason: parked.reason,
                message: parked.message,
            });
        }
        let known = loaded.ids.get(&entry.id)?;
        let alias = (known.incarnation, known.seq) != (self.incarnation, entry.seq);
        (alias && known.payload == *digest).then(|| duplicate(entry.seq))
    }

    fn pushed(&self, life: &Incarnation, notes: Vec<Note>) -> Pushed {
        Pushed {
            acked: life.acked,
            head_hash: life.head_hash.clone(),
            time: self.now,
            notes,
        }
    }
}

fn duplicate(seq: u64) -> Note {
    Note {
        seq,
        outcome: Outcome::Duplicate,
        reason: String::new(),
        message: String::new(),
    }
}

/// A life of a journal of which nothing has come yet.
pub(super) fn fresh(terminal: Uuid) -> Incarnation {
    Incarnation {
        terminal,
        acked: 0,
        head_hash: HEXLOWER.encode(&ORIGIN),
        durable: 0,
        parked: 0,
        sent_at: 0,
    }
}

/// The new entries of a batch, one after the other.
struct Taking<'a> {
    loaded: &'a Loaded,
    work: Work<'a>,
    life: Incarnation,
    name: &'a str,
    ids: BTreeMap<Uuid, Known>,
    entries: Vec<StoredEntry>,
    notes: Vec<Note>,
    now: i64,
}

impl<'a> Taking<'a> {
    fn new(loaded: &'a Loaded, life: Incarnation, terminal: &'a Terminal, now: i64) -> Taking<'a> {
        Taking {
            loaded,
            work: Work::new(loaded),
            life,
            name: &terminal.name,
            ids: BTreeMap::new(),
            entries: Vec::new(),
            notes: Vec::new(),
            now,
        }
    }

    fn take(&mut self, entry: &StoredEntry, digest: &[u8; 32], read: &Read) {
        let from = Origin {
            entry,
            name: self.name,
            by: read.by(),
            now: self.now,
        };
        let known = self.ids.get(&entry.id).or_else(|| self.loaded.ids.get(&entry.id));
        let came = match known {
            Some(known) if known.payload == *digest => {
                effects::again(&mut self.work, &from, read);
                self.work.keep();
                self.notes.push(duplicate(entry.seq));
                None
            }
            Some(_) => Some(Err(Park {
                reason: "id_taken",
                message: "another entry has the same id and says something else".to_owned(),
            })),
            None => Some(guarded(&mut self.work, &from, read)),
        };
        match came {
            Some(Ok(Came::Applied)) => self.work.keep(),
            Some(Ok(Came::Conflict)) => {
                self.work.keep();
                self.notes.push(Note {
                    seq: entry.seq,
                    outcome: Outcome::Conflict,
                    reason: "conflict".to_owned(),
                    message: "a field of it was changed elsewhere meanwhile and waits for a person"
                        .to_owned(),
                });
            }
            Some(Err(why)) => self.park(entry, read, why),
            None => {}
        }
        self.ids.entry(entry.id).or_insert(Known {
            incarnation: entry.incarnation,
            seq: entry.seq,
            payload: *digest,
        });
        self.life.acked = entry.seq;
        self.life.head_hash = HEXLOWER.encode(&entry.hash);
        self.entries.push(entry.clone());
    }

    /// Keeps the entry without its effect, and marks what it is about, so that later entries on the same wait
    /// behind it.
    fn park(&mut self, entry: &StoredEntry, read: &Read, why: Park) {
        self.work.forget();
        let row = parked(entry, &why, self.now);
        let key = keys::parked(entry.incarnation, entry.seq);
        for about in effects::about(read) {
            let mark = keys::blocked(&about);
            if self.work.value(&mark).is_none() {
                let first = key.id.clone();
                self.work.put(mark, &Blocked { first });
            }
        }
        self.work.put(key, &row);
        self.work.keep();
        self.life.parked += 1;
        self.notes.push(Note {
            seq: entry.seq,
            outcome: Outcome::Parked,
            reason: row.reason,
            message: row.message,
        });
    }

    fn done(mut self, incarnation: Uuid) -> (Changes, Incarnation, Vec<Note>) {
        self.life.sent_at = self.now;
        self.work.put(keys::incarnation(incarnation), &self.life);
        let changes = Changes {
            entries: self.entries,
            rows: self.work.rows(),
        };
        (changes, self.life, self.notes)
    }
}

/// An entry as one that waits.
pub(super) fn parked(entry: &StoredEntry, why: &Park, now: i64) -> Parked {
    Parked {
        terminal: entry.terminal,
        incarnation: entry.incarnation,
        seq: entry.seq,
        id: entry.id,
        kind: entry.kind,
        reason: why.reason.to_owned(),
        message: why.message.clone(),
        at: now,
    }
}

/// Does what the entry says, unless something it is about waits already. An entry that stops the program
/// waits as any other: nothing that it says may stop the rest.
pub(super) fn guarded(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) -> Result<Came, Park> {
    let waits = |about: &super::ledger::Key| work.get::<Blocked>(&keys::blocked(about));
    if !matches!(read, Read::Waits(..))
        && let Some(first) = effects::about(read).iter().find_map(waits)
    {
        return Err(Park {
            reason: "behind",
            message: format!("an earlier entry on the same waits: {}", first.first),
        });
    }
    let applied = catch_unwind(AssertUnwindSafe(|| effects::apply(work, from, read)));
    applied.unwrap_or_else(|_| {
        Err(Park {
            reason: "failed",
            message: "the hub failed on what it says; see its log".to_owned(),
        })
    })
}
