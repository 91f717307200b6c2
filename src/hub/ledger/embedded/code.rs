//! Values of the file as bytes. Must never change: files of years are read by this.

use serde_json::Value;
use uuid::Uuid;

use crate::hub::ledger::{Known, StoredEntry};

/// Bytes of an entry before its payload.
const ENTRY: usize = 16 + 16 + 2 + 2 + 8 + 8 + 8 + 32;

/// An entry without its key: terminal ‖ id ‖ kind ‖ version ‖ the three clocks ‖ hash ‖ payload.
pub(super) fn entry(entry: &StoredEntry) -> Vec<u8> {
    let mut out = Vec::with_capacity(ENTRY + entry.payload.len());
    out.extend_from_slice(entry.terminal.as_bytes());
    out.extend_from_slice(entry.id.as_bytes());
    out.extend_from_slice(&entry.kind.to_le_bytes());
    out.extend_from_slice(&entry.kind_version.to_le_bytes());
    out.extend_from_slice(&entry.at_wall.to_le_bytes());
    out.extend_from_slice(&entry.at_mono.to_le_bytes());
    out.extend_from_slice(&entry.clock_offset.to_le_bytes());
    out.extend_from_slice(&entry.hash);
    out.extend_from_slice(entry.payload.as_bytes());
    out
}

/// The entry of these bytes at that place; none where they are not one.
pub(super) fn read_entry(incarnation: Uuid, seq: u64, bytes: &[u8]) -> Option<StoredEntry> {
    let (head, payload) = bytes.split_at_checked(ENTRY)?;
    Some(StoredEntry {
        terminal: Uuid::from_bytes(part(head, 0)),
        incarnation,
        seq,
        id: Uuid::from_bytes(part(head, 16)),
        kind: u16::from_le_bytes(part(head, 32)),
        kind_version: u16::from_le_bytes(part(head, 34)),
        at_wall: i64::from_le_bytes(part(head, 36)),
        at_mono: u64::from_le_bytes(part(head, 44)),
        clock_offset: i64::from_le_bytes(part(head, 52)),
        hash: part(head, 60),
        payload: String::from_utf8(payload.to_vec()).ok()?,
    })
}

/// The hash alone.
pub(super) fn hash_of(bytes: &[u8]) -> Option<[u8; 32]> {
    (bytes.len() >= ENTRY).then(|| part(bytes, 60))
}

/// Where an id was seen first: incarnation ‖ place ‖ hash of the payload.
pub(super) fn known(known: &Known) -> Vec<u8> {
    let mut out = known.incarnation.as_bytes().to_vec();
    out.extend_from_slice(&known.seq.to_le_bytes());
    out.extend_from_slice(&known.payload);
    out
}

/// Reads it back.
pub(super) fn read_known(bytes: &[u8]) -> Option<Known> {
    (bytes.len() == 56).then(|| Known {
        incarnation: Uuid::from_bytes(part(bytes, 0)),
        seq: u64::from_le_bytes(part(bytes, 16)),
        payload: part(bytes, 24),
    })
}

/// A row: its version, 0 where no feed tells it, then its value in JSON; nothing where it is gone.
pub(super) fn row(version: Option<u64>, json: Option<&str>) -> Vec<u8> {
    let json = json.unwrap_or_default();
    let mut out = Vec::with_capacity(8 + json.len());
    out.extend_from_slice(&version.unwrap_or(0).to_le_bytes());
    out.extend_from_slice(json.as_bytes());
    out
}

/// The version and the value; none where the bytes are no row.
pub(super) fn read_row(bytes: &[u8]) -> Option<(u64, Option<Value>)> {
    let (version, value) = bytes.split_first_chunk::<8>()?;
    let value = match value {
        [] => None,
        // Looked at as a whole it is known for text sooner than string by string.
        value => Some(serde_json::from_str(str::from_utf8(value).ok()?).ok()?),
    };
    Some((u64::from_le_bytes(*version), value))
}

/// The version alone.
pub(super) fn version(bytes: &[u8]) -> Option<u64> {
    let (version, _) = bytes.split_first_chunk::<8>()?;
    Some(u64::from_le_bytes(*version))
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().expect("the length was looked at")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let stored = StoredEntry {
            terminal: Uuid::from_bytes([1; 16]),
            incarnation: Uuid::from_bytes([2; 16]),
            seq: 3,
            id: Uuid::from_bytes([4; 16]),
            kind: 5,
            kind_version: 6,
            at_wall: -7,
            at_mono: 8,
            clock_offset: -9,
            hash: [10; 32],
            payload: "{\"ñ\":1}".to_owned(),
        };
        let bytes = entry(&stored);
        assert_eq!(read_entry(stored.incarnation, 3, &bytes), Some(stored));
        assert_eq!(hash_of(&bytes), Some([10; 32]));
        assert_eq!(read_entry(Uuid::nil(), 1, &bytes[..50]), None);
        let seen = Known {
            incarnation: Uuid::from_bytes([1; 16]),
            seq: 2,
            payload: [3; 32],
        };
        assert_eq!(read_known(&known(&seen)), Some(seen));
        let value = serde_json::json!({"a": "b"});
        let bytes = row(Some(7), Some(&value.to_string()));
        assert_eq!((version(&bytes), version(b"short")), (Some(7), None));
        assert_eq!(read_row(&bytes), Some((7, Some(value))));
        assert_eq!(read_row(&row(Some(7), None)), Some((7, None)));
        assert_eq!(read_row(b"short"), None);
    }
}
