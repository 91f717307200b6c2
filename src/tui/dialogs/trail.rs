//! What happened in the shop, day by day: who did what, and who allowed it. Must never change anything.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use ratatui::layout::{Position, Rect};

use crate::domain::period::parse_date;
use crate::domain::staff::PersonId;
use crate::lang;
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::register::reports::desk::Ask;
use crate::register::reports::trail::Told;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, List, Table};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::trail_words::{Sort, sentence, sort_name};

use super::entry;

/// The day, its entries, and which of them are wanted.
#[derive(Debug)]
pub struct State {
    day: Date,
    told: Arc<Vec<Told>>,
    list: List,
    sort: Option<Sort>,
    person: Option<String>,
    asked: Option<u64>,
    /// Whether the chosen entry stands open.
    open: bool,
    /// The date being typed, instead of going there day by day.
    typed: Option<Field>,
}

/// Letters of a date.
const LETTERS: usize = 10;

/// Today's trail.
pub fn open(counter: &mut Counter) -> State {
    let today = counter.at.local.date();
    let shift = counter.desk.as_ref().and_then(|desk| desk.shift.as_ref());
    let mut state = State {
        day: shift.map_or(today, |shift| shift.opened.date),
        told: Arc::default(),
        list: List::default(),
        sort: None,
        person: None,
        asked: None,
        open: false,
        typed: None,
    };
    state.ask(counter);
    state
}

fn name(counter: &Counter, id: PersonId) -> String {
    counter
        .colleague(id)
        .map_or_else(String::new, |person| person.name.clone())
}

