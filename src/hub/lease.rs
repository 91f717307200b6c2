//! Blocks of numbers of a series that several tills share. Must never give a number twice, nor another block
//! for the same request.

use super::ledger::{Ledger, Step, Wanted};
use super::no::{No, no};
use super::work::Work;
use super::{Caller, keys, rows};
use crate::protocol::refused::Code;
use crate::protocol::series::{Lease, Leased};

/// Numbers in one block at most.
const BLOCK_MAX: u32 = 1_000;
/// Numbers that are passed over at most because the till knows of them.
const LEAP_MOST: u64 = 100_000;

/// Gives a block.
pub(super) async fn lease<L: Ledger>(ledger: &L, who: &Caller, ask: Lease) -> Result<Leased, No> {
    let name = &ask.series;
    if !(1..=9).contains(&name.len()) || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(no(Code::BadRequest, "a series has 1 to 9 letters and digits").into());
    }
    if !(1..=BLOCK_MAX).contains(&ask.want) || ask.next >= i64::MAX as u64 {
        return Err(no(Code::BadRequest, "a block has 1 to 1000 numbers").into());
    }
    let (series, request) = (keys::series(name), keys::lease(ask.request));
    let wanted = Wanted::rows([series.clone(), request.clone()]);
    let who = who.clone();
    let given = ledger.transact(who.shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        if let Some(before) = work.get::<rows::Lease>(&request) {
            let same = before.terminal == who.terminal && before.series == ask.series;
            let why = "another request with the same id asked for something else";
            return Step::Nothing(if same {
                Ok(leased(&before))
            } else {
                Err(no(Code::IdempotencyConflict, why))
            });
        }
        let mut row: rows::Series = work.get(&series).unwrap_or(rows::Series {
            terminal: None,
            next: 1,
        });
        if row.terminal.is_some() {
            return Step::Nothing(Err(no(Code::Forbidden, "that series is a till's own")));
        }
        let from = beyond(row.next, ask.next);
        let block = rows::Lease {
            terminal: who.terminal,
            series: ask.series.clone(),
            from,
            to: from + u64::from(ask.want) - 1,
        };
        row.next = block.to + 1;
        work.put(series.clone(), &row);
        work.put(request.clone(), &block);
        work.done(Ok(leased(&block)))
    });
    Ok(given.await??)
}

/// Numbers that the till has had from a hub which was set back since are not given again; a till that says
/// too many is not believed.
fn beyond(next: u64, known: u64) -> u64 {
    if known.saturating_sub(next) <= LEAP_MOST {
        next.max(known)
    } else {
        next
    }
}

fn leased(block: &rows::Lease) -> Leased {
    Leased {
        series: block.series.clone(),
        from: block.from,
        to: block.to,
    }
}
