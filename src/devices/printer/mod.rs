//! The ways to a printer: a device file, the network, the machine's print service, a file. Must never wait
//! without an end in sight, nor keep a connection from one paper to the next.

mod cups;
mod file;
mod network;
mod pour;
mod usb;

use std::time::Duration;

use super::escpos::{self, Shape};
use super::layout::Layout;
use super::settings::{Printer, Via};
use super::text;

/// Why nothing comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No device of that name, or nobody answers at that address.
    Missing,
    /// It is there, and this user may not write to it.
    Denied,
    /// It takes no data: paper, cover or cable.
    NotReading,
    /// It says that the paper is out.
    PaperOut,
    /// It says that the cover is open.
    CoverOpen,
    /// It says that it is off-line.
    Offline,
    /// The config does not say where it is.
    NoAddress,
    /// What the system said.
    Said(String),
}

impl Problem {
    /// The message that says it, with `detail` as its value.
    pub fn key(&self) -> &'static str {
        match self {
            Problem::Missing => "printer-missing",
            Problem::Denied => "printer-denied",
            Problem::NotReading => "printer-not-reading",
            Problem::PaperOut => "printer-paper-out",
            Problem::CoverOpen => "printer-cover-open",
            Problem::Offline => "printer-offline",
            Problem::NoAddress => "printer-no-address",
            Problem::Said(_) => "printer-said",
        }
    }

    /// What the system said, if that is all there is to say.
    pub fn detail(&self) -> &str {
        match self {
            Problem::Said(said) => said,
            _ => "",
        }
    }
}

impl From<&std::io::Error> for Problem {
    fn from(error: &std::io::Error) -> Problem {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::NotFound
            | Kind::ConnectionRefused
            | Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::BrokenPipe
            | Kind::HostUnreachable
            | Kind::NetworkUnreachable
            | Kind::TimedOut
            | Kind::AddrNotAvailable => Problem::Missing,
            Kind::PermissionDenied => Problem::Denied,
            // The printer class driver says it this way.
            Kind::StorageFull => Problem::PaperOut,
            _ => match error.raw_os_error() {
                // ENXIO, ENODEV, ESHUTDOWN: it was unplugged.
                Some(6 | 19 | 108) => Problem::Missing,
                _ => Problem::Said(error.to_string()),
            },
        }
    }
}

/// How far a paper came before it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Why.
    pub problem: Problem,
    /// Whether the printer has taken any of it.
    pub begun: bool,
}

impl Failed {
    fn before(problem: Problem) -> Failed {
        Failed {
            problem,
            begun: false,
        }
    }
}

/// What is known of a paper that was sent whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It is out, as far as such a printer can say.
    Printed,
    /// Whether it came out nobody knows.
    Unsure,
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// For a connection.
    pub connect: Duration,
    /// For a printer that takes no byte, until it is told.
    pub patience: Duration,
    /// For the answer of one that may know how to.
    pub answer: Duration,
    /// For the end of a paper, of one that answers.
    pub done: Duration,
    /// Until it is tried again.
    pub retry: Duration,
    /// After which a drawer is not opened any more: nobody stands there.
    pub drawer: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            connect: Duration::from_secs(3),
            patience: Duration::from_secs(4),
            answer: Duration::from_millis(600),
            done: Duration::from_secs(60),
            retry: Duration::from_secs(3),
            drawer: Duration::from_secs(10),
        }
    }
}

/// Who looks on while a paper is sent.
pub trait Watch {
    /// Whether it shall end.
    fn ends(&self) -> bool;
    /// The next byte may come out on paper.
    fn begins(&self);
    /// It waits, because of this; none when it goes on.
    fn waits(&self, problem: Option<Problem>);
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// A paper.
    Paper(Layout),
    /// The drawer opens.
    Drawer,
}

/// Sends one piece of work, over a connection of its own.
///
/// # Errors
/// Why it failed, and whether the printer has taken any of it.
pub fn send(printer: &Printer, pace: Pace, work: &Work, watch: &dyn Watch) -> Result<Sent, Failed> {
    let bytes = match (work, printer.via) {
        (Work::Paper(paper), Via::Text) => plain(paper, printer.columns.count()),
        (Work::Paper(paper), _) => escpos::encode(paper, Shape::from(printer)),
        (Work::Drawer, Via::Text) => return Ok(Sent::Printed),
        (Work::Drawer, _) => match escpos::pulse(printer.drawer) {
            Some(pulse) => pulse.to_vec(),
            None => return Ok(Sent::Printed),
        },
    };
    let at = printer.at.trim();
    match printer.via {
        Via::None => Err(Failed::before(Problem::NoAddress)),
        Via::Usb => usb::send(at, pace, &bytes, watch),
        Via::Network => {
            let talks = printer.confirm && matches!(work, Work::Paper(_));
            network::send(at, pace, &bytes, talks, watch)
        }
        Via::Cups => cups::send("lp", at, pace, &bytes, watch),
        Via::File | Via::Text => file::send(at, &bytes, watch),
    }
}

/// The lines of a paper and a form feed.
fn plain(paper: &Layout, columns: usize) -> Vec<u8> {
    let mut text = text::lines(paper, columns).join("\n");
    text.retain(|letter| letter == '\n' || !letter.is_control());
    text.push_str("\n\x0C\n");
    text.into_bytes()
}
