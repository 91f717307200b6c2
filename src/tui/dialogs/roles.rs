//! The table of what each role may do alone. Must never take a right from the owner.

use ratatui::layout::{Position, Rect};

use crate::domain::permission::Permission;
use crate::domain::staff::Role as Post;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The columns: the owner's is fixed.
const POSTS: [Post; 3] = Post::ALL;

/// The row and the column chosen.
#[derive(Debug)]
pub struct State {
    list: List,
    column: usize,
    asked: Option<u64>,
}

/// The table, the cashier's column chosen.
pub fn open() -> State {
    State {
        list: List::default(),
        column: POSTS.len() - 1,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Roles;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, false);
        match command {
            Command::Back => return Some(Go::Back),
            Command::Confirm => self.toggle(counter),
            command => {
                if !self.list.command(command, Permission::ALL.len(), page) {
                    return None;
                }
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        match key {
            Key::Left => self.column = self.column.saturating_sub(1).max(1),
            Key::Right => self.column = (self.column + 1).min(POSTS.len() - 1),
            Key::Char(' ') => return Go::Do(Command::Confirm),
            key => {
                let page = list::page(counter.size.1, false);
                self.list.key(key, Permission::ALL.len(), page);
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        matches!(answer, Answer::ShopChanged).then_some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let roles = &counter.desk.as_ref()?.shop.roles;
        let words = &paper.look().words;
        let mut columns = vec![Column::text(words.text("roles-what"), 12, 60)];
        // The least wide terminal shows the column that is chosen.
        let rank = |at: usize| if at == self.column { 0 } else { 1 };
        columns.extend(
            POSTS
                .iter()
                .enumerate()
                .map(|(at, post)| Column::text(called::role(words, *post), 7, 12).rank(rank(at))),
        );
        let row = |at: usize| {
            let permission = *Permission::ALL.get(at)?;
            let mut line = vec![Cell::new(called::permission(words, permission))];
            let chosen_row = self.list.chosen(Permission::ALL.len()) == Some(at);
            for (column, post) in POSTS.iter().enumerate() {
                let may = roles.may(*post, permission);
                let told = words.text(if may { "yes" } else { "no" });
                let told = match chosen_row && column == self.column {
                    true => format!("[{told}]"),
                    false => format!(" {told}"),
                };
                line.push(Cell::new(told).role(if may { Role::Strong } else { Role::Dim }));
            }
            Some(line)
        };
        let title = words.text("roles-title");
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: Permission::ALL.len(),
            all: Permission::ALL.len(),
            filter: None,
            empty: "",
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

impl State {
    fn toggle(&mut self, counter: &mut Counter) {
        let Some(at) = self.list.chosen(Permission::ALL.len()) else {
            return;
        };
        let Some(desk) = counter.desk.as_ref().filter(|_| self.asked.is_none()) else {
            return;
        };
        let (post, permission) = (POSTS[self.column], Permission::ALL[at]);
        let mut shop = (*desk.shop).clone();
        let may = shop.roles.may(post, permission);
        shop.roles = shop.roles.with(post, permission, !may);
        let approval = counter.take_approval(Permission::Settings);
        let shop = Box::new(shop);
        self.asked = Some(counter.ask(Job::ChangeShop { shop, approval }));
    }
}
