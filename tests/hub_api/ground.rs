//! Where the hub of a test keeps its data: a file of its own, or a database. Must never let a test know
//! which.

#![allow(clippy::unwrap_used)]
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use crate::database::Database;
use crate::process::Hub;

/// A directory that goes away with the test, and the database, where there is one.
pub(crate) struct Ground {
    pub(crate) dir: TempDir,
    database: Option<String>,
}

impl Ground {
    /// The data are in a file.
    pub(crate) fn file() -> Ground {
        Ground {
            dir: tempfile::tempdir().unwrap(),
            database: None,
        }
    }

    /// The data are in that database.
    fn over(url: String) -> Ground {
        Ground {
            database: Some(url),
            ..Ground::file()
        }
    }

    /// A hub there.
    pub(crate) fn hub(&self) -> Hub {
        self.hub_with(&[])
    }

    /// A hub to which more is said.
    pub(crate) fn hub_with(&self, more: &[&str]) -> Hub {
        Hub::start_as(self.dir.path(), self.database.as_deref(), more)
    }
}

/// What a test does, wherever the data are.
pub(crate) type Body = fn(&Ground);

/// Makes a test over a file of each of these, and a list of them for the database.
macro_rules! bodies {
    ($($name:ident)*) => {
        mod over_a_file {
            use crate::ground::Ground;
            $(#[test] fn $name() { super::$name(&Ground::file()) })*
        }

        /// All of them, by name.
        pub(crate) const BODIES: &[(&str, $crate::ground::Body)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use bodies;

/// One server for all of them, each in a database of its own, a few at a time: to make a server takes longer
/// than most of them.
#[test]
fn all_of_it_over_a_database() {
    let all: Vec<(&str, Body)> = [
        crate::interface::BODIES,
        crate::meeting::BODIES,
        crate::low::BODIES,
        crate::webhooks::BODIES,
        crate::border::BODIES,
        crate::owner::BODIES,
        crate::hostile::BODIES,
        crate::strangers::BODIES,
    ]
    .concat();
    let server = Database::start();
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some((name, body)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let ground = Ground::over(server.fresh(&name[..name.len().min(60)]));
                    let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(&ground)));
                    if held.is_err() {
                        failed.lock().unwrap().push(*name);
                    }
                }
            });
        }
    });
    assert_eq!(
        failed.into_inner().unwrap(),
        Vec::<&str>::new(),
        "over a database"
    );
}
