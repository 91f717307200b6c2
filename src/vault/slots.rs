//! The key slots of a store, kept in two copies. Must never be written so that a crash leaves neither.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::code::RecoveryCode;
use super::durable::{io_at, make_dir_of, write};
use super::key::fill_random;
use super::slot::{Slot, passphrase_bytes};
use super::{Cost, MasterKey, VaultError};

const MAGIC: &[u8; 8] = b"tdrKEYS\0";
const FORMAT: u16 = 1;
const HEADER: usize = 24;
const NAMES: [&str; 2] = ["keys.a", "keys.b"];
const MAX_SLOTS: u16 = 64;

/// The ways a slot opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum SlotKind {
    /// A file of 32 random bytes outside the store.
    KeyFile = 1,
    /// A passphrase through Argon2id.
    Passphrase = 2,
    /// The printed recovery code.
    Recovery = 3,
}

impl SlotKind {
    pub(super) fn from_byte(byte: u8) -> Option<Self> {
        [Self::KeyFile, Self::Passphrase, Self::Recovery]
            .into_iter()
            .find(|kind| *kind as u8 == byte)
    }
}

impl fmt::Display for SlotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyFile => "key file",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery code",
        })
    }
}

/// What to open the slots with.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The key file at this path.
    KeyFile(&'a Path),
    /// A passphrase.
    Passphrase(&'a str),
    /// A recovery code as typed.
    Recovery(&'a str),
}

/// A slot to be made.
#[derive(Clone, Copy)]
pub enum NewSlot<'a> {
    /// The key file at this path, written there (mode 0600) unless one is there already.
    /// It must lie outside the store directory.
    KeyFile(&'a Path),
    /// A passphrase at this cost.
    Passphrase(&'a str, Cost),
    /// A recovery code; not confirmed until typed back.
    Recovery(&'a RecoveryCode),
}

/// What may be told about a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotInfo {
    /// Its number; never used again after removal.
    pub id: u32,
    /// How it opens.
    pub kind: SlotKind,
    /// Recovery code: it was typed back once. Always true for the others.
    pub confirmed: bool,
    /// Key file: where it was written. A hint; the stick may be mounted elsewhere today.
    pub written_to: Option<PathBuf>,
}

/// The key slots of a store: the file pair `keys.a` and `keys.b` in its directory.
#[derive(Debug)]
pub struct KeyRing {
    dir: PathBuf,
    generation: u64,
    next_id: u32,
    slots: Vec<Slot>,
    /// Which of the two files holds what was read; the other is written first.
    active: usize,
}

impl KeyRing {
    /// Makes the slots of a new store in `dir`, which exists, with one first slot.
    pub fn create(dir: &Path, master: &MasterKey, first: NewSlot<'_>) -> Result<Self, VaultError> {
        if NAMES.iter().any(|name| dir.join(name).exists()) {
            return Err(VaultError::AlreadyThere(dir.to_owned()));
        }
        let mut ring = Self {
            dir: dir.to_owned(),
            generation: 0,
            next_id: 1,
            slots: Vec::new(),
            active: 1,
        };
        ring.add(master, first)?;
        Ok(ring)
    }

    /// Reads the newest whole copy of the slots in `dir`.
    pub fn load(dir: &Path) -> Result<Self, VaultError> {
        let (mut best, mut worst): (Option<Self>, Option<VaultError>) = (None, None);
        for (at, name) in NAMES.iter().enumerate() {
            let path = dir.join(name);
            let bytes = match fs::read(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                bytes => bytes.map_err(io_at(&path))?,
            };
            match Self::from_bytes(dir, &bytes) {
                Ok(ring) if best.as_ref().is_none_or(|best| ring.generation > best.generation) => {
                    best = Some(Self { active: at, ..ring });
                }
                Ok(_) => {}
                Err(error) => worst = Some(error),
            }
        }
        match (best, worst) {
            // A newer program wrote one copy after this one wrote the other: its slots count.
            (_, Some(newer @ VaultError::Newer(_))) => Err(newer),
            (Some(ring), _) => Ok(ring),
            (None, worst) => Err(worst.unwrap_or_else(|| VaultError::NoKeys(dir.to_owned()))),
        }
    }

    /// The slots as bytes, for the start of a backup.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&(self.slots.len() as u16).to_le_bytes());
        out.extend_from_slice(&self.next_id.to_le_bytes());
        out.extend_from_slice(&self.generation.to_le_bytes());
        self.slots.iter().for_each(|slot| slot.encode(&mut out));
        let sum = Sha256::digest(&out);
        out.extend_from_slice(&sum);
        out
    }

    /// The slots of a backup, for the store directory `dir`; nothing is written before [`KeyRing::save`].
    pub fn from_bytes(dir: &Path, bytes: &[u8]) -> Result<Self, VaultError> {
        let damaged = || VaultError::Damaged(dir.to_owned());
        let (bytes, sum) = bytes.split_last_chunk::<32>().ok_or_else(damaged)?;
        if Sha256::digest(bytes)[..] != sum[..] || bytes.len() < HEADER || bytes[..8] != *MAGIC {
            return Err(damaged());
        }
        let (header, mut rest) = bytes.split_at(HEADER);
        let number = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        match (number(8), number(10)) {
            (FORMAT, 1..=MAX_SLOTS) => {}
            (FORMAT, _) => return Err(damaged()),
            (newer, _) => return Err(VaultError::Newer(newer)),
        }
        let slots: Option<Vec<Slot>> = (0..number(10)).map(|_| Slot::decode(&mut rest)).collect();
        let slots = slots.filter(|_| rest.is_empty()).ok_or_else(damaged)?;
        let next_id = u32::from_le_bytes(header[12..16].try_into().expect("four bytes"));
        let generation = u64::from_le_bytes(header[16..24].try_into().expect("eight bytes"));
        Ok(Self {
            dir: dir.to_owned(),
            generation,
            next_id,
            slots,
            active: 1,
        })
    }

    /// Writes both copies, the inactive one first: a crash leaves the old slots or the new.
    pub fn save(&mut self) -> Result<(), VaultError> {
        self.generation += 1;
        let bytes = self.to_bytes();
        for at in [1 - self.active, self.active] {
            write(&self.dir.join(NAMES[at]), &bytes)?;
        }
        Ok(())
    }

    /// Opens the master key.
    pub fn unlock(&self, with: Unlock<'_>) -> Result<MasterKey, VaultError> {
        let (kind, secret) = match with {
            Unlock::KeyFile(path) => (SlotKind::KeyFile, Zeroizing::new(read_key_file(path)?.to_vec())),
            Unlock::Passphrase(typed) => (SlotKind::Passphrase, passphrase_bytes(typed)),
            Unlock::Recovery(typed) => (
                SlotKind::Recovery,
                Zeroizing::new(RecoveryCode::parse(typed)?.bytes().to_vec()),
            ),
        };
        self.open_any(kind, &secret).map(|(_, master)| master)
    }

    /// The first slot of a kind that a secret opens, by its index.
    fn open_any(&self, kind: SlotKind, secret: &[u8]) -> Result<(usize, MasterKey), VaultError> {
        let mut outcome = Err(VaultError::NoSlot(kind));
        for (at, slot) in self
            .slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.kind == kind)
        {
            match slot.unwrap(secret) {
                Ok(master) => return Ok((at, master)),
                Err(error) => outcome = Err(error),
            }
        }
        outcome
    }

    /// Adds a slot and returns its number.
    pub fn add(&mut self, master: &MasterKey, slot: NewSlot<'_>) -> Result<u32, VaultError> {
        self.change(|ring| {
            let slot = ring.make(master, slot)?;
            ring.slots.push(slot);
            Ok(ring.next_id - 1)
        })
    }

    /// Puts a new slot in the place of slot `id`, in one write; returns the new number.
    pub fn replace(&mut self, master: &MasterKey, id: u32, slot: NewSlot<'_>) -> Result<u32, VaultError> {
        self.change(|ring| {
            let at = ring.find(id)?;
            ring.slots[at] = ring.make(master, slot)?;
            Ok(ring.next_id - 1)
        })
    }

    /// Removes slot `id`, unless it is the last.
    pub fn remove(&mut self, id: u32) -> Result<(), VaultError> {
        self.change(|ring| {
            let at = ring.find(id)?;
            if ring.slots.len() == 1 {
                return Err(VaultError::LastSlot);
            }
            ring.slots.remove(at);
            Ok(())
        })
    }

    /// Notes that the recovery code was typed back, if `typed` is indeed the code of a slot.
    pub fn confirm_recovery(&mut self, typed: &str) -> Result<(), VaultError> {
        let code = RecoveryCode::parse(typed)?;
        let (at, _) = self.open_any(SlotKind::Recovery, code.bytes())?;
        self.change(|ring| {
            ring.slots[at].confirmed = true;
            Ok(())
        })
    }

    /// The slots, oldest first.
    pub fn slots(&self) -> Vec<SlotInfo> {
        let info = |slot: &Slot| SlotInfo {
            id: slot.id,
            kind: slot.kind,
            confirmed: slot.confirmed,
            written_to: slot.written_to.clone(),
        };
        self.slots.iter().map(info).collect()
    }

    /// Changes the slots and saves them; after an error they are what they were.
    fn change<T>(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let (slots, next_id) = (self.slots.clone(), self.next_id);
        let outcome = change(self).and_then(|done| self.save().map(|()| done));
        if outcome.is_err() {
            (self.slots, self.next_id) = (slots, next_id);
        }
        outcome
    }

    fn find(&self, id: u32) -> Result<usize, VaultError> {
        self.slots
            .iter()
            .position(|slot| slot.id == id)
            .ok_or(VaultError::UnknownSlot(id))
    }

    fn make(&mut self, master: &MasterKey, slot: NewSlot<'_>) -> Result<Slot, VaultError> {
        let id = self.next_id;
        self.next_id += 1;
        let free = Cost {
            memory_kib: 0,
            passes: 0,
        };
        match slot {
            NewSlot::KeyFile(path) => {
                let path = absolute(path).map_err(io_at(path))?;
                let secret = key_file_outside(&self.dir, &path)?;
                let mut slot = Slot::wrap(id, SlotKind::KeyFile, free, &secret[..], master)?;
                slot.written_to = Some(path);
                Ok(slot)
            }
            NewSlot::Passphrase(typed, cost) => {
                Slot::wrap(id, SlotKind::Passphrase, cost, &passphrase_bytes(typed), master)
            }
            NewSlot::Recovery(code) => Slot::wrap(id, SlotKind::Recovery, free, code.bytes(), master),
        }
    }
}

/// The key file at `path`, which is made if it is not there, and refused inside `store`.
fn key_file_outside(store: &Path, path: &Path) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    make_dir_of(path)?;
    let real = |path: &Path| path.canonicalize().map_err(io_at(path));
    let store = real(store)?;
    if path
        .parent()
        .map(real)
        .transpose()?
        .is_some_and(|dir| dir.starts_with(&store))
    {
        return Err(VaultError::KeyFileInsideStore(path.to_owned()));
    }
    if !path.exists() {
        let mut secret = Zeroizing::new([0; 32]);
        fill_random(&mut secret[..])?;
        write(path, &secret[..])?;
    }
    read_key_file(path)
}

fn read_key_file(path: &Path) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let bytes = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VaultError::KeyFileMissing(path.to_owned()));
        }
        Ok(meta) if meta.len() != 32 => return Err(VaultError::NotAKeyFile(path.to_owned())),
        _ => Zeroizing::new(fs::read(path).map_err(io_at(path))?),
    };
    let secret: [u8; 32] = bytes[..]
        .try_into()
        .map_err(|_| VaultError::NotAKeyFile(path.to_owned()))?;
    Ok(Zeroizing::new(secret))
}
