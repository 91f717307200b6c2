//! What came of the hub, put into what is in memory. Must never read all customers or goods anew for a few.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::link::Link;
use crate::domain::base::Thing;
use crate::register::customers::load_customers;
use crate::register::{Fault, Register};
use crate::store::hub::{Base, Keep, Shown};

/// So many changed products or customers are put into what is in memory one by one; more are read anew.
pub(super) const FEW: usize = 32;

/// What is other than before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// The goods.
    pub catalogue: bool,
    /// The customers.
    pub customers: bool,
    /// The shop's settings or its people.
    pub desk: bool,
    /// Goods are to be made anew, behind whatever else is done ([`Register::goods_source`]).
    pub making: bool,
}

impl Register {
    /// Puts what was kept into what is in memory.
    pub(super) fn show(&mut self, link: &mut Link, keep: &Keep) -> Result<News, Fault> {
        let mut news = News::default();
        let (mut products, mut customers, mut desk) = (Vec::new(), Vec::new(), false);
        for (_, shown) in &keep.rows {
            match shown {
                Shown::Product(product) => products.push(product),
                Shown::Customer(customer) => customers.push(customer),
                Shown::Person(_) | Shown::Shop(_) => desk = true,
                Shown::Level(..) | Shown::Balance(..) | Shown::Nothing => {}
            }
        }
        if desk && let Some(till) = self.store.till() {
            self.till = till.clone();
            news.desk = true;
            self.zone = TimeZone::get(&self.till.shop.zone).unwrap_or(TimeZone::UTC);
        }
        if customers.len() > FEW {
            self.customers = Arc::new(load_customers(&self.store)?);
        } else {
            for customer in &customers {
                self.customers = Arc::new(self.customers.with((*customer).clone()));
            }
        }
        news.customers = !customers.is_empty();
        self.show_goods(link, &products, &mut news)?;
        let conflicts = |(base, _): &(Base, Shown)| base.thing == Thing::Conflict as u8;
        if keep.rows.iter().any(conflicts) || !keep.bad.is_empty() {
            self.count_open(link)?;
        }
        Ok(news)
    }

    /// Counts what waits for a person: conflicts that were settled here may stand at the hub for a while yet.
    pub(super) fn count_open(&self, link: &mut Link) -> Result<(), Fault> {
        let reader = self.store.read()?;
        let conflicts = reader.bases(Thing::Conflict)?;
        let settled = |id: &str| {
            let resolved = &link.facts.resolved;
            resolved.iter().any(|settled| settled.to_string() == id)
        };
        let open = conflicts.iter().filter(|conflict| !settled(&conflict.id)).count();
        link.open = (open as u64, reader.bad_rows()?.len() as u64);
        // Until all has come, one that is not there may come yet.
        if link.facts.caught_up {
            link.facts.resolved.retain(|id| {
                let id = id.to_string();
                conflicts.iter().any(|conflict| conflict.id == id)
            });
        }
        Ok(())
    }
}
