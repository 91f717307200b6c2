//! A few people of whom one types a PIN: the list, the one chosen, the masked field. Must never show a PIN.

use ratatui::layout::{Position, Rect};

use crate::domain::staff::PersonId;

use super::called;
use super::command::Command;
use super::counter::Counter;
use super::field::Field;
use super::key::Key;
use super::paper::{Paper, width};
use super::theme::Role;

/// The longest PIN.
pub const PIN: usize = 12;

/// Who, which of them, and what was typed.
#[derive(Debug)]
pub struct Who {
    people: Vec<(PersonId, String)>,
    chosen: usize,
    pin: Field,
}

impl Who {
    /// Those people, that one chosen.
    pub fn new(people: Vec<(PersonId, String)>, chosen: Option<PersonId>) -> Who {
        let at = people.iter().position(|(id, _)| Some(*id) == chosen);
        Who {
            people,
            chosen: at.unwrap_or(0),
            pin: Field::masked(PIN),
        }
    }

    /// Lines it takes, the one of the PIN and the blank before it too.
    pub fn rows(&self) -> u16 {
        u16::try_from(self.people.len())
            .unwrap_or(u16::MAX)
            .saturating_add(2)
    }

    /// Moves by a command of the table; false where it moves nothing.
    pub fn command(&mut self, command: Command) -> bool {
        let at = match command {
            Command::Up => self.chosen.saturating_sub(1),
            Command::Down => self.chosen + 1,
            _ => return false,
        };
        if at < self.people.len() && at != self.chosen {
            self.chosen = at;
            self.pin.clear();
        }
        true
    }

    /// Takes a key that is no command: digits only.
    pub fn key(&mut self, key: Key, counter: &mut Counter) {
        match key {
            Key::Char(letter) if !letter.is_ascii_digit() => counter.bell(),
            key => drop(self.pin.key(key)),
        }
    }

    /// Who is chosen and what they typed, which is gone from the field; none while nothing is typed.
    pub fn take(&mut self) -> Option<(PersonId, String)> {
        let (id, _) = self.people.get(self.chosen)?;
        if self.pin.is_empty() {
            return None;
        }
        let pin = self.pin.text().to_owned();
        self.pin.clear();
        Some((*id, pin))
    }

    /// The field being typed in.
    pub fn field(&mut self) -> &mut Field {
        &mut self.pin
    }

    /// Draws it; gives where the cursor stands.
    pub fn view(&self, waiting: bool, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let mut y = area.y;
        let room = usize::from(area.height.saturating_sub(2)).max(1);
        let top = (self.chosen + 1).saturating_sub(room);
        for (at, (_, name)) in self.people.iter().enumerate().skip(top).take(room) {
            paper.text(area.x + 1, y, area.width.saturating_sub(2), name, Role::Text);
            if at == self.chosen {
                paper.select(Rect::new(area.x, y, area.width, 1));
            }
            y += 1;
        }
        y = (y + 1).min(area.bottom().saturating_sub(1));
        let (_, name) = self.people.get(self.chosen)?;
        let label = called::pin_label(words, name, area.width);
        let x = paper.text(area.x, y, width(&label), &label, Role::Text) + 1;
        let shown = if waiting {
            words.text("sign-in-checking").into_owned()
        } else {
            self.pin.shown()
        };
        paper.text(x, y, area.right().saturating_sub(x), &shown, Role::Strong);
        let cursor = u16::try_from(self.pin.cursor()).unwrap_or(0);
        Some(Position::new(x + cursor, y))
    }
}
