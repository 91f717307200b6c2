//! Counting blind and closing the register. Must never show what is expected before the count is noted.

mod count;
mod declare;
mod settle;

use ratatui::layout::{Position, Rect};

use crate::devices::spool::State as Printing;
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::permission::{Approval, Permission};
use crate::domain::shift::Closing;
use crate::lang;
use crate::register::job::{ClosingAsked, Job};
use crate::register::reply::{Answer, Desk};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::{Before, Go};
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use count::Count;
use declare::Declare;
use settle::Settle;

/// Totals of other tenders, and money of other currencies.
type Totals = (Vec<(Method, Money)>, Vec<Money>);

/// The count and, once it is noted, what it is held against.
#[derive(Debug)]
pub struct State {
    count: Count,
    declare: Option<Declare>,
    settle: Option<Settle>,
    asked: Option<u64>,
    /// What somebody allowed, where whoever is signed in may not close alone.
    allowed: Option<Approval>,
}

/// An empty count.
pub fn open(counter: &mut Counter) -> State {
    State {
        count: Count::new(counter.desk.as_ref().map(|desk| desk.shop.currency)),
        declare: None,
        settle: None,
        asked: None,
        allowed: counter.take_approval(Permission::Register),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Close;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::READY, self.settle.is_some())
    }

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match (command, self.stage()) {
            (Command::Back, Stage::Count) => return Some(Go::Back),
            (Command::Back, Stage::Declare) => self.declare = None,
            (Command::Back, Stage::Settle) if self.settle.as_mut().is_some_and(Settle::back) => {}
            (Command::Back, Stage::Settle) => self.settle = None,
            (Command::BeforeClosing, _) => return Some(Go::Checklist(Before::Closing)),
            (Command::Recount, _) => {
                self.settle = None;
                self.declare = None;
            }
            (Command::Up, _) => self.step(-1),
            (Command::Down, _) => self.step(1),
            (Command::Receipt, Stage::Settle) => self.show_ticket(counter),
            (Command::Confirm, Stage::Count) if self.count.is_untouched() => {
                let told = counter.look.words.text("close-nothing-counted").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
            }
            (Command::Confirm, Stage::Count) => {
                self.declare = Declare::new(counter);
                if self.declare.is_none() {
                    self.ask_count(counter);
                }
            }
            (Command::Confirm, Stage::Declare) => self.ask_count(counter),
            (Command::Confirm, Stage::Settle) => {
                let settle = self.settle.as_mut();
                if settle.is_some_and(|settle| settle.confirm(counter)) {
                    return Some(self.ask_close(counter));
                }
            }
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.asked.is_none() {
            match (&mut self.settle, &mut self.declare) {
                (Some(settle), _) => settle.key(key),
                (None, Some(declare)) => declare.key(key),
                (None, None) => self.count.key(key),
            }
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Refused(said) if said.code == "needs-approval" => {
                if let Some(settle) = &mut self.settle {
                    settle.approval = None;
                }
            }
            Answer::Refused(said) if said.code == "permission-needed" && self.settle.is_none() => {
                return Some(Go::Allow {
                    then: Command::Confirm,
                    permission: Permission::Variance,
                    what: counter.look.words.text("close-again").into_owned(),
                });
            }
            Answer::Counted(reckoning) => {
                self.settle = Some(Settle::new(reckoning, counter));
                return Some(Go::Stay);
            }
            Answer::Closed(closing) => {
                counter.last_float = Some(Closing::clone(closing).next_float());
                let values = [("number", closing.number.into())];
                let told = counter.look.words.format("close-done", &values);
                counter.say(Role::Good, told);
            }
            _ => {}
        }
        None
    }

    fn field(&mut self) -> Option<&mut Field> {
        match (&mut self.settle, &mut self.declare) {
            (Some(settle), _) => settle.field(),
            (None, Some(declare)) => declare.field(),
            (None, None) => self.count.field(),
        }
    }

    fn on_scan(&self, counter: &Counter) -> OnScan {
        OnScan::Refuse(if counter.desk.is_some() {
            "scan-closing"
        } else {
            "scan-stopped"
        })
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let desk = counter.desk.as_ref()?;
        title(desk, counter, paper, area);
        // Every row counts in a small window.
        let roomy = area.height >= 18;
        let head = if roomy { 2 } else { 1 };
        if roomy {
            paper.rule(area.x, area.y + 1, area.width);
        }
        let before = before(desk, counter, area.width - 2);
        let foot = u16::try_from(before.len())
            .unwrap_or(0)
            .min(if roomy { 4 } else { 1 });
        let body = Rect {
            y: area.y + head,
            height: area.height - head - foot - u16::from(roomy),
            ..area
        };
        if roomy {
            paper.rule(area.x, body.bottom(), area.width);
        }
        for (y, (line, role)) in (area.bottom() - foot..area.bottom()).zip(&before) {
            paper.text(area.x + 1, y, area.width - 2, line, *role);
        }
        match (&self.settle, &self.declare) {
            (Some(settle), _) => settle.view(paper, body),
            (None, Some(declare)) => declare.view(paper, body),
            (None, None) => self.count.view(paper, body),
        }
    }
}

/// How far the closing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Count,
    Declare,
    Settle,
}

impl State {
    fn stage(&self) -> Stage {
        match (&self.settle, &self.declare) {
            (Some(_), _) => Stage::Settle,
            (None, Some(_)) => Stage::Declare,
            (None, None) => Stage::Count,
        }
    }

