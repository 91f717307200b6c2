//! The hub: one database on a disk of its own, one process of it or two, which die by themselves or with the
//! machine. Must never keep anything in memory over a death.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::body::Bytes;
use axum::http::{Request, Response};
use serde_json::Value;
use tendero::hub::Hub;
use tendero::hub::admin::Ask;
use tendero::hub::http::{Settings, Within};
use tendero::hub::ledger::Embedded;
use tendero::hub::secret::Secrets;
use tendero::journal::Disk;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::cut::{Chance, Cut, Replay};
use crate::disk::RecordingDisk;
use crate::image::Image;
use crate::ledger::{Gate, Troubled, Weather, locked};
use crate::time::{HubClock, Time, Wrong};

/// The shop's name there.
const SHOP: &str = "Esquina";

/// One hub.
pub(crate) struct House {
    runtime: Runtime,
    disk: RecordingDisk,
    /// What the disk held when it was opened last.
    base: Image,
    ledger: Embedded,
    processes: Vec<Option<Within<Troubled>>>,
    weather: Arc<Mutex<Weather>>,
    gate: Gate,
    time: Time,
    pub(crate) wrong: Wrong,
    began: Instant,
    copy: Option<Image>,
    /// It was set back, and no process of it has begun another epoch yet.
    is_back: bool,
    /// Known once the first code was given out.
    pub(crate) shop: Option<Uuid>,
    #[cfg(feature = "planted-bugs")]
    bug: Option<tendero::hub::Bug>,
}

/// What is planted in it; without the feature nothing can be.
#[cfg(feature = "planted-bugs")]
pub(crate) type Bug = tendero::hub::Bug;
#[cfg(not(feature = "planted-bugs"))]
pub(crate) type Bug = std::convert::Infallible;

fn on(image: &Image) -> (RecordingDisk, Embedded) {
    let disk = RecordingDisk::holding(image.clone());
    let backend = disk.backend(Path::new("hub.redb")).expect("a fresh disk");
    // As a file is that was made under another name first.
    disk.sync_dir(Path::new("")).expect("a fresh disk");
    let ledger = Embedded::on(backend).expect("what was durable opens");
    (disk, ledger)
}

impl House {
    pub(crate) fn new(time: Time, processes: usize, weather: Weather, bug: Option<Bug>) -> House {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .max_blocking_threads(1)
            .build()
            .expect("a runtime");
        let base = Image::default();
        let (disk, ledger) = on(&base);
        let mut house = House {
            runtime,
            disk,
            base,
            ledger,
            processes: vec![None; processes],
            weather: Arc::new(Mutex::new(weather)),
            gate: Gate::default(),
            time,
            wrong: Wrong::default(),
            began: Instant::now(),
            copy: None,
            is_back: false,
            shop: None,
            #[cfg(feature = "planted-bugs")]
            bug,
        };
        #[cfg(not(feature = "planted-bugs"))]
        drop(bug);
        house.start();
        house
    }

    pub(crate) fn weather(&self, change: impl FnOnce(&mut Weather)) {
        change(&mut locked(&self.weather));
    }

    /// Starts every process that is not there.
    pub(crate) fn start(&mut self) {
        for at in 0..self.processes.len() {
            if self.processes[at].is_none() {
                self.processes[at] = Some(self.process());
                self.is_back = false;
            }
        }
    }

    fn process(&self) -> Within<Troubled> {
        let ledger = Troubled {
            inner: self.ledger.clone(),
            weather: self.weather.clone(),
            gate: self.gate.clone(),
        };
        let clock = HubClock {
            time: self.time.clone(),
            wrong: self.wrong.clone(),
            began: self.began,
        };
        let calm = self.calm();
        let secrets = Secrets::of(zeroize::Zeroizing::new([9; 32]));
        let hub = self.runtime.block_on(Hub::new(ledger, secrets)).expect("a hub");
        let hub = if self.is_back {
            self.runtime
                .block_on(hub.mint_epoch(None))
                .expect("another epoch")
        } else {
            hub
        };
        let hub = hub.with_clock(Arc::new(clock));
        #[cfg(feature = "planted-bugs")]
        let hub = hub.planted(self.bug);
        // As it does when it is served.
        let retried = self.runtime.block_on(hub.admin(Ask::Retry { shop: None }));
        retried.expect("what waits is tried");
        self.stormy(calm);
        Within::new(hub, &Settings::on_loopback("hub".into()))
    }

