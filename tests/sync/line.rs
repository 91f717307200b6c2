//! What lines do. Nothing is lost and nothing is twice, whatever it is.

use std::process::Stdio;
use std::time::Duration;

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

/// A till that is known and has everything up, its hub, and the line between them.
pub(crate) fn known() -> (Shop, Hub, Proxy) {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    let line = Proxy::to(hub.address);
    hub.enrol(&till, line.address);
    till.json(&["sync", "now"]);
    (till, hub, line)
}

fn pending(till: &Shop) -> u64 {
    till.json(&["sync", "status"])["pending"]
        .as_u64()
        .expect("a count")
}

fn answer(status: &str, headers: &str, body: &str) -> Mode {
    let length = body.len();
    Mode::Answer(format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes())
}

#[test]
fn an_answer_lost_after_the_commit_is_asked_for_again() {
    let (till, _hub, line) = known();
    sell(&till, 1, 5);
    for mode in [Mode::Lose, Mode::Truncate, Mode::Down] {
        line.set(mode);
        till.run(&["sync", "now"]).refused(3, "nothing is lost");
        assert_eq!(pending(&till), 5);
    }
    line.set(Mode::Pass);
    till.json(&["sync", "now"]);
    assert_eq!(pending(&till), 0);
    agree(&till);
}

#[test]
fn a_request_that_comes_twice_counts_once() {
    let (till, hub, line) = known();
    line.set(Mode::Double);
    sell(&till, 1, 30);
    till.json(&["sync", "now"]);
    line.set(Mode::Pass);
    let before = agree(&till);
    let tills = hub.ask(&["terminals"]);
    assert_eq!(tills["terminals"].as_array().map(Vec::len), Some(1), "{tills}");
    assert!(before > 30);
    let levels = till.run(&["export", "stock"]).done().out;
    assert!(levels.contains("20") || levels.contains("PAN"), "{levels}");
}

#[test]
fn whoever_else_answers_is_not_the_hub() {
    let (till, _hub, line) = known();
    sell(&till, 1, 2);
    let page = "<html>Sign in to the network</html>";
    let json = "{\"hub\":\"00000000-0000-0000-0000-000000000000\"}";
    for mode in [
        answer("200 OK", "content-type: text/html\r\n", page),
        answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""),
        answer("403 Forbidden", "", page),
        answer("404 Not Found", "", page),
        answer("500 Internal Server Error", "", page),
        answer("200 OK", "tendero-signature: AAAA\r\n", json),
        answer(
            "401 Unauthorized",
            "",
            "{\"code\":\"unauthorized\",\"message\":\"no\"}",
        ),
        answer(
            "200 OK",
            "content-encoding: gzip\r\ntendero-signature: AAAA\r\n",
            "nonsense",
        ),
        Mode::Answer(b"SSH-2.0-OpenSSH\r\n".to_vec()),
        Mode::Endless,
    ] {
        line.set(mode.clone());
        let refused = till.run(&["sync", "now"]).refused(3, "nothing is lost");
        assert!(
            !refused.err.contains("let this till in"),
            "{mode:?}: {refused:#?}"
        );
        assert_eq!(pending(&till), 2, "{mode:?}");
    }
    line.set(Mode::Pass);
    till.json(&["sync", "now"]);
    agree(&till);
}

#[test]
fn both_sides_may_be_killed_while_entries_are_on_their_way() {
    let (till, mut hub, line) = known();
    for round in 0..6_usize {
        sell(&till, 1 + round * 120, 120);
        line.set(Mode::Delay(Duration::from_millis(60)));
        let mut command = till.command(&["sync", "now"]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(Duration::from_millis(150 + 130 * round as u64));
        if round % 2 == 0 {
            child.kill().expect("it is killed");
        } else {
            hub.kill();
            hub.start();
        }
        child.wait().expect("it ends");
        line.set(Mode::Pass);
    }
    till.json(&["sync", "now"]);
    assert_eq!(pending(&till), 0);
    agree(&till);
}
