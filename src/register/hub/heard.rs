//! What was heard of the hub, taken in: acknowledgements, rows, bad news. Must never take longer than a sale
//! may wait: one batch or one page at a time.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::link::{Facts, Link, TieFile};
use super::own::At;
use super::rows::{Here, taken, thing, unread};
use super::show::News;
use super::state::Met;
use crate::domain::base::Thing;
use crate::journal::{Cursor, Entry};
use crate::protocol::hello::{Command, ParkedEntry, Welcome};
use crate::protocol::pull::Pulled;
use crate::protocol::push::{self, Pushed};
use crate::register::{Fault, Register};
use crate::store::hub::{Acked, Base, Held, Keep, Shown};
use crate::sync::{Outcome, What};

/// Lives gone by: the ordinal of each, its id, and its last entry as far as the hub has or shall have it.
pub(super) type Heads = Vec<(u16, Uuid, u64)>;

impl Register {
    /// Takes in what was heard of the hub.
    pub fn heard(&mut self, outcome: Outcome) -> Result<News, Fault> {
        let Some(mut link) = self.hub.take() else {
            return Ok(News::default());
        };
        let done = self.take_in(&mut link, outcome);
        self.hub = Some(link);
        done
    }

    /// Plants a bug: where to go on is kept before what came is.
    #[cfg(feature = "planted-bugs")]
    pub fn plant_cursor_first(&mut self) {
        if let Some(link) = &mut self.hub {
            link.cursor_first = true;
        }
    }

    fn take_in(&mut self, link: &mut Link, outcome: Outcome) -> Result<News, Fault> {
        let now = self.around.wall();
        let before = link.facts.clone();
        let (mut keep, mut renewed) = (Keep::default(), false);
        link.standing = outcome.standing;
        if let Some(offset) = outcome.standing.offset {
            link.facts.offset = offset;
        }
        match outcome.what {
            what @ (What::Lost(_) | What::Parted(_) | What::Back(..) | What::Leased(..)) => {
                link.met(now);
                renewed = self.mend(link, what)?;
            }
            What::Missed(why) => {
                link.facts.offline_since.get_or_insert(now);
                link.facts.back_at = None;
                link.why = Some(Met::Missing(why));
            }
            What::There | What::NoNumbers(_) => link.met(now),
            What::Welcomed(welcome) => {
                link.met(now);
                renewed = self.raise(link, &welcome.series)?;
                self.welcomed(link, &welcome, &mut keep)?;
            }
            What::Sending => link.began = self.waiting_of(link),
            What::Sent { life, from, pushed } => {
                link.met(now);
                self.sent(link, (life.0, from), &pushed, &mut keep)?;
            }
            What::Fetched(page) => {
                link.met(now);
                self.fetched(link, &page, &mut keep)?;
            }
            What::Retried(retried) => {
                link.met(now);
                link.facts.held = retried.parked_count;
                keep.held = Some(self.held(link, &retried.parked));
                link.retried = Some((retried.applied, retried.parked_count));
            }
            What::FromStart => {
                link.facts.cursors.clear();
                link.facts.caught_up = false;
                // Those that are still open come again; of the others nobody may know any more.
                let known = self.store.read()?.bases(Thing::Conflict)?.into_iter();
                let gone = known.map(|row| Base { value: None, ..row });
                keep.rows.extend(gone.map(|row| (row, Shown::Nothing)));
            }
            What::Refused { code, .. } => {
                link.met(now);
                link.why = Some(Met::Refused(code));
            }
            What::Unreadable(_) => link.why = Some(Met::Journal),
        }
        self.settle(link, now);
        if !alike(&before, &link.facts) {
            keep.facts = Some(link.bytes());
        }
        self.keep(link, &mut keep)?;
        link.uncopied |= !keep.rows.is_empty();
        let mut news = self.show(link, &keep)?;
        news.desk |= renewed | self.give_up_unused()?;
        if news.desk {
            self.tell_lives(link);
        }
        Ok(news)
    }

