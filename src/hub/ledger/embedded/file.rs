//! The file of the ledger: made whole or not at all, read by its owner only, opened again after a full disk.
//! Must never be opened again after any other fault of the disk: what it then holds nobody knows.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::RwLock;

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, StorageBackend, StorageError};

use super::{BROOM, ENTRIES, FEEDS, HEADS, IDS, ROWS};
use crate::hub::ledger::Fault;

/// Memory for pages; redb's own choice would be 1 GiB.
const CACHE: usize = 64 << 20;

const NAME: &str = "hub.redb";
const UNFINISHED: &str = "hub.redb.new";

/// Why a ledger was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error("the hub is open already in another process")]
    AlreadyOpen,
    /// The disk or its rights.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is no ledger, or a broken one.
    #[error("{}: {why}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What was met.
        why: String,
    },
}

/// The file, open or given up.
pub(super) struct Disk {
    database: Option<Database>,
    path: PathBuf,
    was_full: bool,
}

impl Disk {
    /// A file that is open already.
    pub(super) fn of(database: Database, path: &Path) -> Disk {
        Disk {
            database: Some(database),
            path: path.to_owned(),
            was_full: false,
        }
    }

    pub(super) fn open(dir: &Path) -> Result<Disk, OpenError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| OpenError::Io { path, source }
        };
        let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
        made.map_err(io(dir))?;
        let path = dir.join(NAME);
        if !path.try_exists().map_err(io(&path))? {
            let unfinished = dir.join(UNFINISHED);
            drop(create(&unfinished)?);
            fs::rename(&unfinished, &path).map_err(io(&path))?;
            File::open(dir).and_then(|dir| dir.sync_all()).map_err(io(dir))?;
        }
        Ok(Disk::of(open(&path)?, &path))
    }
}

/// A fresh file with its tables; one that was left behind half made is replaced.
pub(super) fn create(path: &Path) -> Result<Database, OpenError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .map_err(|source| OpenError::Io {
            path: path.to_owned(),
            source,
        })?;
    let database = database(file, path)?;
    tables(&database).map_err(|error| damaged(path, &error))?;
    Ok(database)
}

/// Makes the tables that are not there.
fn tables(database: &Database) -> Result<(), redb::Error> {
    let tx = database.begin_write()?;
    tx.open_table(ENTRIES)?;
    tx.open_table(IDS)?;
    tx.open_table(ROWS)?;
    tx.open_table(FEEDS)?;
    tx.open_table(HEADS)?;
    tx.open_table(BROOM)?;
    Ok(tx.commit()?)
}

/// On a disk of the caller's, with its tables.
pub(super) fn on(backend: impl StorageBackend) -> Result<Disk, OpenError> {
    let path = Path::new(NAME);
    let fresh = backend.len().map_err(|source| OpenError::Io {
        path: path.to_owned(),
        source,
    })?;
    let database = Database::builder()
        .set_cache_size(CACHE)
        .create_with_backend(backend)
        .map_err(|error| damaged(path, &error.into()))?;
    if fresh == 0 {
        tables(&database).map_err(|error| damaged(path, &error))?;
    }
    Ok(Disk::of(database, path))
}

/// A file that is there.
pub(super) fn open(path: &Path) -> Result<Database, OpenError> {
    let file = File::options().read(true).write(true).open(path);
    let file = file.map_err(|source| OpenError::Io {
        path: path.to_owned(),
        source,
    })?;
    database(file, path)
}

fn database(file: File, path: &Path) -> Result<Database, OpenError> {
    let already = |error: DatabaseError| match error {
        DatabaseError::DatabaseAlreadyOpen => OpenError::AlreadyOpen,
        DatabaseError::Storage(StorageError::Io(source)) => OpenError::Io {
            path: path.to_owned(),
            source,
        },
        other => damaged(path, &other.into()),
    };
    let backend = FileBackend::new(file).map_err(already)?;
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE);
    builder.create_with_backend(backend).map_err(already)
}

fn damaged(path: &Path, error: &redb::Error) -> OpenError {
    OpenError::Damaged {
        path: path.to_owned(),
        why: error.to_string(),
    }
}

/// Does `work` on the file, and opens it again first where it met a full disk before.
pub(super) fn with<T>(
    disk: &RwLock<Disk>,
    work: impl FnOnce(&Database) -> Result<T, redb::Error>,
) -> Result<T, Fault> {
    let poisoned = "whoever holds the disk does not panic: the work may, and holds it for reading only";
    if disk.read().expect(poisoned).was_full {
        reopen(&mut disk.write().expect(poisoned))?;
    }
    let done = {
        let held = disk.read().expect(poisoned);
        match &held.database {
            Some(database) => work(database),
            None => return Err(Fault::Away("its file could not be opened again".to_owned())),
        }
    };
    done.map_err(|error| {
        let fault = fault(error);
        if matches!(fault, Fault::Full(_)) {
            disk.write().expect(poisoned).was_full = true;
        }
        fault
    })
}

fn reopen(disk: &mut Disk) -> Result<(), Fault> {
    if disk.was_full {
        disk.database = None;
        disk.database = Some(open(&disk.path).map_err(|error| Fault::Away(error.to_string()))?);
        disk.was_full = false;
    }
    Ok(())
}

/// What redb met, in the words of every ledger.
fn fault(error: redb::Error) -> Fault {
    match error {
        redb::Error::Io(io) if is_full(&io) => Fault::Full(io.to_string()),
        redb::Error::Corrupted(why) => Fault::Damaged(why),
        other => Fault::Away(other.to_string()),
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}
