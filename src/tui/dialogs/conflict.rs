//! One conflict, both versions side by side: one key for each answer, Enter settles it. Must never answer for
//! a person, nor hold up the rest of the shop.

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use crate::domain::joined::Choice;
use crate::domain::staff::PersonId;
use crate::protocol::feed::{Conflict, ConflictField};
use crate::register::hub::settles;
use crate::register::hub::state::{SyncAnswer, SyncJob};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::hub_words::{conflict as words_of, moment};
use crate::tui::key::Key;
use crate::tui::list::{Cell, Column, Line, List, Table};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Below so many columns values stand whole under the list.
const NARROW: u16 = 60;

/// The conflict and what was chosen so far.
#[derive(Debug)]
pub struct State {
    conflict: Conflict,
    /// Which of how many.
    place: (usize, usize),
    list: List,
    choices: BTreeMap<String, Choice>,
    /// Whether the next Enter settles it.
    sure: bool,
    asked: Option<u64>,
}

/// One of them.
pub fn open(conflict: Conflict, place: (usize, usize)) -> State {
    State {
        conflict,
        place,
        list: List::default(),
        choices: BTreeMap::new(),
        sure: false,
        asked: None,
    }
}

impl State {
    fn chosen(&self) -> Option<&ConflictField> {
        let fields = &self.conflict.fields;
        fields.get(self.list.chosen(fields.len())?)
    }

    fn unanswered(&self) -> Option<usize> {
        let mut fields = self.conflict.fields.iter();
        fields.position(|field| !self.choices.contains_key(&field.field))
    }

    /// Answers for the chosen field, and goes to one that has no answer yet.
    fn choose(&mut self, choice: Choice) {
        self.sure = false;
        let Some(field) = self.chosen().map(|field| field.field.clone()) else {
            return;
        };
        self.choices.insert(field, choice);
        if let Some(next) = self.unanswered() {
            self.list.choose(next);
        }
    }

    /// Settles it, once every field has its answer and Enter was pressed again.
    fn confirm(&mut self, counter: &mut Counter) {
        if self.asked.is_some() {
            return;
        }
        if let Some(missing) = self.unanswered() {
            self.list.choose(missing);
            let told = counter.look.words.text("conflict-choose").into_owned();
            counter.say(Role::Warn, told);
            return counter.bell();
        }
        if !self.sure {
            self.sure = true;
            let told = counter.look.words.text("conflict-sure").into_owned();
            return counter.say(Role::Warn, told);
        }
        let job = SyncJob::Resolve {
            conflict: self.conflict.id,
            choices: self.choices.clone(),
            approval: counter.take_approval(settles(self.conflict.kind)),
        };
        self.asked = Some(counter.ask(Job::Sync(job)));
    }

    fn line(&self, field: &ConflictField, counter: &Counter) -> Line {
        let words = &counter.look.words;
        let choice = self.choices.get(&field.field);
        let tone = |mine: Choice| match choice {
            None => Role::Warn,
            Some(choice) if *choice == mine => Role::Good,
            Some(_) => Role::Dim,
        };
        let answer = match choice {
            None => "conflict-open",
            Some(Choice::KeepLocal) => "conflict-till",
            Some(Choice::AcceptServer) => "conflict-hub",
        };
        vec![
            Cell::new(words_of::field(&field.field, words)),
            Cell::new(words_of::value(field, &field.local, words)).role(tone(Choice::KeepLocal)),
            Cell::new(words_of::value(field, &field.hub, words)).role(tone(Choice::AcceptServer)),
            Cell::new(words_of::value(field, &field.base, words)).role(Role::Dim),
            Cell::new(words.text(answer)),
        ]
    }

    /// What stands below the list: whose change it is, what counts meanwhile, the chosen field whole.
    fn below(&self, counter: &Counter, columns: u16) -> Vec<(String, Role)> {
        let words = &counter.look.words;
        let by = self.conflict.by.map(PersonId);
        let by = by
            .and_then(|id| counter.colleague(id))
            .map(|one| one.name.as_str());
        let values = [
            ("till", self.conflict.terminal_name.as_str().into()),
            ("name", by.unwrap_or("-").into()),
            ("when", moment(counter, self.conflict.at).into()),
        ];
        let told = format!(
            "{} {}",
            words.format("conflict-by", &values),
            words.text("conflict-meanwhile")
        );
        let mut lines: Vec<(String, Role)> = wrap(&told, columns)
            .into_iter()
            .map(|line| (line, Role::Text))
            .collect();
        if let Some(field) = self.chosen().filter(|_| columns + 2 < NARROW) {
            let values = [
                ("local", words_of::value(field, &field.local, words).into()),
                ("hub", words_of::value(field, &field.hub, words).into()),
            ];
            let whole = words.format("conflict-values", &values);
            lines.extend(
                wrap(&whole, columns)
                    .into_iter()
                    .take(2)
                    .map(|line| (line, Role::Strong)),
            );
        }
        lines
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Conflict;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::KeepLocal => self.choose(Choice::KeepLocal),
            Command::AcceptServer => self.choose(Choice::AcceptServer),
            Command::Confirm => self.confirm(counter),
            command => {
                let rows = self.conflict.fields.len();
                if !self.list.command(command, rows, rows) {
                    return None;
                }
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        let rows = self.conflict.fields.len();
        self.list.key(key, rows, rows);
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Sync(SyncAnswer::Resolved(_)) => {
                let told = counter.look.words.text("conflict-settled").into_owned();
                counter.say(Role::Good, told);
                Some(Go::Back)
            }
            _ => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let fields = &self.conflict.fields;
        let below = self.below(counter, area.width.saturating_sub(2));
        let foot = u16::try_from(below.len()).unwrap_or(0).min(area.height / 2);
        let list = Rect {
            height: area.height - foot,
            ..area
        };
        let till = words.format(
            "conflict-column-till",
            &[("till", self.conflict.terminal_name.as_str().into())],
        );
        let columns = [
            Column::text(words.text("conflict-column-field"), 8, 18),
            Column::text(till, 8, 24),
            Column::text(words.text("conflict-column-hub"), 8, 24),
            Column::text(words.text("conflict-column-base"), 8, 24).rank(1),
            Column::text(words.text("conflict-column-answer"), 5, 10),
        ];
        let values = [("at", self.place.0.into()), ("all", self.place.1.into())];
        let title = format!(
            "{} {} {}",
            words.format("conflict-title", &values),
            look.glyphs.dot,
            words_of::entity(&self.conflict, counter)
        );
        let row = |at: usize| fields.get(at).map(|field| self.line(field, counter));
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: fields.len(),
            all: fields.len(),
            filter: None,
            empty: "",
            row: &row,
        };
        self.list.view(&table, paper, list);
        for (y, (line, role)) in (list.bottom()..area.bottom()).zip(&below) {
            paper.text(area.x + 1, y, area.width - 2, line, *role);
        }
        None
    }
}
