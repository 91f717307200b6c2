//! A disk that a test holds up while the program runs: only in a build with planted bugs. Must never
//! be in a release.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::{Disk, DiskFile, Mode, Os};

/// Names the directory of the gates. While a file `slow` is in it no sync ends, while `slow-reads` is no
/// read, while `full` is no file begins, while `broken` is nothing is written, and while `read-only` is the
/// disk is mounted so.
pub const GATES: &str = "TENDERO_TEST_GATES";

/// Whether a bug of that name is planted in this program.
pub fn planted(bug: &str) -> bool {
    std::env::var_os(GATES).is_some_and(|gates| Path::new(&gates).join(bug).exists())
}

/// The system's disk behind gates.
#[derive(Debug)]
pub struct Gated {
    gates: PathBuf,
}

impl Gated {
    /// The disk that the environment asks for, if it asks for one.
    pub fn asked() -> Option<Gated> {
        std::env::var_os(GATES).map(|gates| Gated { gates: gates.into() })
    }
}

#[derive(Debug)]
struct File {
    inner: Box<dyn DiskFile>,
    gates: PathBuf,
}

impl File {
    fn wait(&self, gate: &str) {
        while self.gates.join(gate).exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn may_be_written(&self) -> io::Result<()> {
        match () {
            () if self.gates.join("broken").exists() => Err(rustix::io::Errno::IO.into()),
            () if self.gates.join("read-only").exists() => Err(rustix::io::Errno::ROFS.into()),
            () => Ok(()),
        }
    }
}

impl DiskFile for File {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.wait("slow-reads");
        self.inner.read_at(offset, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.may_be_written()?;
        self.inner.write_at(offset, bytes)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.may_be_written()?;
        self.inner.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.wait("slow");
        self.inner.sync_data()
    }

    fn sync_all(&self) -> io::Result<()> {
        self.wait("slow");
        self.inner.sync_all()
    }
}

impl Disk for Gated {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        Os.create_dir(path)
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        if mode == Mode::Create && self.gates.join("full").exists() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(Box::new(File {
            inner: Os.open(path, mode)?,
            gates: self.gates.clone(),
        }))
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
