//! The goods that are sold without a code, in a grid: a number or the arrows, then Enter. Must never sell on
//! a digit alone: the first one may be a scanner's.

use ratatui::layout::{Position, Rect};

use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::lang::Value;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, cut, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::entry;

/// Columns of a cell at least.
const CELL: u16 = 25;
/// The widest grid.
const WIDEST: u16 = 104;

/// Which good is chosen, by the arrows or by its number.
#[derive(Debug)]
pub struct State {
    field: Field,
    at: usize,
    quantity: Option<Quantity>,
}

/// The grid; `quantity` of what is chosen is sold.
pub fn open(quantity: Option<Quantity>) -> State {
    State {
        field: Field::new(2),
        at: 0,
        quantity,
    }
}

/// The goods of the grid that the catalogue has, in its order.
fn goods(counter: &Counter) -> Vec<Product> {
    let kept = counter.desk.iter().flat_map(|desk| &desk.shop.customs.favourites);
    let rows = kept.filter_map(|sku| counter.catalogue.by_sku(sku.as_str()));
    rows.map(|row| counter.catalogue.get(row).to_product()).collect()
}

/// Cells side by side in a box on a terminal of that width.
fn columns(inside: u16) -> usize {
    usize::from((inside / CELL).max(1))
}

/// Columns inside the box on a terminal of that width.
fn inside(terminal: u16) -> u16 {
    terminal.min(WIDEST).saturating_sub(4)
}

impl Part for State {
    const SCOPE: Scope = Scope::Favourites;

    fn flags(&self, counter: &Counter) -> Flags {
        Flags::when(Flags::LINES, !goods(counter).is_empty())
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let goods = goods(counter);
        let across = columns(inside(counter.size.0));
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.go(self.at.checked_sub(across), goods.len()),
            Command::Down => self.go(self.at.checked_add(across), goods.len()),
            Command::Confirm => return Some(self.sell(&goods, counter)),
            Command::ToggleFavourite => self.take_away(&goods, counter),
            Command::FavouriteEarlier => self.shift(&goods, self.at.checked_sub(1), counter),
            Command::FavouriteLater => self.shift(&goods, self.at.checked_add(1), counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let count = goods(counter).len();
        match key {
            Key::Left => self.go(self.at.checked_sub(1), count),
            Key::Right => self.go(self.at.checked_add(1), count),
            Key::Char(letter) if !letter.is_ascii_digit() => counter.bell(),
            key => {
                self.field.key(key);
                if let Some(at) = self.number().filter(|at| *at < count) {
                    self.at = at;
                }
            }
        }
        Go::Stay
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let (words, goods) = (&paper.look().words, goods(counter));
        let wide = inside(area.width);
        let across = columns(wide);
        let rows = goods.len().div_ceil(across);
        let high = u16::try_from(rows.max(2)).unwrap_or(u16::MAX).saturating_add(4);
        let sheet = paper.dialog(area, wide + 4, high, &words.text("favourites-title"));
        if goods.is_empty() {
            let key = counter.look.key_of(Command::ToggleFavourite);
            let key = key.map(|key| key.to_string()).unwrap_or_default();
            let told = words.format("favourites-empty", &[("key", Value::from(key))]);
            entry::sentence(paper, sheet, &told);
            return None;
        }
        let room = usize::from(sheet.height.saturating_sub(2)).max(1);
        let top = (self.at / across + 1).saturating_sub(room);
        let cell = wide / u16::try_from(across).unwrap_or(1);
        let shown = goods.iter().enumerate().skip(top * across).take(room * across);
        for (at, product) in shown {
            let (row, column) = (at / across - top, at % across);
            let x = sheet.x + cell * u16::try_from(column).unwrap_or(0);
            let y = sheet.y + u16::try_from(row).unwrap_or(0);
            let place = Rect::new(x, y, cell.saturating_sub(1), 1);
            good(counter, paper, place, at, product);
            if at == self.at {
                paper.select(place);
            }
        }
        let foot = entry::below(sheet, sheet.height.saturating_sub(1));
        Some(entry::line(
            paper,
            foot,
            &words.text("favourites-number"),
            &self.field,
        ))
    }
}

/// One cell: number, name, price.
fn good(counter: &Counter, paper: &mut Paper<'_>, place: Rect, at: usize, product: &Product) {
    let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
    let price = currency.filter(|_| !product.open_price);
    let price = price.map(|currency| counter.look.price(product.price, currency));
    let price = price.unwrap_or_default();
    let role = if product.active { Role::Text } else { Role::Dim };
    paper.right(place.x + 2, place.y, 2, &(at + 1).to_string(), Role::Key);
    let room = place.width.saturating_sub(4 + width(&price));
    let name = cut(&product.name, room);
    paper.text(place.x + 3, place.y, room, &name, role);
    paper.right(place.right(), place.y, place.width, &price, role);
}

impl State {
    fn go(&mut self, to: Option<usize>, count: usize) {
        if let Some(to) = to.filter(|to| *to < count) {
            self.at = to;
            self.field.clear();
        }
    }

    /// Which good the typed number means, counted from 0.
    fn number(&self) -> Option<usize> {
        self.field.text().parse::<usize>().ok()?.checked_sub(1)
    }

    fn sell(&mut self, goods: &[Product], counter: &mut Counter) -> Go {
        let wrong = !self.field.is_empty() && self.number() != Some(self.at);
        match goods.get(self.at).filter(|_| !wrong) {
            Some(product) => match counter.sell(product, self.quantity, None, true) {
                Some(Go::Stay) => Go::Sale { typed: String::new() },
                Some(go) => go,
                None => Go::Stay,
            },
            None => {
                let told = counter.look.words.text("favourites-none").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
                self.field.clear();
                Go::Stay
            }
        }
    }

    /// Moves the chosen good to another place of the grid.
    fn shift(&mut self, goods: &[Product], to: Option<usize>, counter: &mut Counter) {
        let Some(to) = to.filter(|to| *to < goods.len()) else {
            return;
        };
        counter.swap_favourites(&goods[self.at].sku, &goods[to].sku);
        self.at = to;
        self.field.clear();
    }

    /// Takes the chosen good out of the grid.
    fn take_away(&mut self, goods: &[Product], counter: &mut Counter) {
        if let Some(product) = goods.get(self.at) {
            counter.say_favourite(&product.sku, &product.name);
            self.at = self.at.min(goods.len().saturating_sub(2));
            self.field.clear();
        }
    }
}
