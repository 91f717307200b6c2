//! The register over a real directory: what is answered exists, once, after any reopening.

#![allow(clippy::unwrap_used, clippy::panic)]

mod approve;
mod cash;
mod clock;
mod customers;
mod drafts;
mod hub;
mod park;
mod place;
mod returns;
mod rights;
mod setup;
mod staff;
mod stock;

use crate::devices::settings::Printer;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::domain::basket::{TaxRounding, Terms};
use crate::domain::decide::register::{CloseCommand, OpenCommand};
use crate::domain::decide::sell::SellCommand;
use crate::domain::document::Good;
use crate::domain::event::Via;
use crate::domain::import_rows::ImportRow;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::payment::{Method, Tender};
use crate::domain::product::{Code, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::shift::Counted;
use crate::domain::shop::Shop;
use crate::domain::staff::{PersonId, Role};
use crate::domain::tax::{Tax, TaxClass};
use crate::domain::ticket::Ticket;

use super::found::{Founding, NewKey, NewPerson};
use super::job::{Job, Request};
use super::reply::{Answer, Notice, Reply};
use super::surroundings::Scripted;
use super::{Failure, Fault, How, Register, Unlocking, fingerprint, worker};

use place::*;

#[test]
fn a_sale_is_there_once_after_reopening_folded_or_not() {
    for fold in [false, true] {
        let (place, mut register) = Place::new();
        let ana = open_shift(&mut register);
        let id = register.around.id();
        let first = register.complete_sale(&command(ana, id, "1.15")).unwrap();
        assert_eq!(
            (first.sale.number.to_string().as_str(), first.again),
            ("C1-000001", false)
        );
        assert_eq!(first.sale.settlement.change, eur(4770));
        if fold {
            register.fold().unwrap();
        }
        drop(register);
        let (mut register, _) = place.open(2);
        let again = register.complete_sale(&command(ana, id, "1.15")).unwrap();
        assert!(again.again);
        assert_eq!((again.sale, again.seq), (first.sale, first.seq));
        let other = register.complete_sale(&command(ana, id, "9.99")).unwrap_err();
        assert_eq!(refusal(other), "id-used");
        assert_eq!(register.till().shift.as_ref().unwrap().figures.sales, 1);
        assert_eq!(register.till().next_document().number, 2);
    }
}

#[test]
fn the_id_of_another_entry_sells_nothing() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let opening = register.tail.last().unwrap().id;
    for fold in [false, true] {
        if fold {
            register.fold().unwrap();
        }
        let refused = register
            .complete_sale(&command(ana, opening, "1.15"))
            .unwrap_err();
        assert_eq!(refusal(refused), "id-taken");
        assert_eq!(register.till().next_document().number, 1);
    }
}

#[test]
fn no_sum_of_sales_stops_the_till() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    for _ in 0..2 {
        let mut dear = command(ana, register.around.id(), "0.01");
        let line = &mut dear.ticket.lines[0];
        line.good.quantity = Quantity::from(99_999);
        line.good.cost = Some(UnitPrice::parse("9999999999").unwrap());
        dear.ticket.lines = vec![line.clone(); 100];
        dear.tenders[0].amount = eur(Money::LIMIT);
        register.complete_sale(&dear).unwrap();
    }
    register.till.shift.as_mut().unwrap().figures.net = eur(i64::MAX);
    register
        .complete_sale(&command(ana, uuid::Uuid::max(), "1.15"))
        .unwrap();
    let mut cost = eur(0);
    for (_, day) in register
        .days(jiff::civil::Date::MIN, jiff::civil::Date::MAX)
        .unwrap()
    {
        cost.gather(day.cost);
    }
    assert_eq!(cost, eur(i64::MAX));
    let (seq, number) = (register.till.seq, register.till.next_number);
    let full = register.till.perpetual.absolute;
    register.till.perpetual.absolute = eur(i64::MAX);
    let refused = register.complete_sale(&command(ana, uuid::Uuid::from_u128(9), "1.15"));
    assert_eq!(refusal(refused.unwrap_err()), "totals-full");
    assert_eq!((register.till.seq, register.till.next_number), (seq, number));
    drop(register);
    assert_eq!(place.open(2).0.till().perpetual.absolute, full);
}

