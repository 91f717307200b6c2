//! Every product of the shop: found as one types, in any order, with what is low told. Must never walk the
//! catalogue for a key that only scrolls.

pub(super) mod rows;

use ratatui::layout::{Position, Rect};

use crate::domain::product::Sku;
use crate::domain::stock::suggested;
use crate::lang::Words;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::desk::Ask;
use crate::register::stock_jobs::StockAnswer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::go::Goods as What;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Sort, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use rows::{Rows, Wanted};

/// By which column the rows are in order, as they are asked for one after the other.
const ORDERS: usize = 5;
/// The column of the levels.
const BY_LEVEL: usize = 4;

/// What is shown and chosen.
#[derive(Debug)]
pub struct State {
    list: List,
    field: Field,
    /// By which column, and whether the greatest comes first.
    sort: Sort,
    /// Only what is low or below zero.
    low: bool,
    /// Only those of this category.
    category: Option<String>,
    rows: Rows,
    asked: Option<u64>,
    /// Whether levels have moved since.
    old: bool,
}

/// The page.
pub fn open(counter: &mut Counter) -> State {
    let mut state = State {
        list: List::default(),
        field: Field::new(60),
        sort: Sort {
            column: 0,
            down: false,
        },
        low: false,
        category: None,
        rows: Rows::default(),
        asked: None,
        old: true,
    };
    state.freshen(counter);
    state
}

