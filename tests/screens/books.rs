//! Weeks of sales to report on: a real register in a directory of its own. Must never be sold from by a test.

use std::sync::atomic::Ordering;

use jiff::civil::Date;
use tendero::domain::decide::cash::ExpenseCommand;
use tendero::domain::decide::refund::ComingBack;
use tendero::domain::decide::register::{CloseCommand, OpenCommand};
use tendero::domain::decide::sell::SellCommand;
use tendero::domain::document::{Good, Sale};
use tendero::domain::event::Via;
use tendero::domain::money::Money;
use tendero::domain::payment::{Method, Tender};
use tendero::domain::product::Product;
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::UnitPrice;
use tendero::domain::refund::{Asked, Back, Fate, Refund};
use tendero::domain::staff::Role;
use tendero::domain::ticket::Ticket;
use tendero::register::Register;
use tendero::register::found::{Founding, NewKey, NewPerson};
use tendero::register::reports::desk::answer_to;
use tendero::register::return_jobs::RefundAsked;
use tendero::register::surroundings::Scripted;

use crate::shop::FakeRegister;

/// Sells the goods of that register on the days before its own, a few tickets more each day; its reports are
/// answered from them.
pub(crate) fn keep(till: &mut FakeRegister, today: Date, days: i64) {
    books(till, today, days, false);
}

/// The same, and a good of the last sale has come back.
pub(crate) fn keep_returns(till: &mut FakeRegister, today: Date, days: i64) {
    books(till, today, days, true);
}

fn books(till: &mut FakeRegister, today: Date, days: i64, returns: bool) {
    let goods: Vec<Product> = till
        .catalogue
        .iter()
        .map(|(_, good)| costed(good.to_product()))
        .collect();
    // Not every machine has a list of zones.
    let mut shop = till.till.shop.clone();
    shop.zone = "UTC".to_owned();
    let dir = tempfile::tempdir().unwrap();
    let noon = today.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    let noon = noon.timestamp().as_millisecond();
    let (around, clock) = Scripted::new(noon - days * DAY, 7);
    let founding = Founding {
        shop,
        series: "C2".to_owned(),
        people: vec![NewPerson {
            name: "Ana".to_owned(),
            role: Role::Owner,
            pin: "246810".to_owned(),
        }],
        key: NewKey::File(dir.path().join("till.key")),
        recovery: None,
    };
    let store = dir.path().join("store");
    let mut register = Register::found(&store, &founding, Via::Till, Box::new(around)).unwrap();
    let mut ids = Ids::default();
    for day in 0..=days {
        for hour in 0..=(day % 4) {
            clock.store(noon - (days - day) * DAY + hour * 3_600_000, Ordering::Relaxed);
            if hour == 0 {
                open(&mut register);
            }
            till.sales
                .push(sell(&mut register, &goods, (day + hour) as usize, ids.next()));
        }
        if day % 3 == 0 {
            spend(&mut register, day);
        }
        if day < days {
            close(&mut register);
        }
    }
    if returns && let Some(sale) = till.sales.last() {
        till.refunds.push(take_back(&mut register, sale, ids.next()));
    }
    till.books = Some(Box::new(move |ask| {
        // The directory lives as long as the register in it.
        let _kept = &dir;
        let source = register.source().unwrap();
        answer_to(ask, source, &mut |_, _| true)
    }));
}

const DAY: i64 = 86_400_000;

/// Goods are bought for a euro; one of them nobody knows for what.
fn costed(mut good: Product) -> Product {
    good.cost = (good.sku.as_str() != "MOL-1").then(|| UnitPrice::parse("0.5").unwrap());
    good
}

/// Ids that no other test gives.
#[derive(Default)]
struct Ids(u128);

impl Ids {
    fn next(&mut self) -> uuid::Uuid {
        self.0 += 1;
        uuid::Uuid::from_u128(0xb00c << 64 | self.0)
    }
}

fn open(register: &mut Register) {
    let by = register.till().people[0].id;
    let float = Money::from_minor(10_000, register.till().shop.currency);
    let command = OpenCommand {
        by,
        float,
        confirmed_date: None,
    };
    register.open_shift(&command).unwrap();
}

fn take_back(register: &mut Register, sale: &Sale, id: uuid::Uuid) -> Refund {
    let by = register.till().people[0].id;
    let one = Asked {
        line: 0,
        quantity: Quantity::from(1),
        fate: Fate::Stock,
    };
    let asked = RefundAsked {
        id,
        what: ComingBack::Of(sale.number.clone(), vec![one]),
        back: Back::Cash,
        reason: String::new(),
    };
    register.refund(by, None, &asked, None).unwrap().refund
}

/// Ice from the drawer, and now and then a bill from the bank.
fn spend(register: &mut Register, day: i64) {
    let by = register.till().people[0].id;
    let shop = &register.till().shop;
    let (category, from_drawer) = if day % 2 == 0 { (0, true) } else { (1, false) };
    let command = ExpenseCommand {
        category: shop.expense_categories()[category].clone(),
        amount: Money::from_minor(350 + day * 10, shop.currency),
        note: "Dos bolsas de hielo".to_owned(),
        reference: String::new(),
        from_drawer,
    };
    register.pay_expense((by, None), &command).unwrap();
}

fn close(register: &mut Register) {
    let by = register.till().people[0].id;
    let counted = register.till().shift.as_ref().unwrap().expected_cash();
    let command = CloseCommand {
        by,
        approved_by: None,
        counted,
        count: Vec::new(),
        reason: String::new(),
        unsynced: 0,
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
    };
    register.close_shift(&command).unwrap();
}

fn sell(register: &mut Register, goods: &[Product], from: usize, id: uuid::Uuid) -> Sale {
    let till = register.till();
    let (cashier, currency) = (till.people[0].id, till.shop.currency);
    let mut ticket = Ticket::new(id);
    for at in 0..3 {
        let good = &goods[(from + at * 5) % goods.len()];
        ticket.add(Good::of(good, Quantity::from(at as i32 + 1), None));
    }
    let method = [Method::Cash, Method::Cash, Method::Card][from % 3];
    let due = tendero::domain::pricing::price(&ticket.basket(&till.shop))
        .unwrap()
        .total;
    let amount = match method {
        Method::Cash => Money::from_minor(20_000, currency),
        _ => due,
    };
    let tenders = vec![Tender {
        method,
        amount,
        reference: None,
        foreign: None,
    }];
    let command = SellCommand {
        ticket,
        tenders,
        fingerprint: id.to_string(),
        cashier,
    };
    register.complete_sale(&command).unwrap().sale
}
