//! A directory becomes the mirror of a till, by a person's wish. Must never take a directory for a mirror by
//! itself, nor one that is another till's.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::journal::Cursor;
use crate::journal::disk::Os;
use crate::journal::mirror::{Marker, MirrorError};
use crate::register::places::Places;
use crate::register::{Fault, How, Register};

use super::note::Note;
use super::thread::{alone, copy_keys, mirror_of};

/// A mirror that holds everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Its directory.
    pub dir: PathBuf,
    /// The last entry in it.
    pub head: Cursor,
    /// It was the mirror of this till already.
    pub was_ours: bool,
    /// It is on the disk of the store, with which it would be lost.
    pub same_disk: bool,
}

/// Makes `root` the mirror of the store in `dir` and copies everything there. `progress` is told the entries.
pub fn begin(dir: &Path, how: How, root: &Path, progress: &mut dyn FnMut(u64)) -> Result<Begun, Fault> {
    let root = std::path::absolute(root).map_err(Fault::io(root))?;
    if root.starts_with(std::path::absolute(dir).map_err(Fault::io(dir))?) {
        return Err(MirrorError::Inside(root).into());
    }
    let mut register = Register::open_without_mirror(dir, how)?;
    let places = Places::of(dir);
    let durable = register.journal.durable();
    let terminal = durable.head.identity.terminal;
    let was_ours = match Marker::read(&Os, &root) {
        Ok(marker) if marker.terminal == terminal => true,
        Ok(_) => return Err(MirrorError::Foreign(root).into()),
        Err(MirrorError::NotMarked(_)) => {
            let mirror = register.fresh_id();
            Marker { terminal, mirror }.write(&Os, &root)?;
            false
        }
        Err(error) => return Err(error.into()),
    };
    let _alone = alone(&root)?;
    copy_keys(&places, &root)?;
    let mut mirror = mirror_of(register.journal.reader(), &root, durable);
    while mirror.step(&durable)? {
        progress(mirror.upto().map_or(0, |upto| upto.seq));
    }
    let head = durable.head.cursor;
    let note = Note {
        upto: Some((head.incarnation, head.seq)),
        at: Some(register.around.wall()),
        ..Note::of(root.clone())
    };
    note.keep(&places).map_err(Fault::io(places.mirror()))?;
    register.fold()?;
    Ok(Begun {
        was_ours,
        head,
        same_disk: on_one_disk(dir, &root),
        dir: root,
    })
}

/// Whether two places would be lost together.
pub(in crate::register) fn on_one_disk(one: &Path, other: &Path) -> bool {
    let disk = |path| fs::metadata(path).map(|there| there.dev()).ok();
    disk(one) == disk(other)
}

/// The store in `dir` has no mirror any more; the directory stays as it is. Which one it was.
pub fn give_up(dir: &Path) -> Result<Option<PathBuf>, Fault> {
    let places = Places::of(dir);
    let note = Note::read(&places);
    let path = places.mirror();
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Fault::io(path)(error)),
        _ => Ok(note.map(|note| note.dir)),
    }
}

/// The mirror of the store in `dir` is in `root`, as the config of this machine says.
pub fn remember(dir: &Path, root: &Path) -> Result<(), Fault> {
    let places = Places::of(dir);
    let root = std::path::absolute(root).map_err(Fault::io(root))?;
    if !places.exist() || Note::read(&places).is_some_and(|note| note.dir == root) {
        return Ok(());
    }
    let path = places.mirror();
    Note::of(root).keep(&places).map_err(Fault::io(path))
}
