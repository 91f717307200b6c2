//! The thread that writes the mirror. Must never be waited for but at the end of the program, and then not
//! for long.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::journal::disk::Os;
use crate::journal::mirror::{MARKER, Mirror, MirrorError};
use crate::journal::{Durable, Reader};
use crate::register::Register;
use crate::register::places::Places;
use crate::register::surroundings::{Machine, Surroundings};
use crate::vault::KeyRing;

use super::note::Note;
use super::{MirrorState, Trouble, behind};

/// So often a stick that is away is looked for, and one that is there is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// So long at the most between two tries on a stick that is there and fails: trying writes on it.
const PATIENCE: Duration = Duration::from_secs(60);
/// So often what was seen last is noted in the store's directory.
const NOTE: Duration = Duration::from_secs(30);
/// So long the end of the program waits for what is left to copy.
const FAREWELL: Duration = Duration::from_millis(1_500);
/// So long another program may have the mirror before that is told.
const MOMENT: Duration = Duration::from_millis(500);

type Tell = Box<dyn Fn(MirrorState) + Send>;

/// The register's side of the thread.
pub(in crate::register) struct Follower(Arc<Shared>);

struct Shared {
    inside: Mutex<Inside>,
    /// Something of it has changed.
    news: Condvar,
}

struct Inside {
    durable: Durable,
    stop: bool,
    ended: bool,
    state: MirrorState,
    /// What was told last.
    told: Option<MirrorState>,
    tell: Option<Tell>,
}

impl Shared {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// Tells how it stands, where that is known and is news.
    fn say(&mut self) {
        let known = self.state.trouble.is_some() || self.state.behind.is_some();
        let news = self.told.as_ref().is_none_or(|told| {
            told.trouble != self.state.trouble
                || told.is_current() != self.state.is_current()
                || (told.trouble.is_some() && told.behind != self.state.behind)
        });
        if known
            && news
            && let Some(tell) = &self.tell
        {
            tell(self.state.clone());
            self.told = Some(self.state.clone());
        }
    }
}

impl Follower {
    /// Starts the thread, where the store remembers a mirror.
    pub(super) fn start(register: &Register) -> Option<Follower> {
        let note = Note::read(&register.places)?;
        let durable = register.journal.durable();
        let state = MirrorState {
            dir: note.dir.clone(),
            upto: note.cursor(),
            at: note.at,
            behind: None,
            since: note.since,
            trouble: None,
        };
        let shared = Arc::new(Shared {
            inside: Mutex::new(Inside {
                durable,
                stop: false,
                ended: false,
                state,
                told: None,
                tell: None,
            }),
            news: Condvar::new(),
        });
        let reader = register.journal.reader().another();
        let work = Work {
            mirror: mirror_of(&reader, &note.dir, durable),
            places: register.places.clone(),
            shared: Arc::clone(&shared),
            note,
            noted: Instant::now(),
            keys: false,
        };
        std::thread::spawn(move || work.run());
        Some(Follower(shared))
    }

    pub(super) fn state(&self) -> MirrorState {
        let inside = self.0.inside();
        let state = inside.state.clone();
        MirrorState {
            // What is not known yet is not reckoned.
            behind: state
                .behind
                .and_then(|_| behind(state.upto, inside.durable.head.cursor)),
            ..state
        }
    }

    pub(super) fn tells(&self, tell: impl Fn(MirrorState) + Send + 'static) {
        let mut inside = self.0.inside();
        inside.tell = Some(Box::new(tell));
        inside.say();
    }

