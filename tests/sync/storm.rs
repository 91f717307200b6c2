//! A till that sells while it and its hub are killed again and again, over a line that loses answers. Must
//! never know beforehand when.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::Line;
use crate::counter::{Deed, MARK, command, is_plain, worth};
use crate::database::Database;
use crate::hub::Hub;
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

/// How long it may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(180);

/// What is drawn by lot; the seed is said when the test fails, and taken from `TENDERO_SEED` where that is
/// set.
struct Lots {
    seed: u64,
    state: u64,
}

impl Lots {
    fn new() -> Lots {
        let asked = std::env::var("TENDERO_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let now = std::time::UNIX_EPOCH
            .elapsed()
            .map_or(1, |since| since.as_nanos() as u64);
        let seed = asked.unwrap_or(now | 1);
        Lots { seed, state: seed }
    }

    /// For somebody else, of the same seed.
    fn apart(&self, which: u64) -> Lots {
        let seed = self.seed;
        Lots {
            seed,
            state: seed.wrapping_add(which.wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1,
        }
    }

    fn below(&mut self, most: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % most
    }

    fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_micros(from * 1_000 + self.below((to - from) * 1_000))
    }
}

impl Drop for Lots {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("TENDERO_SEED={}", self.seed);
        }
    }
}

/// How much of it there shall be.
#[derive(Clone, Copy)]
struct Size {
    sales: usize,
    kills: usize,
}

/// What the till has said that it has done.
#[derive(Default)]
struct Done {
    sales: BTreeMap<usize, Value>,
    returns: BTreeMap<usize, Value>,
    kills: usize,
}

impl Done {
    fn note(&mut self, deed: &Deed, said: Value) {
        let (all, n) = match deed {
            Deed::Sell(n) => (&mut self.sales, *n),
            Deed::Back(n, _) => (&mut self.returns, *n),
            Deed::In(_) | Deed::Out(_) => return,
        };
        let cents = if matches!(deed, Deed::Sell(_)) {
            worth(n)
        } else {
            -195
        };
        assert_eq!(said["cents"], cents, "{deed:?}: {said}");
        let before = all.insert(n, said.clone());
        assert!(
            before.is_none_or(|before| before == said),
            "{deed:?} was done twice"
        );
    }

    /// What comes next: a sale, and behind some of them something else.
    fn next(&self, extra: &mut Vec<Deed>) -> Deed {
        if let Some(deed) = extra.pop() {
            return deed;
        }
        let n = self.sales.len();
        if n % 17 == 3 {
            extra.push(Deed::In(500));
        }
        if n % 19 == 7 {
            extra.push(Deed::Out(300));
        }
        match n.checked_sub(1) {
            Some(last) if is_plain(last) && n % 13 == 5 && !self.returns.contains_key(&last) => {
                extra.push(Deed::Sell(n));
                let number = self.sales[&last]["number"].as_str().expect("a number");
                Deed::Back(last, number.to_owned())
            }
            _ => Deed::Sell(n),
        }
    }

    fn sum(&self) -> i64 {
        let sold: i64 = self.sales.keys().map(|n| worth(*n)).sum();
        sold - 195 * self.returns.len() as i64
    }
}

/// The next line of the process; none when it is dead.
fn heard(from: &mut impl BufRead) -> Option<Value> {
    loop {
        let mut line = String::new();
        let read = from.read_line(&mut line).ok()?;
        // A line that the kill cut off was not said.
        if read == 0 || !line.ends_with('\n') {
            return None;
        }
        if let Some((_, said)) = line.split_once(MARK) {
            return Some(serde_json::from_str(said).expect("JSON"));
        }
    }
}

/// One life of the till: it does what is to be done until it is killed.
fn live(till: &Shop, done: &mut Done, deeds: &mut (Option<Deed>, Vec<Deed>), size: Size, lots: &mut Lots) {
    let mut child = command(&till.store(), &till.key())
        .spawn()
        .expect("the till starts");
    let mut to = child.stdin.take().expect("a pipe");
    let mut from = BufReader::new(child.stdout.take().expect("a pipe"));
    // Now and then before it is even open.
    let early = lots.below(8) == 0;
    let wait = if early {
        lots.millis(5, 150)
    } else {
        lots.millis(30, 260)
    };
    let most = lots.below(40) as usize;
    if !early && heard(&mut from).is_none() {
        unreachable!("the till does not open: {:?}", child.wait());
    }
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(wait);
            kill(&mut child);
        });
        if early && heard(&mut from).is_none() {
            return;
        }
        for _ in 0..most {
            if done.sales.len() >= size.sales && deeds.0.is_none() {
                break;
            }
            let deed = deeds.0.get_or_insert_with(|| done.next(&mut deeds.1)).clone();
            if to.write_all(deed.line().as_bytes()).is_err() {
                break;
            }
            let said = heard(&mut from);
            // Cash that moved has no name by which it could be asked again.
            if said.is_some() || matches!(deed, Deed::In(_) | Deed::Out(_)) {
                deeds.0 = None;
            }
            let Some(said) = said else { break };
            done.note(&deed, said);
        }
        while heard(&mut from).is_some() {}
    });
    done.kills += 1;
}

fn kill(child: &mut Child) {
    child.kill().expect("it is killed");
    child.wait().expect("it is dead");
}