    fn keep(&mut self, _link: &Link, keep: &mut Keep) -> Result<(), Fault> {
        #[cfg(feature = "planted-bugs")]
        if _link.cursor_first {
            let facts = keep.facts.take();
            self.store.keep(&Keep {
                facts,
                ..Keep::default()
            })?;
        }
        if *keep != Keep::default() {
            self.store.keep(keep)?;
        }
        Ok(())
    }

    /// Tells the thread between both of what the journal has become, before it is told that it may go on.
    fn tell_lives(&self, link: &mut Link) {
        let Some(sync) = &link.sync else { return };
        sync.publish(self.published());
        if std::mem::take(&mut link.renewed_lives)
            && let Some(known) = &link.tie.known
        {
            sync.renew(self.known(link, known), self.journal.reader().another());
        }
    }

    /// Notes how long it took from the hub being there again until everything was up.
    fn settle(&self, link: &mut Link, now: i64) {
        let done = self.waiting_of(link) == 0 && !link.standing.fetching;
        if let Some(back) = link.facts.back_at.filter(|_| done) {
            link.facts.back_at = None;
            link.facts.back_to_synced = Some(now.saturating_sub(back).max(0));
        }
    }

    fn welcomed(&mut self, link: &mut Link, welcome: &Welcome, keep: &mut Keep) -> Result<(), Fault> {
        let ordinal = self.journal.head().cursor.incarnation;
        if link.facts.epochs.last() != Some(&welcome.epoch) {
            link.facts.epochs.push(welcome.epoch);
        }
        let mut acked = welcome.acked;
        link.facts.drain_only = false;
        for command in &welcome.commands {
            match command {
                Command::UseToken { token } => self.use_token(link, token)?,
                Command::DrainOnly => link.facts.drain_only = true,
                Command::PushFrom { seq } => acked = acked.min(seq.saturating_sub(1)),
            }
        }
        link.facts
            .acked
            .insert(ordinal, acked.min(self.journal.head().cursor.seq));
        for (past, incarnation, last) in link.past.iter().filter(|_| !welcome.lives.is_empty()) {
            let there = welcome.lives.iter().find(|life| life.incarnation == *incarnation);
            let there = there.map_or(0, |life| life.acked);
            link.facts.acked.insert(*past, there.min(*last));
        }
        link.facts.held = welcome.parked_count;
        keep.held = Some(self.held(link, &welcome.parked));
        Ok(())
    }

    /// Entries that wait at the hub, as the store keeps them.
    fn held(&self, link: &Link, parked: &[ParkedEntry]) -> Vec<Held> {
        let ordinals = self.ordinals(link);
        let held = parked.iter().filter_map(|parked| {
            Some(Held {
                at: (*ordinals.get(&parked.incarnation)?, parked.seq),
                id: parked.id,
                kind: parked.kind,
                reason: parked.reason.clone(),
                message: parked.message.clone(),
            })
        });
        held.collect()
    }

    fn use_token(&self, link: &mut Link, token: &str) -> Result<(), Fault> {
        if let Some(known) = &mut link.tie.known {
            known.token = token.to_owned();
        }
        self.tie_file().write(&link.tie)
    }

    fn sent(
        &self,
        link: &mut Link,
        (ordinal, from): At,
        pushed: &Pushed,
        keep: &mut Keep,
    ) -> Result<(), Fault> {
        let known = link.past.iter().find(|(past, ..)| *past == ordinal);
        let last = known.map_or(self.journal.head().cursor.seq, |(.., last)| *last);
        let to = pushed.acked.min(last);
        link.why = None;
        link.facts.acked.insert(ordinal, to);
        keep.acked = (from <= to).then_some(Acked {
            ordinal,
            from,
            to,
            at: pushed.time,
        });
        for note in pushed
            .notes
            .iter()
            .filter(|note| note.outcome == push::Outcome::Parked)
        {
            let Some(entry) = self.entry_at((ordinal, note.seq))? else {
                continue;
            };
            link.facts.held += 1;
            keep.held_more.push(Held {
                at: (ordinal, note.seq),
                id: entry.id,
                kind: entry.kind,
                reason: note.reason.clone(),
                message: note.message.clone(),
            });
        }
        Ok(())
    }

