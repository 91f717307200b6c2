//! The dialogs: new product, receipt, X, help, palette.

use insta::assert_snapshot;
use proptest::prelude::*;
use tendero::lang::{Lang, Words};
use tendero::register::job::Job;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::sizes::footer_is_whole;
use crate::till::At;

/// Luz, who may change the catalogue, with the register open.
fn luz(size: (u16, u16)) -> At {
    let mut at = At::selling(Lang::Es, size);
    at.keys("<Ctrl+P>salir<Enter>1246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale);
    at
}

fn saved(at: &At) -> Option<serde_json::Value> {
    let row = at.jobs.iter().rev().find_map(|job| match job {
        Job::SaveProduct { row, .. } => Some(row),
        _ => None,
    })?;
    serde_json::to_value(row).ok()
}

#[test]
fn a_new_product_is_saved_and_sold() {
    let mut at = luz((80, 24));
    at.keys("8480000123459<Enter><F5>");
    assert_eq!(at.model.scope(), Scope::NewProduct);
    assert_snapshot!("new_product", at.picture());
    at.keys("Miel de romero<Enter>4,95<Enter><Right><Enter><Enter>Despensa<Enter><Enter>12");
    assert_snapshot!("new_product_filled", at.picture());
    at.keys("<Enter>");
    let row = saved(&at).unwrap();
    assert_eq!(row["product"]["sku"], "8480000123459");
    assert_eq!(row["product"]["price"], "4.95");
    assert_eq!(
        (&row["product"]["tax"], &row["stock"]),
        (&"reduced".into(), &"12".into())
    );
    assert_eq!(at.model.scope(), Scope::Sale);
    assert_eq!(at.model.counter.ticket.lines[0].good.name, "Miel de romero");
    assert!(at.shows("Miel de romero: guardado y en el ticket"));
}

#[test]
fn a_scan_into_the_form_is_a_code_and_nothing_else() {
    let mut at = luz((80, 24));
    at.keys("<Ctrl+P>alta<Enter>").scan("8480000123459");
    assert!(at.shows("Código     8480000123459"));
    at.keys("<Enter>Miel").scan(&code("LEC-1"));
    assert!(at.shows("Nombre     Miel ") && at.shows("Termine primero el producto nuevo"));
}

#[test]
fn a_product_that_is_there_is_never_written_over() {
    let mut at = luz((80, 24));
    at.keys("<Ctrl+P>alta<Enter>")
        .keys("<Enter>Otra leche<Enter>1<Enter><Enter><Enter><Enter>LEC-1<Enter><Enter>");
    assert!(at.shows("Ya hay un producto con ese SKU") && saved(&at).is_none());
    at.keys("<Esc><Ctrl+P>alta<Enter>");
    at.keys(&code("LEC-1"));
    at.keys("<Enter>Otra leche<Enter>1<Enter><Enter><Enter><Enter><Enter><Enter>");
    assert!(at.shows("un código nombra un solo producto"), "{}", at.text());
    assert_eq!(at.model.scope(), Scope::NewProduct, "what was typed is kept");
}

#[test]
fn what_is_missing_is_said_where_it_is() {
    let mut at = luz((40, 15));
    at.keys("<Ctrl+P>alta<Enter>").keys(&"<Enter>".repeat(8));
    assert!(at.shows("Falta el nombre"));
    at.keys("Pan").keys(&"<Enter>".repeat(7));
    assert!(at.shows("Falta el precio"));
    assert_snapshot!("new_product_small", at.picture());
    at.keys("gratis").keys(&"<Enter>".repeat(6));
    assert!(at.shows("eso no es un número") || at.shows("Eso no es un número"));
    at.keys(&"<Backspace>".repeat(6))
        .keys("1")
        .keys(&"<Enter>".repeat(5))
        .keys("1,5<Enter>");
    assert!(at.shows("no admite decimales"));
    at.keys("<Backspace><Backspace><Enter>");
    let row = saved(&at).unwrap();
    assert_eq!(row["product"]["sku"], "13", "the first free number");
}

#[test]
fn a_receipt_is_seen_from_the_change_and_later() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"))
        .scan(&code("MOL-1"))
        .keys("<Enter>50<Enter><F9>");
    assert_eq!(at.model.scope(), Scope::Receipt);
    assert_snapshot!("receipt", at.picture());
    at.keys("<Esc><Enter><Ctrl+P>recibo<Enter>");
    assert_eq!(at.model.scope(), Scope::Receipt);
    assert!(at.shows("C2-000124"));
    at.scan(&code("PAN-1"));
    assert_eq!(at.model.scope(), Scope::Sale, "a scan goes to the ticket");
}

#[test]
fn a_long_receipt_scrolls_to_its_end_and_back() {
    let mut at = At::selling(Lang::Es, (40, 15));
    for sku in ["LEC-1", "PAN-1", "CAF-1", "CAF-2", "MOL-1"] {
        at.scan(&code(sku));
    }
    at.keys("<Enter><Enter><F9>");
    assert!(at.shows("Bodega Luz") && !at.shows("Gracias"));
    at.keys("<PgDn><PgDn><PgDn><PgDn>");
    assert!(at.shows("Gracias"));
    assert_snapshot!("receipt_end_small", at.picture());
    at.keys("<Up>");
    assert!(!at.shows("C2-000124-"), "one line up at once");
}

