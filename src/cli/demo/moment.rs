//! A moment of the demo's past as the till's clock counts it. Must never be the machine's own time.

use jiff::Zoned;

/// Milliseconds since 1970.
pub(super) fn millis(at: &Zoned) -> i64 {
    at.timestamp().as_millisecond()
}
