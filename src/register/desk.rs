//! The state of the till as the screens may see it. Must never show what a blind count must not know.

use std::sync::Arc;

use crate::domain::staff::PersonId;

use super::Register;
use super::reply::{Colleague, Desk, OpenShift};

/// The desk of a till at which that person is signed in.
pub fn desk(register: &Register, signed_in: Option<PersonId>) -> Desk {
    let till = register.till();
    let people = till
        .people
        .iter()
        .filter(|person| person.active)
        .map(|person| Colleague {
            id: person.id,
            name: person.name.clone(),
            role: person.role,
        });
    let uncopied = till.seq - till.backed_up.unwrap_or(0).min(till.seq);
    Desk {
        shop: Arc::new(till.shop.clone()),
        people: people.collect(),
        signed_in,
        shift: till.shift.as_ref().map(|shift| OpenShift {
            opened: shift.opened.clone(),
            sales: shift.figures.sales,
        }),
        next_document: till.next_document(),
        last_sale: till.last_sale.clone(),
        copies: if uncopied == 0 { 2 } else { 1 },
        uncopied,
        recovery_confirmed: till.recovery_confirmed,
        last_date: till.last_date,
    }
}
