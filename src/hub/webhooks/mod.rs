//! What happened in a shop, told to addresses that somebody named. Must never lose an event, nor reach into
//! the network behind the hub.
//!
//! The happenings feed is the outbox: what an entry caused is in it by the transaction that stored the entry.
//! A pass of the task moves a webhook's place in the feed and notes what is to be sent, in one transaction;
//! what is noted is sent until it is taken or given up, each attempt on record.

mod address;
mod outbox;
mod rows;
mod send;
mod sign;
mod subscribe;
mod task;

pub use address::is_public;
pub use rows::{Attempt, Delivery, State, Webhook};
pub(super) use subscribe::{drop_one, log, make, replay, told};
pub(super) use task::run;

/// What a webhook may ask for.
pub const SORTS: [&str; 14] = [
    "sale",
    "return",
    "closing",
    "closing_differs",
    "stock_low",
    "stock_negative",
    "conflict",
    "conflict_resolved",
    "edit_replaced",
    "returned_twice",
    "credit_twice",
    "series_taken",
    "number_far",
    "same_person",
];
