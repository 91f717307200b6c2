//! Carries out the plan, one request at a time. Must never hold more than two batches and two pages, nor
//! act on anything before the register has taken what was heard.

mod hello;
mod numbers;
mod past;
mod pull;
mod push;

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::batch::{Batch, Reading};
use super::outcome::{Outcome, Standing, What};
use super::plan::{Do, Heard, Pause, Plan};
use super::transport::{Failed, Transport};
use crate::journal::Reader;
use crate::protocol::feed::Cursor;
use crate::protocol::hello::SeriesAt;
use crate::protocol::pull::Pulled;
use crate::protocol::refused::{Code, Refused};
use crate::protocol::series::Lease;
use past::Missing;

/// One life of the journal, as far as the hub has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Its place among them, from 1.
    pub ordinal: u16,
    /// Its id.
    pub incarnation: Uuid,
    /// The last entry of it on the till's disk.
    pub last: u64,
    /// The last that the hub has acknowledged.
    pub acked: u64,
    /// The last that is in the journal, there or told again in another life; the largest number where the
    /// hub has nothing more to give.
    pub have: u64,
}

/// What the till remembers of its hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which.
    pub hub: Uuid,
    /// The till.
    pub terminal: Uuid,
    /// Lives of which the hub has nothing more to give.
    pub settled: BTreeSet<Uuid>,
    /// Lives of its data, the newest last.
    pub epochs: Vec<Uuid>,
    /// Every life of the journal, in order.
    pub lives: Vec<Life>,
    /// The last entry of the newest one that was told again there; 0 where none was.
    pub again: u64,
    /// How far it has read.
    pub cursors: Vec<Cursor>,
}

/// How far the till has come: told after each entry that is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The last entry that is durable, in the newest life.
    pub last: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its series and the number that each gives next.
    pub series: Vec<SeriesAt>,
    /// The numbers that it wants of the series that the shop's tills share.
    pub lease: Option<Lease>,
}

/// What a step came to.
#[derive(Debug)]
pub enum Step {
    /// There is nothing to do for so long, unless somebody says so; none for as long as nobody does.
    Wait(Option<Duration>),
    /// This was heard; nothing more is done before [`Courier::taken`].
    Say(Box<Outcome>),
}

/// Between the till and its hub.
pub struct Courier {
    plan: Plan,
    wire: Transport,
    reading: Reading,
    known: Known,
    published: Published,
    standing: Standing,
    /// What the register was told that entries go out now, and the step it was told for.
    begun: Option<Do>,
    sending: bool,
    /// Where to go on once the page in hand is kept.
    turning: Option<Vec<Cursor>>,
    /// The page behind the one that the register takes in, asked for from these cursors.
    ahead: Option<(Vec<Cursor>, Result<Pulled, Failed>)>,
    /// The batch behind the one that was sent last.
    ready: Option<Batch>,
    /// The end of the journal when entries that it had lost were handed over.
    lost_at: Option<u64>,
    /// What the hub has of lives gone by and the journal lacks.
    missing: Vec<Missing>,
    /// It was said that the hub has another past, and nothing was done about that yet.
    parting: bool,
    /// Somebody wants the entries that wait at the hub tried once more.
    again: bool,
    /// A page showed that the hub has other data than at the hello.
    doubted: bool,
}

/// A plan, with the bug that is planted in this program.
fn planned(metered: bool) -> Plan {
    #[cfg(feature = "planted-bugs")]
    if crate::journal::gated::planted("downloads-wait") {
        return Plan::new(metered).with_waiting_downloads();
    }
    Plan::new(metered)
}

impl Courier {
    /// Ready to look for the hub.
    pub fn new(
        wire: Transport,
        reader: Reader,
        known: Known,
        published: Published,
        metered: bool,
    ) -> Courier {
        let mut courier = Courier {
            plan: planned(metered),
            wire,
            reading: Reading(reader),
            known,
            published: published.clone(),
            standing: Standing::default(),
            begun: None,
            sending: false,
            turning: None,
            ahead: None,
            ready: None,
            lost_at: None,
            missing: Vec::new(),
            parting: false,
            again: false,
            doubted: false,
        };
        courier.publish(published);
        courier
    }

    /// So much is durable by now.
    pub fn publish(&mut self, published: Published) {
        if let Some(life) = self.known.lives.last_mut() {
            life.last = published.last;
        }
        self.plan.want(published.lease.is_some());
        self.published = published;
    }

    /// The journal has these lives from now on.
    pub fn renew(&mut self, known: Known, reader: Reader) {
        (self.known, self.reading) = (known, Reading(reader));
        (self.parting, self.ready) = (false, None);
        // Of the newest life more may have been told meanwhile; a page that was asked for before is of none.
        if let Some(life) = self.known.lives.last_mut() {
            life.last = life.last.max(self.published.last);
        }
        (self.ahead, self.doubted) = (None, false);
        self.missing.clear();
        self.plan.unsure();
    }

    /// Somebody does not want to wait.
    pub fn now(&mut self) {
        let now = self.mono();
        self.plan.now(now);
    }

    /// Somebody wants the entries that wait at the hub tried once more.
    pub fn again(&mut self) {
        self.again = true;
        let now = self.mono();
        self.plan.now(now);
    }

    /// The register has taken what was heard last.
    pub fn taken(&mut self) {
        if let Some(cursors) = self.turning.take() {
            self.known.cursors = cursors;
        }
        // What could be neither taken back nor told again is for a person.
        let lost_at = self.lost_at.take();
        let kept = lost_at.is_some_and(|last| last == self.published.last);
        if kept || std::mem::take(&mut self.parting) {
            self.plan.pause(Pause::ChainFork);
        }
    }

