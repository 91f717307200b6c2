//! Disks that are set back, the hub's among them, and tills that are signed out. Must never forget what was
//! answered: what nobody has any more is told apart from what somebody lost.

use tendero::hub::admin::Ask;

use crate::cut::Chance;
use crate::network::Line;
use crate::till::Till;
use crate::world::World;

/// What beside the ordinary may befall a shop; of two copies that are lost at once nobody could make a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Ordinary,
    /// The disk of a till is set back.
    Disks,
    /// The disk of the hub is.
    Hub,
    /// Two machines run from copies of one disk. No token is turned then: both have the one that counts, and
    /// would take it from each other.
    Twins,
    /// Another machine takes the place of a till, which comes back all the same.
    Replaced,
}

impl Fate {
    /// By lot, but for the seeds that are kept for a second machine in a till's place.
    pub(crate) fn of(seed: u64, chance: &mut Chance) -> Fate {
        let drawn = [Fate::Ordinary, Fate::Ordinary, Fate::Disks, Fate::Hub][chance.below(4)];
        match seed % 16 {
            8 | 9 => Fate::Twins,
            12 | 13 => Fate::Replaced,
            _ => drawn,
        }
    }

    /// Whether journals part, so that some of it is told again in another life.
    pub(crate) fn parts(self) -> bool {
        matches!(self, Fate::Disks | Fate::Twins)
    }
}

impl World {
    pub(crate) fn befalls(&mut self, at: usize) {
        match (self.fate, self.below(3)) {
            (Fate::Disks, 0) => self.copies_its_disk(at),
            (Fate::Disks, _) => self.is_set_back(at),
            (Fate::Hub, 0) => self.hub_is_copied(),
            (Fate::Hub, 1) => self.hub_is_set_back(),
            (Fate::Twins, _) => self.gets_a_twin(at),
            (Fate::Replaced, _) => self.is_replaced(at),
            _ => self.is_signed_out(at),
        }
    }

    fn copies_its_disk(&mut self, at: usize) {
        let till = &mut self.tills[at];
        let Some(register) = &till.register else { return };
        if register.link().is_some() {
            till.copy = Some(till.disk.image());
            self.note(format!("T{at} copies its disk"));
        }
    }

    /// What was answered since may be at the hub, or nowhere.
    fn is_set_back(&mut self, at: usize) {
        let Some(copy) = self.tills[at].copy.clone() else {
            return;
        };
        if self.percent(50) {
            self.tills[at].copy = None;
        }
        let off = self.below(90_000) as u64;
        self.note(format!("T{at} is set back to its copy"));
        self.reading[at] = None;
        if self.percent(60) {
            self.nature().lines[at] = Line::Down;
        }
        let till = &mut self.tills[at];
        till.set_to(copy);
        till.off = self.time.now() + off;
        till.is_back = true;
        till.receipts.clear();
    }

    /// One till of the shop, once.
    pub(crate) fn gets_a_twin(&mut self, at: usize) {
        if self.tills.len() > self.began_with || self.known_as(at).is_none() {
            return;
        }
        let twin = self.tills[at].twin(self.tills.len());
        self.note(format!("T{at} has a twin: T{}", twin.at));
        self.comes_in(twin);
    }

    /// A new machine in its place, once; the old one was not lost after all.
    fn is_replaced(&mut self, at: usize) {
        let Some(terminal) = self.known_as(at) else { return };
        if self.tills.len() > self.began_with || self.nature().house.up().is_empty() {
            return;
        }
        let mut new = Till::found(self.tills.len(), &self.nature, self.tills[at].plant);
        new.code = Some(self.nature().house.code_in_place_of(&terminal));
        self.note(format!("T{} takes the place of T{at}", new.at));
        self.replaced = Some(at);
        self.comes_in(new);
    }

    fn comes_in(&mut self, mut till: Till) {
        (till.register, till.courier) = (None, None);
        till.off = self.time.now() + self.below(90_000) as u64;
        self.tills.push(till);
        self.reading.push(None);
    }

    /// What the hub calls a till that is known to it; a code that it has yet to give would make it another.
    fn known_as(&self, at: usize) -> Option<String> {
        let till = &self.tills[at];
        let register = till.register.as_ref().filter(|_| till.code.is_none())?;
        register.link()?;
        till.terminal().map(|terminal| terminal.to_string())
    }

    fn hub_is_copied(&mut self) {
        if self.tills.iter().all(|till| till.code.is_none()) {
            let mut nature = self.nature();
            nature.house.copy();
            nature.note("the hub's disk is copied".to_owned());
        }
    }

    fn hub_is_set_back(&mut self) {
        let mut nature = self.nature();
        if nature.house.set_back() {
            nature.hits.hit("hub set back");
            nature.note("the hub is set back to its copy".to_owned());
        }
    }

    fn is_signed_out(&mut self, at: usize) {
        let Some(terminal) = self.known_as(at) else { return };
        let waits = self.tills[at].pending() > 0;
        let mut nature = crate::ledger::locked(&self.nature);
        if nature.house.up().is_empty() {
            return;
        }
        drop(nature.house.admin(Ask::Revoke { terminal }));
        self.tills[at].signed_out = true;
        nature.note(format!("T{at} is signed out"));
        if waits {
            nature.hits.hit("signed out with work waiting");
        }
    }

    /// Somebody asks the owner for another code where the till says that it was signed out. A hub that was
    /// set back may have forgotten it; any other was told to.
    pub(crate) fn asks_for_a_code(&mut self, at: usize) -> Result<(), String> {
        let till = &mut self.tills[at];
        let paused = till.courier.as_ref().and_then(|courier| courier.plan().paused());
        let out = paused == Some(tendero::sync::plan::Pause::Withdrawn);
        if out && till.code.is_none() {
            if !till.signed_out && self.fate != Fate::Hub {
                return Err(format!("T{at} is signed out, and nobody did it"));
            }
            let mut nature = crate::ledger::locked(&self.nature);
            if !nature.house.up().is_empty() {
                till.code = Some(nature.house.code());
            }
        }
        Ok(())
    }
}
