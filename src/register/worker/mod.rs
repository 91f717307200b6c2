//! The register thread: takes jobs one by one, answers each, folds while nobody waits. Must never answer
//! before the entry is durable, nor go on after a fault.

mod cash;
mod customers;
mod draft;
mod drawer;
mod handle;
mod hub;
mod people;
mod printing;
mod reports;
mod returns;
mod setup;
mod stock;
mod tickets;
mod voice;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use uuid::Uuid;

use crate::devices::spool::Spool;
use crate::domain::document::DocumentNumber;
use crate::domain::permission::Permission;
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::journal::JournalError;

use super::draft::Drafts;
use super::hub::state::SyncState;
use super::job::{Job, Request};
use super::reply::{Answer, Desk, Notice, Opened, Reply, Said};
use super::reports::desk::ReportDesk;
use super::{Failure, Fault, How, Register, SpaceRefusal, desk};

use self::hub::{Behind, Inbox};
pub use handle::{Handle, spawn, spawn_first};
pub use setup::Setup;
use voice::Voice;

/// Without a job for this long, the tail is folded.
const IDLE: Duration = Duration::from_secs(2);
struct Worker {
    /// Ends before the register does: its snapshots are of the register's store.
    reports: ReportDesk,
    making: Behind,
    register: Register,
    signed_in: Option<PersonId>,
    shown: Desk,
    drafts: Drafts,
    /// Approvals that have counted.
    used: BTreeSet<Uuid>,
    /// Approvals of the job being done.
    in_hand: Vec<Uuid>,
    /// What somebody allowed whoever is signed in to read, until somebody else is.
    reading: BTreeSet<Permission>,
    spool: Spool,
    setup: Setup,
    voice: Voice,
    /// What was sold or taken back last, while its paper was not handed to the printer.
    unprinted: Vec<DocumentNumber>,
    /// Whether the person knows that drafts cannot be written.
    told: bool,
    /// The way back into the inbox.
    inbox: Inbox,
    /// What was said last of how the till stands with its hub.
    said: Option<SyncState>,
    /// Somebody had the hub asked at once, and was not told yet whether it is there.
    asked: bool,
    /// A day has ended, and the pages of the store were not read through since.
    unchecked: bool,
}

/// Why an open ticket would not come back.
#[derive(Debug, thiserror::Error)]
enum DraftRefusal {
    /// The disk is full or fails.
    #[error("the disk cannot keep this ticket: make room, or finish the sale before the power goes")]
    NotKept,
}

impl Refuse for DraftRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotKept => "draft-not-kept",
        }
    }
}

