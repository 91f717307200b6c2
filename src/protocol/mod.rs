//! What till and hub say to each other: messages, versions, limits. Must never read a payload, touch a socket
//! or hold a key.
//!
//! Everything travels as JSON over HTTP, compressed with gzip both ways; `docs/protocol.md` tells it to
//! somebody who writes another client. Times are milliseconds since 1970 UTC, hashes are 64 hex digits, money
//! and quantities are decimals in strings.

pub mod answer;
pub mod enrol;
pub mod entry;
pub mod feed;
pub mod fetch;
pub mod hello;
pub mod limits;
pub mod paths;
pub mod ping;
pub mod pull;
pub mod push;
pub mod refused;
pub mod retry;
pub mod series;
pub mod verify;

use serde::{Deserialize, Serialize};

/// The versions of the protocol that this program speaks.
pub const SPOKEN: Versions = Versions { min: 1, max: 1 };

/// A range of versions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Versions {
    /// The oldest.
    pub min: u16,
    /// The newest.
    pub max: u16,
}

impl Versions {
    /// The newest version that both sides speak; none where one must be updated first.
    pub fn common(self, other: Versions) -> Option<u16> {
        let newest = self.max.min(other.max);
        (newest >= self.min.max(other.min)).then_some(newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_that_both_speak_is_chosen() {
        let spoken = |min, max| Versions { min, max };
        assert_eq!(spoken(1, 3).common(spoken(2, 5)), Some(3));
        assert_eq!(spoken(4, 5).common(spoken(1, 4)), Some(4));
        assert_eq!(spoken(1, 2).common(spoken(3, 4)), None);
        assert_eq!(spoken(3, 4).common(spoken(1, 2)), None);
    }
}
