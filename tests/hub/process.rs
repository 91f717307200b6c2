//! A hub process of a test. Must never outlive its test.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::Line;

/// A running hub.
pub(crate) struct Hub {
    child: Child,
    pub(crate) dir: PathBuf,
    pub(crate) address: SocketAddr,
    database: Option<String>,
}

/// The program.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tendero"))
}

/// A command about the hub in `dir`.
pub(crate) fn command(dir: &Path, args: &[&str]) -> Output {
    over(dir, None, args)
}

/// A command about the hub in `dir` whose data are in that database.
pub(crate) fn over(dir: &Path, database: Option<&str>, args: &[&str]) -> Output {
    let mut command = program();
    command.env("TENDERO_DATABASE_URL", database.unwrap_or_default());
    command.arg("hub").arg("--dir").arg(dir).args(args).arg("--json");
    command.env("HOME", dir).env_remove("XDG_DATA_HOME");
    command.output().expect("the program runs")
}

/// What such a command answers.
pub(crate) fn told(dir: &Path, args: &[&str]) -> Value {
    answered(&command(dir, args), args)
}

fn answered(output: &Output, args: &[&str]) -> Value {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {said}");
    serde_json::from_slice(&output.stdout).expect("it answers in JSON")
}

impl Hub {
    /// A hub over the data in `dir`, and listening.
    pub(crate) fn start(dir: &Path) -> Hub {
        Hub::run(dir, None, program(), &[])
    }

    /// The same behind TLS, with a certificate of its own; for the tests that have one.
    #[allow(dead_code)]
    pub(crate) fn start_tls(dir: &Path, certificate: &str, key: &str) -> Hub {
        let tls = ["--tls-cert", certificate, "--tls-key", key, "--tls-pin"];
        Hub::run(dir, None, program(), &tls)
    }

    /// A hub whose data are in that database; for the tests that start one.
    #[allow(dead_code)]
    pub(crate) fn start_over(dir: &Path, database: &str) -> Hub {
        Hub::run(dir, Some(database), program(), &[])
    }

    /// A hub whose data are in that database or else in `dir`, and to which more is said; for the tests that
    /// do.
    #[allow(dead_code)]
    pub(crate) fn start_as(dir: &Path, database: Option<&str>, more: &[&str]) -> Hub {
        Hub::run(dir, database, program(), more)
    }

    /// The same on a disk where no file grows beyond so many KiB.
    pub(crate) fn start_small(dir: &Path, kib: u32) -> Hub {
        let mut shell = Command::new("bash");
        let limited = format!("ulimit -f {kib}; exec \"$0\" \"$@\"");
        shell.args(["-c", &limited, env!("CARGO_BIN_EXE_tendero")]);
        Hub::run(dir, None, shell, &[])
    }

    fn run(dir: &Path, database: Option<&str>, mut program: Command, more: &[&str]) -> Hub {
        let mut child = program
            .env("TENDERO_DATABASE_URL", database.unwrap_or_default())
            .args(["hub", "--json", "--dir"])
            .arg(dir)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .env("HOME", dir)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log(dir))
            .spawn()
            .expect("the program runs");
        let mut first = String::new();
        let out = child.stdout.as_mut().expect("it is piped");
        BufReader::new(out)
            .read_line(&mut first)
            .expect("it says something");
        let said: Value = serde_json::from_str(&first).unwrap_or_else(|_| {
            let log = std::fs::read_to_string(dir.join("log")).unwrap_or_default();
            unreachable!("the hub did not start: {first} {log}")
        });
        let url = said["listening"].as_str().expect("it names its address");
        let (_, address) = url.split_once("://").expect("it is a URL");
        let address = address.parse().expect("it is an address");
        Hub {
            child,
            dir: dir.to_owned(),
            address,
            database: database.map(str::to_owned),
        }
    }

    /// Another process of the same hub, over the same database; for those who have two.
    #[allow(dead_code)]
    pub(crate) fn beside(&self, dir: &Path) -> Hub {
        std::fs::create_dir_all(dir).expect("there is room");
        std::fs::copy(self.dir.join("hub.key"), dir.join("hub.key")).expect("the hub has a key");
        Hub::run(dir, self.database.as_deref(), program(), &[])
    }

    /// Its number among the processes; for those who measure it.
    #[allow(dead_code)]
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection to it.
    pub(crate) fn line(&self) -> Line {
        Line::to(self.address)
    }

    /// A code for a till of that shop.
    pub(crate) fn code(&self, shop: &str) -> String {
        let made = self.told(&["enrol-code", "--shop", shop]);
        made["code"].as_str().expect("it is a code").to_owned()
    }

    /// What a command about it answers.
    pub(crate) fn told(&self, args: &[&str]) -> Value {
        answered(&self.command(args), args)
    }

    /// A command about it.
    pub(crate) fn command(&self, args: &[&str]) -> Output {
        over(&self.dir, self.database.as_deref(), args)
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Asks it to stop; tells how long it took and whether it ended well.
    pub(crate) fn stop(mut self) -> (Duration, bool) {
        let begun = Instant::now();
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
        let status = self.child.wait().expect("it ends");
        (begun.elapsed(), status.success())
    }

    /// Bytes of memory that it holds.
    #[allow(dead_code)]
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kib.expect("the kernel says so") << 10
    }
}

fn log(dir: &Path) -> Stdio {
    std::fs::create_dir_all(dir).expect("there is room");
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(dir.join("log"));
    log.expect("there is room").into()
}

impl Drop for Hub {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
