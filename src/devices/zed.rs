//! The X and the Z on paper: every figure from the shift or the closing, none computed anew. Must never show
//! what was expected before a count is noted.

use crate::domain::cash::CashMove;
use crate::domain::document::Perpetual;
use crate::domain::money::Money;
use crate::domain::shift::{Closing, Figures, ShiftOpened};
use crate::domain::staff::PersonId;
use crate::lang::{self, Sign, Words};

use super::layout::Layout;
use super::receipt::{amount, tender_key};

/// Names of people for a paper.
pub type NameOf<'a> = &'a dyn Fn(PersonId) -> String;

/// The layout of a Z.
pub fn closing(shop: &str, closing: &Closing, name: NameOf<'_>, words: &Words) -> Layout {
    let mut paper = head(
        shop,
        words.format("z-title", &[("number", closing.number.into())]),
    );
    paper.centre(lang::recorded(words.lang(), closing.time));
    opening(&mut paper, &closing.opened, name, words);
    figures(&mut paper, &closing.figures, name, words);
    paper.rule();
    let plain = |money: Money| amount(words, money, Sign::None);
    paper.pair(words.text("close-expected"), plain(closing.expected));
    paper.pair(words.text("close-counted"), plain(closing.counted));
    paper.total(words.text("close-variance"), plain(closing.variance));
    for row in &closing.count {
        paper.left(format!("  {} x {}", plain(row.denomination), row.pieces));
    }
    for row in &closing.declared {
        let tender = words.text(tender_key(row.method)).into_owned();
        let values = [("tender", tender.into())];
        paper.pair(words.format("z-expected", &values), plain(row.expected));
        paper.pair(words.format("z-declared", &values), plain(row.declared));
        paper.total(words.text("close-variance"), plain(row.variance()));
    }
    for row in &closing.foreign {
        let values = [("tender", row.counted.currency().to_string().into())];
        paper.pair(words.format("z-expected", &values), plain(row.expected));
        paper.pair(words.format("z-counted", &values), plain(row.counted));
        paper.total(words.text("close-variance"), plain(row.variance()));
    }
    if let (Some(kept), Some(banked)) = (closing.kept, closing.banked) {
        paper.rule();
        paper.pair(words.text("close-kept"), plain(kept));
        paper.pair(words.text("close-banked"), plain(banked));
    }
    if !closing.reason.is_empty() {
        paper.left(format!("{}: {}", words.text("close-reason"), closing.reason));
    }
    if let Some(approver) = closing.approved_by {
        paper.left(format!("{}: {}", words.text("close-approver"), name(approver)));
    }
    perpetual(&mut paper, closing.perpetual, words);
    paper.centre(words.format("close-unsynced", &[("count", closing.unsynced.into())]));
    paper
}

/// The layout of an X.
pub fn x(
    shop: &str,
    opened: &ShiftOpened,
    of: &Figures,
    totals: Perpetual,
    name: NameOf<'_>,
    words: &Words,
) -> Layout {
    let mut paper = head(shop, words.format("x-title", &[("shift", opened.number.into())]));
    opening(&mut paper, opened, name, words);
    figures(&mut paper, of, name, words);
    perpetual(&mut paper, totals, words);
    paper
}

fn head(shop: &str, title: String) -> Layout {
    let mut paper = Layout::default();
    paper.title(shop);
    paper.title(title);
    paper
}

fn opening(paper: &mut Layout, opened: &ShiftOpened, name: NameOf<'_>, words: &Words) {
    paper.pair(words.text("z-date"), lang::date(words.lang(), opened.date));
    paper.centre(words.format(
        "close-shift",
        &[
            ("shift", opened.number.into()),
            ("time", lang::time(opened.time.time()).into()),
            ("name", name(opened.by).into()),
            ("amount", amount(words, opened.float, Sign::None).into()),
        ],
    ));
    paper.rule();
}

