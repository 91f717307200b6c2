//! The audit: everything the journal says, checked against itself, entry by entry. Must never write, and
//! never mend what it finds.
//!
//! Each check is a small module that is shown every entry in order and answers for those that concern it. An
//! inspector gets a count for each check and the first entry that breaks it.

mod accounts;
mod approvals;
mod clock;
mod closings;
mod dates;
mod documents;
mod fold;
mod ids;
mod imports;
mod lives;
mod numbers;
mod perpetual;
mod place;
mod report;
mod returns;
mod shifts;
#[cfg(test)]
mod tests;

use uuid::Uuid;

use crate::domain::event::{Event, Fact};
use crate::domain::retold::{Telling, Told, ToldAgain};
use crate::journal::{Cursor, Entry, JournalError, Reader, verify};

use super::commit::decode;
use accounts::Accounts;
use approvals::Approvals;
use clock::Clock;
use closings::Closings;
use dates::Dates;
use ids::Ids;
use imports::Imports;
use lives::Lives;
use numbers::Numbers;
use perpetual::Perpetuals;
pub use place::{audit_backup, audit_store};
pub use report::{Check, Finding, Report, State};
use returns::Returns;
use shifts::Shifts;

/// An entry as the checks see it.
struct Seen<'a> {
    at: Cursor,
    incarnation: Uuid,
    id: Uuid,
    prev_hash: &'a [u8; 32],
    fact: &'a Fact,
}

/// What a check has to say of an entry: nothing, that it is right, or what is wrong with it.
type Verdict = Option<Result<(), String>>;

const CHAIN: (&str, &str) = ("chain", "entries follow each other, linked and hashed");

/// The checks of what the entries say, in the order of the report: a stable name and what is checked.
const RULES: [(&str, &str); 11] = [
    ("lives", "each life of the journal begins as it must"),
    ("ids", "no id is used twice"),
    ("documents", "lines, totals and payments add up"),
    ("perpetual", "perpetual totals go on from document to document"),
    ("numbers", "number series have no gap and no double"),
    ("shifts", "every document lies in its open shift"),
    ("closings", "closings are what their entries come to"),
    ("dates", "business dates never run backwards"),
    ("imports", "imports are whole"),
    ("accounts", "what customers owe is what their accounts come to"),
    ("approvals", "what was allowed was allowed by somebody"),
];

/// The state of every check while the journal goes by.
#[derive(Default)]
struct Rules {
    lives: Lives,
    ids: Ids,
    perpetual: Perpetuals,
    numbers: Numbers,
    shifts: Shifts,
    closings: Closings,
    dates: Dates,
    imports: Imports,
    accounts: Accounts,
    approvals: Approvals,
}

impl Rules {
    /// An entry of another life that stands here again: it was made in another state of the counter than this
    /// one. Its place is seen, and what came back from the hub must be whole in itself.
    fn pass(&mut self, seen: &Seen<'_>, told: Told) -> [Verdict; RULES.len()] {
        let mut verdicts = [const { None }; RULES.len()];
        verdicts[0] = self.lives.pass(seen);
        self.closings.pass(seen);
        if told == Told::Back {
            verdicts[1] = self.ids.see(seen);
            verdicts[2] = documents::see(seen);
            self.perpetual.pass(seen);
            self.shifts.pass(seen);
        }
        verdicts
    }

    fn see(&mut self, seen: &Seen<'_>) -> [Verdict; RULES.len()] {
        [
            self.lives.see(seen),
            self.ids.see(seen),
            documents::see(seen),
            self.perpetual.see(seen),
            self.numbers.see(seen),
            self.shifts.see(seen),
            self.closings.see(seen),
            self.dates.see(seen),
            self.imports.see(seen),
            self.accounts.see(seen),
            self.approvals.see(seen),
        ]
    }
}

/// Checks a whole journal, of a till or inside a backup. Damage is a finding of the report; only a disk that
/// cannot be read is an error.
pub fn audit(reader: &Reader) -> Result<Report, JournalError> {
    let mut payloads = Check::new("payloads", "every entry can be read");
    let mut rules = Rules::default();
    let mut checks = RULES.map(|(name, what)| Check::new(name, what));
    let (mut clock, mut returns) = (Clock::default(), Returns::default());
    let (mut entries, mut last, mut telling) = (0, Cursor::START, Telling::default());
    let verified = verify(reader, |entry: &Entry| {
        entries += 1;
        last = entry.cursor;
        let fact = match decode(entry) {
            Ok(fact) => fact,
            Err(error) => return payloads.note(entry.cursor, Err(error.to_string())),
        };
        payloads.note(entry.cursor, Ok(()));
        let seen = Seen {
            at: entry.cursor,
            incarnation: entry.incarnation,
            id: entry.id,
            prev_hash: &entry.prev_hash,
            fact: &fact,
        };
        let told = telling.next(announced(&fact));
        if told == Told::First {
            // What is told again keeps the time at which it happened.
            clock.see(entry);
        }
        if told != Told::Again {
            returns.see(&seen);
        }
        let verdicts = match told {
            Told::First => rules.see(&seen),
            again => rules.pass(&seen, again),
        };
        for (check, verdict) in checks.iter_mut().zip(verdicts) {
            if let Some(verdict) = verdict {
                check.note(seen.at, verdict);
            }
        }
    });
    let mut chain = Check::new(CHAIN.0, CHAIN.1);
    chain.checked = entries;
    let head = match verified {
        Ok(verified) => Some(verified.head),
        Err(error @ JournalError::Io { .. }) => return Err(error),
        Err(error) => {
            chain.break_at(first_broken(&error, last), error.to_string());
            None
        }
    };
    let all = [chain, payloads]
        .into_iter()
        .chain(checks)
        .chain([returns.check(reader)?, clock.into_check()]);
    Ok(Report {
        checks: all.collect(),
        head,
    })
}

/// What an entry announces of other lives.
fn announced(fact: &Fact) -> Option<&ToldAgain> {
    match &fact.event {
        Event::ToldAgain(told) => Some(told),
        _ => None,
    }
}

/// The entry that damage begins at: the one after the last whole one.
fn first_broken(error: &JournalError, last: Cursor) -> Cursor {
    let after = match error {
        JournalError::Damaged { after, .. } => *after,
        _ => last,
    };
    Cursor {
        incarnation: after.incarnation.max(1),
        seq: after.seq + 1,
    }
}
