//! Sends entries. Must never hold one for sent that the hub has not acknowledged with the hash it has here.

use std::time::Instant;

use data_encoding::HEXLOWER;

use super::{Courier, wall};
use crate::protocol::paths;
use crate::protocol::push::{self, Push, Pushed};
use crate::protocol::refused::{Code, Refused};
use crate::sync::batch::wired;
use crate::sync::outcome::What;
use crate::sync::plan::Heard;
use crate::sync::transport::Failed;

impl Courier {
    pub(super) fn push(&mut self, most: usize, opaque: bool) -> What {
        let Some(at) = self.known.lives.iter().position(|life| life.acked < life.last) else {
            self.plan.dropped();
            return What::There;
        };
        let life = self.known.lives[at];
        let entries = match self.reading.entries(life.ordinal, life.acked, most, life.last) {
            Ok(entries) if !entries.is_empty() => entries,
            Ok(_) => return self.unreadable("entries that were written are not there"),
            Err(error) => return self.unreadable(&error.to_string()),
        };
        let (sent, last_hash) = (entries.len(), entries[entries.len() - 1].hash);
        let last = life.acked + sent as u64;
        let question = Push {
            incarnation: life.incarnation,
            prev_hash: HEXLOWER.encode(&entries[0].prev_hash),
            entries: entries.into_iter().map(wired).collect(),
            opaque,
        };
        let (before, began) = (wall(), Instant::now());
        let pushed: Pushed = match self.wire.post(paths::PUSH, &question) {
            Ok(pushed) => pushed,
            Err(Failed::Refused(refused))
                if refused.code == Code::ChainGap && at + 1 < self.known.lives.len() =>
            {
                return self.gap(at, refused);
            }
            Err(Failed::Refused(refused)) if refused.code == Code::ChainFork => return self.parted(at),
            Err(failed) => return self.failed(failed),
        };
        self.clock(before, pushed.time);
        let same = pushed.acked != last || pushed.head_hash == HEXLOWER.encode(&last_hash);
        if !same {
            return self.parted(at);
        }
        if pushed.acked > life.last && at + 1 == self.known.lives.len() {
            // Of the newest life it has more than the journal: what, is said at the hello.
            self.heard(Heard::Unsure);
            return What::There;
        }
        let from = life.acked + 1;
        // Of a life gone by the hub may hold more than came back from a backup.
        self.known.lives[at].acked = pushed.acked.min(life.last);
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let news = pushed
            .notes
            .iter()
            .any(|note| note.outcome == push::Outcome::Conflict);
        self.heard(Heard::Pushed {
            took,
            entries: sent,
            news,
        });
        What::Sent {
            life: (life.ordinal, life.incarnation),
            from,
            pushed: Box::new(pushed),
        }
    }

    /// A life gone by of which the hub has another part than the till remembers: it says which.
    fn gap(&mut self, at: usize, refused: Refused) -> What {
        let last = self.known.lives[at].last;
        match refused.acked {
            Some(acked) if acked <= last && acked != self.known.lives[at].acked => {
                let back = acked < self.known.lives[at].acked;
                self.known.lives[at].acked = acked;
                if back {
                    self.heard(Heard::Unsure);
                } else {
                    self.plan.dropped();
                }
                What::There
            }
            _ => self.failed(Failed::Refused(refused)),
        }
    }
}
