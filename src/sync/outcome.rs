//! What the register is told of the hub. Must never hold more than one batch or page.

use uuid::Uuid;

use super::missing::Missing;
use super::plan::Pause;
use crate::protocol::fetch::Fetched;
use crate::protocol::hello::Welcome;
use crate::protocol::pull::Pulled;
use crate::protocol::push::Pushed;
use crate::protocol::refused::Code;
use crate::protocol::retry::Retried;
use crate::protocol::series::Leased;

/// One thing that was heard, and how the line stands after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What.
    pub what: What,
    /// How the line stands.
    pub standing: Standing,
}

/// How the line to the hub stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Whether the hub is there; none before anybody looked.
    pub reached: Option<bool>,
    /// Why nothing goes on until somebody says so.
    pub paused: Option<Pause>,
    /// Entries on their way: ordinal of the life, first and last.
    pub in_flight: Option<(u16, u64, u64)>,
    /// Whether rows are being fetched.
    pub fetching: bool,
    /// Rows still to fetch, as far as is known.
    pub rows_left: u64,
    /// Whether another till has taken this one's place.
    pub drain_only: bool,
    /// Hub time minus the till's, in milliseconds, as last measured.
    pub offset: Option<i64>,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Nothing from the hub, and why.
    Missed(Missing),
    /// The hub is there.
    There,
    /// Where both stand.
    Welcomed(Box<Welcome>),
    /// Entries are about to be sent.
    Sending,
    /// They are at the hub.
    Sent {
        /// The life of the journal that they are of.
        life: (u16, Uuid),
        /// The first that was sent.
        from: u64,
        /// What the hub said.
        pushed: Box<Pushed>,
    },
    /// A page of rows.
    Fetched(Box<Pulled>),
    /// Entries of the till that its own journal has lost, the next ones after its end.
    Lost(Box<Fetched>),
    /// The hub has another past of a life: its ordinal, and the last entry that both have alike.
    Parted((u16, u64)),
    /// Entries of a life gone by that the journal lacks; which life, and whether these were the last.
    Back(Uuid, Box<Fetched>, bool),
    /// A block of numbers, and the request that it answers.
    Leased(Uuid, Box<Leased>),
    /// The hub gives none of the numbers that were asked for.
    NoNumbers(Code),
    /// Entries that waited were tried once more.
    Retried(Box<Retried>),
    /// The rows must be read from the start.
    FromStart,
    /// The hub said no.
    Refused {
        /// Why.
        code: Code,
        /// In one English sentence.
        message: String,
    },
    /// The till's own journal could not be read.
    Unreadable(String),
}
