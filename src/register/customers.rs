//! Customers of the shop, their accounts and what they pay on them. Must never change a customer behind the
//! back of the directory, nor a balance at all.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::acceptance::REFERENCE_MAX;
use crate::domain::account::{AccountPaid, Cause, Statement};
use crate::domain::customer::{Customer, CustomerId, Directory};
use crate::domain::decide::account::{self, PayCommand};
use crate::domain::decide::customers::{CustomerRefusal, keep};
use crate::domain::decide::sell::SellCommand;
use crate::domain::edited::Edited;
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::permission::{Approval, Permission};
use crate::domain::staff::PersonId;
use crate::domain::text;
use crate::store::Store;

use super::{Failure, Fault, Register};

impl Register {
    /// The customers.
    pub fn customers(&self) -> &Arc<Directory> {
        &self.customers
    }

    /// Adds or changes a customer.
    pub fn save_customer(&mut self, by: PersonId, customer: &Customer) -> Result<Customer, Failure> {
        let balance = self.balance(customer.id)?;
        let kept = keep(&self.till, &self.customers, customer, balance)
            .map_err(|refusal| Failure::refused(&refusal))?;
        let before = self.customers.get(kept.id).cloned();
        if before.as_ref() == Some(&kept) {
            return Ok(kept);
        }
        self.commit_one(Some(by), Event::CustomerSaved(Edited::of(kept.clone(), before)))?;
        self.customers = Arc::new(self.customers.with(kept.clone()));
        Ok(kept)
    }

    /// The active customer of that id or exactly that name.
    pub fn customer_named(&self, text: &str) -> Result<Customer, Failure> {
        let by_id = Uuid::try_parse(text.trim()).ok().map(CustomerId);
        let by_id = by_id.and_then(|id| self.customers.get(id));
        let mut named = self.customers.named(text);
        let one = if named.len() == 1 { named.pop() } else { None };
        let found = by_id.filter(|customer| customer.active).or(one);
        found.cloned().ok_or_else(|| {
            let name = crate::domain::text::clean(text, 60);
            Failure::refused(&CustomerRefusal::Unknown { name })
        })
    }

    /// What a customer owes.
    pub fn balance(&mut self, customer: CustomerId) -> Result<Money, Fault> {
        let minor = self.folded()?.balance(customer)?;
        Ok(Money::from_minor(minor, self.till.shop.currency))
    }

    /// What everybody owes who ever owed something.
    pub fn balances(&mut self) -> Result<Vec<(CustomerId, Money)>, Fault> {
        let currency = self.till.shop.currency;
        let all = self.folded()?.balances()?.into_iter();
        Ok(all
            .map(|(id, minor)| (id, Money::from_minor(minor, currency)))
            .collect())
    }

    /// What a customer owes after this sale; none where nothing of it goes on an account.
    pub(super) fn charged(&mut self, command: &SellCommand) -> Result<Option<Money>, Failure> {
        if !command
            .tenders
            .iter()
            .any(|tender| tender.method == Method::Account)
        {
            return Ok(None);
        }
        let buyer = command.ticket.customer.as_ref();
        let customer = buyer.and_then(|buyer| self.customers.get(buyer.id)).cloned();
        let known = match &customer {
            Some(customer) => Some((customer, self.balance(customer.id)?)),
            None => None,
        };
        let given = |approval: &Approval| approval.permission == Permission::AccountLimit;
        let allowed = self.till.may(command.cashier, Permission::AccountLimit)
            || command.ticket.approvals.iter().any(given);
        account::charge(&command.tenders, known, allowed).map_err(|refusal| Failure::refused(&refusal))
    }

    /// Takes a payment on account, once: the same id again answers the first payment.
    pub fn pay_account(
        &mut self,
        id: Uuid,
        customer: CustomerId,
        command: &PayCommand,
    ) -> Result<AccountPaid, Failure> {
        match self.recorded_as(id)? {
            None => {}
            Some((_, Event::AccountPaid(paid)))
                if (paid.customer.id, paid.amount) == (customer, command.amount)
                    && same(&paid.tenders, &command.tenders) =>
            {
                return Ok(paid);
            }
            Some(_) => return Err(Failure::refused(&account::AccountRefusal::IdTaken)),
        }
        let balance = self.balance(customer)?;
        let known = self.customers.get(customer).ok_or_else(|| {
            let name = customer.0.to_string();
            Failure::refused(&CustomerRefusal::Unknown { name })
        })?;
        let paid = account::pay(&self.till, (known, balance), command, self.now())
            .map_err(|refusal| Failure::refused(&refusal))?;
        self.commit(Some(command.by), vec![(id, Event::AccountPaid(paid.clone()))])?;
        Ok(paid)
    }

    /// The payment on account of that id, if there is one.
    pub fn account_paid(&self, id: Uuid) -> Result<Option<AccountPaid>, Fault> {
        Ok(match self.recorded_as(id)? {
            Some((_, Event::AccountPaid(paid))) => Some(paid),
            _ => None,
        })
    }

    /// Everything that moved the account of a customer, with what was owed after each.
    pub fn statement(&mut self, customer: CustomerId) -> Result<Option<Statement>, Fault> {
        let Some(known) = self.customers.get(customer) else {
            return Ok(None);
        };
        let zero = Money::zero(self.till.shop.currency);
        let mut statement = Statement::new(known.buyer(), zero);
        for (position, by) in self.folded()?.documents_of(customer)? {
            if by == 0 {
                continue;
            }
            let amount = Money::from_minor(by, zero.currency());
            match self.event_at(position)?.1 {
                Event::Sold(sale) => {
                    statement.add((sale.date, sale.time), Cause::Sold(sale.number), amount);
                }
                Event::Refunded(refund) => {
                    let cause = Cause::Returned(refund.number);
                    statement.add((refund.date, refund.time), cause, amount);
                }
                Event::AccountPaid(paid) => {
                    let methods = paid.tenders.iter().map(|tender| tender.method).collect();
                    statement.add((paid.date, paid.time), Cause::Paid(methods), amount);
                }
                _ => {}
            }
        }
        Ok(Some(statement))
    }
}

/// Whether the tenders of an entry are those that are asked for, their references made safe as they were.
fn same(recorded: &[Tender], asked: &[Tender]) -> bool {
    let said = |tender: &Tender| {
        let reference = tender.reference.as_deref().unwrap_or_default();
        text::clean(reference, REFERENCE_MAX)
    };
    recorded.len() == asked.len()
        && recorded.iter().zip(asked).all(|(was, is)| {
            (was.method, was.amount, &was.foreign) == (is.method, is.amount, &is.foreign)
                && said(was) == said(is)
        })
}

/// The customers as the store has them.
pub(super) fn load_customers(store: &Store) -> Result<Directory, Fault> {
    Ok(Directory::new(store.read()?.customers()?))
}
