//! No id twice: one basket is one sale, for ever. Must never take a repeated id for a repeated entry.

use std::collections::HashSet;

use crate::domain::event::Event;
use uuid::Uuid;

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Ids(HashSet<Uuid>);

impl Ids {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        Some(if !self.0.insert(seen.id) {
            Err(format!("its id {} was used before", seen.id))
        } else if let Event::Sold(sale) = &seen.fact.event
            && sale.id != seen.id
        {
            Err(format!(
                "its id is {} and the sale in it says {}",
                seen.id, sale.id
            ))
        } else if let Event::Refunded(refund) = &seen.fact.event
            && refund.id != seen.id
        {
            Err(format!(
                "its id is {} and the return in it says {}",
                seen.id, refund.id
            ))
        } else {
            Ok(())
        })
    }
}
