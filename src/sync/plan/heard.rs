//! What follows from what was heard: which lane waits and for how long, what is sent next and how much of it.
//! Must never choose the next step.

use super::lane::Lane;
use super::step::{Do, Heard, Pause};
use super::{BISECT_AFTER, LEASES_APART, METERED_PACE, OPAQUE_AFTER, PACE, Plan, QUICK, SOON};
use crate::protocol::limits::BATCH_ENTRIES;
use crate::protocol::refused::Code;

impl Plan {
    /// What came of the step in hand; `dice` is any number, all alike.
    pub fn heard(&mut self, now: u64, dice: u64, heard: Heard) {
        let step = self.in_hand.take();
        match heard {
            Heard::Unreached { timed_out } => self.missed(now, dice, timed_out, step),
            Heard::Pong => {
                self.reached = Some(true);
                self.greeted = false;
            }
            Heard::Welcomed { drain_only } => {
                self.greeted = true;
                self.drain_only = drain_only;
                // Its failures are forgotten when something has gone forward: else two who never agree would
                // greet each other without an end.
                self.greeting.not_before = 0;
                self.rows_left = !drain_only;
            }
            Heard::Pushed { took, entries, news } => self.pushed(took, entries, news),
            Heard::GaveBack => self.greeting = Lane::default(),
            Heard::Leased => {
                self.numbers = Lane {
                    failures: 0,
                    not_before: now.saturating_add(LEASES_APART),
                };
            }
            Heard::Unsure => {
                self.greeted = false;
                self.greeting.again(now, dice);
            }
            Heard::Doubted => {
                self.greeted = false;
                self.doubts.again(now, dice);
                self.greeting.not_before = self.doubts.not_before;
            }
            Heard::Pulled { caught_up, empty } => {
                self.doubts = Lane::default();
                if empty && !caught_up {
                    self.down.again(now, dice);
                } else {
                    self.down = Lane::default();
                }
                self.rows_left = !caught_up;
                self.due = now.saturating_add(self.pace(dice));
            }
            Heard::Refused { code, retry_after } => self.refused(now, dice, (code, retry_after), step),
        }
    }

    fn missed(&mut self, now: u64, dice: u64, timed_out: bool, step: Option<Do>) {
        let was_there = self.reached == Some(true);
        self.reached = Some(false);
        self.greeted = false;
        let wait = if was_there && !self.metered {
            dice % SOON
        } else {
            self.pace(dice)
        };
        self.due = now.saturating_add(wait);
        if timed_out && matches!(step, Some(Do::Push { .. })) {
            self.batch = (self.batch / 2).max(1);
        }
    }

    fn pushed(&mut self, took: u64, entries: usize, news: bool) {
        (self.up, self.greeting) = (Lane::default(), Lane::default());
        (self.same, self.opaque) = (0, false);
        self.rows_left |= news && !self.drain_only;
        if self.suspects > 0 {
            self.suspects = self.suspects.saturating_sub(entries);
        } else if took < QUICK && entries >= self.batch {
            self.batch = (self.batch * 2).min(BATCH_ENTRIES);
        }
    }

    fn refused(&mut self, now: u64, dice: u64, (code, retry_after): (Code, Option<u32>), step: Option<Do>) {
        self.reached = Some(true);
        let pause = match code {
            // A series that is another till's own: nothing else is the worse for it.
            Code::Forbidden if step == Some(Do::Lease) => None,
            Code::Unauthorized | Code::Forbidden | Code::BadCode => Some(Pause::Withdrawn),
            Code::UpgradeRequired => Some(Pause::Upgrade),
            Code::HubFork => Some(Pause::HubFork),
            Code::ChainFork => Some(Pause::ChainFork),
            _ => None,
        };
        if pause.is_some() {
            self.paused = pause;
            return;
        }
        match step {
            Some(Do::Push { .. }) => self.push_refused(now, dice, code, retry_after),
            Some(Do::Pull) if code == Code::Resnapshot => {
                self.rows_left = true;
                self.down.again(now, dice);
            }
            Some(Do::Lease) => self.numbers.fail(now, dice, retry_after),
            Some(Do::Pull) => self.down.fail(now, dice, retry_after),
            _ => self.greeting.fail(now, dice, retry_after),
        }
    }

    fn push_refused(&mut self, now: u64, dice: u64, code: Code, retry_after: Option<u32>) {
        match code {
            // The hub says at the hello how far it is.
            Code::ChainGap | Code::HubBehind => {
                self.greeted = false;
                self.greeting.fail(now, dice, retry_after);
            }
            Code::TooLarge if self.batch > 1 => self.batch = (self.batch / 2).max(1),
            Code::SlowDown | Code::Unavailable => self.up.fail(now, dice, retry_after),
            _ => {
                self.same += 1;
                self.up.fail(now, dice, retry_after);
                if self.batch > 1 && self.same >= BISECT_AFTER {
                    self.suspects = self.suspects.max(self.batch);
                    self.batch = (self.batch / 2).max(1);
                    (self.same, self.up.failures) = (0, 0);
                } else if self.batch == 1 && self.same >= OPAQUE_AFTER {
                    self.opaque = true;
                }
            }
        }
    }

    /// The time to the next look, a fifth more or less.
    fn pace(&self, dice: u64) -> u64 {
        let pace = if self.metered { METERED_PACE } else { PACE };
        pace - pace / 10 + dice % (pace / 5)
    }
}
