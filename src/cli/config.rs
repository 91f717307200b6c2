//! The config file: facts of this machine, put together from the sections of those who use them. Must never
//! pass over a key that it does not know.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::Failure;
use crate::devices::settings::Printer;
use crate::sync::settings::Line;
use crate::tui::keymap::Keymap;
use crate::tui::reader::Scanner;
use crate::tui::settings::{Keys, Screen, keymap};

/// The whole file; every option may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a config file")]
pub(super) struct Config {
    /// Where the shop is kept.
    pub(super) store: StoreSection,
    /// Colours, marks and language of the screens.
    pub(super) screen: Screen,
    /// The printer and the drawer.
    pub(super) printer: Printer,
    /// The line to the hub.
    pub(super) sync: Line,
    /// How the scanner types.
    pub(super) scanner: Scanner,
    /// Other keys for commands.
    pub(super) keys: Keys,
}

/// `[store]`: where the shop is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a [store] section")]
pub(super) struct StoreSection {
    /// The store directory; empty for the usual one.
    pub(super) dir: PathBuf,
    /// The key file; empty for the one the store remembers.
    pub(super) key_file: PathBuf,
    /// The mirror's directory; empty for the one the store remembers.
    pub(super) mirror: PathBuf,
}

impl Config {
    /// Reads `path`. A missing file is an empty one, unless it was `asked_for`.
    pub(super) fn read(path: &Path, asked_for: bool) -> Result<Config, Failure> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !asked_for => {
                return Ok(Config::default());
            }
            Err(error) => return Err(Failure::file(path, &error)),
        };
        let shown = path.display().to_string();
        match String::from_utf8(bytes) {
            Ok(text) => Config::parse(&text, &shown),
            Err(_) => Err(Failure::environment(
                "config",
                format!("{shown} is not UTF-8 text: save it as UTF-8; nothing was changed"),
            )),
        }
    }

    /// Reads the text of the file called `name`.
    pub(super) fn parse(text: &str, name: &str) -> Result<Config, Failure> {
        let bad = |line: usize, said: String| {
            // A name in the file may have lines of its own.
            let said = said.replace('\n', " ");
            Failure::environment("config", format!("{name}:{line}: {said}; nothing was changed"))
        };
        let config: Config = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, &span));
            bad(line, in_words(error.message(), &key_at(text, line)))
        })?;
        match keymap(&config.keys) {
            Ok(_) => Ok(config),
            Err(refusal) => {
                let said = refusal.to_string();
                Err(bad(line_named(text, &said), said))
            }
        }
    }

    /// The keys in force.
    pub(super) fn keymap(&self) -> Keymap {
        keymap(&self.keys).expect("the keys were checked when the file was read")
    }
}

/// What is said of a config file with this text; nothing where it is taken.
pub fn complaint(text: &str) -> Option<String> {
    let failure = Config::parse(text, "config.toml").err()?;
    Some(failure.shown().into_owned())
}

/// The line, counted from 1, on which a place in the text stands.
fn line_of(text: &str, span: &Range<usize>) -> usize {
    let before = text.as_bytes().iter().take(span.start);
    before.filter(|byte| **byte == b'\n').count() + 1
}

/// The first line that holds a word which the sentence quotes; 1 when none does.
fn line_named(text: &str, said: &str) -> usize {
    let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
    let named =
        |line: &str| !line.trim_start().starts_with('#') && quoted.iter().any(|word| line.contains(word));
    text.lines().position(named).map_or(1, |at| at + 1)
}

/// What stands before the equals sign of that line.
fn key_at(text: &str, line: usize) -> String {
    let line = text.lines().nth(line - 1).unwrap_or_default();
    line.split('=').next().unwrap_or_default().trim().to_owned()
}

