//! The thread that owns the list of papers: keeps them on disk, gives them to the printer's thread one by
//! one, tells what changed. Must never wait for the printer.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use crate::devices::printer::{self, Failed, Pace, Problem, Sent, Watch, Work};
use crate::devices::settings::{Printer, Via};

use super::job::{Paper, Printing, Record, State};
use super::shelf::Shelf;

/// Papers that came out and are still listed.
const RECENT: usize = 5;
/// Nothing to do: long enough to cost nothing.
const LONG: Duration = Duration::from_secs(3600);
/// The printer's thread waits so long for the disk before it begins.
const DISK: Duration = Duration::from_secs(10);
/// At the end the printer's thread is waited for so long.
const LAST: Duration = Duration::from_millis(600);

/// What reaches the keeper.
pub(super) enum Message {
    Print(Record),
    Drawer(Instant),
    Retry(u64),
    Cancel(u64),
    /// From the printer's thread: bytes are about to go; it waits for the answer.
    Begins(SyncSender<()>),
    /// From the printer's thread: it waits, or goes on.
    Waits(Option<Problem>),
    /// From the printer's thread: what came of it.
    Done(Result<Sent, Failed>),
    Stop,
}

/// What the printer's thread has in hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InHand {
    Nothing,
    Drawer,
    Paper(u64),
}

struct Waiting {
    record: Record,
    state: State,
}

pub(super) struct Keeper {
    printer: Printer,
    pace: Pace,
    shelf: Shelf,
    waiting: VecDeque<Waiting>,
    count: Arc<AtomicUsize>,
    recent: VecDeque<Paper>,
    in_hand: InHand,
    /// Tells the printer's thread to let go of what it has.
    end: Arc<AtomicBool>,
    cancelled: bool,
    drawer: Option<Instant>,
    drawer_problem: Option<Problem>,
    /// Not before this.
    next_try: Instant,
    told: Printing,
}

impl Keeper {
    pub(super) fn new(
        printer: Printer,
        pace: Pace,
        shelf: Shelf,
        records: Vec<Record>,
        count: Arc<AtomicUsize>,
    ) -> Keeper {
        let waiting = |record: Record| Waiting {
            state: if record.begun {
                State::Unsure
            } else {
                State::Queued
            },
            record,
        };
        Keeper {
            printer,
            pace,
            shelf,
            waiting: records.into_iter().map(waiting).collect(),
            count,
            recent: VecDeque::new(),
            in_hand: InHand::Nothing,
            end: Arc::default(),
            cancelled: false,
            drawer: None,
            drawer_problem: None,
            next_try: Instant::now(),
            told: Printing::default(),
        }
    }

    pub(super) fn run(
        &mut self,
        own: &SyncSender<Message>,
        messages: &Receiver<Message>,
        tell: &impl Fn(Printing),
    ) {
        let (tasks, to_do) = sync_channel::<Work>(1);
        let sender = Sender {
            end: self.end.clone(),
            keeper: own.clone(),
        };
        let (printer, pace) = (self.printer.clone(), self.pace);
        std::thread::spawn(move || {
            for work in to_do {
                let done = printer::send(&printer, pace, &work, &sender);
                if sender.keeper.send(Message::Done(done)).is_err() {
                    return;
                }
            }
        });
        loop {
            self.give_next(&tasks);
            self.tell(tell);
            let message = match messages.recv_timeout(self.wait()) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if matches!(message, Message::Stop) {
                return self.stop(messages);
            }
            self.take(message);
        }
    }

    fn wait(&self) -> Duration {
        let idle = self.in_hand == InHand::Nothing && self.printer.via != Via::None;
        if idle && self.next_paper().is_some() {
            self.next_try.saturating_duration_since(Instant::now())
        } else {
            LONG
        }
    }

    fn next_paper(&self) -> Option<usize> {
        self.waiting.iter().position(|paper| paper.state != State::Unsure)
    }

    /// Gives the printer's thread the next thing, if it has nothing in hand.
    fn give_next(&mut self, tasks: &SyncSender<Work>) {
        if self.in_hand != InHand::Nothing || self.printer.via == Via::None {
            return;
        }
        if let Some(asked) = self.drawer.take() {
            if asked.elapsed() < self.pace.drawer {
                self.in_hand = InHand::Drawer;
                let _gone = tasks.try_send(Work::Drawer);
                return;
            }
            self.drawer_problem = Some(Problem::NotReading);
        }
        if Instant::now() < self.next_try {
            return;
        }
        if let Some(at) = self.next_paper() {
            let paper = &mut self.waiting[at];
            self.in_hand = InHand::Paper(paper.record.id);
            // While it is tried again it stays stuck in the list, until bytes go.
            if paper.state == State::Queued {
                paper.state = State::Printing;
            }
            let _gone = tasks.try_send(Work::Paper(paper.record.paper.clone()));
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Print(record) => {
                // Where the disk takes nothing the paper waits in memory: printing matters more.
                let _kept = self.shelf.keep(&record);
                let state = State::Queued;
                self.waiting.push_back(Waiting { record, state });
            }
            Message::Drawer(asked) => self.drawer = Some(asked),
            Message::Retry(id) => self.retry(id),
            Message::Cancel(id) => {
                if self.in_hand == InHand::Paper(id) {
                    self.cancelled = true;
                    self.end.store(true, Ordering::Relaxed);
                } else {
                    self.remove(id);
                }
            }
            Message::Begins(answer) => {
                self.begin();
                let _gone = answer.try_send(());
            }
            Message::Waits(problem) => {
                if let Some(paper) = self.paper_in_hand() {
                    paper.state = problem.map_or(State::Printing, State::Stuck);
                }
            }
            Message::Done(done) => self.done(done),
            Message::Stop => {}
        }
    }

