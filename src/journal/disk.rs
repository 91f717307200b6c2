//! The few file operations a journal needs, so that tests can put a failing disk under it.
//! Must never retry, and never answer a sync that did not happen.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A file of the journal.
pub trait DiskFile: Debug + Send + Sync {
    /// Length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Fills `out` from `offset`; `UnexpectedEof` where the file is too short.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()>;
    /// Writes all of `bytes` at `offset`; a file that can be read only refuses, here and below.
    fn write_at(&self, _offset: u64, _bytes: &[u8]) -> io::Result<()> {
        Err(only_read())
    }
    /// Cuts or extends with zeros.
    fn set_len(&self, _len: u64) -> io::Result<()> {
        Err(only_read())
    }
    /// Makes the bytes durable.
    fn sync_data(&self) -> io::Result<()> {
        Err(only_read())
    }
    /// Makes the bytes and the file's length durable.
    fn sync_all(&self) -> io::Result<()> {
        Err(only_read())
    }
    /// Whether the file has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

fn only_read() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "it is only read")
}

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For reading; it must exist.
    Read,
    /// For reading and writing; it must exist.
    Write,
    /// For reading and writing; made, or emptied if there.
    Create,
}

/// A directory tree of journal files.
pub trait Disk: Debug + Send + Sync {
    /// Makes a directory and those above it; one already there is fine.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Opens a file.
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>>;
    /// The names in a directory, in any order; `NotFound` if there is none.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Renames a file, replacing the target.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a directory durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
}

/// The operating system's files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Os;

#[derive(Debug)]
struct OsFile(File);

impl DiskFile for OsFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(out, offset)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn sync_all(&self) -> io::Result<()> {
        self.0.sync_all()
    }
}

impl Disk for Os {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).mode(0o600);
        match mode {
            Mode::Read => {}
            Mode::Write => {
                options.write(true);
            }
            Mode::Create => {
                options.write(true).create(true).truncate(true);
            }
        }
        Ok(Box::new(OsFile(options.open(path)?)))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(dir)?
            .map(|item| Ok(item?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }
}

/// Bytes compared at a time.
const STEP: usize = 256 << 10;

/// Whether a file holds exactly these bytes.
pub(super) fn same(file: &dyn DiskFile, image: &[u8]) -> io::Result<bool> {
    if file.len()? != image.len() as u64 {
        return Ok(false);
    }
    let mut piece = vec![0; STEP];
    for (wanted, offset) in image.chunks(STEP).zip((0..).step_by(STEP)) {
        let piece = &mut piece[..wanted.len()];
        file.read_at(offset, piece)?;
        if piece != wanted {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes the names in a directory durable, where its file system knows of that: some of sticks do not.
pub(super) fn settle(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, Unsupported};
    match disk.sync_dir(dir) {
        Err(error) if matches!(error.kind(), InvalidInput | Unsupported) => Ok(()),
        synced => synced,
    }
}

/// Where a failed operation happened, for the message.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> super::JournalError {
    let path: PathBuf = path.to_owned();
    move |source| super::JournalError::io(path, source)
}
