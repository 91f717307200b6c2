//! The life of one product, and what all of them are worth. Must never read more of the journal than the days
//! and months concerned.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use crate::domain::document::DocumentNumber;
use crate::domain::event::Event;
use crate::domain::glance::{Glance, Line};
use crate::domain::levels::Levels;
use crate::domain::money::Money;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::stock::{Reason, StockMoved, value};
use crate::store::{Happening, Month, Moved};

use super::source::Names;
use super::{Source, Stop, Watch};

/// Numbers of the kinds of a committed import and of goods that moved, and of all kinds that a story tells.
const IMPORT: u16 = 31;
const MOVED: u16 = 34;
const KINDS: [u16; 3] = [IMPORT, 32, MOVED];
/// Most movements of a story: the newest.
const MOVES_MAX: usize = 500;
/// Documents and entries read for one story, beyond those of its newest month.
const READ_MAX: u64 = 40_000;
/// Rows of an import that are read in the time of one document.
const ROWS_OF_ONE: u64 = 16;

/// One price after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceChange {
    /// Business day.
    pub day: Date,
    /// Who; empty where nobody was signed in.
    pub by: String,
    /// The price before; none for the first.
    pub from: Option<UnitPrice>,
    /// The price from then on.
    pub to: UnitPrice,
}

/// Why a product moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// On a receipt.
    Sold(DocumentNumber),
    /// Brought back.
    Returned(DocumentNumber),
    /// Otherwise, by the entry of that id.
    Moved {
        /// The entry.
        id: Uuid,
        /// Why.
        reason: Reason,
        /// Whether it was taken back.
        undone: bool,
        /// How many products the entry moved: all of them go back with it.
        products: usize,
    },
}

/// One movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Local time of the counter.
    pub time: DateTime,
    /// Who.
    pub by: String,
    /// Above zero came, below zero went.
    pub quantity: Quantity,
    /// What one unit cost, where the entry says it.
    pub cost: Option<UnitPrice>,
    /// Why.
    pub cause: Cause,
}

/// The life of one product, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Which.
    pub sku: Sku,
    /// On the shelf now.
    pub level: Option<Quantity>,
    /// Its prices.
    pub prices: Vec<PriceChange>,
    /// The day from which its prices are told, where older ones were left out.
    pub prices_since: Option<Date>,
    /// Its movements, 500 at most.
    pub moves: Vec<Step>,
    /// The day from which its movements are told, where older ones were left out.
    pub moves_since: Option<Date>,
    /// What was sold of it, month by month, the newest first.
    pub months: Vec<(Month, Moved)>,
}

/// What the goods are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// Of all of them.
    pub total: Money,
    /// By category, the dearest first.
    pub categories: Vec<(String, u64, Money)>,
    /// Products with a level and no cost.
    pub uncosted: u64,
    /// Products with a level below zero.
    pub negative: u64,
}

