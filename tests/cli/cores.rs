//! A program that crashes with keys in its memory. Must never leave a core behind that opens the shop.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::shop::{Shop, basket, goods};

/// Runs a command where cores may be as large as they like, and aborts it once it has answered a line.
fn aborted(shop: &Shop, command: &str, first: &str) -> ExitStatus {
    let script = format!("ulimit -c unlimited && exec {command}");
    let mut shell = shop.command_of("/bin/sh", &["-c", &script]);
    shell
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = shell.spawn().expect("a shell");
    let mut to = child.stdin.take().expect("a pipe");
    writeln!(to, "{first}").expect("it reads");
    let mut answered = String::new();
    let from = child.stdout.take().expect("a pipe");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(from), &mut answered).expect("it answers");
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::ABORT).expect("it is ours");
    child.wait().expect("it ends")
}

#[test]
fn no_core_is_written_of_a_program_that_holds_keys() {
    let shop = Shop::open(&goods());
    let other = aborted(&shop, "cat", "a line");
    assert_eq!(other.signal(), Some(6));
    let program = env!("CARGO_BIN_EXE_tendero");
    let ended = aborted(
        &shop,
        &format!("{program} sell --user Luz"),
        &basket(1, "4006381333931", "1", "1.95"),
    );
    assert_eq!((ended.signal(), ended.core_dumped()), (Some(6), false));
    // Where this machine writes no core of any program, the line above shows nothing: say so.
    if !other.core_dumped() {
        eprintln!("this machine writes no cores at all");
    }
    assert_eq!(shop.json(&["audit", "verify"])["ok"], true, "the sale is there");
}
