//! Days of several kinds, lived on a recording disk, so that each sort of work a till does is cut. Must never
//! do a thing that a till in a shop would not.

use std::path::Path;
use std::sync::Arc;

use tendero::domain::cash::record::CashMove;
use tendero::domain::decide::cash::MoveCommand;
use tendero::domain::decide::refund::ComingBack;
use tendero::domain::document::Sale;
use tendero::domain::event::{Event, Fact, ImportPart, Via};
use tendero::domain::import_rows::ImportRow;
use tendero::domain::quantity::Quantity;
use tendero::domain::refund::{Asked, Back, Fate};
use tendero::journal::{Head, Journal, NewEntry, Reached, SEGMENT_LEN, Stamp};
use tendero::register::found::write_first;
use tendero::register::return_jobs::RefundAsked;
use tendero::register::surroundings::Scripted;
use tendero::register::{Failure, Register};
use uuid::Uuid;

use crate::cut::Chance;
use crate::day::key;
use crate::disk::RecordingDisk;
use crate::image::{Image, Op};
use crate::shop::{
    JOURNAL, MORNING, OWNER, basket, close_register, eur, founding, good, locks, open, open_register,
    remove_store,
};
use crate::story::{Story, ends, sales};

/// What a day is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    /// Sales, one closing among them.
    Sales,
    /// Sales, and what else happens at a counter: returns, cash, parked tickets, prices.
    Counter,
    /// Imports between sales.
    Imports,
    /// Closings with hardly a sale between.
    Closings,
    /// Sales across the end of a segment, the next one made in line or ahead.
    Segments,
    /// The store is gone and is folded anew from the journal.
    Rebuild,
}

impl Work {
    pub(crate) const ALL: [Work; 6] = [
        Work::Sales,
        Work::Counter,
        Work::Imports,
        Work::Closings,
        Work::Segments,
        Work::Rebuild,
    ];

    /// Sales of such a day.
    pub(crate) fn sales(self) -> usize {
        match self {
            Work::Sales => 40,
            Work::Counter => 16,
            Work::Imports => 10,
            Work::Closings => 9,
            Work::Segments => 14,
            Work::Rebuild => 8,
        }
    }
}

/// A day that is over.
pub(crate) struct Day {
    /// What was on disk before.
    pub(crate) start: Image,
    /// What was done to it.
    pub(crate) log: Vec<Op>,
    pub(crate) story: Story,
    pub(crate) sales: Vec<Sale>,
}

/// A day being lived.
pub(crate) struct Living {
    pub(crate) disk: RecordingDisk,
    pub(crate) register: Register,
    /// What was on disk before it, and after how many operations.
    pub(crate) start: Image,
    pub(crate) before: usize,
    /// Operations after each answer, and the end of the journal then.
    pub(crate) answers: Vec<(usize, Head)>,
    chance: Chance,
}

impl Living {
    fn answered(&mut self) {
        let operations = self.disk.operations() - self.before;
        self.answers.push((operations, self.register.journal().head()));
    }

    /// The day that is over.
    pub(crate) fn over(self) -> Day {
        let mut story = Story {
            ends: ends(&self.register),
            answers: Vec::new(),
        };
        let answers = self.answers.iter();
        story.answers = answers.map(|(at, head)| (*at, story.find(*head))).collect();
        Day {
            start: self.start,
            log: self.disk.log()[self.before..].to_vec(),
            sales: sales(self.register.journal().reader()).unwrap(),
            story,
        }
    }
}

/// Lives a day; `prepare` may plant a bug.
pub(crate) fn live(work: Work, seed: u64, prepare: impl FnOnce(&mut Register)) -> Day {
    let mut living = begin(work, seed);
    prepare(&mut living.register);
    living.day(work, work.sales()).unwrap();
    living.over()
}

/// A shop on disk, before its day. How one comes there is told by the tests of the program.
pub(crate) fn begin(work: Work, seed: u64) -> Living {
    let (disk, lock) = (RecordingDisk::default(), locks());
    let around = Scripted::new(MORNING, seed).0;
    let journal = Path::new(JOURNAL);
    write_first(
        Arc::new(disk.clone()),
        journal,
        &key(),
        &founding(),
        Via::Till,
        &around,
    )
    .unwrap();
    if work == Work::Segments {
        fill(&disk);
    }
    let mut register = open(&disk, &lock, seed + 1).unwrap();
    for at in 0..2 {
        let row = ImportRow::new(good(at), None);
        register.save_product(OWNER, row).unwrap();
    }
    register.fold().unwrap();
    if work == Work::Rebuild {
        open_register(&mut register).unwrap();
        for at in 0..work.sales() {
            register.complete_sale(&basket(at)).unwrap();
        }
        drop(register);
        remove_store(&disk);
        let (start, before) = (disk.image(), disk.operations());
        let register = open(&disk, &lock, seed + 2).unwrap();
        return Living::on(disk, register, (start, before), seed);
    }
    let (start, before) = (disk.image(), disk.operations());
    Living::on(disk, register, (start, before), seed)
}

