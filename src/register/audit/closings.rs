//! Every Z against the entries of its shift: range, figures, expected cash, variance, number. Must never
//! take a figure of the closing for granted.

use crate::domain::account::AccountPaid;
use crate::domain::cash::{Declared, ForeignCounted};
use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::Method;
use crate::domain::refund::Refund;
use crate::domain::shift::{Closing, Counted, Figures, ShiftOpened};
use crate::domain::staff::PersonId;

use super::documents::{in_one_currency, one_currency};
use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Closings {
    currency: Option<Currency>,
    open: Option<Open>,
    last_number: u64,
    last_seq: u64,
}

/// A shift as its entries make it.
struct Open {
    opened: ShiftOpened,
    from_seq: u64,
    figures: Figures,
    /// Smallest units of cash received less change given, added up on its own.
    cash: i128,
}

impl Closings {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        let before = std::mem::replace(&mut self.last_seq, seen.at.seq);
        match &seen.fact.event {
            Event::Founded(founded) => self.currency = Some(founded.shop.currency),
            Event::ShopChanged(shop) => self.currency = Some(shop.currency),
            Event::ShiftOpened(opened) => self.begin(seen.at.seq, opened),
            Event::Sold(sale) => self.take(sale),
            Event::Refunded(refund) => self.take_back(refund),
            Event::AccountPaid(paid) => self.account_paid(paid),
            Event::CashMoved(moved) => self.moved(moved.in_drawer(), |figures| figures.move_cash(moved)),
            Event::ExpensePaid(spent) => self.moved(spent.in_drawer(), |figures| figures.spend(spent)),
            Event::Voided(_) => self.voided(seen.fact.by),
            Event::CountTaken(count) => {
                let open = self.open.as_ref()?;
                let held = open.declared("the count", &count.declared);
                if let Err(why) = held.and_then(|()| open.foreign("the count", &count.foreign)) {
                    return Some(Err(why));
                }
                return Some(hold(
                    "the count",
                    "cash expected",
                    count.expected.minor(),
                    open.expected(),
                ));
            }
            Event::ShiftClosed(closing) => return Some(self.close(closing, before)),
            _ => {}
        }
        None
    }

    /// An entry of another life takes a place here; of the closings among them the next one's number goes on.
    pub(super) fn pass(&mut self, seen: &Seen<'_>) {
        self.last_seq = seen.at.seq;
        if let Event::ShiftClosed(closing) = &seen.fact.event {
            self.last_number = self.last_number.max(closing.number);
        }
    }

    fn begin(&mut self, seq: u64, opened: &ShiftOpened) {
        self.open = self.currency.map(|currency| Open {
            opened: opened.clone(),
            from_seq: seq,
            figures: Figures::zero(currency),
            cash: 0,
        });
    }

    fn take(&mut self, sale: &Sale) {
        // A sale in another currency is another check's finding; it cannot be added here.
        if let (Some(open), Some(currency)) = (&mut self.open, self.currency)
            && in_one_currency(sale, currency)
        {
            open.figures.add(sale);
            let cash = sale.tenders.iter().filter(|tender| tender.method == Method::Cash);
            open.cash += cash.map(|tender| i128::from(tender.amount.minor())).sum::<i128>();
            open.cash -= i128::from(sale.settlement.change.minor());
        }
    }

    fn account_paid(&mut self, paid: &AccountPaid) {
        let amounts = paid.tenders.iter().map(|tender| tender.amount);
        let settled = [paid.amount, paid.settlement.change, paid.settlement.rounding];
        if let (Some(open), Some(currency)) = (&mut self.open, self.currency)
            && amounts.chain(settled).all(|amount| amount.currency() == currency)
        {
            open.figures.pay_account(paid);
            let cash = paid.tenders.iter().filter(|tender| tender.method == Method::Cash);
            open.cash += cash.map(|tender| i128::from(tender.amount.minor())).sum::<i128>();
            open.cash -= i128::from(paid.settlement.change.minor());
        }
    }

    fn take_back(&mut self, refund: &Refund) {
        if let (Some(open), Some(currency)) = (&mut self.open, self.currency)
            && one_currency(&refund.priced, &refund.settlement, &refund.tenders, currency)
        {
            open.figures.take_back(refund);
            let cash = refund
                .tenders
                .iter()
                .filter(|tender| tender.method == Method::Cash);
            open.cash -= cash.map(|tender| i128::from(tender.amount.minor())).sum::<i128>();
        }
    }

    /// What an entry did to the drawer; one in another currency cannot be added here.
    fn moved(&mut self, in_drawer: Money, take: impl FnOnce(&mut Figures)) {
        if let (Some(open), Some(currency)) = (&mut self.open, self.currency)
            && in_drawer.currency() == currency
        {
            take(&mut open.figures);
            open.cash += i128::from(in_drawer.minor());
        }
    }

    fn voided(&mut self, by: Option<PersonId>) {
        if let (Some(open), Some(by)) = (&mut self.open, by) {
            open.figures.void(by);
        }
    }

    fn close(&mut self, closing: &Closing, before: u64) -> Result<(), String> {
        let last = std::mem::replace(&mut self.last_number, closing.number);
        let who = format!("closing {}", closing.number);
        if closing.number != last + 1 {
            return Err(format!("{who} follows closing {last}"));
        }
        let Some(open) = self.open.take() else {
            return Err(format!("{who} closes a register that is closed"));
        };
        if closing.opened != open.opened {
            return Err(format!(
                "{who} tells the opening of its shift otherwise than it was"
            ));
        }
        let range = (open.from_seq, before);
        if closing.range != range {
            return Err(format!(
                "{who} says entries {} to {}, its shift has {} to {}",
                closing.range.0, closing.range.1, range.0, range.1
            ));
        }
        if let Some(figure) = differing(&closing.figures, &open.figures) {
            return Err(format!("{who} says {figure} otherwise than its sales come to"));
        }
        hold(&who, "cash expected", closing.expected.minor(), open.expected())?;
        if !closing.count.is_empty() {
            let rows = closing.count.iter().map(Counted::amount).map(Money::minor);
            let rows = rows.map(i128::from).sum();
            hold(&who, "cash counted", closing.counted.minor(), rows)?;
        }
        open.declared(&who, &closing.declared)?;
        open.foreign(&who, &closing.foreign)?;
        if closing.kept.is_some() || closing.banked.is_some() {
            let parts = [closing.kept, closing.banked].into_iter().flatten();
            let parts = parts.map(|part| i128::from(part.minor())).sum();
            hold(&who, "cash kept and banked", closing.counted.minor(), parts)?;
        }
        let variance = i128::from(closing.counted.minor()) - i128::from(closing.expected.minor());
        hold(&who, "a variance", closing.variance.minor(), variance)
    }
}

