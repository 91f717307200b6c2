//! Goods that move and are counted, over a real directory: once, for ever, and the same after any rebuild.

use super::*;
use crate::domain::decide::count::{CloseCountCommand, CountCommand};
use crate::domain::decide::stock::{MoveCommand, MoveLine};
use crate::domain::period::Period;
use crate::domain::stock::Reason;
use crate::register::audit::audit;
use crate::register::reports::table::Cell;
use crate::register::reports::{Kind, Query};
use uuid::Uuid;

fn shop_with_goods() -> (Place, Register, PersonId) {
    let (place, mut register) = Place::new();
    let luz = register.person_named("Luz").unwrap();
    for (n, stock) in [(1, Some(10)), (2, None)] {
        let row = ImportRow {
            product: Product {
                cost: stock.and_then(|_| UnitPrice::parse("1").ok()),
                ..product(n, "1.15")
            },
            stock: stock.map(Quantity::from),
            was: None,
        };
        register.save_product(luz, row).unwrap();
    }
    open_shift(&mut register);
    (place, register, luz)
}

fn moving(register: &Register, by: PersonId, reason: Reason, lines: &[(u32, i32, &str)]) -> MoveCommand {
    let line = |(n, quantity, cost): &(u32, i32, &str)| MoveLine {
        sku: product(*n, "1").sku,
        quantity: Quantity::from(*quantity),
        cost: UnitPrice::parse(cost).ok(),
    };
    MoveCommand {
        id: register.around.id(),
        by,
        approved_by: None,
        reason,
        lines: lines.iter().map(line).collect(),
    }
}

fn received() -> Reason {
    Reason::Received {
        supplier: "Sur".to_owned(),
        reference: "A-17".to_owned(),
    }
}

fn level(register: &mut Register, n: u32) -> Option<String> {
    let levels = register.stock(&[product(n, "1").sku]).unwrap();
    levels[0].map(|level| level.to_string())
}

fn cost(register: &Register, n: u32) -> Option<String> {
    let row = register.catalogue().by_sku(product(n, "1").sku.as_str()).unwrap();
    register.catalogue().get(row).cost.map(|cost| cost.to_string())
}

/// The store and the journal tell the same, now and after a rebuild.
fn holds(place: &Place, mut register: Register, seed: u64) -> Register {
    assert!(audit(register.journal().reader()).unwrap().is_good());
    register.fold().unwrap();
    drop(register);
    crate::register::rebuild::rebuild(&place.store(), place.how(seed), &mut |_| {}).unwrap();
    let (register, _) = place.open(seed + 1);
    register
}

#[test]
fn goods_come_in_once_and_are_taken_back_once() {
    let (place, mut register, luz) = shop_with_goods();
    let before = cost(&register, 1);
    let first = moving(&register, luz, received(), &[(1, 10, "2"), (2, 4, "0.50")]);
    let moved = register.move_stock(&first).unwrap();
    assert_eq!(
        register.move_stock(&first).unwrap(),
        moved,
        "asked twice, moved once"
    );
    assert_eq!(level(&mut register, 1).as_deref(), Some("20"));
    assert_eq!(level(&mut register, 2).as_deref(), Some("4"));
    assert_eq!(cost(&register, 2).as_deref(), Some("0.50"));
    let average = cost(&register, 1);
    assert_ne!(average, before);
    let mut register = holds(&place, register, 10);
    assert_eq!(
        (level(&mut register, 1).as_deref(), cost(&register, 1)),
        (Some("20"), average)
    );

    let undo = moving(&register, luz, Reason::Reversed { of: first.id }, &[]);
    let undone = register.move_stock(&undo).unwrap();
    assert_eq!(level(&mut register, 1).as_deref(), Some("10"));
    assert_eq!(
        cost(&register, 1),
        before,
        "nothing happened since: exactly the average before"
    );
    assert_eq!(cost(&register, 2), None, "nor had the other one any");
    let again = moving(&register, luz, Reason::Reversed { of: first.id }, &[]);
    assert_eq!(refusal(register.move_stock(&again).unwrap_err()), "stock-undone");
    let back = moving(&register, luz, Reason::Reversed { of: undone.id }, &[]);
    assert_eq!(
        refusal(register.move_stock(&back).unwrap_err()),
        "stock-is-undoing"
    );
    let nothing = moving(&register, luz, Reason::Reversed { of: Uuid::nil() }, &[]);
    assert_eq!(
        refusal(register.move_stock(&nothing).unwrap_err()),
        "stock-no-move"
    );
    let mut register = holds(&place, register, 20);
    assert_eq!(
        (level(&mut register, 1).as_deref(), cost(&register, 1)),
        (Some("10"), before)
    );
    assert_eq!(level(&mut register, 2).as_deref(), Some("0"));
    assert_eq!(cost(&register, 2), None);
}

#[test]
fn the_value_of_the_stock_is_rounded_as_the_shop_rounds() {
    let (_place, mut register) = Place::new();
    let luz = who(&register, "Luz");
    let mut even = register.till().shop.clone();
    even.rounding = Rounding::HalfEven;
    register.change_shop(Some(luz), &even).unwrap();
    let row = ImportRow {
        product: Product {
            cost: UnitPrice::parse("0.125").ok(),
            ..product(1, "1.15")
        },
        stock: Some(Quantity::ONE),
        was: None,
    };
    register.save_product(luz, row).unwrap();
    let query = Query {
        kind: Kind::StockValue,
        period: Period::day(register.now().date()),
    };
    let source = register.source().unwrap();
    let told = source.report(query, &mut |_, _| true).unwrap();
    assert_eq!(told.table.rows[0].last(), Some(&Cell::Money(eur(12))));
    assert_eq!(
        source.worth().unwrap().total,
        eur(12),
        "and so say the categories"
    );
}

