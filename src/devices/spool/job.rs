//! A paper on its way to the printer, and what is told of it. Must never be printed twice without a person's
//! word.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::devices::layout::Layout;
use crate::devices::printer::Problem;
use crate::devices::settings::{Drawer, Printer, Via};

/// Which sort of paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Of a sale or a return; its number.
    Receipt,
    /// Again; its number.
    Copy,
    /// The shift so far; its number.
    X,
    /// A closing; its number.
    Z,
    /// For the shelf; how many.
    Labels,
    /// Whatever else; what it is called.
    Slip,
}

impl Kind {
    /// The message that names it, with `name` as its value.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Receipt => "print-receipt",
            Kind::Copy => "print-copy",
            Kind::X => "print-x",
            Kind::Z => "print-z",
            Kind::Labels => "print-labels",
            Kind::Slip => "print-slip",
        }
    }
}

/// What a paper is called in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// Which sort.
    pub kind: Kind,
    /// Which one of it.
    pub name: String,
}

impl Title {
    /// A title.
    pub fn new(kind: Kind, name: impl Into<String>) -> Title {
        Title {
            kind,
            name: name.into(),
        }
    }
}

/// How far a paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It waits.
    Queued,
    /// It is being sent.
    Printing,
    /// It cannot be sent, and is tried again and again.
    Stuck(Problem),
    /// It may have come out, or a part of it: a person says what to do.
    Unsure,
    /// It is out.
    Printed,
}

/// A paper as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its number in the spool.
    pub id: u64,
    /// What it is called.
    pub title: Title,
    /// Local time when it was handed over.
    pub at: DateTime,
    /// How far it is.
    pub state: State,
}

/// Everything the screens know of the printer, sent whole whenever it changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printing {
    /// How the printer is set up.
    pub printer: Printer,
    /// Papers that wait, in order, and the last few that came out.
    pub papers: Vec<Paper>,
    /// Why the drawer did not open the last time.
    pub drawer_problem: Option<Problem>,
}

impl Printing {
    /// Whether there is a printer at all.
    pub fn set_up(&self) -> bool {
        self.printer.via != Via::None
    }

    /// Whether a drawer hangs on it.
    pub fn drawer(&self) -> bool {
        self.set_up() && self.printer.drawer != Drawer::None
    }

    /// The last paper with that title.
    pub fn paper(&self, title: &Title) -> Option<&Paper> {
        self.papers.iter().rev().find(|paper| paper.title == *title)
    }

    /// What somebody should look after: a printer that is stuck, or a paper of which nobody knows.
    pub fn trouble(&self) -> Option<&Paper> {
        let troubled = |paper: &&Paper| matches!(paper.state, State::Stuck(_) | State::Unsure);
        self.papers.iter().find(troubled)
    }

    /// Papers that are not out yet.
    pub fn waiting(&self) -> usize {
        let waits = |paper: &&Paper| paper.state != State::Printed;
        self.papers.iter().filter(waits).count()
    }
}

/// A paper on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) id: u64,
    pub(super) title: Title,
    pub(super) at: DateTime,
    pub(super) paper: Layout,
    /// Whether bytes of it may have reached the printer.
    pub(super) begun: bool,
}
