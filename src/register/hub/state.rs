//! What the screens ask of the hub's side and are told of it. Must never carry a token or a key.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{Asked, EnrolRefusal, Mended};
use crate::domain::catalogue::Catalogue;
use crate::domain::customer::Directory;
use crate::domain::joined::Choice;
use crate::domain::money::Money;
use crate::domain::permission::Approval;
use crate::domain::staff::PersonId;
use crate::protocol::enrol::Enrolled;
use crate::protocol::feed::Conflict;
use crate::protocol::refused::Code;
use crate::sync::plan::Pause;
use crate::sync::transport::BadLine;
use crate::sync::{Missing, Outcome};

/// What the lamp shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lamp {
    /// The till has no hub.
    NotEnrolled,
    /// Everything is at the hub, and everything of the hub is here.
    Synced,
    /// Something is on its way.
    Syncing,
    /// The hub is not there.
    Offline,
    /// Nothing goes on until somebody does something.
    Paused,
}

/// What was met that was not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// The hub was not reached.
    Missing(Missing),
    /// The config says something of the line that cannot be.
    Line(BadLine),
    /// The hub is there and can do nothing for now.
    Refused(Code),
    /// The till could not read its own journal.
    Journal,
}

/// How the till stands with its hub. Comes unasked whenever it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncState {
    /// In one word.
    pub lamp: Lamp,
    /// Why nothing goes on.
    pub paused: Option<Pause>,
    /// What was met last that was not as it should be.
    pub why: Option<Met>,
    /// Entries that the hub does not have yet.
    pub waiting: u64,
    /// Entries that the hub holds and whose effect waits there for a person.
    pub failed: u64,
    /// Fields that two tills changed, still to be settled.
    pub conflicts: u64,
    /// Rows of the hub that could not be taken.
    pub bad_rows: u64,
    /// A long upload: so many of so many.
    pub sending: Option<(u64, u64)>,
    /// Rows still to fetch, while they are.
    pub fetching: Option<u64>,
    /// Whether the hub's rows were read to their end once.
    pub caught_up: bool,
    /// When the hub was heard last, by the till's clock.
    pub last_contact: Option<i64>,
    /// Since when it is not there, by the till's clock.
    pub offline_since: Option<i64>,
    /// Hub time minus the till's in milliseconds, where that is more than two minutes.
    pub skew: Option<i64>,
    /// Whether another till has taken this one's place: what is here is sent, nothing new is fetched.
    pub drain_only: bool,
    /// What was put right of late, after a disk was set back or copied.
    pub mended: Option<Mended>,
    /// When entries that wait at the hub were tried once more: done now, still waiting. Told once.
    pub retried: Option<(u64, u64)>,
    /// When somebody had it asked at once: whether it is there. Told once.
    pub asked: Option<bool>,
    /// Where the hub is; empty without one.
    pub url: String,
    /// What the shop is called there.
    pub shop: String,
}

impl SyncState {
    /// A lamp, and nothing else to tell.
    pub fn of(lamp: Lamp) -> SyncState {
        SyncState {
            lamp,
            paused: None,
            why: None,
            waiting: 0,
            failed: 0,
            conflicts: 0,
            bad_rows: 0,
            sending: None,
            fetching: None,
            caught_up: lamp != Lamp::NotEnrolled,
            last_contact: None,
            offline_since: None,
            skew: None,
            drain_only: false,
            mended: None,
            retried: None,
            asked: None,
            url: String::new(),
            shop: String::new(),
        }
    }
}

/// What became of an entry. Derived each time it is asked, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It waits.
    Pending,
    /// It is on its way.
    Syncing,
    /// The hub has it, since then by its clock where that is known.
    Synced(Option<i64>),
    /// The hub has it; its effect waits there, and why in one English sentence.
    Failed {
        /// For programs.
        reason: String,
        /// For people.
        message: String,
    },
}

/// Which entries are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those that the hub does not have: waiting or on their way.
    Waiting,
    /// Those that it has.
    Synced,
    /// Those whose effect waits there.
    Failed,
}

/// An entry in the queue's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// Ordinal of its life and its place there.
    pub at: (u16, u64),
    /// Its id.
    pub id: Uuid,
    /// Number of its kind.
    pub kind: u16,
    /// Name of its kind.
    pub name: &'static str,
    /// When it was made, by the till's clock.
    pub made: i64,
    /// What it is called where it has a name: a document's number, a product.
    pub subject: String,
    /// What it comes to, where it is about money.
    pub amount: Option<Money>,
    /// What became of it.
    pub status: Status,
}

/// A page of the queue, the newest entries first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Rows, so many at most as were asked for.
    pub rows: Vec<QueueRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<(u16, u64)>,
    /// Entries waiting, on their way, at the hub, failed.
    pub counts: [u64; 4],
}

/// What is asked about the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncJob {
    /// Something was heard. Only the thread between till and hub says so.
    Heard(Box<Outcome>),
    /// Goods were made anew. Only the thread that made them says so.
    Made(Made),
    /// How it stands, now.
    State,
    /// Do not wait.
    Now,
    /// Do not wait, and have the hub try the entries whose effect waits there once more.
    Retry,
    /// A page of the queue, from that place on downwards; none begins with the newest.
    Queue {
        /// Which.
        filter: Filter,
        /// Where to begin.
        before: Option<(u16, u64)>,
        /// Rows at most.
        limit: usize,
    },
    /// What two tills changed and nobody has settled.
    Conflicts,
    /// How much room is left on the till's disk.
    Room,
    /// Settle it.
    Resolve {
        /// Which.
        conflict: Uuid,
        /// Field by field.
        choices: BTreeMap<String, Choice>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Become known to a hub; answered when it has answered.
    Enrol {
        /// Where it is.
        url: String,
        /// Its one-time code, as typed.
        code: String,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// What the hub said to that. Only the thread that asked says so.
    Enrolled(PersonId, Box<(Asked, Result<Enrolled, EnrolRefusal>)>),
    /// Go on without the hub.
    Leave {
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
}

/// Goods as a thread behind the counter made them; none where it could not read them.
#[derive(Clone)]
pub struct Made(pub Option<Arc<Catalogue>>);

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Made({:?})", self.0.as_ref().map(|goods| goods.len()))
    }
}

impl PartialEq for Made {
    /// The very same ones.
    fn eq(&self, other: &Made) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }
}

impl Eq for Made {}

/// What came of it.
#[derive(Debug, Clone)]
pub enum SyncAnswer {
    /// How it stands. Comes unasked too.
    State(Box<SyncState>),
    /// A page of the queue.
    Queue(Queue),
    /// What nobody has settled.
    Conflicts(Vec<Conflict>),
    /// MiB left on the till's disk; none where that cannot be told.
    Room(Option<u64>),
    /// It is settled.
    Resolved(Uuid),
    /// The till is known to a hub.
    Joined(Box<SyncState>),
    /// It goes on without.
    Left,
    /// Other goods or customers than before. Comes unasked.
    Renewed {
        /// The goods, where they changed.
        catalogue: Option<Arc<Catalogue>>,
        /// The customers, where they changed.
        customers: Option<Arc<Directory>>,
    },
}
