//! Customers and their accounts as the fold takes them in. Must never hold a balance that its movements do
//! not come to.

use redb::ReadableTable;

use super::Fold;
use crate::domain::account::{AccountPaid, on_account};
use crate::domain::customer::{Buyer, Customer};
use crate::domain::retold::Told;
use crate::store::StoreError;
use crate::store::codec::encode;

impl Fold<'_> {
    pub(super) fn customer(&mut self, customer: &Customer) -> Result<(), StoreError> {
        let row = encode(customer);
        self.customers.insert(customer.id.0.as_bytes(), row.as_slice())?;
        Ok(())
    }

    pub(super) fn account_paid(
        &mut self,
        paid: &AccountPaid,
        position: u64,
        told: Told,
    ) -> Result<(), StoreError> {
        let row = self.day(paid.date, paid.amount.currency())?;
        row.day.figures.pay_account(paid);
        self.move_account(&paid.customer, -paid.amount.minor(), (position, told))
    }

    /// Notes a document of a customer, and what of it went on their account.
    pub(super) fn bought(
        &mut self,
        buyer: Option<&Buyer>,
        tenders: &[crate::domain::payment::Tender],
        sign: i64,
        place: (u64, Told),
    ) -> Result<(), StoreError> {
        match buyer {
            Some(buyer) => self.move_account(buyer, sign * on_account(tenders), place),
            None => Ok(()),
        }
    }

    fn move_account(
        &mut self,
        buyer: &Buyer,
        by: i64,
        (position, told): (u64, Told),
    ) -> Result<(), StoreError> {
        let id = buyer.id.0.as_u128();
        self.accounts.insert((id, position), by)?;
        if by != 0 && told == Told::First {
            let before = self.balances.get(id)?.map_or(0, |row| row.value());
            self.balances.insert(id, before.saturating_add(by))?;
        }
        Ok(())
    }
}
