//! Returns over a real directory: once, never more than sold, settled with a sale, paid back on a note.

use super::*;
use crate::domain::decide::refund::ComingBack;
use crate::domain::discount::Discount;
use crate::domain::document::DocumentNumber;
use crate::domain::permission::{Approval, Permission};
use crate::domain::rate::Rate;
use crate::domain::refund::{Asked, Back, Fate};
use crate::register::audit::audit;
use crate::register::return_jobs::{ExchangedFor, RefundAsked};

fn number(text: &str) -> DocumentNumber {
    text.parse().unwrap()
}

/// So many pieces of the first line of that receipt.
fn asked(register: &Register, of: &str, pieces: i32, back: Back) -> RefundAsked {
    let asked = Asked {
        line: 0,
        quantity: Quantity::from(pieces),
        fate: Fate::Stock,
    };
    RefundAsked {
        id: register.around.id(),
        what: ComingBack::Of(number(of), vec![asked]),
        back,
        reason: String::new(),
    }
}

/// Two pieces at 1.15 in cash: 2.30.
fn sold(register: &mut Register, ana: PersonId) {
    let id = register.around.id();
    register.complete_sale(&command(ana, id, "1.15")).unwrap();
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> &'static str {
    refusal(outcome.unwrap_err())
}

#[test]
fn a_return_is_there_once_after_reopening_folded_or_not() {
    for fold in [false, true] {
        let (place, mut register) = Place::new();
        let ana = open_shift(&mut register);
        sold(&mut register, ana);
        let one = asked(&register, "C1-000001", 1, Back::Cash);
        let first = register.refund(ana, None, &one, None).unwrap();
        assert_eq!(
            (first.refund.number.to_string().as_str(), first.again),
            ("C1R-000001", false)
        );
        assert_eq!(first.refund.settlement.due, eur(115));
        if fold {
            register.fold().unwrap();
        }
        drop(register);
        let (mut register, _) = place.open(2);
        let again = register.refund(ana, None, &one, None).unwrap();
        assert!(again.again);
        assert_eq!((again.refund, again.seq), (first.refund, first.seq));
        let other = RefundAsked {
            back: Back::Credit,
            ..one.clone()
        };
        assert_eq!(code(register.refund(ana, None, &other, None)), "return-id-used");
        let shift = register.till().shift.as_ref().unwrap();
        assert_eq!(shift.expected_cash(), eur(10_000 + 230 - 115));
        assert_eq!(shift.figures.returns.as_ref().unwrap().count, 1);
        assert_eq!(register.till().next_refund(), number("C1R-000002"));
        assert_eq!(register.till().perpetual.absolute, eur(345));
    }
}

#[test]
fn never_more_than_was_sold_and_never_of_what_is_no_sale() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    sold(&mut register, ana);
    let one = asked(&register, "C1-000001", 1, Back::Original);
    register.refund(ana, None, &one, None).unwrap();
    drop(register);
    let (mut register, _) = place.open(2);
    let two = asked(&register, "C1-000001", 2, Back::Cash);
    assert_eq!(code(register.refund(ana, None, &two, None)), "more-than-sold");
    let last = asked(&register, "C1-000001", 1, Back::Cash);
    register.refund(ana, None, &last, None).unwrap();
    let none = asked(&register, "C1-000001", 1, Back::Cash);
    assert_eq!(code(register.refund(ana, None, &none, None)), "more-than-sold");
    let receipt = register.sale_with_returns(&number("C1-000001")).unwrap();
    assert_eq!(receipt.refunds.len(), 2);
    assert!(receipt.gone().is_all(&receipt.sale));

    for (of, why) in [
        ("C1R-000001", "return-of-return"),
        ("C1-000009", "receipt-unknown"),
        ("C1R-000009", "receipt-unknown"),
        ("C7-000001", "receipt-other-till"),
    ] {
        let asked = asked(&register, of, 1, Back::Cash);
        assert_eq!(code(register.refund(ana, None, &asked, None)), why, "{of}");
    }
    let sale = register.complete_sale(&command(ana, last.id, "1.15"));
    assert_eq!(code(sale), "id-taken");
    let mut taken = asked(&register, "C1-000001", 1, Back::Cash);
    taken.id = receipt.sale.id;
    assert_eq!(code(register.refund(ana, None, &taken, None)), "return-id-taken");
    assert_eq!(register.till().next_refund(), number("C1R-000003"));
}

