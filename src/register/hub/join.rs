//! The register and what ties it to a hub, from the moment it is opened. Must never look for the hub itself.

use uuid::Uuid;

use super::link::{Link, TieKnown};
use super::state::Met;
use crate::journal::Reader;
use crate::register::{Fault, Register};
use crate::sync::enrol::{fingerprint, key_of};
use crate::sync::settings::Line;
use crate::sync::transport::{BadLine, Transport, trust};
use crate::sync::worker::Sync;
use crate::sync::{Courier, Known, Life, Net};

impl Register {
    /// The register with what the disk says of its hub.
    pub(in crate::register) fn tied(mut self) -> Result<Register, Fault> {
        let end = self.journal.head().cursor;
        if end.seq == 0 && end.incarnation > 1 {
            // Whether or not it has a hub any more.
            self.finish_telling(&self.journal.reader().lives()?)?;
        }
        self.tie()?;
        Ok(self)
    }

    pub(super) fn tie(&mut self) -> Result<(), Fault> {
        let tie = self.tie_file().read();
        let Some(tie) = tie.filter(|tie| tie.known.is_some()) else {
            self.hub = None;
            return Ok(());
        };
        let lives = self.journal.reader().lives()?;
        self.finish_telling(&lives)?;
        let mut link = Link::load(tie, &self.store, self.past(&lives))?;
        self.count_open(&mut link)?;
        self.hub = Some(Box::new(link));
        Ok(())
    }

    /// What ties the till to its hub, where something does.
    pub fn link(&self) -> Option<&Link> {
        self.hub.as_deref()
    }

    /// Who carries entries to the hub and rows back; none for a till without one.
    pub fn courier(&self, line: &Line) -> Result<Option<Courier>, BadLine> {
        self.courier_by(line, |url, known| {
            let pinned = known.certificate.as_deref().and_then(fingerprint);
            Transport::new(url, trust(&line.certificate, pinned)?)
        })
    }

    /// The same over a net of the caller's.
    pub fn courier_over(&self, line: &Line, net: Box<dyn Net>) -> Result<Option<Courier>, BadLine> {
        self.courier_by(line, |url, _| Transport::over(url, net))
    }

    fn courier_by(
        &self,
        line: &Line,
        wire: impl FnOnce(&str, &TieKnown) -> Result<Transport, BadLine>,
    ) -> Result<Option<Courier>, BadLine> {
        let Some((link, known)) = self
            .hub
            .as_ref()
            .and_then(|link| Some((link, link.tie.known.as_ref()?)))
        else {
            return Ok(None);
        };
        let url = Some(&line.url)
            .filter(|url| !url.is_empty())
            .unwrap_or(&link.tie.url);
        let mut wire = wire(url, known)?;
        let key = key_of(&known.hub_key).ok_or_else(|| BadLine::Url(url.clone()))?;
        wire.known_by(key, known.token.clone());
        let reader = self.journal.reader().another();
        let known = self.known(link, known);
        Ok(Some(Courier::new(
            wire,
            reader,
            known,
            self.published(),
            line.metered,
        )))
    }

    pub(super) fn known(&self, link: &Link, known: &TieKnown) -> Known {
        let head = self.journal.head();
        let retold = &self.till.retold;
        let life = |(ordinal, incarnation, last): (u16, Uuid, u64)| Life {
            ordinal,
            incarnation,
            last,
            acked: link.acked(ordinal).min(last),
            have: match retold.back_upto(incarnation) {
                _ if link.facts.settled.contains(&incarnation) => u64::MAX,
                back => back.unwrap_or(0).max(last),
            },
        };
        let newest = (
            head.cursor.incarnation,
            head.identity.incarnation,
            head.cursor.seq,
        );
        Known {
            hub: known.hub,
            terminal: head.identity.terminal,
            settled: link.facts.settled.clone(),
            epochs: link.facts.epochs.clone(),
            lives: link.past.iter().copied().chain([newest]).map(life).collect(),
            again: retold.again_upto(newest.1).unwrap_or(0),
            cursors: link.facts.cursors.clone(),
        }
    }

    /// What whoever carries entries must be told of the journal's lives, once.
    pub(super) fn renewal(&mut self) -> Option<(Known, Reader)> {
        let link = self.hub.as_mut().filter(|link| link.renewed_lives)?;
        link.renewed_lives = false;
        let link = self.hub.as_ref()?;
        let known = self.known(link, link.tie.known.as_ref()?);
        Some((known, self.journal.reader().another()))
    }

    /// The thread between the till and its hub, from now on.
    pub fn carried_by(&mut self, sync: Sync) {
        if let Some(link) = &mut self.hub {
            link.sync = Some(sync);
        }
    }

    /// There is no line to the hub, whatever is there.
    pub fn line_is_bad(&mut self, why: BadLine) {
        if let Some(link) = &mut self.hub {
            link.why = Some(Met::Line(why));
            link.standing.reached = Some(false);
        }
    }

    /// What was heard last is taken.
    pub fn taken(&self) {
        if let Some(sync) = self.hub.as_ref().and_then(|link| link.sync.as_ref()) {
            sync.taken();
        }
    }

    /// The same, and the entries that wait at the hub are tried once more.
    pub fn sync_again(&mut self) {
        if let Some(link) = &mut self.hub {
            link.retried = None;
            link.sync.iter().for_each(Sync::again);
        }
    }

    /// What came of that the last time: done now, still waiting.
    pub fn retried(&self) -> Option<(u64, u64)> {
        self.hub.as_ref()?.retried
    }

    /// Somebody does not want to wait.
    pub fn sync_now(&self) {
        if let Some(sync) = self.hub.as_ref().and_then(|link| link.sync.as_ref()) {
            sync.now();
        }
    }
}
