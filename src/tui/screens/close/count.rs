//! The blind count: how many of each note and coin. Must never know what should be there.

use ratatui::layout::{Position, Rect};

use crate::domain::denominations::denominations;
use crate::domain::money::{Currency, Money};
use crate::domain::shift::Counted;
use crate::tui::field::Field;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::theme::Role;

/// Digits of a number of pieces.
const DIGITS: u16 = 5;
/// From so many columns on, each row shows what it is worth.
const WIDE: u16 = 64;

/// A row for each note and coin.
#[derive(Debug)]
pub(super) struct Count {
    rows: Vec<(Money, Field)>,
    notes: usize,
    at: usize,
}

impl Count {
    /// The rows of a currency, all empty.
    pub(super) fn new(currency: Option<Currency>) -> Count {
        let of = currency.map(denominations);
        let (notes, coins) = of.map_or_else(Default::default, |of| (of.notes, of.coins));
        let count = notes.len();
        let rows = notes.into_iter().chain(coins);
        Count {
            rows: rows.map(|face| (face, Field::new(usize::from(DIGITS)))).collect(),
            notes: count,
            at: 0,
        }
    }

    /// Whether nothing was typed: an empty drawer is a nought that somebody types.
    pub(super) fn is_untouched(&self) -> bool {
        self.rows.iter().all(|(_, field)| field.is_empty())
    }

    /// What was counted; one row for a face that comes as a note and as a coin.
    pub(super) fn rows(&self) -> Vec<Counted> {
        let mut counted: Vec<Counted> = Vec::new();
        for (face, field) in &self.rows {
            let pieces = field.text().parse().unwrap_or(0);
            match counted.iter_mut().find(|row| row.denomination == *face) {
                _ if pieces == 0 => {}
                Some(row) => row.pieces += pieces,
                None => counted.push(Counted {
                    denomination: *face,
                    pieces,
                }),
            }
        }
        counted
    }

    /// To the row before or after.
    pub(super) fn step(&mut self, by: isize) {
        let to = self.at.saturating_add_signed(by);
        self.at = to.min(self.rows.len().saturating_sub(1));
    }

    /// Types a digit, or goes to the other column.
    pub(super) fn key(&mut self, key: Key) {
        let coins = self.rows.len() - self.notes;
        match key {
            Key::Right if self.at < self.notes => self.at = self.notes + self.at.min(coins.saturating_sub(1)),
            Key::Left if self.at >= self.notes => {
                self.at = (self.at - self.notes).min(self.notes.saturating_sub(1));
            }
            Key::Char(sign) if !sign.is_ascii_digit() => {}
            Key::Left | Key::Right => {}
            typed => {
                if let Some(field) = self.field() {
                    field.key(typed);
                }
            }
        }
    }

    /// The field being typed in.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.rows.get_mut(self.at).map(|(_, field)| field)
    }

    /// Draws it; gives where the cursor stands.
    pub(super) fn view(&self, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let wide = area.width >= WIDE;
        let face = self
            .rows
            .iter()
            .map(|(face, _)| width(&look.figure(*face)))
            .max()?;
        let column = face + 3 + DIGITS + if wide { 14 } else { 0 };
        let gap = if wide { 6 } else { 3 };
        let left = area.x + area.width.saturating_sub(2 * column + gap).min(8) / 2;
        let right = left + column + gap;
        let mut y = area.y;
        paper.text(left, y, column, &look.words.text("close-notes"), Role::Title);
        paper.text(right, y, column, &look.words.text("close-coins"), Role::Title);
        y += 1;
        let mut cursor = None;
        for (at, (money, field)) in self.rows.iter().enumerate() {
            let (x, line) = if at < self.notes {
                (left, at)
            } else {
                (right, at - self.notes)
            };
            let line = y + u16::try_from(line).unwrap_or(0);
            if line >= area.bottom() {
                continue;
            }
            paper.right(x + face, line, face, &look.figure(*money), Role::Text);
            paper.text(x + face + 1, line, 1, "x", Role::Dim);
            let end = x + face + 3 + DIGITS;
            paper.right(end, line, DIGITS, field.text(), Role::Strong);
            if wide && !field.is_empty() {
                let row = Counted {
                    denomination: *money,
                    pieces: field.text().parse().unwrap_or(0),
                };
                paper.right(end + 14, line, 13, &look.figure(row.amount()), Role::Text);
            }
            if at == self.at {
                paper.select(Rect::new(end - DIGITS, line, DIGITS, 1));
                cursor = Some(Position::new(end - 1, line));
            }
        }
        let longest = self.notes.max(self.rows.len() - self.notes);
        let foot = y + u16::try_from(longest).unwrap_or(0) + u16::from(area.height > 11);
        self.sum(
            paper,
            Rect::new(left, foot.min(area.bottom() - 1), right + column - left, 1),
        );
        // said whole or not at all
        let room = area.right() - left - 1;
        let hint = wrap(&look.words.text("close-blind"), room);
        let top = area
            .bottom()
            .saturating_sub(u16::try_from(hint.len()).unwrap_or(u16::MAX));
        if foot + 1 < top {
            for (y, line) in (top..).zip(&hint) {
                paper.text(left, y, room, line, Role::Dim);
            }
        }
        cursor
    }

    fn sum(&self, paper: &mut Paper<'_>, area: Rect) {
        let look = paper.look();
        let Some((face, _)) = self.rows.first() else {
            return;
        };
        let counted = Counted::sum(face.currency(), &self.rows());
        let figure = paper.right(area.right(), area.y, 24, &look.money(counted), Role::Strong);
        let label = look.words.text("close-counted");
        paper.right(figure - 2, area.y, 16, &label, Role::Text);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lang::Lang;
    use crate::tui::keymap::Keymap;
    use crate::tui::look::Look;
    use crate::tui::theme::Tier;
    use ratatui::buffer::Buffer;

    #[test]
    fn every_row_of_every_currency_has_room_in_the_smallest_window() {
        let look = Look::new(Lang::Es, Tier::Mono, true, Keymap::default());
        for code in [
            "EUR", "USD", "MXN", "COP", "CLP", "ARS", "BRL", "PEN", "KWD", "JPY",
        ] {
            let mut count = Count::new(Currency::parse(code));
            for _ in 0..count.rows.len() {
                (0..5).for_each(|_| count.key(Key::Char('9')));
                count.step(1);
            }
            let area = Rect::new(0, 0, 40, 10);
            let mut buffer = Buffer::empty(area);
            count.view(&mut Paper::new(&mut buffer, &look), area);
            let cells = buffer.content().chunks(40);
            let lines: Vec<String> = cells
                .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
                .collect();
            let seen: usize = lines.iter().map(|line| line.matches("99999").count()).sum();
            assert_eq!(seen, count.rows.len(), "{code}: {lines:#?}");
        }
    }

    #[test]
    fn a_face_that_is_note_and_coin_is_counted_once() {
        let mut count = Count::new(Currency::parse("USD"));
        for at in [count.notes - 1, count.notes] {
            count.at = at;
            count.key(Key::Char('2'));
        }
        let rows = count.rows();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].pieces, rows[0].amount().minor()), (4, 400));
    }
}
