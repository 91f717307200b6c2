//! A till and its hub, one request at a time, and a death between any two of them. Must never take what was
//! heard otherwise than a till does.

use tendero::protocol::refused::Code;
use tendero::register::Register;
use tendero::register::hub::{EnrolRefusal, ask_over};
use tendero::sync::{Outcome, Step, What};

use crate::ledger::locked;
use crate::lives::Fate;
use crate::till::OWNER;
use crate::world::World;

/// What is typed as the hub's address.
const URL: &str = "http://hub.example";

impl World {
    /// Becomes known to the hub, or tries to.
    pub(crate) fn joins(&mut self, at: usize) -> Result<(), String> {
        let Some(code) = self.tills[at].code.clone() else {
            return Ok(());
        };
        let asked = self.act(
            at,
            "asks to join",
            |register| register.ask_hub(URL, &code, "till"),
            |_| None,
        )?;
        let Some(asked) = asked else { return Ok(()) };
        let wire = self.tills[at].wire();
        let enrolled = match ask_over(&asked, Box::new(wire)) {
            Ok(enrolled) => enrolled,
            Err(why) => {
                self.note(format!("T{at} does not join: {why}"));
                let worn = matches!(
                    why,
                    EnrolRefusal::No {
                        code: Code::BadCode,
                        ..
                    }
                );
                let mut nature = locked(&self.nature);
                if worn && !nature.house.up().is_empty() {
                    self.tills[at].code = Some(nature.house.code());
                }
                return Ok(());
            }
        };
        self.act(
            at,
            "joins",
            |register| register.join(Some(OWNER), &asked, &enrolled),
            |()| None,
        )?;
        if self.tills[at]
            .register
            .as_ref()
            .is_some_and(|register| register.link().is_some())
        {
            (self.tills[at].code, self.tills[at].signed_out) = (None, false);
            self.tills[at].tie();
        }
        Ok(())
    }

    /// One step of a till's courier, where its time has come.
    pub(crate) fn carry(&mut self, at: usize) -> Result<(), String> {
        let till = &mut self.tills[at];
        let Some(courier) = till.courier.as_mut().filter(|_| till.wake <= self.time.now()) else {
            return Ok(());
        };
        match courier.step() {
            Step::Wait(wait) => {
                let wait = wait.map_or(u64::MAX, |wait| {
                    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
                });
                till.wake = self.time.now().saturating_add(wait.max(1));
                Ok(())
            }
            Step::Say(outcome) => self.hears(at, *outcome),
        }
    }

    fn hears(&mut self, at: usize, outcome: Outcome) -> Result<(), String> {
        let what = self.told(at, &outcome);
        let crash = self.percent(self.crashes);
        let fetched = matches!(outcome.what, What::Fetched(_));
        let first = !self.caught_up(at);
        if crash && self.percent(50) {
            let end = self.tills[at].disk.operations();
            self.hits.hit(if matches!(outcome.what, What::Sending) {
                "crash while syncing"
            } else {
                "crash before what was heard is taken"
            });
            self.interrupted(fetched && first);
            self.dies(at, end);
            return Ok(());
        }
        let ahead = self.percent(50);
        let till = &mut self.tills[at];
        let (Some(register), Some(courier)) = (&mut till.register, &mut till.courier) else {
            return Ok(());
        };
        if ahead {
            courier.look_ahead();
        }
        let before = till.disk.operations();
        let taken = register.take_from(courier, outcome);
        let after = till.disk.operations();
        till.wake = self.time.now();
        taken.map_err(|fault| format!("T{at} {what}: {fault}"))?;
        if crash && after > before {
            self.hits.hit("crash while what was heard is taken");
            self.interrupted(fetched && first);
            let cut = before + self.below(after - before);
            self.dies(at, cut);
        }
        Ok(())
    }

    fn interrupted(&self, bootstrap: bool) {
        if bootstrap {
            self.hits.hit("bootstrap interrupted");
        }
    }

    fn caught_up(&self, at: usize) -> bool {
        let register = self.tills[at].register.as_ref();
        register
            .and_then(Register::sync_facts)
            .is_some_and(|facts| facts.caught_up)
    }

    /// Notes what was heard, and what of the list that was.
    fn told(&mut self, at: usize, outcome: &Outcome) -> String {
        let told = match &outcome.what {
            What::Missed(why) => format!("misses the hub: {why}"),
            What::Sent { from, pushed, .. } => {
                self.sent(at, *from, pushed.acked);
                format!(
                    "sent {from} to {} with {} notes",
                    pushed.acked,
                    pushed.notes.len()
                )
            }
            What::Fetched(page) => {
                self.fetched(at, page.caught_up);
                format!("fetched {} rows, {} left", page.rows.len(), page.left)
            }
            What::Refused { code, .. } => format!("refused: {code:?}"),
            What::Welcomed(welcome) => format!("welcomed at {}", welcome.acked),
            What::Sending => "sending".to_owned(),
            What::There => "there".to_owned(),
            What::Lost(_) => {
                if self.fate != Fate::Twins {
                    self.hits.hit("till set back");
                }
                "lost".to_owned()
            }
            What::Parted(_) => {
                self.hits.hit(if self.fate == Fate::Twins {
                    "two tills with one disk"
                } else {
                    "till set back and written over"
                });
                "parted".to_owned()
            }
            What::Back(..) => "back".to_owned(),
            What::FromStart => "from the start".to_owned(),
            What::Unreadable(why) => format!("unreadable: {why}"),
            What::Leased(..) | What::NoNumbers(_) | What::Retried(_) => "numbers or a try".to_owned(),
        };
        self.note(format!("T{at} {told}"));
        told
    }

    fn sent(&mut self, at: usize, from: u64, acked: u64) {
        self.taken += 1;
        if self.former() == Some(at) {
            self.hits.hit("till replaced, and there again");
        }
        let done = self.tills[at].pending() == 0;
        match (acked + 1 - from, done) {
            (49, _) => self.hits.hit("batch of one page less one"),
            (50, true) => self.hits.hit("batch of one page"),
            (1, true) if from == self.tills[at].paged + 1 => self.hits.hit("batch of one page and one more"),
            _ => {}
        }
        self.tills[at].paged = if acked + 1 - from == 50 { acked } else { 0 };
        self.tills[at].edits.retain(|(seq, ..)| *seq > acked);
        self.tills[at].sold.retain(|(seq, _)| *seq > acked);
        if self.nature().house.wrong.is_far_off() {
            self.hits.hit("clock ten years off at the hub");
        }
    }

    fn fetched(&mut self, at: usize, caught_up: bool) {
        if self.reading[at].is_some_and(|then| then != self.taken) {
            self.hits.hit("rows move while they are read");
        }
        self.reading[at] = (!caught_up).then_some(self.taken);
        if caught_up {
            self.tills[at].pulled = self.time.now();
        }
    }
}