impl Source {
    /// Every level there is.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn levels(&self) -> Result<Levels, Stop> {
        Ok(self.store.all_levels()?)
    }

    /// What the goods are worth: quantity × cost, rounded once for each product.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn worth(&self) -> Result<Worth, Stop> {
        let zero = Money::zero(self.currency);
        let mut by: BTreeMap<String, (u64, Money)> = BTreeMap::new();
        let (mut total, mut uncosted, mut negative) = (zero, 0, 0);
        self.store.for_each_level(|product, level| {
            let Some(level) = level.filter(|level| *level != Quantity::ZERO) else {
                return;
            };
            negative += u64::from(level < Quantity::ZERO);
            match value(level, product.cost, self.currency, self.rounding) {
                Some(worth) => {
                    let row = by.entry(product.category).or_insert((0, zero));
                    row.0 += 1;
                    row.1.gather(worth);
                    total.gather(worth);
                }
                None => uncosted += 1,
            }
        })?;
        let mut categories: Vec<_> = by
            .into_iter()
            .map(|(name, (n, worth))| (name, n, worth))
            .collect();
        categories.sort_by_key(|(_, _, worth)| std::cmp::Reverse(worth.minor()));
        Ok(Worth {
            total,
            categories,
            uncosted,
            negative,
        })
    }

    /// The life of a product.
    ///
    /// # Errors
    /// Something cannot be read, or nobody waits any more.
    pub fn story(&self, sku: &Sku, watch: Watch<'_>) -> Result<Story, Stop> {
        self.story_within(sku, READ_MAX, watch)
    }

    /// The same of as many of the newest months as can be read with so many documents and entries.
    pub(super) fn story_within(&self, sku: &Sku, most: u64, watch: Watch<'_>) -> Result<Story, Stop> {
        let mut months = self.store.months(sku)?;
        months.reverse();
        let mut told = self.store.happenings(Date::MIN, Date::MAX, &KINDS)?;
        let since = self.since(&told, &months, most)?;
        let first = since.unwrap_or(Date::MIN);
        let cut_prices = told
            .iter()
            .any(|happening| happening.day < first && happening.kind != MOVED);
        told.retain(|happening| happening.day >= first);
        let (mut prices, mut moves): (Vec<PriceChange>, Vec<Step>) = (Vec::new(), Vec::new());
        for (done, happening) in (0..).zip(&told) {
            let mut still = || watch(done, told.len() as u64);
            if !still() {
                return Err(Stop::Cancelled);
            }
            let (id, fact) = self.fact_at(happening.position)?;
            let by = fact.by.map(|by| self.name(by)).unwrap_or_default();
            match fact.event {
                Event::ProductSaved(row) if row.product.sku == *sku => {
                    note(&mut prices, happening, by, row.product.price);
                }
                Event::ImportCommitted(committed) => {
                    let import = (&committed, happening.position);
                    if let Some(price) = self.imported(import, sku, &mut still)? {
                        note(&mut prices, happening, by, price);
                    }
                }
                Event::StockMoved(moved) => self.stock_moved(id, &moved, sku, &mut moves)?,
                _ => {}
            }
        }
        let read = months.iter().filter(|(month, _)| last_day(*month) >= first);
        let more = self.sold(sku, read, &mut moves, watch)?;
        prices.reverse();
        moves.sort_by_key(|step| std::cmp::Reverse(step.time));
        let cut = more || moves.len() > MOVES_MAX;
        moves.truncate(MOVES_MAX);
        if !self.costs {
            moves.iter_mut().for_each(|step| step.cost = None);
        }
        let oldest = moves.last().map(|step| step.time.date());
        let level = self
            .store
            .stock(std::slice::from_ref(sku))?
            .into_iter()
            .next()
            .flatten();
        Ok(Story {
            sku: sku.clone(),
            level,
            prices,
            prices_since: since.filter(|_| cut_prices),
            moves,
            moves_since: oldest.filter(|_| cut).or(since),
            months,
        })
    }

    /// The first day that is read: that of a month, as many of the newest as `most` documents and entries
    /// allow, and one at least; none where everything is read.
    fn since(&self, told: &[Happening], sold: &[(Month, Moved)], most: u64) -> Result<Option<Date>, Stop> {
        let mut each: BTreeMap<Date, u64> = BTreeMap::new();
        for happening in told {
            let mut reads = 1;
            if happening.kind == IMPORT
                && let Event::ImportCommitted(committed) = self.fact_at(happening.position)?.1.event
            {
                reads += committed.rows / ROWS_OF_ONE;
            }
            *each.entry(happening.day.first_of_month()).or_insert(0) += reads;
        }
        for (month, _) in sold {
            let last = last_day(*month);
            let first = last.first_of_month();
            let documents = self.store.sales_between(first, last)?.len() as u64;
            *each.entry(first).or_insert(0) += documents;
        }
        let (mut read, mut since) = (0, None);
        for (month, reads) in each.into_iter().rev() {
            if since.is_some() && read + reads > most {
                return Ok(since);
            }
            read += reads;
            since = Some(month);
        }
        Ok(None)
    }

    fn stock_moved(
        &self,
        id: Uuid,
        moved: &StockMoved,
        sku: &Sku,
        steps: &mut Vec<Step>,
    ) -> Result<(), Stop> {
        for line in moved.lines.iter().filter(|line| line.sku == *sku) {
            steps.push(Step {
                time: moved.time,
                by: self.name(moved.by),
                quantity: line.quantity,
                cost: line.cost,
                cause: Cause::Moved {
                    id,
                    reason: moved.reason.clone(),
                    undone: self.store.undone_at(id)?.is_some(),
                    products: moved.lines.len(),
                },
            });
        }
        Ok(())
    }

    /// Its sales, month by month from the newest, until there are enough; whether there are more.
    fn sold<'a>(
        &self,
        sku: &Sku,
        months: impl Iterator<Item = &'a (Month, Moved)>,
        steps: &mut Vec<Step>,
        watch: Watch<'_>,
    ) -> Result<bool, Stop> {
        let mut found = 0;
        for (month, _) in months {
            if found >= MOVES_MAX {
                return Ok(true);
            }
            let last = last_day(*month);
            let positions = self.store.sales_between(last.first_of_month(), last)?;
            let names = self.names();
            let sold = self.scan(&positions, watch, |steps: &mut Vec<Step>, _, document| {
                let of_it = document.lines.iter().filter(|line| line.sku == sku.as_str());
                steps.extend(of_it.map(|line| step(document, line, names)));
            })?;
            found += sold.iter().map(Vec::len).sum::<usize>();
            steps.extend(sold.into_iter().flatten());
        }
        Ok(false)
    }
}

/// A line of a document as a movement.
fn step(document: &Glance<'_>, line: &Line<'_>, names: &Names) -> Step {
    let number = document.number.clone();
    Step {
        time: document.time,
        by: names.of(document.cashier),
        quantity: if document.is_return {
            line.quantity
        } else {
            -line.quantity
        },
        cost: line.cost,
        cause: if document.is_return {
            Cause::Returned(number)
        } else {
            Cause::Sold(number)
        },
    }
}

fn last_day(month: Month) -> Date {
    Date::new(month.year, month.month, 1).map_or(Date::MIN, Date::last_of_month)
}

/// A price, where it is another than the last.
fn note(prices: &mut Vec<PriceChange>, happening: &Happening, by: String, to: UnitPrice) {
    let from = prices.last().map(|last| last.to);
    if from.map(UnitPrice::value) != Some(to.value()) {
        prices.push(PriceChange {
            day: happening.day,
            by,
            from,
            to,
        });
    }
}
