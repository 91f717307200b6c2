//! A disk that records every operation and can show what a power cut after any of them would leave.
//! Must never lose what was synced: every crash is one that a real disk may have.

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{BackendError, StorageBackend};
use tendero::journal::disk::{Disk, DiskFile, Mode};

use crate::image::{Bytes, FileId, Image, Node, Op};

/// A disk in memory with one log over all its files, for the journal and the store alike.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordingDisk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    image: Image,
    log: Vec<Op>,
    /// The operation that fails, counted from 0, and how.
    fault: Option<(usize, io::ErrorKind)>,
}

impl RecordingDisk {
    /// A disk on which `image` is durable already.
    pub(crate) fn holding(image: Image) -> Self {
        Self(Arc::new(Mutex::new(State {
            image,
            ..State::default()
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Operations so far; a power cut may come after any number of them.
    pub(crate) fn operations(&self) -> usize {
        self.state().log.len()
    }

    /// Lets operation `at`, counted from 0, fail once.
    pub(crate) fn fail(&self, at: usize, kind: io::ErrorKind) {
        self.state().fault = Some((at, kind));
    }

    /// The log so far.
    pub(crate) fn log(&self) -> Vec<Op> {
        self.state().log.clone()
    }

    /// What is there now, as if all of it were durable.
    pub(crate) fn image(&self) -> Image {
        self.state().image.clone()
    }

    /// A storage backend over one file of this disk, for redb; the file is made if it is not there.
    pub(crate) fn backend(&self, path: &Path) -> io::Result<RecordedBackend> {
        let there = self.state().image.node(path).is_some();
        self.file(path, if there { Mode::Write } else { Mode::Create })
            .map(RecordedBackend)
    }

    fn file(&self, path: &Path, mode: Mode) -> io::Result<RecordedFile> {
        let mut state = self.state();
        let file = match (mode, state.image.file(path)) {
            (Mode::Read | Mode::Write, file) => file?,
            (Mode::Create, Ok(file)) => {
                state.record(Op::SetLen { file, len: 0 })?;
                file
            }
            (Mode::Create, Err(_)) => {
                let above = path.parent().unwrap_or(Path::new(""));
                if above != Path::new("") && state.image.node(above) != Some(Node::Dir) {
                    return Err(io::ErrorKind::NotFound.into());
                }
                let file = state.image.next_file();
                state.record(Op::Name {
                    path: path.to_owned(),
                    node: Node::File(file),
                })?;
                file
            }
        };
        Ok(RecordedFile {
            disk: self.clone(),
            file,
        })
    }
}

impl State {
    fn record(&mut self, op: Op) -> io::Result<()> {
        if let Some((_, kind)) = self.fault.take_if(|(at, _)| *at == self.log.len()) {
            // A write that fails may have reached the disk in part; anything else did not happen.
            if let Op::Write { file, offset, bytes } = op {
                let op = Op::Write {
                    file,
                    offset,
                    bytes: bytes[..bytes.len() / 2].into(),
                };
                self.image.apply(&op);
                self.log.push(op);
            }
            return Err(kind.into());
        }
        self.image.apply(&op);
        self.log.push(op);
        Ok(())
    }
}

/// A file of a recording disk.
#[derive(Debug)]
pub(crate) struct RecordedFile {
    disk: RecordingDisk,
    file: FileId,
}

impl RecordedFile {
    fn record(&self, op: Op) -> io::Result<()> {
        self.disk.state().record(op)
    }
}

impl DiskFile for RecordedFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.disk.state().image.bytes(self.file).len())
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.disk.state().image.bytes(self.file).read(offset, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.record(Op::Write {
            file: self.file,
            offset,
            bytes: bytes.into(),
        })
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.record(Op::SetLen { file: self.file, len })
    }

    fn sync_data(&self) -> io::Result<()> {
        self.record(Op::Sync { file: self.file })
    }

    fn sync_all(&self) -> io::Result<()> {
        self.record(Op::Sync { file: self.file })
    }
}

impl Disk for RecordingDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let mut above: Vec<&Path> = path.ancestors().filter(|dir| *dir != Path::new("")).collect();
        above.reverse();
        for dir in above {
            if state.image.node(dir).is_none() {
                state.record(Op::Name {
                    path: dir.to_owned(),
                    node: Node::Dir,
                })?;
            }
        }
        Ok(())
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(self.file(path, mode)?))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        match state.image.node(dir) {
            Some(Node::Dir) => Ok(state.image.names_in(dir)),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.image.file(from)?;
        state.record(Op::Rename {
            from: from.to_owned(),
            to: to.to_owned(),
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.image.file(path)?;
        state.record(Op::Unname {
            path: path.to_owned(),
        })
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.state().record(Op::SyncDir { dir: dir.to_owned() })
    }
}

/// A file of a recording disk as redb sees one. One process owns the disk, so every lock succeeds.
#[derive(Debug)]
pub(crate) struct RecordedBackend(RecordedFile);

impl StorageBackend for RecordedBackend {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_at(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write_at(offset, data)
    }

    fn try_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }
}

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
pub(crate) struct Replay<'a> {
    log: &'a [Op],
    at: usize,
    durable: Image,
    /// Not synced yet: by file in order, and names in order.
    writes: BTreeMap<FileId, Vec<&'a Op>>,
    names: Vec<&'a Op>,
}

impl<'a> Replay<'a> {
    pub(crate) fn new(start: Image, log: &'a [Op]) -> Self {
        Self {
            log,
            at: 0,
            durable: start,
            writes: BTreeMap::new(),
            names: Vec::new(),
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
            Op::Sync { file } => {
                self.writes
                    .remove(file)
                    .into_iter()
                    .flatten()
                    .for_each(|op| self.durable.apply(op));
            }
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

#[test]
fn a_cut_loses_only_what_was_not_synced() {
    let disk = RecordingDisk::default();
    let path = Path::new("a");
    let file = disk.open(path, Mode::Create).unwrap();
    file.write_at(0, &[1; 1024]).unwrap();
    file.sync_data().unwrap();
    disk.sync_dir(Path::new("")).unwrap();
    file.write_at(512, &[2; 1024]).unwrap();
    let log = disk.log();
    let mut replay = Replay::new(Image::default(), &log);
    while replay.step() {}
    let mut chance = Chance(1);
    for (cut, second, len) in [(Cut::Lost, 1, 1024), (Cut::Kept, 2, 1536)] {
        let image = replay.cut(cut, &mut chance);
        let bytes = image.bytes(image.file(path).unwrap());
        let mut read = [0; 1024];
        bytes.read(0, &mut read).unwrap();
        assert_eq!((bytes.len(), read[0], read[512]), (len, 1, second));
    }
    let torn: Vec<u64> = (0..64)
        .map(|_| {
            let image = replay.cut(Cut::Torn(512), &mut chance);
            image.bytes(image.file(path).unwrap()).len()
        })
        .collect();
    assert!(torn.contains(&1024) && torn.contains(&1536));
}

#[test]
fn a_name_is_durable_only_with_its_directory() {
    let disk = RecordingDisk::default();
    disk.create_dir(Path::new("d")).unwrap();
    disk.sync_dir(Path::new("")).unwrap();
    disk.open(Path::new("d/a"), Mode::Create).unwrap();
    let log = disk.log();
    let mut replay = Replay::new(Image::default(), &log);
    while replay.step() {}
    let image = replay.cut(Cut::Lost, &mut Chance(1));
    assert!(image.node(Path::new("d")).is_some() && image.file(Path::new("d/a")).is_err());
}

#[test]
fn redb_runs_on_a_recorded_file_under_the_page_cipher() {
    const TABLE: redb::TableDefinition<'_, u64, u64> = redb::TableDefinition::new("numbers");
    let keys = tendero::vault::MasterKey::from_bytes([7; 32]).page_keys();
    let open = |disk: &RecordingDisk| {
        let backend = disk.backend(Path::new("store.redb")).unwrap();
        redb::Builder::new().create_with_backend(tendero::vault::pages::EncryptedBackend::new(backend, &keys))
    };
    let disk = RecordingDisk::default();
    let database = open(&disk).unwrap();
    let write = database.begin_write().unwrap();
    write.open_table(TABLE).unwrap().insert(1, 2).unwrap();
    write.commit().unwrap();
    // The power goes: nothing is closed.
    let log = disk.log();
    let mut replay = Replay::new(Image::default(), &log);
    while replay.step() {}
    std::mem::forget(database);
    let after = RecordingDisk::holding(replay.cut(Cut::Kept, &mut Chance(1)));
    let database = open(&after).unwrap();
    let read = redb::ReadableDatabase::begin_read(&database).unwrap();
    assert_eq!(
        read.open_table(TABLE).unwrap().get(1).unwrap().unwrap().value(),
        2
    );
}
