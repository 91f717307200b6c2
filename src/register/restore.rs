//! Restoring: a backup becomes a till again, in a new life of its journal with a number series of its own.
//! Must never sell under a number that may have been used, nor show a directory that was not verified.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::domain::document::{DocumentNumber, Perpetual};
use crate::domain::event::{Event, Incarnation, KeysChanged};
use crate::journal::disk::Os;
use crate::journal::lock::StoreLock;
use crate::journal::{Cursor, Journal, Reached, Reader, SEGMENT_LEN};
use crate::store::Store;
use crate::vault::{KeyRing, MasterKey, NewSlot, SlotKind};
use data_encoding::HEXLOWER;

use super::audit::{Report, audit};
use super::backup::write::sync_dir_of;
use super::backup::{Backup, BackupError, Manifest};
use super::commit::decode;
use super::found::fresh_place;
use super::mirror::{Completed, Source, complete, manifest_of};
use super::places::Places;
use super::{Fault, How, Register, Unlocking, record};

/// A till that was restored.
#[derive(Debug)]
pub struct Restored {
    /// What was in the backup.
    pub manifest: Manifest,
    /// The audit of it. Damage never comes this far; a sale that does not add up does, and is told.
    pub report: Report,
    /// Prefix of the new number series.
    pub series: String,
    /// The last document in the backup.
    pub last_sale: Option<DocumentNumber>,
    /// The perpetual totals, which are carried on.
    pub perpetual: Perpetual,
    /// The key file that opens the store from now on, if a new one was made.
    pub key_file: Option<PathBuf>,
    /// What the mirror gave, where there was one.
    pub completed: Option<Completed>,
    /// The last document that is on paper, a sale's or a return's, as far as backup and mirror know.
    pub last_paper: Option<DocumentNumber>,
    /// Nothing is missing, so the life of the journal and its numbers go on.
    pub whole: bool,
}

/// What there is beside a backup.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The mirror of the till that is gone.
    pub mirror: Option<&'a Path>,
    /// The last document that it gave out, by the paper itself. A mirror that ends with it has everything:
    /// nothing else can say so, since a till sells on without its stick.
    pub last: Option<&'a str>,
}

/// Restores the backup at `file`, or what the mirror in that directory holds, into `dir`, which must be
/// missing or empty, with what the mirror has beyond it. `key` of `how` opens it by the slots in it; where
/// that is a recovery code, a new key file is made at `new_key_file`.
pub fn restore(
    file: &Path,
    dir: &Path,
    how: How,
    new_key_file: &Path,
    beside: Beside<'_>,
) -> Result<Restored, Fault> {
    let source = Source::open(file)?;
    let beside = Beside {
        mirror: beside.mirror.or(source.mirror()),
        ..beside
    };
    let master = source.unlock(&how.key)?;
    let fresh = fresh_place(dir, ".restoring")?;
    let made_here = matches!(how.key, Unlocking::Recovery(_)) && !new_key_file.exists();
    match fill(&source, &fresh, &master, how, (new_key_file, beside)) {
        Ok(restored) => {
            fs::rename(&fresh, dir).map_err(Fault::io(dir))?;
            sync_dir_of(dir)?;
            Ok(restored)
        }
        Err(fault) => {
            let _gone = fs::remove_dir_all(&fresh);
            if made_here {
                // It opens nothing now that the store it was for is gone.
                let _gone = fs::remove_file(new_key_file);
            }
            Err(fault)
        }
    }
}

