//! What must add up in every document, checked before it is sold and whenever it is read back. Must never
//! mend a figure.

use super::Priced;
use crate::domain::money::Money;
use crate::domain::payment::{Settlement, Tender};

/// An identity that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The identity, in words.
    pub identity: &'static str,
    /// What one side comes to, in smallest units.
    pub left: i128,
    /// What the other side comes to.
    pub right: i128,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the figures do not add up: {} ({} against {})",
            self.identity, self.left, self.right
        )
    }
}

impl std::error::Error for Broken {}

/// Checks that a priced document adds up by itself. Reads untrusted figures: it never overflows.
pub fn verify_priced(priced: &Priced) -> Result<(), Broken> {
    let lines = &priced.lines;
    let over = |figure: fn(&super::PricedLine) -> Money| add(lines.iter().map(figure));
    equal("the lines' net is the net", over(|line| line.net), at(priced.net))?;
    equal("the lines' tax is the tax", over(|line| line.tax), at(priced.tax))?;
    equal(
        "the lines' total is the total",
        over(|line| line.total),
        at(priced.total),
    )?;
    equal(
        "the shares are the discount",
        over(|line| line.ticket_discount),
        at(priced.discount),
    )?;
    equal(
        "the taxes are the tax",
        add(priced.taxes.iter().map(|tax| tax.tax)),
        at(priced.tax),
    )?;
    equal(
        "net and tax are the total",
        at(priced.net) + at(priced.tax),
        at(priced.total),
    )?;
    for line in lines {
        equal(
            "a line's taxes are its tax",
            add(line.taxes.iter().map(|tax| tax.tax)),
            at(line.tax),
        )?;
        equal(
            "a line's net and tax are its total",
            at(line.net) + at(line.tax),
            at(line.total),
        )?;
        let value = at(line.gross) - at(line.discount) - at(line.ticket_discount);
        let side = if priced.prices_include_tax {
            line.total
        } else {
            line.net
        };
        equal("a line is its gross less its discounts", at(side), value)?;
        let figures = [
            line.gross,
            line.discount,
            line.ticket_discount,
            line.net,
            line.tax,
        ];
        let least = figures.into_iter().map(at).min().unwrap_or(0);
        equal("no figure of a line is below zero", least.min(0), 0)?;
    }
    for (of, total) in priced.taxes.iter().enumerate() {
        let of_lines = lines
            .iter()
            .flat_map(|line| &line.taxes)
            .filter(|tax| usize::from(tax.of) == of);
        equal(
            "the lines' parts are each tax",
            add(of_lines.map(|tax| tax.tax)),
            at(total.tax),
        )?;
    }
    let named = lines
        .iter()
        .flat_map(|line| &line.taxes)
        .all(|tax| usize::from(tax.of) < priced.taxes.len());
    equal("each line's tax is one of the document", i128::from(named), 1)
}

/// Checks that a document adds up by itself and with its payment.
pub fn verify_identities(priced: &Priced, paid: &Settlement, tenders: &[Tender]) -> Result<(), Broken> {
    verify_priced(priced)?;
    equal(
        "total and rounding are what is due",
        at(priced.total) + at(paid.rounding),
        at(paid.due),
    )?;
    equal(
        "the tenders are what was paid",
        add(tenders.iter().map(|tender| tender.amount)),
        at(paid.paid),
    )?;
    equal(
        "paid less change is what is due",
        at(paid.paid) - at(paid.change),
        at(paid.due),
    )
}

fn at(money: Money) -> i128 {
    i128::from(money.minor())
}

fn add(amounts: impl Iterator<Item = Money>) -> i128 {
    amounts.map(at).sum()
}

fn equal(identity: &'static str, left: i128, right: i128) -> Result<(), Broken> {
    if left == right {
        Ok(())
    } else {
        Err(Broken {
            identity,
            left,
            right,
        })
    }
}