    fn step(&mut self, by: isize) {
        match (&mut self.settle, &mut self.declare) {
            (Some(settle), _) => settle.step(by),
            (None, Some(declare)) => declare.step(by),
            (None, None) => self.count.step(by),
        }
    }

    /// What is declared and counted beside the drawer; none where something typed is no amount, which is
    /// told.
    fn declared(&self, counter: &mut Counter) -> Option<Totals> {
        let typed = self.declare.as_ref().map(|declare| declare.totals(counter));
        match typed.unwrap_or_else(|| Ok(Totals::default())) {
            Ok(declared) => Some(declared),
            Err(said) => {
                counter.refuse(&said);
                None
            }
        }
    }

    fn ask_count(&mut self, counter: &mut Counter) {
        if let Some((declared, foreign)) = self.declared(counter) {
            let count = self.count.rows();
            let again = counter.take_approval(Permission::Variance);
            self.asked = Some(counter.ask(Job::Count {
                count,
                declared,
                foreign,
                allowed: self.allowed,
                again,
            }));
        }
    }

    /// Closes, once there is all that is needed: a reason, and somebody who may allow the variance.
    fn ask_close(&mut self, counter: &mut Counter) -> Go {
        let (Some((declared, foreign)), Some(settle)) = (self.declared(counter), &mut self.settle) else {
            return Go::Stay;
        };
        let kept = match settle.kept() {
            Ok(kept) => kept,
            Err(said) => {
                counter.refuse(&said);
                return Go::Stay;
            }
        };
        let Some(reason) = settle.reason(counter) else {
            return Go::Stay;
        };
        if let Some(what) = settle.unapproved(counter) {
            return Go::Allow {
                then: Command::Confirm,
                permission: Permission::Variance,
                what,
            };
        }
        let approval = settle.approval;
        let closing = ClosingAsked {
            count: self.count.rows(),
            declared,
            foreign,
            kept,
            reason,
        };
        let allowed = self.allowed;
        self.asked = Some(counter.ask(Job::CloseShift {
            closing,
            approval,
            allowed,
        }));
        Go::Stay
    }

    /// The ticket behind the likeliest explanation.
    fn show_ticket(&mut self, counter: &mut Counter) {
        match self.settle.as_ref().and_then(Settle::ticket) {
            Some(number) => drop(counter.ask(Job::Receipt(Some(number)))),
            None => counter.bell(),
        }
    }
}

/// Which shift is closed, as much of it as has room.
fn title(desk: &Desk, counter: &Counter, paper: &mut Paper<'_>, area: Rect) {
    let look = paper.look();
    let end = paper.text(
        area.x + 1,
        area.y,
        area.width - 2,
        &look.words.text("close-title"),
        Role::Title,
    );
    let Some(shift) = &desk.shift else {
        return;
    };
    let name = counter.colleague(shift.opened.by);
    let values = [
        ("shift", shift.opened.number.into()),
        ("time", lang::time(shift.opened.time.time()).into()),
        ("name", name.map_or("-", |person| person.name.as_str()).into()),
        ("amount", look.figure(shift.opened.float).into()),
    ];
    let whole = look.words.format("close-shift", &values);
    let short = look.words.format("close-shift-number", &values[..1]);
    let room = area.right().saturating_sub(end + 4);
    if let Some(told) = [whole, short].into_iter().find(|told| width(told) <= room) {
        let x = paper.text(end, area.y, 3, &format!(" {} ", look.glyphs.dot), Role::Dim);
        paper.text(x, area.y, room, &told, Role::Text);
    }
}

/// What should be thought of before closing, the most urgent first.
fn before(desk: &Desk, counter: &Counter, columns: u16) -> Vec<(String, Role)> {
    let look = &counter.look;
    let words = &look.words;
    let mut facts = Vec::new();
    if !counter.ticket.lines.is_empty() {
        facts.push(words.text("close-open-ticket").into_owned());
    }
    if !desk.parked.is_empty() {
        facts.push(words.format("close-parked", &[("count", desk.parked.len().into())]));
    }
    if let Some(shift) = &desk.shift
        && shift.opened.date < counter.at.local.date()
    {
        let since = lang::date(look.lang(), shift.opened.date);
        facts.push(words.format("close-since", &[("date", since.into())]));
    }
    if let Some(hub) = counter.hub().filter(|hub| hub.waiting > 0) {
        facts.push(words.format("close-waiting", &[("count", hub.waiting.into())]));
    }
    let stuck = counter.printing.papers.iter();
    let stuck = stuck.filter(|paper| matches!(paper.state, Printing::Stuck(_) | Printing::Unsure));
    match stuck.count() {
        0 => {}
        count => facts.push(words.format("close-stuck", &[("count", count.into())])),
    }
    facts.push(if counter.uncopied() == 0 {
        words.format("copies-count", &[("count", counter.copies().into())])
    } else {
        words.format("close-uncopied", &[("count", counter.uncopied().into())])
    });
    let joined = facts.join(&format!(" {} ", look.glyphs.dot));
    let whole = format!("{} {joined}", words.text("close-before"));
    // Where they do not stand together, each has a line, as far as there are lines.
    let facts = if width(&whole) <= columns {
        vec![whole]
    } else {
        facts
    };
    let mut lines: Vec<(String, Role)> = facts.into_iter().map(|fact| (fact, Role::Text)).collect();
    if !desk.recovery_confirmed && !desk.shop.demo {
        let told = wrap(&words.text("close-no-recovery"), columns);
        lines.extend(told.into_iter().map(|line| (line, Role::Warn)));
    }
    lines
}
