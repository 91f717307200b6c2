//! Customers and their accounts: what is owed is what moved it, after any end of the program.

use super::*;
use crate::devices::settings::{Drawer, Via};
use crate::domain::account::Cause;
use crate::domain::cash::CashMove;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::decide::account::PayCommand;
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::domain::foreign::{Foreign, ForeignRate};
use crate::register::audit::audit;
use crate::register::job::CashJob;
use crate::register::printing::Document;
use crate::register::reply::CashDone;

fn customer(register: &mut Register, name: &str, limit: Option<i64>) -> Customer {
    let customer = Customer {
        id: CustomerId(register.around.id()),
        name: name.to_owned(),
        phone: String::new(),
        tax_id: "12345678Z".to_owned(),
        note: String::new(),
        limit: limit.map(eur),
        active: true,
    };
    let by = who(register, "Luz");
    register.save_customer(by, &customer).unwrap()
}

fn sale(
    register: &mut Register,
    cashier: PersonId,
    buyer: Option<&Customer>,
    tenders: &[Tender],
) -> SellCommand {
    let mut ticket = Ticket::new(register.around.id());
    ticket.add(Good::of(&product(1, "10.00"), Quantity::from(2), None));
    ticket.customer = buyer.map(Customer::buyer);
    SellCommand {
        ticket,
        tenders: tenders.to_vec(),
        fingerprint: String::new(),
        cashier,
    }
}

fn by(method: Method, minor: i64) -> Tender {
    Tender::new(method, eur(minor))
}

fn with_drawer(path: &Path) -> Printer {
    Printer {
        via: Via::File,
        at: path.display().to_string(),
        drawer: Drawer::Pin2,
        ..Printer::default()
    }
}

fn spend(from_drawer: bool) -> CashJob {
    CashJob::Spend(ExpenseCommand {
        category: "limpieza".to_owned(),
        amount: eur(100),
        note: String::new(),
        reference: String::new(),
        from_drawer,
    })
}

#[test]
fn the_drawer_opens_whenever_cash_moves() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let maria = customer(&mut register, "María", Some(3_000));
    let bought = sale(&mut register, ana, Some(&maria), &[by(Method::Account, 2_000)]);
    let sold = register.complete_sale(&bought).unwrap().sale;
    assert!(!Document::Sale(Box::new(sold)).needs_drawer());
    let luz = who(&register, "Luz");
    let (first, second) = (register.around.id(), register.around.id());
    drop(register);
    let path = place.dir.path().join("paper");
    let printer = with_drawer(&path);
    let (answers, replies) = channel();
    let handle = worker::spawn(place.store(), place.how(7), printer, move |reply| {
        drop(answers.send(reply))
    });
    let mut asked = 0;
    let mut ask = |job| {
        asked += 1;
        handle.ask(Request { id: asked, job }).unwrap();
        loop {
            let reply = next(&replies);
            if reply.id == Some(asked) {
                return reply.answer;
            }
        }
    };
    let opened = || {
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(2).filter(|pair| *pair == b"\x1bp").count()
    };
    let until = |times| {
        let since = std::time::Instant::now();
        while opened() < times && since.elapsed() < Duration::from_secs(20) {
            std::thread::yield_now();
        }
        assert_eq!(opened(), times);
    };
    let pay = |id, method| Job::PayAccount {
        id,
        customer: maria.id,
        amount: eur(500),
        tenders: vec![by(method, 500)],
        approval: None,
    };
    let pin = "240318".to_owned();
    ask(Job::SignIn { person: luz, pin });
    ask(pay(first, Method::Card));
    for _ in 0..2 {
        ask(pay(second, Method::Cash));
        until(1);
    }
    let more = MoveCommand {
        what: CashMove::In,
        amount: eur(100),
        reason: "cambio".to_owned(),
    };
    let Answer::Cash(CashDone::Moved(moved)) = ask(Job::Cash(CashJob::Move(more), None)) else {
        panic!("cash came in")
    };
    until(2);
    ask(Job::Cash(spend(false), None));
    ask(Job::Cash(spend(true), None));
    until(3);
    ask(Job::Cash(CashJob::Undo(moved.id), None));
    until(4);
    handle.stop();
}

