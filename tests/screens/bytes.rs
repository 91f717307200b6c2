//! Bytes that the terminal gets for what a person does, against the budgets. Must never measure time.

use tendero::lang::Lang;
use tendero::tui::input::Input;
use tendero::tui::theme::Tier;

use crate::shop::code;
use crate::till::At;

/// A till with a few lines, in the colours that cost most.
fn busy() -> At {
    let mut at = At::start_in(Lang::Es, (80, 24), Tier::Rgb, false);
    at.begin_selling();
    for sku in ["LEC-1", "PAN-1", "CAF-1", "MAN-1"] {
        at.keys(&format!("{sku}<Enter>"));
    }
    at.draw();
    at
}

/// The most that one of these steps writes.
fn most(at: &mut At, keys: &[&str]) -> usize {
    let cost = keys.iter().map(|key| {
        at.keys(key);
        at.draw()
    });
    cost.max().unwrap()
}

#[test]
fn an_unchanged_screen_costs_nothing() {
    let mut at = busy();
    assert_eq!(at.draw(), 0);
    at.input(Input::Tick);
    assert_eq!(at.draw(), 0);
}

#[test]
fn what_a_person_does_stays_in_its_budget() {
    let mut at = busy();
    let digit = most(&mut at, &["8", "4", "1", "2", "3"]);
    at.keys("<Esc>").draw();
    let moved = most(&mut at, &["<Up>", "<Up>", "<Up>", "<Down>"]);
    at.keys("<Esc>").draw();
    at.scan(&code("PIL-1"));
    let scanned = at.draw();
    let popup = most(&mut at, &["c"]);
    let search = most(&mut at, &["a", "f", "e", " ", "m", "o"]);
    let told = format!("digit {digit} move {moved} scan {scanned} popup {popup} search {search}");
    assert!(digit <= 50, "{told}");
    assert!(moved <= 250, "{told}");
    assert!(scanned <= 400, "{told}");
    assert!(popup <= 1_300, "{told}");
    assert!(search <= 400, "{told}");
}

#[test]
fn an_empty_ticket_is_no_dearer() {
    let mut at = At::start_in(Lang::En, (80, 24), Tier::Rgb, false);
    at.begin_selling();
    at.draw();
    let digit = most(&mut at, &["8", "4", "1"]);
    at.keys("<Esc>").draw();
    at.scan(&code("PIL-1"));
    let scanned = at.draw();
    assert!(digit <= 50 && scanned <= 400, "digit {digit} scan {scanned}");
}

#[test]
fn a_long_ticket_moves_up_by_half_a_screen() {
    let mut at = busy();
    let mut costs = Vec::new();
    for n in 0..40 {
        at.scan(&code(["LEC-1", "PAN-1", "CAF-1", "PIL-1"][n % 4]));
        costs.push(at.draw());
    }
    let dear = costs.iter().filter(|cost| **cost > 400).count();
    assert!(dear <= 7, "{costs:?}");
}
