//! Customers of the tests' register. Must never decide what the domain decides.

use std::sync::Arc;

use tendero::domain::acceptance::AskReference;
use tendero::domain::customer::{Customer, CustomerId};
use tendero::domain::decide::account::charge;
use tendero::domain::decide::credit::{Note, covers, taken};
use tendero::domain::decide::customers::lifts_limit;
use tendero::domain::decide::sell::SellCommand;
use tendero::domain::foreign::ForeignRate;
use tendero::domain::money::{Currency, Money};
use tendero::domain::payment::Method;
use tendero::domain::permission::{Approval, Permission};
use tendero::domain::rate::UnitPrice;
use tendero::register::job::Job;
use tendero::register::reply::{Answer, Said};
use uuid::Uuid;

use super::{FakeRegister, said};

impl FakeRegister {
    /// Carmen buys on account, and owes nearly all she may.
    pub(crate) fn owe(&mut self) {
        let currency = self.till.shop.currency;
        self.customers = Arc::new(self.customers.with(Customer {
            id: CustomerId(Uuid::from_u128(0xca)),
            name: "Carmen Ruiz".to_owned(),
            phone: "600 100 200".to_owned(),
            tax_id: String::new(),
            note: String::new(),
            limit: Some(Money::from_minor(5_000, currency)),
            active: true,
        }));
    }

    /// A number is asked of every transfer from now on.
    pub(crate) fn ask_for_slips(&mut self) {
        let references = &mut self.till.shop.accepts.references;
        references.insert(Method::Transfer, AskReference::Required);
    }

    /// Dollars are taken at that rate, and no mobile money.
    pub(crate) fn take_dollars(&mut self, rate: &str) {
        let accepts = &mut self.till.shop.accepts;
        accepts.rates.push(ForeignRate {
            currency: Currency::parse("USD").unwrap(),
            rate: UnitPrice::parse(rate).unwrap(),
        });
        accepts.without.push(Method::Mobile);
    }

    /// Refuses what a customer may not owe; everybody owes 42.00 already.
    pub(super) fn may_charge(&self, command: &SellCommand) -> Result<(), Said> {
        let buyer = command.ticket.customer.as_ref();
        let known = buyer.and_then(|buyer| self.customers.get(buyer.id));
        let owes = Money::from_minor(4_200, self.till.shop.currency);
        let given = &command.ticket.approvals;
        let allowed = self.till.may(command.cashier, Permission::AccountLimit)
            || given.iter().any(|one| one.permission == Permission::AccountLimit);
        self.may_redeem(command)?;
        charge(&command.tenders, known.map(|customer| (customer, owes)), allowed).map_err(said)?;
        Ok(())
    }

    /// Refuses a note of store credit by its number alone, where nobody allowed that; every note has enough.
    fn may_redeem(&self, command: &SellCommand) -> Result<(), Said> {
        let permission = Permission::ReturnWithoutReceipt;
        let given = &command.ticket.approvals;
        let allowed = self.till.may(command.cashier, permission)
            || given.iter().any(|one| one.permission == permission);
        for (number, named) in taken(&command.tenders).map_err(said)? {
            let id = named.codes.first().map_or(Uuid::nil(), |code| {
                Uuid::from_u128(u128::from_str_radix(&code.tag, 16).unwrap())
            });
            covers(&number, &named, Note::Known(id, named.amount), allowed).map_err(said)?;
        }
        Ok(())
    }

    /// Refuses a record that whoever is signed in may not keep alone.
    fn may_keep(&mut self, customer: &Customer, approvals: &[Approval]) -> Result<(), Said> {
        let given = |right| approvals.iter().copied().find(|one| one.permission == right);
        self.allowed(Permission::Customers, given(Permission::Customers))?;
        if lifts_limit(&self.customers, customer) {
            self.allowed(Permission::AccountLimit, given(Permission::AccountLimit))?;
        }
        Ok(())
    }

    pub(super) fn of_customers(&mut self, job: Job) -> Result<Option<Answer>, Said> {
        Ok(Some(match job {
            Job::SaveCustomer { customer, approvals } => {
                self.may_keep(&customer, &approvals)?;
                self.customers = Arc::new(self.customers.with(*customer.clone()));
                Answer::CustomerSaved(customer, self.customers.clone())
            }
            Job::Balances => {
                let owed = Money::from_minor(4_200, self.till.shop.currency);
                Answer::Balances(self.customers.all().map(|customer| (customer.id, owed)).collect())
            }
            Job::Statement(_) => Answer::Statement(None),
            _ => return Ok(None),
        }))
    }
}
