//! Closing: blind first, then what was expected, a reason and an approval where they are needed, the Z.

use insta::assert_snapshot;
use proptest::prelude::*;
use tendero::lang::{Lang, Words};
use tendero::register::job::Job;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::At;

const SIZES: [(u16, u16); 3] = [(40, 15), (80, 24), (120, 40)];

/// A shift with a float of 100.00 and one sale of 18.90 in cash; its closing.
fn closing(lang: Lang, size: (u16, u16)) -> At {
    let mut at = At::selling(lang, size);
    at.scan(&code("MOL-1")).keys("<Enter><Enter>").close_register();
    assert_eq!(at.model.scope(), Scope::Close);
    at
}

fn es() -> At {
    closing(Lang::Es, (80, 24))
}

/// 118.90: 100, 10, 5, three of 1, four of 0.20, one of 0.10.
const EXACT: &str = "<Down><Down>1<Down><Down><Down>1<Down>1<Down><Down>3<Down><Down>4<Down>1";

#[test]
fn what_is_expected_is_shown_only_after_the_count() {
    let mut at = es();
    at.keys(EXACT);
    assert!(at.shows("118,90 €") && !at.shows("Esperado"));
    at.keys("<Enter>");
    assert!(at.shows("Esperado") && at.shows("cuadra"));
    assert!(!at.shows("¿Cerrar la caja?"), "{}", at.text());
    at.keys("<Enter>x<Enter>");
    assert_eq!(at.model.scope(), Scope::Close, "a stray Enter closes nothing");
    assert!(
        at.shows("ni con coma ni con punto") || at.bells == 1,
        "{}",
        at.text()
    );
    at.keys("<Backspace><Enter>");
    assert!(at.shows("¿Cerrar la caja?") && at.register.till.shift.is_some());
    at.keys("<Esc><Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Report);
    assert!(at.shows("Z 1"));
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::OpenRegister);
    assert!(at.register.till.shift.is_none());
}

#[test]
fn the_end_of_a_long_reason_is_seen_while_it_is_typed() {
    for size in SIZES {
        let mut at = closing(Lang::Es, size);
        at.keys("1<Enter>");
        at.keys(&format!("{}fin", "nadie".repeat(11)));
        assert!(at.shows("fin"), "{size:?}\n{}", at.text());
    }
}

#[test]
fn an_empty_count_is_a_nought_that_somebody_typed() {
    let mut at = es();
    at.keys("<Enter>");
    assert!(at.shows("Todavía no ha contado nada"));
    at.keys("0<Enter>");
    assert!(at.jobs.contains(&Job::Count {
        count: Vec::new(),
        declared: Vec::new(),
        foreign: Vec::new(),
        allowed: None,
        again: None,
    }));
    assert!(at.shows("falta"));
}

#[test]
fn a_large_variance_needs_a_reason_and_somebody_who_may() {
    let mut at = es();
    at.keys("<Down><Down>1<Enter>");
    assert!(at.shows("-18,90 €") && at.shows("falta"));
    at.keys("<Enter>");
    assert!(at.shows("Escriba el motivo"));
    at.keys("Billete falso<Enter><Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor);
    assert_snapshot!("close_approval", at.picture());
    at.keys("<Esc>");
    assert!(at.shows("Billete falso"), "nothing typed is lost");
    at.keys("<Enter><Down>13x");
    assert_eq!(at.bells, 1, "a PIN is digits");
    at.keys("5790<Enter>");
    assert_eq!(at.model.scope(), Scope::Report);
    let Some(Job::CloseShift {
        approval, closing, ..
    }) = at.jobs.last()
    else {
        panic!("{:?}", at.jobs.last());
    };
    assert_eq!(closing.reason, "Billete falso");
    let bruno = at.register.till.people[2].id;
    assert_eq!(approval.map(|given| given.by), Some(bruno));
}

#[test]
fn the_count_can_be_done_again() {
    let mut at = es();
    at.keys("<Down><Down>1<Enter><F2>");
    assert!(!at.shows("Esperado") && at.shows("100,00"));
    at.keys("<Down><Down><Down>1<Enter>");
    assert_eq!(
        at.model.scope(),
        Scope::Supervisor,
        "what is expected is known by now"
    );
    assert_snapshot!("close_again", at.picture());
    at.keys("<Down>135790<Enter>");
    assert!(at.shows("110,00 €"), "{}", at.text());
    at.keys("<Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale, "Esc goes back a step at a time");
    assert!(at.register.till.shift.is_some());
}

#[test]
fn arrows_go_through_both_columns() {
    let mut at = es();
    at.keys("1<Right>2<Left><Tab>3<BackTab><Backspace>4x,");
    let rows = at.text();
    assert!(
        rows.contains("500,00 x     4") && rows.contains("200,00 x     3"),
        "{rows}"
    );
    assert!(rows.contains("2,00 x     2"), "{rows}");
}

#[test]
fn a_scan_while_closing_sells_nothing() {
    let mut at = es();
    at.keys("<Down>7").scan(&code("LEC-1"));
    assert_eq!(at.bells, 1);
    assert!(at.shows("Se está cerrando la caja") && at.shows("200,00 x     7"));
}

#[test]
fn an_unpaid_ticket_is_told_of() {
    let mut at = es();
    at.keys("<Esc>").scan(&code("LEC-1")).close_register();
    assert!(at.shows("hay un ticket sin cobrar"));
}

#[test]
fn pictures() {
    for lang in Lang::ALL {
        for (columns, rows) in SIZES {
            let size = format!("{}_{columns}x{rows}", lang.tag());
            let mut at = closing(lang, (columns, rows));
            assert_snapshot!(format!("close_count_{size}"), at.keys(EXACT).picture());
            at.keys("<Up><Up><Up>1<Enter>");
            assert_snapshot!(format!("close_settle_{size}"), at.picture());
        }
    }
    let mut at = es();
    at.keys(EXACT).keys("<Enter><Enter><Enter>");
    assert_snapshot!("close_sure", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("z", at.picture());
    assert_snapshot!("z_end", at.keys("<PgDn><PgDn>").picture());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_sum_and_every_row_are_always_there(
        columns in 40u16..=200, rows in 15u16..=60, english in any::<bool>(),
    ) {
        let lang = if english { Lang::En } else { Lang::Es };
        let mut at = closing(lang, (columns, rows));
        at.keys(EXACT);
        let words = Words::new(lang);
        let sum = at.model.counter.look.money(tendero::domain::money::Money::from_minor(
            11_890,
            at.register.till.shop.currency,
        ));
        let shown = at.rows();
        let line = shown.iter().find(|row| row.contains(&*words.text("close-counted")));
        prop_assert!(line.is_some_and(|line| line.contains(&sum)), "{shown:#?}");
        prop_assert_eq!(shown.iter().map(|row| row.matches(" x ").count()).sum::<usize>(), 15);
        at.keys("<Enter>");
        for key in ["close-expected", "close-variance", "close-exact"] {
            prop_assert!(at.shows(&words.text(key)), "{key}");
        }
    }
}
