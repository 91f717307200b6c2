//! `tendero stock`: goods that come, go and are counted, for scripts. Must never decide: the register does,
//! by the same rules as on the screens.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::{Failure, Outcome};
use super::who::Leave;
use super::{Context, open};
use crate::domain::decide::count::{CloseCountCommand, CountCommand};
use crate::domain::decide::stock::{MoveCommand, MoveLine};
use crate::domain::permission::Permission;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::staff::PersonId;
use crate::domain::stock::{OpenCount, Reason, is_low, suggested};
use crate::register::Register;

/// What `stock` takes.
#[derive(Debug, Args)]
pub(super) struct Stock {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Every product with its level and its average cost
    List {
        /// Only what is at or below its least, or below zero
        #[arg(long)]
        low: bool,
    },
    /// Take goods in
    Receive {
        /// Each as SKU=QUANTITY, or SKU=QUANTITY@COST
        #[arg(required = true, value_name = "SKU=QTY@COST")]
        lines: Vec<String>,
        /// Who supplied them
        #[arg(long, default_value = "", value_name = "TEXT")]
        supplier: String,
        /// Delivery note or invoice
        #[arg(long, default_value = "", value_name = "TEXT")]
        reference: String,
        #[command(flatten)]
        who: Who,
    },
    /// Put levels right by a difference
    Adjust {
        /// Each as SKU=QUANTITY, below zero for less
        #[arg(required = true, value_name = "SKU=QTY")]
        lines: Vec<String>,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        who: Who,
    },
    /// Take broken or lost goods out
    WriteOff {
        /// Each as SKU=QUANTITY
        #[arg(required = true, value_name = "SKU=QTY")]
        lines: Vec<String>,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        who: Who,
    },
    /// Take a movement back by a counter-entry
    Undo {
        /// Id of the movement
        entry: Uuid,
        #[command(flatten)]
        who: Who,
    },
    /// Keep a part of a count
    Count {
        /// Each as SKU=QUANTITY
        #[arg(required = true, value_name = "SKU=QTY")]
        lines: Vec<String>,
        /// Id of the count; a new one when absent
        #[arg(long, value_name = "ID")]
        count: Option<Uuid>,
        /// What is counted
        #[arg(long, default_value = "", value_name = "TEXT")]
        scope: String,
        #[command(flatten)]
        who: Who,
    },
    /// The counts that are open
    Counts,
    /// End a count: its differences move
    CloseCount {
        /// Id of the count
        count: Uuid,
        /// Give it up: nothing moves
        #[arg(long)]
        give_up: bool,
        #[command(flatten)]
        who: Who,
    },
    /// Movements between two business dates, one a line
    Moves {
        /// First business date
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<Date>,
        /// Last business date
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<Date>,
    },
}

#[derive(Debug, Args)]
struct Who {
    /// Who does it
    #[arg(long, value_name = "NAME")]
    user: String,
    #[command(flatten)]
    leave: Leave,
    /// Id of the entry, so that asking twice does it once
    #[arg(long, value_name = "ID")]
    id: Option<Uuid>,
}

impl Stock {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        match &self.what {
            What::List { low } => list(&mut register, *low, context)?,
            What::Receive {
                lines,
                supplier,
                reference,
                who,
            } => {
                let reason = Reason::Received {
                    supplier: supplier.clone(),
                    reference: reference.clone(),
                };
                moves(&mut register, who, (reason, lines), context)?;
            }
            What::Adjust { lines, reason, who } => {
                let reason = Reason::Adjusted {
                    reason: reason.clone(),
                };
                moves(&mut register, who, (reason, lines), context)?;
            }
            What::WriteOff { lines, reason, who } => {
                let reason = Reason::WrittenOff {
                    reason: reason.clone(),
                };
                moves(&mut register, who, (reason, lines), context)?;
            }
            What::Undo { entry, who } => {
                moves(
                    &mut register,
                    who,
                    (Reason::Reversed { of: *entry }, &[]),
                    context,
                )?;
            }
            What::Count {
                lines,
                count,
                scope,
                who,
            } => part(&mut register, who, (lines, *count, scope), context)?,
            What::Counts => {
                let open: Vec<Value> = register.open_counts()?.iter().map(count_json).collect();
                context.out.json(&json!({ "counts": open }))?;
            }
            What::CloseCount { count, give_up, who } => {
                let (by, approved_by) = who.may(&register, Permission::StockApprove)?;
                let command = CloseCountCommand {
                    id: who.id(&register),
                    count: *count,
                    by,
                    approved_by,
                    give_up: *give_up,
                };
                let closed = register.close_count(&command)?;
                context.out.json(&closed)?;
            }
            What::Moves { from, to } => {
                let (from, to) = (from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX));
                register.stock_moves(from, to, |moved| context.out.json(&moved))?;
            }
        }
        Ok(register.fold()?)
    }
}

