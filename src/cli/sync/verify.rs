//! `tendero sync verify`: the till against its hub, for a person and for scripts. Must never call different
//! what is only still to be sent.

use serde_json::{Value, json};

use super::super::Context;
use super::super::error::{Failure, Outcome};
use super::super::progress::Progress;
use super::super::table::{self, Cell, Form, Table};
use super::line::courier;
use crate::register::Register;
use crate::register::hub::verify::{Compared, Difference, Line, Odd, Side, Unsummed, Verify};
use crate::sync::transport::Failed;

/// Shifts and days that are shown to a person; a script gets all of them.
const SHOWN: usize = 12;
/// Figures by which a person knows what is wrong.
const FIRST: [&str; 4] = ["sales", "total", "net", "tax"];

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
    let mut rows = Table::new(&["what", "till", "hub", ""]);
    let both = compared.same + compared.other;
    let mut row = |what: &str, here: Cell, there: Cell| {
        let mark = Cell::text(if here == there { "" } else { "!" });
        rows.rows.push(vec![Cell::text(what), here, there, mark]);
    };
    row(
        "entries",
        Cell::Count(both + compared.only_here),
        Cell::Count(both + compared.only_there),
    );
    for line in &compared.lines {
        row(
            &line.figure,
            Cell::text(line.here.as_str()),
            Cell::text(line.there.as_str()),
        );
    }
    table::write(&rows, Form::Human, &mut context.out)?;
    let entries = compared.odd.iter().map(named);
    let places = places(&compared.differences);
    let sums = places
        .iter()
        .take(SHOWN)
        .map(|(place, lines)| told_of(place, lines));
    for sentence in entries.chain(sums) {
        context.out.line(format_args!("! {sentence}"))?;
    }
    let more = places.len().saturating_sub(SHOWN);
    if more > 0 {
        context
            .out
            .line(format_args!("! and in {more} more places; --json lists them all"))?;
    }
    for sentence in notes(compared) {
        context.out.line(sentence)?;
    }
    context.out.line(verdict(compared))
}

/// What differs, by shift, day and closing; of each the figures that say most come first.
fn places(differences: &[Difference]) -> Vec<(&str, Vec<&Line>)> {
    let mut places: Vec<(&str, Vec<&Line>)> = Vec::new();
    for one in differences {
        match places.iter_mut().find(|(place, _)| *place == one.place) {
            Some((_, lines)) => lines.push(&one.line),
            None => places.push((&one.place, vec![&one.line])),
        }
    }
    for (_, lines) in &mut places {
        lines.sort_by_key(|line| {
            FIRST
                .iter()
                .position(|first| *first == line.figure)
                .unwrap_or(FIRST.len())
        });
    }
    places
}

fn told_of(place: &str, lines: &[&Line]) -> String {
    let told: Vec<String> = lines
        .iter()
        .take(2)
        .map(|line| format!("{} {} here, {} at the hub", line.figure, line.here, line.there))
        .collect();
    let more = match lines.len().saturating_sub(2) {
        0 => String::new(),
        1 => "; and one more figure".to_owned(),
        more => format!("; and {more} more figures"),
    };
    format!("{place}: {}{more}", told.join("; "))
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
    let entries = |many: u64| match many {
        1 => "1 entry".to_owned(),
        many => format!("{many} entries"),
    };
    if compared.waiting > 0 {
        let many = entries(compared.waiting);
        notes.push(format!("{many} still to be sent: that is no difference"));
    }
    if compared.parked > 0 {
        let many = entries(compared.parked);
        notes.push(format!(
            "{many} at the hub waiting for a person: in the sums of neither"
        ));
    }
    if compared.before_restore > 0 {
        let many = entries(compared.before_restore);
        notes.push(format!(
            "{many} at the hub alone: the backup that this till was made from is older"
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
    let count = compared.odd_ones() + places(&compared.differences).len() as u64;
    if count == 0 {
        return "The entries agree; of the sums nothing can be said yet".to_owned();
    }
    let places = if count == 1 {
        "one place".to_owned()
    } else {
        format!("{count} places")
    };
    format!("They differ in {places}: go on selling, and show this to whoever keeps the hub")
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
