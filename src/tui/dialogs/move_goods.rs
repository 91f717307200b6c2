//! Goods that come in, are put right or are written off: a code, how much, at what cost, line by line, and
//! then all of it at once. Must never move anything before it is confirmed.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::domain::decide::stock::MoveLine;
use crate::domain::permission::Permission;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::stock::Reason;
use crate::lang;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::stock_jobs::{StockAnswer, StockJob};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::{Go, Goods as What};
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::goods;

/// What is asked for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Code,
    Quantity,
    Cost,
    Why,
}

/// The lines so far, and what is being typed.
#[derive(Debug)]
pub struct State {
    what: What,
    /// Of the entry: asked twice, it is done once.
    id: Uuid,
    list: List,
    lines: Vec<(Product, MoveLine)>,
    /// The product at hand, and how much of it.
    at_hand: Option<Product>,
    quantity: Option<Quantity>,
    step: Step,
    field: Field,
    asked: Option<u64>,
    /// Whether the person knows that leaving drops the lines.
    warned: bool,
}

/// The page; with a product, of that one first.
pub fn open(what: What, sku: Option<&Sku>, counter: &Counter) -> State {
    let goods = &counter.catalogue;
    let row = sku.and_then(|sku| goods.by_sku(sku.as_str()));
    let at_hand = row.map(|row| goods.get(row).to_product());
    State {
        what,
        id: counter.at.id(),
        list: List::default(),
        lines: Vec::new(),
        step: if at_hand.is_some() {
            Step::Quantity
        } else {
            Step::Code
        },
        at_hand,
        quantity: None,
        field: Field::new(80),
        asked: None,
        warned: false,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::MoveGoods;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, !self.lines.is_empty())
    }

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, true);
        match command {
            Command::Back => return Some(self.back(counter)),
            Command::Confirm => self.enter(counter),
            Command::RemoveLine => {
                if let Some(at) = self.list.chosen(self.lines.len()) {
                    self.lines.remove(at);
                }
            }
            _ => self.list.command(command, self.lines.len(), page).then_some(())?,
        }
        Some(Go::Stay)
    }

    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        self.take(code, counter);
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        let Answer::Stock(told) = answer else { return None };
        let StockAnswer::Moved(moved, _) = &**told else {
            return None;
        };
        for line in &moved.lines {
            counter.stock.remove(&line.sku);
        }
        let values = [("count", moved.lines.len().into())];
        let said = counter.look.words.format("move-done", &values);
        counter.say(Role::Good, said);
        Some(Go::Back)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        match self.step {
            Step::Code => OnScan::Own,
            _ => OnScan::Refuse("scan-form"),
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let currency = counter.desk.as_ref()?.shop.currency;
        let columns = [
            Column::text(words.text("products-column-name"), 14, 60),
            Column::text(words.text("products-column-sku"), 8, 16).rank(2),
            Column::figure(words.text("move-column-quantity"), 8),
            Column::figure(words.text("move-column-cost"), 8).rank(1),
        ];
        let row = |at: usize| -> Option<Line> {
            let (product, line) = self.lines.get(at)?;
            let cost = line.cost.map(|cost| look.price(cost, currency));
            Some(vec![
                Cell::new(&product.name),
                Cell::new(product.sku.as_str()),
                Cell::new(look.quantity(line.quantity, product.unit.name())),
                Cell::new(cost.unwrap_or_else(|| "-".to_owned())),
            ])
        };
        let title = words.text(match self.what {
            What::Received => "cmd-receive",
            What::Adjusted => "cmd-adjust",
            What::WrittenOff => "cmd-goods-out",
        });
        let name = self.at_hand.as_ref().map_or("", |product| product.name.as_str());
        let name = crate::tui::paper::cut(name, area.width / 3);
        let label = words.format(self.label(), &[("name", (&*name).into())]);
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.lines.len(),
            all: self.lines.len(),
            filter: Some((&label, &self.field)),
            empty: &words.text("move-empty"),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

impl State {
    fn label(&self) -> &'static str {
        match (self.step, self.what) {
            (Step::Code, _) => "move-code",
            (Step::Quantity, What::Adjusted) => "move-difference",
            (Step::Quantity, _) => "move-quantity",
            (Step::Cost, _) => "move-cost",
            (Step::Why, What::Received) => "move-supplier",
            (Step::Why, _) => "move-reason",
        }
    }

    /// One step back; off the page from the first, after it was said that the lines go with it.
    fn back(&mut self, counter: &mut Counter) -> Go {
        self.field.clear();
        match self.step {
            Step::Code if !self.lines.is_empty() && !self.warned => {
                self.warned = true;
                let told = counter.look.words.text("move-leave").into_owned();
                counter.say(Role::Warn, told);
            }
            Step::Code => return Go::Back,
            Step::Quantity | Step::Why => {
                self.at_hand = None;
                self.step = Step::Code;
            }
            Step::Cost => self.step = Step::Quantity,
        }
        Go::Stay
    }

    fn enter(&mut self, counter: &mut Counter) {
        let text = self.field.text().trim().to_owned();
        match self.step {
            Step::Code if text.is_empty() && !self.lines.is_empty() => self.step = Step::Why,
            Step::Code if text.is_empty() => {
                let told = counter.look.words.text("move-empty").into_owned();
                counter.say(Role::Text, told);
            }
            Step::Code => return self.take(&text, counter),
            Step::Quantity => {
                match typing::quantity(&text) {
                    Ok(quantity) => self.quantity = Some(quantity),
                    Err(said) => return counter.refuse(&said),
                }
                if self.what == What::Received {
                    self.step = Step::Cost;
                    // The cost of the last time is the likely one.
                    let cost = self.at_hand.as_ref().and_then(|product| product.cost);
                    self.field.clear();
                    if let Some(cost) = cost {
                        let cost = lang::plain(counter.look.lang(), cost.value().normalize());
                        self.field.insert(&cost);
                    }
                    return;
                }
                self.line(None);
            }
            Step::Cost => match goods::price(&text) {
                Ok(cost) => self.line(cost),
                Err(said) => return counter.refuse(&said),
            },
            Step::Why => return self.confirm(&text, counter),
        }
        self.field.clear();
    }

    /// The product of a code is at hand.
    fn take(&mut self, code: &str, counter: &mut Counter) {
        self.field.clear();
        match goods::find(code, counter) {
            Some(product) => {
                self.at_hand = Some(product);
                self.step = Step::Quantity;
            }
            None => {
                let told = counter
                    .look
                    .words
                    .format("move-unknown", &[("code", code.into())]);
                counter.say(Role::Bad, told);
                counter.bell();
            }
        }
    }

    /// The line at hand joins the others.
    fn line(&mut self, cost: Option<UnitPrice>) {
        if let (Some(product), Some(quantity)) = (self.at_hand.take(), self.quantity.take()) {
            let sku = product.sku.clone();
            self.lines.push((product, MoveLine { sku, quantity, cost }));
            self.list.choose(self.lines.len() - 1);
        }
        self.step = Step::Code;
    }

    fn confirm(&mut self, why: &str, counter: &mut Counter) {
        let why = why.to_owned();
        let reason = match self.what {
            What::Received => {
                let (supplier, reference) = why.split_once('/').unwrap_or((&why, ""));
                Reason::Received {
                    supplier: supplier.to_owned(),
                    reference: reference.to_owned(),
                }
            }
            What::Adjusted => Reason::Adjusted { reason: why },
            What::WrittenOff => Reason::WrittenOff { reason: why },
        };
        let job = StockJob::Move {
            id: self.id,
            reason,
            lines: self.lines.iter().map(|(_, line)| line.clone()).collect(),
            approval: counter.take_approval(Permission::Stock),
        };
        self.asked = Some(counter.ask(Job::Stock(job)));
    }
}
