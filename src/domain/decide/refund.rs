//! Deciding a return: goods of a receipt, or goods without one, become a document, or a refusal. Must never
//! let more come back than was sold, nor out a document whose figures do not add up.

use jiff::civil::DateTime;
use uuid::Uuid;

use super::sell::{SellCommand, SellRefusal, sell_after};
use crate::domain::document::{DocumentNumber, Good, Sale};
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::{BasketRefusal, Broken, MAX_LINES, Priced, price, verify_identities};
use crate::domain::refund::{
    Asked, Back, Exchanged, Fate, Gone, Origin, Refund, Returned, give_back, owed, part, settlement,
};
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::ticket::{Ticket, TicketLine};
use crate::domain::till::Till;

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

/// Why nothing is given back. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// No shift.
    #[error("the register is closed: open it with its float first")]
    RegisterClosed,
    /// Somebody who does not work here.
    #[error("nobody is signed in: choose your name and type your PIN")]
    NotSignedIn,
    /// No line.
    #[error("nothing comes back: say which lines, and how much of each")]
    Nothing,
    /// More lines than a document has.
    #[error("a return has at most {most} lines: make two of it")]
    TooManyLines {
        /// The most.
        most: usize,
    },
    /// A line that the receipt does not have.
    #[error("{number} has no line {line}")]
    NoSuchLine {
        /// The receipt.
        number: String,
        /// From 1.
        line: u32,
    },
    /// None, less than none, or a part of what is sold whole.
    #[error("{name}: {quantity} is no quantity that can come back")]
    Quantity {
        /// The good.
        name: String,
        /// As asked.
        quantity: String,
    },
    /// More than was sold, together with what came back before.
    #[error("{name}: {asked} cannot come back, only {left} of what was sold are left")]
    MoreThanSold {
        /// The good.
        name: String,
        /// As asked.
        asked: String,
        /// What could still come back.
        left: String,
    },
    /// The number of a return.
    #[error("{number} is a return itself: look for the receipt of the sale")]
    OfReturn {
        /// The return.
        number: String,
    },
    /// No document of that number.
    #[error("there is no receipt {number}: check the number")]
    Unknown {
        /// As asked.
        number: String,
    },
    /// A number of a series that this till never had.
    #[error("{number} is not of this till, another issued it: return the goods there, or without a receipt")]
    OtherTill {
        /// As asked.
        number: String,
    },
    /// A code of another shop's receipt.
    #[error("this receipt is of another shop: {number} was sold here as something else")]
    OtherShop {
        /// The number that both have.
        number: String,
    },
    /// Goods without a receipt have no tender to go back to.
    #[error("without a receipt the money goes back in cash or as store credit")]
    NoOriginal,
    /// Goods without a receipt cannot be priced.
    #[error(transparent)]
    Basket(#[from] BasketRefusal),
    /// The sale of an exchange cannot be sold.
    #[error(transparent)]
    Sale(Box<SellRefusal>),
    /// The same id was used before for another return.
    #[error("this return was already made as {number} with other contents: use a new id for a new return")]
    OtherReturn {
        /// What the first one is called.
        number: String,
    },
    /// The id is that of an entry which is no return.
    #[error("this id names something else that the till has recorded: use a new id for a new return")]
    IdTaken,
    /// The perpetual totals have no room for it.
    #[error("this till has sold as much as its totals can hold: close it for good and found another")]
    TotalsFull,
    /// The figures do not add up: a defect of the program, caught before anything was recorded.
    #[error("the figures of this return do not add up ({0}): nothing was given back; please report it")]
    Broken(#[from] Broken),
}

impl Refuse for RefundRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::RegisterClosed => "register-closed",
            Self::NotSignedIn => "not-signed-in",
            Self::Nothing => "nothing-returned",
            Self::TooManyLines { .. } => "return-too-long",
            Self::NoSuchLine { .. } => "no-such-line",
            Self::Quantity { .. } => "return-quantity",
            Self::MoreThanSold { .. } => "more-than-sold",
            Self::OfReturn { .. } => "return-of-return",
            Self::Unknown { .. } => "receipt-unknown",
            Self::OtherTill { .. } => "receipt-other-till",
            Self::OtherShop { .. } => "receipt-other-shop",
            Self::NoOriginal => "no-original-tender",
            Self::Basket(refusal) => refusal.code(),
            Self::Sale(refusal) => refusal.code(),
            Self::OtherReturn { .. } => "return-id-used",
            Self::IdTaken => "return-id-taken",
            Self::TotalsFull => "totals-full",
            Self::Broken(_) => "return-figures-broken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyLines { most } => vec![("most", most.to_string())],
            Self::NoSuchLine { number, line } => {
                vec![("number", number.clone()), ("line", line.to_string())]
            }
            Self::Quantity { name, quantity } => vec![("name", name.clone()), ("quantity", quantity.clone())],
            Self::MoreThanSold { name, asked, left } => vec![
                ("name", name.clone()),
                ("asked", asked.clone()),
                ("left", left.clone()),
            ],
            Self::OfReturn { number }
            | Self::Unknown { number }
            | Self::OtherTill { number }
            | Self::OtherShop { number }
            | Self::OtherReturn { number } => vec![("number", number.clone())],
            Self::Basket(refusal) => refusal.values(),
            Self::Sale(refusal) => refusal.values(),
            _ => Vec::new(),
        }
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
