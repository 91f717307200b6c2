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
        self.show(|| bar(done, total));
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

/// A bar that is always as wide.
fn bar(done: u64, total: u64) -> String {
    const WIDTH: usize = 30;
    let percent = done
        .min(total)
        .saturating_mul(100)
        .checked_div(total)
        .unwrap_or(100);
    let full = usize::try_from(percent).unwrap_or(100) * WIDTH / 100;
    format!("[{}{}] {percent:3} %", "#".repeat(full), ".".repeat(WIDTH - full))
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _gone = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_always_as_wide() {
        assert_eq!(bar(0, 10), format!("[{}]   0 %", ".".repeat(30)));
        assert_eq!(
            bar(5, 10),
            format!("[{}{}]  50 %", "#".repeat(15), ".".repeat(15))
        );
        for (done, total) in [(11, 10), (0, 0)] {
            assert_eq!(bar(done, total), format!("[{}] 100 %", "#".repeat(30)));
        }
    }
}
