//! Jobs about the hub, and what is heard of it. Must never wait for the hub.

use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::Worker;
use crate::domain::permission::{Approval, Permission};
use crate::register::Failure;
use crate::register::hub::state::{Made, SyncAnswer, SyncJob, SyncState};
use crate::register::hub::{EnrolRefusal, News, ask, goods_of};
use crate::register::job::{Job, Request};
use crate::register::reply::{Answer, Said};
use crate::sync::{Outcome, What, worker};

/// The number of a request that nobody asked: what is said of it is said unasked.
pub(super) const UNASKED: u64 = u64::MAX;

/// A thread that reads a snapshot of the store; its end is waited for.
#[derive(Default)]
pub(super) struct Behind(Option<std::thread::JoinHandle<()>>);

impl Drop for Behind {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            let _ended = thread.join();
        }
    }
}

/// The way back into the register's inbox, for as long as somebody holds it.
pub(super) type Inbox = Weak<SyncSender<Request>>;

/// Puts a job into the inbox, for as long as somebody may take it out; at the end of the program nobody does.
fn hand_over(inbox: &Inbox, job: Job) {
    let mut request = Request { id: UNASKED, job };
    for _ in 0..100 {
        let Some(inbox) = inbox.upgrade() else { return };
        match inbox.try_send(request) {
            Err(TrySendError::Full(back)) => request = back,
            _ => return,
        }
        drop(inbox);
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Worker {
    /// Starts the thread between the till and its hub, where it has one.
    pub(super) fn begin_sync(&mut self) {
        let courier = match self.register.courier(&self.setup.line) {
            Ok(Some(courier)) => courier,
            Ok(None) => return,
            Err(bad) => {
                // The config names no line: the till is as if the hub were not there, and says why.
                return self.register.line_is_bad(bad);
            }
        };
        let inbox = self.inbox.clone();
        let sync = worker::spawn(courier, move |outcome| {
            let job = Job::Sync(SyncJob::Heard(Box::new(outcome)));
            let sent = inbox
                .upgrade()
                .map(|inbox| inbox.send(Request { id: UNASKED, job }).is_ok());
            sent == Some(true)
        });
        self.register.carried_by(sync);
        let state = self.register.sync_state();
        self.said = Some(state.clone());
        self.voice.answer(None)(Answer::Sync(SyncAnswer::State(Box::new(state))));
    }

    /// Does one of them.
    pub(super) fn sync(&mut self, id: u64, job: SyncJob) -> Result<Option<Answer>, Failure> {
        let answer = match job {
            SyncJob::Heard(outcome) => return self.heard(*outcome),
            SyncJob::Made(made) => {
                let news = self.register.goods_made(made.0)?;
                self.show(news)?;
                return Ok(None);
            }
            SyncJob::State => SyncAnswer::State(Box::new(self.register.sync_state())),
            SyncJob::Now => {
                self.asked = true;
                self.register.sync_now();
                SyncAnswer::State(Box::new(self.register.sync_state()))
            }
            SyncJob::Retry => {
                self.asked = true;
                self.register.sync_again();
                SyncAnswer::State(Box::new(self.register.sync_state()))
            }
            SyncJob::Queue {
                filter,
                before,
                limit,
            } => {
                self.somebody()?;
                SyncAnswer::Queue(self.register.queue(filter, before, limit)?)
            }
            SyncJob::Conflicts => {
                self.somebody()?;
                SyncAnswer::Conflicts(self.register.conflicts()?)
            }
            SyncJob::Room => SyncAnswer::Room(self.register.room()),
            SyncJob::Resolve {
                conflict,
                choices,
                approval,
            } => {
                let permission = self.register.settles(conflict)?;
                let by = self.may(permission, approval)?.0;
                self.register.resolve(by, conflict, choices)?;
                self.renew();
                SyncAnswer::Resolved(conflict)
            }
            SyncJob::Enrol { url, code, approval } => {
                self.enrol(id, (&url, &code), approval)?;
                return Ok(None);
            }
            SyncJob::Enrolled(by, told) => {
                let (asked, answer) = *told;
                let enrolled =
                    answer.map_err(|refusal: EnrolRefusal| Failure::Refused(Said::from(&refusal)))?;
                self.register.join(Some(by), &asked, &enrolled)?;
                self.begin_sync();
                SyncAnswer::Joined(Box::new(self.register.sync_state()))
            }
            SyncJob::Leave { approval } => {
                let by = self.may(Permission::Settings, approval)?.0;
                self.register.leave_hub(Some(by))?;
                SyncAnswer::Left
            }
        };
        Ok(Some(Answer::Sync(answer)))
    }

    /// Takes in what was heard, and says what of it concerns the screens.
    fn heard(&mut self, outcome: Outcome) -> Result<Option<Answer>, Failure> {
        let answered = outcome
            .standing
            .reached
            .filter(|_| !matches!(outcome.what, What::Sending));
        let news = self.register.heard(outcome)?;
        self.show(news)?;
        self.register.taken();
        let state = self.news();
        // Whoever asked is told what came of it, were it the same as before.
        if let Some(there) = answered.filter(|_| std::mem::take(&mut self.asked)) {
            let state = SyncState {
                asked: Some(there),
                ..self.register.sync_state()
            };
            return Ok(Some(Answer::Sync(SyncAnswer::State(Box::new(state)))));
        }
        // The desk goes with an answer.
        let whole = || Answer::Sync(SyncAnswer::State(Box::new(self.register.sync_state())));
        Ok(state.or_else(|| news.desk.then(whole)))
    }

    /// Hands on what is other than before, and has made anew what takes long.
    fn show(&mut self, news: News) -> Result<(), Failure> {
        if news.catalogue || news.customers {
            let renewed = SyncAnswer::Renewed {
                catalogue: news.catalogue.then(|| self.register.catalogue().clone()),
                customers: news.customers.then(|| self.register.customers().clone()),
            };
            self.voice.answer(None)(Answer::Sync(renewed));
        }
        if news.making {
            let (source, inbox) = (self.register.goods_source()?, self.inbox.clone());
            self.making = Behind(Some(std::thread::spawn(move || {
                let made = Made(goods_of(&source));
                drop(source);
                hand_over(&inbox, Job::Sync(SyncJob::Made(made)));
            })));
        }
        Ok(())
    }

    /// Asks a hub to know this till, on a thread of its own: it may take as long as the line allows.
    fn enrol(
        &mut self,
        id: u64,
        (url, code): (&str, &str),
        approval: Option<Approval>,
    ) -> Result<(), Failure> {
        let by = self.may(Permission::Settings, approval)?.0;
        let name = self.register.till().series.clone();
        let asked = self.register.ask_hub(url, code, &name)?;
        let (inbox, certificate) = (self.inbox.clone(), self.setup.line.certificate.clone());
        std::thread::spawn(move || {
            let answer = ask(&asked, &certificate);
            let job = Job::Sync(SyncJob::Enrolled(by, Box::new((asked, answer))));
            inbox
                .upgrade()
                .map(|inbox| inbox.send(Request { id, job }).is_ok())
        });
        Ok(())
    }

    /// How the till stands with its hub, where that is other than what was said last.
    pub(super) fn news(&mut self) -> Option<Answer> {
        let state = self.register.sync_state();
        let plain = |state: &SyncState| {
            // A contact every half a minute is nothing to wake the screens for.
            let contact = state.last_contact.map(|at| at / 600_000);
            (
                contact,
                SyncState {
                    last_contact: None,
                    ..state.clone()
                },
            )
        };
        let same = self
            .said
            .as_ref()
            .is_some_and(|said| plain(said) == plain(&state));
        self.said = Some(state.clone());
        (!same).then(|| Answer::Sync(SyncAnswer::State(Box::new(state))))
    }

    /// Hands on goods and customers that have changed.
    fn renew(&self) {
        let renewed = SyncAnswer::Renewed {
            catalogue: Some(Arc::clone(self.register.catalogue())),
            customers: Some(Arc::clone(self.register.customers())),
        };
        self.voice.answer(None)(Answer::Sync(renewed));
    }
}
