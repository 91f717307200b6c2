//! What to do next between till and hub: a value, told what was heard and asked what follows. Must never read
//! a clock, a socket or chance by itself.
//!
//! Uploads and downloads are two lanes that wait for their own failures only: prices come down while an
//! upload is stuck. One request is in flight at a time. Not being reached is no failure of a lane: the hub is
//! looked for again at a steady pace, and only one that answered badly is left alone for longer and longer.

mod heard;
mod lane;
mod step;

use lane::Lane;
pub use step::{Do, Heard, Pause};

/// Entries of the first batch.
const FIRST_BATCH: usize = 50;
/// A batch that took less than this may be followed by one twice as large, in milliseconds.
const QUICK: u64 = 2_000;
/// Between two looks at a hub that is there or is missed, in milliseconds.
const PACE: u64 = 30_000;
/// The same on a line that is paid for by what goes through it.
const METERED_PACE: u64 = 600_000;
/// Before the first look after a line that was there is gone.
const SOON: u64 = 3_000;
/// Between two blocks of numbers, in milliseconds: one is enough for long.
const LEASES_APART: u64 = 1_000;
/// Failures of one batch after which it is halved.
const BISECT_AFTER: u32 = 3;
/// Failures of a single entry after which it is sent unread.
const OPAQUE_AFTER: u32 = 5;

/// Where the till stands with its hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    metered: bool,
    /// Whether the last thing heard came from the hub; none before anything was.
    reached: Option<bool>,
    greeted: bool,
    drain_only: bool,
    paused: Option<Pause>,
    /// When to look again.
    due: u64,
    greeting: Lane,
    /// Pages that were doubted, one after the other.
    doubts: Lane,
    up: Lane,
    down: Lane,
    /// Rows are left to fetch.
    rows_left: bool,
    /// Whose turn it is where both lanes have something to do.
    down_next: bool,
    batch: usize,
    /// Failures of the batch that is tried.
    same: u32,
    /// Entries among which one lets the hub fail: no batch grows before they are through.
    suspects: usize,
    opaque: bool,
    /// Rows cannot be laid under what the till did before the hub has all of its earlier lives, and all of
    /// them that is told again.
    held: bool,
    /// The hub has entries of lives gone by that the journal lacks.
    lacking: bool,
    /// The till wants numbers of the series that the shop's tills share.
    wanting: bool,
    numbers: Lane,
    in_hand: Option<Do>,
    /// A planted bug: nothing is fetched while something waits to be sent.
    #[cfg(feature = "planted-bugs")]
    downloads_wait: bool,
}

impl Plan {
    /// Before anything was said.
    pub fn new(metered: bool) -> Plan {
        Plan {
            metered,
            reached: None,
            greeted: false,
            drain_only: false,
            paused: None,
            due: 0,
            greeting: Lane::default(),
            doubts: Lane::default(),
            up: Lane::default(),
            down: Lane::default(),
            rows_left: false,
            down_next: false,
            batch: FIRST_BATCH,
            same: 0,
            suspects: 0,
            opaque: false,
            held: false,
            lacking: false,
            wanting: false,
            numbers: Lane::default(),
            in_hand: None,
            #[cfg(feature = "planted-bugs")]
            downloads_wait: false,
        }
    }

    /// A planted bug: nothing is fetched while something waits to be sent.
    #[cfg(feature = "planted-bugs")]
    #[must_use]
    pub fn with_waiting_downloads(mut self) -> Plan {
        self.downloads_wait = true;
        self
    }

    /// Whether the hub is there; none before anybody looked.
    pub fn reached(&self) -> Option<bool> {
        self.reached
    }

    /// Whether both know where they stand.
    pub fn greeted(&self) -> bool {
        self.greeted
    }

    /// Why nothing is done.
    pub fn paused(&self) -> Option<Pause> {
        self.paused
    }

    /// Whether another till has taken this one's place.
    pub fn drain_only(&self) -> bool {
        self.drain_only
    }

