//! The page of disasters, followed word for word: each command of it is run where it says, and what it says
//! that one sees is seen. Must never type anything that the page does not say.

use std::path::Path;

use crate::disks::{copied_before_the_last_four, copy, twin};
use crate::hub::Hub;
use crate::joined::{agree, known, sell};
use crate::shop::{Shop, goods};

/// One command, and what is seen of its answer.
struct Step {
    at: String,
    words: Vec<String>,
    sees: Vec<String>,
}

/// The commands of one disaster, in their order.
struct Drill {
    steps: std::vec::IntoIter<Step>,
    values: Vec<(&'static str, String)>,
}

impl Drill {
    fn of(title: &str) -> Drill {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/disasters.md");
        let page = std::fs::read_to_string(page).expect("the page");
        let section = page
            .split("\n## ")
            .find_map(|section| section.strip_prefix(title));
        let mut steps: Vec<Step> = Vec::new();
        let mut typed = false;
        for line in section.expect("that disaster is on the page").lines() {
            match line {
                "```console" => typed = true,
                "```" => typed = false,
                _ if !typed => {}
                line => match (line.strip_prefix("  "), line.split_once("$ tendero ")) {
                    (Some(seen), _) => {
                        let step = steps.last_mut().expect("a command comes first");
                        step.sees.push(seen.to_owned());
                    }
                    (None, Some((at, words))) => steps.push(Step {
                        at: at.to_owned(),
                        words: words.split(' ').map(str::to_owned).collect(),
                        sees: Vec::new(),
                    }),
                    (None, None) => unreachable!("{line}"),
                },
            }
        }
        Drill {
            steps: steps.into_iter(),
            values: Vec::new(),
        }
    }

    /// What stands for something else in this shop.
    fn means(&mut self, name: &'static str, value: impl Into<String>) {
        self.values.push((name, value.into()));
    }

    /// The next command, which is typed at that machine, by `run`; its answer.
    fn types(&mut self, at: &str, run: impl FnOnce(&[&str]) -> String) -> String {
        let step = self.steps.next().expect("the page says what comes next");
        assert_eq!(step.at, at, "{:?}", step.words);
        let meant = |word: &String| {
            let of = |(name, value): &(&str, String)| word.contains(name).then(|| word.replace(name, value));
            self.values
                .iter()
                .rev()
                .find_map(of)
                .unwrap_or_else(|| word.clone())
        };
        let words: Vec<String> = step.words.iter().map(meant).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let said = run(&words);
        for seen in &step.sees {
            assert!(said.contains(seen), "{words:?} does not say {seen:?}:\n{said}");
        }
        said
    }

    /// At a till, where it is done.
    fn at(&mut self, at: &str, till: &Shop) -> String {
        self.types(at, |words| {
            let answer = till.run(words).done();
            answer.out + &answer.err
        })
    }

    /// At the hub: a command about it, or its start.
    fn at_hub(&mut self, hub: &mut Hub) -> String {
        self.types("hub", |words| match words {
            ["hub", "serve"] => {
                hub.start();
                String::new()
            }
            words => hub.says(words.strip_prefix(&["hub"]).expect("a command about the hub")),
        })
    }

    /// A code that the hub shows, and the hub's address.
    fn code(&mut self, hub: &mut Hub) {
        let said = self.at_hub(hub);
        self.means("CODE", said.lines().next().expect("a code"));
        self.means("HUB", format!("http://{}", hub.address));
    }

