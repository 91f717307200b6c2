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

const THREATS: &str = "docs/threat-model.md";

/// Tests that the page of threats names and nobody has written.
fn unwritten(page: &str, sources: &str) -> Vec<String> {
    let rows = page
        .lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("| "));
    let mut told = Vec::new();
    for (at, row) in rows {
        for name in row
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| name.contains('_'))
        {
            if !sources.contains(&format!("fn {name}(")) {
                told.push(format!("{THREATS}:{}: there is no such test: {name}", at + 1));
            }
        }
    }
    told
}

#[test]
fn every_threat_names_tests_that_are_there() {
    let page = std::fs::read_to_string(tree::root().join(THREATS)).expect("the page");
    let sources: Vec<_> = tree::sources().into_iter().map(|source| source.text).collect();
    assert!(page.matches('`').count() > 80);
    holds(unwritten(&page, &sources.join("\n")));

    let sample = "| a | b | `one_is_there`, `two_is_not` |\n";
    caught(&unwritten(sample, "fn one_is_there() {}"), "two_is_not");
}
