//! Deciding that goods moved, and what they cost on average from then on. Must never refuse a level below
//! zero: what was sold was there, whatever the books say.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use crate::domain::catalogue::Catalogue;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::{Quantity, QuantityRefusal};
use crate::domain::rate::UnitPrice;
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::domain::stock::{MovedLine, REASON_MAX, Reason, StockMoved, average, average_without};
use crate::domain::text;
use crate::domain::till::Till;

/// Most lines of one movement.
pub const LINES_MAX: usize = 500;

/// Levels of products; none where nothing was ever counted.
pub type Levels = BTreeMap<Sku, Option<Quantity>>;

/// Why goods do not move. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockRefusal {
    /// No line.
    #[error("there is nothing in it: scan or type a product first")]
    Empty,
    /// Too many lines.
    #[error("that is more than 500 lines: make two of it")]
    TooMany,
    /// No such product.
    #[error("the shop has no product {sku}: create it first")]
    Unknown {
        /// What was asked for.
        sku: String,
    },
    /// A quantity of nothing.
    #[error("a quantity of {name} is needed, more than 0")]
    Nothing {
        /// Of what.
        name: String,
    },
    /// Finer than the unit.
    #[error("{name} is counted in {unit}, with {decimals} decimals at most")]
    TooFine {
        /// Of what.
        name: String,
        /// Its unit.
        unit: String,
        /// How many it may have.
        decimals: u8,
    },
    /// The level would be absurd.
    #[error("with that, the level of {name} would be too large to be meant")]
    TooMuch {
        /// Of what.
        name: String,
    },
    /// No reason.
    #[error("a reason is needed: say in a few words why")]
    NoReason,
    /// Nothing of that id moved anything.
    #[error("there is no such movement to take back")]
    NoSuchMove,
    /// It is taken back already.
    #[error("this movement was taken back already: once is enough")]
    Undone,
    /// Taking back is not taken back.
    #[error("this entry takes another one back: make the movement anew instead")]
    IsUndoing,
    /// The id is that of something else.
    #[error("the id was used for something else: nothing moved")]
    IdTaken,
}

impl Refuse for StockRefusal {
    fn code(&self) -> &'static str {
        match self {
            StockRefusal::Empty => "stock-empty",
            StockRefusal::TooMany => "stock-too-many",
            StockRefusal::Unknown { .. } => "stock-unknown",
            StockRefusal::Nothing { .. } => "stock-nothing",
            StockRefusal::TooFine { .. } => "stock-too-fine",
            StockRefusal::TooMuch { .. } => "stock-too-much",
            StockRefusal::NoReason => "stock-no-reason",
            StockRefusal::NoSuchMove => "stock-no-move",
            StockRefusal::Undone => "stock-undone",
            StockRefusal::IsUndoing => "stock-is-undoing",
            StockRefusal::IdTaken => "stock-id-taken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            StockRefusal::Unknown { sku } => vec![("sku", sku.clone())],
            StockRefusal::Nothing { name } | StockRefusal::TooMuch { name } => vec![("name", name.clone())],
            StockRefusal::TooFine { name, unit, decimals } => vec![
                ("name", name.clone()),
                ("unit", unit.clone()),
                ("decimals", decimals.to_string()),
            ],
            _ => Vec::new(),
        }
    }
}

/// One product to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveLine {
    /// Which.
    pub sku: Sku,
    /// How much. Goods that come in and goods written off are both told above zero.
    pub quantity: Quantity,
    /// What one unit of goods that come in cost, where it is known.
    pub cost: Option<UnitPrice>,
}

/// Goods to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveCommand {
    /// Id of the entry, so that asking twice moves once.
    pub id: Uuid,
    /// Who.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    pub approved_by: Option<PersonId>,
    /// Why.
    pub reason: Reason,
    /// What.
    pub lines: Vec<MoveLine>,
}

/// The day and the shift that an entry of that local time belongs to. Without an open register it is the day
/// of the clock, and never before the last one.
#[must_use]
pub fn day(till: &Till, time: DateTime) -> (Option<u64>, Date) {
    match &till.shift {
        Some(shift) => (Some(shift.opened.number), shift.opened.date),
        None => {
            let last = till.last_date.unwrap_or(time.date());
            (None, time.date().max(last))
        }
    }
}

/// Decides that goods moved, with the levels there are, at that local time of the counter.
///
/// # Errors
/// Why they do not.
pub fn move_goods(
    till: &Till,
    catalogue: &Catalogue,
    levels: &Levels,
    command: &MoveCommand,
    time: DateTime,
) -> Result<StockMoved, StockRefusal> {
    let reason = reason(&command.reason)?;
    let sign = match reason {
        Reason::WrittenOff { .. } => -1,
        _ => 1,
    };
    match command.lines.len() {
        0 => return Err(StockRefusal::Empty),
        1..=LINES_MAX => {}
        _ => return Err(StockRefusal::TooMany),
    }
    // The same product may stand on several lines: each goes on from the one before.
    let mut now: BTreeMap<&Sku, (Quantity, Option<UnitPrice>)> = BTreeMap::new();
    let mut lines = Vec::with_capacity(command.lines.len());
    for asked in &command.lines {
        let product = product(catalogue, &asked.sku)?;
        check(
            &product,
            asked.quantity,
            matches!(reason, Reason::Adjusted { .. }),
        )?;
        let level = levels.get(&asked.sku).copied().flatten();
        let (level, before) = now
            .get(&asked.sku)
            .copied()
            .unwrap_or((level.unwrap_or(Quantity::ZERO), product.cost));
        let quantity = if sign < 0 { -asked.quantity } else { asked.quantity };
        let too_much = |_: QuantityRefusal| StockRefusal::TooMuch {
            name: product.name.clone(),
        };
        let after = level.checked_add(quantity).map_err(too_much)?;
        let paid = asked.cost.filter(|_| matches!(reason, Reason::Received { .. }));
        let cost_after = paid.map(|cost| average(level, before, quantity, cost));
        now.insert(&asked.sku, (after, cost_after.or(before)));
        lines.push(MovedLine {
            sku: product.sku,
            name: product.name,
            unit: product.unit,
            quantity,
            cost: paid.or(before),
            cost_before: before.filter(|_| cost_after.is_some()),
            cost_after,
            cost_gone: false,
        });
    }
    Ok(entry(till, command, reason, lines, time))
}

