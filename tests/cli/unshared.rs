//! A small file system that only one script sees: room of so many MiB, and runs of the program in it. Must
//! never take a made-up error for a full disk.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What a script says of a run of the program: what it printed, and how it ended.
pub(crate) struct Ran {
    pub(crate) code: String,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The sales it printed, and how many baskets it refused because of the disk.
    pub(crate) fn sold(&self) -> (BTreeMap<String, Value>, usize) {
        let (mut sold, mut refused) = (BTreeMap::new(), 0);
        for line in self.out.lines() {
            let said: Value = serde_json::from_str(line).expect("a line of JSON");
            match said["error"]["code"].as_str() {
                None => drop(sold.insert(said["id"].as_str().expect("an id").to_owned(), said)),
                Some(code) => {
                    assert_eq!(code, "disk-full", "{said}");
                    refused += 1;
                }
            }
        }
        (sold, refused)
    }

    #[track_caller]
    pub(crate) fn done(&self) {
        assert_eq!(self.code, "0", "out: {}\nerr: {}", self.out, self.err);
    }
}

/// A file system of so many MiB that only the script sees. `t NAME …` runs the till and keeps what it said.
const BEGIN: &str = r#"
set -u
mount -t tmpfs -o size="$ROOM"m none "$HOME" || exit 99
cd "$HOME"
t() {
  name=$1; shift
  "$TILL" "$@" > "$OUT/$name.out" 2> "$OUT/$name.err" < "$OUT/$name.in"
  echo $? > "$OUT/$name.code"
}
"#;

/// Runs a script in a file system of so many MiB that only it sees, with those files beside what it says;
/// where that is, and what each step came to.
pub(crate) fn unshared(
    (room, script): (u32, &str),
    steps: &[&'static str],
    files: &[(&str, String)],
) -> (TempDir, BTreeMap<&'static str, Ran>) {
    let [home, out] = [(), ()].map(|()| tempfile::tempdir().expect("a directory"));
    let said = |name: &str| out.path().join(name);
    for step in steps {
        fs::write(said(&format!("{step}.in")), "").expect("a file");
    }
    for (name, text) in files {
        fs::write(said(name), text).expect("a file");
    }
    let run = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .arg(format!("{BEGIN}{script}"))
        .env("ROOM", room.to_string())
        .env("HOME", home.path())
        .env("OUT", out.path())
        .env("TILL", env!("CARGO_BIN_EXE_tendero"))
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .output();
    // Nothing made up takes the place of a file system.
    assert!(
        run.as_ref().is_ok_and(|run| run.status.code() != Some(99)),
        "this test mounts a small file system, which needs `unshare` and a kernel that lets users \
         have namespaces of their own (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces): \
         {run:?}"
    );
    let read = |name: String| fs::read_to_string(said(&name)).expect("the script ran to its end");
    let ran = |step: &&'static str| {
        let ran = Ran {
            code: read(format!("{step}.code")).trim().to_owned(),
            out: read(format!("{step}.out")),
            err: read(format!("{step}.err")),
        };
        (*step, ran)
    };
    let ran = steps.iter().map(ran).collect();
    (out, ran)
}
