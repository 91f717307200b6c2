//! A disk on which packed segments are segments, so that nobody who reads the journal knows of packs. Must
//! never prefer a pack to the segment itself.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Keys;
use super::file::PackFile;
use super::shrink::is_segment;
use crate::journal::disk::Mode;
use crate::journal::{Disk, DiskFile};

/// A disk and what opens the packs on it.
#[derive(Debug)]
pub(in crate::journal) struct Unpacking {
    under: Arc<dyn Disk>,
    keys: Keys,
}

impl Unpacking {
    pub(in crate::journal) fn over(under: Arc<dyn Disk>, keys: Keys) -> Unpacking {
        Unpacking { under, keys }
    }
}

fn is_missing<T>(result: &io::Result<T>) -> bool {
    matches!(result, Err(error) if error.kind() == io::ErrorKind::NotFound)
}

impl Disk for Unpacking {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.under.create_dir(path)
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let opened = self.under.open(path, mode);
        if mode != Mode::Read || !is_segment(path) || !is_missing(&opened) {
            return opened;
        }
        let packed = self.under.open(&path.with_extension("pack"), Mode::Read);
        if is_missing(&packed) {
            // It may have been unpacked between the two looks.
            return self.under.open(path, mode);
        }
        Ok(Box::new(PackFile::open(packed?, &self.keys)?))
    }

    /// A pack shows beside the name of its segment; one whose segment is there too counts for nothing.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = self.under.list(dir)?;
        let segments: Vec<String> = names.iter().filter_map(|name| segment_of(name)).collect();
        for segment in segments {
            if names.contains(&segment) {
                let pack = segment.replace(".seg", ".pack");
                names.retain(|name| *name != pack);
            } else {
                names.push(segment);
            }
        }
        Ok(names)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.under.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.under.remove(path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.under.sync_dir(dir)
    }
}

/// The name of the segment that a pack of that name stands for.
fn segment_of(name: &str) -> Option<String> {
    let digits = name.strip_suffix(".pack")?;
    Some(format!("{digits}.seg"))
}
