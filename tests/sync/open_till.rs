//! An open till beside its hub: it becomes known, sends by itself, says how it stands, and waits for nothing.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tendero::devices::settings::Printer;
use tendero::domain::event::Via;
use tendero::domain::staff::PersonId;
use tendero::register::hub::state::{Lamp, SyncAnswer, SyncJob, SyncState};
use tendero::register::job::{Job, Request};
use tendero::register::reply::{Answer, Reply};
use tendero::register::surroundings::Machine;
use tendero::register::worker::{Handle, spawn};
use tendero::register::{How, Unlocking};

use crate::hub::Hub;
use crate::joined::agree;
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

/// A till as the screens have it.
struct Open {
    handle: Handle,
    heard: Receiver<Reply>,
    luz: PersonId,
    asked: u64,
    state: Option<SyncState>,
}

impl Open {
    fn of(till: &Shop) -> Open {
        let (say, heard) = channel();
        let how = How {
            key: Unlocking::File(Some(till.key())),
            via: Via::Till,
            around: Box::new(Machine::default()),
        };
        let handle = spawn(till.store(), how, Printer::default(), move |reply| {
            drop(say.send(reply))
        });
        let mut open = Open {
            handle,
            heard,
            luz: PersonId(uuid::Uuid::nil()),
            asked: 0,
            state: None,
        };
        let opened = open.until(|answer| match answer {
            Answer::Opened(opened) => Some(opened.desk.people[0].id),
            _ => None,
        });
        open.luz = opened;
        open
    }

    fn until<T>(&mut self, wanted: impl Fn(&Answer) -> Option<T>) -> T {
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

    fn ask(&mut self, job: Job) -> u64 {
        self.asked += 1;
        let request = Request { id: self.asked, job };
        self.handle.ask(request).expect("it is there");
        self.asked
    }

    fn sign_in(&mut self) {
        let (person, pin) = (self.luz, "1234".to_owned());
        self.ask(Job::SignIn { person, pin });
        self.until(|answer| matches!(answer, Answer::SignedIn(_)).then_some(()));
    }

    /// Waits for the lamp.
    fn lamp(&mut self, lamp: Lamp) -> SyncState {
        if let Some(state) = self.state.clone().filter(|state| state.lamp == lamp) {
            return state;
        }
        self.until(|answer| match answer {
            Answer::Sync(SyncAnswer::State(state)) if state.lamp == lamp => Some((**state).clone()),
            _ => None,
        })
    }
}

#[test]
fn a_till_joins_sends_and_says_how_it_stands() {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    let line = Proxy::to(hub.address);
    let mut open = Open::of(&till);
    open.sign_in();
    let enrol = SyncJob::Enrol {
        url: format!("http://{}", line.address),
        code: hub.code(),
        approval: None,
    };
    open.ask(Job::Sync(enrol));
    open.until(|answer| matches!(answer, Answer::Sync(SyncAnswer::Joined(_))).then_some(()));
    assert_eq!(open.lamp(Lamp::Synced).waiting, 0);

    line.set(Mode::Down);
    open.ask(Job::SignOut);
    let state = open.lamp(Lamp::Offline);
    assert!(state.waiting > 0 && state.offline_since.is_some(), "{state:?}");
    open.sign_in();

    line.set(Mode::Pass);
    open.state = None;
    open.ask(Job::Sync(SyncJob::Now));
    assert_eq!(open.lamp(Lamp::Synced).waiting, 0);
    let began = Instant::now();
    open.handle.stop();
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "nobody waits for the hub at the end"
    );
    agree(&till);
}
