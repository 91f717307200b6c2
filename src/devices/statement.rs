//! The statement of a customer's account: what was bought on it, paid and given back, and what is owed after
//! each. Must never compute a balance: the statement has them.

use crate::domain::account::{AccountPaid, Cause, Movement, Statement};
use crate::domain::money::Money;
use crate::domain::shop::Shop;
use crate::lang::{self, Sign, Words};

use super::layout::Layout;
use super::receipt::{amount, buyer, tender_key};

/// What moved the account, in words.
pub fn cause(row: &Movement, words: &Words) -> String {
    match &row.cause {
        Cause::Sold(number) | Cause::Returned(number) => number.to_string(),
        Cause::Paid(methods) => {
            let methods = methods.iter().map(|method| words.text(tender_key(*method)));
            let methods = methods.collect::<Vec<_>>().join(", ");
            words.format("statement-paid", &[("methods", methods.into())])
        }
    }
}

/// The layout of a statement.
pub fn layout(statement: &Statement, shop: &Shop, words: &Words) -> Layout {
    let plain = |money: Money| amount(words, money, Sign::None);
    let mut paper = Layout::default();
    paper.title(shop.name.clone());
    paper.centre(words.text("statement-title"));
    buyer(&mut paper, Some(&statement.customer), words);
    paper.rule();
    for row in &statement.rows {
        paper.pair(
            format!("{} {}", lang::date(words.lang(), row.date), cause(row, words)),
            plain(row.amount),
        );
        paper.pair(format!("  {}", words.text("receipt-balance")), plain(row.balance));
    }
    paper.rule();
    paper.total(
        words.text("receipt-balance"),
        amount(words, statement.balance(), Sign::Symbol),
    );
    paper
}

/// The layout of what a customer gets for a payment on account.
pub fn payment(paid: &AccountPaid, shop: &Shop, words: &Words) -> Layout {
    let plain = |money: Money| amount(words, money, Sign::None);
    let mut paper = Layout::default();
    paper.title(shop.name.clone());
    paper.centre(words.text("account-paid-title"));
    paper.centre(lang::recorded(words.lang(), paid.time));
    buyer(&mut paper, Some(&paid.customer), words);
    paper.rule();
    paper.total(
        words.text("account-paid-amount"),
        amount(words, paid.amount, Sign::Symbol),
    );
    for tender in &paid.tenders {
        paper.pair(words.text(tender_key(tender.method)), plain(tender.amount));
    }
    if !paid.settlement.change.is_zero() {
        paper.pair(words.text("pay-change"), plain(paid.settlement.change));
    }
    paper.pair(words.text("receipt-balance"), plain(paid.balance));
    paper
}
