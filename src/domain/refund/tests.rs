//! Returns in any parts, any order and by any tender: what must add up.
#![allow(clippy::unwrap_used, clippy::panic)]

mod cases;

use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::domain::basket::{Basket, Line, Terms};
use crate::domain::coins::due_in_cash;
use crate::domain::decide::refund::{ComingBack, Receipt, RefundCommand, RefundRefusal, Way, offer, refund};
use crate::domain::document::{DocumentNumber, Perpetual, Sale};
use crate::domain::event::{Event, Fact, Founded, Via};
use crate::domain::money::{Currency, Money, sum};
use crate::domain::payment::{Method, Tender, settle};
use crate::domain::pricing::tests::random::any_basket;
use crate::domain::pricing::{price, verify_identities};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::refusal::Refuse;
use crate::domain::shift::ShiftOpened;
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId, Role};
use crate::domain::tax::Tax;
use crate::domain::till::{EntryMark, Till};

const ANA: PersonId = PersonId(Uuid::from_u128(7));

fn time() -> DateTime {
    date(2026, 11, 20).at(10, 0, 0, 0)
}

/// A till with its register open, on these terms.
fn till(terms: &Terms) -> Till {
    let shop: Shop = serde_json::from_value(json!({
        "name": "Bodega Luz", "currency": terms.currency, "tax_classes": [],
        "prices_include_tax": terms.prices_include_tax, "tax_rounding": terms.tax_rounding,
        "rounding": terms.rounding, "cash_rounding": terms.cash_rounding, "max_quantity": terms.max_quantity,
        "lang": "en", "zone": "UTC", "patterns": [], "variance_limit": Money::zero(terms.currency),
    }))
    .unwrap();
    let opened = ShiftOpened {
        number: 1,
        date: time().date(),
        time: time(),
        float: Money::zero(terms.currency),
        by: ANA,
    };
    let ana = Person {
        id: ANA,
        name: "Ana".to_owned(),
        role: Role::Owner,
        pin: String::new(),
        active: true,
    };
    let series = "C1".to_owned();
    let mut till = Till::found(mark(1), &fact(Event::Founded(Founded { shop, series }))).unwrap();
    till.apply(mark(2), &fact(Event::PersonSaved(ana.into())));
    till.apply(mark(3), &fact(Event::ShiftOpened(opened)));
    till
}

fn mark(seq: u64) -> EntryMark {
    EntryMark {
        incarnation: Uuid::nil(),
        seq,
        at_wall: 0,
    }
}

fn fact(event: Event) -> Fact {
    Fact {
        by: None,
        via: Via::Till,
        app: String::new(),
        event,
    }
}

fn sale(basket: &Basket, tenders: Vec<Tender>) -> Sale {
    let priced = price(basket).unwrap();
    let good = |line: &Line| {
        json!({
            "sku": "S1", "name": line.name, "quantity": line.quantity, "unit": "kg", "price": line.price,
            "tax": "",
        })
    };
    let settlement = settle(&basket.terms, priced.total, &tenders).unwrap();
    serde_json::from_value(json!({
        "id": Uuid::from_u128(100), "number": {"series": "C1", "number": 1}, "shift": 1,
        "date": time().date(), "time": time(), "cashier": ANA,
        "goods": basket.lines.iter().map(good).collect::<Vec<_>>(), "settlement": settlement,
        "priced": priced, "tenders": tenders,
        "perpetual": Perpetual::zero(basket.terms.currency), "fingerprint": "",
    }))
    .unwrap()
}

fn tender(method: Method, amount: Money) -> Tender {
    Tender {
        method,
        amount,
        reference: None,
        foreign: None,
    }
}

/// Pays so many percent by card and the rest in cash.
fn paid(basket: &Basket, card: i64) -> Sale {
    let total = price(basket).unwrap().total;
    let part = Money::from_minor(total.minor() * card / 100, total.currency());
    let mut tenders = Vec::new();
    if !part.is_zero() {
        tenders.push(tender(Method::Card, part));
    }
    if card < 100 || part.is_zero() {
        tenders.push(tender(Method::Cash, due_in_cash(&basket.terms, total - part)));
    }
    sale(basket, tenders)
}

