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
    /// What more is said to it when it starts.
    pub(crate) more: Vec<String>,
    /// Through what it is started: variables.
    pub(crate) around: Vec<(String, String)>,
    /// The most KiB of any of its files.
    pub(crate) room: Option<u32>,
}

impl Hub {
    /// One behind TLS, with a certificate of its own.
    pub(crate) fn tls() -> Hub {
        let mut hub = Hub::new();
        hub.kill();
        hub.shows("cert.pem", "key.pem");
        hub.start();
        hub
    }

    /// From its next start on it shows that certificate of the tests'.
    pub(crate) fn shows(&mut self, certificate: &str, key: &str) {
        let file = |name: &str| format!("{}/tests/hub/tls/{name}", env!("CARGO_MANIFEST_DIR"));
        let more = [
            "--tls-cert",
            &file(certificate),
            "--tls-key",
            &file(key),
            "--tls-pin",
        ];
        self.more = more.map(str::to_owned).to_vec();
    }

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
            more: Vec::new(),
            around: Vec::new(),
            room: None,
        };
        hub.start();
        hub
    }

    /// Where its data are.
    pub(crate) fn dir(&self) -> std::path::PathBuf {
        self.home.path().join("hub")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = match self.room {
            None => Command::new(env!("CARGO_BIN_EXE_tendero")),
            Some(kib) => {
                let mut shell = Command::new("bash");
                let limited = format!("ulimit -f {kib}; exec \"$0\" \"$@\"");
                shell.args(["-c", &limited, env!("CARGO_BIN_EXE_tendero")]);
                shell
            }
        };
        command
            .args(["hub", "--dir"])
            .arg(self.home.path().join("hub"))
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("TENDERO_DATABASE_URL", &self.database)
            .env("TENDERO_TEST_GATES", self.home.path().join("gates"))
            .env("PATH", "/usr/bin:/bin")
            .envs(self.around.iter().cloned());
        command
    }

    /// Starts it, at the address it had where it had one.
    pub(crate) fn start(&mut self) {
        let listen = self.address.to_string();
        let mut command = self.command(&["serve", "--listen", &listen, "--json"]);
        command
            .args(&self.more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the hub starts");
        let out = child.stdout.take().expect("a pipe");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it listens");
        let told: Value = serde_json::from_str(&line).expect("JSON");
        let url = told["listening"].as_str().expect("an address");
        self.address = url
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .parse()
            .expect("an address");
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

    /// A copy of everything it holds.
    pub(crate) fn copied(&self) -> String {
        let file = self.home.path().join("copy").display().to_string();
        self.ask(&["snapshot", &file]);
        file
    }

    /// Another hub made from such a copy.
    pub(crate) fn of_copy(copy: &str) -> Hub {
        let mut hub = Hub::new();
        hub.address.set_port(0);
        hub.set_back(copy);
        hub
    }

    /// Its data are lost, and it is made again from a copy, at the address it had.
    pub(crate) fn set_back(&mut self, copy: &str) {
        self.kill();
        std::fs::remove_dir_all(self.home.path().join("hub")).expect("it goes");
        self.ask(&["restore", copy]);
        self.start();
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

    /// The same as its owner reads it.
    pub(crate) fn says(&self, args: &[&str]) -> String {
        let done = self.command(args).output().expect("the program runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            done.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        said
    }

    /// A one-time code.
    pub(crate) fn code(&self) -> String {
        let made = self.ask(&["enrol-code", "--shop", "Tienda"]);
        made["code"].as_str().expect("a code").to_owned()
    }

    /// One for a till that takes the place of that one.
    pub(crate) fn code_for(&self, replaced: &str) -> String {
        let made = self.ask(&["enrol-code", "--shop", "Tienda", "--replaces", replaced]);
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
