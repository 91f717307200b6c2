//! A printer at the network, raw on port 9100. Must never take a write that went well for a paper that came
//! out: only the printer's own answer says that.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use rustix::event::PollFlags;

use super::pour::{pour, wait};
use super::{Failed, Pace, Problem, Sent, Watch};
use crate::devices::escpos::{ASK, TELL_WHEN_DONE};

const PORT: u16 = 9100;

pub(super) fn send(
    at: &str,
    pace: Pace,
    bytes: &[u8],
    talks: bool,
    watch: &dyn Watch,
) -> Result<Sent, Failed> {
    if at.is_empty() {
        return Err(Failed::before(Problem::NoAddress));
    }
    let stream = connect(at, pace.connect).map_err(|error| Failed::before(Problem::from(&error)))?;
    let mut line = Line { stream, watch, pace };
    if !talks {
        watch.begins();
        line.pour(bytes)?;
        return Ok(Sent::Printed);
    }
    // Nothing of this comes out on paper.
    line.pour(&ASK).map_err(|failed| Failed::before(failed.problem))?;
    let states = line.read(ASK.len() / 3, pace.answer);
    if let Some(problem) = problem(&states) {
        return Err(Failed::before(problem));
    }
    watch.begins();
    line.pour(bytes)?;
    if states.is_empty() {
        return Ok(line.end());
    }
    line.pour(&TELL_WHEN_DONE).map_err(|failed| Failed {
        begun: true,
        ..failed
    })?;
    Ok(if line.read(1, pace.done).is_empty() {
        Sent::Unsure
    } else {
        Sent::Printed
    })
}

fn connect(at: &str, within: Duration) -> std::io::Result<TcpStream> {
    let addresses = match at.to_socket_addrs() {
        Ok(addresses) => addresses.collect::<Vec<_>>(),
        // A name that nobody knows is a printer that is not there, in whatever words the system says so.
        Err(_) => match (at, PORT).to_socket_addrs() {
            Ok(addresses) => addresses.collect(),
            Err(_) => return Err(ErrorKind::NotFound.into()),
        },
    };
    let mut last = ErrorKind::NotFound.into();
    for address in addresses.iter().take(2) {
        match TcpStream::connect_timeout(address, within) {
            Ok(stream) => {
                stream.set_nonblocking(true)?;
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Why a printer that answered like this would print nothing. The bytes are those of `DLE EOT 1`, `2` and
/// `4`, of which bits 1 and 4 are always set and bits 0 and 7 never.
fn problem(states: &[u8]) -> Option<Problem> {
    let state = |place: usize| {
        let byte = states.get(place).copied().unwrap_or(0);
        if byte & 0x93 == 0x12 { byte } else { 0 }
    };
    if state(2) & 0x60 != 0 || state(1) & 0x20 != 0 {
        Some(Problem::PaperOut)
    } else if state(1) & 0x04 != 0 {
        Some(Problem::CoverOpen)
    } else if state(0) & 0x08 != 0 {
        Some(Problem::Offline)
    } else {
        None
    }
}

struct Line<'a> {
    stream: TcpStream,
    watch: &'a dyn Watch,
    pace: Pace,
}

impl Line<'_> {
    fn pour(&mut self, bytes: &[u8]) -> Result<(), Failed> {
        let stream = &self.stream;
        let mut writer = stream;
        pour(stream, |rest| writer.write(rest), bytes, self.pace, self.watch)
    }

    /// That many bytes, or those that came within the time.
    fn read(&mut self, most: usize, within: Duration) -> Vec<u8> {
        let (mut got, since) = (Vec::new(), Instant::now());
        let mut told = false;
        while got.len() < most && since.elapsed() < within && !self.watch.ends() {
            if since.elapsed() > self.pace.patience && !std::mem::replace(&mut told, true) {
                self.watch.waits(Some(Problem::NotReading));
            }
            let mut byte = [0];
            match self.stream.read(&mut byte) {
                Ok(0) => break,
                Ok(_) => got.push(byte[0]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                    if wait(&self.stream, PollFlags::IN).is_err() {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        got
    }

    /// The end of the line with one that never answers: it hangs up when it has read everything.
    fn end(mut self) -> Sent {
        if self.stream.shutdown(Shutdown::Write).is_err() {
            return Sent::Unsure;
        }
        let since = Instant::now();
        let mut rest = [0; 64];
        while since.elapsed() < self.pace.patience && !self.watch.ends() {
            match self.stream.read(&mut rest) {
                Ok(0) => return Sent::Printed,
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                    let _ready = wait(&self.stream, PollFlags::IN);
                }
                Err(_) => return Sent::Unsure,
            }
        }
        Sent::Unsure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_states_mean() {
        assert_eq!(problem(&[]), None);
        assert_eq!(problem(&[0x12, 0x12, 0x12]), None);
        assert_eq!(problem(&[0x1A, 0x12, 0x12]), Some(Problem::Offline));
        assert_eq!(problem(&[0x1A, 0x16, 0x12]), Some(Problem::CoverOpen));
        assert_eq!(problem(&[0x1A, 0x32, 0x72]), Some(Problem::PaperOut));
        // no state at all: somebody else's greeting
        assert_eq!(problem(b"SSH"), None);
    }
}
