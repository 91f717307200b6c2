//! From key events with their times to inputs: bursts of a scanner, split escape sequences, double Enters.
//! Must be a pure machine: the thread that feeds it owns the clock.

use serde::Deserialize;

use super::input::Input;
use super::key::Key;

/// A second Enter within this is the scanner's CR LF or a bouncing key, in milliseconds.
const ENTER_AGAIN: u64 = 50;
/// A lone Esc waits this long for the rest of a sequence that a slow line may have split.
const SPLIT: u64 = 40;
/// Characters of one burst at most; a flood beyond is typing.
const LONGEST: usize = 256;

/// `[scanner]`: how the scanner of this machine types.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a [scanner] section")]
pub struct Scanner {
    /// Characters that come closer together than this are a burst, in milliseconds.
    pub burst_ms: u64,
    /// Fewest characters of a scan.
    pub least: usize,
    /// What it puts before a code.
    pub prefix: String,
    /// What it puts after a code.
    pub suffix: String,
}

impl Default for Scanner {
    fn default() -> Scanner {
        Scanner {
            burst_ms: 30,
            least: 6,
            prefix: String::new(),
            suffix: String::new(),
        }
    }
}

/// The machine. Times are milliseconds that never run backwards.
#[derive(Debug)]
pub struct Reader {
    scanner: Scanner,
    /// Characters that came in one burst so far; the first was given as a key at once, so that typing is
    /// never late.
    burst: String,
    last: u64,
    enter: Option<u64>,
    escape: Option<Escape>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Escape {
    at: u64,
    /// Whether `[` or `O` has followed.
    opened: bool,
}

impl Reader {
    /// A machine for that scanner.
    pub fn new(scanner: Scanner) -> Reader {
        Reader {
            scanner,
            burst: String::new(),
            last: 0,
            enter: None,
            escape: None,
        }
    }

    /// Takes a key that came at that time; gives what it means, in order.
    pub fn key(&mut self, at: u64, key: Key) -> Vec<Input> {
        let mut out = self.idle(at);
        if self.inside_sequence(key, at, &mut out) {
            return out;
        }
        match key {
            Key::Char(letter) => self.letter(at, letter, &mut out),
            Key::Enter => self.entered(at, &mut out),
            Key::Esc => {
                self.flush(&mut out);
                self.escape = Some(Escape { at, opened: false });
            }
            other => {
                self.flush(&mut out);
                out.push(Input::Key(other));
            }
        }
        out
    }

    /// What has become clear because nothing came until now.
    pub fn idle(&mut self, at: u64) -> Vec<Input> {
        let mut out = Vec::new();
        if at.saturating_sub(self.last) > self.scanner.burst_ms {
            self.flush(&mut out);
        }
        if self
            .escape
            .is_some_and(|escape| at.saturating_sub(escape.at) > SPLIT)
        {
            self.leave_sequence(&mut out);
        }
        out
    }

    /// How long to wait for the next key before [`Reader::idle`] has something to say; none when it has not.
    pub fn wait(&self) -> Option<u64> {
        let burst = (self.burst.chars().count() > 1).then_some(self.scanner.burst_ms + 1);
        let escape = self.escape.map(|_| SPLIT + 1);
        burst.into_iter().chain(escape).min()
    }

    fn letter(&mut self, at: u64, letter: char, out: &mut Vec<Input>) {
        if self.burst.len() >= LONGEST {
            self.flush(out);
        }
        if self.burst.is_empty() {
            out.push(Input::Key(Key::Char(letter)));
        }
        self.burst.push(letter);
        self.last = at;
    }

    fn entered(&mut self, at: u64, out: &mut Vec<Input>) {
        let again = self
            .enter
            .is_some_and(|last| at.saturating_sub(last) < ENTER_AGAIN);
        self.enter = Some(at);
        if self.burst.chars().count() >= self.scanner.least.max(2) {
            let raw = std::mem::take(&mut self.burst);
            let bare = raw.strip_prefix(&self.scanner.prefix);
            let certain = !self.scanner.prefix.is_empty() && bare.is_some();
            let bare = bare.unwrap_or(&raw);
            let code = bare.strip_suffix(&self.scanner.suffix).unwrap_or(bare).to_owned();
            return out.push(Input::Burst {
                raw,
                code,
                certain,
                typed: 1,
            });
        }
        let typed = !self.burst.is_empty();
        self.flush(out);
        if typed || !again {
            out.push(Input::Key(Key::Enter));
        }
    }

    /// What was held back was typed after all.
    fn flush(&mut self, out: &mut Vec<Input>) {
        let held = std::mem::take(&mut self.burst);
        out.extend(held.chars().skip(1).map(|letter| Input::Key(Key::Char(letter))));
    }

