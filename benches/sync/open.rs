//! A till as the screens have it, in a process of its own: the register's thread, the thread between it and
//! the hub, and nothing else. Must never be asked by anything but its standard input.
//!
//! A line each: `now`, `sell COUNT PAUSE_MS`, `probe`, `probed`, `said`, `quit`. It tells in JSON how it
//! stands whenever that changes, and what it was asked for.

use std::collections::VecDeque;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tendero::devices::settings::Printer;
use tendero::domain::catalogue::Catalogue;
use tendero::domain::document::Good;
use tendero::domain::event::Via;
use tendero::domain::money::{Currency, Money};
use tendero::domain::payment::{Method, Tender};
use tendero::domain::quantity::Quantity;
use tendero::domain::staff::PersonId;
use tendero::domain::ticket::Ticket;
use tendero::register::hub::state::{SyncAnswer, SyncJob};
use tendero::register::job::{Job, Request};
use tendero::register::reply::{Answer, Reply};
use tendero::register::surroundings::Machine;
use tendero::register::worker::{Handle, spawn};
use tendero::register::{How, Unlocking};
use uuid::Uuid;

/// Between two questions that only measure how long an answer takes.
const PROBE: Duration = Duration::from_millis(5);

enum Heard {
    Asked(String),
    Said(Box<Reply>),
}

struct Open {
    handle: Handle,
    heard: Receiver<Heard>,
    catalogue: Arc<Catalogue>,
    person: PersonId,
    /// Lines that came while something else was waited for.
    lines: VecDeque<String>,
    asked: u64,
    unasked: u64,
    /// Answers to questions that only measure.
    probes: Option<Vec<Duration>>,
    dice: u64,
}

/// Runs the till in that store until its standard input ends.
pub fn run(store: PathBuf, key: PathBuf) {
    let (say, heard) = channel();
    let how = How {
        key: Unlocking::File(Some(key)),
        via: Via::Till,
        around: Box::new(Machine::default()),
    };
    let told = say.clone();
    let handle = spawn(store, how, Printer::default(), move |reply| {
        drop(told.send(Heard::Said(Box::new(reply))));
    });
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            drop(say.send(Heard::Asked(line)));
        }
        drop(say.send(Heard::Asked("quit".to_owned())));
    });
    let mut open = Open {
        handle,
        heard,
        catalogue: Arc::new(Catalogue::builder().finish()),
        person: PersonId(Uuid::nil()),
        lines: VecDeque::new(),
        asked: 0,
        unasked: 0,
        probes: None,
        dice: 1,
    };
    let opened = open.wait(|answer| match answer {
        Answer::Opened(opened) => Some((opened.catalogue.clone(), opened.desk.people[0].id)),
        _ => None,
    });
    (open.catalogue, open.person) = opened;
    let (person, pin) = (open.person, "1234".to_owned());
    open.answered(Job::SignIn { person, pin });
    tell(&json!({ "open": true }));
    open.serve();
}

impl Open {
    fn serve(&mut self) {
        loop {
            while let Some(line) = self.lines.pop_front() {
                if !self.obey(&line) {
                    return;
                }
            }
            match self.heard.recv_timeout(PROBE) {
                Ok(Heard::Said(reply)) => self.note(&reply),
                Ok(Heard::Asked(line)) => self.lines.push_back(line),
                Err(_) if self.probes.is_some() => {
                    let took = self.answered(Job::Sync(SyncJob::State));
                    self.probes.iter_mut().for_each(|probes| probes.push(took));
                }
                Err(_) => {}
            }
        }
    }

    /// Does what a line says; false at the end.
    fn obey(&mut self, line: &str) -> bool {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(0);
        match words[0] {
            "now" => drop(self.answered(Job::Sync(SyncJob::Now))),
            "sell" => self.sell(number(1), Duration::from_millis(number(2))),
            "probe" => self.probes = Some(Vec::new()),
            "probed" => {
                let probes = self.probes.take().unwrap_or_default();
                let mut times: Vec<u128> = probes.iter().map(Duration::as_micros).collect();
                times.sort_unstable();
                tell(&json!({ "probed": times }));
            }
            "said" => tell(&json!({ "said": self.unasked })),
            _ => return false,
        }
        true
    }

    /// Sells so often; tells how long each answer took, in microseconds.
    fn sell(&mut self, count: u64, pause: Duration) {
        let mut times = Vec::new();
        for _ in 0..count {
            let (ticket, tenders) = self.basket();
            times.push(self.answered(Job::Sell { ticket, tenders }).as_micros());
            if !pause.is_zero() {
                std::thread::sleep(pause);
            }
        }
        tell(&json!({ "sold": times }));
    }

    /// Five goods, paid in cash with a note too many.
    fn basket(&mut self) -> (Ticket, Vec<Tender>) {
        let mut ticket = Ticket::new(Uuid::now_v7());
        let rows: Vec<_> = (0..5)
            .map(|_| self.roll() as usize % self.catalogue.len())
            .collect();
        for row in rows {
            let row = self.catalogue.rows().nth(row).expect("it is one of them");
            let product = self.catalogue.get(row).to_product();
            ticket.add(Good::of(&product, Quantity::from(1), None));
        }
        let currency = Currency::parse("EUR").expect("a currency");
        let tender = Tender {
            method: Method::Cash,
            amount: Money::from_minor(1_000_000, currency),
            reference: None,
            foreign: None,
        };
        (ticket, vec![tender])
    }

    /// Asks and waits for the answer; how long that took.
    fn answered(&mut self, job: Job) -> Duration {
        self.asked += 1;
        let begun = Instant::now();
        let request = Request { id: self.asked, job };
        self.handle.ask(request).expect("it is there");
        loop {
            let reply = match self.heard.recv().expect("it is there") {
                Heard::Said(reply) => reply,
                Heard::Asked(line) => {
                    self.lines.push_back(line);
                    continue;
                }
            };
            if reply.id == Some(self.asked) {
                let took = begun.elapsed();
                let bad = matches!(reply.answer, Answer::Fault(_) | Answer::Refused(_));
                assert!(!bad, "{:?}", reply.answer);
                return took;
            }
            self.note(&reply);
        }
    }

    fn wait<T>(&mut self, wanted: impl Fn(&Answer) -> Option<T>) -> T {
        loop {
            if let Heard::Said(reply) = self.heard.recv().expect("it is there") {
                if let Some(found) = wanted(&reply.answer) {
                    return found;
                }
                self.note(&reply);
            }
        }
    }

    fn note(&mut self, reply: &Reply) {
        self.unasked += 1;
        match &reply.answer {
            Answer::Sync(SyncAnswer::State(state)) => tell(&json!({
                "lamp": format!("{:?}", state.lamp), "waiting": state.waiting, "fetching": state.fetching,
                "caught_up": state.caught_up, "bad": state.bad_rows,
                "why": state.why.as_ref().map(|why| format!("{why:?}")),
            })),
            Answer::Sync(SyncAnswer::Renewed { catalogue, .. }) => {
                catalogue.iter().for_each(|goods| self.catalogue = goods.clone());
                tell(&json!({ "goods": self.catalogue.len() }));
            }
            Answer::Fault(said) | Answer::Refused(said) => unreachable!("{said:?}"),
            _ => {}
        }
    }

    /// SplitMix64: the same goods in every run.
    fn roll(&mut self) -> u64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn tell(what: &Value) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{what}").and_then(|()| out.flush()));
}
