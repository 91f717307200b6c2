//! The rows that only the hub reads, as they are kept. Must never lose a field that an older hub wrote: new
//! ones have a default.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::shift::Figures;

/// What the hub is: hub-wide, one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// For ever the same.
    pub hub: Uuid,
    /// Life of its data: another after each restore.
    pub epoch: Uuid,
    /// The lives before, the oldest first.
    #[serde(default)]
    pub past: Vec<Uuid>,
    /// Its public key, in hex: what every process of it must sign with.
    #[serde(default)]
    pub key: Option<String>,
}

/// A shop of this hub; hub-wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// What people call it.
    pub name: String,
    /// ISO 4217 code of its currency; none until its first till came.
    #[serde(default)]
    pub currency: Option<String>,
    /// When it was made.
    pub made_at: i64,
    /// How many enrolment codes were made for it.
    #[serde(default)]
    pub codes: u64,
}

/// An enrolment code; hub-wide, by the hash of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Which shop it is for.
    pub shop: Uuid,
    /// Which one of its shop it is, from 1 on; 0 for one of a hub that did not count them.
    #[serde(default)]
    pub number: u64,
    /// When it is worth nothing any more.
    pub expires_at: i64,
    /// The till that is replaced with it.
    #[serde(default)]
    pub replaces: Option<Uuid>,
    /// By whom it was used.
    #[serde(default)]
    pub used: Option<Used>,
}

/// Who used a code; the same one may ask again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// SHA-256 of the device's key.
    pub device: String,
    /// The till.
    pub terminal: Uuid,
}

/// A till's token; hub-wide, by the hash of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its shop.
    pub shop: Uuid,
    /// The till.
    pub terminal: Uuid,
}

/// A till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminal {
    /// What people call it.
    pub name: String,
    /// Prefix of its series.
    pub series: String,
    /// The life of its journal that it writes now.
    pub incarnation: Uuid,
    /// All of them that the hub has seen.
    pub lives: BTreeSet<Uuid>,
    /// Version of its program.
    pub app: String,
    /// When it became known.
    pub enrolled_at: i64,
    /// When it said hello last.
    pub seen_at: i64,
    /// Last entry on its disk, as it said then.
    pub last_seq: u64,
    /// SHA-256 of the code by which it became known last.
    #[serde(default)]
    pub code: String,
    /// Which of its shop's codes that was, counted as they were made: an older one changes nothing any more.
    #[serde(default)]
    pub code_number: u64,
    /// SHA-256 of its token.
    pub token: String,
    /// SHA-256 of the token that it was told to use instead, until it does.
    #[serde(default)]
    pub next_token: Option<String>,
    /// How many tokens it has been given since it was enrolled.
    #[serde(default)]
    pub turns: u32,
    /// May not come any more.
    #[serde(default)]
    pub revoked: bool,
    /// The till that has taken its place.
    #[serde(default)]
    pub replaced_by: Option<Uuid>,
    /// The tills whose place it has taken.
    #[serde(default)]
    pub replaced: Vec<Uuid>,
    /// Whether what it did before it had a hub is all up: its journal says here that it joined.
    #[serde(default)]
    pub joined: bool,
    /// Numbers of documents that it gave twice, since its disk was set back or copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twice: Vec<String>,
    /// Series of other tills in which it has written documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strays: Vec<String>,
    /// SHA-256 of the tokens of disks that were replaced by this one: they may still send what they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
    /// Whether its register is open: number and business date of the shift.
    #[serde(default)]
    pub shift: Option<(u64, Date)>,
}

/// A life of a till's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incarnation {
    /// The till.
    pub terminal: Uuid,
    /// Last entry that the hub holds.
    pub acked: u64,
    /// Its hash.
    pub head_hash: String,
    /// Last entry that a verified snapshot of the hub covers.
    #[serde(default)]
    pub durable: u64,
    /// Entries of it that wait.
    #[serde(default)]
    pub parked: u64,
    /// When it sent something last.
    #[serde(default)]
    pub sent_at: i64,
    /// The hash that its first entry follows on, where it goes on from another life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<String>,
    /// The life that it goes on from, and the last entry there that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<(Uuid, u64)>,
}