    fn ends_here(mut self) {
        let left = self.steps.next();
        assert!(left.is_none(), "left to type: {:?}", left.map(|step| step.words));
    }
}

/// What a shop keeps in a drawer: a stick.
fn stick(till: &Shop) -> String {
    let path = till.path("stick").display().to_string();
    std::fs::create_dir_all(&path).expect("a directory");
    std::fs::copy(till.key(), format!("{path}/store.key")).expect("the key file");
    path
}

fn sales(till: &Shop, more: &[&str]) -> usize {
    let args = [&["export", "sales", "--json"][..], more].concat();
    till.run(&args).done().out.lines().count()
}

#[test]
fn a_dead_till_is_rebuilt_from_the_hub() {
    let (old, mut hub) = known();
    sell(&old, 1, 4);
    old.json(&["sync", "now"]);
    let new = Shop::none();
    let mut drill = Drill::of("A till is dead and the shop has a hub");
    drill.code(&mut hub);
    for _ in 0..4 {
        drill.at("new", &new);
    }
    drill.ends_here();
    let stock = new.run(&["export", "stock"]).done().out;
    assert!(stock.contains("PAN,Pan de molde,46,"), "fifty less four: {stock}");
    // And what the page says of the old disk.
    sell(&old, 5, 2);
    assert_eq!(old.json(&["sync", "now"])["drain_only"], true);
    new.json(&["sync", "now"]);
    let stock = new.run(&["export", "stock"]).done().out;
    assert!(stock.contains("PAN,Pan de molde,44,"), "{stock}");
}

/// The number on the last paper that the till gave out.
fn last_paper(till: &Shop) -> String {
    let sales = till.run(&["export", "sales", "--json"]).done().out;
    let last: serde_json::Value = serde_json::from_str(sales.lines().last().expect("a sale")).expect("JSON");
    last["number"].as_str().expect("a number").to_owned()
}

#[test]
fn a_dead_till_is_rebuilt_from_its_mirror() {
    let old = Shop::open(&goods());
    let stick = stick(&old);
    sell(&old, 1, 4);
    std::fs::create_dir(format!("{stick}/mirror")).expect("a directory");
    old.run(&["mirror", "start", &format!("{stick}/mirror")]).done();
    sell(&old, 5, 2);
    assert_eq!(old.json(&["mirror", "status"])["current"], true);
    let new = Shop::none();
    let mut drill = Drill::of("A till is dead and its mirror is on a stick");
    drill.means("/media/stick", stick);
    drill.means("NUMBER", last_paper(&old));
    drill.at("new", &new);
    drill.at("new", &new);
    let next = drill.at("new", &new);
    drill.ends_here();
    assert_eq!(sales(&new, &[]), 6);
    let before = old.run(&["shift", "status"]).done().out;
    assert!(next.starts_with(&before), "the same life goes on: {next}{before}");
}

#[test]
fn a_damaged_journal_is_mended_from_its_mirror() {
    let till = Shop::open(&goods());
    let stick = stick(&till);
    std::fs::create_dir(format!("{stick}/mirror")).expect("a directory");
    till.run(&["mirror", "start", &format!("{stick}/mirror")]).done();
    sell(&till, 1, 3);
    assert_eq!(till.json(&["mirror", "status"])["current"], true);
    let segment = till.store().join("journal/0001/00000001.seg");
    let mut bytes = std::fs::read(&segment).expect("a segment");
    bytes[4 * 512 + 90] ^= 0x20;
    std::fs::write(&segment, bytes).expect("it is written");
    till.run(&["shift", "status"]).refused(3, "is damaged at byte");
    let mut drill = Drill::of("A till says that its journal is damaged");
    drill.at("till", &till);
    drill.at("till", &till);
    drill.ends_here();
    assert_eq!(sales(&till, &[]), 3);
}

#[test]
fn a_dead_till_is_rebuilt_from_a_backup() {
    let (old, mut hub) = known();
    let stick = stick(&old);
    sell(&old, 1, 4);
    old.run(&["backup", &format!("{stick}/shop.backup")]).done();
    sell(&old, 5, 2);
    old.json(&["sync", "now"]);
    let new = Shop::none();
    let mut drill = Drill::of("A till is dead and there is a backup");
    drill.means("/media/stick", stick);
    for _ in 0..3 {
        drill.at("new", &new);
    }
    assert_eq!(sales(&new, &[]), 4, "what the backup has");
    drill.code(&mut hub);
    for _ in 0..3 {
        drill.at("new", &new);
    }
    drill.ends_here();
    assert_eq!(sales(&new, &[]), 6, "and what the hub had");
    sell(&new, 7, 1);
    new.json(&["sync", "now"]);
    agree(&new);
}

#[test]
fn a_till_is_rebuilt_from_its_journal_alone() {
    let old = Shop::open(&goods());
    let stick = stick(&old);
    sell(&old, 1, 5);
    let new = Shop::none();
    let rescued = new.path("rescued");
    copy(&old.store().join("journal"), &rescued.join("journal"));
    for keys in ["keys.a", "keys.b"] {
        std::fs::copy(old.store().join(keys), rescued.join(keys)).expect("it is copied");
    }
    let mut drill = Drill::of("Only the journal is left");
    drill.means("/media/stick", stick);
    for _ in 0..3 {
        drill.at("new", &new);
    }
    drill.ends_here();
    let key = old.key().display().to_string();
    assert_eq!(sales(&new, &["--store", "rescued", "--key-file", &key]), 5);
}

#[test]
fn an_older_copy_of_a_disk_takes_back_what_it_lacks() {
    let (till, _hub) = known();
    let before = copied_before_the_last_four(&till);
    before.set_back();
    let mut drill = Drill::of("A till runs from an older copy of its disk");
    drill.at("till", &till);
    drill.at("till", &till);
    drill.ends_here();
    assert_eq!(sales(&till, &[]), 6);
}

#[test]
fn two_machines_with_one_card_are_told_apart() {
    let (one, mut hub) = known();
    sell(&one, 1, 2);
    one.json(&["sync", "now"]);
    let two = twin(&one);
    sell(&one, 10, 2);
    sell(&two, 20, 3);
    let mut drill = Drill::of("Two machines run from the same card");
    drill.at("till", &one);
    drill.at("two", &two);
    drill.at("till", &one);
    drill.at_hub(&mut hub);
    drill.ends_here();
    sell(&one, 30, 1);
    sell(&two, 40, 1);
    for till in [&two, &one, &two] {
        till.json(&["sync", "now"]);
    }
    agree(&one);
    agree(&two);
}

#[test]
fn a_hub_is_made_again_from_its_copy() {
    let (till, mut hub) = known();
    sell(&till, 1, 3);
    till.json(&["sync", "now"]);
    let copy = hub.copied();
    sell(&till, 4, 3);
    till.json(&["sync", "now"]);
    let same = agree(&till);
    hub.kill();
    std::fs::remove_dir_all(hub.dir()).expect("it goes");
    let mut drill = Drill::of("The hub is lost and there is a copy of it");
    drill.means("/media/stick/hub.copy", copy);
    drill.at_hub(&mut hub);
    drill.at_hub(&mut hub);
    drill.at("till", &till);
    drill.at("till", &till);
    drill.ends_here();
    assert_eq!(agree(&till), same);
}

#[test]
fn of_two_hubs_the_one_that_counts_is_named() {
    let (till, mut old) = known();
    sell(&till, 1, 3);
    till.json(&["sync", "now"]);
    let mut new = Hub::of_copy(&old.copied());
    let at = |hub: &Hub| {
        let line = format!("[sync]\nurl = \"http://{}\"\n", hub.address);
        till.file(".config/tendero/config.toml", line.as_bytes());
    };
    at(&new);
    sell(&till, 4, 2);
    till.json(&["sync", "now"]);
    at(&old);
    sell(&till, 6, 1);
    // The first time it may be on its way to learn that.
    till.run(&["sync", "now"]);
    let mut drill = Drill::of("There are two hubs from one copy");
    drill.types("till", |words| till.run(words).err);
    let said = drill.at("till", &till);
    let status: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    drill.means("EPOCH", status["epoch"].as_str().expect("an epoch"));
    new.kill();
    old.kill();
    drill.at_hub(&mut old);
    drill.at_hub(&mut old);
    drill.at("till", &till);
    drill.at("till", &till);
    drill.ends_here();
    assert_eq!(sales(&till, &[]), 6);
}
