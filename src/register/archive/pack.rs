//! Packs what is old: first into the archive, then, once that is proven, where it lies. Must never go on
//! after a difference, however small.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::disk::Os;
use crate::journal::mirror::{JOURNAL, Marker, MirrorError};
use crate::journal::{Cursor, Disk, Hash, JournalError, Reader, SEGMENT_LEN, Verified, pack, verify};
use crate::register::mirror::{Note, alone, copy_keys, on_one_disk};
use crate::register::places::Places;
use crate::register::{Fault, How, Register};

use super::survey::Survey;
use super::{Age, ArchiveError};

/// Told how many segments of how many are done.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// What was archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The directory of the archive.
    pub dir: PathBuf,
    /// The last entry in the archive; none where nothing is old enough.
    pub upto: Option<Cursor>,
    /// Segments that were packed by now and were not before.
    pub packed: u64,
    /// Segments in the archive.
    pub there: u64,
    /// Bytes that the till's disk has back.
    pub freed: u64,
    /// The journal, verified as it lies on the disk now.
    pub verified: Verified,
    /// The archive is on the disk of the store, with which it would be lost.
    pub same_disk: bool,
}

/// Packs everything old of the journal in `dir` into the archive in `root`, and then where it lies.
pub fn archive(
    dir: &Path,
    how: How,
    root: &Path,
    age: Age,
    progress: Progress<'_>,
) -> Result<Archived, Fault> {
    let root = std::path::absolute(root).map_err(Fault::io(root))?;
    if root.starts_with(std::path::absolute(dir).map_err(Fault::io(dir))?) {
        return Err(ArchiveError::Inside(root).into());
    }
    let places = Places::of(dir);
    if Note::read(&places).is_some_and(|note| note.dir == root) {
        return Err(ArchiveError::IsMirror(root).into());
    }
    let key = how.key.clone();
    let register = Register::open_without_mirror(dir, how)?;
    let master = key.unlock(dir)?;
    let reader = register.journal().reader().again()?;
    // Before anything is copied: damage is mended, not packed.
    let survey = Survey::of(&reader)?;
    let closed = reader.closed()?;
    let old = survey.old(age).map_or_else(Vec::new, |old| {
        survey.up_to(closed.iter().map(|kept| kept.which), old)
    });
    let mut archived = Archived {
        same_disk: on_one_disk(dir, &root),
        dir: root,
        upto: None,
        packed: 0,
        there: 0,
        freed: 0,
        verified: survey.verified,
    };
    if old.is_empty() {
        return Ok(archived);
    }
    let root = &archived.dir;
    let marker = marked(&register, root)?;
    let _alone = alone(root).map_err(ArchiveError::from)?;
    copy_keys(&places, root).map_err(ArchiveError::from)?;
    let (disk, there): (Arc<dyn Disk>, _) = (Arc::new(Os), root.join(JOURNAL));
    if Reader::open(Arc::clone(&disk), &there, &master).is_ok_and(|found| has_plain(&found)) {
        return Err(ArchiveError::IsMirror(root.clone()).into());
    }
    let plain = closed
        .iter()
        .filter(|kept| !kept.packed && old.contains(&kept.which));
    let plain: Vec<(u16, u32)> = plain.map(|kept| kept.which).collect();
    let total = (old.len() + plain.len()) as u64;
    let mut last = None;
    for (done, which) in (0..).zip(&old) {
        progress(done, total);
        let copied = pack::copy_to(&reader, *which, (&disk, &there), &master);
        last = copied.map_err(|error| of_archive(root, error))?.last.or(last);
    }
    let proven = proven(&there, marker, last, &master).map_err(|error| ArchiveError::there(root, error))?;
    archived.there = proven;
    archived.upto = last.map(|(cursor, _)| cursor);
    for (done, which) in (old.len() as u64..).zip(&plain) {
        progress(done, total);
        let packed = pack::replace(&reader, *which, &master)?;
        archived.packed += 1;
        archived.freed += SEGMENT_LEN.saturating_sub(packed.bytes);
    }
    archived.verified = verify(&reader.again()?, |_| ())?;
    Ok(archived)
}

/// What went wrong while a segment was copied: there, or in the journal that was read.
fn of_archive(root: &Path, error: JournalError) -> Fault {
    match &error {
        JournalError::Io { path, .. } | JournalError::NoSpace(path) | JournalError::Foreign(path)
            if path.starts_with(root) =>
        {
            ArchiveError::there(root, error).into()
        }
        _ => error.into(),
    }
}

/// Makes a directory that is there, and empty, an archive of this till, or finds that it is one.
fn marked(register: &Register, root: &Path) -> Result<Marker, ArchiveError> {
    let terminal = register.journal().head().identity.terminal;
    match Marker::read(&Os, root) {
        Ok(marker) if marker.terminal == terminal => Ok(marker),
        Ok(_) => Err(ArchiveError::Foreign(root.to_owned())),
        Err(MirrorError::NotMarked(_)) => {
            let mirror = register.fresh_id();
            let marker = Marker { terminal, mirror };
            marker.write(&Os, root)?;
            Ok(marker)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether segments lie there as they are in a journal: that is a mirror.
fn has_plain(there: &Reader) -> bool {
    there
        .segments()
        .is_ok_and(|kept| kept.iter().any(|kept| !kept.packed))
}

/// Reads the whole archive: every entry in it links to the one before, every pack is the segment that was
/// packed, and the last entry copied is among them. How many segments there are.
fn proven(
    there: &Path,
    marker: Marker,
    last: Option<(Cursor, Hash)>,
    master: &crate::vault::MasterKey,
) -> Result<u64, JournalError> {
    let reader = Reader::open(Arc::new(Os), there, master)?;
    let mut found = None;
    let verified = verify(&reader, |entry| {
        found = found.or((last == Some((entry.cursor, entry.hash))).then_some(()));
    })?;
    let packs = reader.check_packs()?;
    let ours = verified.head.identity.terminal == marker.terminal;
    if found.is_none() || !ours || has_plain(&reader) {
        return Err(JournalError::Foreign(there.to_owned()));
    }
    Ok(packs)
}

/// What was unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// Segments that are plain again.
    pub segments: u64,
    /// The journal, verified as it lies on the disk now.
    pub verified: Verified,
}

/// Makes every packed segment of the journal in `dir` a plain one again.
pub fn unpack(dir: &Path, how: How, progress: Progress<'_>) -> Result<Unpacked, Fault> {
    let register = Register::open_without_mirror(dir, how)?;
    let reader = register.journal().reader().again()?;
    verify(&reader, |_| ())?;
    let packed: Vec<(u16, u32)> = reader
        .segments()?
        .iter()
        .filter(|kept| kept.packed)
        .map(|kept| kept.which)
        .collect();
    for (done, which) in (0..).zip(&packed) {
        progress(done, packed.len() as u64);
        pack::expand(&reader, *which)?;
    }
    Ok(Unpacked {
        segments: packed.len() as u64,
        verified: verify(&reader.again()?, |_| ())?,
    })
}