fn part(register: &Register, by: PersonId, count: Uuid, lines: &[(u32, i32)]) -> CountCommand {
    let line = |(n, counted): &(u32, i32)| (product(*n, "1").sku, Quantity::from(*counted));
    CountCommand {
        id: register.around.id(),
        count,
        scope: "Shelf".to_owned(),
        by,
        approved_by: None,
        lines: lines.iter().map(line).collect(),
    }
}

pub(super) fn sell_one(register: &mut Register, cashier: PersonId, n: u32) {
    let mut ticket = Ticket::new(register.around.id());
    ticket.add(Good::of(&product(n, "1.00"), Quantity::ONE, None));
    let id = ticket.id;
    let command = SellCommand {
        ticket,
        ..command(cashier, id, "1.00")
    };
    register.complete_sale(&command).unwrap();
}

#[test]
fn a_count_in_parts_survives_a_restart_and_what_is_sold_meanwhile() {
    let (place, mut register, luz) = shop_with_goods();
    let count = Uuid::from_u128(7);
    let first = part(&register, luz, count, &[(1, 7)]);
    register.count_stock(&first).unwrap();
    sell_one(&mut register, luz, 1);
    drop(register);
    let (mut register, _) = place.open(9);
    let second = part(&register, luz, count, &[(2, 5)]);
    register.count_stock(&second).unwrap();
    sell_one(&mut register, luz, 2);
    let elsewhere = part(&register, luz, Uuid::from_u128(8), &[(2, 5)]);
    assert_eq!(
        refusal(register.count_stock(&elsewhere).unwrap_err()),
        "count-elsewhere"
    );
    let mut register = holds(&place, register, 30);
    let open = register.open_counts().unwrap();
    assert_eq!((open.len(), open[0].lines.len()), (1, 2));
    // a recount replaces: 8 were there, with 9 in the books after one was sold
    let again = part(&register, luz, count, &[(1, 8)]);
    register.count_stock(&again).unwrap();
    let close = CloseCountCommand {
        id: register.around.id(),
        count,
        by: luz,
        approved_by: None,
        give_up: false,
    };
    let closed = register.close_count(&close).unwrap();
    assert_eq!((closed.products, closed.different), (2, 2));
    assert_eq!(
        register.close_count(&close).unwrap(),
        closed,
        "asked twice, moved once"
    );
    assert_eq!(level(&mut register, 1).as_deref(), Some("8"));
    assert_eq!(
        level(&mut register, 2).as_deref(),
        Some("4"),
        "five were found and one of them sold"
    );
    let mut register = holds(&place, register, 40);
    assert!(register.open_counts().unwrap().is_empty());
    assert_eq!(level(&mut register, 2).as_deref(), Some("4"));
    let late = CloseCountCommand {
        id: register.around.id(),
        ..close
    };
    assert_eq!(refusal(register.close_count(&late).unwrap_err()), "count-gone");
}

#[test]
fn a_count_that_is_given_up_moves_nothing() {
    let (_place, mut register, luz) = shop_with_goods();
    let count = Uuid::from_u128(7);
    let first = part(&register, luz, count, &[(1, 7)]);
    register.count_stock(&first).unwrap();
    let close = CloseCountCommand {
        id: register.around.id(),
        count,
        by: luz,
        approved_by: None,
        give_up: true,
    };
    assert!(register.close_count(&close).unwrap().given_up);
    assert_eq!(level(&mut register, 1).as_deref(), Some("10"));
    assert!(register.open_counts().unwrap().is_empty());
}

#[test]
fn a_level_that_nobody_knew_is_not_known_after_a_count_that_is_given_up() {
    let (place, mut register, luz) = shop_with_goods();
    for (n, recounted, received) in [(1, false, false), (2, true, false), (3, false, true)] {
        let count = Uuid::from_u128(7 + u128::from(n));
        let sku = 10 + n;
        let row = ImportRow {
            product: product(sku, "1.15"),
            stock: None,
            was: None,
        };
        register.save_product(luz, row).unwrap();
        let first = part(&register, luz, count, &[(sku, 7)]);
        register.count_stock(&first).unwrap();
        sell_one(&mut register, luz, sku);
        if recounted {
            let again = part(&register, luz, count, &[(sku, 5)]);
            register.count_stock(&again).unwrap();
        }
        if received {
            let came = moving(&register, luz, self::received(), &[(sku, 4, "1")]);
            register.move_stock(&came).unwrap();
        }
        let close = CloseCountCommand {
            id: register.around.id(),
            count,
            by: luz,
            approved_by: None,
            give_up: true,
        };
        register.close_count(&close).unwrap();
        let known = received.then(|| "3".to_owned());
        assert_eq!(level(&mut register, sku), known, "{n}");
    }
    let mut register = holds(&place, register, 50);
    assert_eq!((level(&mut register, 11), level(&mut register, 12)), (None, None));
}

#[test]
fn what_lies_on_a_parked_ticket_is_not_retired() {
    let (_place, mut register, luz) = shop_with_goods();
    let mut ticket = Ticket::new(register.around.id());
    ticket.add(Good::of(&product(1, "1.15"), Quantity::ONE, None));
    register.park(luz, &ticket, "mesa 4").unwrap();
    let retired = |n| ImportRow {
        product: Product {
            active: false,
            ..product(n, "1.15")
        },
        stock: None,
        was: None,
    };
    let no = register.save_product(luz, retired(1)).unwrap_err();
    assert_eq!(refusal(no), "product-parked");
    register.save_product(luz, retired(2)).unwrap();
    register.void_parked(luz, ticket.id, None).unwrap();
    assert!(!register.save_product(luz, retired(1)).unwrap().active);
}
