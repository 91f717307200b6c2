//! Goods that move and are counted, decided. Must never need a disk.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::decide::count::{self, CloseCountCommand, CountCommand, CountRefusal};
use crate::domain::event::{Event, Fact, Founded, Via};
use crate::domain::stock::{CountLine, OpenCount};
use crate::domain::till::EntryMark;
use std::collections::BTreeSet;

fn till() -> Till {
    let shop = serde_json::from_value(serde_json::json!({
        "name": "Shop", "currency": "EUR", "tax_classes": [{"name": "standard", "taxes": []}],
        "prices_include_tax": true, "tax_rounding": "line", "rounding": "half_up",
        "max_quantity": "99999", "lang": "en", "zone": "UTC", "patterns": [], "variance_limit": "5.00 EUR",
    }));
    let fact = Fact {
        by: None,
        via: Via::Till,
        app: String::new(),
        event: Event::Founded(Founded {
            shop: shop.unwrap(),
            series: "T".to_owned(),
        }),
    };
    let mark = EntryMark {
        incarnation: Uuid::nil(),
        seq: 1,
        at_wall: 0,
    };
    Till::found(mark, &fact).unwrap()
}

fn catalogue(cost: Option<&str>) -> Catalogue {
    let mut builder = Catalogue::builder();
    for (sku, unit) in [("PAN", "ea"), ("QUESO", "kg")] {
        let mut product: Product = serde_json::from_value(serde_json::json!({
            "sku": sku, "name": sku, "price": "2", "tax": "standard", "unit": unit,
        }))
        .unwrap();
        product.cost = cost.map(|cost| UnitPrice::parse(cost).unwrap());
        builder.push(&product);
    }
    builder.finish()
}

fn sku(text: &str) -> Sku {
    Sku::new(text).unwrap()
}

