//! Hub processes over one database. Must never need to know which of them answered.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::database::Database;
use super::process::{Hub, over};
use super::till::Till;

fn reconnect(till: &mut Till, hub: &Hub) {
    let token = till.line.token.clone();
    till.line = hub.line();
    till.line.token = token;
}

pub(crate) fn share_key(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::copy(from.join("hub.key"), to.join("hub.key")).unwrap();
}

#[test]
fn two_processes_are_one_hub() {
    let database = Database::start();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Hub::start_over(one.path(), &database.url());
    let mut till = Till::of(&first, "Uno", "A");
    // A process with a key of its own would be another hub to every till.
    let other = over(
        two.path(),
        Some(&database.url()),
        &["serve", "--listen", "127.0.0.1:0"],
    );
    assert_eq!(other.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&other.stderr).contains("hub.key"));
    share_key(one.path(), two.path());
    let second = Hub::start_over(two.path(), &database.url());
    till.product("PAN", "1.10", "1000");
    till.push_from(1);
    // The same batch at the other one, and the next one there.
    reconnect(&mut till, &second);
    assert_eq!(till.push_from(1), json!([]));
    till.sell("PAN", 1, 1);
    assert_eq!(till.push_from(2), json!([]));
    // Several tills at both at once: the sum is right, and nobody is left out.
    let tills: Vec<Till> = ["B", "C", "D", "E"]
        .iter()
        .map(|series| Till::of(if *series < "D" { &first } else { &second }, "Uno", series))
        .collect();
    std::thread::scope(|scope| {
        for mut till in tills {
            scope.spawn(move || {
                for at in 1..=10 {
                    till.sell("PAN", 1, 1);
                    till.push(at, at).done();
                }
            });
        }
    });
    reconnect(&mut till, &first);
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "959" }));
    assert_eq!(
        first.told(&["terminals"])["terminals"].as_array().unwrap().len(),
        5
    );
}

#[test]
fn a_database_that_goes_away_is_told_and_comes_back() {
    let mut database = Database::start();
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start_over(dir.path(), &database.url());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "1000");
    till.push_from(1);
    let epoch = till.hello(1, None).done()["epoch"].as_str().unwrap().to_owned();
    database.kill();
    till.sell("PAN", 1, 1);
    let begun = Instant::now();
    let away = till.push(2, 2);
    assert_eq!(away.no(), (503, "unavailable".to_owned()));
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(till.line.get("/readyz").status, 503);
    assert_eq!(till.line.get("/healthz").status, 200);
    database.begin();
    assert_eq!(till.push_from(2), json!([]));
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "999" }));
    // The database was set back to a copy, the owner says: another epoch.
    assert!(hub.stop().1);
    let said = over(dir.path(), Some(&database.url()), &["epoch"]);
    assert!(said.status.success());
    let hub = Hub::start_over(dir.path(), &database.url());
    reconnect(&mut till, &hub);
    let welcome = till.hello(2, Some(&epoch)).done();
    assert_ne!(welcome["epoch"], epoch.as_str());
    assert_eq!(welcome["acked"], 2);
}

#[test]
fn a_copy_makes_entries_safe_and_a_hub_again_in_an_empty_database_or_in_a_file() {
    let database = Database::start();
    let (dir, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let hub = Hub::start_over(dir.path(), &database.url());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.sell("PAN", 1, 1);
    till.push_from(1);
    let before = till.hello(2, None).done();
    assert_eq!(before["durable_seq"], 0);
    let epoch = before["epoch"].as_str().unwrap().to_owned();
    // A copy made by other means holds what was there before it began, and no more.
    let (point, file) = (dir.path().join("point"), dir.path().join("copy"));
    let (point, file) = (point.to_str().unwrap(), file.to_str().unwrap());
    hub.told(&["point", point]);
    till.sell("PAN", 1, 1);
    till.push_from(3);
    hub.told(&["durable", point]);
    assert_eq!(till.hello(3, None).done()["durable_seq"], 2);
    assert_eq!(hub.told(&["snapshot", file])["entries"], 3);
    assert_eq!(till.hello(3, None).done()["durable_seq"], 3);
    till.sell("PAN", 1, 1);
    till.push_from(4);
    let (_, cursors) = till.pull(&json!([]), 500);
    hub.kill();
    let empty = database.fresh("again");
    let made = over(second.path(), Some(&empty), &["restore", file]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!((&made["hub"], &made["entries"]), (&before["hub"], &json!(3)));
    assert_ne!(made["epoch"], before["epoch"]);
    let again = over(second.path(), Some(&empty), &["restore", file]);
    assert_eq!(again.status.code(), Some(3), "never over another");
    let elsewhere = over(second.path(), Some(&empty), &["durable", point]);
    assert_eq!(
        elsewhere.status.code(),
        Some(1),
        "it was noted in another life of the data"
    );
    let third = second.path().join("file");
    assert_eq!(over(&third, None, &["restore", file]).status.code(), Some(0));
    let other = Hub::start(&third);
    let hub = Hub::start_over(second.path(), &empty);
    for hub in [&other, &hub] {
        reconnect(&mut till, hub);
        let welcome = till.hello(4, Some(&epoch)).done();
        assert_eq!(welcome["acked"], 3);
        assert_eq!(welcome["commands"], json!([{ "do": "push_from", "seq": 4 }]));
        let ask = json!({ "incarnation": till.incarnation, "cursors": cursors, "limit": 5 });
        let gone = till.line.post("/v1/pull", &ask).no();
        assert_eq!(gone, (410, "resnapshot".to_owned()));
        assert_eq!(till.push_from(4), json!([]));
        assert_eq!(till.row("level", "PAN"), json!({ "quantity": "7" }));
    }
}
