//! `tendero rebuild`: the store anew from the journal. Must never touch the journal but to note it.

use serde_json::json;

use super::error::Outcome;
use super::progress::Progress;
use super::{Context, open};
use crate::register::rebuild::rebuild;

/// Runs it.
pub(super) fn run(context: &mut Context) -> Outcome {
    let dir = context.store()?;
    let how = open::how(context, &dir)?;
    let mut progress = Progress::of("entries folded");
    let rebuilt = rebuild(&dir, how, &mut |done| progress.count(done))?;
    drop(progress);
    if context.options.json {
        return context.out.json(&json!({
            "entries": rebuilt.entries, "products": rebuilt.products, "closings": rebuilt.closings,
        }));
    }
    context.out.line(format_args!(
        "The store is rebuilt: {} entries folded, {} products, {} closings",
        rebuilt.entries, rebuilt.products, rebuilt.closings
    ))
}
