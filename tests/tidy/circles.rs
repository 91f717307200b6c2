//! Files that import each other in a loop: whoever reads one must read them all. Must see a file's parent as
//! its own room, so that a folder may be split without being forbidden to share what its `mod.rs` holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::words;
use crate::tree::{self, Source};
use crate::{caught, holds};

/// The names from the root of the program to a module.
type Path = Vec<String>;

fn module(source: &Source) -> Path {
    let inside = source.path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut path: Path = inside.split('/').map(str::to_owned).collect();
    path.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
    path
}

/// Without what only hands names on: `pub use` lines tie the door of a folder to nothing.
fn without_doors(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = words(rest).find(|(_, word)| *word == "pub").map(|(at, _)| at) {
        let after = rest[at + "pub".len()..].trim_start();
        let item = match after.strip_prefix('(') {
            Some(scope) => scope.split_once(')').map_or("", |(_, item)| item).trim_start(),
            None => after,
        };
        let handed_on = item.starts_with("use ").then(|| item.split_once(';')).flatten();
        kept.push_str(&rest[..at]);
        rest = handed_on.map_or(item, |(_, next)| next);
    }
    kept.push_str(rest);
    kept
}

/// Every way on from a name, group by group: `::{a::B, c}` leads to `a::B` and to `c`.
fn ways(rest: &str) -> Vec<Path> {
    let Some(rest) = rest.trim_start().strip_prefix("::").map(str::trim_start) else {
        return vec![Path::new()];
    };
    if let Some(group) = rest.strip_prefix('{') {
        return members(group).into_iter().flat_map(named).collect();
    }
    match words(rest).next() {
        Some((0, _)) => named(rest),
        _ => vec![Path::new()],
    }
}

/// A name and every way on from it.
fn named(text: &str) -> Vec<Path> {
    let text = text.trim_start();
    let Some((0, word)) = words(text).next() else {
        return Vec::new();
    };
    let on = ways(&text[word.len()..]);
    on.into_iter()
        .map(|way| [vec![word.to_owned()], way].concat())
        .collect()
}

/// What stands between the commas of a group that was opened, up to its end.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_u32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            '}' if depth == 0 => {
                found.push(&group[start..at]);
                break;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

/// The files that a file imports, its own ancestors left out.
fn imports(source: &Source, known: &BTreeSet<Path>) -> BTreeSet<Path> {
    let own = module(source);
    let code = without_doors(&source.product);
    let mut found = BTreeSet::new();
    for (at, word) in words(&code) {
        if code[..at].trim_end().ends_with("::") {
            continue;
        }
        for way in ways(&code[at + word.len()..]) {
            let supers = 1 + way.iter().take_while(|name| *name == "super").count();
            let child = [own.clone(), vec![word.to_owned()]].concat();
            let mut path = match word {
                "crate" => way,
                "self" => [own.clone(), way].concat(),
                "super" if supers <= own.len() => {
                    [own[..own.len() - supers].to_vec(), way[supers - 1..].to_vec()].concat()
                }
                _ if !way.is_empty() && known.contains(&child) => [child, way].concat(),
                _ => continue,
            };
            while !path.is_empty() && !known.contains(&path) {
                path.pop();
            }
            if !own.starts_with(&path) {
                found.insert(path);
            }
        }
    }
    found
}

/// One sentence for each file from which imports lead back to it, but one for each loop.
fn circles(sources: &[Source]) -> Vec<String> {
    let ours = || sources.iter().filter(|source| !source.product.is_empty());
    let known: BTreeSet<Path> = ours().map(module).collect();
    let doors: BTreeMap<Path, BTreeSet<Path>> = ours()
        .map(|source| (module(source), imports(source, &known)))
        .collect();
    let (mut told, mut breaches) = (BTreeSet::new(), Vec::new());
    for start in doors.keys() {
        let reach = |from: &Path| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(at) = next.pop() {
                let on = doors.get(&at).into_iter().flatten();
                next.extend(on.filter(|on| seen.insert((*on).clone())).cloned());
            }
            seen
        };
        let from_here = reach(start);
        if told.contains(start) || !from_here.contains(start) {
            continue;
        }
        let ring: Vec<Path> = from_here
            .into_iter()
            .filter(|at| reach(at).contains(start))
            .collect();
        let names: Vec<String> = ring.iter().map(|path| path.join("::")).collect();
        breaches.push(format!(
            "These import each other in a loop: {}.",
            names.join(", ")
        ));
        told.extend(ring);
    }
    breaches
}

#[test]
fn no_files_import_each_other_in_a_loop() {
    holds(circles(&tree::sources()));

    let file = |(path, text): (&str, &str)| Source::new(path, text);
    let ring = [
        ("src/a.rs", "use crate::{b::{self, x::Y}, d};"),
        (
            "src/b/mod.rs",
            "pub(super) use x::{Y, Z as W};\nmod x;\nstruct Z;",
        ),
        ("src/b/x.rs", "use super::Z;\nfn f() { super::super::c::go() }"),
        ("src/c.rs", "// crate::d\nfn go() -> crate::a::A { todo() }"),
        ("src/d.rs", "const C: &str = \"crate::a\";"),
    ];
    caught(&circles(&ring.map(file)), "loop: a, b::x, c.");
    let open = [ring[1], ring[2], ring[4]];
    assert_eq!(circles(&open.map(file)), Vec::<String>::new());
}
