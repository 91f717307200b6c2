//! Somebody with the right allows, in place, what whoever is signed in may not do alone. Must never show a
//! PIN of a shop that is not the demo, nor sign anybody in.

use ratatui::layout::{Position, Rect};

use crate::domain::permission::Permission;
use crate::domain::staff::PersonId;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::demo_pins::pin_of;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The longest PIN.
const PIN: usize = 12;

/// Who may, who of them is chosen, and what was typed.
#[derive(Debug)]
pub struct State {
    /// What is done once it is allowed.
    then: Command,
    permission: Permission,
    /// What it is called on the screen and in the trail.
    what: String,
    who: Vec<(PersonId, String)>,
    chosen: usize,
    pin: Field,
    asked: Option<u64>,
}

/// Asks for somebody who may do that; the command is done then.
pub fn open(then: Command, permission: Permission, what: String, counter: &Counter) -> State {
    let who = counter.who_may(permission);
    State {
        then,
        permission,
        what,
        who: who.map(|person| (person.id, person.name.clone())).collect(),
        chosen: 0,
        pin: Field::masked(PIN),
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Supervisor;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.choose(self.chosen.saturating_sub(1)),
            Command::Down => self.choose(self.chosen + 1),
            Command::Confirm => self.confirm(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        match key {
            _ if self.asked.is_some() => {}
            Key::Char(letter) if !letter.is_ascii_digit() => counter.bell(),
            key => drop(self.pin.key(key)),
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Approved(approval) => Some(Go::Allowed(*approval, self.then)),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.pin)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-form")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let demo = counter.desk.as_ref().is_some_and(|desk| desk.shop.demo);
        let words = &paper.look().words;
        let told = words.format("supervisor-told", &[("what", self.what.as_str().into())]);
        let told = wrap(&told, area.width.min(56).saturating_sub(4));
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let rows = count(told.len() + self.who.len() + 4);
        let inside = paper.dialog(area, 56, rows, &words.text("supervisor-title"));
        let mut y = inside.y;
        for line in &told {
            paper.text(inside.x, y, inside.width, line, Role::Text);
            y += 1;
        }
        let room = usize::from(inside.bottom().saturating_sub(y + 2)).max(1);
        let top = (self.chosen + 1).saturating_sub(room);
        for (at, (_, name)) in self.who.iter().enumerate().skip(top).take(room) {
            paper.text(inside.x + 1, y, inside.width.saturating_sub(12), name, Role::Text);
            // whoever tries the program has no supervisor to ask
            if let Some(pin) = pin_of(name).filter(|_| demo) {
                paper.right(inside.right(), y, 11, &format!("PIN {pin}"), Role::Dim);
            }
            if at == self.chosen {
                paper.select(Rect::new(inside.x, y, inside.width, 1));
            }
            y += 1;
        }
        y = (y + 1).min(inside.bottom().saturating_sub(1));
        let (_, name) = self.who.get(self.chosen)?;
        let label = called::pin_label(words, name, inside.width);
        let x = paper.text(inside.x, y, width(&label), &label, Role::Text) + 1;
        let shown = match self.asked {
            Some(_) => words.text("sign-in-checking").into_owned(),
            None => self.pin.shown(),
        };
        paper.text(x, y, inside.right().saturating_sub(x), &shown, Role::Strong);
        Some(Position::new(x + count(self.pin.cursor()), y))
    }
}

impl State {
    fn choose(&mut self, at: usize) {
        if self.asked.is_none() && at < self.who.len() {
            self.chosen = at;
            self.pin.clear();
        }
    }

    fn confirm(&mut self, counter: &mut Counter) {
        let Some((person, _)) = self.who.get(self.chosen) else {
            let told = counter.look.words.text("supervisor-nobody").into_owned();
            counter.say(Role::Warn, told);
            return counter.bell();
        };
        if self.pin.is_empty() || self.asked.is_some() {
            return;
        }
        let job = Job::Approve {
            permission: self.permission,
            person: *person,
            pin: self.pin.text().to_owned(),
            what: self.what.clone(),
        };
        self.pin.clear();
        self.asked = Some(counter.ask(job));
    }
}
