//! Signing in: by arrows, number or letters, then a PIN.

use insta::assert_snapshot;
use tendero::domain::document::DocumentNumber;
use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::register::reply::Notice;
use tendero::tui::command::Scope;
use tendero::tui::key::Key;

use crate::shop::code;
use crate::till::{At, now};

fn at_the_door() -> At {
    At::opened(Lang::Es, (80, 24))
}

fn who(at: &At) -> Option<String> {
    at.model.counter.person().map(|person| person.name.clone())
}

#[test]
fn a_name_is_chosen_in_three_ways() {
    for keys in ["<Down><Enter>1234<Enter>", "21234<Enter>", "an<Enter>1234<Enter>"] {
        let mut at = at_the_door();
        at.keys(keys);
        assert_eq!(who(&at).as_deref(), Some("Ana"), "{keys}");
        assert_eq!(at.model.scope(), Scope::OpenRegister);
    }
}

#[test]
fn the_pin_is_never_shown_and_a_wrong_one_is_typed_anew() {
    let mut at = at_the_door();
    at.keys("2x12");
    assert!(at.shows("PIN de Ana: **") && !at.shows("12 "));
    assert_snapshot!("sign_in_pin", at.picture());
    at.keys("99<Enter>");
    assert!(who(&at).is_none());
    assert_snapshot!("sign_in_wrong", at.picture());
    at.keys("1234<Enter>");
    assert_eq!(who(&at).as_deref(), Some("Ana"));
}

#[test]
fn nothing_is_typed_while_the_pin_is_checked() {
    let mut at = at_the_door();
    at.slow = true;
    at.keys("21234<Enter>55<Enter><Up>");
    let asked = |job: &&Job| matches!(job, Job::SignIn { .. });
    assert_eq!(at.jobs.iter().filter(asked).count(), 1);
    assert!(at.shows("comprobando"));
    at.keys("<F1>");
    at.answers();
    assert_eq!(at.model.scope(), Scope::OpenRegister);
    assert_eq!(who(&at).as_deref(), Some("Ana"));
}

#[test]
fn esc_goes_back_to_the_names_and_a_scan_sells_nothing() {
    let mut at = at_the_door();
    at.keys("21<Esc>");
    assert!(at.shows("Elija su nombre"));
    at.scan(&code("LEC-1"));
    assert!(at.model.counter.ticket.lines.is_empty() && at.bells == 1);
    assert!(at.shows("No se ha vendido nada"));
}

#[test]
fn pictures() {
    assert_snapshot!("sign_in", at_the_door().picture());
    assert_snapshot!("sign_in_small", At::opened(Lang::En, (40, 15)).picture());
}

#[test]
fn only_the_demo_shows_its_pins() {
    let mut at = at_the_door();
    assert!(!at.shows("4071"));
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.till.shop.demo = true;
    let opened = at.register.opened();
    at.open(opened);
    assert!(at.shows("PIN 4071") && at.shows("PIN 240318"));
    assert_snapshot!("sign_in_demo", at.picture());
}

#[test]
fn signing_out_keeps_the_ticket_and_says_so() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"));
    at.keys("<Ctrl+P>salir<Enter>");
    assert_eq!(at.model.scope(), Scope::SignIn);
    assert!(at.shows("El ticket abierto le está esperando"));
    at.keys("3135790<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale);
    assert_eq!(at.model.counter.ticket.lines.len(), 1);
}

#[test]
fn what_happened_is_told_once_after_the_sign_in() {
    let mut at = At::start(Lang::Es, (80, 24));
    let mut opened = at.register.opened();
    let number = DocumentNumber {
        series: "C2".to_owned(),
        number: 123,
    };
    opened.notices = vec![
        Notice::CaughtUp { entries: 3 },
        Notice::TornTail { after_seq: 40 },
        Notice::DraftSold { number },
        Notice::ClockBackwards { last: now() },
    ];
    at.open(opened);
    assert_eq!(at.model.scope(), Scope::SignIn, "whoever comes first reads it");
    at.keys("21234<Enter>");
    assert_eq!(at.model.scope(), Scope::Notice);
    assert_snapshot!("notice", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::OpenRegister);
    at.input(tendero::tui::input::Input::Key(Key::Esc));
    at.keys("21234<Enter>");
    assert_eq!(at.model.scope(), Scope::OpenRegister, "told once");
}
