//! The directory, its files and the disk under them. Must never follow a link out of the store.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Line;
use crate::register::places::{LOW_MIB, free_mib};

/// Below this nothing new should be begun: two segments of the journal and room for the store to turn.
const BAD_MIB: u64 = 64;

pub(super) fn lines(dir: &Path) -> Vec<Line> {
    vec![directory(dir), modes(dir), space(dir)]
}

fn directory(dir: &Path) -> Line {
    let meta = match fs::metadata(dir) {
        Ok(meta) => meta,
        Err(error) => return Line::bad("directory", format!("{}: {error}", dir.display()), ""),
    };
    let (mode, owner, me) = (
        meta.mode() & 0o777,
        meta.uid(),
        rustix::process::getuid().as_raw(),
    );
    let shown = dir.display();
    if owner != me && me != 0 {
        let says = format!("{shown} belongs to user {owner}, and this is user {me}");
        return Line::bad("directory", says, "run the program as its owner");
    }
    if mode & 0o077 != 0 {
        let says = format!("{shown} has mode {mode:04o}: others can reach into it");
        return Line::warning("directory", says, format!("chmod 700 {shown}"));
    }
    Line::good("directory", format!("{shown}, mode {mode:04o}"))
}

fn modes(dir: &Path) -> Line {
    let mut files = Vec::new();
    walk(dir, &mut files);
    let open: Vec<&(PathBuf, u32)> = files.iter().filter(|(_, mode)| mode & 0o077 != 0).collect();
    match open.first() {
        None => Line::good("files", format!("{} files, for their owner only", files.len())),
        Some((path, mode)) => Line::warning(
            "files",
            format!(
                "{} of {} files are open to others, first {} ({mode:04o})",
                open.len(),
                files.len(),
                path.display()
            ),
            format!("chmod -R go= {}", dir.display()),
        ),
    }
}

/// A file outside the store: the key, which others may not read, or the config, which others may not write.
/// None where it is not there.
pub fn beside(name: &'static str, path: &Path, secret: bool) -> Option<Line> {
    let meta = fs::metadata(path).ok()?;
    let (mode, shown) = (meta.mode() & 0o777, path.display());
    let (open, whoever, mend) = if secret {
        (mode & 0o077, "read it or write it", "go=")
    } else {
        (mode & 0o022, "write it", "go-w")
    };
    let says = format!("{shown}, mode {mode:04o}");
    if open == 0 {
        return Some(Line::good(name, says));
    }
    let says = format!("{says}: others can {whoever}");
    let todo = format!("chmod {mend} {shown}; on a stick that knows no owners, mount it with umask=077");
    Some(Line::warning(name, says, todo))
}

fn walk(dir: &Path, files: &mut Vec<(PathBuf, u32)>) {
    for item in fs::read_dir(dir).into_iter().flatten().flatten() {
        let Ok(meta) = item.metadata() else { continue };
        if meta.is_dir() {
            walk(&item.path(), files);
        } else if meta.is_file() {
            files.push((item.path(), meta.mode() & 0o777));
        }
    }
}

fn space(dir: &Path) -> Line {
    let Some(mib) = free_mib(dir) else {
        return Line::warning("space", "the free space of the disk cannot be told", "");
    };
    let says = format!("{mib} MiB free");
    if mib < BAD_MIB {
        Line::bad("space", says, "make room now: soon nothing more can be sold")
    } else if mib < LOW_MIB {
        Line::warning("space", says, "make room soon")
    } else {
        Line::good("space", says)
    }
}
