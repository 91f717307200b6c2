//! Finding a receipt: by its number, by the code at its foot, or in the list of a day. Must never take a
//! product's code for a receipt.

use jiff::civil::Date;
use ratatui::layout::{Position, Rect};

use crate::domain::refund::Sought;
use crate::lang;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::return_jobs::{ReceiptBrief, ReturnAnswer, ReturnJob};
use crate::tui::called;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// What was typed, and the receipts that hold it.
#[derive(Debug)]
pub struct State {
    field: Field,
    list: List,
    /// Whether a row was chosen by the arrows since something was typed.
    moved: bool,
    date: Date,
    receipts: Vec<ReceiptBrief>,
    /// The question for the list that is not answered yet, and what it asks for.
    listing: Option<(u64, Date, String)>,
    /// What the list shows.
    shown: Option<(Date, String)>,
    finding: Option<u64>,
}

/// The receipts of the business date, or the one of this code.
pub fn open(code: &str, counter: &mut Counter) -> State {
    let shift = counter.desk.as_ref().and_then(|desk| desk.shift.as_ref());
    let mut state = State {
        field: Field::new(40),
        list: List::default(),
        moved: false,
        date: shift.map_or(counter.at.local.date(), |shift| shift.opened.date),
        receipts: Vec::new(),
        listing: None,
        shown: None,
        finding: None,
    };
    state.look(counter);
    if !code.is_empty() {
        state.find(code, counter);
    }
    state
}

impl Part for State {
    const SCOPE: Scope = Scope::FindReceipt;

    fn waiting(&self) -> bool {
        self.finding.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, true);
        match command {
            Command::Back => return Some(Go::Back),
            Command::Confirm => self.confirm(counter),
            Command::DayBefore => self.turn(self.date.yesterday().unwrap_or(self.date), counter),
            Command::DayAfter => self.turn(self.date.tomorrow().unwrap_or(self.date), counter),
            _ if self.list.command(command, self.receipts.len(), page) => self.moved = true,
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.field.key(key) {
            self.moved = false;
            self.look(counter);
        }
        Go::Stay
    }

    fn scan(&mut self, code: &str, counter: &mut Counter) -> Go {
        if !self.find(code, counter) {
            let told = counter.look.words.text("return-scan-receipt").into_owned();
            counter.say(Role::Warn, told);
            counter.bell();
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.finding == Some(id) {
            self.finding = None;
            self.field.clear();
            self.look(counter);
            return match answer {
                Answer::Return(ReturnAnswer::Found(receipt)) => Some(Go::ReturnLines(receipt.clone())),
                _ => None,
            };
        }
        let (asked, _, _) = self.listing.as_ref()?;
        if *asked != id {
            return None;
        }
        let (_, date, typed) = self.listing.take()?;
        if let Answer::Return(ReturnAnswer::Listed(_, receipts)) = answer {
            self.receipts.clone_from(receipts);
            self.shown = Some((date, typed));
            self.list.reset();
        }
        self.look(counter);
        Some(Go::Stay)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Own
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let columns = [
            Column::text(words.text("return-column-receipt"), 9, 16),
            Column::text(words.text("return-column-time"), 5, 5).rank(1),
            Column::text(words.text("sale-column-item"), 10, 60).rank(2),
            Column::figure(words.text("sale-column-amount"), 8),
        ];
        let row = |at: usize| -> Option<Line> {
            let brief = self.receipts.get(at)?;
            let goods = match brief.lines.saturating_sub(1) {
                0 => brief.first.clone(),
                more => format!("{} +{more}", brief.first),
            };
            Some(vec![
                Cell::new(brief.number.to_string()),
                Cell::new(lang::time(brief.time.time())),
                Cell::new(goods).role(Role::Dim),
                Cell::new(look.figure(brief.total)),
            ])
        };
        let date = lang::date(look.lang(), self.date);
        let title = words.format("return-find-title", &[("date", date.into())]);
        let label = words.text("return-find-field");
        let empty = if self.field.is_empty() {
            let key = look.key_of(Command::DayBefore).map(|key| called::key(words, key));
            words.format("return-find-no-sale", &[("key", key.unwrap_or_default().into())])
        } else {
            words.text("return-find-empty").into()
        };
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.receipts.len(),
            all: self.receipts.len(),
            filter: Some((&label, &self.field)),
            empty: &empty,
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

impl State {
    /// Enter: the row chosen by the arrows, else the number that was typed, else a date, else the first row.
    fn confirm(&mut self, counter: &mut Counter) {
        let typed = self.field.text().trim().to_owned();
        if !self.moved && self.find(&typed, counter) {
            return;
        }
        if let Some(date) = date(&typed, self.date) {
            self.field.clear();
            return self.turn(date, counter);
        }
        let chosen = self.list.chosen(self.receipts.len());
        match chosen.and_then(|row| self.receipts.get(row)) {
            Some(brief) => {
                let number = brief.number.clone();
                let sought = Sought { number, code: None };
                self.finding = Some(counter.ask(Job::Return(ReturnJob::Find(sought))));
            }
            None => {
                let told = counter.look.words.text("return-find-none").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
            }
        }
    }

    /// Looks for the receipt that this names; false where it names none.
    fn find(&mut self, text: &str, counter: &mut Counter) -> bool {
        let Some(desk) = &counter.desk else { return false };
        let Some(sought) = Sought::read(text, [&desk.next_document.series, &desk.series]) else {
            return false;
        };
        self.finding = Some(counter.ask(Job::Return(ReturnJob::Find(sought))));
        true
    }

    fn turn(&mut self, date: Date, counter: &mut Counter) {
        self.date = date;
        self.moved = false;
        self.look(counter);
    }

    /// Asks for the list that is wanted and not shown, one question at a time.
    fn look(&mut self, counter: &mut Counter) {
        let wanted = (self.date, self.field.text().trim().to_owned());
        if self.listing.is_none() && self.shown.as_ref() != Some(&wanted) {
            let (date, typed) = wanted;
            let id = counter.ask(Job::Return(ReturnJob::List(date, typed.clone())));
            self.listing = Some((id, date, typed));
        }
    }
}

/// A date as people type it: `2026-11-19`, `19/11`, `19/11/2026`. One that does not exist is none.
fn date(typed: &str, near: Date) -> Option<Date> {
    if let Ok(date) = typed.parse() {
        return Some(date);
    }
    let parts: Vec<i16> = typed
        .split('/')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (day, month, year) = match parts[..] {
        [day, month] => (day, month, near.year()),
        [day, month, year] => (day, month, year),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let near = jiff::civil::date(2026, 11, 20);
        let read = |typed: &str| date(typed, near).map(|date| date.to_string());
        assert_eq!(read("2026-11-19").as_deref(), Some("2026-11-19"));
        assert_eq!(read("19/11").as_deref(), Some("2026-11-19"));
        assert_eq!(read("1/2/2025").as_deref(), Some("2025-02-01"));
        for none in ["31/2", "2026-02-30", "pan", "", "1/2/3/4", "99999/1"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
