//! Syncing without a thread, for the command line. Must never wait longer than it was told.

use std::time::{Duration, Instant};

use super::News;
use super::state::SyncState;
use crate::register::{Fault, Register};
use crate::sync::plan::Pause;
use crate::sync::{Courier, Outcome, Step, What};

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Everything is up and everything is down.
    Done,
    /// The hub is not there, or did not do it in time; why.
    Missed(String),
    /// Somebody must do something first.
    Paused(Pause, String),
}

impl Register {
    /// Sends and fetches until nothing is left, for so long at most beyond what goes forward; what came is
    /// copied beside the store.
    pub fn sync_through(
        &mut self,
        courier: &mut Courier,
        patience: Duration,
        progress: &mut dyn FnMut(&SyncState),
    ) -> Result<Ended, Fault> {
        let ended = self.carry(courier, patience, progress)?;
        self.copy_rows()?;
        Ok(ended)
    }

    /// Takes in what the courier heard, and tells it how the till stands after that.
    pub fn take_from(&mut self, courier: &mut Courier, outcome: Outcome) -> Result<News, Fault> {
        let news = self.heard(outcome)?;
        courier.publish(self.published());
        if let Some((known, reader)) = self.renewal() {
            courier.renew(known, reader);
        }
        courier.taken();
        Ok(news)
    }

    fn carry(
        &mut self,
        courier: &mut Courier,
        patience: Duration,
        progress: &mut dyn FnMut(&SyncState),
    ) -> Result<Ended, Fault> {
        let mut since = Instant::now();
        let mut why = String::new();
        // What the hub makes of entries comes down after them.
        let mut sent = false;
        loop {
            if courier.is_done() {
                if !std::mem::take(&mut sent) {
                    return Ok(Ended::Done);
                }
                courier.expect_rows();
                continue;
            }
            match courier.step() {
                Step::Wait(wait) => {
                    if let Some(pause) = courier.plan().paused() {
                        return Ok(Ended::Paused(pause, why));
                    }
                    let wait = wait.unwrap_or(Duration::MAX);
                    if since.elapsed().saturating_add(wait) > patience {
                        return Ok(Ended::Missed(why));
                    }
                    std::thread::sleep(wait);
                }
                Step::Say(outcome) => {
                    let forward = goes_forward(&outcome.what);
                    let refused = matches!(outcome.what, What::Refused { .. } | What::Unreadable(_));
                    match &outcome.what {
                        What::Missed(met) => {
                            let met = met.to_string();
                            self.heard(*outcome)?;
                            return Ok(Ended::Missed(met));
                        }
                        What::Refused { message, .. } | What::Unreadable(message) => why.clone_from(message),
                        what => sent |= matches!(what, What::Sent { .. }),
                    }
                    self.take_from(courier, *outcome)?;
                    progress(&self.sync_state());
                    if forward {
                        since = Instant::now();
                    } else if refused && courier.plan().paused().is_none() && since.elapsed() > patience {
                        // One that is slow to say no leaves nothing to wait for in between.
                        return Ok(Ended::Missed(why));
                    }
                }
            }
        }
    }
}

/// Whether there is less to do than before it. That both have greeted each other is no progress: a hub can
/// do that for ever.
fn goes_forward(what: &What) -> bool {
    match what {
        What::Sent { .. } | What::Lost(_) | What::Back(..) | What::Leased(..) | What::Retried(_) => true,
        What::Fetched(page) => !page.rows.is_empty() || !page.unread.is_empty(),
        _ => false,
    }
}
