//! The figures of a period, beside those of the period before it. Must never compare periods of different
//! lengths without saying which they are.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::money::{Currency, Money, Rounding};
use crate::store::Day;

use super::sales::{percent, rate};
use super::table::{Cell, Table};

/// What a period comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Number of sales.
    pub sales: u64,
    /// Σ net.
    pub net: Money,
    /// Σ tax.
    pub tax: Money,
    /// Σ total.
    pub total: Money,
    /// Σ discounts.
    pub discount: Money,
    /// Σ cash rounding.
    pub rounding: Money,
    /// Σ net − cost, where the cost is known.
    pub margin: Money,
    /// Σ net of what has no known cost.
    pub uncosted: Money,
    /// Σ expenses, from the drawer or not.
    pub expenses: Money,
}

impl Totals {
    /// Of those days, before the expenses, which no day has.
    pub(super) fn of(days: &[(Date, Day)], currency: Currency) -> Totals {
        let zero = Money::zero(currency);
        let mut sum = Totals {
            sales: 0,
            net: zero,
            tax: zero,
            total: zero,
            discount: zero,
            rounding: zero,
            margin: zero,
            uncosted: zero,
            expenses: zero,
        };
        for (_, day) in days {
            sum.sales += day.figures.sales;
            sum.net.gather(day.figures.net);
            sum.tax.gather(day.figures.tax);
            sum.total.gather(day.figures.total);
            sum.discount.gather(day.figures.discount);
            sum.rounding.gather(day.figures.rounding);
            sum.margin.gather(day.margin());
            sum.uncosted.gather(day.uncosted);
        }
        sum
    }

    /// What a sale came to; none where there was none.
    fn average(&self) -> Option<Money> {
        let each = self.total.amount().checked_div(Decimal::from(self.sales))?;
        Money::round(each, self.total.currency(), Rounding::HalfUp).ok()
    }
}

/// By how much a total has changed against the one before, in percent with one decimal; not known from
/// nothing.
pub fn change(now: Money, before: Money) -> Option<Decimal> {
    percent((now - before).amount(), before.amount().abs())
}

fn money_row(table: &mut Table, name: &'static str, now: Option<Money>, before: Option<Money>) {
    let cell = |money: Option<Money>| money.map_or(Cell::Unknown, Cell::Money);
    let change = now.zip(before).and_then(|(now, before)| change(now, before));
    let change = change.map_or(Cell::Unknown, Cell::Number);
    table
        .rows
        .push(vec![Cell::Figure(name), cell(now), cell(before), change]);
}

/// The figures as rows.
pub(super) fn table(now: &Totals, before: &Totals) -> Table {
    let mut table = Table::new(&["figure", "now", "before", "change"]);
    let changed = |part: Decimal, whole: Decimal| percent(part, whole).map_or(Cell::Unknown, Cell::Number);
    let (sales, sales_before) = (Decimal::from(now.sales), Decimal::from(before.sales));
    table.rows.push(vec![
        Cell::Figure("sales"),
        Cell::Count(now.sales),
        Cell::Count(before.sales),
        changed(sales - sales_before, sales_before),
    ]);
    let mut money = |name, now, before| money_row(&mut table, name, now, before);
    money("total", Some(now.total), Some(before.total));
    money("average", now.average(), before.average());
    money("net", Some(now.net), Some(before.net));
    money("tax", Some(now.tax), Some(before.tax));
    money("discount", Some(now.discount), Some(before.discount));
    money("rounding", Some(now.rounding), Some(before.rounding));
    money("margin", Some(now.margin), Some(before.margin));
    money("uncosted", Some(now.uncosted), Some(before.uncosted));
    let share = |totals: &Totals| rate(totals.margin, totals.net - totals.uncosted);
    table.rows.push(vec![
        Cell::Figure("margin_rate"),
        share(now),
        share(before),
        Cell::Unknown,
    ]);
    money_row(&mut table, "expenses", Some(now.expenses), Some(before.expenses));
    table
}
