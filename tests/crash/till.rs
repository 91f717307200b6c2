//! The whole till on one recorded disk, journal and store together: the power goes, or the program is killed,
//! at every operation of a day, and again while it recovers. Must never pass a till that lost a sale it had
//! answered, or holds one twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;
use tendero::domain::event::{Event, Fact};
use tendero::domain::till::EntryMark;
use tendero::register::Register;
use tendero::register::audit::audit;
use tendero::store::{Recorded, Store};

use crate::cut::{Chance, Cut, Replay};
use crate::disk::RecordingDisk;
use crate::shop::{basket, locks, open, open_register};
use crate::story::{End, Story, sales};
use crate::work::Day;

/// How a till ends before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The power goes.
    Power(Cut),
    /// The program is killed: the next one reads what was written, on the disk or not.
    Killed,
}

/// The ways each operation is cut in; chance tears each otherwise.
pub(crate) const WAYS: [Way; 10] = [
    Way::Power(Cut::Lost),
    Way::Power(Cut::Kept),
    Way::Killed,
    Way::Power(Cut::Torn(512)),
    Way::Power(Cut::Torn(16)),
    Way::Power(Cut::Torn(512)),
    Way::Power(Cut::Torn(4096)),
    Way::Power(Cut::Torn(16)),
    Way::Power(Cut::Torn(512)),
    Way::Power(Cut::Torn(16)),
];
/// Every so many crash points all sales are counted, the journal audited, the store held against a new one.
const THOROUGH: usize = 64;

/// What is drawn after a crash is drawn by another seed than any day or any other start has.
static STARTS: AtomicU64 = AtomicU64::new(1 << 32);

/// What was looked at.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Crash points: an operation, and what became of everything not synced.
    pub(crate) points: usize,
    /// Those after which a second crash came, while the till recovered or sold again.
    pub(crate) again: usize,
    /// Those that were looked at in every way.
    pub(crate) thorough: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.points += other.points;
        self.again += other.again;
        self.thorough += other.thorough;
    }
}

/// Cuts a day after every operation in every way, and each recovery once more at an operation by lot; returns
/// what was looked at, or the first broken promise.
pub(crate) fn cut_everywhere(day: &Day, seed: u64) -> Result<Tally, String> {
    let lock = locks();
    let mut replay = Replay::new(day.start.clone(), &day.log);
    let mut tally = Tally::default();
    loop {
        // Where everything is synced, every cut leaves the same.
        let ways = if replay.is_synced() { 1 } else { WAYS.len() };
        for (at, way) in WAYS.into_iter().take(ways).enumerate() {
            let mut chance = Chance(seed ^ (replay.at() as u64) << 8 ^ at as u64);
            let told = |what: String| format!("seed {seed}, operation {}, {way:?}: {what}", replay.at());
            tally.points += 1;
            let thorough = (tally.points % THOROUGH == 0).then_some(day);
            tally.thorough += usize::from(thorough.is_some());
            twice(day, &replay, (way, thorough), &lock, &mut chance)
                .map(|again| tally.again += usize::from(again))
                .map_err(told)?;
        }
        if !replay.step() {
            return Ok(tally);
        }
    }
}

/// One crash point, and a second crash in what comes after it; false where there was nothing to cut.
pub(crate) fn twice(
    day: &Day,
    replay: &Replay<'_>,
    (way, thorough): (Way, Option<&Day>),
    lock: &TempDir,
    chance: &mut Chance,
) -> Result<bool, String> {
    let (left, medium) = match way {
        Way::Power(cut) => {
            let left = replay.cut(cut, chance);
            (left.clone(), Replay::new(left, &[]))
        }
        // What is not synced is there until the power goes.
        Way::Killed => (replay.cut(Cut::Kept, chance), replay.then(&[])),
    };
    let disk = RecordingDisk::holding(left);
    let possible = day.story.possible(replay.at());
    let recovered = recover(&disk, lock, (possible, possible[0].sales), (thorough, true))?;
    let log = disk.log();
    if log.is_empty() {
        return Ok(false);
    }
    let after = recovered.story(way, possible);
    let mut again = medium.then(&log);
    let at = 1 + chance.below(log.len());
    for _ in 0..at {
        again.step();
    }
    let cut = [Cut::Lost, Cut::Kept, Cut::Torn(512), Cut::Torn(16)][chance.below(4)];
    let disk = RecordingDisk::holding(again.cut(cut, chance));
    let possible = after.possible(at);
    // Selling on costs as much as all the rest, and was done once: at every fourth again.
    let sells = chance.below(4) == 0;
    recover(&disk, lock, (possible, possible[0].sales), (None, sells))
        .map_err(|what| format!("and again at operation {at} of {}, {cut:?}: {what}", log.len()))?;
    Ok(true)
}

/// What a start after a crash came to.
pub(crate) struct Recovered {
    /// Which of the possible ends it found.
    pub(crate) found: usize,
    /// Operations until it was open.
    opened: usize,
    /// Operations after each of its own answers, and the end then.
    answers: Vec<(usize, End)>,
}

impl Recovered {
    /// What may be found after another crash, while this start was on its way.
    fn story(self, way: Way, possible: &[End]) -> Story {
        // After a kill nothing more is sure until the till is open; after a power cut what is there is there.
        let from = match way {
            Way::Killed => 0,
            Way::Power(_) => self.found,
        };
        let mut ends = possible[from..=self.found].to_vec();
        let mut answers = vec![(0, 0), (self.opened, ends.len() - 1)];
        for (at, end) in self.answers {
            ends.push(end);
            answers.push((at, ends.len() - 1));
        }
        Story { ends, answers }
    }
}

