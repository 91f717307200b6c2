//! Deciding a return: goods of a receipt, or goods without one, become a document, or a refusal. Must never
//! let more come back than was sold, nor out a document whose figures do not add up.

mod offer;
mod refusal;

use jiff::civil::DateTime;
use uuid::Uuid;

use super::sell::{SellCommand, SellRefusal, sell_after};
use crate::domain::document::{DocumentNumber, Good, Sale};
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::{MAX_LINES, Priced, price, verify_identities};
use crate::domain::refund::{
    Asked, Back, Exchanged, Fate, Gone, Origin, Refund, Returned, give_back, owed, part, settlement,
};
use crate::domain::staff::PersonId;
use crate::domain::ticket::{Ticket, TicketLine};
use crate::domain::till::Till;

pub use offer::{Offer, Way, offer};
pub use refusal::RefundRefusal;

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComingBack {
    /// Lines of a receipt.
    Of(DocumentNumber, Vec<Asked>),
    /// Goods without a receipt, at the price they have today.
    Loose(Vec<(Good, Fate)>),
}

/// A return to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundCommand {
    /// Drawn when the return was begun; names it for ever.
    pub id: Uuid,
    /// What comes back.
    pub what: ComingBack,
    /// How it is paid back.
    pub back: Back,
    /// Why, in the words of who takes it.
    pub reason: String,
    /// Who gives the money back.
    pub cashier: PersonId,
    /// Who allowed it, where a supervisor had to.
    pub approved_by: Option<PersonId>,
    /// Digest of the request: the same id with another digest is refused.
    pub fingerprint: String,
}

/// A sale and everything that came back of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The document.
    pub sale: Sale,
    /// Its returns, the oldest first.
    pub refunds: Vec<Refund>,
}

impl Receipt {
    /// What came back of it so far.
    pub fn gone(&self) -> Gone {
        Gone::of(&self.sale, &self.refunds)
    }
}

/// Decides a return at that local time of the counter. `receipt` is the sale that the command names.
pub fn refund(
    till: &Till,
    command: &RefundCommand,
    receipt: Option<&Receipt>,
    time: DateTime,
) -> Result<Refund, RefundRefusal> {
    decide(till, command, receipt, None, time)
}

/// Decides a return and a sale that are settled together: what is owed for the return pays the sale, and the
/// rest goes the way it has to. The sale's tenders are what the customer adds.
pub fn exchange(
    till: &Till,
    command: &RefundCommand,
    receipt: Option<&Receipt>,
    sale: &SellCommand,
    time: DateTime,
) -> Result<(Refund, Sale), RefundRefusal> {
    let refused = |refusal| RefundRefusal::Sale(Box::new(refusal));
    let total = price(&sale.ticket.basket(&till.shop))?.total;
    let number = till.next_document();
    let exchanged = Exchanged {
        total,
        number: &number,
    };
    let refund = decide(till, command, receipt, Some(exchanged), time)?;
    let mut sale = sale.clone();
    let worth = refund
        .tenders
        .iter()
        .filter(|tender| tender.method == Method::Exchange);
    let worth = worth.map(|tender| Tender {
        reference: Some(refund.number.to_string()),
        ..tender.clone()
    });
    sale.tenders.splice(..0, worth);
    let sale = sell_after(till, refund.perpetual, &sale, time).map_err(refused)?;
    Ok((refund, sale))
}

