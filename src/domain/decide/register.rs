//! Deciding how the register opens and closes. Must never close on a figure nobody counted.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::domain::cash::{Declared, ForeignCounted};
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::permission::Permission;
use crate::domain::refusal::Refuse;
use crate::domain::shift::{Closing, Counted, Shift, ShiftOpened};
use crate::domain::staff::PersonId;
use crate::domain::till::Till;

/// Why the register does not open or close. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterRefusal {
    /// It is open.
    #[error("the register is already open (shift {shift}): close it first")]
    AlreadyOpen {
        /// The open shift.
        shift: u64,
    },
    /// It is closed.
    #[error("the register is closed: there is nothing to close")]
    NotOpen,
    /// Somebody who does not work here.
    #[error("nobody is signed in: choose your name and type your PIN")]
    NotSignedIn,
    /// A float below zero.
    #[error("the float cannot be below zero: count the cash in the drawer")]
    NegativeFloat,
    /// A count below zero.
    #[error("the count cannot be below zero: count the cash in the drawer")]
    NegativeCount,
    /// The rows of the count do not add up to what was said.
    #[error("the notes and coins add up to {sum}, not to {counted}: check the count")]
    CountDisagrees {
        /// Sum of the rows.
        sum: String,
        /// What was said.
        counted: String,
    },
    /// A declared total below zero.
    #[error("a declared total cannot be below zero: read it from the terminal's own report")]
    NegativeDeclared,
    /// A tender of which nobody outside the shop keeps a total, or the same one twice.
    #[error("a total of {method} cannot be declared: only card, mobile and transfer, each once")]
    NotDeclarable {
        /// The tender.
        method: String,
    },
    /// Money of a currency that did not come in, or the same one twice.
    #[error("no {currency} came in since the register was opened, or it is counted twice: check the count")]
    ForeignNotTaken {
        /// The currency.
        currency: String,
    },
    /// More to be kept than there is.
    #[error("what stays as float must be between nothing and what was counted, {counted}")]
    KeptOutOfRange {
        /// Cash counted.
        counted: String,
    },
    /// The clock says a day before the last shift's.
    #[error("the clock says {today}, before the last business day {last}: confirm the date or set the clock")]
    DateBackwards {
        /// The clock's.
        today: Date,
        /// The last shift's.
        last: Date,
    },
    /// The clock says a day so long after the last shift's, or so long ago, that it may be wrong.
    #[error(
        "the clock says {today}, which is hard to believe after {last}: confirm the date or set the clock"
    )]
    DateDoubtful {
        /// The clock's.
        today: Date,
        /// The last shift's, or the day before which no till of this kind was made.
        last: Date,
    },
    /// The variance is above the limit and nobody who may has approved it.
    #[error(
        "the drawer differs by {variance}, above the limit of {limit}: a supervisor must approve the closing"
    )]
    NeedsApproval {
        /// counted − expected.
        variance: String,
        /// The shop's limit.
        limit: String,
    },
    /// A variance without a reason.
    #[error("the drawer differs by {variance}: say why")]
    NeedsReason {
        /// counted − expected.
        variance: String,
    },
}

impl Refuse for RegisterRefusal {
    fn code(&self) -> &'static str {
        match self {
            RegisterRefusal::AlreadyOpen { .. } => "register-open",
            RegisterRefusal::NotOpen => "register-closed",
            RegisterRefusal::NotSignedIn => "not-signed-in",
            RegisterRefusal::NegativeFloat => "negative-float",
            RegisterRefusal::NegativeCount => "negative-count",
            RegisterRefusal::CountDisagrees { .. } => "count-disagrees",
            RegisterRefusal::NegativeDeclared => "negative-declared",
            RegisterRefusal::NotDeclarable { .. } => "not-declarable",
            RegisterRefusal::ForeignNotTaken { .. } => "foreign-not-taken",
            RegisterRefusal::KeptOutOfRange { .. } => "kept-out-of-range",
            RegisterRefusal::DateBackwards { .. } => "date-backwards",
            RegisterRefusal::DateDoubtful { .. } => "date-doubtful",
            RegisterRefusal::NeedsApproval { .. } => "needs-approval",
            RegisterRefusal::NeedsReason { .. } => "needs-reason",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            RegisterRefusal::AlreadyOpen { shift } => vec![("shift", shift.to_string())],
            RegisterRefusal::CountDisagrees { sum, counted } => {
                vec![("sum", sum.clone()), ("counted", counted.clone())]
            }
            RegisterRefusal::DateBackwards { today, last }
            | RegisterRefusal::DateDoubtful { today, last } => {
                vec![("today", today.to_string()), ("last", last.to_string())]
            }
            RegisterRefusal::NeedsApproval { variance, limit } => {
                vec![("variance", variance.clone()), ("limit", limit.clone())]
            }
            RegisterRefusal::NotDeclarable { method } => vec![("method", method.clone())],
            RegisterRefusal::ForeignNotTaken { currency } => vec![("currency", currency.clone())],
            RegisterRefusal::KeptOutOfRange { counted } => vec![("counted", counted.clone())],
            RegisterRefusal::NeedsReason { variance } => vec![("variance", variance.clone())],
            _ => Vec::new(),
        }
    }
}

