//! What files say and which words they may not hold. Must spell no mark of undone work whole, or it would
//! find itself.

use crate::code::{line_of, words};
use crate::tree::{self, Source};
use crate::{caught, holds};

/// Names that say nothing about what is inside.
const NAMES: [&str; 8] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers",
];

/// Marks of work left undone, wherever they stand.
const UNDONE: [&str; 5] = [
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("#[ign", "ore"),
];

/// What ends the program instead of answering.
const SUDDEN: [&str; 4] = [".unwrap()", "panic!(", "process::abort(", ".unwrap_unchecked("];

fn missing_opening(source: &Source) -> Option<String> {
    let told = source
        .text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//! "));
    let ok = told.is_some_and(|words| words.trim().len() >= 10);
    (!ok).then(|| format!("{}: it does not open with //! and what it is.", source.path))
}

fn banned_name(source: &Source) -> Vec<String> {
    let parts = source
        .path
        .trim_end_matches(".rs")
        .split('/')
        .filter(|part| NAMES.contains(part));
    let parts = parts.map(|part| format!("{}: {part} says nothing; name what is inside.", source.path));
    let inline = words(&source.code).filter(|(at, word)| {
        NAMES.contains(word)
            && source.code[..*at].trim_end().ends_with("mod")
            && !source.code[..*at].is_empty()
    });
    let told = |at, word| {
        format!(
            "{}: {word} says nothing; name it.",
            source.at(line_of(&source.code, at))
        )
    };
    parts.chain(inline.map(|(at, word)| told(at, word))).collect()
}

fn undone(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    for (n, line) in source.text.lines().enumerate() {
        let found = UNDONE.iter().find(|mark| line.contains(**mark));
        breaches.extend(found.map(|mark| format!("{}: {mark} is work left undone.", source.at(n + 1))));
    }
    breaches
}

fn sudden_ends(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    for (n, line) in source.product.lines().enumerate() {
        let found = SUDDEN.iter().find(|mark| line.contains(**mark));
        breaches.extend(found.map(|mark| format!("{}: {mark} outside a test.", source.at(n + 1))));
    }
    breaches
}

/// Floating-point types, conversions and literals, in tests as well: no figure of a shop is one.
fn floats(source: &Source) -> Vec<String> {
    if !source.in_src() {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (at, word) in words(&source.code) {
        let line = source.at(line_of(&source.code, at));
        if word.ends_with("f32") || word.ends_with("f64") {
            breaches.push(format!("{line}: {word} is a float; every figure is exact here."));
            continue;
        }
        let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let after = &source.code[at + word.len()..];
        // `a.0.1` is a field of a field, `0..1` a range.
        let field = source.code[..at].ends_with('.');
        if digits(word) && !field && after.strip_prefix('.').is_some_and(digits) {
            breaches.push(format!(
                "{line}: {word}.… is a float; every figure is exact here."
            ));
        }
    }
    breaches
}

#[test]
fn every_file_opens_with_what_it_is() {
    holds(tree::sources().iter().filter_map(missing_opening));
    for text in ["use std::fs;", "//! x", ""] {
        let told: Vec<String> = missing_opening(&Source::new("src/a.rs", text))
            .into_iter()
            .collect();
        caught(&told, "does not open");
    }
}

#[test]
fn names_say_what_is_inside() {
    holds(tree::sources().iter().flat_map(banned_name));
    caught(
        &banned_name(&Source::new("tests/common/mod.rs", "//! shared")),
        "says nothing",
    );
    caught(
        &banned_name(&Source::new("src/domain/mod.rs", "pub mod utils;")),
        "mod.rs:1",
    );
}

#[test]
fn nothing_is_left_undone() {
    holds(tree::sources().iter().flat_map(undone));
    for mark in UNDONE {
        caught(
            &undone(&Source::new("src/a.rs", &format!("\n// {mark}"))),
            "src/a.rs:2",
        );
    }
}

#[test]
fn the_program_never_ends_suddenly() {
    holds(tree::sources().iter().flat_map(sudden_ends));
    for mark in SUDDEN {
        caught(
            &sudden_ends(&Source::new("src/a.rs", &format!("fn f() {{ x{mark} }}"))),
            "outside a test",
        );
        let test = format!("// {mark}\n#[cfg(test)]\nmod tests {{ fn f() {{ x{mark} }} }}");
        assert_eq!(sudden_ends(&Source::new("src/a.rs", &test)), Vec::<String>::new());
    }
}

#[test]
fn no_figure_is_a_float() {
    holds(tree::sources().iter().flat_map(floats));
    for text in ["let a: f64;", "a.to_f32()", "let a = 1.5;", "let a = 2_f64;"] {
        caught(&floats(&Source::new("src/a.rs", text)), "is a float");
    }
    let fine = "// f64\nlet a = (b.0.1, 0..5, \"1.5\", 0x1f6, 7.max(3));";
    assert_eq!(floats(&Source::new("src/a.rs", fine)), Vec::<String>::new());
}
