//! One key slot: the master key sealed for one way of opening. Must never hold it in clear.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use super::key::{expand, fill_random};
use super::seal::{NONCE_LEN, Sealer, TAG_LEN};
use super::{Cost, Key, MasterKey, SlotKind, VaultError};

/// Bytes of a slot before its hint.
const FIXED: usize = 104;
/// Longest path kept as a hint, in bytes.
const MAX_HINT: usize = 4096;
const CONTEXT: &[u8; 19] = b"tendero key slot v1";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) id: u32,
    pub(super) kind: SlotKind,
    pub(super) confirmed: bool,
    pub(super) written_to: Option<PathBuf>,
    cost: Cost,
    salt: [u8; 16],
    nonce: [u8; NONCE_LEN],
    sealed: [u8; 32],
    tag: [u8; TAG_LEN],
}

impl Slot {
    /// Wraps `master` so that `secret` opens it. The cost counts for passphrases only.
    pub(super) fn wrap(
        id: u32,
        kind: SlotKind,
        cost: Cost,
        secret: &[u8],
        master: &MasterKey,
    ) -> Result<Self, VaultError> {
        let mut slot = Self {
            id,
            kind,
            confirmed: kind != SlotKind::Recovery,
            written_to: None,
            cost,
            salt: [0; 16],
            nonce: Sealer::nonce()?,
            sealed: *master.bytes(),
            tag: [0; TAG_LEN],
        };
        let sealer = match fill_random(&mut slot.salt).and_then(|()| slot.sealer(secret)) {
            Ok(sealer) => sealer,
            Err(error) => {
                slot.sealed.zeroize();
                return Err(error);
            }
        };
        slot.tag = sealer.seal_in_place(&slot.nonce, &slot.context(), &mut slot.sealed);
        Ok(slot)
    }

    /// The master key, if `secret` is the one.
    pub(super) fn unwrap(&self, secret: &[u8]) -> Result<MasterKey, VaultError> {
        let mut bytes = Zeroizing::new(self.sealed);
        self.sealer(secret)?
            .open_in_place(&self.nonce, &self.context(), &mut bytes[..], &self.tag)
            .map_err(|_| VaultError::WrongKey(self.kind))?;
        Ok(MasterKey::from_bytes(*bytes))
    }

    /// The sealer under the key made of `secret`.
    fn sealer(&self, secret: &[u8]) -> Result<Sealer, VaultError> {
        let mut key = Zeroizing::new([0; 32]);
        match self.kind {
            SlotKind::Passphrase => self.cost.stretch(secret, &self.salt, &mut key)?,
            SlotKind::KeyFile => expand(secret, &self.salt, b"tendero v1 slot key file", &mut key[..]),
            SlotKind::Recovery => expand(secret, &self.salt, b"tendero v1 slot recovery code", &mut key[..]),
        }
        Ok(Sealer::new(&Key::from(*key)))
    }

    /// What the tag covers beside the key: everything that decides how the slot opens.
    fn context(&self) -> Vec<u8> {
        let mut out = CONTEXT.to_vec();
        out.extend_from_slice(&self.id.to_le_bytes());
        out.push(self.kind as u8);
        out.extend_from_slice(&self.cost.memory_kib.to_le_bytes());
        out.extend_from_slice(&self.cost.passes.to_le_bytes());
        out.extend_from_slice(&self.salt);
        out
    }

    /// Byte for byte as in `docs/journal.md`.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let hint = self
            .written_to
            .as_ref()
            .map_or(&[][..], |path| path.as_os_str().as_bytes());
        let hint = if hint.len() > MAX_HINT { &[] } else { hint };
        out.extend_from_slice(&self.id.to_le_bytes());
        out.push(self.kind as u8);
        out.push(u8::from(self.confirmed));
        out.extend_from_slice(&(hint.len() as u16).to_le_bytes());
        out.extend_from_slice(&self.cost.memory_kib.to_le_bytes());
        out.extend_from_slice(&self.cost.passes.to_le_bytes());
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(&self.nonce);
        out.extend_from_slice(&self.sealed);
        out.extend_from_slice(&self.tag);
        out.extend_from_slice(hint);
    }

    /// Reads a slot from the front of `bytes` and moves past it; nothing if it is none.
    pub(super) fn decode(bytes: &mut &[u8]) -> Option<Self> {
        let (fixed, rest) = bytes.split_first_chunk::<FIXED>()?;
        let hint_len = usize::from(u16::from_le_bytes(part(fixed, 6)));
        let hint = rest.get(..hint_len)?;
        *bytes = &rest[hint_len..];
        Some(Self {
            id: u32::from_le_bytes(part(fixed, 0)),
            kind: SlotKind::from_byte(fixed[4])?,
            confirmed: fixed[5] == 1,
            written_to: (!hint.is_empty()).then(|| OsString::from_vec(hint.to_vec()).into()),
            cost: Cost {
                memory_kib: u32::from_le_bytes(part(fixed, 8)),
                passes: u32::from_le_bytes(part(fixed, 12)),
            },
            salt: part(fixed, 16),
            nonce: part(fixed, 32),
            sealed: part(fixed, 56),
            tag: part(fixed, 88),
        })
    }
}

/// A passphrase as bytes: the same however a keyboard composes its accents (Unicode NFC).
pub(super) fn passphrase_bytes(typed: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(
        Zeroizing::new(typed.nfc().collect::<String>())
            .as_bytes()
            .to_vec(),
    )
}

fn part<const N: usize>(bytes: &[u8; FIXED], at: usize) -> [u8; N] {
    bytes[at..at + N]
        .try_into()
        .expect("the layout lies inside the slot")
}