/// How the register is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCommand {
    /// Who opens it.
    pub by: PersonId,
    /// Cash in the drawer.
    pub float: Money,
    /// The business date, where a person has said it because the clock cannot be believed.
    pub confirmed_date: Option<Date>,
}

/// How the register is to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseCommand {
    /// Who closes it.
    pub by: PersonId,
    /// Who else typed a PIN to allow the variance.
    pub approved_by: Option<PersonId>,
    /// Cash counted.
    pub counted: Money,
    /// The rows of the count; empty where only the sum is known.
    pub count: Vec<Counted>,
    /// What was declared of other tenders.
    pub declared: Vec<(Method, Money)>,
    /// Money of other currencies that was counted, an amount for each.
    pub foreign: Vec<Money>,
    /// Cash that stays in the drawer, where that was said.
    pub kept: Option<Money>,
    /// Why it differs.
    pub reason: String,
    /// Entries that no hub has acknowledged.
    pub unsynced: u64,
}

/// A shop that was closed for longer is asked for the date when it opens, in days.
const LONGEST_REST: i64 = 92;
/// No till was at work before that day: a clock that says so has lost its battery.
const FIRST: Date = jiff::civil::date(2024, 1, 1);

/// Whether a person must say that it is that day, in a shop whose last business day was that one: after a
/// day ten years ahead the right one could not follow.
#[must_use]
pub fn is_doubtful(last: Option<Date>, today: Date) -> bool {
    let far = last.map(|last| last.saturating_add(LONGEST_REST.days()));
    today < last.unwrap_or(FIRST) || far.is_some_and(|far| today > far)
}

/// Decides the opening at that local time of the counter. The business date never runs backwards unless a
/// person said so.
pub fn open(till: &Till, command: &OpenCommand, time: DateTime) -> Result<ShiftOpened, RegisterRefusal> {
    if let Some(shift) = &till.shift {
        return Err(RegisterRefusal::AlreadyOpen {
            shift: shift.opened.number,
        });
    }
    working(till, command.by)?;
    if command.float.is_negative() {
        return Err(RegisterRefusal::NegativeFloat);
    }
    let date = command.confirmed_date.unwrap_or(time.date());
    if let Some(last) = till.last_date
        && date < last
    {
        return Err(RegisterRefusal::DateBackwards { today: date, last });
    }
    if command.confirmed_date.is_none() && is_doubtful(till.last_date, date) {
        let last = till.last_date.unwrap_or(FIRST);
        return Err(RegisterRefusal::DateDoubtful { today: date, last });
    }
    Ok(ShiftOpened {
        number: till.next_shift,
        date,
        time,
        float: command.float,
        by: command.by,
    })
}

/// What a count says of the drawer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// Cash that should be there.
    pub expected: Money,
    /// counted − expected.
    pub variance: Money,
    /// The other tenders against what was declared of them.
    pub declared: Vec<Declared>,
    /// Money of other currencies against what was taken of it.
    pub foreign: Vec<ForeignCounted>,
    /// Whether any of it differs by more than the shop allows without a word.
    pub above_limit: bool,
    /// Whether the person who counted may allow that.
    pub may_approve: bool,
}

/// Holds a count, what was declared of other tenders and what was counted of other currencies against what
/// the shift says.
pub fn reckon(
    till: &Till,
    by: PersonId,
    counted: Money,
    declared: &[(Method, Money)],
    foreign: &[Money],
) -> Result<Reckoned, RegisterRefusal> {
    let shift = till.shift.as_ref().ok_or(RegisterRefusal::NotOpen)?;
    working(till, by)?;
    if counted.is_negative() {
        return Err(RegisterRefusal::NegativeCount);
    }
    let declared = declarations(shift, declared)?;
    let foreign = foreign_counts(shift, foreign)?;
    let expected = shift.expected_cash();
    let variance = counted - expected;
    Ok(Reckoned {
        expected,
        variance,
        above_limit: worst(shift, variance, &declared, &foreign).abs() > till.shop.variance_limit,
        may_approve: may_approve(till, by),
        declared,
        foreign,
    })
}

