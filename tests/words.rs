//! The messages of all languages against each other and against the program that asks for them. Must never
//! judge a translation: it sees only that nothing is missing, left over or unreadable on a console.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tendero::lang::{Lang, sources};

fn english() -> String {
    sources(Lang::En).concat()
}

/// Every other language with its tag.
fn others() -> Vec<(&'static str, String)> {
    let other = Lang::ALL.into_iter().filter(|lang| *lang != Lang::En);
    other.map(|lang| (lang.tag(), sources(lang).concat())).collect()
}

/// English has no messages for refusals: each tells its own sentence. The others find theirs by its code.
const REFUSALS: &str = "refusal-";

/// Each message, or part of one as `message.part`, with the values that it names.
fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut id, mut key) = (String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_alphabetic()))
        {
            id = name.to_owned();
            key = name.to_owned();
        } else if let Some((part, _)) = line
            .trim()
            .strip_prefix('.')
            .and_then(|rest| rest.split_once(" ="))
        {
            key = format!("{id}.{part}");
        }
        if !key.is_empty() {
            let values = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect::<String>()
            });
            found.entry(key.clone()).or_default().extend(values);
        }
    }
    found
}

/// What one language lacks, has too much of, or fills with other values than English.
fn disagreements(tag: &str, english: &str, other: &str) -> Vec<String> {
    let (english, other) = (messages(english), messages(other));
    let mut told = Vec::new();
    for (key, values) in &english {
        match other.get(key) {
            None => told.push(format!("{tag}: {key} is missing")),
            Some(theirs) if theirs != values => {
                told.push(format!("{tag}: {key} names {theirs:?}, in English {values:?}"));
            }
            Some(_) => {}
        }
    }
    let extra = other
        .keys()
        .filter(|key| !english.contains_key(*key) && !key.starts_with(REFUSALS));
    told.extend(extra.map(|key| format!("{tag}: {key} is not in English")));
    told
}

/// The keys that the program asks for by `.text("…")` and `.format("…"`.
fn asked(code: &str) -> BTreeSet<String> {
    let calls = [".text(", ".format("];
    let after = calls.iter().flat_map(|call| code.split(call).skip(1));
    let quoted = after.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'));
    quoted.map(|(key, _)| key.to_owned()).collect()
}

/// Messages whose key stands nowhere in the program as a whole string.
fn unasked<'k>(keys: impl IntoIterator<Item = &'k String>, code: &str) -> Vec<&'k str> {
    let ids: BTreeSet<&str> = keys
        .into_iter()
        .map(|key| key.split('.').next().unwrap_or(key))
        .collect();
    ids.into_iter()
        .filter(|id| !code.contains(&format!("\"{id}\"")))
        .collect()
}

/// The code of each refusal in a file, with the names of values that the file offers.
fn refusals(code: &str) -> BTreeMap<String, BTreeSet<String>> {
    let names = code
        .split("(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("\","));
    let names: BTreeSet<String> = names.map(|(name, _)| name.to_owned()).collect();
    let mut found = BTreeMap::new();
    for (at, _) in code.match_indices("fn code(") {
        let block = code[..at].rfind("\nimpl ").map_or("", |start| &code[start..at]);
        if !block
            .lines()
            .nth(1)
            .is_some_and(|line| line.contains("Refus") || line.contains("MoneyError"))
        {
            continue;
        }
        let body = code[at..].split("\n    }").next().unwrap_or_default();
        let arms = body
            .split("=> \"")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'));
        found.extend(arms.map(|(refusal, _)| (refusal.to_owned(), names.clone())));
    }
    found
}

/// Refusals without a sentence in one language, sentences of refusals that nobody gives, and values that no
/// refusal offers.
fn unspoken(given: &BTreeMap<String, BTreeSet<String>>, other: &str) -> Vec<String> {
    let spoken = messages(other);
    let mut told: Vec<String> = Vec::new();
    for (code, names) in given {
        match spoken.get(&format!("{REFUSALS}{code}")) {
            None => told.push(format!("{REFUSALS}{code} is missing")),
            Some(values) => told.extend(
                values
                    .difference(names)
                    .map(|name| format!("{code} offers no {name}")),
            ),
        }
    }
    let sentences = spoken.keys().filter_map(|key| key.strip_prefix(REFUSALS));
    told.extend(
        sentences
            .filter(|code| !given.contains_key(*code))
            .map(|code| format!("nobody refuses {code}")),
    );
    told
}

