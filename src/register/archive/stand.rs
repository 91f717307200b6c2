//! How much of a journal is packed, and what an archive holds, for whoever asks beside the till. Must never
//! change anything.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::journal::disk::Os;
use crate::journal::mirror::{JOURNAL, Marker};
use crate::journal::{Cursor, Reader, SEGMENT_LEN};
use crate::register::mirror::Source;
use crate::register::places::{Places, free_mib};
use crate::register::{Fault, Unlocking};
use crate::vault::SlotInfo;

use super::survey::Survey;
use super::{Age, ArchiveError};

/// How the journal of a till lies on its disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Segments of the journal.
    pub segments: u64,
    /// Those of them that are packed.
    pub packed: u64,
    /// Bytes that they all take.
    pub bytes: u64,
    /// Bytes that packing has saved.
    pub saved: u64,
    /// Segments that could be packed now.
    pub ready: u64,
    /// The day of the first shift and of the last.
    pub days: Option<(Date, Date)>,
    /// What is free on the disk.
    pub free_mib: Option<u64>,
    /// Months for which that is enough, at the pace of the last thirty days.
    pub months: Option<u64>,
}

/// How the journal in `dir` lies on its disk, and what of it is older than `age`.
pub fn stands(dir: &Path, key: &Unlocking, age: Age) -> Result<Stand, Fault> {
    let places = Places::of(dir);
    if !places.exist() {
        return Err(Fault::NoStore(dir.to_owned()));
    }
    let reader = Reader::open(Arc::new(Os), &places.journal(), &key.unlock(dir)?)?;
    let survey = Survey::of(&reader)?;
    let plain = reader.closed()?;
    let old = survey.old(age).map_or_else(Vec::new, |old| {
        survey.up_to(plain.iter().map(|kept| kept.which), old)
    });
    let ready = plain
        .iter()
        .filter(|kept| !kept.packed && old.contains(&kept.which));
    let ready = ready.count() as u64;
    let kept = reader.segments()?;
    let packed = kept.iter().filter(|kept| kept.packed);
    let free = free_mib(dir);
    let a_month = survey.a_month().filter(|bytes| *bytes > 0);
    Ok(Stand {
        segments: kept.len() as u64,
        packed: packed.clone().count() as u64,
        bytes: kept.iter().map(|kept| kept.bytes).sum(),
        saved: packed.map(|kept| SEGMENT_LEN.saturating_sub(kept.bytes)).sum(),
        ready,
        days: survey.days,
        free_mib: free,
        months: free.zip(a_month).map(|(mib, a_month)| (mib << 20) / a_month),
    })
}

/// An archive that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Entries in it.
    pub entries: u64,
    /// Segments in it.
    pub segments: u64,
    /// Bytes that they take.
    pub bytes: u64,
    /// The last entry.
    pub upto: Cursor,
    /// The hash of that.
    pub hash: [u8; 32],
    /// The day of the first shift in it and of the last.
    pub days: Option<(Date, Date)>,
}

/// What opens the archive in `root`.
pub fn slots_of(root: &Path) -> Result<Vec<SlotInfo>, Fault> {
    Marker::read(&Os, root).map_err(ArchiveError::from)?;
    Ok(Source::open(root)?.ring(Path::new(""))?.slots())
}

/// Reads the archive in `root` from its first entry to its last, without the till that it is of.
pub fn check(root: &Path, key: &Unlocking) -> Result<Checked, Fault> {
    let marker = Marker::read(&Os, root).map_err(ArchiveError::from)?;
    let master = Source::open(root)?.unlock(key)?;
    let there = |error| Fault::from(ArchiveError::there(root, error));
    let reader = Reader::open(Arc::new(Os), &root.join(JOURNAL), &master).map_err(there)?;
    let survey = match Survey::of(&reader) {
        Err(Fault::Journal(error)) => return Err(there(error)),
        other => other?,
    };
    let packs = reader.check_packs().map_err(there)?;
    let kept = reader.segments().map_err(there)?;
    if packs == 0 {
        return Err(ArchiveError::NoArchive(root.to_owned()).into());
    }
    let head = survey.verified.head;
    if head.identity.terminal != marker.terminal {
        return Err(ArchiveError::Foreign(root.to_owned()).into());
    }
    Ok(Checked {
        entries: survey.verified.entries,
        segments: kept.len() as u64,
        bytes: kept.iter().map(|kept| kept.bytes).sum(),
        upto: head.cursor,
        hash: head.hash,
        days: survey.days,
    })
}
