//! The paper of a return: every figure from the document, none computed anew. Must never show a return that
//! is not on disk.

use crate::domain::document::ReceiptCode;
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Fate, Refund};
use crate::domain::shop::Shop;
use crate::lang::{self, Sign, Words};

use super::layout::Layout;
use super::receipt::{amount, buyer, head, sealed, tax_name, tender_key};

/// What the paper is of.
pub struct Return<'a> {
    /// The document.
    pub refund: &'a Refund,
    /// The shop's settings.
    pub shop: &'a Shop,
    /// Name of who gave the money back.
    pub cashier: &'a str,
    /// Which copy it is; 0 for the original.
    pub copy: u64,
    /// The beginning of the hash that seals its entry in the journal, where that is at hand.
    pub seal: Option<String>,
}

/// The layout of the paper of a return. A note of store credit says what it is worth and that its number
/// pays.
pub fn layout(paper_of: &Return<'_>, words: &Words) -> Layout {
    let (refund, shop) = (paper_of.refund, paper_of.shop);
    let mut paper = Layout::default();
    head(&mut paper, shop);
    paper.title(words.format("return-number", &[("number", refund.number.to_string().into())]));
    paper.centre(lang::recorded(words.lang(), refund.time));
    if paper_of.copy > 0 {
        paper.title(words.format("receipt-copy", &[("count", paper_of.copy.into())]));
    }
    paper.centre(match &refund.of {
        Some(of) => words.format("return-of", &[("number", of.number.to_string().into())]),
        None => words.text("return-no-receipt").into_owned(),
    });
    buyer(&mut paper, refund.customer.as_ref(), words);
    paper.rule();
    goods(&mut paper, refund, shop, words);
    paper.rule();
    totals(&mut paper, refund, words);
    paper.blank();
    if !refund.reason.is_empty() {
        paper.left(format!("{}: {}", words.text("return-reason"), refund.reason));
    }
    paper.centre(words.format("receipt-served-by", &[("name", paper_of.cashier.into())]));
    paper.blank();
    // It finds this return, and pays where it is a note of credit; nothing can be returned by it.
    paper.square(ReceiptCode::of(&refund.number, refund.id).to_string());
    sealed(&mut paper, paper_of.seal.as_deref(), words);
    paper
}

fn goods(paper: &mut Layout, refund: &Refund, shop: &Shop, words: &Words) {
    let plain = |money: Money| amount(words, money, Sign::None);
    for (returned, line) in refund.goods.iter().zip(&refund.priced.lines) {
        let good = &returned.good;
        paper.pair(good.name.clone(), plain(line.gross));
        // One of it is its own price, as on the receipt.
        if good.quantity != Quantity::ONE {
            let quantity = lang::quantity(words.lang(), good.quantity.value(), good.unit.name());
            let price = lang::money(words.lang(), good.price.value(), shop.currency.code(), Sign::None);
            paper.left(format!("  {quantity} x {price}"));
        }
        if returned.fate == Fate::WrittenOff {
            paper.left(format!("  {}", words.text("return-written-off")));
        }
        if !line.discount.is_zero() {
            paper.pair(
                format!("  {}", words.text("sale-discount")),
                plain(-line.discount),
            );
        }
    }
}

fn totals(paper: &mut Layout, refund: &Refund, words: &Words) {
    let plain = |money: Money| amount(words, money, Sign::None);
    let (priced, paid) = (&refund.priced, &refund.settlement);
    if !priced.discount.is_zero() {
        paper.pair(words.text("sale-discount"), plain(-priced.discount));
    }
    paper.total(
        words.text("return-total"),
        amount(words, priced.total, Sign::Symbol),
    );
    if !paid.rounding.is_zero() {
        paper.pair(words.text("pay-rounding"), plain(paid.rounding));
    }
    for tender in &refund.tenders {
        let name = words.text(tender_key(tender.method)).into_owned();
        let name = match &tender.reference {
            Some(reference) => format!("{name} {reference}"),
            None => name,
        };
        if tender.method == Method::Credit {
            paper.total(name, plain(tender.amount));
            paper.centre(words.text("return-credit-pays"));
        } else {
            paper.pair(name, plain(tender.amount));
        }
    }
    paper.rule();
    paper.pair(words.text("z-base"), plain(priced.net));
    for tax in &priced.taxes {
        paper.pair(tax_name(tax, words), plain(tax.tax));
    }
}