/// An entry whose effect waits; by incarnation and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The till.
    pub terminal: Uuid,
    /// Life of its journal.
    pub incarnation: Uuid,
    /// The place there.
    pub seq: u64,
    /// The entry.
    pub id: Uuid,
    /// What it is.
    pub kind: u16,
    /// Why, for programs.
    pub reason: String,
    /// Why, in one English sentence.
    pub message: String,
    /// When, by the hub's clock.
    pub at: i64,
}

/// A thing of which an entry waits; by its kind and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocked {
    /// The first of those that wait.
    pub first: String,
}

/// A series of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Whose it is; nobody's own where it is given out in blocks.
    #[serde(default)]
    pub terminal: Option<Uuid>,
    /// The number that comes next.
    pub next: u64,
}

/// A block of numbers, by the id of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Whose.
    pub terminal: Uuid,
    /// Which series.
    pub series: String,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// Sums of one hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hour {
    /// Number of sales.
    pub sales: u64,
    /// Σ of their totals, less what came back.
    pub total: Money,
}

/// Sums of a business day and a till, by date and till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Business date.
    pub date: Date,
    /// The till.
    pub terminal: Uuid,
    /// What an X says, over the day.
    pub figures: Figures,
    /// What the goods cost that were sold, where it is known.
    pub cost: Money,
    /// Net of the goods of which nobody knows the cost.
    pub uncosted: Money,
    /// By hour of the counter's clock.
    pub hours: BTreeMap<u8, Hour>,
}

/// Sums of a shift as the hub saw its entries, by incarnation and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The place of its opening; 0 where the hub has not seen it.
    pub from_seq: u64,
    /// What went through it.
    pub figures: Figures,
}

/// A document, by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity of the sale or the return.
    pub id: Uuid,
    /// `sale` or `return`.
    pub sort: String,
    /// Which till wrote it.
    pub terminal: Uuid,
    /// In which life of its journal.
    pub incarnation: Uuid,
    /// Its place there.
    pub seq: u64,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who bought, where somebody said so.
    #[serde(default)]
    pub customer: Option<Uuid>,
    /// What the document says.
    pub total: Money,
    /// Quantities, line by line.
    pub lines: Vec<Quantity>,
}

/// What came back of a document, by its number: kept apart, since a return may be known before its sale.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Returned {
    /// By line, over all returns.
    pub lines: BTreeMap<u32, Quantity>,
}

/// A note of store credit, by the number of the return that it was given for. It may be spent before the hub
/// knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The return that it was given for, as far as it is known: what the code on the note is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Uuid>,
    /// What it was worth; 0 while nobody knows.
    pub issued: Money,
    /// What is left of it; below 0 where it was spent twice.
    pub left: Money,
}

/// Who of the shop's people is called so, by role and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The person.
    pub person: Uuid,
    /// The till that made them known.
    pub terminal: Uuid,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What, as the event is called.
    pub sort: String,
    /// When the hub learned of it.
    pub at: i64,
    /// What people call the till whose entry showed it.
    pub terminal_name: String,
    /// As the event tells it.
    pub data: Value,
}

/// A closing, by till, incarnation and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Which till wrote it.
    pub terminal: Uuid,
    /// In which life of its journal.
    pub incarnation: Uuid,
    /// Its place there.
    pub seq: u64,
    /// The entry.
    pub id: Uuid,
    /// As the till recorded it.
    pub closing: Value,
    /// What the hub has seen otherwise; empty where both agree.
    #[serde(default)]
    pub differs: Vec<Difference>,
}

/// A figure of a closing that the hub's documents do not come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which.
    pub figure: String,
    /// What the till says.
    pub till: String,
    /// What the hub's documents come to.
    pub hub: String,
}

/// What was moved of a product whose making was not heard yet: its till was not, or not again since the hub
/// was set back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Early {
    /// All of it, as long as there was no level to move.
    pub moved: Quantity,
    /// What was moved since somebody counted or took it in, if anybody did: a product of which nobody says
    /// how much there is has a level from then on.
    #[serde(default)]
    pub begun: Option<Quantity>,
}

impl Default for Early {
    fn default() -> Early {
        Early {
            moved: Quantity::ZERO,
            begun: None,
        }
    }
}
