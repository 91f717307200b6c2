//! An open till without its screens: the register's thread and the one to the hub. Must never do what the
//! screens could not.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tendero::devices::settings::Printer;
use tendero::domain::catalogue::Catalogue;
use tendero::domain::event::Via;
use tendero::domain::staff::PersonId;
use tendero::register::hub::state::{Lamp, SyncAnswer, SyncState};
use tendero::register::job::{Job, Request};
use tendero::register::reply::{Answer, Reply};
use tendero::register::surroundings::Machine;
use tendero::register::worker::{Handle, spawn};
use tendero::register::{How, Unlocking};

/// A till as the screens have it.
pub(crate) struct Open {
    pub(crate) handle: Handle,
    heard: Receiver<Reply>,
    pub(crate) catalogue: Arc<Catalogue>,
    luz: PersonId,
    asked: u64,
    pub(crate) state: Option<SyncState>,
}

impl Open {
    pub(crate) fn of(store: PathBuf, key: PathBuf) -> Open {
        let (say, heard) = channel();
        let how = How {
            key: Unlocking::File(Some(key)),
            via: Via::Till,
            around: Box::new(Machine::default()),
        };
        let handle = spawn(store, how, Printer::default(), move |reply| drop(say.send(reply)));
        let mut open = Open {
            handle,
            heard,
            catalogue: Arc::default(),
            luz: PersonId(uuid::Uuid::nil()),
            asked: 0,
            state: None,
        };
        let opened = open.until(|answer| match answer {
            Answer::Opened(opened) => Some((opened.desk.people[0].id, opened.catalogue.clone())),
            _ => None,
        });
        (open.luz, open.catalogue) = opened;
        open
    }

    pub(crate) fn until<T>(&mut self, wanted: impl Fn(&Answer) -> Option<T>) -> T {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let reply = self.heard.recv_timeout(left).expect("the till says something");
            if let Answer::Sync(SyncAnswer::State(state)) = &reply.answer {
                self.state = Some((**state).clone());
            }
            if let Some(found) = wanted(&reply.answer) {
                return found;
            }
            assert!(
                !matches!(reply.answer, Answer::Fault(_) | Answer::Refused(_)),
                "{:?}",
                reply.answer
            );
        }
    }

    pub(crate) fn ask(&mut self, job: Job) -> u64 {
        self.asked += 1;
        let request = Request { id: self.asked, job };
        self.handle.ask(request).expect("it is there");
        self.asked
    }

    pub(crate) fn sign_in(&mut self, pin: &str) {
        let (person, pin) = (self.luz, pin.to_owned());
        self.ask(Job::SignIn { person, pin });
        self.until(|answer| matches!(answer, Answer::SignedIn(_)).then_some(()));
    }

    /// Waits for the lamp.
    pub(crate) fn lamp(&mut self, lamp: Lamp) -> SyncState {
        if let Some(state) = self.state.clone().filter(|state| state.lamp == lamp) {
            return state;
        }
        self.until(|answer| match answer {
            Answer::Sync(SyncAnswer::State(state)) if state.lamp == lamp => Some((**state).clone()),
            _ => None,
        })
    }
}
