//! A question before something is given up: Enter does it, Esc leaves everything. Must never be answered by a
//! scan.

use ratatui::layout::{Position, Rect};

use crate::domain::parked::ParkedBrief;
use crate::domain::permission::Permission;
use crate::register::job::{CashJob, Job};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::{Go, Undo};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// What is asked.
#[derive(Debug)]
pub struct State {
    question: String,
    what: What,
}

/// What is given up.
#[derive(Debug)]
enum What {
    /// The ticket in hand.
    Ticket,
    /// A parked ticket.
    Parked(uuid::Uuid),
    /// A cash move or an expense, by its counter-entry.
    Cash(uuid::Uuid, Permission),
    /// Nothing: the register does that, and answers whoever waits below.
    Done(Box<Job>),
}

/// Whether the ticket shall be given up.
pub fn void_ticket(counter: &Counter) -> State {
    let amount = counter
        .priced
        .as_ref()
        .map(|priced| counter.look.money(priced.total));
    let values = [("amount", amount.unwrap_or_default().into())];
    State {
        question: counter.look.words.format("sale-void-ticket-ask", &values),
        what: What::Ticket,
    }
}

/// Whether the register shall do that.
pub fn first(question: String, job: Box<Job>) -> State {
    State {
        question,
        what: What::Done(job),
    }
}

/// Whether a parked ticket shall be given up.
pub fn void_parked(parked: &ParkedBrief, counter: &Counter) -> State {
    let values = [("amount", counter.look.money(parked.total).into())];
    State {
        question: counter.look.words.format("parked-void-ask", &values),
        what: What::Parked(parked.id),
    }
}

/// Whether a cash move or an expense shall be undone.
pub fn undo_cash(undo: Undo) -> State {
    State {
        question: undo.question,
        what: What::Cash(undo.id, undo.permission),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Ask;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Confirm => Some(self.give_up(counter)),
            Command::Back => Some(Go::Back),
            _ => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let inside = paper.dialog(area, 56, 5, "");
        for (y, line) in (inside.y + 1..inside.bottom()).zip(wrap(&self.question, inside.width)) {
            paper.text(inside.x, y, inside.width, &line, Role::Strong);
        }
        None
    }
}

impl State {
    fn give_up(&self, counter: &mut Counter) -> Go {
        let (go, told) = match &self.what {
            What::Done(job) => {
                counter.ask(Job::clone(job));
                return Go::Back;
            }
            What::Ticket => {
                counter.void_ticket();
                (Go::Sale { typed: String::new() }, "sale-ticket-void")
            }
            What::Parked(id) => {
                let approval = counter.take_approval(Permission::VoidTicket);
                counter.ask(Job::VoidParked { id: *id, approval });
                (Go::Back, "sale-ticket-void")
            }
            What::Cash(id, permission) => {
                let approval = counter.take_approval(*permission);
                counter.ask(Job::Cash(CashJob::Undo(*id), approval));
                (Go::Back, "cash-undoing")
            }
        };
        let told = counter.look.words.text(told).into_owned();
        counter.say(Role::Text, told);
        go
    }
}