    /// Whether the key belongs to an escape sequence that arrived in pieces: Esc alone, then `[A`.
    fn inside_sequence(&mut self, key: Key, at: u64, out: &mut Vec<Input>) -> bool {
        let Some(escape) = self.escape else { return false };
        match key {
            Key::Char('[' | 'O') if !escape.opened => {
                self.escape = Some(Escape { at, opened: true });
                true
            }
            Key::Char(last) if escape.opened => {
                if last.is_ascii_alphabetic() || last == '~' {
                    self.escape = None;
                    let arrow = match last {
                        'A' => Some(Key::Up),
                        'B' => Some(Key::Down),
                        'C' => Some(Key::Right),
                        'D' => Some(Key::Left),
                        _ => None,
                    };
                    out.extend(arrow.map(Input::Key));
                }
                true
            }
            _ => {
                self.leave_sequence(out);
                false
            }
        }
    }

    fn leave_sequence(&mut self, out: &mut Vec<Input>) {
        // One that was opened and never ended is swallowed: it was no Esc that a person pressed.
        if self.escape.take().is_some_and(|escape| !escape.opened) {
            out.push(Input::Key(Key::Esc));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds keys with the milliseconds between them; `(ms, None)` only lets time pass.
    fn fed(scanner: Scanner, keys: &[(u64, Option<Key>)]) -> String {
        let (mut reader, mut at, mut out) = (Reader::new(scanner), 1_000, Vec::new());
        for (after, key) in keys {
            at += after;
            out.extend(match key {
                Some(key) => reader.key(at, *key),
                None => reader.idle(at),
            });
        }
        let told = out.iter().map(|input| match input {
            Input::Key(key) => key.to_string(),
            Input::Burst {
                code, certain, typed, ..
            } => format!("<{code} {certain} {typed}>"),
            _ => "?".to_owned(),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    fn typed(text: &str, gap: u64) -> Vec<(u64, Option<Key>)> {
        let keys = text.chars().map(|letter| match letter {
            '\n' => Key::Enter,
            letter => Key::Char(letter),
        });
        keys.map(|key| (gap, Some(key))).collect()
    }

    #[test]
    fn fast_characters_ended_by_enter_are_a_burst() {
        let plain = Scanner::default;
        assert_eq!(fed(plain(), &typed("8412345\n", 5)), "8 <8412345 false 1>");
        assert_eq!(fed(plain(), &typed("84123\n", 5)), "8 4 1 2 3 Enter", "too short");
        assert_eq!(
            fed(plain(), &typed("841234\n", 80)),
            "8 4 1 2 3 4 Enter",
            "fingers"
        );
        let mut late = typed("841234", 5);
        late.extend([(31, None), (5, Some(Key::Enter))]);
        assert_eq!(fed(plain(), &late), "8 4 1 2 3 4 Enter", "Enter by hand");
    }

    #[test]
    fn the_second_end_of_a_scanner_is_swallowed() {
        let mut crlf = typed("8412345\n\n", 2);
        assert_eq!(fed(Scanner::default(), &crlf), "8 <8412345 false 1>");
        crlf.push((60, Some(Key::Enter)));
        assert_eq!(fed(Scanner::default(), &crlf), "8 <8412345 false 1> Enter");
        let twice = [
            (100, Some(Key::Enter)),
            (49, Some(Key::Enter)),
            (60, Some(Key::Enter)),
        ];
        assert_eq!(fed(Scanner::default(), &twice), "Enter Enter");
    }

    #[test]
    fn prefix_and_suffix_come_off_and_make_it_certain() {
        let scanner = Scanner {
            prefix: "~".to_owned(),
            suffix: "#".to_owned(),
            ..Scanner::default()
        };
        assert_eq!(fed(scanner.clone(), &typed("~ABC12#\n", 3)), "~ <ABC12 true 1>");
        assert_eq!(fed(scanner, &typed("ABC1234\n", 3)), "A <ABC1234 false 1>");
    }

    #[test]
    fn a_split_escape_sequence_is_no_esc_and_no_letters() {
        let split = [
            (9, Some(Key::Esc)),
            (9, Some(Key::Char('['))),
            (9, Some(Key::Char('A'))),
        ];
        assert_eq!(fed(Scanner::default(), &split), "Up");
        let tilde = [
            (9, Some(Key::Esc)),
            (9, Some(Key::Char('['))),
            (9, Some(Key::Char('5'))),
            (9, Some(Key::Char('~'))),
            (99, Some(Key::Char('x'))),
        ];
        assert_eq!(fed(Scanner::default(), &tilde), "x");
        assert_eq!(fed(Scanner::default(), &[(9, Some(Key::Esc)), (41, None)]), "Esc");
        let quick = [(9, Some(Key::Esc)), (9, Some(Key::Char('x')))];
        assert_eq!(fed(Scanner::default(), &quick), "Esc x");
    }

    #[test]
    fn a_flood_is_typing() {
        let flood = typed(&"7".repeat(1_000), 0);
        let mut all = flood.clone();
        all.push((40, None));
        assert_eq!(fed(Scanner::default(), &all).split(' ').count(), 1_000);
    }
}