fn command(back: Back, asked: Vec<Asked>) -> RefundCommand {
    RefundCommand {
        id: Uuid::from_u128(200),
        what: ComingBack::Of("C1-000001".parse().unwrap(), asked),
        back,
        reason: String::new(),
        cashier: ANA,
        approved_by: None,
        fingerprint: String::new(),
    }
}

fn asked(line: u32, quantity: Quantity) -> Asked {
    Asked {
        line,
        quantity,
        fate: Fate::Stock,
    }
}

/// Returns parts one after the other; each is a list of lines with a share of what is left, in per cent.
fn returned(terms: &Terms, sale: &Sale, parts: &[(Back, Vec<(usize, i64)>)]) -> (Till, Receipt) {
    let mut till = till(terms);
    let mut receipt = Receipt {
        sale: sale.clone(),
        refunds: Vec::new(),
    };
    for (back, lines) in parts {
        let mut gone = receipt.gone();
        let mut wanted: Vec<Asked> = Vec::new();
        for (at, share) in lines {
            let at = at % sale.goods.len();
            let left = gone.left(sale, at);
            let part = crate::domain::money::round(
                left.value() * rust_decimal::Decimal::new(*share, 2),
                3,
                crate::domain::money::Rounding::Up,
            );
            let quantity = Quantity::new(part).unwrap();
            if quantity.is_positive() {
                gone.lines[at].quantity = gone.lines[at].quantity.checked_add(quantity).unwrap();
                wanted.push(asked(at as u32, quantity));
            }
        }
        if wanted.is_empty() {
            continue;
        }
        let made = refund(&till, &command(*back, wanted), Some(&receipt), time()).unwrap();
        till.apply(mark(till.seq + 1), &fact(Event::Refunded(made.clone())));
        receipt.refunds.push(made);
    }
    (till, receipt)
}

fn any_back() -> impl Strategy<Value = Back> {
    prop_oneof![Just(Back::Cash), Just(Back::Original), Just(Back::Credit)]
}

fn any_parts(back: impl Strategy<Value = Back>) -> impl Strategy<Value = Vec<(Back, Vec<(usize, i64)>)>> {
    let lines = prop::collection::vec((0usize..12, 1i64..=100), 1..5);
    prop::collection::vec((back, lines), 0..8)
}

