//! The stock at the counter, by keys and by the scanner: a product and its life, its form, categories, low
//! goods, a blind count, labels.

use insta::assert_snapshot;
use jiff::civil::date;
use tendero::domain::permission::Permission;
use tendero::domain::product::Sku;
use tendero::lang::Lang;
use tendero::register::job::{Job, Print};
use tendero::register::stock_jobs::StockJob;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::At;

const OWNER: &str = "1246810<Enter>0<Enter>";

/// The owner's till with the register open, on the list of products.
fn products(size: (u16, u16)) -> At {
    let mut at = At::start(Lang::En, size);
    let opened = at.register.opened();
    at.open(opened);
    at.keys(OWNER).keys("<F10>products<Enter>");
    at
}

/// The same, on the page of the milk, of which 24 have come in.
fn milk(size: (u16, u16)) -> At {
    let mut at = products(size);
    at.keys("leche<F4>24<Enter>0,80<Enter>");
    at.scan(&code("PAN-1"));
    at.keys("6<Enter><Enter><Enter>Sur / A-17<Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Product);
    at
}

fn saved(at: &At) -> serde_json::Value {
    let row = at.jobs.iter().rev().find_map(|job| match job {
        Job::SaveProduct { row, .. } => Some(row),
        _ => None,
    });
    serde_json::to_value(&row.unwrap().product).unwrap()
}

#[test]
fn a_product_shows_its_life_and_a_movement_is_taken_back_once_it_is_asked() {
    let mut at = milk((80, 24));
    assert_snapshot!("product", at.picture());
    at.keys("<F7>");
    assert_snapshot!("product_undo_ask", at.picture());
    at.keys("<Esc>");
    assert!(at.shows("72 "), "nothing moved: {}", at.text());
    at.keys("<F7><Enter>");
    assert!(at.shows("Taken back by a counter-entry"), "{}", at.text());
    assert!(
        at.shows("counter-entry") && at.shows("x taken back"),
        "{}",
        at.text()
    );
    at.keys("<F7>");
    assert_eq!(
        at.model.scope(),
        Scope::Product,
        "what takes back is not taken back"
    );
    at.keys("<Down><F7>");
    assert_eq!(at.model.scope(), Scope::Product, "nor twice");
    at.keys("<Esc>");
    assert!(at.shows(" 48"), "the list below knows: {}", at.text());
}

#[test]
fn a_product_page_fits_the_smallest_window_and_shows_prices() {
    let mut at = milk((40, 15));
    assert_snapshot!("product_small", at.picture());
    at.keys("<F3>");
    assert_snapshot!("product_prices_small", at.picture());
    at.scan(&code("PIL-1"));
    assert!(at.shows("Pilas AA"), "a scan shows that product: {}", at.text());
}

#[test]
fn a_cost_is_not_for_everybody() {
    let mut at = At::selling(Lang::En, (80, 24));
    at.keys("<F10>products<Enter>leche<Enter>");
    assert!(at.shows("shown to who keeps the stock"), "{}", at.text());
    at.keys("<F2>");
    assert_eq!(at.model.scope(), Scope::Supervisor);
    at.keys("246810<Enter>");
    assert_eq!(at.model.scope(), Scope::NewProduct);
    at.keys("<F2>");
    let approval = at.jobs.iter().rev().find_map(|job| match job {
        Job::SaveProduct { approval, .. } => *approval,
        _ => None,
    });
    assert_eq!(approval.unwrap().permission, Permission::Catalogue);
}

#[test]
fn what_lies_on_a_parked_ticket_is_not_retired() {
    let mut at = products((80, 24));
    at.keys("<Esc>").scan(&code("LEC-1")).keys("<F6><Enter>");
    at.keys("<F10>products<Enter>leche<Enter><F5>");
    assert!(at.shows("parked ticket Leche entera 1 L"), "{}", at.text());
    at.scan(&code("PIL-1")).keys("<F5>");
    assert!(
        at.shows("is not sold any more") && at.shows("x not sold"),
        "{}",
        at.text()
    );
    assert_eq!(saved(&at)["active"], false);
    at.keys("<F5>");
    assert!(at.shows("is sold again"), "{}", at.text());
    at.keys("<Ctrl+K>");
    assert!(at.shows("at hand"), "{}", at.text());
}

#[test]
fn a_product_is_edited_and_keeps_what_was_not_touched() {
    let mut at = products((80, 24));
    at.keys("leche<Enter><F2>");
    assert_snapshot!("product_edit", at.picture());
    at.keys("<Down><Backspace><Backspace><Backspace><Backspace>1,25<Down>0,80");
    at.keys("<Down><Down><Down><Down>60<Down><Down><Down>")
        .scan("8480000123459");
    at.keys("<Enter>");
    at.scan("8480000123466").keys("<F2>");
    let product = saved(&at);
    assert_eq!(
        (&product["price"], &product["cost"]),
        (&"1.25".into(), &"0.80".into())
    );
    assert_eq!(product["min_stock"], "60");
    let codes = product["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 3, "{codes:?}");
    assert_eq!(
        (&product["name"], &product["tax"]),
        (&"Leche entera 1 L".into(), &"reduced".into())
    );
    assert!(
        at.shows("Leche entera 1 L is kept") && at.shows("v low"),
        "{}",
        at.text()
    );
    at.keys("<Esc><F3>");
    assert_snapshot!("products_low", at.picture());
    at.keys("<F3><Enter><F2><Up><Up>");
    at.keys("<Down><Down><Down><Down><Down><Down><Down><Down>");
    at.keys(&"<Backspace>".repeat(13)).keys("<F2>");
    assert_eq!(
        saved(&at)["codes"].as_array().unwrap().len(),
        2,
        "an emptied code is gone"
    );
}

#[test]
fn no_name_breaks_the_page() {
    let long = "Ñandú ".repeat(50);
    let strange = [
        "\u{202e}\u{5d0}\u{5d1}\u{5d2} 123",
        "牛奶牛奶",
        "e\u{301}e\u{301}",
        &long,
    ];
    for name in strange {
        let mut at = products((40, 15));
        at.keys("<F5>");
        at.input(tendero::tui::input::Input::Paste("\u{1b}[31m\u{7}99".to_owned()));
        at.keys("<Down>");
        at.input(tendero::tui::input::Input::Paste(name.to_owned()));
        at.keys("<Down>1<F2>");
        let kept = saved(&at)["name"].as_str().unwrap().to_owned();
        assert!(kept.len() <= 200 && !kept.contains('\u{202e}'), "{kept:?}");
        assert_eq!(at.model.scope(), Scope::Product, "{}", at.text());
        assert!(!at.text().contains('\u{202e}'), "{}", at.text());
    }
}

#[test]
fn a_new_product_is_made_in_the_list() {
    let mut at = products((80, 24));
    at.keys("<F5>").scan("8480000123459");
    at.keys("<Enter>Miel<Enter>4,95<Enter>2<Enter><Enter><Enter>Despensa<Enter>3<Enter><Enter><Enter>7");
    assert_snapshot!("product_new", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Product, "{}", at.text());
    let product = saved(&at);
    assert_eq!(
        (&product["sku"], &product["cost"]),
        (&"8480000123459".into(), &"2".into())
    );
    at.keys("<Esc>");
    assert!(at.shows("Miel"), "{}", at.text());
}

#[test]
fn categories_are_counted_opened_and_renamed() {
    let mut at = milk((80, 24));
    at.keys("<Esc><Esc><F7>");
    assert_snapshot!("categories", at.picture());
    at.keys("<Enter>");
    assert!(
        at.shows("Products · Bebidas") && !at.shows("Leche"),
        "{}",
        at.text()
    );
    at.keys("<Esc>");
    assert!(at.shows("Leche"), "{}", at.text());
    at.keys("<F7><F2>");
    assert_snapshot!("category_rename", at.picture());
    at.keys("<Backspace><Backspace>idas frías<Enter>");
    assert!(at.shows("3 products have the new category"), "{}", at.text());
    assert!(at.shows("Bebididas frías"), "{}", at.text());
}

#[test]
fn a_life_of_which_the_beginning_is_left_out_says_so() {
    for size in [(80, 24), (40, 15)] {
        let mut at = products(size);
        at.register.shelves.since = Some(date(2026, 9, 1));
        at.keys("<Enter>");
        assert!(at.shows("Movements since 1 Sep 2026"), "{}", at.text());
        at.keys("<F3>");
        assert!(at.shows("Prices since 1 Sep 2026"), "{}", at.text());
    }
}

#[test]
fn a_count_is_blind_until_somebody_asks_for_the_differences() {
    let mut at = products((80, 24));
    at.keys("<F10>count stock<Enter>Shelf 2<Enter>");
    at.scan(&code("LEC-1"));
    at.scan(&code("PAN-1"));
    assert!(at.shows("Pan de molde"), "a scan is the product: {}", at.text());
    at.keys("12");
    at.scan(&code("LEC-1"));
    assert!(at.shows("Type how many there are first"), "{}", at.text());
    at.keys("<Enter>").scan(&code("LEC-1")).keys("40<Enter>");
    at.scan(&code("LEC-1")).keys("+5<Enter>");
    at.scan(&code("AGU-1"));
    assert_snapshot!("count", at.picture());
    let asked = |job: &&Job| matches!(job, Job::Stock(StockJob::OpenCounts));
    assert_eq!(
        at.jobs.iter().filter(asked).count(),
        1,
        "once, not after each product"
    );
    at.keys("6<Enter>");
    // three milks are sold meanwhile, and the count waits
    at.keys("<Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    let milk = Sku::new("LEC-1").unwrap();
    at.register.levels.insert(milk, 45.into());
    at.keys("<F10>count stock<Enter><F2>");
    assert_snapshot!("count_differences", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("count_approve_ask", at.picture());
    at.keys("<Enter>");
    assert!(at.shows("2 differences moved the stock"), "{}", at.text());
    let ended = at.jobs.iter().rev().find_map(|job| match job {
        Job::Stock(StockJob::CloseCount { give_up, .. }) => Some(*give_up),
        _ => None,
    });
    assert_eq!(ended, Some(false));
}

#[test]
fn a_count_is_given_up_and_another_begun() {
    let mut at = products((40, 15));
    at.keys("<F10>count stock<Enter><Enter>");
    at.scan(&code("LEC-1")).keys("3<Enter>");
    at.keys("<F5>");
    assert!(at.shows("Shelf or area"), "{}", at.text());
    at.keys("<F5>");
    assert!(at.shows("Leche"), "{}", at.text());
    assert_snapshot!("count_small", at.picture());
    at.keys("<F2>");
    assert_snapshot!("count_differences_small", at.picture());
    at.keys("<F8><Enter>");
    assert!(at.shows("given up"), "{}", at.text());
}

#[test]
fn labels_of_many_are_printed_after_a_question() {
    let mut at = products((80, 24));
    let papers = |at: &At| {
        let print = |job: &&Job| matches!(job, Job::Print(Print::Paper(..)));
        at.jobs.iter().filter(print).count()
    };
    at.keys("cafe<F9>");
    assert_snapshot!("labels_ask", at.picture());
    assert_eq!(papers(&at), 0);
    at.keys("<Enter>");
    assert_eq!(papers(&at), 1);
    at.keys("<Enter><F9>");
    assert!(at.shows("The label is with the printer"), "{}", at.text());
    assert_eq!(papers(&at), 2);
}