/// Everything but the final name.
fn fill(
    source: &Source,
    fresh: &Path,
    master: &MasterKey,
    how: How,
    (new_key_file, beside): (&Path, Beside<'_>),
) -> Result<Restored, Fault> {
    let places = Places::of(fresh);
    let manifest = match source {
        Source::Backup(backup) => {
            let manifest = backup.verify(master)?;
            copy_journal(backup, &manifest, &places.journal())?;
            Some(manifest)
        }
        Source::Mirror(..) => None,
    };
    let more = beside.mirror.map(|root| complete(&places, master, root));
    let completed = more.transpose()?;
    // From the medium, by the same eyes that will judge it later.
    let reader = Reader::open(Arc::new(Os), &places.journal(), master)?;
    let report = audit(&reader)?;
    let manifest = match manifest {
        Some(manifest) => manifest,
        None => manifest_of(&reader, how.around.wall())?,
    };
    if !holds(&reader, &manifest)? {
        let what = "what was copied from it is not what it holds".to_owned();
        let path = fresh.to_owned();
        return Err(BackupError::Damaged { path, what }.into());
    }
    let (used, last_paper) = (series_in(&reader)?, last_paper(&reader)?);
    drop(reader);
    let whole = completed.is_some()
        && beside
            .last
            .is_some_and(|last| is_paper(last_paper.as_ref(), last));
    let mut ring = source.ring(fresh)?;
    ring.save()?;
    let (key_file, mut changes) = renew_keys(&mut ring, master, &how.key, new_key_file)?;
    if !whole {
        let series = new_series(&used, how.around.random());
        go_on(&places, master, &how, &series, &mut changes)?;
    }
    let lock = StoreLock::take(fresh)?;
    let store = Store::open(&places.store(), &master.page_keys())?;
    let (mut register, _) = Register::assemble(places, lock, Arc::new(Os), store, master, how)?;
    for change in changes {
        register.commit_one(None, Event::KeysChanged(change))?;
    }
    Ok(Restored {
        manifest,
        report,
        series: register.till().series.clone(),
        completed,
        last_paper,
        whole,
        last_sale: register.till().last_sale.clone(),
        perpetual: register.till().perpetual,
        key_file,
    })
}

/// Writes the journal's files, whole and on disk.
fn copy_journal(backup: &Backup, manifest: &Manifest, journal: &Path) -> Result<(), Fault> {
    let mut written: Vec<PathBuf> = Vec::new();
    backup.each_part(manifest, |name| {
        let below = Path::new(name);
        if !below
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Err(io::Error::other(
                "a part of the backup has a name that leads elsewhere",
            ));
        }
        let path = journal.join(below);
        if let Some(folder) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&path)?;
        file.set_len(SEGMENT_LEN)?;
        written.push(path);
        Ok(file)
    })?;
    for path in &written {
        File::open(path)
            .and_then(|file| file.sync_all())
            .map_err(Fault::io(path))?;
        sync_dir_of(path)?;
    }
    sync_dir_of(&journal.join("x"))?;
    sync_dir_of(journal)
}

/// Whether what was copied holds the end of the backup.
fn holds(reader: &Reader, manifest: &Manifest) -> Result<bool, Fault> {
    let before = Cursor {
        incarnation: manifest.ordinal,
        seq: manifest.seq.saturating_sub(1),
    };
    let entry = reader.entries_after(before).next().transpose()?;
    Ok(entry.is_some_and(|entry| HEXLOWER.encode(&entry.hash) == manifest.hash))
}

/// The last document that somebody was given.
fn last_paper(reader: &Reader) -> Result<Option<DocumentNumber>, Fault> {
    let mut last = None;
    for entry in reader.all_entries() {
        let entry = entry?;
        if ![SOLD, REFUNDED].contains(&entry.kind) {
            continue;
        }
        match decode(&entry)?.event {
            Event::Sold(sale) => last = Some(sale.number),
            Event::Refunded(refund) => last = Some(refund.number),
            _ => {}
        }
    }
    Ok(last)
}

/// Whether that is what stands on the paper.
fn is_paper(last: Option<&DocumentNumber>, typed: &str) -> bool {
    last.is_some_and(|last| last.to_string().eq_ignore_ascii_case(typed.trim()))
}

/// The number series that the journal has used, the founding one first.
fn series_in(reader: &Reader) -> Result<Vec<String>, Fault> {
    let mut used = Vec::new();
    for entry in reader.all_entries() {
        let entry = entry?;
        if ![FOUNDED, OPENED, JOINED].contains(&entry.kind) {
            continue;
        }
        match decode(&entry)?.event {
            Event::Founded(founded) => used.push(founded.series),
            Event::IncarnationOpened(opened) => used.push(opened.series),
            Event::HubJoined(joined) => used.extend(joined.series),
            _ => {}
        }
    }
    Ok(used)
}

/// Kinds of the entries that name a series.
const FOUNDED: u16 = 1;
const OPENED: u16 = 40;
const JOINED: u16 = 71;
/// Kinds of the entries that are documents.
const SOLD: u16 = 20;
const REFUNDED: u16 = 21;

/// Letters of the founding series that stay: with `R` and what is drawn a series has no more than it may.
const STEM: usize = 3;

