//! The pages that people read are what the program says of itself. `UPDATE_MANUAL=1 cargo test --test manual`
//! writes them anew. Must never be satisfied by hand.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use tendero::lang::{Lang, Words};

const START: &str = "<!-- keys: from the command table -->\n";
const END: &str = "<!-- end of keys -->\n";

fn hold(file: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_MANUAL").is_some() {
        std::fs::write(&path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{file} is not what the program says: run with UPDATE_MANUAL=1 and read the difference"
    );
}

#[test]
fn the_readme_lists_the_keys_of_the_table() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (before, rest) = readme
        .split_once(START)
        .expect("the README has a place for the keys");
    let (_, after) = rest.split_once(END).expect("the keys end somewhere");
    let keys = tendero::tui::manual::keys(&Words::new(Lang::En));
    hold("README.md", &format!("{before}{START}{keys}{END}{after}"));
}

/// `StockMoved` as JSON has it: `stock_moved`.
fn serde_name(name: &str) -> String {
    let mut small = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !small.is_empty() {
            small.push('_');
        }
        small.push(letter.to_ascii_lowercase());
    }
    small
}

#[test]
fn the_page_of_entries_has_every_kind() {
    let mut page = String::from(
        "# What entries say\n\nThe payload of an entry is JSON: `by` (who, if anybody), `via` (how), \
         `app` (version) and what happened, under the\nname of its kind. The kind's number stands in \
         the entry's header too. Numbers and shapes are frozen:\na later version adds, and reads \
         everything that was ever written. A test keeps this page true.\n\n\
         | kind | name | what it says |\n|---|---|---|\n",
    );
    for (number, name, says) in tendero::domain::event::Event::KINDS {
        let name = serde_name(name);
        page.push_str(&format!("| {number} | `{name}` | {} |\n", says.trim()));
    }
    hold("docs/entries.md", &page);
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tendero"))
        .args(arguments)
        .arg("--help")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Names under "Commands:" in a help text.
fn commands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = list
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn the_command_line_page_is_what_help_says() {
    let mut page = String::from(
        "# The command line\n\nWhat `--help` says, command by command; a test keeps this page true.\n",
    );
    let mut open = vec![Vec::<String>::new()];
    while let Some(path) = open.pop() {
        let arguments: Vec<&str> = path.iter().map(String::as_str).collect();
        let text = help(&arguments);
        let name = [&["tendero"], arguments.as_slice()].concat().join(" ");
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        page.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", lines.join("\n")));
        let mut below: Vec<Vec<String>> = commands(&text)
            .into_iter()
            .map(|name| [path.clone(), vec![name]].concat())
            .collect();
        below.reverse();
        open.extend(below);
    }
    hold("docs/command-line.md", &page);
}

#[test]
fn the_page_of_dependencies_is_the_manifest() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let lock: toml::Table = std::fs::read_to_string(root.join("Cargo.lock"))
        .unwrap()
        .parse()
        .unwrap();
    let packages = lock["package"].as_array().unwrap();
    let own = packages
        .iter()
        .find(|package| package["name"].as_str() == Some("tendero"))
        .unwrap();
    // `name`, or `name version` where there are several.
    let version = |name: &str| {
        let named = own["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(toml::Value::as_str);
        let (_, named) = named
            .map(|dep| dep.split_once(' ').unwrap_or((dep, "")))
            .find(|(dep, _)| *dep == name)
            .unwrap();
        let of = packages
            .iter()
            .filter(|package| package["name"].as_str() == Some(name));
        let version = of
            .filter_map(|package| package["version"].as_str())
            .find(|version| named.is_empty() || *version == named);
        version.unwrap().to_owned()
    };
    let mut page = format!(
        "# What tendero is built from\n\nEvery crate that it names itself, with the version locked and \
         what it is for; a test keeps this page true. With all\nthat these bring along `Cargo.lock` has \
         {} crates. `deny.toml` says which licences and sources are allowed.\n",
        packages.len() - 1
    );
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            inside = section.ends_with("dependencies]");
            if inside {
                let title = if section.starts_with("dev") {
                    "To test it"
                } else {
                    "In the program"
                };
                page.push_str(&format!(
                    "\n## {title}\n\n| crate | version | what it is for |\n|---|---|---|\n"
                ));
            }
        } else if let Some((name, rest)) = line
            .split_once(" = ")
            .filter(|_| inside && !line.starts_with('#'))
        {
            let (_, purpose) = rest.rsplit_once(" # ").unwrap();
            page.push_str(&format!("| {name} | {} | {purpose} |\n", version(name)));
        }
    }
    hold("docs/dependencies.md", &page);
}
