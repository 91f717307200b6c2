//! A file in a printer's place, for trying. Must never replace what is in it.

use std::fs::OpenOptions;
use std::io::Write;

use super::{Failed, Problem, Sent, Watch};

pub(super) fn send(at: &str, bytes: &[u8], watch: &dyn Watch) -> Result<Sent, Failed> {
    if at.is_empty() {
        return Err(Failed::before(Problem::NoAddress));
    }
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(at)
        .map_err(|error| Failed::before(Problem::from(&error)))?;
    watch.begins();
    file.write_all(bytes).map_err(|error| Failed {
        problem: Problem::from(&error),
        begun: true,
    })?;
    Ok(Sent::Printed)
}
