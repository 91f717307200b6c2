//! Whole files of the till's own that come from outside, from a stick above all. Must never be given anything
//! but bytes.

use std::path::Path;

use tendero::register::backup::Backup;
use tendero::vault::key::MasterKey;

use crate::targets::Target;

/// Their names, which are those of the folders of the corpus.
pub(crate) const ALL: [(&str, Target); 1] = [("backup", backup)];

/// A backup: it is refused with a sentence, or it is taken apart, and nothing in it is believed without its
/// key.
fn backup(bytes: &[u8]) {
    let dir = tempfile::tempdir().expect("room for it");
    let path = dir.path().join("backup");
    std::fs::write(&path, bytes).expect("room for it");
    let backup = match Backup::open(&path) {
        Ok(backup) => backup,
        Err(fault) => return assert!(!fault.to_string().is_empty()),
    };
    if let Err(fault) = backup.ring(Path::new("/nowhere")) {
        assert!(!fault.to_string().is_empty());
    }
    let fault = backup.verify(&MasterKey::from_bytes([7; 32]));
    assert!(!fault.expect_err("no input knows the key").to_string().is_empty());
}
