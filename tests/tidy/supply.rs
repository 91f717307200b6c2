//! What may be built in, as deny.toml has it: licences, sources, crates that are never wanted, two versions
//! of one. Must never use a network, and never judge by a list other than that file's.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use toml::Table;

use crate::tree;
use crate::{caught, holds};

/// One sentence for each crate that the rules do not allow; `metadata` is what `cargo metadata` prints.
fn refused(rules: &Table, metadata: &Value) -> Vec<String> {
    let mut breaches = Vec::new();
    let allowed = texts(&rules["licenses"]["allow"]);
    let registries = texts(&rules["sources"]["allow-registry"]);
    let (denied, skipped) = (crates(&rules["bans"]["deny"]), crates(&rules["bans"]["skip"]));
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a graph");
    let built: BTreeSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let text = |field: &str| package[field].as_str().unwrap_or_default();
        let (name, version) = (text("name"), text("version"));
        if !built.contains(text("id")) {
            continue;
        }
        if !is_free(text("license"), &allowed) {
            breaches.push(format!(
                "{name} {version}: the licence {:?} is not allowed.",
                text("license")
            ));
        }
        let from = text("source").trim_start_matches("registry+");
        if !from.is_empty() && !registries.contains(from) {
            breaches.push(format!("{name} {version}: comes from {from}."));
        }
        if denied.contains(name) {
            breaches.push(format!("{name} {version}: is never wanted."));
        }
        if !skipped.contains(format!("{name}@{version}").as_str()) {
            versions.entry(name).or_default().push(version);
        }
    }
    for (name, versions) in versions.into_iter().filter(|(_, versions)| versions.len() > 1) {
        breaches.push(format!(
            "{name}: {} are built side by side.",
            versions.join(" and ")
        ));
    }
    breaches
}

fn texts(list: &toml::Value) -> BTreeSet<&str> {
    let list = list.as_array().expect("a list");
    list.iter().filter_map(toml::Value::as_str).collect()
}

fn crates(list: &toml::Value) -> BTreeSet<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|entry| entry["crate"].as_str().expect("a crate"))
        .collect()
}

/// Whether what is offered (SPDX: `AND` binds more than `OR`; `/` is an old `OR`) is allowed whole.
fn is_free(offered: &str, allowed: &BTreeSet<&str>) -> bool {
    let words = offered
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = words.split_whitespace().peekable();
    either(&mut words, allowed) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut free = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        free |= both(words, allowed);
    }
    free
}

fn both(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut free = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        free &= one(words, allowed);
    }
    free
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        return either(words, allowed) && words.next() == Some(")");
    }
    match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
        Some(exception) => allowed.contains(format!("{word} WITH {exception}").as_str()),
        None => allowed.contains(word),
    }
}

fn rules() -> Table {
    let text = std::fs::read_to_string(tree::root().join("deny.toml")).expect("deny.toml is readable");
    text.parse().expect("deny.toml is TOML")
}

#[test]
fn what_is_built_in_is_what_the_rules_allow() {
    let rules = rules();
    // Of other machines' crates this one may have none to read.
    let targets = texts(&rules["graph"]["targets"]);
    let mut targets = targets
        .iter()
        .filter(|target| target.starts_with(std::env::consts::ARCH));
    let target = targets.next().expect("deny.toml names what this machine is");
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--all-features",
        ])
        .args(["--filter-platform", target])
        .current_dir(tree::root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let known = metadata["packages"].as_array().map_or(0, Vec::len);
    assert!(known > 100, "only {known} crates: the graph was not read");
    holds(refused(&rules, &metadata));
}

#[test]
fn each_rule_of_what_is_built_in_sees_its_bad_sample() {
    let sample = |name: &str, version: &str, license: &str, source: &str| {
        serde_json::json!({ "id": format!("{name} {version}"), "name": name, "version": version,
            "license": license, "source": source })
    };
    let crates_io = "registry+https://github.com/rust-lang/crates.io-index";
    let of = |packages: &[Value]| {
        let nodes: Vec<Value> = packages
            .iter()
            .map(|package| serde_json::json!({ "id": package["id"] }))
            .collect();
        refused(
            &rules(),
            &serde_json::json!({ "packages": packages, "resolve": { "nodes": nodes } }),
        )
    };
    let good = sample("a", "1.0.0", "(MIT OR GPL-3.0) AND Unicode-3.0", crates_io);
    assert_eq!(of(std::slice::from_ref(&good)), Vec::<String>::new());
    caught(
        &of(&[sample("b", "1.0.0", "MIT AND GPL-3.0", crates_io)]),
        "b 1.0.0: the licence",
    );
    caught(&of(&[sample("b", "1.0.0", "", crates_io)]), "is not allowed");
    caught(
        &of(&[sample("b", "1.0.0", "MIT", "git+https://example.org/b")]),
        "comes from git+",
    );
    caught(
        &of(&[sample("openssl", "1.0.0", "MIT", crates_io)]),
        "is never wanted",
    );
    caught(
        &of(&[good, sample("a", "2.0.0", "MIT", crates_io)]),
        "a: 1.0.0 and 2.0.0",
    );
}