#[test]
fn goods_without_a_receipt_go_back_at_the_price_of_today() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    let good = Good::of(&product(1, "1.13"), Quantity::from(3), None);
    let asked = RefundAsked {
        id: register.around.id(),
        what: ComingBack::Loose(vec![(good, Fate::WrittenOff)]),
        back: Back::Cash,
        reason: "no receipt".to_owned(),
    };
    let offer = register.offer_refund(ana, None, &asked, None).unwrap();
    assert_eq!((offer.total, offer.ways.len()), (eur(339), 2));
    let made = register
        .refund(ana, Some(who(&register, "Luz")), &asked, None)
        .unwrap();
    assert_eq!(made.refund.of, None);
    assert_eq!(made.refund.settlement.due, eur(340), "in coins");
    assert_eq!(made.refund.approved_by, Some(who(&register, "Luz")));
}

/// What the new goods cost more is paid, what they cost less is given back; the drawer sees the difference.
#[test]
fn an_exchange_is_one_frame_and_moves_only_the_difference() {
    let cases = [
        ("3.00", 370, Vec::new(), 600 - 230),
        ("1.15", 0, Vec::new(), 0),
        ("0.50", 0, vec![130], -130),
    ];
    for (price, added, given, drawer) in cases {
        let (place, mut register) = Place::new();
        let ana = open_shift(&mut register);
        sold(&mut register, ana);
        let before = register.till().shift.as_ref().unwrap().expected_cash();
        let two = asked(&register, "C1-000001", 2, Back::Cash);
        let mut for_this = ExchangedFor {
            ticket: command(ana, register.around.id(), price).ticket,
            tenders: Vec::new(),
        };
        if added > 0 {
            let short = register.refund(ana, None, &two, Some(&for_this));
            assert_eq!(code(short), "not-covered");
            for_this.tenders.push(Tender {
                method: Method::Cash,
                amount: eur(added),
                reference: None,
                foreign: None,
            });
        }
        let made = register.refund(ana, None, &two, Some(&for_this)).unwrap();
        let sale = made.sale.clone().unwrap();
        let cash = |tenders: &[Tender]| {
            let cash = tenders.iter().filter(|tender| tender.method == Method::Cash);
            cash.map(|tender| tender.amount.minor()).collect::<Vec<i64>>()
        };
        assert_eq!(cash(&made.refund.tenders), given);
        assert_eq!(sale.tenders[0].method, Method::Exchange);
        assert_eq!(sale.tenders[0].reference.as_deref(), Some("C1R-000001"));
        assert_eq!(made.refund.tenders[0].reference.as_deref(), Some("C1-000002"));
        drop(register);
        let (mut register, _) = place.open(2);
        let again = register.refund(ana, None, &two, Some(&for_this)).unwrap();
        assert!(again.again && again.sale == Some(sale) && again.refund == made.refund);
        let shift = register.till().shift.as_ref().unwrap();
        assert_eq!(shift.expected_cash() - before, eur(drawer));
        let swapped = &shift.figures.tenders[&Method::Exchange];
        assert_eq!(swapped.received, swapped.given);
        register.fold().unwrap();
        let report = crate::register::audit::audit(register.journal().reader()).unwrap();
        assert!(report.is_good(), "{report:#?}");
    }
}

