//! Follows the journal, frame by frame, each opened before it is copied and held against the one before. Must
//! never copy what is not durable: after a power cut the mirror would know more than the journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use super::marker::Marker;
use super::{JOURNAL, MirrorError};
use crate::journal::disk::{Disk, Mode};
use crate::journal::frame::{BLOCK, BLOCKS};
use crate::journal::scan::{Found, Scan};
use crate::journal::segment::{Segment, damaged};
use crate::journal::shelf::Shelf;
use crate::journal::{Cursor, Durable, Hash, JournalError, Reader, SEGMENT_LEN};

/// Frames that are added one by one, each synced, so that a power cut leaves at most the last unfinished;
/// with more to copy the segment is written anew under another name and takes the place of the one there.
const FEW: usize = 16;

/// A mirror and the journal that it follows.
#[derive(Debug)]
pub struct Mirror {
    pub(super) own: Shelf,
    pub(super) there: Shelf,
    pub(super) root: PathBuf,
    terminal: Uuid,
    at: Option<At>,
}

/// How far the mirror is known to agree with the journal.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    /// Which mirror that was.
    pub(super) mirror: Uuid,
    pub(super) ordinal: u16,
    pub(super) number: u32,
    /// The block for the next frame; 0 where the whole segment is still to be compared.
    pub(super) block: u16,
    /// The last entry there; none where that is not known yet.
    pub(super) last: Option<(Cursor, Hash)>,
    /// Every segment is compared on the way, and none behind the last is left.
    pub(super) anew: bool,
}

/// Whole frames that follow each other.
pub(super) struct Run {
    /// Where each begins, and its blocks.
    frames: Vec<(u16, u16)>,
    /// The block after them.
    pub(super) end: u16,
    pub(super) last: Option<(Cursor, Hash)>,
}

impl Mirror {
    /// The mirror in `root` on `disk`, of the journal behind `reader`.
    pub fn of(reader: &Reader, disk: Arc<dyn Disk>, root: &Path, terminal: Uuid) -> Mirror {
        let own = Shelf {
            incarnations: Vec::new(),
            ..reader.shelf.clone()
        };
        let there = Shelf {
            disk,
            dir: root.join(JOURNAL),
            ..own.clone()
        };
        Mirror {
            own,
            there,
            root: root.to_owned(),
            terminal,
            at: None,
        }
    }

    /// The last entry known to be there.
    pub fn upto(&self) -> Option<Cursor> {
        self.at?.last.map(|(cursor, _)| cursor)
    }

    /// Looks at the whole of it again, before anything more is written.
    pub fn look_again(&mut self) {
        self.at = None;
    }

    /// One step towards everything up to `upto` being there; false when it is. After an error the next step
    /// begins by looking at what is there.
    pub fn step(&mut self, upto: &Durable) -> Result<bool, MirrorError> {
        let at = self.at.take();
        let (at, more) = self.stepped(at, upto)?;
        self.at = at;
        Ok(more)
    }

    fn stepped(&self, at: Option<At>, upto: &Durable) -> Result<(Option<At>, bool), MirrorError> {
        let mirror = self.marked()?;
        let Some(at) = at.filter(|at| at.mirror == mirror) else {
            return Ok((Some(self.look(mirror, upto)?), true));
        };
        if at.block == 0 {
            return Ok((Some(self.level(at, upto)?), true));
        }
        let own = self.own(at.ordinal, at.number)?;
        let run = self.run(&own, at.block, at.last, upto)?;
        if run.frames.len() > FEW {
            let level = At {
                block: 0,
                last: None,
                ..at
            };
            return Ok((Some(level), true));
        }
        if run.frames.is_empty() {
            let next = self.turn(at, upto)?;
            return Ok((Some(next.unwrap_or(at)), next.is_some()));
        }
        if !self.append(at, &own, &run)? {
            return Ok((None, true));
        }
        let at = At {
            block: run.end,
            last: run.last,
            ..at
        };
        Ok((Some(at), true))
    }

    /// Which mirror that is, once it says that it is this till's.
    pub(super) fn marked(&self) -> Result<Uuid, MirrorError> {
        let marker = Marker::read(&*self.there.disk, &self.root)?;
        if marker.terminal != self.terminal {
            return Err(MirrorError::Foreign(self.root.clone()));
        }
        Ok(marker.mirror)
    }