    pub(super) fn publish(&self, durable: Durable) {
        self.0.inside().durable = durable;
        self.0.news.notify_all();
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut inside = self.0.inside();
        inside.stop = true;
        self.0.news.notify_all();
        let until = Instant::now() + FAREWELL;
        while !inside.ended {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.0.news.wait_timeout(inside, left);
            inside = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// The mirror in `root`, which belongs to the till of that journal.
pub(super) fn mirror_of(reader: &Reader, root: &Path, durable: Durable) -> Mirror {
    Mirror::of(reader, Arc::new(Os), root, durable.head.identity.terminal)
}

struct Work {
    mirror: Mirror,
    places: Places,
    shared: Arc<Shared>,
    note: Note,
    noted: Instant,
    /// Whether the key slots there are those of the store.
    keys: bool,
}

impl Work {
    fn run(mut self) {
        let mut wait = LOOK;
        loop {
            let (durable, stop) = {
                let inside = self.shared.inside();
                (inside.durable, inside.stop)
            };
            let outcome = self.round();
            self.tell(outcome.as_ref().err().map(Trouble::from));
            wait = match &outcome {
                Ok(()) | Err(MirrorError::NotThere(_) | MirrorError::NotMarked(_)) => LOOK,
                Err(_) => (wait * 2).min(PATIENCE),
            };
            let mut inside = self.shared.inside();
            if stop && (outcome.is_err() || inside.durable == durable) {
                inside.ended = true;
                self.shared.news.notify_all();
                return;
            }
            if inside.stop || (inside.durable != durable && outcome.is_ok()) {
                continue;
            }
            let until = Instant::now() + wait;
            while !inside.stop && (outcome.is_err() || inside.durable == durable) {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                let waited = self.shared.news.wait_timeout(inside, left);
                inside = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }

    /// Has everything there that is durable. Nothing on the stick stays open between two rounds, so that it
    /// can be taken out in order.
    fn round(&mut self) -> Result<(), MirrorError> {
        let _alone = alone(&self.note.dir)?;
        loop {
            let durable = self.shared.inside().durable;
            let more = self.mirror.step(&durable);
            if more.is_err() {
                self.keys = false;
            }
            if !more? {
                if !self.keys {
                    copy_keys(&self.places, &self.note.dir)?;
                    self.keys = true;
                }
                return Ok(());
            }
            if let Some(upto) = self.mirror.upto() {
                let mut inside = self.shared.inside();
                inside.state.behind = behind(Some(upto), durable.head.cursor);
                (inside.state.upto, inside.state.at) = (Some(upto), Some(now()));
                if inside.stop && inside.state.behind != Some(0) && too_much(&inside.state) {
                    return Ok(());
                }
            }
        }
    }

    /// Says how it stands where that is news, and notes it.
    fn tell(&mut self, trouble: Option<Trouble>) {
        let mut inside = self.shared.inside();
        let head = inside.durable.head.cursor;
        let upto = self.mirror.upto().or(inside.state.upto);
        let before = inside.state.clone();
        let state = MirrorState {
            upto,
            at: if trouble.is_none() { Some(now()) } else { before.at },
            behind: behind(upto, head),
            since: trouble.as_ref().map(|_| before.since.unwrap_or_else(now)),
            trouble,
            dir: before.dir.clone(),
        };
        inside.state = state.clone();
        inside.say();
        let last = inside.stop;
        drop(inside);
        let note = Note {
            dir: state.dir,
            upto: upto.map(|upto| (upto.incarnation, upto.seq)),
            at: state.at,
            since: state.since,
        };
        let due = last || note.since != self.note.since || self.noted.elapsed() > NOTE;
        if due && note != self.note {
            // It only says to a later start what is known now.
            let _kept = note.keep(&self.places);
            (self.note, self.noted) = (note, Instant::now());
        }
    }
}

/// A long way to go is gone at the next start.
fn too_much(state: &MirrorState) -> bool {
    state.behind.is_none_or(|behind| behind > 1_000)
}

fn now() -> i64 {
    Machine::default().wall()
}

/// The lock of a mirror: of two programs, one writes it. One that lets go in a moment is waited for: a
/// program that was just begun holds what the one before it held, until it is what it shall be.
pub(in crate::register) fn alone(root: &Path) -> Result<Option<File>, MirrorError> {
    let path = root.join(MARKER);
    let Ok(file) = File::open(&path) else {
        // What is the matter is told by whoever looks for the marker.
        return Ok(None);
    };
    let end = Instant::now() + MOMENT;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(MOMENT / 20),
            Err(TryLockError::WouldBlock) => return Err(MirrorError::InUse(root.to_owned())),
            // Some file systems know of no locks.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Some(file)),
        }
    }
}

/// Puts the key slots beside the frames of this till's own mirror, where they are not the same already.
pub(in crate::register) fn copy_keys(places: &Places, root: &Path) -> Result<(), MirrorError> {
    let Ok(ring) = KeyRing::load(places.dir()) else {
        return Ok(());
    };
    let (path, bytes) = (root.join(KEYS), ring.to_bytes());
    if std::fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let written = crate::vault::durable::write_whole(&path, |file| file.write_all(&bytes));
    match written {
        // Some file systems of sticks cannot sync a directory.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        written => written.map_err(MirrorError::io(path)),
    }
}

/// The copy of the key slots in a mirror.
pub(super) const KEYS: &str = "keys";