#[test]
fn a_receipt_is_found_by_its_code_and_another_shop_s_is_not() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    sold(&mut register, ana);
    let sale = register.last_receipt().unwrap().unwrap();
    let printed = crate::domain::document::ReceiptCode::of(&sale.number, sale.id).to_string();
    let mut find = |text: &str| {
        let sought = crate::domain::refund::Sought::read(text, ["C1"; 2]).unwrap();
        register.find_receipt(&sought).map(|receipt| receipt.sale.id)
    };
    assert_eq!(find(&printed).unwrap(), sale.id);
    assert_eq!(find("1").unwrap(), sale.id);
    assert_eq!(self::code(find("C1-000001-ffffffff")), "receipt-other-shop");
}

#[test]
fn a_note_pays_as_far_as_it_goes() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    sold(&mut register, ana);
    let two = asked(&register, "C1-000001", 2, Back::Credit);
    let note = register.refund(ana, None, &two, None).unwrap().refund;
    assert_eq!(note.tenders[0].reference.as_deref(), Some("C1R-000001"));
    let own = crate::domain::document::ReceiptCode::of(&note.number, note.id).to_string();
    let own = Some(own.as_str());
    let mut pay = |price: &str, amount, reference: Option<&str>| {
        let mut sale = command(ana, register.around.id(), price);
        sale.tenders = vec![Tender {
            method: Method::Credit,
            amount: eur(amount),
            reference: reference.map(str::to_owned),
            foreign: None,
        }];
        sale.fingerprint = fingerprint::of_ticket(&sale.ticket, &sale.tenders);
        register.complete_sale(&sale)
    };
    assert_eq!(code(pay("0.90", 180, None)), "credit-unknown");
    assert_eq!(code(pay("0.90", 180, Some("C1R-000002"))), "credit-unknown");
    assert_eq!(code(pay("1.20", 240, own)), "credit-not-enough");
    // its number can be guessed, and so much that is left on it is told to nobody
    assert_eq!(code(pay("1.20", 240, Some("C1R-000001"))), "credit-needs-code");
    assert_eq!(code(pay("0.90", 180, Some("C1R-000001"))), "credit-needs-code");
    let other = "C1R-000001-ffffffff";
    assert_eq!(code(pay("1.20", 240, Some(other))), "credit-other-code");
    let paid = pay("0.90", 180, own).unwrap().sale;
    assert_eq!(paid.tenders[0].reference.as_deref(), Some("C1R-000001"));
    assert_eq!(code(pay("0.30", 60, own)), "credit-not-enough");
    pay("0.25", 50, own).unwrap();
    let left = register.credit(&number("C1R-000001")).unwrap().unwrap();
    assert_eq!((left.issued, left.left), (eur(230), eur(0)));
    // what was paid with a note goes back on a new one
    let back = asked(&register, "C1-000002", 2, Back::Original);
    let again = register.refund(ana, None, &back, None).unwrap().refund;
    assert_eq!(again.tenders.len(), 1);
    let new = register.credit(&number("C1R-000002")).unwrap().unwrap();
    assert_eq!(new.left, eur(180));
}

#[test]
fn receipts_of_a_day_are_found_by_any_word() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    for price in ["1.15", "2.00", "3.10"] {
        let id = register.around.id();
        register.complete_sale(&command(ana, id, price)).unwrap();
    }
    let day = jiff::civil::date(2026, 11, 20);
    let mut found = |typed: &str| -> Vec<u64> {
        let list = register.receipts_on(day, typed).unwrap();
        list.iter().map(|brief| brief.number.number).collect()
    };
    assert_eq!(found(""), [3, 2, 1]);
    assert_eq!(found("cosa 6,20"), [3]);
    assert_eq!(found("000002"), [2]);
    assert_eq!(found("pan"), Vec::<u64>::new());
}

