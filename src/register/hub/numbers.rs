//! How far the till's numbers are, and those of the series that the shop's tills share: asked of the hub
//! ahead of need, and given up where they are not wanted any more. Must never take a block twice, nor one
//! that it has not asked for.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::domain::document::refund_series;
use crate::domain::event::Event;
use crate::domain::shared::{BLOCK, LOW, NumbersLeased, NumbersVoided};
use crate::protocol::hello::SeriesAt;
use crate::protocol::series::{Lease, Leased};
use crate::register::{Fault, Register};
use crate::sync::Published;

/// What the ids of these requests are made of, before anything else.
const TAG: &[u8] = b"tendero numbers 1";

impl Register {
    /// How far the till has come, for the thread between it and the hub.
    pub fn published(&self) -> Published {
        let head = self.journal.head();
        let at = |series: String, next| SeriesAt { series, next };
        Published {
            last: head.cursor.seq,
            hash: head.hash,
            series: vec![
                at(self.till.series.clone(), self.till.next_number),
                at(refund_series(&self.till.series), self.till.next_return),
            ],
            lease: self.numbers_wanted(),
        }
    }

    /// What is to be asked of the hub, if anything. The request is the same until its answer is in the
    /// journal, whatever is lost on the way: then the hub gives the same block again.
    fn numbers_wanted(&self) -> Option<Lease> {
        let (series, blocks) = (self.till.shared()?, &self.till.blocks);
        if blocks.left(series) >= LOW {
            return None;
        }
        let life = self.journal.head().identity.incarnation;
        Some(Lease {
            series: series.to_owned(),
            request: request(life, blocks.came(), series),
            want: BLOCK,
            next: blocks.beyond(series),
        })
    }

    /// Takes a block that the hub has given; whether it was the one that is due.
    pub(super) fn leased(&mut self, request: Uuid, leased: &Leased) -> Result<bool, Fault> {
        let life = self.journal.head().identity.incarnation;
        let due = self::request(life, self.till.blocks.came(), &leased.series);
        if request != due {
            return Ok(false);
        }
        let taken = NumbersLeased {
            series: leased.series.clone(),
            from: leased.from,
            to: leased.to,
            request,
        };
        // The shop may have changed its mind while the question was on its way.
        let wanted = self.till.shared() == Some(leased.series.as_str());
        let voided = (!wanted).then(|| NumbersVoided {
            series: leased.series.clone(),
            from: leased.from,
            to: leased.to,
        });
        let events = [Event::NumbersLeased(taken)]
            .into_iter()
            .chain(voided.map(Event::NumbersVoided));
        let events = events.map(|event| (self.around.id(), event)).collect();
        self.commit(None, events)?;
        Ok(true)
    }

    /// Gives up what is not of the shop's series any more, where the hub's rows have changed that; whether
    /// there was anything.
    pub(super) fn give_up_unused(&mut self) -> Result<bool, Fault> {
        let unused = self.till.unused_in(&self.till.shop);
        let events: Vec<_> = unused
            .into_iter()
            .map(|voided| (self.around.id(), Event::NumbersVoided(voided)))
            .collect();
        let any = !events.is_empty();
        if any {
            self.commit(None, events)?;
        }
        Ok(any)
    }
}

/// The id of a request: of that life, after so many blocks of it.
fn request(life: Uuid, came: u64, series: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(TAG);
    hash.update(life.as_bytes());
    hash.update(came.to_be_bytes());
    hash.update(series.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
