//! What the till's own entries come to, as far as the hub has acknowledged them. Must never look at a sum
//! that anybody kept: it goes through the journal.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::account::on_account;
use crate::domain::event::{Event, Fact};
use crate::domain::money::Currency;
use crate::domain::quantity::Quantity;
use crate::domain::refund::Fate;
use crate::domain::retold::Told;
use crate::domain::shift::{Closing, Figures};
use crate::protocol::verify::{Stretch, SumsChecked, Tally};

/// Sums by business day, over all lives of the journal.
pub(super) type Days = BTreeMap<Date, Figures>;

/// What one life comes to.
pub(super) struct Folded {
    /// As the hub counts.
    pub(super) tally: Tally,
    /// By number of the shift.
    pub(super) shifts: BTreeMap<u64, Figures>,
    /// By number.
    pub(super) closings: BTreeMap<u64, Closing>,
    /// Places whose effect waits at the hub.
    parked: BTreeSet<u64>,
    /// Whether the entry at hand is one that the hub gave back: it is in no shift.
    back: bool,
}

impl Folded {
    /// Nothing yet; what the hub says of single entries is taken over.
    pub(super) fn new(answer: &SumsChecked) -> Folded {
        Folded {
            tally: Tally {
                since: answer.tally.since,
                aliases: answer.tally.aliases.clone(),
                given_up: answer.tally.given_up.clone(),
                back: answer.tally.back.clone(),
                ..Tally::default()
            },
            shifts: BTreeMap::new(),
            closings: BTreeMap::new(),
            parked: answer.parked.iter().copied().collect(),
            back: false,
        }
    }

    /// Takes an entry in.
    pub(super) fn take(&mut self, (seq, kind): (u64, u16), fact: &Fact, days: &mut Days) {
        if self.parked.contains(&seq) || Stretch::any_has(&self.tally.given_up, seq) {
            return;
        }
        self.back = self.tally.told(seq) == Told::Back;
        if Stretch::any_has(&self.tally.aliases, seq) {
            self.again(fact);
            return;
        }
        if seq >= self.tally.since {
            *self.tally.applied.entry(kind).or_default() += 1;
            count(&mut self.tally, &fact.event);
        }
        self.sum(fact, days);
    }

    fn shift(&mut self, number: u64, currency: Currency, take: &dyn Fn(&mut Figures)) {
        if !self.back {
            let zero = || Figures::zero(currency);
            take(self.shifts.entry(number).or_insert_with(zero));
        }
    }

    /// Takes it into its shift, and its day.
    fn sum(&mut self, fact: &Fact, days: &mut Days) {
        let mut both = |date: Date, shift: u64, currency: Currency, take: &dyn Fn(&mut Figures)| {
            self.shift(shift, currency, take);
            take(days.entry(date).or_insert_with(|| Figures::zero(currency)));
        };
        match &fact.event {
            Event::Sold(sale) => both(sale.date, sale.shift, sale.priced.currency, &|sums| {
                sums.add(sale)
            }),
            Event::Refunded(back) => {
                both(back.date, back.shift, back.priced.currency, &|sums| {
                    sums.take_back(back)
                });
            }
            Event::AccountPaid(paid) => {
                let currency = paid.amount.currency();
                both(paid.date, paid.shift, currency, &|sums| sums.pay_account(paid));
            }
            Event::CashMoved(moved) => {
                let currency = moved.amount.currency();
                both(moved.date, moved.shift, currency, &|sums| sums.move_cash(moved));
            }
            Event::ExpensePaid(spent) => {
                let currency = spent.spent().currency();
                both(spent.date, spent.shift, currency, &|sums| sums.spend(spent));
            }
            Event::Voided(voided) => {
                if let (Some(date), Some(shift), Some(by), Some(amount)) =
                    (voided.date, voided.shift, fact.by, voided.amount)
                {
                    both(date, shift, amount.currency(), &|sums| sums.void(by));
                }
            }
            Event::ShiftOpened(opened) if !self.back => {
                let zero = Figures::zero(opened.float.currency());
                self.shifts.insert(opened.number, zero);
            }
            Event::ShiftClosed(closing) => {
                self.closings.insert(closing.number, closing.clone());
            }
            _ => {}
        }
    }

    /// An entry that the hub knew from another life is in the sums of its shift alone.
    fn again(&mut self, fact: &Fact) {
        match &fact.event {
            Event::Sold(sale) => self.shift(sale.shift, sale.priced.currency, &|sums| sums.add(sale)),
            Event::Refunded(back) => {
                self.shift(back.shift, back.priced.currency, &|sums| sums.take_back(back));
            }
            Event::AccountPaid(paid) => {
                self.shift(paid.shift, paid.amount.currency(), &|sums| sums.pay_account(paid));
            }
            _ => {}
        }
    }
}

/// Goods that move, and what customers owe.
fn count(tally: &mut Tally, event: &Event) {
    let all = |quantities: &mut dyn Iterator<Item = Quantity>| {
        quantities.fold(0_i64, |sum, one| sum.saturating_add(one.thousandths()))
    };
    let (mut sold, mut returned, mut moved, mut owed) = (0, 0, 0, 0);
    match event {
        Event::Sold(sale) => {
            sold = all(&mut sale.goods.iter().map(|good| good.quantity));
            owed = sale.customer.as_ref().map_or(0, |_| on_account(&sale.tenders));
        }
        Event::Refunded(refund) => {
            let shelf = refund.goods.iter().filter(|back| back.fate == Fate::Stock);
            returned = all(&mut shelf.map(|back| back.good.quantity));
            owed = refund
                .customer
                .as_ref()
                .map_or(0, |_| -on_account(&refund.tenders));
        }
        Event::AccountPaid(paid) => owed = -paid.amount.minor(),
        Event::StockMoved(goods) => moved = all(&mut goods.lines.iter().map(|line| line.quantity)),
        _ => {}
    }
    tally.sold = tally.sold.saturating_add(sold);
    tally.returned = tally.returned.saturating_add(returned);
    tally.moved = tally.moved.saturating_add(moved);
    tally.owed = tally.owed.saturating_add(owed);
}
