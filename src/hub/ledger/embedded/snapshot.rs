//! A copy of the whole file of one moment, made beside a hub that works, and a hub made again from it. Must
//! never give a copy its name before it was read back.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable, ReadableTableMetadata};

use super::file::{self, OpenError};
use super::{ENTRIES, Embedded, FEEDS, HEADS, IDS, ROWS};
use crate::hub::ledger::Fault;

/// What a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// Entries of all shops.
    pub entries: u64,
    /// Rows of all shops.
    pub rows: u64,
    /// Size of the file.
    pub bytes: u64,
}

/// Why there is no snapshot, or no hub made from it.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The hub's own data.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A file of it.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It was written and reads otherwise.
    #[error("{}: the copy does not hold what was written; it was taken away again", .0.display())]
    Unlike(PathBuf),
    /// There is something already where it should go.
    #[error("{}: something is there already; nothing was changed", .0.display())]
    Taken(PathBuf),
}

impl Embedded {
    /// Writes everything of one moment to a new file and reads it back.
    pub async fn snapshot(&self, to: PathBuf) -> Result<Snapshot, SnapshotError> {
        if to.exists() {
            return Err(SnapshotError::Taken(to));
        }
        let mut fresh = to.as_os_str().to_owned();
        fresh.push(".new");
        let fresh = PathBuf::from(fresh);
        let into = file::create(&fresh)?;
        let copied = self.on_disk(move |database| copy(&database.begin_read()?, &into));
        let copied = copied.await.inspect_err(|_| drop(fs::remove_file(&fresh)))?;
        let read = count(&file::open(&fresh)?).map_err(|why| Fault::Damaged(why.to_string()))?;
        if read != copied {
            drop(fs::remove_file(&fresh));
            return Err(SnapshotError::Unlike(to));
        }
        let bytes = named(&fresh, &to)?;
        Ok(Snapshot {
            entries: read.0,
            rows: read.1,
            bytes,
        })
    }
}

/// Puts the data of a snapshot into `dir`, where no hub is yet.
pub fn restore(from: &Path, dir: &Path) -> Result<Snapshot, SnapshotError> {
    let to = dir.join("hub.redb");
    if to.exists() {
        return Err(SnapshotError::Taken(to));
    }
    let io = |path: &Path, source| OpenError::Io {
        path: path.to_owned(),
        source,
    };
    fs::create_dir_all(dir).map_err(|error| io(dir, error))?;
    let fresh = dir.join("hub.redb.new");
    // A copy that is not a hub's is noticed before anything lies where a hub is looked for.
    drop(fs::remove_file(&fresh));
    let source = file::open(from)?;
    let into = file::create(&fresh)?;
    let damaged = |why: redb::Error| SnapshotError::Fault(Fault::Damaged(why.to_string()));
    let copied = source.begin_read().map_err(redb::Error::from);
    let copied = copied.and_then(|tx| copy(&tx, &into)).map_err(damaged)?;
    drop(into);
    let read = count(&file::open(&fresh)?).map_err(damaged)?;
    if read != copied {
        return Err(SnapshotError::Unlike(to));
    }
    let bytes = named(&fresh, &to)?;
    Ok(Snapshot {
        entries: read.0,
        rows: read.1,
        bytes,
    })
}

/// Gives a finished file its name, for good.
fn named(fresh: &Path, to: &Path) -> Result<u64, OpenError> {
    let io = |source: io::Error| OpenError::Io {
        path: to.to_owned(),
        source,
    };
    File::open(fresh).and_then(|file| file.sync_all()).map_err(io)?;
    fs::rename(fresh, to).map_err(io)?;
    let dir = to.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = File::open(dir.unwrap_or(Path::new(".")));
    dir.and_then(|dir| dir.sync_all()).map_err(io)?;
    Ok(fs::metadata(to).map_err(io)?.len())
}

/// Copies every table; tells how many entries and rows there are.
fn copy(from: &ReadTransaction, to: &Database) -> Result<(u64, u64), redb::Error> {
    let tx = to.begin_write()?;
    let counted = {
        macro_rules! all {
            ($table:expr) => {{
                let (from, mut to) = (from.open_table($table)?, tx.open_table($table)?);
                for row in from.iter()? {
                    let (key, value) = row?;
                    to.insert(key.value(), value.value())?;
                }
                to.len()?
            }};
        }
        let entries = all!(ENTRIES);
        all!(IDS);
        let rows = all!(ROWS);
        all!(FEEDS);
        all!(HEADS);
        (entries, rows)
    };
    tx.commit()?;
    Ok(counted)
}

/// Reads every row of a file.
fn count(database: &Database) -> Result<(u64, u64), redb::Error> {
    let tx = database.begin_read()?;
    let mut counted = (0, 0);
    for row in tx.open_table(ENTRIES)?.iter()? {
        row?;
        counted.0 += 1;
    }
    for row in tx.open_table(ROWS)?.iter()? {
        row?;
        counted.1 += 1;
    }
    Ok(counted)
}
