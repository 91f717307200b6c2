//! A shop of some tills and its hub, lived through by lot; then everything heals, and whoever has something
//! to say must have said it soon. Must never draw a lot from anywhere but the seed.

use std::sync::{Arc, Mutex, MutexGuard};

use tendero::hub::admin::Ask;
use tendero::register::{Failure, Register};

use crate::cut::{Chance, Cut};
use crate::house::{Bug, House};
use crate::ledger::{Weather, locked};
use crate::lives::Fate;
use crate::network::{Line, Nature};
use crate::scenario::Hits;
use crate::till::{Fact, Plant, Till};
use crate::time::{DECADE, Time};

/// How a run is made.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Made {
    pub(crate) bug: Option<Bug>,
    pub(crate) plant: Plant,
}

/// A shop.
pub(crate) struct World {
    pub(crate) nature: Arc<Mutex<Nature>>,
    pub(crate) tills: Vec<Till>,
    pub(crate) time: Time,
    pub(crate) hits: Hits,
    pub(crate) fate: Fate,
    /// Tills at first: one more may come in.
    pub(crate) began_with: usize,
    /// The till for whose place another one was given a code. Whether that code came to count is told by
    /// nobody where its answer was lost and it became too old.
    pub(crate) replaced: Option<usize>,
    /// Of a hundred things that are done in so many the power goes.
    pub(crate) crashes: usize,
    /// Conflicts that were settled, and at which till.
    pub(crate) resolved: Vec<(uuid::Uuid, usize)>,
    /// Batches that the hub has taken.
    pub(crate) taken: u64,
    /// By till: how many there were when it read a page that was not the last.
    pub(crate) reading: Vec<Option<u64>>,
}

impl World {
    pub(crate) fn new(seed: u64, made: Made, hits: &Hits) -> World {
        let time = Time::default();
        let mut chance = Chance(seed);
        let many = 2 + chance.below(2);
        let shared = chance.below(2) == 1;
        let weather = Weather {
            chance: Chance(chance.next()),
            storm: if shared { chance.below(40) } else { 0 },
            unsure: if shared { chance.below(6) } else { 0 },
            page: [0, 0, 3, 5][chance.below(4)],
            hits: hits.clone(),
        };
        let house = House::new(time.clone(), if shared { 2 } else { 1 }, weather, made.bug);
        let mut nature = Nature::new(time.clone(), Chance(chance.next()), house, hits.clone());
        nature.trouble = [5, 15, 40][chance.below(3)];
        nature.deaths = [5, 20, 60][chance.below(3)];
        let nature = Arc::new(Mutex::new(nature));
        let mut tills: Vec<Till> = (0..many).map(|at| Till::found(at, &nature, made.plant)).collect();
        for till in &mut tills {
            till.code = Some(locked(&nature).house.code());
        }
        World {
            nature,
            reading: vec![None; many],
            tills,
            time,
            hits: hits.clone(),
            crashes: [0, 2, 6][chance.below(3)],
            fate: Fate::of(seed, &mut chance),
            began_with: many,
            replaced: None,
            resolved: Vec::new(),
            taken: 0,
        }
    }

    /// The till that has lost its place, once it knows.
    pub(crate) fn former(&self) -> Option<usize> {
        let old = self.replaced?;
        self.tills[old].only_drains().then_some(old)
    }