impl Part for State {
    const SCOPE: Scope = Scope::Trail;

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let rows = self.wanted().len();
        let page = list::page(counter.size.1, false);
        match command {
            Command::Back if self.typed.is_some() => self.typed = None,
            Command::Confirm if self.typed.is_some() => self.go_to_typed(counter),
            Command::Back if self.open => self.open = false,
            Command::Back => return Some(Go::Back),
            Command::Confirm => self.open = !self.open && rows > 0,
            Command::TrailKind => {
                let at = self
                    .sort
                    .and_then(|sort| Sort::ALL.iter().position(|one| *one == sort));
                self.sort = Sort::ALL.get(at.map_or(0, |at| at + 1)).copied();
                self.list.reset();
            }
            Command::TrailPerson => {
                self.person = self.next_person();
                self.list.reset();
            }
            command => {
                if !self.list.command(command, rows, page) {
                    return None;
                }
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if let Some(field) = &mut self.typed {
            field.key(key);
            return Go::Stay;
        }
        let day = match key {
            Key::Left => self.day.checked_sub(1.day()),
            Key::Right => self.day.checked_add(1.day()),
            Key::Char(digit) if digit.is_ascii_digit() => {
                self.typed = Some(Field::new(LETTERS).with(&digit.to_string()));
                return Go::Stay;
            }
            key => {
                let page = list::page(counter.size.1, false);
                self.list.key(key, self.wanted().len(), page);
                return Go::Stay;
            }
        };
        if let Ok(day) = day {
            self.go_to(day, counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Trail(told) if self.asked == Some(id) => {
                self.asked = None;
                self.told = told.clone();
                // The last thing that happened is what one looks for.
                self.list.choose(self.wanted().len().saturating_sub(1));
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typed.as_mut()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match self.typed {
            Some(_) => OnScan::Refuse("scan-question"),
            None => OnScan::Ticket,
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let wanted = self.wanted();
        let columns = [
            Column::text(words.text("trail-time"), 5, 5),
            Column::text(words.text("trail-who"), 6, 16),
            Column::text(words.text("trail-sort"), 10, 12).rank(1),
            Column::text(words.text("trail-what"), 20, 120),
        ];
        let row = |at: usize| {
            let told = *wanted.get(at)?;
            Some(vec![
                Cell::new(lang::time(told.at.time())).role(Role::Dim),
                Cell::new(name_of(told, paper_words(look))),
                Cell::new(sort_name(look, &told.event)),
                Cell::new(sentence(told, look, |id| name(counter, id))),
            ])
        };
        let mut title = words.format(
            "trail-title",
            &[("day", lang::date(look.lang(), self.day).into())],
        );
        if let Some(sort) = self.sort {
            title = format!("{title} {} {}", look.glyphs.dot, words.text(sort.label()));
        }
        if let Some(person) = &self.person {
            title = format!("{title} {} {person}", look.glyphs.dot);
        }
        let empty = words.text("trail-none");
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: wanted.len(),
            all: self.told.len(),
            filter: None,
            empty: &empty,
            row: &row,
        };
        self.list.view(&table, paper, area);
        if let Some(field) = &self.typed {
            let inside = paper.dialog(area, 40, 4, &words.text("trail-day"));
            let hint = words.text("trail-day-hint");
            paper.text(inside.x, inside.y + 1, inside.width, &hint, Role::Dim);
            return Some(entry::line(paper, inside, &words.text("trail-day-is"), field));
        }
        let chosen = self.list.chosen(wanted.len()).filter(|_| self.open)?;
        detail(wanted[chosen], counter, paper, area);
        None
    }
}

fn paper_words(look: &crate::tui::look::Look) -> String {
    look.words.text("trail-command").into_owned()
}

fn who(told: &Told, command: String) -> String {
    match (told.by.as_str(), told.by_command) {
        ("", true) => command,
        (by, true) => format!("{by} ({command})"),
        (by, false) => by.to_owned(),
    }
}

/// The name alone, for the column: the entry itself tells through which door it came.
fn name_of(told: &Told, command: String) -> String {
    match told.by.as_str() {
        "" if told.by_command => command,
        by => by.to_owned(),
    }
}

/// One entry whole.
fn detail(told: &Told, counter: &Counter, paper: &mut Paper<'_>, area: Rect) {
    let look = paper.look();
    let words = &look.words;
    let columns = area.width.min(70);
    let mut lines = wrap(
        &sentence(told, look, |id| name(counter, id)),
        columns.saturating_sub(4),
    );
    lines.push(String::new());
    let when = format!(
        "{} {}",
        lang::date(look.lang(), told.at.date()),
        lang::time(told.at.time())
    );
    let mut facts = vec![
        ("trail-time", when),
        ("trail-who", who(told, paper_words(look))),
        ("trail-sort", sort_name(look, &told.event).into_owned()),
        ("trail-entry", told.seq.to_string()),
    ];
    if !told.allowed_by.is_empty() {
        facts.insert(2, ("trail-allowed-by", told.allowed_by.clone()));
    }
    lines.extend(
        facts
            .into_iter()
            .map(|(key, value)| format!("{}: {value}", words.text(key))),
    );
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inside = paper.dialog(area, columns, rows, &words.text("trail-detail"));
    for (y, line) in (inside.y..inside.bottom()).zip(&lines) {
        paper.text(inside.x, y, inside.width, line, Role::Text);
    }
}

impl State {
    fn go_to(&mut self, day: Date, counter: &mut Counter) {
        self.day = day;
        self.open = false;
        self.typed = None;
        self.list.reset();
        self.ask(counter);
    }

    /// To the day that was typed, where a calendar has it.
    fn go_to_typed(&mut self, counter: &mut Counter) {
        let Some(field) = &self.typed else { return };
        match parse_date(field.text(), counter.at.local.date()) {
            Ok(day) => self.go_to(day, counter),
            Err(refusal) => counter.refuse(&Said::from(&refusal)),
        }
    }

    fn ask(&mut self, counter: &mut Counter) {
        self.asked = Some(counter.ask(Job::Report(Ask::Trail(self.day, self.day))));
    }

    /// The entries that the filter lets through.
    fn wanted(&self) -> Vec<&Told> {
        let sort = |told: &&Told| self.sort.is_none_or(|sort| Sort::of(&told.event) == sort);
        let person = |told: &&Told| {
            let wanted = |person: &String| told.by == *person || told.allowed_by == *person;
            self.person.as_ref().is_none_or(wanted)
        };
        self.told.iter().filter(sort).filter(person).collect()
    }

    /// The person after the one who is wanted, among those of the day; everybody after the last.
    fn next_person(&self) -> Option<String> {
        let mut names: Vec<&String> = self.told.iter().map(|told| &told.by).collect();
        names.extend(self.told.iter().map(|told| &told.allowed_by));
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        let at = self
            .person
            .as_ref()
            .and_then(|now| names.iter().position(|name| *name == now));
        names.get(at.map_or(0, |at| at + 1)).map(|name| (*name).clone())
    }
}