#[test]
fn the_day_closes_on_what_went_through_it() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    for _ in 0..3 {
        let id = register.around.id();
        register.complete_sale(&command(ana, id, "1.15")).unwrap();
    }
    let reckoned = register
        .count_drawer(
            (ana, None),
            vec![Counted {
                denomination: eur(1000),
                pieces: 10,
            }],
            &[],
            &[],
        )
        .unwrap();
    assert_eq!((reckoned.expected, reckoned.variance), (eur(10_690), eur(-690)));
    assert!(reckoned.needs_reason && reckoned.needs_approval);
    let close = |approved_by, reason: &str| CloseCommand {
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
        by: ana,
        approved_by,
        counted: eur(10_000),
        count: vec![Counted {
            denomination: eur(1000),
            pieces: 10,
        }],
        reason: reason.to_owned(),
        unsynced: 0,
    };
    assert_eq!(
        refusal(register.close_shift(&close(None, "robo")).unwrap_err()),
        "needs-approval"
    );
    assert_eq!(
        refusal(register.close_shift(&close(Some(ana), "robo")).unwrap_err()),
        "needs-approval"
    );
    let luz = who(&register, "Luz");
    assert_eq!(
        refusal(register.close_shift(&close(Some(luz), " ")).unwrap_err()),
        "needs-reason"
    );
    let closing = register.close_shift(&close(Some(luz), "robo")).unwrap();
    assert_eq!(
        (closing.number, closing.figures.sales, closing.perpetual.absolute),
        (1, 3, eur(690))
    );
    assert_eq!(
        refusal(register.close_shift(&close(Some(luz), "robo")).unwrap_err()),
        "register-closed"
    );
    let briefs = register.folded().unwrap().closings().unwrap();
    assert_eq!((briefs.len(), briefs[0].variance), (1, eur(-690)));
}

#[test]
fn the_business_date_never_runs_backwards() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let counted = eur(10_000);
    let closing = CloseCommand {
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
        by: ana,
        approved_by: None,
        counted,
        count: vec![],
        reason: String::new(),
        unsynced: 0,
    };
    register.close_shift(&closing).unwrap();
    drop(register);
    place.clock.store(MORNING - 3 * 86_400_000, Ordering::Relaxed);
    let (mut register, notices) = place.open(3);
    assert!(
        notices
            .iter()
            .any(|notice| matches!(notice, Notice::ClockBackwards { .. }))
    );
    let mut opening = OpenCommand {
        by: ana,
        float: eur(0),
        confirmed_date: None,
    };
    assert_eq!(
        refusal(register.open_shift(&opening).unwrap_err()),
        "date-backwards"
    );
    opening.confirmed_date = Some(jiff::civil::date(2026, 11, 21));
    assert_eq!(
        register.open_shift(&opening).unwrap().date,
        jiff::civil::date(2026, 11, 21)
    );
}

#[test]
fn wrong_pins_are_noted_and_slow_down_even_after_a_restart() {
    let (place, mut register) = Place::new();
    let ana = who(&register, "Ana");
    for _ in 0..3 {
        assert_eq!(refusal(register.sign_in(ana, "0000").unwrap_err()), "wrong-pin");
    }
    drop(register);
    let (mut register, _) = place.open(4);
    assert_eq!(refusal(register.sign_in(ana, "4071").unwrap_err()), "pin-wait");
    drop(register);
    place.clock.fetch_add(60_000, Ordering::Relaxed);
    let (mut register, _) = place.open(5);
    register.sign_in(ana, "4071").unwrap();
    assert!(register.till().failures.is_empty());
}

