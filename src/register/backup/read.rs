//! Reads a backup. Must never trust a length or a byte that is not covered by a seal, nor take part of a
//! file.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::journal::{JournalError, Reader, SEGMENT_LEN, verify};
use crate::register::{Fault, Unlocking};
use crate::vault::seal::Sealer;
use crate::vault::{KeyRing, MasterKey, Purpose};

use super::BackupError;
use super::disk::BackupDisk;
use super::manifest::Manifest;
use super::pour::pour;

const MAGIC: &[u8; 8] = b"tdrBACK\0";
/// The last bytes of a backup: a file without them is not whole.
pub(super) const END: &[u8; 8] = b"tdrBEND\0";
const FORMAT: u16 = 1;
const HEADER: usize = 16;
/// Length of the manifest and [`END`].
const TRAILER: u64 = 12;
/// Longest copy of the key slots: 64 of them with the longest paths.
const MAX_KEYS: u64 = 64 * 4300;
/// Longest sealed manifest: every segment a position can name would be 2 GiB of it, years of any shop 1 MiB.
const MAX_MANIFEST: u64 = 64 << 20;

/// The clear start of a backup with these key slots.
pub(super) fn header(keys: &[u8]) -> [u8; HEADER] {
    let mut out = [0; HEADER];
    out[..8].copy_from_slice(MAGIC);
    out[8..10].copy_from_slice(&FORMAT.to_le_bytes());
    let length = u32::try_from(keys.len()).expect("key slots are some kilobytes");
    out[12..16].copy_from_slice(&length.to_le_bytes());
    out
}

/// A backup file whose outer form is right; what is in it shows once it is unlocked.
#[derive(Debug)]
pub struct Backup {
    path: PathBuf,
    file: Arc<File>,
    header: [u8; HEADER],
    keys: Vec<u8>,
    sealed: Vec<u8>,
    /// Where the parts start, and where they end.
    body: (u64, u64),
}

impl Backup {
    /// Opens the file at `path`.
    pub fn open(path: &Path) -> Result<Backup, Fault> {
        let file = File::open(path).map_err(Fault::io(path))?;
        let length = file.metadata().map_err(Fault::io(path))?.len();
        let mut header = [0; HEADER];
        let start = length.min(HEADER as u64) as usize;
        file.read_exact_at(&mut header[..start], 0)
            .map_err(Fault::io(path))?;
        if header[..8] != *MAGIC {
            return Err(BackupError::NotABackup(path.to_owned()).into());
        }
        let found = u16::from_le_bytes([header[8], header[9]]);
        if found > FORMAT {
            let path = path.to_owned();
            return Err(BackupError::Newer { path, found }.into());
        }
        let cut = || damaged(path, "its end is missing");
        if length < HEADER as u64 + TRAILER {
            return Err(cut());
        }
        let mut trailer = [0; TRAILER as usize];
        let at = length - TRAILER;
        file.read_exact_at(&mut trailer, at).map_err(Fault::io(path))?;
        if trailer[4..] != *END {
            return Err(cut());
        }
        let keys_len = u64::from(u32::from_le_bytes([
            header[12], header[13], header[14], header[15],
        ]));
        let sealed_len = u64::from(u32::from_le_bytes([
            trailer[0], trailer[1], trailer[2], trailer[3],
        ]));
        let from = HEADER as u64 + keys_len;
        let to = at.checked_sub(sealed_len).filter(|to| *to >= from);
        let Some(to) = to.filter(|_| keys_len <= MAX_KEYS && sealed_len <= MAX_MANIFEST) else {
            return Err(damaged(path, "its lengths do not fit"));
        };
        let read = |at, length: u64| -> Result<Vec<u8>, Fault> {
            let mut bytes = vec![0; length as usize];
            file.read_exact_at(&mut bytes, at).map_err(Fault::io(path))?;
            Ok(bytes)
        };
        let (keys, sealed) = (read(HEADER as u64, keys_len)?, read(to, sealed_len)?);
        Ok(Backup {
            path: path.to_owned(),
            file: Arc::new(file),
            header,
            keys,
            sealed,
            body: (from, to),
        })
    }

