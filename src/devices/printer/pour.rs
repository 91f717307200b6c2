//! Bytes into something that may stop taking them. Must never block: it looks up ten times a second.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Failed, Pace, Problem, Watch};

const SLICE: Duration = Duration::from_millis(100);

/// Writes all of `bytes`. One that takes nothing from the start is given up after a while; one that stops in
/// the middle is waited for, for it goes on when the paper is there.
pub(super) fn pour(
    fd: impl AsFd,
    mut write: impl FnMut(&[u8]) -> io::Result<usize>,
    bytes: &[u8],
    pace: Pace,
    watch: &dyn Watch,
) -> Result<(), Failed> {
    let (mut at, mut since, mut told) = (0, Instant::now(), false);
    let failed = |problem, at| Failed {
        problem,
        begun: at > 0,
    };
    while at < bytes.len() {
        if watch.ends() {
            return Err(failed(Problem::NotReading, at));
        }
        match write(&bytes[at..]) {
            Ok(0) => return Err(failed(Problem::Missing, at)),
            Ok(taken) => {
                at += taken;
                since = Instant::now();
                if std::mem::take(&mut told) {
                    watch.waits(None);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if since.elapsed() >= pace.patience {
                    if at == 0 {
                        return Err(failed(Problem::NotReading, at));
                    }
                    if !std::mem::replace(&mut told, true) {
                        watch.waits(Some(Problem::NotReading));
                    }
                }
                wait(&fd, PollFlags::OUT).map_err(|error| failed(Problem::from(&error), at))?;
            }
            Err(error) => return Err(failed(Problem::from(&error), at)),
        }
    }
    Ok(())
}

/// Waits until more could be written: a device file that is closed before drops what it still holds.
pub(super) fn settle(fd: impl AsFd, watch: &dyn Watch) -> Result<(), Failed> {
    let failed = |problem| Failed { problem, begun: true };
    while !wait(&fd, PollFlags::OUT).map_err(|error| failed(Problem::from(&error)))? {
        if watch.ends() {
            return Err(failed(Problem::NotReading));
        }
    }
    Ok(())
}

/// Waits a tenth of a second at most; whether it is ready or gone.
pub(super) fn wait(fd: impl AsFd, flags: PollFlags) -> io::Result<bool> {
    let mut fds = [PollFd::new(&fd, flags)];
    let slice = Timespec {
        tv_sec: 0,
        tv_nsec: SLICE.subsec_nanos().into(),
    };
    match poll(&mut fds, Some(&slice)) {
        Ok(ready) => Ok(ready > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