#[test]
fn an_x_shows_the_shift_so_far() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"))
        .scan(&code("MOL-1"))
        .keys("<Enter>50<Enter><Ctrl+P>informe x<Enter>");
    assert_eq!(at.model.scope(), Scope::Report);
    assert_snapshot!("x", at.picture());
}

#[test]
fn the_total_is_explained_before_it_is_paid() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.keys("3*").scan(&code("PAN-1")).scan(&code("MOL-1"));
    assert_snapshot!("explain", at.keys("<Enter><F7>").picture());
    at.keys("<PgDn><PgDn><PgDn>");
    assert_snapshot!("explain_end", at.picture());
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Pay);
    at.keys("50<Enter><F7><PgDn><PgDn><PgDn>");
    assert_snapshot!("explain_sale_end", at.picture());
    at.keys("<Esc><Enter><F10>explicar<Enter>");
    assert_eq!(at.model.scope(), Scope::Palette, "nothing is on the ticket");
}

#[test]
fn help_tells_the_keys_of_the_place() {
    let mut at = At::selling(Lang::Es, (80, 24));
    assert_snapshot!("help_sale", at.keys("<F1>").picture());
    let seen = (0..5).any(|_| at.keys("<PgDn>").shows("Informe X"));
    assert!(seen, "{}", at.text());
    let mut at = At::selling(Lang::En, (40, 15));
    assert_snapshot!("help_small", at.keys("<F1>").picture());
    at.keys("<Esc>").close_register().keys("<F1>");
    assert!(at.shows("Here"));
}

#[test]
fn the_palette_finds_commands_and_says_why_not() {
    let mut at = At::selling(Lang::Es, (80, 24));
    assert_snapshot!("palette", at.keys("<Ctrl+P>").picture());
    at.keys("CAJON<Esc><Ctrl+P>cerrar caja<Enter>");
    assert_eq!(at.model.scope(), Scope::Close);
    at.keys("<Esc><Ctrl+P>cobrar<Enter>");
    assert!(at.shows("No hay nada en el ticket.") && at.bells == 1);
    at.keys("<Esc><Ctrl+P>alta<Enter>");
    assert_snapshot!("supervisor", at.picture());
    at.keys("<Esc><Ctrl+P>xyzzy");
    assert!(at.shows("Ninguna orden se llama así."));
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Palette);
    let mut at = At::selling(Lang::En, (40, 15));
    at.keys("<Ctrl+P><Down><Down><Down>");
    assert_snapshot!("palette_small", at.picture());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A dialog of any size has its title and its footer, and scrolls to an end and back without a fault.
    #[test]
    fn every_size_shows_where_one_is(
        columns in 40u16..=200, rows in 15u16..=60, english in any::<bool>(), which in 0usize..5,
        steps in 0usize..40,
    ) {
        let lang = if english { Lang::En } else { Lang::Es };
        let words = Words::new(lang);
        let x = words.text("cmd-x-report").into_owned();
        let close = words.text("cmd-close-register").into_owned();
        let (keys, title) = [
            ("<F1>".to_owned(), "help-title"),
            ("<F10>".to_owned(), "palette-title"),
            ("<F9>".to_owned(), "receipt-title"),
            (format!("<F10>{x}<Enter>"), "cmd-x-report"),
            (format!("<F10>{close}<Enter>0<Enter>x<Enter>1246810<Enter>"), "close-before"),
        ][which].clone();
        let mut at = At::selling(lang, (columns, rows));
        at.scan(&code("LEC-1")).keys("<Enter><Enter><Enter>").keys(&keys);
        at.keys(&"<Down>".repeat(steps));
        prop_assert!(title == "close-before" || at.shows(&words.text(title)), "{}", at.text());
        let shown = at.rows();
        footer_is_whole(shown.last().unwrap(), lang)?;
        at.keys(&"<Up>".repeat(steps));
        let width = usize::from(columns);
        prop_assert!(at.rows().iter().all(|row| tendero::tui::paper::width(row) as usize == width));
    }
}

#[test]
fn the_keys_are_called_in_the_language_of_the_shop() {
    let mut at = At::selling(Lang::Es, (80, 40));
    at.scan(&code("LEC-1")).keys("<F1>");
    assert!(
        at.shows("Arriba") && at.shows("Abajo") && !at.shows("Down"),
        "{}",
        at.text()
    );
}

#[test]
fn the_palette_lists_what_can_be_done_and_finds_the_rest_by_name() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.keys("<F10>");
    let seen = |at: &mut At| at.shows("No hay nada en el ticket");
    for _ in 0..60 {
        assert!(!seen(&mut at) && !at.shows("ahora no"), "{}", at.text());
        at.keys("<Down>");
    }
    at.keys("cobrar");
    assert!(seen(&mut at), "{}", at.text());
}

#[test]
fn a_price_that_is_none_is_told_when_its_line_is_left() {
    let mut at = At::opened(Lang::Es, (80, 24));
    at.keys("1246810<Enter>0<Enter>9999<Enter><F5>Miel<Enter>abc<Enter>");
    assert_eq!(at.model.scope(), Scope::NewProduct);
    assert!(at.shows("so no es un número"), "{}", at.text());
    at.keys("<Backspace><Backspace><Backspace>2,5<Enter>");
    assert!(
        at.shows("2,5") && !at.shows("so no es un número"),
        "{}",
        at.text()
    );
    at.keys("<Up>x<Down>");
    assert!(
        at.shows("so no es un número") && at.shows("2,5x"),
        "{}",
        at.text()
    );
}
