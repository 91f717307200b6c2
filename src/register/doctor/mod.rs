//! How a store stands: files, keys, journal, copies, clock. Must never change anything, nor give up because
//! something does not open: that is when it is needed.

mod copies;
mod files;
mod keys;
mod life;

use std::path::Path;
use std::sync::Arc;

use crate::journal::Reader;
use crate::journal::disk::Os;
use crate::journal::lock::{LockError, StoreLock};
use crate::vault::MasterKey;

pub use files::beside;

use super::Unlocking;
use super::places::Places;
use super::surroundings::Surroundings;

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// As it should be.
    Good,
    /// It works, and something should be done.
    Warning,
    /// Something is wrong now.
    Bad,
}

/// One line of the examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Stable word for scripts.
    pub name: &'static str,
    /// How it stands.
    pub health: Health,
    /// What was found.
    pub says: String,
    /// What to do; empty where nothing has to be done.
    pub todo: String,
}

impl Line {
    fn good(name: &'static str, says: impl Into<String>) -> Line {
        Line {
            name,
            health: Health::Good,
            says: says.into(),
            todo: String::new(),
        }
    }

    fn warning(name: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Line {
        Line {
            name,
            health: Health::Warning,
            says: says.into(),
            todo: todo.into(),
        }
    }

    fn bad(name: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Line {
        Line {
            health: Health::Bad,
            ..Line::warning(name, says, todo)
        }
    }
}

/// Examines the store in `dir`. With `full` every entry is checked, not only the last segment.
pub fn examine(dir: &Path, key: &Unlocking, around: &dyn Surroundings, full: bool) -> Vec<Line> {
    let places = Places::of(dir);
    if !places.exist() {
        let says = format!("there is no store in {}", dir.display());
        let todo = "create one with `tendero init`, restore one with `tendero restore`, or say where it is \
                    with --store";
        return vec![Line::bad("store", says, todo)];
    }
    let mut lines = files::lines(dir);
    let lock = StoreLock::take(dir);
    lines.push(match &lock {
        Ok(_) => Line::good("lock", "no till is running"),
        Err(LockError::Held { pid: Some(pid) }) => {
            Line::good("lock", format!("a till is running, process {pid}"))
        }
        Err(LockError::Held { pid: None }) => Line::good("lock", "a till is running"),
        Err(LockError::Io { path, .. }) => Line::bad(
            "lock",
            format!("{} may not be written", path.display()),
            "make its disk and the store directory writable for this user",
        ),
    });
    let (more, master) = keys::lines(dir, key);
    lines.extend(more);
    if let Some(master) = master {
        let unchecked = match &lock {
            Ok(_) => None,
            Err(LockError::Held { .. }) => Some("not checked: the till is running"),
            Err(LockError::Io { .. }) => Some("not checked: it may not be written here"),
        };
        lines.extend(behind_the_key(&places, &master, unchecked, around, full));
    }
    lines
}

/// What only shows with the key.
fn behind_the_key(
    places: &Places,
    master: &MasterKey,
    unchecked: Option<&str>,
    around: &dyn Surroundings,
    full: bool,
) -> Vec<Line> {
    let reader = match Reader::open(Arc::new(Os), &places.journal(), master) {
        Ok(reader) => reader,
        Err(error) => return vec![Line::bad("journal", error.to_string(), life::MEND)],
    };
    let mirror = copies::mirror(places, &reader);
    let mut lines = vec![life::journal(&reader, full)];
    lines.extend(life::storage(&reader));
    match unchecked {
        None => lines.extend(life::store(places, master, &reader, (around, mirror.as_ref()))),
        Some(why) => lines.push(Line::good("store", why)),
    }
    lines.extend(mirror.as_ref().map(copies::line));
    lines.push(life::clock(&reader, around));
    lines
}
