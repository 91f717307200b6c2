//! The other side of the register thread: starts it, over a store or before there is one, and ends it. Must
//! never do a job itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use crate::domain::event::Via;
use crate::register::first_run::FirstRun;
use crate::register::found::NewKey;
use crate::register::job::{Job, Print, Request};
use crate::register::reply::{Answer, Reply};
use crate::register::surroundings::Machine;
use crate::register::{Failure, Fault, How, Register};

use super::hub::Inbox;
use super::voice::Voice;
use super::{Setup, Worker, failed, setup};

/// Jobs in hand at most; whoever asks waits beyond that, which no person's fingers reach.
const INBOX: usize = 64;

/// The other side of the thread.
pub struct Handle {
    /// The only lasting hold on it: others look whether it is still there.
    inbox: Option<Arc<SyncSender<Request>>>,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// Asks for something; the answer comes with the same number.
    pub fn ask(&self, request: Request) -> Result<(), Fault> {
        let inbox = self.inbox.as_ref().ok_or(Fault::Stopped)?;
        inbox.send(request).map_err(|_gone| Fault::Stopped)
    }

    /// Ends the thread: jobs in hand are done, everything is folded.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        drop(self.inbox.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts the thread, which opens the store in `dir` and says so by [`Answer::Opened`].
///
/// `answer` hears from two threads: this one, and the one that keeps the printer's queue.
pub fn spawn(
    dir: PathBuf,
    how: How,
    setup: impl Into<Setup>,
    answer: impl Fn(Reply) + Clone + Send + 'static,
) -> Handle {
    let (inbox, jobs) = sync_channel(INBOX);
    let inbox = Arc::new(inbox);
    let setup = (setup.into(), Arc::downgrade(&inbox));
    let thread = std::thread::spawn(move || match Worker::open(&dir, how, setup, &answer) {
        Ok(mut worker) => worker.run(&jobs, &answer),
        Err(fault) => answer(Reply {
            id: None,
            answer: Answer::Fault(fault.said()),
            desk: None,
        }),
    });
    Handle {
        inbox: Some(inbox),
        thread: Some(thread),
    }
}

/// Starts the thread where there is no store yet: it waits for [`Job::Found`], then goes on as [`spawn`]
/// does.
pub fn spawn_first(
    dir: PathBuf,
    key: NewKey,
    via: Via,
    setup: Setup,
    answer: impl Fn(Reply) + Clone + Send + 'static,
) -> Handle {
    let (inbox, jobs) = sync_channel::<Request>(INBOX);
    let inbox = Arc::new(inbox);
    let back = Arc::downgrade(&inbox);
    let thread = std::thread::spawn(move || {
        let mut setup = Some(setup);
        while let Ok(request) = jobs.recv() {
            let first = match request.job {
                Job::Found(first) => *first,
                Job::Print(Print::Try { printer, lang, .. }) => {
                    setup::try_out(*printer, lang, (request.id, &Voice::new(answer.clone())));
                    continue;
                }
                _ => continue,
            };
            let made = found(&dir, first, (&key, via), (&mut setup, &back), &answer);
            let (said, goes_on) = match made {
                Ok(mut worker) => return worker.run(&jobs, &answer),
                Err(failure) => failed(failure),
            };
            answer(Reply {
                id: Some(request.id),
                answer: said,
                desk: None,
            });
            if !goes_on {
                return;
            }
        }
    });
    Handle {
        inbox: Some(inbox),
        thread: Some(thread),
    }
}

/// Founds a shop and goes on with it. The printer is kept before anything is founded: a config that cannot be
/// written is told while nothing stands yet.
fn found(
    dir: &Path,
    first: FirstRun,
    (key, via): (&NewKey, Via),
    (setup, back): (&mut Option<Setup>, &Inbox),
    answer: &(impl Fn(Reply) + Clone + Send + 'static),
) -> Result<Worker, Failure> {
    if let (Some(printer), Some(setup)) = (&first.printer, setup.as_mut()) {
        setup.keep(printer.clone())?;
    }
    let (register, owner) = Register::first_run(dir, first, key, via, Box::new(Machine::default()))?;
    let setup = (setup.take().unwrap_or_default(), back.clone());
    Ok(Worker::begin(register, Vec::new(), Some(owner), setup, answer)?)
}
