//! X and Z reports. Must never compute: it shows what the register said.

use ratatui::layout::{Position, Rect};

use crate::devices::layout::Layout;
use crate::devices::zed::{self, NameOf};
use crate::domain::document::{Perpetual, Sale};
use crate::domain::shift::{Closing, Shift};
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
}

/// The shift so far.
pub fn x(shift: &Shift, totals: Perpetual, counter: &Counter) -> State {
    let words = &counter.look.words;
    let title = words.text("cmd-x-report").into_owned();
    of(counter, title, |shop, name| {
        zed::x(shop, &shift.opened, &shift.figures, totals, name, words)
    })
}

/// The steps behind the total of a sale, or of the open ticket.
pub fn explained(sale: Option<&Sale>, counter: &Counter) -> State {
    let preview = match sale {
        Some(sale) => explain::sale(sale, counter),
        None => explain::ticket(counter),
    };
    State { preview }
}

/// A closing.
pub fn z(closing: &Closing, counter: &Counter) -> State {
    let words = &counter.look.words;
    let title = words.format("z-title", &[("number", closing.number.into())]);
    of(counter, title, |shop, name| {
        zed::closing(shop, closing, name, words)
    })
}

fn of(counter: &Counter, title: String, paper: impl Fn(&str, NameOf<'_>) -> Layout) -> State {
    let shop = counter.desk.as_ref().map_or("", |desk| desk.shop.name.as_str());
    let layout = paper(shop, &|id| {
        let person = counter.colleague(id);
        person.map_or_else(|| "-".to_owned(), |person| person.name.clone())
    });
    State {
        preview: Preview::new(title, layout),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Report;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
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
