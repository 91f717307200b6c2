//! The list of products as a person meets it: the screens, the catalogue of the bench and its levels. Must
//! never count the keys that only lead to the list.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tendero::domain::catalogue::Catalogue;
use tendero::domain::product::Product;
use tendero::lang::Lang;
use tendero::tui::theme::Tier;

use crate::millis;
use crate::till::At;

/// What is pressed in the list, over and over.
const KEYS: [&str; 6] = ["<Down>", "<PgDn>", "<End>", "<Up>", "<PgUp>", "<Home>"];

/// Opening: the key and its pictures; the levels come from the store behind them. Then one key after the
/// other, each with its picture.
pub(crate) fn products(products: &[Product], rounds: usize) -> Vec<(String, String)> {
    let mut builder = Catalogue::builder();
    products.iter().for_each(|product| builder.push(product));
    let mut at = At::start_in(Lang::En, (80, 24), Tier::Rgb, false);
    at.register.catalogue = Arc::new(builder.finish());
    at.begin_selling();
    let mut shown = Vec::new();
    for _ in 0..rounds {
        at.keys("<F10>products").draw();
        let start = Instant::now();
        at.keys("<Enter>").draw();
        shown.push(start.elapsed());
        assert!(at.shows("100,000") || at.shows("100000"), "{}", at.text());
        at.keys("<Esc>").draw();
    }
    shown.sort_unstable();
    let shown = shown[shown.len() / 2];
    at.keys("<F10>products<Enter>").draw();
    let mut keys: Vec<Duration> = Vec::new();
    for key in KEYS.iter().cycle().take(KEYS.len() * rounds * 10) {
        let start = Instant::now();
        at.keys(key).draw();
        keys.push(start.elapsed());
    }
    keys.sort_unstable();
    vec![
        ("the list of products opened, ms".to_owned(), millis(shown)),
        (
            "a key in the list of products, median, ms".to_owned(),
            millis(keys[keys.len() / 2]),
        ),
        (
            "a key in the list of products, worst, ms".to_owned(),
            millis(keys[keys.len() - 1]),
        ),
    ]
}
