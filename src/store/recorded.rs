//! A decoded entry of the journal, as the fold takes it. Must never be made from anything that is not
//! durable.

use std::fmt;

use uuid::Uuid;

use crate::domain::event::Fact;
use crate::domain::till::EntryMark;

/// One entry to fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Ordinal of its incarnation, from 1.
    pub ordinal: u16,
    /// Incarnation, sequence and wall clock.
    pub mark: EntryMark,
    /// Id of the entry.
    pub id: Uuid,
    /// Its place in the journal, packed: kept and given back, never interpreted.
    pub position: u64,
    /// What it says.
    pub fact: Fact,
}

impl Recorded {
    /// Its place in the order of entries.
    pub fn place(&self) -> Applied {
        Applied {
            ordinal: self.ordinal,
            seq: self.mark.seq,
        }
    }
}

/// How far the journal is folded: the last entry that counts. Ordered as the entries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Applied {
    /// Ordinal of the incarnation, from 1; 0 before the first entry.
    pub ordinal: u16,
    /// Sequence in it, from 1; 0 before the first entry.
    pub seq: u64,
}

impl Applied {
    /// Whether `next` is the very next entry: the following of the same incarnation, or the first of the
    /// next.
    pub fn precedes(self, next: Applied) -> bool {
        next == Applied {
            seq: self.seq + 1,
            ..self
        } || next
            == Applied {
                ordinal: self.ordinal.saturating_add(1),
                seq: 1,
            }
    }
}

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.ordinal, self.seq)
    }
}
