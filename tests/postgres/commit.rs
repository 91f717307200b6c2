//! A COMMIT of which nobody can say whether it was done. Must never be found done twice, or said to be done
//! where it was not.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use serde_json::json;
use tempfile::TempDir;

use super::database::Database;
use super::process::Hub;
use super::till::Till;

/// Everything passes.
const PASS: u8 = 0;
/// The next COMMIT is lost on its way, and the line with it.
const BEFORE: u8 = 1;
/// The next COMMIT is done, and its answer is lost.
const AFTER: u8 = 2;

/// A socket before the database's.
struct Between {
    dir: TempDir,
    cut: Arc<AtomicU8>,
}

impl Between {
    fn before(socket: PathBuf) -> Between {
        let dir = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").unwrap();
        let listener = UnixListener::bind(dir.path().join(".s.PGSQL.5432")).unwrap();
        let cut = Arc::new(AtomicU8::new(PASS));
        let asked = cut.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (asked, socket) = (asked.clone(), socket.clone());
                std::thread::spawn(move || drop(carry(client, &socket, &asked)));
            }
        });
        Between { dir, cut }
    }

    fn url(&self) -> String {
        let socket = self.dir.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://tendero@{socket}/postgres")
    }

    fn arm(&self, cut: u8) {
        self.cut.store(cut, Relaxed);
    }

    fn is_spent(&self) -> bool {
        self.cut.load(Relaxed) == PASS
    }
}

fn carry(mut client: UnixStream, socket: &Path, cut: &Arc<AtomicU8>) -> std::io::Result<()> {
    let mut database = UnixStream::connect(socket)?;
    let (mut back, mut out) = (database.try_clone()?, client.try_clone()?);
    let mute = Arc::new(AtomicU8::new(0));
    let silent = mute.clone();
    std::thread::spawn(move || {
        let mut piece = [0; 16 << 10];
        while let Ok(read) = back.read(&mut piece) {
            if read == 0 || silent.load(Relaxed) != 0 || out.write_all(&piece[..read]).is_err() {
                break;
            }
        }
        let _closed = out.shutdown(Shutdown::Both);
        let _closed = back.shutdown(Shutdown::Both);
    });
    let mut piece = [0; 16 << 10];
    loop {
        let read = client.read(&mut piece)?;
        if read == 0 {
            return database.shutdown(Shutdown::Both);
        }
        let commits = piece[..read].windows(6).any(|word| word == b"COMMIT");
        if commits && cut.compare_exchange(BEFORE, PASS, Relaxed, Relaxed).is_ok() {
            database.shutdown(Shutdown::Both)?;
            return client.shutdown(Shutdown::Both);
        }
        if commits && cut.compare_exchange(AFTER, PASS, Relaxed, Relaxed).is_ok() {
            mute.store(1, Relaxed);
        }
        database.write_all(&piece[..read])?;
    }
}

#[test]
fn a_commit_whose_answer_is_lost_is_done_once() {
    let database = Database::start();
    let line = Between::before(database.socket());
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start_over(dir.path(), &line.url());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "100");
    till.push_from(1);
    for (at, cut) in [BEFORE, AFTER, AFTER, BEFORE].into_iter().enumerate() {
        till.sell("PAN", 1, 1);
        line.arm(cut);
        let first = till.push(2 + at, 2 + at);
        assert!(line.is_spent(), "a COMMIT went by");
        // Either it says that it is done, and it is; or it says that it cannot say, and is asked again.
        if first.status != 200 {
            assert_eq!(first.no(), (503, "unavailable".to_owned()));
        }
        assert_eq!(till.push_from(2 + at), json!([]));
        let level = format!("{}", 99 - at);
        assert_eq!(till.row("level", "PAN"), json!({ "quantity": level }));
    }
}
