//! The terminal: taken, given back, and its events read. Must give it back however the program ends.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};

use super::input::Input;
use super::key::Key;
use super::reader::Reader;

/// Alternate screen, bracketed paste.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h";
/// All of it back, the cursor shown, colours plain, and an empty screen where the terminal has no other one.
const LEAVE: &str = "\x1b[m\x1b[2J\x1b[H\x1b[?2004l\x1b[?25h\x1b[?1049l";

static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
pub(super) struct Terminal {
    out: io::Stdout,
}

impl Terminal {
    /// Takes the terminal; gives its columns and rows too.
    pub(super) fn take() -> io::Result<(Terminal, (u16, u16))> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(io::Error::from(io::ErrorKind::Unsupported));
        }
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let mut terminal = Terminal { out: io::stdout() };
        terminal.write(ENTER)?;
        Ok((terminal, size()?))
    }

    /// Writes, all at once, while the terminal is the program's.
    pub(super) fn write(&mut self, bytes: &str) -> io::Result<()> {
        // Given back already, by a defect in another thread: the screen is a person's again.
        if bytes.is_empty() || !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.out.write_all(bytes.as_bytes())?;
        self.out.flush()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once.
pub(super) fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        // The terminal may be gone; then there is nothing to give back.
        let _gone = out.write_all(LEAVE.as_bytes()).and_then(|()| out.flush());
        let _gone = disable_raw_mode();
    }
}

/// Reads events for ever and hands them on, until nobody listens or the terminal is gone.
pub(super) fn read(mut reader: Reader, hand_on: impl Fn(Input) -> bool) {
    let start = Instant::now();
    let now = || u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    loop {
        let ready = match reader.wait() {
            Some(wait) => event::poll(Duration::from_millis(wait)),
            None => Ok(true),
        };
        let inputs = match ready.and_then(|ready| if ready { event::read().map(Some) } else { Ok(None) }) {
            Ok(Some(event)) => taken(&mut reader, now(), event),
            Ok(None) => reader.idle(now()),
            Err(_gone) => vec![Input::Stop],
        };
        for input in inputs {
            let last = matches!(input, Input::Stop);
            if !hand_on(input) || last {
                return;
            }
        }
    }
}

fn taken(reader: &mut Reader, at: u64, event: Event) -> Vec<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => keys(key.code, key.modifiers)
            .flat_map(|key| reader.key(at, key))
            .collect(),
        Event::Paste(text) => vec![Input::Paste(text)],
        Event::Resize(columns, rows) => vec![Input::Resize(columns, rows)],
        _ => Vec::new(),
    }
}

/// The keys that an event stands for: Esc and a letter sent together look like Alt held.
fn keys(code: KeyCode, modifiers: KeyModifiers) -> impl Iterator<Item = Key> {
    let alt = modifiers.contains(KeyModifiers::ALT).then_some(Key::Esc);
    let control = modifiers.contains(KeyModifiers::CONTROL);
    let key = match code {
        // Line feed: the second end of a scanner's CR LF.
        KeyCode::Char('j') if control => Some(Key::Enter),
        KeyCode::Char('h') if control => Some(Key::Backspace),
        KeyCode::Char(letter) if control => Some(Key::Ctrl(letter.to_ascii_lowercase())),
        KeyCode::Char(letter) => Some(Key::Char(letter)),
        KeyCode::F(number @ 1..=10) => Some(Key::F(number)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Tab => Some(Key::Tab),
        KeyCode::BackTab => Some(Key::BackTab),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Delete => Some(Key::Delete),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::Home => Some(Key::Home),
        KeyCode::End => Some(Key::End),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        _ => None,
    };
    alt.filter(|_| key.is_some()).into_iter().chain(key)
}
