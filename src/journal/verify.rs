//! Full verification: order, links and hashes of every entry. Must never stop short and say it is fine.

use super::segment::{damaged, segment_path};
use super::{Cursor, Entry, Head, JournalError, Reader};
use crate::vault::chain::ORIGIN;

/// What a verification found to be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries seen, over all incarnations.
    pub entries: u64,
    /// The last of them.
    pub head: Head,
}

/// Walks every entry of every incarnation and checks sequence, links and hashes, showing each whole entry to
/// `each`. The error names the first that is not.
pub fn verify(reader: &Reader, mut each: impl FnMut(&Entry)) -> Result<Verified, JournalError> {
    let last = reader.shelf.last();
    let mut head = Head {
        identity: last.identity,
        cursor: Cursor {
            incarnation: last.ordinal,
            seq: 0,
        },
        hash: last.origin,
    };
    let mut entries = 0;
    // One chain runs through all incarnations: a new one links to the head of the one before.
    let (mut before, mut link) = (Cursor::START, ORIGIN);
    for entry in reader.all_entries() {
        let entry = entry?;
        if entry.prev_hash != link {
            let path = segment_path(
                &reader.shelf.dir,
                entry.cursor.incarnation,
                entry.position.segment(),
            );
            return Err(damaged(
                &path,
                entry.position.block(),
                before,
                "the entry does not link to the one before",
            ));
        }
        (before, link) = (entry.cursor, entry.hash);
        each(&entry);
        entries += 1;
        if entry.cursor.incarnation == last.ordinal {
            (head.cursor, head.hash) = (entry.cursor, entry.hash);
        }
    }
    Ok(Verified { entries, head })
}
