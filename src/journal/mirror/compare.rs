//! What is on a mirror before anything is written on it: a start of this journal, more than it, another past,
//! or damage. Must never let an entry be overwritten that the journal has not.

use uuid::Uuid;

use super::MirrorError;
use super::follow::{At, Mirror};
use super::padded::Padded;
use crate::journal::disk::Mode;
use crate::journal::frame::{BLOCK, BLOCKS};
use crate::journal::scan::{Found, Scan};
use crate::journal::segment::Segment;
use crate::journal::shelf::{Shelf, numbered};
use crate::journal::tail::{self, Tail};
use crate::journal::{Cursor, Durable, Entry, Hash, Head, JournalError, Reader};

impl Mirror {
    /// The last entry there, once it is proven that everything there is the journal's that ends like that.
    pub fn agree(&self, own: &Head) -> Result<Option<Cursor>, MirrorError> {
        self.marked()?;
        let Some((shelf, tail)) = self.ending()? else {
            return Ok(None);
        };
        self.follows(&Reader::over(shelf), &tail.head, own)?;
        Ok(Some(tail.head.cursor))
    }

    /// Where to go on. One chain runs through all lives, so the last hash there proves everything before it.
    pub(super) fn look(&self, mirror: Uuid, upto: &Durable) -> Result<At, MirrorError> {
        let beginning = At {
            mirror,
            ordinal: 1,
            number: 1,
            block: 0,
            last: None,
            anew: true,
        };
        let (shelf, tail) = match self.ending() {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(beginning),
            Err(MirrorError::Damaged { .. }) => {
                self.nothing_unknown(upto)?;
                return Ok(beginning);
            }
            Err(error) => return Err(error),
        };
        self.follows(&Reader::over(shelf), &tail.head, &upto.head)?;
        let ordinal = tail.head.cursor.incarnation;
        if tail.unfinished > 0 || tail.head.cursor.seq == 0 || !self.alike(ordinal, &tail)? {
            return Ok(beginning);
        }
        self.settle(ordinal, &tail)?;
        Ok(At {
            ordinal,
            number: tail.segment,
            block: tail.block,
            last: Some((tail.head.cursor, tail.head.hash)),
            anew: false,
            ..beginning
        })
    }

    /// The end of what is there, if anything is.
    fn ending(&self) -> Result<Option<(Shelf, Tail)>, MirrorError> {
        let there = |error| MirrorError::there(&self.root, error);
        let shelf = match self.there.again() {
            Err(JournalError::NotThere(_)) => return Ok(None),
            other => other.map_err(there)?,
        };
        let tail = tail::find(&shelf, shelf.last()).map_err(there)?;
        Ok(Some((shelf, tail)))
    }

    /// The journal as it is now.
    fn journal(&self) -> Result<Reader, MirrorError> {
        Ok(Reader::over(self.own.again().map_err(MirrorError::Own)?))
    }

    /// Whether what is there is a start of the journal.
    fn follows(&self, there: &Reader, end: &Head, own: &Head) -> Result<(), MirrorError> {
        if end.cursor <= own.cursor {
            let known = has(&self.journal()?, end).map_err(MirrorError::Own)?;
            return if known {
                Ok(())
            } else {
                Err(self.parted(end.cursor))
            };
        }
        if has(there, own).map_err(|error| MirrorError::there(&self.root, error))? {
            return Err(MirrorError::Ahead {
                path: self.root.clone(),
                journal: own.cursor,
                mirror: end.cursor,
            });
        }
        Err(self.parted(end.cursor))
    }

    fn parted(&self, at: Cursor) -> MirrorError {
        let path = self.root.clone();
        MirrorError::Parted { path, at }
    }

