//! Puts packs in place, beside a journal or instead of its segments. Must never remove a segment before its
//! pack was read back, is the same to the last byte, and has its name on the disk.

use std::io;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::file::PackFile;
use super::shrink::pack;
use super::{Keys, pack_path};
use crate::journal::disk::{Disk, Mode, at, same};
use crate::journal::segment::{Segment, damaged, incarnation_dir, segment_path};
use crate::journal::tail::find;
use crate::journal::{Cursor, Hash, JournalError, Reader, SEGMENT_LEN};
use crate::vault::MasterKey;

/// Bytes written at a time.
const STEP: usize = 256 << 10;

/// A segment as it lies in a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Ordinal of its life, and its number in it.
    pub which: (u16, u32),
    /// Whether it lies there packed.
    pub packed: bool,
    /// Bytes that its file takes.
    pub bytes: u64,
}

/// What a pack says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// Its last entry and the hash of that; none in a segment that was laid out and never used.
    pub last: Option<(Cursor, Hash)>,
    /// Bytes of the pack.
    pub bytes: u64,
}

impl Reader {
    /// Every segment of every life, in order, as it lies there.
    pub fn segments(&self) -> Result<Vec<Kept>, JournalError> {
        let mut kept = Vec::new();
        for life in &self.shelf.incarnations {
            let names = self.shelf.list(&incarnation_dir(&self.shelf.dir, life.ordinal))?;
            for number in 1..=life.segments {
                let which = (life.ordinal, number);
                let pack = pack_path(&self.shelf.dir, which);
                let packed = names.iter().any(|name| pack.ends_with(name));
                let path = if packed {
                    pack
                } else {
                    segment_path(&self.shelf.dir, life.ordinal, number)
                };
                let file = self.shelf.disk.open(&path, Mode::Read).map_err(at(&path))?;
                let bytes = file.len().map_err(at(&path))?;
                kept.push(Kept { which, packed, bytes });
            }
        }
        Ok(kept)
    }

    /// Those in which nothing is written any more, nor will be after the next start: all of lives gone by,
    /// and of the one that goes on all but the last two that have entries.
    pub fn closed(&self) -> Result<Vec<Kept>, JournalError> {
        let newest = self.shelf.last();
        let tail = find(&self.shelf, newest)?.segment;
        let mut kept = self.segments()?;
        kept.retain(|kept| kept.which.0 < newest.ordinal || kept.which.1 + 2 <= tail);
        Ok(kept)
    }

    /// Holds every segment that lies packed against the digest in its pack, and says how many there are.
    pub fn check_packs(&self) -> Result<u64, JournalError> {
        let packed = self.segments()?.into_iter().filter(|kept| kept.packed);
        let mut checked = 0;
        for which in packed.map(|kept| kept.which) {
            let path = pack_path(&self.shelf.dir, which);
            let pack = self.shelf.disk.open(&path, Mode::Read).map_err(at(&path))?;
            let pack = PackFile::open(pack, &self.shelf.keys).map_err(at(&path))?;
            let digest = Sha256::digest(image(&*self.segment(which.0, which.1)?)?);
            if pack.list().is_none_or(|list| list.sha256[..] != digest[..]) {
                return Err(damaged(
                    &path,
                    0,
                    Cursor::START,
                    "it is not the segment that was packed",
                ));
            }
            checked += 1;
        }
        Ok(checked)
    }
}

/// Copies a closed segment of the journal, packed, into the journal's directory `dir` on another disk, unless
/// it is there already. What is there and cannot be read, or is another segment, is left alone.
pub fn copy_to(
    reader: &Reader,
    which: (u16, u32),
    (disk, dir): (&Arc<dyn Disk>, &Path),
    key: &MasterKey,
) -> Result<Packed, JournalError> {
    let keys = Keys::of(key);
    let segment = reader.segment(which.0, which.1)?;
    let image = image(&segment)?;
    let path = pack_path(dir, which);
    match disk.open(&path, Mode::Read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        file => {
            let bytes = file.and_then(|file| Ok((file.len()?, PackFile::open(file, &keys)?)));
            let (bytes, pack) = bytes.map_err(at(&path))?;
            let digest = Sha256::digest(&image);
            if pack.list().is_none_or(|list| list.sha256[..] != digest[..]) {
                // It may be the only copy of what is in it.
                return Err(JournalError::Foreign(path));
            }
            if same(&pack, &image).map_err(at(&path))? {
                return Ok(told(&pack, which, bytes));
            }
        }
    }
    let folder = incarnation_dir(dir, which.0);
    for (made, above) in [(dir, dir.parent()), (&folder, Some(dir))] {
        if disk.list(made).is_err() {
            disk.create_dir(made).map_err(at(made))?;
            settle(&**disk, above.unwrap_or(dir))?;
        }
    }
    put(&**disk, dir, which, (&segment, &image), &keys)
}

