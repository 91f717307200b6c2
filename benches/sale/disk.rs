//! The operating system's disk with a counter and the last frame written. Must never change what passes
//! through.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use tendero::journal::disk::{Mode, Os};
use tendero::journal::{Disk, DiskFile};

/// What has passed since it was last taken.
#[derive(Debug, Default, Clone)]
pub struct Passed {
    pub syncs: u64,
    pub last: Vec<u8>,
}

#[derive(Debug, Default, Clone)]
pub struct Counting(pub Arc<Mutex<Passed>>);

impl Counting {
    pub fn take(&self) -> Passed {
        std::mem::take(&mut *self.0.lock().expect("one thread"))
    }
}

#[derive(Debug)]
struct CountingFile(Box<dyn DiskFile>, Counting);

impl DiskFile for CountingFile {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_at(offset, out)
    }
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() < 1 << 20 {
            self.1.0.lock().expect("one thread").last = bytes.to_vec();
        }
        self.0.write_at(offset, bytes)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        self.1.0.lock().expect("one thread").syncs += 1;
        self.0.sync_data()
    }
    fn sync_all(&self) -> io::Result<()> {
        self.1.0.lock().expect("one thread").syncs += 1;
        self.0.sync_all()
    }
}

impl Disk for Counting {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        Os.create_dir(path)
    }
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(CountingFile(Os.open(path, mode)?, self.clone())))
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        Os.list(dir)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Os.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        Os.remove(path)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        Os.sync_dir(dir)
    }
}