impl Living {
    fn on(disk: RecordingDisk, register: Register, (start, before): (Image, usize), seed: u64) -> Self {
        let answers = vec![(0, register.journal().head())];
        Self {
            disk,
            register,
            start,
            before,
            answers,
            chance: Chance(seed),
        }
    }

    /// Lives such a day, up to what fails.
    pub(crate) fn day(&mut self, work: Work, sales: usize) -> Result<(), Failure> {
        self.answered();
        let first = match work {
            // Two more after those before the store was gone.
            Work::Rebuild => sales,
            _ => {
                open_register(&mut self.register)?;
                self.answered();
                0
            }
        };
        for at in first..sales.max(first + 2) {
            self.register.complete_sale(&basket(at))?;
            self.answered();
            self.beside(work, at)?;
        }
        Ok(())
    }

    /// What is done after sale `at` of such a day.
    fn beside(&mut self, work: Work, at: usize) -> Result<(), Failure> {
        match work {
            Work::Counter => self.counter(at)?,
            Work::Imports if at % 3 == 1 => {
                let (rows, dear) = (20 + self.chance.below(30), at);
                let row = |n: usize| ImportRow::new(good(n + dear % 2), Some(Quantity::from(5)));
                let rows = (0..rows).map(|n| row(n + 2)).collect();
                let register = &mut self.register;
                register.import_products(Some(OWNER), rows, "goods.csv", &mut |_| ())?;
                self.answered();
            }
            Work::Closings => self.turn_over()?,
            Work::Sales if at == 19 => self.turn_over()?,
            Work::Segments if self.chance.0.is_multiple_of(2) => self.register.fold()?,
            _ => {}
        }
        let idle = match work {
            // The next segment is made ahead in some of these days, and in line in the others.
            Work::Segments => at == 5 && self.chance.0.is_multiple_of(2),
            _ => at % 2 == 1,
        };
        if idle {
            self.register.idle()?;
        }
        Ok(())
    }

    fn turn_over(&mut self) -> Result<(), Failure> {
        close_register(&mut self.register)?;
        self.answered();
        open_register(&mut self.register)?;
        self.answered();
        Ok(())
    }

    fn counter(&mut self, at: usize) -> Result<(), Failure> {
        let register = &mut self.register;
        match at % 5 {
            0 => {
                let moved = MoveCommand {
                    what: CashMove::In,
                    amount: eur(500),
                    reason: "change".to_owned(),
                };
                register.move_cash((OWNER, None), &moved)?;
            }
            1 => self.take_back(at)?,
            2 => {
                let mut ticket = basket(0).ticket;
                ticket.id = Uuid::from_u128(0x9A8C + at as u128);
                register.park(OWNER, &ticket, "later")?;
                self.answered();
                self.register.void_parked(OWNER, ticket.id, None)?;
            }
            3 => {
                let row = ImportRow::new(good(2 + at), None);
                register.save_product(OWNER, row)?;
            }
            _ => {
                register.take_x(OWNER)?;
            }
        }
        self.answered();
        Ok(())
    }

    fn take_back(&mut self, at: usize) -> Result<(), Failure> {
        let number = self.register.till().last_sale.clone().unwrap();
        let asked = Asked {
            line: 0,
            quantity: Quantity::ONE,
            fate: Fate::Stock,
        };
        let asked = RefundAsked {
            id: Uuid::from_u128(0xBAC0 + at as u128),
            what: ComingBack::Of(number, vec![asked]),
            back: Back::Cash,
            reason: String::new(),
        };
        self.register.refund(OWNER, None, &asked, None).map(drop)
    }
}

/// Blocks left in the segment for the day to begin in.
const LEFT: usize = 40;

/// Fills the first segment but for a little, with parts of imports that never came to their end.
fn fill(disk: &RecordingDisk) {
    const BLOCK: usize = 512;
    let opened = Journal::open(
        Arc::new(disk.clone()),
        Path::new(JOURNAL),
        &key(),
        Reached::default(),
    );
    let (mut journal, mut at) = (opened.unwrap().0, 16);
    let blocks = SEGMENT_LEN as usize / BLOCK;
    while at + LEFT < blocks {
        let bytes = (blocks - at - LEFT).min(2000) * BLOCK;
        let mut product = good(0);
        product.name = "x".repeat(bytes.saturating_sub(1500).max(1));
        let part = ImportPart {
            batch: Uuid::from_u128(at as u128),
            rows: vec![ImportRow::new(product, None)],
        };
        let fact = Fact {
            by: Some(OWNER),
            via: Via::Till,
            app: "0".to_owned(),
            event: Event::ImportPart(part),
        };
        let payload = fact.encode();
        let entry = NewEntry {
            id: Uuid::from_u128(0xF111 + at as u128),
            kind: fact.event.kind(),
            kind_version: 1,
            stamp: Stamp {
                at_wall: MORNING,
                ..Stamp::default()
            },
            payload: &payload,
        };
        let appended = journal.append(&[entry]).unwrap();
        at = usize::from(appended[0].position.block()) + payload.len().div_ceil(BLOCK) + 1;
    }
}
