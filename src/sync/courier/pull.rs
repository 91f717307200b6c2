//! Fetches rows, a page at a time. Must never hold more than two, nor go on from one that the register has
//! not kept.

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::{Courier, Life};
use crate::protocol::feed::Cursor;
use crate::protocol::limits::PAGE_ROWS;
use crate::protocol::paths;
use crate::protocol::pull::{Pull, Pulled};
use crate::protocol::refused::Code;
use crate::protocol::retry::{Retried, Retry};
use crate::sync::outcome::What;
use crate::sync::plan::Heard;
use crate::sync::transport::Failed;

impl Courier {
    /// Has the entries that wait there tried once more, when nothing else is left to do.
    pub(super) fn retry(&mut self) -> What {
        self.again = false;
        let Some(incarnation) = self.known.lives.last().map(|life| life.incarnation) else {
            return self.unreadable("the journal has no life");
        };
        let retried: Retried = match self.wire.post(paths::RETRY, &Retry { incarnation }) {
            Ok(retried) => retried,
            Err(failed) => return self.failed(failed),
        };
        if retried.applied > 0 {
            // What they did comes down with the next page.
            self.plan.expect_rows();
        }
        What::Retried(Box::new(retried))
    }

    pub(super) fn pull(&mut self) -> What {
        let Some(incarnation) = self.known.lives.last().map(|life| life.incarnation) else {
            return self.unreadable("the journal has no life");
        };
        let from = self.known.cursors.clone();
        let ahead = self.ahead.take().filter(|(asked, _)| *asked == from);
        let answered = match ahead {
            Some((_, answered)) => answered,
            None => self.page(incarnation, from),
        };
        let pulled = match answered {
            Ok(pulled) => pulled,
            Err(Failed::Refused(refused)) if refused.code == Code::Resnapshot => {
                let _ = self.failed(Failed::Refused(refused));
                self.turning = Some(Vec::new());
                return What::FromStart;
            }
            Err(failed) => return self.failed(failed),
        };
        if std::mem::take(&mut self.doubted) {
            // It is asked for again once both have said where they stand: nothing of it is laid under what
            // the till did before it is known how much of that it holds.
            self.ahead = None;
            self.heard(Heard::Doubted);
            return What::There;
        }
        // A page without an end that brings nothing would be asked for again at once, for ever.
        let stuck = pulled.rows.is_empty() && pulled.cursors == self.known.cursors;
        self.heard(Heard::Pulled {
            caught_up: pulled.caught_up || stuck,
            empty: pulled.rows.is_empty() && pulled.unread.is_empty(),
        });
        self.standing.rows_left = pulled.left;
        self.turning = Some(pulled.cursors.clone());
        What::Fetched(Box::new(pulled))
    }

    /// Asks for the page behind the one that the register takes in meanwhile: the two take about as long.
    pub fn look_ahead(&mut self) {
        let more = self.plan.rows_left() && self.plan.reached() == Some(true) && self.pending() == 0;
        let incarnation = self.known.lives.last().map(|life| life.incarnation);
        if let (Some(from), Some(incarnation), true) = (self.turning.clone(), incarnation, more) {
            let answered = self.page(incarnation, from.clone());
            self.ahead = Some((from, answered));
        }
    }

    fn page(&mut self, incarnation: Uuid, from: Vec<Cursor>) -> Result<Pulled, Failed> {
        let question = Pull {
            incarnation,
            cursors: from,
            limit: PAGE_ROWS as u32,
            brief: true,
        };
        let newest = self.known.lives.last().copied();
        let mut pulled: Pulled = self.wire.post(paths::PULL, &question)?;
        self.doubted |= newest.is_none_or(|newest| self.is_another(&pulled, newest));
        // Those that stand where they stood are not told again.
        let told: Vec<_> = pulled.cursors.iter().map(|cursor| cursor.feed).collect();
        let stand = question.cursors.into_iter();
        pulled
            .cursors
            .extend(stand.filter(|cursor| !told.contains(&cursor.feed)));
        Ok(pulled)
    }

    /// Whether a page is of other data than the hub had at the hello: of another life of it, of a moment when
    /// it had less of the till, or of one when it has something else of it than the till itself. A hub that
    /// was set back hears so at once from a till with nothing to send; and rows that another machine with the
    /// same disk has moved are not laid under what this one did in the same place.
    fn is_another(&mut self, pulled: &Pulled, newest: Life) -> bool {
        #[cfg(feature = "planted-bugs")]
        if crate::journal::gated::planted("acked-to-head") {
            return false;
        }
        let (epoch, included) = (self.known.epochs.last(), pulled.included_seq);
        let mut cursors = pulled.cursors.iter();
        if cursors.any(|cursor| Some(&cursor.epoch) != epoch)
            || !(newest.acked..=newest.last).contains(&included)
        {
            return true;
        }
        let Some(there) = pulled.included_hash.as_ref().filter(|_| included > 0) else {
            return false;
        };
        let own = self.reading.entry(newest.ordinal, included);
        // A journal that cannot be read is told of by whoever reads it to send.
        own.is_ok_and(|own| own.is_none_or(|own| HEXLOWER.encode(&own.hash) != *there))
    }
}
