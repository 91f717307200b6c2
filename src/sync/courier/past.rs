//! Where the hub holds another past of this till than its journal: how far both agree, and what comes back.
//! Must never change either.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::{Courier, Known, Life};
use crate::domain::event::Fact;
use crate::journal::{Identity, JournalError};
use crate::protocol::fetch::{Fetch, Fetched};
use crate::protocol::hello::{LifeAt, Welcome};
use crate::protocol::limits::BATCH_ENTRIES;
use crate::protocol::paths;
use crate::protocol::refused::Code;
use crate::sync::batch::hash_of;
use crate::sync::outcome::What;
use crate::sync::plan::{Heard, Pause};
use crate::sync::transport::Failed;

/// Places compared with one question.
const PROBES: u64 = 16;

/// Entries of a life gone by that only the hub has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    incarnation: Uuid,
    /// The first of them.
    from: u64,
    /// Where the life stands among the journal's own, if the first of them must follow on its end there.
    follows: Option<usize>,
}

/// What the hub has of lives gone by and the journal lacks. A life that the journal does not know counts
/// where it is older than the newest one here: a backup may be older than it. It is too where the hub has
/// nothing of the newest one yet, whatever the clocks said when each began.
pub(super) fn missing(known: &Known, lives: &[LifeAt], fresh: bool) -> Vec<Missing> {
    let Some(newest) = known.lives.last() else {
        return Vec::new();
    };
    let lacks = |there: &LifeAt| -> Option<Missing> {
        let incarnation = there.incarnation;
        if incarnation == newest.incarnation || known.settled.contains(&incarnation) {
            return None;
        }
        let here = known
            .lives
            .iter()
            .position(|life| life.incarnation == incarnation);
        let (from, follows) = match here.map(|at| (at, known.lives[at])) {
            Some((at, life)) if there.acked > life.have => {
                (life.have + 1, Some(at).filter(|_| life.have == life.last))
            }
            None if (fresh || incarnation < newest.incarnation) && there.acked > 0 => (1, None),
            _ => return None,
        };
        Some(Missing {
            incarnation,
            from,
            follows,
        })
    };
    lives.iter().filter_map(lacks).collect()
}

/// Whether the hub has entries of a life that began after the newest one here, and that the journal neither
/// holds nor has taken back: the disk is older than it.
pub(super) fn outlived(known: &Known, lives: &[LifeAt]) -> bool {
    let newest = known.lives.last().map(|life| life.incarnation);
    let strange = |there: &&LifeAt| {
        let id = there.incarnation;
        !known.settled.contains(&id) && known.lives.iter().all(|life| life.incarnation != id)
    };
    let mut strange = lives.iter().filter(strange);
    strange.any(|there| there.acked > 0 && newest.is_some_and(|newest| there.incarnation > newest))
}

/// Places between one where both are alike and one where they may not be, that one among them.
fn places(low: u64, high: u64) -> Vec<u64> {
    let wide = high.saturating_sub(low);
    let many = wide.min(PROBES);
    let places: BTreeSet<u64> = (1..=many)
        .map(|n| low + (u128::from(wide) * u128::from(n)).div_ceil(u128::from(many)) as u64)
        .collect();
    places.into_iter().collect()
}

/// Where the last place that is alike may still be. A hash covers all before it: what is alike is so up to
/// there.
fn narrowed((low, high): (u64, u64), compared: &[(u64, bool)]) -> (u64, u64) {
    let alike = compared.iter().filter(|(_, alike)| *alike).map(|(seq, _)| *seq);
    let low = alike.max().unwrap_or(low).max(low);
    let other = compared.iter().filter(|(seq, alike)| !*alike && *seq > low);
    let high = other.map(|(seq, _)| seq - 1).min().unwrap_or(high).min(high);
    (low, high.max(low))
}

/// Why it is not known how far both agree.
pub(super) enum Unknown {
    Hub(Failed),
    Journal(JournalError),
}

impl Courier {
    /// The hub holds another past of that life: says from where on.
    pub(super) fn parted(&mut self, at: usize) -> What {
        let life = self.known.lives[at];
        match self.common(life) {
            // Nothing in common is no life of this till; nothing else there is no other past.
            Ok((common, acked)) if common == 0 || common >= life.last || common >= acked => {
                self.pause(Pause::ChainFork)
            }
            Ok((common, _)) => {
                self.plan.dropped();
                self.parting = true;
                What::Parted((life.ordinal, common))
            }
            Err(unknown) => self.unknown(unknown),
        }
    }

    pub(super) fn unknown(&mut self, why: Unknown) -> What {
        match why {
            Unknown::Hub(failed) => self.failed(failed),
            Unknown::Journal(error) => self.unreadable(&error.to_string()),
        }
    }

