//! What the audit must notice: a day written honestly is good, and each altered one is bad in the right
//! place.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use uuid::Uuid;

use super::*;
use crate::domain::event::{Event, ImportCommitted, Incarnation};
use crate::domain::money::{Currency, Money};
use crate::domain::permission::{Approval, Permission};
use crate::domain::staff::PersonId;
use crate::journal::disk::Os;
use crate::register::sample::{Day, eur};
use crate::vault::MasterKey;

fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// The audit of a day after `alter`, which changes facts with the key in hand: all seals and links are right.
fn audit_of(alter: impl FnOnce(&mut Day)) -> Report {
    let mut day = Day::whole();
    alter(&mut day);
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("journal");
    drop(day.write(&dir, &key()));
    audit(&Reader::open(Arc::new(Os), &dir, &key()).unwrap()).unwrap()
}

/// The n-th fact of a kind, from 0.
macro_rules! the {
    ($day:expr, $n:expr, $kind:ident) => {
        $day.facts
            .iter_mut()
            .filter_map(|(_, _, fact)| match &mut fact.event {
                Event::$kind(body) => Some(body),
                _ => None,
            })
            .nth($n)
            .unwrap()
    };
}

mod shared;

/// One check is bad, first at that sequence and in words that say `saying`; all others are good.
#[track_caller]
fn only(report: &Report, name: &str, seq: u64, saying: &str) {
    let bad: Vec<&str> = report
        .checks
        .iter()
        .filter(|c| c.is_bad())
        .map(|c| c.name)
        .collect();
    assert_eq!(bad, [name], "{report:#?}");
    first(report, name, seq, saying);
}

#[track_caller]
fn first(report: &Report, name: &str, seq: u64, saying: &str) {
    assert!(!report.is_good());
    let (check, finding) = report.first_bad().unwrap();
    assert_eq!(check.name, name, "{report:#?}");
    assert_eq!(finding.at, Some(Cursor { incarnation: 1, seq }), "{finding}");
    assert!(finding.what.contains(saying), "{finding}");
}

#[test]
fn an_honest_day_is_good_and_every_check_looked_at_it() {
    let report = audit_of(|_| {});
    assert!(report.is_good(), "{report:#?}");
    let counts: Vec<(&str, u64)> = report.checks.iter().map(|c| (c.name, c.checked)).collect();
    assert_eq!(
        counts,
        [
            ("chain", 9),
            ("payloads", 9),
            ("lives", 1),
            ("ids", 9),
            ("documents", 4),
            ("perpetual", 5),
            ("numbers", 4),
            ("shifts", 7),
            ("closings", 1),
            ("dates", 2),
            ("imports", 0),
            ("accounts", 0),
            ("approvals", 0),
            ("returns", 0),
            ("clock", 9),
        ]
    );
    assert_eq!(report.head.unwrap().cursor.seq, 9);
}

#[test]
fn a_sale_whose_amount_was_changed_is_named() {
    let report = audit_of(|day| {
        let sale = the!(day, 1, Sold);
        sale.priced.total = eur(24_59);
    });
    first(&report, "documents", 5, "C1-000002");
    let report = audit_of(|day| the!(day, 1, Sold).settlement.change = eur(1));
    first(&report, "documents", 5, "paid less change is what is due");
    let report = audit_of(|day| the!(day, 0, Sold).tenders[0].amount = eur(60_00));
    first(&report, "documents", 4, "the tenders are what was paid");
    let report = audit_of(|day| the!(day, 0, Sold).goods.clear());
    only(&report, "documents", 4, "0 goods and 1 lines");
}

#[test]
fn an_approval_that_nobody_recorded_is_named() {
    let report = audit_of(|day| {
        the!(day, 1, Sold).approvals.push(Approval {
            id: Uuid::from_u128(5),
            permission: Permission::Discount,
            by: PersonId(Uuid::from_u128(1)),
        });
    });
    only(&report, "approvals", 5, "nobody recorded it");
}