#[test]
fn a_product_typed_at_the_counter_is_in_the_catalogue_and_stays() {
    let (place, mut register) = Place::new();
    let luz = who(&register, "Luz");
    let row = ImportRow {
        product: product(7, "2.50"),
        stock: Some(Quantity::from(12)),
        was: None,
    };
    register.save_product(luz, row).unwrap();
    assert!(register.catalogue().by_code("7007").is_some());
    let mut stolen = product(8, "1.00");
    stolen.codes = vec![Code::new("7007").unwrap()];
    let refused = register
        .save_product(
            luz,
            ImportRow {
                product: stolen,
                stock: None,
                was: None,
            },
        )
        .unwrap_err();
    assert_eq!(refusal(refused), "code-taken");
    drop(register);
    let (mut register, _) = place.open(6);
    assert!(register.catalogue().by_code("7007").is_some());
    assert_eq!(
        register.stock(&[Sku::new("S7").unwrap()]).unwrap(),
        [Some(Quantity::from(12))]
    );
}

#[test]
fn a_second_process_is_told_who_has_it_and_founding_twice_is_refused() {
    let (place, register) = Place::new();
    let second = Register::open(&place.store(), place.how(7))
        .map(drop)
        .unwrap_err();
    assert!(matches!(&second, Fault::Lock(_)), "{second}");
    assert!(second.to_string().contains(&std::process::id().to_string()));
    drop(register);
    let founding = Founding {
        shop: shop(),
        series: "C1".to_owned(),
        people: vec![person("Ana", Role::Owner, "4071")],
        key: NewKey::File(place.dir.path().join("other.key")),
        recovery: None,
    };
    let (around, _) = Scripted::new(MORNING, 9);
    let again = Register::found(&place.store(), &founding, Via::Till, Box::new(around))
        .map(drop)
        .unwrap_err();
    assert!(matches!(again, Failure::Fault(Fault::StoreThere(_))), "{again}");
}

fn next(replies: &std::sync::mpsc::Receiver<Reply>) -> Reply {
    replies.recv_timeout(Duration::from_secs(60)).unwrap()
}

#[test]
fn the_worker_brings_a_draft_back_and_forgets_one_that_was_paid() {
    let (place, register) = Place::new();
    let id = register.around.id();
    drop(register);
    let ask = |draft_first: bool, replies: Vec<Job>| {
        let (answers, inbox) = channel();
        let handle = worker::spawn(place.store(), place.how(8), Printer::default(), move |reply| {
            answers.send(reply).unwrap()
        });
        let Answer::Opened(opened) = next(&inbox).answer else {
            panic!("it opens first")
        };
        assert_eq!(opened.draft.is_some(), draft_first, "{:?}", opened.notices);
        let ana = opened.desk.people[0].id;
        let jobs = [Job::SignIn {
            person: ana,
            pin: "4071".to_owned(),
        }]
        .into_iter()
        .chain(replies);
        let mut said = Vec::new();
        for (id, job) in jobs.enumerate() {
            let silent = matches!(job, Job::SaveDraft(_));
            handle.ask(Request { id: id as u64, job }).unwrap();
            if !silent {
                said.push(next(&inbox).answer);
            }
        }
        handle.stop();
        said
    };
    let SellCommand { ticket, tenders, .. } = command(PersonId(id), id, "1.15");
    ask(false, vec![Job::SaveDraft(ticket.clone())]);
    let open = Job::OpenShift {
        float: eur(10_000),
        confirmed_date: None,
        approval: None,
    };
    let said = ask(
        true,
        vec![
            open,
            Job::Sell {
                ticket: ticket.clone(),
                tenders: tenders.clone(),
            },
        ],
    );
    assert!(matches!(said.last(), Some(Answer::Sold(_))), "{said:?}");
    let said = ask(false, vec![Job::Sell { ticket, tenders }]);
    let Some(Answer::Sold(sale)) = said.last() else {
        panic!("{said:?}")
    };
    assert_eq!(sale.number.number, 1, "the same ticket is the same sale");
}

#[test]
fn a_directory_without_a_store_is_told_how_to_get_one() {
    let how = Place::new().0.how(1);
    let missing = Register::open(Path::new("/nowhere/at/all"), how)
        .map(drop)
        .unwrap_err();
    assert!(missing.to_string().contains("tendero init"), "{missing}");
}