impl Worker {
    fn open(
        dir: &Path,
        how: How,
        setup: (Setup, Inbox),
        answer: &(impl Fn(Reply) + Clone + Send + 'static),
    ) -> Result<Worker, Fault> {
        let (register, notices) = Register::open(dir, how)?;
        Worker::begin(register, notices, None, setup, answer)
    }

    fn begin(
        mut register: Register,
        mut notices: Vec<Notice>,
        signed_in: Option<PersonId>,
        (setup, inbox): (Setup, Inbox),
        answer: &(impl Fn(Reply) + Clone + Send + 'static),
    ) -> Result<Worker, Fault> {
        let draft = draft::restore(&mut register, &mut notices)?;
        let shown = desk::desk(register.till(), signed_in, None);
        let catalogue = register.catalogue().clone();
        let opened = Opened {
            desk: shown.clone(),
            catalogue,
            customers: register.customers().clone(),
            draft,
            // Only a suggestion: an old Z that cannot be read is for the audit to tell.
            last_float: register.last_float().ok().flatten(),
            notices,
        };
        answer(Reply {
            id: None,
            answer: Answer::Opened(Box::new(opened)),
            desk: None,
        });
        let drafts = Drafts::start(register.draft());
        let told = answer.clone();
        let reports = ReportDesk::start(move |id, answer| {
            told(Reply {
                id: Some(id),
                answer,
                desk: None,
            });
        });
        let voice = Voice::new(answer.clone());
        let spool = setup::spool(&register, &setup, &voice);
        let mut worker = Worker {
            register,
            signed_in,
            shown,
            drafts,
            used: BTreeSet::new(),
            in_hand: Vec::new(),
            reading: BTreeSet::new(),
            spool,
            setup,
            voice,
            unprinted: Vec::new(),
            told: false,
            reports,
            making: Behind::default(),
            inbox,
            said: None,
            asked: false,
            unchecked: false,
        };
        worker.begin_sync();
        let tell = worker.voice.answer(None);
        worker
            .register
            .mirror_tells(move |state| tell(Answer::Mirror(state)));
        Ok(worker)
    }

    fn run(&mut self, jobs: &Receiver<Request>, answer: &impl Fn(Reply)) {
        loop {
            let wait = if self.register.fold_is_due() {
                Duration::ZERO
            } else {
                IDLE
            };
            let request = match jobs.recv_timeout(wait) {
                Ok(request) => request,
                Err(error) => {
                    if let Err(fault) = self.rest(error) {
                        answer(Reply {
                            id: None,
                            answer: Answer::Fault(fault.said()),
                            desk: None,
                        });
                        return;
                    }
                    if error == RecvTimeoutError::Disconnected {
                        return;
                    }
                    if let Some(said) = self.draft_refusal() {
                        answer(Reply {
                            id: None,
                            answer: Answer::Refused(said),
                            desk: None,
                        });
                    }
                    // Nothing is left to do: sleep until somebody asks.
                    let Ok(request) = jobs.recv() else { return };
                    request
                }
            };
            if !self.serve(request, answer) {
                return;
            }
        }
    }

    /// What is done while nobody waits. The end of a day is the moment to read the store through, once the Z
    /// is shown and nobody has asked for anything more.
    fn rest(&mut self, why: RecvTimeoutError) -> Result<(), Fault> {
        self.register.idle()?;
        let over = self.unchecked && self.register.till().shift.is_none();
        if over && why == RecvTimeoutError::Timeout {
            self.unchecked = !self.register.check_store()?;
        }
        Ok(())
    }

    /// Does one job; false after a fault.
    fn serve(&mut self, request: Request, answer: &impl Fn(Reply)) -> bool {
        let done = self.work(request.id, request.job);
        let spent = std::mem::take(&mut self.in_hand);
        if done.is_ok() {
            self.used.extend(spent);
        }
        let (said, goes_on) = match done {
            Ok(Some(said)) => (said, true),
            Ok(None) => return true,
            Err(failure) => failed(failure),
        };
        let now = desk::desk(self.register.till(), self.signed_in, Some(&self.shown));
        let desk = (now != self.shown).then(|| now.clone());
        self.shown = now;
        answer(Reply {
            id: (request.id != hub::UNASKED).then_some(request.id),
            answer: said,
            desk,
        });
        self.lamp(answer);
        goes_on
    }

    fn work(&mut self, id: u64, job: Job) -> Result<Option<Answer>, Failure> {
        Ok(Some(match job {
            Job::SignIn { person, pin } => self.sign_in(person, &pin)?,
            Job::SignOut => self.sign_out()?,
            Job::Unlock {
                person,
                pin,
                ticket,
                lines,
            } => self.unlock(person, &pin, (ticket, lines))?,
            Job::ChangePin { person, old, new } => self.change_pin(person, &old, &new)?,
            Job::SavePerson { change, approval } => self.save_person(&change, approval)?,
            Job::Staff => self.staff()?,
            Job::ChangeShop { shop, approval } => self.change_shop(&shop, approval)?,
            // A store is open: there is a shop already.
            Job::Found(_) => return Ok(None),
            job @ (Job::OpenShift { .. } | Job::TakeX(_) | Job::Count { .. } | Job::CloseShift { .. }) => {
                self.drawer(job)?
            }
            Job::Sell { ticket, tenders } => self.sell(ticket, tenders)?,
            job @ (Job::Void { .. } | Job::Park { .. } | Job::Recall(_) | Job::VoidParked { .. }) => {
                self.ticket(job)?
            }
            job @ (Job::SaveCustomer { .. } | Job::Balances | Job::Statement(_) | Job::PayAccount { .. }) => {
                self.customers(job)?
            }
            Job::Return(job) => self.returns(job)?,
            Job::SetFavourites { goods, approval } => {
                let by = self.may(Permission::Settings, approval)?.0;
                self.register.set_favourites(by, goods)?;
                Answer::FavouritesSet
            }
            Job::Cash(job, approval) => self.cash(job, approval)?,
            Job::Approve {
                permission,
                person,
                pin,
                what,
            } => self.approve(permission, (person, &pin), &what)?,
            Job::SaveProduct { row, approval } => {
                let by = self.may(Permission::Catalogue, approval)?.0;
                let product = self.register.save_product(by, *row)?;
                Answer::ProductSaved(Box::new(product), self.register.catalogue().clone())
            }
            Job::Receipt(number) => self.receipt(number.as_ref())?,
            job @ (Job::Report(_) | Job::StopReport) => return self.report(id, job),
            Job::Stock(job) => self.stock(job)?,
            Job::Print(job) => return self.printing(id, job),
            Job::Sync(job) => return self.sync(id, job),
            Job::SaveDraft(ticket) => {
                self.drafts.save(ticket);
                return Ok(self.draft_refusal().map(Answer::Refused));
            }
            Job::Levels(skus) => {
                let levels = self.register.stock(&skus)?;
                Answer::Levels(skus.into_iter().zip(levels).collect())
            }
        }))
    }

    /// Says how the till stands with its hub where a job has changed that.
    fn lamp(&mut self, answer: &impl Fn(Reply)) {
        if self.register.link().is_some()
            && let Some(said) = self.news()
        {
            answer(Reply {
                id: None,
                answer: said,
                desk: None,
            });
        }
    }

    /// That drafts cannot be written, when that is news.
    fn draft_refusal(&mut self) -> Option<Said> {
        let failing = self.drafts.failing();
        let news = failing && !self.told;
        self.told = failing;
        news.then(|| Said::from(&DraftRefusal::NotKept))
    }
}

/// What is said of a job that failed, and whether the thread goes on. A disk with no room for another segment
/// is told before anything is written: a line that cannot be voided now is no reason to stop the till.
fn failed(failure: Failure) -> (Answer, bool) {
    match failure {
        Failure::Refused(said) => (Answer::Refused(said), true),
        Failure::Fault(Fault::Journal(JournalError::NoSpace(_))) => {
            (Answer::Refused(Said::from(&SpaceRefusal::DiskFull)), true)
        }
        Failure::Fault(fault) => (Answer::Fault(fault.said()), false),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    #[test]
    fn only_a_full_disk_is_no_end() {
        let full = JournalError::NoSpace("journal".into());
        match failed(full.into()) {
            (Answer::Refused(said), true) => assert_eq!(said.code, "disk-full"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(
            failed(JournalError::Poisoned.into()),
            (Answer::Fault(_), false)
        ));
    }
}
