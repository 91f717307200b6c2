//! Everything heals, and whoever has something to say must have said it soon. Must never help anybody along
//! but as a person would who looks after a till now and then.

use crate::till::Till;
use crate::world::World;

/// What everybody gets to be done in, once everything is as it should be.
const SOON: u64 = 20 * 60_000;
/// Longer than the longest pause between two looks at the hub.
const QUIET: u64 = 40_000;
/// How often somebody looks after a till.
const PERSON: u64 = 30_000;

impl World {
    /// Everything is as it should be from here on.
    pub(crate) fn heal(&mut self) -> Result<(), String> {
        self.crashes = 0;
        self.note("everything heals".to_owned());
        self.nature().heal();
        for at in 0..self.tills.len() {
            if self.tills[at].register.is_none() {
                self.starts(at)?;
            }
        }
        if self.tills.iter().all(|till| till.pending() > 0) {
            self.hits.hit("herd after an outage");
        }
        Ok(())
    }

    /// Everybody sends and fetches until nothing is left, within a time.
    pub(crate) fn settle(&mut self) -> Result<(), String> {
        let end = self.time.now() + SOON;
        let mut moved = self.time.now();
        let mut taken = self.taken;
        let mut looked = vec![0; self.tills.len()];
        loop {
            for (at, looked) in looked.iter_mut().enumerate() {
                for _ in 0..40 {
                    if self.tills[at].wake <= self.time.now() {
                        self.carry(at)?;
                    }
                }
                if self.time.now() >= *looked {
                    *looked = self.time.now() + PERSON;
                    self.looks_after(at)?;
                }
            }
            if taken != self.taken {
                (taken, moved) = (self.taken, self.time.now());
            }
            let former = self.former();
            let done = |till: &Till| {
                let idle = till.courier.as_ref().is_some_and(|courier| courier.is_done());
                let fetched = till.pulled > moved && till.pulled + QUIET > self.time.now();
                idle && (fetched || Some(till.at) == former)
            };
            if self.tills.iter().all(done) {
                return Ok(());
            }
            if self.time.now() > end {
                let stuck = self.tills.iter().filter(|till| !done(till)).map(|till| till.at);
                return Err(format!("not done in time: tills {:?}", stuck.collect::<Vec<_>>()));
            }
            let next = self.tills.iter().map(|till| till.wake).min().unwrap_or(0);
            let wait = next.saturating_sub(self.time.now()).clamp(10, PERSON);
            self.time.pass(wait);
        }
    }

    /// A person looks at the till now and then: types the code, presses the key where it says so.
    fn looks_after(&mut self, at: usize) -> Result<(), String> {
        self.asks_for_a_code(at)?;
        if self.tills[at].code.is_some() {
            return self.joins(at);
        }
        if let Some(courier) = &mut self.tills[at].courier
            && let Some(why) = courier.plan().paused()
        {
            courier.now();
            self.tills[at].wake = self.time.now();
            self.note(format!("T{at} is paused ({why:?}): somebody presses sync"));
        }
        Ok(())
    }
}
