//! One till: journal, store, register and courier as they are, on a disk that can be cut anywhere. Must never
//! look at the hub but through its line.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tendero::domain::basket::TaxRounding;
use tendero::domain::event::{Event, Founded, Via};
use tendero::domain::money::{Currency, Money, Rounding};
use tendero::domain::rate::Rate;
use tendero::domain::shop::Shop;
use tendero::domain::staff::{Person, PersonId, Role};
use tendero::domain::tax::{Tax, TaxClass};
use tendero::journal::Disk;
use tendero::journal::lock::StoreLock;
use tendero::register::found::write_first;
use tendero::register::places::Places;
use tendero::register::reply::Notice;
use tendero::register::{How, Register, Unlocking};
use tendero::store::Store;
use tendero::sync::Courier;
use tendero::sync::settings::Line as Settings;
use tendero::vault::MasterKey;
use uuid::Uuid;

use crate::cut::{Chance, Cut, Replay};
use crate::disk::RecordingDisk;
use crate::image::{Image, Op};
use crate::ledger::locked;
use crate::network::{Line, Nature};
use crate::time::{Counter, Time, Wrong};
use crate::wire::Wire;

pub(crate) const OWNER: PersonId = PersonId(Uuid::from_u128(0xA));

pub(crate) fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").expect("a currency"))
}

fn shop() -> Shop {
    let eur_code = Currency::parse("EUR").expect("a currency");
    Shop {
        name: "Esquina".to_owned(),
        tax_classes: vec![TaxClass {
            name: "standard".to_owned(),
            taxes: vec![Tax::percent("IVA", Rate::parse("21").expect("a rate"))],
        }],
        prices_include_tax: true,
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfUp,
        lang: "es".to_owned(),
        zone: "UTC".to_owned(),
        variance_limit: eur(500),
        ..Shop::new("", eur_code)
    }
}

fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// What a shop believes to have happened at a till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The entry.
    pub(crate) id: Uuid,
    pub(crate) what: &'static str,
    /// Number of the shift that it belongs to, and what it brought, in cents.
    pub(crate) money: Option<(u64, i64)>,
    /// By number of the good, in thousandths.
    pub(crate) moved: Vec<(usize, i64)>,
}

/// One till.
pub(crate) struct Till {
    pub(crate) at: usize,
    dir: TempDir,
    pub(crate) disk: RecordingDisk,
    base: Image,
    pub(crate) register: Option<Register>,
    pub(crate) courier: Option<Courier>,
    pub(crate) wrong: Wrong,
    time: Time,
    nature: Arc<Mutex<Nature>>,
    /// When the courier wants to go on.
    pub(crate) wake: u64,
    /// Where it is off: until when.
    pub(crate) off: u64,
    /// The code that somebody typed and the hub has not answered.
    pub(crate) code: Option<String>,
    /// The owner has signed it out, and it has not joined since.
    pub(crate) signed_out: bool,
    /// What was answered.
    pub(crate) facts: Vec<Fact>,
    /// What was answered and is not in the journal since the disk was set back.
    pub(crate) gone: Vec<Fact>,
    /// The disk as it was once.
    pub(crate) copy: Option<Image>,
    /// It was set back, and not started since.
    pub(crate) is_back: bool,
    /// What was not answered when the power went.
    pub(crate) doubts: Vec<Fact>,
    /// The end of the last batch, where it was a full one.
    pub(crate) paged: u64,
    /// Sales of which something may come back: number, the good, pieces left.
    pub(crate) receipts: Vec<(tendero::domain::document::DocumentNumber, usize, i64)>,
    /// Edits that the hub may not have yet: the place of the entry, the good, the field.
    pub(crate) edits: Vec<(u64, usize, &'static str)>,
    /// Sales that the hub may not have yet, by good.
    pub(crate) sold: Vec<(u64, usize)>,
    /// When rows were read to the end last.
    pub(crate) pulled: u64,
    #[cfg_attr(not(feature = "planted-bugs"), allow(dead_code))]
    pub(crate) plant: Plant,
}

/// What is planted in a till.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Plant {
    #[default]
    Nothing,
    #[cfg(feature = "planted-bugs")]
    CursorFirst,
    #[cfg(feature = "planted-bugs")]
    AnswerBeforeSync,
}

impl Till {
    /// A machine without anything on its disk, and its line.
    fn bare(at: usize, nature: &Arc<Mutex<Nature>>, plant: Plant) -> Till {
        let dir = tempfile::tempdir().expect("a directory");
        let mut seen = locked(nature);
        seen.lives.push(0);
        seen.lines.push(Line::Fine);
        Till {
            at,
            dir,
            disk: RecordingDisk::default(),
            base: Image::default(),
            register: None,
            courier: None,
            wrong: Wrong::default(),
            time: seen.time.clone(),
            nature: nature.clone(),
            wake: 0,
            off: 0,
            code: None,
            signed_out: false,
            facts: Vec::new(),
            doubts: Vec::new(),
            gone: Vec::new(),
            copy: None,
            is_back: false,
            paged: 0,
            receipts: Vec::new(),
            edits: Vec::new(),
            sold: Vec::new(),
            pulled: 0,
            plant,
        }
    }

    /// Another machine with the very same disk, off for now; what was answered at this one is not its own.
    pub(crate) fn twin(&self, at: usize) -> Till {
        let mut twin = Till::bare(at, &self.nature, self.plant);
        let mut image = self.disk.image();
        image.apply(&Op::Rename {
            from: self.dir.path().to_owned(),
            to: twin.dir.path().to_owned(),
        });
        twin.set_to(image);
        // What ties it to its hub is a file beside what is recorded.
        std::fs::copy(self.places().hub(), twin.places().hub()).expect("a till that joined");
        twin
    }

