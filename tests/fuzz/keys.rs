//! Keys, scans and pastes into the screens, as bytes. Must never be given anything but bytes: what one input
//! shows, it shows again.

use tendero::lang::Lang;
use tendero::tui::input::Input;
use tendero::tui::key::Key;

use crate::targets::Target;
use crate::till::At;

/// By name, as the folders of the corpus.
pub(crate) const ALL: [(&str, Target); 2] = [("keys", keys), ("signin", signin)];

/// So many inputs at most, so that one run stays quick.
const MOST: usize = 200;

fn key(byte: u8) -> Key {
    let named = [
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Backspace,
        Key::Delete,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
    ];
    match byte {
        0..=9 => Key::F(byte + 1),
        10..=23 => named[usize::from(byte - 10)],
        24..=31 => Key::Ctrl(char::from(b"cdefgnpt"[usize::from(byte - 24)])),
        32..=126 => Key::Char(char::from(byte)),
        _ => Key::Char(
            [
                'ñ',
                '€',
                '牛',
                '\u{301}',
                '\u{7f}',
                '\u{202e}',
                '\u{1f600}',
                '\u{9b}',
            ][usize::from(byte % 8)],
        ),
    }
}

/// Presses what the bytes say. 0xff starts a scan and 0xfe a paste, of as many bytes as the next one says;
/// 0xfd makes the window as large as the next two say.
fn press(at: &mut At, bytes: &[u8]) {
    let mut rest = bytes.iter().copied();
    for _ in 0..MOST {
        let Some(byte) = rest.next() else { break };
        match byte {
            0xff | 0xfe => {
                let long = rest.next().unwrap_or(0);
                let text: Vec<u8> = rest.by_ref().take(usize::from(long)).collect();
                let text = String::from_utf8_lossy(&text).into_owned();
                if byte == 0xfe {
                    at.input(Input::Paste(text));
                } else {
                    at.input(Input::Burst {
                        raw: text.clone(),
                        code: text,
                        certain: long.is_multiple_of(2),
                        typed: 0,
                    });
                }
            }
            0xfd => {
                let size = [rest.next().unwrap_or(40), rest.next().unwrap_or(15)];
                at.input(Input::Resize(u16::from(size[0]), u16::from(size[1])));
            }
            byte => {
                at.input(Input::Key(key(byte)));
            }
        }
        let (bytes, picture, _) = at.painted();
        let mut signs = picture.content().iter().flat_map(|cell| cell.symbol().chars());
        assert!(
            !signs.any(tendero::domain::text::is_unsafe),
            "a sign that steers the terminal is drawn"
        );
        ours(&bytes);
    }
}

/// Nothing reaches the terminal but signs that can be seen, sequences that the painter writes, and its way
/// back to the beginning of a line.
fn ours(bytes: &str) {
    let mut rest = bytes.chars();
    while let Some(sign) = rest.next() {
        if sign != '\u{1b}' {
            assert!(
                sign == '\r' || !tendero::domain::text::is_unsafe(sign),
                "{sign:?} reached the terminal"
            );
            continue;
        }
        assert_eq!(rest.next(), Some('['), "a sequence that is none of ours");
        let end = rest.find(|c| !(c.is_ascii_digit() || matches!(c, ';' | '?')));
        assert!(
            end.is_some_and(|end| "mHKJlhABCDGdX".contains(end)),
            "a sequence ends in {end:?}"
        );
    }
}

/// Somebody has an open register and a ticket, and presses whatever they like.
fn keys(bytes: &[u8]) {
    let lang = if bytes.len().is_multiple_of(2) {
        Lang::Es
    } else {
        Lang::En
    };
    let mut at = At::selling(lang, (80, 24));
    at.scan("LEC-1");
    press(&mut at, bytes);
}

/// Nobody is signed in: no key but the right PIN opens the counter.
fn signin(bytes: &[u8]) {
    let mut at = At::opened(Lang::En, (40, 15));
    press(&mut at, bytes);
}
