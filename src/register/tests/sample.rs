//! A small day for tests: a shop of one person who opens, sells, counts and closes. Must never be in a
//! release.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use jiff::civil::{DateTime, date};
use uuid::Uuid;

use crate::domain::basket::TaxRounding;
use crate::domain::decide::refund::{ComingBack, Receipt, RefundCommand, refund};
use crate::domain::decide::register::{CloseCommand, OpenCommand, close, open};
use crate::domain::decide::sell::{SellCommand, sell};
use crate::domain::document::Good;
use crate::domain::event::{Event, Fact, Founded, KIND_VERSION, Via};
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::payment::{Method, Tender};
use crate::domain::product::{Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::refund::{Asked, Back, Fate};
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId, Role};
use crate::domain::tax::{Tax, TaxClass};
use crate::domain::ticket::{Ticket, TicketLine};
use crate::domain::till::{EntryMark, Till};
use crate::journal::disk::Os;
use crate::journal::{Identity, Journal, NewEntry, Stamp};
use crate::vault::MasterKey;

pub(super) const OWNER: PersonId = PersonId(Uuid::from_u128(0x0a));
const FIRST_WALL: i64 = 1_760_000_000_000;

pub(super) fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

pub(super) fn shop() -> Shop {
    Shop {
        name: "La Esquina".to_owned(),
        currency: Currency::parse("EUR").unwrap(),
        tax_classes: vec![TaxClass {
            name: "standard".to_owned(),
            taxes: vec![Tax::percent("IVA", Rate::parse("21").unwrap())],
        }],
        prices_include_tax: true,
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfUp,
        cash_rounding: Some(eur(5)),
        max_quantity: Quantity::from(9999),
        lang: "es".to_owned(),
        zone: "Europe/Madrid".to_owned(),
        patterns: Vec::new(),
        variance_limit: eur(500),
        ..Shop::new("", Currency::parse("EUR").unwrap())
    }
}

/// A day being written: real decisions, one after the other, kept as facts so that a test may alter one.
pub(super) struct Day {
    till: Option<Till>,
    pub(super) facts: Vec<(Uuid, i64, Fact)>,
    identity: Identity,
}

impl Day {
    /// A till that was founded and has its owner.
    pub(super) fn new() -> Day {
        let mut day = Day {
            till: None,
            facts: Vec::new(),
            identity: Identity {
                terminal: Uuid::from_u128(0x01),
                incarnation: Uuid::from_u128(0x02),
            },
        };
        day.push(Event::Founded(Founded {
            shop: shop(),
            series: "C1".to_owned(),
        }));
        day.push(Event::PersonSaved(
            Person {
                id: OWNER,
                name: "Luz".to_owned(),
                role: Role::Owner,
                pin: String::new(),
                active: true,
            }
            .into(),
        ));
        day
    }

    /// Opened, three sales, counted and closed, opened again, one sale.
    pub(super) fn whole() -> Day {
        let mut day = Day::new();
        day.open();
        for price in ["1.21", "12.30", "0.99"] {
            day.sell(price);
        }
        day.close();
        day.open();
        day.sell("5.00");
        day
    }

    pub(super) fn till(&self) -> &Till {
        self.till.as_ref().unwrap()
    }

    fn time(&self) -> DateTime {
        date(2025, 10, 9).at(9, 0, 0, 0)
    }

    pub(super) fn push(&mut self, event: Event) {
        let id = match &event {
            Event::Sold(sale) => sale.id,
            Event::Refunded(refund) => refund.id,
            _ => Uuid::from_u128(0x1000 + self.facts.len() as u128),
        };
        let fact = Fact {
            by: None,
            via: Via::Cli { uid: 1000 },
            app: "0.1.0".to_owned(),
            event,
        };
        let seq = self.facts.len() as u64 + 1;
        let mark = EntryMark {
            incarnation: self.identity.incarnation,
            seq,
            at_wall: FIRST_WALL + seq as i64 * 1000,
        };
        match &mut self.till {
            Some(till) => till.apply(mark, &fact),
            None => self.till = Till::found(mark, &fact),
        }
        self.facts.push((id, mark.at_wall, fact));
    }

