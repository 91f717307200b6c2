//! What the customer gets for a return, in big figures. Must never be shown for a return that is not on disk.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::tender_key;
use crate::domain::payment::{Method, Tender};
use crate::domain::refund::Refund;
use crate::lang::Value;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::pay::row;
use super::settled;

/// The return that was made.
#[derive(Debug)]
pub struct State {
    refund: Box<Refund>,
}

/// What is given for that return. The open ticket stays as it is.
pub fn open(refund: Box<Refund>, counter: &mut Counter) -> State {
    counter.stock.clear();
    State { refund }
}

impl Part for State {
    const SCOPE: Scope = Scope::GivenBack;

    fn command(&mut self, command: Command, _counter: &mut Counter) -> Option<Go> {
        match command {
            Command::NextSale => Some(Go::Sale { typed: String::new() }),
            Command::Receipt => Some(Go::ReturnPaper(self.refund.clone())),
            _ => None,
        }
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        settled::typed(key)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let (left, right) = settled::columns(area, paper);
        let below = self.owed(left, paper).max(self.given(right, paper)) + 1;
        let last = area.bottom() - 1;
        let main = self.main();
        let amount = main.map(|tender| tender.amount);
        settled::headline(paper, area, (below, last), (&title(main, paper.look()), amount));
        let number = [("number", Value::from(self.refund.number.to_string()))];
        let saved = paper.look().words.format("return-saved", &number);
        paper.text(1, last, area.width - 2, &saved, Role::Good);
        None
    }
}

impl State {
    /// The totals; gives the row after them.
    fn owed(&self, area: Rect, paper: &mut Paper<'_>) -> u16 {
        let look = paper.look();
        let settlement = &self.refund.settlement;
        let mut rows = vec![("return-total", self.refund.priced.total, Role::Text)];
        if !settlement.rounding.is_zero() {
            rows.push(("pay-rounding", settlement.rounding, Role::Dim));
        }
        let mut y = area.y;
        for (key, amount, role) in rows {
            row(paper, area, y, &look.words.text(key), &look.figure(amount), role);
            y += 1;
        }
        y
    }

    /// What was given, tender by tender; gives the row after it.
    fn given(&self, area: Rect, paper: &mut Paper<'_>) -> u16 {
        let look = paper.look();
        let mut y = area.y;
        for tender in self.refund.tenders.iter().take(usize::from(area.height)) {
            let name = look.words.text(tender_key(tender.method));
            row(paper, area, y, &name, &look.figure(tender.amount), Role::Text);
            y += 1;
        }
        y
    }

    /// The tender that the person at the till hands over: cash before all others.
    fn main(&self) -> Option<&Tender> {
        let tenders = &self.refund.tenders;
        let cash = tenders.iter().find(|tender| tender.method == Method::Cash);
        cash.or_else(|| tenders.iter().find(|tender| tender.method != Method::Exchange))
    }
}

/// What is done with that tender, in a word.
fn title(main: Option<&Tender>, look: &Look) -> String {
    match main {
        None => look.words.text("return-nothing-back").into_owned(),
        Some(Tender {
            method: Method::Cash, ..
        }) => look.words.text("return-give-back").into_owned(),
        Some(tender) => {
            let name = look.words.text(tender_key(tender.method)).into_owned();
            let reference = tender.reference.as_deref().unwrap_or_default();
            format!("{} {reference}", name.to_uppercase())
                .trim_end()
                .to_owned()
        }
    }
}
