//! Two weeks of a small shop, lived through the register's own operations with a clock that is set by hand.
//! Must never write anything that a person at the counter could not have.

mod cash;
mod close;
mod returns;
mod sale;
mod stock;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Zoned;
use jiff::civil::{Date, Weekday};
use rust_decimal::Decimal;
use uuid::{Builder, Uuid};

use super::dice::Dice;
use super::moment::millis;
use crate::cli::error::{Failure, Outcome};
use crate::domain::decide::register::OpenCommand;
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::staff::PersonId;
use crate::register::Register;

/// Cash in the drawer each morning, in cents.
const FLOAT: i64 = 15_000;
/// Minutes of the day at which customers come, by hour: mornings and evenings are full, siesta is closed.
const HOURS: [(i64, usize); 9] = [
    (9, 6),
    (10, 10),
    (11, 12),
    (12, 14),
    (13, 11),
    (17, 8),
    (18, 13),
    (19, 14),
    (20, 8),
];

/// The weeks being lived.
pub(super) struct Weeks<'a> {
    register: &'a mut Register,
    clock: Arc<AtomicI64>,
    dice: Dice,
    shelf: Vec<(Product, Decimal)>,
    people: Vec<PersonId>,
    /// Receipts that customers of the last days still have.
    receipts: Vec<DocumentNumber>,
}

impl<'a> Weeks<'a> {
    /// A shop with its goods on the shelf.
    pub(super) fn new(register: &'a mut Register, clock: Arc<AtomicI64>, seed: u64) -> Weeks<'a> {
        let people = register.till().people.iter().map(|person| person.id).collect();
        Weeks {
            register,
            clock,
            dice: Dice::new(seed),
            shelf: Vec::new(),
            people,
            receipts: Vec::new(),
        }
    }

    /// Every day from `first` to yesterday, then this morning's opening.
    pub(super) fn live(&mut self, first: &Zoned, now: &Zoned, progress: &mut dyn FnMut(u64, u64)) -> Outcome {
        let mut shelf = Vec::new();
        self.register.levels(|product, level| {
            if !product.open_price {
                shelf.push((product, level.map_or(Decimal::ZERO, Quantity::value)));
            }
        })?;
        self.shelf = shelf;
        let days: Vec<Date> = first
            .date()
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day < now.date())
            .collect();
        for (done, day) in days.iter().enumerate() {
            progress(done as u64, days.len() as u64);
            if day.weekday() != Weekday::Sunday {
                self.day(*day, first, done)?;
            }
        }
        self.set(millis(now));
        let by = self.people[1 % self.people.len()];
        self.open(by)?;
        Ok(self.register.fold()?)
    }

    /// No earlier than it is: what a customer did took its own time.
    fn set(&self, wall: i64) {
        self.clock.fetch_max(wall, Ordering::Relaxed);
    }

    fn wait(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    fn euros(&self, cents: i64) -> Money {
        Money::from_minor(cents, self.register.till().shop.currency)
    }

    fn open(&mut self, by: PersonId) -> Outcome {
        let float = self.euros(FLOAT);
        let command = OpenCommand {
            by,
            float,
            confirmed_date: None,
        };
        self.register.open_shift(&command)?;
        Ok(())
    }

    fn day(&mut self, day: Date, founded: &Zoned, number: usize) -> Outcome {
        let zone = founded.time_zone().clone();
        let at = |minute: i64| -> Result<i64, Failure> {
            let odd = |_| Failure::environment("clock", "the clock of this machine is not to be understood");
            let midnight = day.to_zoned(zone.clone()).map_err(odd)?;
            Ok(millis(&midnight) + minute * 60_000)
        };
        let cashier = self.people[1 + number % (self.people.len() - 1).max(1)];
        // the first day begins when the shop was founded
        let opening = at(8 * 60 + 50)?.max(millis(founded) + 60_000);
        self.set(opening);
        self.open(cashier)?;
        if number % 3 == 1 {
            self.delivery()?;
        }
        let count = if number == 6 {
            Some(self.count_begins(cashier)?)
        } else {
            None
        };
        for minute in self.minutes() {
            let when = at(minute)? + i64::try_from(self.dice.below(60)).unwrap_or(0) * 1_000;
            if when > opening {
                self.set(when);
                self.customer(cashier)?;
            }
        }
        self.set(at(21 * 60 + 10)?.max(opening + 60_000));
        if let Some(count) = count {
            self.count_ends(count, cashier)?;
        }
        if self.dice.percent(40) {
            self.breakage()?;
        }
        self.petty_cash(cashier, number)?;
        self.close(cashier, number)
    }

    /// When customers come, in order.
    fn minutes(&mut self) -> Vec<i64> {
        let mut minutes = Vec::new();
        for (hour, most) in HOURS {
            for _ in 0..self.dice.between(most / 2, most) {
                minutes.push(hour * 60 + i64::try_from(self.dice.below(60)).unwrap_or(0));
            }
        }
        minutes.sort_unstable();
        minutes
    }

    /// Somebody at the counter: most buy, some bring something back.
    fn customer(&mut self, cashier: PersonId) -> Outcome {
        match self.dice.below(100) {
            0..=1 => self.comes_back(cashier)?,
            2 => self.changes_their_mind(cashier)?,
            _ => self.sale(cashier)?,
        }
        if self.register.fold_is_due() {
            self.register.idle()?;
        }
        Ok(())
    }

    fn id(&mut self) -> Uuid {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.dice.next().to_be_bytes());
        let wall = u64::try_from(self.clock.load(Ordering::Relaxed)).unwrap_or(0);
        Builder::from_unix_timestamp_millis(wall, &random).into_uuid()
    }
}
