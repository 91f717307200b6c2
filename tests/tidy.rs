//! The house rules, read off the tree itself: floors, circles, lengths, words, forgotten files,
//! dependencies without a purpose. Must never run the program, and must never hold a rule that its own bad
//! sample does not break.
//!
//! Each rule is a function from what it reads to plain sentences, one for each breach; a rule's test holds
//! the tree to it and shows it a bad sample, so that a rule which stopped seeing turns red as well.

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/code.rs"]
mod code;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/lengths.rs"]
mod lengths;
#[path = "tidy/package.rs"]
mod package;
#[path = "tidy/prose.rs"]
mod prose;
#[path = "tidy/reach.rs"]
mod reach;
#[path = "tidy/scenarios.rs"]
mod scenarios;
#[path = "tidy/shown.rs"]
mod shown;
#[path = "tidy/supply.rs"]
mod supply;
#[path = "tidy/tree.rs"]
mod tree;

/// Fails with every sentence that the rules returned, one a line.
#[track_caller]
fn holds(breaches: impl IntoIterator<Item = String>) {
    let all: Vec<String> = breaches.into_iter().collect();
    assert!(all.is_empty(), "{} to tidy:\n  {}\n", all.len(), all.join("\n  "));
}

/// Fails unless the bad sample gives exactly one sentence, and that one says what it should.
#[track_caller]
fn caught(breaches: &[String], saying: &str) {
    assert!(
        breaches.len() == 1 && breaches[0].contains(saying),
        "the bad sample should give one sentence with {saying:?}, it gave {breaches:#?}"
    );
}