#[test]
fn a_sale_changed_so_that_it_adds_up_is_found_by_what_comes_after() {
    let report = audit_of(|day| {
        let sale = the!(day, 1, Sold);
        sale.settlement.paid = eur(40_00);
        sale.settlement.change -= eur(10_00);
        sale.tenders[0].amount = eur(40_00);
    });
    only(&report, "closings", 7, "the tenders");
}

#[test]
fn amounts_of_another_currency_end_no_audit() {
    let report = audit_of(|day| {
        let usd = Currency::parse("USD").unwrap();
        the!(day, 1, Sold).settlement.change = Money::from_minor(25_40, usd);
    });
    first(&report, "documents", 5, "more than one currency");
}

#[test]
fn perpetual_totals_are_recomputed() {
    let report = audit_of(|day| the!(day, 2, Sold).perpetual.net = eur(1));
    first(&report, "perpetual", 6, "C1-000003");
    let report = audit_of(|day| the!(day, 0, ShiftClosed).perpetual.absolute = eur(1));
    only(&report, "perpetual", 7, "closing 1");
}

#[test]
fn gaps_doubles_and_foreign_numbers_are_named() {
    let report = audit_of(|day| the!(day, 3, Sold).number.number = 5);
    only(&report, "numbers", 9, "C1-000005 stands where C1-000004 was due");
    let report = audit_of(|day| the!(day, 3, Sold).number.number = 3);
    only(&report, "numbers", 9, "C1-000003 was issued before");
    let report = audit_of(|day| the!(day, 3, Sold).number.series = "C2".to_owned());
    only(&report, "numbers", 9, "not of this till's series C1");
}

#[test]
fn a_sale_lies_in_its_open_shift() {
    let report = audit_of(|day| the!(day, 3, Sold).shift = 1);
    only(&report, "shifts", 9, "and shift 2 of");
    let report = audit_of(|day| drop(day.facts.remove(7)));
    only(&report, "shifts", 8, "while the register was closed");
    let report = audit_of(|day| day.facts[7].2.event = day.facts[2].2.event.clone());
    first(&report, "shifts", 8, "shift 1 follows shift 1");
}

#[test]
fn a_closing_is_held_against_its_entries() {
    type Alter = fn(&mut crate::domain::shift::Closing);
    let cases: [(&str, Alter); 7] = [
        ("closing 2 follows closing 0", |z| z.number = 2),
        ("entries 3 to 5", |z| z.range = (3, 5)),
        ("the number of sales", |z| z.figures.sales = 2),
        ("the total", |z| z.figures.total = eur(1)),
        ("cash expected", |z| z.expected = eur(1)),
        ("a variance", |z| z.variance = eur(1)),
        ("the opening of its shift", |z| z.opened.float = eur(1)),
    ];
    for (saying, alter) in cases {
        only(
            &audit_of(|day| alter(the!(day, 0, ShiftClosed))),
            "closings",
            7,
            saying,
        );
    }
}

#[test]
fn a_removed_sale_leaves_gaps_everywhere() {
    let report = audit_of(|day| drop(day.facts.remove(4)));
    first(&report, "perpetual", 5, "C1-000003");
    let bad: Vec<&str> = report
        .checks
        .iter()
        .filter(|c| c.is_bad())
        .map(|c| c.name)
        .collect();
    assert_eq!(bad, ["perpetual", "numbers", "closings"]);
}

