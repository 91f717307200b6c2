//! Mends a damaged journal, or one that ends too early, with the frames of its mirror. Must never take a
//! frame that does not follow on the one before, nor lose the bytes that it replaces.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::marker::{Marker, settle};
use super::padded::Padded;
use super::{JOURNAL, MirrorError};
use crate::journal::disk::{Disk, DiskFile, Mode, same};
use crate::journal::frame::{BLOCK, BLOCKS};
use crate::journal::scan::{Found, Scan};
use crate::journal::segment::{Segment, SegmentHeader, incarnation_dir, segment_path};
use crate::journal::shelf::{Shelf, numbered};
use crate::journal::{Cursor, Entry, JournalError, Reader, SEGMENT_LEN, Verified, verify};
use crate::vault::MasterKey;
use crate::vault::chain::{Hash, ORIGIN};

/// A file of the journal that is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file.
    pub path: PathBuf,
    /// Entries in it that the mirror gives.
    pub entries: u64,
}

/// What mending would do: nothing has been changed yet.
#[derive(Debug)]
pub struct Mending {
    own: Shelf,
    there: Shelf,
    /// Files that are replaced; none where the journal is whole and the mirror has no more.
    pub files: Vec<Mended>,
    /// The last entry then.
    pub head: Cursor,
}

/// The chain as far as it was followed.
#[derive(Debug, Clone, Copy)]
struct Chain {
    cursor: Cursor,
    hash: Hash,
}

/// A segment put together from both.
struct Merged {
    image: Vec<u8>,
    /// Entries that the mirror gave.
    given: u64,
    /// Whether the journal's file is to be replaced.
    changed: bool,
}

/// Goes through the journal in `own` and the mirror in `there`, entry by entry, and says what is to be
/// replaced.
pub fn plan(
    own: (Arc<dyn Disk>, &Path),
    there: (Arc<dyn Disk>, &Path),
    key: &MasterKey,
) -> Result<Mending, MirrorError> {
    let marker = Marker::read(&*there.0, there.1)?;
    let mut mending = Mending {
        own: Shelf::bare(own.0, own.1, key),
        there: Shelf::bare(there.0, &there.1.join(JOURNAL), key),
        files: Vec::new(),
        head: Cursor::START,
    };
    let mut chain = Chain {
        cursor: Cursor::START,
        hash: ORIGIN,
    };
    for which in mending.names()? {
        let merged = mending.merged(which, marker, &mut chain)?;
        if merged.changed {
            mending.files.push(Mended {
                path: segment_path(&mending.own.dir, which.0, which.1),
                entries: merged.given,
            });
        }
    }
    mending.head = chain.cursor;
    Ok(mending)
}

/// Does it. What is replaced is kept in `aside` first; then the whole chain is verified as it lies on the
/// disk.
pub fn mend(mending: &Mending, there: &Path, aside: &Path, key: &MasterKey) -> Result<Verified, MirrorError> {
    let marker = Marker::read(&*mending.there.disk, there)?;
    let mut chain = Chain {
        cursor: Cursor::START,
        hash: ORIGIN,
    };
    for which in mending.names()? {
        let merged = mending.merged(which, marker, &mut chain)?;
        if merged.changed {
            mending.replace(which, &merged.image, aside)?;
        }
    }
    let reader = Reader::open(Arc::clone(&mending.own.disk), &mending.own.dir, key);
    reader
        .and_then(|reader| verify(&reader, |_| ()))
        .map_err(MirrorError::Own)
}

/// One of the two copies of a segment.
struct Half {
    segment: Segment,
    /// Its own header opens and its length is right.
    whole: bool,
}

impl Mending {
    /// Entries that the mirror gives.
    pub fn entries(&self) -> u64 {
        self.files.iter().map(|file| file.entries).sum()
    }

    /// Every segment that either has, in order.
    fn names(&self) -> Result<BTreeSet<(u16, u32)>, MirrorError> {
        let mut names = BTreeSet::new();
        for shelf in [&self.own, &self.there] {
            let list = |dir: &Path| shelf.list(dir).map_err(MirrorError::Own);
            for ordinal in numbered(&list(&shelf.dir)?, 4, "") {
                let ordinal = ordinal as u16;
                let inside = list(&incarnation_dir(&shelf.dir, ordinal))?;
                names.extend(
                    numbered(&inside, 8, ".seg")
                        .into_iter()
                        .map(|number| (ordinal, number)),
                );
            }
        }
        Ok(names)
    }

