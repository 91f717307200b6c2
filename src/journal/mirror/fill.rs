//! Writes segments of a mirror. Must never leave half of one under its own name.

use std::io;
use std::path::PathBuf;

use super::MirrorError;
use super::follow::{At, Mirror};
use super::marker::settle;
use crate::journal::disk::{Mode, same};
use crate::journal::frame::BLOCK;
use crate::journal::segment::{incarnation_dir, segment_path};
use crate::journal::shelf::numbered;
use crate::journal::tail::Tail;
use crate::journal::{Durable, JournalError, SEGMENT_LEN};

/// Bytes written at a time.
const STEP: usize = 256 << 10;

impl Mirror {
    /// The file of a segment there.
    pub(super) fn path(&self, ordinal: u16, number: u32) -> PathBuf {
        segment_path(&self.there.dir, ordinal, number)
    }

    /// Has the segment there hold what the journal's holds, up to its last durable frame.
    pub(super) fn level(&self, at: At, upto: &Durable) -> Result<At, MirrorError> {
        let own = self.own(at.ordinal, at.number)?;
        let run = self.run(&own, 1, at.last, upto)?;
        let mut image = vec![0; SEGMENT_LEN as usize];
        own.file
            .read_at(0, &mut image[..usize::from(run.end) * BLOCK])
            .map_err(|source| MirrorError::Own(JournalError::io(own.path.clone(), source)))?;
        if !self.is_there(at.ordinal, at.number, &image)? {
            self.put(at.ordinal, at.number, &image)?;
        }
        Ok(At {
            block: run.end,
            last: run.last,
            ..at
        })
    }

    /// Whether the segment there is these bytes.
    fn is_there(&self, ordinal: u16, number: u32, image: &[u8]) -> Result<bool, MirrorError> {
        let path = self.path(ordinal, number);
        let file = match self.there.disk.open(&path, Mode::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            other => other.map_err(MirrorError::io(&path))?,
        };
        same(&*file, image).map_err(MirrorError::io(&path))
    }

    /// Writes a segment whole: under another name, synced, then in the place of what was there.
    fn put(&self, ordinal: u16, number: u32, image: &[u8]) -> Result<(), MirrorError> {
        let disk = &*self.there.disk;
        let folder = incarnation_dir(&self.there.dir, ordinal);
        for (dir, above) in [(&self.there.dir, &self.root), (&folder, &self.there.dir)] {
            if disk.list(dir).is_err() {
                disk.create_dir(dir).map_err(MirrorError::io(dir))?;
                settle(disk, above)?;
            }
        }
        let path = self.path(ordinal, number);
        let fresh = path.with_extension("new");
        let written = || -> io::Result<()> {
            let file = disk.open(&fresh, Mode::Create)?;
            for (piece, offset) in image.chunks(STEP).zip((0..).step_by(STEP)) {
                file.write_at(offset, piece)?;
            }
            file.sync_all()
        };
        if let Err(source) = written() {
            // It would take the space that the next attempt needs; that it stays changes nothing.
            let _ = disk.remove(&fresh);
            return Err(MirrorError::io(&fresh)(source));
        }
        disk.rename(&fresh, &path).map_err(MirrorError::io(&path))?;
        settle(disk, &folder)
    }

    /// Makes durable what was found: after a sync that failed, or a program that was killed before its own,
    /// the last frame can be read and may never reach the stick. It is written again as it is.
    pub(super) fn settle(&self, ordinal: u16, tail: &Tail) -> Result<(), MirrorError> {
        let path = self.path(ordinal, tail.segment);
        let disk = &*self.there.disk;
        let offset = u64::from(tail.last) * BLOCK as u64;
        let mut bytes = vec![0; usize::from(tail.block - tail.last) * BLOCK];
        let written = disk.open(&path, Mode::Write).and_then(|file| {
            file.read_at(offset, &mut bytes)?;
            file.write_at(offset, &bytes)?;
            file.sync_data()
        });
        written.map_err(MirrorError::io(&path))?;
        settle(disk, &incarnation_dir(&self.there.dir, ordinal))?;
        settle(disk, &self.there.dir)
    }

    /// Removes the segments of an incarnation behind that one: all that they hold lies in others by now.
    pub(super) fn drop_after(&self, ordinal: u16, number: u32) -> Result<(), MirrorError> {
        let folder = incarnation_dir(&self.there.dir, ordinal);
        let names = self.there.disk.list(&folder).unwrap_or_default();
        let more = numbered(&names, 8, ".seg")
            .into_iter()
            .filter(|more| *more > number);
        for more in more {
            let path = self.path(ordinal, more);
            self.there.disk.remove(&path).map_err(MirrorError::io(&path))?;
        }
        Ok(())
    }
}
