//! Writes a backup under another name, reads it back, and only then gives it its own. Must never replace a
//! good backup by one that was not verified.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use data_encoding::HEXLOWER;

use crate::journal::{Cursor, Head, Part, Reader};
use crate::register::Fault;
use crate::vault::seal::Sealer;
use crate::vault::{KeyRing, MasterKey, Purpose};

use super::manifest::{Manifest, ManifestPart};
use super::pour::pour;
use super::read::{Backup, END, header};

/// Told how many bytes of how many are done.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The last entry in it.
    pub head: Cursor,
    /// Entries in it.
    pub entries: u64,
    /// Its size.
    pub bytes: u64,
}

/// Writes a backup of the journal behind `reader` to `target`, replacing what is there, and verifies it.
pub fn write(
    reader: &Reader,
    ring: &KeyRing,
    master: &MasterKey,
    target: &Path,
    wall: i64,
    progress: Progress<'_>,
) -> Result<Written, Fault> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let fresh = target.with_file_name(name);
    let copied = copy(reader, ring, master, &fresh, wall, progress);
    let verified = copied.and_then(|bytes| {
        let backup = Backup::open(&fresh)?;
        Ok((backup.verify(master)?, bytes))
    });
    let (manifest, bytes) = match verified {
        Ok(verified) => verified,
        Err(fault) => {
            // Of no use to anybody, and the disk may be full of it.
            let _gone = fs::remove_file(&fresh);
            return Err(fault);
        }
    };
    fs::rename(&fresh, target).map_err(Fault::io(target))?;
    sync_dir_of(target)?;
    let head = Cursor {
        incarnation: manifest.ordinal,
        seq: manifest.seq,
    };
    Ok(Written {
        head,
        entries: manifest.entries,
        bytes,
    })
}

fn copy(
    reader: &Reader,
    ring: &KeyRing,
    master: &MasterKey,
    fresh: &Path,
    wall: i64,
    progress: Progress<'_>,
) -> Result<u64, Fault> {
    let keys = ring.to_bytes();
    let (head, parts) = reader.parts()?;
    let total: u64 = parts.iter().map(|part| part.bytes).sum();
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(0o600);
    let mut out = options.open(fresh).map_err(Fault::io(fresh))?;
    let header = header(&keys);
    let start = out.write_all(&header).and_then(|()| out.write_all(&keys));
    start.map_err(Fault::io(fresh))?;
    let (mut done, mut listed) = (0, Vec::new());
    for part in &parts {
        let mut from = reader.part(part)?;
        let digest = pour(&mut from, &mut out, part.bytes, &mut |bytes| {
            done += bytes;
            progress(done, total);
        });
        listed.push(entry_of(part, &digest.map_err(Fault::io(fresh))?));
    }
    let manifest = said_of(head, entries_in(reader, head)?, wall, listed);
    let plain = serde_json::to_vec(&manifest).expect("a manifest has no map with keys that are not strings");
    let sealer = Sealer::new(&master.derive(Purpose::Backup));
    let sealed = sealer.seal(&Backup::context(&header, &keys), &plain)?;
    let length = u32::try_from(sealed.len()).expect("a manifest is far below 4 GiB");
    let mut end = || -> io::Result<u64> {
        out.write_all(&sealed)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(END)?;
        out.sync_all()?;
        // What is read back comes from the medium, where the system lets go of its own copy.
        let _kept = rustix::fs::fadvise(&out, 0, None, rustix::fs::Advice::DontNeed);
        Ok(out.metadata()?.len())
    };
    end().map_err(Fault::io(fresh))
}

/// Entries up to `head`, which are as many as their sequences say.
fn entries_in(reader: &Reader, head: Head) -> Result<u64, Fault> {
    let mut entries = 0;
    for entry in reader.all_entries() {
        if entry?.cursor > head.cursor {
            break;
        }
        entries += 1;
    }
    Ok(entries)
}

/// What is said of a journal up to `head`, with these files in it.
pub(in crate::register) fn said_of(
    head: Head,
    entries: u64,
    wall: i64,
    parts: Vec<ManifestPart>,
) -> Manifest {
    Manifest {
        made_at: wall,
        app: env!("CARGO_PKG_VERSION").to_owned(),
        terminal: head.identity.terminal,
        incarnation: head.identity.incarnation,
        ordinal: head.cursor.incarnation,
        seq: head.cursor.seq,
        hash: HEXLOWER.encode(&head.hash),
        entries,
        parts,
    }
}

fn entry_of(part: &Part, digest: &[u8; 32]) -> ManifestPart {
    ManifestPart {
        path: part.path.to_string_lossy().into_owned(),
        bytes: part.bytes,
        sha256: HEXLOWER.encode(digest),
    }
}

/// Makes the name of a file durable.
pub(in crate::register) fn sync_dir_of(path: &Path) -> Result<(), Fault> {
    let dir = path
        .parent()
        .filter(|dir| !dir.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(Fault::io(dir))
}
