//! The task that sends. Must never stop for one address that does not answer.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::outbox;
use super::rows::{Delivery, Webhook};
use super::send::{Parcel, send};
use super::subscribe::all;
use crate::hub::choose::shops;
use crate::hub::house::Hub;
use crate::hub::ledger::Ledger;
use crate::hub::no::No;
use crate::hub::now;

/// How often the feeds are looked at while there are webhooks, and while there are none.
const OFTEN: Duration = Duration::from_millis(500);
const SELDOM: Duration = Duration::from_secs(5);
/// Passes after which old deliveries are forgotten.
const FORGET: u64 = 7_200;
/// Attempts under way at once.
const AT_ONCE: usize = 16;

/// Sends what happens until it is stopped.
pub(in crate::hub) async fn run<L: Ledger>(hub: Hub<L>, private: bool) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut busy = Busy {
        tasks: JoinSet::new(),
        webhooks: BTreeSet::new(),
    };
    for pass in 0_u64.. {
        busy.ended();
        let any = match one(&hub, private, &room, &mut busy, pass % FORGET == FORGET - 1).await {
            Ok(any) => any,
            Err(no) => {
                crate::hub::http::line("error", "webhooks", json!({ "message": no.to_string() }));
                false
            }
        };
        tokio::time::sleep(if any { OFTEN } else { SELDOM }).await;
    }
}

/// Webhooks to which something is on its way: each has one queue, so that what happened in order is told so.
struct Busy {
    tasks: JoinSet<Uuid>,
    webhooks: BTreeSet<Uuid>,
}

impl Busy {
    fn ended(&mut self) {
        while let Some(ended) = self.tasks.try_join_next() {
            match ended {
                Ok(webhook) => drop(self.webhooks.remove(&webhook)),
                Err(_) if self.tasks.is_empty() => self.webhooks.clear(),
                Err(_) => {}
            }
        }
    }
}

async fn one<L: Ledger>(
    hub: &Hub<L>,
    private: bool,
    room: &Arc<Semaphore>,
    busy: &mut Busy,
    forget: bool,
) -> Result<bool, No> {
    let mut any = false;
    for (shop, _) in shops(hub.ledger()).await? {
        if forget {
            outbox::forget(hub.ledger(), shop, now()).await?;
        }
        for webhook in all(hub.ledger(), shop).await? {
            any = true;
            // a long past is noted a page at a time, so that other webhooks are told meanwhile
            outbox::note(hub.ledger(), shop, &webhook, now()).await?;
            if busy.webhooks.contains(&webhook.id) {
                continue;
            }
            let due = outbox::due(hub.ledger(), shop, webhook.id, now()).await?;
            if !due.is_empty() {
                busy.webhooks.insert(webhook.id);
                let (hub, room) = (hub.clone(), room.clone());
                busy.tasks.spawn(queue(hub, room, (shop, private), webhook, due));
            }
        }
    }
    Ok(any)
}

/// Sends one after the other; when the address is away the rest of them waits for a later pass.
async fn queue<L: Ledger>(
    hub: Hub<L>,
    room: Arc<Semaphore>,
    (shop, private): (Uuid, bool),
    webhook: Webhook,
    due: Vec<Delivery>,
) -> Uuid {
    for delivery in due {
        let Ok(_permit) = room.acquire().await else { break };
        match attempt(&hub, (shop, private), &webhook, &delivery).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(no) => {
                crate::hub::http::line("error", "webhooks", json!({ "message": no.to_string() }));
                break;
            }
        }
    }
    webhook.id
}

/// Whether it was answered at all.
async fn attempt<L: Ledger>(
    hub: &Hub<L>,
    (shop, private): (Uuid, bool),
    webhook: &Webhook,
    delivery: &Delivery,
) -> Result<bool, No> {
    if !outbox::claim(hub.ledger(), shop, delivery, now()).await? {
        return Ok(true);
    }
    let parcel = Parcel {
        url: webhook.url.clone(),
        secret: hub.secrets().webhook(webhook.id),
        event: delivery.event_id().to_owned(),
        webhook: webhook.id.to_string(),
        body: delivery.event.to_string().into_bytes(),
        private,
    };
    let at = now();
    let Ok(attempt) = tokio::task::spawn_blocking(move || send(&parcel, at)).await else {
        return Ok(false);
    };
    let answered = attempt.status.is_some();
    outbox::tried(hub.ledger(), shop, delivery, attempt, now()).await?;
    Ok(answered)
}