/// Everything that is left, line by line from the last one.
fn rest(back: Back, lines: usize) -> Vec<(Back, Vec<(usize, i64)>)> {
    (0..lines).rev().map(|line| (back, vec![(line, 100)])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 4096, ..ProptestConfig::with_cases(192) })]

    /// Net, every tax, every discount: whatever the parts, they add up to the sale, and each part by itself.
    #[test]
    fn parts_in_any_order_add_up_to_the_sale(
        basket in any_basket(),
        card in 0i64..=100,
        mut parts in any_parts(any_back()),
        last in any_back(),
    ) {
        prop_assume!(price(&basket).is_ok());
        let sale = paid(&basket, card);
        parts.extend(rest(last, sale.goods.len()));
        let (till, receipt) = returned(&basket.terms, &sale, &parts);
        let gone = receipt.gone();
        prop_assert!(gone.is_all(&sale));
        for (line, gone) in sale.priced.lines.iter().zip(&gone.lines) {
            prop_assert_eq!(gone.net, line.net);
            prop_assert_eq!(gone.discount, line.discount);
            prop_assert_eq!(gone.ticket_discount, line.ticket_discount);
            for (tax, back) in line.taxes.iter().zip(&gone.taxes) {
                prop_assert_eq!(tax.tax, *back);
            }
        }
        prop_assert_eq!(gone.total, sale.priced.total);
        let currency = basket.terms.currency;
        let each = |figure: fn(&crate::domain::pricing::Priced) -> Money| {
            sum(currency, receipt.refunds.iter().map(|refund| figure(&refund.priced)))
        };
        prop_assert_eq!(each(|priced| priced.tax), sale.priced.tax);
        prop_assert_eq!(each(|priced| priced.discount), sale.priced.discount);
        for tax in &sale.priced.taxes {
            let of = receipt.refunds.iter().flat_map(|refund| &refund.priced.taxes);
            let back: Vec<_> = of.filter(|back| back.name == tax.name && back.kind == tax.kind).collect();
            // two equal taxes on one line are two taxes; their sums are the sums of both
            let ours = sale.priced.taxes.iter().filter(|own| own.name == tax.name && own.kind == tax.kind);
            let (base, amount) = ours.fold((0, 0), |(b, t), own| (b + own.base.minor(), t + own.tax.minor()));
            prop_assert_eq!(back.iter().map(|back| back.tax.minor()).sum::<i64>(), amount);
            prop_assert_eq!(back.iter().map(|back| back.base.minor()).sum::<i64>(), base);
        }
        for refund in &receipt.refunds {
            let proof = verify_identities(&refund.priced, &refund.settlement, &refund.tenders);
            prop_assert!(proof.is_ok(), "{:?}", proof);
            let coin = basket.terms.cash_rounding.map_or(1, Money::minor);
            for tender in &refund.tenders {
                prop_assert!(tender.amount.minor() > 0);
                prop_assert!(tender.method != Method::Cash || tender.amount.minor() % coin == 0);
            }
        }
        // given back is what was paid, but for less than a coin where cash took part
        let coin = basket.terms.cash_rounding.map_or(1, Money::minor);
        let off = gone.given - sale.settlement.due;
        prop_assert!(off.minor().abs() < coin, "{} given back for {}", gone.given, sale.settlement.due);
        prop_assert_eq!(till.perpetual.net, -sale.priced.total);
        prop_assert_eq!(till.perpetual.absolute, sale.priced.total);
        prop_assert_eq!(till.shift.unwrap().figures.total, -sale.priced.total);
    }

    /// As it was paid, or to the last unit: exactly what was paid, and the rounding comes to nothing.
    #[test]
    fn as_it_was_paid_gives_back_exactly_what_was_paid(
        basket in any_basket(),
        card in 0i64..=100,
        exact in any::<bool>(),
        mut parts in any_parts(Just(Back::Original)),
    ) {
        prop_assume!(price(&basket).is_ok());
        let sale = paid(&basket, card);
        let back = if exact { Back::Credit } else { Back::Original };
        parts.extend(rest(back, sale.goods.len()));
        for (part, _) in &mut parts {
            *part = back;
        }
        let (till, receipt) = returned(&basket.terms, &sale, &parts);
        prop_assert_eq!(receipt.gone().given, sale.settlement.due);
        let figures = till.shift.unwrap().figures;
        prop_assert_eq!(figures.rounding, -sale.settlement.rounding);
        if !exact && let Some(card) = sale.tenders.iter().find(|tender| tender.method == Method::Card) {
            prop_assert_eq!(receipt.gone().back_by(card), card.amount);
        }
    }

    #[test]
    fn cash_for_cash_gives_back_exactly_what_was_paid(
        basket in any_basket(),
        mut parts in any_parts(Just(Back::Cash)),
    ) {
        prop_assume!(price(&basket).is_ok());
        let sale = paid(&basket, 0);
        parts.extend(rest(Back::Cash, sale.goods.len()));
        let (_, receipt) = returned(&basket.terms, &sale, &parts);
        prop_assert_eq!(receipt.gone().given, sale.settlement.due);
    }

    /// Whatever came back before, one unit more than is left is refused.
    #[test]
    fn never_more_than_was_sold(
        basket in any_basket(),
        parts in any_parts(any_back()),
        line in 0usize..12,
        more in 1i64..5000,
    ) {
        prop_assume!(price(&basket).is_ok());
        let sale = paid(&basket, 0);
        let (till, receipt) = returned(&basket.terms, &sale, &parts);
        let at = line % sale.goods.len();
        let more = Quantity::new(rust_decimal::Decimal::new(more, 3)).unwrap();
        let wanted = receipt.gone().left(&sale, at).checked_add(more).unwrap();
        let refusal = refund(
            &till,
            &command(Back::Cash, vec![asked(at as u32, wanted)]),
            Some(&receipt),
            time(),
        );
        prop_assert_eq!(refusal.unwrap_err().code(), "more-than-sold");
    }

    #[test]
    fn a_return_survives_its_record(basket in any_basket(), parts in any_parts(any_back())) {
        prop_assume!(price(&basket).is_ok());
        let sale = paid(&basket, 30);
        let (_, receipt) = returned(&basket.terms, &sale, &parts);
        for refund in receipt.refunds {
            let record = serde_json::to_string(&refund).unwrap();
            prop_assert_eq!(serde_json::from_str::<Refund>(&record).unwrap(), refund);
        }
    }
}
