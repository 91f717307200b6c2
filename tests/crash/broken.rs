//! A till whose disk fails once, at any operation of a day: no space, an input error, mounted for reading,
//! half a write, a sync that failed. Must never let a till go on as if it had been written, nor stop what
//! needs no writing.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use tendero::journal::JournalError;
use tendero::register::{Failure, Fault as Broken, Register};

use crate::cut::{Chance, Cut, Replay};
use crate::disk::Fault;
use crate::shop::{basket, locks};
use crate::story::sales;
use crate::till::{Way, twice};
use crate::work::{Day, Living, Work, begin, live};

/// A disk without room.
const FULL: [(&str, Fault); 2] = [
    ("ENOSPC", Fault::Nothing(ErrorKind::StorageFull)),
    ("a short write", Fault::Half(ErrorKind::StorageFull)),
];
/// A disk that breaks, or is mounted for reading only from one moment to the next.
const BROKEN: [(&str, Fault); 4] = [
    ("EIO", Fault::Nothing(ErrorKind::Other)),
    ("half a write, then EIO", Fault::Half(ErrorKind::Other)),
    ("EROFS", Fault::Nothing(ErrorKind::ReadOnlyFilesystem)),
    ("a failed sync", Fault::Forgotten(ErrorKind::Other)),
];
/// Days of at most 2,000 operations.
const COMPACT: [Work; 4] = [Work::Counter, Work::Imports, Work::Closings, Work::Segments];

/// What became of a day with a fault in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    /// It went on by itself: the reserve made room, or a segment is made later.
    WentOn,
    /// The sale was refused in words, and there was room for the next.
    Refused,
    /// The till stopped.
    Stopped,
}

/// Lives a day in which operation `at` fails so, and holds the till to what it promises.
fn fail(work: Work, sales: usize, whole: &Day, (at, fault): (usize, Fault)) -> Result<Became, String> {
    let mut living = begin(work, 1);
    living.disk.break_at(living.before + at, fault);
    let became = match living.day(work, sales) {
        Ok(()) => Became::WentOn,
        Err(failure) => stopped(&mut living, failure)?,
    };
    if !living.disk.has_failed() {
        return Err("the fault was not met".to_owned());
    }
    if became == Became::Refused {
        return Ok(became);
    }
    after(living, whole).map(|()| became)
}

/// What still works once the till says no, and what does not.
fn stopped(living: &mut Living, failure: Failure) -> Result<Became, String> {
    let register = &mut living.register;
    let full = match &failure {
        Failure::Refused(said) => said.code == "disk-full",
        Failure::Fault(Broken::Journal(JournalError::NoSpace(_))) => true,
        Failure::Fault(_) => false,
    };
    if let (Failure::Refused(said), false) = (&failure, full) {
        return Err(format!("a disk that fails was told as {}", said.code));
    }
    if failure.to_string().trim().is_empty() {
        return Err("it stopped without a word".to_owned());
    }
    let in_store = matches!(failure, Failure::Fault(Broken::Store(_)));
    reads(register, in_store).map_err(|what| format!("after {failure}: {what}"))?;
    if in_store {
        // What was answered is in the journal; the thread that keeps the till ends here.
        return Ok(Became::Stopped);
    }
    let next = register
        .till()
        .last_sale
        .as_ref()
        .map_or(0, |last| last.number as usize);
    match (full, register.complete_sale(&basket(next))) {
        // There is room again.
        (true, Ok(_)) => Ok(Became::Refused),
        (true, Err(again)) => Err(format!("after {failure}, with room again: {again}")),
        (false, Err(_)) => Ok(Became::Stopped),
        (false, Ok(_)) => Err(format!("it sold again after {failure}")),
    }
}

/// Looking back needs no writing: all sales for an export, and the last one where the store is not what
/// failed.
fn reads(register: &mut Register, without_store: bool) -> Result<(), String> {
    let all = sales(register.journal().reader())?;
    let Some(last) = register.till().last_sale.clone() else {
        return Ok(());
    };
    // What failed may be readable behind it.
    let found = all.iter().rev().take(2).find(|sale| sale.number == last);
    let Some(sale) = found else {
        return Err(format!("{last} is not in the export"));
    };
    if without_store {
        return Ok(());
    }
    let found = register.sold_before(sale.id);
    match found.map_err(|error| error.to_string())? {
        Some(found) if found.sale.number == last => Ok(()),
        _ => Err(format!("{last} is not found")),
    }
}

