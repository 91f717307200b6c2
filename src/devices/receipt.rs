//! The receipt of a sale: every figure from the document, none computed anew. Must never show a sale that is
//! not on disk.

use crate::domain::customer::Buyer;
use crate::domain::discount::Discount;
use crate::domain::document::{ReceiptCode, Sale};
use crate::domain::money::Money;
use crate::domain::pricing::TaxTotal;
use crate::domain::shop::Shop;
use crate::lang::{self, Sign, Words};

use super::layout::Layout;

/// What the receipt is of.
pub struct Receipt<'a> {
    /// The document.
    pub sale: &'a Sale,
    /// The shop's settings.
    pub shop: &'a Shop,
    /// Name of who took the money.
    pub cashier: &'a str,
    /// Which copy it is; 0 for the original.
    pub copy: u64,
    /// The beginning of the hash that seals its entry in the journal, where that is at hand.
    pub seal: Option<String>,
}

/// The layout of a receipt.
pub fn layout(receipt: &Receipt<'_>, words: &Words) -> Layout {
    let (sale, shop) = (receipt.sale, receipt.shop);
    let amount = |money: Money| amount(words, money, Sign::None);
    let mut paper = Layout::default();
    head(&mut paper, shop);
    paper.centre(words.format("receipt-number", &[("number", sale.number.to_string().into())]));
    paper.centre(lang::recorded(words.lang(), sale.time));
    if receipt.copy > 0 {
        paper.title(words.format("receipt-copy", &[("count", receipt.copy.into())]));
    }
    buyer(&mut paper, sale.customer.as_ref(), words);
    paper.rule();
    for (at, (good, line)) in (1..).zip(sale.goods.iter().zip(&sale.priced.lines)) {
        paper.pair(good.name.clone(), amount(line.gross));
        if good.quantity != crate::domain::quantity::Quantity::ONE {
            let quantity = lang::quantity(words.lang(), good.quantity.value(), good.unit.name());
            let price = lang::money(words.lang(), good.price.value(), shop.currency.code(), Sign::None);
            paper.left(format!("  {quantity} x {price}"));
        }
        if let Some(list) = good.list_price.filter(|list| *list != good.price) {
            let list = lang::money(words.lang(), list.value(), shop.currency.code(), Sign::None);
            paper.left(format!(
                "  {}",
                words.format("receipt-list-price", &[("price", list.into())])
            ));
        }
        if !line.discount.is_zero() {
            let name = format!("  {}", discount_name(sale, Some(at), words));
            paper.pair(name, amount(-line.discount));
        }
        if !good.note.is_empty() {
            paper.left(format!("  {}", good.note));
        }
    }
    paper.rule();
    if !sale.priced.discount.is_zero() {
        paper.pair(discount_name(sale, None, words), amount(-sale.priced.discount));
    }
    totals(&mut paper, sale, words);
    if !sale.note.is_empty() {
        paper.blank();
        paper.left(sale.note.clone());
    }
    paper.blank();
    paper.centre(words.format("receipt-served-by", &[("name", receipt.cashier.into())]));
    foot(&mut paper, shop, words);
    paper.blank();
    paper.square(ReceiptCode::of(&sale.number, sale.id).to_string());
    sealed(&mut paper, receipt.seal.as_deref(), words);
    paper
}

/// Whose paper it is.
pub(super) fn head(paper: &mut Layout, shop: &Shop) {
    paper.title(shop.name.clone());
    for line in shop.papers.head() {
        paper.centre(line);
    }
}

/// A piece of the hash: who keeps the paper can see later that the entry is still the same.
pub(super) fn sealed(paper: &mut Layout, seal: Option<&str>, words: &Words) {
    if let Some(seal) = seal {
        paper.centre(words.format("receipt-seal", &[("seal", seal.into())]));
    }
}

/// The last word: the shop's own, or thanks.
pub(super) fn foot(paper: &mut Layout, shop: &Shop, words: &Words) {
    if shop.papers.footer.is_empty() {
        paper.centre(words.text("receipt-thanks"));
    }
    for line in &shop.papers.footer {
        paper.centre(line.clone());
    }
}

/// What a discount is called: with its percentage, where one was given. Lines are counted from 1.
fn discount_name(sale: &Sale, line: Option<usize>, words: &Words) -> String {
    let name = words.text("sale-discount");
    let given = sale.discounts.iter().find(|given| given.line == line);
    match given.map(|given| given.discount) {
        Some(Discount::Percent(rate)) => {
            let rate = lang::number(words.lang(), rate.percent());
            format!("{name} {rate} %")
        }
        _ => name.into_owned(),
    }
}

/// Who bought, and their tax id.
pub(super) fn buyer(paper: &mut Layout, buyer: Option<&Buyer>, words: &Words) {
    let Some(buyer) = buyer else { return };
    let values = [("name", buyer.name.as_str().into())];
    paper.left(words.format("receipt-customer", &values));
    if !buyer.tax_id.is_empty() {
        paper.left(buyer.tax_id.clone());
    }
}

fn totals(paper: &mut Layout, sale: &Sale, words: &Words) {
    let plain = |money: Money| amount(words, money, Sign::None);
    let (priced, paid) = (&sale.priced, &sale.settlement);
    paper.total(
        words.text("sale-total"),
        amount(words, priced.total, Sign::Symbol),
    );
    if !paid.rounding.is_zero() {
        paper.pair(words.text("pay-rounding"), plain(paid.rounding));
        paper.total(words.text("pay-due"), plain(paid.due));
    }
    for tender in &sale.tenders {
        let name = words.text(tender_key(tender.method)).into_owned();
        let name = match &tender.reference {
            Some(reference) => format!("{name} {reference}"),
            None => name,
        };
        paper.pair(name, plain(tender.amount));
        if let Some(foreign) = &tender.foreign {
            let given = amount(words, foreign.amount, Sign::Code);
            let rate = lang::number(words.lang(), foreign.rate.value());
            paper.left(format!("  {given} x {rate}"));
        }
    }
    if !paid.change.is_zero() {
        paper.total(words.text("pay-change"), plain(paid.change));
    }
    if let Some(balance) = sale.balance {
        paper.pair(words.text("receipt-balance"), plain(balance));
    }
    paper.rule();
    paper.pair(words.text("z-base"), plain(priced.net));
    for tax in &priced.taxes {
        paper.pair(tax_name(tax, words), plain(tax.tax));
    }
    if priced.prices_include_tax {
        paper.centre(words.text("receipt-tax-included"));
    }
}

/// A tax and its rate.
pub(super) fn tax_name(tax: &TaxTotal, words: &Words) -> String {
    lang::spelled(words.lang(), &crate::domain::shift::label(tax))
}

/// An amount in the form of the language.
pub(super) fn amount(words: &Words, money: Money, sign: Sign) -> String {
    lang::money(words.lang(), money.amount(), money.currency().code(), sign)
}

/// The message that names a tender.
pub fn tender_key(method: crate::domain::payment::Method) -> &'static str {
    use crate::domain::payment::Method;
    match method {
        Method::Cash => "tender-cash",
        Method::Card => "tender-card",
        Method::Mobile => "tender-mobile",
        Method::Transfer => "tender-transfer",
        Method::Credit => "tender-credit",
        Method::Account => "tender-account",
        Method::Exchange => "tender-exchange",
        Method::Foreign => "tender-foreign",
    }
}
