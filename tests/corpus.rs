//! Every input that a fuzzer was begun with or found, through the same code again. Must never leave one out:
//! a folder without a target, or a target without a folder, fails.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(
    unused_imports,
    dead_code,
    reason = "the screens' own tests use the rest of their till"
)]

#[path = "fuzz/files.rs"]
mod files;
#[path = "screens/goods.rs"]
mod goods;
#[cfg(feature = "hub")]
#[path = "fuzz/hub.rs"]
mod hub;
#[path = "fuzz/keys.rs"]
mod keys;
#[path = "screens/shop.rs"]
mod shop;
#[path = "fuzz/targets.rs"]
mod targets;
#[path = "screens/till.rs"]
mod till;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

fn all() -> impl Iterator<Item = &'static (&'static str, targets::Target)> {
    let all = targets::ALL.iter().chain(&keys::ALL).chain(&files::ALL);
    #[cfg(feature = "hub")]
    let all = all.chain(&hub::ALL);
    all
}

#[test]
fn every_input_of_the_corpus_is_harmless() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let folders: BTreeSet<String> = fs::read_dir(&corpus)
        .unwrap()
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    let names: BTreeSet<String> = all().map(|(name, _)| (*name).to_owned()).collect();
    // A till built by itself has no hub to ask.
    let folders: BTreeSet<String> = folders
        .into_iter()
        .filter(|name| cfg!(feature = "hub") || name != "hub")
        .collect();
    assert_eq!(folders, names);
    for (name, target) in all() {
        let mut inputs = 0;
        for input in fs::read_dir(corpus.join(name)).unwrap() {
            target(&fs::read(input.unwrap().path()).unwrap());
            inputs += 1;
        }
        assert!(inputs > 0, "{name} begins with nothing");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn bytes_by_lot_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (_, target) in all() {
            target(&bytes);
        }
    }
}