#[test]
fn dates_clocks_ids_lives_and_imports() {
    let report = audit_of(|day| {
        let opened = the!(day, 1, ShiftOpened);
        opened.date = opened.date.yesterday().unwrap();
        let date = opened.date;
        the!(day, 3, Sold).date = date;
    });
    only(&report, "dates", 8, "shift 2 has the business date 2025-10-08");

    let report = audit_of(|day| day.facts[4].1 -= 3_600_000);
    assert!(report.is_good());
    let clock = report.checks.last().unwrap();
    assert!(
        matches!(&clock.state, State::Warning(f) if f.at.unwrap().seq == 5 && f.what.contains("by 3599 s")),
        "{clock:?}"
    );

    let report = audit_of(|day| day.facts[1].0 = day.facts[0].0);
    only(&report, "ids", 2, "was used before");
    let report = audit_of(|day| day.facts[3].0 = Uuid::from_u128(5));
    only(&report, "ids", 4, "the sale in it says");

    let report = audit_of(|day| drop(day.facts.remove(0)));
    first(&report, "lives", 1, "does not begin with the founding");
    let report = audit_of(|day| day.facts[1].2.event = day.facts[0].2.event.clone());
    first(&report, "lives", 2, "second founding");
    let report = audit_of(|day| {
        day.facts[1].2.event = Event::IncarnationOpened(Incarnation {
            previous: Uuid::nil(),
            previous_seq: 1,
            previous_hash: String::new(),
            reason: "restore".to_owned(),
            series: "C9".to_owned(),
        });
    });
    first(&report, "lives", 2, "in the middle of another");

    let report = audit_of(|day| {
        day.facts[1].2.event = Event::ImportCommitted(ImportCommitted {
            batch: Uuid::nil(),
            first_seq: 1,
            parts: 2,
            rows: 700,
            source: "goods.csv".to_owned(),
        });
    });
    only(
        &report,
        "imports",
        2,
        "goods.csv says 2 parts with 700 rows and there are 0 with 0",
    );
}

#[test]
fn returns_are_audited_like_sales() {
    let audit_with = |alter: fn(&mut Day)| {
        audit_of(|day| {
            day.refund();
            day.close();
            alter(day);
        })
    };
    let report = audit_with(|_| {});
    assert!(report.is_good(), "{report:#?}");
    let report = audit_with(|day| the!(day, 0, Refunded).priced.total = eur(1));
    first(&report, "documents", 10, "C1R-000001");
    let report = audit_with(|day| the!(day, 0, Refunded).number.number = 3);
    first(&report, "numbers", 10, "numbers are missing");
    let report = audit_with(|day| the!(day, 0, Refunded).number.series = "C1".to_owned());
    first(&report, "numbers", 10, "not of this till's series C1R");
    let report = audit_with(|day| the!(day, 0, Refunded).shift = 9);
    first(&report, "shifts", 10, "says shift 9");
    let report = audit_with(|day| the!(day, 0, Refunded).perpetual.net = eur(0));
    first(&report, "perpetual", 10, "C1R-000001");
    let report = audit_with(|day| {
        let closing = the!(day, 1, ShiftClosed);
        closing.figures.returns = None;
    });
    only(&report, "closings", 11, "the returns");
}

#[test]
fn no_more_comes_back_than_was_sold() {
    // each return believes to be the first
    let report = audit_of(|day| (0..3).for_each(|_| day.refund()));
    only(&report, "returns", 12, "3 of");
    let report = audit_of(|day| {
        day.refund();
        the!(day, 0, Refunded).goods[0].line = Some(7);
    });
    only(&report, "returns", 10, "was not sold on C1-000004");
    let report = audit_of(|day| {
        day.refund();
        the!(day, 0, Refunded).of.as_mut().unwrap().number.number = 1;
    });
    only(&report, "returns", 10, "no sale before it is C1-000001");
}

#[test]
fn damage_is_named_by_the_entry_it_begins_at() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("journal");
    let journal = Day::whole().write(&dir, &key());
    let entries: Vec<_> = journal
        .reader()
        .all_entries()
        .map(|e| e.unwrap().position)
        .collect();
    drop(journal);
    let path = dir.join("0001/00000001.seg");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[usize::from(entries[4].block()) * 512 + 100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let report = audit(&Reader::open(Arc::new(Os), &dir, &key()).unwrap()).unwrap();
    first(&report, "chain", 5, "whole entries follow ones that do not open");
    assert_eq!((report.checks[0].checked, report.head), (4, None));
}
