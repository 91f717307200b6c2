//! What Cargo.toml must say. Must never judge a version: that is the lock file's work.

use crate::tree;
use crate::{caught, holds};

/// One sentence for each dependency that does not say on its line what it is for.
fn unexplained(manifest: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[').filter(|_| line.ends_with(']')) {
            inside = section.trim_end_matches(']').ends_with("dependencies");
            // `[dependencies.name]` would hide the name from this rule.
            if section.contains("dependencies.") {
                breaches.push(format!("Cargo.toml: write {line} as one line with its purpose."));
            }
            continue;
        }
        let entry = line.split_once('=').filter(|_| inside && !line.starts_with('#'));
        let purpose = line
            .rsplit_once(" # ")
            .is_some_and(|(_, words)| words.trim().len() >= 10);
        if let Some((name, _)) = entry.filter(|_| !purpose) {
            breaches.push(format!(
                "Cargo.toml: {} does not say what it is for.",
                name.trim()
            ));
        }
    }
    breaches
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest =
        std::fs::read_to_string(tree::root().join("Cargo.toml")).expect("the manifest is readable");
    assert!(
        manifest.contains("\n[dependencies]\n"),
        "the manifest lost its dependencies"
    );
    holds(unexplained(&manifest));

    caught(
        &unexplained("[dependencies]\n# money\nredb = \"4\"\n"),
        "redb does not say",
    );
    caught(
        &unexplained("[target.'cfg(unix)'.dependencies]\nredb = \"4\" # keeps the store\nab = \"1\""),
        "ab does not",
    );
    caught(
        &unexplained("[dependencies.redb]\nversion = \"4\" # the one we tested"),
        "as one line",
    );
    assert_eq!(
        unexplained("[lints.rust]\nunsafe_code = \"forbid\"\n"),
        Vec::<String>::new()
    );
}
