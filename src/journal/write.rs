//! The writer: opens, recovers and appends. Must never answer before the sync, nor retry one that failed.

use std::io;
use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use super::disk::{Mode, at};
use super::entry::{PREFIX, encode_header};
use super::frame::{BLOCK, BLOCKS, FRAME_HEADER, blocks_for, seal};
use super::head::{Appended, Durable, Head, Identity, Reached, Recovery};
use super::position::{MAX_ENTRIES, MAX_INCARNATIONS, MAX_SEGMENTS};
use super::segment::{Segment, SegmentHeader, incarnation_dir, prepare};
use super::shelf::{Incarnation, Shelf};
use super::tail::{self, Tail};
use super::{Cursor, Disk, Entry, JournalError, NewEntry, Position, Reader};
use crate::vault::MasterKey;
use crate::vault::chain::{ORIGIN, link};
use crate::vault::seal::{Sealer, TAG_LEN};

/// A bug to plant, so that a test can prove that it would notice.
#[cfg(feature = "planted-bugs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// `append` returns before its sync, which happens at the next append.
    AnswerBeforeSync,
}

/// The journal opened for writing. One per store, under its lock.
#[derive(Debug)]
pub struct Journal {
    reader: Reader,
    head: Head,
    /// The segment being filled, and the block the next frame goes to.
    segment: Segment,
    block: u16,
    /// A write or sync failed: what is on disk is unknown until opened again.
    poisoned: bool,
    /// The frame being built; kept, so that an append allocates little.
    buffer: Vec<u8>,
    #[cfg(feature = "planted-bugs")]
    plant: Option<Plant>,
}

impl Journal {
    /// Makes an empty journal in `dir`.
    pub fn create(
        disk: Arc<dyn Disk>,
        dir: &Path,
        identity: Identity,
        key: &MasterKey,
    ) -> Result<Self, JournalError> {
        let mut shelf = Shelf::bare(disk, dir, key);
        for folder in shelf.list(dir)? {
            if shelf
                .list(&dir.join(folder))?
                .iter()
                .any(|name| name.ends_with(".seg"))
            {
                return Err(JournalError::AlreadyThere(dir.to_owned()));
            }
        }
        begin(
            &mut shelf,
            Incarnation {
                ordinal: 1,
                identity,
                origin: ORIGIN,
                segments: 1,
            },
        )?;
        if let Some(above) = dir.parent() {
            shelf.disk.sync_dir(above).map_err(at(above))?;
        }
        Self::at_tail(shelf, None)
    }

