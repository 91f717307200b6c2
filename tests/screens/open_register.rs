//! Opening the register: the float, the one suggested, and a clock that cannot be believed.

use insta::assert_snapshot;
use jiff::civil::date;
use tendero::domain::money::Money;
use tendero::domain::permission::Permission;
use tendero::domain::staff::Role;
use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::tui::command::Scope;

use crate::till::At;

fn closed() -> At {
    let mut at = At::opened(Lang::Es, (80, 24));
    at.keys("21234<Enter>");
    at
}

fn float(at: &At) -> Option<i64> {
    at.register
        .till
        .shift
        .as_ref()
        .map(|shift| shift.opened.float.minor())
}

#[test]
fn the_float_takes_either_decimal_sign() {
    for (keys, minor) in [
        ("100,50<Enter>", 10_050),
        ("100.5<Enter>", 10_050),
        ("80<Enter>", 8000),
    ] {
        let mut at = closed();
        at.keys(keys);
        assert_eq!(float(&at), Some(minor), "{keys}");
        assert_eq!(at.model.scope(), Scope::Sale);
    }
    let mut at = closed();
    at.keys("100<Enter>");
    assert!(at.shows("Caja abierta con 100,00"));
}

#[test]
fn what_is_no_amount_is_refused_and_nothing_opens() {
    let mut at = closed();
    for keys in ["<Enter>", "x<Enter>", "<Esc>1,234<Enter>", "<Esc>-5<Enter>"] {
        at.keys(keys);
        assert_eq!(
            (float(&at), at.model.scope()),
            (None, Scope::OpenRegister),
            "{keys}"
        );
    }
    assert_eq!(at.bells, 4);
}

#[test]
fn enter_takes_the_last_float() {
    let mut at = At::start(Lang::Es, (80, 24));
    let mut opened = at.register.opened();
    opened.last_float = Some(Money::from_minor(12_000, at.register.till.shop.currency));
    at.open(opened);
    at.keys("21234<Enter>");
    assert_snapshot!("open_register_suggested", at.picture());
    at.keys("<Enter>");
    assert_eq!(float(&at), Some(12_000));
}

#[test]
fn a_clock_that_runs_backwards_is_not_believed() {
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.till.last_date = Some(date(2026, 11, 25));
    let opened = at.register.opened();
    at.open(opened);
    at.keys("21234<Enter>100<Enter>");
    assert_eq!(float(&at), None);
    assert_snapshot!("open_register_date", at.picture());
    at.keys(&"<Backspace>".repeat(10)).keys("mañana<Enter>");
    assert!(at.shows("Eso no es una fecha"));
    at.keys(&"<Backspace>".repeat(10)).keys("26/11/2026<Enter>");
    let opened = &at.register.till.shift.as_ref().unwrap().opened;
    assert_eq!(opened.date, date(2026, 11, 26));
}

#[test]
fn a_clock_far_ahead_is_not_believed() {
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.till.last_date = Some(date(2016, 11, 25));
    let opened = at.register.opened();
    at.open(opened);
    at.keys("21234<Enter>100<Enter>");
    assert_eq!(float(&at), None);
    assert!(at.shows("cuesta creerlo"), "{}", at.picture());
    // What the clock says is proposed; a person says what it is.
    at.keys(&"<Backspace>".repeat(10)).keys("26/11/2016<Enter>");
    let opened = &at.register.till.shift.as_ref().unwrap().opened;
    assert_eq!(opened.date, date(2016, 11, 26));
}

#[test]
fn esc_empties_the_field_and_then_signs_out() {
    let mut at = closed();
    at.keys("12<Esc>");
    assert_eq!(at.model.scope(), Scope::OpenRegister);
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::SignIn);
    assert!(at.jobs.contains(&Job::SignOut));
}

#[test]
fn pictures() {
    assert_snapshot!("open_register", closed().keys("100,5").picture());
    let mut at = At::opened(Lang::En, (40, 15));
    at.keys("21234<Enter>");
    assert_snapshot!("open_register_small", at.picture());
}

#[test]
fn whoever_may_not_open_it_asks_somebody_who_may() {
    let mut at = At::start(Lang::Es, (80, 24));
    let roles = at.register.till.shop.roles.clone();
    at.register.till.shop.roles = roles.with(Role::Cashier, Permission::Register, false);
    let opened = at.register.opened();
    at.open(opened);
    at.keys("21234<Enter>120<Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "{}", at.text());
    at.keys("<Esc>");
    assert!(at.shows("120"), "what was typed stays");
    at.keys("<Enter>246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    let float = at.register.till.shift.as_ref().unwrap().opened.float;
    assert_eq!(float.minor(), 12_000);
}
