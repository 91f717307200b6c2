//! Putting tickets aside and taking them up again, by keys.

use tendero::lang::Lang;
use tendero::register::job::Job;

use crate::shop::code;
use crate::till::At;

fn selling() -> At {
    At::selling(Lang::Es, (80, 24))
}

fn see(at: &mut At, wanted: &str) {
    assert!(at.shows(wanted), "{wanted} is not on\n{}", at.text());
}

fn miss(at: &mut At, unwanted: &str) {
    assert!(!at.shows(unwanted), "{unwanted} is on\n{}", at.text());
}

#[test]
fn a_ticket_is_parked_listed_and_taken_up_again() {
    let mut at = selling();
    at.scan(&code("CAF-1")).scan(&code("LEC-1")).keys("<F6>");
    insta::assert_snapshot!("park", at.picture());
    at.keys("María<Enter>");
    see(&mut at, "Aparcado.");
    see(&mut at, "1 aparcado");
    miss(&mut at, "Café molido natural");
    at.scan(&code("PAN-1")).keys("<F6><Enter>");
    see(&mut at, "2 aparcados");
    at.keys("<F6>");
    insta::assert_snapshot!("parked", at.picture());
    at.keys("<Down><Enter>");
    see(&mut at, "Café molido natural");
    see(&mut at, "Leche entera");
    see(&mut at, "4,35");
    at.keys("<Enter><Enter>");
    see(&mut at, "Sin cambio");
    at.keys("<Enter>");
    see(&mut at, "1 aparcado");
    assert_eq!(
        at.register.till.next_number, 125,
        "two parked, one sold, one number"
    );
}

#[test]
fn the_ticket_in_hand_is_parked_before_another_is_taken_up() {
    let mut at = selling();
    at.scan(&code("CAF-1")).keys("<F6>uno<Enter>");
    at.scan(&code("PAN-1")).keys("<F10>aparcados<Enter>");
    see(&mut at, "uno");
    at.keys("<Enter>");
    see(&mut at, "Primero se aparca");
    at.keys("<Esc>");
    see(&mut at, "Tickets aparcados");
    at.keys("<Enter>dos<Enter>");
    see(&mut at, "Café molido natural");
    miss(&mut at, "Pan de molde");
    see(&mut at, "Aquí está otra vez");
    // taken up, it is still parked for whoever pulls the plug, but nobody can take it up twice
    assert_eq!(at.register.till.parked.len(), 2);
    at.keys("<F10>aparcados<Enter>");
    see(&mut at, "dos");
    miss(&mut at, "uno");
}

#[test]
fn a_parked_ticket_is_voided_only_on_purpose() {
    let mut at = selling();
    at.keys("<F6>");
    see(&mut at, "No hay nada aparcado");
    at.keys("<Esc>");
    at.scan(&code("CAF-1")).keys("<F6>uno<Enter><F6><F8>");
    see(&mut at, "¿Anular este ticket aparcado de 3,20");
    at.keys("<Esc>");
    assert_eq!(at.register.till.parked.len(), 1);
    at.keys("<F8><Enter>");
    see(&mut at, "No hay nada aparcado");
    assert!(at.jobs.iter().any(|job| matches!(job, Job::VoidParked { .. })));
    assert!(at.register.till.parked.is_empty());
}

#[test]
fn a_scan_is_no_label_and_esc_keeps_the_ticket() {
    let mut at = selling();
    at.scan(&code("CAF-1")).keys("<F6>me").scan(&code("PAN-1"));
    see(&mut at, "me");
    miss(&mut at, "Pan de molde");
    at.keys("<Esc>");
    see(&mut at, "Café molido natural");
    see(&mut at, "3,20");
    assert!(at.register.till.parked.is_empty());
}
