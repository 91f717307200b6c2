//! An open till beside its hub: it becomes known, sends by itself, says how it stands, and waits for nothing.

use std::time::{Duration, Instant};

use tendero::register::hub::state::{Lamp, SyncAnswer, SyncJob};
use tendero::register::job::Job;
use tendero::register::reply::Answer;

use crate::hub::Hub;
use crate::joined::agree;
use crate::open::Open;
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

#[test]
fn a_till_joins_sends_and_says_how_it_stands() {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    let line = Proxy::to(hub.address);
    let mut open = Open::of(till.store(), till.key());
    open.sign_in("1234");
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
    open.sign_in("1234");

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