    /// Both copies of a segment under the header that either has.
    fn halves(&self, which: (u16, u32)) -> Result<[Option<Half>; 2], MirrorError> {
        let (own, there) = (opened(&self.own, which)?, opened(&self.there, which)?);
        let header = |half: &Option<Opened>| half.as_ref().and_then(|half| half.header);
        let (ours, theirs) = (header(&own), header(&there));
        let Some(found) = ours.or(theirs) else {
            return Err(MirrorError::BothDamaged {
                path: self.own_path(which),
                after: Cursor::START,
            });
        };
        if theirs.is_some_and(|other| (other.identity, other.origin) != (found.identity, found.origin)) {
            return Err(self.parted(Cursor {
                incarnation: which.0,
                seq: 1,
            }));
        }
        Ok([own, there].map(|half| {
            half.map(|half| Half {
                whole: half.header.is_some() && half.length == SEGMENT_LEN,
                segment: Segment {
                    file: half.file,
                    path: half.path,
                    header: found,
                },
            })
        }))
    }

    fn parted(&self, at: Cursor) -> MirrorError {
        let path = self.root();
        MirrorError::Parted { path, at }
    }

    fn own_path(&self, (ordinal, number): (u16, u32)) -> PathBuf {
        segment_path(&self.own.dir, ordinal, number)
    }

    fn root(&self) -> PathBuf {
        self.there.dir.parent().unwrap_or(&self.there.dir).to_owned()
    }

    /// One segment out of the two, frame by frame: each must follow on the one before.
    fn merged(&self, which: (u16, u32), marker: Marker, chain: &mut Chain) -> Result<Merged, MirrorError> {
        let halves = self.halves(which)?;
        let header = halves.iter().flatten().map(|half| half.segment.header).next();
        let header = header.expect("a name stands for a file in one of the two");
        if header.identity.terminal != marker.terminal {
            return Err(MirrorError::Foreign(self.root()));
        }
        let path = self.own_path(which);
        let both = |after| MirrorError::BothDamaged {
            path: path.clone(),
            after,
        };
        if which.1 == 1 {
            let next = chain.cursor.incarnation + 1 == which.0 && header.origin == chain.hash;
            if !next {
                return Err(both(chain.cursor));
            }
            chain.cursor = Cursor {
                incarnation: which.0,
                seq: 0,
            };
        }
        let mut image = vec![0; SEGMENT_LEN as usize];
        let heads = halves
            .iter()
            .flatten()
            .find(|half| half.whole)
            .or(halves[0].as_ref());
        let heads = heads.or(halves[1].as_ref()).expect("one of the two is there");
        read(&heads.segment, 0, &mut image[..BLOCK])?;
        let (given, end) = self.walk(which, &halves, &mut image, chain)?;
        for half in halves.iter().flatten() {
            let more = Scan::ahead().any_frame_from(&self.own.sealer, &half.segment, end);
            if more.map_err(MirrorError::Own)? {
                return Err(both(chain.cursor));
            }
        }
        let changed = match &halves[0] {
            Some(own) if own.whole && given == 0 => !same_start(own, &image[..usize::from(end) * BLOCK])?,
            Some(own) => !own.whole || !same(&*own.segment.file, &image).map_err(io_of(&own.segment))?,
            None => true,
        };
        Ok(Merged {
            image,
            given,
            changed,
        })
    }

    /// Copies the frames of either into the image as long as one follows; returns how many entries the mirror
    /// gave, and the block behind the last frame.
    fn walk(
        &self,
        which: (u16, u32),
        halves: &[Option<Half>; 2],
        image: &mut [u8],
        chain: &mut Chain,
    ) -> Result<(u64, u16), MirrorError> {
        let (mut given, mut block) = (0, 1);
        let mut scans = [Scan::ahead(), Scan::ahead()];
        while block < BLOCKS {
            let mut found: Option<(usize, u16, Vec<Entry>)> = None;
            for (at, (half, scan)) in halves.iter().zip(&mut scans).enumerate() {
                let Some(half) = half else { continue };
                let frame = scan.frame(&self.own.sealer, &half.segment, block);
                let Found::Frame { blocks, entries } = frame.map_err(MirrorError::Own)? else {
                    continue;
                };
                match &found {
                    Some((_, _, ours)) if last(ours) != last(&entries) => {
                        return Err(self.parted(entries[0].cursor));
                    }
                    Some(_) => {}
                    None => found = Some((at, blocks, entries)),
                }
            }
            let Some((at, blocks, entries)) = found else { break };
            for entry in &entries {
                if entry.seq() != chain.cursor.seq + 1 {
                    let (path, after) = (self.own_path(which), chain.cursor);
                    return Err(MirrorError::BothDamaged { path, after });
                }
                if entry.prev_hash != chain.hash {
                    return Err(self.parted(entry.cursor));
                }
                (chain.cursor, chain.hash) = (entry.cursor, entry.hash);
            }
            let (from, to) = (usize::from(block) * BLOCK, usize::from(block + blocks) * BLOCK);
            let half = halves[at].as_ref().expect("a frame was found in it");
            read(&half.segment, from as u64, &mut image[from..to])?;
            given += if at == 1 { entries.len() as u64 } else { 0 };
            block += blocks;
        }
        Ok((given, block))
    }

