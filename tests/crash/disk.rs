//! A disk that records every operation, so that a power cut after any of them can be shown. Must never change
//! what it recorded.

use std::cell::Cell;
use std::io;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{BackendError, StorageBackend};
use tendero::journal::disk::{Disk, DiskFile, Mode};

use crate::cut::{Chance, Cut, Replay};
use crate::image::{FileId, Image, Node, Op};

/// A disk in memory with one log over all its files, for the journal and the store alike.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordingDisk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// What was there, and durable, before the log began.
    start: Image,
    image: Image,
    log: Vec<Op>,
    /// The operation that fails, counted from 0, and how.
    fault: Option<(usize, Fault)>,
    /// Syncs that were asked for.
    syncs: usize,
}

/// Syncs that a program leaves out: a bug to plant. It is planted in the disk and not in the program, because
/// a disk cannot tell a sync that is left out from one that it is not given: what is left on it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// Every so many of them, of files.
    EachOf(usize),
    /// Those of directories.
    Directories,
    /// Those of the file of that name.
    File(&'static str),
    /// The first one of the file of that name after the disk is found as it is.
    FirstOf(&'static str),
}

thread_local! {
    static LEFT_OUT: Cell<Option<LeftOut>> = const { Cell::new(None) };
}

/// What every disk of this thread leaves out from now on.
pub(crate) fn leave_out(syncs: Option<LeftOut>) {
    LEFT_OUT.set(syncs);
}

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing of it happened.
    Nothing(io::ErrorKind),
    /// Half of a write reached the disk; anything else did not happen.
    Half(io::ErrorKind),
    /// As after a failed sync: what that file was given since the last one can be read, and will never be on
    /// the disk, however often it is synced.
    Forgotten(io::ErrorKind),
}

impl RecordingDisk {
    /// A disk on which `image` is durable already.
    pub(crate) fn holding(image: Image) -> Self {
        Self(Arc::new(Mutex::new(State {
            start: image.clone(),
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
        self.break_at(at, Fault::Half(kind));
    }

    /// Lets operation `at`, counted from 0, fail once in that way.
    pub(crate) fn break_at(&self, at: usize, fault: Fault) {
        self.state().fault = Some((at, fault));
    }

    /// Whether the operation that was to fail has.
    pub(crate) fn has_failed(&self) -> bool {
        self.state().fault.is_none()
    }

    /// Whether there is a file or directory of that name.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.state().image.node(path).is_some()
    }

    /// The log so far.
    pub(crate) fn log(&self) -> Vec<Op> {
        self.state().log.clone()
    }

    /// The operations of the log that changed a byte or a name: a sync changes nothing, nor does a write of
    /// what is there.
    pub(crate) fn changes(&self) -> Vec<Op> {
        let state = self.state();
        let mut image = state.start.clone();
        let changing = |op: &&Op| {
            let before = image.clone();
            image.apply(op);
            image != before
        };
        state.log.iter().filter(changing).cloned().collect()
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
        if let Some((_, fault)) = self.fault.take_if(|(at, _)| *at == self.log.len()) {
            return Err(self.failed(op, fault).into());
        }
        if !self.leaves_out(&op) {
            self.image.apply(&op);
            self.log.push(op);
        }
        Ok(())
    }

    fn leaves_out(&mut self, op: &Op) -> bool {
        let Some(left_out) = LEFT_OUT.get() else {
            return false;
        };
        let is = |name: &str, file: FileId| self.image.file(Path::new(name)).is_ok_and(|is| is == file);
        let counts = match (left_out, op) {
            (LeftOut::Directories, Op::SyncDir { .. }) => return true,
            (LeftOut::File(name), Op::Sync { file }) => return is(name, *file),
            (LeftOut::FirstOf(name), Op::Sync { file }) => is(name, *file),
            (LeftOut::EachOf(_), Op::Sync { .. }) => true,
            _ => false,
        };
        self.syncs += usize::from(counts);
        match left_out {
            LeftOut::EachOf(many) => counts && self.syncs.is_multiple_of(many),
            _ => counts && self.syncs == 1,
        }
    }

    /// What is left of an operation that fails.
    fn failed(&mut self, op: Op, fault: Fault) -> io::ErrorKind {
        match (op, fault) {
            (Op::Write { file, offset, bytes }, Fault::Half(kind)) => {
                let op = Op::Write {
                    file,
                    offset,
                    bytes: bytes[..bytes.len() / 2].into(),
                };
                self.image.apply(&op);
                self.log.push(op);
                kind
            }
            (Op::Sync { file }, Fault::Forgotten(kind)) => {
                self.log.push(Op::Forget { file });
                kind
            }
            (_, Fault::Nothing(kind) | Fault::Half(kind) | Fault::Forgotten(kind)) => kind,
        }
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
