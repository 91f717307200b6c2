//! Versions and digests for what a decision changed, the same for every ledger. Must never give a version
//! twice or leave one out.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Changes, Feed, Key, Kind, Loaded, StoredEntry};

/// Where a feed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The version of its last change; 0 for none.
    pub v: u64,
    /// What the whole past of the feed comes to: another past has another digest.
    pub digest: [u8; 32],
}

/// What a ledger writes: all of it or nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// New entries.
    pub entries: Vec<StoredEntry>,
    /// Rows with their version, where a feed tells them, in JSON; a row that goes has no value, and goes for
    /// good where no feed tells it.
    pub rows: Vec<(Key, Option<u64>, Option<String>)>,
    /// The feeds that moved.
    pub heads: BTreeMap<Feed, Head>,
}

/// Gives each changed row that a feed tells the next version of its feed, in order of keys, and notes where
/// each feed that moved stands then ([`Kind::Mark`]).
pub fn write(loaded: &Loaded, changes: Changes) -> Written {
    let mut written = Written {
        entries: changes.entries,
        ..Written::default()
    };
    let rows = changes.rows.into_iter();
    let rows = rows.map(|(key, value)| (key, value.map(|value| value.to_string())));
    let told = changes.told.into_iter().map(|(key, json)| (key, Some(json)));
    for (key, value) in rows.chain(told) {
        let version = key.kind.feed().map(|feed| {
            let before = loaded.heads.get(&feed).copied().unwrap_or_default();
            let head = written.heads.entry(feed).or_insert(before);
            *head = after(*head, &key, value.as_deref());
            head.v
        });
        written.rows.push((key, version, value));
    }
    for (feed, head) in &written.heads {
        let digest = Value::String(data_encoding::HEXLOWER.encode(&head.digest));
        written
            .rows
            .push((mark(*feed, head.v), None, Some(digest.to_string())));
    }
    written
}

/// The key under which the digest of a feed at a version is kept; ids of a feed sort as versions do.
pub fn mark(feed: Feed, v: u64) -> Key {
    Key::new(Kind::Mark, format!("{}/{v:020}", feed.number()))
}

/// The head after one more change.
fn after(head: Head, key: &Key, value: Option<&str>) -> Head {
    let v = head.v + 1;
    let mut hasher = Sha256::new();
    hasher.update(head.digest);
    hasher.update(v.to_be_bytes());
    hasher.update([key.kind.number()]);
    hasher.update((key.id.len() as u64).to_be_bytes());
    hasher.update(key.id.as_bytes());
    match value {
        Some(value) => hasher.update(value.as_bytes()),
        None => hasher.update(b"gone"),
    }
    Head {
        v,
        digest: hasher.finalize().into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(rows: &[(Kind, &str, Option<Value>)]) -> Changes {
        let rows = rows
            .iter()
            .map(|(kind, id, value)| (Key::new(*kind, *id), value.clone()));
        Changes {
            rows: rows.collect(),
            ..Changes::default()
        }
    }

    #[test]
    fn each_told_row_has_the_next_version_of_its_feed() {
        let mut loaded = Loaded::default();
        loaded.heads.insert(
            Feed::Shop,
            Head {
                v: 7,
                digest: [1; 32],
            },
        );
        let changes = change(&[
            (Kind::Product, "A", Some(json!(1))),
            (Kind::Product, "B", None),
            (Kind::Customer, "c", Some(json!(2))),
            (Kind::Terminal, "t", Some(json!(3))),
        ]);
        let written = write(&loaded, changes);
        let versions: Vec<_> = written.rows.iter().map(|(key, v, _)| (key.kind, *v)).collect();
        let expected = [
            (Kind::Product, Some(1)),
            (Kind::Product, Some(2)),
            (Kind::Customer, Some(8)),
            (Kind::Terminal, None),
            (Kind::Mark, None),
            (Kind::Mark, None),
        ];
        assert_eq!(versions, expected);
        assert_eq!(written.heads[&Feed::Catalogue].v, 2);
        assert_eq!(written.heads[&Feed::Shop].v, 8);
        assert!(!written.heads.contains_key(&Feed::Happenings));
    }

    #[test]
    fn another_past_has_another_digest() {
        let digest = |rows: &[(Kind, &str, Option<Value>)]| {
            write(&Loaded::default(), change(rows)).heads[&Feed::Catalogue].digest
        };
        let one = digest(&[(Kind::Product, "A", Some(json!(1)))]);
        assert_eq!(one, digest(&[(Kind::Product, "A", Some(json!(1)))]));
        assert_ne!(one, digest(&[(Kind::Product, "A", Some(json!(2)))]));
        assert_ne!(one, digest(&[(Kind::Product, "B", Some(json!(1)))]));
        assert_ne!(one, digest(&[(Kind::Product, "A", None)]));
    }
}
