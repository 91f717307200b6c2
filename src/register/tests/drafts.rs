//! The ticket in hand when the power went: back on the screen, unless it is on record already.

use super::*;
use crate::domain::decide::refund::ComingBack;
use crate::domain::refund::{Back, Fate};
use crate::register::return_jobs::RefundAsked;

fn ticket(register: &Register, lines: u32) -> Ticket {
    let mut ticket = Ticket::new(register.around.id());
    for n in 1..=lines {
        ticket.add(Good::of(&product(n, "1.15"), Quantity::ONE, None));
    }
    ticket
}

/// What the screens get of a draft that lies there when the till starts again.
fn brought_back(place: &Place, draft: &Ticket) -> (Option<Ticket>, Vec<Notice>) {
    let (register, _) = place.open(8);
    register.draft().write(draft).unwrap();
    drop(register);
    let (answers, replies) = channel();
    let handle = worker::spawn(place.store(), place.how(9), Printer::default(), move |reply| {
        drop(answers.send(reply))
    });
    let Answer::Opened(opened) = next(&replies).answer else {
        panic!("it opens first")
    };
    handle.stop();
    (opened.draft, opened.notices)
}

#[test]
fn goods_that_went_back_without_a_receipt_go_back_once() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let goods = ticket(&register, 2);
    let lines = goods.lines.iter();
    let asked = RefundAsked {
        id: goods.id,
        what: ComingBack::Loose(lines.map(|line| (line.good.clone(), Fate::Stock)).collect()),
        back: Back::Cash,
        reason: String::new(),
    };
    register.park(ana, &goods, "").unwrap();
    let number = register.refund(ana, None, &asked, None).unwrap().refund.number;
    assert!(register.till().parked.is_empty(), "its ticket waits for nobody");
    assert_eq!(refusal(register.park(ana, &goods, "").unwrap_err()), "park-paid");
    drop(register);
    let (draft, notices) = brought_back(&place, &goods);
    assert_eq!(draft, None);
    assert!(notices.contains(&Notice::DraftReturned { number }), "{notices:?}");
    let (mut register, _) = place.open(3);
    assert!(register.folded().unwrap().parked().unwrap().is_empty());
    assert!(register.draft().read().is_none());
}

#[test]
fn a_parked_ticket_does_not_come_back_beside_itself() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let whole = ticket(&register, 3);
    register.park(ana, &whole, "").unwrap();
    drop(register);
    let mut early = whole.clone();
    early.lines.truncate(2);
    for draft in [&whole, &early] {
        assert_eq!(brought_back(&place, draft), (None, Vec::new()));
    }
    let mut more = whole.clone();
    more.add(Good::of(&product(9, "2.00"), Quantity::ONE, None));
    let back = brought_back(&place, &more);
    assert_eq!(
        back,
        (Some(more), vec![Notice::DraftRestored]),
        "it was taken up again and gone on with"
    );
}

#[test]
fn a_ticket_that_was_given_up_stays_so() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let (gone, kept) = (ticket(&register, 2), ticket(&register, 2));
    register.void(ana, &gone, true, None).unwrap();
    register.void(ana, &kept, false, None).unwrap();
    drop(register);
    assert_eq!(brought_back(&place, &gone).0, None);
    assert_eq!(
        brought_back(&place, &kept).0,
        Some(kept),
        "only a line of it went"
    );
}