impl Part for State {
    const SCOPE: Scope = Scope::Products;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, self.rows.len() > 0)
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, true);
        match command {
            Command::Back if !self.field.is_empty() => {
                self.field.clear();
                self.find(counter);
            }
            Command::Back if self.category.take().is_some() => self.find(counter),
            Command::Back => return Some(Go::Back),
            Command::OpenRow => {
                self.old |= self.asked.is_some();
                return Some(self.chosen().map_or(Go::Stay, Go::Product));
            }
            Command::NewProduct => return Some(Go::EditProduct(None)),
            Command::Categories => {
                self.old |= self.asked.is_some();
                return Some(Go::Categories);
            }
            Command::CountGoods => return Some(Go::CountGoods),
            Command::Labels => {
                let count = self.rows.len();
                return Some(super::labels::print(self.rows.iter(), count, counter));
            }
            Command::Receive | Command::Adjust | Command::GoodsOut => {
                let what = match command {
                    Command::Receive => What::Received,
                    Command::Adjust => What::Adjusted,
                    _ => What::WrittenOff,
                };
                return Some(Go::MoveGoods(what, self.chosen()));
            }
            Command::SortList => {
                self.sort = match (self.sort.down, self.sort.column) {
                    (false, column) => Sort { column, down: true },
                    (true, column) => Sort {
                        column: (column + 1) % ORDERS,
                        down: false,
                    },
                };
                self.find(counter);
            }
            Command::LowStock => {
                self.low = !self.low;
                self.find(counter);
            }
            _ => self.list.command(command, self.rows.len(), page).then_some(())?,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, true);
        let before = self.field.text().to_owned();
        if !(self.field.key(key) || self.list.key(key, self.rows.len(), page)) {
            return Go::Stay;
        }
        if before != self.field.text() {
            self.find(counter);
        }
        Go::Stay
    }

    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        match super::goods::find(code, counter) {
            Some(product) => {
                self.field.clear();
                self.field.insert(product.sku.as_str());
                self.find(counter);
                Go::Stay
            }
            None => {
                self.field.clear();
                self.field.insert(code);
                self.find(counter);
                counter.bell();
                Go::Stay
            }
        }
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.asked != Some(id) {
            return None;
        }
        match answer {
            Answer::Stock(told) => {
                self.asked = None;
                if let StockAnswer::Levels(levels) = &**told {
                    self.rows.levels = Some(levels.clone());
                    // Else the rows are the same ones, in the same order.
                    if self.low || self.sort.column == BY_LEVEL {
                        self.find_again(counter);
                    }
                }
                Some(Go::Stay)
            }
            Answer::Progress(..) => Some(Go::Stay),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Own
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let currency = counter.desk.as_ref()?.shop.currency;
        let columns = self.columns(words);
        let row = |at: usize| -> Option<Line> {
            let product = self.rows.get(at)?;
            let level = self.rows.level(product.sku);
            // before the levels are there, nothing is low
            let told = self.rows.levels.is_some() || !product.active;
            let flag = rows::flag(&product, level).filter(|_| told);
            let role = if product.active { Role::Text } else { Role::Dim };
            let (mark, tone) = match flag {
                Some((sign, key, tone)) => (format!("{sign} {}", words.text(key)), tone),
                None => (String::new(), Role::Text),
            };
            let much = |quantity| look.quantity(quantity, product.unit.name());
            let told = |quantity: Option<_>| quantity.map_or_else(|| "-".to_owned(), much);
            let [third, fourth] = if self.low {
                let order = suggested(level, product.min_stock);
                [told(product.min_stock), told(order)]
            } else {
                [product.category.to_owned(), look.price(product.price, currency)]
            };
            Some(vec![
                Cell::new(product.name).role(role),
                Cell::new(product.sku).role(role),
                Cell::new(third).role(role),
                Cell::new(fourth).role(role),
                Cell::new(told(level)).role(tone),
                Cell::new(mark).role(tone),
            ])
        };
        let title = self.title(words);
        let empty = if self.low {
            "products-low-empty"
        } else {
            "products-empty"
        };
        let table = Table {
            title: &title,
            columns: &columns,
            sort: Some(self.sort).filter(|_| self.rows.is_sorted()),
            rows: self.rows.len(),
            all: counter.catalogue.len(),
            filter: Some((&words.text("products-filter"), &self.field)),
            empty: &words.text(empty),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

impl State {
    /// What is low has other columns: what to have and what to order.
    fn columns(&self, words: &Words) -> [Column; 6] {
        let [third, fourth] = if self.low {
            [
                Column::figure(words.text("products-column-least"), 7).rank(2),
                Column::figure(words.text("products-column-order"), 7),
            ]
        } else {
            [
                Column::text(words.text("products-column-category"), 8, 20).rank(4),
                Column::figure(words.text("products-column-price"), 7).rank(2),
            ]
        };
        [
            Column::text(words.text("products-column-name"), 14, 60),
            Column::text(words.text("products-column-sku"), 8, 16).rank(3),
            third,
            fourth,
            Column::figure(words.text("products-column-stock"), 7),
            Column::text(words.text("products-column-flag"), 9, 9).rank(1),
        ]
    }

    fn title(&self, words: &Words) -> String {
        let title = words.text(if self.low {
            "products-low-title"
        } else {
            "products-title"
        });
        match self.category.as_deref() {
            Some("") => format!("{title} · {}", words.text("categories-none")),
            Some(category) => format!("{title} · {category}"),
            None => title.into_owned(),
        }
    }

    fn chosen(&self) -> Option<Sku> {
        let at = self.list.chosen(self.rows.len())?;
        Sku::new(self.rows.get(at)?.sku).ok()
    }

    /// Levels or goods have changed.
    pub fn age(&mut self) {
        self.old = true;
    }

    /// Looks again where something has changed, or where an answer was given up for another question.
    pub fn freshen(&mut self, counter: &mut Counter) {
        let changed = std::mem::take(&mut self.old);
        if changed || !self.rows.are_of(&counter.catalogue) {
            self.asked = Some(counter.ask(Job::Report(Ask::Levels)));
            self.find_again(counter);
        }
    }

    /// Only the products of a category.
    pub fn show(&mut self, category: String, counter: &Counter) {
        self.category = Some(category);
        self.field.clear();
        self.find(counter);
    }

    fn find(&mut self, counter: &Counter) {
        self.list.reset();
        self.find_again(counter);
    }

    fn find_again(&mut self, counter: &Counter) {
        let wanted = Wanted {
            typed: self.field.text(),
            category: self.category.as_deref(),
            low: self.low,
        };
        self.rows.find(counter, &wanted, self.sort);
    }
}
