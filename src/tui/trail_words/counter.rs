//! What was done at the counter and with the goods, in sentences. Must never compute a figure.

use crate::devices::receipt::tender_key;
use crate::domain::cash::{CashMove, CashMoved};
use crate::domain::discount::Discount;
use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::payment::Tender;
use crate::domain::quantity::Quantity;
use crate::domain::refund::Refund;
use crate::domain::stock::{Reason, StockMoved};
use crate::domain::voided::Voided;
use crate::lang;
use crate::tui::look::Look;

use super::because;

/// One of them.
pub(super) fn sentence(event: &Event, look: &Look) -> String {
    let words = &look.words;
    match event {
        Event::Sold(sale) => sold(sale, look),
        Event::Voided(voided) => void(voided, look),
        Event::Refunded(refund) => refunded(refund, look),
        Event::CashMoved(moved) => cash(moved, look),
        Event::ExpensePaid(expense) => {
            let key = match expense.reverses {
                Some(_) => "told-expense-back",
                None => "told-expense",
            };
            let values = [
                ("amount", look.money(expense.amount).into()),
                ("category", expense.category.as_str().into()),
            ];
            because(words.format(key, &values), &expense.note)
        }
        Event::DrawerOpened(opened) => because(words.text("told-drawer").into_owned(), &opened.reason),
        Event::AccountPaid(paid) => {
            let values = [
                ("name", paid.customer.name.as_str().into()),
                ("amount", look.money(paid.amount).into()),
                ("balance", look.money(paid.balance).into()),
            ];
            words.format("told-account", &values)
        }
        Event::StockMoved(moved) => stock(moved, look),
        Event::StockCountClosed(closed) if closed.given_up => words.text("told-count-given-up").into_owned(),
        Event::StockCountClosed(closed) => {
            let values = [
                ("products", closed.products.into()),
                ("different", closed.different.into()),
                ("value", look.money(closed.value).into()),
            ];
            words.format("told-count-closed", &values)
        }
        _ => words.text("told-other").into_owned(),
    }
}

/// What was taken off a sale, and which prices were others.
fn sold(sale: &Sale, look: &Look) -> String {
    let words = &look.words;
    let mut what: Vec<String> = Vec::new();
    for given in &sale.discounts {
        let amount = match given.discount {
            Discount::Percent(rate) => format!("{} %", lang::number(look.lang(), rate.percent())),
            Discount::Amount(amount) => look.money(amount),
        };
        let good = given.line.and_then(|line| sale.goods.get(line.checked_sub(1)?));
        let values = [
            ("amount", amount.into()),
            ("name", good.map_or("", |good| good.name.as_str()).into()),
        ];
        let key = match good {
            Some(_) => "told-discount-line",
            None => "told-discount",
        };
        what.push(words.format(key, &values));
    }
    let currency = sale.priced.currency;
    for good in &sale.goods {
        if let Some(list) = good.list_price.filter(|list| *list != good.price) {
            let values = [
                ("name", good.name.as_str().into()),
                ("price", look.price(good.price, currency).into()),
                ("list", look.price(list, currency).into()),
            ];
            what.push(words.format("told-other-price", &values));
        }
    }
    let values = [
        ("number", sale.number.to_string().into()),
        ("total", look.money(sale.priced.total).into()),
        ("what", what.join("; ").into()),
    ];
    words.format("told-sold", &values)
}

fn void(void: &Voided, look: &Look) -> String {
    let goods: Vec<&str> = if void.goods.is_empty() {
        void.skus.iter().map(|sku| sku.as_str()).collect()
    } else {
        void.goods.iter().map(|good| good.name.as_str()).collect()
    };
    let key = match void.ticket {
        true => "told-void-ticket",
        false => "told-void-line",
    };
    let amount = void
        .amount
        .map_or_else(|| "-".to_owned(), |amount| look.money(amount));
    let values = [("goods", goods.join(", ").into()), ("amount", amount.into())];
    look.words.format(key, &values)
}

fn refunded(refund: &Refund, look: &Look) -> String {
    let words = &look.words;
    let goods: Vec<&str> = refund.goods.iter().map(|one| one.good.name.as_str()).collect();
    let values = [
        ("number", refund.number.to_string().into()),
        ("total", look.money(refund.priced.total).into()),
        ("goods", goods.join(", ").into()),
        ("tenders", tenders(&refund.tenders, look).into()),
        (
            "of",
            refund
                .of
                .as_ref()
                .map_or_else(String::new, |of| of.number.to_string())
                .into(),
        ),
    ];
    let key = match refund.of {
        Some(_) => "told-refunded",
        None => "told-refunded-loose",
    };
    because(words.format(key, &values), &refund.reason)
}

fn tenders(tenders: &[Tender], look: &Look) -> String {
    let all: Vec<_> = tenders
        .iter()
        .map(|one| look.words.text(tender_key(one.method)))
        .collect();
    if all.is_empty() {
        "-".to_owned()
    } else {
        all.join(", ")
    }
}

fn cash(moved: &CashMoved, look: &Look) -> String {
    let words = &look.words;
    let what = words.text(match moved.what {
        CashMove::In => "cash-in",
        CashMove::Out => "cash-out",
        CashMove::Drop => "cash-drop",
    });
    let values = [
        ("what", what.into_owned().into()),
        ("amount", look.money(moved.amount).into()),
    ];
    let key = match moved.reverses {
        Some(_) => "told-cash-back",
        None => "told-cash",
    };
    because(words.format(key, &values), &moved.reason)
}

fn stock(moved: &StockMoved, look: &Look) -> String {
    let signed = matches!(moved.reason, Reason::Adjusted { .. } | Reason::Counted { .. });
    let goods: Vec<String> = moved
        .lines
        .iter()
        .map(|line| {
            let plus = if signed && line.quantity > Quantity::ZERO {
                "+"
            } else {
                ""
            };
            format!(
                "{plus}{} {}",
                look.quantity(line.quantity, line.unit.name()),
                line.name
            )
        })
        .collect();
    let (key, reason) = match &moved.reason {
        Reason::Received { supplier, reference } => (
            "told-received",
            format!("{supplier} {reference}").trim().to_owned(),
        ),
        Reason::Adjusted { reason } => ("told-adjusted", reason.clone()),
        Reason::WrittenOff { reason } => ("told-written-off", reason.clone()),
        Reason::Counted { .. } => ("told-counted", String::new()),
        Reason::Reversed { .. } => ("told-reversed", String::new()),
    };
    let told = look.words.format(key, &[("goods", goods.join(", ").into())]);
    because(told, &reason)
}
