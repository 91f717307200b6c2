//! Tickets put aside: found whole after any end of the program, gone once they are paid or given up.

use super::*;
use crate::register::audit::audit;

fn ticket(register: &mut Register, price: &str) -> Ticket {
    let mut ticket = Ticket::new(register.around.id());
    ticket.add(Good::of(&product(1, price), Quantity::from(2), None));
    ticket
}

fn sale(cashier: PersonId, ticket: Ticket) -> SellCommand {
    SellCommand {
        ticket,
        ..command(cashier, uuid::Uuid::nil(), "1.00")
    }
}

#[test]
fn a_parked_ticket_is_there_after_reopening_and_gone_when_it_is_paid() {
    for fold in [false, true] {
        let (place, mut register) = Place::new();
        let ana = open_shift(&mut register);
        let (first, second) = (ticket(&mut register, "1.15"), ticket(&mut register, "2.00"));
        register.park(ana, &first, "  mesa\u{7} 4 ").unwrap();
        register.park(ana, &second, "").unwrap();
        if fold {
            register.fold().unwrap();
        }
        drop(register);
        let (mut register, _) = place.open(2);
        let briefs = &register.till().parked;
        assert_eq!((briefs.len(), briefs[0].label.as_str()), (2, "mesa 4"));
        assert_eq!((briefs[0].lines, briefs[0].total), (1, eur(230)));
        assert_eq!(register.recall(first.id).unwrap(), first);
        assert_eq!(
            register.till().parked.len(),
            2,
            "taking it up again loses nothing if the power goes"
        );
        register.complete_sale(&sale(ana, first.clone())).unwrap();
        assert_eq!(refusal(register.recall(first.id).unwrap_err()), "park-gone");
        assert_eq!(refusal(register.park(ana, &first, "").unwrap_err()), "park-paid");
        assert_eq!(
            register.till().next_document().number,
            2,
            "parking took no number"
        );
        register.void_parked(ana, second.id, None).unwrap();
        assert!(register.till().parked.is_empty());
        assert_eq!(refusal(register.recall(second.id).unwrap_err()), "park-gone");
        drop(register);
        let (mut register, _) = place.open(3);
        assert!(register.till().parked.is_empty());
        assert!(register.folded().unwrap().parked().unwrap().is_empty());
        assert!(audit(register.journal().reader()).unwrap().is_good());
    }
}

#[test]
fn parking_again_replaces_what_was_parked() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let mut one = ticket(&mut register, "1.15");
    register.park(ana, &one, "a").unwrap();
    one.add(Good::of(&product(2, "3.00"), Quantity::ONE, None));
    register.park(ana, &one, "b").unwrap();
    assert_eq!(register.till().parked.len(), 1);
    assert_eq!(register.recall(one.id).unwrap().lines.len(), 2);
    let holding = |register: &mut Register, sku: &str| {
        let holding = register.parked_holding(&Sku::new(sku).unwrap()).unwrap();
        holding.into_iter().map(|brief| brief.label).collect::<Vec<_>>()
    };
    assert_eq!(holding(&mut register, "S2"), ["b"]);
    assert!(holding(&mut register, "S3").is_empty());
}

#[test]
fn what_cannot_be_parked_is_refused_and_changes_nothing() {
    let (_place, mut register) = Place::new();
    let ana = who(&register, "Ana");
    let full = ticket(&mut register, "1.15");
    assert_eq!(
        refusal(register.park(ana, &full, "").unwrap_err()),
        "register-closed"
    );
    open_shift(&mut register);
    let seq = register.till().seq;
    let empty = Ticket::new(register.around.id());
    assert_eq!(refusal(register.park(ana, &empty, "").unwrap_err()), "park-empty");
    let nobody = PersonId(uuid::Uuid::from_u128(9));
    assert_eq!(
        refusal(register.park(nobody, &full, "").unwrap_err()),
        "not-signed-in"
    );
    assert_eq!(register.till().seq, seq);
}
