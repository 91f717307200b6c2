//! The page of sync scenarios against the tests that it names. Must never judge what a test does.

use crate::{caught, holds, tree};

const PAGE: &str = "docs/sync-scenarios.md";

/// Rows that name a test that is not there, or none at all.
fn untold(page: &str, text_of: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let rows = page
        .lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("| ") && !line.starts_with("| what happens"));
    let mut told = Vec::new();
    for (at, row) in rows {
        let named = row.split('`').nth(1).and_then(|named| named.split_once(": "));
        let found =
            named.and_then(|(path, test)| text_of(path)?.contains(&format!("fn {test}(")).then_some(()));
        if found.is_none() {
            told.push(format!("{PAGE}:{}: there is no such test", at + 1));
        }
    }
    told
}

#[test]
fn every_scenario_names_a_test_that_is_there() {
    let page = std::fs::read_to_string(tree::root().join(PAGE)).expect("the page");
    assert!(page.lines().filter(|line| line.starts_with("| ")).count() > 50);
    holds(untold(&page, |path| {
        std::fs::read_to_string(tree::root().join(path)).ok()
    }));

    let text_of = |path: &str| (path == "tests/a.rs").then(|| "fn one() {}".to_owned());
    let sample = "| what happens | shown by |\n| a | `tests/a.rs: one` |\n| b | `tests/a.rs: two` |\n";
    caught(&untold(sample, text_of), "no such test");
}
