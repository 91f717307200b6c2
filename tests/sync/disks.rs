//! What happens to the disk of a till: it is copied, set back, or made again from a backup. Must never touch
//! one that is not of the tests.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::hub::Hub;
use crate::joined::sell;
use crate::shop::{Shop, loaves};

/// Copies a directory as it is.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory");
    for entry in std::fs::read_dir(from).expect("it is there").flatten() {
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &into);
        } else {
            std::fs::copy(&path, &into).expect("it is copied");
        }
    }
}

/// A till's disk as it was at a moment.
pub(crate) struct Image<'a> {
    till: &'a Shop,
    copy: PathBuf,
}

impl Image<'_> {
    /// As it is now.
    pub(crate) fn of(till: &Shop) -> Image<'_> {
        let mut copies = (0..).map(|n| till.path(&format!("copy{n}")));
        let free = copies.find(|copy| !copy.exists()).expect("a name");
        copy(&till.store(), &free);
        Image { till, copy: free }
    }

    /// So it is again.
    pub(crate) fn set_back(&self) {
        std::fs::remove_dir_all(self.till.store()).expect("it goes");
        copy(&self.copy, &self.till.store());
    }
}

/// Two sales, the disk as it is then, and four more that are at the hub with the others.
pub(crate) fn copied_before_the_last_four(till: &Shop) -> Image<'_> {
    sell(till, 1, 2);
    let before = Image::of(till);
    sell(till, 3, 4);
    till.json(&["sync", "now"]);
    before
}

/// Another machine with the very same disk.
pub(crate) fn twin(till: &Shop) -> Shop {
    let twin = Shop::none();
    copy(&till.store(), &twin.store());
    let keys = till.key();
    let keys = keys.parent().expect("a directory of keys");
    copy(keys, twin.key().parent().expect("a directory of keys"));
    twin
}

/// A backup of a till, and the till that is made again from it beside the old one.
pub(crate) struct Backup<'a> {
    old: &'a Shop,
    store: String,
    key: String,
}

impl Backup<'_> {
    /// Of the till as it is now.
    pub(crate) fn of(old: &Shop) -> Backup<'_> {
        let path = |name: &str| old.path(name).display().to_string();
        old.run(&["backup", &path("backup")]).done();
        Backup {
            old,
            store: path("again"),
            key: old.key().display().to_string(),
        }
    }

    /// Makes it again, and makes it known by that code.
    pub(crate) fn restore(&self, hub: &Hub, code: &str) {
        self.run(&["restore", &self.old.path("backup").display().to_string()]);
        let url = format!("http://{}", hub.address);
        self.run(&["sync", "enrol", &url, code]);
        self.run(&["sync", "now"]);
    }

    /// Runs the program at the till that was made again; what it says.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let more = ["--store", &self.store, "--key-file", &self.key];
        let args: Vec<&str> = args.iter().copied().chain(more).collect();
        self.old.run(&args).done().out
    }

    /// The same, in JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.run(&args)).expect("one JSON value")
    }

    /// Sells so many loaves there, the first with that number.
    pub(crate) fn sell(&self, first: usize, many: usize) {
        let sold = self.old.file("sold", loaves(first, many).as_bytes());
        self.run(&["sell", "--user", "Luz", &sold]);
    }
}