    /// Founds it, with nobody but its owner.
    pub(crate) fn found(at: usize, nature: &Arc<Mutex<Nature>>, plant: Plant) -> Till {
        let mut till = Till::bare(at, nature, plant);
        let first = [
            Event::Founded(Founded {
                shop: shop(),
                series: format!("C{}", at + 1),
            }),
            Event::PersonSaved(
                Person {
                    id: OWNER,
                    name: "Luz".to_owned(),
                    role: Role::Owner,
                    pin: String::new(),
                    active: true,
                }
                .into(),
            ),
        ];
        let around = till.counter();
        let places = till.places();
        let disk = Arc::new(till.disk.clone());
        write_first(disk, &places.journal(), &key(), &first, Via::Till, &around).expect("a journal");
        till.open();
        till
    }

    fn places(&self) -> Places {
        Places::of(self.dir.path())
    }

    fn counter(&self) -> Counter {
        Counter {
            time: self.time.clone(),
            wrong: self.wrong.clone(),
            seed: AtomicU64::new(locked(&self.nature).chance.next()),
        }
    }

    /// Starts it on what its disk holds.
    pub(crate) fn open(&mut self) {
        let (files, file) = (self.disk.clone(), self.dir.path().join("store.redb"));
        let store = Store::with_backends(move || files.backend(&file)).expect("the store opens");
        // As a file is that was made under another name first.
        self.disk.sync_dir(self.dir.path()).expect("a disk");
        let lock = StoreLock::take(self.dir.path()).expect("nobody else is here");
        let how = How {
            key: Unlocking::File(None),
            via: Via::Till,
            around: Box::new(self.counter()),
        };
        let disk = Arc::new(self.disk.clone());
        let opened = Register::assemble(self.places(), lock, disk, store, &key(), how);
        let (register, notices) =
            opened.unwrap_or_else(|fault| panic!("T{} does not open: {fault}", self.at));
        self.register = Some(register);
        {
            let mut nature = locked(&self.nature);
            nature.lives[self.at] += 1;
            if notices
                .iter()
                .any(|notice| matches!(notice, Notice::TornTail { .. }))
            {
                nature.hits.hit("torn tail");
            }
        }
        self.tie();
    }

    /// Plants what is to be planted, and looks for the hub where one is known.
    pub(crate) fn tie(&mut self) {
        let wire = self.wire();
        let Some(register) = &mut self.register else {
            return;
        };
        match self.plant {
            Plant::Nothing => {}
            #[cfg(feature = "planted-bugs")]
            Plant::CursorFirst => register.plant_cursor_first(),
            #[cfg(feature = "planted-bugs")]
            Plant::AnswerBeforeSync => register.plant(tendero::journal::Plant::AnswerBeforeSync),
        }
        let courier = register.courier_over(&Settings::default(), Box::new(wire));
        self.courier = courier.expect("the address is one");
        self.wake = self.time.now();
    }

    /// A line of its own.
    pub(crate) fn wire(&self) -> Wire {
        Wire {
            nature: self.nature.clone(),
            till: self.at,
            wrong: self.wrong.clone(),
            time: self.time.clone(),
            started: self.time.now(),
        }
    }

    /// Dies after so many operations of its disk.
    pub(crate) fn die(&mut self, at: usize, cut: Cut, chance: &mut Chance) {
        let log = self.disk.log();
        let mut replay = Replay::new(self.base.clone(), &log);
        while replay.at() < at && replay.step() {}
        self.set_to(replay.cut(cut, chance));
    }

    /// Its disk is that from now on; it is off.
    pub(crate) fn set_to(&mut self, image: Image) {
        self.base = image;
        (self.courier, self.register) = (None, None);
        self.disk = RecordingDisk::holding(self.base.clone());
    }

    /// What was gone and is in the journal again.
    pub(crate) fn come_back(&mut self, ids: &BTreeSet<Uuid>) {
        let (back, gone) = self.gone.drain(..).partition(|fact| ids.contains(&fact.id));
        self.gone = gone;
        let back: Vec<Fact> = back;
        self.facts.extend(back);
    }

    /// The ids of all entries of its journal.
    pub(crate) fn ids(&self) -> BTreeSet<Uuid> {
        let Some(register) = &self.register else {
            return BTreeSet::new();
        };
        let entries = register.journal().reader().all_entries();
        entries
            .map(|entry| entry.expect("the journal is whole").id)
            .collect()
    }

    /// What the hub calls it; none while it is off.
    pub(crate) fn terminal(&self) -> Option<Uuid> {
        let register = self.register.as_ref()?;
        Some(register.journal().head().identity.terminal)
    }

    /// An id that nobody else has.
    pub(crate) fn fresh(&self) -> Uuid {
        let mut nature = locked(&self.nature);
        let (high, low) = (nature.chance.next(), nature.chance.next());
        Uuid::from_u64_pair(high, low)
    }

    /// The last entry that is durable.
    pub(crate) fn last(&self) -> u64 {
        let register = self.register.as_ref();
        register.map_or(0, |register| register.journal().head().cursor.seq)
    }

    /// It was told that another till has its place: it sends what it has, and hears of nothing any more.
    pub(crate) fn only_drains(&self) -> bool {
        let courier = self.courier.as_ref();
        courier.is_some_and(|courier| courier.plan().drain_only())
    }

    /// Entries that the hub does not have, as far as the till knows.
    pub(crate) fn pending(&self) -> u64 {
        self.courier.as_ref().map_or(0, Courier::pending)
    }

    /// There is more, and the courier need not wait.
    pub(crate) fn told(&mut self) {
        if let (Some(register), Some(courier)) = (&self.register, &mut self.courier) {
            courier.publish(register.published());
            self.wake = self.time.now();
        }
    }
}
