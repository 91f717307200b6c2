//! Where the hub is and its one-time code: Enter makes the till known to it. Must never keep the code.

use ratatui::layout::{Position, Rect};

use crate::domain::permission::Permission;
use crate::lang::Words;
use crate::register::hub::state::{SyncAnswer, SyncJob};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::form::Form;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Lines of the form.
const URL: usize = 0;
const CODE: usize = 1;
/// Letters of an address, and of a code with as many blanks and dashes as somebody may type.
const LONGEST: usize = 200;
const CODE_LONGEST: usize = 60;
/// Letters and digits of a code.
const CODE_LETTERS: usize = 28;

/// What was typed.
#[derive(Debug)]
pub struct State {
    form: Form,
    asked: Option<u64>,
}

/// An empty form.
pub fn open(counter: &Counter) -> State {
    let words = &counter.look.words;
    State {
        form: Form::default().typed(words.text("join-url"), LONGEST, "").typed(
            words.text("join-code"),
            CODE_LONGEST,
            "",
        ),
        asked: None,
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) {
        if let Some(empty) = [URL, CODE]
            .into_iter()
            .find(|line| self.form.text(*line).is_empty())
        {
            self.form.go(empty);
            let key = if empty == URL {
                "join-say-url"
            } else {
                "join-say-code"
            };
            let told = counter.look.words.text(key).into_owned();
            counter.say(Role::Warn, told);
            return counter.bell();
        }
        let job = SyncJob::Enrol {
            url: address(self.form.text(URL)),
            code: self.form.text(CODE).to_owned(),
            approval: counter.take_approval(Permission::Settings),
        };
        self.asked = Some(counter.ask(Job::Sync(job)));
    }

    /// How many letters of the code there are, while it is typed.
    fn progress(&self, words: &Words) -> String {
        if self.asked.is_some() {
            return words.text("join-asking").into_owned();
        }
        let typed = self.form.text(CODE).chars().filter(char::is_ascii_alphanumeric);
        let values = [("typed", typed.count().into()), ("all", CODE_LETTERS.into())];
        words.format("join-typed", &values)
    }
}

/// An address without a scheme is one of the shop's own network.
fn address(typed: &str) -> String {
    if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::JoinHub;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            // Esc does not call it off: what the hub says then is told wherever one is by then.
            Command::Back => return Some(Go::Back),
            Command::Confirm if self.asked.is_some() => {}
            Command::Confirm if self.form.is_last() => self.confirm(counter),
            command => {
                if !self.form.command(command) {
                    return None;
                }
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.asked.is_none() {
            self.form.key(key);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Sync(SyncAnswer::Joined(state)) => {
                let values = [("shop", state.shop.as_str().into())];
                let told = counter.look.words.format("join-done", &values);
                counter.say(Role::Good, told);
                Some(Go::Back)
            }
            Answer::Refused(said) if said.code == "hub-line" => {
                self.form.go(URL);
                None
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.form.field()
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Text
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &counter.look.words;
        let columns = area.width.min(70);
        let about = wrap(&words.text("join-about"), columns.saturating_sub(4));
        let rows = u16::try_from(about.len()).unwrap_or(0) + 7;
        let inside = paper.dialog(area, columns, rows, &words.text("join-title"));
        let lines = Rect {
            height: inside.height.min(2),
            ..inside
        };
        let cursor = self.form.view(paper, lines);
        let y = lines.bottom() + 1;
        if y < inside.bottom() {
            let role = if self.asked.is_some() {
                Role::Warn
            } else {
                Role::Dim
            };
            paper.text(inside.x, y, inside.width, &self.progress(words), role);
        }
        for (y, line) in (y + 2..inside.bottom()).zip(&about) {
            paper.text(inside.x, y, inside.width, line, Role::Dim);
        }
        cursor
    }
}
