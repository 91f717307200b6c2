//! How far a long command has come, on a terminal only. Must never write into what a script reads.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Shown at most this often.
const PACE: Duration = Duration::from_millis(100);

/// One line on standard error that is written over and over, and gone at the end.
pub(super) struct Progress {
    what: &'static str,
    shown: Option<Instant>,
    terminal: bool,
}

impl Progress {
    /// Progress of that work, named as `reading`.
    pub(super) fn of(what: &'static str) -> Progress {
        Progress {
            what,
            shown: None,
            terminal: io::stderr().is_terminal(),
        }
    }

    /// Shows a count.
    pub(super) fn count(&mut self, done: u64) {
        self.show(|| format!("{done}"));
    }

    /// Shows a part of a whole.
    pub(super) fn part(&mut self, done: u64, total: u64) {
        let percent = done.saturating_mul(100).checked_div(total).unwrap_or(100);
        self.show(|| format!("{percent} %"));
    }

    fn show(&mut self, far: impl FnOnce() -> String) {
        if !self.terminal || self.shown.is_some_and(|at| at.elapsed() < PACE) {
            return;
        }
        self.shown = Some(Instant::now());
        // Nobody is harmed where it cannot be shown.
        let _shown = write!(io::stderr(), "\r{}: {}\x1b[K", self.what, far());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _gone = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
