//! Clocks that ran backwards: counted and told, since the order of entries does not hang on them. Must never
//! call an entry wrong for it.

use crate::journal::{Cursor, Entry};

use super::report::{Check, Finding, State};

#[derive(Default)]
pub(super) struct Clock {
    entries: u64,
    last: i64,
    steps: u64,
    first: Option<(Cursor, i64)>,
}

impl Clock {
    pub(super) fn see(&mut self, entry: &Entry) {
        let wall = entry.stamp.at_wall;
        if self.entries > 0 && wall < self.last {
            self.steps += 1;
            self.first.get_or_insert((entry.cursor, self.last - wall));
        }
        self.entries += 1;
        self.last = wall;
    }

    pub(super) fn into_check(self) -> Check {
        let mut check = Check::new("clock", "the clock only ran forwards");
        check.checked = self.entries;
        if let Some((at, by)) = self.first {
            let what = format!(
                "the clock was set back {} times, here by {} s",
                self.steps,
                (by + 999) / 1000
            );
            check.state = State::Warning(Finding { at: Some(at), what });
        }
        check
    }
}
