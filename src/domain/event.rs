//! The facts that the journal records, each kind with a number that never changes. Must never drop a kind:
//! journals written years ago are read by this file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::AccountPaid;
use super::cash::{CashMoved, ExpensePaid};
use super::customer::Customer;
use super::document::{Perpetual, Sale};
use super::drawer::DrawerOpened;
use super::edited::Edited;
use super::import_rows::ImportRow;
use super::joined::{ConflictResolved, HubJoined, HubLeft};
use super::parked::Parked;
use super::permission::Approved;
use super::refund::Refund;
use super::retold::{NumbersRaised, ToldAgain};
use super::shared::{NumbersLeased, NumbersVoided};
use super::shift::{Closing, CountTaken, ShiftOpened};
use super::shop::Shop;
use super::staff::{Person, PersonId, TakenOver};
use super::stock::{StockCountClosed, StockCounted, StockMoved};
use super::voided::Voided;

/// Through which door a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The screens.
    Till,
    /// A subcommand; `uid` is the system user who ran it.
    Cli {
        /// As the kernel says.
        uid: u32,
    },
}

/// What every entry carries beside what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Who did it; nobody before the first person exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// Through which door.
    pub via: Via,
    /// Version of the program that wrote it.
    pub app: String,
    /// What happened.
    pub event: Event,
}

/// Birth of a till: its shop, its first people, its series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founded {
    /// The shop's settings.
    pub shop: Shop,
    /// Prefix of the number series of this incarnation.
    pub series: String,
}

/// A new incarnation of the journal after a restore: same till, new series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incarnation {
    /// The incarnation before it.
    pub previous: Uuid,
    /// Last sequence known of it.
    pub previous_seq: u64,
    /// Its head hash there, in hex.
    pub previous_hash: String,
    /// Why: `restore`, or `fork` where the hub held another past.
    pub reason: String,
    /// Prefix of the new number series.
    pub series: String,
}

/// Rows of an import; they count only once the commit of the same batch is in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPart {
    /// The import.
    pub batch: Uuid,
    /// Rows as read from the file.
    pub rows: Vec<ImportRow>,
}

/// The moment at which an import counts, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCommitted {
    /// The import.
    pub batch: Uuid,
    /// Sequence of the first part; the parts of the batch lie between it and this entry.
    pub first_seq: u64,
    /// How many parts.
    pub parts: u64,
    /// How many rows in all.
    pub rows: u64,
    /// Name of the file, for the audit trail.
    pub source: String,
}

/// A backup that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    /// Last sequence in it.
    pub seq: u64,
    /// Size in bytes.
    pub bytes: u64,
}

/// What happened to the keys of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeysChanged {
    /// A slot was added; its sort.
    Added(String),
    /// A slot was removed; its sort.
    Removed(String),
    /// The recovery code was typed back.
    RecoveryConfirmed,
}

macro_rules! events {
    ($(#[doc = $doc:literal] $number:literal $name:ident($body:ty),)*) => {
        /// What happened.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Event {
            $(#[doc = $doc] $name($body),)*
        }

        impl Event {
            /// Number of the kind in the entry header; frozen.
            pub fn kind(&self) -> u16 {
                match self { $(Event::$name(_) => $number,)* }
            }

            /// Every kind this version knows: its number, its name and what it says.
            pub const KINDS: &[(u16, &str, &str)] = &[$(($number, stringify!($name), $doc)),*];

            /// Name of a kind, for reports of the audit; `None` for one this version does not know.
            pub fn kind_name(kind: u16) -> Option<&'static str> {
                Self::KINDS.iter().find(|(number, ..)| *number == kind).map(|(_, name, _)| *name)
            }
        }
    };
}

