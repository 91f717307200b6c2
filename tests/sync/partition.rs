//! Lines that are there for one side only, that come and go, and that nobody has told of their end. Must
//! never find an entry lost or twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

fn known() -> (Shop, Hub, Arc<Proxy>) {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    let line = Arc::new(Proxy::to(hub.address));
    hub.enrol(&till, line.address);
    till.json(&["sync", "now"]);
    (till, hub, line)
}

fn pending(till: &Shop) -> u64 {
    let status = till.json(&["sync", "status"]);
    status["pending"].as_u64().expect("a count")
}

#[test]
fn a_line_of_which_one_direction_works_sends_everything_once() {
    let (till, _hub, line) = known();
    sell(&till, 1, 60);
    // What the till says arrives, and it hears nothing: the hub has done it all the same.
    line.set(Mode::Lose);
    for _ in 0..3 {
        till.run(&["sync", "now"]).refused(3, "nothing is lost");
    }
    assert_eq!(pending(&till), 60);
    // Nothing that it says arrives: it waits as long as an answer may take, and no longer.
    line.set(Mode::Hang);
    let begun = Instant::now();
    till.run(&["sync", "now"]).refused(3, "did not answer in time");
    let took = begun.elapsed();
    assert!(
        (Duration::from_secs(10)..Duration::from_secs(30)).contains(&took),
        "{took:?}"
    );
    sell(&till, 61, 5);
    line.set(Mode::Pass);
    till.json(&["sync", "now"]);
    assert_eq!(pending(&till), 0);
    agree(&till);
}

#[test]
fn a_line_that_comes_and_goes_gets_there() {
    let (till, _hub, line) = known();
    sell(&till, 1, 400);
    let done = Arc::new(AtomicBool::new(false));
    let (flapping, over) = (line.clone(), done.clone());
    let flaps = std::thread::spawn(move || {
        // Longer and longer, so that it gets there on a machine of any speed.
        let mut up = Duration::from_millis(60);
        while !over.load(Relaxed) {
            flapping.set(Mode::Delay(Duration::from_millis(5)));
            std::thread::sleep(up);
            flapping.set(Mode::Down);
            std::thread::sleep(Duration::from_millis(60));
            up += up / 8;
        }
    });
    let end = Instant::now() + Duration::from_secs(90);
    while pending(&till) > 0 {
        assert!(Instant::now() < end, "it never gets there");
        // Whether this very try gets through is the line's matter.
        till.run(&["sync", "now"]).is_plain();
    }
    done.store(true, Relaxed);
    flaps.join().expect("it ends");
    line.set(Mode::Pass);
    till.json(&["sync", "now"]);
    agree(&till);
}

#[test]
fn a_batch_that_arrives_once_more_much_later_does_nothing() {
    let (till, hub, line) = known();
    line.went_up();
    sell(&till, 1, 3);
    till.json(&["sync", "now"]);
    let late = line.went_up();
    sell(&till, 4, 3);
    till.json(&["sync", "now"]);
    let same = agree(&till);
    // Everything that the first run said, token and all, said again by a stranger who overheard it.
    for _ in 0..2 {
        let mut stranger = std::net::TcpStream::connect(hub.address).expect("the hub listens");
        std::io::Write::write_all(&mut stranger, &late).expect("it takes it");
        stranger
            .set_read_timeout(Some(Duration::from_secs(5)))
            .expect("it can be set");
        let mut heard = [0; 4096];
        let read = std::io::Read::read(&mut stranger, &mut heard).expect("it answers");
        assert!(read > 0);
    }
    assert_eq!(agree(&till), same);
    let other = Shop::new();
    hub.enrol(&other, hub.address);
    other.json(&["sync", "now"]);
    let stock = other.run(&["export", "stock"]).done().out;
    assert!(stock.contains("PAN,Pan de molde,44,"), "fifty less six: {stock}");
}

#[test]
fn a_hub_whose_disk_is_full_is_waited_for() {
    let (till, mut hub, _line) = known();
    let size = std::fs::metadata(hub.dir().join("hub.redb"))
        .expect("it is there")
        .len();
    hub.kill();
    hub.room = Some(u32::try_from(size >> 10).expect("it is small") + 40);
    hub.start();
    let line = Proxy::to(hub.address);
    let config = format!("[sync]\nurl = \"http://{}\"\n", line.address);
    till.file(".config/tendero/config.toml", config.as_bytes());
    let (mut sold, mut refused) = (0, None);
    while refused.is_none() {
        assert!(sold < 6_000, "the disk is never full");
        sell(&till, 1 + sold, 300);
        sold += 300;
        let done = till.run(&["sync", "now", "--patience", "2"]);
        refused = (done.code != 0).then_some(done);
    }
    let refused = refused.expect("the disk is full").refused(3, "nothing is lost");
    assert!(!refused.err.contains("let this till in"), "{refused:#?}");
    let waiting = pending(&till);
    assert!(waiting > 0);
    sell(&till, 1 + sold, 1);
    assert_eq!(pending(&till), waiting + 1, "it sells on");
    // Somebody makes room.
    hub.kill();
    hub.room = None;
    hub.start();
    till.json(&["sync", "now"]);
    assert_eq!(pending(&till), 0);
    agree(&till);
}