fn q(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn noon() -> DateTime {
    jiff::civil::date(2026, 11, 20).at(12, 0, 0, 0)
}

fn command(reason: Reason, lines: &[(&str, &str, Option<&str>)]) -> MoveCommand {
    let line = |(name, quantity, cost): &(&str, &str, Option<&str>)| MoveLine {
        sku: sku(name),
        quantity: q(quantity),
        cost: cost.map(|cost| UnitPrice::parse(cost).unwrap()),
    };
    MoveCommand {
        id: Uuid::from_u128(1),
        by: PersonId(Uuid::nil()),
        approved_by: None,
        reason,
        lines: lines.iter().map(line).collect(),
    }
}

fn received(lines: &[(&str, &str, Option<&str>)]) -> MoveCommand {
    let reason = Reason::Received {
        supplier: "  Sur\u{7} ".to_owned(),
        reference: String::new(),
    };
    command(reason, lines)
}

fn adjusted(text: &str, lines: &[(&str, &str, Option<&str>)]) -> MoveCommand {
    command(
        Reason::Adjusted {
            reason: text.to_owned(),
        },
        lines,
    )
}

fn levels(level: &str) -> Levels {
    Levels::from([(sku("PAN"), Some(q(level))), (sku("QUESO"), None)])
}

fn decided(command: &MoveCommand, level: &str, cost: Option<&str>) -> Result<StockMoved, StockRefusal> {
    move_goods(&till(), &catalogue(cost), &levels(level), command, noon())
}

fn costs(moved: &StockMoved) -> Vec<Option<String>> {
    let after = |line: &MovedLine| line.cost_after.map(|cost| cost.to_string());
    moved.lines.iter().map(after).collect()
}

#[test]
fn goods_come_in_at_their_cost_line_by_line() {
    let asked = received(&[
        ("PAN", "10", Some("2")),
        ("PAN", "10", Some("3")),
        ("QUESO", "0.5", None),
    ]);
    let moved = decided(&asked, "10", Some("1")).unwrap();
    assert_eq!(
        costs(&moved),
        [Some("1.5".to_owned()), Some("2".to_owned()), None]
    );
    assert_eq!(moved.date, noon().date());
    let Reason::Received { supplier, .. } = &moved.reason else {
        unreachable!()
    };
    assert_eq!(supplier, "Sur");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let code = |asked: MoveCommand| decided(&asked, "999999990", Some("1")).unwrap_err().code();
    assert_eq!(code(received(&[])), "stock-empty");
    assert_eq!(code(received(&[("NADA", "1", None)])), "stock-unknown");
    assert_eq!(code(received(&[("PAN", "0", None)])), "stock-nothing");
    assert_eq!(code(received(&[("PAN", "-1", None)])), "stock-nothing");
    assert_eq!(code(received(&[("PAN", "1.5", None)])), "stock-too-fine");
    assert_eq!(code(received(&[("PAN", "10", None)])), "stock-too-much");
    assert_eq!(
        code(adjusted(" \u{7} ", &[("PAN", "1", None)])),
        "stock-no-reason"
    );
    assert_eq!(code(received(&vec![("PAN", "1", None); 501])), "stock-too-many");
    let fewer = adjusted("broken", &[("PAN", "-1", Some("9"))]);
    let moved = decided(&fewer, "0", Some("1")).unwrap();
    assert_eq!(moved.lines[0].quantity, q("-1"), "a level may be below zero");
    assert_eq!(costs(&moved), [None], "only what comes in has a cost");
}

#[test]
fn what_is_written_off_goes() {
    let asked = command(
        Reason::WrittenOff {
            reason: "old".to_owned(),
        },
        &[("QUESO", "0.25", None)],
    );
    let moved = decided(&asked, "0", Some("8")).unwrap();
    assert_eq!((moved.lines[0].quantity, costs(&moved)), (q("-0.25"), vec![None]));
}

#[test]
fn taking_back_leads_to_the_average_before() {
    let asked = received(&[("PAN", "10", Some("2")), ("PAN", "3", Some("7.77"))]);
    let moved = decided(&asked, "10", Some("1")).unwrap();
    let after = moved.lines[1].cost_after.unwrap().to_string();
    let back = |level: &str, cost: &str| {
        take_back(
            &till(),
            &catalogue(Some(cost)),
            &levels(level),
            (&asked, &moved),
            noon(),
        )
    };
    let undone = back("23", &after).unwrap();
    assert_eq!(costs(&undone), [Some("1.5".to_owned()), Some("1".to_owned())]);
    assert_eq!(undone.lines[0].quantity, q("-3"));
    let late = back("5", "4").unwrap();
    assert_eq!(
        late.lines[0].cost_after,
        UnitPrice::parse("-1").ok(),
        "too little is left to tell"
    );
    let code = take_back(&till(), &catalogue(None), &levels("1"), (&asked, &undone), noon());
    assert_eq!(code.unwrap_err().code(), "stock-is-undoing");
}

#[test]
fn taking_the_first_cost_back_leaves_none() {
    let asked = received(&[("PAN", "1", Some("990")), ("PAN", "2", Some("3"))]);
    let moved = decided(&asked, "5", None).unwrap();
    let after = moved.lines[1].cost_after.unwrap().to_string();
    let back = |cost: &str| {
        let goods = catalogue(Some(cost));
        take_back(&till(), &goods, &levels("8"), (&asked, &moved), noon()).unwrap()
    };
    let undone = back(&after);
    let told: Vec<_> = undone.lines.iter().map(MovedLine::new_cost).collect();
    assert_eq!(told, [Some(moved.lines[0].cost_after), Some(None)]);
    assert_eq!(undone.lines[1].cost_before, moved.lines[0].cost_after);
    let other = back("4");
    assert!(
        other.lines.iter().all(|line| !line.cost_gone),
        "it has another by now"
    );
}

fn part(lines: &[(&str, &str)]) -> CountCommand {
    CountCommand {
        id: Uuid::from_u128(2),
        count: Uuid::from_u128(3),
        scope: "Dairy".to_owned(),
        by: PersonId(Uuid::nil()),
        approved_by: None,
        lines: lines
            .iter()
            .map(|(name, counted)| (sku(name), q(counted)))
            .collect(),
    }
}

#[test]
fn a_count_moves_by_the_difference_at_its_moment() {
    let (till, catalogue) = (till(), catalogue(Some("1.005")));
    let counted = count::count(
        &till,
        &catalogue,
        (&levels("10"), &BTreeSet::new()),
        &part(&[("PAN", "8"), ("QUESO", "0.5")]),
        noon(),
    )
    .unwrap();
    let lines = counted.lines.iter().map(|line| CountLine {
        line: line.clone(),
        by: counted.by,
        time: noon(),
    });
    let mut open = OpenCount {
        count: counted.count,
        scope: counted.scope.clone(),
        lines: lines.collect(),
    };
    let close = CloseCountCommand {
        id: Uuid::from_u128(4),
        count: counted.count,
        by: counted.by,
        approved_by: None,
        give_up: false,
    };
    let mut fresh = || Uuid::from_u128(5);
    let (moved, closed) = count::close(&till, &catalogue, &open, &close, (noon(), &mut fresh)).unwrap();
    let quantities: Vec<_> = moved[0].lines.iter().map(|line| line.quantity).collect();
    assert_eq!(quantities, [q("-2"), q("0.5")]);
    // -2.01 and 0.5025, each rounded by itself
    assert_eq!((closed.different, closed.value.minor()), (2, -151));
    let given_up = CloseCountCommand {
        give_up: true,
        ..close.clone()
    };
    let (moved, closed) = count::close(&till, &catalogue, &open, &given_up, (noon(), &mut fresh)).unwrap();
    assert!(moved.is_empty() && closed.given_up);
    open.lines.clear();
    let gone = count::close(&till, &catalogue, &open, &close, (noon(), &mut fresh));
    assert_eq!(gone.unwrap_err(), CountRefusal::Gone);
}

#[test]
fn a_count_takes_what_can_be_seen() {
    let (till, catalogue) = (till(), catalogue(None));
    let other = BTreeSet::from([sku("QUESO")]);
    let code = |lines: &[(&str, &str)]| {
        let decided = count::count(&till, &catalogue, (&levels("1"), &other), &part(lines), noon());
        decided.unwrap_err().code()
    };
    assert_eq!(code(&[]), "stock-empty");
    assert_eq!(code(&[("PAN", "-1")]), "count-negative");
    assert_eq!(code(&[("PAN", "0.5")]), "stock-too-fine");
    assert_eq!(code(&[("QUESO", "1")]), "count-elsewhere");
    assert_eq!(code(&[("NADA", "1")]), "stock-unknown");
}