    /// Whether the last segment there is the journal's byte for byte, as far as it goes.
    fn alike(&self, ordinal: u16, tail: &Tail) -> Result<bool, MirrorError> {
        let own = match self.own.open((ordinal, tail.segment), Mode::Read) {
            Err(JournalError::Missing(_)) => return Ok(false),
            other => other.map_err(MirrorError::Own)?,
        };
        let path = self.path(ordinal, tail.segment);
        let there = match self.there.disk.open(&path, Mode::Read) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            other => other.map_err(MirrorError::io(&path))?,
        };
        let length = usize::from(tail.block) * BLOCK;
        let (mut ours, mut theirs) = (vec![0; length], vec![0; length]);
        own.file
            .read_at(0, &mut ours)
            .map_err(|source| MirrorError::Own(JournalError::io(own.path.clone(), source)))?;
        there.read_at(0, &mut theirs).map_err(MirrorError::io(&path))?;
        Ok(ours == theirs)
    }

    /// Refuses what is damaged there as long as any entry of it can be read that the journal has not.
    fn nothing_unknown(&self, upto: &Durable) -> Result<(), MirrorError> {
        let journal = self.journal()?;
        let list = |dir: &std::path::Path| {
            self.there
                .list(dir)
                .map_err(|error| MirrorError::there(&self.root, error))
        };
        for ordinal in numbered(&list(&self.there.dir)?, 4, "") {
            let ordinal = ordinal as u16;
            let folder = crate::journal::segment::incarnation_dir(&self.there.dir, ordinal);
            for number in numbered(&list(&folder)?, 8, ".seg") {
                let mut whole = self.whole_entries(ordinal, number)?;
                whole.sort_unstable();
                self.all_known(&journal, &whole, upto)?;
            }
        }
        Ok(())
    }

    /// The entries of all frames that open in a segment there, wherever in it they are.
    fn whole_entries(&self, ordinal: u16, number: u32) -> Result<Vec<(Cursor, Hash)>, MirrorError> {
        let there = |error| MirrorError::there(&self.root, error);
        let segment = match self.there.open((ordinal, number), Mode::Read) {
            Ok(segment) => segment,
            Err(error @ (JournalError::Io { .. } | JournalError::Newer { .. })) => return Err(there(error)),
            // Its own header is gone: the journal's says what belongs there.
            Err(error) => {
                let own = self.own.open((ordinal, number), Mode::Read);
                let header = own.map_err(|_| there(error))?.header;
                let path = self.path(ordinal, number);
                let file = self
                    .there
                    .disk
                    .open(&path, Mode::Read)
                    .map_err(MirrorError::io(&path))?;
                let file = Box::new(Padded(file));
                Segment { file, path, header }
            }
        };
        let (mut scan, mut block, mut found) = (Scan::ahead(), 1, Vec::new());
        while block < BLOCKS {
            let header = scan.header(&segment, block).map_err(there)?;
            match header {
                Some(_) => match scan.frame(&self.there.sealer, &segment, block).map_err(there)? {
                    Found::Frame { blocks, entries } => {
                        found.extend(entries.iter().map(|entry: &Entry| (entry.cursor, entry.hash)));
                        block += blocks;
                    }
                    _ => block += 1,
                },
                None => block += 1,
            }
        }
        Ok(found)
    }

    fn all_known(
        &self,
        journal: &Reader,
        wanted: &[(Cursor, Hash)],
        upto: &Durable,
    ) -> Result<(), MirrorError> {
        let Some((first, _)) = wanted.first() else {
            return Ok(());
        };
        let before = Cursor {
            seq: first.seq - 1,
            ..*first
        };
        let mut entries = journal.entries_after(before);
        let mut own: Option<Entry> = None;
        for (cursor, hash) in wanted {
            while own.as_ref().is_none_or(|own| own.cursor < *cursor) {
                match entries.next().transpose().map_err(MirrorError::Own)? {
                    Some(next) => own = Some(next),
                    None if *cursor > upto.head.cursor => {
                        return Err(MirrorError::Damaged {
                            path: self.root.clone(),
                            what: format!("and it has entry {cursor}, which this till has not"),
                        });
                    }
                    None => return Err(self.parted(*cursor)),
                }
            }
            if own
                .as_ref()
                .is_none_or(|own| (own.cursor, own.hash) != (*cursor, *hash))
            {
                return Err(self.parted(*cursor));
            }
        }
        Ok(())
    }
}

/// Whether a journal has that entry in that place, with everything before it. The beginning of a life is
/// known by what it goes on from.
pub(super) fn has(journal: &Reader, wanted: &Head) -> Result<bool, JournalError> {
    let life = usize::from(wanted.cursor.incarnation).wrapping_sub(1);
    let Some(life) = journal.shelf.incarnations.get(life) else {
        return Ok(false);
    };
    if life.identity != wanted.identity {
        return Ok(false);
    }
    if wanted.cursor.seq == 0 {
        return Ok(life.origin == wanted.hash);
    }
    let before = Cursor {
        seq: wanted.cursor.seq - 1,
        ..wanted.cursor
    };
    let entry = journal.entries_after(before).next().transpose()?;
    Ok(entry.is_some_and(|entry| (entry.cursor, entry.hash) == (wanted.cursor, wanted.hash)))
}
