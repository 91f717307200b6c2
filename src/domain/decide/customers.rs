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

/// Whether a customer may owe more than before: what the limit binds others to, nobody changes alone without
/// the right to pass it.
pub fn lifts_limit(directory: &Directory, customer: &Customer) -> bool {
    let before = directory.get(customer.id).and_then(|known| known.limit);
    customer
        .limit
        .is_some_and(|limit| before.is_none_or(|before| limit > before))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::customer::CustomerId;
    use crate::domain::money::Currency;

    #[test]
    fn a_limit_is_lifted_where_more_may_be_owed_than_before() {
        let with = |limit: Option<i64>| Customer {
            id: CustomerId(uuid::Uuid::from_u128(1)),
            name: "Carmen".to_owned(),
            phone: String::new(),
            tax_id: String::new(),
            note: String::new(),
            limit: limit.map(|minor| Money::from_minor(minor, Currency::parse("EUR").unwrap())),
            active: true,
        };
        let none = Directory::new(Vec::new());
        let known = |limit| Directory::new(vec![with(limit)]);
        for (directory, limit, lifted) in [
            (&none, None, false),
            (&none, Some(0), true),
            (&known(None), Some(100), true),
            (&known(Some(100)), Some(101), true),
            (&known(Some(100)), Some(100), false),
            (&known(Some(100)), Some(99), false),
            (&known(Some(100)), None, false),
        ] {
            assert_eq!(lifts_limit(directory, &with(limit)), lifted, "{limit:?}");
        }
    }
}
