//! Where the store lies: an encrypted file in a directory, or a disk that a test invents. Must never leave a
//! half-made file under the store's name.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use redb::backends::FileBackend;
use redb::{Database, StorageBackend};

use super::{StoreError, ballast, schema};
use crate::vault::key::PageKeys;
use crate::vault::pages::EncryptedBackend;

/// Memory for pages: redb's own choice would be 1 GiB. The till keeps within 32 MB with 100,000 goods by it;
/// what it costs is a page read more now and then in the fold, behind the answer.
const CACHE: usize = 4 << 20;

/// How a redb file begins.
const MAGIC: [u8; 9] = *b"redb\x1A\x0A\xA9\x0D\x0A";

const NAME: &str = "store.redb";
const UNFINISHED: &str = "store.redb.new";

/// How to open the store again, and what to give up when its disk is full.
pub(super) struct Medium {
    pub(super) open: Box<dyn FnMut() -> Result<Database, StoreError> + Send>,
    /// Frees some space; false if there is none to free.
    pub(super) make_room: Box<dyn FnMut() -> bool + Send>,
}

impl Medium {
    /// The file in `dir`, which is made first where it is missing.
    pub(super) fn in_directory(dir: &Path, keys: &PageKeys) -> Result<Medium, StoreError> {
        create(dir, keys)?;
        ballast::fill(dir);
        let (file, room, keys) = (dir.join(NAME), dir.to_owned(), keys.clone());
        Ok(Medium {
            open: Box::new(move || {
                let file = File::options()
                    .read(true)
                    .write(true)
                    .open(&file)
                    .map_err(StoreError::disk)?;
                database(EncryptedBackend::new(FileBackend::new(file)?, &keys))
            }),
            make_room: Box::new(move || ballast::free(&room)),
        })
    }

    /// A disk of the caller's.
    pub(super) fn of_backends<B: StorageBackend>(
        mut next: impl FnMut() -> io::Result<B> + Send + 'static,
    ) -> Medium {
        Medium {
            open: Box::new(move || database(next().map_err(StoreError::disk)?)),
            make_room: Box::new(|| true),
        }
    }
}

/// Bytes that the store's file in `dir` takes on the disk. It is longer than that: redb doubles the length
/// and leaves what it has not used yet to the file system.
pub(super) fn file_bytes(dir: &Path) -> io::Result<u64> {
    Ok(fs::metadata(dir.join(NAME))?.blocks() * 512)
}

/// Removes the store's files from `dir`.
pub(super) fn remove(dir: &Path) -> Result<(), StoreError> {
    for name in [NAME, UNFINISHED] {
        match fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(StoreError::disk(error)),
            _ => {}
        }
    }
    sync_directory(dir).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(StoreError::disk(error)),
    })
}

/// Opens redb over `backend`. An empty one becomes an empty store; one that begins with something else than
/// redb was encrypted under another key, or its first page is lost.
fn database(backend: impl StorageBackend) -> Result<Database, StoreError> {
    let fresh = backend.len().map_err(StoreError::disk)? == 0;
    if !fresh {
        let mut begin = MAGIC.map(|_| 0);
        backend.read(0, &mut begin).map_err(StoreError::disk)?;
        if begin != MAGIC {
            return Err(StoreError::WrongKey);
        }
    }
    let database = Database::builder()
        .set_cache_size(CACHE)
        .create_with_backend(backend)?;
    if fresh {
        let tx = database.begin_write()?;
        schema::create(&tx)?;
        tx.commit()?;
    }
    Ok(database)
}

/// Makes an empty store under another name, and gives it its own once it is whole and on the disk: a power
/// cut between leaves no store rather than a stub that cannot be opened.
fn create(dir: &Path, keys: &PageKeys) -> Result<(), StoreError> {
    if fs::exists(dir.join(NAME)).map_err(StoreError::disk)? {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.map_err(StoreError::disk)?;
    let unfinished = dir.join(UNFINISHED);
    let mut options = OpenOptions::new();
    let options = options
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600);
    let file = options.open(&unfinished).map_err(StoreError::disk)?;
    let written = file.try_clone().map_err(StoreError::disk)?;
    drop(database(EncryptedBackend::new(FileBackend::new(file)?, keys))?);
    let finish = || {
        written.sync_all()?;
        fs::rename(&unfinished, dir.join(NAME))?;
        sync_directory(dir)
    };
    finish().map_err(StoreError::disk)
}

fn sync_directory(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}
