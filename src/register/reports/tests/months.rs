//! A shop that sells for months, and what it wrote. Must never look at a roll-up.

use std::sync::atomic::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::decide::cash::ExpenseCommand;
use crate::domain::decide::refund::ComingBack;
use crate::domain::decide::register::{CloseCommand, OpenCommand};
use crate::domain::decide::sell::SellCommand;
use crate::domain::document::{Good, Sale};
use crate::domain::event::Via;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::PricedLine;
use crate::domain::product::{Code, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::refund::{Asked, Back, Fate, Refund, Returned};
use crate::domain::staff::Role;
use crate::domain::ticket::Ticket;
use crate::register::found::{Founding, NewKey, NewPerson};
use crate::register::return_jobs::RefundAsked;
use crate::register::sample;
use crate::register::surroundings::Scripted;
use crate::register::{Register, fingerprint};

const DAY: i64 = 86_400_000;
/// 2026-01-20 09:00 UTC.
const FIRST: i64 = 1_768_899_600_000;

/// A document as it was answered, its figures below zero where goods came back.
pub(super) struct Written {
    pub(super) number: String,
    pub(super) date: Date,
    pub(super) lines: Vec<(Sku, Decimal, Decimal)>,
    pub(super) total: Decimal,
    pub(super) rounding: Decimal,
    pub(super) is_return: bool,
}

impl Written {
    fn of_sale(sale: &Sale) -> Written {
        let lines = sale.goods.iter().zip(&sale.priced.lines);
        Written {
            number: sale.number.to_string(),
            date: sale.date,
            lines: lines
                .map(|(good, line)| (good.sku.clone(), good.quantity.value(), line.net.amount()))
                .collect(),
            total: sale.priced.total.amount(),
            rounding: sale.settlement.rounding.amount(),
            is_return: false,
        }
    }

    fn of_refund(refund: &Refund) -> Written {
        let lines = refund.goods.iter().zip(&refund.priced.lines);
        let back = |(returned, line): (&Returned, &PricedLine)| {
            let good = &returned.good;
            (good.sku.clone(), -good.quantity.value(), -line.net.amount())
        };
        Written {
            number: refund.number.to_string(),
            date: refund.date,
            lines: lines.map(back).collect(),
            total: -refund.priced.total.amount(),
            rounding: -refund.settlement.rounding.amount(),
            is_return: true,
        }
    }

    pub(super) fn net(&self) -> Decimal {
        self.lines.iter().map(|(_, _, net)| *net).sum()
    }
}

/// Twelve days of sales from 20 January on, nine days apart: into May.
pub(super) fn months() -> (tempfile::TempDir, Register, Vec<Written>) {
    let dir = tempfile::tempdir().unwrap();
    let (around, clock) = Scripted::new(FIRST, 1);
    let founding = Founding {
        shop: sample::shop(),
        series: "C1".to_owned(),
        people: vec![NewPerson {
            name: "Luz".to_owned(),
            role: Role::Owner,
            pin: "240318".to_owned(),
        }],
        key: NewKey::File(dir.path().join("till.key")),
        recovery: None,
    };
    let store = dir.path().join("store");
    let mut register = Register::found(&store, &founding, Via::Till, Box::new(around)).unwrap();
    let mut sales = Vec::new();
    for day in 0..12 {
        clock.store(FIRST + day * 9 * DAY, Ordering::Relaxed);
        sales.extend(a_day(&mut register, day as u32));
    }
    (dir, register, sales)
}

/// Opens, sells as many times as the number of the day says, takes a good back every other day, closes.
fn a_day(register: &mut Register, day: u32) -> Vec<Written> {
    let by = register.till().people[0].id;
    let currency = register.till().shop.currency;
    register
        .open_shift(&OpenCommand {
            by,
            float: Money::from_minor(10_000, currency),
            confirmed_date: None,
        })
        .unwrap();
    let sales: Vec<Sale> = (0..=day % 5)
        .map(|n| {
            let mut ticket = Ticket::new(register.around.id());
            for line in 0..=n {
                let good = good((day + line) % 4);
                ticket.add(Good::of(&good, Quantity::from(line as i32 + 1), None));
            }
            let tenders = vec![Tender {
                method: Method::Cash,
                amount: Money::from_minor(50_000, currency),
                reference: None,
                foreign: None,
            }];
            let fingerprint = fingerprint::of_ticket(&ticket, &tenders);
            let command = SellCommand {
                ticket,
                tenders,
                fingerprint,
                cashier: by,
            };
            register.complete_sale(&command).unwrap().sale
        })
        .collect();
    let mut written: Vec<Written> = sales.iter().map(Written::of_sale).collect();
    if day % 2 == 1 {
        let asked = RefundAsked {
            id: register.around.id(),
            what: ComingBack::Of(
                sales[0].number.clone(),
                vec![Asked {
                    line: 0,
                    quantity: Quantity::from(1),
                    fate: Fate::Stock,
                }],
            ),
            back: Back::Cash,
            reason: String::new(),
        };
        let refunded = register.refund(by, None, &asked, None).unwrap();
        written.push(Written::of_refund(&refunded.refund));
    }
    spend(register, day);
    let counted = register.till().shift.as_ref().unwrap().expected_cash();
    register
        .close_shift(&CloseCommand {
            declared: Vec::new(),
            foreign: Vec::new(),
            kept: None,
            by,
            approved_by: None,
            counted,
            count: Vec::new(),
            reason: String::new(),
            unsynced: 0,
        })
        .unwrap();
    written
}

/// Pays ice from the drawer and a bill from the bank, and takes a bill back that was none.
fn spend(register: &mut Register, day: u32) {
    let by = register.till().people[0].id;
    let currency = register.till().shop.currency;
    let categories = register.till().shop.expense_categories();
    let mut pay = |category: usize, minor, from_drawer| {
        let command = ExpenseCommand {
            category: categories[category].clone(),
            amount: Money::from_minor(minor, currency),
            note: format!("day {day}"),
            reference: String::new(),
            from_drawer,
        };
        register.pay_expense((by, None), &command).unwrap().id
    };
    pay(0, 150 + i64::from(day), true);
    pay(1, 10_000, false);
    let wrong = pay(1, 77, true);
    register.undo_cash((by, None), wrong).unwrap();
}

/// One of four products in two categories; the last has no known cost.
pub(super) fn good(n: u32) -> Product {
    Product {
        sku: Sku::new(&format!("S{n}")).unwrap(),
        codes: vec![Code::new(&format!("700{n}")).unwrap()],
        name: format!("Cosa {n}"),
        category: ["Fruta", "Pan"][n as usize % 2].to_owned(),
        price: UnitPrice::parse(&format!("{}.35", n + 1)).unwrap(),
        cost: (n < 3).then(|| UnitPrice::parse("0.655").unwrap()),
        tax: "standard".to_owned(),
        unit: Unit::default(),
        min_stock: None,
        open_price: false,
        active: true,
    }
}
