//! A real till, a line that is cut, two hub processes and the database behind them that goes away. Must never
//! find an entry lost, or one that counts twice.

use std::process::Stdio;
use std::time::Duration;

use super::database::Database;
use super::hub::share_key;
use super::process::Hub;
use super::proxy::{Mode, Proxy};
use super::shop::{Shop, goods, loaves};

fn sell(till: &Shop, first: usize, many: usize) {
    let sold = loaves(first, many);
    till.feed(&["sell", "--user", "Luz"], sold.as_bytes()).done();
}

/// Everything is at the hub, entry by entry.
fn agree(till: &Shop) {
    let compared = till.json(&["sync", "verify"]);
    assert_eq!(compared["waiting"], 0, "{compared}");
    assert!(compared["differs"].is_null(), "{compared}");
}

/// Starts to send, and does that to the other side so long afterwards.
fn while_sending(till: &Shop, after: u64, cut: impl FnOnce()) {
    let mut sending = till.command(&["sync", "now"]);
    let sending = sending.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut sending = sending.expect("it starts");
    std::thread::sleep(Duration::from_millis(after));
    cut();
    sending.wait().expect("it ends");
}

#[test]
fn a_till_two_hubs_and_their_database_each_go_away_in_the_middle() {
    let mut database = Database::start();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Hub::start_over(one.path(), &database.url());
    share_key(one.path(), two.path());
    let second = Hub::start_over(two.path(), &database.url());
    let line = Proxy::to(first.address);
    let till = Shop::open(&goods());
    let url = format!("http://{}", line.address);
    till.run(&["sync", "enrol", &url, &first.code("Tienda")]).done();
    till.json(&["sync", "now"]);

    // The database in the middle of a batch.
    sell(&till, 1, 250);
    line.set(Mode::Delay(Duration::from_millis(30)));
    while_sending(&till, 350, || database.kill());
    sell(&till, 251, 1);
    till.run(&["sync", "now", "--patience", "1"]).is_plain();
    database.begin();
    till.json(&["sync", "now"]);
    agree(&till);

    // One of both hubs in the middle of a batch: the other one goes on where that was.
    sell(&till, 252, 250);
    while_sending(&till, 350, || {
        line.lead(second.address);
        first.kill();
    });
    till.json(&["sync", "now"]);
    agree(&till);

    // The answer to each batch is lost at the one hub and asked for at another.
    let first = Hub::start_over(one.path(), &database.url());
    sell(&till, 502, 120);
    for hub in [&second, &first, &second] {
        line.lead(hub.address);
        line.set(Mode::Lose);
        till.run(&["sync", "now"]).refused(3, "nothing is lost");
    }
    line.set(Mode::Pass);
    line.lead(first.address);
    till.json(&["sync", "now"]);
    agree(&till);
    let other = Shop::new();
    let url = format!("http://{}", second.address);
    other.run(&["sync", "enrol", &url, &second.code("Tienda")]).done();
    other.json(&["sync", "now"]);
    let stock = other.run(&["export", "stock"]).done().out;
    assert!(
        stock.contains("PAN,Pan de molde,-571,"),
        "fifty less 621: {stock}"
    );
}
