//! The lines of a receipt, and how much of each comes back. Must never let through what nobody typed.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::domain::decide::refund::{ComingBack, Receipt};
use crate::domain::lookup;
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Asked, Back, Fate, Gone};
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::register::return_jobs::{RefundAsked, ReturnAnswer, ReturnJob};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

/// The receipt and what was typed line by line.
#[derive(Debug)]
pub struct State {
    id: Uuid,
    receipt: Box<Receipt>,
    gone: Gone,
    list: List,
    typed: Vec<(Field, Fate)>,
    asked: Option<u64>,
}

/// The lines of that receipt, nothing chosen yet.
pub fn open(receipt: Box<Receipt>, counter: &Counter) -> State {
    let line = |_| (Field::new(12), Fate::Stock);
    State {
        id: counter.at.id(),
        gone: receipt.gone(),
        list: List::default(),
        typed: receipt.sale.goods.iter().map(line).collect(),
        receipt,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::ReturnLines;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let (rows, page) = (self.typed.len(), list::page(counter.size.1, false));
        match command {
            Command::Back => return Some(Go::Back),
            Command::Confirm => self.confirm(counter),
            Command::AllLines => (0..rows).for_each(|line| self.fill(line)),
            Command::WriteOff => self.write_off(),
            _ if self.list.command(command, rows, page) => {}
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        let Some(line) = self.list.chosen(self.typed.len()) else {
            return Go::Stay;
        };
        match key {
            Key::Right | Key::Char('+') => self.fill(line),
            Key::Left | Key::Char('-') => self.typed[line].0.clear(),
            // letters are no quantity, and no reason to lose what was typed
            Key::Char(letter) if !(letter.is_ascii_digit() || matches!(letter, '.' | ',')) => {}
            key => drop(self.typed[line].0.key(key)),
        }
        Go::Stay
    }

    /// One more of the good that is scanned comes back.
    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        match self.scanned(code, counter) {
            Some(line) => self.list.choose(line),
            None => {
                let told = counter.look.words.text("return-not-on-receipt").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Return(ReturnAnswer::Offered(offered)) => Some(Go::PayBack(offered.clone())),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        let line = self.list.chosen(self.typed.len())?;
        Some(&mut self.typed[line].0)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Own
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let columns = [
            Column::text(words.text("sale-column-item"), 8, 60),
            Column::figure(words.text("return-column-sold"), 4).rank(2),
            Column::figure(words.text("return-column-left"), 4).rank(1),
            Column::figure(words.text("return-column-back"), 6),
            Column::text(words.text("return-column-fate"), 12, 12).rank(3),
        ];
        let row = |at: usize| self.row(at, look);
        let values = [("number", self.receipt.sale.number.to_string().into())];
        let title = words.format("return-lines-title", &values);
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.typed.len(),
            all: self.typed.len(),
            filter: None,
            empty: "",
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

impl State {
    fn row(&self, at: usize, look: &crate::tui::look::Look) -> Option<Line> {
        let good = self.receipt.sale.goods.get(at)?;
        let (field, fate) = self.typed.get(at)?;
        let left = self.gone.left(&self.receipt.sale, at);
        let quantity = |quantity: Quantity| look.quantity(quantity, good.unit.name());
        let role = if left.is_positive() { Role::Text } else { Role::Dim };
        let fate = match fate {
            _ if field.is_empty() => String::new(),
            Fate::Stock => look.words.text("return-to-stock").into_owned(),
            Fate::WrittenOff => look.words.text("return-written-off").into_owned(),
        };
        Some(vec![
            Cell::new(good.name.clone()).role(role),
            Cell::new(quantity(good.quantity)).role(Role::Dim),
            Cell::new(quantity(left)).role(role),
            Cell::new(field.text()).role(Role::Strong),
            Cell::new(fate),
        ])
    }

    /// All that is left of a line.
    fn fill(&mut self, line: usize) {
        let left = self.gone.left(&self.receipt.sale, line);
        let field = &mut self.typed[line].0;
        field.clear();
        if left.is_positive() {
            field.insert(&left.to_string());
        }
    }

    fn write_off(&mut self) {
        if let Some(line) = self.list.chosen(self.typed.len()) {
            let fate = &mut self.typed[line].1;
            *fate = match fate {
                Fate::Stock => Fate::WrittenOff,
                Fate::WrittenOff => Fate::Stock,
            };
            if self.typed[line].0.is_empty() {
                self.fill(line);
            }
        }
    }

    /// The line of which one more comes back; none where the receipt has no more of it.
    fn scanned(&mut self, code: &str, counter: &Counter) -> Option<usize> {
        let currency = counter.desk.as_ref()?.shop.currency;
        let found = lookup::resolve(&counter.catalogue, &counter.patterns, currency, code)?;
        let product = counter.catalogue.get(found.row).to_product();
        let one = found.quantity.unwrap_or(Quantity::ONE);
        let goods = self.receipt.sale.goods.iter().enumerate();
        for (line, _) in goods.filter(|(_, good)| good.sku == product.sku) {
            let typed = typing::quantity(self.typed[line].0.text()).unwrap_or(Quantity::ZERO);
            let more = typed.checked_add(one).ok()?;
            if more <= self.gone.left(&self.receipt.sale, line) {
                self.typed[line].0.clear();
                self.typed[line].0.insert(&more.to_string());
                return Some(line);
            }
        }
        None
    }

    fn confirm(&mut self, counter: &mut Counter) {
        match self.read() {
            Ok(lines) if lines.is_empty() => {
                let told = counter.look.words.text("return-lines-none").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
            }
            Ok(lines) => {
                let asked = RefundAsked {
                    id: self.id,
                    what: ComingBack::Of(self.receipt.sale.number.clone(), lines),
                    back: Back::Cash,
                    reason: String::new(),
                };
                let approval = counter.approval(asked.permission());
                let job = ReturnJob::Offer(asked, counter.ticket_total(), approval);
                self.asked = Some(counter.ask(Job::Return(job)));
            }
            Err((line, said)) => {
                self.list.choose(line);
                counter.refuse(&said);
            }
        }
    }

    /// What was typed, or the line on which it is no quantity.
    fn read(&self) -> Result<Vec<Asked>, (usize, Said)> {
        let mut lines = Vec::new();
        for (line, (field, fate)) in self.typed.iter().enumerate() {
            if field.is_empty() {
                continue;
            }
            let quantity = typing::quantity(field.text()).map_err(|said| (line, said))?;
            if quantity.is_positive() {
                lines.push(Asked {
                    line: u32::try_from(line).unwrap_or(u32::MAX),
                    quantity,
                    fate: *fate,
                });
            }
        }
        Ok(lines)
    }
}
