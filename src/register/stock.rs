//! Goods that come, go, are put right and are counted. Must never move anything twice for one id, nor take
//! anything back twice.

use std::sync::Arc;

use jiff::civil::Date;
use uuid::Uuid;

use crate::domain::decide::count::{self, CloseCountCommand, CountCommand, CountRefusal};
use crate::domain::decide::stock::{Levels, MoveCommand, StockRefusal, move_goods, reason, take_back};
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::product::{LABEL_MAX, Sku};
use crate::domain::rate::UnitPrice;
use crate::domain::refusal::Refuse;
use crate::domain::stock::{OpenCount, Reason, StockCountClosed, StockCounted, StockMoved};
use crate::domain::text;

use super::{Failure, Fault, Register};

impl Register {
    /// Makes goods move; the same id again is answered with what was recorded, and takes back what
    /// [`Reason::Reversed`] names.
    pub fn move_stock(&mut self, command: &MoveCommand) -> Result<StockMoved, Failure> {
        if let Some(moved) = self.moved_before(command.id)? {
            return if is_of(&moved, command) {
                Ok(moved)
            } else {
                Err(no(&StockRefusal::IdTaken))
            };
        }
        let now = self.now();
        let decided = match command.reason {
            Reason::Reversed { of } => {
                let moved = self.movement(of)?.ok_or_else(|| no(&StockRefusal::NoSuchMove))?;
                if self.folded()?.undone_at(of)?.is_some() {
                    return Err(no(&StockRefusal::Undone));
                }
                let levels = self.levels_of(moved.lines.iter().map(|line| line.sku.clone()))?;
                take_back(&self.till, &self.catalogue, &levels, (command, &moved), now)
            }
            _ => {
                let levels = self.levels_of(command.lines.iter().map(|line| line.sku.clone()))?;
                move_goods(&self.till, &self.catalogue, &levels, command, now)
            }
        };
        let moved = decided.map_err(|refusal| no(&refusal))?;
        self.commit(
            Some(command.by),
            vec![(command.id, Event::StockMoved(moved.clone()))],
        )?;
        self.take_costs(&moved);
        Ok(moved)
    }

    /// Keeps a part of a count.
    pub fn count_stock(&mut self, command: &CountCommand) -> Result<StockCounted, Failure> {
        if let Some(counted) = self.counted_before(command.id)? {
            let lines = counted.lines.iter().map(|line| (&line.sku, line.counted));
            let same = counted.count == command.count
                && counted.scope == text::clean(&command.scope, LABEL_MAX)
                && lines.eq(command.lines.iter().map(|(sku, counted)| (sku, *counted)));
            return if same {
                Ok(counted)
            } else {
                Err(no(&StockRefusal::IdTaken))
            };
        }
        let skus = command.lines.iter().map(|(sku, _)| sku);
        let elsewhere = self.folded()?.counted_elsewhere(command.count, skus)?;
        let levels = self.levels_of(command.lines.iter().map(|(sku, _)| sku.clone()))?;
        let now = self.now();
        let counted = count::count(&self.till, &self.catalogue, (&levels, &elsewhere), command, now)
            .map_err(|refusal| no(&refusal))?;
        let event = Event::StockCounted(counted.clone());
        self.commit(Some(command.by), vec![(command.id, event)])?;
        Ok(counted)
    }

    /// The part of a count of that entry; any other use of the id is refused.
    pub fn counted_before(&mut self, id: Uuid) -> Result<Option<StockCounted>, Failure> {
        match self.folded()?.position_of_id(id)? {
            None => Ok(None),
            Some(position) => match self.event_at(position)?.1 {
                Event::StockCounted(counted) => Ok(Some(counted)),
                _ => Err(no(&StockRefusal::IdTaken)),
            },
        }
    }

    /// Ends a count: its differences move, unless it is given up. All of it is one frame.
    pub fn close_count(&mut self, command: &CloseCountCommand) -> Result<StockCountClosed, Failure> {
        if let Some(position) = self.folded()?.position_of_id(command.id)? {
            return match self.event_at(position)?.1 {
                Event::StockCountClosed(closed)
                    if (closed.count, closed.given_up) == (command.count, command.give_up) =>
                {
                    Ok(closed)
                }
                _ => Err(no(&StockRefusal::IdTaken)),
            };
        }
        let open = self
            .open_count(command.count)?
            .ok_or_else(|| no(&CountRefusal::Gone))?;
        let now = self.now();
        let around = &self.around;
        let mut fresh = || around.id();
        let (moved, closed) = count::close(&self.till, &self.catalogue, &open, command, (now, &mut fresh))
            .map_err(|refusal| no(&refusal))?;
        let mut events: Vec<(Uuid, Event)> = Vec::with_capacity(moved.len() + 1);
        events.extend(
            moved
                .into_iter()
                .map(|moved| (moved.id, Event::StockMoved(moved))),
        );
        events.push((command.id, Event::StockCountClosed(closed.clone())));
        self.commit(Some(command.by), events)?;
        Ok(closed)
    }