    /// What the seal of the manifest covers beside it: the header and the key slots.
    pub(super) fn context(header: &[u8; HEADER], keys: &[u8]) -> [u8; HEADER + 32] {
        let mut out = [0; HEADER + 32];
        out[..HEADER].copy_from_slice(header);
        out[HEADER..].copy_from_slice(&Sha256::digest(keys));
        out
    }

    /// The key slots in it, for a store in `dir`.
    pub fn ring(&self, dir: &Path) -> Result<KeyRing, Fault> {
        Ok(KeyRing::from_bytes(dir, &self.keys)?)
    }

    /// The master key, opened by `key` and the slots in the backup.
    pub fn unlock(&self, key: &Unlocking) -> Result<MasterKey, Fault> {
        key.open_ring(&self.ring(&self.path)?)
    }

    /// What is in it. A manifest that does not open under the right key was altered.
    pub fn manifest(&self, master: &MasterKey) -> Result<Manifest, Fault> {
        let sealer = Sealer::new(&master.derive(Purpose::Backup));
        let plain = sealer.open(&Backup::context(&self.header, &self.keys), &self.sealed);
        let plain = plain.map_err(|_| damaged(&self.path, "its list of contents does not open"))?;
        let manifest: Manifest = serde_json::from_slice(&plain)
            .map_err(|_| damaged(&self.path, "its list of contents makes no sense"))?;
        let fits = manifest.parts.iter().all(|part| part.bytes <= SEGMENT_LEN);
        if !fits || manifest.part_bytes() != self.body.1 - self.body.0 {
            return Err(damaged(
                &self.path,
                "it is not as long as its list of contents says",
            ));
        }
        Ok(manifest)
    }

    /// The journal in it, read by the same code as any other.
    pub fn reader(&self, manifest: &Manifest, master: &MasterKey) -> Result<Reader, Fault> {
        let mut at = self.body.0;
        let mut parts = Vec::with_capacity(manifest.parts.len());
        for part in &manifest.parts {
            parts.push((PathBuf::from(&part.path), at, part.bytes));
            at += part.bytes;
        }
        let disk = BackupDisk {
            root: self.path.clone(),
            file: Arc::clone(&self.file),
            parts,
        };
        Ok(Reader::open(Arc::new(disk), &self.path, master)?)
    }

    /// Reads every byte: digests, then the chain, which must end where the manifest says.
    pub fn verify(&self, master: &MasterKey) -> Result<Manifest, Fault> {
        let manifest = self.manifest(master)?;
        self.each_part(&manifest, |_| Ok(io::sink()))?;
        let reader = self.reader(&manifest, master)?;
        let verified = verify(&reader, |_| {}).map_err(|error| self.of_chain(error))?;
        let head = verified.head;
        let found = (
            head.cursor.incarnation,
            head.cursor.seq,
            HEXLOWER.encode(&head.hash),
        );
        let said = (manifest.ordinal, manifest.seq, manifest.hash.clone());
        if found != said || verified.entries != manifest.entries {
            return Err(damaged(
                &self.path,
                "its journal ends elsewhere than its list of contents says",
            ));
        }
        Ok(manifest)
    }

    /// Pours each part into what `open` gives for it, and checks its digest.
    pub(in crate::register) fn each_part<W: io::Write>(
        &self,
        manifest: &Manifest,
        mut open: impl FnMut(&str) -> io::Result<W>,
    ) -> Result<(), Fault> {
        let io = || Fault::io(&self.path);
        let mut from = &*self.file;
        from.seek(SeekFrom::Start(self.body.0)).map_err(io())?;
        for part in &manifest.parts {
            let mut to = open(&part.path).map_err(io())?;
            let digest = pour(&mut from, &mut to, part.bytes, &mut |_| {}).map_err(io())?;
            to.flush().map_err(io())?;
            if HEXLOWER.encode(&digest) != part.sha256 {
                return Err(damaged(&self.path, &format!("{} in it was altered", part.path)));
            }
        }
        Ok(())
    }

    fn of_chain(&self, error: JournalError) -> Fault {
        match error {
            JournalError::Io { .. } => error.into(),
            other => damaged(&self.path, &other.to_string()),
        }
    }
}

fn damaged(path: &Path, what: &str) -> Fault {
    let what = what.to_owned();
    BackupError::Damaged {
        path: path.to_owned(),
        what,
    }
    .into()
}
