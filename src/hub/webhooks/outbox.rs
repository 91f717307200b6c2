//! From the feed to what is to be sent, and from an attempt to the log. Must never move a webhook's place
//! without noting what lies behind it.

use serde_json::Value;
use uuid::Uuid;

use super::rows::{self, Attempt, Delivery, State, Webhook};
use crate::hub::ledger::{Feed, Kind, Ledger, Order, Step, Wanted};
use crate::hub::no::No;
use crate::hub::work::{Work, read};

/// Rows of the feed that are noted at once.
const PAGE: u32 = 200;
/// How long an attempt is nobody else's, in milliseconds: longer than one may take.
const CLAIM: i64 = 60_000;
/// Attempts before a delivery is given up: most of a day.
const TRIES: u32 = 20;
/// The longest wait between two attempts, in milliseconds.
const LONGEST: i64 = 2 * 3_600_000;
/// How long a delivery that is done stays in the log, in milliseconds.
const KEPT: i64 = 30 * 86_400_000;

/// Notes what the webhook is to be told; tells whether there may be more.
pub(super) async fn note<L: Ledger>(ledger: &L, shop: Uuid, webhook: &Webhook, now: i64) -> Result<bool, No> {
    let page = ledger.page(shop, Feed::Happenings, webhook.v, PAGE).await?;
    let Some(last) = page.rows.last().map(|(v, ..)| *v) else {
        return Ok(false);
    };
    let (key, from) = (rows::webhook(webhook.id), webhook.v);
    let wanted = Wanted::rows([key.clone()]);
    let told = page.rows;
    let noted = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let stands = work.get::<Webhook>(&key).filter(|webhook| webhook.v == from);
        // another process of the hub was faster, or the webhook is gone
        let Some(mut webhook) = stands else {
            return Step::Nothing(());
        };
        webhook.v = last;
        for (v, _, event) in &told {
            let sort = event
                .as_ref()
                .and_then(|event| event.get("type"))
                .and_then(Value::as_str);
            let (Some(event), Some(sort)) = (event, sort) else {
                continue;
            };
            if !webhook.on.contains(sort) {
                continue;
            }
            let delivery = Delivery {
                webhook: webhook.id,
                v: *v,
                event: event.clone(),
                state: State::Waits,
                tries: 0,
                next_at: now,
                attempts: Vec::new(),
            };
            work.put(delivery.key(), &delivery);
        }
        work.put(key.clone(), &webhook);
        work.done(())
    });
    noted.await?;
    Ok(page.left > 0)
}

/// Takes a delivery for one attempt; none where somebody else has it.
pub(super) async fn claim<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    delivery: &Delivery,
    now: i64,
) -> Result<bool, No> {
    let (key, seen) = (delivery.key(), delivery.next_at);
    let wanted = Wanted::rows([key.clone()]);
    let claimed = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let stands = work
            .get::<Delivery>(&key)
            .filter(|delivery| delivery.next_at == seen);
        let Some(mut delivery) = stands else {
            return Step::Nothing(false);
        };
        delivery.next_at = now + CLAIM;
        work.put(key.clone(), &delivery);
        work.done(true)
    });
    Ok(claimed.await?)
}

/// Puts an attempt on record.
pub(super) async fn tried<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    delivery: &Delivery,
    attempt: Attempt,
    now: i64,
) -> Result<(), No> {
    let key = delivery.key();
    let wanted = Wanted::rows([key.clone()]);
    let noted = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let Some(mut delivery) = work.get::<Delivery>(&key) else {
            return Step::Nothing(());
        };
        delivery.tries += 1;
        delivery.state = match attempt.status {
            Some(200..=299) => State::Taken,
            _ if delivery.tries >= TRIES => State::GivenUp,
            _ => State::Waits,
        };
        delivery.next_at = now + wait(delivery.tries, delivery.v);
        delivery.note(attempt.clone());
        if delivery.state != State::Waits {
            work.remove(key.clone());
        }
        work.put(delivery.key(), &delivery);
        work.done(())
    });
    Ok(noted.await?)
}

/// How long until the next attempt: twice as long each time, and not for all at the same moment.
fn wait(tries: u32, v: u64) -> i64 {
    let wait = (1_000_i64 << tries.saturating_sub(1).min(20)).min(LONGEST);
    let apart = i64::try_from(v % 8).unwrap_or(0);
    wait + wait * apart / 32
}

/// Forgets deliveries that were done long ago, and answers that nobody asks for again.
pub(super) async fn forget<L: Ledger>(ledger: &L, shop: Uuid, now: i64) -> Result<(), No> {
    let age = |row: &Value, field: &str| row.get(field).and_then(Value::as_i64).unwrap_or(now);
    let mut old = Vec::new();
    for (kind, from, field) in [(Kind::Delivery, "d/", "next_at"), (Kind::Answer, "", "at")] {
        let mut after = from.to_owned();
        loop {
            let rows = ledger
                .list(shop, kind, Some(after.clone()), Order::Up, 1_000)
                .await?;
            let Some((last, _)) = rows.last() else { break };
            after.clone_from(last);
            let own = rows
                .iter()
                .filter(|(id, row)| id.starts_with(from) && now - age(row, field) > KEPT);
            old.extend(own.map(|(id, _)| crate::hub::ledger::Key::new(kind, id.as_str())));
            if !after.starts_with(from) {
                break;
            }
        }
    }
    for keys in old.chunks(500) {
        super::subscribe::remove(ledger, shop, keys.to_vec()).await?;
    }
    Ok(())
}

/// Those that wait and whose time has come, the oldest first.
pub(super) async fn due<L: Ledger>(ledger: &L, shop: Uuid, id: Uuid, now: i64) -> Result<Vec<Delivery>, No> {
    let before = rows::before(State::Waits, id);
    let rows = ledger
        .list(shop, Kind::Delivery, Some(before.clone()), Order::Up, 50)
        .await?;
    let own = rows
        .iter()
        .take_while(|(id, _)| id.starts_with(&before))
        .map(|(_, row)| read(row));
    Ok(own
        .filter(|delivery: &Delivery| delivery.next_at <= now)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_two_hours_and_last_most_of_a_day() {
        assert_eq!([wait(1, 0), wait(2, 0), wait(3, 0)], [1_000, 2_000, 4_000]);
        assert_eq!(wait(30, 0), LONGEST);
        assert!(wait(5, 7) > wait(5, 0) && wait(5, 7) < wait(6, 0));
        let whole: i64 = (1..TRIES).map(|tries| wait(tries, 0)).sum();
        assert!((12..24).contains(&(whole / 3_600_000)), "{whole}");
    }
}
