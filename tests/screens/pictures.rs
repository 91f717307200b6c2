//! Snapshots of the screens, text and styles.

use insta::assert_snapshot;
use tendero::lang::Lang;
use tendero::tui::theme::Tier;

use crate::shop::{code, weighed};
use crate::till::At;

const SIZES: [(u16, u16); 4] = [(40, 15), (80, 24), (120, 40), (200, 60)];

/// A till with a ticket of four lines.
fn ticket(lang: Lang, size: (u16, u16)) -> At {
    let mut at = At::selling(lang, size);
    fill(&mut at);
    at
}

fn fill(at: &mut At) {
    at.scan(&code("LEC-1"))
        .scan(&code("LEC-1"))
        .scan(&code("PAN-1"))
        .scan(&weighed(845));
    at.keys("2*").scan(&code("PIL-1"));
}

/// The same in each size and language.
fn everywhere(name: &str, keys: &str) {
    for lang in Lang::ALL {
        for (columns, rows) in SIZES {
            let mut at = ticket(lang, (columns, rows));
            at.keys(keys);
            assert_snapshot!(format!("{name}_{}_{columns}x{rows}", lang.tag()), at.picture());
        }
    }
}

#[test]
fn opening() {
    assert_snapshot!("opening", At::start(Lang::Es, (80, 24)).picture());
}

#[test]
fn sale() {
    everywhere("sale", "");
    assert_snapshot!("sale_empty", At::selling(Lang::Es, (80, 24)).picture());
    assert_snapshot!("sale_empty_small", At::selling(Lang::Es, (40, 15)).picture());
    assert_snapshot!(
        "sale_chosen",
        ticket(Lang::Es, (80, 24)).keys("<Up><Up>").picture()
    );
    assert_snapshot!(
        "sale_unknown",
        ticket(Lang::Es, (80, 24)).keys("123<Enter>").picture()
    );
}

#[test]
fn sale_in_ascii_and_without_colours() {
    let mut at = At::start_in(Lang::Es, (80, 24), Tier::Mono, true);
    at.begin_selling();
    fill(&mut at);
    assert_snapshot!("sale_mono_ascii", at.keys("cafe").picture());
}

#[test]
fn search() {
    assert_snapshot!("search", ticket(Lang::Es, (80, 24)).keys("cafe mol").picture());
    assert_snapshot!("search_small", ticket(Lang::Es, (40, 15)).keys("cafe").picture());
    assert_snapshot!(
        "search_none",
        ticket(Lang::Es, (80, 24)).keys("xyz<Enter>").picture()
    );
}

#[test]
fn pay() {
    everywhere("pay", "<Enter>5<F3>10");
    assert_snapshot!("pay_begun", ticket(Lang::Es, (80, 24)).keys("<Enter>").picture());
}

#[test]
fn change() {
    everywhere("change", "<Enter>50<Enter>");
    assert_snapshot!(
        "change_none",
        ticket(Lang::Es, (80, 24)).keys("<Enter><F3>").picture()
    );
}

#[test]
fn small_dialogs() {
    assert_snapshot!("ask_void", ticket(Lang::Es, (80, 24)).keys("<F7>").picture());
    assert_snapshot!("quantity", ticket(Lang::Es, (80, 24)).keys("<F2>3").picture());
    assert_snapshot!("too_small", ticket(Lang::Es, (34, 12)).picture());
}

#[test]
fn stopped() {
    let mut at = ticket(Lang::Es, (80, 24));
    at.model.stop("the disk could not be read".to_owned());
    assert_snapshot!("stopped", at.picture());
}
