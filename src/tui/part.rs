//! What every screen and dialog is to the rest: a place that takes commands, keys, scans and answers, and
//! draws itself. Must never be a `dyn`: screens and dialogs are closed sets, and `parts!` writes them out.

use ratatui::layout::{Position, Rect};

use crate::register::reply::Answer;

use super::command::{Command, Scope};
use super::counter::Counter;
use super::field::Field;
use super::flags::Flags;
use super::go::Go;
use super::key::Key;
use super::paper::Paper;

/// What a scan does in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnScan {
    /// It goes to the ticket.
    Ticket,
    /// It is typed into the field.
    Text,
    /// The place takes it by [`Part::scan`].
    Own,
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

/// A screen or a dialog.
pub trait Part {
    /// Its place in the command table.
    const SCOPE: Scope;

    /// What is the case in it, besides that it waits.
    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::NONE
    }

    /// Whether the register has been asked and has not answered yet.
    fn waiting(&self) -> bool {
        false
    }

    /// Whether it covers all that lies below it: a page, not a box.
    fn covers(&self) -> bool {
        false
    }

    /// Does a command; none where it does not know it.
    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go>;

    /// Takes a key that is no command: it is typed, except while it waits.
    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if !self.waiting()
            && let Some(field) = self.field()
        {
            field.key(key);
        }
        Go::Stay
    }

    /// Takes a scanned code, where [`Part::on_scan`] says [`OnScan::Own`].
    fn scan(&mut self, _code: &str, _counter: &mut Counter) -> Go {
        Go::Stay
    }

    /// Takes the answer to a job; none where it is not its own.
    fn reply(&mut self, _id: u64, _answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        None
    }

    /// The field being typed in.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// What a scan does here.
    fn on_scan(&self, counter: &Counter) -> OnScan;

    /// Draws it; gives where the cursor stands.
    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position>;
}

/// Writes out a closed set of parts: the enum, and each method of [`Part`] by its variants.
macro_rules! parts {
    ($(#[$about:meta])* $set:ident { $($(#[$doc:meta])* $name:ident($state:ty),)* }) => {
        $(#[$about])*
        #[derive(Debug)]
        pub enum $set {
            $($(#[$doc])* $name($state),)*
        }

        impl $set {
            /// Its place in the table.
            pub fn scope(&self) -> $crate::tui::command::Scope {
                match self { $($set::$name(_) => <$state as $crate::tui::part::Part>::SCOPE,)* }
            }

            /// What is the case in it.
            pub fn flags(&self, counter: &$crate::tui::counter::Counter) -> $crate::tui::flags::Flags {
                use $crate::tui::{flags::Flags, part::Part};
                match self {
                    $($set::$name(state) => {
                        Part::flags(state, counter).and(Flags::when(Flags::WAITING, Part::waiting(state)))
                    })*
                }
            }

            /// Whether it covers all that lies below it.
            pub fn covers(&self) -> bool {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::covers(state),)*
                }
            }

            /// Does a command; none where it does not know it.
            pub fn command(
                &mut self,
                command: $crate::tui::command::Command,
                counter: &mut $crate::tui::counter::Counter,
            ) -> Option<$crate::tui::go::Go> {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::command(state, command, counter),)*
                }
            }

            /// Takes a key that is no command.
            pub fn key(
                &mut self,
                key: $crate::tui::key::Key,
                counter: &mut $crate::tui::counter::Counter,
            ) -> $crate::tui::go::Go {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::key(state, key, counter),)*
                }
            }

            /// Takes a scanned code, where it says that it does.
            pub fn scan(
                &mut self,
                code: &str,
                counter: &mut $crate::tui::counter::Counter,
            ) -> $crate::tui::go::Go {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::scan(state, code, counter),)*
                }
            }

            /// Takes the answer to a job; none where it is not its own.
            pub fn reply(
                &mut self,
                id: u64,
                answer: &$crate::register::reply::Answer,
                counter: &mut $crate::tui::counter::Counter,
            ) -> Option<$crate::tui::go::Go> {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::reply(state, id, answer, counter),)*
                }
            }

            /// The field being typed in.
            pub fn field(&mut self) -> Option<&mut $crate::tui::field::Field> {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::field(state),)*
                }
            }

            /// What a scan does here.
            pub fn on_scan(&self, counter: &$crate::tui::counter::Counter) -> $crate::tui::part::OnScan {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::on_scan(state, counter),)*
                }
            }

            /// Draws it; gives where the cursor stands.
            pub fn view(
                &self,
                counter: &$crate::tui::counter::Counter,
                paper: &mut $crate::tui::paper::Paper<'_>,
                area: ratatui::layout::Rect,
            ) -> Option<ratatui::layout::Position> {
                match self {
                    $($set::$name(state) => $crate::tui::part::Part::view(state, counter, paper, area),)*
                }
            }
        }
    };
}

pub(in crate::tui) use parts;
