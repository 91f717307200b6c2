//! The screens: one file each, a closed set. Must never know each other: they say where to go by [`Go`].

pub mod change;
pub mod close;
pub mod open_register;
mod opening;
pub mod pay;
pub mod sale;
pub mod sign_in;

use ratatui::layout::{Position, Rect};

use crate::register::job::Job;
use crate::register::reply::Answer;

use super::command::{Command, Scope};
use super::counter::Counter;
use super::field::Field;
use super::flags::Flags;
use super::go::Go;
use super::key::Key;
use super::paper::Paper;

/// What stands on the whole terminal.
#[derive(Debug)]
pub enum Screen {
    /// The store is being opened.
    Opening,
    /// Who is it?
    SignIn(sign_in::State),
    /// The float.
    OpenRegister(open_register::State),
    /// The ticket.
    Sale(sale::State),
    /// The payment.
    Pay(pay::State),
    /// The change.
    Change(change::State),
    /// The count and the Z.
    Close(close::State),
    /// The disk or the store failed: this sentence, and nothing else works.
    Stopped(String),
}

/// What a scan does in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnScan {
    /// It goes to the ticket.
    Ticket,
    /// It is typed into the field.
    Text,
    /// It is refused with the bell and this message.
    Refuse(&'static str),
}

impl OnScan {
    /// What it does in a dialog with this answer over a screen with the other: only what both let through
    /// reaches the ticket.
    pub fn over(self, below: OnScan) -> OnScan {
        match self {
            OnScan::Ticket => below,
            own => own,
        }
    }
}

/// The screen to which the state of the till leads.
pub fn home(counter: &mut Counter) -> Screen {
    let Some(desk) = &counter.desk else {
        return Screen::Opening;
    };
    if desk.signed_in.is_none() {
        Screen::SignIn(sign_in::open(counter))
    } else if desk.shift.is_none() {
        Screen::OpenRegister(open_register::open(counter))
    } else {
        Screen::Sale(sale::open("", counter))
    }
}

/// Commands that mean the same on every screen that has them; none where nobody knows it.
pub fn anywhere(command: Command, counter: &mut Counter) -> Option<Go> {
    let job = match command {
        Command::Receipt => Job::Receipt(None),
        Command::XReport => Job::TakeX,
        Command::SignOut => Job::SignOut,
        Command::Explain => return Some(Go::Explain(None)),
        Command::CloseRegister => return Some(Go::Close),
        Command::NewProduct => return Some(Go::NewProduct { code: String::new() }),
        _ => return None,
    };
    counter.ask(job);
    Some(Go::Stay)
}

/// Where answers lead that no screen waits for.
pub fn reply_anywhere(answer: &Answer) -> Option<Go> {
    match answer {
        Answer::SignedIn(_) | Answer::SignedOut | Answer::ShiftOpened(_) => Some(Go::Home),
        Answer::Receipt(Some(sale)) => Some(Go::Receipt(sale.clone())),
        Answer::X(shift, totals) => Some(Go::XReport(shift.clone(), *totals)),
        Answer::Closed(closing) => Some(Go::ZReport(closing.clone())),
        _ => None,
    }
}

impl Screen {
    /// Its place in the table.
    pub fn scope(&self) -> Scope {
        match self {
            Screen::Opening => Scope::Opening,
            Screen::SignIn(_) => Scope::SignIn,
            Screen::OpenRegister(_) => Scope::OpenRegister,
            Screen::Sale(_) => Scope::Sale,
            Screen::Pay(_) => Scope::Pay,
            Screen::Change(_) => Scope::Change,
            Screen::Close(_) => Scope::Close,
            Screen::Stopped(_) => Scope::Stopped,
        }
    }

    /// What is the case on it.
    pub fn flags(&self, counter: &Counter) -> Flags {
        match self {
            Screen::SignIn(state) => state.flags(),
            Screen::OpenRegister(state) => state.flags(),
            Screen::Sale(state) => state.flags(),
            Screen::Pay(state) => state.flags(),
            Screen::Close(state) => state.flags(counter),
            Screen::Opening | Screen::Change(_) | Screen::Stopped(_) => Flags::NONE,
        }
    }

    /// Does a command; none where it does not know it.
    pub fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match self {
            Screen::SignIn(state) => state.command(command, counter),
            Screen::OpenRegister(state) => state.command(command, counter),
            Screen::Sale(state) => state.command(command, counter),
            Screen::Pay(state) => state.command(command, counter),
            Screen::Change(state) => state.command(command, counter),
            Screen::Close(state) => state.command(command, counter),
            Screen::Opening | Screen::Stopped(_) => None,
        }
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        match self {
            Screen::SignIn(state) => state.key(key, counter),
            Screen::OpenRegister(state) => state.key(key, counter),
            Screen::Sale(state) => state.key(key, counter),
            Screen::Pay(state) => state.key(key),
            Screen::Change(state) => state.key(key, counter),
            Screen::Close(state) => state.key(key, counter),
            Screen::Opening | Screen::Stopped(_) => Go::Stay,
        }
    }

    /// Takes the answer to a job; none where it is not its own.
    pub fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        match self {
            Screen::SignIn(state) => state.reply(id, answer, counter),
            Screen::OpenRegister(state) => state.reply(id, answer, counter),
            Screen::Sale(state) => state.reply(id, counter),
            Screen::Pay(state) => state.reply(id, answer, counter),
            Screen::Close(state) => state.reply(id, answer, counter),
            Screen::Opening | Screen::Change(_) | Screen::Stopped(_) => None,
        }
    }

    /// The field being typed in.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Screen::SignIn(state) => state.field(),
            Screen::OpenRegister(state) => state.field(),
            Screen::Sale(state) => Some(state.field()),
            Screen::Pay(state) => Some(state.field()),
            Screen::Close(state) => state.field(),
            Screen::Opening | Screen::Change(_) | Screen::Stopped(_) => None,
        }
    }

    /// What a scan does here.
    pub fn on_scan(&self, counter: &Counter) -> OnScan {
        match self {
            Screen::Sale(_) => OnScan::Ticket,
            Screen::Change(_) => OnScan::Ticket,
            Screen::Pay(state) => state.on_scan(),
            Screen::Opening | Screen::SignIn(_) => OnScan::Refuse("scan-sign-in"),
            Screen::OpenRegister(_) => OnScan::Refuse("open-first"),
            Screen::Close(_) if counter.desk.is_some() => OnScan::Refuse("scan-closing"),
            Screen::Close(_) | Screen::Stopped(_) => OnScan::Refuse("scan-stopped"),
        }
    }

    /// Draws it; gives where the cursor stands.
    pub fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        match self {
            Screen::Opening => opening::view(paper, area),
            Screen::Stopped(told) => opening::stopped(told, paper, area),
            Screen::SignIn(state) => state.view(counter, paper, area),
            Screen::OpenRegister(state) => state.view(counter, paper, area),
            Screen::Sale(state) => state.view(counter, paper, area),
            Screen::Pay(state) => state.view(counter, paper, area),
            Screen::Change(state) => state.view(counter, paper, area),
            Screen::Close(state) => state.view(counter, paper, area),
        }
    }
}