impl Open {
    /// Each declared total beside what its entries come to.
    fn declared(&self, who: &str, declared: &[Declared]) -> Result<(), String> {
        declared.iter().try_for_each(|row| {
            let is = i128::from(self.figures.taken(row.method).minor());
            hold(who, "a tender expected", row.expected.minor(), is)
        })
    }

    /// Each other currency that was counted beside what its entries come to.
    fn foreign(&self, who: &str, counted: &[ForeignCounted]) -> Result<(), String> {
        counted.iter().try_for_each(|row| {
            let taken = self.figures.foreign.get(&row.expected.currency().to_string());
            let is = taken.map_or(0, |taken| i128::from(taken.received.minor()));
            hold(who, "another currency expected", row.expected.minor(), is)
        })
    }

    /// Float and cash that came in less cash that went out, in smallest units (docs/money.md, "Paying").
    fn expected(&self) -> i128 {
        i128::from(self.opened.float.minor()) + self.cash
    }
}

fn hold(who: &str, what: &str, said: i64, is: i128) -> Result<(), String> {
    if i128::from(said) == is {
        Ok(())
    } else {
        Err(format!(
            "{who} says {what} of {said} where its entries come to {is} (smallest units)"
        ))
    }
}

/// The first figure in which the two differ.
fn differing(said: &Figures, are: &Figures) -> Option<&'static str> {
    let same = [
        ("the number of sales", said.sales == are.sales),
        ("the net", said.net == are.net),
        ("the tax", said.tax == are.tax),
        ("the total", said.total == are.total),
        ("the discounts", said.discount == are.discount),
        ("the cash rounding", said.rounding == are.rounding),
        ("the tenders", said.tenders == are.tenders),
        ("the taxes", said.taxes == are.taxes),
        ("the cashiers", said.cashiers == are.cashiers),
        ("the documents", said.documents == are.documents),
        ("the money of other currencies", said.foreign == are.foreign),
        ("the payments on account", said.accounts == are.accounts),
        ("the returns", said.returns == are.returns),
        ("the cash moves", said.moves == are.moves),
        ("the expenses", said.expenses == are.expenses),
        // An older version closed without them.
        ("the people", said.people.is_empty() || said.people == are.people),
    ];
    same.into_iter().find(|(_, same)| !same).map(|(figure, _)| figure)
}