    fn fetched(&mut self, link: &mut Link, page: &Pulled, keep: &mut Keep) -> Result<(), Fault> {
        link.facts.cursors.clone_from(&page.cursors);
        link.facts.caught_up |= page.caught_up;
        keep.bad.extend(page.unread.iter().map(unread));
        if page.rows.is_empty() {
            return Ok(());
        }
        // What the rows are laid under must be there.
        self.fold()?;
        let included = self.included(link, page.included_seq);
        link.own
            .reach(included, self.journal.reader(), &self.till.retold)?;
        let here = Here {
            till: &self.till,
            product: &|sku| {
                let row = self.catalogue.by_sku(sku)?;
                Some(self.catalogue.get(row).to_product())
            },
            customer: &|id| self.customers.get(id).cloned(),
        };
        for row in &page.rows {
            let own = link.own.of(thing(row.kind), &row.id, included);
            match taken(&here, row, included, &own) {
                Ok(taken) => keep.rows.push(taken),
                Err(bad) => keep.bad.push(bad),
            }
        }
        Ok(())
    }

    /// Up to which entry of this till the rows of a page include what it did.
    fn included(&self, link: &Link, included_seq: u64) -> At {
        let behind = link
            .past
            .iter()
            .find(|(ordinal, _, last)| link.acked(*ordinal) < *last);
        match behind {
            Some((ordinal, ..)) => (*ordinal, link.acked(*ordinal)),
            None => (self.journal.head().cursor.incarnation, included_seq),
        }
    }

    /// Entries that the hub does not have.
    pub(in crate::register) fn waiting_of(&self, link: &Link) -> u64 {
        let head = self.journal.head().cursor;
        let past = link.past.iter().map(|(ordinal, _, last)| (*ordinal, *last));
        let lives = past.chain([(head.incarnation, head.seq)]);
        lives
            .map(|(ordinal, last)| last.saturating_sub(link.acked(ordinal)))
            .sum()
    }

    /// The ordinal of each life of the journal.
    pub(super) fn ordinals(&self, link: &Link) -> BTreeMap<Uuid, u16> {
        let head = self.journal.head();
        let past = link
            .past
            .iter()
            .map(|(ordinal, incarnation, _)| (*incarnation, *ordinal));
        past.chain([(head.identity.incarnation, head.cursor.incarnation)])
            .collect()
    }

    /// The entry in that place.
    pub(super) fn entry_at(&self, at: At) -> Result<Option<Entry>, Fault> {
        let before = Cursor {
            incarnation: at.0,
            seq: at.1.saturating_sub(1),
        };
        let entry = self.journal.reader().entries_after(before).next().transpose()?;
        Ok(entry.filter(|entry| (entry.cursor.incarnation, entry.seq()) == at))
    }

    /// The sealed file that ties the till to its hub.
    pub(super) fn tie_file(&self) -> TieFile {
        TieFile::new(self.places.hub(), crate::vault::seal::Sealer::new(&self.hub_key))
    }
}

impl Link {
    /// The hub was heard.
    fn met(&mut self, now: i64) {
        self.facts.last_contact = Some(now);
        // That it cannot take anything stands until it has taken something.
        self.why = self.why.take().filter(|why| matches!(why, Met::Refused(_)));
        if self.facts.offline_since.take().is_some() {
            self.facts.back_at = Some(now);
        }
    }
}

/// Whether two say the same but for clocks: an idle till writes nothing.
fn alike(before: &Facts, after: &Facts) -> bool {
    const OFTEN: i64 = 600_000;
    let seen = |facts: &Facts| facts.last_contact.unwrap_or(0);
    let plain = |facts: &Facts| Facts {
        last_contact: None,
        offset: 0,
        ..facts.clone()
    };
    let drifted = (before.offset - after.offset).abs() > 1_000;
    !drifted && seen(after) / OFTEN == seen(before) / OFTEN && plain(before) == plain(after)
}
