//! Customers, their accounts and references of tenders, by keys.

use insta::assert_snapshot;
use tendero::domain::payment::{Method, Tender};
use tendero::domain::permission::Permission;
use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::At;

/// Carmen buys on account; she owes 42.00 and may owe 50.00. Something of 18.90 is on the ticket.
fn buying() -> At {
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.owe();
    at.register.ask_for_slips();
    at.begin_selling();
    at.scan(&code("MOL-1"));
    at
}

fn see(at: &mut At, wanted: &str) {
    assert!(at.shows(wanted), "{wanted} is not on\n{}", at.text());
}

#[test]
fn pictures() {
    let mut at = buying();
    at.keys("<Ctrl+L>");
    assert_snapshot!("customers", at.picture());
    at.keys("<F2>");
    assert_snapshot!("customer", at.picture());
    at.keys("<Esc><F6>");
    assert_snapshot!("pay_account", at.picture());
    at.keys("<Esc><Enter><Enter>");
    assert_snapshot!("pay_named", at.picture());
    at.keys("<F5>");
    assert_snapshot!("reference", at.picture());
    at.keys("<Enter>");
    see(&mut at, "Hace falta un número");
    at.keys("<Esc><F9>");
    assert_snapshot!("pay_credit", at.picture());
}

#[test]
fn a_supervisor_lets_somebody_owe_more_although_the_account_is_not_the_last_tender() {
    let mut at = buying();
    at.keys("<Ctrl+L><Enter><Enter>10<F6>20<F2>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "{}", at.text());
    see(&mut at, "52,00");
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Pay);
    see(&mut at, "8,90");
    at.keys("20<F2>246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Change, "{}", at.text());
    see(&mut at, "CAMBIO");
    let Some(Job::Sell { ticket, tenders }) =
        at.jobs.iter().rev().find(|job| matches!(job, Job::Sell { .. }))
    else {
        panic!("{:?}", at.jobs.last());
    };
    assert_eq!(tenders.len(), 2);
    let given: Vec<Permission> = ticket.approvals.iter().map(|given| given.permission).collect();
    assert_eq!(given, [Permission::AccountLimit]);
}

#[test]
fn the_number_of_a_note_alone_takes_somebody_s_leave_and_its_code_does_not() {
    let mut at = buying();
    at.keys("<Enter><F9>C1R-000007<Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "{}", at.text());
    see(&mut at, "Cobrar con el vale C1R-000007 por su");
    assert_snapshot!("credit_leave", at.picture());
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Pay, "nothing was taken");
    at.keys("<F9>C1R-000007<Enter>246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Change, "{}", at.text());
    let Some(Job::Sell { ticket, tenders }) =
        at.jobs.iter().rev().find(|job| matches!(job, Job::Sell { .. }))
    else {
        panic!("{:?}", at.jobs.last());
    };
    assert_eq!(ticket.approvals[0].permission, Permission::ReturnWithoutReceipt);
    assert_eq!(tenders.len(), 1);
    let mut at = buying();
    at.keys("<Enter><F9>C1R-000007-0199abcd<Enter>");
    assert_eq!(at.model.scope(), Scope::Change, "{}", at.text());
}

fn paid_on_account(at: &At) -> (i64, Tender) {
    let Some(Job::PayAccount { amount, tenders, .. }) = at.jobs.last() else {
        panic!("{:?}", at.jobs.last());
    };
    (amount.minor(), tenders[0].clone())
}

#[test]
fn an_account_is_paid_by_mobile_money_and_by_cash_of_another_currency() {
    let mut at = buying();
    at.keys("<Ctrl+L><F6>10<F4>");
    let (amount, tender) = paid_on_account(&at);
    assert_eq!((amount, tender.method), (1_000, Method::Mobile));
    let dollars = |keys: &str| {
        let mut at = At::start(Lang::Es, (80, 24));
        at.register.owe();
        at.register.take_dollars("0.90");
        at.begin_selling();
        at.keys("<Ctrl+L><F6>").keys(keys).keys("<F8>");
        let (amount, tender) = paid_on_account(&at);
        let given = tender.foreign.unwrap().amount.minor();
        (amount, tender.amount.minor(), given)
    };
    assert_eq!(dollars("20"), (1_800, 1_800, 2_000));
    assert_eq!(dollars("50"), (4_200, 4_500, 5_000), "no more than is owed");
    assert_eq!(dollars(""), (4_200, 4_200, 4_667));
}

#[test]
fn the_footer_shows_only_what_the_shop_takes() {
    let mut at = buying();
    at.keys("<Enter>");
    for name in ["Tarjeta", "Móvil", "Transferencia"] {
        see(&mut at, name);
    }
    assert!(!at.shows("F6 "), "nobody is named, nothing goes on an account");
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.take_dollars("0.90");
    at.begin_selling();
    at.scan(&code("MOL-1")).keys("<Enter>");
    assert!(at.shows("Tarjeta") && !at.shows("Móvil"));
    at.keys("<F4>");
    assert_eq!(at.model.scope(), Scope::Pay, "its key does nothing");
    assert!(!at.jobs.iter().any(|job| matches!(job, Job::Sell { .. })));
}