#[test]
fn what_is_owed_is_what_was_bought_less_what_was_paid() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let maria = customer(&mut register, " María  Núñez ", Some(3_000));
    assert_eq!(maria.name, "María Núñez");
    let mixed = [by(Method::Account, 1_500), by(Method::Cash, 1_000)];
    let first = sale(&mut register, ana, Some(&maria), &mixed);
    let first = register.complete_sale(&first).unwrap().sale;
    assert_eq!(
        (first.settlement.change, first.balance),
        (eur(500), Some(eur(1_500)))
    );
    let second = sale(&mut register, ana, Some(&maria), &[by(Method::Account, 2_000)]);
    assert_eq!(
        refusal(register.complete_sale(&second).unwrap_err()),
        "account-above-limit"
    );
    let luz = who(&register, "Luz");
    let allowed = SellCommand {
        cashier: luz,
        ..second
    };
    assert_eq!(
        register.complete_sale(&allowed).unwrap().sale.balance,
        Some(eur(3_500))
    );
    let pay = |amount, tenders: &[Tender]| PayCommand {
        amount: eur(amount),
        tenders: tenders.to_vec(),
        by: ana,
    };
    let id = register.around.id();
    let half = pay(1_002, &[by(Method::Cash, 2_000)]);
    let paid = register.pay_account(id, maria.id, &half).unwrap();
    assert_eq!((paid.balance, paid.settlement.change), (eur(2_498), eur(1_000)));
    assert_eq!(register.pay_account(id, maria.id, &half).unwrap(), paid, "once");
    drop(register);
    let (mut register, _) = place.open(2);
    assert_eq!(register.balance(maria.id).unwrap(), eur(2_498));
    let id = register.around.id();
    let over = pay(2_499, &[by(Method::Card, 2_499)]);
    assert_eq!(
        refusal(register.pay_account(id, maria.id, &over).unwrap_err()),
        "account-more-than-owed"
    );
    let debt = pay(100, &[by(Method::Account, 100)]);
    assert_eq!(
        refusal(register.pay_account(id, maria.id, &debt).unwrap_err()),
        "account-not-money"
    );
    let statement = register.statement(maria.id).unwrap().unwrap();
    let balances: Vec<_> = statement.rows.iter().map(|row| row.balance).collect();
    assert_eq!(balances, [eur(1_500), eur(3_500), eur(2_498)]);
    assert_eq!(statement.rows[2].cause, Cause::Paid(vec![Method::Cash]));
    let shift = register.till().shift.clone().unwrap();
    let accounts = shift.figures.accounts.clone().unwrap();
    assert_eq!(
        (accounts.count, accounts.amount, accounts.rounding),
        (1, eur(1_002), eur(-2))
    );
    assert_eq!(shift.figures.sales, 2, "a payment is no sale");
    // float 100.00 + 10.00 − 5.00 of the sale + 20.00 − 10.00 of the payment
    assert_eq!(shift.expected_cash(), eur(11_500));
    let report = audit(register.journal().reader()).unwrap();
    assert!(report.is_good(), "{:?}", report.first_bad());
}

#[test]
fn only_a_named_customer_with_a_limit_buys_on_account() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let nobody = sale(&mut register, ana, None, &[by(Method::Account, 2_000)]);
    assert_eq!(
        refusal(register.complete_sale(&nobody).unwrap_err()),
        "account-no-customer"
    );
    let cash_only = customer(&mut register, "Bar", None);
    let sold = sale(
        &mut register,
        ana,
        Some(&cash_only),
        &[by(Method::Account, 2_000)],
    );
    assert_eq!(
        refusal(register.complete_sale(&sold).unwrap_err()),
        "account-none"
    );
    let named = sale(&mut register, ana, Some(&cash_only), &[by(Method::Card, 2_000)]);
    let sold = register.complete_sale(&named).unwrap().sale;
    assert_eq!(sold.customer, Some(cash_only.buyer()));
    assert_eq!(register.till().next_document().number, 2);
}

#[test]
fn customers_are_kept_found_and_never_doubled() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let maria = customer(&mut register, "María", Some(3_000));
    let again = Customer {
        id: CustomerId(register.around.id()),
        name: "MARIA".to_owned(),
        ..maria.clone()
    };
    assert_eq!(
        refusal(register.save_customer(ana, &again).unwrap_err()),
        "customer-name-taken"
    );
    let owing = sale(&mut register, ana, Some(&maria), &[by(Method::Account, 2_000)]);
    register.complete_sale(&owing).unwrap();
    let gone = Customer {
        active: false,
        ..maria.clone()
    };
    assert_eq!(
        refusal(register.save_customer(ana, &gone).unwrap_err()),
        "customer-still-owes"
    );
    drop(register);
    let (register, _) = place.open(2);
    assert_eq!(register.customer_named("maria").unwrap(), maria);
    assert_eq!(register.customer_named(&maria.id.0.to_string()).unwrap(), maria);
    assert_eq!(
        refusal(register.customer_named("Pepe").unwrap_err()),
        "customer-unknown"
    );
}

#[test]
fn foreign_cash_is_counted_apart_and_its_change_is_the_shops() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let usd = Currency::parse("USD").unwrap();
    let rate = UnitPrice::parse("0.9137").unwrap();
    let mut tender = by(Method::Foreign, 2_285);
    tender.foreign = Some(Foreign {
        amount: Money::from_minor(2_500, usd),
        rate,
    });
    let paying = sale(&mut register, ana, None, &[tender.clone()]);
    assert_eq!(refusal(register.complete_sale(&paying).unwrap_err()), "no-rate");
    register.till.shop.accepts.rates = vec![ForeignRate { currency: usd, rate }];
    let sold = register.complete_sale(&paying).unwrap().sale;
    assert_eq!(sold.settlement.change, eur(285));
    let mut exact = sold.clone();
    exact.settlement.change = eur(0);
    let paper = Document::Sale(Box::new(exact));
    assert!(paper.needs_drawer(), "the dollars go into it");
    let shift = register.till().shift.clone().unwrap();
    let dollars = &shift.figures.foreign["USD"];
    assert_eq!(
        (dollars.received, dollars.worth),
        (Money::from_minor(2_500, usd), eur(2_285))
    );
    assert_eq!(shift.expected_cash(), eur(10_000 - 285));
    let report = audit(register.journal().reader()).unwrap();
    assert!(report.is_good(), "{:?}", report.first_bad());
    tender.amount = eur(2_300);
    let wrong = sale(&mut register, ana, None, &[tender]);
    assert_eq!(
        refusal(register.complete_sale(&wrong).unwrap_err()),
        "payment-foreign"
    );
}