events! {
    /// The till was created.
    1 Founded(Founded),
    /// Shop settings changed; the whole of them.
    2 ShopChanged(Edited<Shop>),
    /// A person was added or changed.
    3 PersonSaved(Edited<Person>),
    /// The right PIN was typed.
    4 SignedIn(PersonId),
    /// A wrong PIN was typed.
    5 SignInFailed(PersonId),
    /// Somebody left the till.
    6 SignedOut(PersonId),
    /// Somebody with the right allowed something in place.
    7 Approved(Approved),
    /// Somebody else went on at a locked till.
    8 TakenOver(TakenOver),
    /// The register was opened.
    10 ShiftOpened(ShiftOpened),
    /// An X report was taken; the perpetual totals then.
    11 XTaken(Perpetual),
    /// The register was closed.
    12 ShiftClosed(Closing),
    /// The drawer was counted blind.
    13 CountTaken(CountTaken),
    /// A sale was paid.
    20 Sold(Sale),
    /// Goods came back and were paid back.
    21 Refunded(Refund),
    /// A line or a ticket was given up before it was paid.
    22 Voided(Voided),
    /// A ticket was put aside, to be paid later.
    23 Parked(Parked),
    /// The drawer was opened by hand.
    24 DrawerOpened(DrawerOpened),
    /// Cash was put into the drawer or taken out of it without a sale.
    25 CashMoved(CashMoved),
    /// The shop spent something.
    26 ExpensePaid(ExpensePaid),
    /// A part of an import.
    30 ImportPart(ImportPart),
    /// The import counts from here on.
    31 ImportCommitted(ImportCommitted),
    /// A product was created or changed at the counter.
    32 ProductSaved(ImportRow),
    /// Goods came, went or were put right.
    34 StockMoved(StockMoved),
    /// A part of a count of the shelves.
    35 StockCounted(StockCounted),
    /// A count of the shelves ended.
    36 StockCountClosed(StockCountClosed),
    /// A new incarnation began.
    40 IncarnationOpened(Incarnation),
    /// A backup was written and verified.
    41 BackupMade(BackupMade),
    /// The store was rebuilt from the journal.
    42 Rebuilt(u64),
    /// The keys of the store changed.
    43 KeysChanged(KeysChanged),
    /// A receipt was printed or shown again: its number and which copy it was.
    50 Reprinted((super::document::DocumentNumber, u64)),
    /// A customer was added or changed.
    60 CustomerSaved(Edited<Customer>),
    /// A customer paid on their account.
    61 AccountPaid(AccountPaid),
    /// A person settled what two tills had changed at once.
    70 ConflictResolved(ConflictResolved),
    /// The till became known to a hub.
    71 HubJoined(HubJoined),
    /// The till goes on without its hub.
    72 HubLeft(HubLeft),
    /// The entries after this one are of another life of the journal.
    73 ToldAgain(ToldAgain),
    /// A number series goes on after the numbers that the hub has seen of it.
    74 NumbersRaised(NumbersRaised),
    /// The hub gave the till a block of numbers of the series that the shop's tills share.
    75 NumbersLeased(NumbersLeased),
    /// Numbers of such a block were given up unused.
    76 NumbersVoided(NumbersVoided),
}

impl Event {
    /// Whether the trail of the shop tells it one by one. Ordinary sales, parts of an import and people who
    /// come and go are not told.
    pub fn is_told(&self) -> bool {
        match self {
            Event::Sold(sale) => sale.is_notable(),
            Event::ImportPart(_)
            | Event::Parked(_)
            | Event::ToldAgain(_)
            | Event::SignedIn(_)
            | Event::SignedOut(_)
            | Event::StockCounted(_) => false,
            _ => true,
        }
    }

    /// The business date that the entry itself names, if it names one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Event::Sold(sale) => Some(sale.date),
            Event::Parked(parked) => Some(parked.date),
            Event::AccountPaid(paid) => Some(paid.date),
            Event::Refunded(refund) => Some(refund.date),
            Event::CashMoved(moved) => Some(moved.date),
            Event::ExpensePaid(expense) => Some(expense.date),
            Event::StockMoved(moved) => Some(moved.date),
            Event::StockCounted(counted) => Some(counted.date),
            Event::StockCountClosed(closed) => Some(closed.date),
            Event::Voided(voided) => voided.date,
            Event::DrawerOpened(opened) => Some(opened.date),
            Event::ShiftOpened(opened) => Some(opened.date),
            Event::ShiftClosed(closing) => Some(closing.opened.date),
            _ => None,
        }
    }
}

/// An entry that this version of the program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry of kind {kind} version {version} is not readable by this version: {why}")]
pub struct Unreadable {
    /// Number of the kind.
    pub kind: u16,
    /// Its version.
    pub version: u16,
    /// What the reader met.
    pub why: String,
}

/// Version of every kind's payload that this program writes.
pub const KIND_VERSION: u16 = 1;

impl Fact {
    /// The payload of the entry: stored and sent as these bytes for ever, never serialised again.
    pub fn encode(&self) -> Vec<u8> {
        // A sale of twenty lines takes 5 KB: one allocation instead of six on the way to it.
        let mut payload = Vec::with_capacity(8 << 10);
        serde_json::to_writer(&mut payload, self).expect("a fact has no map with keys that are not strings");
        payload
    }

    /// Reads a payload back.
    pub fn decode(kind: u16, version: u16, payload: &[u8]) -> Result<Fact, Unreadable> {
        let unreadable = |why: String| Unreadable { kind, version, why };
        if version > KIND_VERSION {
            return Err(unreadable("a newer version wrote it".to_owned()));
        }
        // Looked at as a whole it is known for text sooner than string by string.
        let text = str::from_utf8(payload).map_err(|error| unreadable(error.to_string()))?;
        let fact: Fact = serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        if fact.event.kind() == kind {
            Ok(fact)
        } else {
            Err(unreadable("header and payload disagree".to_owned()))
        }
    }
}
