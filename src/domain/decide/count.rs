//! Deciding about a count of the shelves: its parts, and what its end moves. Must never take a level for the
//! truth: what was found moves the level by the difference at the moment of counting, so that what was sold
//! meanwhile stays sold.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use uuid::Uuid;

use crate::domain::catalogue::Catalogue;
use crate::domain::money::Money;
use crate::domain::product::{LABEL_MAX, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::stock::{
    CountLine, CountedLine, MovedLine, OpenCount, Reason, StockCountClosed, StockCounted, StockMoved, value,
};
use crate::domain::text;
use crate::domain::till::Till;

use super::stock::{LINES_MAX, Levels, StockRefusal, day, fine, product};

/// Why a part of a count is not kept, or a count not ended. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountRefusal {
    /// What any movement may be refused for.
    #[error(transparent)]
    Stock(#[from] StockRefusal),
    /// Below zero.
    #[error("{name} cannot be counted below 0: type what you see")]
    Negative {
        /// Of what.
        name: String,
    },
    /// Another count has it.
    #[error("{name} is being counted in another count: end that one first")]
    Elsewhere {
        /// Of what.
        name: String,
    },
    /// No such count is open.
    #[error("this count is not open any more: begin another")]
    Gone,
}

impl Refuse for CountRefusal {
    fn code(&self) -> &'static str {
        match self {
            CountRefusal::Stock(refusal) => refusal.code(),
            CountRefusal::Negative { .. } => "count-negative",
            CountRefusal::Elsewhere { .. } => "count-elsewhere",
            CountRefusal::Gone => "count-gone",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            CountRefusal::Stock(refusal) => refusal.values(),
            CountRefusal::Negative { name } | CountRefusal::Elsewhere { name } => {
                vec![("name", name.clone())]
            }
            CountRefusal::Gone => Vec::new(),
        }
    }
}

/// A part of a count to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountCommand {
    /// Id of the entry.
    pub id: Uuid,
    /// The count.
    pub count: Uuid,
    /// What is counted: a shelf, a category.
    pub scope: String,
    /// Who counted.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    pub approved_by: Option<PersonId>,
    /// What was found.
    pub lines: Vec<(Sku, Quantity)>,
}

/// A count to be ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseCountCommand {
    /// Id of the entry.
    pub id: Uuid,
    /// The count.
    pub count: Uuid,
    /// Who ends it.
    pub by: PersonId,
    /// Who let the differences stand, where somebody had to.
    pub approved_by: Option<PersonId>,
    /// Whether nothing of it counts.
    pub give_up: bool,
}

/// Decides a part of a count, with the levels there are. `elsewhere` are the products of other open counts.
///
/// # Errors
/// Why it is not kept.
pub fn count(
    till: &Till,
    catalogue: &Catalogue,
    (levels, elsewhere): (&Levels, &BTreeSet<Sku>),
    command: &CountCommand,
    time: DateTime,
) -> Result<StockCounted, CountRefusal> {
    match command.lines.len() {
        0 => return Err(StockRefusal::Empty.into()),
        1..=LINES_MAX => {}
        _ => return Err(StockRefusal::TooMany.into()),
    }
    let line = |(sku, counted): &(Sku, Quantity)| {
        let product = product(catalogue, sku)?;
        fine(&product, *counted)?;
        let name = product.name;
        if *counted < Quantity::ZERO {
            return Err(CountRefusal::Negative { name });
        }
        if elsewhere.contains(sku) {
            return Err(CountRefusal::Elsewhere { name });
        }
        Ok(CountedLine {
            sku: product.sku,
            name,
            unit: product.unit,
            counted: *counted,
            level: levels.get(sku).copied().flatten(),
        })
    };
    let lines = command.lines.iter().map(line).collect::<Result<_, _>>()?;
    let (shift, date) = day(till, time);
    Ok(StockCounted {
        id: command.id,
        count: command.count,
        scope: text::clean(&command.scope, LABEL_MAX),
        shift,
        date,
        time,
        by: command.by,
        approved_by: command.approved_by,
        lines,
    })
}

/// What the differences of a count are worth, and of how many products they are.
#[must_use]
pub fn differences(till: &Till, catalogue: &Catalogue, open: &OpenCount) -> (u64, Money) {
    let (mut different, mut worth) = (0, Money::zero(till.shop.currency));
    for CountLine { line, .. } in &open.lines {
        let Ok(difference) = line.difference() else {
            continue;
        };
        if difference == Quantity::ZERO {
            continue;
        }
        different += 1;
        let row = catalogue.by_sku(line.sku.as_str());
        let cost = row.and_then(|row| catalogue.get(row).cost);
        if let Some(one) = value(difference, cost, till.shop.currency, till.shop.rounding) {
            worth.gather(one);
        }
    }
    (different, worth)
}

/// Decides the end of a count: the movements, each under an id of its own that `fresh` gives, and the end
/// itself.
///
/// # Errors
/// Why it is not ended.
pub fn close(
    till: &Till,
    catalogue: &Catalogue,
    open: &OpenCount,
    command: &CloseCountCommand,
    (time, fresh): (DateTime, &mut dyn FnMut() -> Uuid),
) -> Result<(Vec<StockMoved>, StockCountClosed), CountRefusal> {
    if open.lines.is_empty() {
        return Err(CountRefusal::Gone);
    }
    let (shift, date) = day(till, time);
    let mut moved = Vec::new();
    if !command.give_up {
        let lines = moves(catalogue, open)?;
        for lines in lines.chunks(LINES_MAX) {
            moved.push(StockMoved {
                id: fresh(),
                reason: Reason::Counted { count: command.count },
                shift,
                date,
                time,
                by: command.by,
                approved_by: command.approved_by,
                lines: lines.to_vec(),
            });
        }
    }
    let (different, value) = differences(till, catalogue, open);
    let closed = StockCountClosed {
        id: command.id,
        count: command.count,
        scope: open.scope.clone(),
        shift,
        date,
        time,
        by: command.by,
        approved_by: command.approved_by,
        given_up: command.give_up,
        products: open.lines.len() as u64,
        different,
        value,
    };
    Ok((moved, closed))
}

/// A line for each product of which another level was found.
fn moves(catalogue: &Catalogue, open: &OpenCount) -> Result<Vec<MovedLine>, CountRefusal> {
    let mut lines = Vec::new();
    for CountLine { line, .. } in &open.lines {
        let too_much = |_| StockRefusal::TooMuch {
            name: line.name.clone(),
        };
        let quantity = line.difference().map_err(too_much)?;
        if quantity == Quantity::ZERO {
            continue;
        }
        let row = catalogue.by_sku(line.sku.as_str());
        lines.push(MovedLine {
            sku: line.sku.clone(),
            name: line.name.clone(),
            unit: line.unit,
            quantity,
            cost: row.and_then(|row| catalogue.get(row).cost),
            cost_before: None,
            cost_after: None,
            cost_gone: false,
        });
    }
    Ok(lines)
}