/// The reader's message in the words of this program: which key, and what is allowed.
fn in_words(message: &str, key: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let allowed = |rest: &str| {
        rest.replace("expected one of ", "allowed: ")
            .replace("expected ", "allowed: ")
            .replace("there are no fields", "no keys are allowed here")
    };
    if let Some(rest) = message.strip_prefix("unknown field ") {
        format!("there is no key {}", allowed(rest))
    } else if let Some(rest) = message.strip_prefix("unknown variant ") {
        format!("`{key}` cannot be {}", allowed(rest))
    } else if let Some((found, wanted)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        format!("`{key}` cannot be {found}, allowed: {wanted}")
    } else if key.is_empty() || message.contains(key) {
        message.to_owned()
    } else {
        format!("`{key}`: {message}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tui::command::{self, TABLE};

    const EXAMPLE: &str = include_str!("../../config.example.toml");

    #[test]
    fn the_example_lists_every_option_with_its_default() {
        let shown = Config::parse(EXAMPLE, "config.example.toml").unwrap();
        assert_eq!(shown, Config::default());
        // an option that the example leaves out would still be equal: name each that there is
        let all = format!("{:?}", Config::default());
        let named = all.split(['{', ',']).filter_map(|part| part.split_once(": "));
        for (field, _) in named {
            let field = field.trim();
            let there = EXAMPLE.lines().any(|line| {
                line.trim_start_matches("# ").starts_with(&format!("{field} ="))
                    || line == format!("[{field}]")
            });
            assert!(there, "config.example.toml does not show {field}");
        }
    }

    #[test]
    fn the_example_lists_every_command_with_its_keys() {
        let row = |command| TABLE.iter().find(|row| row.command == command).unwrap();
        let lines = command::commands().map(|command| {
            let keys: Vec<String> = row(command).keys.iter().map(|key| format!("\"{key}\"")).collect();
            format!("# {} = [{}]", command.name(), keys.join(", "))
        });
        let lacks: Vec<String> = lines
            .filter(|line| !EXAMPLE.lines().any(|own| own == line))
            .collect();
        for command in command::commands() {
            let start = format!("# {} =", command.name());
            let times = EXAMPLE.lines().filter(|line| line.starts_with(&start)).count();
            assert_eq!(times, 1, "config.example.toml shows {} so often", command.name());
        }
        assert!(
            lacks.is_empty(),
            "config.example.toml lacks:\n{}",
            lacks.join("\n")
        );
    }

    #[test]
    fn what_is_said_of_a_bad_file_steers_no_terminal() {
        let said = complaint("[keys]\n\"f\\u001b[31mly\" = [\"F9\"]\n").unwrap();
        assert!(said.contains("there is no command `f?[31mly`"), "{said}");
        assert_eq!(complaint(EXAMPLE), None);
    }

    #[test]
    fn a_bad_config_is_answered_with_line_key_and_what_is_allowed() {
        let cases = [
            (
                "[store]\ndirr = \"x\"\n",
                "c:2: there is no key `dirr`, allowed: `dir`, `key_file`, `mirror`",
            ),
            ("\n\n[stor]\n", "c:3: there is no key `stor`, allowed: "),
            (
                "[store]\n\ndir = 3\n",
                "c:3: `dir` cannot be integer `3`, allowed: ",
            ),
            (
                "store = 1\n",
                "c:1: `store` cannot be integer `1`, allowed: a [store] section",
            ),
            ("[store]\ndir = \"a\"\ndir = \"b\"\n", "c:3: `dir`: duplicate key"),
            (
                "[screen]\ncolours = \"many\"\n",
                "c:2: `colours` cannot be `many`, allowed: `auto`, `mono`, ",
            ),
            (
                "[keys]\npay = [\"F4\"]\nfly = [\"F9\"]\n",
                "c:3: there is no command `fly`",
            ),
            ("[keys]\nsearch = [\"Alt+F4\"]\n", "c:2: `Alt+F4` is not a key"),
            ("[scanner]\nleast = -1\n", "c:2: `least`"),
            (
                "[printer]\nvia = \"lpt\"\n",
                "c:2: `via` cannot be `lpt`, allowed: `none`, `usb`, ",
            ),
            (
                "[printer]\n\ncolumns = 40\n",
                "c:3: 32, 42 or 48 columns are allowed",
            ),
            ("[store\n", "c:1: "),
            ("dir\n", "c:1: "),
        ];
        for (text, start) in cases {
            let failure = Config::parse(text, "c").unwrap_err();
            assert!(
                failure.message.starts_with(start),
                "{text:?}: {}",
                failure.message
            );
            assert_eq!(failure.exit_code(), 3);
        }
    }
}
