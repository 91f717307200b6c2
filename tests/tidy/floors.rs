//! Who may import whom. Must know every top module of the program: one that it does not know is a breach.

use crate::code::{line_of, words};
use crate::tree::{self, Source};
use crate::{caught, holds};

/// The floors from the lowest up; modules on one floor do not import each other.
const FLOORS: [&[&str]; 7] = [
    &["domain"],
    &["vault", "protocol", "lang"],
    &["journal", "store"],
    &["sync", "devices", "fiscal", "hub"],
    &["register"],
    &["tui"],
    &["cli"],
];

/// Below by floor, and still never named: what these need comes through `register`.
const NEVER: [(&str, &str); 4] = [
    ("hub", "store"),
    ("hub", "journal"),
    ("tui", "store"),
    ("tui", "journal"),
];

/// Foreign crates that only some of our modules may name.
const CRATES: [(&str, &[&str]); 6] = [
    ("redb", &["store", "vault", "hub"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("tui_input", &["tui"]),
    ("clap", &["cli"]),
    ("tokio", &["hub"]),
];

/// What the page cipher needs of redb, and nothing else of it.
const REDB_IN_VAULT: [&str; 3] = ["StorageBackend", "BackendError", "backends"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// The top module of a path: `domain` for `src/domain/money.rs`, `main` for `src/main.rs`.
fn module_of(path: &str) -> &str {
    let inside = path.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// The names that follow the path separator at the start of `rest`: one, or each first name of a `{…}` group.
fn heads(rest: &str) -> Vec<&str> {
    let Some(rest) = rest.trim_start().strip_prefix("::") else {
        return Vec::new();
    };
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        return words(rest).take(1).map(|(_, w)| w).collect();
    };
    let (mut depth, mut start, mut names) = (0_i32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                names.extend(words(&group[start..at]).next().map(|(_, w)| w));
                start = at + 1;
            }
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && c == '}' && start == at + 1 {
            break;
        }
    }
    names
}

/// Each top module that the code names by a path, with the byte where the path starts.
fn imports(source: &Source) -> Vec<(usize, &str)> {
    let file = source
        .path
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod");
    let depth = file.split('/').count();
    let (mut found, mut supers) = (Vec::new(), 0);
    for (at, word) in words(&source.code) {
        let rest = &source.code[at + word.len()..];
        supers = match (word, source.code[..at].trim_end().ends_with("::")) {
            ("super", true) => supers + 1,
            ("super", false) => 1,
            _ => 0,
        };
        let from_root = word == "crate" || word == "tendero" || supers >= depth;
        if from_root {
            let known = |name: &&str| word != "super" || floor(name).is_some();
            found.extend(heads(rest).into_iter().filter(known).map(|name| (at, name)));
        }
    }
    found
}

/// One sentence for each import that does not point down.
fn floor_breaches(source: &Source) -> Vec<String> {
    let own = module_of(&source.path);
    if !source.in_src() || own == "lib" {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (at, name) in imports(source) {
        let line = source.at(line_of(&source.code, at));
        // `crate` in main.rs would be its own root; it reaches the library by its name, and only `cli` of it.
        let (mine, theirs) = match (floor(own), floor(name)) {
            _ if name == own || name == "self" => continue,
            (None, _) if own == "main" => {
                let told =
                    (name != "cli").then(|| format!("{line}: main names {name}; it may name only cli."));
                breaches.extend(told);
                continue;
            }
            (Some(mine), Some(theirs)) => (mine, theirs),
            (None, _) => {
                breaches.push(format!(
                    "{line}: the module {own} has no floor; give it one in floors.rs."
                ));
                continue;
            }
            (_, None) => {
                breaches.push(format!(
                    "{line}: {name} has no floor; give it one or name its full path."
                ));
                continue;
            }
        };
        if theirs > mine {
            breaches.push(format!(
                "{line}: {own} (floor {mine}) imports {name} above it (floor {theirs})."
            ));
        } else if theirs == mine {
            breaches.push(format!(
                "{line}: {own} and {name} stand on the same floor and never meet."
            ));
        } else if NEVER.contains(&(own, name)) {
            breaches.push(format!(
                "{line}: {own} never names {name}; it asks register for what it needs."
            ));
        }
    }
    breaches
}

/// One sentence for each foreign crate named in a room where it does not belong.
fn crate_breaches(source: &Source) -> Vec<String> {
    if !source.in_src() {
        return Vec::new();
    }
    let own = module_of(&source.path);
    let mut breaches = Vec::new();
    for (at, word) in words(&source.code) {
        let Some((name, rooms)) = CRATES.iter().find(|(name, _)| *name == word) else {
            continue;
        };
        let next = source.code[at + word.len()..].trim_start();
        if !next.starts_with("::") && !source.code[..at].trim_end().ends_with("use") {
            continue;
        }
        let line = source.at(line_of(&source.code, at));
        if !rooms.contains(&own) {
            breaches.push(format!(
                "{line}: {name} is named in {own}; it belongs to {}.",
                rooms.join(" and ")
            ));
        } else if (own, *name) == ("vault", "redb") && source.product[at..].starts_with("redb") {
            let strangers = heads(next)
                .into_iter()
                .filter(|head| !REDB_IN_VAULT.contains(head));
            breaches.extend(
                strangers.map(|head| format!("{line}: vault names {head} of redb; only its backend.")),
            );
        }
    }
    breaches
}

#[test]
fn every_import_points_to_a_lower_floor() {
    holds(tree::sources().iter().flat_map(floor_breaches));

    let breaches = |path, text| floor_breaches(&Source::new(path, text));
    caught(
        &breaches("src/domain/money.rs", "use crate::vault::seal;"),
        "above it",
    );
    caught(
        &breaches(
            "src/lang/mod.rs",
            "use crate::{domain::money::{Money, Rate}, vault};",
        ),
        "same floor",
    );
    caught(
        &breaches("src/journal/read.rs", "fn f() { crate::store::open() }"),
        "same floor",
    );
    caught(&breaches("src/tui/view.rs", "use crate::store;"), "never names");
    caught(
        &breaches("src/store/fold.rs", "use super::super::register::park;"),
        "above it",
    );
    caught(
        &breaches("src/main.rs", "fn main() { tendero::store::open() }"),
        "only cli",
    );
    caught(
        &breaches("src/orders/mod.rs", "use crate::domain::money;"),
        "has no floor",
    );
    let fine =
        "//! crate::cli\nuse crate::{domain, lang::Words};\nuse super::super::super::x;\nuse crate::tui;";
    assert_eq!(breaches("src/tui/screens/sale.rs", fine), Vec::<String>::new());
}

#[test]
fn foreign_crates_stay_in_their_rooms() {
    holds(tree::sources().iter().flat_map(crate_breaches));

    let breaches = |path, text| crate_breaches(&Source::new(path, text));
    caught(
        &breaches("src/register/park.rs", "use redb::Database;"),
        "redb is named in register",
    );
    caught(
        &breaches("src/cli/demo.rs", "fn f() { ratatui::init(); }"),
        "ratatui is named in cli",
    );
    caught(
        &breaches("src/lang/mod.rs", "use tokio::time;"),
        "tokio is named in lang",
    );
    caught(
        &breaches("src/vault/page.rs", "use redb::{StorageBackend, Database};"),
        "Database of redb",
    );
    let test = "use redb::StorageBackend;\n#[cfg(test)] mod tests { use redb::Database; }";
    assert_eq!(breaches("src/vault/page.rs", test), Vec::<String>::new());
}

#[test]
fn every_top_module_has_a_floor() {
    let known = |path: &str| ["main", "lib"].contains(&module_of(path)) || floor(module_of(path)).is_some();
    let homeless = tree::sources()
        .into_iter()
        .filter(|s| s.in_src() && !known(&s.path));
    holds(homeless.map(|s| format!("{}: the module {} has no floor.", s.path, module_of(&s.path))));
    assert!(!known("src/orders/mod.rs"));
}
