//! What of a sale has come back so far, read from its returns. Must never be reckoned anew from quantities:
//! what a return gave back is a fact.

use crate::domain::document::Sale;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::PricedLine;
use crate::domain::quantity::Quantity;

use super::record::Refund;

/// What of one line came back: how much, and the figures that were given back for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneLine {
    /// How much.
    pub quantity: Quantity,
    /// Without tax.
    pub net: Money,
    /// Of the line's own discount.
    pub discount: Money,
    /// Of its share of the ticket discount.
    pub ticket_discount: Money,
    /// Of each tax, in the order of the sale's line.
    pub taxes: Vec<Money>,
}

/// What went back by one tender of the sale, or what that tender had paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// What with.
    pub method: Method,
    /// Its slip or number.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
}

/// What of a sale came back, over all its returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// One for each line of the sale.
    pub lines: Vec<GoneLine>,
    /// Σ total of the returns.
    pub total: Money,
    /// Σ given back by any tender.
    pub given: Money,
    /// Given back, tender by tender.
    pub tenders: Vec<Paid>,
}

impl Gone {
    /// Of a sale to which nothing came back.
    pub fn nothing(sale: &Sale) -> Gone {
        let zero = Money::zero(sale.priced.currency);
        let line = |line: &PricedLine| GoneLine {
            quantity: Quantity::ZERO,
            net: zero,
            discount: zero,
            ticket_discount: zero,
            taxes: vec![zero; line.taxes.len()],
        };
        Gone {
            lines: sale.priced.lines.iter().map(line).collect(),
            total: zero,
            given: zero,
            tenders: Vec::new(),
        }
    }

    /// Of a sale and its returns, which are those that name it.
    pub fn of<'a>(sale: &Sale, refunds: impl IntoIterator<Item = &'a Refund>) -> Gone {
        let mut gone = Gone::nothing(sale);
        for refund in refunds {
            gone.take(refund);
        }
        gone
    }

    /// How much of the sale's line could still come back.
    pub fn left(&self, sale: &Sale, line: usize) -> Quantity {
        let (Some(good), Some(gone)) = (sale.goods.get(line), self.lines.get(line)) else {
            return Quantity::ZERO;
        };
        good.quantity
            .checked_sub(gone.quantity)
            .unwrap_or(Quantity::ZERO)
            .max(Quantity::ZERO)
    }

    /// Whether nothing is left that could come back.
    pub fn is_all(&self, sale: &Sale) -> bool {
        (0..sale.goods.len()).all(|line| !self.left(sale, line).is_positive())
    }

    /// How much went back by a tender like that one; for store credit by any note.
    pub fn back_by(&self, tender: &Tender) -> Money {
        let mut sum = Money::zero(self.given.currency());
        let same = |paid: &&Paid| {
            paid.method == tender.method
                && (tender.method == Method::Credit || paid.reference == tender.reference)
        };
        for paid in self.tenders.iter().filter(same) {
            sum.gather(paid.amount);
        }
        sum
    }

    /// Takes one line's figures in.
    pub(super) fn take_line(&mut self, line: usize, quantity: Quantity, figures: &PricedLine) {
        let Some(gone) = self.lines.get_mut(line) else {
            return;
        };
        gone.quantity = gone.quantity.checked_add(quantity).unwrap_or(gone.quantity);
        gone.net.gather(figures.net);
        gone.discount.gather(figures.discount);
        gone.ticket_discount.gather(figures.ticket_discount);
        for (sum, tax) in gone.taxes.iter_mut().zip(&figures.taxes) {
            sum.gather(tax.tax);
        }
        self.total.gather(figures.total);
    }

    /// Takes a return of the sale in.
    pub fn take(&mut self, refund: &Refund) {
        for (returned, figures) in refund.goods.iter().zip(&refund.priced.lines) {
            if let Some(line) = returned.line {
                self.take_line(line as usize, returned.good.quantity, figures);
            }
        }
        self.given.gather(refund.settlement.due);
        for tender in &refund.tenders {
            self.tenders.push(Paid {
                method: tender.method,
                reference: tender.reference.clone(),
                amount: tender.amount,
            });
        }
    }
}
