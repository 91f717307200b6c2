//! `tendero demo --hub` as somebody tries it: a hub, two tills, a conflict, and nothing left behind. Must
//! never need the port that a demo of a person uses.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::desk::{lamp, order, press};
use crate::driver::{Terminal, key};
use crate::shop::Shop;

/// A port that nobody has.
fn port() -> String {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    free.local_addr().expect("an address").port().to_string()
}

/// The processes of hubs whose data are below that home.
fn hubs(home: &Path) -> Vec<i32> {
    let of = |entry: std::fs::DirEntry| {
        let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
        let words = std::fs::read(entry.path().join("cmdline")).ok()?;
        let words = String::from_utf8_lossy(&words).into_owned();
        let hub = words.contains("\0serve\0") && words.contains(home.to_str()?);
        hub.then_some(pid)
    };
    let all = std::fs::read_dir("/proc").expect("it is there").flatten();
    all.filter_map(of).collect()
}

fn gone(home: &Path) {
    let end = Instant::now() + Duration::from_secs(20);
    while !hubs(home).is_empty() {
        assert!(Instant::now() < end, "a hub is left behind: {:?}", hubs(home));
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn kill(pid: i32) {
    let pid = rustix::process::Pid::from_raw(pid).expect("a process");
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).expect("it runs");
}

#[test]
fn the_demo_shows_a_conflict_and_its_page_and_leaves_no_process_behind() {
    let shop = Shop::none();
    let home = shop.path("");
    let home = home.as_path();
    let port = port();
    let args = ["demo", "--hub", "--hub-port", &port];
    let mut screen = Terminal::start(home, &args, 100, 30);
    let told = screen.wait_for("Enter opens the till");
    let page = format!("http://127.0.0.1:{port}/owner");
    assert!(told.contains(&page), "{told}");
    let shown = ureq::get(&page).call().expect("the page is there");
    assert_eq!(shown.status(), 200);
    assert_eq!(hubs(home).len(), 1);

    press(&mut screen, &[key::ENTER]);
    screen.wait_for("Luz");
    press(&mut screen, &["Luz", key::ENTER, "240318", key::ENTER]);
    screen.wait_for("TOTAL");
    lamp(&screen, "1 CONFLICTO", "SIN RED");
    order(&mut screen, "conflictos");
    screen.wait_for("Conflictos");
    press(&mut screen, &[key::ENTER]);
    let shown = screen.wait_for("Conflicto 1 de 1");
    assert!(shown.contains("0,75") && shown.contains("0,69"), "{shown}");
    assert!(
        shown.contains("Caja D1") && !shown.contains("Caja Caja"),
        "{shown}"
    );
    press(&mut screen, &[key::F2, key::ENTER, key::ENTER]);
    screen.wait_for("Nada que resolver");
    lamp(&screen, "AL DÍA", "CONFLICTO");
    press(&mut screen, &[key::ESC]);

    // Without its hub the till goes on, and says so as soon as it has something to send.
    kill(hubs(home)[0]);
    order(&mut screen, "enviar ya");
    screen.wait_for("la central sigue sin estar");
    lamp(&screen, "SIN RED", "AL DÍA");
    // Once more: nothing is other than before, and who asked is told all the same.
    order(&mut screen, "enviar ya");
    screen.wait_for("la central sigue sin estar");
    press(&mut screen, &[key::ESC, "\x03"]);
    assert_eq!(screen.end(), 0);
    gone(home);

    // It can be opened again, and its hub does not outlive it, however it ends.
    let mut screen = Terminal::start(home, &args, 100, 30);
    screen.wait_for("Enter opens the till");
    press(&mut screen, &[key::ENTER]);
    screen.wait_for("Luz");
    assert_eq!(hubs(home).len(), 1);
    screen.kill();
    gone(home);
}

#[test]
fn a_port_that_is_taken_is_named() {
    let shop = Shop::none();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = shop
        .run(&["demo", "--hub", "--hub-port", &port])
        .refused(3, &port);
    assert!(refused.err.contains("--hub-port"), "{refused:#?}");
    assert_eq!(shop.run(&["demo", "--hub-port", "7"]).code, 2);
}
