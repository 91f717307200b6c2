//! Notes what integrations and webhooks are told. Must never give one thing two ids: whoever is told twice
//! knows it by its id.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::Origin;
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind};
use crate::hub::rows::Notice;
use crate::hub::work::Work;

/// A thing that happened, as it is kept; documented beside the interface for integrations.
#[derive(Serialize)]
struct Happening<'a, T> {
    id: &'a str,
    r#type: &'a str,
    received_at: i64,
    at: i64,
    terminal: Uuid,
    terminal_name: &'a str,
    incarnation: Uuid,
    seq: u64,
    entry: Uuid,
    data: &'a T,
}

/// The same, and keeps it where the owner looks.
pub(super) fn notice(work: &mut Work<'_>, from: &Origin<'_>, sort: &str, which: &str, data: Value) {
    tell(work, from, sort, which, &data);
    let row = Notice {
        sort: sort.to_owned(),
        at: from.now,
        terminal_name: from.name.to_owned(),
        data,
    };
    let id = format!("{}/{sort}/{which}", from.entry.id);
    work.put(keys::notice(from.now, &id), &row);
}

/// Notes that something of that sort happened; `which` tells apart what one entry caused.
pub(super) fn tell(work: &mut Work<'_>, from: &Origin<'_>, sort: &str, which: &str, data: &impl Serialize) {
    let entry = from.entry;
    let id = if which.is_empty() {
        format!("{}/{sort}", entry.id)
    } else {
        format!("{}/{sort}/{which}", entry.id)
    };
    let row = Happening {
        id: &id,
        r#type: sort,
        received_at: from.now,
        at: entry.at_wall,
        terminal: entry.terminal,
        terminal_name: from.name,
        incarnation: entry.incarnation,
        seq: entry.seq,
        entry: entry.id,
        data,
    };
    work.tell(Key::new(Kind::Happening, id.as_str()), &row);
}
