//! A small day at a till, lived on a recording disk: what was answered, and when. Must never look at the disk
//! to say what was answered.

use std::path::Path;
use std::sync::Arc;

use tendero::journal::{Head, Identity, Journal, JournalError, NewEntry, SEGMENT_LEN, Stamp};
use tendero::vault::MasterKey;
use uuid::Uuid;

use crate::cut::Chance;
use crate::disk::RecordingDisk;
use crate::image::Op;

/// Where the journal lies.
pub(crate) const DIR: &str = "shop/journal";

/// A day that is over.
pub(crate) struct Day {
    pub(crate) log: Vec<Op>,
    /// Operations after which the journal was made.
    made: usize,
    /// Operations after which each command was answered.
    answers: Vec<usize>,
    /// The head after each number of commands.
    pub(crate) heads: Vec<Head>,
}

impl Day {
    /// Whether the journal was made before this many operations were over.
    pub(crate) fn made_by(&self, operations: usize) -> bool {
        self.made <= operations
    }

    /// Commands answered before this many operations were over.
    pub(crate) fn answered_by(&self, operations: usize) -> usize {
        self.answers
            .iter()
            .filter(|answer| **answer <= operations)
            .count()
    }
}

pub(crate) fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

pub(crate) fn identity() -> Identity {
    Identity {
        terminal: Uuid::from_bytes([1; 16]),
        incarnation: Uuid::from_bytes([2; 16]),
    }
}

/// The payload of an entry, known from its number and length alone.
pub(crate) fn payload(seq: u64, len: usize) -> Vec<u8> {
    (0..len).map(|at| (seq as u8).wrapping_add(at as u8)).collect()
}

/// Appends one command with entries of these lengths; returns the block after its frame.
pub(crate) fn command(journal: &mut Journal, lengths: &[usize]) -> Result<usize, JournalError> {
    let first = journal.head().cursor.seq + 1;
    let payloads: Vec<(u64, Vec<u8>)> = (first..)
        .zip(lengths)
        .map(|(seq, len)| (seq, payload(seq, *len)))
        .collect();
    let entries: Vec<NewEntry<'_>> = payloads
        .iter()
        .map(|(seq, payload)| {
            let stamp = Stamp {
                at_wall: *seq as i64,
                at_mono: *seq,
                clock_offset: 0,
            };
            NewEntry {
                id: Uuid::from_u128(u128::from(*seq)),
                kind: 1,
                kind_version: 1,
                stamp,
                payload,
            }
        })
        .collect();
    let appended = journal.append(&entries)?;
    let body: usize = lengths.iter().map(|len| 128 + len).sum();
    Ok(usize::from(appended[0].position.block()) + (64 + body + 16).div_ceil(512))
}

/// Lengths of the entries of a day's command `at`, the next frame going to `block`.
pub(crate) fn lengths(at: usize, block: usize, chance: &mut Chance) -> Vec<usize> {
    match at {
        20 | 60 => vec![(SEGMENT_LEN as usize / 512 - block - 10) * 512],
        _ => small(chance),
    }
}

/// Lengths of a sale's entries, now and then none or a few.
pub(crate) fn small(chance: &mut Chance) -> Vec<usize> {
    (0..[1, 1, 1, 2, 3][chance.below(5)])
        .map(|_| [0, 40, 300, 900, 2500][chance.below(5)])
        .collect()
}

/// Lives a day of some commands; `prepare` may plant a bug. Two long entries bring it into a third segment:
/// the second is made when it is needed, the third ahead of that.
pub(crate) fn live(commands: usize, seed: u64, prepare: impl FnOnce(&mut Journal)) -> Day {
    let disk = RecordingDisk::default();
    let mut chance = Chance(seed);
    let mut journal = Journal::create(Arc::new(disk.clone()), Path::new(DIR), identity(), &key()).unwrap();
    prepare(&mut journal);
    let made = disk.operations();
    let (mut answers, mut heads) = (Vec::new(), vec![journal.head()]);
    let mut block = 1;
    for at in 0..commands {
        let lengths = lengths(at, block, &mut chance);
        block = command(&mut journal, &lengths).unwrap();
        answers.push(disk.operations());
        heads.push(journal.head());
        if at >= 60 && journal.wants_next() {
            journal.prepare_next().unwrap();
        }
    }
    Day {
        log: disk.log(),
        made,
        answers,
        heads,
    }
}
