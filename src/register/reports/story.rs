//! The life of one product, and what all of them are worth. Must never read more of the journal than the days
//! and months concerned.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use crate::domain::document::DocumentNumber;
use crate::domain::event::Event;
use crate::domain::money::{Money, Rounding};
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::stock::{Reason, StockMoved, value};
use crate::store::{Happening, Month, Moved};

use super::source::Document;
use super::{Source, Stop, Watch};

/// Most movements of a story: the newest.
const MOVES_MAX: usize = 500;

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
    /// Its movements, 500 at most.
    pub moves: Vec<Step>,
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
    pub fn levels(&self) -> Result<HashMap<Sku, Quantity>, Stop> {
        Ok(self.store.all_levels()?)
    }

    /// What the goods are worth: quantity × cost, rounded once for each product.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn worth(&self, rounding: Rounding) -> Result<Worth, Stop> {
        let zero = Money::zero(self.currency);
        let mut by: BTreeMap<String, (u64, Money)> = BTreeMap::new();
        let (mut total, mut uncosted, mut negative) = (zero, 0, 0);
        self.store.for_each_level(|product, level| {
            let Some(level) = level.filter(|level| *level != Quantity::ZERO) else {
                return;
            };
            negative += u64::from(level < Quantity::ZERO);
            match value(level, product.cost, self.currency, rounding) {
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
        let kinds = [31, 32, 34];
        let all = self.store.happenings(Date::MIN, Date::MAX, &kinds)?;
        let (mut prices, mut moves): (Vec<PriceChange>, Vec<Step>) = (Vec::new(), Vec::new());
        for (done, happening) in all.iter().enumerate() {
            if !watch(done as u64, all.len() as u64) {
                return Err(Stop::Cancelled);
            }
            let (id, fact) = self.fact_at(happening.position)?;
            let by = fact.by.map(|by| self.name(by)).unwrap_or_default();
            match fact.event {
                Event::ProductSaved(row) if row.product.sku == *sku => {
                    note(&mut prices, happening, by, row.product.price);
                }
                Event::ImportCommitted(committed) => {
                    if let Some(price) = self.imported((&committed, happening.position), sku)? {
                        note(&mut prices, happening, by, price);
                    }
                }
                Event::StockMoved(moved) => self.stock_moved(id, &moved, sku, &mut moves)?,
                _ => {}
            }
        }
        let mut months = self.store.months(sku)?;
        months.reverse();
        self.sold(sku, &months, &mut moves, watch)?;
        prices.reverse();
        moves.sort_by_key(|step| std::cmp::Reverse(step.time));
        moves.truncate(MOVES_MAX);
        if !self.costs {
            moves.iter_mut().for_each(|step| step.cost = None);
        }
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
            moves,
            months,
        })
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

    /// Its sales, month by month from the newest, until there are enough.
    fn sold(
        &self,
        sku: &Sku,
        months: &[(Month, Moved)],
        steps: &mut Vec<Step>,
        watch: Watch<'_>,
    ) -> Result<(), Stop> {
        let mut found = 0;
        for (month, _) in months {
            let Ok(first) = Date::new(month.year, month.month, 1) else {
                continue;
            };
            let positions = self.store.sales_between(first, first.last_of_month())?;
            for (done, position) in positions.iter().enumerate() {
                if !watch(done as u64, positions.len() as u64) {
                    return Err(Stop::Cancelled);
                }
                let Some(document) = self.document_at(*position)? else {
                    continue;
                };
                let back = document.is_return();
                let (time, by, number) = match &document {
                    Document::Sale(sale) => (sale.time, sale.cashier, sale.number.clone()),
                    Document::Return(refund) => (refund.time, refund.cashier, refund.number.clone()),
                };
                for (good, _) in document.lines().filter(|(good, _)| good.sku == *sku) {
                    found += 1;
                    steps.push(Step {
                        time,
                        by: self.name(by),
                        quantity: if back { good.quantity } else { -good.quantity },
                        cost: good.cost,
                        cause: if back {
                            Cause::Returned(number.clone())
                        } else {
                            Cause::Sold(number.clone())
                        },
                    });
                }
            }
            if found >= MOVES_MAX {
                break;
            }
        }
        Ok(())
    }
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