    /// A segment of the journal.
    pub(super) fn own(&self, ordinal: u16, number: u32) -> Result<Segment, MirrorError> {
        self.own
            .open((ordinal, number), Mode::Read)
            .map_err(MirrorError::Own)
    }

    /// The whole durable frames of a segment of the journal from a block on.
    pub(super) fn run(
        &self,
        own: &Segment,
        from: u16,
        last: Option<(Cursor, Hash)>,
        upto: &Durable,
    ) -> Result<Run, MirrorError> {
        let header = own.header;
        let open = (header.ordinal, header.number) == (upto.head.cursor.incarnation, upto.segment);
        let limit = if open { upto.block } else { BLOCKS };
        let mut scan = Scan::ahead();
        let mut run = Run {
            frames: Vec::new(),
            end: from,
            last,
        };
        let broken = |run: &Run, what| {
            let after = run.last.map_or(Cursor::START, |(cursor, _)| cursor);
            MirrorError::Own(damaged(&own.path, run.end, after, what))
        };
        while run.end < limit {
            match scan
                .frame(&self.own.sealer, own, run.end)
                .map_err(MirrorError::Own)?
            {
                Found::Frame { blocks, entries } => {
                    for entry in &entries {
                        if run.last.is_some_and(|(_, hash)| hash != entry.prev_hash) {
                            return Err(broken(&run, "the next entry does not follow"));
                        }
                        run.last = Some((entry.cursor, entry.hash));
                    }
                    run.frames.push((run.end, blocks));
                    run.end += blocks;
                }
                Found::Blank if !open => break,
                _ => return Err(broken(&run, "an entry that was durable does not open")),
            }
        }
        Ok(run)
    }

    /// Adds the frames, each synced before the next; false where something stands in their place.
    fn append(&self, at: At, own: &Segment, run: &Run) -> Result<bool, MirrorError> {
        let path = self.path(at.ordinal, at.number);
        let file = self
            .there
            .disk
            .open(&path, Mode::Write)
            .map_err(MirrorError::io(&path))?;
        for &(start, blocks) in &run.frames {
            let offset = u64::from(start) * BLOCK as u64;
            let mut there = vec![0; usize::from(blocks) * BLOCK];
            if file.len().map_err(MirrorError::io(&path))? != SEGMENT_LEN {
                return Ok(false);
            }
            file.read_at(offset, &mut there).map_err(MirrorError::io(&path))?;
            if there.iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
            let mut bytes = there;
            own.file
                .read_at(offset, &mut bytes)
                .map_err(|source| MirrorError::Own(JournalError::io(own.path.clone(), source)))?;
            file.write_at(offset, &bytes)
                .and_then(|()| file.sync_data())
                .map_err(MirrorError::io(&path))?;
        }
        Ok(true)
    }

    /// Where to go on after the last frame of a segment; none at the end.
    fn turn(&self, at: At, upto: &Durable) -> Result<Option<At>, MirrorError> {
        let newest = upto.head.cursor.incarnation;
        if (at.ordinal, at.number) == (newest, upto.segment) {
            if at.anew {
                self.drop_after(at.ordinal, at.number)?;
            }
            return Ok(None);
        }
        let next = At {
            block: 0,
            number: at.number + 1,
            ..at
        };
        if at.ordinal == newest || self.goes_on(next.ordinal, next.number)? {
            return Ok(Some(next));
        }
        if at.anew {
            self.drop_after(at.ordinal, at.number)?;
        }
        Ok(Some(At {
            ordinal: at.ordinal + 1,
            number: 1,
            ..next
        }))
    }

    /// Whether a life of the journal that is over has entries in that segment.
    fn goes_on(&self, ordinal: u16, number: u32) -> Result<bool, MirrorError> {
        let segment = match self.own.open((ordinal, number), Mode::Read) {
            Err(JournalError::Missing(_)) => return Ok(false),
            other => other.map_err(MirrorError::Own)?,
        };
        let first = Scan::single().frame(&self.own.sealer, &segment, 1);
        Ok(matches!(first.map_err(MirrorError::Own)?, Found::Frame { .. }))
    }
}
