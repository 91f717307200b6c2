//! Looks for the hub and learns where both stand. Must never go on with a hub that holds another past than
//! the till knows.

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::past::{missing, outlived};
use super::{Courier, Life, raised_to};
use crate::journal::JournalError;
use crate::protocol::fetch::{Fetch, Fetched};
use crate::protocol::hello::{Command, Hello, SeriesAt, Welcome};
use crate::protocol::limits::BATCH_ENTRIES;
use crate::protocol::ping::Pong;
use crate::protocol::refused::{Code, Refused};
use crate::protocol::{SPOKEN, paths};
use crate::sync::outcome::What;
use crate::sync::plan::{Heard, Pause};
use crate::sync::transport::Failed;

impl Courier {
    pub(super) fn ping(&mut self) -> What {
        let before = self.wall();
        match self.wire.get::<Pong>(paths::PING) {
            Ok(pong) if pong.hub == self.known.hub => {
                self.clock(before, pong.time);
                self.heard(Heard::Pong);
                What::There
            }
            Ok(_) => self.pause(Pause::HubFork),
            Err(failed) => self.failed(failed),
        }
    }

    pub(super) fn hello(&mut self) -> What {
        let newest = self.known.lives.len().saturating_sub(1);
        let Some(life) = self.known.lives.last().copied() else {
            return self.unreadable("the journal has no life");
        };
        let hello = Hello {
            versions: SPOKEN,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            incarnation: life.incarnation,
            last_seq: self.published.last,
            head_hash: HEXLOWER.encode(&self.published.hash),
            acked: life.acked,
            epoch: self.known.epochs.last().copied(),
            cursors: self.known.cursors.clone(),
            series: self.published.series.clone(),
            time: self.wall(),
        };
        let before = self.wall();
        let welcome: Welcome = match self.wire.post(paths::HELLO, &hello) {
            Ok(welcome) => welcome,
            Err(Failed::Refused(refused)) if refused.code == Code::HubBehind => return self.behind(refused),
            Err(Failed::Refused(refused)) if refused.code == Code::ChainFork => return self.parted(newest),
            Err(failed) => return self.failed(failed),
        };
        self.clock(before, welcome.time);
        if welcome.hub != self.known.hub || self.went_back(welcome.epoch) {
            return self.pause(Pause::HubFork);
        }
        if welcome.acked > life.last {
            return self.lost(life, &welcome);
        }
        match self.agrees(life, &welcome) {
            Ok(true) => {}
            Ok(false) => return self.parted(newest),
            Err(error) => return self.unreadable(&error.to_string()),
        }
        match self.compared(&welcome) {
            Ok(None) => self.welcomed(welcome),
            Ok(Some(at)) => self.parted(at),
            Err(unknown) => self.unknown(unknown),
        }
    }

    /// The hub holds less than it said: what is missing is sent again, which does nothing twice.
    fn behind(&mut self, refused: Refused) -> What {
        match (refused.acked, self.known.lives.last_mut()) {
            (Some(acked), Some(life)) if acked < life.acked => {
                life.acked = acked;
                self.plan.dropped();
                What::There
            }
            _ => self.failed(Failed::Refused(refused)),
        }
    }

    /// The hub holds entries that this journal has lost: they come back where they follow on what is there. A
    /// journal that went on in a later life since, which this disk knows nothing of, begins one more: what is
    /// lost of all of them comes back there; but not to one whose place another till has taken, to which all
    /// of it comes back.
    fn lost(&mut self, life: Life, welcome: &Welcome) -> What {
        let is_former = welcome.commands.contains(&Command::DrainOnly);
        let question = Fetch {
            incarnation: life.incarnation,
            from: life.last + 1,
            limit: BATCH_ENTRIES as u32,
            probe: Vec::new(),
        };
        match self.wire.post::<Fetched>(paths::FETCH, &question) {
            Ok(fetched) if fetched.prev_hash == HEXLOWER.encode(&self.published.hash) => {
                self.plan.dropped();
                let next = fetched.entries.first().map(|entry| entry.seq);
                let shows_it = next == Some(life.last + 1);
                if !is_former && shows_it && outlived(&self.known, &welcome.lives) {
                    self.parting = true;
                    return What::Parted((life.ordinal, life.last));
                }
                self.lost_at = Some(life.last);
                What::Lost(Box::new(fetched))
            }
            Ok(_) => self.parted(self.known.lives.len() - 1),
            Err(failed) => self.failed(failed),
        }
    }

    /// Takes up what the hub said of itself and of this till.
    fn welcomed(&mut self, welcome: Welcome) -> What {
        if self.known.epochs.last() != Some(&welcome.epoch) {
            self.known.epochs.push(welcome.epoch);
        }
        let mut acked = welcome.acked;
        let mut drain_only = false;
        for command in &welcome.commands {
            match command {
                Command::UseToken { token } => self.wire.use_token(token.clone()),
                Command::DrainOnly => drain_only = true,
                Command::PushFrom { seq } => acked = acked.min(seq.saturating_sub(1)),
            }
        }
        if let Some(life) = self.known.lives.last_mut() {
            life.acked = acked;
        }
        // To one that only sends, nothing comes back.
        self.missing = if drain_only {
            Vec::new()
        } else {
            missing(&self.known, &welcome.lives, acked == 0)
        };
        self.heard(Heard::Welcomed { drain_only });
        let behind = |at: &SeriesAt| {
            let own = self.published.series.iter().find(|own| own.series == at.series);
            own.is_some_and(|own| own.next < at.next && raised_to(own.next, at.next).is_none())
        };
        if welcome.series.iter().any(behind) {
            self.plan.pause(Pause::SeriesBehind);
        }
        What::Welcomed(Box::new(welcome))
    }

    /// Whether an epoch is one that was left already: two hubs take turns.
    fn went_back(&self, epoch: Uuid) -> bool {
        let mut before = self.known.epochs.iter().rev().skip(1);
        self.known.epochs.last() != Some(&epoch) && before.any(|known| *known == epoch)
    }

    /// Whether the journal holds what the hub has of it.
    fn agrees(&mut self, life: Life, welcome: &Welcome) -> Result<bool, JournalError> {
        if welcome.acked == 0 {
            return Ok(true);
        }
        let entry = self.reading.entry(life.ordinal, welcome.acked)?;
        let own = entry.map(|entry| HEXLOWER.encode(&entry.hash));
        Ok(welcome.acked_hash.is_none() || own == welcome.acked_hash)
    }
}
