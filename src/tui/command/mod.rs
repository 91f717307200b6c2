//! THE TABLE: every command with its place, keys, words, permission and condition. Must be the only list of
//! them: dispatch, footer, help, palette, key configuration and the README's keys table are read from it.
//!
//! The rows stand in a file for each thing a shop does; those that count everywhere come last.

mod customers;
mod everywhere;
mod forms;
mod names;
mod pay;
mod people;
mod printing;
mod register;
mod reports;
mod returns;
mod sale;
mod scope;
mod shared;
mod stock;
mod sync;

use crate::domain::permission::Permission;

use super::flags::When;
use super::key::Key;

pub use names::Command;
pub use scope::Scope;

/// One row: a command in some places.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Where.
    pub scopes: &'static [Scope],
    /// The keys, the shown one first; the config may give others.
    pub keys: &'static [Key],
    /// When.
    pub when: When,
    /// What the person must be allowed.
    pub permission: Option<Permission>,
    /// Message with its name; `.help` of it is the sentence.
    pub label: &'static str,
    /// Whether the footer shows it.
    pub footer: bool,
    /// Whether the palette lists it.
    pub palette: bool,
}

impl Row {
    /// The message of its help sentence.
    pub fn help(&self) -> String {
        format!("{}.help", self.label)
    }

    const fn new(
        command: Command,
        scopes: &'static [Scope],
        keys: &'static [Key],
        label: &'static str,
    ) -> Row {
        Row {
            command,
            scopes,
            keys,
            when: When::ALWAYS,
            permission: None,
            label,
            footer: false,
            palette: false,
        }
    }

    const fn when(mut self, when: When) -> Row {
        self.when = when;
        self
    }

    const fn asks(mut self, permission: Permission) -> Row {
        self.permission = Some(permission);
        self
    }

    const fn footer(mut self) -> Row {
        self.footer = true;
        self
    }

    const fn palette(mut self) -> Row {
        self.palette = true;
        self
    }
}

/// Screens on which nothing is half done.
const CALM: &[Scope] = &[Scope::Sale, Scope::Change];

/// Where nothing is half done that a page would cover.
const AT_REST: &[Scope] = &[Scope::Sale, Scope::Change, Scope::OpenRegister];

/// The table by files, in the order in which the footer shows the rows.
const PARTS: &[&[Row]] = &[
    sale::ROWS,
    pay::ROWS,
    customers::ROWS,
    sync::ANSWERS,
    forms::ROWS,
    printing::ROWS,
    register::ROWS,
    stock::ROWS,
    reports::ROWS,
    people::ROWS,
    returns::ROWS,
    sync::ROWS,
    everywhere::ROWS,
];

const ROWS: usize = {
    let (mut rows, mut part) = (0, 0);
    while part < PARTS.len() {
        rows += PARTS[part].len();
        part += 1;
    }
    rows
};

static ALL: [Row; ROWS] = {
    let mut all = [PARTS[0][0]; ROWS];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut row = 0;
        while row < PARTS[part].len() {
            all[at] = PARTS[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
};

/// The table. Rows stand in the order in which the footer shows them.
pub static TABLE: &[Row] = &ALL;

/// Every command, in the order of the table, each once.
pub fn commands() -> impl Iterator<Item = Command> {
    TABLE.iter().enumerate().filter_map(|(at, row)| {
        let first = !TABLE[..at].iter().any(|earlier| earlier.command == row.command);
        first.then_some(row.command)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lang::{Lang, Words};

    #[test]
    fn no_two_rows_share_a_key_where_both_can_count() {
        for (at, row) in TABLE.iter().enumerate() {
            for other in &TABLE[at + 1..] {
                let place = row.scopes.iter().find(|scope| other.scopes.contains(scope));
                let key = row.keys.iter().find(|key| other.keys.contains(key));
                if let (Some(place), Some(key)) = (place, key) {
                    assert!(
                        !row.when.meets(other.when),
                        "{place:?}: {key} is {:?} and {:?}",
                        row.command,
                        other.command
                    );
                }
            }
        }
    }

    #[test]
    fn every_row_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for row in TABLE {
                assert!(!words.text(row.label).starts_with('['), "{}", row.label);
                assert!(words.text(&row.help()).ends_with('.'), "{}", row.help());
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_route() {
        for row in TABLE
            .iter()
            .filter(|row| matches!(row.keys.first(), Some(Key::F(_))))
        {
            // F10 is the second key of the palette, and F1's sentences stand in the palette too.
            let in_palette = TABLE
                .iter()
                .any(|other| other.command == row.command && other.palette);
            assert!(in_palette || row.keys.len() > 1, "{:?}", row.command);
        }
    }

    #[test]
    fn config_names_are_given_once() {
        let mut names: Vec<&str> = commands().map(Command::name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        let widest = TABLE.iter().map(|row| row.label.len()).max().unwrap();
        assert!(widest < 30);
    }
}
