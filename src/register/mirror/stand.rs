//! How the mirror of a store stands, for whoever asks beside the till. Must never change anything.

use std::path::Path;
use std::sync::Arc;

use crate::journal::disk::Os;
use crate::journal::mirror::{Mirror, MirrorError};
use crate::journal::{Cursor, Head, JournalError, Reader};
use crate::register::places::Places;
use crate::register::surroundings::{Machine, Surroundings};
use crate::register::{Fault, Unlocking};

use super::note::Note;
use super::{MirrorState, Trouble, behind};

/// How the mirror of the store in `dir` stands; none where it has none.
pub fn stands(dir: &Path, key: &Unlocking) -> Result<Option<MirrorState>, Fault> {
    let places = Places::of(dir);
    if !places.exist() {
        return Err(Fault::NoStore(dir.to_owned()));
    }
    let master = key.unlock(dir)?;
    let reader = Reader::open(Arc::new(Os), &places.journal(), &master)?;
    Ok(examine(&places, &reader)?)
}

/// The same for a journal that is open already.
pub(in crate::register) fn examine(
    places: &Places,
    reader: &Reader,
) -> Result<Option<MirrorState>, JournalError> {
    let Some(note) = Note::read(places) else {
        return Ok(None);
    };
    let (mut head, mut agreed) = looked(reader, &note)?;
    for _ in 0..3 {
        // A till that sells meanwhile has its mirror follow.
        if !matches!(agreed, Err(MirrorError::Ahead { .. })) {
            break;
        }
        (head, agreed) = looked(reader, &note)?;
    }
    Ok(Some(told(note, &head, agreed)))
}

type Agreed = Result<Option<Cursor>, MirrorError>;

/// The end of the journal, and what the mirror agrees to.
fn looked(reader: &Reader, note: &Note) -> Result<(Head, Agreed), JournalError> {
    let reader = reader.again()?;
    let head = reader.head()?;
    let mirror = Mirror::of(&reader, Arc::new(Os), &note.dir, head.identity.terminal);
    Ok((head, mirror.agree(&head)))
}

fn told(note: Note, head: &Head, agreed: Agreed) -> MirrorState {
    let now = Machine::default().wall();
    let noted = note.cursor();
    match agreed {
        Ok(upto) => MirrorState {
            dir: note.dir,
            upto,
            at: upto.map(|_| now),
            behind: upto.map_or(Some(head.cursor.seq), |upto| behind(Some(upto), head.cursor)),
            since: None,
            trouble: None,
        },
        Err(error) => MirrorState {
            dir: note.dir,
            upto: noted,
            at: note.at,
            behind: behind(noted, head.cursor),
            since: note.since,
            trouble: Some(Trouble::from(&error)),
        },
    }
}
