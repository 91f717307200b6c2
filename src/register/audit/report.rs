//! What an audit found: a count for each check and the first entry that breaks it. Must never call something
//! checked that was not.

use crate::journal::{Cursor, Head};

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The entry; `None` where it is not one entry's doing.
    pub at: Option<Cursor>,
    /// What is wrong, in words.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.at {
            Some(at) => write!(f, "entry {at}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// How a check came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing wrong.
    Good,
    /// Nothing wrong, and something to know.
    Warning(Finding),
    /// Wrong.
    Bad {
        /// How often.
        count: u64,
        /// The first time.
        first: Finding,
    },
    /// It was not checked, for this reason.
    NotChecked(String),
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Stable name; scripts rely on it.
    pub name: &'static str,
    /// What is checked, in words.
    pub what: &'static str,
    /// How many things were looked at.
    pub checked: u64,
    /// How it came out.
    pub state: State,
}

impl Check {
    pub(super) fn new(name: &'static str, what: &'static str) -> Check {
        Check {
            name,
            what,
            checked: 0,
            state: State::Good,
        }
    }

    pub(super) fn not_checked((name, what): (&'static str, &'static str), why: impl Into<String>) -> Check {
        let mut check = Check::new(name, what);
        check.state = State::NotChecked(why.into());
        check
    }

    /// Counts one thing looked at at that entry.
    pub(super) fn note(&mut self, at: Cursor, outcome: Result<(), String>) {
        self.checked += 1;
        if let Err(what) = outcome {
            self.break_at(at, what);
        }
    }

    pub(super) fn break_at(&mut self, at: Cursor, what: String) {
        self.break_with(Finding { at: Some(at), what });
    }

    pub(super) fn break_with(&mut self, finding: Finding) {
        match &mut self.state {
            State::Bad { count, .. } => *count += 1,
            state => {
                *state = State::Bad {
                    count: 1,
                    first: finding,
                }
            }
        }
    }

    /// Whether it found something wrong.
    pub fn is_bad(&self) -> bool {
        matches!(self.state, State::Bad { .. })
    }
}

/// All checks of one audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In the order they are told.
    pub checks: Vec<Check>,
    /// The end of the journal, if it is whole.
    pub head: Option<Head>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        !self.checks.iter().any(Check::is_bad)
    }

    /// The first thing wrong: of the earliest entry, or of the first check that names none.
    pub fn first_bad(&self) -> Option<(&Check, &Finding)> {
        let bad = self.checks.iter().filter_map(|check| match &check.state {
            State::Bad { first, .. } => Some((check, first)),
            _ => None,
        });
        bad.min_by_key(|(_, first)| {
            first.at.unwrap_or(Cursor {
                incarnation: u16::MAX,
                seq: u64::MAX,
            })
        })
    }
}
