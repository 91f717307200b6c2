//! What a sale says that somebody allowed, alone or in an exchange, against what the journal recorded of it.
//! Must never take an approval on a document's word.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::permission::{Approval, Permission};
use crate::domain::staff::PersonId;

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Approvals {
    given: BTreeMap<Uuid, (Permission, PersonId)>,
}

impl Approvals {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::Approved(approved) => {
                self.given.insert(seen.id, (approved.permission, approved.by));
                None
            }
            Event::Sold(sale) if !sale.approvals.is_empty() => Some(self.stand(sale)),
            _ => None,
        }
    }

    fn stand(&self, sale: &Sale) -> Result<(), String> {
        let unrecorded = |given: &&Approval| self.given.get(&given.id) != Some(&(given.permission, given.by));
        match sale.approvals.iter().find(unrecorded) {
            None => Ok(()),
            Some(approval) => Err(format!(
                "document {} says that \"{}\" was allowed, and nobody recorded it",
                sale.number,
                approval.permission.code()
            )),
        }
    }
}
