//! The register and what ties it to a hub, from the moment it is opened. Must never look for the hub itself.

use uuid::Uuid;

use super::link::{Link, TieKnown};
use super::state::Met;
use crate::register::{Fault, Register};
use crate::sync::enrol::{fingerprint, key_of};
use crate::sync::settings::Line;
use crate::sync::transport::{BadLine, Transport, trust};
use crate::sync::worker::Sync;
use crate::sync::{Courier, Known, Life};

impl Register {
    /// The register with what the disk says of its hub.
    pub(in crate::register) fn tied(mut self) -> Result<Register, Fault> {
        self.tie()?;
        Ok(self)
    }

    pub(super) fn tie(&mut self) -> Result<(), Fault> {
        let tie = self.tie_file().read();
        let Some(tie) = tie.filter(|tie| tie.known.is_some()) else {
            self.hub = None;
            return Ok(());
        };
        let heads = self.journal.reader().lives()?;
        let newest = self.journal.head().cursor.incarnation;
        let past = heads
            .iter()
            .filter(|head| head.cursor.incarnation < newest)
            .map(|head| {
                (
                    head.cursor.incarnation,
                    head.identity.incarnation,
                    head.cursor.seq,
                )
            });
        let mut link = Link::load(tie, &self.store, past.collect())?;
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
        let pinned = known.certificate.as_deref().and_then(fingerprint);
        let mut wire = Transport::new(url, trust(&line.certificate, pinned)?)?;
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

    fn known(&self, link: &Link, known: &TieKnown) -> Known {
        let head = self.journal.head();
        let life = |(ordinal, incarnation, last): (u16, Uuid, u64)| Life {
            ordinal,
            incarnation,
            last,
            acked: link.acked(ordinal).min(last),
        };
        let newest = (
            head.cursor.incarnation,
            head.identity.incarnation,
            head.cursor.seq,
        );
        Known {
            hub: known.hub,
            epochs: link.facts.epochs.clone(),
            lives: link.past.iter().copied().chain([newest]).map(life).collect(),
            cursors: link.facts.cursors.clone(),
        }
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

    /// Somebody does not want to wait.
    pub fn sync_now(&self) {
        if let Some(sync) = self.hub.as_ref().and_then(|link| link.sync.as_ref()) {
            sync.now();
        }
    }
}
