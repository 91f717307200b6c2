//! What a shift came to in the lives of a journal before the one in which it is closed: a disk that was set
//! back, copied or restored while its register was open. Must never be asked of the till: only the entries
//! that the hub holds say it.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::ledger::{Key, Ledger, StoredEntry};
use super::no::No;
use super::rows::{Incarnation, Shift};
use super::work::read;
use super::{Caller, keys};
use crate::domain::event::{Event, Fact};
use crate::domain::money::{Currency, Money};
use crate::domain::retold::Told;
use crate::domain::shift::{Closing, Figures};
use crate::protocol::verify::Tally;

/// Kind of the opening of a shift.
const OPENED: u16 = 10;
/// Kind of its closing.
const CLOSED: u16 = 12;
/// Kinds of what is in the totals of a shift: sales and returns.
const DOCUMENTS: [u16; 2] = [20, 21];
/// Kinds that say what a life goes on from.
const GOES_ON: [u16; 2] = [40, 73];

/// Lives that are gone back through at most: so often is no disk restored in one day.
const LIVES: usize = 16;

/// Bytes of entries that are looked through for one batch, each entry counted as 1 KiB at least: a shift of
/// many thousand sales.
const LOOKED_THROUGH: usize = 32 << 20;

/// What a shift came to in the lives before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Before {
    /// This.
    Known(Totals),
    /// The hub does not hold all of it.
    Unknown,
}

/// The figures by which a closing is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) sales: u64,
    pub(super) net: Money,
    pub(super) tax: Money,
    pub(super) total: Money,
}

impl Totals {
    pub(super) fn zero(currency: Currency) -> Totals {
        Totals::from(&Figures::zero(currency))
    }

    /// Takes others in; those of another currency are of another shift.
    pub(super) fn add(&mut self, other: &Totals) {
        if other.total.currency() != self.total.currency() {
            return;
        }
        self.sales = self.sales.saturating_add(other.sales);
        self.net.gather(other.net);
        self.tax.gather(other.tax);
        self.total.gather(other.total);
    }

    /// Takes a document of that shift in. Total: whatever it says, nothing here stops the program.
    fn take(&mut self, entry: &StoredEntry, shift: u64) {
        let (of, priced, sales, sign) = match fact(entry).map(|fact| fact.event) {
            Some(Event::Sold(sale)) => (sale.shift, sale.priced, 1, 1),
            Some(Event::Refunded(back)) => (back.shift, back.priced, 0, -1),
            _ => return,
        };
        let signed = |sum: Money| Money::from_minor(sum.minor().saturating_mul(sign), priced.currency);
        if of == shift {
            self.add(&Totals {
                sales,
                net: signed(priced.net),
                tax: signed(priced.tax),
                total: signed(priced.total),
            });
        }
    }
}

impl From<&Figures> for Totals {
    fn from(figures: &Figures) -> Totals {
        Totals {
            sales: figures.sales,
            net: figures.net,
            tax: figures.tax,
            total: figures.total,
        }
    }
}

/// Notes what a life goes on from, and how far that counts: to where its entries are told again. What was
/// told again itself says that of the life in which it stood, and is not for here.
pub(super) fn narrow(goes_on: &mut Option<(Uuid, u64)>, event: &Event) {
    match event {
        Event::IncarnationOpened(opened) => *goes_on = Some((opened.previous, opened.previous_seq)),
        Event::ToldAgain(told) if told.here => {
            if let Some((_, upto)) = goes_on.as_mut().filter(|(life, _)| *life == told.incarnation) {
                *upto = told.first.saturating_sub(1).min(*upto);
            }
        }
        _ => {}
    }
}

fn fact(entry: &StoredEntry) -> Option<Fact> {
    Fact::decode(entry.kind, entry.kind_version, entry.payload.as_bytes()).ok()
}

fn row<T: DeserializeOwned>(rows: &BTreeMap<Key, Value>, key: &Key) -> Option<T> {
    rows.get(key).map(read)
}

