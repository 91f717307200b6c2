//! Which key does what: the table with the machine's own changes. Must never hold two commands on one key in
//! one place.

use std::collections::BTreeMap;

use super::command::{self, Command, Row, Scope, TABLE};
use super::flags::Flags;
use super::key::Key;

/// The keys in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    changed: BTreeMap<Command, Vec<Key>>,
}

/// Why a key configuration is not taken. Each names what to correct.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// No command has that name.
    #[error("there is no command `{0}`; the names stand in config.example.toml")]
    NoCommand(String),
    /// No key has that name, or not every terminal can send it.
    #[error("`{0}` is not a key that every terminal can send: use Enter, Esc, F1 to F10, Ctrl+P or a sign")]
    NoKey(String),
    /// Two commands would share a key.
    #[error("`{first}` and `{second}` would both be on {key}: give one of them another key")]
    Shared {
        /// The key.
        key: Key,
        /// A command.
        first: &'static str,
        /// Another one.
        second: &'static str,
    },
    /// A sign or digit would be taken from what is typed.
    #[error("`{command}` cannot be on {key}: that is typed into codes and names")]
    Typed {
        /// The key.
        key: Key,
        /// The command.
        command: &'static str,
    },
}

impl Keymap {
    /// The table with these changes: command name → key names.
    ///
    /// # Errors
    /// Unknown names, keys that are typed into fields, and keys that two commands of one place would share.
    pub fn new<'a>(changes: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Result<Keymap, KeyRefusal> {
        let mut keymap = Keymap::default();
        for (name, keys) in changes {
            let command = command::commands()
                .find(|command| command.name() == name)
                .ok_or_else(|| KeyRefusal::NoCommand(name.to_owned()))?;
            let mut taken = Vec::with_capacity(keys.len());
            for key in keys {
                match Key::named(key).ok_or_else(|| KeyRefusal::NoKey(key.clone()))? {
                    key @ Key::Char(_) => {
                        return Err(KeyRefusal::Typed {
                            key,
                            command: command.name(),
                        });
                    }
                    key => taken.push(key),
                }
            }
            keymap.changed.insert(command, taken);
        }
        keymap.clash().map_or(Ok(keymap), Err)
    }

    /// The keys of a row, the shown one first.
    pub fn keys<'a>(&'a self, row: &'a Row) -> &'a [Key] {
        self.changed.get(&row.command).map_or(row.keys, Vec::as_slice)
    }

    /// What `key` does there, if anything.
    pub fn find(&self, scope: Scope, key: Key, flags: Flags) -> Option<&'static Row> {
        rows(scope, flags).find(|row| self.keys(row).contains(&key))
    }

    fn clash(&self) -> Option<KeyRefusal> {
        for (at, row) in TABLE.iter().enumerate() {
            for other in &TABLE[at + 1..] {
                let together = row.command != other.command
                    && row.when.meets(other.when)
                    && row.scopes.iter().any(|scope| other.scopes.contains(scope));
                let key = self.keys(row).iter().find(|key| self.keys(other).contains(key));
                if let (true, Some(key)) = (together, key) {
                    return Some(KeyRefusal::Shared {
                        key: *key,
                        first: row.command.name(),
                        second: other.command.name(),
                    });
                }
            }
        }
        None
    }
}

/// The rows that count there, in the order of the table.
pub fn rows(scope: Scope, flags: Flags) -> impl Iterator<Item = &'static Row> {
    TABLE
        .iter()
        .filter(move |row| row.scopes.contains(&scope) && row.when.holds(flags))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn changed(name: &str, keys: &[&str]) -> Result<Keymap, KeyRefusal> {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        Keymap::new([(name, keys.as_slice())])
    }

    #[test]
    fn a_command_may_have_another_key() {
        let keymap = changed("search", &["Ctrl+F"]).unwrap();
        let found = |key| keymap.find(Scope::Sale, key, Flags::NONE).map(|row| row.command);
        assert_eq!(found(Key::Ctrl('f')), Some(Command::Search));
        assert_eq!(found(Key::F(3)), None);
        let table = Keymap::default();
        assert_eq!(
            table
                .find(Scope::Sale, Key::Enter, Flags::NONE)
                .map(|row| row.command),
            Some(Command::Add),
            "with nothing to add it says so"
        );
        let row = table.find(Scope::Sale, Key::Enter, Flags::LINES).unwrap();
        assert_eq!(row.command, Command::Pay);
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        assert_eq!(
            changed("serch", &["F3"]),
            Err(KeyRefusal::NoCommand("serch".to_owned()))
        );
        assert_eq!(
            changed("search", &["F12"]),
            Err(KeyRefusal::NoKey("F12".to_owned()))
        );
        assert!(matches!(changed("search", &["x"]), Err(KeyRefusal::Typed { .. })));
        let told = changed("search", &["F8"]).unwrap_err().to_string();
        assert!(
            told.contains("`search`") && told.contains("`void-line`") && told.contains("F8"),
            "{told}"
        );
    }
}