    /// The last entry of that life that both have alike, and the last that the hub has.
    fn common(&mut self, life: Life) -> Result<(u64, u64), Unknown> {
        let (mut low, mut high, mut acked) = (0, life.last, life.last);
        while low < high {
            let probe = places(low, high);
            let question = Fetch {
                incarnation: life.incarnation,
                from: 1,
                limit: 0,
                probe: probe.clone(),
            };
            let fetched: Fetched = self.wire.post(paths::FETCH, &question).map_err(Unknown::Hub)?;
            acked = fetched.acked;
            let mut compared = Vec::with_capacity(probe.len());
            for seq in probe {
                let own = self.reading.entry(life.ordinal, seq).map_err(Unknown::Journal)?;
                let own = own.map(|entry| HEXLOWER.encode(&entry.hash));
                let there = fetched.hashes.iter().find(|there| there.seq == seq);
                compared.push((seq, there.map(|there| &there.hash) == own.as_ref()));
            }
            (low, high) = narrowed((low, high), &compared);
        }
        Ok((low, acked))
    }

    /// Takes up how far the hub has each life gone by. A life of which it has another past is given instead.
    pub(super) fn compared(&mut self, welcome: &Welcome) -> Result<Option<usize>, Unknown> {
        let there = &welcome.lives;
        let gone_by = self.known.lives.len().saturating_sub(1);
        let renewed = self.known.epochs.last() != Some(&welcome.epoch);
        for at in (0..gone_by).filter(|_| !there.is_empty()) {
            let life = self.known.lives[at];
            let is = there.iter().find(|there| there.incarnation == life.incarnation);
            let acked = is.map_or(0, |there| there.acked);
            let hash = match is {
                Some(there) if (1..=life.last).contains(&acked) => Some(there.head_hash.clone()),
                // It has more than the journal: the same up to its end, unless that is news. Data that is not
                // what it was, or the copy of this disk, may have gone on from an earlier place.
                Some(_) if acked > life.last && (renewed || life.acked < life.last) => {
                    Some(self.hash_there(life)?)
                }
                _ => None,
            };
            if let Some(hash) = hash {
                let upto = acked.min(life.last);
                let own = self.reading.entry(life.ordinal, upto).map_err(Unknown::Journal)?;
                if own.is_none_or(|own| HEXLOWER.encode(&own.hash) != hash) {
                    return Ok(Some(at));
                }
            }
            self.known.lives[at].acked = acked.min(life.last);
        }
        Ok(None)
    }

    /// The hash that the hub has in the place where that life ends here; empty where it tells none.
    fn hash_there(&mut self, life: Life) -> Result<String, Unknown> {
        let question = Fetch {
            incarnation: life.incarnation,
            from: 1,
            limit: 0,
            probe: vec![life.last],
        };
        let fetched: Fetched = self.wire.post(paths::FETCH, &question).map_err(Unknown::Hub)?;
        let hash = fetched.hashes.into_iter().find(|there| there.seq == life.last);
        Ok(hash.map(|there| there.hash).unwrap_or_default())
    }

    /// Fetches a page of what the journal lacks of lives gone by.
    pub(super) fn take_back(&mut self) -> What {
        let Some(missing) = self.missing.first().cloned() else {
            self.plan.dropped();
            return What::There;
        };
        let question = Fetch {
            incarnation: missing.incarnation,
            from: missing.from,
            limit: BATCH_ENTRIES as u32,
            probe: Vec::new(),
        };
        let fetched: Fetched = match self.wire.post(paths::FETCH, &question) {
            Ok(fetched) => fetched,
            Err(Failed::Refused(refused)) if refused.code == Code::NotFound => return self.left_out(),
            Err(failed) => return self.failed(failed),
        };
        if let Some(at) = missing.follows {
            let life = self.known.lives[at];
            match self.reading.entry(life.ordinal, life.last) {
                Ok(Some(own)) if HEXLOWER.encode(&own.hash) == fetched.prev_hash => {}
                Ok(_) => return self.parted(at),
                Err(error) => return self.unreadable(&error.to_string()),
            }
        }
        if !self.is_whole(&missing, &fetched) {
            // A newer version wrote them, or they are not what was acknowledged: they stay where they are.
            return self.left_out();
        }
        let last = fetched.entries.last().map_or(fetched.acked, |entry| entry.seq);
        let done = last >= fetched.acked;
        if done {
            self.known.settled.insert(missing.incarnation);
            self.missing.remove(0);
        } else if let Some(first) = self.missing.first_mut() {
            (first.from, first.follows) = (last + 1, None);
        }
        self.heard(Heard::GaveBack);
        What::Back(missing.incarnation, Box::new(fetched), done)
    }

    fn left_out(&mut self) -> What {
        self.missing.remove(0);
        self.heard(Heard::GaveBack);
        What::There
    }

    /// Whether the entries follow each other, come to the hash that the hub has, and can be read.
    fn is_whole(&self, missing: &Missing, fetched: &Fetched) -> bool {
        let identity = Identity {
            terminal: self.known.terminal,
            incarnation: missing.incarnation,
        };
        let before = HEXLOWER.decode(fetched.prev_hash.as_bytes()).ok();
        let Some(mut hash) = before.and_then(|before| before.try_into().ok()) else {
            return false;
        };
        let mut seq = missing.from;
        for wire in &fetched.entries {
            if wire.seq != seq || Fact::decode(wire.kind, wire.kind_version, wire.payload.as_bytes()).is_err()
            {
                return false;
            }
            hash = hash_of(&identity, wire, &hash);
            seq += 1;
        }
        seq <= fetched.acked || HEXLOWER.encode(&hash) == fetched.head_hash
    }
}

#[cfg(test)]
#[path = "tests/past.rs"]
mod tests;