/// By the place of each closing of a batch whose shift was opened in an earlier life: what it came to there.
/// Entries never change, so they are read before anything is locked.
pub(super) async fn carried<L: Ledger>(
    ledger: &L,
    who: &Caller,
    entries: &[StoredEntry],
) -> Result<BTreeMap<u64, Before>, No> {
    let mut found = BTreeMap::new();
    let Some(first) = entries.iter().find(|entry| entry.kind == CLOSED) else {
        return Ok(found);
    };
    let (own, tally) = (
        keys::incarnation(first.incarnation),
        keys::tally(first.incarnation),
    );
    let rows = ledger
        .get(who.shop, BTreeSet::from([own.clone(), tally.clone()]))
        .await?;
    let life = row::<Incarnation>(&rows, &own);
    // What the hub holds already is in it: said again, it would be taken for less than was said after it.
    let held = life.as_ref().map_or(0, |life| life.acked);
    let mut goes_on = life.and_then(|life| life.goes_on);
    let mut tally: Tally = row(&rows, &tally).unwrap_or_default();
    let mut opened = BTreeSet::new();
    let mut budget = LOOKED_THROUGH;
    for entry in entries.iter().filter(|entry| entry.seq > held) {
        if ![OPENED, CLOSED].contains(&entry.kind) && !GOES_ON.contains(&entry.kind) {
            continue;
        }
        match fact(entry).map(|fact| fact.event) {
            Some(Event::ShiftOpened(shift)) => drop(opened.insert(shift.number)),
            Some(Event::ShiftClosed(closing)) if !opened.contains(&closing.opened.number) => {
                let Some(life) = goes_on else { continue };
                let here = keys::shift(entry.incarnation, closing.opened.number);
                let rows = ledger.get(who.shop, BTreeSet::from([here.clone()])).await?;
                if row::<Shift>(&rows, &here).is_none_or(|shift| shift.from_seq == 0) {
                    found.insert(
                        entry.seq,
                        before(ledger, who, life, (&closing, &mut budget)).await?,
                    );
                }
            }
            Some(event) if tally.told(entry.seq) == Told::First => {
                narrow(&mut goes_on, &event);
                if let Event::ToldAgain(told) = &event {
                    tally.announced(entry.seq, told);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Goes back from life to life to the one in which the shift was opened.
async fn before<L: Ledger>(
    ledger: &L,
    who: &Caller,
    (mut life, mut upto): (Uuid, u64),
    (closing, budget): (&Closing, &mut usize),
) -> Result<Before, No> {
    let number = closing.opened.number;
    let mut totals = Totals::zero(closing.figures.total.currency());
    for _ in 0..LIVES {
        let (own, shift, tally) = (
            keys::incarnation(life),
            keys::shift(life, number),
            keys::tally(life),
        );
        let wanted = BTreeSet::from([own.clone(), shift.clone(), tally.clone()]);
        let rows = ledger.get(who.shop, wanted).await?;
        let whole = |row: &Incarnation| row.terminal == who.terminal && row.acked >= upto;
        let Some(own) = row::<Incarnation>(&rows, &own).filter(whole) else {
            return Ok(Before::Unknown);
        };
        let opened = row::<Shift>(&rows, &shift).map_or(0, |shift| shift.from_seq);
        // One that was opened behind it was opened in another past.
        let opened = Some(opened).filter(|seq| (1..=upto).contains(seq));
        let tally: Tally = row(&rows, &tally).unwrap_or_default();
        let mut next = opened.unwrap_or(1);
        while next <= upto {
            let held = ledger.entries(who.shop, life, next, 100).await?;
            let bytes: usize = held.iter().map(|entry| entry.payload.len().max(1 << 10)).sum();
            let (Some(last), Some(left)) = (held.last(), budget.checked_sub(bytes)) else {
                return Ok(Before::Unknown);
            };
            (next, *budget) = (last.seq + 1, left);
            let counts = |entry: &&StoredEntry| {
                DOCUMENTS.contains(&entry.kind) && entry.seq <= upto && tally.told(entry.seq) != Told::Back
            };
            held.iter()
                .filter(counts)
                .for_each(|entry| totals.take(entry, number));
        }
        match own.goes_on {
            _ if opened.is_some() => return Ok(Before::Known(totals)),
            Some(earlier) => (life, upto) = earlier,
            None => return Ok(Before::Unknown),
        }
    }
    Ok(Before::Unknown)
}