    /// Whether rows are left to fetch, as far as is known.
    pub fn rows_left(&self) -> bool {
        self.rows_left
    }

    /// Nothing is left to send or to fetch. Numbers that the hub has refused are not waited for.
    pub fn is_done(&self, pending: u64) -> bool {
        let wanting = self.wanting && !self.drain_only && self.numbers.failures == 0;
        self.greeted && pending == 0 && !self.rows_left && !wanting && self.in_hand.is_none()
    }

    /// The next step, which is in hand from here on until [`Plan::heard`].
    pub fn next(&mut self, now: u64, pending: u64) -> Do {
        if self.in_hand.is_some() {
            return Do::Wait(u64::MAX);
        }
        let next = self.choose(now, pending);
        if !matches!(next, Do::Wait(_)) {
            self.in_hand = Some(next);
        }
        next
    }

    fn choose(&mut self, now: u64, pending: u64) -> Do {
        if self.paused.is_some() {
            return Do::Wait(u64::MAX);
        }
        if self.reached != Some(true) {
            return due(now, self.due, Do::Ping);
        }
        if !self.greeted {
            return due(now, self.greeting.not_before, Do::Hello);
        }
        if self.lacking && !self.drain_only {
            return due(now, self.greeting.not_before, Do::TakeBack);
        }
        let push = Do::Push {
            most: if self.opaque { 1 } else { self.batch },
            opaque: self.opaque,
        };
        let up = if pending > 0 { self.up.not_before } else { u64::MAX };
        let down = match (self.drain_only || self.held, self.rows_left) {
            (true, _) => u64::MAX,
            (false, true) => self.down.not_before,
            (false, false) => self.due.max(self.down.not_before),
        };
        #[cfg(feature = "planted-bugs")]
        let down = if self.downloads_wait && pending > 0 {
            u64::MAX
        } else {
            down
        };
        // What was sold comes before what will be, and an earlier life before both.
        let lease = if self.wanting && pending == 0 && !self.drain_only && !self.held {
            self.numbers.not_before
        } else {
            u64::MAX
        };
        if lease <= now {
            return Do::Lease;
        }
        let both = up <= now && down <= now;
        if both {
            self.down_next = !self.down_next;
        }
        match () {
            () if both && self.down_next => Do::Pull,
            () if up <= now => push,
            () if down <= now => Do::Pull,
            () => Do::Wait(up.min(down).min(lease)),
        }
    }

    /// Whether nothing is fetched for now: entries of an earlier life of the journal are still to be sent,
    /// there or told again.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// Whether the hub has entries of lives gone by that the journal lacks: they come before all else.
    pub fn lack(&mut self, lacking: bool) {
        self.lacking = lacking;
    }

    /// Whether the till wants numbers of the series that the shop's tills share.
    pub fn want(&mut self, wanting: bool) {
        self.wanting = wanting;
    }

    /// Somebody does not want to wait.
    pub fn now(&mut self, now: u64) {
        self.paused = None;
        self.greeted = false;
        self.due = now;
        for lane in [
            &mut self.greeting,
            &mut self.doubts,
            &mut self.up,
            &mut self.down,
            &mut self.numbers,
        ] {
            *lane = Lane::default();
        }
    }

    /// Nothing more until somebody says so.
    pub fn pause(&mut self, why: Pause) {
        self.paused = Some(why);
        self.in_hand = None;
    }

    /// There is something to fetch.
    pub fn expect_rows(&mut self) {
        self.rows_left = !self.drain_only;
    }

    /// The step in hand is left undone: there was nothing to do it with.
    pub fn dropped(&mut self) {
        self.in_hand = None;
    }

    /// The same, since the two must say again where they stand.
    pub fn unsure(&mut self) {
        self.in_hand = None;
        self.greeted = false;
    }
}

/// The step when its moment is there, else the wait for it.
fn due(now: u64, at: u64, step: Do) -> Do {
    if now >= at { step } else { Do::Wait(at) }
}

#[cfg(test)]
#[path = "tests/plan.rs"]
mod tests;