    /// What the owner does is done in good weather; gives back what it was.
    fn calm(&self) -> (usize, usize) {
        let mut weather = locked(&self.weather);
        (
            std::mem::take(&mut weather.storm),
            std::mem::take(&mut weather.unsure),
        )
    }

    fn stormy(&self, (storm, unsure): (usize, usize)) {
        let mut weather = locked(&self.weather);
        (weather.storm, weather.unsure) = (storm, unsure);
    }

    /// Processes that are there.
    pub(crate) fn up(&self) -> Vec<usize> {
        let processes = self.processes.iter().enumerate();
        processes
            .filter_map(|(at, process)| process.as_ref().map(|_| at))
            .collect()
    }

    /// What the owner does.
    pub(crate) fn admin(&self, ask: Ask) -> Value {
        let first = self
            .processes
            .iter()
            .flatten()
            .next()
            .expect("a process is there");
        let calm = self.calm();
        let answer = self.runtime.block_on(first.hub().admin(ask));
        self.stormy(calm);
        answer.expect("the owner is answered")
    }

    /// A code for a till.
    pub(crate) fn code(&mut self) -> String {
        self.code_for(None)
    }

    /// A code for the till that takes the place of that one.
    pub(crate) fn code_in_place_of(&mut self, terminal: &str) -> String {
        self.code_for(Some(terminal.to_owned()))
    }

    fn code_for(&mut self, replaces: Option<String>) -> String {
        let answer = self.admin(Ask::EnrolCode {
            shop: SHOP.to_owned(),
            replaces,
        });
        let text = |name: &str| answer[name].as_str().expect("it is a text").to_owned();
        self.shop = text("shop").parse().ok();
        text("code")
    }

    /// Answers requests that come at the same moment, each to a process that is there.
    pub(crate) fn ask(
        &mut self,
        asked: Vec<(usize, Request<Vec<u8>>)>,
        chance: &mut Chance,
    ) -> Vec<Response<Bytes>> {
        self.gate.expect(asked.len());
        let gate = self.gate.clone();
        let mut draw = Chance(chance.next());
        self.runtime.block_on(async {
            let tasks: Vec<_> = asked
                .into_iter()
                .filter_map(|(at, request)| {
                    let (process, gate) = (self.processes[at].clone()?, gate.clone());
                    Some(tokio::spawn(async move {
                        let answer = process.answer(request).await;
                        gate.done();
                        answer
                    }))
                })
                .collect();
            gate.drive(|many| draw.below(many)).await;
            let mut answers = Vec::new();
            for task in tasks {
                answers.push(task.await.expect("a request is answered"));
            }
            answers
        })
    }

    /// Operations of its disk so far.
    pub(crate) fn operations(&self) -> usize {
        self.disk.operations()
    }

    /// A process is gone; the database is there.
    pub(crate) fn lose(&mut self, process: usize) {
        self.processes[process] = None;
    }

    /// The machine of the database dies after so many operations, and all processes with it.
    pub(crate) fn die(&mut self, at: usize, cut: Cut, chance: &mut Chance) {
        let log = self.disk.log();
        let mut replay = Replay::new(self.base.clone(), &log);
        while replay.at() < at && replay.step() {}
        let left = replay.cut(cut, chance);
        self.set_to(left);
    }

    /// Somebody makes a copy of it.
    pub(crate) fn copy(&mut self) {
        self.copy = (!self.is_back).then(|| self.disk.image());
    }

    /// It is made again from that copy, once: two hubs of one copy are for an administrator. False where
    /// there is none.
    pub(crate) fn set_back(&mut self) -> bool {
        let Some(copy) = self.copy.take() else {
            return false;
        };
        self.set_to(copy);
        self.is_back = true;
        true
    }

    /// Its disk is that from now on; no process is there.
    fn set_to(&mut self, image: Image) {
        self.processes.fill_with(|| None);
        self.base = image;
        (self.disk, self.ledger) = on(&self.base);
    }

    /// Everything that is committed, read by nobody's rules.
    pub(crate) fn read<T>(&self, read: impl AsyncFnOnce(&Embedded, Uuid) -> T) -> T {
        let shop = self.shop.expect("a till was enrolled");
        self.runtime.block_on(read(&self.ledger, shop))
    }
}