fn figures(paper: &mut Layout, of: &Figures, name: NameOf<'_>, words: &Words) {
    let plain = |money: Money| amount(words, money, Sign::None);
    paper.pair(words.text("z-sales"), of.sales.to_string());
    if let Some((from, to)) = &of.documents {
        let values = [("from", from.to_string().into()), ("to", to.to_string().into())];
        paper.left(words.format("z-documents", &values));
    }
    returns(paper, of, words);
    paper.pair(words.text("sale-net"), plain(of.net));
    for (label, tax) in &of.taxes {
        paper.pair(
            format!(
                "{} ({} {})",
                lang::spelled(words.lang(), label),
                words.text("z-base"),
                plain(tax.base)
            ),
            plain(tax.tax),
        );
    }
    paper.total(words.text("sale-total"), amount(words, of.total, Sign::Symbol));
    if !of.discount.is_zero() {
        paper.pair(words.text("sale-discount"), plain(of.discount));
    }
    if !of.rounding.is_zero() {
        paper.pair(words.text("z-rounding"), plain(of.rounding));
    }
    paper.rule();
    paper.left(words.text("z-tenders"));
    for (method, tender) in &of.tenders {
        paper.pair(
            format!("  {} ({})", words.text(tender_key(*method)), tender.count),
            plain(tender.received),
        );
        if !tender.given.is_zero() {
            paper.pair(format!("  {}", words.text("z-given")), plain(-tender.given));
        }
    }
    for (currency, foreign) in &of.foreign {
        paper.pair(
            format!("  {currency} ({})", foreign.count),
            amount(words, foreign.received, Sign::Code),
        );
    }
    if let Some(accounts) = &of.accounts {
        paper.pair(
            format!("{} ({})", words.text("z-accounts"), accounts.count),
            plain(accounts.amount),
        );
    }
    moved(paper, of, words);
    paper.left(words.text("z-cashiers"));
    for (person, cashier) in &of.cashiers {
        paper.pair(
            format!("  {} ({})", name(*person), cashier.sales),
            plain(cashier.total),
        );
    }
    people(paper, of, name, words);
}

/// Cash that moved without a sale, and expenses.
fn moved(paper: &mut Layout, of: &Figures, words: &Words) {
    let plain = |money: Money| amount(words, money, Sign::None);
    if !of.moves.is_empty() {
        paper.left(words.text("z-moves"));
    }
    for (what, row) in &of.moves {
        let name = format!("  {} ({})", words.text(move_key(*what)), row.count);
        paper.pair(name, plain(what.signed(row.amount)));
    }
    if !of.expenses.is_empty() {
        paper.left(words.text("z-expenses"));
    }
    for (category, row) in &of.expenses {
        if !row.drawer.is_zero() || row.otherwise.is_zero() {
            paper.pair(format!("  {category}"), plain(-row.drawer));
        }
        if !row.otherwise.is_zero() {
            let name = words.format("z-otherwise", &[("category", category.as_str().into())]);
            paper.pair(format!("  {name}"), plain(-row.otherwise));
        }
    }
}

/// What each person did beside selling.
fn people(paper: &mut Layout, of: &Figures, name: NameOf<'_>, words: &Words) {
    for (id, row) in &of.people {
        let values = [("name", name(*id).into()), ("count", row.returns.into())];
        let figure = |money: Money| amount(words, money, Sign::None);
        if !row.discount.is_zero() {
            paper.pair(
                words.format("z-person-discount", &values[..1]),
                figure(row.discount),
            );
        }
        if row.voids > 0 {
            paper.pair(
                words.format("z-person-voids", &values[..1]),
                row.voids.to_string(),
            );
        }
        if row.returns > 0 {
            paper.pair(words.format("z-person-returns", &values), figure(row.returned));
        }
    }
}

/// The message of a way that cash moves.
pub fn move_key(what: CashMove) -> &'static str {
    match what {
        CashMove::In => "cash-in",
        CashMove::Out => "cash-out",
        CashMove::Drop => "cash-drop",
    }
}

/// What came back: it is taken off the figures that follow.
fn returns(paper: &mut Layout, of: &Figures, words: &Words) {
    let Some(returns) = &of.returns else { return };
    let plain = |money: Money| amount(words, money, Sign::None);
    paper.pair(
        words.format("z-returns", &[("count", returns.count.into())]),
        plain(-returns.total),
    );
    let (from, to) = &returns.documents;
    let values = [("from", from.to_string().into()), ("to", to.to_string().into())];
    paper.left(words.format("z-documents", &values));
    if !returns.written_off.is_zero() {
        paper.pair(
            format!("  {}", words.text("return-written-off")),
            plain(-returns.written_off),
        );
    }
}

fn perpetual(paper: &mut Layout, totals: Perpetual, words: &Words) {
    paper.rule();
    paper.pair(
        words.text("z-grand-total"),
        amount(words, totals.absolute, Sign::None),
    );
}