/// A series after the founding one: `C1` becomes `C1R` and four letters drawn by lot. The same backup may be
/// restored twice, on two machines that know nothing of each other, so that a count would repeat itself; one
/// chance in a million remains. What comes of it is one that a hub takes.
pub(super) fn new_series(used: &[String], random: [u8; 10]) -> String {
    // Crockford's letters: none that is read for another.
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let first = used.first().map_or("R", String::as_str);
    let letters = first.chars().filter(char::is_ascii_alphanumeric);
    let stem: String = letters.take(STEM).collect();
    let draw = |skip: usize, many: usize| -> String {
        let drawn = random.iter().cycle().skip(skip).take(many);
        drawn
            .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
            .collect()
    };
    (0..random.len())
        .map(|skip| format!("{stem}R{}", draw(skip, 4)))
        .find(|series| !used.contains(series))
        .unwrap_or_else(|| format!("R{}", draw(0, 7)))
}

/// After the recovery code opened the backup: a new key file, since the old one is lost, and the code counts
/// as typed back. After a key file that is not where the slots remember it: it is remembered where it is now.
fn renew_keys(
    ring: &mut KeyRing,
    master: &MasterKey,
    key: &Unlocking,
    new_key_file: &Path,
) -> Result<(Option<PathBuf>, Vec<KeysChanged>), Fault> {
    match key {
        Unlocking::Recovery(typed) => {
            ring.add(master, NewSlot::KeyFile(new_key_file))?;
            let mut changes = vec![KeysChanged::Added("key_file".to_owned())];
            let confirmed = |slot: &crate::vault::SlotInfo| slot.kind == SlotKind::Recovery && slot.confirmed;
            if !ring.slots().iter().any(confirmed) {
                ring.confirm_recovery(typed)?;
                changes.push(KeysChanged::RecoveryConfirmed);
            }
            Ok((Some(new_key_file.to_owned()), changes))
        }
        Unlocking::File(Some(path)) => {
            let here = std::path::absolute(path).map_err(Fault::io(path))?;
            let known = ring
                .slots()
                .iter()
                .any(|slot| slot.written_to.as_ref() == Some(&here));
            if known {
                return Ok((None, Vec::new()));
            }
            ring.add(master, NewSlot::KeyFile(&here))?;
            Ok((None, vec![KeysChanged::Added("key_file".to_owned())]))
        }
        Unlocking::File(None) | Unlocking::Passphrase(_) => Ok((None, Vec::new())),
    }
}

/// Opens the new life of the journal and says in its first frame what it goes on from.
fn go_on(
    places: &Places,
    master: &MasterKey,
    how: &How,
    series: &str,
    changes: &mut Vec<KeysChanged>,
) -> Result<(), Fault> {
    let disk = Arc::new(Os);
    let (journal, _) = Journal::open(disk, &places.journal(), master, Reached::default())?;
    let before = journal.head();
    let Cursor { seq, .. } = before.cursor;
    let incarnation = how.around.id();
    let mut journal = journal.new_incarnation(incarnation)?;
    let opened = Event::IncarnationOpened(Incarnation {
        previous: before.identity.incarnation,
        previous_seq: seq,
        previous_hash: HEXLOWER.encode(&before.hash),
        reason: "restore".to_owned(),
        series: series.to_owned(),
    });
    let events = std::iter::once(opened).chain(changes.drain(..).map(Event::KeysChanged));
    let facts = record::facts(None, how.via, events.map(|event| (how.around.id(), event)));
    record::append(&mut journal, record::stamp(how.around.as_ref(), 0), &facts)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::new_series;
    use crate::domain::decide::shop::series;

    #[test]
    fn a_new_series_is_one_that_a_till_may_have_however_long_the_first_one_is() {
        let random = [7, 41, 99, 255, 0, 13, 128, 64, 3, 200];
        assert_eq!(new_series(&["C1".to_owned()], random), "C1R793Z");
        let mut used = vec!["TIENDA12".to_owned()];
        for _ in 0..12 {
            let new = new_series(&used, random);
            assert_eq!(series(&new), Ok(new.as_str()));
            used.push(new);
        }
        used.dedup();
        assert!(used.len() > 11, "each is another: {used:?}");
        assert_eq!(new_series(&["ñandú-1".to_owned()], random), "andR793Z");
    }
}
