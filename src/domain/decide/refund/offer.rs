//! What a return would come to, for each way of paying it back. Must never reckon it otherwise than the
//! return itself is decided.

use jiff::civil::DateTime;

use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::refund::{Back, Exchanged};
use crate::domain::till::Till;

use super::{Receipt, RefundCommand, RefundRefusal, decide};

/// One way of paying a return back, and what the customer would get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How the customer gets it, or what an exchange leaves of it.
    pub back: Back,
    /// Whether it pays a sale first.
    pub exchange: bool,
    /// What is given.
    pub tenders: Vec<Tender>,
}

impl Way {
    /// What it takes to the sale of an exchange.
    pub fn worth(&self) -> Option<Money> {
        let mut taken = self
            .tenders
            .iter()
            .filter(|tender| tender.method == Method::Exchange);
        taken.next().map(|tender| tender.amount)
    }
}

/// What a return comes to, before it is made: for the screen to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the document will say.
    pub total: Money,
    /// What the customer would get, for each way there is.
    pub ways: Vec<Way>,
}

/// What the ways of paying a return back come to, one of them a sale of that total where there is one. It is
/// decided as if it were made, and nothing is.
pub fn offer(
    till: &Till,
    command: &RefundCommand,
    receipt: Option<&Receipt>,
    sale: Option<Money>,
    time: DateTime,
) -> Result<Offer, RefundRefusal> {
    let number = till.next_document();
    let mut offer = Offer {
        total: Money::zero(till.shop.currency),
        ways: Vec::new(),
    };
    let mut add = |back, exchanged: Option<Exchanged<'_>>| -> Result<(), RefundRefusal> {
        let command = RefundCommand {
            back,
            ..command.clone()
        };
        let refund = decide(till, &command, receipt, exchanged, time)?;
        offer.total = refund.priced.total;
        // what the sale takes whole leaves nothing to be given in another way
        let taken = refund
            .tenders
            .iter()
            .any(|tender| tender.method == Method::Exchange);
        // as it was paid is a way of its own where it is not all cash
        let cash = back == Back::Original && offer.ways.iter().any(|way| way.tenders == refund.tenders);
        if (exchanged.is_none() && !cash) || (taken && (back == Back::Cash || refund.tenders.len() > 1)) {
            offer.ways.push(Way {
                back,
                exchange: exchanged.is_some(),
                tenders: refund.tenders,
            });
        }
        Ok(())
    };
    for back in Back::ALL {
        if back != Back::Original || receipt.is_some() {
            add(back, None)?;
        }
    }
    if let Some(total) = sale.filter(|total| total.minor() > 0) {
        let exchanged = Exchanged {
            total,
            number: &number,
        };
        add(Back::Cash, Some(exchanged))?;
        add(Back::Credit, Some(exchanged))?;
    }
    Ok(offer)
}
