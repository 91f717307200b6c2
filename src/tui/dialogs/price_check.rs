//! What a good costs and how much of it there is. Must never sell anything.

use ratatui::layout::{Position, Rect};

use crate::domain::lookup;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::search::{Query, find as search};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::{entry, goods};

/// Goods shown at most where a name fits several.
const SHOWN: usize = 4;

/// What was typed, and what that is.
#[derive(Debug)]
pub struct State {
    field: Field,
    found: Option<Found>,
    /// Where a name fits several: each with its price.
    several: Vec<(String, String)>,
}

/// A good, and what its label says of the piece in hand.
#[derive(Debug)]
struct Found {
    product: Product,
    quantity: Option<Quantity>,
    price: Option<UnitPrice>,
}

/// Nothing is looked at yet.
pub fn open() -> State {
    State {
        field: Field::new(60),
        found: None,
        several: Vec::new(),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::PriceCheck;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Confirm if self.field.is_empty() => return Some(Go::Back),
            Command::Confirm => {
                let typed = self.field.text().trim().to_owned();
                self.look(&typed, counter);
            }
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.field.key(key) {
            self.several.clear();
        }
        Go::Stay
    }

    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        self.look(code, counter);
        Go::Stay
    }

    fn reply(&mut self, _id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        // The counter has taken the level in.
        matches!(answer, Answer::Levels(_)).then_some(Go::Stay)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Own
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 60, 9, &words.text("cmd-price-check"));
        let label = words.text("price-check-label");
        let cursor = entry::line(paper, entry::below(inside, 1), &label, &self.field);
        let below = entry::below(inside, 3);
        for (y, (name, price)) in (below.y..below.bottom()).zip(&self.several) {
            let start = paper.right(below.right(), y, below.width, price, Role::Strong);
            paper.text(below.x, y, start.saturating_sub(below.x + 2), name, Role::Text);
        }
        match &self.found {
            Some(found) => found.view(counter, paper, below),
            None if self.several.is_empty() => {
                entry::sentence(paper, below, &words.text("price-check-about"));
            }
            None => {}
        }
        Some(cursor)
    }
}

impl State {
    /// Shows what that code or name stands for. What was typed is done with, so that the next can be typed.
    fn look(&mut self, text: &str, counter: &mut Counter) {
        let product = goods::find(text, counter);
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        self.several.clear();
        let Some(product) = product else {
            self.found = None;
            self.several = several(text, counter);
            let key = if self.several.is_empty() {
                "price-check-none"
            } else {
                "price-check-several"
            };
            let told = counter.look.words.format(key, &[("code", text.into())]);
            counter.say(Role::Warn, told);
            return counter.bell();
        };
        let label = currency
            .and_then(|currency| lookup::resolve(&counter.catalogue, &counter.patterns, currency, text));
        counter.ask(Job::Levels(vec![product.sku.clone()]));
        self.field.clear();
        self.found = Some(Found {
            product,
            quantity: label.and_then(|label| label.quantity),
            price: label.and_then(|label| label.price),
        });
    }
}

/// The goods whose names fit best, each with its price.
fn several(text: &str, counter: &Counter) -> Vec<(String, String)> {
    let goods = &counter.catalogue;
    let found = search(goods, counter.index.as_deref(), &Query::new(text), SHOWN);
    let shown = found.rows.iter().filter_map(|row| {
        let product = goods.get(*row);
        let currency = counter.desk.as_ref()?.shop.currency;
        let price = counter.look.price(product.price, currency);
        Some((product.name.to_owned(), price))
    });
    shown.collect()
}

impl Found {
    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) {
        let look = paper.look();
        let Some(currency) = counter.desk.as_ref().map(|desk| desk.shop.currency) else {
            return;
        };
        let product = &self.product;
        let unit = product.unit.name();
        paper.text(area.x, area.y, area.width, &product.name, Role::Title);
        let price = match self.price {
            Some(price) => look.price(price, currency),
            None if product.open_price => look.words.text("price-check-open").into_owned(),
            None if unit == "ea" => look.price(product.price, currency),
            None => format!("{} / {unit}", look.price(product.price, currency)),
        };
        let line = |rows: u16| area.y + rows.min(area.height.saturating_sub(1));
        let end = paper.text(area.x, line(1), area.width, &price, Role::Strong) + 2;
        if let Some(quantity) = self.quantity.filter(|_| self.price.is_none()) {
            let told = look.quantity(quantity, unit);
            paper.text(end, line(1), area.right().saturating_sub(end), &told, Role::Text);
        }
        let level = match counter.stock.get(&product.sku) {
            Some(Some(level)) => {
                let values = [("level", look.quantity(*level, unit).into())];
                look.words.format("price-check-stock", &values)
            }
            Some(None) => look.words.text("price-check-uncounted").into_owned(),
            None => String::new(),
        };
        let level = if product.active {
            level
        } else {
            look.words.text("price-check-gone").into_owned()
        };
        paper.text(area.x, line(2), area.width, &level, Role::Text);
    }
}
