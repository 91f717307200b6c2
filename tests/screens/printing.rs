//! The printer on the screens: the change, the queue, the lamp, the drawer. Must never need a printer.

use insta::assert_snapshot;
use tendero::devices::printer::Problem;
use tendero::devices::settings::{Drawer, Printer, Receipts, Via};
use tendero::devices::spool::{Kind, Paper, Printing, State, Title};
use tendero::lang::Lang;
use tendero::register::job::{Job, Print};
use tendero::register::reply::{Answer, Reply};
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::{At, now};

pub(crate) fn paper(id: u64, kind: Kind, name: &str, state: State) -> Paper {
    Paper {
        id,
        title: Title::new(kind, name),
        at: now(),
        state,
    }
}

/// The printer is set up, with a drawer; these papers are in its queue.
pub(crate) fn tell(at: &mut At, papers: Vec<Paper>) {
    at.reply(Reply {
        id: None,
        answer: Answer::Printing(Printing {
            printer: Printer {
                via: Via::Usb,
                drawer: Drawer::Pin2,
                ..Printer::default()
            },
            papers,
            drawer_problem: None,
        }),
        desk: None,
    });
}

fn sold(size: (u16, u16)) -> At {
    let mut at = At::selling(Lang::Es, size);
    tell(&mut at, Vec::new());
    at.scan(&code("LEC-1")).keys("<Enter>20<Enter>");
    assert_eq!(at.model.scope(), Scope::Change);
    at
}

fn printed(at: &At) -> Vec<&Print> {
    let all = at.jobs.iter().filter_map(|job| match job {
        Job::Print(print) => Some(print),
        _ => None,
    });
    all.collect()
}

#[test]
fn the_change_says_what_the_printer_does() {
    let mut at = sold((80, 24));
    assert!(at.shows("Recibo sin imprimir: F2 lo imprime"));
    let receipt = |state| vec![paper(1, Kind::Receipt, "C2-000124", state)];
    tell(&mut at, receipt(State::Printing));
    assert!(at.shows("Imprimiendo..."));
    tell(&mut at, receipt(State::Stuck(Problem::Missing)));
    assert_snapshot!("change_stuck", at.picture());
    tell(&mut at, receipt(State::Printed));
    assert!(at.shows("Impreso") && !at.shows("IMPRESORA"));
    at.keys("<F2>");
    assert!(matches!(printed(&at)[..], [Print::Receipt(number)] if number.to_string() == "C2-000124"));
    let mut small = sold((40, 15));
    tell(&mut small, receipt(State::Stuck(Problem::NotReading)));
    assert_snapshot!("change_stuck_small", small.picture());
}

#[test]
fn without_a_printer_nothing_is_said_of_one() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1")).keys("<Enter>20<Enter>");
    assert!(!at.shows("imprim") && !at.shows("Imprim"));
    at.keys("<F2>");
    assert!(printed(&at).is_empty());
    at.keys("<Ctrl+P>impresiones<Enter>");
    assert_eq!(at.model.scope(), Scope::PrintQueue);
    assert!(at.shows("Aún no hay impresora"));
}

#[test]
fn where_no_receipts_are_wished_the_change_offers_none_and_the_key_still_prints() {
    let mut at = At::selling(Lang::Es, (80, 24));
    let printer = Printer {
        via: Via::Usb,
        receipts: Receipts::Never,
        ..Printer::default()
    };
    at.reply(Reply {
        id: None,
        answer: Answer::Printing(Printing {
            printer,
            ..Printing::default()
        }),
        desk: None,
    });
    at.scan(&code("LEC-1")).keys("<Enter>20<Enter>");
    assert!(!at.shows("Recibo sin imprimir"), "{}", at.text());
    at.keys("<F2>");
    assert!(matches!(printed(&at)[..], [Print::Receipt(_)]));
}

#[test]
fn the_queue_is_read_repeated_and_cleared() {
    let mut at = sold((80, 24));
    let papers = vec![
        paper(1, Kind::Receipt, "C2-000122", State::Printed),
        paper(2, Kind::Copy, "C2-000123", State::Unsure),
        paper(3, Kind::Receipt, "C2-000124", State::Stuck(Problem::PaperOut)),
        paper(4, Kind::Z, "58", State::Queued),
        paper(5, Kind::Slip, "Explicar total", State::Queued),
    ];
    tell(&mut at, papers);
    at.keys("<Ctrl+P>impresiones<Enter>");
    assert_snapshot!("print_queue", at.picture());
    // what is out is not printed again from here
    at.keys("<Enter><Del>");
    assert!(printed(&at).is_empty());
    at.keys("<Down><Enter><Down><Del>");
    assert_eq!(printed(&at), [&Print::Retry(2), &Print::Cancel(3)]);
    tell(&mut at, Vec::new());
    assert!(at.shows("Nada espera a la impresora."));
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Change);
}

#[test]
fn reports_and_receipts_are_printed_from_their_preview() {
    let mut at = sold((80, 24));
    at.keys("<F9><F2><Esc><Ctrl+P>informe x<Enter><F2>");
    match printed(&at)[..] {
        [Print::Receipt(_), Print::Paper(title, paper)] => {
            assert_eq!(title.kind, Kind::X);
            assert!(paper.rows.len() > 5);
        }
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn the_drawer_opens_with_a_reason() {
    let mut at = sold((80, 24));
    at.keys("<Ctrl+P>abrir caj<Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "Ana is a cashier");
    at.keys("246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Drawer);
    at.keys("Cambio de un billete").scan(&code("LEC-1"));
    assert_snapshot!("open_drawer", at.picture());
    at.keys("<Enter>");
    let reason = "Cambio de un billete".to_owned();
    match printed(&at)[..] {
        [
            Print::Drawer {
                reason: said,
                approval: Some(_),
            },
        ] => assert_eq!(*said, reason),
        ref other => panic!("{other:?}"),
    }
    assert!(at.shows("El cajón está abierto"));
}