    /// The counts that are open.
    pub fn open_counts(&mut self) -> Result<Vec<OpenCount>, Fault> {
        Ok(self.folded()?.open_counts()?)
    }

    /// The open count of that id.
    pub fn open_count(&mut self, count: Uuid) -> Result<Option<OpenCount>, Fault> {
        let open = self.open_counts()?;
        Ok(open.into_iter().find(|open| open.count == count))
    }

    /// How many products of a count differ, and what that is worth.
    pub fn differences(&self, open: &OpenCount) -> (u64, Money) {
        count::differences(&self.till, &self.catalogue, open)
    }

    /// The movement of that entry.
    pub fn movement(&mut self, id: Uuid) -> Result<Option<StockMoved>, Fault> {
        let Some(position) = self.folded()?.position_of_id(id)? else {
            return Ok(None);
        };
        Ok(match self.event_at(position)?.1 {
            Event::StockMoved(moved) => Some(moved),
            _ => None,
        })
    }

    /// The movements between two business dates, both included, in the order they were made, one at a time.
    pub fn stock_moves<E: From<Fault>>(
        &mut self,
        from: Date,
        to: Date,
        mut each: impl FnMut(StockMoved) -> Result<(), E>,
    ) -> Result<(), E> {
        let found = self.folded()?.happenings(from, to, &[34]).map_err(Fault::from)?;
        for happening in found {
            if let Event::StockMoved(moved) = self.event_at(happening.position)?.1 {
                each(moved)?;
            }
        }
        Ok(())
    }

    fn moved_before(&mut self, id: Uuid) -> Result<Option<StockMoved>, Failure> {
        match self.folded()?.position_of_id(id)? {
            None => Ok(None),
            Some(position) => match self.event_at(position)?.1 {
                Event::StockMoved(moved) => Ok(Some(moved)),
                _ => Err(no(&StockRefusal::IdTaken)),
            },
        }
    }

    fn levels_of(&mut self, skus: impl Iterator<Item = Sku>) -> Result<Levels, Fault> {
        let skus: Vec<Sku> = skus.collect();
        let levels = self.stock(&skus)?;
        Ok(skus.into_iter().zip(levels).collect())
    }

    /// Gives the goods in memory the costs that an entry decided.
    fn take_costs(&mut self, moved: &StockMoved) {
        let mut goods = None;
        for line in &moved.lines {
            let catalogue = goods.as_ref().unwrap_or(self.catalogue.as_ref());
            if let Some(cost) = line.new_cost()
                && let Some(row) = catalogue.by_sku(line.sku.as_str())
            {
                let mut product = catalogue.get(row).to_product();
                product.cost = cost;
                goods = Some(catalogue.with(product));
            }
        }
        if let Some(goods) = goods {
            self.catalogue = Arc::new(goods);
        }
    }
}

/// Whether an entry is what a command asks for: the same reason, the same lines.
fn is_of(moved: &StockMoved, command: &MoveCommand) -> bool {
    if reason(&command.reason).ok().as_ref() != Some(&moved.reason) {
        return false;
    }
    let (out, came) = match moved.reason {
        // What a taking back moves is what it takes back.
        Reason::Reversed { .. } => return true,
        Reason::WrittenOff { .. } => (true, false),
        Reason::Received { .. } => (false, true),
        Reason::Adjusted { .. } | Reason::Counted { .. } => (false, false),
    };
    let recorded = moved.lines.iter().map(|line| {
        // A cost that was said made an average; any other is the one there was.
        let said = line.cost.filter(|_| came && line.cost_after.is_some());
        (&line.sku, line.quantity, said.map(UnitPrice::value))
    });
    let asked = command.lines.iter().map(|line| {
        let quantity = if out { -line.quantity } else { line.quantity };
        let said = line.cost.filter(|_| came);
        (&line.sku, quantity, said.map(UnitPrice::value))
    });
    recorded.eq(asked)
}

fn no(refusal: &impl Refuse) -> Failure {
    Failure::refused(refusal)
}
