//! Disks that are set back, the hub's among them, and tills that are signed out. Must never forget what was
//! answered: what nobody has any more is told apart from what somebody lost.

use tendero::hub::admin::Ask;

use crate::network::Line;
use crate::world::World;

/// What beside the ordinary may befall a shop; of two copies that are lost at once nobody could make a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Ordinary,
    /// The disk of a till is set back.
    Disks,
    /// The disk of the hub is.
    Hub,
}

impl World {
    pub(crate) fn befalls(&mut self, at: usize) {
        match (self.fate, self.below(3)) {
            (Fate::Disks, 0) => self.copies_its_disk(at),
            (Fate::Disks, _) => self.is_set_back(at),
            (Fate::Hub, 0) => self.hub_is_copied(),
            (Fate::Hub, 1) => self.hub_is_set_back(),
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
        let Some(register) = &self.tills[at].register else {
            return;
        };
        let terminal = register.journal().head().identity.terminal;
        let waits = self.tills[at].pending() > 0;
        let mut nature = self.nature();
        if self.tills[at].code.is_some() || register.link().is_none() || nature.house.up().is_empty() {
            return;
        }
        let terminal = terminal.to_string();
        drop(nature.house.admin(Ask::Revoke { terminal }));
        nature.note(format!("T{at} is signed out"));
        if waits {
            nature.hits.hit("signed out with work waiting");
        }
    }

    /// Somebody asks the owner for another code where the till says that it was signed out.
    pub(crate) fn asks_for_a_code(&mut self, at: usize) {
        let till = &mut self.tills[at];
        let paused = till.courier.as_ref().and_then(|courier| courier.plan().paused());
        let out = paused == Some(tendero::sync::plan::Pause::Withdrawn);
        if out && till.code.is_none() {
            let mut nature = crate::ledger::locked(&self.nature);
            if !nature.house.up().is_empty() {
                till.code = Some(nature.house.code());
            }
        }
    }
}
