//! Notes what integrations and webhooks are told. Must never give one thing two ids: whoever is told twice
//! knows it by its id.

use serde_json::{Value, json};

use super::Origin;
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind};
use crate::hub::rows::Notice;
use crate::hub::work::Work;

/// The same, and keeps it where the owner looks.
pub(super) fn notice(work: &mut Work<'_>, from: &Origin<'_>, sort: &str, which: &str, data: Value) {
    tell(work, from, sort, which, data.clone());
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
pub(super) fn tell(work: &mut Work<'_>, from: &Origin<'_>, sort: &str, which: &str, data: Value) {
    let entry = from.entry;
    let id = if which.is_empty() {
        format!("{}/{sort}", entry.id)
    } else {
        format!("{}/{sort}/{which}", entry.id)
    };
    let mut row = json!({
        "id": id, "type": sort, "received_at": from.now, "at": entry.at_wall, "terminal": entry.terminal,
        "terminal_name": from.name, "incarnation": entry.incarnation, "seq": entry.seq, "entry": entry.id,
    });
    row["data"] = data;
    work.put_value(Key::new(Kind::Happening, id), row);
}