    /// Opens the journal in `dir`, cutting a torn tail; reads the last segments only.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: &Path,
        key: &MasterKey,
        reached: Reached,
    ) -> Result<(Self, Recovery), JournalError> {
        let shelf = Shelf::load(disk, dir, key)?;
        let tail = tail::find(&shelf, shelf.last())?;
        tail::witnessed(&shelf, &tail, reached)?;
        let journal = Self::at_tail(shelf, Some(tail))?;
        journal.settle(&tail)?;
        if tail.unfinished == 0 {
            return Ok((journal, Recovery::Clean));
        }
        Ok((
            journal,
            Recovery::TornTail {
                bytes: u64::from(tail.unfinished) * BLOCK as u64,
                after: tail.head.cursor,
            },
        ))
    }

    /// Makes durable what was found: a program that was killed, or whose sync failed, leaves a last frame, or
    /// the name of a segment, that can be read and that the next power cut would take back. The frame is
    /// written again as it is, since a sync alone does nothing for what an earlier one failed to write; what
    /// stands unfinished behind it becomes zeros.
    fn settle(&self, tail: &Tail) -> Result<(), JournalError> {
        let Segment { file, path, header } = &self.segment;
        let whole = usize::from(tail.block - tail.last) * BLOCK;
        let mut bytes = vec![0; whole + usize::from(tail.unfinished) * BLOCK];
        let settled = file
            .read_at(offset(tail.last), &mut bytes[..whole])
            .and_then(|()| file.write_at(offset(tail.last), &bytes))
            .and_then(|()| file.sync_data());
        settled.map_err(at(path))?;
        let Shelf { disk, dir, .. } = &self.reader.shelf;
        for dir in [&incarnation_dir(dir, header.ordinal), dir] {
            disk.sync_dir(dir).map_err(at(dir))?;
        }
        Ok(())
    }

    /// Starts a new incarnation after a restore; its first entry links to the head of the one before.
    pub fn new_incarnation(mut self, incarnation: Uuid) -> Result<Self, JournalError> {
        self.go_on_as(incarnation)?;
        Ok(self)
    }

    /// The same where the journal is in use: what is appended from here on is of the new incarnation.
    pub fn go_on_as(&mut self, incarnation: Uuid) -> Result<(), JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        let (head, mut shelf) = (self.head, self.reader.shelf.clone());
        let ordinal = head.cursor.incarnation + 1;
        if ordinal > MAX_INCARNATIONS {
            return Err(JournalError::Exhausted);
        }
        let identity = Identity {
            incarnation,
            ..head.identity
        };
        begin(
            &mut shelf,
            Incarnation {
                ordinal,
                identity,
                origin: head.hash,
                segments: 1,
            },
        )?;
        let begun = Self::at_tail(shelf, None)?;
        #[cfg(feature = "planted-bugs")]
        let begun = Self {
            plant: self.plant,
            ..begun
        };
        *self = begun;
        Ok(())
    }

    /// Ready to append at the tail, or at the start of the last incarnation.
    fn at_tail(shelf: Shelf, tail: Option<Tail>) -> Result<Self, JournalError> {
        let last = *shelf.last();
        let cursor = Cursor {
            incarnation: last.ordinal,
            seq: 0,
        };
        let empty = Head {
            identity: last.identity,
            cursor,
            hash: last.origin,
        };
        let tail = tail.unwrap_or(Tail {
            head: empty,
            segment: 1,
            block: 1,
            last: 1,
            unfinished: 0,
        });
        let segment = shelf.open((last.ordinal, tail.segment), Mode::Write)?;
        Ok(Self {
            reader: Reader::over(shelf),
            head: tail.head,
            segment,
            block: tail.block,
            poisoned: false,
            buffer: Vec::new(),
            #[cfg(feature = "planted-bugs")]
            plant: None,
        })
    }

    /// Appends the entries of one command as one frame with one sync: all or none of them.
    ///
    /// After a failed write or sync nothing more is appended ([`JournalError::Poisoned`]); the next open says
    /// whether these were recorded. [`JournalError::NoSpace`] and [`JournalError::TooLarge`] come before
    /// anything is written and poison nothing.
    pub fn append(&mut self, entries: &[NewEntry<'_>]) -> Result<Vec<Appended>, JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        #[cfg(feature = "planted-bugs")]
        if self.plant == Some(Plant::AnswerBeforeSync) {
            self.segment.file.sync_data().map_err(at(&self.segment.path))?;
        }
        let body: usize = entries.iter().map(|entry| PREFIX + entry.payload.len()).sum();
        let blocks = blocks_for(body + TAG_LEN);
        if entries.len() > MAX_ENTRIES || blocks >= usize::from(BLOCKS) {
            return Err(JournalError::TooLarge(body));
        }
        if usize::from(self.block) + blocks > usize::from(BLOCKS) {
            self.turn()?;
        }
        let appended = self.fill(entries)?;
        // Until both have succeeded nobody knows what is on disk.
        self.poisoned = true;
        let written = self.segment.file.write_at(offset(self.block), &self.buffer);
        written
            .and_then(|()| self.sync())
            .map_err(|source| JournalError::Io {
                path: self.segment.path.clone(),
                source,
            })?;
        self.poisoned = false;
        self.block += blocks as u16;
        if let Some(last) = appended.last() {
            (self.head.cursor.seq, self.head.hash) = (last.seq, last.hash);
        }
        Ok(appended)
    }

    /// Builds the sealed frame of `entries` in the buffer.
    fn fill(&mut self, entries: &[NewEntry<'_>]) -> Result<Vec<Appended>, JournalError> {
        let nonce = Sealer::nonce()?;
        let Head {
            identity,
            cursor,
            mut hash,
        } = self.head;
        let mut appended = Vec::with_capacity(entries.len());
        self.buffer.clear();
        self.buffer.resize(FRAME_HEADER, 0);
        for ((entry, seq), index) in entries.iter().zip(cursor.seq + 1..).zip(0..) {
            let header = encode_header(identity, seq, entry);
            self.buffer.extend_from_slice(&header);
            self.buffer.extend_from_slice(&hash);
            self.buffer.extend_from_slice(entry.payload);
            hash = link(&header, &hash, entry.payload);
            let number = self.segment.header.number;
            let position = Position::new(cursor.incarnation, number, self.block, index);
            appended.push(Appended { seq, hash, position });
        }
        let frame = (cursor.seq + 1, entries.len() as u32);
        seal(
            &self.reader.shelf.sealer,
            self.segment.place(self.block),
            frame,
            nonce,
            &mut self.buffer,
        );
        Ok(appended)
    }

    /// Makes the frame durable: the whole price of an answer.
    fn sync(&self) -> io::Result<()> {
        #[cfg(feature = "planted-bugs")]
        if self.plant == Some(Plant::AnswerBeforeSync) {
            return Ok(());
        }
        self.segment.file.sync_data()
    }

    /// Whether the current segment is more than half full and the next is not there yet.
    pub fn wants_next(&self) -> bool {
        self.block > BLOCKS / 2 && !self.next_is_there()
    }

    fn next_is_there(&self) -> bool {
        self.reader.shelf.last().segments > self.segment.header.number
    }

    /// Writes the next segment ahead of use, if it is not there yet; for idle moments.
    pub fn prepare_next(&mut self) -> Result<(), JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        if self.next_is_there() {
            return Ok(());
        }
        let number = self.segment.header.number + 1;
        if number > MAX_SEGMENTS {
            return Err(JournalError::Exhausted);
        }
        let shelf = &mut self.reader.shelf;
        let header = SegmentHeader {
            number,
            ..self.segment.header
        };
        if let Err(error) = prepare(&*shelf.disk, &shelf.dir, &header, &shelf.sealer) {
            self.poisoned = !matches!(error, JournalError::NoSpace(_));
            return Err(error);
        }
        if let Some(last) = shelf.incarnations.last_mut() {
            last.segments = number;
        }
        Ok(())
    }

    /// Goes on in the next segment.
    fn turn(&mut self) -> Result<(), JournalError> {
        self.prepare_next()?;
        let SegmentHeader { ordinal, number, .. } = self.segment.header;
        self.segment = self.reader.shelf.open((ordinal, number + 1), Mode::Write)?;
        self.block = 1;
        Ok(())
    }

    /// The end of the journal.
    pub fn head(&self) -> Head {
        self.head
    }

    /// How much of it is durable. After a failed write nobody knows more than that.
    pub fn durable(&self) -> Durable {
        Durable {
            head: self.head,
            segment: self.segment.header.number,
            block: self.block,
        }
    }

    /// The entry at a position.
    pub fn read(&self, position: Position) -> Result<Entry, JournalError> {
        self.reader.read(position)
    }

    /// The reading side, for everything else.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Plants a bug.
    #[cfg(feature = "planted-bugs")]
    pub fn plant(&mut self, plant: Plant) {
        self.plant = Some(plant);
    }
}

/// Where a block starts in its segment, in bytes.
fn offset(block: u16) -> u64 {
    u64::from(block) * BLOCK as u64
}

/// Makes the directory and the first segment of an incarnation.
fn begin(shelf: &mut Shelf, incarnation: Incarnation) -> Result<(), JournalError> {
    let Incarnation {
        ordinal,
        identity,
        origin,
        ..
    } = incarnation;
    let folder = incarnation_dir(&shelf.dir, ordinal);
    shelf.disk.create_dir(&folder).map_err(at(&folder))?;
    let header = SegmentHeader {
        ordinal,
        number: 1,
        identity,
        origin,
    };
    prepare(&*shelf.disk, &shelf.dir, &header, &shelf.sealer)?;
    shelf.disk.sync_dir(&shelf.dir).map_err(at(&shelf.dir))?;
    shelf.incarnations.push(incarnation);
    Ok(())
}