/// The process is gone. The next one finds what can be read; or the power goes first.
fn after(living: Living, whole: &Day) -> Result<(), String> {
    let answered = living.answers.len();
    let mut story = whole.story.clone();
    for (at, (operations, head)) in story.answers.iter_mut().zip(&living.answers) {
        if whole.story.ends[at.1].head != *head {
            return Err("the day went another way".to_owned());
        }
        at.0 = *operations;
    }
    // What comes after was never answered.
    story
        .answers
        .iter_mut()
        .skip(answered)
        .for_each(|at| at.0 = usize::MAX);
    let log = living.disk.log()[living.before..].to_vec();
    let start = living.start;
    drop(living.register);
    let day = Day {
        start: start.clone(),
        log: Vec::new(),
        story,
        sales: whole.sales.clone(),
    };
    let (lock, mut chance) = (locks(), Chance(log.len() as u64));
    let mut replay = Replay::new(start, &log);
    while replay.step() {}
    for way in [
        Way::Killed,
        Way::Power(Cut::Kept),
        Way::Power(Cut::Lost),
        Way::Power(Cut::Torn(512)),
    ] {
        twice(&day, &replay, (way, None), &lock, &mut chance).map_err(|what| format!("{way:?}: {what}"))?;
    }
    Ok(())
}

/// Each fault at every `step`-th operation of a day; how often what became of it.
fn fail_everywhere(
    work: Work,
    sales: usize,
    (faults, step): (&[(&'static str, Fault)], usize),
) -> BTreeMap<(&'static str, Became), usize> {
    let whole = {
        let mut living = begin(work, 1);
        living.day(work, sales).unwrap();
        living.over()
    };
    let operations = whole.log.len();
    assert!(operations <= 2_000 || step > 1, "{operations} operations");
    let mut became = BTreeMap::new();
    for at in (0..operations).step_by(step) {
        for (name, fault) in faults {
            let came = fail(work, sales, &whole, (at, *fault));
            let came = came.unwrap_or_else(|what| panic!("{work:?}, {name} at operation {at}: {what}"));
            *became.entry((*name, came)).or_insert(0) += 1;
        }
    }
    println!("{work:?}, {operations} operations: {became:?}");
    became
}

/// The same in every compact day, for every operation.
fn fail_compact(faults: &[(&'static str, Fault)]) -> BTreeMap<(&'static str, Became), usize> {
    let mut all = BTreeMap::new();
    for work in COMPACT {
        for (what, count) in fail_everywhere(work, work.sales(), (faults, 1)) {
            *all.entry(what).or_insert(0) += count;
        }
    }
    all
}

#[test]
fn disk_full_anywhere_in_a_compact_day_is_made_room_for_refused_or_told_and_loses_nothing() {
    let all = fail_compact(&FULL);
    for (name, _) in FULL {
        assert!(all.contains_key(&(name, Became::Stopped)), "{all:?}");
        // The reserve, or a segment that is made later.
        assert!(all.contains_key(&(name, Became::WentOn)), "{all:?}");
    }
    // A sale refused before anything was written.
    assert!(all.contains_key(&("ENOSPC", Became::Refused)), "{all:?}");
}

#[test]
fn eio_a_read_only_remount_or_a_failed_sync_anywhere_in_a_compact_day_stops_selling_only() {
    let all = fail_compact(&BROKEN);
    assert_eq!(all.len(), BROKEN.len(), "{all:?}");
    // None is passed over, wherever it is met.
    assert!(
        all.keys().all(|(_, became)| *became == Became::Stopped),
        "{all:?}"
    );
}

#[test]
fn disk_full_eio_or_a_read_only_remount_in_a_full_day_stops_selling_and_loses_nothing() {
    let became = fail_everywhere(Work::Sales, 300, (&FULL, 61));
    assert!(became.len() >= FULL.len(), "{became:?}");
    let became = fail_everywhere(Work::Sales, 300, (&BROKEN, 61));
    let stopped = |(_, became): &(&str, Became)| *became == Became::Stopped;
    assert!(
        became.len() == BROKEN.len() && became.keys().all(stopped),
        "{became:?}"
    );
}

/// A till that answered although its disk had failed would not pass.
#[cfg(feature = "planted-bugs")]
#[test]
fn a_till_that_answers_before_a_sync_that_fails_is_noticed() {
    let whole = live(Work::Closings, 1, |_| ());
    let broken = (0..whole.log.len()).find_map(|at| {
        let mut living = begin(Work::Closings, 1);
        living.register.plant(tendero::journal::Plant::AnswerBeforeSync);
        let fault = Fault::Forgotten(ErrorKind::Other);
        living.disk.break_at(living.before + at, fault);
        match living.day(Work::Closings, Work::Closings.sales()) {
            Ok(()) => None,
            Err(_) => after(living, &whole).err(),
        }
    });
    let broken = broken.expect("the planted bug must be noticed");
    assert!(broken.contains("sales were answered"), "{broken}");
}
