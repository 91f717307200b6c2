//! The mirror of a till: where it is, how it stands, the thread that follows the journal. Must never hold up
//! a sale, nor end the till when the stick is gone.

mod begin;
mod mend;
mod note;
mod source;
mod stand;
mod thread;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::domain::refusal::Refuse;
use crate::journal::disk::Os;
use crate::journal::mirror::{self, MirrorError};
use crate::journal::{Cursor, Disk, Reached};
use crate::vault::MasterKey;

use super::Register;
use super::places::Places;

pub(in crate::register) use begin::on_one_disk;
pub use begin::{Begun, begin, give_up, remember};
pub use mend::Completed;
pub(super) use mend::complete;
pub use mend::{Mended, ToMend, to_mend};
pub use note::Note;
pub use source::Source;
pub(super) use source::manifest_of;
pub(super) use stand::examine;
pub use stand::stands;
pub(super) use thread::Follower;
pub(in crate::register) use thread::{alone, copy_keys};

/// So long a start waits for what the mirror has to say: a network disk may never answer.
const WITNESS: Duration = Duration::from_secs(3);

/// What is the matter with a mirror, ready to be told in any language that has a sentence for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Stable code; the sentence in another language stands under `refusal-` + code.
    pub code: &'static str,
    /// One plain English sentence.
    pub sentence: String,
    /// Values in it.
    pub values: Vec<(&'static str, String)>,
}

impl From<&MirrorError> for Trouble {
    fn from(error: &MirrorError) -> Trouble {
        Trouble {
            code: error.code(),
            sentence: error.to_string(),
            values: error.values(),
        }
    }
}

/// How the mirror stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorState {
    /// Its directory.
    pub dir: PathBuf,
    /// The last entry known to be there.
    pub upto: Option<Cursor>,
    /// When that was written, in milliseconds since 1970.
    pub at: Option<i64>,
    /// Entries that are not there yet; none where that is not known.
    pub behind: Option<u64>,
    /// Since when it is not written, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Why not.
    pub trouble: Option<Trouble>,
}

impl MirrorState {
    /// Whether everything is there.
    pub fn is_current(&self) -> bool {
        self.trouble.is_none() && self.behind == Some(0)
    }
}

/// How many entries lie between; none where they are of different lives.
pub(super) fn behind(upto: Option<Cursor>, head: Cursor) -> Option<u64> {
    match upto {
        Some(upto) if upto.incarnation == head.incarnation => Some(head.seq.saturating_sub(upto.seq)),
        _ => None,
    }
}

/// Everybody who has seen entries of the journal: the store, and the mirror where it is there and answers.
pub(super) fn reached(
    places: &Places,
    master: &MasterKey,
    disk: &Arc<dyn Disk>,
    store: Option<Cursor>,
) -> Reached {
    Reached {
        store,
        mirror: note::Note::read(places).and_then(|note| seen(&note.dir, places, master, disk)),
        ..Reached::default()
    }
}

/// What the mirror has seen of this journal, if it says so in time.
fn seen(root: &Path, places: &Places, master: &MasterKey, disk: &Arc<dyn Disk>) -> Option<Cursor> {
    let (said, heard) = channel();
    let (root, journal) = (root.to_owned(), places.journal());
    let (master, disk) = (master.clone(), Arc::clone(disk));
    std::thread::spawn(move || {
        let seen = mirror::seen((Arc::new(Os), &root), (disk, &journal), &master);
        let _nobody_waits = said.send(seen);
    });
    heard.recv_timeout(WITNESS).ok().flatten()
}

impl Register {
    /// Starts to follow the journal, where a mirror was named.
    pub(super) fn follow(&mut self) {
        self.mirror = Follower::start(self);
    }

    /// How the mirror stands; none where the till has none.
    pub fn mirror(&self) -> Option<MirrorState> {
        self.mirror.as_ref().map(Follower::state)
    }

    /// Tells of the mirror from now on, and at once how it stands.
    pub(super) fn mirror_tells(&self, tell: impl Fn(MirrorState) + Send + 'static) {
        if let Some(follower) = &self.mirror {
            follower.tells(tell);
        }
    }

    /// There is more in the journal.
    pub(super) fn mirrored(&self) {
        if let Some(follower) = &self.mirror {
            follower.publish(self.journal.durable());
        }
    }
}