/// The program's files without this floor, whose own tests ask for keys that no language has.
fn program() -> Vec<String> {
    fn gather(directory: &Path, into: &mut Vec<String>) {
        for entry in std::fs::read_dir(directory).expect("src is readable") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() && !path.ends_with("src/lang") {
                gather(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(std::fs::read_to_string(&path).expect("readable source"));
            }
        }
    }
    let mut files = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files
}

/// Characters that a bare console may lack, and typographic ones that slip in by copying.
fn unreadable(source: &str) -> Vec<String> {
    let bad = |c: char| c != '\n' && c != '€' && !(' '..='~').contains(&c) && !('¡'..='ÿ').contains(&c);
    let lines = source.lines().enumerate();
    lines
        .filter_map(|(n, line)| {
            line.chars()
                .find(|c| bad(*c))
                .map(|c| format!("line {}: {c:?}", n + 1))
        })
        .collect()
}

#[test]
fn every_language_has_every_message_with_the_same_values() {
    for (tag, other) in others() {
        assert_eq!(disagreements(tag, &english(), &other), Vec::<String>::new());
    }
    let english = "a = { $n ->\n    [one] x\n   *[other] { $n }\n}\nb = y\n    .help = z { $m }\n";
    assert_eq!(disagreements("es", english, english), Vec::<String>::new());
    assert_eq!(disagreements("es", english, "a = { $n }\nb = y\n").len(), 1);
    assert_eq!(
        disagreements("es", english, &english.replace("$m", "$k")).len(),
        1
    );
    assert_eq!(
        disagreements("es", english, &format!("{english}c = w\nrefusal-x = v\n")).len(),
        1
    );
}

#[test]
fn every_message_that_the_program_asks_for_exists() {
    let known = messages(&english());
    let missing: Vec<String> = asked(&program().concat())
        .into_iter()
        .filter(|key| !known.contains_key(key))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
    let sample = "words.text(\"a\"); words\n.format(\n  \"b.help\", &[]); text(\"c\"); x.format(d)";
    assert_eq!(
        asked(sample),
        BTreeSet::from(["a".to_owned(), "b.help".to_owned()])
    );
}

#[test]
fn no_message_is_left_over() {
    let (known, code) = (messages(&english()), program().concat());
    let left = unasked(known.keys(), &code);
    assert_eq!(left, Vec::<&str>::new(), "the program never asks for these");
    let keys = ["a".to_owned(), "b.help".to_owned(), "c".to_owned()];
    assert_eq!(unasked(&keys, "text(\"a\"); label: \"b\""), ["c"]);
}

#[test]
fn every_refusal_has_its_sentence_in_every_language() {
    let mut given: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (code, names) in program().iter().flat_map(|file| refusals(file)) {
        given.entry(code).or_default().extend(names);
    }
    assert!(
        given.len() > 20,
        "only {} refusals found: the search is broken",
        given.len()
    );
    for (tag, other) in others() {
        assert_eq!(unspoken(&given, &other), Vec::<String>::new(), "{tag}");
    }
    let rust = "\nimpl ARefusal {\n    fn code(&self) {\n        A => \"a\",\n        B => \"b\",\n    }\n}\n\
                vec![(\"name\", x)]\nimpl Tender {\n    fn code(self) {\n        C => \"c\"\n    }\n}\n";
    assert_eq!(refusals(rust).into_keys().collect::<Vec<_>>(), ["a", "b"]);
    let spoken = "refusal-a = { $name } { $sku }\nrefusal-d = x\n";
    assert_eq!(
        unspoken(&refusals(rust), spoken),
        ["a offers no sku", "refusal-b is missing", "nobody refuses d"]
    );
}

#[test]
fn every_message_shows_on_a_bare_console() {
    for (tag, source) in others().into_iter().chain([("en", english())]) {
        assert_eq!(unreadable(&source), Vec::<String>::new(), "{tag}");
    }
    assert_eq!(
        unreadable("a = b\u{2026}\nb = ¿ñ?\nc = \u{a0}d\ne = \u{2014}").len(),
        3
    );
}

#[test]
fn labels_fit_the_footer() {
    for (tag, source) in others().into_iter().chain([("en", english())]) {
        let labels = source.lines().filter(|line| line.starts_with("cmd-"));
        for (key, label) in labels.filter_map(|line| line.split_once(" = ")) {
            assert!(
                label.chars().count() <= 14,
                "{tag}: {key} is too long for the footer: {label}"
            );
        }
    }
}
