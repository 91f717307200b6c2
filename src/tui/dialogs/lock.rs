//! A till that nobody has touched for a while: who has it, and a PIN to go on. Must never show what is on the
//! ticket, nor lose any of it.

use ratatui::layout::{Position, Rect};

use crate::domain::staff::PersonId;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::who::Who;

/// Who has the till, and who may go on.
#[derive(Debug)]
pub struct State {
    from: Option<PersonId>,
    who: Who,
    asked: Option<u64>,
}

/// Locks the till of whoever is signed in.
pub fn open(counter: &Counter) -> State {
    let people = counter.desk.iter().flat_map(|desk| desk.people.iter());
    let from = counter.person().map(|person| person.id);
    State {
        from,
        who: Who::new(people.map(|one| (one.id, one.name.clone())).collect(), from),
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Lock;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Confirm => self.confirm(counter),
            _ if self.who.command(command) => {}
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.asked.is_none() {
            self.who.key(key, counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::SignedIn(person) if Some(*person) == self.from => Some(Go::Back),
            Answer::SignedIn(_) => {
                let from = self.from.and_then(|from| counter.colleague(from));
                let name = from.map_or("", |from| from.name.as_str());
                let told = counter
                    .look
                    .words
                    .format("lock-taken-over", &[("name", name.into())]);
                counter.say(Role::Text, told);
                Some(Go::Home)
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(self.who.field())
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-locked")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let name = self.from.and_then(|from| counter.colleague(from));
        let name = name.map_or("", |from| from.name.as_str());
        let mut told = vec![words.format("lock-told", &[("name", name.into())])];
        if !counter.ticket.lines.is_empty() {
            let lines = counter.ticket.lines.len();
            told.push(words.format("lock-ticket", &[("lines", lines.into())]));
        }
        let block = area.width.saturating_sub(4).min(56);
        let x = area.x + (area.width - block) / 2;
        let mut y = area.y + area.height.saturating_sub(self.who.rows() + 5) / 3;
        paper.text(x, y, block, &words.text("lock-title"), Role::Title);
        y += 2;
        for line in told.iter().flat_map(|told| wrap(told, block)) {
            paper.text(x, y, block, &line, Role::Text);
            y += 1;
        }
        y += 1;
        let room = area.bottom().saturating_sub(y);
        self.who
            .view(self.asked.is_some(), paper, Rect::new(x, y, block, room))
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) {
        if self.asked.is_some() {
            return;
        }
        let lines = counter.ticket.lines.len();
        if let Some((person, pin)) = self.who.take() {
            self.asked = Some(counter.ask(Job::Unlock {
                person,
                pin,
                ticket: (lines > 0).then_some(counter.ticket.id),
                lines: lines as u64,
            }));
        }
    }
}