impl Who {
    fn may(
        &self,
        register: &Register,
        permission: Permission,
    ) -> Result<(PersonId, Option<PersonId>), Failure> {
        let by = register.person_named(&self.user)?;
        Ok((by, self.leave.of(register, by, permission)?))
    }

    fn id(&self, register: &Register) -> Uuid {
        self.id.unwrap_or_else(|| register.fresh_id())
    }
}

fn list(register: &mut Register, low: bool, context: &mut Context) -> Outcome {
    let mut rows = Vec::new();
    register.levels(|product, level| {
        let negative = level.is_some_and(|level| level < Quantity::ZERO);
        let is_low = is_low(level, product.min_stock);
        if !low || (product.active && (is_low || negative)) {
            rows.push((product, level, is_low));
        }
    })?;
    for (product, level, is_low) in rows {
        if context.options.json {
            context.out.json(&json!({
                "sku": product.sku, "name": product.name, "category": product.category, "level": level,
                "unit": product.unit, "cost": product.cost, "min_stock": product.min_stock, "low": is_low,
                "order": suggested(level, product.min_stock),
            }))?;
        } else {
            let level = level.map_or_else(|| "-".to_owned(), |level| level.to_string());
            let cost = product
                .cost
                .map_or_else(|| "-".to_owned(), |cost| cost.to_string());
            let (sku, name, unit) = (&product.sku, &product.name, product.unit);
            context
                .out
                .line(format_args!("{sku:<16} {level:>10} {unit:<3} {cost:>12}  {name}"))?;
        }
    }
    Ok(())
}

fn moves(
    register: &mut Register,
    who: &Who,
    (reason, lines): (Reason, &[String]),
    context: &mut Context,
) -> Outcome {
    let (by, approved_by) = who.may(register, Permission::Stock)?;
    let lines = lines
        .iter()
        .map(|line| move_line(line))
        .collect::<Result<_, _>>()?;
    let command = MoveCommand {
        id: who.id(register),
        by,
        approved_by,
        reason,
        lines,
    };
    let moved = register.move_stock(&command)?;
    context.out.json(&moved)
}

fn part(
    register: &mut Register,
    who: &Who,
    (lines, count, scope): (&[String], Option<Uuid>, &str),
    context: &mut Context,
) -> Outcome {
    let (by, approved_by) = who.may(register, Permission::Stock)?;
    let found = |line: &String| move_line(line).map(|line| (line.sku, line.quantity));
    let id = who.id(register);
    // asked again without its count: that of the first time
    let before = register.counted_before(id)?.map(|counted| counted.count);
    let command = CountCommand {
        id,
        count: count.or(before).unwrap_or_else(|| register.fresh_id()),
        scope: scope.to_owned(),
        by,
        approved_by,
        lines: lines.iter().map(found).collect::<Result<_, _>>()?,
    };
    let counted = register.count_stock(&command)?;
    let products = counted.lines.len();
    context
        .out
        .json(&json!({ "id": counted.id, "count": counted.count, "products": products }))
}

fn count_json(open: &OpenCount) -> Value {
    let lines = open.lines.iter().map(|line| {
        json!({ "sku": line.line.sku, "counted": line.line.counted, "by": line.by, "time": line.time })
    });
    json!({ "count": open.count, "scope": open.scope, "lines": lines.collect::<Vec<_>>() })
}

/// `SKU=QUANTITY` or `SKU=QUANTITY@COST`; a SKU may hold a `=` itself.
fn move_line(text: &str) -> Result<MoveLine, Failure> {
    let bad = |why: &dyn std::fmt::Display| Failure::usage(format!("{text}: {why}"));
    let (sku, rest) = text
        .rsplit_once('=')
        .ok_or_else(|| bad(&"write it as SKU=QUANTITY, or SKU=QUANTITY@COST"))?;
    let (quantity, cost) = match rest.split_once('@') {
        Some((quantity, cost)) => (quantity, Some(cost)),
        None => (rest, None),
    };
    Ok(MoveLine {
        sku: Sku::new(sku).map_err(|error| bad(&error))?,
        quantity: Quantity::parse(quantity).map_err(|error| bad(&error))?,
        cost: cost
            .map(UnitPrice::parse)
            .transpose()
            .map_err(|error| bad(&error))?,
    })
}
