//! A backup as a disk to read a journal from, so that it is checked by the same code as the original. Must
//! never write.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::disk::Mode;
use crate::journal::{Disk, DiskFile, SEGMENT_LEN};

/// The files of the journal inside a backup, as if they lay below the backup's own path.
#[derive(Debug)]
pub(super) struct BackupDisk {
    pub(super) root: PathBuf,
    pub(super) file: Arc<File>,
    /// Path below the journal, where its bytes start in the backup, and how many there are.
    pub(super) parts: Vec<(PathBuf, u64, u64)>,
}

#[derive(Debug)]
struct PartFile {
    file: Arc<File>,
    start: u64,
    bytes: u64,
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "a backup is only read")
}

impl Disk for BackupDisk {
    fn create_dir(&self, _path: &Path) -> io::Result<()> {
        Err(read_only())
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        if mode != Mode::Read {
            return Err(read_only());
        }
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let part = self.parts.iter().find(|(name, ..)| name == below);
        let (_, start, bytes) = part.ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(PartFile {
            file: Arc::clone(&self.file),
            start: *start,
            bytes: *bytes,
        }))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let below = dir.strip_prefix(&self.root).unwrap_or(dir);
        let mut names: Vec<String> = self
            .parts
            .iter()
            .filter_map(|(name, ..)| name.strip_prefix(below).ok()?.components().next())
            .map(|name| name.as_os_str().to_string_lossy().into_owned())
            .collect();
        names.dedup();
        Ok(names)
    }

    fn rename(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Err(read_only())
    }

    fn remove(&self, _path: &Path) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Err(read_only())
    }
}

impl DiskFile for PartFile {
    fn len(&self) -> io::Result<u64> {
        Ok(SEGMENT_LEN)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if offset.saturating_add(out.len() as u64) > SEGMENT_LEN {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let there = self.bytes.saturating_sub(offset).min(out.len() as u64);
        let (kept, zeros) = out.split_at_mut(there as usize);
        zeros.fill(0);
        self.file.read_exact_at(kept, self.start + offset)
    }
}
