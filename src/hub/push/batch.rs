//! A batch, read, and what is decided about it. Must never look at anything but what was loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::fresh;
use super::taking::{Taking, duplicate};
use crate::hub::carried::Before;
use crate::hub::ledger::{Key, Loaded, Step, StoredEntry, Wanted};
use crate::hub::no::no;
use crate::hub::read::{self, Read};
use crate::hub::rows::{Incarnation, Parked, Terminal};
use crate::hub::{Caller, effects, keys, work};
use crate::protocol::push::{Note, Outcome, Push, Pushed};
use crate::protocol::refused::{Code, Refused};
use crate::vault::chain::ORIGIN;

/// Entries from which on two threads read them.
const MANY: usize = 32;

/// An entry, the hash of its payload, and what it says.
type Told = (StoredEntry, [u8; 32], Read);

/// Each entry read, with the rows of the import that it commits.
fn all_read(mut entries: Vec<StoredEntry>, mut parts: BTreeMap<u64, Vec<Value>>, opaque: bool) -> Vec<Told> {
    let each = |entries: Vec<StoredEntry>, mut parts: BTreeMap<u64, Vec<Value>>| -> Vec<Told> {
        let told = |entry: StoredEntry| {
            let rows = parts.remove(&entry.seq).unwrap_or_default();
            told(entry, rows, opaque)
        };
        entries.into_iter().map(told).collect()
    };
    if entries.len() < MANY {
        return each(entries, parts);
    }
    let rest = entries.split_off(entries.len() / 2);
    let rest_parts = parts.split_off(&rest[0].seq);
    std::thread::scope(|scope| {
        let rest = scope.spawn(move || each(rest, rest_parts));
        let mut all = each(entries, parts);
        all.append(&mut rest.join().unwrap_or_else(|failed| resume_unwind(failed)));
        all
    })
}

fn told(entry: StoredEntry, rows: Vec<Value>, opaque: bool) -> Told {
    let digest = Sha256::digest(entry.payload.as_bytes()).into();
    let read = if opaque {
        let why = "the till sent it unread, after the hub had failed on it".to_owned();
        Read::Waits("opaque", why, None)
    } else {
        read::read(&entry, |_| rows)
    };
    (entry, digest, read)
}

/// A batch, read, with what its decision needs.
pub(super) struct Batch {
    who: Caller,
    incarnation: Uuid,
    prev: [u8; 32],
    entries: Vec<Told>,
    /// By the place of a closing: what its shift came to in the lives before.
    carried: BTreeMap<u64, Before>,
    now: i64,
}

impl Batch {
    pub(super) fn new(
        who: &Caller,
        ask: &Push,
        prev: [u8; 32],
        entries: Vec<StoredEntry>,
        (parts, carried): (BTreeMap<u64, Vec<Value>>, BTreeMap<u64, Before>),
        now: i64,
    ) -> Batch {
        let opaque = ask.opaque;
        Batch {
            who: who.clone(),
            incarnation: ask.incarnation,
            prev,
            entries: all_read(entries, parts, opaque),
            carried,
            now,
        }
    }

    fn first(&self) -> u64 {
        self.entries.first().map_or(0, |(entry, ..)| entry.seq)
    }

    /// What every batch must see.
    pub(super) fn wanted(&self) -> Wanted {
        let own = [
            keys::incarnation(self.incarnation),
            keys::terminal(self.who.terminal),
            keys::tally(self.incarnation),
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
        let nothing = Loaded::default();
        let effects = self
            .entries
            .iter()
            .flat_map(|(entry, _, read)| effects::wanted(read, entry, &nothing));
        Wanted {
            keys: own.into_iter().chain(parked).chain(effects).collect(),
            ids: self.entries.iter().map(|(entry, ..)| entry.id).collect(),
            places: places.chain(before).collect(),
        }
    }

    pub(super) fn decide(&self, loaded: &Loaded, asked: &mut BTreeSet<Key>) -> Step<Result<Pushed, Refused>> {
        let Some(terminal) = loaded.rows.get(&keys::terminal(self.who.terminal)) else {
            return Step::Nothing(Err(no(Code::Unauthorized, "the token is unknown")));
        };
        let terminal: Terminal = work::read(terminal);
        if self.who.former && self.incarnation == terminal.incarnation {
            let why = "another disk has this one's place, and writes that journal now";
            return Step::Nothing(Err(no(Code::Forbidden, why)));
        }
        let row = loaded.rows.get(&keys::incarnation(self.incarnation));
        let mut life = row.map_or_else(|| fresh(self.who.terminal), work::read::<Incarnation>);
        if let Err(refused) = self.fits(loaded, &life) {
            return Step::Nothing(Err(refused));
        }
        if life.acked == 0 && self.prev != ORIGIN {
            life.began = Some(HEXLOWER.encode(&self.prev));
        }
        #[cfg(feature = "planted-bugs")]
        if let Some(step) = self.planted(loaded, &life, &terminal) {
            return step;
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
            .filter(|(_, _, read)| read.leads_on())
            .flat_map(|(entry, _, read)| effects::wanted(read, entry, loaded))
            .filter(|key| !asked.contains(key))
            .collect();
        if !more.is_empty() {
            asked.extend(more.iter().cloned());
            return Step::More(Wanted::rows(more));
        }
        let mut taking = Taking::new(loaded, life, &terminal, self.now);
        #[cfg(feature = "planted-bugs")]
        taking.forgets_ids(self.who.bug == Some(crate::hub::Bug::IdsForgotten));
        let old = self.entries.iter().filter(|(entry, ..)| entry.seq <= acked);
        taking.notes = old.filter_map(|entry| self.told(loaded, entry)).collect();
        for new in new() {
            taking.take(new, self.carried.get(&new.0.seq));
        }
        let (changes, life, notes) = taking.done(self.incarnation);
        Step::Done(changes, Ok(self.pushed(&life, notes)))
    }

    /// What a planted bug makes of entries that the hub holds already.
    #[cfg(feature = "planted-bugs")]
    fn planted(
        &self,
        loaded: &Loaded,
        life: &Incarnation,
        terminal: &Terminal,
    ) -> Option<Step<Result<Pushed, Refused>>> {
        use crate::hub::Bug;
        let last = self.entries.last().map_or(0, |(entry, ..)| entry.seq);
        let bites = match self.who.bug? {
            Bug::DoneAgain => self.first() <= life.acked,
            Bug::DoneLate => last < life.acked,
            Bug::IdsForgotten => false,
        };
        if !bites {
            return None;
        }
        let mut taking = Taking::new(loaded, life.clone(), terminal, self.now);
        for entry in &self.entries {
            if entry.0.seq <= life.acked {
                taking.once_more(entry);
            } else {
                taking.take(entry, self.carried.get(&entry.0.seq));
            }
        }
        let (changes, life, notes) = taking.done(self.incarnation);
        Some(Step::Done(changes, Ok(self.pushed(&life, notes))))
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
        #[cfg(feature = "planted-bugs")]
        if crate::hub::planted::planted("place-reused") {
            return Ok(());
        }
        let fork = || said(Code::ChainFork, "the hub holds another entry in that place");
        let before = (self.incarnation, self.first() - 1);
        let prev = if before.1 == 0 {
            // A life after a restore begins with the hash of the one before, which the hub may never see.
            Some(self.prev)
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
    fn told(&self, loaded: &Loaded, (entry, digest, _): &Told) -> Option<Note> {
        if let Some(parked) = loaded.rows.get(&keys::parked(self.incarnation, entry.seq)) {
            let parked: Parked = work::read(parked);
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