/// Decides the closing at that local time of the counter.
pub fn close(till: &Till, command: &CloseCommand, time: DateTime) -> Result<Closing, RegisterRefusal> {
    let counted = command.counted;
    let reckoned = reckon(till, command.by, counted, &command.declared, &command.foreign)?;
    let shift = till.shift.as_ref().ok_or(RegisterRefusal::NotOpen)?;
    if !command.count.is_empty() {
        let sum = Counted::sum(till.shop.currency, &command.count);
        if sum != counted {
            let (sum, counted) = (sum.to_string(), counted.to_string());
            return Err(RegisterRefusal::CountDisagrees { sum, counted });
        }
    }
    if reckoned.above_limit {
        let variance = worst(shift, reckoned.variance, &reckoned.declared, &reckoned.foreign).to_string();
        if !reckoned.may_approve && !command.approved_by.is_some_and(|id| may_approve(till, id)) {
            let limit = till.shop.variance_limit.to_string();
            return Err(RegisterRefusal::NeedsApproval { variance, limit });
        }
        if command.reason.trim().is_empty() {
            return Err(RegisterRefusal::NeedsReason { variance });
        }
    }
    if command
        .kept
        .is_some_and(|kept| kept.is_negative() || kept > counted)
    {
        let counted = counted.to_string();
        return Err(RegisterRefusal::KeptOutOfRange { counted });
    }
    Ok(Closing {
        number: till.next_closing,
        opened: shift.opened.clone(),
        time,
        by: command.by,
        approved_by: command.approved_by,
        range: (shift.from_seq, till.seq),
        figures: shift.figures.clone(),
        expected: reckoned.expected,
        counted,
        count: command.count.clone(),
        variance: reckoned.variance,
        reason: command.reason.trim().to_owned(),
        declared: reckoned.declared,
        foreign: reckoned.foreign,
        kept: command.kept,
        banked: command.kept.map(|kept| counted - kept),
        perpetual: till.perpetual,
        unsynced: command.unsynced,
    })
}

/// What was declared beside what is expected, in the order of the tenders.
fn declarations(shift: &Shift, declared: &[(Method, Money)]) -> Result<Vec<Declared>, RegisterRefusal> {
    let mut rows: Vec<Declared> = Vec::new();
    for (method, amount) in declared {
        let known = matches!(method, Method::Card | Method::Mobile | Method::Transfer);
        if !known || rows.iter().any(|row| row.method == *method) {
            let method = method.code().to_owned();
            return Err(RegisterRefusal::NotDeclarable { method });
        }
        if amount.is_negative() {
            return Err(RegisterRefusal::NegativeDeclared);
        }
        rows.push(Declared {
            method: *method,
            declared: *amount,
            expected: shift.figures.taken(*method),
        });
    }
    rows.sort_by_key(|row| row.method);
    Ok(rows)
}

/// Money of other currencies beside what came in, in the order of their codes.
fn foreign_counts(shift: &Shift, counted: &[Money]) -> Result<Vec<ForeignCounted>, RegisterRefusal> {
    let mut rows: Vec<ForeignCounted> = Vec::new();
    for counted in counted {
        let currency = counted.currency().to_string();
        let known = rows
            .iter()
            .any(|row| row.counted.currency() == counted.currency());
        let taken = shift.figures.foreign.get(&currency).filter(|_| !known);
        let taken = taken.ok_or(RegisterRefusal::ForeignNotTaken { currency })?;
        if counted.is_negative() {
            return Err(RegisterRefusal::NegativeCount);
        }
        rows.push(ForeignCounted {
            counted: *counted,
            expected: taken.received,
        });
    }
    rows.sort_by_key(|row| row.counted.currency().to_string());
    Ok(rows)
}

/// The largest difference, of the drawer, of a declared total, or of another currency at what it was worth.
fn worst(shift: &Shift, variance: Money, declared: &[Declared], foreign: &[ForeignCounted]) -> Money {
    let taken = &shift.figures.foreign;
    let worth = foreign.iter().filter_map(|row| {
        let of = taken.get(&row.counted.currency().to_string())?;
        Some(of.worth_of(row.variance()))
    });
    let all = declared.iter().map(Declared::variance).chain(worth);
    all.fold(
        variance,
        |worst, next| {
            if next.abs() > worst.abs() { next } else { worst }
        },
    )
}

fn may_approve(till: &Till, id: PersonId) -> bool {
    till.may(id, Permission::Variance)
}

fn working(till: &Till, id: PersonId) -> Result<(), RegisterRefusal> {
    if till.person(id).is_some_and(|person| person.active) {
        Ok(())
    } else {
        Err(RegisterRefusal::NotSignedIn)
    }
}
