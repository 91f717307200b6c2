//! Clocks that are ten years off, at either end. Must never change the clock of the machine: a program is
//! told another time, and nobody else.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::hub::Hub;
use crate::joined::agree;
use crate::shop::{Answer, Shop, basket, goods};

/// Ten years in milliseconds, without the odd days.
const DECADE: i64 = 3_650 * 86_400_000;

/// What tells a program another time: the same call, so many days later.
const SHIM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long shift(void) {
    const char *days = getenv("TEST_DAYS");
    return days ? atol(days) * 86400L : 0;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(clock, at);
    if (!done && clock == CLOCK_REALTIME) at->tv_sec += shift();
    return done;
}
"#;

/// The shim, built once for each test.
fn shim(dir: &Path) -> PathBuf {
    let (source, built) = (dir.join("clock.c"), dir.join("clock.so"));
    std::fs::write(&source, SHIM).expect("there is room");
    let mut compiler = Command::new("cc");
    compiler
        .args(["-shared", "-fPIC", "-o"])
        .arg(&built)
        .arg(&source)
        .arg("-ldl");
    let done = compiler.output().expect("a C compiler, which linking needs too");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    built
}

fn variables(shim: &Path, days: i64) -> Vec<(String, String)> {
    vec![
        ("LD_PRELOAD".to_owned(), shim.display().to_string()),
        ("TEST_DAYS".to_owned(), days.to_string()),
    ]
}

/// Runs the program that many days off.
fn off(till: &Shop, shim: &Path, days: i64, args: &[&str]) -> Answer {
    let mut command = till.command(args);
    command.envs(variables(shim, days));
    Answer::of(command.output().expect("the program runs"))
}

/// Sells one loaf that many days off.
fn sell_off(till: &Shop, shim: &Path, days: i64, id: usize) {
    let file = till.file(
        "basket.json",
        (basket(id, "4006381333931", "1", "1.95") + "\n").as_bytes(),
    );
    off(till, shim, days, &["sell", "--user", "Luz", &file]).done();
}

fn json(answer: Answer) -> Value {
    serde_json::from_str(&answer.done().out).expect("one JSON value")
}

#[test]
fn a_till_ten_years_off_sells_syncs_and_says_so() {
    let till = Shop::open(&goods());
    let shim = shim(&till.path(""));
    let hub = Hub::tls();
    // Even becoming known needs no right clock: the certificate is known by its print, the token has no end.
    let url = format!("https://{}", hub.address);
    off(&till, &shim, 3_650, &["sync", "enrol", &url, &hub.code()]).done();
    let today = till.json(&["shift", "status"])["date"].clone();
    for (at, days) in [3_650, -3_650, 3_650].into_iter().enumerate() {
        sell_off(&till, &shim, days, 1 + at);
        let status = json(off(&till, &shim, days, &["sync", "now", "--json"]));
        assert_eq!(
            (&status["pending"], &status["lamp"]),
            (&0.into(), &"synced".into()),
            "{status}"
        );
        let skew = status["skew_ms"].as_i64().expect("it says so");
        assert!(
            (skew + days.signum() * DECADE).abs() < 600_000,
            "{days} days: {skew}"
        );
    }
    // Numbers and order are those of the sales, and the day is the shift's.
    let sales = till.run(&["export", "sales", "--json"]).done().out;
    let days: Vec<Value> = sales
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["date"].clone())
        .collect();
    assert_eq!(days, vec![today; 3], "{sales}");
    agree(&till);
    let right = till.json(&["sync", "now"]);
    assert!(right["skew_ms"].is_null(), "{right}");
    till.run(&["audit", "verify"]).done();
}

#[test]
fn a_hub_ten_years_off_takes_everything_and_forgets_no_till() {
    let till = Shop::open(&goods());
    let shim = shim(&till.path(""));
    let mut hub = Hub::new();
    hub.enrol(&till, hub.address);
    till.json(&["sync", "now"]);
    let late = hub.code();
    for (at, days) in [3_650, -3_650].into_iter().enumerate() {
        hub.kill();
        hub.around = variables(&shim, days);
        hub.start();
        let file = till.file(
            "basket.json",
            (basket(1 + at, "4006381333931", "1", "1.95") + "\n").as_bytes(),
        );
        till.run(&["sell", "--user", "Luz", &file]).done();
        let status = till.json(&["sync", "now"]);
        assert_eq!(status["pending"], 0, "{status}");
        let skew = status["skew_ms"].as_i64().expect("it says so");
        assert!(
            (skew - days.signum() * DECADE).abs() < 600_000,
            "{days} days: {skew}"
        );
        agree(&till);
        if days > 0 {
            // A code of ten years ago is too old, by the clock that made it.
            let other = Shop::new();
            let url = format!("http://{}", hub.address);
            other.run(&["sync", "enrol", &url, &late]).refused(1, "too old");
        }
    }
}
