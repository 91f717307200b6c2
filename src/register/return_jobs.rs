//! What the screens ask about returns, and what they are answered. Must never reckon what a return comes to.

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use crate::domain::decide::refund::{ComingBack, Offer, Receipt};
use crate::domain::document::{DocumentNumber, Sale};
use crate::domain::money::Money;
use crate::domain::payment::Tender;
use crate::domain::permission::{Approval, Permission};
use crate::domain::refund::{Back, Refund, Sought};
use crate::domain::ticket::Ticket;

/// A return as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAsked {
    /// Drawn when the return was begun; names it for ever.
    pub id: Uuid,
    /// What comes back.
    pub what: ComingBack,
    /// How it is paid back.
    pub back: Back,
    /// Why, in the words of who takes it.
    pub reason: String,
}

/// A sale that is settled together with a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangedFor {
    /// What is sold.
    pub ticket: Ticket,
    /// What the customer adds.
    pub tenders: Vec<Tender>,
}

/// A return with what it would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// As it was asked for; the way of paying back is still open.
    pub asked: RefundAsked,
    /// What it would come to.
    pub offer: Offer,
    /// What somebody allowed, where the role of who asks does not.
    pub approval: Option<Approval>,
}

impl Offered {
    /// Whether the goods come without a receipt.
    pub fn is_loose(&self) -> bool {
        matches!(self.asked.what, ComingBack::Loose(_))
    }

    /// The job that makes it, paid back that way.
    pub fn make(&self, back: Back, reason: &str, sale: Option<ExchangedFor>) -> ReturnJob {
        let asked = RefundAsked {
            back,
            reason: reason.trim().to_owned(),
            ..self.asked.clone()
        };
        ReturnJob::Make(asked, sale.map(Box::new), self.approval)
    }
}

impl RefundAsked {
    /// What it asks of whoever takes the goods.
    pub fn permission(&self) -> Permission {
        match self.what {
            ComingBack::Of(..) => Permission::Return,
            ComingBack::Loose(_) => Permission::ReturnWithoutReceipt,
        }
    }
}

/// What the screens ask about returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnJob {
    /// The receipt that somebody looks for.
    Find(Sought),
    /// The receipts of a business date that hold these words.
    List(Date, String),
    /// What a return would come to, and with a sale of that total; what somebody allowed comes back with it.
    Offer(RefundAsked, Option<Money>, Option<Approval>),
    /// Take the goods back, alone or together with a sale.
    Make(RefundAsked, Option<Box<ExchangedFor>>, Option<Approval>),
}

/// What the register answers about returns.
#[derive(Debug, Clone)]
pub enum ReturnAnswer {
    /// The receipt, with what came back of it.
    Found(Box<Receipt>),
    /// The receipts of that business date, the latest first.
    Listed(Date, Vec<ReceiptBrief>),
    /// Nothing is recorded yet.
    Offered(Box<Offered>),
    /// The return is on disk: the drawer may open, the money may be given.
    Made(Box<Refund>),
    /// Return and sale are on disk.
    Exchanged(Box<Refund>, Box<Sale>),
    /// A return that was made before, to be looked at.
    Past(Box<Refund>),
}

/// A receipt in a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptBrief {
    /// What it is called.
    pub number: DocumentNumber,
    /// When it was issued.
    pub time: DateTime,
    /// What it came to.
    pub total: Money,
    /// The first good on it, and how many lines there are.
    pub first: String,
    /// Lines.
    pub lines: usize,
}
