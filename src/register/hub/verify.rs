//! The till's journal against the hub's, entry by entry. Must never change either.

use data_encoding::HEXLOWER;
use uuid::Uuid;

use crate::protocol::fetch::Fetched;
use crate::protocol::refused::Code;
use crate::register::{Fault, Register};
use crate::sync::Courier;
use crate::sync::transport::Failed;

/// Hashes asked for at a time.
const PROBES: u64 = 500;

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Entries of which both have the same.
    pub same: u64,
    /// Entries that the hub does not have yet.
    pub waiting: u64,
    /// Entries that only the hub has.
    pub ahead: u64,
    /// The first that is another at the hub, in words.
    pub differs: Option<String>,
}

/// Why a comparison did not come to an end.
#[derive(Debug)]
pub enum Verify {
    /// The hub did not answer, or not what was asked.
    Hub(Failed),
    /// The till's own disk.
    Fault(Fault),
}

impl<F: Into<Fault>> From<F> for Verify {
    fn from(fault: F) -> Verify {
        Verify::Fault(fault.into())
    }
}

impl Register {
    /// Compares every entry of every life by its hash. The hash of an entry covers all before it; every one
    /// is asked for all the same, so that the first that differs is named.
    pub fn compare(&self, courier: &mut Courier, progress: &mut dyn FnMut(u64)) -> Result<Compared, Verify> {
        let mut all = Compared {
            same: 0,
            waiting: 0,
            ahead: 0,
            differs: None,
        };
        for life in courier.lives().to_vec() {
            let mut from = 1;
            while from <= life.last && all.differs.is_none() {
                let to = (from + PROBES - 1).min(life.last);
                let fetched = match courier.probe(life.incarnation, (from..=to).collect()) {
                    Ok(fetched) => fetched,
                    // Nothing of this life has come there yet.
                    Err(Failed::Refused(refused)) if refused.code == Code::NotFound => {
                        all.waiting += life.last;
                        break;
                    }
                    Err(failed) => return Err(Verify::Hub(failed)),
                };
                self.compare_part((life.ordinal, life.incarnation), (from, to), &fetched, &mut all)?;
                if to == life.last {
                    all.ahead += fetched.acked.saturating_sub(life.last);
                }
                from = to + 1;
                progress(all.same + all.waiting);
            }
        }
        Ok(all)
    }

    fn compare_part(
        &self,
        (ordinal, incarnation): (u16, Uuid),
        (from, to): (u64, u64),
        fetched: &Fetched,
        all: &mut Compared,
    ) -> Result<(), Verify> {
        let before = crate::journal::Cursor {
            incarnation: ordinal,
            seq: from - 1,
        };
        for entry in self.journal.reader().entries_after(before) {
            let entry = entry?;
            if entry.cursor.incarnation != ordinal || entry.seq() > to {
                break;
            }
            let there = fetched.hashes.iter().find(|hash| hash.seq == entry.seq());
            match there {
                Some(there) if there.hash == HEXLOWER.encode(&entry.hash) => all.same += 1,
                None if entry.seq() > fetched.acked => all.waiting += 1,
                other => {
                    let how = if other.is_some() {
                        "is another"
                    } else {
                        "is missing"
                    };
                    let seq = entry.seq();
                    all.differs = Some(format!("entry {seq} of {incarnation} {how} at the hub"));
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
