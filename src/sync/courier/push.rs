//! Sends entries. Must never hold one for sent that the hub has not acknowledged with the hash it has here.

use data_encoding::HEXLOWER;

use super::Courier;
use crate::protocol::paths;
use crate::protocol::push::{self, Pushed};
use crate::protocol::refused::{Code, Refused};
use crate::sync::batch::{Batch, Stretch};
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
        let wanted = Stretch {
            incarnation: life.incarnation,
            ordinal: life.ordinal,
            after: life.acked,
            last: life.last,
            opaque,
        };
        let ready = self.ready.take().filter(|ready| ready.is(&wanted, most));
        let batch = match ready.map_or_else(|| self.reading.batch(wanted, most), |ready| Ok(Some(ready))) {
            Ok(Some(batch)) => batch,
            Ok(None) => return self.unreadable("entries that were written are not there"),
            Err(error) => return self.unreadable(&error.to_string()),
        };
        let (before, began) = (self.wall(), self.mono());
        let pushed = match self.send(&batch, wanted, most) {
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
        let same = pushed.acked != batch.last || pushed.head_hash == HEXLOWER.encode(&batch.last_hash);
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
        #[cfg(feature = "planted-bugs")]
        if crate::journal::gated::planted("acked-to-head") {
            self.known.lives[at].acked = self.known.lives[at].last;
        }
        let took = self.mono().saturating_sub(began);
        let news = pushed
            .notes
            .iter()
            .any(|note| note.outcome == push::Outcome::Conflict);
        self.heard(Heard::Pushed {
            took,
            entries: batch.entries,
            news,
        });
        What::Sent {
            life: (life.ordinal, life.incarnation),
            from,
            pushed: Box::new(pushed),
        }
    }

    /// Sends a batch, and makes the next one ready while the hub is at this one: the two take turns at the
    /// disk, and would else take turns at the processor.
    fn send(&mut self, batch: &Batch, wanted: Stretch, most: usize) -> Result<Pushed, Failed> {
        let (wire, reading) = (&mut self.wire, &mut self.reading);
        if batch.last >= wanted.last {
            return wire.post_packed(paths::PUSH, &batch.body);
        }
        let after = batch.last;
        let (pushed, ready) = std::thread::scope(|scope| {
            let ahead = scope.spawn(move || reading.batch(Stretch { after, ..wanted }, most));
            (wire.post_packed(paths::PUSH, &batch.body), ahead.join())
        });
        // What could not be read is read again, and told, when its turn comes.
        self.ready = ready.ok().and_then(Result::ok).flatten();
        pushed
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