    fn retry(&mut self, id: u64) {
        self.next_try = Instant::now();
        let found = self.waiting.iter_mut().find(|paper| paper.record.id == id);
        if let Some(paper) = found
            && paper.state == State::Unsure
        {
            paper.record.begun = false;
            paper.state = State::Queued;
            let _kept = self.shelf.keep(&paper.record);
        }
    }

    /// From here on a cut of the power leaves a paper that may have come out.
    fn begin(&mut self) {
        let InHand::Paper(id) = self.in_hand else { return };
        if let Some(paper) = self.waiting.iter_mut().find(|paper| paper.record.id == id) {
            paper.state = State::Printing;
            paper.record.begun = true;
            let _kept = self.shelf.keep(&paper.record);
        }
    }

    fn done(&mut self, done: Result<Sent, Failed>) {
        let cancelled = std::mem::take(&mut self.cancelled);
        self.end.store(false, Ordering::Relaxed);
        let id = match std::mem::replace(&mut self.in_hand, InHand::Nothing) {
            InHand::Nothing => return,
            InHand::Drawer => {
                self.drawer_problem = done.err().map(|failed| failed.problem);
                return;
            }
            InHand::Paper(id) => id,
        };
        match done {
            Ok(Sent::Printed) => {
                if let Some(paper) = self.remove(id) {
                    self.recent.push_back(Paper {
                        state: State::Printed,
                        ..shown(&paper)
                    });
                    self.recent.drain(..self.recent.len().saturating_sub(RECENT));
                }
            }
            _ if cancelled => drop(self.remove(id)),
            Ok(Sent::Unsure) => self.settle(id, State::Unsure, true),
            Err(failed) if failed.begun => self.settle(id, State::Unsure, true),
            Err(failed) => {
                self.next_try = Instant::now() + self.pace.retry;
                self.settle(id, State::Stuck(failed.problem), false);
            }
        }
    }

    fn settle(&mut self, id: u64, state: State, begun: bool) {
        if let Some(paper) = self.waiting.iter_mut().find(|paper| paper.record.id == id) {
            paper.state = state;
            if paper.record.begun != begun {
                paper.record.begun = begun;
                let _kept = self.shelf.keep(&paper.record);
            }
        }
    }

    fn paper_in_hand(&mut self) -> Option<&mut Waiting> {
        let InHand::Paper(id) = self.in_hand else {
            return None;
        };
        self.waiting.iter_mut().find(|paper| paper.record.id == id)
    }

    fn remove(&mut self, id: u64) -> Option<Waiting> {
        let at = self.waiting.iter().position(|paper| paper.record.id == id)?;
        self.shelf.forget(id);
        self.count.fetch_sub(1, Ordering::Relaxed);
        self.waiting.remove(at)
    }

    fn tell(&mut self, tell: &impl Fn(Printing)) {
        let now = Printing {
            printer: self.printer.clone(),
            papers: self
                .recent
                .iter()
                .cloned()
                .chain(self.waiting.iter().map(shown))
                .collect(),
            drawer_problem: self.drawer_problem.clone(),
        };
        if self.told != now {
            tell(now.clone());
            self.told = now;
        }
    }

    /// Keeps what was handed over last, and waits a moment for what is in the printer's hand, which alone
    /// knows whether it has begun.
    fn stop(&mut self, messages: &Receiver<Message>) {
        let until = Instant::now() + LAST;
        self.end.store(true, Ordering::Relaxed);
        loop {
            let left = match self.in_hand {
                InHand::Nothing => Duration::ZERO,
                _ => until.saturating_duration_since(Instant::now()),
            };
            match messages.recv_timeout(left) {
                Ok(message) => self.take(message),
                Err(_) => return,
            }
        }
    }
}

fn shown(paper: &Waiting) -> Paper {
    Paper {
        id: paper.record.id,
        title: paper.record.title.clone(),
        at: paper.record.at,
        state: paper.state.clone(),
    }
}

/// What the printer's thread says to the keeper.
struct Sender {
    end: Arc<AtomicBool>,
    keeper: SyncSender<Message>,
}

impl Watch for Sender {
    fn ends(&self) -> bool {
        self.end.load(Ordering::Relaxed)
    }

    fn begins(&self) {
        let (answer, answered) = sync_channel(1);
        if self.keeper.send(Message::Begins(answer)).is_ok() {
            let _kept = answered.recv_timeout(DISK);
        }
    }

    fn waits(&self, problem: Option<Problem>) {
        let _gone = self.keeper.send(Message::Waits(problem));
    }
}
