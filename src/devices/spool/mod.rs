//! The spool: papers wait here for the printer, and nobody waits for them. Must never delay a sale or the end
//! of the program, nor print a paper twice without a person's word.
//!
//! Two threads: the keeper owns the list and the files; the printer's thread sends one paper at a time and
//! may hang as long as the printer does.

mod job;
mod keeper;
mod shelf;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use jiff::civil::DateTime;

use super::layout::Layout;
use super::printer::Pace;
use super::settings::{Drawer, Printer, Via};
use crate::domain::refusal::Refuse;
use crate::vault::seal::Sealer;

use job::Record;
pub use job::{Kind, Paper, Printing, State, Title};
use keeper::{Keeper, Message};
use shelf::Shelf;

/// Papers that wait at most.
pub const MOST: usize = 200;
/// Messages to the keeper at most.
const INBOX: usize = 256;
/// The end of the program waits so long, and not longer.
const END: Duration = Duration::from_millis(1200);

/// Why a paper is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpoolRefusal {
    /// There is no printer.
    #[error("no printer is set up: choose Printer in the palette")]
    NoPrinter,
    /// There is no drawer.
    #[error("no drawer is set up: choose Printer in the palette")]
    NoDrawer,
    /// Too many wait.
    #[error("too many papers wait for the printer: mend it, or cancel some in the print queue")]
    Full,
}

impl Refuse for SpoolRefusal {
    fn code(&self) -> &'static str {
        match self {
            SpoolRefusal::NoPrinter => "no-printer",
            SpoolRefusal::NoDrawer => "no-drawer",
            SpoolRefusal::Full => "print-queue-full",
        }
    }
}

/// The side that hands papers over. Dropping it ends the threads; what waits stays on disk.
pub struct Spool {
    inbox: SyncSender<Message>,
    ended: Receiver<()>,
    waiting: Arc<AtomicUsize>,
    next: u64,
    settings: Printer,
}

impl Spool {
    /// Starts the spool of the papers in `dir`; `tell` hears of every change.
    pub fn start(
        settings: Printer,
        pace: Pace,
        dir: PathBuf,
        sealer: Sealer,
        tell: impl Fn(Printing) + Send + 'static,
    ) -> Spool {
        let shelf = Shelf::new(dir, sealer);
        let records = shelf.read();
        let next = records.last().map_or(1, |record| record.id + 1);
        let waiting = Arc::new(AtomicUsize::new(records.len()));
        let (inbox, messages) = sync_channel(INBOX);
        let (end, ended) = sync_channel(1);
        let own = inbox.clone();
        let (theirs, printer) = (waiting.clone(), settings.clone());
        std::thread::spawn(move || {
            let mut keeper = Keeper::new(printer, pace, shelf, records, theirs);
            keeper.run(&own, &messages, &tell);
            let _gone = end.try_send(());
        });
        Spool {
            inbox,
            ended,
            waiting,
            next,
            settings,
        }
    }

    /// How the printer is set up.
    pub fn settings(&self) -> &Printer {
        &self.settings
    }

    /// Whether another paper would be taken.
    ///
    /// # Errors
    /// There is no printer, or too many papers wait.
    pub fn has_room(&self) -> Result<(), SpoolRefusal> {
        if self.settings.via == Via::None {
            Err(SpoolRefusal::NoPrinter)
        } else if self.waiting.load(Ordering::Relaxed) >= MOST {
            Err(SpoolRefusal::Full)
        } else {
            Ok(())
        }
    }

    /// Whether there is a drawer.
    ///
    /// # Errors
    /// There is none.
    pub fn has_drawer(&self) -> Result<(), SpoolRefusal> {
        if self.settings.via == Via::None || self.settings.drawer == Drawer::None {
            return Err(SpoolRefusal::NoDrawer);
        }
        Ok(())
    }

    /// Hands a paper over; never waits.
    ///
    /// # Errors
    /// There is no printer, or too many papers wait.
    pub fn print(&mut self, title: Title, at: DateTime, paper: Layout) -> Result<(), SpoolRefusal> {
        self.has_room()?;
        let record = Record {
            id: self.next,
            title,
            at,
            paper,
            begun: false,
        };
        self.tell(Message::Print(record))?;
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.next += 1;
        Ok(())
    }

    /// Opens the drawer, now or not at all.
    ///
    /// # Errors
    /// There is no drawer.
    pub fn open_drawer(&self) -> Result<(), SpoolRefusal> {
        self.has_drawer()?;
        self.tell(Message::Drawer(Instant::now()))
    }

    /// Tries a paper again: the person says that it may come out twice.
    ///
    /// # Errors
    /// Too much waits.
    pub fn retry(&self, id: u64) -> Result<(), SpoolRefusal> {
        self.tell(Message::Retry(id))
    }

    /// Gives a paper up.
    ///
    /// # Errors
    /// Too much waits.
    pub fn cancel(&self, id: u64) -> Result<(), SpoolRefusal> {
        self.tell(Message::Cancel(id))
    }

    fn tell(&self, message: Message) -> Result<(), SpoolRefusal> {
        match self.inbox.try_send(message) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(SpoolRefusal::Full),
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let since = Instant::now();
        while let Err(TrySendError::Full(message)) = self.inbox.try_send(Message::Stop) {
            drop(message);
            if since.elapsed() > END {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        // A thread that hangs in the system ends with the program.
        let _ended = self.ended.recv_timeout(END);
    }
}
