//! Selling by keys and scans: what goes on the ticket, what never does.

use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::tui::command::Scope;
use tendero::tui::input::Input;
use tendero::tui::key::Key;

use crate::shop::{code, weighed};
use crate::till::At;

fn selling() -> At {
    At::selling(Lang::Es, (80, 24))
}

/// Quantity and SKU of each line.
fn lines(at: &At) -> Vec<String> {
    let lines = &at.model.counter.ticket.lines;
    lines
        .iter()
        .map(|line| format!("{} {}", line.good.quantity, line.good.sku))
        .collect()
}

#[test]
fn two_scans_and_exact_cash_take_two_keys() {
    let mut at = selling();
    at.scan(&code("LEC-1")).scan(&code("PAN-1"));
    assert_eq!(lines(&at), ["1 LEC-1", "1 PAN-1"]);
    at.keys("<Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Change);
    let sale = &at.register.sales[0];
    assert_eq!(sale.settlement.paid, sale.settlement.due);
    assert_eq!(at.bells, 0);
    at.scan(&code("CAF-1"));
    assert_eq!(lines(&at), ["1 CAF-1"], "a scan begins the next ticket");
    assert_ne!(at.model.counter.ticket.id, at.register.sales[0].id);
}

#[test]
fn codes_are_typed_with_a_quantity_before_a_star() {
    let mut at = selling();
    at.keys(&format!("3*{}<Enter>", code("LEC-1")));
    at.keys("2*sel-1<Esc>2*SEL-1<Enter>");
    assert_eq!(lines(&at), ["3 LEC-1", "2 SEL-1"]);
    at.keys("4*").scan(&code("PAN-1"));
    assert_eq!(lines(&at)[2], "4 PAN-1", "a quantity before a scan counts");
    at.keys("0*").scan(&code("PAN-1"));
    assert_eq!(lines(&at).len(), 3);
    at.keys("x*1<Enter><Esc>1,5*").scan(&code("PAN-1"));
    assert_eq!(lines(&at).len(), 3, "half a loaf is refused");
    assert_eq!(at.bells, 3);
}

#[test]
fn a_scale_label_gives_its_weight() {
    let mut at = selling();
    at.scan(&weighed(845));
    assert_eq!(lines(&at), ["0.845 MAN-1"]);
    assert!(at.shows("0,845 kg") && at.shows("2,10"));
}

#[test]
fn letters_search_and_enter_sells_the_best() {
    let mut at = selling();
    at.keys("cafe mol");
    assert!(at.shows("Café molido natural 250 g"));
    at.keys("<Down><Enter>");
    assert_eq!(lines(&at), ["1 CAF-2"]);
    assert!(!at.shows("Molinillo"), "the search closes");
    at.keys("2*leche ent<Enter>");
    assert_eq!(lines(&at)[1], "2 LEC-1");
    at.keys("leche").scan(&code("PAN-1"));
    assert_eq!(lines(&at)[2], "1 PAN-1", "a scan works while a search is open");
    at.keys("lec<Esc>");
    assert!(at.model.counter.ticket.lines.len() == 3 && !at.shows("Leche ent.."));
    at.keys("<F3>841234500008<Enter>");
    assert_eq!(lines(&at)[3], "1 CHO-1", "F3 searches digits");
}

#[test]
fn what_nobody_knows_is_not_sold() {
    let mut at = selling();
    at.keys("999<Enter>");
    assert_eq!((lines(&at).len(), at.bells), (0, 1));
    assert!(at.shows("El código 999 no está en el catálogo"));
    at.keys("<Enter>");
    assert_eq!(
        at.model.scope(),
        Scope::Sale,
        "Enter on an empty ticket does nothing"
    );
    at.keys("zzz<Enter>");
    assert!(at.shows("«zzz»"));
    assert_eq!(at.bells, 2);
    at.scan("8400000000000");
    assert_eq!(lines(&at).len(), 0);
}

#[test]
fn lines_and_tickets_are_voided_only_on_purpose() {
    let mut at = selling();
    at.scan(&code("LEC-1")).scan(&code("PAN-1")).scan(&code("CAF-1"));
    at.keys("<Up><Up><F8>");
    assert_eq!(lines(&at), ["1 LEC-1", "1 CAF-1"]);
    assert!(matches!(
        at.jobs.iter().rev().nth(1),
        Some(Job::Void { whole: false, .. })
    ));
    at.keys("<Esc><Esc><Esc><Esc>");
    assert_eq!(lines(&at).len(), 2, "Esc never discards");
    at.keys("<F7>");
    assert_eq!(at.model.scope(), Scope::Ask);
    at.scan(&code("PAN-1"));
    assert_eq!(
        (lines(&at).len(), at.model.scope()),
        (2, Scope::Ask),
        "a scan confirms nothing"
    );
    at.keys("<Esc>");
    assert_eq!(lines(&at).len(), 2);
    at.keys("<F7><Enter>");
    assert_eq!((lines(&at).len(), at.model.scope()), (0, Scope::Sale));
    assert!(
        at.jobs
            .iter()
            .any(|job| matches!(job, Job::Void { whole: true, .. }))
    );
}

#[test]
fn a_quantity_is_changed_and_a_scan_is_none() {
    let mut at = selling();
    at.scan(&code("LEC-1")).scan(&code("PAN-1"));
    at.keys("<Up><Up><F2>5<Enter>");
    assert_eq!(lines(&at), ["5 LEC-1", "1 PAN-1"]);
    at.keys("<F2>").scan(&code("CAF-1"));
    assert_eq!(at.model.scope(), Scope::Quantity);
    at.keys("<Enter>");
    assert_eq!(lines(&at), ["5 LEC-1", "1 PAN-1"]);
    at.keys("<F2>0<Enter><Esc>");
    assert_eq!(
        lines(&at),
        ["5 LEC-1", "1 PAN-1"],
        "nothing of a thing is a void, not a quantity"
    );
}

#[test]
fn money_comes_in_by_several_tenders() {
    let mut at = selling();
    at.scan(&code("MOL-1")).scan(&code("LEC-1"));
    at.keys("<Enter>5<F3>");
    assert_eq!(at.model.scope(), Scope::Pay);
    at.scan(&code("PAN-1"));
    assert_eq!(
        (lines(&at).len(), at.bells),
        (2, 1),
        "after a tender a scan is refused"
    );
    at.keys("<Esc>");
    at.scan(&code("PAN-1"));
    assert_eq!(lines(&at).len(), 3, "before one it is one more thing");
    at.keys("<Enter>5<F3>10,00<Enter>10<Enter>");
    assert_eq!(at.model.scope(), Scope::Change);
    let sale = &at.register.sales[0];
    // 18.90 + 1.15 + 1.89 = 21.94: 5 by card, 16.94 rounds to 16.95 in cash
    assert_eq!(sale.settlement.change.to_string(), "3.05");
    assert_eq!(sale.settlement.rounding.to_string(), "0.01");
    assert_eq!(sale.tenders.len(), 3);
}

#[test]
fn a_card_gives_no_change_and_esc_backs_out_one_step() {
    let mut at = selling();
    at.scan(&code("LEC-1"));
    at.keys("<Enter>5<F3>");
    assert_eq!((at.model.scope(), at.bells), (Scope::Pay, 1));
    at.keys("x1<F4>");
    assert_eq!(at.register.sales.len(), 0, "1.00 of 1.15");
    at.keys("2<Esc><Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
    assert_eq!(lines(&at), ["1 LEC-1"]);
    at.keys("<Enter><F5>");
    assert_eq!(at.register.sales.len(), 1);
}

#[test]
fn nothing_is_shown_as_paid_before_the_register_says_so() {
    let mut at = selling();
    at.scan(&code("LEC-1"));
    at.slow = true;
    at.keys("<Enter><Enter>");
    assert!(at.shows("Guardando la venta"));
    at.keys("<Enter><Esc><F3>5<F2>").scan(&code("PAN-1"));
    assert_eq!(
        (at.model.scope(), lines(&at).len()),
        (Scope::Pay, 1),
        "and nothing else happens"
    );
    assert_eq!(
        at.jobs
            .iter()
            .filter(|job| matches!(job, Job::Sell { .. }))
            .count(),
        1
    );
    at.slow = false;
    at.answers();
    assert_eq!(at.model.scope(), Scope::Change);
}

#[test]
fn typing_after_the_change_begins_the_next_ticket() {
    let mut at = selling();
    at.scan(&code("LEC-1")).keys("<Enter>20<Enter>");
    assert!(at.shows("CAMBIO"));
    at.keys("caf");
    assert!(at.shows("Código o nombre: caf") && at.shows("Café molido"));
    at.keys("<Enter>");
    assert_eq!(lines(&at), ["1 CAF-1"]);
}

#[test]
fn the_draft_is_kept_at_every_change() {
    let mut at = selling();
    let kept = |at: &At| {
        let kept = at.jobs.iter().rev().find_map(|job| match job {
            Job::SaveDraft(ticket) => Some(ticket.lines.len()),
            _ => None,
        });
        kept.unwrap_or(99)
    };
    at.scan(&code("LEC-1")).scan(&code("PAN-1"));
    assert_eq!(kept(&at), 2);
    at.keys("<F8>");
    assert_eq!(kept(&at), 1);
    at.keys("<Enter><Enter>");
    assert_eq!(kept(&at), 0, "a paid ticket is no draft");
}

/// Characters too fast for fingers, the first of them as a key.
fn burst(at: &mut At, raw: &str) {
    let first = raw.chars().next().unwrap();
    at.input(Input::Key(Key::Char(first)));
    at.input(Input::Burst {
        raw: raw.to_owned(),
        code: raw.to_owned(),
        certain: false,
        typed: 1,
    });
}

#[test]
fn a_burst_that_is_no_code_is_typing() {
    let mut at = selling();
    burst(&mut at, "leche ent");
    assert_eq!(lines(&at), ["1 LEC-1"], "a script that types a name and Enter");
    burst(&mut at, "123456");
    assert_eq!((lines(&at).len(), at.bells), (1, 1), "an unknown number");
    at.keys("<Enter>");
    burst(&mut at, "100,00");
    assert_eq!(at.register.sales.len(), 1, "an amount may be typed fast");
}

#[test]
fn a_scan_is_never_an_amount_and_never_a_yes() {
    let mut at = selling();
    at.scan(&code("LEC-1"));
    at.keys("<Enter>10");
    at.scan(&code("PAN-1"));
    assert_eq!(
        (at.model.scope(), lines(&at).len()),
        (Scope::Sale, 2),
        "nothing was tendered yet"
    );
    at.keys("<Enter>1<Enter>").scan("8400000000000");
    assert_eq!((at.model.scope(), at.register.sales.len()), (Scope::Pay, 0));
    assert!(at.shows("El cobro ya ha empezado"));
    at.keys("<Esc><Esc><F1>").scan(&code("CAF-1"));
    assert_eq!(
        (at.model.scope(), lines(&at).len()),
        (Scope::Sale, 3),
        "it reaches the ticket from the help"
    );
}

#[test]
fn a_paste_does_nothing_but_type() {
    let mut at = selling();
    at.input(Input::Paste("leche\r\nentera\u{1b}[2J".to_owned()));
    assert_eq!(lines(&at).len(), 0);
    assert!(at.shows("lecheentera[2J"));
}

#[test]
fn a_sign_or_a_letter_makes_no_other_amount_of_what_was_typed() {
    let mut at = selling();
    for typed in ["-5", "5x", "1e3", "+50"] {
        at.scan(&code("LEC-1"))
            .keys("<Enter>")
            .keys(typed)
            .keys("<Enter>");
        assert_eq!(at.model.scope(), Scope::Pay, "{typed}");
        assert!(at.register.sales.is_empty() && at.bells > 0, "{typed}");
        at.keys("<Esc><Esc>");
        at.bells = 0;
    }
}

#[test]
fn a_second_star_is_told_and_nothing_is_lost() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.keys("2**leche<Enter>");
    assert!(at.shows("obra un asterisco"), "{}", at.text());
    assert!(at.shows("2**leche") && at.model.counter.ticket.lines.is_empty());
}

#[test]
fn a_code_that_nobody_knew_is_done_with_once_the_ticket_changes() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1")).scan(&code("PAN-1")).scan("4006381333931");
    assert!(at.rows().last().unwrap().contains("Alta"), "{}", at.text());
    at.keys("<F8>");
    assert!(!at.rows().last().unwrap().contains("Alta"), "{}", at.text());
}
