//! Files that no target compiles: a forgotten test proves nothing. Must follow `mod` lines as the compiler
//! does.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{self, Source};
use crate::{caught, holds};

/// Is this file the root of a target: a library, a program, a test or a bench?
fn is_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["src", file] => ["lib.rs", "main.rs"].contains(&file),
        // The fuzzer is a package of its own.
        ["tests", "fuzz", "fuzz.rs"] => true,
        ["tests" | "benches", _] => true,
        ["tests" | "benches", _, file] => file == "main.rs",
        _ => false,
    }
}

/// The files that `source` may include by its `mod` lines; for each line both places where it can stand.
fn included(source: &Source) -> Vec<String> {
    let (directory, file) = source
        .path
        .rsplit_once('/')
        .expect("every source stands in a folder");
    let stem = file.trim_end_matches(".rs");
    let own_folder = is_root(&source.path) || stem == "mod";
    let below = if own_folder {
        directory.to_owned()
    } else {
        format!("{directory}/{stem}")
    };
    let mut found = Vec::new();
    let mut given = None;
    for line in source.text.lines().map(str::trim) {
        if let Some(path) = line
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.strip_suffix("\"]"))
        {
            given = Some(format!("{directory}/{path}"));
            continue;
        }
        let declared = line.strip_prefix("#[cfg(test)]").unwrap_or(line).trim_start();
        let unscoped = match declared.strip_prefix("pub") {
            Some(rest) if rest.starts_with('(') => rest.split_once(')').map_or("", |(_, after)| after),
            Some(rest) => rest,
            None => declared,
        };
        let name = unscoped
            .trim_start()
            .strip_prefix("mod ")
            .and_then(|rest| rest.split_once(';'));
        match (name, given.take()) {
            (Some(_), Some(path)) => found.push(path),
            (Some((name, _)), None) => {
                found.extend([format!("{below}/{name}.rs"), format!("{below}/{name}/mod.rs")]);
            }
            (None, path) => given = path.filter(|_| line.starts_with("#[")),
        }
    }
    found
}

/// One sentence for each file that no target reaches.
fn forgotten(sources: &[Source]) -> Vec<String> {
    let by_path: BTreeMap<&str, &Source> = sources.iter().map(|s| (s.path.as_str(), s)).collect();
    let mut reached = BTreeSet::new();
    let mut next: Vec<String> = by_path
        .keys()
        .filter(|p| is_root(p))
        .map(|p| (*p).to_owned())
        .collect();
    while let Some(path) = next.pop() {
        let Some(source) = by_path.get(path.as_str()) else {
            continue;
        };
        if reached.insert(path) {
            next.extend(included(source));
        }
    }
    let lost = by_path.keys().filter(|path| !reached.contains(**path));
    lost.map(|path| format!("{path}: no target includes it, so it is never compiled."))
        .collect()
}

#[test]
fn every_file_is_compiled_by_some_target() {
    holds(forgotten(&tree::sources()));

    let files = [
        ("tests/sale.rs", "#[path = \"day/count.rs\"]\nmod count;"),
        ("tests/day/count.rs", ""),
        (
            "tests/screens/main.rs",
            "pub(crate) mod pay;\n#[cfg(test)]\nmod sizes;",
        ),
        ("tests/screens/pay.rs", "mod change;"),
        ("tests/screens/pay/change.rs", ""),
        ("tests/screens/sizes/mod.rs", ""),
    ];
    let sample = |extra: &[(&str, &str)]| -> Vec<Source> {
        files
            .iter()
            .chain(extra)
            .map(|(path, text)| Source::new(path, text))
            .collect()
    };
    assert_eq!(forgotten(&sample(&[])), Vec::<String>::new());
    caught(
        &forgotten(&sample(&[("tests/screens/close.rs", "")])),
        "tests/screens/close.rs: no target",
    );
    caught(
        &forgotten(&sample(&[("src/lib.rs", "// mod lost;"), ("src/lost.rs", "")])),
        "src/lost.rs",
    );
}
