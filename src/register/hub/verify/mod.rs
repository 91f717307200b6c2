//! The till against its hub: entry by entry, and what the hub made of them against what the till makes of
//! them, to the cent. Must never change either, nor call different what is only still to be sent.

mod entries;
mod fold;
mod sums;

use crate::journal::Cursor;
use crate::protocol::fetch::{Fetch, Fetched};
use crate::protocol::paths;
use crate::protocol::refused::Code;
use crate::protocol::verify::{CheckSums, SumsChecked};
use crate::register::commit::decode;
use crate::register::{Fault, Register};
use crate::sync::transport::Failed;
use crate::sync::{Courier, Life};

use entries::Stretch;
use fold::{Days, Folded};

pub use entries::{Odd, Side};
pub use sums::{Difference, Line};

/// What a comparison came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Entries of which both have the same.
    pub same: u64,
    /// Entries that the hub does not have yet: no difference.
    pub waiting: u64,
    /// Entries that the hub has acknowledged and does not hold.
    pub only_here: u64,
    /// Entries that only the hub holds.
    pub only_there: u64,
    /// Entries that are another at the hub.
    pub other: u64,
    /// Entries that only the hub holds and that a restored backup did not have: no difference.
    pub before_restore: u64,
    /// The first of those that differ.
    pub odd: Vec<Odd>,
    /// Entries whose effect waits at the hub for a person: they are in the sums of neither.
    pub parked: u64,
    /// Why sums were not compared, where they were not.
    pub unsummed: Option<Unsummed>,
    /// The sums, here and there.
    pub lines: Vec<Line>,
    /// Where they are not the same.
    pub differences: Vec<Difference>,
}

/// Why sums were not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsummed {
    /// More entries wait at the hub than it lists.
    Parked,
    /// The journals are not the same: their sums cannot be.
    Entries,
}

impl Compared {
    /// Whether both hold the same, as far as the hub has it.
    pub fn agrees(&self) -> bool {
        self.odd_ones() == 0 && self.differences.is_empty() && self.unsummed.is_none()
    }

    /// Entries that differ.
    pub fn odd_ones(&self) -> u64 {
        self.only_here + self.only_there + self.other
    }
}

/// Why a comparison did not come to an end.
#[derive(Debug)]
pub enum Verify {
    /// The hub did not answer, or not what was asked.
    Hub(Failed),
    /// The hub is of a version that compares nothing.
    Old,
    /// Entries came in meanwhile.
    Moved,
    /// The till's own disk.
    Fault(Fault),
}

impl<F: Into<Fault>> From<F> for Verify {
    fn from(fault: F) -> Verify {
        Verify::Fault(fault.into())
    }
}

/// What is done while lives are gone through.
struct Work<'a> {
    courier: &'a mut Courier,
    progress: &'a mut dyn FnMut(u64),
    all: Compared,
    sums: sums::Both,
    days: Days,
}

impl Register {
    /// Compares every entry of every life by its hash, and the sums of what the hub has acknowledged.
    pub fn compare(&self, courier: &mut Courier, progress: &mut dyn FnMut(u64)) -> Result<Compared, Verify> {
        let lives = courier.lives().to_vec();
        let mut work = Work {
            courier,
            progress,
            all: Compared::default(),
            sums: sums::Both::new(self.till.shop.currency),
            days: Days::default(),
        };
        let newest = lives.last().map_or(0, |life| life.ordinal);
        // Another machine with a copy of this disk: the hub's days are those of both.
        let (mut known, mut others, here) = (None, false, lives.len() as u64);
        for life in lives {
            match work.ask_sums(&life, CheckSums::of(life.incarnation)) {
                Ok(answer) => {
                    known = Some(life.incarnation);
                    others |= answer.lives > here;
                    self.compare_life(&mut work, &life, &answer, life.ordinal == newest)?;
                }
                Err(Verify::Hub(Failed::Refused(refused))) if refused.code == Code::NotFound => {
                    work.not_there(&life)?;
                }
                Err(failed) => return Err(failed),
            }
        }
        let whole = work.all.before_restore == 0 && work.all.unsummed.is_none() && !others;
        if let Some(known) = known.filter(|_| whole) {
            work.compare_days(known)?;
        }
        let Work { mut all, sums, .. } = work;
        (all.lines, all.differences) = sums.told();
        Ok(all)
    }

    fn compare_life(
        &self,
        work: &mut Work<'_>,
        life: &Life,
        answer: &SumsChecked,
        newest: bool,
    ) -> Result<(), Verify> {
        let to = answer.acked.min(life.last);
        let mut folded = Folded::new(answer);
        let mut stretch = Stretch::default();
        let start = Cursor {
            incarnation: life.ordinal,
            seq: 0,
        };
        for entry in self.journal.reader().entries_after(start) {
            let entry = entry?;
            if entry.cursor.incarnation != life.ordinal || entry.seq() > to {
                break;
            }
            let fact = decode(&entry);
            if let Ok(fact) = &fact {
                folded.take((entry.seq(), entry.kind), fact, &mut work.days);
            }
            stretch.push(&entry);
            if stretch.is_full() {
                self.compare_stretch(work, life, std::mem::take(&mut stretch))?;
            }
        }
        if !stretch.is_empty() {
            self.compare_stretch(work, life, stretch)?;
        }
        work.all.waiting += life.last - to;
        work.all.parked += answer.parked_count;
        let lost = answer.acked.saturating_sub(life.last);
        if lost > 0 && newest {
            work.lost(life, lost)?;
        }
        if lost > 0 && !newest {
            work.all.before_restore += lost;
            return Ok(());
        }
        if answer.parked_count > answer.parked.len() as u64 {
            work.all.unsummed = Some(Unsummed::Parked);
        } else if work.all.odd_ones() > 0 {
            work.all.unsummed = Some(Unsummed::Entries);
        } else {
            work.compare_sums(life, answer, &folded)?;
        }
        Ok(())
    }
}

impl Work<'_> {
    /// Asks for sums; a hub that does not know the question is told apart from one that does not know the
    /// life.
    fn ask_sums(&mut self, life: &Life, question: CheckSums) -> Result<SumsChecked, Verify> {
        let answer = self.courier.ask(paths::CHECK_SUMS, &question);
        match answer {
            Err(Failed::Refused(refused)) if refused.code == Code::NotFound => {
                let held = Fetch {
                    incarnation: life.incarnation,
                    from: 1,
                    limit: 0,
                    probe: Vec::new(),
                };
                match self.courier.ask::<Fetched>(paths::FETCH, &held) {
                    Ok(_) => Err(Verify::Old),
                    Err(_) => Err(Verify::Hub(Failed::Refused(refused))),
                }
            }
            answer => answer.map_err(Verify::Hub),
        }
    }

    /// Nothing of that life has come to the hub.
    fn not_there(&mut self, life: &Life) -> Result<(), Verify> {
        self.all.waiting += life.last;
        if life.acked == 0 {
            return Ok(());
        }
        // It has been acknowledged, and is gone.
        self.all.only_here += life.acked;
        self.all.waiting -= life.acked;
        self.all.unsummed = Some(Unsummed::Entries);
        Ok(())
    }
}

impl CheckSums {
    /// About a life as a whole.
    fn of(incarnation: uuid::Uuid) -> CheckSums {
        CheckSums {
            incarnation,
            shifts: Vec::new(),
            closings: Vec::new(),
            days: Vec::new(),
        }
    }
}
