//! What became of each entry. Must never change one.

use std::time::Duration;

use serde_json::json;

use super::super::Context;
use super::super::error::Outcome;
use super::Wanted;
use super::line::{carried, courier};
use crate::register::Register;
use crate::register::hub::state::{Filter, Queue, QueueRow, Status};
use crate::register::surroundings::local;

/// Entries that still wait, told after a retry.
const RETRIED_ROWS: usize = 100;

pub(super) fn queue(register: &mut Register, wanted: Wanted, limit: usize, context: &mut Context) -> Outcome {
    let filter = match wanted {
        Wanted::All => Filter::All,
        Wanted::Waiting => Filter::Waiting,
        Wanted::Synced => Filter::Synced,
        Wanted::Failed => Filter::Failed,
    };
    let Queue { rows, .. } = register.queue(filter, None, limit)?;
    for row in &rows {
        if context.options.json {
            context.out.json(&told(row))?;
        } else {
            let made = local(row.made, register.zone());
            let (word, more) = said(&row.status);
            context.out.line(
                format!(
                    "{:>8}  {made}  {:<18} {:<8} {} {more}",
                    row.at.1, row.name, word, row.subject
                )
                .trim_end(),
            )?;
        }
    }
    if rows.is_empty() && !context.options.json {
        return context.out.line("nothing");
    }
    Ok(())
}

/// Has the hub try again what waits there, and tells what still does, and why.
pub(super) fn retry(register: &mut Register, context: &mut Context) -> Outcome {
    let mut courier = courier(register, context)?;
    courier.again();
    carried(register, &mut courier, Duration::from_secs(30))?;
    let (done, left) = register.retried().unwrap_or_default();
    let Queue { rows, .. } = register.queue(Filter::Failed, None, RETRIED_ROWS)?;
    if context.options.json {
        let rows: Vec<_> = rows.iter().map(told).collect();
        return context
            .out
            .json(&json!({ "done": done, "failed": left, "entries": rows }));
    }
    context.out.line(format_args!(
        "{done} entries did what they say now, {left} still wait at the hub"
    ))?;
    for row in &rows {
        let (_, why) = said(&row.status);
        context.out.line(format_args!(
            "{:>8}  {:<18} {}  {why}",
            row.at.1, row.name, row.subject
        ))?;
    }
    Ok(())
}

fn said(status: &Status) -> (&'static str, String) {
    match status {
        Status::Pending => ("PENDING", String::new()),
        Status::Syncing => ("SYNCING", String::new()),
        Status::Synced(_) => ("SYNCED", String::new()),
        Status::Failed { message, .. } => ("FAILED", message.clone()),
    }
}

fn told(row: &QueueRow) -> serde_json::Value {
    let (word, why) = said(&row.status);
    let at = match row.status {
        Status::Synced(at) => at,
        _ => None,
    };
    json!({
        "seq": row.at.1, "id": row.id, "kind": row.name, "made": row.made, "subject": row.subject,
        "status": word, "synced_at": at, "why": why,
    })
}
