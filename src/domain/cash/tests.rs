//! Planted mistakes: each is named, and nothing that does not match to the last unit.

#![allow(clippy::unwrap_used)]

use jiff::civil::date;

use super::*;
use crate::domain::document::DocumentNumber;
use crate::domain::money::Currency;

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

fn at(minute: i8) -> DateTime {
    date(2026, 11, 20).at(10, minute, 0, 0)
}

fn number(number: u64) -> DocumentNumber {
    DocumentNumber {
        series: "C1".to_owned(),
        number,
    }
}

/// A sale of that total for which that much cash was handed over; the rest was paid by card.
fn sale(of: u64, minute: i8, total: i64, handed: i64) -> Slip {
    let change = (handed - total).max(0);
    let by_card = if handed == 0 { total } else { 0 };
    Slip::Sale(SaleSlip {
        number: number(of),
        time: at(minute),
        total: eur(total),
        handed: if handed == 0 {
            Vec::new()
        } else {
            vec![eur(handed)]
        },
        cash: eur(handed - change),
        change: eur(change),
        others: if by_card == 0 {
            Vec::new()
        } else {
            vec![(Method::Card, eur(by_card))]
        },
    })
}

fn day() -> Vec<Slip> {
    vec![
        sale(1, 0, 1234, 2000),
        sale(2, 5, 815, 815),
        sale(3, 9, 4321, 0),
        sale(4, 20, 1170, 5000),
        Slip::Move {
            what: CashMove::Drop,
            amount: eur(15_000),
            time: at(25),
        },
        Slip::Expense {
            category: "Cleaning".to_owned(),
            amount: eur(763),
            time: at(30),
        },
        Slip::Return {
            number: number(9),
            cash: eur(377),
        },
    ]
}

fn rows(rows: &[(i64, u64)]) -> Vec<Counted> {
    let row = |(face, pieces): &(i64, u64)| Counted {
        denomination: eur(*face),
        pieces: *pieces,
    };
    rows.iter().map(row).collect()
}

fn named(variance: i64, count: &[Counted], card: Option<i64>, slips: &[Slip]) -> Vec<Suspect> {
    let declared: Vec<Declared> = card
        .map(|off| Declared {
            method: Method::Card,
            declared: eur(4321 + off),
            expected: eur(4321),
        })
        .into_iter()
        .collect();
    let difference = Difference {
        expected: eur(100_000),
        counted: eur(100_000 + variance),
        count,
        declared: &declared,
    };
    explain(&difference, slips)
}

#[test]
fn nothing_is_named_without_a_difference_or_where_nothing_matches() {
    assert_eq!(named(0, &rows(&[(2000, 12)]), Some(0), &day()), []);
    assert_eq!(named(-333, &[], None, &day()), []);
}

#[test]
fn a_ticket_keyed_as_cash_that_was_paid_by_card() {
    let (number, amount) = (number(2), eur(815));
    let swapped = Suspect::Swapped {
        number,
        keyed: Method::Cash,
        paid: Method::Card,
        amount,
    };
    assert_eq!(named(-815, &[], Some(815), &day())[0], swapped);
    assert!(matches!(
        named(-815, &[], None, &day())[0],
        Suspect::Unpaid { .. }
    ));
}

#[test]
fn a_ticket_keyed_as_card_that_was_paid_in_cash() {
    let (number, amount) = (number(3), eur(4321));
    let swapped = Suspect::Swapped {
        number: number.clone(),
        keyed: Method::Card,
        paid: Method::Cash,
        amount,
    };
    assert_eq!(named(4321, &[], Some(-4321), &day())[0], swapped);
    let keyed = Suspect::Keyed {
        number,
        method: Method::Card,
        amount,
    };
    assert_eq!(named(4321, &[], None, &day()), std::slice::from_ref(&keyed));
    assert_eq!(
        named(0, &[], Some(-4321), &day()),
        [keyed],
        "the drawer agrees, the terminal does not"
    );
}

#[test]
fn change_that_was_not_given_or_given_twice() {
    for (variance, twice) in [(766, false), (-766, true)] {
        let change = Suspect::Change {
            number: number(1),
            amount: eur(766),
            twice,
        };
        assert_eq!(named(variance, &[], None, &day()), [change]);
    }
}

#[test]
fn a_note_that_was_keyed_as_another() {
    let note = Suspect::Note {
        number: number(4),
        keyed: eur(5000),
        meant: eur(2000),
    };
    assert_eq!(named(-3000, &[], None, &day()), [note]);
}

#[test]
fn a_sale_that_was_typed_twice() {
    let mut slips = day();
    slips.push(sale(5, 40, 990, 990));
    slips.push(sale(6, 41, 990, 990));
    let first = &named(-990, &[], None, &slips)[0];
    assert!(
        matches!(first, Suspect::Twice { second, .. } if *second == number(6)),
        "{first:?}"
    );
}

#[test]
fn a_move_that_was_forgotten_done_twice_or_keyed_the_wrong_way() {
    let moved = |twice| Suspect::Moved {
        what: CashMove::Drop,
        amount: eur(15_000),
        time: at(25),
        twice,
    };
    assert_eq!(named(15_000, &[], None, &day())[0], moved(false));
    assert_eq!(named(-15_000, &[], None, &day())[0], moved(true));
    let reversed = Suspect::Reversed {
        what: CashMove::Drop,
        amount: eur(15_000),
        time: at(25),
    };
    assert_eq!(named(30_000, &[], None, &day())[0], reversed);
}

#[test]
fn an_expense_and_a_return() {
    assert!(matches!(
        &named(763, &[], None, &day())[..],
        [Suspect::Spent { twice: false, .. }]
    ));
    assert!(matches!(
        &named(-377, &[], None, &day())[..],
        [Suspect::Returned { twice: true, .. }]
    ));
}

#[test]
fn a_slip_in_the_count() {
    let count = rows(&[(5000, 3), (2000, 12), (500, 1)]);
    let mistaken = Suspect::Mistaken {
        pieces: 3,
        counted: eur(5000),
        meant: eur(1000),
    };
    assert_eq!(named(12_000, &count, None, &[])[0], mistaken);
    let one = Suspect::Mistaken {
        pieces: 1,
        counted: eur(5000),
        meant: eur(2000),
    };
    assert_eq!(named(3000, &count, None, &[]), [one]);
    let face = Some(eur(2000));
    let transposed = Suspect::Transposed {
        face,
        typed: "12".to_owned(),
        meant: "21".to_owned(),
    };
    assert!(named(-18_000, &count, None, &[]).contains(&transposed));
    let piece = Suspect::Piece {
        face: eur(200),
        too_many: false,
    };
    assert!(named(-200, &count, None, &[]).contains(&piece));
}

#[test]
fn a_sum_with_two_digits_in_the_other_order() {
    let difference = Difference {
        expected: eur(51_235),
        counted: eur(52_135),
        count: &[],
        declared: &[],
    };
    let found = explain(&difference, &[]);
    assert!(
        matches!(&found[..], [Suspect::Transposed { face: None, .. }]),
        "{found:?}"
    );
}

#[test]
fn never_more_than_a_screen_shows() {
    let slips: Vec<Slip> = (0..500).map(|at| sale(at, 0, 815, 815)).collect();
    assert_eq!(named(-815, &[], None, &slips).len(), MOST);
}
