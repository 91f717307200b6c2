//! A hub that sends a till round in circles. Must never find one that goes on at once for ever: each round
//! waits longer, and who said *Sync now* is answered.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::joined::{agree, sell, twisted};
use crate::shop::{Shop, uuid};
use crate::twist::{Turn, Twist};

const PUSH: &str = "/v1/push";
const PULL: &str = "/v1/pull";

/// So many requests at most while a till tries for two seconds.
const ROUNDS: usize = 60;

fn refusal(code: &str) -> Turn {
    let told = json!({ "code": code, "message": "once more from the start" });
    Turn::Say(409, told.to_string().into_bytes())
}

/// *Sync now* ends by itself and says that the hub did not do it, without a storm of requests.
fn gives_up(till: &Shop, line: &Twist, what: &str) {
    line.all();
    let mut command = till.command(&["sync", "now", "--patience", "2"]);
    let mut asking = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let end = Instant::now() + Duration::from_secs(30);
    let code = loop {
        if let Some(status) = asking.try_wait().expect("it is ours") {
            break status.code();
        }
        if Instant::now() > end {
            asking.kill().expect("it is ours");
            asking.wait().expect("it ends");
            break None;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let requests = line.all().len();
    assert_eq!(code, Some(3), "{what}: {requests} requests");
    assert!(requests < ROUNDS, "{what}: {requests} requests");
}

#[test]
fn a_hub_that_never_gets_anywhere_is_left_alone() {
    let (till, _hub, line) = twisted();
    sell(&till, 1, 3);
    for code in ["chain_gap", "hub_behind"] {
        line.plan(move |path, _| if path == PUSH { refusal(code) } else { Turn::Pass });
        gives_up(&till, &line, code);
    }
    line.plan(|path, asked| {
        let first = asked["entries"][0]["seq"].as_u64().unwrap_or_default();
        let more = json!({ "acked": first + 100, "head_hash": "", "time": 1, "notes": [] });
        match path {
            PUSH => Turn::Say(200, more.to_string().into_bytes()),
            _ => Turn::Pass,
        }
    });
    gives_up(&till, &line, "more than there is");
    line.heal();
    till.json(&["sync", "now"]);
    agree(&till);

    line.plan(|path, _| {
        if path == PULL {
            refusal("resnapshot")
        } else {
            Turn::Pass
        }
    });
    gives_up(&till, &line, "from the start");
    let mut version = 1_000_u64;
    line.plan(move |path, _| {
        if path != PULL {
            return Turn::Pass;
        }
        version += 1;
        Turn::Alter(Box::new(move |page| {
            (page["rows"], page["caught_up"]) = (json!([]), json!(false));
            page["cursors"] = json!([{
                "feed": "catalogue", "v": version, "epoch": uuid(1), "digest": "00".repeat(32),
            }]);
        }))
    });
    gives_up(&till, &line, "empty pages");
    line.heal();
    sell(&till, 11, 1);
    till.json(&["sync", "now"]);
    agree(&till);
}

/// A hub whose database is away takes as long to say so as it asks to be left alone: when it has answered one
/// kind of question the other one is due again, and nobody ever waits between both.
#[test]
fn a_hub_that_is_slow_to_say_no_is_left_alone() {
    let (till, _hub, line) = twisted();
    sell(&till, 1, 1);
    line.plan(|path, _| {
        if ![PUSH, PULL].contains(&path) {
            return Turn::Pass;
        }
        std::thread::sleep(Duration::from_millis(1_500));
        let told = json!({ "code": "unavailable", "message": "the database is away", "retry_after": 1 });
        Turn::Say(503, told.to_string().into_bytes())
    });
    gives_up(&till, &line, "slow to say no");
    line.heal();
    till.json(&["sync", "now"]);
    agree(&till);
}
