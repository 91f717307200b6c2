//! The new entries of a batch, taken in one after the other. Must never keep what an entry changed that waits
//! after all.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use data_encoding::HEXLOWER;
use uuid::Uuid;

use crate::domain::retold::Told;
use crate::hub::carried::{self, Before};
use crate::hub::effects::{self, Came, Origin, Park};
use crate::hub::keys;
use crate::hub::ledger::{Changes, Key, Known, Loaded, StoredEntry};
use crate::hub::read::Read;
use crate::hub::rows::{Blocked, Incarnation, Parked, Terminal};
use crate::hub::work::Work;
use crate::protocol::push::{Note, Outcome};

/// What is said of an entry that is known from elsewhere.
pub(super) fn duplicate(seq: u64) -> Note {
    Note {
        seq,
        outcome: Outcome::Duplicate,
        reason: String::new(),
        message: String::new(),
    }
}

/// The new entries of a batch, one after the other.
pub(super) struct Taking<'a> {
    loaded: &'a Loaded,
    work: Work<'a>,
    life: Incarnation,
    name: &'a str,
    ids: BTreeMap<Uuid, Known>,
    entries: Vec<StoredEntry>,
    pub(super) notes: Vec<Note>,
    now: i64,
    #[cfg(feature = "planted-bugs")]
    forgets_ids: bool,
}

impl<'a> Taking<'a> {
    pub(super) fn new(loaded: &'a Loaded, life: Incarnation, terminal: &'a Terminal, now: i64) -> Taking<'a> {
        Taking {
            loaded,
            work: Work::new(loaded),
            life,
            name: &terminal.name,
            ids: BTreeMap::new(),
            entries: Vec::new(),
            notes: Vec::new(),
            now,
            #[cfg(feature = "planted-bugs")]
            forgets_ids: false,
        }
    }

    /// A planted bug: ids that are known from elsewhere are not.
    #[cfg(feature = "planted-bugs")]
    pub(super) fn forgets_ids(&mut self, forgets: bool) {
        self.forgets_ids = forgets;
    }

    /// A planted bug: an entry that the hub holds does what it says once more.
    #[cfg(feature = "planted-bugs")]
    pub(super) fn once_more(&mut self, (entry, _, read): &(StoredEntry, [u8; 32], Read)) {
        let from = Origin {
            entry,
            name: self.name,
            by: read.by(),
            now: self.now,
            before: None,
        };
        match guarded(&mut self.work, &from, read) {
            Ok(_) => self.work.keep(),
            Err(_) => self.work.forget(),
        }
    }

    /// Takes one in; `before` is what the shift that it closes came to in the lives before.
    pub(super) fn take(
        &mut self,
        (entry, digest, read): &(StoredEntry, [u8; 32], Read),
        before: Option<&Before>,
    ) {
        let from = Origin {
            entry,
            name: self.name,
            by: read.by(),
            now: self.now,
            before,
        };
        if let Read::Fact(fact) = read
            && effects::tally::told(&self.work, &from, entry.seq) == Told::First
        {
            carried::narrow(&mut self.life.goes_on, &fact.event);
        }
        let known = self.ids.get(&entry.id).or_else(|| self.loaded.ids.get(&entry.id));
        #[cfg(feature = "planted-bugs")]
        let known = known.filter(|_| !self.forgets_ids);
        let came = match known {
            Some(known) if known.payload == *digest || is_dropped() => {
                let again = || {
                    effects::again(&mut self.work, &from, read);
                    effects::tally::alias(&mut self.work, &from);
                };
                match catch_unwind(AssertUnwindSafe(again)) {
                    Ok(()) => self.work.keep(),
                    Err(_) => self.work.forget(),
                }
                self.notes.push(duplicate(entry.seq));
                None
            }
            Some(_) => Some(Err(Park {
                reason: "id_taken",
                message: "another entry has the same id and says something else".to_owned(),
            })),
            None => Some(effect(&mut self.work, &from, read)),
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
        self.entries.extend(kept(entry));
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

    pub(super) fn done(mut self, incarnation: Uuid) -> (Changes, Incarnation, Vec<Note>) {
        self.life.sent_at = self.now;
        self.work.put(keys::incarnation(incarnation), &self.life);
        (self.work.changes(self.entries), self.life, self.notes)
    }
}

/// Does what the entry says.
#[cfg(not(feature = "planted-bugs"))]
fn effect(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) -> Result<Came, Park> {
    guarded(work, from, read)
}

/// The same, as often as a planted bug wants it.
#[cfg(feature = "planted-bugs")]
fn effect(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) -> Result<Came, Park> {
    let mut came = Ok(Came::Applied);
    for _ in 0..crate::hub::planted::times(from.entry) {
        came = guarded(work, from, read);
    }
    came
}

/// Whether an id is enough, whatever the entry says: a planted bug.
fn is_dropped() -> bool {
    #[cfg(feature = "planted-bugs")]
    return crate::hub::planted::planted("same-id-dropped");
    #[cfg(not(feature = "planted-bugs"))]
    false
}

/// The entry as it is kept: verbatim, unless a bug is planted.
fn kept(entry: &StoredEntry) -> Option<StoredEntry> {
    #[cfg(feature = "planted-bugs")]
    return crate::hub::planted::kept(entry);
    #[cfg(not(feature = "planted-bugs"))]
    Some(entry.clone())
}

/// An entry as one that waits.
fn parked(entry: &StoredEntry, why: &Park, now: i64) -> Parked {
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
pub(in crate::hub) fn guarded(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) -> Result<Came, Park> {
    let waits = |about: &Key| work.get::<Blocked>(&keys::blocked(about));
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
