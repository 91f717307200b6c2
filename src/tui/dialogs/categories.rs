//! The categories with how many products each has, and what their goods are worth. Must never show a worth to
//! whoever may not read reports, nor pass over goods without a cost in silence.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use crate::domain::permission::Permission;
use crate::domain::product::LABEL_MAX;
use crate::domain::search::folded;
use crate::lang;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::desk::Ask;
use crate::register::reports::story::Worth;
use crate::register::stock_jobs::{StockAnswer, StockJob};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The categories, in order of their names.
#[derive(Debug)]
pub struct State {
    categories: Vec<(String, usize)>,
    worth: Option<Arc<Worth>>,
    list: List,
    /// The other name that is being typed for the chosen one.
    renaming: Option<Field>,
    asked: Option<u64>,
    old: bool,
}

/// The page.
pub fn open(counter: &mut Counter) -> State {
    let mut state = State {
        categories: Vec::new(),
        worth: None,
        list: List::default(),
        renaming: None,
        asked: None,
        old: true,
    };
    state.freshen(counter);
    state
}

impl Part for State {
    const SCOPE: Scope = Scope::Categories;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, !self.categories.is_empty())
            .and(Flags::when(Flags::READY, self.renaming.is_some()))
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back if self.renaming.is_some() => self.leave(counter),
            Command::Back => return Some(Go::Back),
            Command::OpenRow => {
                let Some((name, _)) = self.chosen() else {
                    return Some(Go::Stay);
                };
                return Some(Go::ProductsOf(name.clone()));
            }
            Command::RenameCategory => {
                let name = self.chosen().map(|(name, _)| name.clone());
                self.renaming = name.map(|name| Field::new(LABEL_MAX).with(&name));
            }
            Command::Confirm => self.rename(counter),
            _ => {
                let page = self.page(counter);
                self.list
                    .command(command, self.categories.len(), page)
                    .then_some(())?;
                self.leave(counter);
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = self.page(counter);
        match &mut self.renaming {
            Some(field) => drop(field.key(key)),
            None => drop(self.list.key(key, self.categories.len(), page)),
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Stock(told) => match &**told {
                StockAnswer::Worth(worth) if self.asked == Some(id) => self.worth = Some(worth.clone()),
                StockAnswer::Renamed(count, _) => {
                    self.renaming = None;
                    let count = usize::try_from(*count).unwrap_or(usize::MAX);
                    let told = counter
                        .look
                        .words
                        .format("categories-renamed", &[("count", count.into())]);
                    counter.say(Role::Good, told);
                }
                _ => return None,
            },
            Answer::Progress(..) if self.asked == Some(id) => {}
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.renaming.as_mut()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match self.renaming {
            Some(_) => OnScan::Refuse("scan-form"),
            None => OnScan::Ticket,
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let may = counter.may(Some(Permission::Reports));
        let mut columns = vec![
            Column::text(words.text("products-column-category"), 14, 60),
            Column::figure(words.text("categories-column-goods"), 6),
        ];
        if may {
            columns.push(Column::figure(words.text("categories-column-worth"), 8));
        }
        let worths = self.worth.as_deref().map_or(&[][..], |worth| &worth.categories);
        let row = |at: usize| -> Option<Line> {
            let (name, goods) = self.categories.get(at)?;
            let worth = worths.iter().find(|(own, ..)| own == name);
            let worth = worth.map(|(_, _, worth)| look.figure(*worth));
            let shown = if name.is_empty() {
                Cell::new(words.text("categories-none")).role(Role::Dim)
            } else {
                Cell::new(name.as_str())
            };
            Some(vec![
                shown,
                Cell::new(lang::number(look.lang(), (*goods as u64).into())),
                Cell::new(worth.unwrap_or_else(|| "-".to_owned())),
            ])
        };
        let title = match self.worth.as_ref().filter(|_| may) {
            Some(worth) => words.format("categories-worth", &[("total", look.money(worth.total).into())]),
            None => words.text("cmd-categories").into_owned(),
        };
        let label = words.text("categories-rename");
        let notes = self.notes(counter, area.width);
        let foot = u16::try_from(notes.len()).unwrap_or(0).min(area.height / 3);
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.categories.len(),
            all: self.categories.len(),
            filter: self.renaming.as_ref().map(|field| (&*label, field)),
            empty: &words.text("products-empty"),
            row: &row,
        };
        paper.clear(area);
        let rows = Rect::new(area.x, area.y, area.width, area.height - foot);
        let cursor = self.list.view(&table, paper, rows);
        for (y, note) in (rows.bottom()..area.bottom()).zip(&notes) {
            paper.text(area.x + 1, y, area.width.saturating_sub(2), note, Role::Warn);
        }
        cursor
    }
}

impl State {
    /// Something has changed.
    pub fn age(&mut self) {
        self.old = true;
    }

    /// Counts again where something has changed.
    pub fn freshen(&mut self, counter: &mut Counter) {
        if !std::mem::take(&mut self.old) {
            return;
        }
        let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, product) in counter.catalogue.iter() {
            *categories.entry(product.category).or_insert(0) += 1;
        }
        let named = categories
            .into_iter()
            .map(|(name, goods)| (name.to_owned(), goods));
        self.categories = named.collect();
        self.categories.sort_by_key(|(name, _)| folded(name));
        if counter.may(Some(Permission::Reports)) {
            self.asked = Some(counter.ask(Job::Report(Ask::Worth)));
        }
    }

    fn chosen(&self) -> Option<&(String, usize)> {
        self.categories.get(self.list.chosen(self.categories.len())?)
    }

    fn page(&self, counter: &Counter) -> usize {
        let notes = self.notes(counter, counter.size.0).len();
        let lines = counter.size.1.saturating_sub(u16::try_from(notes).unwrap_or(0));
        list::page(lines, self.renaming.is_some())
    }

    /// What the worth does not say by itself.
    fn notes(&self, counter: &Counter, width: u16) -> Vec<String> {
        let Some(worth) = self.worth.as_ref() else {
            return Vec::new();
        };
        let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let told = [
            ("categories-uncosted", count(worth.uncosted)),
            ("categories-negative", count(worth.negative)),
        ];
        let words = &counter.look.words;
        told.into_iter()
            .filter(|(_, count)| *count > 0)
            .flat_map(|(key, count)| {
                let note = format!("! {}", words.format(key, &[("count", count.into())]));
                wrap(&note, width.saturating_sub(2))
            })
            .collect()
    }

    /// The name stays, and nothing is left of what somebody allowed for another.
    fn leave(&mut self, counter: &mut Counter) {
        self.renaming = None;
        counter.take_approval(Permission::Catalogue);
    }

    fn rename(&mut self, counter: &mut Counter) {
        let (Some((from, _)), Some(to)) = (self.chosen(), &self.renaming) else {
            return;
        };
        let job = StockJob::RenameCategory {
            from: from.clone(),
            to: to.text().trim().to_owned(),
            approval: counter.take_approval(Permission::Catalogue),
        };
        counter.ask(Job::Stock(job));
    }
}
