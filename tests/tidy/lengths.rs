//! How long a file, a function and a line may be. Must never count a file of anyone else.

use crate::code::{is_word, item_end, line_of, words};
use crate::tree::{self, Source};
use crate::{caught, holds};

const FILE: usize = 600;
const MEDIAN: usize = 180;
const FUNCTION: usize = 70;
const LINE: usize = 110;

fn long_file(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > FILE).then(|| format!("{}: {lines} lines; split it, {FILE} are the most.", source.path))
}

fn long_lines(source: &Source) -> Vec<String> {
    let columns = |line: &str| line.chars().count();
    let lines = source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| columns(line) > LINE);
    lines
        .map(|(n, line)| {
            format!(
                "{}: {} columns; {LINE} are the most.",
                source.at(n + 1),
                columns(line)
            )
        })
        .collect()
}

fn long_functions(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    for (at, _) in words(&source.code).filter(|(_, word)| *word == "fn") {
        let name: String = source.code[at + 2..]
            .trim_start()
            .chars()
            .take_while(|c| is_word(*c))
            .collect();
        let end = item_end(&source.code, at);
        let lines = source.code[at..end].matches('\n').count() + 1;
        // Without a name it is the type of a function, which has no body.
        if !name.is_empty() && lines > FUNCTION {
            let line = source.at(line_of(&source.code, at));
            breaches.push(format!(
                "{line}: {name} is {lines} lines long; {FUNCTION} are the most."
            ));
        }
    }
    breaches
}

fn median(mut lengths: Vec<usize>) -> usize {
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

#[test]
fn no_file_is_too_long() {
    holds(tree::sources().iter().filter_map(long_file));
    assert_eq!(long_file(&Source::new("src/a.rs", &"\n".repeat(FILE))), None);
    let told = long_file(&Source::new("src/a.rs", &"\n".repeat(FILE + 1)))
        .into_iter()
        .collect::<Vec<_>>();
    caught(&told, "601 lines");
}

#[test]
fn no_line_is_too_long() {
    holds(tree::sources().iter().flat_map(long_lines));
    let lines = format!("{}\n{}\n", "ñ".repeat(LINE), "ñ".repeat(LINE + 1));
    caught(
        &long_lines(&Source::new("src/a.rs", &lines)),
        "src/a.rs:2: 111 columns",
    );
}

#[test]
fn no_function_is_too_long() {
    holds(tree::sources().iter().flat_map(long_functions));
    let body = "    step();\n";
    let fits = format!("fn fits(a: [u8; 4]) {{\n{}}}\n", body.repeat(FUNCTION - 2));
    let long = format!(
        "fn long() where for<'a> fn(&'a u8): Copy {{\n{}}}\n",
        body.repeat(FUNCTION - 1)
    );
    caught(
        &long_functions(&Source::new("src/a.rs", &(fits + &long))),
        "src/a.rs:71: long is 71 lines",
    );
}

#[test]
fn the_median_file_is_short() {
    let lengths = |s: &Source| s.in_src().then(|| s.text.lines().count());
    let median_now = median(tree::sources().iter().filter_map(lengths).collect());
    assert!(
        median_now <= MEDIAN,
        "the median file of src has {median_now} lines; {MEDIAN} are the most"
    );
    assert_eq!(median(vec![900, 1, 200]), 200);
}
