//! The other side of a till's process. Must never let it outlive the bench.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::kernel;
use crate::shop::Shop;

/// Nothing that is measured takes so long.
const PATIENCE: Duration = Duration::from_secs(600);

/// A till that runs.
pub struct Till {
    child: Child,
    told: Receiver<Value>,
    /// How it stood last.
    pub state: Value,
}

impl Till {
    /// Opens the till of that shop.
    pub fn open(shop: &Shop) -> Till {
        let own = std::env::current_exe().expect("this program has a file");
        let mut child = Command::new(own)
            .arg("--till")
            .args([shop.store(), shop.key()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the till starts");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (say, told) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                drop(serde_json::from_str(&line).map(|value: Value| say.send(value)));
            }
        });
        let mut till = Till {
            child,
            told,
            state: Value::Null,
        };
        till.until(|told| told["open"].as_bool());
        till
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn say(&mut self, line: &str) {
        let to = self.child.stdin.as_mut().expect("a pipe");
        writeln!(to, "{line}").expect("the till listens");
    }

    /// Waits until it tells something that is wanted.
    pub fn until<T>(&mut self, wanted: impl Fn(&Value) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let told = self.told.recv_timeout(left).expect("the till says something");
            if told.get("lamp").is_some() {
                self.state = told.clone();
            }
            if let Some(found) = wanted(&told) {
                return found;
            }
        }
    }

    /// Waits until everything is up and everything is down.
    pub fn synced(&mut self) {
        let done = |state: &Value| (state["lamp"] == "Synced" && state["waiting"] == 0).then_some(());
        if done(&self.state).is_none() {
            self.until(done);
        }
        assert_eq!(self.state["bad"], 0, "{}", self.state);
    }

    /// What it told without being asked, until now.
    pub fn drain(&mut self) {
        while let Ok(told) = self.told.try_recv() {
            if told.get("lamp").is_some() {
                self.state = told;
            }
        }
    }

    /// Sells so often with that pause; microseconds of each answer.
    pub fn sell(&mut self, count: usize, pause: u64) -> Vec<u64> {
        self.say(&format!("sell {count} {pause}"));
        self.until(|told| numbers(&told["sold"]))
    }

    /// Microseconds that questions waited for their answers since `probe`, the longest last.
    pub fn probed(&mut self) -> Vec<u64> {
        self.say("probed");
        self.until(|told| numbers(&told["probed"]))
    }

    /// How often it told something.
    pub fn said(&mut self) -> u64 {
        self.say("said");
        self.until(|told| told["said"].as_u64())
    }

    /// Kilobytes of memory that it holds.
    pub fn memory(&self) -> u64 {
        kernel::memory(self.pid())
    }

    /// Pulls its plug.
    pub fn kill(mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }

    /// Ends it as a person does.
    pub fn close(mut self) {
        self.say("quit");
        let _ended = self.child.wait();
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn numbers(value: &Value) -> Option<Vec<u64>> {
    let list = value.as_array()?;
    Some(list.iter().filter_map(Value::as_u64).collect())
}
