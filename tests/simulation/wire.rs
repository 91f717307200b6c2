//! The line of a till as its transport sees it. Must never hold more than the way to the network.

use std::sync::{Arc, Mutex};

use tendero::sync::Net;
use tendero::vault::VaultError;
use ureq::http::{Request, Response};
use ureq::{Body, Error};

use crate::ledger::locked;
use crate::network::Nature;
use crate::time::{Time, Wrong};

/// The line of one till, from its start to its end.
pub(crate) struct Wire {
    pub(crate) nature: Arc<Mutex<Nature>>,
    pub(crate) till: usize,
    pub(crate) wrong: Wrong,
    pub(crate) time: Time,
    pub(crate) started: u64,
}

impl Net for Wire {
    fn carry(&mut self, request: Request<&[u8]>) -> Result<Response<Body>, Error> {
        locked(&self.nature).carry(self.till, request.map(<[u8]>::to_vec))
    }

    fn part(&mut self) {}

    fn mono(&self) -> u64 {
        self.time.now() - self.started
    }

    fn wall(&self) -> i64 {
        self.wrong.wall(&self.time)
    }

    fn chance(&mut self, out: &mut [u8]) -> Result<(), VaultError> {
        let mut nature = locked(&self.nature);
        for byte in out {
            *byte = nature.chance.next() as u8;
        }
        Ok(())
    }
}
