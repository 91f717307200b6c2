//! One line of text being typed. Must never hold more than its limit, nor a control character.

use ratatui::layout::{Position, Rect};
use tui_input::{Input as Line, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::key::Key;
use super::paper::{Paper, width};
use super::theme::Role;

/// A text field with a cursor.
#[derive(Debug, Clone, Default)]
pub struct Field {
    line: Line,
    limit: usize,
    masked: bool,
}

impl Field {
    /// An empty field for that many letters.
    pub fn new(limit: usize) -> Field {
        Field {
            line: Line::default(),
            limit,
            masked: false,
        }
    }

    /// An empty field whose letters are not shown.
    pub fn masked(limit: usize) -> Field {
        Field {
            masked: true,
            ..Field::new(limit)
        }
    }

    /// This field with text in it, the cursor at its end.
    pub fn with(mut self, text: &str) -> Field {
        self.insert(text);
        self
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        self.line.value()
    }

    /// What it shows: the text, or a star for each letter.
    pub fn shown(&self) -> String {
        if self.masked {
            "*".repeat(self.line.value().chars().count())
        } else {
            self.line.value().to_owned()
        }
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.line.value().is_empty()
    }

    /// Columns before the cursor.
    pub fn cursor(&self) -> usize {
        if self.masked {
            self.line.cursor()
        } else {
            self.line.visual_cursor()
        }
    }

    /// Draws as much of what it shows as the first row of `area` has room for; gives where the cursor stands.
    pub fn view(&self, paper: &mut Paper<'_>, area: Rect) -> Position {
        let shown = self.shown();
        let (text, cursor) = self.window(&shown, area.width);
        paper.text(area.x, area.y, area.width, text, Role::Strong);
        Position::new(area.x + cursor, area.y)
    }

    /// The part of what is shown that stands in that many columns, and the cursor's column in it.
    fn window<'a>(&self, text: &'a str, room: u16) -> (&'a str, u16) {
        let mut start = 0;
        let cursor = text
            .char_indices()
            .nth(self.line.cursor())
            .map_or(text.len(), |(at, _)| at);
        while width(&text[start..cursor]) >= room.max(1) {
            // The cursor may stand inside a letter, between it and its accent.
            start = cursor.min(start + text[start..].graphemes(true).next().map_or(1, str::len));
        }
        let mut end = text.len();
        while width(&text[start..end]) > room {
            end -= text[start..end].graphemes(true).next_back().map_or(1, str::len);
        }
        (&text[start..end], width(&text[start..cursor]))
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.line.reset();
    }

    /// Types a text; what is beyond the limit or a control character is left out.
    pub fn insert(&mut self, text: &str) {
        for letter in text.chars() {
            self.key(Key::Char(letter));
        }
    }

    /// Takes back the last letters, if they are the first of `code`: they were typed before it was clear that
    /// a scanner sends them.
    pub fn take_back(&mut self, code: &str, typed: usize) {
        let first: String = code.chars().take(typed).collect();
        if typed > 0
            && let Some(rest) = self.text().strip_suffix(&first)
        {
            self.line = Line::new(rest.to_owned());
        }
    }

    /// Lets a key edit the text; false where the key means nothing here.
    pub fn key(&mut self, key: Key) -> bool {
        let request = match key {
            Key::Char(letter) => {
                let full = self.text().chars().count() >= self.limit;
                if full || crate::domain::text::is_unsafe(letter) {
                    return true;
                }
                InputRequest::InsertChar(letter)
            }
            Key::Backspace => InputRequest::DeletePrevChar,
            Key::Delete => InputRequest::DeleteNextChar,
            Key::Left => InputRequest::GoToPrevChar,
            Key::Right => InputRequest::GoToNextChar,
            Key::Home => InputRequest::GoToStart,
            Key::End => InputRequest::GoToEnd,
            _ => return false,
        };
        self.line.handle(request);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_within_its_limit() {
        let mut field = Field::new(4).with("ab\u{1b}cde");
        assert_eq!(field.text(), "abcd");
        field.key(Key::Backspace);
        field.key(Key::Home);
        field.key(Key::Char('ñ'));
        assert_eq!((field.text(), field.cursor()), ("ñabc", 1));
        assert!(!field.key(Key::Enter) && !field.key(Key::F(2)));
        assert_eq!(Field::masked(9).with("1234").shown(), "****");
    }

    #[test]
    fn its_window_stands_wherever_the_cursor_does() {
        for text in ["漢\u{301}e\u{301}x", "e\u{301}", "\u{301}漢字"] {
            let mut field = Field::new(9).with(text);
            for _ in 0..6 {
                for room in 0..4 {
                    let (shown, cursor) = field.window(text, room);
                    assert!(width(shown) <= room && cursor <= room, "{text} {room}");
                }
                field.key(Key::Left);
            }
        }
    }

    #[test]
    fn takes_back_what_a_scanner_typed() {
        let mut field = Field::new(20).with("3*8");
        field.take_back("8412345678905", 1);
        assert_eq!(field.text(), "3*");
        field.take_back("9", 1);
        assert_eq!(field.text(), "3*");
        field.take_back("9", 0);
        assert_eq!(field.text(), "3*");
    }
}
