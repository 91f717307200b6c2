//! Pages that say which test shows what: faults, planted bugs, disasters. Must never judge what a test does.

use crate::{caught, holds, tree};

/// The pages, and how many rows each has at least.
const PAGES: [(&str, usize); 3] = [
    ("docs/faults.md", 45),
    ("docs/planted.md", 20),
    ("docs/disasters.md", 7),
];

/// Whether that text has a test of that name: its attributes stand right above it, or it is one of the bodies
/// of tests over whatever ground.
fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let begins = format!("fn {name}(");
    let Some(at) = lines.iter().position(|line| line.contains(&begins)) else {
        return false;
    };
    let mut above = lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
    let mut bodies = lines.iter().skip_while(|line| **line != "bodies! {");
    above.any(|line| line.contains("test]"))
        || bodies
            .by_ref()
            .take_while(|line| **line != "}")
            .any(|line| *line == name)
}

/// Each `path: test` of a line.
fn named(line: &str) -> Vec<(&str, &str)> {
    let quoted = line.split('`').skip(1).step_by(2);
    let pairs = quoted.filter_map(|quoted| quoted.split_once(".rs: "));
    pairs.collect()
}

/// What is a row: of a table, but for its head and its rule, or a line that says by what it is shown.
fn is_row(line: &str, after: Option<&str>) -> bool {
    let head = after.is_some_and(|after| after.starts_with("|--"));
    (line.starts_with("| ") && !head) || line.starts_with("Shown by ")
}

fn unshown(page: (&str, &str), text_of: impl Fn(&str) -> Option<String>) -> (usize, Vec<String>) {
    let (path, text) = page;
    let lines: Vec<&str> = text.lines().collect();
    let (mut rows, mut told) = (0, Vec::new());
    for (at, line) in lines.iter().enumerate() {
        if !is_row(line, lines.get(at + 1).copied()) {
            continue;
        }
        rows += 1;
        let tests = named(line);
        if tests.is_empty() {
            told.push(format!("{path}:{}: it names no test", at + 1));
        }
        for (file, test) in tests {
            let there = text_of(&format!("{file}.rs")).is_some_and(|text| is_test(&text, test));
            if !there {
                told.push(format!("{path}:{}: there is no test {test} in {file}.rs", at + 1));
            }
        }
    }
    (rows, told)
}

#[test]
fn every_fault_planted_bug_and_disaster_names_tests_that_are_there() {
    let read = |path: &str| std::fs::read_to_string(tree::root().join(path)).ok();
    for (path, least) in PAGES {
        let text = read(path).expect("the page");
        let (rows, told) = unshown((path, &text), read);
        holds(told);
        assert!(rows >= least, "{path} has only {rows} rows");
    }

    let text_of =
        |path: &str| (path == "tests/a.rs").then(|| "#[test]\nfn one() {}\n\nfn two() {}\n".to_owned());
    let head = "| what | shown by |\n|---|---|\n";
    let sample = |rows: &str| unshown(("p", &format!("{head}{rows}")), text_of).1;
    assert_eq!(sample("| a | `tests/a.rs: one` |\n"), [""; 0]);
    caught(
        &sample("| a | `tests/a.rs: one`, `tests/a.rs: two` |\n"),
        "no test two",
    );
    caught(&sample("| a | `tests/b.rs: one` |\n"), "no test one");
    let bodies = "bodies! {\n    one\n}\nfn one(ground: &Ground) {}\nfn two(ground: &Ground) {}\n";
    assert!(is_test(bodies, "one") && !is_test(bodies, "two"));
    caught(&sample("| a | nothing |\n"), "names no test");
    caught(&sample("Shown by `tests/a.rs: three`.\n"), "no test three");
}
