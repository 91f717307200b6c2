//! Deciding about customers: what a record of one must be, and what may go on an account. Must never look a
//! balance up: it is told.

use crate::domain::customer::{Customer, Directory, NAME_MAX, NOTE_MAX, SHORT_MAX};
use crate::domain::money::Money;
use crate::domain::refusal::Refuse;
use crate::domain::text;
use crate::domain::till::Till;

/// Why a customer is not kept. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CustomerRefusal {
    /// No name.
    #[error("a customer needs a name")]
    NoName,
    /// A limit in another currency, or below zero.
    #[error("the limit is an amount in {currency}, 0 or more; leave it empty for no account")]
    BadLimit {
        /// The shop's.
        currency: String,
    },
    /// Another active customer has the name.
    #[error("there is already a customer called {name}: add something that tells them apart")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// No customer of that name or id.
    #[error("there is no customer \"{name}\": check the name")]
    Unknown {
        /// As asked for.
        name: String,
    },
    /// They still owe something.
    #[error("{name} still owes {balance}: settle the account first")]
    StillOwes {
        /// Their name.
        name: String,
        /// What they owe.
        balance: String,
    },
}

impl Refuse for CustomerRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoName => "customer-no-name",
            Self::BadLimit { .. } => "customer-bad-limit",
            Self::NameTaken { .. } => "customer-name-taken",
            Self::Unknown { .. } => "customer-unknown",
            Self::StillOwes { .. } => "customer-still-owes",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoName => Vec::new(),
            Self::BadLimit { currency } => vec![("currency", currency.clone())],
            Self::NameTaken { name } | Self::Unknown { name } => vec![("name", name.clone())],
            Self::StillOwes { name, balance } => {
                vec![("name", name.clone()), ("balance", balance.clone())]
            }
        }
    }
}

/// The customer as they are to be kept, or why not; `balance` is what they owe.
pub fn keep(
    till: &Till,
    directory: &Directory,
    customer: &Customer,
    balance: Money,
) -> Result<Customer, CustomerRefusal> {
    let name = text::clean(&customer.name, NAME_MAX);
    if name.is_empty() {
        return Err(CustomerRefusal::NoName);
    }
    let currency = till.shop.currency;
    if customer
        .limit
        .is_some_and(|limit| limit.currency() != currency || limit.is_negative())
    {
        let currency = currency.to_string();
        return Err(CustomerRefusal::BadLimit { currency });
    }
    if customer.active && directory.named(&name).iter().any(|other| other.id != customer.id) {
        return Err(CustomerRefusal::NameTaken { name });
    }
    if !customer.active && !balance.is_zero() {
        let balance = balance.to_string();
        return Err(CustomerRefusal::StillOwes { name, balance });
    }
    Ok(Customer {
        id: customer.id,
        name,
        phone: text::clean(&customer.phone, SHORT_MAX),
        tax_id: text::clean(&customer.tax_id, SHORT_MAX),
        note: text::clean(&customer.note, NOTE_MAX),
        limit: customer.limit,
        active: customer.active,
    })
}
