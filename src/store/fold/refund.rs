//! Returns as the fold takes them in: the sale of them backwards, and the notes of store credit. Must never
//! put on the shelf what was written off.

use redb::ReadableTable;

use super::Fold;
use super::sale::{sold, sorted};
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::refund::{Fate, Refund};
use crate::domain::retold::Told;
use crate::store::codec::block::Sold;
use crate::store::codec::{decode, encode};
use crate::store::{Credit, Hour, StoreError};

impl Fold<'_> {
    pub(super) fn refund(&mut self, refund: &Refund, position: u64, told: Told) -> Result<(), StoreError> {
        self.unpark(refund.id)?;
        let series = self.file(&refund.number, position, told)?;
        if let Some(of) = &refund.of {
            self.returns.insert((of.sale.as_u128(), position), ())?;
        }
        self.bought(refund.customer.as_ref(), &refund.tenders, -1, (position, told))?;
        let currency = refund.priced.currency;
        let (mut cost, mut uncosted) = (0_i64, 0_i64);
        for (returned, line) in refund.goods.iter().zip(&refund.priced.lines) {
            let good = &returned.good;
            let back = backwards(sold(good.quantity, good.cost, line.net));
            cost = cost.saturating_add(back.cost);
            uncosted = uncosted.saturating_add(back.uncosted);
            let level = match returned.fate {
                Fate::Stock if told == Told::First => -back.quantity,
                Fate::Stock | Fate::WrittenOff => 0,
            };
            self.good(&returned.good, back, level, refund.date)?;
        }
        let row = self.day(refund.date, currency)?;
        row.note(series, refund.number.number);
        row.day.figures.take_back(refund);
        row.day.cost.gather(Money::from_minor(cost, currency));
        row.day.uncosted.gather(Money::from_minor(uncosted, currency));
        for (returned, line) in refund.goods.iter().zip(&refund.priced.lines) {
            let good = &returned.good;
            let back = backwards(sold(good.quantity, good.cost, line.net));
            row.day.sort_in(&returned.good.category, sorted(back, currency));
        }
        let hour = refund.time.hour().unsigned_abs();
        let hour = row.day.hours.entry(hour).or_insert(Hour {
            sales: 0,
            total: Money::zero(currency),
        });
        hour.total.gather(-refund.priced.total);
        for tender in refund.tenders.iter().filter(is_credit) {
            self.credit(&refund.number, tender.amount, true)?;
        }
        Ok(())
    }

    /// Takes what a sale was paid with off the notes it names.
    pub(super) fn spend(&mut self, tenders: &[Tender]) -> Result<(), StoreError> {
        for tender in tenders.iter().filter(is_credit) {
            if let Some(Ok(number)) = tender.reference.as_deref().map(str::parse) {
                self.credit(&number, -tender.amount, false)?;
            }
        }
        Ok(())
    }

    fn credit(&mut self, number: &DocumentNumber, amount: Money, issued: bool) -> Result<(), StoreError> {
        let key = (self.series(&number.series)?, number.number);
        let zero = Money::zero(amount.currency());
        let stored = self.credits.get(key)?;
        let stored = stored.map(|row| decode("credits", row.value())).transpose()?;
        let mut row = stored.unwrap_or(Credit {
            issued: zero,
            left: zero,
        });
        row.left.gather(amount);
        if issued {
            row.issued.gather(amount);
        }
        self.credits.insert(key, encode(&row).as_slice())?;
        Ok(())
    }
}

fn is_credit(tender: &&Tender) -> bool {
    tender.method == Method::Credit
}

fn backwards(sold: Sold) -> Sold {
    Sold {
        quantity: -sold.quantity,
        net: -sold.net,
        cost: -sold.cost,
        uncosted: -sold.uncosted,
    }
}
