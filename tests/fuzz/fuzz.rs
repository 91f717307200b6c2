//! The fuzzer: `tests/fuzz/run TARGET SECONDS`. Must never look at anything but the bytes that it was given.
#![no_main]
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

mod files;
#[path = "../screens/goods.rs"]
mod goods;
mod hub;
#[path = "keys.rs"]
mod keys;
#[path = "../screens/shop.rs"]
mod shop;
mod targets;
#[path = "../screens/till.rs"]
mod till;

use std::sync::OnceLock;

static TARGET: OnceLock<targets::Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(
    init: {
        let name = std::env::var("TENDERO_FUZZ").unwrap_or_default();
        let tills = targets::ALL.iter().chain(&keys::ALL).chain(&files::ALL);
        let all: Vec<_> = tills.chain(&hub::ALL).collect();
        let Some((_, target)) = all.iter().find(|(own, _)| *own == name) else {
            let names: Vec<_> = all.iter().map(|(own, _)| *own).collect();
            panic!("TENDERO_FUZZ names none of {names:?}");
        };
        drop(TARGET.set(*target));
    },
    |bytes: &[u8]| {
        if let Some(target) = TARGET.get() {
            target(bytes);
        }
    }
);
