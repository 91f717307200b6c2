//! Keys that every terminal can send: a bare Linux console, tmux, a US and a Spanish keyboard. Must never
//! hold one that some of them cannot.

use std::fmt;

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A letter, digit or sign.
    Char(char),
    /// A letter held with Ctrl; small.
    Ctrl(char),
    /// F1 to F10.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Tabulator with Shift.
    BackTab,
    /// Takes the letter before the cursor.
    Backspace,
    /// Takes the letter at the cursor, or the chosen line.
    Delete,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

const NAMED: [(Key, &str); 14] = [
    (Key::Enter, "Enter"),
    (Key::Esc, "Esc"),
    (Key::Tab, "Tab"),
    (Key::BackTab, "BackTab"),
    (Key::Backspace, "Backspace"),
    (Key::Delete, "Del"),
    (Key::Up, "Up"),
    (Key::Down, "Down"),
    (Key::Left, "Left"),
    (Key::Right, "Right"),
    (Key::Home, "Home"),
    (Key::End, "End"),
    (Key::PageUp, "PgUp"),
    (Key::PageDown, "PgDn"),
];

/// Letters that mean something else to a terminal when held with Ctrl: Tab, Enter, Backspace, flow control,
/// the prefixes of tmux and screen.
const TAKEN: [char; 8] = ['a', 'b', 'h', 'i', 'j', 'm', 'q', 's'];

impl Key {
    /// The key that a config file calls `name`; `None` when there is none, or not every terminal has it.
    pub fn named(name: &str) -> Option<Key> {
        if let Some((key, _)) = NAMED.iter().find(|(_, own)| own.eq_ignore_ascii_case(name)) {
            return Some(*key);
        }
        if let Some(letter) = name.strip_prefix("Ctrl+").or_else(|| name.strip_prefix("ctrl+")) {
            let mut letters = letter.chars();
            let letter = letters.next()?.to_ascii_lowercase();
            let fits = letter.is_ascii_lowercase() && letters.next().is_none() && !TAKEN.contains(&letter);
            return fits.then_some(Key::Ctrl(letter));
        }
        if let Some(number) = name.strip_prefix(['F', 'f']).and_then(|rest| rest.parse().ok()) {
            return (1..=10).contains(&number).then_some(Key::F(number));
        }
        let mut letters = name.chars();
        match (letters.next(), letters.next()) {
            (Some(sign), None) if !sign.is_control() && sign != ' ' => Some(Key::Char(sign)),
            _ => None,
        }
    }
}

/// As the footer, the help and the config file write it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(sign) => write!(f, "{sign}"),
            Key::Ctrl(letter) => write!(f, "Ctrl+{}", letter.to_ascii_uppercase()),
            Key::F(number) => write!(f, "F{number}"),
            named => {
                let (_, name) = NAMED
                    .iter()
                    .find(|(key, _)| key == named)
                    .expect("every other key has a name");
                f.write_str(name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_as_it_is_shown() {
        let keys = NAMED.iter().map(|(key, _)| *key);
        for key in keys.chain([
            Key::F(1),
            Key::F(10),
            Key::Ctrl('p'),
            Key::Char('+'),
            Key::Char('ñ'),
        ]) {
            assert_eq!(Key::named(&key.to_string()), Some(key), "{key}");
        }
        assert_eq!(Key::named("ctrl+p"), Some(Key::Ctrl('p')));
    }

    #[test]
    fn keys_that_some_terminal_cannot_send_have_no_name() {
        for name in [
            "", "F11", "F0", "Ctrl+S", "Ctrl+I", "Ctrl+M", "Alt+F", "Ctrl+PP", "Shift+F1", "Ctrl+1",
        ] {
            assert_eq!(Key::named(name), None, "{name}");
        }
    }
}
