//! What happened while the program was away, for whoever signs in first. Must never decide for them.

use ratatui::layout::{Position, Rect};

use crate::lang;
use crate::register::reply::Notice;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::Dialog;

/// The sentences.
#[derive(Debug)]
pub struct State {
    told: Vec<String>,
    /// Whether the register was left open on another day.
    late: bool,
}

/// A dialog for what must be read; what the screen shows anyway is said as a message.
pub fn open(counter: &mut Counter) -> Vec<Dialog> {
    let notices = std::mem::take(&mut counter.notices);
    if notices.contains(&Notice::DraftRestored) {
        let told = counter.look.words.text("sale-draft-back").into_owned();
        counter.say(Role::Warn, told);
    }
    let told: Vec<String> = notices
        .iter()
        .filter_map(|notice| must(notice, counter))
        .collect();
    if told.is_empty() {
        Vec::new()
    } else {
        let late = notices
            .iter()
            .any(|notice| matches!(notice, Notice::OpenSince { .. }));
        vec![Dialog::Notice(State { told, late })]
    }
}

fn must(notice: &Notice, counter: &Counter) -> Option<String> {
    let words = &counter.look.words;
    Some(match notice {
        Notice::TornTail { .. } => words.text("fault-restored-tail").into_owned(),
        Notice::DraftSold { number } => {
            words.format("notice-draft-sold", &[("number", number.to_string().into())])
        }
        Notice::DraftReturned { number } => {
            words.format("notice-draft-returned", &[("number", number.to_string().into())])
        }
        Notice::ClockBackwards { last } => {
            let last = format!(
                "{} {}",
                lang::date(words.lang(), last.date()),
                lang::time(last.time())
            );
            words.format("notice-clock", &[("last", last.into())])
        }
        Notice::OpenSince { date } => {
            let since = lang::date(words.lang(), *date);
            words.format("notice-open-since", &[("date", since.into())])
        }
        Notice::ZoneMissing { zone } => words.format("notice-zone", &[("zone", zone.into())]),
        Notice::LittleSpace { mib } => words.format("notice-space", &[("mib", (*mib).into())]),
        // Nothing that anybody at the counter has to do, or that the ticket does not show.
        Notice::CaughtUp { .. } | Notice::DraftRestored => return None,
    })
}

impl Part for State {
    const SCOPE: Scope = Scope::Notice;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::LATE, self.late)
    }

    fn command(&mut self, command: Command, _counter: &mut Counter) -> Option<Go> {
        if command == Command::CloseRegister {
            return Some(Go::Close);
        }
        matches!(command, Command::Back | Command::Confirm).then_some(Go::Back)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let columns = area.width.min(64);
        let mut lines = Vec::new();
        for told in &self.told {
            lines.push(String::new());
            lines.extend(wrap(told, columns.saturating_sub(4)));
        }
        let title = paper.look().words.text("notice-title");
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(3);
        let inside = paper.dialog(area, columns, rows, &title);
        for (y, line) in (inside.y..inside.bottom()).zip(&lines) {
            paper.text(inside.x, y, inside.width, line, Role::Text);
        }
        None
    }
}
