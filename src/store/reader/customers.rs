//! Customers, what they owe and where their documents are. Must never build a document.

use redb::ReadableTable;

use super::Reader;
use crate::domain::customer::{Customer, CustomerId};
use crate::store::StoreError;
use crate::store::codec::decode;
use crate::store::error::guard;
use crate::store::schema;

impl Reader {
    /// Every customer.
    pub fn customers(&self) -> Result<Vec<Customer>, StoreError> {
        guard(|| {
            let customers = self.tx.open_table(schema::CUSTOMERS)?;
            customers
                .iter()?
                .map(|row| decode("customers", row?.1.value()))
                .collect()
        })
    }

    /// What a customer owes, in smallest units.
    pub fn balance(&self, customer: CustomerId) -> Result<i64, StoreError> {
        guard(|| {
            let balances = self.tx.open_table(schema::BALANCES)?;
            Ok(balances.get(customer.0.as_u128())?.map_or(0, |row| row.value()))
        })
    }

    /// What everybody owes who ever owed something, in smallest units.
    pub fn balances(&self) -> Result<Vec<(CustomerId, i64)>, StoreError> {
        guard(|| {
            let balances = self.tx.open_table(schema::BALANCES)?;
            let mut all = Vec::new();
            for row in balances.iter()? {
                let (id, balance) = row?;
                all.push((CustomerId(uuid::Uuid::from_u128(id.value())), balance.value()));
            }
            Ok(all)
        })
    }

    /// Where the documents and payments of a customer are, the oldest first, with what each put on the
    /// account.
    pub fn documents_of(&self, customer: CustomerId) -> Result<Vec<(u64, i64)>, StoreError> {
        guard(|| {
            let accounts = self.tx.open_table(schema::ACCOUNTS)?;
            let id = customer.0.as_u128();
            let mut all = Vec::new();
            for row in accounts.range((id, 0)..=(id, u64::MAX))? {
                let (key, by) = row?;
                all.push((key.value().1, by.value()));
            }
            Ok(all)
        })
    }
}
