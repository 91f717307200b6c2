//! Disks that say a sync is done when it is not, and bits that turn over, under the whole till. Must never
//! pass a till that shows another history than the one that was, or stops without a sentence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cut::{Chance, Cut, Replay};
use crate::disk::RecordingDisk;
use crate::image::{FileId, Image};
use crate::shop::{JOURNAL, STORE, locks, open, remove_store};
use crate::story::End;
use crate::till::{prove, recover};
use crate::work::{Day, Work, begin, live};

/// Syncs that a lying disk is behind.
const LAG: usize = 5;
const CUTS: [Cut; 4] = [Cut::Lost, Cut::Torn(512), Cut::Torn(16), Cut::Kept];

/// What became of a till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    /// It opened with everything answered.
    Whole,
    /// It opened without the last few sales, which no copy on this disk has.
    Behind,
    /// It was refused in a sentence, and a store folded anew from the journal has everything answered.
    Rebuilt,
    /// It was refused in a sentence, and what is there without the store is without the last few sales.
    Short,
    /// The journal itself is refused in a sentence: the mirror, the backup or the hub has the rest.
    Refused,
}

fn segment() -> PathBuf {
    Path::new(JOURNAL).join("0001/00000001.seg")
}

/// One sentence for a person, and not the noise of a program that broke.
fn sentence(what: &str) -> Result<(), String> {
    let noise = ["panicked", "unwrap", "Err(", "Some("];
    if what.len() < 20 || what.contains('\n') || noise.iter().any(|noise| what.contains(noise)) {
        return Err(format!("that is no sentence: {what:?}"));
    }
    Ok(())
}

/// Opens what is left; `ends` are those the till may be at, of which the answered one is `answered`.
fn look(left: Image, ends: &[End], answered: usize, in_hand: usize) -> Result<Became, String> {
    let lock = locks();
    let opened = |left: Image, without_store: bool| {
        let disk = RecordingDisk::holding(left);
        if without_store {
            remove_store(&disk);
        }
        let mut register = open(&disk, &lock, 3)?;
        register
            .fold()
            .map_err(|error| format!("the till does not fold: {error}"))?;
        Ok::<_, String>(register.journal().head())
    };
    let find = |head| {
        let found = ends.iter().position(|end| end.head == head);
        found.ok_or_else(|| format!("it shows another history, which ends at {head:?}"))
    };
    match opened(left.clone(), false) {
        Ok(head) => {
            let found = find(head)?;
            let disk = RecordingDisk::holding(left);
            let at = &ends[found..=found];
            recover(&disk, &lock, (at, at[0].sales.min(in_hand)), (None, true))?;
            Ok(if found >= answered {
                Became::Whole
            } else {
                Became::Behind
            })
        }
        Err(what) => {
            sentence(&what)?;
            match opened(left.clone(), true) {
                Ok(head) if find(head)? >= answered => Ok(Became::Rebuilt),
                Ok(_) => Ok(Became::Short),
                Err(what) => sentence(&what).map(|()| Became::Refused),
            }
        }
    }
}

/// Cuts a day on a disk on which the syncs of these files lie; returns how often what became of it.
fn lie(work: Work, files: impl Fn(&Image) -> Vec<FileId>) -> BTreeMap<Became, usize> {
    let day = live(work, 1, |_| ());
    let files = files(&day.start);
    let lying = files
        .iter()
        .fold(Replay::new(day.start.clone(), &day.log), |replay, file| {
            replay.lying(*file, LAG)
        });
    let (mut replay, mut all) = (lying, BTreeMap::new());
    while replay.step() {
        for (way, cut) in CUTS.into_iter().enumerate() {
            let mut chance = Chance((replay.at() as u64) << 8 | way as u64);
            let left = replay.cut(cut, &mut chance);
            let told = |what: String| panic!("{work:?}, operation {}, {cut:?}: {what}", replay.at());
            let (ends, answered, in_hand) = bounded(&day, replay.at());
            let became = look(left, ends, answered, in_hand).unwrap_or_else(told);
            *all.entry(became).or_insert(0) += 1;
        }
    }
    println!("{work:?}: {all:?}");
    all
}

/// Where a till may be after so many operations on a disk that is so many syncs behind, which of these was
/// answered, and the sales by then.
fn bounded(day: &Day, operations: usize) -> (&[End], usize, usize) {
    let possible = day.story.possible(operations);
    let answered = day.story.find(possible[0].head);
    let from = answered.saturating_sub(LAG);
    (
        &day.story.ends[from..answered + possible.len()],
        answered - from,
        possible[0].sales,
    )
}

#[test]
fn a_card_that_lies_about_the_stores_syncs_costs_a_rebuild_and_no_sale() {
    let mut all = BTreeMap::new();
    for work in [Work::Sales, Work::Counter] {
        let became = lie(work, |start| vec![start.file(Path::new(STORE)).unwrap()]);
        became
            .into_iter()
            .for_each(|(what, count)| *all.entry(what).or_insert(0) += count);
    }
    let kinds: Vec<Became> = all.keys().copied().collect();
    assert_eq!(kinds, [Became::Whole, Became::Rebuilt], "{all:?}");
}