/// Kills hubs in turn and starts them again, until told to stop.
fn plague(hubs: &mut [Hub], line: &Proxy, (stop, kills): (&AtomicBool, &AtomicUsize), mut lots: Lots) {
    while !stop.load(SeqCst) {
        std::thread::sleep(lots.millis(40, 220));
        let at = lots.below(hubs.len() as u64) as usize;
        // Another one answers meanwhile, where there is another one, and sometimes while both live.
        let next = hubs[lots.below(hubs.len() as u64) as usize].address;
        line.lead(next);
        hubs[at].kill();
        kills.fetch_add(1, SeqCst);
        std::thread::sleep(lots.millis(0, 60));
        hubs[at].start();
    }
}

/// The line loses answers, breaks them off, says things twice, or is slow.
fn weather(line: &Proxy, stop: &AtomicBool, mut lots: Lots) {
    while !stop.load(SeqCst) {
        line.set(match lots.below(12) {
            0 => Mode::Lose,
            1 => Mode::Truncate,
            2 => Mode::Double,
            3 => Mode::Delay(Duration::from_millis(8)),
            _ => Mode::Pass,
        });
        std::thread::sleep(lots.millis(5, 60));
    }
    line.set(Mode::Pass);
}

/// Sells through it all, and then compares.
fn storm(hubs: Vec<Hub>, size: Size) {
    let mut lots = Lots::new();
    let till = Shop::open(&goods());
    let line = Proxy::to(hubs[0].address);
    hubs[0].enrol(&till, line.address);
    till.json(&["sync", "now"]);
    let hubs = Mutex::new(hubs);
    let (stop, kills) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut done, mut deeds) = (Done::default(), (None, Vec::new()));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let (to_hubs, to_line) = (lots.apart(1), lots.apart(2));
        let (line, stop, kills) = (&line, &stop, &kills);
        scope.spawn(|| plague(&mut hubs.lock().expect("whole"), line, (stop, kills), to_hubs));
        scope.spawn(move || weather(line, stop, to_line));
        let ends = Ends(stop);
        while done.sales.len() < size.sales
            || deeds.0.is_some()
            || done.kills < size.kills
            || kills.load(SeqCst) < size.kills
        {
            assert!(
                begun.elapsed() < PATIENCE,
                "{} sales in this time",
                done.sales.len()
            );
            live(&till, &mut done, &mut deeds, size, &mut lots);
        }
        drop(ends);
    });
    let hubs = hubs.into_inner().expect("whole");
    line.lead(hubs[0].address);
    till.json(&["sync", "now", "--patience", "60"]);
    agrees(&till, &hubs[0], &done);
}

/// However it ends, those who make trouble end too.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

/// Till and hub agree to the entry and to the cent, with each other and with what was said at the counter.
fn agrees(till: &Shop, hub: &Hub, done: &Done) {
    let told = till.run(&["sync", "verify", "--json"]);
    assert_eq!(told.code, 0, "{told:#?}");
    let told: Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(
        (&told["agrees"], &told["waiting"]),
        (&true.into(), &0.into()),
        "{told}"
    );
    let sums = told["sums"].as_array().expect("a list");
    let sum = |of: &str| {
        let row = sums.iter().find(|row| row["figure"] == of).expect("a figure");
        assert_eq!(row["here"], row["hub"], "{row}");
        row["hub"].as_str().expect("a figure").to_owned()
    };
    let cents = done.sum();
    assert_eq!(sum("total"), format!("{}.{:02}", cents / 100, cents % 100));
    assert_eq!(sum("sales"), done.sales.len().to_string());
    assert_eq!(sum("returns"), done.returns.len().to_string());
    till.run(&["audit", "verify"]).done();
    let mut there = told_by_api(hub);
    for said in done.sales.values().chain(done.returns.values()) {
        let id = said["id"].as_str().expect("an id");
        let times = there.remove(id).unwrap_or_default();
        assert_eq!(times, [said["number"].clone()], "{said} is at the hub once");
    }
    assert!(there.is_empty(), "nobody was told of {there:?}");
}

/// What the hub tells other programs of sales and returns: numbers, by id.
fn told_by_api(hub: &Hub) -> BTreeMap<String, Vec<Value>> {
    let key = hub.ask(&[
        "api-key",
        "--shop",
        "Tienda",
        "--name",
        "books",
        "--scopes",
        "sales:read",
    ]);
    let mut line = Line::to(hub.address);
    line.token = key["key"].as_str().map(str::to_owned);
    let (mut cursor, mut found) = (String::new(), BTreeMap::new());
    loop {
        let page = line.get(&format!("/api/v1/sales?cursor={cursor}")).done();
        for event in page["events"].as_array().expect("a list") {
            let id = event["data"]["id"].as_str().expect("an id").to_owned();
            let numbers: &mut Vec<Value> = found.entry(id).or_default();
            numbers.push(event["data"]["number"].clone());
        }
        if page["caught_up"] == true {
            return found;
        }
        cursor = page["cursor"].as_str().expect("a cursor").to_owned();
    }
}

#[test]
fn a_thousand_sales_survive_kill_9_of_till_and_hub() {
    let size = Size {
        sales: 1_000,
        kills: 40,
    };
    storm(vec![Hub::new()], size);
}

#[test]
fn sales_survive_kill_9_of_the_till_and_of_two_hubs_over_one_database() {
    let database = Database::start();
    let first = Hub::over(&database.url());
    let second = Hub::beside(&first);
    let size = Size {
        sales: 200,
        kills: 12,
    };
    storm(vec![first, second], size);
}
