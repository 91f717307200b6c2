//! What comes to the model: keys, scans, answers, the clock. Must never be read anywhere but in the inbox.

use std::sync::Arc;

use jiff::civil::DateTime;
use uuid::{Builder, Uuid};

use crate::domain::search::Index;
use crate::register::reply::Reply;

use super::key::Key;

/// The moment of an input, taken where it arrived, so that the model needs no clock and no dice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub wall: i64,
    /// Local time of the counter.
    pub local: DateTime,
    /// Random bytes, for an id that may be needed.
    pub random: [u8; 10],
}

impl Moment {
    /// A UUIDv7 of this moment.
    pub fn id(&self) -> Uuid {
        let millis = u64::try_from(self.wall).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.random).into_uuid()
    }
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A burst of characters too fast for fingers, ended by Enter. Whether it is a scan depends on its code.
    Burst {
        /// The characters as they came.
        raw: String,
        /// The characters without the configured prefix and suffix.
        code: String,
        /// Whether it came with the configured prefix, and so is a scan for certain.
        certain: bool,
        /// How many characters of `raw` were already given as keys.
        typed: usize,
    },
    /// Text pasted by the terminal.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// The register answered.
    Reply(Box<Reply>),
    /// The search index that was asked for.
    IndexReady(Arc<Index>),
    /// A minute has passed.
    Tick,
    /// The machine asks the program to end.
    Stop,
}
