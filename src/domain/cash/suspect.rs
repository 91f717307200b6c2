//! What would explain a difference at closing, as values. Must never be named unless it matches to the last
//! unit.

use jiff::civil::DateTime;

use super::record::CashMove;
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::domain::payment::Method;

/// What would explain the difference exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suspect {
    /// Keyed under one tender and paid with the other; the declared total differs by the same.
    Swapped {
        /// The ticket.
        number: DocumentNumber,
        /// As it was keyed.
        keyed: Method,
        /// As it was paid.
        paid: Method,
        /// How much.
        amount: Money,
    },
    /// Two sales of one amount shortly after each other: one of them may be no sale.
    Twice {
        /// The first.
        first: DocumentNumber,
        /// The second.
        second: DocumentNumber,
        /// What each came to.
        amount: Money,
    },
    /// Pieces of one face counted as another.
    Mistaken {
        /// How many.
        pieces: u64,
        /// As they were counted.
        counted: Money,
        /// What they may be.
        meant: Money,
    },
    /// The digits of a number of pieces, or of the sum, in the other order.
    Transposed {
        /// The face; none where it is the sum that was typed.
        face: Option<Money>,
        /// As it was typed.
        typed: String,
        /// As it may be.
        meant: String,
    },
    /// One piece too many or too few of a face.
    Piece {
        /// The face.
        face: Money,
        /// Whether one was counted that is not there.
        too_many: bool,
    },
    /// Cash handed over that was keyed as another note.
    Note {
        /// The ticket.
        number: DocumentNumber,
        /// As it was keyed.
        keyed: Money,
        /// What it may have been.
        meant: Money,
    },
    /// Change that was given twice, or not at all.
    Change {
        /// The ticket.
        number: DocumentNumber,
        /// The change.
        amount: Money,
        /// Whether it was given twice; else it was not given.
        twice: bool,
    },
    /// A ticket paid in cash whose cash is not there.
    Unpaid {
        /// The ticket.
        number: DocumentNumber,
        /// Its cash.
        amount: Money,
    },
    /// A ticket keyed under another tender that may have been paid in cash, or the other way round, where no
    /// declared total speaks for it.
    Keyed {
        /// The ticket.
        number: DocumentNumber,
        /// The tender it was keyed under.
        method: Method,
        /// How much.
        amount: Money,
    },
    /// A return whose cash was not given, or was given twice.
    Returned {
        /// The return.
        number: DocumentNumber,
        /// Its cash.
        amount: Money,
        /// Whether it was given twice.
        twice: bool,
    },
    /// A move that was recorded and not done, or done again and not recorded.
    Moved {
        /// Which way.
        what: CashMove,
        /// How much.
        amount: Money,
        /// When.
        time: DateTime,
        /// Whether it was done twice; else it was only recorded.
        twice: bool,
    },
    /// A move keyed the wrong way.
    Reversed {
        /// As it was keyed.
        what: CashMove,
        /// How much.
        amount: Money,
        /// When.
        time: DateTime,
    },
    /// An expense that was recorded and not paid from the drawer, or paid twice.
    Spent {
        /// Its category.
        category: String,
        /// How much.
        amount: Money,
        /// When.
        time: DateTime,
        /// Whether it was paid twice.
        twice: bool,
    },
}

impl Suspect {
    /// The word of files and JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Suspect::Swapped { .. } => "swapped",
            Suspect::Twice { .. } => "twice",
            Suspect::Mistaken { .. } => "mistaken",
            Suspect::Transposed { .. } => "transposed",
            Suspect::Piece { .. } => "piece",
            Suspect::Note { .. } => "note",
            Suspect::Change { .. } => "change",
            Suspect::Unpaid { .. } => "unpaid",
            Suspect::Keyed { .. } => "keyed",
            Suspect::Returned { .. } => "returned",
            Suspect::Moved { .. } => "moved",
            Suspect::Reversed { .. } => "reversed",
            Suspect::Spent { .. } => "spent",
        }
    }

    /// The ticket to look at, where it is one.
    pub fn document(&self) -> Option<&DocumentNumber> {
        match self {
            Suspect::Swapped { number, .. }
            | Suspect::Note { number, .. }
            | Suspect::Change { number, .. }
            | Suspect::Unpaid { number, .. }
            | Suspect::Keyed { number, .. }
            | Suspect::Twice { second: number, .. } => Some(number),
            _ => None,
        }
    }

    /// The likeliest first: what two figures speak for, then what happens every day.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Suspect::Swapped { .. } => 0,
            Suspect::Twice { .. } => 1,
            Suspect::Mistaken { .. } => 2,
            Suspect::Transposed { .. } => 3,
            Suspect::Reversed { .. } => 4,
            Suspect::Moved { .. } | Suspect::Spent { .. } => 5,
            Suspect::Change { .. } | Suspect::Returned { .. } => 6,
            Suspect::Note { .. } => 7,
            Suspect::Unpaid { .. } | Suspect::Keyed { .. } => 8,
            Suspect::Piece { .. } => 9,
        }
    }
}
