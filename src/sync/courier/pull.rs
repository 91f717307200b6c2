//! Fetches rows, a page at a time. Must never ask for the next one before the register has kept the last.

use super::Courier;
use crate::protocol::limits::PAGE_ROWS;
use crate::protocol::paths;
use crate::protocol::pull::{Pull, Pulled};
use crate::protocol::refused::Code;
use crate::sync::outcome::What;
use crate::sync::plan::Heard;
use crate::sync::transport::Failed;

impl Courier {
    pub(super) fn pull(&mut self) -> What {
        let Some(incarnation) = self.known.lives.last().map(|life| life.incarnation) else {
            return self.unreadable("the journal has no life");
        };
        let question = Pull {
            incarnation,
            cursors: self.known.cursors.clone(),
            limit: PAGE_ROWS as u32,
        };
        let pulled: Pulled = match self.wire.post(paths::PULL, &question) {
            Ok(pulled) => pulled,
            Err(Failed::Refused(refused)) if refused.code == Code::Resnapshot => {
                let _ = self.failed(Failed::Refused(refused));
                self.turning = Some(Vec::new());
                return What::FromStart;
            }
            Err(failed) => return self.failed(failed),
        };
        // A page without an end that brings nothing would be asked for again at once, for ever.
        let stuck = pulled.rows.is_empty() && pulled.cursors == self.known.cursors;
        self.heard(Heard::Pulled {
            caught_up: pulled.caught_up || stuck,
        });
        self.standing.rows_left = pulled.left;
        self.turning = Some(pulled.cursors.clone());
        What::Fetched(Box::new(pulled))
    }
}
