//! What reports read of documents against the documents themselves. Must never trust a figure that was read
//! in passing.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

use crate::domain::document::{Good, Sale};
use crate::domain::event::{Event, KIND_VERSION};
use crate::domain::glance::Glance;
use crate::domain::money::{Money, Rounding};
use crate::domain::period::Period;
use crate::domain::pricing::PricedLine;
use crate::domain::refund::Refund;
use crate::register::Register;
use crate::register::commit::decode;

use super::{Kind, money, months, report};

/// Every document of the journal, whole and at a glance.
#[test]
fn a_document_at_a_glance_is_the_document() {
    let (_dir, register, sales) = months();
    let mut seen = 0;
    for entry in register.journal.reader().all_entries() {
        let entry = entry.unwrap();
        let glance = Glance::decode(entry.kind, entry.kind_version, &entry.payload).unwrap();
        let event = decode(&entry).unwrap().event;
        let head = match &event {
            Event::Sold(sale) => (&sale.number, sale.time, sale.cashier, &sale.priced),
            Event::Refunded(refund) => (&refund.number, refund.time, refund.cashier, &refund.priced),
            _ => {
                assert_eq!(glance, None);
                continue;
            }
        };
        let ((number, time, cashier, priced), glance) = (head, glance.unwrap());
        seen += 1;
        assert_eq!(glance.is_return, matches!(event, Event::Refunded(_)));
        let head = (
            &glance.number,
            glance.time,
            glance.cashier,
            glance.currency,
            glance.total,
        );
        assert_eq!(head, (number, time, cashier, priced.currency, priced.total));
        let lines: Vec<_> = lines(&event)
            .into_iter()
            .map(|(good, line)| (good.sku.as_str(), good.quantity, good.cost, line.net))
            .collect();
        let told: Vec<_> = glance
            .lines
            .iter()
            .map(|line| (&*line.sku, line.quantity, line.cost, line.net))
            .collect();
        assert_eq!(told, lines);
        assert!(Glance::decode(entry.kind, KIND_VERSION + 1, &entry.payload).is_err());
        assert!(Glance::decode(41 - entry.kind, entry.kind_version, &entry.payload).is_err());
        assert!(Glance::decode(entry.kind, entry.kind_version, &entry.payload[1..]).is_err());
    }
    assert_eq!(seen, sales.len());
}

/// The lines of a document; none of anything else.
fn lines(event: &Event) -> Vec<(&Good, &PricedLine)> {
    match event {
        Event::Sold(Sale { goods, priced, .. }) => goods.iter().zip(&priced.lines).collect(),
        Event::Refunded(Refund { goods, priced, .. }) => {
            goods.iter().map(|back| &back.good).zip(&priced.lines).collect()
        }
        _ => Vec::new(),
    }
}

/// Quantity, net, cost and what has no known cost.
type Figures = [Decimal; 4];

/// Every line of the journal with its day, from its whole document; what came back is below zero.
fn sold(register: &Register) -> Vec<(Date, String, Figures)> {
    let mut all = Vec::new();
    for entry in register.journal.reader().all_entries() {
        let event = decode(&entry.unwrap()).unwrap().event;
        let (day, sign) = match &event {
            Event::Sold(sale) => (sale.date, Decimal::ONE),
            Event::Refunded(refund) => (refund.date, -Decimal::ONE),
            _ => continue,
        };
        for (good, line) in lines(&event) {
            let net = line.net.amount();
            let cost = good.cost.map(|cost| cost.value() * good.quantity.value());
            let cost = cost.map(|cost| Money::round(cost, line.net.currency(), Rounding::HalfUp).unwrap());
            let figures = [
                good.quantity.value(),
                net,
                cost.map_or(Decimal::ZERO, Money::amount),
                if cost.is_none() { net } else { Decimal::ZERO },
            ];
            all.push((day, good.sku.to_string(), figures.map(|figure| sign * figure)));
        }
    }
    all
}

#[test]
fn any_period_by_product_is_what_its_documents_come_to() {
    let (_dir, mut register, _) = months();
    let source = register.source().unwrap();
    let sold = sold(&register);
    let days = (0..140_i32, 0..70_i32);
    TestRunner::new(ProptestConfig::with_cases(48))
        .run(&days, |(start, length)| {
            let from = date(2026, 1, 10).saturating_add(start.days());
            let period = Period::new(from, from.saturating_add(length.days())).unwrap();
            let mut told: BTreeMap<String, Figures> = BTreeMap::new();
            for row in &report(&source, Kind::Product, period).table.rows {
                told.entry(row[0].plain()).or_default()[0] = money(&row[2]);
            }
            for row in &report(&source, Kind::Margin, period).table.rows {
                let figures = told.get_mut(&row[0].plain()).unwrap();
                (figures[1], figures[2], figures[3]) = (money(&row[2]), money(&row[3]), money(&row[6]));
            }
            let mut summed: BTreeMap<String, Figures> = BTreeMap::new();
            for (_, sku, figures) in sold.iter().filter(|(day, ..)| period.has(*day)) {
                let row = summed.entry(sku.clone()).or_default();
                row.iter_mut()
                    .zip(figures)
                    .for_each(|(sum, figure)| *sum += figure);
            }
            summed.retain(|_, row| *row != Figures::default());
            prop_assert_eq!(told, summed);
            Ok(())
        })
        .unwrap();
}
