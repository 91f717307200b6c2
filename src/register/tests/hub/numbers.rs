//! Numbers of the series that the shop's tills share, at one till: asked for once, used in order, given up
//! where they are not wanted.

use super::*;
use crate::protocol::series::{Lease, Leased};
use crate::store::Recorded;

/// A till that is known, with its register open, whose shop shares `A`.
fn sharing() -> (Place, Register, PersonId) {
    let (place, mut register, luz) = joined("C1");
    open_shift(&mut register);
    let mut shop = register.till().shop.clone();
    shop.shared_series = Some("A".to_owned());
    register.change_shop(Some(luz), &shop).unwrap();
    (place, register, luz)
}

fn wanted(register: &Register) -> Option<Lease> {
    register.published().lease
}

/// The hub answers the question with numbers from there on.
fn answer(register: &mut Register, asked: &Lease, from: u64) {
    let leased = Leased {
        series: asked.series.clone(),
        from,
        to: from + u64::from(asked.want) - 1,
    };
    hear(register, What::Leased(asked.request, Box::new(leased)));
}

fn next(register: &Register) -> String {
    register.till().next_document().to_string()
}

/// The last entries, as they are called.
fn last(register: &Register, many: usize) -> Vec<u16> {
    let kind = |record: &Recorded| record.fact.event.kind();
    let tail = &register.tail;
    tail[tail.len().saturating_sub(many)..].iter().map(kind).collect()
}

#[test]
fn a_block_is_asked_for_until_it_is_there_and_is_taken_once() {
    let (place, register, luz) = sharing();
    let asked = wanted(&register).unwrap();
    assert_eq!((asked.series.as_str(), asked.want, asked.next), ("A", 200, 1));
    assert_eq!(next(&register), "C1-000001");
    drop(register);
    // The till ended before the answer was written: it asks the same again.
    let (mut register, _) = place.open(9);
    assert_eq!(wanted(&register).unwrap(), asked);
    answer(&mut register, &asked, 41);
    assert_eq!(next(&register), "A-000041");
    let seq = register.till().seq;
    answer(&mut register, &asked, 41);
    assert_eq!(register.till().seq, seq, "an answer that comes twice is one");
    assert_eq!(wanted(&register), None);
    for _ in 0..101 {
        sell_one(&mut register, luz, 1);
    }
    assert_eq!(next(&register), "A-000142");
    let more = wanted(&register).unwrap();
    assert_ne!(more.request, asked.request);
    assert_eq!(more.next, 241);
    let register = holds(&place, register);
    assert_eq!(wanted(&register).unwrap(), more);
    assert_eq!(next(&register), "A-000142");
}

#[test]
fn with_none_left_sales_go_on_in_the_tills_own_series() {
    let (place, mut register, luz) = sharing();
    sell_one(&mut register, luz, 1);
    let asked = wanted(&register).unwrap();
    answer(&mut register, &asked, 1);
    for _ in 0..200 {
        sell_one(&mut register, luz, 1);
    }
    assert_eq!(next(&register), "C1-000002");
    sell_one(&mut register, luz, 1);
    let asked = wanted(&register).unwrap();
    answer(&mut register, &asked, 601);
    assert_eq!(next(&register), "A-000601");
    holds(&place, register);
}

#[test]
fn what_is_left_is_given_up_with_the_setting_wherever_that_goes() {
    let (place, mut register, luz) = sharing();
    let asked = wanted(&register).unwrap();
    answer(&mut register, &asked, 1);
    sell_one(&mut register, luz, 1);
    let mut shop = register.till().shop.clone();
    shop.shared_series = Some("B".to_owned());
    register.change_shop(Some(luz), &shop).unwrap();
    assert_eq!(last(&register, 2), [2, 76], "in one frame with the change");
    assert_eq!(next(&register), "C1-000001");
    let asked = wanted(&register).unwrap();
    assert_eq!((asked.series.as_str(), asked.next), ("B", 1));
    answer(&mut register, &asked, 1);
    assert_eq!(next(&register), "B-000001");

    for _ in 0..101 {
        sell_one(&mut register, luz, 1);
    }
    let late = wanted(&register).unwrap();

    // The hub's settings say otherwise, which no entry of this journal tells.
    shop.shared_series = None;
    let seq = register.till().seq;
    page(
        &mut register,
        seq,
        vec![row(Kind::Shop, "shop", serde_json::to_value(&shop).unwrap())],
    );
    assert_eq!(last(&register, 1), [76]);
    assert_eq!((next(&register).as_str(), wanted(&register)), ("C1-000001", None));
    // An answer that was on its way is taken, and given up.
    answer(&mut register, &late, 201);
    assert_eq!(last(&register, 2), [75, 76]);
    let register = holds(&place, register);
    assert!(register.till().unused().is_empty());
}

#[test]
fn whoever_leaves_the_hub_gives_up_first() {
    let (place, mut register, luz) = sharing();
    let asked = wanted(&register).unwrap();
    answer(&mut register, &asked, 1);
    let incarnation = register.till().incarnation;
    let all = welcome(register.till().seq, incarnation, Uuid::from_u128(1));
    hear(&mut register, What::Welcomed(Box::new(all)));
    register.leave_hub(Some(luz)).unwrap();
    assert_eq!(last(&register, 2), [76, 72]);
    sell_one(&mut register, luz, 1);
    assert_eq!(next(&register), "C1-000002");
    holds(&place, register);
}