#[test]
fn a_card_that_lies_about_every_sync_loses_the_last_few_sales_at_most_or_is_refused_in_a_sentence() {
    let both = |start: &Image| {
        vec![
            start.file(Path::new(STORE)).unwrap(),
            start.file(&segment()).unwrap(),
        ]
    };
    let all = lie(Work::Counter, both);
    assert!(
        all.contains_key(&Became::Whole) && all.contains_key(&Became::Behind),
        "{all:?}"
    );
    let refused = [Became::Rebuilt, Became::Short, Became::Refused];
    assert!(refused.iter().any(|what| all.contains_key(what)), "{all:?}");
}

#[test]
fn a_card_that_lies_about_the_journals_syncs_is_found_out_by_the_store() {
    let all = lie(Work::Counter, |start| vec![start.file(&segment()).unwrap()]);
    assert!(
        all.contains_key(&Became::Short) || all.contains_key(&Became::Refused),
        "{all:?}"
    );
}

/// The bytes of a file that are in use, in bits.
fn bits(image: &Image, file: FileId) -> Vec<u64> {
    let bytes = image.bytes(file);
    let mut used = Vec::new();
    let mut block = [0; 512];
    for at in (0..bytes.len()).step_by(512) {
        bytes.read(at, &mut block).unwrap();
        if block.iter().any(|byte| *byte != 0) {
            used.push(at * 8);
        }
    }
    used
}

fn flipped(image: &Image, file: FileId, bit: u64) -> Image {
    let mut image = image.clone();
    let mut byte = [0];
    image.bytes(file).read(bit / 8, &mut byte).unwrap();
    image.bytes_mut(file).write(bit / 8, &[byte[0] ^ 1 << (bit % 8)]);
    image
}

/// What became of a till with a flipped bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Flip {
    /// Everything is as it was.
    Harmless,
    /// It opened, and the audit names what is wrong.
    Audited,
    /// It was refused in a sentence.
    Refused,
}

/// Opens a till with a flipped bit and has it audited.
fn flip(left: &Image, whole: &End) -> Result<Flip, String> {
    let lock = locks();
    let disk = RecordingDisk::holding(left.clone());
    let register = match open(&disk, &lock, 3) {
        Ok(register) => register,
        Err(what) => return sentence(&what).map(|()| Flip::Refused),
    };
    if register.journal().head() != whole.head {
        return Err(format!("it ends at {}", register.journal().head().cursor));
    }
    match prove(register) {
        Ok(()) => Ok(Flip::Harmless),
        Err(what) => sentence(&what).map(|()| Flip::Audited),
    }
}

/// What the store makes a sentence of is told there alone, as by the program.
fn quiet() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !tendero::register::fault::is_told() {
            before(info);
        }
    }));
}

#[test]
fn two_thousand_flipped_bits_in_journal_and_store_are_mended_from_the_other_copy_or_told() {
    quiet();
    // A till that was killed: its store is looked through at the next start. And one that was closed well:
    // its store is taken as it is, with redb's own list of free pages.
    let mut living = begin(Work::Counter, 7);
    living.day(Work::Counter, Work::Counter.sales()).unwrap();
    let (disk, killed) = (living.disk.clone(), living.disk.image());
    let day = living.over();
    let images = [killed, disk.image()];
    let whole = day.story.ends.last().unwrap();
    let [journal, store] = [segment(), PathBuf::from(STORE)].map(|path| images[0].file(&path).unwrap());
    let used = [0, 1].map(|which| [journal, store].map(|file| bits(&images[which], file)));
    let (mut all, mut chance) = (BTreeMap::new(), Chance(9));
    for at in 0..2_400 {
        let (file, which) = ([journal, store][at % 2], at / 2 % 2);
        let (image, used) = (&images[which], &used[which][at % 2]);
        let bit = used[chance.below(used.len())] + chance.below(512 * 8) as u64;
        let left = flipped(image, file, bit);
        let came = flip(&left, whole).unwrap_or_else(|what| panic!("bit {bit} of {file}: {what}"));
        *all.entry((file == store, came)).or_insert(0) += 1;
        if came == Flip::Harmless {
            continue;
        }
        // The other copy mends it: the journal the store, and a mirror of the journal's file the journal.
        let mended = if file == store {
            left
        } else {
            flipped(&left, file, bit)
        };
        let disk = RecordingDisk::holding(mended);
        if file == store {
            remove_store(&disk);
        }
        let lock = locks();
        let register = open(&disk, &lock, 4).unwrap_or_else(|what| panic!("bit {bit} of {file}: {what}"));
        assert_eq!(register.journal().head(), whole.head, "bit {bit} of {file}");
        prove(register).unwrap_or_else(|what| panic!("bit {bit} of {file}, mended: {what}"));
    }
    println!("{all:?}");
    // Most of the store's pages are of transactions gone by, and the last one is folded again from the
    // journal.
    let told = |store: bool| -> usize {
        let came = [Flip::Refused, Flip::Audited].map(|came| (store, came));
        came.iter().filter_map(|came| all.get(came)).sum()
    };
    let (journal, store) = (told(false), told(true));
    assert!(journal > 500 && store > 0, "{all:?}");
}
