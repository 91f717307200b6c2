//! The list of products, and goods that come in, by keys and by the scanner.

use tendero::lang::Lang;

use crate::shop::code;
use crate::till::At;

/// The owner's till, on the list of products.
fn products(lang: Lang, size: (u16, u16)) -> At {
    let mut at = At::start(lang, size);
    let opened = at.register.opened();
    at.open(opened);
    at.keys("1246810<Enter>0<Enter><F10>").keys(if lang == Lang::En {
        "products<Enter>"
    } else {
        "productos<Enter>"
    });
    at
}

#[test]
fn products_are_listed_found_and_put_in_order() {
    let mut at = products(Lang::En, (80, 24));
    insta::assert_snapshot!("products", at.picture());
    at.keys("cafe");
    assert!(at.text().contains("Café molido natural"));
    assert!(!at.text().contains("Leche entera"));
    at.keys("<Esc>");
    assert!(at.text().contains("Leche entera"), "Esc shows all again");
    at.keys("<F3>");
    assert!(at.text().contains("Nothing is low"));
    at.keys("<F3><Esc>");
    assert!(!at.text().contains("Look at"), "and then leaves the page");
}

#[test]
fn goods_come_in_line_by_line_and_all_at_once() {
    let mut at = products(Lang::En, (80, 24));
    at.keys("leche<F4>");
    at.keys("24<Enter>0,80<Enter>");
    at.scan(&code("PAN-1"));
    at.keys("6<Enter><Enter>");
    insta::assert_snapshot!("receive", at.picture());
    at.keys("<Enter>Sur / A-17<Enter>");
    assert!(at.text().contains("2 lines are in the stock"), "{}", at.text());
    assert!(at.text().contains(" 72"), "48 and 24: {}", at.text());
    at.keys("<F6>-2<Enter><Enter>");
    assert!(at.text().contains("Reason:"), "{}", at.text());
    at.keys("broken<Enter>");
    assert!(at.text().contains(" 70"), "{}", at.text());
}

#[test]
fn lines_are_not_dropped_unasked() {
    let mut at = products(Lang::Es, (40, 15));
    at.keys("leche<F4>3<Enter><Enter><Esc>");
    assert!(at.text().contains("Recibir"), "{}", at.text());
    at.keys("<Esc>");
    assert!(at.text().contains("Productos"), "{}", at.text());
}
