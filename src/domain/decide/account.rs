//! Deciding what goes on a customer's account and what is paid on it. Must never let a limit pass without
//! somebody who may, nor take more than is owed.

use jiff::civil::DateTime;

use crate::domain::acceptance::AcceptanceRefusal;
use crate::domain::account::{AccountPaid, on_account};
use crate::domain::customer::Customer;
use crate::domain::money::Money;
use crate::domain::payment::{Method, PaymentRefusal, Tender, settle};
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::till::Till;

/// Why something is not put on an account, or not taken for it. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// No shift.
    #[error("the register is closed: open it with its float first")]
    RegisterClosed,
    /// Nobody is named on the ticket.
    #[error("nobody is named on this ticket: choose the customer first")]
    NoCustomer,
    /// They have no account.
    #[error("{name} does not buy on account: set a limit in the customer's record first")]
    NoAccount {
        /// Their name.
        name: String,
    },
    /// More than they may owe.
    #[error("{name} would owe {owes}, above the limit of {limit}: somebody who may has to allow it")]
    AboveLimit {
        /// Their name.
        name: String,
        /// What they would owe.
        owes: String,
        /// Their limit.
        limit: String,
    },
    /// They owe less, or nothing.
    #[error("{name} owes {balance}: take no more than that")]
    MoreThanOwed {
        /// Their name.
        name: String,
        /// What they owe.
        balance: String,
    },
    /// The id names something else.
    #[error("that id names another entry already: nothing was paid; give each payment an id of its own")]
    IdTaken,
    /// A debt is not paid with another debt.
    #[error("an account is paid with money, not by {method}")]
    NotMoney {
        /// The method's word.
        method: &'static str,
    },
    /// The payment does not settle it.
    #[error(transparent)]
    Payment(#[from] PaymentRefusal),
    /// The shop does not take it so.
    #[error(transparent)]
    Acceptance(#[from] AcceptanceRefusal),
}

impl Refuse for AccountRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::RegisterClosed => "register-closed",
            Self::NoCustomer => "account-no-customer",
            Self::NoAccount { .. } => "account-none",
            Self::AboveLimit { .. } => "account-above-limit",
            Self::MoreThanOwed { .. } => "account-more-than-owed",
            Self::IdTaken => "account-id-taken",
            Self::NotMoney { .. } => "account-not-money",
            Self::Payment(refusal) => refusal.code(),
            Self::Acceptance(refusal) => refusal.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::RegisterClosed | Self::NoCustomer | Self::IdTaken => Vec::new(),
            Self::NoAccount { name } => vec![("name", name.clone())],
            Self::AboveLimit { name, owes, limit } => vec![
                ("name", name.clone()),
                ("owes", owes.clone()),
                ("limit", limit.clone()),
            ],
            Self::MoreThanOwed { name, balance } => {
                vec![("name", name.clone()), ("balance", balance.clone())]
            }
            Self::NotMoney { method } => vec![("method", (*method).to_owned())],
            Self::Payment(refusal) => refusal.values(),
            Self::Acceptance(refusal) => refusal.values(),
        }
    }
}

/// What the customer owes after these tenders; none where nothing of them goes on an account. `known` is who
/// the ticket names and what they owe before; `allowed` whether somebody who may lets them owe more.
pub fn charge(
    tenders: &[Tender],
    known: Option<(&Customer, Money)>,
    allowed: bool,
) -> Result<Option<Money>, AccountRefusal> {
    if !tenders.iter().any(|tender| tender.method == Method::Account) {
        return Ok(None);
    }
    let (customer, before) = known.ok_or(AccountRefusal::NoCustomer)?;
    let name = customer.name.clone();
    let Some(limit) = customer.limit.filter(|_| customer.active) else {
        return Err(AccountRefusal::NoAccount { name });
    };
    let mut owes = before;
    owes.gather(Money::from_minor(on_account(tenders), before.currency()));
    if owes > limit && !allowed {
        return Err(AccountRefusal::AboveLimit {
            name,
            owes: owes.to_string(),
            limit: limit.to_string(),
        });
    }
    Ok(Some(owes))
}

/// A payment on account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayCommand {
    /// How much of what is owed.
    pub amount: Money,
    /// What is handed over.
    pub tenders: Vec<Tender>,
    /// Who takes it.
    pub by: PersonId,
}

/// Decides a payment on the account of a customer who owes `balance`.
pub fn pay(
    till: &Till,
    (customer, balance): (&Customer, Money),
    command: &PayCommand,
    time: DateTime,
) -> Result<AccountPaid, AccountRefusal> {
    let shift = till.shift.as_ref().ok_or(AccountRefusal::RegisterClosed)?;
    let debts = [Method::Account, Method::Credit, Method::Exchange];
    if let Some(tender) = command
        .tenders
        .iter()
        .find(|tender| debts.contains(&tender.method))
    {
        let method = tender.method.code();
        return Err(AccountRefusal::NotMoney { method });
    }
    if command.amount.currency() != till.shop.currency {
        return Err(PaymentRefusal::Currency(Method::Cash).into());
    }
    if command.amount > balance || command.amount.minor() <= 0 {
        return Err(AccountRefusal::MoreThanOwed {
            name: customer.name.clone(),
            balance: balance.to_string(),
        });
    }
    let tenders = till.shop.accepts.check(&command.tenders)?;
    let settlement = settle(&till.shop.terms(), command.amount, &tenders)?;
    Ok(AccountPaid {
        customer: customer.buyer(),
        amount: command.amount,
        tenders,
        settlement,
        balance: balance - command.amount,
        shift: shift.opened.number,
        date: shift.opened.date,
        time,
        by: command.by,
    })
}
