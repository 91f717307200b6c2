//! The papers that wait, on disk: a sealed file each. Must never be on the way of a sale.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use crate::vault::seal::Sealer;

use super::job::Record;

const CONTEXT: &[u8] = b"tendero spool 1";
const ENDING: &str = "job";

/// The folder of the spool.
pub(super) struct Shelf {
    dir: PathBuf,
    sealer: Sealer,
}

impl Shelf {
    pub(super) fn new(dir: PathBuf, sealer: Sealer) -> Shelf {
        Shelf { dir, sealer }
    }

    /// Every paper that waits, in order. One that does not open was sealed for another till: it goes.
    pub(super) fn read(&self) -> Vec<Record> {
        let Ok(files) = std::fs::read_dir(&self.dir) else {
            return Vec::new();
        };
        let mut records = Vec::new();
        for file in files.filter_map(Result::ok) {
            let path = file.path();
            let read = || -> Option<Record> {
                let sealed = std::fs::read(&path).ok()?;
                let plain = self.sealer.open(CONTEXT, &sealed).ok()?;
                serde_json::from_slice(&plain).ok()
            };
            if path.extension().is_some_and(|ending| ending == ENDING) {
                match read() {
                    Some(record) => records.push(record),
                    None => drop(std::fs::remove_file(&path)),
                }
            }
        }
        records.sort_by_key(|record| record.id);
        records
    }

    /// Keeps a paper; on disk when it returns.
    pub(super) fn keep(&self, record: &Record) -> io::Result<()> {
        if !self.dir.exists() {
            std::fs::DirBuilder::new().mode(0o700).create(&self.dir)?;
        }
        let plain = serde_json::to_vec(record).map_err(io::Error::other)?;
        let sealed = self.sealer.seal(CONTEXT, &plain).map_err(io::Error::other)?;
        let (path, fresh) = (self.path(record.id), self.dir.join("new"));
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(&sealed)?;
        file.sync_data()?;
        std::fs::rename(&fresh, &path)?;
        File::open(&self.dir)?.sync_all()
    }

    /// Forgets a paper.
    pub(super) fn forget(&self, id: u64) {
        drop(std::fs::remove_file(self.path(id)));
    }

    fn path(&self, id: u64) -> PathBuf {
        self.dir.join(format!("{id:016}.{ENDING}"))
    }
}
