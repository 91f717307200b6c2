//! Opening the register with a float. Must never sell, nor take a business date that nobody confirmed.

use jiff::civil::Date;
use ratatui::layout::{Position, Rect};

use crate::domain::decide::register::is_doubtful;
use crate::domain::money::Money;
use crate::domain::permission::Permission;
use crate::lang;
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

/// The float and, where the clock cannot be believed, the business date.
#[derive(Debug)]
pub struct State {
    float: Field,
    date: Option<Field>,
    on_date: bool,
    asked: Option<u64>,
}

/// The float; the business date too where the clock cannot be believed.
pub fn open(counter: &mut Counter) -> State {
    State {
        float: Field::new(14),
        date: is_doubtful(last_date(counter), counter.at.local.date()).then(|| proposed(counter)),
        on_date: false,
        asked: None,
    }
}

fn last_date(counter: &Counter) -> Option<Date> {
    counter.desk.as_ref().and_then(|desk| desk.last_date)
}

/// The later of what the clock says and the last business day.
fn proposed(counter: &Counter) -> Field {
    let today = counter.at.local.date();
    date_field(last_date(counter).map_or(today, |last| last.max(today)))
}

/// A date as it is typed: the same in every language, so that day and month cannot be mistaken.
fn date_field(date: Date) -> Field {
    Field::new(10).with(&date.to_string())
}

impl Part for State {
    const SCOPE: Scope = Scope::OpenRegister;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::TYPED, !self.float.is_empty())
    }

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back if self.on_date => self.on_date = false,
            Command::Back if !self.float.is_empty() => self.float.clear(),
            Command::Back => drop(counter.ask(Job::SignOut)),
            Command::Up => self.on_date = false,
            Command::Down => self.on_date = self.date.is_some(),
            Command::Confirm => self.confirm(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::ShiftOpened(opened) => {
                let amount = counter.look.money(opened.float);
                let values = [("amount", amount.into()), ("shift", opened.number.into())];
                let told = counter.look.words.format("open-done", &values);
                counter.say(Role::Good, told);
            }
            Answer::Refused(said) if said.code == "permission-needed" => {
                return Some(Go::Allow {
                    then: Command::Confirm,
                    permission: Permission::Register,
                    what: counter.look.words.text("open-title").into_owned(),
                });
            }
            Answer::Refused(said)
                if ["date-backwards", "date-doubtful"].contains(&said.code) && self.date.is_none() =>
            {
                self.date = Some(proposed(counter));
                self.on_date = true;
            }
            _ => {}
        }
        None
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.date {
            Some(date) if self.on_date => Some(date),
            _ => Some(&mut self.float),
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("open-first")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let block = area.width.saturating_sub(4).min(56);
        let x = area.x + (area.width - block) / 2;
        let mut y = area.y + area.height.saturating_sub(8) / 3;
        paper.text(x, y, block, &words.text("open-title"), Role::Title);
        y += 2;
        let today = lang::date(look.lang(), counter.at.local.date());
        let label = [words.text("open-date"), words.text("open-float")];
        let column = x + label.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        let room = (x + block).saturating_sub(column);
        let cursor = |field: &Field, y: u16| {
            let before = u16::try_from(field.cursor()).unwrap_or(0);
            Position::new(column + before.min(room.saturating_sub(1)), y)
        };
        paper.text(x, y, block, &label[1], Role::Text);
        let hint = counter.last_float.filter(|_| self.float.is_empty());
        match hint {
            Some(last) => paper.text(column, y, room, &look.figure(last), Role::Dim),
            None => paper.text(column, y, room, self.float.text(), Role::Strong),
        };
        let mut at = cursor(&self.float, y);
        y += 1;
        paper.text(x, y, block, &label[0], Role::Text);
        match &self.date {
            Some(date) => {
                paper.text(column, y, room, date.text(), Role::Strong);
                if self.on_date {
                    at = cursor(date, y);
                }
            }
            None => drop(paper.text(column, y, room, &today, Role::Text)),
        }
        y += 2;
        for line in self.told(counter, block) {
            if y < area.bottom() {
                paper.text(x, y, block, &line.0, line.1);
            }
            y += 1;
        }
        Some(at)
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) {
        let float = match self.typed_float(counter) {
            Ok(float) => float,
            Err(said) => {
                self.on_date = false;
                return counter.refuse(&said);
            }
        };
        if self.date.is_some() && !self.on_date {
            self.on_date = true;
            return;
        }
        let confirmed_date = match self.date.as_ref().map(|field| typed_date(field.text())) {
            Some(None) => {
                let told = counter.look.words.text("open-bad-date").into_owned();
                counter.say(Role::Bad, told);
                return counter.bell();
            }
            Some(date) => date,
            None => None,
        };
        let approval = counter.take_approval(Permission::Register);
        self.asked = Some(counter.ask(Job::OpenShift {
            float,
            confirmed_date,
            approval,
        }));
    }

    /// The float as typed; an empty field means the one suggested.
    fn typed_float(&self, counter: &Counter) -> Result<Money, Said> {
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        let currency = currency.expect("the register is opened in a shop");
        match (self.float.text().trim(), counter.last_float) {
            ("", Some(last)) => Ok(last),
            (text, _) => typing::money(text, currency),
        }
    }

    /// What the person should know: what Enter takes, and why the date is asked for.
    fn told(&self, counter: &Counter, columns: u16) -> Vec<(String, Role)> {
        let words = &counter.look.words;
        let mut told = Vec::new();
        if let Some(last) = counter.last_float.filter(|_| self.float.is_empty()) {
            let amount = counter.look.money(last);
            let suggested = words.format("open-last-float", &[("amount", amount.into())]);
            told.extend(
                wrap(&suggested, columns)
                    .into_iter()
                    .map(|line| (line, Role::Dim)),
            );
        }
        if self.date.is_some() {
            let today = counter.at.local.date();
            let behind = last_date(counter).is_some_and(|last| today < last);
            let values = [("today", lang::date(counter.look.lang(), today).into())];
            let doubt = match behind {
                true => words.format("open-clock-behind", &values),
                false => words.format("open-clock-doubtful", &values),
            };
            told.extend(wrap(&doubt, columns).into_iter().map(|line| (line, Role::Warn)));
        }
        told
    }
}

/// `2026-11-20`, or `20/11/2026`.
fn typed_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split('/').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.ok().filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_is_typed_in_two_ways() {
        let day = Some(date(2026, 11, 20));
        assert_eq!(typed_date("2026-11-20"), day);
        assert_eq!(typed_date(" 20/11/2026 "), day);
        for wrong in ["", "20/11", "31/02/2026", "11/20/2026", "20/11/2026/1", "x"] {
            assert_eq!(typed_date(wrong), None, "{wrong}");
        }
    }
}
