//! A receipt as it is printed. Must never compute: it shows a document.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::{Receipt, layout};
use crate::devices::refund::{self, Return};
use crate::domain::document::{DocumentNumber, Sale};
use crate::domain::refund::Refund;
use crate::register::job::{Job, Print};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};

use super::preview::Preview;

/// The paper.
#[derive(Debug)]
pub struct State {
    preview: Preview,
    number: DocumentNumber,
}

/// The receipt of that sale.
pub fn open(sale: &Sale, counter: &Counter) -> State {
    let words = &counter.look.words;
    let paper = counter.desk.as_ref().map(|desk| {
        let cashier = counter.colleague(sale.cashier);
        let receipt = Receipt {
            sale,
            shop: &desk.shop,
            cashier: cashier.map_or("-", |person| person.name.as_str()),
            copy: 0,
            seal: None,
        };
        layout(&receipt, words)
    });
    State {
        number: sale.number.clone(),
        preview: Preview::new(
            words.text("receipt-title").into_owned(),
            paper.unwrap_or_default(),
        ),
    }
}

/// The paper of that return.
pub fn of_return(refund: &Refund, counter: &Counter) -> State {
    let words = &counter.look.words;
    let paper = counter.desk.as_ref().map(|desk| {
        let cashier = counter.colleague(refund.cashier);
        let paper = Return {
            refund,
            shop: &desk.shop,
            cashier: cashier.map_or("-", |person| person.name.as_str()),
            copy: 0,
            seal: None,
        };
        refund::layout(&paper, words)
    });
    State {
        number: refund.number.clone(),
        preview: Preview::new(words.text("cmd-return").into_owned(), paper.unwrap_or_default()),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Receipt;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        if command == Command::Print {
            counter.ask(Job::Print(Print::Receipt(self.number.clone())));
            return Some(Go::Stay);
        }
        self.preview.command(command, counter)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        self.preview.view(paper, area);
        None
    }
}