    /// Puts a segment in the place of the damaged one, of which a copy is kept.
    fn replace(&self, which: (u16, u32), image: &[u8], aside: &Path) -> Result<(), MirrorError> {
        let disk = &*self.own.disk;
        let path = segment_path(&self.own.dir, which.0, which.1);
        if let Ok(file) = disk.open(&path, Mode::Read) {
            let length = file.len().map_err(MirrorError::io(&path))?.min(2 * SEGMENT_LEN);
            let mut bytes = vec![0; length as usize];
            file.read_at(0, &mut bytes).map_err(MirrorError::io(&path))?;
            disk.create_dir(aside).map_err(MirrorError::io(aside))?;
            let kept = aside.join(format!("{:04}-{:08}.seg", which.0, which.1));
            write(disk, &kept, &bytes).map_err(MirrorError::io(&kept))?;
            settle(disk, aside)?;
        }
        let folder = incarnation_dir(&self.own.dir, which.0);
        disk.create_dir(&folder).map_err(MirrorError::io(&folder))?;
        let fresh = path.with_extension("new");
        write(disk, &fresh, image)
            .and_then(|()| disk.rename(&fresh, &path))
            .map_err(MirrorError::io(&path))?;
        settle(disk, &folder)?;
        settle(disk, &self.own.dir)
    }
}

/// A file of a segment, its header where it opens.
struct Opened {
    file: Box<dyn DiskFile>,
    path: PathBuf,
    length: u64,
    header: Option<SegmentHeader>,
}

/// Opens a segment however damaged it is; none where there is no such file.
fn opened(shelf: &Shelf, which: (u16, u32)) -> Result<Option<Opened>, MirrorError> {
    let path = segment_path(&shelf.dir, which.0, which.1);
    let raw = || shelf.disk.open(&path, Mode::Read).map_err(MirrorError::io(&path));
    match shelf.open(which, Mode::Read) {
        Ok(Segment { file, path, header }) => Ok(Some(Opened {
            file,
            path,
            length: SEGMENT_LEN,
            header: Some(header),
        })),
        Err(JournalError::Missing(_)) => Ok(None),
        Err(JournalError::Truncated { .. }) => {
            // What is there of it may hold the header and whole frames.
            let length = raw()?.len().map_err(MirrorError::io(&path))?;
            let header = SegmentHeader::of(&Padded(raw()?), &shelf.sealer, &path);
            let header = header.filter(|header| (header.ordinal, header.number) == which);
            let file = Box::new(Padded(raw()?));
            Ok(Some(Opened {
                file,
                length,
                header,
                path,
            }))
        }
        Err(error @ (JournalError::Io { .. } | JournalError::Newer { .. })) => Err(MirrorError::Own(error)),
        Err(_) => Ok(Some(Opened {
            file: raw()?,
            length: SEGMENT_LEN,
            header: None,
            path,
        })),
    }
}

fn last(entries: &[Entry]) -> Option<Hash> {
    entries.last().map(|entry| entry.hash)
}

fn io_of(segment: &Segment) -> impl FnOnce(io::Error) -> MirrorError {
    MirrorError::io(segment.path.clone())
}

fn read(segment: &Segment, offset: u64, out: &mut [u8]) -> Result<(), MirrorError> {
    segment.file.read_at(offset, out).map_err(io_of(segment))
}

/// Whether the file begins with these bytes. What stands behind the last whole frame of a journal that needs
/// nothing of the mirror is a write that was never finished: opening it cuts that.
fn same_start(half: &Half, image: &[u8]) -> Result<bool, MirrorError> {
    let mut bytes = vec![0; image.len()];
    read(&half.segment, 0, &mut bytes)?;
    Ok(bytes == image)
}

fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = disk.open(path, Mode::Create)?;
    file.write_at(0, bytes)?;
    file.sync_all()
}
