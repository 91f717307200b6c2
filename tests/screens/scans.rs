//! A scan over every place of the table: it reaches the ticket, a field of text, or nobody. Must never name
//! the places: they come from the table, so that none can be forgotten.

use tendero::domain::ticket::Ticket;
use tendero::register::job::Job;
use tendero::tui::command::Scope;
use tendero::tui::input::Input;
use tendero::tui::key::Key;
use tendero::tui::part::OnScan;

use crate::commands::standing;
use crate::places::places;
use crate::shop::code;
use crate::till::At;

/// A scanner with its own first letter sends a code, or one without.
fn scan(at: &mut At, code: &str, certain: bool) {
    let raw = if certain {
        format!("~{code}")
    } else {
        code.to_owned()
    };
    at.input(Input::Key(Key::Char(raw.chars().next().unwrap())));
    at.input(Input::Burst {
        raw,
        code: code.to_owned(),
        certain,
        typed: 1,
    });
}

/// What a scan may ask of the register wherever it arrives: nothing that is recorded.
fn is_quiet(job: &Job) -> bool {
    matches!(
        job,
        Job::SaveDraft(_) | Job::Levels(_) | Job::Report(_) | Job::StopReport
    ) || matches!(job, Job::Return(job) if !format!("{job:?}").starts_with("Make"))
}

/// Whether the place takes a scan as text, or looks for it by itself.
fn reads_codes(at: &At) -> bool {
    let below = at.model.screen.on_scan(&at.model.counter);
    let on_scan = at
        .model
        .dialogs
        .last()
        .map_or(below, |dialog| dialog.on_scan(&at.model.counter).over(below));
    matches!(on_scan, OnScan::Text | OnScan::Own)
}

/// Quantities, prices and discounts of the lines that were there.
fn first_lines(ticket: &Ticket, count: usize) -> String {
    format!(
        "{:?} {:?}",
        &ticket.lines[..count.min(ticket.lines.len())],
        ticket.discount
    )
}

#[test]
fn no_scan_answers_anything_anywhere() {
    // The paper of a receipt leads to its return; here only goods are scanned.
    for scope in places() {
        for (scanned, certain) in [
            (code("MOL-1"), false),
            (code("MOL-1"), true),
            ("8400000000000".to_owned(), false),
            ("NOBODY-HAS-THIS".to_owned(), true),
        ] {
            let mut at = standing(scope);
            let asked = at.jobs.len();
            let (sold, parked, back) = (
                at.register.sales.len(),
                at.register.till.parked.len(),
                at.register.refunds.len(),
            );
            let (shift, seq) = (at.register.till.shift.is_some(), at.register.till.seq);
            let ticket = at.model.counter.ticket.clone();
            let reads = reads_codes(&at);
            scan(&mut at, &scanned, certain);
            let told = format!("{scanned} over {scope:?}");
            let loud: Vec<&Job> = at.jobs[asked..].iter().filter(|job| !is_quiet(job)).collect();
            assert!(loud.is_empty(), "{told}: {loud:?}");
            assert_eq!(
                (
                    at.register.sales.len(),
                    at.register.till.parked.len(),
                    at.register.refunds.len()
                ),
                (sold, parked, back),
                "{told}"
            );
            assert_eq!(
                (at.register.till.shift.is_some(), at.register.till.seq),
                (shift, seq),
                "{told}"
            );
            let now = &at.model.counter.ticket;
            assert_eq!(
                first_lines(now, ticket.lines.len()),
                first_lines(&ticket, usize::MAX),
                "{told}"
            );
            assert!(now.lines.len() <= ticket.lines.len() + 1, "{told}");
            let field = match at.model.dialogs.last_mut() {
                Some(dialog) => dialog.field().map(|field| field.text().to_owned()),
                None => at.model.screen.field().map(|field| field.text().to_owned()),
            };
            let typed = field.unwrap_or_default();
            assert!(
                reads || scope == Scope::Sale || !typed.contains(&scanned),
                "{told}: {typed}"
            );
        }
    }
}