/// Decides the counter-entry of a movement, with the levels there are.
///
/// # Errors
/// Why it is not taken back.
pub fn take_back(
    till: &Till,
    catalogue: &Catalogue,
    levels: &Levels,
    (command, moved): (&MoveCommand, &StockMoved),
    time: DateTime,
) -> Result<StockMoved, StockRefusal> {
    if matches!(moved.reason, Reason::Reversed { .. }) {
        return Err(StockRefusal::IsUndoing);
    }
    let mut now: BTreeMap<&Sku, (Quantity, Option<UnitPrice>)> = BTreeMap::new();
    let mut lines = Vec::with_capacity(moved.lines.len());
    // Backwards, so that several lines of one product lead back the way they came.
    for line in moved.lines.iter().rev() {
        let known = catalogue.by_sku(line.sku.as_str()).map(|row| catalogue.get(row));
        let cost = known.and_then(|product| product.cost);
        let level = levels.get(&line.sku).copied().flatten();
        let (level, cost) = now
            .get(&line.sku)
            .copied()
            .unwrap_or((level.unwrap_or(Quantity::ZERO), cost));
        let quantity = -line.quantity;
        let too_much = |_: QuantityRefusal| StockRefusal::TooMuch {
            name: line.name.clone(),
        };
        let after = level.checked_add(quantity).map_err(too_much)?;
        let back = cost.and_then(|now| average_back(line, level, now));
        now.insert(&line.sku, (after, back.unwrap_or(cost)));
        lines.push(MovedLine {
            sku: line.sku.clone(),
            name: line.name.clone(),
            unit: line.unit,
            quantity,
            cost: line.cost,
            cost_before: cost.filter(|_| back.is_some()),
            cost_after: back.flatten(),
            cost_gone: back == Some(None),
        });
    }
    let reason = Reason::Reversed { of: moved.id };
    Ok(entry(till, command, reason, lines, time))
}

/// The average that taking a line back leads to, where it changed one and that can still be told: exactly the
/// one before, or none as before, where nothing has changed it since.
fn average_back(line: &MovedLine, level: Quantity, now: UnitPrice) -> Option<Option<UnitPrice>> {
    let after = line.cost_after?;
    if now.value() == after.value() {
        return Some(line.cost_before);
    }
    average_without(level, now, line.quantity, line.cost?).map(Some)
}

fn entry(
    till: &Till,
    command: &MoveCommand,
    reason: Reason,
    lines: Vec<MovedLine>,
    time: DateTime,
) -> StockMoved {
    let (shift, date) = day(till, time);
    StockMoved {
        id: command.id,
        reason,
        shift,
        date,
        time,
        by: command.by,
        approved_by: command.approved_by,
        lines,
    }
}

/// The product of that SKU.
pub(super) fn product(catalogue: &Catalogue, sku: &Sku) -> Result<Product, StockRefusal> {
    let unknown = || StockRefusal::Unknown { sku: sku.to_string() };
    let row = catalogue.by_sku(sku.as_str()).ok_or_else(unknown)?;
    Ok(catalogue.get(row).to_product())
}

fn check(product: &Product, quantity: Quantity, signed: bool) -> Result<(), StockRefusal> {
    if quantity == Quantity::ZERO || (!signed && !quantity.is_positive()) {
        let name = product.name.clone();
        return Err(StockRefusal::Nothing { name });
    }
    fine(product, quantity)
}

/// Whether so much of it can be counted in its unit.
pub(super) fn fine(product: &Product, quantity: Quantity) -> Result<(), StockRefusal> {
    let decimals = product.unit.decimals();
    if quantity.decimals() > u32::from(decimals) {
        return Err(StockRefusal::TooFine {
            name: product.name.clone(),
            unit: product.unit.name().to_owned(),
            decimals,
        });
    }
    Ok(())
}

/// The reason with its texts made safe.
///
/// # Errors
/// A text is missing.
pub fn reason(asked: &Reason) -> Result<Reason, StockRefusal> {
    let said = |text: &str| match text::clean(text, REASON_MAX) {
        text if text.is_empty() => Err(StockRefusal::NoReason),
        text => Ok(text),
    };
    Ok(match asked {
        Reason::Received { supplier, reference } => Reason::Received {
            supplier: text::clean(supplier, REASON_MAX),
            reference: text::clean(reference, REASON_MAX),
        },
        Reason::Adjusted { reason } => Reason::Adjusted {
            reason: said(reason)?,
        },
        Reason::WrittenOff { reason } => Reason::WrittenOff {
            reason: said(reason)?,
        },
        Reason::Counted { count } => Reason::Counted { count: *count },
        Reason::Reversed { of } => Reason::Reversed { of: *of },
    })
}

#[cfg(test)]
#[path = "stock/tests.rs"]
mod tests;
