//! The register's side of goods and counts, without a disk. Must never decide by itself: the domain does.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use uuid::Uuid;

use tendero::domain::decide::count::{self, CloseCountCommand, CountCommand};
use tendero::domain::decide::stock::{Levels, MoveCommand, move_goods, take_back};
use tendero::domain::money::Money;
use tendero::domain::product::Sku;
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::UnitPrice;
use tendero::domain::staff::PersonId;
use tendero::domain::stock::{CountLine, OpenCount, Reason, StockMoved, value};
use tendero::register::reply::{Answer, Said};
use tendero::register::reports::desk::Ask;
use tendero::register::reports::story::{Cause, PriceChange, Step, Story, Worth};
use tendero::register::stock_jobs::{StockAnswer, StockJob};

use crate::shop::{FakeRegister, said};

/// What moved and what is being counted.
#[derive(Default)]
pub(crate) struct Shelves {
    moved: Vec<StockMoved>,
    open: Vec<OpenCount>,
    /// From when on lives are told.
    pub(crate) since: Option<Date>,
}

impl FakeRegister {
    pub(crate) fn stock(&mut self, by: PersonId, job: StockJob) -> Result<Answer, Said> {
        let levels: Levels = self
            .levels
            .iter()
            .map(|(sku, level)| (sku.clone(), Some(*level)))
            .collect();
        let answer = match job {
            StockJob::Move {
                id, reason, lines, ..
            } => {
                let command = MoveCommand {
                    id,
                    by,
                    approved_by: None,
                    reason,
                    lines,
                };
                self.move_goods(&levels, &command)?
            }
            StockJob::Count {
                id,
                count,
                scope,
                lines,
                ..
            } => self.part(
                &levels,
                CountCommand {
                    id,
                    count,
                    scope,
                    by,
                    approved_by: None,
                    lines,
                },
            )?,
            StockJob::OpenCounts => StockAnswer::OpenCounts(self.shelves.open.clone()),
            StockJob::Review { count, .. } => {
                let open = self.open_count(count);
                let (different, worth) = count::differences(&self.till, &self.catalogue, &open);
                StockAnswer::Review(Box::new(open), different, worth)
            }
            StockJob::CloseCount {
                id, count, give_up, ..
            } => {
                let open = self.open_count(count);
                let command = CloseCountCommand {
                    id,
                    count,
                    by,
                    approved_by: None,
                    give_up,
                };
                let mut fresh = || Uuid::from_u128(0xc0);
                let at = (self.now, &mut fresh as &mut dyn FnMut() -> Uuid);
                let ended = count::close(&self.till, &self.catalogue, &open, &command, at);
                let (moved, closed) = ended.map_err(said)?;
                moved.iter().for_each(|moved| self.apply(moved));
                self.shelves.open.retain(|open| open.count != count);
                StockAnswer::CountEnded(Box::new(closed))
            }
            StockJob::RenameCategory { from, to, .. } => self.rename(&from, &to),
        };
        Ok(Answer::Stock(Box::new(answer)))
    }

    fn move_goods(&mut self, levels: &Levels, command: &MoveCommand) -> Result<StockAnswer, Said> {
        let before = match command.reason {
            Reason::Reversed { of } => self.shelves.moved.iter().find(|moved| moved.id == of),
            _ => None,
        };
        let moved = match before {
            Some(before) => take_back(&self.till, &self.catalogue, levels, (command, before), self.now),
            None => move_goods(&self.till, &self.catalogue, levels, command, self.now),
        };
        let moved = moved.map_err(said)?;
        self.apply(&moved);
        Ok(StockAnswer::Moved(Box::new(moved), self.catalogue.clone()))
    }

    fn rename(&mut self, from: &str, to: &str) -> StockAnswer {
        let of = self
            .catalogue
            .iter()
            .filter(|(_, product)| product.category == from);
        let products: Vec<_> = of.map(|(_, product)| product.to_product()).collect();
        for mut product in products.clone() {
            to.clone_into(&mut product.category);
            self.catalogue = Arc::new(self.catalogue.with(product));
        }
        StockAnswer::Renamed(products.len() as u64, self.catalogue.clone())
    }

