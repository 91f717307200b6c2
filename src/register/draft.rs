//! The draft: the ticket being typed, on disk within a second, so that a power cut costs that second. Must
//! never delay a key press, nor bring back a ticket that was paid.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::ticket::Ticket;
use crate::vault::durable::write_whole;
use crate::vault::seal::Sealer;

use super::Fault;

/// Written at most this often.
const PACE: Duration = Duration::from_secs(1);
const CONTEXT: &[u8] = b"tendero draft 1";

/// The draft file, sealed under a key of its own.
pub struct Draft {
    path: PathBuf,
    sealer: Sealer,
}

impl Draft {
    /// The draft at that path.
    pub fn new(path: PathBuf, sealer: Sealer) -> Draft {
        Draft { path, sealer }
    }

    /// Reads the ticket back. A draft that does not open is no draft: it was being written when the power
    /// went.
    pub fn read(&self) -> Option<Ticket> {
        let sealed = std::fs::read(&self.path).ok()?;
        let plain = self.sealer.open(CONTEXT, &sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// Writes the ticket, or removes the draft of an empty one; on disk when it returns.
    pub fn write(&self, ticket: &Ticket) -> Result<(), Fault> {
        if ticket.lines.is_empty() {
            return self.remove();
        }
        let plain = serde_json::to_vec(ticket).expect("a ticket has no map with keys that are not strings");
        let sealed = self.sealer.seal(CONTEXT, &plain)?;
        write_whole(&self.path, |file| file.write_all(&sealed)).map_err(Fault::io(&self.path))
    }

    /// Removes the draft: its ticket was paid or given up.
    pub fn remove(&self) -> Result<(), Fault> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::io(&self.path)(error)),
            _ => Ok(()),
        }
    }
}

/// The thread that writes drafts, the newest only. Dropping it writes what is still in hand.
pub struct Drafts {
    failing: Arc<AtomicBool>,
    inbox: Option<SyncSender<Ticket>>,
    thread: Option<JoinHandle<()>>,
}

impl Drafts {
    /// Starts the thread.
    pub fn start(draft: Draft) -> Drafts {
        let (inbox, tickets) = sync_channel(64);
        let failing = Arc::new(AtomicBool::new(false));
        let theirs = failing.clone();
        let thread = std::thread::spawn(move || write_newest(&draft, &tickets, &theirs));
        Drafts {
            failing,
            inbox: Some(inbox),
            thread: Some(thread),
        }
    }

    /// Whether the last one could not be written.
    pub fn failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    /// Hands a ticket over; never waits. When the disk is slower than the fingers the next one will do.
    pub fn save(&self, ticket: Ticket) {
        if let Some(inbox) = &self.inbox {
            match inbox.try_send(ticket) {
                Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {}
            }
        }
    }
}

impl Drop for Drafts {
    fn drop(&mut self) {
        drop(self.inbox.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn write_newest(draft: &Draft, tickets: &Receiver<Ticket>, failing: &AtomicBool) {
    let mut due = Instant::now();
    while let Ok(mut newest) = tickets.recv() {
        let more = loop {
            match tickets.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(ticket) => newest = ticket,
                Err(RecvTimeoutError::Timeout) => break true,
                Err(RecvTimeoutError::Disconnected) => break false,
            }
        };
        // A draft that cannot be written costs a ticket after a power cut, never a sale: selling goes on, and
        // the person is told.
        failing.store(draft.write(&newest).is_err(), Ordering::Relaxed);
        if !more {
            return;
        }
        due = Instant::now() + PACE;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::document::Good;
    use crate::domain::product::{Sku, Unit};
    use crate::domain::quantity::Quantity;
    use crate::domain::rate::UnitPrice;
    use crate::vault::{MasterKey, Purpose};
    use std::path::Path;
    use uuid::Uuid;

    fn ticket(lines: usize) -> Ticket {
        let good = |n: usize| Good {
            sku: Sku::new(&format!("S{n}")).unwrap(),
            name: "Leche".to_owned(),
            quantity: Quantity::ONE,
            unit: Unit::default(),
            price: UnitPrice::parse("1.15").unwrap(),
            tax: "reduced".to_owned(),
            category: String::new(),
            cost: None,
            list_price: None,
            note: String::new(),
        };
        let mut ticket = Ticket::new(Uuid::from_u128(7));
        (0..lines).for_each(|n| ticket.add(good(n)));
        ticket
    }

    fn draft(dir: &Path) -> Draft {
        let key = MasterKey::from_bytes([3; 32]).derive(Purpose::Draft);
        Draft::new(dir.join("draft"), Sealer::new(&key))
    }

    #[test]
    fn the_newest_ticket_comes_back_when_the_thread_ends() {
        let dir = tempfile::tempdir().unwrap();
        let drafts = Drafts::start(draft(dir.path()));
        for lines in 1..=20 {
            drafts.save(ticket(lines));
        }
        drop(drafts);
        assert_eq!(draft(dir.path()).read(), Some(ticket(20)));
    }

    #[test]
    fn a_draft_that_cannot_be_written_is_known_until_one_can() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("gone");
        let drafts = Drafts::start(draft(&place));
        let wait_for = |failing| {
            while drafts.failing() != failing {
                std::thread::yield_now();
            }
        };
        assert!(!drafts.failing());
        drafts.save(ticket(1));
        wait_for(true);
        std::fs::create_dir(&place).unwrap();
        drafts.save(ticket(2));
        wait_for(false);
    }

    #[test]
    fn an_empty_ticket_leaves_no_draft_and_a_torn_one_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let draft = draft(dir.path());
        draft.write(&ticket(2)).unwrap();
        let whole = std::fs::read(dir.path().join("draft")).unwrap();
        std::fs::write(dir.path().join("draft"), &whole[..whole.len() - 1]).unwrap();
        assert_eq!(draft.read(), None);
        draft.write(&ticket(0)).unwrap();
        assert!(!dir.path().join("draft").exists());
        assert_eq!(draft.read(), None);
    }
}
