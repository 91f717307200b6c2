//! The form of one person: name, role, whether they work here, a new PIN. Must never take anybody off the
//! list without asking.

use ratatui::layout::{Position, Rect};

use crate::domain::decide::staff::PersonChange;
use crate::domain::permission::Permission;
use crate::domain::staff::{PersonId, Role as Post};
use crate::register::job::Job;
use crate::register::reply::{Answer, Colleague};
use crate::tui::called;
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

/// Lines of the form.
const NAME: usize = 0;
const ROLE: usize = 1;
const NEW_PIN: usize = 2;
const AGAIN: usize = 3;
const WORKS: usize = 4;

/// Who, and what was typed.
#[derive(Debug)]
pub struct State {
    id: Option<PersonId>,
    was_active: bool,
    form: Form,
    /// Whether the question has been asked, and so the next Enter answers it.
    sure: bool,
    asked: Option<u64>,
}

/// The form of that person, or of somebody new.
pub fn open(person: Option<(Colleague, bool)>, counter: &Counter) -> State {
    let words = &counter.look.words;
    let roles = Post::ALL.map(|role| called::role(words, role).into_owned());
    let (name, role, active) = match &person {
        Some((person, active)) => (person.name.as_str(), person.role, *active),
        None => ("", Post::Cashier, true),
    };
    let role = Post::ALL.iter().position(|other| *other == role);
    let mut form = Form::default()
        .typed(words.text("people-name"), 40, name)
        .chosen(words.text("people-role"), roles.to_vec(), role.unwrap_or(0))
        .masked(words.text("people-new-pin"), PIN)
        .masked(words.text("people-pin-again"), PIN);
    if person.is_some() {
        let options = vec![words.text("yes").into_owned(), words.text("no").into_owned()];
        form = form.chosen(words.text("people-works-here"), options, usize::from(!active));
    }
    State {
        id: person.map(|(person, _)| person.id),
        was_active: active,
        form,
        sure: false,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Person;

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
        self.sure = false;
        match (self.form.at(), key) {
            _ if self.asked.is_some() => {}
            (NEW_PIN | AGAIN, Key::Char(letter)) if !letter.is_ascii_digit() => counter.bell(),
            _ => self.form.key(key),
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::PersonSaved(_) => {
                let values = [("name", self.form.text(NAME).into())];
                let told = counter.look.words.format("people-saved", &values);
                counter.say(Role::Good, told);
                // The page below shows it.
                counter.ask(Job::Staff);
                Some(Go::Back)
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.form.field()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let title = words.text(if self.id.is_some() {
            "people-change"
        } else {
            "people-new"
        });
        let about = words.text(if self.id.is_some() {
            "people-keep-pin"
        } else {
            "people-pin-about"
        });
        let about = wrap(&about, area.width.min(60).saturating_sub(4));
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let rows = count(about.len() + self.form.len() + 3);
        let inside = paper.dialog(area, 60, rows, &title);
        let lines = Rect::new(
            inside.x,
            inside.y,
            inside.width,
            count(self.form.len()).min(inside.height),
        );
        let cursor = self.form.view(paper, lines);
        for (y, line) in (lines.bottom() + 1..inside.bottom()).zip(&about) {
            paper.text(inside.x, y, inside.width, line, Role::Dim);
        }
        cursor
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) {
        if self.asked.is_some() {
            return;
        }
        let pin = match typing::pin_twice(&mut self.form, [NEW_PIN, AGAIN]) {
            Ok(pin) => pin,
            Err(said) => return counter.refuse(&said),
        };
        let active = self.id.is_none() || self.form.choice(WORKS) == 0;
        if self.was_active && !active && !self.sure {
            self.sure = true;
            let values = [("name", self.form.text(NAME).into())];
            let told = counter.look.words.format("people-sure", &values);
            counter.say(Role::Warn, told);
            return counter.bell();
        }
        let change = PersonChange {
            id: self.id,
            name: self.form.text(NAME).to_owned(),
            role: Post::ALL[self.form.choice(ROLE)],
            active,
            pin: (!pin.is_empty()).then_some(pin),
        };
        let approval = counter.take_approval(Permission::People);
        let change = Box::new(change);
        self.asked = Some(counter.ask(Job::SavePerson { change, approval }));
    }
}
