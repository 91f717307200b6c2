//! Everybody who works or worked in the shop. Must never show a PIN.

use ratatui::layout::{Position, Rect};

use crate::register::job::Job;
use crate::register::reply::{Answer, Colleague};
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The people and the one chosen.
#[derive(Debug)]
pub struct State {
    people: Vec<(Colleague, bool)>,
    list: List,
}

/// Asks the register for them.
pub fn open(counter: &mut Counter) -> State {
    counter.ask(Job::Staff);
    State {
        people: Vec::new(),
        list: List::default(),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::People;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, !self.people.is_empty())
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, false);
        match command {
            Command::Back => return Some(Go::Back),
            Command::AddPerson => return Some(Go::Person(None)),
            Command::Confirm => {
                let at = self.list.chosen(self.people.len())?;
                let (person, active) = self.people[at].clone();
                return Some(Go::Person(Some((person, active))));
            }
            command => {
                if !self.list.command(command, self.people.len(), page) {
                    return None;
                }
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, false);
        self.list.key(key, self.people.len(), page);
        Go::Stay
    }

    fn reply(&mut self, _id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Staff(people) => {
                self.people = people.clone();
                // Who works here stands first.
                self.people
                    .sort_by_key(|(person, active)| (!active, person.role, person.name.to_lowercase()));
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let columns = [
            Column::text(words.text("people-name"), 10, 40),
            Column::text(words.text("people-role"), 10, 14),
            Column::text(words.text("people-state"), 8, 16),
        ];
        let row = |at: usize| {
            let (person, active) = self.people.get(at)?;
            let (state, role) = match active {
                true => ("people-works", Role::Text),
                false => ("people-left", Role::Dim),
            };
            Some(vec![
                Cell::new(person.name.clone()).role(role),
                Cell::new(called::role(words, person.role)).role(role),
                Cell::new(words.text(state)).role(role),
            ])
        };
        let (title, empty) = (words.text("people-title"), words.text("people-none"));
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.people.len(),
            all: self.people.len(),
            filter: None,
            empty: &empty,
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}
