//! What screens draw on: cells of a buffer with roles instead of colours. Must never cut a letter in two, nor
//! write outside its area.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::look::Look;
use super::theme::Role;

/// A buffer and the look it is drawn in.
pub struct Paper<'a> {
    buffer: &'a mut Buffer,
    look: &'a Look,
}

/// Columns that a text takes.
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// `text` in at most `max` columns: whole, or cut between letters with two dots at its end.
pub fn cut(text: &str, max: u16) -> std::borrow::Cow<'_, str> {
    if width(text) <= max {
        return text.into();
    }
    let dots = if max >= 4 { ".." } else { "" };
    let (mut kept, mut room) = (String::with_capacity(text.len()), max - width(dots));
    for grapheme in text.graphemes(true) {
        let takes = width(grapheme);
        if takes > room {
            break;
        }
        room -= takes;
        kept.push_str(grapheme);
    }
    let kept = kept.trim_end();
    format!("{kept}{dots}").into()
}

/// A sentence in at most `max` columns: whole, or as many of its words as have room before two dots.
pub fn cut_words(text: &str, max: u16) -> std::borrow::Cow<'_, str> {
    if width(text) <= max {
        return text.into();
    }
    match wrap(text, max.saturating_sub(2)).first() {
        Some(line) if max > 2 => format!("{line}..").into(),
        _ => cut(text, max),
    }
}

/// `text` in lines of at most `max` columns, broken between words where there are blanks.
pub fn wrap(text: &str, max: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= max => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(cut(word, max).into_owned()),
        }
    }
    lines
}

impl<'a> Paper<'a> {
    /// Paper over a buffer.
    pub fn new(buffer: &'a mut Buffer, look: &'a Look) -> Paper<'a> {
        Paper { buffer, look }
    }

    /// The look it is drawn in, outliving the paper's own borrow.
    pub fn look(&self) -> &'a Look {
        self.look
    }

    /// The whole of it.
    pub fn area(&self) -> Rect {
        *self.buffer.area()
    }

    /// Writes `text` from `x`, cut to `max` columns; gives the column after it.
    pub fn text(&mut self, x: u16, y: u16, max: u16, text: &str, role: Role) -> u16 {
        if max == 0 || !self.area().contains((x, y).into()) {
            return x;
        }
        let style = self.look.theme.style(role);
        let text = cut(text, max);
        self.buffer.set_stringn(x, y, text, usize::from(max), style).0
    }

    /// Writes `text` so that it ends before column `end`; gives the column where it starts.
    pub fn right(&mut self, end: u16, y: u16, max: u16, text: &str, role: Role) -> u16 {
        let text = cut(text, max);
        let start = end.saturating_sub(width(&text));
        self.text(start, y, end - start, &text, role);
        start
    }

    /// Gives cells that stand there another role: a chosen line, matched letters.
    pub fn mark(&mut self, area: Rect, role: Role) {
        let style = self.look.theme.style(role);
        self.buffer.set_style(area.intersection(self.area()), style);
    }

    /// Reverses cells that stand there: the chosen line. Bold letters stay bold, colours go.
    pub fn select(&mut self, area: Rect) {
        let area = area.intersection(self.area());
        let reverse = self.look.theme.style(Role::Selected);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let cell = &mut self.buffer[(x, y)];
                let bold = cell.modifier & Modifier::BOLD;
                cell.set_style(reverse.add_modifier(bold));
            }
        }
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.area());
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    /// A horizontal rule.
    pub fn rule(&mut self, x: u16, y: u16, length: u16) {
        let line = self.look.glyphs.horizontal;
        self.repeat(x, y, length, line, Role::Dim);
    }

    /// The same mark several times.
    pub fn repeat(&mut self, x: u16, y: u16, length: u16, mark: &str, role: Role) {
        let style = self.look.theme.style(role);
        for x in x..x.saturating_add(length).min(self.area().right()) {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.set_symbol(mark).set_style(style);
            }
        }
    }

    /// An empty box with a title; gives its inside.
    pub fn panel(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.area());
        if area.width < 4 || area.height < 3 {
            return Rect::ZERO;
        }
        self.clear(area);
        let glyphs = self.look.glyphs;
        let (left, right, top, bottom) = (area.left(), area.right() - 1, area.top(), area.bottom() - 1);
        for y in [top, bottom] {
            self.rule(left + 1, y, area.width - 2);
        }
        for x in [left, right] {
            for y in top + 1..bottom {
                self.repeat(x, y, 1, glyphs.vertical, Role::Dim);
            }
        }
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        for ((x, y), corner) in corners.into_iter().zip(glyphs.corners) {
            self.repeat(x, y, 1, corner, Role::Dim);
        }
        if !title.is_empty() && area.width > 8 {
            let title = format!(" {} ", cut(title, area.width - 8));
            self.text(left + 2, top, area.width - 4, &title, Role::Title);
        }
        Rect::new(left + 2, top + 1, area.width - 4, area.height - 2)
    }

    /// A box in the middle of `area`, as large as asked where there is room; gives its inside. Nothing stands
    /// beside it: no word is cut by its sides.
    pub fn dialog(&mut self, area: Rect, columns: u16, rows: u16, title: &str) -> Rect {
        let sheet = middle(area, columns, rows);
        self.clear(Rect {
            x: area.x,
            width: area.width,
            ..sheet
        });
        self.panel(sheet, title)
    }
}

fn middle(area: Rect, columns: u16, rows: u16) -> Rect {
    let (columns, rows) = (columns.min(area.width), rows.min(area.height));
    let x = area.x + (area.width - columns) / 2;
    let y = area.y + (area.height - rows) / 2;
    Rect::new(x, y, columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_between_letters_and_says_so() {
        assert_eq!(cut("Leche entera", 12), "Leche entera");
        assert_eq!(cut("Leche entera", 9), "Leche e..");
        assert_eq!(cut("Leche entera", 8), "Leche..");
        assert_eq!(cut("牛奶牛奶牛奶", 7), "牛奶..");
        assert_eq!(cut("abc", 2), "ab");
        assert_eq!(wrap("uno dos tres", 7), ["uno dos", "tres"]);
        assert_eq!(cut_words("uno dos tres", 12), "uno dos tres");
        assert_eq!(cut_words("uno dos tres", 11), "uno dos..");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn never_wider_than_its_room(text in "\\PC{0,30}", max in 0u16..20) {
            prop_assert!(width(&cut(&text, max)) <= max);
            for line in wrap(&text, max.max(1)) {
                prop_assert!(width(&line) <= max.max(1));
            }
        }
    }
}