/// A store that an older version of the program wrote is folded anew, without a word from anybody.
#[test]
fn a_store_of_an_older_version_is_made_anew_at_opening() {
    let (place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    sold(&mut register, ana);
    register.fold().unwrap();
    register.store.pretend_format(1).unwrap();
    drop(register);
    let (mut register, notices) = place.open(2);
    assert!(matches!(notices[..], [Notice::CaughtUp { .. }]), "{notices:?}");
    assert_eq!(register.till().next_document(), number("C1-000002"));
    assert!(register.receipt(&number("C1-000001")).unwrap().is_some());
    drop(register);
    let (_, notices) = place.open(3);
    assert_eq!(notices, []);
}

/// What the older store had seen must be in the journal: a journal cut short is told, not folded.
#[test]
fn an_older_store_still_proves_what_the_journal_lost() {
    let (place, mut register) = Place::new();
    let copy = tempfile::tempdir().unwrap();
    let journal = place.store().join("journal/0001/00000001.seg");
    let ana = open_shift(&mut register);
    let short = std::fs::read(&journal).unwrap();
    std::fs::write(copy.path().join("short"), &short).unwrap();
    sold(&mut register, ana);
    register.fold().unwrap();
    register.store.pretend_format(1).unwrap();
    drop(register);
    std::fs::write(&journal, short).unwrap();
    let opened = Register::open(&place.store(), place.how(2));
    assert!(matches!(opened, Err(Fault::Journal(_))));
}

#[test]
fn an_exchange_counts_no_approval_that_the_journal_does_not_hold() {
    let (_place, mut register) = Place::new();
    let (ana, luz) = (open_shift(&mut register), who(&register, "Luz"));
    sold(&mut register, ana);
    let two = asked(&register, "C1-000001", 2, Back::Cash);
    let mut for_this = ExchangedFor {
        ticket: command(ana, register.around.id(), "1.15").ticket,
        tenders: Vec::new(),
    };
    for_this.ticket.discount = Some(Discount::Percent(Rate::parse("50").unwrap()));
    let none = register.refund(ana, None, &two, Some(&for_this));
    assert_eq!(code(none), "permission-needed");
    let forged = Approval {
        id: uuid::Uuid::from_u128(5),
        permission: Permission::Discount,
        by: luz,
    };
    for_this.ticket.approvals.push(forged);
    let refused = register.refund(ana, None, &two, Some(&for_this));
    assert_eq!(code(refused), "permission-needed");
    let given = register
        .approve(ana, (luz, "240318"), Permission::Discount, "half")
        .unwrap();
    for_this.ticket.approvals.push(given);
    let made = register.refund(ana, None, &two, Some(&for_this)).unwrap();
    assert_eq!(
        made.sale.unwrap().approvals,
        [given],
        "only what stands is recorded"
    );
    assert!(audit(register.journal().reader()).unwrap().is_good());
}

#[test]
fn the_number_of_a_note_alone_pays_where_somebody_allowed_it() {
    let (_place, mut register) = Place::new();
    let ana = open_shift(&mut register);
    sold(&mut register, ana);
    let two = asked(&register, "C1-000001", 2, Back::Credit);
    register.refund(ana, None, &two, None).unwrap();
    let luz = who(&register, "Luz");
    let permission = Permission::ReturnWithoutReceipt;
    let given = register
        .approve(ana, (luz, "240318"), permission, "A note without its code")
        .unwrap();
    let mut pay = |approvals| {
        let mut sale = command(ana, register.around.id(), "0.90");
        sale.ticket.approvals = approvals;
        sale.tenders = vec![Tender {
            reference: Some("C1R-000001".to_owned()),
            ..Tender::new(Method::Credit, eur(180))
        }];
        sale.fingerprint = fingerprint::of_ticket(&sale.ticket, &sale.tenders);
        register.complete_sale(&sale)
    };
    let invented = Approval {
        id: uuid::Uuid::from_u128(0xbad),
        ..given
    };
    assert_eq!(code(pay(vec![invented])), "credit-needs-code");
    assert_eq!(pay(vec![given]).unwrap().sale.approvals, [given]);
}