    /// The hub has made something of what was sent: it is to be fetched.
    pub fn expect_rows(&mut self) {
        self.plan.expect_rows();
    }

    /// Entries that the hub does not have yet.
    pub fn pending(&self) -> u64 {
        let left = |life: &Life| life.last.saturating_sub(life.acked);
        self.known.lives.iter().map(left).sum()
    }

    /// Nothing is left to send or to fetch.
    pub fn is_done(&self) -> bool {
        self.plan.is_done(self.pending()) && self.missing.is_empty() && !self.again
    }

    /// The plan, to look at.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Asks something that the plan knows nothing of.
    pub fn ask<A: DeserializeOwned>(&mut self, path: &str, question: &impl Serialize) -> Result<A, Failed> {
        self.wire.post(path, question)
    }

    /// The lives of the journal, as far as the hub has them.
    pub fn lives(&self) -> &[Life] {
        &self.known.lives
    }

    /// Does the next thing there is to do.
    pub fn step(&mut self) -> Step {
        let now = self.mono();
        let lacking = !self.missing.is_empty();
        self.plan.hold(lacking || self.is_telling_again());
        self.plan.lack(lacking);
        let next = match self.begun.take() {
            Some(begun) => begun,
            None => self.plan.next(now, self.pending()),
        };
        let what = match next {
            Do::Wait(_) if self.again && self.plan.greeted() && self.plan.paused().is_none() => self.retry(),
            Do::Wait(u64::MAX) => return Step::Wait(None),
            Do::Wait(until) => return Step::Wait(Some(Duration::from_millis(until - now))),
            Do::Ping => self.ping(),
            Do::Hello => self.hello(),
            Do::Push { .. } if !self.sending => {
                (self.sending, self.begun) = (true, Some(next));
                What::Sending
            }
            Do::Push { most, opaque } => self.push(most, opaque),
            Do::TakeBack => self.take_back(),
            Do::Lease => self.lease(),
            Do::Pull => self.pull(),
        };
        self.sending &= self.pending() > 0 && self.plan.reached() == Some(true);
        Step::Say(Box::new(Outcome {
            what,
            standing: self.stands(),
        }))
    }

    /// Whether entries of earlier lives are still to be sent, in their own or told again in the newest: of
    /// those the hub may have heard before, and a row says only for the newest life how far it includes the
    /// till's.
    fn is_telling_again(&self) -> bool {
        let Some((newest, gone_by)) = self.known.lives.split_last() else {
            return false;
        };
        newest.acked < self.known.again || gone_by.iter().any(|life| life.acked < life.last)
    }

    fn stands(&mut self) -> Standing {
        let first = self.known.lives.iter().find(|life| life.acked < life.last);
        let in_flight = first.filter(|_| self.sending);
        self.standing.reached = self.plan.reached();
        self.standing.paused = self.plan.paused();
        self.standing.in_flight = in_flight.map(|life| (life.ordinal, life.acked + 1, life.last));
        self.standing.fetching = self.plan.rows_left();
        self.standing.drain_only = self.plan.drain_only();
        if !self.plan.rows_left() {
            self.standing.rows_left = 0;
        }
        self.standing
    }

    fn failed(&mut self, failed: Failed) -> What {
        match failed {
            Failed::Unreached { why, timed_out } => {
                self.heard(Heard::Unreached { timed_out });
                What::Missed(why)
            }
            Failed::Refused(Refused {
                code,
                message,
                retry_after,
                ..
            }) => {
                self.heard(Heard::Refused { code, retry_after });
                What::Refused { code, message }
            }
        }
    }

    fn pause(&mut self, why: Pause) -> What {
        self.plan.pause(why);
        let (code, message) = match why {
            Pause::ChainFork => (
                Code::ChainFork,
                "the hub holds entries of this till that its journal does not have",
            ),
            _ => (Code::HubFork, "this is not the hub that the till knows"),
        };
        What::Refused {
            code,
            message: message.to_owned(),
        }
    }

    /// The till's own journal is the matter: looked at again when somebody says so.
    fn unreadable(&mut self, why: &str) -> What {
        self.heard(Heard::Unreached { timed_out: false });
        What::Unreadable(why.to_owned())
    }

    fn heard(&mut self, heard: Heard) {
        let mut dice = [0; 8];
        // Without chance every till is as patient as the next.
        let _alike = self.wire.net().chance(&mut dice);
        let now = self.mono();
        self.plan.heard(now, u64::from_le_bytes(dice), heard);
    }

    /// Measures the hub's clock against the middle of the request.
    fn clock(&mut self, before: i64, hub: i64) {
        let after = self.wall();
        let middle = before.saturating_add(after.saturating_sub(before) / 2);
        self.standing.offset = Some(hub.saturating_sub(middle));
    }

    fn mono(&mut self) -> u64 {
        self.wire.net().mono()
    }

    /// The till's clock, in milliseconds since 1970.
    fn wall(&mut self) -> i64 {
        self.wire.net().wall()
    }
}

/// Numbers that are passed over at once at most: so many no till can have given behind its own back.
const RAISED_MOST: u64 = 100_000;

/// The number that a series goes on at where the hub has seen later ones than the till gave; none where it
/// has not, or where it says too many.
pub fn raised_to(own: u64, floor: u64) -> Option<u64> {
    (floor > own && floor - own <= RAISED_MOST).then_some(floor)
}
