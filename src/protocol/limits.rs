//! What fits into one message. Must never be more on the till's side than on the hub's.

/// Entries in one batch at most.
pub const BATCH_ENTRIES: usize = 500;
/// Bytes of payload in one batch at most; a single entry may be larger.
pub const BATCH_BYTES: usize = 1 << 20;
/// Bytes of one payload at most. A part of an import is the largest that a till writes.
pub const ENTRY_BYTES: usize = 1 << 20;
/// Bytes of a body after decompression that the hub takes.
pub const BODY_BYTES: usize = 4 << 20;
/// Bytes of an answer after decompression that a till takes.
pub const ANSWER_BYTES: usize = 8 << 20;
/// Rows of one page of a pull at most.
pub const PAGE_ROWS: usize = 500;
/// Entries whose digest one question asks for at most.
pub const CHECKED_ENTRIES: u64 = 2_000;
/// Shifts, closings and days whose sums one question asks for at most.
pub const CHECKED_SUMS: usize = 100;
/// Parked entries and the like that one answer lists at most.
pub const LISTED: usize = 1_000;