/// Packs a closed segment where it lies: the pack takes its place.
pub fn replace(reader: &Reader, which: (u16, u32), key: &MasterKey) -> Result<Packed, JournalError> {
    let (disk, dir) = (&*reader.shelf.disk, &reader.shelf.dir);
    let segment = reader.segment(which.0, which.1)?;
    let packed = put(disk, dir, which, (&segment, &image(&segment)?), &Keys::of(key))?;
    let path = segment_path(dir, which.0, which.1);
    disk.remove(&path).map_err(at(&path))?;
    settle(disk, &incarnation_dir(dir, which.0))?;
    Ok(packed)
}

/// Makes a packed segment a plain one again, as an older version of the program needs it.
pub fn expand(reader: &Reader, which: (u16, u32)) -> Result<(), JournalError> {
    let (disk, dir) = (&*reader.shelf.disk, &reader.shelf.dir);
    let segment = reader.segment(which.0, which.1)?;
    let image = image(&segment)?;
    let path = segment_path(dir, which.0, which.1);
    let fresh = path.with_extension("new");
    write(disk, &fresh, &image)?;
    let file = disk.open(&fresh, Mode::Read).map_err(at(&fresh))?;
    if !same(&*file, &image).map_err(at(&fresh))? {
        return Err(not_read_back(disk, &fresh));
    }
    let folder = incarnation_dir(dir, which.0);
    disk.rename(&fresh, &path).map_err(at(&path))?;
    settle(disk, &folder)?;
    let pack = pack_path(dir, which);
    disk.remove(&pack).map_err(at(&pack))?;
    settle(disk, &folder)
}

/// Writes a pack under another name, reads it back, and gives it its own.
fn put(
    disk: &dyn Disk,
    dir: &Path,
    which: (u16, u32),
    (segment, image): (&Segment, &[u8]),
    keys: &Keys,
) -> Result<Packed, JournalError> {
    let path = pack_path(dir, which);
    let fresh = path.with_extension("pack.new");
    write(disk, &fresh, &pack(segment, image, keys)?)?;
    let file = disk.open(&fresh, Mode::Read).map_err(at(&fresh))?;
    let bytes = file.len().map_err(at(&fresh))?;
    let read = PackFile::open(file, keys).map_err(at(&fresh))?;
    if !same(&read, image).map_err(at(&fresh))? {
        return Err(not_read_back(disk, &fresh));
    }
    disk.rename(&fresh, &path).map_err(at(&path))?;
    settle(disk, &incarnation_dir(dir, which.0))?;
    Ok(told(&read, which, bytes))
}

fn told(pack: &PackFile, (incarnation, _): (u16, u32), bytes: u64) -> Packed {
    let list = pack.list().expect("a pack that is the segment has a list");
    let seq = list.entries.1;
    Packed {
        last: (seq > 0).then_some((Cursor { incarnation, seq }, list.after)),
        bytes,
    }
}

/// Writes a file whole and syncs it. What is left of one that failed would take the space that the next
/// attempt needs.
fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), JournalError> {
    let written = || -> io::Result<()> {
        let file = disk.open(path, Mode::Create)?;
        for (piece, offset) in bytes.chunks(STEP).zip((0..).step_by(STEP)) {
            file.write_at(offset, piece)?;
        }
        file.sync_all()
    };
    written().map_err(|source| {
        let _gone = disk.remove(path);
        JournalError::io(path.to_owned(), source)
    })
}

fn not_read_back(disk: &dyn Disk, path: &Path) -> JournalError {
    let _gone = disk.remove(path);
    let source = io::Error::other("what was written does not read back as it was");
    JournalError::io(path.to_owned(), source)
}

/// The bytes of a segment.
fn image(segment: &Segment) -> Result<Vec<u8>, JournalError> {
    let mut image = vec![0; SEGMENT_LEN as usize];
    segment.file.read_at(0, &mut image).map_err(at(&segment.path))?;
    Ok(image)
}

/// Makes the names in a directory durable.
fn settle(disk: &dyn Disk, dir: &Path) -> Result<(), JournalError> {
    crate::journal::disk::settle(disk, dir).map_err(at(dir))
}
