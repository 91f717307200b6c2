//! What customers owe after each sale on account and each payment, against all that moved their account. Must
//! never take a balance for granted.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::account::{AccountPaid, on_account};
use crate::domain::customer::{Buyer, CustomerId};
use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::money::Money;

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Accounts {
    known: BTreeSet<CustomerId>,
    owed: BTreeMap<CustomerId, i128>,
}

impl Accounts {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::CustomerSaved(customer) => {
                self.known.insert(customer.id);
                None
            }
            Event::Sold(sale) => self.sold(sale),
            Event::Refunded(refund) => {
                if let Some(buyer) = &refund.customer {
                    *self.owed.entry(buyer.id).or_default() -= i128::from(on_account(&refund.tenders));
                }
                None
            }
            Event::AccountPaid(paid) => Some(self.paid(paid)),
            _ => None,
        }
    }

    fn sold(&mut self, sale: &Sale) -> Verdict {
        let put = on_account(&sale.tenders);
        if put == 0 && sale.balance.is_none() {
            return None;
        }
        let who = format!("document {}", sale.number);
        let Some(buyer) = &sale.customer else {
            return Some(Err(format!("{who} is on account and names nobody")));
        };
        Some(self.moved(&who, buyer, i128::from(put), sale.balance))
    }

    fn paid(&mut self, paid: &AccountPaid) -> Result<(), String> {
        let who = format!("the payment of {} by {}", paid.amount, paid.customer.name);
        let settled = &paid.settlement;
        let minor = |money: Money| i128::from(money.minor());
        let tendered: i128 = paid.tenders.iter().map(|tender| minor(tender.amount)).sum();
        let adds_up = minor(paid.amount) + minor(settled.rounding) == minor(settled.due)
            && tendered == minor(settled.paid)
            && minor(settled.paid) - minor(settled.change) == minor(settled.due);
        if !adds_up {
            return Err(format!("{who} does not add up"));
        }
        let by = -i128::from(paid.amount.minor());
        self.moved(&who, &paid.customer, by, Some(paid.balance))
    }

    fn moved(&mut self, who: &str, buyer: &Buyer, by: i128, says: Option<Money>) -> Result<(), String> {
        if !self.known.contains(&buyer.id) {
            return Err(format!("{who} names a customer that was never recorded"));
        }
        let owed = self.owed.entry(buyer.id).or_default();
        *owed += by;
        match says {
            Some(says) if i128::from(says.minor()) == *owed => Ok(()),
            _ => Err(format!(
                "{who} says another balance than its account comes to ({owed})"
            )),
        }
    }
}
