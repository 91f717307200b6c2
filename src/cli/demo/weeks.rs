//! Two weeks of a small shop, lived through the register's own operations with a clock that is set by hand.
//! Must never write anything that a person at the counter could not have.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Zoned;
use jiff::civil::{Date, Weekday};
use rust_decimal::Decimal;
use uuid::{Builder, Uuid};

use super::super::error::{Failure, Outcome};
use super::dice::Dice;
use super::moment::millis;
use crate::domain::decide::register::{CloseCommand, OpenCommand};
use crate::domain::decide::sell::SellCommand;
use crate::domain::document::Good;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::price;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::shift::Counted;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;
use crate::register::{self, Register, fingerprint};

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
/// What a customer puts on the counter, in cents.
const NOTES: [i64; 5] = [500, 1_000, 2_000, 5_000, 10_000];
/// Notes and coins of the drawer, in cents, the largest first.
const FACES: [i64; 13] = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

/// The weeks being lived.
pub(super) struct Weeks<'a> {
    register: &'a mut Register,
    clock: Arc<AtomicI64>,
    dice: Dice,
    shelf: Vec<(Product, Decimal)>,
    people: Vec<PersonId>,
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

    fn set(&self, wall: i64) {
        self.clock.store(wall, Ordering::Relaxed);
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
        for minute in self.minutes() {
            let when = at(minute)? + i64::try_from(self.dice.below(60)).unwrap_or(0) * 1_000;
            if when > opening {
                self.set(when);
                self.sale(cashier)?;
            }
        }
        self.set(at(21 * 60 + 10)?.max(opening + 60_000));
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

    fn sale(&mut self, cashier: PersonId) -> Outcome {
        let mut ticket = Ticket::new(self.id());
        let lines = 1 + self.dice.below(3) + self.dice.below(4);
        for _ in 0..lines {
            if let Some(good) = self.good() {
                ticket.add(good);
            }
        }
        if ticket.lines.is_empty() {
            return Ok(());
        }
        let priced = price(&ticket.basket(&self.register.till().shop));
        let total = priced
            .map_err(|refusal| register::Failure::refused(&refusal))?
            .total;
        let tenders = self.tenders(total);
        let fingerprint = fingerprint::of_ticket(&ticket, &tenders);
        let command = SellCommand {
            ticket,
            tenders,
            fingerprint,
            cashier,
        };
        self.register.complete_sale(&command)?;
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

    /// Something from the shelf, the front of it more often; none where it is nearly sold out.
    fn good(&mut self) -> Option<Good> {
        let at = self
            .dice
            .below(self.shelf.len())
            .min(self.dice.below(self.shelf.len() * 2));
        let quantity = {
            let (product, _) = &self.shelf[at];
            if product.unit.decimals() > 0 {
                Quantity::new(Decimal::new(
                    i64::try_from(self.dice.between(15, 160)).ok()? * 10,
                    3,
                ))
                .ok()?
            } else {
                Quantity::from([1, 1, 1, 1, 2, 2, 3][self.dice.below(7)])
            }
        };
        let (product, left) = &mut self.shelf[at];
        let after = *left - quantity.value();
        if after < Decimal::ONE {
            return None;
        }
        *left = after;
        Some(Good::of(product, quantity, None))
    }

    fn tenders(&mut self, total: Money) -> Vec<Tender> {
        let tender = |method, amount| Tender {
            method,
            amount,
            reference: None,
        };
        match self.dice.below(100) {
            0..=54 => {
                let note = NOTES.into_iter().find(|note| *note >= total.minor());
                let given = match note {
                    Some(note) if self.dice.percent(70) => self.euros(note),
                    _ => total,
                };
                vec![tender(Method::Cash, given)]
            }
            55..=92 => vec![tender(Method::Card, total)],
            93..=97 => vec![tender(Method::Mobile, total)],
            _ if total.minor() > 2_000 => {
                let cash = self.euros(1_000);
                vec![tender(Method::Cash, cash), tender(Method::Card, total - cash)]
            }
            _ => vec![tender(Method::Card, total)],
        }
    }

    /// Counts, mostly right, and closes. Once the drawer is short beyond the limit, and the owner approves.
    fn close(&mut self, cashier: PersonId, number: usize) -> Outcome {
        let Some(shift) = &self.register.till().shift else {
            return Ok(());
        };
        let expected = shift.expected_cash();
        let (off, reason) = match number {
            9 => (-1_000, "billete de 10 dado de más / a 10 note too much in change"),
            _ if self.dice.percent(25) => ((i64::try_from(self.dice.below(13)).unwrap_or(6) - 6) * 5, ""),
            _ => (0, ""),
        };
        let counted = expected + self.euros(off);
        let count = self.notes_and_coins(counted);
        self.register.count_drawer(cashier, count.clone())?;
        let command = CloseCommand {
            by: cashier,
            approved_by: (!reason.is_empty()).then_some(self.people[0]),
            counted,
            count,
            reason: reason.to_owned(),
            unsynced: self.register.unsynced(),
        };
        self.register.close_shift(&command)?;
        Ok(())
    }

    fn notes_and_coins(&self, amount: Money) -> Vec<Counted> {
        let mut left = u64::try_from(amount.minor()).unwrap_or(0);
        let mut rows = Vec::new();
        for face in FACES {
            let pieces = left / face.unsigned_abs();
            left %= face.unsigned_abs();
            if pieces > 0 {
                let denomination = self.euros(face);
                rows.push(Counted { denomination, pieces });
            }
        }
        rows
    }
}
