//! Cash without a sale, the price check, and a closing with other money in it, by keys.

use insta::assert_snapshot;
use tendero::devices::printer::Problem;
use tendero::devices::spool::{Kind, State};
use tendero::lang::Lang;
use tendero::register::job::{CashJob, Job};
use tendero::tui::command::Scope;

use crate::printing::{paper, tell};
use crate::shop::{code, weighed};
use crate::till::At;

/// Bruno is signed in, who may move cash, and the register is open with 100.00.
fn bruno() -> At {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.keys("<F10>salir<Enter>3135790<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    at
}

fn see(at: &mut At, wanted: &str) {
    assert!(at.shows(wanted), "{wanted} is not on\n{}", at.text());
}

fn miss(at: &mut At, unwanted: &str) {
    assert!(!at.shows(unwanted), "{unwanted} is on\n{}", at.text());
}

#[test]
fn cash_that_moves_is_listed_and_taken_back_by_a_counter_entry() {
    let mut at = bruno();
    at.keys("<F10>libro<Enter>");
    see(&mut at, "F2, F3, F4 y F5 lo apuntan");
    at.keys("<F8>");
    miss(&mut at, "Deshacer ");
    at.keys("<F2>50<Enter>");
    assert_snapshot!("cash_form", at.picture());
    at.keys("cambio del banco<Enter>");
    see(&mut at, "Entrada de efectivo: 50,00 €, apuntado.");
    at.keys("<F5>3,50<Enter>");
    assert_snapshot!("expense_form", at.picture());
    at.keys("<Right><Down>lejía<Enter>");
    at.keys("<F4>20<Enter>a la caja fuerte<Enter>");
    assert_snapshot!("cash_book", at.picture());
    at.keys("<End><F8>");
    assert_eq!(at.model.scope(), Scope::Ask);
    assert_snapshot!("cash_undo", at.picture());
    at.keys("<Esc>");
    assert!(
        !at.jobs
            .iter()
            .any(|job| matches!(job, Job::Cash(CashJob::Undo(_), _)))
    );
    at.keys("<F8><Enter>");
    see(&mut at, "deshecho");
    see(&mut at, "deshace");
    let shift = at.register.till.shift.clone().unwrap();
    assert_eq!(shift.expected_cash().minor(), 10_000 - 350 - 2_000);
    at.keys("<End><F8>");
    assert_eq!(at.model.scope(), Scope::CashBook, "nothing is undone twice");
}

#[test]
fn whoever_may_not_move_cash_asks_somebody_before_it_is_undone() {
    let mut at = bruno();
    at.keys("<F10>entrada<Enter>50<Enter>cambio<Enter>");
    at.keys("<F10>salir<Enter>21234<Enter><F10>libro<Enter><F8>");
    assert_eq!(at.model.scope(), Scope::Supervisor);
    see(&mut at, "Deshacer Entrada de efectivo de 50,00");
    at.keys("246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Ask, "it is still asked first");
    at.keys("<Enter>");
    see(&mut at, "deshecho");
    let Some(Job::Cash(CashJob::Undo(_), Some(approval))) = at
        .jobs
        .iter()
        .find(|job| matches!(job, Job::Cash(CashJob::Undo(_), _)))
    else {
        panic!("{:?}", at.jobs.last());
    };
    assert_eq!(approval.by, at.register.till.people[0].id);
}

#[test]
fn a_price_is_told_and_nothing_is_sold() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.keys("<Ctrl+D>");
    see(&mut at, "Escanéelo, o escriba");
    at.scan(&code("CAF-1"));
    assert_snapshot!("price_check", at.picture());
    at.scan(&weighed(845));
    see(&mut at, "Manzana Golden");
    see(&mut at, "0,845 kg");
    at.keys("molinillo<Enter>");
    see(&mut at, "18,90");
    see(&mut at, "2 en stock");
    at.bells = 0;
    at.keys("cafe<Enter>");
    assert_eq!(at.bells, 1, "more than one is called so");
    see(&mut at, "Café molido descafeinado");
    see(&mut at, "Más de un artículo se llama cafe");
    at.keys("<Backspace><Backspace>xyz<Enter>");
    see(&mut at, "Ningún artículo se llama caxyz");
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
    assert!(at.model.counter.ticket.lines.is_empty());
}

/// Somebody forgot to close: the shift is of yesterday.
fn forgotten() -> At {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.register.work(Job::SignOut);
    let shift = at.register.till.shift.as_mut().unwrap();
    shift.opened.date = shift.opened.date.yesterday().unwrap();
    let opened = at.register.opened();
    at.open(opened);
    at.keys("21234<Enter>");
    at
}

#[test]
fn a_register_left_open_since_yesterday_is_told_at_sign_in_and_closed_with_one_key() {
    let mut at = forgotten();
    assert_snapshot!("open_since", at.picture());
    at.keys("<F2>");
    assert_eq!(at.model.scope(), Scope::Close);
    see(&mut at, "abierta desde el");
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Sale, "it is told once");
    let mut at = forgotten();
    at.keys("<Enter>").scan(&code("LEC-1"));
    assert_eq!(at.model.counter.ticket.lines.len(), 1, "and one may go on");
}

#[test]
fn papers_that_are_stuck_are_told_before_closing() {
    let mut at = At::selling(Lang::Es, (80, 24));
    let stuck = State::Stuck(Problem::Missing);
    tell(&mut at, vec![paper(1, Kind::Receipt, "C2-000124", stuck)]);
    at.close_register();
    see(&mut at, "hay 1 papel atascado en la impresora");
}

#[test]
fn other_money_and_other_tenders_are_counted_without_being_told_what_should_be_there() {
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.take_dollars("0.90");
    at.begin_selling();
    at.scan(&code("MOL-1")).keys("<Enter>");
    assert_snapshot!("pay_foreign", at.picture());
    miss(&mut at, "Móvil");
    at.keys("30<F8>");
    see(&mut at, "USD 30,00");
    see(&mut at, "CAMBIO");
    at.keys("<Enter>").scan(&code("MOL-1")).keys("<Enter><F3><Enter>");
    at.close_register().keys("0<Enter>");
    assert_snapshot!("declare", at.picture());
    miss(&mut at, "30,00");
    at.keys("18,90<Down>28<Enter>");
    see(&mut at, "USD: contado 28,00, esperado 30,00, -2,00 falta");
    see(&mut at, "Tarjeta: declarado 18,90, esperado 18,90");
    let Some(Job::Count {
        declared, foreign, ..
    }) = at.jobs.last()
    else {
        panic!("{:?}", at.jobs.last());
    };
    assert_eq!((declared.len(), foreign[0].minor()), (1, 2_800));
    assert_snapshot!("settle_foreign", at.picture());
}
