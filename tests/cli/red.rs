//! Runs a test of this very binary once more, with a bug planted in the program: it must turn red. Must never
//! take a test that is not there for one that failed.

use std::process::Command;

/// That test fails while that bug is planted.
#[track_caller]
pub(crate) fn turns_red(test: &str, bug: &str) {
    let gates = tempfile::tempdir().expect("a directory");
    std::fs::write(gates.path().join(bug), "").expect("a file");
    let itself = std::env::current_exe().expect("this test");
    let ran = Command::new(itself)
        .args(["--exact", test])
        .env("TENDERO_TEST_GATES", gates.path())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("running 1 test"), "there is no test {test}: {said}");
    assert!(
        !ran.status.success() && said.contains("1 failed"),
        "{bug} went unnoticed: {said}"
    );
    println!("{said}");
}
