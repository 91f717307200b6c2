//! A damaged journal, or one whose disk was set back, made whole from its mirror. Must never change anything
//! before it is told what, nor without keeping what it replaces.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::disk::Os;
use crate::journal::lock::StoreLock;
use crate::journal::mirror::{self, Mending, MirrorError};
use crate::journal::{Cursor, Verified};
use crate::register::places::Places;
use crate::register::surroundings::{Machine, Surroundings};
use crate::register::{Fault, Unlocking};
use crate::vault::MasterKey;

use super::note::Note;
use super::thread::alone;

/// What mending would do. The till is kept closed as long as this is held.
#[derive(Debug)]
pub struct ToMend {
    /// What is replaced, and where the journal ends then.
    pub mending: Mending,
    /// The mirror that it comes from.
    pub root: PathBuf,
    places: Places,
    master: MasterKey,
    _lock: StoreLock,
}

/// What mending has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The whole journal, verified.
    pub verified: Verified,
    /// Where what was replaced is kept.
    pub aside: PathBuf,
}

/// Holds the journal in `dir` against its mirror, or the one in `root`. Nothing is changed.
pub fn to_mend(dir: &Path, key: &Unlocking, root: Option<&Path>) -> Result<ToMend, Fault> {
    let places = Places::of(dir);
    if !places.exist() {
        return Err(Fault::NoStore(dir.to_owned()));
    }
    let lock = StoreLock::take(dir)?;
    let noted = || Note::read(&places).map(|note| note.dir);
    let root = root.map(Path::to_owned).or_else(noted).ok_or(Fault::NoMirror)?;
    let master = key.unlock(dir)?;
    let _alone = alone(&root)?;
    let journal = places.journal();
    let mending = mirror::plan((Arc::new(Os), &journal), (Arc::new(Os), &root), &master)?;
    Ok(ToMend {
        mending,
        root,
        places,
        master,
        _lock: lock,
    })
}

impl ToMend {
    /// Does it.
    pub fn mend(self) -> Result<Mended, Fault> {
        let aside = self.places.aside(Machine::default().wall());
        let verified = mirror::mend(&self.mending, &self.root, &aside, &self.master)?;
        Ok(Mended { verified, aside })
    }
}

/// What a mirror gave to a journal that was restored from a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completed {
    /// Entries that the backup had not.
    pub entries: u64,
    /// The last of them all.
    pub head: Cursor,
}

/// Takes what the mirror in `root` has beyond the journal in `places`, which nobody has opened yet.
pub(in crate::register) fn complete(
    places: &Places,
    master: &MasterKey,
    root: &Path,
) -> Result<Completed, MirrorError> {
    let journal = places.journal();
    let mending = mirror::plan((Arc::new(Os), &journal), (Arc::new(Os), root), master)?;
    let entries = mending.entries();
    // What is replaced here is the copy of a backup: there is no need to keep it.
    let aside = places.aside(0);
    let verified = mirror::mend(&mending, root, &aside, master)?;
    crate::register::backup::write::sync_dir_of(&journal).map_err(|fault| match fault {
        Fault::Io { path, source } => MirrorError::Io { path, source },
        _ => MirrorError::NotThere(journal.clone()),
    })?;
    let _gone = std::fs::remove_dir_all(&aside);
    Ok(Completed {
        entries,
        head: verified.head.cursor,
    })
}
