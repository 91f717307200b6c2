//! What can be done next, what can come of it, and why nothing is. Must never decide which.

use crate::protocol::refused::Code;

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Do {
    /// Nothing before that moment; `u64::MAX` until somebody says something.
    Wait(u64),
    /// See whether the hub is there.
    Ping,
    /// Say where both stand.
    Hello,
    /// Send entries.
    Push {
        /// So many at most.
        most: usize,
        /// To be stored unread.
        opaque: bool,
    },
    /// Fetch entries of lives gone by that the journal lacks.
    TakeBack,
    /// Ask for numbers of the series that the shop's tills share.
    Lease,
    /// Fetch a page of rows.
    Pull,
}

/// What came of the step in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// No answer, or one that the hub did not sign.
    Unreached {
        /// Because it took too long.
        timed_out: bool,
    },
    /// The hub is there.
    Pong,
    /// Both know where they stand.
    Welcomed {
        /// Another till has taken this one's place: nothing is fetched any more.
        drain_only: bool,
    },
    /// A batch is at the hub.
    Pushed {
        /// Milliseconds that took.
        took: u64,
        /// Entries in it.
        entries: usize,
        /// Whether something of it comes back in the next page.
        news: bool,
    },
    /// Entries of a life gone by came, or there are none.
    GaveBack,
    /// A block of numbers came.
    Leased,
    /// A page came.
    Pulled {
        /// Whether it was the last.
        caught_up: bool,
        /// Whether it brought nothing.
        empty: bool,
    },
    /// The hub's answer does not fit what it said before: the two must say again where they stand.
    Unsure,
    /// A page is of other data than the hub had at the hello: the same.
    Doubted,
    /// The hub said no.
    Refused {
        /// Why.
        code: Code,
        /// Seconds after which to try again.
        retry_after: Option<u32>,
    },
}

/// Why nothing is done until somebody says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// The hub does not know the token any more.
    Withdrawn,
    /// One of both must be updated.
    Upgrade,
    /// The hub has another past than the till knows.
    HubFork,
    /// The hub holds other entries of this till than its journal.
    ChainFork,
    /// The hub has later numbers of the till's series than the till.
    SeriesBehind,
}
