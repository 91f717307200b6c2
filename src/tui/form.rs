//! A form of lines, each with a label: typed or chosen. Must never know what its answers mean.
//!
//! A page keeps a [`Form`], moves it by [`Form::command`], gives it keys by [`Form::key`] and reads it by
//! [`Form::text`] and [`Form::choice`] with the place of a line.

use ratatui::layout::{Position, Rect};

use super::command::Command;
use super::field::Field;
use super::key::Key;
use super::paper::{Paper, width};
use super::theme::Role;

/// What a line takes.
#[derive(Debug)]
enum Kind {
    Text(Field),
    Choice { options: Vec<String>, at: usize },
}

#[derive(Debug)]
struct Line {
    label: String,
    kind: Kind,
    /// What an empty line stands for.
    hint: String,
}

/// The lines, and the one being filled in.
#[derive(Debug, Default)]
pub struct Form {
    lines: Vec<Line>,
    at: usize,
}

impl Form {
    /// With one more line of text, of that many letters, with this text in it.
    #[must_use]
    pub fn typed(self, label: impl Into<String>, limit: usize, text: &str) -> Form {
        self.with(
            label.into(),
            Kind::Text(Field::new(limit).with(text)),
            String::new(),
        )
    }

    /// The same, empty; what is shown dim counts where nothing is typed.
    #[must_use]
    pub fn hinted(self, label: impl Into<String>, limit: usize, hint: impl Into<String>) -> Form {
        self.with(label.into(), Kind::Text(Field::new(limit)), hint.into())
    }

    /// With one more line of digits that are not shown.
    #[must_use]
    pub fn masked(self, label: impl Into<String>, limit: usize) -> Form {
        self.with(label.into(), Kind::Text(Field::masked(limit)), String::new())
    }

    /// With one more line of which one is chosen.
    #[must_use]
    pub fn chosen(self, label: impl Into<String>, options: Vec<String>, at: usize) -> Form {
        let at = at.min(options.len().saturating_sub(1));
        self.with(label.into(), Kind::Choice { options, at }, String::new())
    }

    fn with(mut self, label: String, kind: Kind, hint: String) -> Form {
        self.lines.push(Line { label, kind, hint });
        self
    }

    /// How many lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The line being filled in.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes to a line: the one that is wrong.
    pub fn go(&mut self, line: usize) {
        self.at = line.min(self.lines.len().saturating_sub(1));
    }

    /// Whether the last line is being filled in.
    pub fn is_last(&self) -> bool {
        self.at + 1 >= self.lines.len()
    }

    /// What stands on a line, without blanks around it; its hint where nothing does.
    pub fn text(&self, line: usize) -> &str {
        let Some(line) = self.lines.get(line) else {
            return "";
        };
        match &line.kind {
            Kind::Text(field) if field.text().trim().is_empty() => &line.hint,
            Kind::Text(field) => field.text().trim(),
            Kind::Choice { options, at } => options.get(*at).map_or("", String::as_str),
        }
    }

    /// Which one is chosen on a line.
    pub fn choice(&self, line: usize) -> usize {
        match self.lines.get(line).map(|line| &line.kind) {
            Some(Kind::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// What an empty line stands for from now on.
    pub fn hint(&mut self, line: usize, hint: String) {
        if let Some(line) = self.lines.get_mut(line) {
            line.hint = hint;
        }
    }

    /// Puts another text on a line.
    pub fn fill(&mut self, line: usize, text: &str) {
        if let Some(Kind::Text(field)) = self.lines.get_mut(line).map(|line| &mut line.kind) {
            field.clear();
            field.insert(text);
        }
    }

    /// Empties a line of text.
    pub fn clear(&mut self, line: usize) {
        if let Some(Kind::Text(field)) = self.lines.get_mut(line).map(|line| &mut line.kind) {
            field.clear();
        }
    }

    /// Moves between the lines by a command of the table; false where it moves nothing. Enter goes on until
    /// the last line.
    pub fn command(&mut self, command: Command) -> bool {
        match command {
            Command::Up => self.go(self.at.saturating_sub(1)),
            Command::Down => self.go(self.at + 1),
            Command::Confirm if !self.is_last() => self.go(self.at + 1),
            _ => return false,
        }
        true
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key) {
        match self.lines.get_mut(self.at).map(|line| &mut line.kind) {
            Some(Kind::Text(field)) => drop(field.key(key)),
            Some(Kind::Choice { options, at }) => match key {
                Key::Right | Key::Char(' ') if *at + 1 < options.len() => *at += 1,
                Key::Char(' ') => *at = 0,
                Key::Left => *at = at.saturating_sub(1),
                _ => {}
            },
            None => {}
        }
    }

    /// The field being typed in.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self.lines.get_mut(self.at).map(|line| &mut line.kind) {
            Some(Kind::Text(field)) => Some(field),
            _ => None,
        }
    }

    /// Draws it, the line being filled in among what is seen; gives where the cursor stands.
    pub fn view(&self, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let room = usize::from(area.height);
        let top = (self.at + 1).saturating_sub(room);
        let widest = self
            .lines
            .iter()
            .map(|line| width(&line.label))
            .max()
            .unwrap_or(0);
        let x = area.x + widest.min(area.width / 2) + 2;
        let mut cursor = None;
        for (y, (at, line)) in (area.y..area.bottom()).zip(self.lines.iter().enumerate().skip(top)) {
            let here = at == self.at;
            let role = if here { Role::Strong } else { Role::Text };
            paper.text(area.x, y, x - area.x - 1, &line.label, role);
            let room = area.right().saturating_sub(x);
            match &line.kind {
                Kind::Choice { options, at } => {
                    let told = options.get(*at).map_or("", String::as_str);
                    let (told, role) = if here {
                        (format!("< {told} >"), Role::Selected)
                    } else {
                        (told.to_owned(), Role::Text)
                    };
                    paper.text(x, y, room, &told, role);
                }
                Kind::Text(field) => {
                    let typed = text(field, &line.hint, paper, Rect::new(x, y, room, 1));
                    cursor = cursor.or(here.then_some(typed));
                }
            }
        }
        cursor
    }
}

/// What is typed, or dim what counts instead; gives where the cursor stands.
fn text(field: &Field, hint: &str, paper: &mut Paper<'_>, area: Rect) -> Position {
    if field.is_empty() {
        paper.text(area.x, area.y, area.width, hint, Role::Dim);
    }
    let width = area.width.saturating_sub(1);
    field.view(paper, Rect { width, ..area })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_typed_and_chosen() {
        let mut form = Form::default()
            .hinted("Name", 9, "Shop")
            .chosen("Tax", vec!["a".to_owned(), "b".to_owned()], 0)
            .masked("PIN", 4);
        assert_eq!(form.text(0), "Shop");
        form.key(Key::Char('x'));
        assert_eq!((form.text(0), form.text(7)), ("x", ""));
        form.command(Command::Down);
        form.key(Key::Char(' '));
        assert_eq!((form.choice(1), form.text(1)), (1, "b"));
        form.key(Key::Char(' '));
        assert_eq!(form.choice(1), 0);
        assert!(form.field().is_none() && !form.is_last());
        form.command(Command::Down);
        form.command(Command::Down);
        assert!(form.is_last() && form.field().is_some());
        form.clear(0);
        assert_eq!(form.text(0), "Shop");
    }
}
