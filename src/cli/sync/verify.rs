//! `tendero sync verify`: the till against its hub, for a person and for scripts. Must never call different
//! what is only still to be sent.

use serde_json::{Value, json};

use super::super::Context;
use super::super::error::{Failure, Outcome};
use super::super::progress::Progress;
use super::super::table::{self, Cell, Form, Table};
use super::line::courier;
use crate::register::Register;
use crate::register::hub::verify::{Compared, Line, Odd, Side, Unsummed, Verify};
use crate::sync::transport::Failed;

/// Differences that are shown to a person; a script gets all of them.
const SHOWN: usize = 12;

pub(super) fn verify(register: &Register, context: &mut Context) -> Outcome {
    let mut courier = courier(register, context)?;
    let mut progress = Progress::of("entries compared");
    let compared = register.compare(&mut courier, &mut |done| progress.count(done));
    drop(progress);
    let compared = compared.map_err(unfinished)?;
    if context.options.json {
        context.out.json(&told(&compared))?;
    } else {
        show(&compared, context)?;
    }
    // What differs was told above, line by line.
    if compared.agrees() {
        Ok(())
    } else {
        Err(Failure::told())
    }
}

/// It did not come to an end: nothing is said of whether both are the same.
fn unfinished(error: Verify) -> Failure {
    match error {
        Verify::Fault(fault) => fault.into(),
        Verify::Hub(Failed::Unreached { why, .. }) => {
            let message = format!("the hub was not reached ({why}): nothing was compared");
            Failure::environment("hub-unreached", message)
        }
        Verify::Hub(Failed::Refused(refused)) => {
            let message = format!("the hub said no: {}: nothing was compared", refused.message);
            Failure::environment("hub-no", message)
        }
        Verify::Old => Failure::environment(
            "hub-old",
            "this hub is of an older version that cannot compare: update it, then try again",
        ),
        Verify::Moved => Failure::environment(
            "hub-moved",
            "the hub changed while it was compared: try again in a moment",
        ),
    }
}

fn show(compared: &Compared, context: &mut Context) -> Outcome {
    let mut rows = Table::new(&["what", "till", "hub"]);
    let same = compared.same + compared.other;
    let text = |text: &str| Cell::text(text);
    rows.rows.push(vec![
        text("entries"),
        Cell::Count(same + compared.only_here),
        Cell::Count(same + compared.only_there),
    ]);
    for line in &compared.lines {
        rows.rows
            .push(vec![text(&line.figure), text(&line.here), text(&line.there)]);
    }
    table::write(&rows, Form::Human, &mut context.out)?;
    for odd in &compared.odd {
        context.out.line(format_args!("! {}", named(odd)))?;
    }
    for difference in compared.differences.iter().take(SHOWN) {
        let line = &difference.line;
        context.out.line(format_args!(
            "! {}: {} is {} here and {} at the hub",
            difference.place, line.figure, line.here, line.there
        ))?;
    }
    let more = compared.differences.len().saturating_sub(SHOWN);
    if more > 0 {
        context.out.line(format_args!(
            "! and {more} more differences; --json lists them all"
        ))?;
    }
    for sentence in notes(compared) {
        context.out.line(sentence)?;
    }
    context.out.line(verdict(compared))
}

fn named(odd: &Odd) -> String {
    let subject = if odd.subject.is_empty() {
        String::new()
    } else {
        format!(" {}", odd.subject)
    };
    let what = format!("entry {} ({}{subject})", odd.seq, odd.name);
    match odd.side {
        Side::Here => format!("{what} is not at the hub any more"),
        Side::There => format!("{what} is only at the hub"),
        Side::Other => format!("{what} says something else at the hub"),
    }
}

/// What is no difference, and what was not compared.
fn notes(compared: &Compared) -> Vec<String> {
    let mut notes = Vec::new();
    if compared.waiting > 0 {
        notes.push(format!(
            "{} entries are still to be sent: that is no difference",
            compared.waiting
        ));
    }
    if compared.parked > 0 {
        notes.push(format!(
            "{} entries wait at the hub for a person, and are in neither sum",
            compared.parked
        ));
    }
    if compared.before_restore > 0 {
        notes.push(format!(
            "{} entries from before the backup that this till was made from are at the hub alone",
            compared.before_restore
        ));
    }
    match compared.unsummed {
        Some(Unsummed::Parked) => notes.push(
            "The sums were not compared: too many entries wait at the hub. Settle those first".to_owned(),
        ),
        Some(Unsummed::Entries) => {
            notes.push("The sums were not compared: they cannot be the same where entries are not".to_owned())
        }
        None => {}
    }
    notes
}

/// One sentence.
fn verdict(compared: &Compared) -> String {
    if compared.agrees() {
        return "They agree: the hub has every entry once, and the same sums to the cent".to_owned();
    }
    let count = compared.odd_ones() + compared.differences.len() as u64;
    if count == 0 {
        return "The entries agree; of the sums nothing can be said yet".to_owned();
    }
    let things = if count == 1 {
        "one thing".to_owned()
    } else {
        format!("{count} things")
    };
    format!("They differ in {things}: go on selling, and show this to whoever keeps the hub")
}

fn told(compared: &Compared) -> Value {
    let odd = |odd: &Odd| {
        let side = match odd.side {
            Side::Here => "only_here",
            Side::There => "only_at_hub",
            Side::Other => "other",
        };
        json!({
            "how": side, "incarnation": odd.incarnation, "seq": odd.seq, "kind": odd.name,
            "subject": odd.subject,
        })
    };
    let line = |line: &Line| json!({ "figure": line.figure, "here": line.here, "hub": line.there });
    let differences: Vec<Value> = compared
        .differences
        .iter()
        .map(|one| {
            let line = &one.line;
            json!({ "of": one.place, "figure": line.figure, "here": line.here, "hub": line.there })
        })
        .collect();
    json!({
        "agrees": compared.agrees(), "same": compared.same, "waiting": compared.waiting,
        "only_here": compared.only_here, "only_at_hub": compared.only_there, "other": compared.other,
        "before_restore": compared.before_restore, "parked": compared.parked,
        "sums_compared": compared.unsummed.is_none(),
        "entries": compared.odd.iter().map(odd).collect::<Vec<_>>(),
        "sums": compared.lines.iter().map(line).collect::<Vec<_>>(),
        "differences": differences, "verdict": verdict(compared),
    })
}
