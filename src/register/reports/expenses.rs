//! What the shop spent: by category, and one expense after the other. Must never count an expense that was
//! taken back: its counter-entry is off the sums and stands in the list.

use std::collections::BTreeMap;

use crate::domain::cash::ExpensePaid;
use crate::domain::event::Event;
use crate::domain::money::{Currency, Money, sum};
use crate::domain::period::Period;

use super::source::{Source, Stop, Watch};
use super::table::{Cell, Table};

/// The number of an expense among the kinds of entries.
const KIND: u16 = 26;

impl Source {
    /// The expenses of those business dates, both included, in the order they were recorded.
    pub(super) fn expenses(&self, period: Period, watch: Watch<'_>) -> Result<Vec<ExpensePaid>, Stop> {
        let found = self.store.happenings(period.from(), period.to(), &[KIND])?;
        let all = found.len() as u64;
        let mut expenses = Vec::with_capacity(found.len());
        for (done, happening) in (0..).zip(found) {
            if !watch(done, all) {
                return Err(Stop::Cancelled);
            }
            if let Event::ExpensePaid(expense) = self.fact_at(happening.position)?.1.event {
                expenses.push(expense);
            }
        }
        Ok(expenses)
    }
}

/// Everything that was spent.
pub(super) fn spent(expenses: &[ExpensePaid], currency: Currency) -> Money {
    sum(currency, expenses.iter().map(ExpensePaid::spent))
}

/// Sums of each category.
pub(super) fn by_category(expenses: &[ExpensePaid], currency: Currency) -> Table {
    let zero = Money::zero(currency);
    let mut categories: BTreeMap<&str, (i64, Money, Money)> = BTreeMap::new();
    for expense in expenses {
        let (count, drawer, otherwise) = categories.entry(&expense.category).or_insert((0, zero, zero));
        *count += if expense.reverses.is_some() { -1 } else { 1 };
        let place = if expense.from_drawer { drawer } else { otherwise };
        place.gather(expense.spent());
    }
    let mut table = Table::new(&["category", "expenses", "drawer", "otherwise", "spent"]);
    for (category, (count, drawer, otherwise)) in categories {
        table.rows.push(vec![
            Cell::text(category),
            // Taken back on another day than it was recorded on, there is one less than none.
            Cell::Count(u64::try_from(count).unwrap_or(0)),
            Cell::Money(drawer),
            Cell::Money(otherwise),
            Cell::Money(drawer + otherwise),
        ]);
    }
    table
}

/// One after the other.
pub(super) fn list(source: &Source, expenses: &[ExpensePaid]) -> Table {
    let mut table = Table::new(&["date", "category", "spent", "from", "note", "reference", "by"]);
    for expense in expenses {
        let from = if expense.from_drawer {
            "drawer"
        } else {
            "otherwise"
        };
        table.rows.push(vec![
            Cell::Date(expense.date),
            Cell::text(&expense.category),
            Cell::Money(expense.spent()),
            Cell::Figure(from),
            Cell::text(&expense.note),
            Cell::text(&expense.reference),
            Cell::Text(source.name(expense.by)),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_that_of_an_expense() {
        assert_eq!(Event::kind_name(KIND), Some("ExpensePaid"));
    }
}