fn decide(
    till: &Till,
    command: &RefundCommand,
    receipt: Option<&Receipt>,
    exchanged: Option<Exchanged<'_>>,
    time: DateTime,
) -> Result<Refund, RefundRefusal> {
    let shift = till.shift.as_ref().ok_or(RefundRefusal::RegisterClosed)?;
    if !till.person(command.cashier).is_some_and(|person| person.active) {
        return Err(RefundRefusal::NotSignedIn);
    }
    let terms = till.shop.terms();
    let number = till.next_refund();
    let (goods, priced, of, tenders) = match &command.what {
        ComingBack::Of(wanted, asked) => {
            let receipt = receipt.ok_or_else(|| unknown(till, wanted))?;
            let gone = receipt.gone();
            check(receipt, &gone, asked)?;
            let (goods, priced) = part(&receipt.sale, &gone, asked, terms.rounding);
            let owed = owed(&receipt.sale, &gone, priced.total, terms.rounding);
            let of = Some((&receipt.sale, &gone));
            let tenders = give_back(&terms, owed, command.back, of, &number, exchanged);
            let origin = Origin {
                number: receipt.sale.number.clone(),
                sale: receipt.sale.id,
            };
            (goods, priced, Some(origin), tenders)
        }
        ComingBack::Loose(goods) => {
            if command.back == Back::Original {
                return Err(RefundRefusal::NoOriginal);
            }
            let (goods, priced) = loose(till, command.id, goods)?;
            let tenders = give_back(&terms, priced.total, command.back, None, &number, exchanged);
            (goods, priced, None, tenders)
        }
    };
    let settlement = settlement(priced.total, &tenders);
    verify_identities(&priced, &settlement, &tenders)?;
    let perpetual = till.perpetual.after(-priced.total);
    Ok(Refund {
        id: command.id,
        number,
        of,
        customer: receipt.and_then(|receipt| receipt.sale.customer.clone()),
        shift: shift.opened.number,
        date: shift.opened.date,
        time,
        cashier: command.cashier,
        approved_by: command.approved_by,
        reason: command.reason.trim().to_owned(),
        goods,
        perpetual: perpetual.ok_or(RefundRefusal::TotalsFull)?,
        priced,
        tenders,
        settlement,
        fingerprint: command.fingerprint.clone(),
    })
}

/// What to say of a number under which nothing was found.
pub fn unknown(till: &Till, number: &DocumentNumber) -> RefundRefusal {
    let (shown, own) = (number.to_string(), till.next_refund().series);
    if number.series == till.series || number.series == own {
        RefundRefusal::Unknown { number: shown }
    } else {
        RefundRefusal::OtherTill { number: shown }
    }
}

/// Refuses what the receipt does not have, or no longer.
fn check(receipt: &Receipt, gone: &Gone, asked: &[Asked]) -> Result<(), RefundRefusal> {
    limit(asked.len())?;
    let sale = &receipt.sale;
    let mut wanted = vec![crate::domain::quantity::Quantity::ZERO; sale.goods.len()];
    for asked in asked {
        let at = asked.line as usize;
        let Some(good) = sale.goods.get(at) else {
            return Err(RefundRefusal::NoSuchLine {
                number: sale.number.to_string(),
                line: asked.line.saturating_add(1),
            });
        };
        let quantity = asked.quantity;
        let whole = |decimals: u32| decimals <= u32::from(good.unit.decimals()).max(good.quantity.decimals());
        if !quantity.is_positive() || !whole(quantity.decimals()) {
            return Err(RefundRefusal::Quantity {
                name: good.name.clone(),
                quantity: quantity.to_string(),
            });
        }
        let left = gone.left(sale, at);
        let sum = wanted[at].checked_add(quantity);
        match sum {
            Ok(sum) if sum <= left => wanted[at] = sum,
            _ => {
                return Err(RefundRefusal::MoreThanSold {
                    name: good.name.clone(),
                    asked: sum.unwrap_or(quantity).to_string(),
                    left: left.to_string(),
                });
            }
        }
    }
    Ok(())
}

fn limit(lines: usize) -> Result<(), RefundRefusal> {
    match lines {
        0 => Err(RefundRefusal::Nothing),
        lines if lines > MAX_LINES => Err(RefundRefusal::TooManyLines { most: MAX_LINES }),
        _ => Ok(()),
    }
}

/// Goods without a receipt, priced as if they were sold now.
fn loose(till: &Till, id: Uuid, goods: &[(Good, Fate)]) -> Result<(Vec<Returned>, Priced), RefundRefusal> {
    limit(goods.len())?;
    let line = |(good, _): &(Good, Fate)| {
        if till.shop.tax_class(&good.tax).is_none() {
            let (sku, class) = (good.sku.to_string(), good.tax.clone());
            let refusal = SellRefusal::UnknownTaxClass { sku, class };
            return Err(RefundRefusal::Sale(Box::new(refusal)));
        }
        Ok(TicketLine {
            good: good.clone(),
            discount: None,
        })
    };
    let mut ticket = Ticket::new(id);
    ticket.lines = goods.iter().map(line).collect::<Result<_, _>>()?;
    let priced = price(&ticket.basket(&till.shop))?;
    let returned = |(good, fate): &(Good, Fate)| Returned {
        good: good.clone(),
        line: None,
        fate: *fate,
    };
    Ok((goods.iter().map(returned).collect(), priced))
}
