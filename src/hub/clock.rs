//! The clocks of a hub. Must never order anything: entries have places, rows have versions.

use std::time::Instant;

/// What a hub reads of time: a test may stand in for it.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 UTC.
    fn now(&self) -> i64;

    /// A moment, never before one that was given already.
    fn moment(&self) -> Instant;
}

/// The machine's own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Machine;

impl Clock for Machine {
    fn now(&self) -> i64 {
        super::now()
    }

    fn moment(&self) -> Instant {
        Instant::now()
    }
}
