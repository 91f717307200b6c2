//! What became of each entry. Must never change one.

use serde_json::json;

use super::super::Context;
use super::super::error::Outcome;
use super::Wanted;
use crate::register::Register;
use crate::register::hub::state::{Filter, Queue, QueueRow, Status};
use crate::register::surroundings::local;

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
