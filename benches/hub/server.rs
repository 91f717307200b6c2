//! A hub process of a bench, over its own file or over a database. Must never outlive the bench.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A running hub.
pub struct Server {
    child: Child,
    dir: PathBuf,
    database: Option<String>,
    pub address: SocketAddr,
}

impl Server {
    /// A hub that listens; its data in `dir`, or in that database.
    pub fn start(dir: &Path, database: Option<&str>) -> Server {
        std::fs::create_dir_all(dir).expect("there is room");
        let log = std::fs::File::create(dir.join("log")).expect("there is room");
        let mut child = command(dir, database)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program runs");
        let mut first = String::new();
        let out = child.stdout.as_mut().expect("it is piped");
        BufReader::new(out)
            .read_line(&mut first)
            .expect("it says something");
        let said: Value = serde_json::from_str(&first).expect("it says where it listens");
        let url = said["listening"].as_str().expect("an address");
        let address = url.trim_start_matches("http://").parse().expect("an address");
        Server {
            child,
            dir: dir.to_owned(),
            database: database.map(str::to_owned),
            address,
        }
    }

    /// Another process of the same hub.
    pub fn beside(&self, dir: &Path) -> Server {
        std::fs::create_dir_all(dir).expect("there is room");
        std::fs::copy(self.dir.join("hub.key"), dir.join("hub.key")).expect("its key");
        Server::start(dir, self.database.as_deref())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A code for a till of that shop.
    pub fn code(&self, shop: &str) -> String {
        let asked = command(&self.dir, self.database.as_deref())
            .args(["enrol-code", "--shop", shop])
            .output()
            .expect("the program runs");
        let made: Value = serde_json::from_slice(&asked.stdout).expect("it answers in JSON");
        made["code"].as_str().expect("a code").to_owned()
    }
}

fn command(dir: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tendero"));
    command
        .env_clear()
        .env("HOME", dir)
        .env("TENDERO_DATABASE_URL", database.unwrap_or_default())
        .args(["hub", "--json", "--dir"])
        .arg(dir);
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}
