//! The ways a store can be opened: listed, added, removed, changed. Must never leave a store that nothing
//! opens, nor write a secret anywhere but into its slot.

use std::path::Path;

use crate::domain::event::{Event, KeysChanged};
use crate::vault::{Cost, KeyRing, MasterKey, NewSlot, RecoveryCode, SlotInfo, SlotKind, VaultError};

use super::{Fault, How, Register};

/// The slots of an open till.
pub struct Keys {
    ring: KeyRing,
    master: MasterKey,
    register: Register,
}

/// The word for a sort of slot in the journal.
fn sort(kind: SlotKind) -> String {
    match kind {
        SlotKind::KeyFile => "key_file",
        SlotKind::Passphrase => "passphrase",
        SlotKind::Recovery => "recovery",
    }
    .to_owned()
}

/// The slots of the store in `dir`; needs no key and no lock.
pub fn list(dir: &Path) -> Result<Vec<SlotInfo>, Fault> {
    match KeyRing::load(dir) {
        Err(VaultError::NoKeys(dir)) => Err(Fault::NoStore(dir)),
        ring => Ok(ring?.slots()),
    }
}

impl Keys {
    /// Opens the store in `dir` to change its slots.
    pub fn open(dir: &Path, how: How) -> Result<Keys, Fault> {
        let (register, _, master) = Register::open_keyed(dir, how)?;
        Ok(Keys {
            ring: KeyRing::load(dir)?,
            master,
            register,
        })
    }

    /// A passphrase of its own slot; returns the slot's number.
    pub fn add_passphrase(&mut self, phrase: &str) -> Result<u32, Fault> {
        let slot = NewSlot::Passphrase(phrase, Cost::measured()?);
        let id = self.ring.add(&self.master, slot)?;
        self.note(vec![KeysChanged::Added(sort(SlotKind::Passphrase))])?;
        Ok(id)
    }

    /// A key file at `path`, made if none is there; returns the slot's number.
    pub fn add_key_file(&mut self, path: &Path) -> Result<u32, Fault> {
        let id = self.ring.add(&self.master, NewSlot::KeyFile(path))?;
        self.note(vec![KeysChanged::Added(sort(SlotKind::KeyFile))])?;
        Ok(id)
    }

    /// Removes a slot; the last one stays.
    pub fn remove(&mut self, id: u32) -> Result<SlotInfo, Fault> {
        let slot = self.ring.slots().into_iter().find(|slot| slot.id == id);
        let slot = slot.ok_or(VaultError::UnknownSlot(id))?;
        self.ring.remove(id)?;
        self.note(vec![KeysChanged::Removed(sort(slot.kind))])?;
        Ok(slot)
    }

    /// A new recovery code, to be shown once. An older one opens nothing any more.
    pub fn new_recovery(&mut self) -> Result<RecoveryCode, Fault> {
        let code = RecoveryCode::generate()?;
        match self.of_kind(SlotKind::Recovery) {
            Some(id) => self.ring.replace(&self.master, id, NewSlot::Recovery(&code))?,
            None => self.ring.add(&self.master, NewSlot::Recovery(&code))?,
        };
        self.note(vec![KeysChanged::Added(sort(SlotKind::Recovery))])?;
        Ok(code)
    }

    /// Notes that the recovery code was typed back, if it is the one.
    pub fn confirm_recovery(&mut self, typed: &str) -> Result<(), Fault> {
        self.ring.confirm_recovery(typed)?;
        self.note(vec![KeysChanged::RecoveryConfirmed])
    }

    /// Puts a new passphrase in the place of the old one, or of slot `id` where there are several.
    pub fn change_passphrase(&mut self, id: Option<u32>, phrase: &str) -> Result<u32, Fault> {
        let found = match id {
            Some(id) => Some(id),
            None => self.of_kind(SlotKind::Passphrase),
        };
        let old = found.ok_or(VaultError::NoSlot(SlotKind::Passphrase))?;
        if !self
            .ring
            .slots()
            .iter()
            .any(|slot| slot.id == old && slot.kind == SlotKind::Passphrase)
        {
            return Err(VaultError::UnknownSlot(old).into());
        }
        let slot = NewSlot::Passphrase(phrase, Cost::measured()?);
        let id = self.ring.replace(&self.master, old, slot)?;
        let word = sort(SlotKind::Passphrase);
        self.note(vec![KeysChanged::Removed(word.clone()), KeysChanged::Added(word)])?;
        Ok(id)
    }

    /// The slots as they are now.
    pub fn slots(&self) -> Vec<SlotInfo> {
        self.ring.slots()
    }

    fn of_kind(&self, kind: SlotKind) -> Option<u32> {
        let slots = self.ring.slots();
        slots.iter().find(|slot| slot.kind == kind).map(|slot| slot.id)
    }

    fn note(&mut self, changes: Vec<KeysChanged>) -> Result<(), Fault> {
        let ids = changes.into_iter();
        let events = ids.map(|change| (self.register.around.id(), Event::KeysChanged(change)));
        let events = events.collect();
        self.register.commit(None, events)?;
        self.register.fold()
    }
}
