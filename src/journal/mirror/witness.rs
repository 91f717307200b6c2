//! What a mirror has seen of a journal that is about to be opened. Must never write.

use std::path::Path;
use std::sync::Arc;

use super::compare::has;
use super::marker::Marker;
use super::{JOURNAL, MirrorError};
use crate::journal::{Cursor, Disk, Head, Reader};
use crate::vault::MasterKey;

/// The end of the mirror in `root`.
pub fn head(disk: Arc<dyn Disk>, root: &Path, key: &MasterKey) -> Result<Head, MirrorError> {
    let marker = Marker::read(&*disk, root)?;
    let reader = Reader::open(disk, &root.join(JOURNAL), key);
    let head = reader.and_then(|reader| reader.head());
    let head = head.map_err(|error| MirrorError::there(root, error))?;
    if head.identity.terminal != marker.terminal {
        return Err(MirrorError::Foreign(root.to_owned()));
    }
    Ok(head)
}

/// The last entry of the mirror in `root`, where it is one of the journal in `dir`, or goes on from it. One
/// with another past, or one that cannot be read, is no witness.
pub fn seen(
    (disk, root): (Arc<dyn Disk>, &Path),
    (own_disk, dir): (Arc<dyn Disk>, &Path),
    key: &MasterKey,
) -> Option<Cursor> {
    let there = head(Arc::clone(&disk), root, key).ok()?;
    let Ok(own) = Reader::open(own_disk, dir, key) else {
        // It will say itself what is the matter with it.
        return Some(there.cursor);
    };
    if own.shelf.last().identity.terminal != there.identity.terminal {
        return None;
    }
    let Ok(end) = own.head() else {
        return Some(there.cursor);
    };
    let goes_on = if there.cursor > end.cursor {
        let mirror = Reader::open(disk, &root.join(JOURNAL), key).ok()?;
        has(&mirror, &end).ok()?
    } else {
        has(&own, &there).ok()?
    };
    goes_on.then_some(there.cursor)
}
