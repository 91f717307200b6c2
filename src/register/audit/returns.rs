//! Returns against their sales: never more of a line than was sold, never more than it came to. Must never
//! keep the sales of years in mind: only those that a return names.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::refund::{Gone, Origin, Refund};
use crate::domain::retold::{Telling, Told, ToldAgain};
use crate::journal::{Entry, JournalError, Reader};

use super::{Check, Seen, decode};

/// Kind of an entry that announces others.
const TOLD_AGAIN: u16 = 73;

/// The sales and the returns that a second look at the journal needs.
#[derive(Default)]
pub(super) struct Returns {
    named: HashSet<Uuid>,
    returns: HashSet<Uuid>,
}

impl Returns {
    pub(super) fn see(&mut self, seen: &Seen<'_>) {
        if let Event::Refunded(refund) = &seen.fact.event
            && let Some(of) = &refund.of
        {
            self.named.insert(of.sale);
            self.returns.insert(seen.id);
        }
    }

    /// Looks at them in their order. Damage ends it: another check tells that.
    pub(super) fn check(&self, reader: &Reader) -> Result<Check, JournalError> {
        let what = "no more came back of a sale than was sold";
        let mut check = Check::new("returns", what);
        if self.returns.is_empty() {
            return Ok(check);
        }
        let (mut sales, mut telling) = (HashMap::new(), Telling::default());
        for entry in reader.all_entries() {
            let told = match &entry {
                Ok(entry) => telling.next(announced(entry).as_ref()),
                Err(_) => Told::First,
            };
            match entry {
                Ok(entry) if told != Told::Again && self.is_wanted(&entry) => {
                    if let Some(verdict) = weigh(&mut sales, &entry) {
                        check.note(entry.cursor, verdict);
                    }
                }
                Ok(_) => {}
                Err(error @ JournalError::Io { .. }) => return Err(error),
                Err(_) => break,
            }
        }
        Ok(check)
    }

    fn is_wanted(&self, entry: &Entry) -> bool {
        self.named.contains(&entry.id) || self.returns.contains(&entry.id)
    }
}

/// What an entry announces of other lives.
fn announced(entry: &Entry) -> Option<ToldAgain> {
    if entry.kind != TOLD_AGAIN {
        return None;
    }
    match decode(entry).ok()?.event {
        Event::ToldAgain(told) => Some(told),
        _ => None,
    }
}

fn weigh(sales: &mut HashMap<Uuid, (Sale, Gone)>, entry: &Entry) -> Option<Result<(), String>> {
    match decode(entry).ok()?.event {
        Event::Sold(sale) => {
            let gone = Gone::nothing(&sale);
            sales.insert(sale.id, (sale, gone));
            None
        }
        Event::Refunded(refund) => {
            let of = refund.of.as_ref()?;
            let named = |what: String| format!("document {}: {what}", refund.number);
            Some(judge(sales, of, &refund).map_err(named))
        }
        _ => None,
    }
}

fn judge(sales: &mut HashMap<Uuid, (Sale, Gone)>, of: &Origin, refund: &Refund) -> Result<(), String> {
    let (sale, gone) = sales
        .get_mut(&of.sale)
        .filter(|(sale, _)| sale.number == of.number)
        .ok_or_else(|| format!("no sale before it is {}", of.number))?;
    for returned in &refund.goods {
        let sold = returned.line.and_then(|line| sale.goods.get(line as usize));
        if sold.is_none_or(|good| good.sku != returned.good.sku) {
            return Err(format!("{} was not sold on {}", returned.good.name, of.number));
        }
        if !returned.good.quantity.is_positive() {
            let (name, quantity) = (&returned.good.name, returned.good.quantity);
            return Err(format!("{quantity} of {name} is no quantity"));
        }
    }
    gone.take(refund);
    for (good, back) in sale.goods.iter().zip(&gone.lines) {
        if back.quantity > good.quantity {
            let (name, sold) = (&good.name, good.quantity);
            return Err(format!("{} of {name} came back, {sold} were sold", back.quantity));
        }
    }
    let (total, back) = (sale.priced.total, gone.total);
    if back > total {
        return Err(format!("{back} went back of a sale of {total}"));
    }
    if gone.is_all(sale) && back != total {
        return Err(format!("all of it came back, and {back} of {total}"));
    }
    Ok(())
}