    pub(crate) fn nature(&self) -> MutexGuard<'_, Nature> {
        locked(&self.nature)
    }

    pub(crate) fn below(&self, end: usize) -> usize {
        self.nature().below(end)
    }

    pub(crate) fn percent(&self, many: usize) -> bool {
        self.nature().percent(many)
    }

    pub(crate) fn note(&self, line: String) {
        self.nature().note(line);
    }

    /// Lives through it, and says which promise was broken.
    pub(crate) fn live(&mut self) -> Result<(), String> {
        self.stock_the_shop()?;
        let steps = 60 + self.below(120);
        for _ in 0..steps {
            self.pass_a_while();
            self.something_happens()?;
            for at in 0..self.tills.len() {
                let many = 1 + self.below(3);
                for _ in 0..many {
                    self.carry(at)?;
                }
            }
        }
        self.heal()?;
        self.settle()?;
        self.judge()
    }

    fn pass_a_while(&mut self) {
        let most = [500, 500, 2_000, 20_000, 60_000, 240_000][self.below(6)];
        let millis = self.below(most) as u64;
        self.time.pass(millis);
    }

    fn something_happens(&mut self) -> Result<(), String> {
        let at = self.below(self.tills.len());
        match self.below(100) {
            0..=5 => self.line_changes(at),
            6..=11 => self.nature().arrives_late(),
            12..=14 => self.clock_jumps(at),
            15..=22 => self.nature().house.start(),
            23..=24 => self.power_goes(at)?,
            25..=28 => self.everybody_is_cut_off(),
            29..=34 if self.fate != Fate::Ordinary => self.befalls(at),
            29..=38 => self.comes_back(at)?,
            39 if ![Fate::Hub, Fate::Twins].contains(&self.fate) => self.turns_a_token(at),
            40 => self.befalls(at),
            41..=42 => self.two_edit_one_good()?,
            43 => self.everybody_settles()?,
            _ => self.somebody_works(at)?,
        }
        for at in 0..self.tills.len() {
            if self.tills[at].register.is_none() && self.tills[at].off <= self.time.now() {
                self.starts(at)?;
            }
        }
        Ok(())
    }

    fn line_changes(&mut self, at: usize) {
        let mut nature = self.nature();
        let status = [200, 302, 403, 404, 500][nature.below(5)];
        let line = [
            Line::Fine,
            Line::Fine,
            Line::Fine,
            Line::Down,
            Line::Portal(status),
            Line::Deaf,
            Line::Dumb,
            Line::Flapping,
        ][nature.below(8)];
        nature.lines[at] = line;
        nature.note(format!("T{at} line: {line:?}"));
    }

    fn everybody_is_cut_off(&mut self) {
        let mut nature = self.nature();
        let line = [Line::Fine, Line::Down][nature.below(2)];
        nature.lines.fill(line);
        nature.note(format!("all lines: {line:?}"));
    }

    fn clock_jumps(&mut self, at: usize) {
        let by = [0, 0, DECADE, -DECADE, 180_000][self.below(5)];
        if self.percent(70) {
            self.tills[at].wrong.set(by);
            self.note(format!("T{at} clock is {by} off"));
        } else {
            self.nature().house.wrong.set(by);
            self.note(format!("the hub's clock is {by} off"));
        }
    }

    fn turns_a_token(&mut self, at: usize) {
        let Some(register) = &self.tills[at].register else {
            return;
        };
        let terminal = register.journal().head().identity.terminal;
        let mut nature = self.nature();
        let waits = self.tills[at].pending() > 0;
        if register.link().is_some() && !nature.house.up().is_empty() {
            let terminal = terminal.to_string();
            drop(nature.house.admin(Ask::Turn { terminal }));
            nature.note(format!("T{at} gets another token"));
            if waits {
                nature.hits.hit("token turned with work waiting");
            }
        }
    }

    /// The power goes while nothing is done.
    fn power_goes(&mut self, at: usize) -> Result<(), String> {
        if self.crashes > 0 && self.tills[at].register.is_some() {
            let end = self.tills[at].disk.operations();
            self.dies(at, end);
        }
        Ok(())
    }

    /// A till is off from here on, cut after so many operations of its disk.
    pub(crate) fn dies(&mut self, at: usize, operations: usize) {
        let mut nature = locked(&self.nature);
        let cut = [Cut::Lost, Cut::Kept, Cut::Torn(512), Cut::Torn(16)][nature.below(4)];
        let off = nature.below(90_000) as u64;
        let mut chance = Chance(nature.chance.next());
        nature.note(format!("T{at} dies: {cut:?}"));
        drop(nature);
        let till = &mut self.tills[at];
        till.die(operations, cut, &mut chance);
        till.off = self.time.now() + off;
        self.reading[at] = None;
    }

    /// It is started again: nothing that was answered may be gone.
    pub(crate) fn starts(&mut self, at: usize) -> Result<(), String> {
        let till = &mut self.tills[at];
        till.open();
        let ids = till.ids();
        if std::mem::take(&mut till.is_back) {
            let (here, gone) = till.facts.drain(..).partition(|fact| ids.contains(&fact.id));
            till.facts = here;
            let gone: Vec<Fact> = gone;
            till.gone.extend(gone);
        }
        if let Some(lost) = till.facts.iter().find(|fact| !ids.contains(&fact.id)) {
            return Err(format!("T{at} has lost a {} that was answered", lost.what));
        }
        let doubts = std::mem::take(&mut till.doubts);
        let done = doubts.into_iter().filter(|fact| ids.contains(&fact.id));
        till.facts.extend(done);
        till.come_back(&ids);
        self.note(format!("T{at} starts with {} entries", ids.len()));
        Ok(())
    }

    /// Does something at a till. Now and then the power goes before, in the middle or right after.
    pub(crate) fn act<R>(
        &mut self,
        at: usize,
        what: &'static str,
        act: impl FnOnce(&mut Register) -> Result<R, Failure>,
        fact: impl FnOnce(&R) -> Option<Fact>,
    ) -> Result<Option<R>, String> {
        let till = &mut self.tills[at];
        let Some(register) = &mut till.register else {
            return Ok(None);
        };
        let before = till.disk.operations();
        let done = act(register);
        let after = till.disk.operations();
        let done = match done {
            Ok(done) => done,
            Err(Failure::Refused(said)) => {
                self.note(format!("T{at} {what}: {}", said.code));
                return Ok(None);
            }
            Err(Failure::Fault(fault)) => return Err(format!("T{at} {what}: {fault}")),
        };
        let fact = fact(&done);
        if after > before && self.percent(self.crashes) {
            let cut = before + self.below(after - before + 1);
            let when = match cut {
                cut if cut == before => "crash before append",
                cut if cut < after => "crash in the middle of an append",
                _ => "crash after append",
            };
            self.hits.hit(when);
            self.note(format!("T{at} {what}: {when}"));
            let known = if cut < after {
                &mut self.tills[at].doubts
            } else {
                &mut self.tills[at].facts
            };
            known.extend(fact);
            self.dies(at, cut);
            return Ok(None);
        }
        self.note(format!("T{at} {what}"));
        self.tills[at].facts.extend(fact);
        self.tills[at].told();
        Ok(Some(done))
    }
}