    pub(super) fn open(&mut self) {
        let command = OpenCommand {
            by: OWNER,
            float: eur(10_000),
            confirmed_date: None,
        };
        let opened = open(self.till(), &command, self.time()).unwrap();
        self.push(Event::ShiftOpened(opened));
    }

    pub(super) fn sell(&mut self, price: &str) {
        let id = Uuid::from_u128(0x9000 + self.facts.len() as u128);
        let command = sale_of(id, price);
        let sale = sell(self.till(), &command, self.time()).unwrap();
        self.push(Event::Sold(sale));
    }

    /// Takes one piece of the last sale back, in cash.
    pub(super) fn refund(&mut self) {
        let sold = |(_, _, fact): &(Uuid, i64, Fact)| match &fact.event {
            Event::Sold(sale) => Some(sale.clone()),
            _ => None,
        };
        let receipt = Receipt {
            sale: self.facts.iter().rev().find_map(sold).unwrap(),
            refunds: Vec::new(),
        };
        let asked = Asked {
            line: 0,
            quantity: Quantity::ONE,
            fate: Fate::Stock,
        };
        let command = RefundCommand {
            id: Uuid::from_u128(0xa000 + self.facts.len() as u128),
            what: ComingBack::Of(receipt.sale.number.clone(), vec![asked]),
            back: Back::Cash,
            reason: String::new(),
            cashier: OWNER,
            approved_by: None,
            fingerprint: String::new(),
        };
        let refund = refund(self.till(), &command, Some(&receipt), self.time()).unwrap();
        self.push(Event::Refunded(refund));
    }

    pub(super) fn close(&mut self) {
        let counted = self.till().shift.as_ref().unwrap().expected_cash();
        let command = CloseCommand {
            declared: Vec::new(),
            foreign: Vec::new(),
            kept: None,
            by: OWNER,
            approved_by: None,
            counted,
            count: Vec::new(),
            reason: String::new(),
            unsynced: 0,
        };
        let closing = close(self.till(), &command, self.time()).unwrap();
        self.push(Event::ShiftClosed(closing));
    }

    /// Writes the facts as they are now, sealed and linked like any others.
    pub(super) fn write(&self, dir: &Path, key: &MasterKey) -> Journal {
        let mut journal = Journal::create(Arc::new(Os), dir, self.identity, key).unwrap();
        for (id, at_wall, fact) in &self.facts {
            let payload = fact.encode();
            let entry = NewEntry {
                id: *id,
                kind: fact.event.kind(),
                kind_version: KIND_VERSION,
                stamp: Stamp {
                    at_wall: *at_wall,
                    ..Stamp::default()
                },
                payload: &payload,
            };
            journal.append(&[entry]).unwrap();
        }
        journal
    }
}

/// Two pieces of a good at that price, paid with a note of 50.
pub(super) fn sale_of(id: Uuid, price: &str) -> SellCommand {
    let good = Good {
        sku: Sku::new("PAN").unwrap(),
        name: "Pan de molde".to_owned(),
        quantity: Quantity::from(2),
        unit: Unit::Ea,
        price: UnitPrice::parse(price).unwrap(),
        tax: "standard".to_owned(),
        category: String::new(),
        cost: None,
        list_price: None,
        note: String::new(),
    };
    let line = TicketLine { good, discount: None };
    SellCommand {
        ticket: Ticket {
            id,
            lines: vec![line],
            discount: None,
            customer: None,
            note: String::new(),
            approvals: Vec::new(),
        },
        tenders: vec![Tender {
            method: Method::Cash,
            amount: eur(5_000),
            reference: None,
            foreign: None,
        }],
        fingerprint: price.to_owned(),
        cashier: OWNER,
    }
}