/// Opens what is left and holds the till to its promise: every answered sale once and as it was, at most the
/// one in hand beside, and the next basket sells.
pub(crate) fn recover(
    disk: &RecordingDisk,
    lock: &TempDir,
    (possible, in_hand): (&[End], usize),
    (thorough, sells): (Option<&Day>, bool),
) -> Result<Recovered, String> {
    let mut register = open(disk, lock, STARTS.fetch_add(1, Ordering::Relaxed))?;
    let opened = disk.operations();
    let head = register.journal().head();
    let Some(found) = possible.iter().position(|end| end.head == head) else {
        return Err(format!(
            "{in_hand} sales were answered, and the journal ends at {}",
            head.cursor
        ));
    };
    let end = &possible[found];
    if let Some(last) = &end.last {
        let receipt = register
            .receipt(&last.number)
            .map_err(|error| error.to_string())?;
        let again = register.sold_before(last.id).map_err(|error| error.to_string())?;
        if receipt.as_ref() != Some(last) || again.is_none_or(|again| again.sale != **last) {
            return Err(format!("{} is in the journal and not in the store", last.number));
        }
    }
    if let Some(day) = thorough {
        count(&register, day, end.sales)?;
    }
    let answers = match sells {
        true => go_on(&mut register, disk, in_hand, end)?,
        false => Vec::new(),
    };
    if thorough.is_some() {
        prove(register)?;
    }
    Ok(Recovered {
        found,
        opened,
        answers,
    })
}

/// Each sale is in the journal once, as it was answered, and there is none beside.
fn count(register: &Register, day: &Day, sold: usize) -> Result<(), String> {
    let found = sales(register.journal().reader())?;
    if found.iter().eq(&day.sales[..sold]) {
        return Ok(());
    }
    Err(format!(
        "{sold} sales were made, and there are {} in the journal",
        found.len()
    ))
}

/// The cashier presses the key again: the sale in hand is sold, once, whatever became of it before.
fn go_on(
    register: &mut Register,
    disk: &RecordingDisk,
    in_hand: usize,
    end: &End,
) -> Result<Vec<(usize, End)>, String> {
    let mut answers = Vec::new();
    let mut end = end.clone();
    if register.till().shift.is_none() && end.sales == in_hand {
        open_register(register).map_err(|failure| failure.to_string())?;
        end.head = register.journal().head();
        answers.push((disk.operations(), end.clone()));
    }
    let asked = register.complete_sale(&basket(in_hand));
    let asked = asked.map_err(|error| format!("the sale in hand is not sold: {error}"))?;
    if asked.again != (end.sales > in_hand) || asked.sale.number.number != in_hand as u64 + 1 {
        return Err(format!("{} was sold for sale {}", asked.sale.number, in_hand + 1));
    }
    if !asked.again {
        let sold = End {
            head: register.journal().head(),
            sales: in_hand + 1,
            last: Some(Arc::new(asked.sale)),
        };
        answers.push((disk.operations(), sold));
    }
    register.fold().map_err(|error| error.to_string())?;
    Ok(answers)
}

/// The journal is in order from end to end, and the store is what it folds to.
pub(crate) fn prove(mut register: Register) -> Result<(), String> {
    let report = audit(register.journal().reader()).map_err(|error| error.to_string())?;
    if let Some((check, first)) = report.first_bad() {
        return Err(format!("the audit of {} says {first}", check.name));
    }
    let anew = anew(&register)?;
    let reader = register.folded().map_err(|error| error.to_string())?;
    let anew = anew.read().map_err(|error| error.to_string())?;
    let differences = reader.compare(&anew).map_err(|error| error.to_string())?;
    if let Some(first) = differences.first() {
        return Err(format!("the store is not what the journal folds to: {first:?}"));
    }
    Ok(())
}

/// The journal folded into an empty store.
fn anew(register: &Register) -> Result<Store, String> {
    let reader = register.journal().reader();
    let mut all = Vec::new();
    for entry in reader.all_entries() {
        let entry = entry.map_err(|error| error.to_string())?;
        let fact = Fact::decode(entry.kind, entry.kind_version, &entry.payload);
        all.push(Recorded {
            ordinal: entry.cursor.incarnation,
            mark: EntryMark {
                incarnation: entry.incarnation,
                seq: entry.seq(),
                at_wall: entry.stamp.at_wall,
            },
            id: entry.id,
            position: entry.position.to_u64(),
            fact: fact.map_err(|error| error.to_string())?,
        });
    }
    let mut store = Store::in_memory().map_err(|error| error.to_string())?;
    let folded = store.fold_at_once(&all, &mut |committed, show| {
        let parts = all.iter().filter_map(|record| match &record.fact.event {
            Event::ImportPart(part) if part.batch == committed.batch => Some(part),
            _ => None,
        });
        parts.into_iter().try_for_each(show)
    });
    folded.map_err(|error| error.to_string())?;
    Ok(store)
}

/// The tests are worth something: a till that answers before the sync does not pass.
#[cfg(feature = "planted-bugs")]
#[test]
fn a_till_that_answers_before_the_sync_is_noticed() {
    let day = crate::work::live(crate::work::Work::Closings, 1, |register| {
        register.plant(tendero::journal::Plant::AnswerBeforeSync)
    });
    let broken = cut_everywhere(&day, 1).expect_err("the planted bug must be noticed");
    assert!(broken.contains("sales were answered"), "{broken}");
}
