//! Another PIN for whoever knows the one they have. Must never show either.

use ratatui::layout::{Position, Rect};

use crate::domain::staff::PersonId;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::form::Form;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;
use crate::tui::who::PIN;

/// Whose, why, and what was typed.
#[derive(Debug)]
pub struct State {
    person: PersonId,
    about: String,
    form: Form,
    asked: Option<u64>,
}

/// Asks for it; `short` where the one they have is too short by now.
pub fn open(person: PersonId, short: bool, counter: &Counter) -> State {
    let words = &counter.look.words;
    let name = counter.colleague(person).map_or("", |one| one.name.as_str());
    let key = if short { "new-pin-short" } else { "new-pin-about" };
    State {
        person,
        about: words.format(key, &[("name", name.into())]),
        form: Form::default()
            .masked(words.text("new-pin-old"), PIN)
            .masked(words.text("people-new-pin"), PIN)
            .masked(words.text("people-pin-again"), PIN),
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::NewPin;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            _ if self.form.command(command) => {}
            Command::Confirm => self.confirm(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        match key {
            _ if self.asked.is_some() => {}
            Key::Char(letter) if !letter.is_ascii_digit() => counter.bell(),
            key => self.form.key(key),
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::PinChanged(_) => {
                let told = counter.look.words.text("new-pin-done").into_owned();
                counter.say(Role::Good, told);
                Some(Go::Back)
            }
            _ => {
                (0..3).for_each(|line| self.form.clear(line));
                self.form.go(0);
                None
            }
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.form.field()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let title = paper.look().words.text("new-pin-title");
        let about = wrap(&self.about, area.width.min(56).saturating_sub(4));
        let lines = u16::try_from(about.len()).unwrap_or(u16::MAX);
        let inside = paper.dialog(area, 56, lines.saturating_add(6), &title);
        for (y, line) in (inside.y..inside.bottom()).zip(&about) {
            paper.text(inside.x, y, inside.width, line, Role::Text);
        }
        let y = (inside.y + lines + 1).min(inside.bottom().saturating_sub(3));
        let room = inside.bottom().saturating_sub(y);
        self.form.view(paper, Rect::new(inside.x, y, inside.width, room))
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) {
        if self.asked.is_some() {
            return;
        }
        let new = match typing::pin_twice(&mut self.form, [1, 2]) {
            Ok(new) => new,
            Err(said) => return counter.refuse(&said),
        };
        let (person, old) = (self.person, self.form.text(0).to_owned());
        let job = Job::ChangePin { person, old, new };
        self.asked = Some(counter.ask(job));
    }
}
