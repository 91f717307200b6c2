//! What the roll-ups say: figures of a day, of a product in a month, and the closings. Must never hold what
//! the fold did not read in an entry.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::money::{Currency, Money};
use crate::domain::quantity::Quantity;
use crate::domain::shift::Figures;
use crate::domain::staff::PersonId;

/// What was sold in one hour of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hour {
    /// Number of sales.
    pub sales: u64,
    /// Σ of their totals.
    pub total: Money,
}

/// What was sold of one category, as the goods were sorted when they were sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryFigures {
    /// Number of lines on documents.
    pub lines: u64,
    /// Σ net.
    pub net: Money,
    /// Σ cost, where it was known.
    pub cost: Money,
    /// Σ net of what was sold while the cost was not known.
    pub uncosted: Money,
}

impl CategoryFigures {
    /// Nothing sold.
    pub fn zero(currency: Currency) -> CategoryFigures {
        let zero = Money::zero(currency);
        CategoryFigures {
            lines: 0,
            net: zero,
            cost: zero,
            uncosted: zero,
        }
    }

    /// Takes other figures in.
    pub fn gather(&mut self, other: CategoryFigures) {
        self.lines += other.lines;
        self.net.gather(other.net);
        self.cost.gather(other.cost);
        self.uncosted.gather(other.uncosted);
    }

    /// Net − cost, over what was sold with a known cost.
    pub fn margin(&self) -> Money {
        self.net - self.uncosted - self.cost
    }
}

/// Everything sold on one business date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Totals, and by tender, tax and cashier.
    pub figures: Figures,
    /// By hour of the counter's clock, 0 to 23.
    pub hours: BTreeMap<u8, Hour>,
    /// Σ cost of the goods whose cost is known.
    pub cost: Money,
    /// Σ net of the goods whose cost is not known: no margin can be told for them.
    pub uncosted: Money,
    /// By category.
    pub categories: BTreeMap<String, CategoryFigures>,
}

impl Day {
    /// A day on which nothing was sold.
    pub fn zero(currency: Currency) -> Day {
        Day {
            figures: Figures::zero(currency),
            hours: BTreeMap::new(),
            cost: Money::zero(currency),
            uncosted: Money::zero(currency),
            categories: BTreeMap::new(),
        }
    }

    /// Takes figures of a category in.
    pub fn sort_in(&mut self, category: &str, figures: CategoryFigures) {
        match self.categories.get_mut(category) {
            Some(row) => row.gather(figures),
            None => {
                self.categories.insert(category.to_owned(), figures);
            }
        }
    }

    /// Net − cost, over the goods whose cost is known.
    pub fn margin(&self) -> Money {
        self.figures.net - self.uncosted - self.cost
    }
}

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month a date lies in.
    pub fn of(date: Date) -> Month {
        Month {
            year: date.year(),
            month: date.month(),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A third of a month, the span by which products are rolled up: its first ten days, the next ten, the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dekad {
    /// The month.
    pub month: Month,
    /// 0, 1 or 2.
    pub third: u8,
}

impl Dekad {
    /// The dekad a date lies in.
    pub fn of(date: Date) -> Dekad {
        Dekad {
            month: Month::of(date),
            third: match date.day() {
                ..=10 => 0,
                11..=20 => 1,
                _ => 2,
            },
        }
    }

    /// The first and the last day of the dekad a date lies in.
    pub fn around(date: Date) -> (Date, Date) {
        let first = date.first_of_month();
        let day = |number| Date::new(date.year(), date.month(), number).unwrap_or(first);
        match Dekad::of(date).third {
            0 => (first, day(10)),
            1 => (day(11), day(20)),
            _ => (day(21), date.last_of_month()),
        }
    }
}

/// What was sold of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// How much, in the product's unit.
    pub quantity: Quantity,
    /// Σ net.
    pub net: Money,
    /// Σ cost, where it was known.
    pub cost: Money,
    /// Σ net of what was sold while the cost was not known.
    pub uncosted: Money,
}

impl Moved {
    /// Net − cost, over what was sold with a known cost.
    pub fn margin(&self) -> Money {
        self.net - self.uncosted - self.cost
    }
}

/// A note of store credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// What it was worth.
    pub issued: Money,
    /// What is left of it.
    pub left: Money,
}

/// A closing, as a list of them shows it; the whole Z is in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingBrief {
    /// Z number.
    pub number: u64,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Who closed it.
    pub by: PersonId,
    /// Number of sales.
    pub sales: u64,
    /// Σ total.
    pub total: Money,
    /// Cash that should have been in the drawer.
    pub expected: Money,
    /// Cash that was counted.
    pub counted: Money,
    /// counted − expected.
    pub variance: Money,
    /// Where the closing is in the journal.
    pub position: u64,
}
