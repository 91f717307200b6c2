//! The store against journals made on the spot. Must never depend on a clock or on what another test left.

#![allow(clippy::unwrap_used, clippy::panic)]

mod disk;
mod faults;
mod folding;
mod queries;
mod shop;

use disk::Disk;
use shop::Written;

use super::{Recorded, Store};

/// An empty store in memory.
fn empty() -> Store {
    Store::with_backends({
        let disk = Disk::default();
        move || Ok(disk.backend())
    })
    .unwrap()
}

fn fold(store: &mut Store, entries: &[Recorded], all: &[Recorded]) {
    store
        .fold(entries, &mut |import, show| {
            Written::show_parts(all, import, show)
        })
        .unwrap();
}

/// A store of everything written, folded in one transaction.
fn folded(written: &Written) -> Store {
    let mut store = empty();
    store
        .fold_at_once(&written.entries, &mut |import, show| {
            Written::show_parts(&written.entries, import, show)
        })
        .unwrap();
    store
}

fn assert_equal(ours: &Store, theirs: &Store) {
    assert_eq!(ours.read().unwrap().compare(&theirs.read().unwrap()).unwrap(), []);
    assert_eq!(ours.till(), theirs.till());
}
