//! The real program with its file operations recorded, as a log like that of a recording disk. Must never let
//! an operation go by unseen: what the recorder does not know fails the run.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::image::{FileId, Node, Op};

/// Bytes before those that a record carries.
const HEAD: usize = 29;

/// A home on a disk in memory, where there is one, and what was done to it.
pub(crate) struct Home {
    pub(crate) dir: TempDir,
    log: TempDir,
    seen: usize,
    files: BTreeMap<u64, FileId>,
    next: FileId,
    /// Every operation below the home, in order.
    pub(crate) ops: Vec<Op>,
    /// What the program said, and after how many operations.
    pub(crate) said: Vec<(usize, String)>,
}

/// The recorder, built once by the compiler that links the tests.
fn recorder() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, library) = BUILT.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let library = dir.path().join("recorder.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/crash/recorder.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, Path::new(source)])
            .args(["-ldl", "-lpthread"])
            .status();
        assert!(built.is_ok_and(|built| built.success()), "cc builds {source}");
        (dir, library)
    });
    library
}

/// A directory in memory, where there is one.
pub(crate) fn in_memory() -> TempDir {
    let made = tempfile::tempdir_in("/dev/shm");
    made.or_else(|_| tempfile::tempdir()).unwrap()
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            dir: in_memory(),
            log: tempfile::tempdir().unwrap(),
            seen: 0,
            files: BTreeMap::new(),
            next: 0,
            ops: Vec::new(),
            said: Vec::new(),
        }
    }

    /// A home that holds what is laid out there; its files are known by their names.
    pub(crate) fn holding(image: &crate::image::Image) -> Self {
        use std::os::unix::fs::MetadataExt;
        let mut home = Self::new();
        image.lay_out(home.dir.path()).unwrap();
        for (path, file) in image.files() {
            let inode = fs::metadata(home.dir.path().join(path)).unwrap().ino();
            home.files.insert(inode, file);
        }
        home.next = image.next_file();
        home
    }

    /// Runs the program in this home and takes in what it did; whether it ended well.
    pub(crate) fn run(&mut self, args: &[&str], input: &str) -> Result<(), String> {
        let log = self.log.path().join("log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_tendero"))
            .args(args)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("LD_PRELOAD", recorder())
            .env("RECORDER_ROOT", self.dir.path())
            .env("RECORDER_LOG", &log)
            .current_dir(self.dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = child.stdin.take().unwrap();
        // A program that refuses before it reads closes its end.
        let _fed = to.write_all(input.as_bytes());
        drop(to);
        let output = child.wait_with_output().unwrap();
        self.take_in(&fs::read(&log).unwrap_or_default());
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn take_in(&mut self, log: &[u8]) {
        while self.seen < log.len() {
            let head = &log[self.seen..self.seen + HEAD];
            let number = |at: usize| u64::from_ne_bytes(head[at..at + 8].try_into().unwrap());
            let length = u32::from_ne_bytes(head[25..].try_into().unwrap()) as usize;
            let start = self.seen + HEAD;
            self.seen = start + length;
            let bytes = &log[start..self.seen];
            self.record(head[0], number(1), number(9), bytes);
        }
    }

    /// One record; those of files that lie elsewhere on the same disk are none of this home's.
    fn record(&mut self, kind: u8, inode: u64, at: u64, bytes: &[u8]) {
        let file = self.files.get(&inode).copied();
        let path = |bytes: &[u8]| -> Option<PathBuf> {
            let path = PathBuf::from(std::str::from_utf8(bytes).unwrap());
            path.strip_prefix(self.dir.path()).ok().map(Path::to_owned)
        };
        let op = match kind {
            b's' => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                return self.said.push((self.ops.len(), text));
            }
            b'n' => {
                let file = self.next;
                let name = path(bytes).map(|path| Op::Name {
                    path,
                    node: Node::File(file),
                });
                self.files.insert(inode, file);
                self.next += 1;
                name
            }
            b'm' => path(bytes).map(|path| Op::Name {
                path,
                node: Node::Dir,
            }),
            b'u' => path(bytes).map(|path| Op::Unname { path }),
            b'd' => path(bytes).map(|dir| Op::SyncDir { dir }),
            b'r' => {
                let (from, to) = bytes.split_at(at as usize);
                let from = path(&from[..from.len() - 1]);
                from.zip(path(to)).map(|(from, to)| Op::Rename { from, to })
            }
            b'w' => file.map(|file| Op::Write {
                file,
                offset: at,
                bytes: bytes.into(),
            }),
            b'l' => file.map(|file| Op::SetLen { file, len: at }),
            b'f' => file.map(|file| Op::Sync { file }),
            other => panic!("a record of kind {other}"),
        };
        self.ops.extend(op);
    }
}
