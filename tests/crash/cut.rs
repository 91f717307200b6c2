//! What a power cut after any recorded operation would leave. Must never lose what was synced: every crash is
//! one that a real disk may have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::image::{Bytes, FileId, Image, Op};

/// What a power cut does to what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// All of it is gone.
    Lost,
    /// All of it made it.
    Kept,
    /// Each piece of this many bytes made it or not, by chance and in any order; names up to a chance point.
    Torn(usize),
}

/// Walks a log and shows what a power cut would leave at the point reached.
#[derive(Clone)]
pub(crate) struct Replay<'a> {
    log: &'a [Op],
    at: usize,
    durable: Image,
    /// Not synced yet: by file in order, and names in order.
    writes: BTreeMap<FileId, Vec<&'a Op>>,
    names: Vec<&'a Op>,
    /// Files whose syncs lie, and by how many.
    lags: BTreeMap<FileId, usize>,
}

impl<'a> Replay<'a> {
    pub(crate) fn new(start: Image, log: &'a [Op]) -> Self {
        Self {
            log,
            at: 0,
            durable: start,
            writes: BTreeMap::new(),
            names: Vec::new(),
            lags: BTreeMap::new(),
        }
    }

    /// The same disk in another log, from its start: what was not synced still is not. So it goes on after a
    /// program was killed.
    pub(crate) fn then<'b>(&self, log: &'b [Op]) -> Replay<'b>
    where
        'a: 'b,
    {
        Replay {
            log,
            at: 0,
            ..self.clone()
        }
    }

    /// Takes in the next operation; false if there is none.
    pub(crate) fn step(&mut self) -> bool {
        let Some(op) = self.log.get(self.at) else {
            return false;
        };
        self.at += 1;
        match op {
            Op::Write { file, .. } | Op::SetLen { file, .. } => {
                self.writes.entry(*file).or_default().push(op)
            }
            Op::Sync { file } => self.sync(*file, op),
            Op::Forget { file } => drop(self.writes.remove(file)),
            Op::Name { .. } | Op::Unname { .. } | Op::Rename { .. } => self.names.push(op),
            Op::SyncDir { dir } => {
                // A journalling file system keeps names in order: what came before goes along.
                let last = self.names.iter().rposition(|op| named_in(op, dir));
                let done = self.names.drain(..last.map_or(0, |last| last + 1));
                done.for_each(|op| self.durable.apply(op));
            }
        }
        true
    }

    /// A file whose syncs lie: each makes durable only what was there `lag` syncs before.
    pub(crate) fn lying(mut self, file: FileId, lag: usize) -> Self {
        self.lags.insert(file, lag);
        self
    }

    fn sync(&mut self, file: FileId, op: &'a Op) {
        let lag = self.lags.get(&file).copied().unwrap_or(0);
        let waiting = self.writes.entry(file).or_default();
        waiting.push(op);
        let syncs = |ops: &[&Op]| ops.iter().filter(|op| matches!(op, Op::Sync { .. })).count();
        while syncs(waiting) > lag {
            let first = waiting.iter().position(|op| matches!(op, Op::Sync { .. }));
            let done = waiting.drain(..=first.unwrap_or_default());
            done.for_each(|op| self.durable.apply(op));
        }
        if waiting.is_empty() {
            self.writes.remove(&file);
        }
    }

    /// Whether a power cut now would lose nothing at all.
    pub(crate) fn is_synced(&self) -> bool {
        self.writes.is_empty() && self.names.is_empty()
    }

    /// Operations taken in.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What a power cut now would leave.
    pub(crate) fn cut(&self, cut: Cut, chance: &mut Chance) -> Image {
        let mut image = self.durable.clone();
        let names = match cut {
            Cut::Lost => 0,
            Cut::Kept => self.names.len(),
            Cut::Torn(_) => chance.below(self.names.len() + 1),
        };
        self.names[..names].iter().for_each(|op| image.apply(op));
        for (file, ops) in &self.writes {
            for op in ops {
                match (cut, op) {
                    (Cut::Lost, _) => {}
                    (Cut::Kept, op) => image.apply(op),
                    (Cut::Torn(piece), Op::Write { offset, bytes, .. }) => {
                        tear(image.bytes_mut(*file), *offset, bytes, piece, chance);
                    }
                    (Cut::Torn(_), op) => {
                        if chance.below(2) == 0 {
                            image.apply(op);
                        }
                    }
                }
            }
        }
        image
    }
}

/// Writes some pieces of a write and not others. Pieces lie on the disk's grid, not the write's.
fn tear(into: &mut Bytes, offset: u64, bytes: &[u8], piece: usize, chance: &mut Chance) {
    // Now and then nearly all of it makes it, or nearly none: the cases that look most like a whole frame.
    let odds = [1, 8, 15][chance.below(3)];
    let mut done = 0;
    while done < bytes.len() {
        let at = offset + done as u64;
        let size = (piece - (at % piece as u64) as usize).min(bytes.len() - done);
        if chance.below(16) < odds {
            into.write(at, &bytes[done..done + size]);
        }
        done += size;
    }
}

fn named_in(op: &Op, dir: &Path) -> bool {
    let inside = |path: &PathBuf| path.parent() == Some(dir);
    match op {
        Op::Name { path, .. } | Op::Unname { path } => inside(path),
        Op::Rename { from, to } => inside(from) || inside(to),
        _ => false,
    }
}

/// Chance from a seed (SplitMix64), so that every failure can be had again.
#[derive(Debug, Clone)]
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number from 0 up to, not including, `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}
