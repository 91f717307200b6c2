//! X and Z reports. Must never compute: it shows what the register said.

use ratatui::layout::{Position, Rect};

use crate::devices::layout::Layout;
use crate::devices::spool::{Kind, Title};
use crate::devices::statement as paper_of_account;
use crate::devices::zed::{self, NameOf};
use crate::domain::account::{AccountPaid, Statement};
use crate::domain::document::{Perpetual, Sale};
use crate::domain::shift::{Closing, Shift};
use crate::domain::shop::Shop;
use crate::lang::Words;
use crate::register::job::{Job, Print};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};

use super::explain;
use super::preview::Preview;

/// The paper.
#[derive(Debug)]
pub struct State {
    preview: Preview,
    name: Title,
}

/// The shift so far.
pub fn x(shift: &Shift, totals: Perpetual, counter: &Counter) -> State {
    let words = &counter.look.words;
    let title = words.text("cmd-x-report").into_owned();
    let number = Title::new(Kind::X, shift.opened.number.to_string());
    of(counter, title, number, |shop, name| {
        zed::x(shop, &shift.opened, &shift.figures, totals, name, words)
    })
}

/// The steps behind the total of a sale, or of the open ticket.
pub fn explained(sale: Option<&Sale>, counter: &Counter) -> State {
    let preview = match sale {
        Some(sale) => explain::sale(sale, counter),
        None => explain::ticket(counter),
    };
    let name = Title::new(Kind::Slip, counter.look.words.text("cmd-explain"));
    State { preview, name }
}

/// Any other paper.
pub fn paper(title: String, layout: Layout) -> State {
    State {
        name: Title::new(Kind::Slip, title.clone()),
        preview: Preview::new(title, layout),
    }
}

/// A closing.
pub fn z(closing: &Closing, counter: &Counter) -> State {
    let words = &counter.look.words;
    let title = words.format("z-title", &[("number", closing.number.into())]);
    let number = Title::new(Kind::Z, closing.number.to_string());
    of(counter, title, number, |shop, name| {
        zed::closing(shop, closing, name, words)
    })
}

/// The account of a customer.
pub fn statement(statement: &Statement, counter: &Counter) -> State {
    let title = statement.customer.name.clone();
    paper_of(title, counter, |shop, words| {
        paper_of_account::layout(statement, shop, words)
    })
}

/// What a customer gets for a payment on account.
pub fn account_paid(paid: &AccountPaid, counter: &Counter) -> State {
    let title = counter.look.words.text("account-paid-title").into_owned();
    paper_of(title, counter, |shop, words| {
        paper_of_account::payment(paid, shop, words)
    })
}

fn paper_of(title: String, counter: &Counter, paper: impl Fn(&Shop, &Words) -> Layout) -> State {
    let shop = counter.desk.as_ref().map(|desk| &desk.shop);
    let layout = shop.map(|shop| paper(shop, &counter.look.words));
    State {
        name: Title::new(Kind::Slip, title.clone()),
        preview: Preview::new(title, layout.unwrap_or_default()),
    }
}

fn of(counter: &Counter, title: String, number: Title, paper: impl Fn(&str, NameOf<'_>) -> Layout) -> State {
    let shop = counter.desk.as_ref().map_or("", |desk| desk.shop.name.as_str());
    let layout = paper(shop, &|id| {
        let person = counter.colleague(id);
        person.map_or_else(|| "-".to_owned(), |person| person.name.clone())
    });
    State {
        preview: Preview::new(title, layout),
        name: number,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Report;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        if command == Command::Print {
            let paper = Box::new(self.preview.layout().clone());
            counter.ask(Job::Print(Print::Paper(self.name.clone(), paper)));
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
