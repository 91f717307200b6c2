//! Deciding a sale: a ticket and what the customer handed over become a document, or a refusal. Must never
//! let out a document whose figures do not add up.

use jiff::civil::DateTime;

use crate::domain::acceptance::AcceptanceRefusal;
use crate::domain::concession::Concessions;
use crate::domain::document::{Perpetual, Sale};
use crate::domain::payment::{PaymentRefusal, Tender, settle};
use crate::domain::permission::{Approval, Permission, PermissionRefusal};
use crate::domain::pricing::{BasketRefusal, Broken, Priced, price, verify_identities};
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;
use crate::domain::till::Till;

/// A ticket to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellCommand {
    /// What is sold.
    pub ticket: Ticket,
    /// What the customer hands over.
    pub tenders: Vec<Tender>,
    /// Digest of the request: the same ticket id with another digest is refused.
    pub fingerprint: String,
    /// Who takes the money.
    pub cashier: PersonId,
}

/// Why a ticket is not sold. Nothing has changed; the ticket is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SellRefusal {
    /// No shift.
    #[error("the register is closed: open it with its float first")]
    RegisterClosed,
    /// Somebody who does not work here.
    #[error("nobody is signed in: choose your name and type your PIN")]
    NotSignedIn,
    /// A line names a tax class that the shop does not have.
    #[error("{sku} has the tax class \"{class}\", which the shop does not have: correct the product")]
    UnknownTaxClass {
        /// The product.
        sku: String,
        /// Its class.
        class: String,
    },
    /// It gives away more than whoever sells it may, and nobody has allowed it.
    #[error(transparent)]
    Permission(#[from] PermissionRefusal),
    /// The basket cannot be priced.
    #[error(transparent)]
    Basket(#[from] BasketRefusal),
    /// The payment does not settle it.
    #[error(transparent)]
    Payment(#[from] PaymentRefusal),
    /// The shop does not take a payment as it was given.
    #[error(transparent)]
    Acceptance(#[from] AcceptanceRefusal),
    /// The same id was sold before with another basket.
    #[error("this basket was already sold as {number} with other contents: use a new id for a new sale")]
    OtherBasket {
        /// What the first one is called.
        number: String,
    },
    /// The id is that of an entry which is no sale.
    #[error("this id names something else that the till has recorded: use a new id for a new sale")]
    IdTaken,
    /// The perpetual totals have no room for it.
    #[error("this till has sold as much as its totals can hold: close it for good and found another")]
    TotalsFull,
    /// The figures do not add up: a defect of the program, caught before anything was recorded.
    #[error("the figures of this sale do not add up ({0}): nothing was sold; please report it")]
    Broken(#[from] Broken),
}

impl Refuse for SellRefusal {
    fn code(&self) -> &'static str {
        match self {
            SellRefusal::RegisterClosed => "register-closed",
            SellRefusal::NotSignedIn => "not-signed-in",
            SellRefusal::UnknownTaxClass { .. } => "unknown-tax-class",
            SellRefusal::Permission(refusal) => refusal.code(),
            SellRefusal::Basket(refusal) => refusal.code(),
            SellRefusal::Payment(refusal) => refusal.code(),
            SellRefusal::Acceptance(refusal) => refusal.code(),
            SellRefusal::OtherBasket { .. } => "id-used",
            SellRefusal::IdTaken => "id-taken",
            SellRefusal::TotalsFull => "totals-full",
            SellRefusal::Broken(_) => "figures-broken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            SellRefusal::UnknownTaxClass { sku, class } => {
                vec![("sku", sku.clone()), ("class", class.clone())]
            }
            SellRefusal::OtherBasket { number } => vec![("number", number.clone())],
            SellRefusal::Permission(refusal) => refusal.values(),
            SellRefusal::Basket(refusal) => refusal.values(),
            SellRefusal::Payment(refusal) => refusal.values(),
            SellRefusal::Acceptance(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}

/// Refuses discounts and prices that are neither the cashier's to give nor allowed by somebody whose they
/// are. The approvals on the ticket are those that the journal holds.
fn check_concessions(till: &Till, command: &SellCommand, priced: &Priced) -> Result<(), PermissionRefusal> {
    let given = Concessions::of(&command.ticket, priced, &till.shop);
    let asked = [
        (given.discount, Permission::Discount),
        (given.price, Permission::Price),
    ];
    for (_, permission) in asked.into_iter().filter(|(given, _)| *given) {
        let allowed = |approval: &Approval| approval.permission == permission;
        if !till.may(command.cashier, permission) && !command.ticket.approvals.iter().any(allowed) {
            return Err(PermissionRefusal::NeedsApproval { permission });
        }
    }
    Ok(())
}

/// Decides a sale at that local time of the counter.
pub fn sell(till: &Till, command: &SellCommand, time: DateTime) -> Result<Sale, SellRefusal> {
    sell_after(till, till.perpetual, command, time)
}

/// The same after another document of the same frame, with the perpetual totals it leaves.
pub(super) fn sell_after(
    till: &Till,
    before: Perpetual,
    command: &SellCommand,
    time: DateTime,
) -> Result<Sale, SellRefusal> {
    let shift = till.shift.as_ref().ok_or(SellRefusal::RegisterClosed)?;
    if !till.person(command.cashier).is_some_and(|person| person.active) {
        return Err(SellRefusal::NotSignedIn);
    }
    for line in &command.ticket.lines {
        if till.shop.tax_class(&line.good.tax).is_none() {
            let class = line.good.tax.clone();
            return Err(SellRefusal::UnknownTaxClass {
                sku: line.good.sku.to_string(),
                class,
            });
        }
    }
    let basket = command.ticket.basket(&till.shop);
    let priced = price(&basket)?;
    check_concessions(till, command, &priced)?;
    let tenders = till.shop.accepts.check(&command.tenders)?;
    let settlement = settle(&basket.terms, priced.total, &tenders)?;
    verify_identities(&priced, &settlement, &tenders)?;
    let perpetual = before.after(priced.total);
    Ok(Sale {
        id: command.ticket.id,
        number: till.next_document(),
        shift: shift.opened.number,
        date: shift.opened.date,
        time,
        cashier: command.cashier,
        goods: command
            .ticket
            .lines
            .iter()
            .map(|line| line.good.clone())
            .collect(),
        perpetual: perpetual.ok_or(SellRefusal::TotalsFull)?,
        priced,
        discounts: command.ticket.given(),
        note: command.ticket.note.clone(),
        approvals: command.ticket.approvals.clone(),
        customer: command.ticket.customer.clone(),
        balance: None,
        tenders,
        settlement,
        fingerprint: command.fingerprint.clone(),
    })
}
