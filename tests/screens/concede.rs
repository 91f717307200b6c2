//! What a person gives away or writes on the ticket, what is asked of a good, and that no scan answers for
//! them.

use insta::assert_snapshot;
use proptest::prelude::*;
use tendero::domain::permission::Permission;
use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::At;

/// Ana, a cashier, with goods at hand and one without a price.
fn ana(size: (u16, u16)) -> At {
    let mut at = At::start(Lang::Es, size);
    at.register.add_open_price();
    at.register.favour(&["MAN-1", "SEL-1", "VAR-1"]);
    at.begin_selling();
    at
}

fn total(at: &At) -> String {
    at.model.counter.priced.as_ref().unwrap().total.to_string()
}

#[test]
fn a_discount_takes_somebody_who_may() {
    let mut at = ana((80, 24));
    at.scan(&code("LEC-1")).scan(&code("MOL-1")).keys("<F4>10%");
    assert_snapshot!("discount", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor);
    assert_eq!(total(&at), "20.05", "nothing is given yet");
    at.keys("246810<Enter>");
    assert_eq!((at.model.scope(), total(&at).as_str()), (Scope::Sale, "18.16"));
    let approvals = &at.model.counter.ticket.approvals;
    assert_eq!(approvals.len(), 1);
    assert_eq!(approvals[0].permission, Permission::Discount);
    assert_snapshot!("discount_given", at.picture());
    at.keys("<Enter><Enter>");
    let sale = &at.register.sales[0];
    assert_eq!((sale.discounts.len(), sale.approvals.len()), (1, 1));
    assert!(at.keys("<F9>").shows("Descuento 10 %"));
}

#[test]
fn an_arrow_takes_a_discount_and_a_note_to_the_whole_ticket() {
    let mut at = ana((80, 24));
    at.scan(&code("LEC-1")).keys("<F4><Down>3%<Enter>246810<Enter>");
    assert!(at.model.counter.ticket.discount.is_some(), "{}", at.text());
    assert!(at.model.counter.ticket.lines[0].discount.is_none());
    at.keys("<Ctrl+N><Up>regalo<Enter>");
    assert_eq!(at.model.counter.ticket.note, "regalo");
}

#[test]
fn more_of_a_cheaper_good_takes_leave_again() {
    let mut at = ana((80, 24));
    at.scan(&code("LEC-1")).keys("<Ctrl+E>0,50<Enter>246810<Enter>");
    assert_eq!(total(&at), "0.50");
    at.keys("<F2>100<Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor);
    at.keys("<Esc><Esc>");
    assert_eq!(total(&at), "0.50", "nobody allowed a hundred");
    at.keys("<F2>2<Enter>246810<Enter>");
    assert_eq!((at.model.scope(), total(&at).as_str()), (Scope::Sale, "1.00"));
}

#[test]
fn what_is_no_discount_is_said_and_kept_to_be_corrected() {
    let mut at = ana((80, 24));
    at.scan(&code("LEC-1"));
    for (typed, told) in [
        ("150%", "más que toda la línea"),
        ("2", "mayor que la línea"),
        ("-1", "no puede ser menor que cero"),
        ("x", "no es un número"),
    ] {
        at.keys("<F4>").keys(typed).keys("<Enter>");
        assert_eq!(at.model.scope(), Scope::Discount, "{typed}");
        assert!(at.shows(told), "{typed}: {}", at.text());
        at.keys("<Esc>");
    }
    assert_eq!(total(&at), "1.15");
}

#[test]
fn another_price_is_marked_and_never_nothing() {
    let mut at = ana((80, 24));
    at.scan(&code("MOL-1")).keys("<Ctrl+E>0<Enter>");
    assert_eq!(at.model.scope(), Scope::Price);
    assert!(at.shows("Nada se vende por nada"));
    at.keys("<Backspace>15<Enter>246810<Enter>");
    assert_eq!((at.model.scope(), total(&at).as_str()), (Scope::Sale, "15.00"));
    assert!(at.shows("precio cambiado, era 18,90"));
    at.keys("<Ctrl+N>para regalo<Enter>");
    assert_snapshot!("price_and_note", at.picture());
}

#[test]
fn goods_without_a_code_are_weighed_and_priced_before_they_are_sold() {
    let mut at = ana((80, 24));
    assert_snapshot!("favourites", at.keys("<F5>").picture());
    at.keys("1<Enter>0,5<Enter>");
    assert_eq!(total(&at), "1.25");
    at.keys("<F5>3<Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Missing, "never for nothing");
    at.keys("2,50<Enter>");
    assert_eq!(total(&at), "3.75");
    at.keys("<F5>9<Enter>");
    assert_eq!(at.model.scope(), Scope::Favourites);
    at.keys("<Esc><Esc>VAR-1<Enter>");
    assert_eq!(at.model.scope(), Scope::Missing, "however it is chosen");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// In none of these places does a scan become a figure, confirm anything, or pay.
    #[test]
    fn no_scan_answers_a_question(
        place in prop_oneof![
            Just("<F4>"), Just("<F4>5"), Just("<Ctrl+E>"), Just("<Ctrl+E>1"), Just("<Ctrl+N>"), Just("<F5>"),
            Just("<F5>3<Enter>"), Just("<F2>"), Just("<F7>"), Just("<F4>10%<Enter>"),
            Just("<F4>10%<Enter>13"),
        ],
        scanned in prop_oneof![Just("LEC-1"), Just("PAN-1"), Just("PIL-1")],
    ) {
        let mut at = ana((80, 24));
        at.scan(&code("MOL-1")).keys(place);
        let before = at.model.counter.ticket.lines[0].clone();
        let asked = at.jobs.len();
        at.scan(&code(scanned));
        let ticket = &at.model.counter.ticket;
        prop_assert_eq!(&ticket.lines[0], &before);
        prop_assert!(ticket.discount.is_none() && ticket.lines.len() <= 2 && at.register.sales.is_empty());
        let quiet = at.jobs[asked..].iter().all(|job| matches!(job, Job::SaveDraft(_) | Job::Levels(_)));
        prop_assert!(quiet, "{:?}", &at.jobs[asked..]);
    }
}
