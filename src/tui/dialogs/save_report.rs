//! The name of the file that a report is written to. Must never say that it is written before it is.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::Report;
use crate::register::reports::desk::Ask;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The report and the name.
#[derive(Debug)]
pub struct State {
    report: Arc<Report>,
    field: Field,
    waiting: Option<u64>,
}

/// Asks for the name, with one that says what is in the file.
pub fn open(report: Arc<Report>) -> State {
    let query = report.query;
    let (from, to) = (query.period.from(), query.period.to());
    let name = match query.kind {
        kind if kind.is_of_now() => kind.code().to_owned(),
        kind if from == to => format!("{}-{from}", kind.code()),
        kind => format!("{}-{from}-{to}", kind.code()),
    };
    State {
        report,
        field: Field::new(200).with(&format!("{name}.csv")),
        waiting: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::SaveReport;

    fn waiting(&self) -> bool {
        self.waiting.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm => {
                let ask = Ask::Save(self.report.clone(), self.field.text().to_owned());
                self.waiting = Some(counter.ask(Job::Report(ask)));
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        self.field.key(key);
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.waiting != Some(id) {
            return None;
        }
        match answer {
            Answer::Saved(path) => {
                let path = path.display().to_string();
                let told = counter
                    .look
                    .words
                    .format("report-saved", &[("path", path.into())]);
                counter.say(Role::Good, told);
                Some(Go::Back)
            }
            Answer::Refused(_) => {
                self.waiting = None;
                None
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 64, 8, &words.text("report-save-title"));
        let y = inside.y + 1;
        let width = inside.width.saturating_sub(1);
        let cursor = self.field.view(paper, Rect { y, width, ..inside });
        let hint = wrap(&words.text("report-save-hint"), inside.width);
        for (y, line) in (y + 2..inside.bottom()).zip(hint) {
            paper.text(inside.x, y, inside.width, &line, Role::Dim);
        }
        Some(cursor)
    }
}
