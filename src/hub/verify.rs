//! A till compares: what is held of its journal, and what that has come to. Must never say what the till
//! said: only what is held here.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ledger::{Key, Kind, Ledger, Order};
use super::no::{No, no};
use super::rows::{Closing, Day, Incarnation, Parked, Shift, Terminal};
use super::work::read;
use super::{Caller, fetch, keys};
use crate::protocol::fetch::HashAt;
use crate::protocol::limits::{CHECKED_ENTRIES, CHECKED_SUMS, LISTED};
use crate::protocol::refused::{Code, Refused};
use crate::protocol::verify::{
    CheckEntries, CheckSums, ClosingSums, DaySums, EntriesChecked, ShiftSums, SumsChecked, Tally,
};
use crate::vault::chain::Hash;

/// Entries read at a time: some are as large as an entry may be.
const READ: u64 = 100;
/// How often it is tried to read sums and what waits of one moment.
const TRIES: usize = 5;

fn bad(why: &str) -> Refused {
    no(Code::BadRequest, why)
}

/// What is held of a stretch of a journal.
pub(super) async fn entries<L: Ledger>(
    ledger: &L,
    who: &Caller,
    ask: &CheckEntries,
) -> Result<EntriesChecked, No> {
    let long = ask
        .to
        .checked_sub(ask.from)
        .is_none_or(|more| more >= CHECKED_ENTRIES);
    if ask.from == 0 || long || ask.to >= i64::MAX as u64 {
        return Err(bad("that is no stretch, or more than one question may ask for").into());
    }
    let before = HEXLOWER.decode(ask.prev_hash.as_bytes()).ok();
    let before: Option<Hash> = before.and_then(|bytes| bytes.try_into().ok());
    let mut before = before.ok_or_else(|| bad("a hash is 64 hex digits in small letters"))?;
    let life = fetch::life(ledger, who, ask.incarnation).await?;
    let to = ask.to.min(life.acked);
    let (mut next, mut held, mut hashes) = (ask.from, 0, Vec::new());
    let mut digest = Sha256::new();
    while next <= to {
        let limit = u32::try_from(READ.min(to + 1 - next)).unwrap_or(u32::MAX);
        let found = ledger.entries(who.shop, ask.incarnation, next, limit).await?;
        let mut here = found.into_iter().filter(|entry| entry.seq <= to).peekable();
        if here.peek().is_none() {
            break;
        }
        for entry in here {
            // Where the one before is missing, its hash is too.
            let hash = if entry.seq == next {
                entry.reckoned(&before)
            } else {
                entry.hash
            };
            digest.update(hash);
            if ask.each {
                let hash = HEXLOWER.encode(&hash);
                hashes.push(HashAt { seq: entry.seq, hash });
            }
            (next, before) = (entry.seq + 1, entry.hash);
            held += 1;
        }
    }
    Ok(EntriesChecked {
        acked: life.acked,
        held,
        digest: HEXLOWER.encode(&digest.finalize()),
        hashes,
    })
}

/// What the entries of a life have come to.
pub(super) async fn sums<L: Ledger>(ledger: &L, who: &Caller, ask: &CheckSums) -> Result<SumsChecked, No> {
    if ask.shifts.len() + ask.closings.len() + ask.days.len() > CHECKED_SUMS {
        return Err(bad("these are more sums than one question may ask for").into());
    }
    let days = ask.days.iter().map(|day| day.parse());
    let days: Result<Vec<jiff::civil::Date>, _> = days.collect();
    let days = days.map_err(|_| bad("a day is written like 2026-11-21"))?;
    let terminal = fetch::life(ledger, who, ask.incarnation).await?.terminal;
    let shift = |number: &u64| keys::shift(ask.incarnation, *number);
    let closing = |number: &u64| keys::closing(terminal, ask.incarnation, *number);
    let day = |date: &jiff::civil::Date| keys::day(*date, terminal);
    let (own, tally) = (keys::incarnation(ask.incarnation), keys::tally(ask.incarnation));
    let till = keys::terminal(terminal);
    let wanted: BTreeSet<Key> = [own.clone(), tally.clone(), till.clone()]
        .into_iter()
        .chain(ask.shifts.iter().map(shift))
        .chain(ask.closings.iter().map(closing))
        .chain(days.iter().map(day))
        .collect();
    for _ in 0..TRIES {
        let rows = ledger.get(who.shop, wanted.clone()).await?;
        let life: Incarnation = rows.get(&own).map(read).ok_or_else(gone)?;
        let parked = parked(ledger, who, ask).await?;
        // Meanwhile something came, or somebody tried again what waited.
        if ledger.get(who.shop, wanted.clone()).await? != rows {
            continue;
        }
        return Ok(SumsChecked {
            acked: life.acked,
            tally: row::<Tally>(&rows, &tally).unwrap_or_default(),
            parked,
            parked_count: life.parked,
            lives: row::<Terminal>(&rows, &till).map_or(0, |till| till.lives.len() as u64),
            shifts: numbered(&ask.shifts, |number| {
                let figures = row::<Shift>(&rows, &shift(number))?.figures;
                Some(ShiftSums {
                    number: *number,
                    figures: json(&figures),
                })
            }),
            closings: numbered(&ask.closings, |number| {
                let row = row::<Closing>(&rows, &closing(number))?;
                Some(ClosingSums {
                    number: *number,
                    closing: row.closing,
                    differs: row.differs.into_iter().map(|one| one.figure).collect(),
                })
            }),
            days: numbered(&days, |date| {
                let figures = row::<Day>(&rows, &day(date))?.figures;
                Some(DaySums {
                    date: date.to_string(),
                    figures: json(&figures),
                })
            }),
        });
    }
    Err(no(
        Code::Unavailable,
        "entries of this till come in while it compares; try again",
    )
    .into())
}

fn gone() -> No {
    no(Code::NotFound, "the hub holds nothing of that journal").into()
}

fn row<T: DeserializeOwned>(rows: &std::collections::BTreeMap<Key, Value>, key: &Key) -> Option<T> {
    rows.get(key).map(read)
}

fn json(figures: &crate::domain::shift::Figures) -> Value {
    serde_json::to_value(figures).expect("figures have no map with keys that are not strings")
}

fn numbered<N, T>(numbers: &[N], find: impl Fn(&N) -> Option<T>) -> Vec<T> {
    numbers.iter().filter_map(find).collect()
}

/// The places of the life that wait, the first ones.
async fn parked<L: Ledger>(ledger: &L, who: &Caller, ask: &CheckSums) -> Result<Vec<u64>, No> {
    let limit = u32::try_from(LISTED).unwrap_or(u32::MAX);
    let before = Some(format!("{}/", ask.incarnation));
    let rows = ledger
        .list(who.shop, Kind::Parked, before, Order::Up, limit)
        .await?;
    let rows = rows.iter().map(|(_, row)| read::<Parked>(row));
    let own = rows.take_while(|row| row.incarnation == ask.incarnation);
    Ok(own.map(|row| row.seq).collect())
}
