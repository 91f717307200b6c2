//! The whole file in pieces, and a file made of them. Must never take in a part of what it is given.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, RwLock};

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};
use tokio::sync::mpsc::{Receiver, Sender};
use uuid::Uuid;

use super::file::{self, Disk, OpenError};
use super::read::sound;
use super::{BROOM, ENTRIES, Embedded, FEEDS, HEADS, IDS, ROWS, code};
use crate::hub::ledger::piece::{HANDFUL, Piece};
use crate::hub::ledger::{Fault, Feed, Head, Key, Kind};

type Done<T> = Result<T, redb::Error>;

impl Embedded {
    /// The ledger in a file that is there.
    pub(in crate::hub::ledger) fn at(path: &Path) -> Result<Embedded, OpenError> {
        file::open(path).map(|database| Embedded::of(database, path))
    }

    /// A ledger in a fresh file.
    pub(in crate::hub::ledger) fn fresh(path: &Path) -> Result<Embedded, OpenError> {
        file::create(path).map(|database| Embedded::of(database, path))
    }

    fn of(database: Database, path: &Path) -> Embedded {
        Embedded {
            disk: Arc::new(RwLock::new(Disk::of(database, path))),
            turn: Arc::default(),
            queue: Arc::default(),
        }
    }

    /// Everything of one moment, until nobody takes any more.
    pub(in crate::hub::ledger) async fn pour(&self, into: Sender<Vec<Piece>>) -> Result<(), Fault> {
        self.on_disk(move |database| {
            let mut poured = Poured {
                into,
                pieces: Vec::with_capacity(HANDFUL),
            };
            let all = poured.all(&database.begin_read()?)?;
            if all && !poured.pieces.is_empty() {
                poured.give();
            }
            Ok(())
        })
        .await
    }

    /// Takes in all of these pieces.
    pub(in crate::hub::ledger) async fn fill(&self, from: Receiver<Vec<Piece>>) -> Result<(), Fault> {
        self.on_disk(move |database| fill(database, from)).await
    }
}

/// What is given away by the handful.
struct Poured {
    into: Sender<Vec<Piece>>,
    pieces: Vec<Piece>,
}

impl Poured {
    /// Whether somebody still takes.
    fn put(&mut self, piece: Piece) -> bool {
        self.pieces.push(piece);
        self.pieces.len() < HANDFUL || self.give()
    }

    fn give(&mut self) -> bool {
        let pieces = std::mem::take(&mut self.pieces);
        self.into.blocking_send(pieces).is_ok()
    }

    /// All tables, one after the other; false where nobody takes any more.
    fn all(&mut self, tx: &ReadTransaction) -> Done<bool> {
        for row in tx.open_table(ENTRIES)?.iter()? {
            let (key, value) = row?;
            let (shop, incarnation, seq) = key.value();
            let entry = sound(code::read_entry(Uuid::from_u128(incarnation), seq, value.value()))?;
            if !self.put(Piece::Entry(Uuid::from_u128(shop), entry)) {
                return Ok(false);
            }
        }
        for row in tx.open_table(IDS)?.iter()? {
            let (key, value) = row?;
            let (shop, id) = key.value();
            let known = sound(code::read_known(value.value()))?;
            if !self.put(Piece::Id(Uuid::from_u128(shop), Uuid::from_u128(id), known)) {
                return Ok(false);
            }
        }
        let kinds: BTreeMap<u8, Kind> = Kind::ALL.iter().map(|kind| (kind.number(), *kind)).collect();
        for row in tx.open_table(ROWS)?.iter()? {
            let (key, value) = row?;
            let (shop, kind, id) = key.value();
            let kind = sound(kinds.get(&kind).copied())?;
            let (version, value) = sound(code::read_row(value.value()))?;
            let version = kind.feed().map(|_| version);
            let key = Key::new(kind, id);
            if !self.put(Piece::Row(Uuid::from_u128(shop), key, version, value)) {
                return Ok(false);
            }
        }
        for row in tx.open_table(HEADS)?.iter()? {
            let (key, value) = row?;
            let ((shop, feed), (v, digest)) = (key.value(), value.value());
            let feed = sound(Feed::ALL.into_iter().find(|known| known.number() == feed))?;
            let head = Head { v, digest };
            if !self.put(Piece::Head(Uuid::from_u128(shop), feed, head)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn fill(database: &Database, mut from: Receiver<Vec<Piece>>) -> Done<()> {
    let tx = database.begin_write()?;
    {
        let (mut entries, mut ids) = (tx.open_table(ENTRIES)?, tx.open_table(IDS)?);
        let (mut rows, mut feeds) = (tx.open_table(ROWS)?, tx.open_table(FEEDS)?);
        let (mut heads, mut brooms) = (tx.open_table(HEADS)?, tx.open_table(BROOM)?);
        let mut live: BTreeMap<(u128, u8), u64> = BTreeMap::new();
        while let Some(pieces) = from.blocking_recv() {
            for piece in pieces {
                match piece {
                    Piece::Entry(shop, entry) => {
                        let place = (shop.as_u128(), entry.incarnation.as_u128(), entry.seq);
                        entries.insert(place, code::entry(&entry).as_slice())?;
                    }
                    Piece::Id(shop, id, known) => {
                        let id = (shop.as_u128(), id.as_u128());
                        ids.insert(id, code::known(&known).as_slice())?;
                    }
                    Piece::Row(shop, key, version, value) => {
                        let (shop, kind, id) = (shop.as_u128(), key.kind.number(), key.id.as_str());
                        let json = value.map(|value| value.to_string());
                        let row = code::row(version, json.as_deref());
                        rows.insert((shop, kind, id), row.as_slice())?;
                        if let (Some(feed), Some(version)) = (key.kind.feed(), version) {
                            feeds.insert((shop, feed.number(), version), (kind, id))?;
                            *live.entry((shop, feed.number())).or_default() += 1;
                        }
                    }
                    Piece::Head(shop, feed, head) => {
                        heads.insert((shop.as_u128(), feed.number()), (head.v, head.digest))?;
                    }
                }
            }
        }
        for (feed, lines) in live {
            brooms.insert(feed, (lines, 0, 0))?;
        }
    }
    Ok(tx.commit()?)
}
