//! What two changed at once, at one till: settled once, and gone where the hub knows it no more. Must never
//! come up again for somebody who has decided it.

use super::*;
use crate::domain::event::{Event, Fact};
use crate::domain::joined::Choice;

/// The hub tells of two prices.
fn told(conflict: Uuid) -> Row {
    let value = json!({
        "id": conflict, "kind": "product", "entity": "S1", "terminal": HUB, "terminal_name": "C1",
        "at": 1, "entry": HUB,
        "fields": [{"field": "price", "base": "1.15", "hub": "1.20", "local": "1.30"}],
    });
    row(Kind::Conflict, &conflict.to_string(), value)
}

#[test]
fn a_conflict_is_settled_once_and_both_ways() {
    for keep in [true, false] {
        let (place, mut register, luz) = joined("C1");
        let conflict = Uuid::from_u128(9);
        let seq = register.till().seq;
        let rows = vec![row(Kind::Product, "S1", with_price(1, "1.20")), told(conflict)];
        page(&mut register, seq, rows);
        assert_eq!(
            (
                register.sync_state().conflicts,
                register.conflicts().unwrap().len()
            ),
            (1, 1)
        );
        let refused = register.resolve(luz, conflict, [].into()).unwrap_err();
        assert_eq!(refusal(refused), "conflict-missing");
        let choice = if keep {
            Choice::KeepLocal
        } else {
            Choice::AcceptServer
        };
        let choices = || [("price".to_owned(), choice)].into();
        register.resolve(luz, conflict, choices()).unwrap();
        assert_eq!(
            price(&register, 1).as_deref(),
            Some(if keep { "1.30" } else { "1.20" })
        );
        assert_eq!(register.sync_state().conflicts, 0);
        let again = register.resolve(luz, conflict, choices()).unwrap_err();
        assert_eq!(refusal(again), "conflict-settled");
        let mut edits = 0;
        register
            .entries(|entry| {
                let event = Fact::decode(entry.kind, entry.kind_version, &entry.payload);
                if let Event::ProductSaved(row) = event.unwrap().event
                    && let Some(was) = row.was
                {
                    edits += 1;
                    assert_eq!(was.price.to_string(), "1.20", "on top of what stands at the hub");
                }
                Ok::<_, Fault>(())
            })
            .unwrap();
        assert_eq!(edits, i32::from(keep));
        holds(&place, register);
    }
}

/// So it is after the hub's disk was set back: one is not known there any more, one is told again, and one
/// that was settled here is told again before its settlement has arrived.
#[test]
fn told_from_the_start_open_ones_come_again_and_settled_ones_do_not() {
    let (_place, mut register, luz) = joined("C1");
    let [lost, open, settled] = [7, 8, 9].map(Uuid::from_u128);
    let seq = register.till().seq;
    let rows = [
        row(Kind::Product, "S1", with_price(1, "1.20")),
        told(lost),
        told(open),
        told(settled),
    ];
    page(&mut register, seq, rows.into());
    let choices = [("price".to_owned(), Choice::AcceptServer)].into();
    register.resolve(luz, settled, choices).unwrap();
    let shown = |register: &Register| {
        let list: Vec<Uuid> = register.conflicts().unwrap().iter().map(|open| open.id).collect();
        assert_eq!(register.sync_state().conflicts, list.len() as u64, "{list:?}");
        list
    };
    assert_eq!(shown(&register), [lost, open]);
    hear(&mut register, What::FromStart);
    assert_eq!(shown(&register), Vec::<Uuid>::new());
    page_of(&mut register, seq, vec![told(open)], false);
    assert_eq!(shown(&register), [open]);
    page(&mut register, seq, vec![told(settled)]);
    assert_eq!(shown(&register), [open]);
}
