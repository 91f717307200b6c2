//! A PostgreSQL of the tests' own, in a directory of its own, on a socket nobody else has. Must never run as
//! root, which PostgreSQL refuses: where the tests do, it runs as `nobody`.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long it may take to start; a machine under load is slow.
const PATIENCE: Duration = Duration::from_secs(60);
/// The user `nobody` on every Linux.
const NOBODY: u32 = 65534;

/// A running database; it ends with the value.
pub(crate) struct Database {
    server: Option<Child>,
    bin: PathBuf,
    dir: TempDir,
}

impl Database {
    /// Makes one and starts it.
    pub(crate) fn start() -> Database {
        let dir = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").unwrap();
        let bin = programs();
        if is_root() {
            std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
            chown(dir.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut database = Database {
            server: None,
            bin,
            dir,
        };
        let made = database
            .command("initdb")
            .args([
                "--auth=trust",
                "--username=tendero",
                "--no-locale",
                "--encoding=UTF8",
                "--no-sync",
                "-D",
            ])
            .arg(database.data())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        database.begin();
        database
    }

    /// Its socket.
    pub(crate) fn socket(&self) -> PathBuf {
        self.dir.path().join(".s.PGSQL.5432")
    }

    /// Where to connect; by the socket in its directory.
    pub(crate) fn url(&self) -> String {
        let socket = self.dir.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://tendero@{socket}/postgres")
    }

    /// Where to connect to a database of that name, which is made; for the tests that share a server.
    #[allow(dead_code)]
    pub(crate) fn fresh(&self, name: &str) -> String {
        let mut command = self.command("createdb");
        command.args(["-U", "tendero", "-h"]).arg(self.dir.path());
        let made = command.arg(name).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let url = self.url();
        format!("{}/{name}", url.trim_end_matches("/postgres"))
    }

    /// Its first process, for who measures.
    #[allow(dead_code)]
    pub(crate) fn pid(&self) -> u32 {
        self.server.as_ref().unwrap().id()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        // The postmaster's children notice at once that it is gone and end too.
        server.kill().unwrap();
        server.wait().unwrap();
        sleep(Duration::from_millis(300));
    }

    /// Starts it again on what its disk holds.
    pub(crate) fn begin(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut server = self.serve();
            if self.answers(&mut server, deadline) {
                self.server = Some(server);
                return;
            }
            // After a kill its shared memory may be held for a moment by a child that is still ending.
            let _reaped = server.kill().and_then(|()| server.wait());
            assert!(
                Instant::now() < deadline,
                "PostgreSQL does not start: {}",
                self.log()
            );
            sleep(Duration::from_millis(200));
        }
    }

    fn serve(&self) -> Child {
        let log = std::fs::File::create(self.dir.path().join("log")).unwrap();
        self.command("postgres")
            .arg("-D")
            .arg(self.data())
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                "max_connections=100",
                "-c",
                "fsync=on",
                "-k",
            ])
            .arg(self.dir.path())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    fn answers(&self, server: &mut Child, deadline: Instant) -> bool {
        while Instant::now() < deadline && server.try_wait().unwrap().is_none() {
            let ready = self
                .command("pg_isready")
                .args(["-q", "-U", "tendero", "-d", "postgres", "-h"])
                .arg(self.dir.path())
                .status()
                .unwrap();
            if ready.success() {
                return true;
            }
            sleep(Duration::from_millis(50));
        }
        false
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command
            .current_dir(self.dir.path())
            .env_clear()
            .env("LC_ALL", "C");
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ended = server.kill().and_then(|()| server.wait());
        }
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// Where Debian and others keep the server's programs, the newest version first.
fn programs() -> PathBuf {
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = versions(Path::new("/usr/lib/postgresql"));
    places.extend(std::env::split_paths(&in_path));
    places
        .into_iter()
        .find(|place| place.join("initdb").is_file() && place.join("postgres").is_file())
        .expect("PostgreSQL's server programs are missing: apt-get install postgresql")
}

fn versions(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    found.sort();
    found.reverse();
    found
}
