//! The change in big figures, until the next scan or key begins the next sale. Must never be shown for a sale
//! that is not on disk.

use ratatui::layout::{Position, Rect};

use crate::domain::document::Sale;
use crate::lang::Value;
use crate::register::job::{Job, Print};
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::pay::{name, row};
use super::settled;
use crate::tui::dialogs::print_queue::of_receipt;

/// The sale that was completed.
#[derive(Debug)]
pub struct State {
    sale: Box<Sale>,
}

/// The change of that sale; the counter begins the next ticket.
pub fn open(sale: Box<Sale>, counter: &mut Counter) -> State {
    counter.stock.clear();
    counter.begin();
    State { sale }
}

impl Part for State {
    const SCOPE: Scope = Scope::Change;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::NextSale => Some(Go::Sale { typed: String::new() }),
            Command::Explain => Some(Go::Explain(Some(self.sale.clone()))),
            Command::Receipt => Some(Go::Receipt(self.sale.clone())),
            Command::Print => {
                counter.ask(Job::Print(Print::Receipt(self.sale.number.clone())));
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        settled::typed(key)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let (left, right) = settled::columns(area, paper);
        let below = self.paid(left, paper).max(self.tendered(right, paper)) + 1;
        let last = area.bottom() - 1 - self.printed(counter, area, paper);
        let look = paper.look();
        let change = Some(self.sale.settlement.change).filter(|change| !change.is_zero());
        let title = look.words.text(match change {
            None => "pay-no-change",
            Some(_) => "pay-change",
        });
        settled::headline(paper, area, (below, last), (&title, change));
        let number = [("number", Value::from(self.sale.number.to_string()))];
        let saved = look.words.format("pay-saved", &number);
        paper.text(1, last, area.width - 2, &saved, Role::Good);
        None
    }
}

impl State {
    /// What the printer does with the receipt, on the last row; gives how many rows that takes.
    fn printed(&self, counter: &Counter, area: Rect, paper: &mut Paper<'_>) -> u16 {
        let look = paper.look();
        let key = look
            .key_of(Command::Print)
            .map(|key| called::key(&look.words, key));
        let number = self.sale.number.to_string();
        let key = key.unwrap_or_default();
        let Some((told, role)) = of_receipt(&counter.printing, &number, &look.words, &key) else {
            return 0;
        };
        let lines = wrap(&told, area.width - 2);
        let rows = u16::try_from(lines.len()).unwrap_or(1).min(2);
        for (y, line) in (area.bottom() - rows..area.bottom()).zip(&lines) {
            paper.text(1, y, area.width - 2, line, role);
        }
        rows
    }

    /// The totals; gives the row after them.
    fn paid(&self, area: Rect, paper: &mut Paper<'_>) -> u16 {
        let look = paper.look();
        let settlement = &self.sale.settlement;
        let mut rows = vec![("pay-total", self.sale.priced.total, Role::Text)];
        if !settlement.rounding.is_zero() {
            rows.push(("pay-rounding", settlement.rounding, Role::Dim));
            rows.push(("pay-due", settlement.due, Role::Text));
        }
        let mut y = area.y;
        for (key, amount, role) in rows {
            row(paper, area, y, &look.words.text(key), &look.figure(amount), role);
            y += 1;
        }
        y
    }

    /// What was handed over; gives the row after it.
    fn tendered(&self, area: Rect, paper: &mut Paper<'_>) -> u16 {
        let look = paper.look();
        let tenders = &self.sale.tenders;
        let skipped = tenders.len().saturating_sub(usize::from(area.height));
        let mut y = area.y;
        for tender in &tenders[skipped..] {
            row(
                paper,
                area,
                y,
                &name(tender, look),
                &look.figure(tender.amount),
                Role::Text,
            );
            y += 1;
        }
        y
    }
}
