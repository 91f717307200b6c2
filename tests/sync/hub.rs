//! A hub of the test's own. Must never outlive the test.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::shop::Shop;

/// A hub in a directory that goes away with the test.
pub(crate) struct Hub {
    home: TempDir,
    /// Its own data where there is none.
    database: String,
    process: Option<Child>,
    pub(crate) address: SocketAddr,
}

impl Hub {
    /// A hub that listens.
    pub(crate) fn new() -> Hub {
        Hub::over("")
    }

    /// A hub whose data are in that database.
    pub(crate) fn over(database: &str) -> Hub {
        Hub::in_home(tempfile::tempdir().expect("a directory for the hub"), database)
    }

    /// Another process of the same hub, over the same database.
    pub(crate) fn beside(other: &Hub) -> Hub {
        let home = tempfile::tempdir().expect("a directory for the hub");
        let key = |home: &TempDir| home.path().join("hub/hub.key");
        std::fs::create_dir_all(home.path().join("hub")).expect("a directory");
        std::fs::copy(key(&other.home), key(&home)).expect("the hub has a key");
        Hub::in_home(home, &other.database)
    }

    fn in_home(home: TempDir, database: &str) -> Hub {
        let mut hub = Hub {
            home,
            database: database.to_owned(),
            process: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        hub.start();
        hub
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tendero"));
        command
            .args(["hub", "--dir"])
            .arg(self.home.path().join("hub"))
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("TENDERO_DATABASE_URL", &self.database)
            .env("TENDERO_TEST_GATES", self.home.path().join("gates"));
        command
    }

    /// Starts it, at the address it had where it had one.
    pub(crate) fn start(&mut self) {
        let listen = self.address.to_string();
        let mut command = self.command(&["serve", "--listen", &listen, "--json"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the hub starts");
        let out = child.stdout.take().expect("a pipe");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it listens");
        let told: Value = serde_json::from_str(&line).expect("JSON");
        let url = told["listening"].as_str().expect("an address");
        self.address = url.trim_start_matches("http://").parse().expect("an address");
        self.process = Some(child);
    }

    /// Plants a bug in it, from now on.
    #[cfg(feature = "planted-bugs")]
    pub(crate) fn plant(&self, bug: &str) {
        let gates = self.home.path().join("gates");
        std::fs::create_dir_all(&gates).expect("a directory");
        std::fs::write(gates.join(bug), "").expect("a file");
    }

    /// Pulls its plug.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.process.take() {
            child.kill().expect("it is killed");
            child.wait().expect("it is gone");
        }
    }

    /// What it answers its owner.
    pub(crate) fn ask(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let done = self.command(&args).output().expect("the program runs");
        assert!(
            done.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice(&done.stdout).expect("JSON")
    }

    /// A one-time code.
    pub(crate) fn code(&self) -> String {
        let made = self.ask(&["enrol-code", "--shop", "Tienda"]);
        made["code"].as_str().expect("a code").to_owned()
    }

    /// Makes a till known, by way of that address.
    pub(crate) fn enrol(&self, till: &Shop, by: SocketAddr) {
        let url = format!("http://{by}");
        till.run(&["sync", "enrol", &url, &self.code()]).done();
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.kill();
    }
}
