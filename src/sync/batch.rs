//! Entries out of the journal, a batch at a time, as they travel. Must never hold more than one unpacked.

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::packed::Packed;
use crate::journal::{Cursor, Entry, Hash, Identity, JournalError, Reader};
use crate::protocol::entry::WireEntry;
use crate::protocol::limits::BATCH_BYTES;
use crate::protocol::push::Push;
use crate::vault::chain::{Header, link};

/// Which entries: of which life, from where on and how far at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The life.
    pub(super) incarnation: Uuid,
    /// Its place among them.
    pub(super) ordinal: u16,
    /// The entry before the first.
    pub(super) after: u64,
    /// The last that there is.
    pub(super) last: u64,
    /// Whether the hub is to keep them unread.
    pub(super) opaque: bool,
}

/// Entries that follow on one another, ready to be sent.
#[derive(Debug)]
pub(super) struct Batch {
    /// How many.
    pub(super) entries: usize,
    /// The last of them.
    pub(super) last: u64,
    /// Its hash.
    pub(super) last_hash: Hash,
    /// The message.
    pub(super) body: Packed,
    from: Stretch,
    most: usize,
}

impl Batch {
    /// Whether it is what would be read now, but for entries that came since.
    pub(super) fn is(&self, wanted: &Stretch, most: usize) -> bool {
        let last = wanted.last;
        Stretch { last, ..self.from } == *wanted && self.most == most
    }
}

/// The journal, to be read while a till appends to it.
pub(super) struct Reading(pub(super) Reader);

impl Reading {
    /// The entry in that place.
    pub(super) fn entry(&mut self, ordinal: u16, seq: u64) -> Result<Option<Entry>, JournalError> {
        Ok(self.entries(ordinal, seq - 1, 1, seq)?.pop())
    }

    /// The next batch of a stretch, so many at most; none where the journal has nothing there.
    pub(super) fn batch(&mut self, from: Stretch, most: usize) -> Result<Option<Batch>, JournalError> {
        let entries = self.entries(from.ordinal, from.after, most, from.last)?;
        let (Some(first), Some(end)) = (entries.first(), entries.last()) else {
            return Ok(None);
        };
        let (count, last, last_hash) = (entries.len(), end.seq(), end.hash);
        let question = Push {
            incarnation: from.incarnation,
            prev_hash: HEXLOWER.encode(&first.prev_hash),
            entries: entries.into_iter().map(wired).collect(),
            opaque: from.opaque,
        };
        Ok(Some(Batch {
            entries: count,
            last,
            last_hash,
            body: Packed::of(&question),
            from,
            most,
        }))
    }

    /// Entries of a life after a place, so many at most and no further than `last`; as much as fits a batch.
    pub(super) fn entries(
        &mut self,
        ordinal: u16,
        after: u64,
        most: usize,
        last: u64,
    ) -> Result<Vec<Entry>, JournalError> {
        let found = gather(&self.0, ordinal, after, most, last)?;
        if !found.is_empty() || after >= last {
            return Ok(found);
        }
        // They may lie in a segment that was not there when the reader looked.
        self.0 = self.0.again()?;
        gather(&self.0, ordinal, after, most, last)
    }
}

fn gather(
    reader: &Reader,
    ordinal: u16,
    after: u64,
    most: usize,
    last: u64,
) -> Result<Vec<Entry>, JournalError> {
    let place = Cursor {
        incarnation: ordinal,
        seq: after,
    };
    let (mut found, mut bytes) = (Vec::new(), 0);
    for entry in reader.entries_after(place) {
        let entry = entry?;
        bytes += entry.payload.len();
        let over = !found.is_empty() && bytes > BATCH_BYTES;
        if over || entry.cursor.incarnation != ordinal || entry.seq() > last {
            break;
        }
        found.push(entry);
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// The hash of an entry of that till and life, after the one with the hash `before`.
pub fn hash_of(identity: &Identity, wire: &WireEntry, before: &Hash) -> Hash {
    let header = Header {
        terminal: identity.terminal,
        incarnation: identity.incarnation,
        seq: wire.seq,
        id: wire.id,
        kind: wire.kind,
        kind_version: wire.kind_version,
        length: u32::try_from(wire.payload.len()).unwrap_or(u32::MAX),
        at_wall: wire.at_wall,
        at_mono: wire.at_mono,
        clock_offset: wire.clock_offset,
    };
    link(&header.bytes(), before, wire.payload.as_bytes())
}

/// An entry as it travels.
pub(super) fn wired(entry: Entry) -> WireEntry {
    WireEntry {
        seq: entry.cursor.seq,
        id: entry.id,
        kind: entry.kind,
        kind_version: entry.kind_version,
        at_wall: entry.stamp.at_wall,
        at_mono: entry.stamp.at_mono,
        clock_offset: entry.stamp.clock_offset,
        // Written as JSON, which is UTF-8; anything else would be another hash, and the hub would say so.
        payload: String::from_utf8(entry.payload)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}
