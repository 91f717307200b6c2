//! The state of the till as the screens may see it. Must never show what a blind count must not know.

use std::sync::Arc;

use crate::domain::staff::{Person, PersonId};
use crate::domain::till::Till;

use super::reply::{Colleague, Desk, OpenShift};

/// The desk of a till at which that person is signed in. What has not changed since the last one is shared
/// with it: a sale must not pay for copying the shop's settings.
pub fn desk(till: &Till, signed_in: Option<PersonId>, last: Option<&Desk>) -> Desk {
    let shop = last.map(|desk| &desk.shop).filter(|shop| ***shop == till.shop);
    let people = last
        .map(|desk| &desk.people)
        .filter(|people| same(people, &till.people));
    let parked = last
        .map(|desk| &desk.parked)
        .filter(|parked| parked[..] == till.parked);
    let uncopied = till.seq - till.backed_up.unwrap_or(0).min(till.seq);
    Desk {
        shop: shop.cloned().unwrap_or_else(|| Arc::new(till.shop.clone())),
        people: people.cloned().unwrap_or_else(|| working(&till.people).collect()),
        signed_in,
        shift: till.shift.as_ref().map(|shift| OpenShift {
            opened: shift.opened.clone(),
            sales: shift.figures.sales,
            declarable: shift.figures.declarable().collect(),
            foreign: shift
                .figures
                .foreign
                .values()
                .map(|row| row.received.currency())
                .collect(),
        }),
        series: till.series.clone(),
        next_document: till.next_document(),
        last_sale: till.last_sale.clone(),
        parked: parked.cloned().unwrap_or_else(|| till.parked.clone().into()),
        copies: if uncopied == 0 { 2 } else { 1 },
        uncopied,
        recovery_confirmed: till.recovery_confirmed,
        last_date: till.last_date,
    }
}

fn same(shown: &[Colleague], people: &[Person]) -> bool {
    let known = |person: &&Person| person.active;
    shown.len() == people.iter().filter(known).count()
        && shown
            .iter()
            .zip(people.iter().filter(known))
            .all(|(shown, person)| {
                shown.id == person.id && shown.name == person.name && shown.role == person.role
            })
}

fn working(people: &[Person]) -> impl Iterator<Item = Colleague> + '_ {
    let active = people.iter().filter(|person| person.active);
    active.map(colleague)
}

/// A person without their PIN.
pub(super) fn colleague(person: &Person) -> Colleague {
    Colleague {
        id: person.id,
        name: person.name.clone(),
        role: person.role,
    }
}
