//! Tills that sell while they and their hub are killed again and again, over a line that loses answers: in
//! the end they agree to the entry and to the cent. Must never know beforehand when.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::clerk::{Clerk, Lots, Trouble};
use crate::client::Line;
use crate::counter::PIN;
use crate::database::Database;
use crate::hub::Hub;
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

/// How long it may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(600);

/// How much of it there shall be.
#[derive(Clone, Copy)]
struct Size {
    tills: usize,
    /// By each of them.
    sales: usize,
    /// Of tills, and of hubs.
    kills: usize,
}

/// Kills hubs in turn and starts them again, until told to stop: each after some things were done, so that a
/// slow machine has no more of it than a fast one.
fn plague(hubs: &mut [Hub], line: &Proxy, trouble: &Trouble, mut lots: Lots) {
    while !trouble.stop.load(SeqCst) {
        let (from, wait) = (trouble.done.load(SeqCst), lots.below(40) as usize);
        let begun = Instant::now();
        while trouble.done.load(SeqCst) < from + wait && begun.elapsed() < Duration::from_millis(600) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(lots.millis(0, 30));
        let at = lots.below(hubs.len() as u64) as usize;
        // Another one answers meanwhile, where there is another one, and sometimes while both live.
        line.lead(hubs[lots.below(hubs.len() as u64) as usize].address);
        hubs[at].kill();
        trouble.kills.fetch_add(1, SeqCst);
        std::thread::sleep(lots.millis(0, 60));
        hubs[at].start();
    }
}

/// The line loses answers, breaks them off, says things twice, or is slow.
fn weather(line: &Proxy, trouble: &Trouble, mut lots: Lots) {
    while !trouble.stop.load(SeqCst) {
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

/// Tills of one shop that know the same goods, their registers open.
fn tills(many: usize, hub: &Hub, line: &Proxy) -> Vec<Shop> {
    let known = |till: Shop| {
        till.run(&["people", "change", "Luz", "--pin", PIN]).done();
        hub.enrol(&till, line.address);
        till.json(&["sync", "now"]);
        till
    };
    let first = known(Shop::open(&goods()));
    let more = (1..many).map(|_| {
        let till = known(Shop::new());
        till.run(&["shift", "open", "--user", "Luz", "--float", "100.00"])
            .done();
        till
    });
    let more: Vec<Shop> = more.collect();
    std::iter::once(first).chain(more).collect()
}

/// Sells through it all, and then compares.
fn storm(hubs: Vec<Hub>, size: Size) {
    let lots = Lots::new();
    let line = Proxy::to(hubs[0].address);
    let tills = tills(size.tills, &hubs[0], &line);
    let (hubs, trouble) = (Mutex::new(hubs), Trouble::default());
    let clerk = |(which, till)| Clerk::new(till, which, size.sales, &trouble);
    let mut clerks: Vec<Clerk<'_>> = tills.into_iter().enumerate().map(clerk).collect();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let ends = Ends(&trouble.stop);
        let (to_hubs, to_line) = (lots.apart(1), lots.apart(2));
        scope.spawn(|| plague(&mut hubs.lock().expect("whole"), &line, &trouble, to_hubs));
        scope.spawn(|| weather(&line, &trouble, to_line));
        let at_work = clerks.iter_mut().enumerate().map(|(which, clerk)| {
            let (mut lots, trouble) = (lots.apart(10 + which as u64), &trouble);
            scope.spawn(move || {
                let few = size.kills.div_ceil(size.tills);
                while !clerk.is_done() || clerk.kills < few || trouble.kills.load(SeqCst) < size.kills {
                    let sales = clerk.sales.len();
                    assert!(begun.elapsed() < PATIENCE, "{sales} sales in this time");
                    clerk.live(&mut lots);
                }
            })
        });
        let at_work: Vec<_> = at_work.collect();
        let ended: Vec<_> = at_work.into_iter().map(|one| one.join()).collect();
        drop(ends);
        assert!(ended.iter().all(Result::is_ok), "somebody stopped selling");
    });
    let lives: usize = clerks.iter().map(|clerk| clerk.kills).sum();
    let kills = trouble.kills.load(SeqCst);
    println!("{lives} lives of tills, {kills} of hubs, {:?}", begun.elapsed());
    let hubs = hubs.into_inner().expect("whole");
    line.lead(hubs[0].address);
    for clerk in &clerks {
        clerk.till.json(&["sync", "now", "--patience", "60"]);
        agrees(clerk);
    }
    told_once(&hubs[0], &clerks);
}

/// However it ends, those who make trouble end too.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

/// Till and hub agree to the entry and to the cent, with each other and with what was said at the counter.
fn agrees(clerk: &Clerk<'_>) {
    let told = clerk.till.run(&["sync", "verify", "--json"]);
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
    let cents = clerk.sum();
    assert_eq!(sum("total"), format!("{}.{:02}", cents / 100, cents % 100));
    assert_eq!(sum("sales"), clerk.sales.len().to_string());
    assert_eq!(sum("returns"), clerk.returns.len().to_string());
    clerk.till.run(&["audit", "verify"]).done();
}

/// Everything that was answered at a counter is told to other programs once, and nothing else.
fn told_once(hub: &Hub, clerks: &[Clerk<'_>]) {
    let mut there = told_by_api(hub);
    let all = clerks
        .iter()
        .flat_map(|clerk| clerk.sales.values().chain(clerk.returns.values()));
    for said in all {
        let id = said["id"].as_str().expect("an id");
        let times = there.remove(id).unwrap_or_default();
        assert_eq!(times, [said["number"].clone()], "{said} is at the hub once");
    }
    assert!(there.is_empty(), "nobody was told of {there:?}");
}

/// What the hub tells other programs of sales and returns: numbers, by id.
fn told_by_api(hub: &Hub) -> BTreeMap<String, Vec<Value>> {
    let asked = [
        "api-key",
        "--shop",
        "Tienda",
        "--name",
        "books",
        "--scopes",
        "sales:read",
    ];
    let mut line = Line::to(hub.address);
    line.token = hub.ask(&asked)["key"].as_str().map(str::to_owned);
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
fn a_thousand_sales_survive_kill_9_of_tills_and_hub() {
    let size = Size {
        tills: 4,
        sales: 250,
        kills: 40,
    };
    storm(vec![Hub::new()], size);
}

#[test]
fn sales_survive_kill_9_of_tills_and_of_two_hubs_over_one_database() {
    let database = Database::start();
    let first = Hub::over(&database.url());
    let second = Hub::beside(&first);
    let size = Size {
        tills: 2,
        sales: 100,
        kills: 12,
    };
    storm(vec![first, second], size);
}