    /// What the report thread says of goods; none where it is asked something else.
    pub(crate) fn story(&self, ask: &Ask) -> Option<Answer> {
        let answer = match ask {
            Ask::Levels => {
                let levels = self.levels.iter().map(|(sku, level)| (sku.clone(), *level));
                StockAnswer::Levels(Arc::new(levels.collect()))
            }
            Ask::Story(sku) => StockAnswer::Story(Arc::new(self.life(sku))),
            Ask::Worth => StockAnswer::Worth(Arc::new(self.worth())),
            _ => return None,
        };
        Some(Answer::Stock(Box::new(answer)))
    }

    fn worth(&self) -> Worth {
        let zero = Money::zero(self.till.shop.currency);
        let mut categories: std::collections::BTreeMap<String, (u64, Money)> = Default::default();
        let (mut total, mut uncosted) = (zero, 0);
        for (sku, level) in &self.levels {
            let row = self.catalogue.by_sku(sku.as_str()).unwrap();
            let product = self.catalogue.get(row);
            let shop = &self.till.shop;
            match value(*level, product.cost, shop.currency, shop.rounding) {
                Some(worth) => {
                    let row = categories.entry(product.category.to_owned()).or_insert((0, zero));
                    row.0 += 1;
                    row.1.gather(worth);
                    total.gather(worth);
                }
                None => uncosted += 1,
            }
        }
        Worth {
            total,
            categories: categories
                .into_iter()
                .map(|(name, (n, worth))| (name, n, worth))
                .collect(),
            uncosted,
            negative: 0,
        }
    }

    fn life(&self, sku: &Sku) -> Story {
        let day = self.now.date();
        let moves = self.shelves.moved.iter().rev().flat_map(|moved| {
            let lines = moved.lines.iter().filter(|line| line.sku == *sku);
            lines.map(|line| Step {
                time: moved.time,
                by: "Luz".to_owned(),
                quantity: line.quantity,
                cost: line.cost,
                cause: Cause::Moved {
                    id: moved.id,
                    reason: moved.reason.clone(),
                    undone: self.is_undone(moved.id),
                    products: moved.lines.len(),
                },
            })
        });
        let prices = [("1.05", None), ("1.15", Some("1.05"))].map(|(to, from)| PriceChange {
            day,
            by: "Luz".to_owned(),
            from: from.map(|from| UnitPrice::parse(from).unwrap()),
            to: UnitPrice::parse(to).unwrap(),
        });
        Story {
            sku: sku.clone(),
            level: self.levels.get(sku).copied(),
            prices: prices.into_iter().rev().collect(),
            prices_since: self.shelves.since,
            moves: moves.collect(),
            moves_since: self.shelves.since,
            months: Vec::new(),
        }
    }

    fn is_undone(&self, id: Uuid) -> bool {
        let mut moved = self.shelves.moved.iter();
        moved.any(|moved| matches!(moved.reason, Reason::Reversed { of } if of == id))
    }

    fn part(&mut self, levels: &Levels, command: CountCommand) -> Result<StockAnswer, Said> {
        let elsewhere = BTreeSet::new();
        let counted = count::count(
            &self.till,
            &self.catalogue,
            (levels, &elsewhere),
            &command,
            self.now,
        )
        .map_err(said)?;
        let mut open = self.open_count(command.count);
        open.scope.clone_from(&counted.scope);
        for line in &counted.lines {
            open.lines.retain(|known| known.line.sku != line.sku);
            open.lines.push(CountLine {
                line: line.clone(),
                by: counted.by,
                time: counted.time,
            });
        }
        self.shelves.open.retain(|other| other.count != open.count);
        self.shelves.open.push(open);
        Ok(StockAnswer::Counted(Box::new(counted)))
    }

    fn open_count(&self, count: Uuid) -> OpenCount {
        let known = self.shelves.open.iter().find(|open| open.count == count);
        known.cloned().unwrap_or(OpenCount {
            count,
            ..OpenCount::default()
        })
    }

    fn apply(&mut self, moved: &StockMoved) {
        for line in &moved.lines {
            let level = self.levels.entry(line.sku.clone()).or_insert(Quantity::ZERO);
            *level = level.checked_add(line.quantity).unwrap();
            if let Some(cost) = line.new_cost() {
                let row = self.catalogue.by_sku(line.sku.as_str()).unwrap();
                let mut product = self.catalogue.get(row).to_product();
                product.cost = cost;
                self.catalogue = Arc::new(self.catalogue.with(product));
            }
        }
        self.shelves.moved.push(moved.clone());
    }
}
