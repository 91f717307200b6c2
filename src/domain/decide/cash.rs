//! Deciding cash moves and expenses, and what undoes them. Must never tell what the drawer should hold.
//!
//! More than the drawer should hold is refused without an amount: who takes cash out may be who counts blind
//! tonight. Feeling one's way to the figure would take moves that are granted, and each of those is an entry
//! with a name on it.

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use crate::domain::cash::record::{CashMove, CashMoved, ExpensePaid, REASON_MAX};
use crate::domain::money::Money;
use crate::domain::refusal::Refuse;
use crate::domain::shift::Shift;
use crate::domain::staff::PersonId;
use crate::domain::text::clean;
use crate::domain::till::Till;

/// Why no cash moves. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CashRefusal {
    /// No shift.
    #[error("the register is closed: open it with its float first")]
    RegisterClosed,
    /// Somebody who does not work here.
    #[error("nobody is signed in: choose your name and type your PIN")]
    NotSignedIn,
    /// Nothing, or less.
    #[error("the amount must be above zero: type how much it is")]
    NotPositive,
    /// An amount of another currency.
    #[error("the amount is in another currency than the drawer")]
    OtherCurrency,
    /// No reason.
    #[error("say why the cash moves: a few words are enough")]
    NoReason,
    /// More than there is.
    #[error("the drawer should not hold that much: check the amount, or record first what came in")]
    DrawerShort,
    /// A category that the shop does not have.
    #[error("there is no expense category \"{category}\": choose one of {known}")]
    UnknownCategory {
        /// As it was said.
        category: String,
        /// The shop's.
        known: String,
    },
    /// No entry of this shift.
    #[error("that is no cash move or expense of this shift: record the opposite instead")]
    NotHere,
    /// It was undone before.
    #[error("that was undone already")]
    Undone,
    /// The id names something else.
    #[error("that id names another entry already: nothing was recorded; give each entry an id of its own")]
    IdTaken,
    /// It undoes another.
    #[error("that undoes another entry already: record it anew instead")]
    IsUndoing,
}

impl Refuse for CashRefusal {
    fn code(&self) -> &'static str {
        match self {
            CashRefusal::RegisterClosed => "register-closed",
            CashRefusal::NotSignedIn => "not-signed-in",
            CashRefusal::NotPositive => "cash-not-positive",
            CashRefusal::OtherCurrency => "cash-other-currency",
            CashRefusal::NoReason => "cash-no-reason",
            CashRefusal::DrawerShort => "cash-drawer-short",
            CashRefusal::UnknownCategory { .. } => "expense-category",
            CashRefusal::NotHere => "cash-not-here",
            CashRefusal::Undone => "cash-undone",
            CashRefusal::IdTaken => "cash-id-taken",
            CashRefusal::IsUndoing => "cash-is-undoing",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            CashRefusal::UnknownCategory { category, known } => {
                vec![("category", category.clone()), ("known", known.clone())]
            }
            _ => Vec::new(),
        }
    }
}

/// Who does it, and who allowed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doing {
    /// Id of the entry.
    pub id: Uuid,
    /// Who.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    pub approved_by: Option<PersonId>,
    /// Local time of the counter.
    pub time: DateTime,
}

/// Cash that shall move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveCommand {
    /// Which way.
    pub what: CashMove,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

/// An expense that shall be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpenseCommand {
    /// One of the shop's categories; case does not count.
    pub category: String,
    /// How much.
    pub amount: Money,
    /// What for.
    pub note: String,
    /// Where its paper is.
    pub reference: String,
    /// Whether the drawer pays it.
    pub from_drawer: bool,
}

/// Decides a cash move.
pub fn move_cash(till: &Till, doing: Doing, command: &MoveCommand) -> Result<CashMoved, CashRefusal> {
    let shift = ready(till, doing, command.amount)?;
    let reason = clean(&command.reason, REASON_MAX);
    if reason.is_empty() {
        return Err(CashRefusal::NoReason);
    }
    if command.what != CashMove::In {
        holds(shift, command.amount)?;
    }
    Ok(CashMoved {
        id: doing.id,
        what: command.what,
        amount: command.amount,
        reason,
        shift: shift.opened.number,
        date: shift.opened.date,
        time: doing.time,
        by: doing.by,
        approved_by: doing.approved_by,
        reverses: None,
    })
}

/// Decides an expense.
pub fn pay_expense(till: &Till, doing: Doing, command: &ExpenseCommand) -> Result<ExpensePaid, CashRefusal> {
    let shift = ready(till, doing, command.amount)?;
    let wanted = command.category.trim().to_lowercase();
    let categories = till.shop.expense_categories();
    let known = categories.iter().find(|known| known.to_lowercase() == wanted);
    let category = known.cloned().ok_or_else(|| CashRefusal::UnknownCategory {
        category: clean(&command.category, REASON_MAX),
        known: categories.join(", "),
    })?;
    if command.from_drawer {
        holds(shift, command.amount)?;
    }
    Ok(ExpensePaid {
        id: doing.id,
        category,
        amount: command.amount,
        note: clean(&command.note, REASON_MAX),
        reference: clean(&command.reference, REASON_MAX),
        from_drawer: command.from_drawer,
        shift: shift.opened.number,
        date: shift.opened.date,
        time: doing.time,
        by: doing.by,
        approved_by: doing.approved_by,
        reverses: None,
    })
}

/// What undoes an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undoing {
    /// Of a cash move.
    Move(CashMoved),
    /// Of an expense.
    Expense(ExpensePaid),
}

impl Undoing {
    /// Its business date.
    pub fn date(&self) -> Date {
        match self {
            Undoing::Move(moved) => moved.date,
            Undoing::Expense(paid) => paid.date,
        }
    }
}

/// Decides the counter-entry of a move or an expense of the open shift. Those of a shift that was closed
/// stand in its Z and stay.
pub fn undo(till: &Till, doing: Doing, target: Uuid) -> Result<Undoing, CashRefusal> {
    let shift = open_shift(till, doing)?;
    let mut reversed = shift.moves.iter().map(|entry| entry.reverses);
    let spent = &mut shift.expenses.iter().map(|entry| entry.reverses);
    if reversed.any(|of| of == Some(target)) || spent.any(|of| of == Some(target)) {
        return Err(CashRefusal::Undone);
    }
    let moved = shift.moves.iter().find(|entry| entry.id == target).map(|entry| {
        let undone = CashMoved {
            id: doing.id,
            time: doing.time,
            by: doing.by,
            approved_by: doing.approved_by,
            reverses: Some(target),
            ..entry.clone()
        };
        (
            entry.reverses.is_some(),
            undone.in_drawer(),
            Undoing::Move(undone),
        )
    });
    let spent = shift
        .expenses
        .iter()
        .find(|entry| entry.id == target)
        .map(|entry| {
            let undone = ExpensePaid {
                id: doing.id,
                time: doing.time,
                by: doing.by,
                approved_by: doing.approved_by,
                reverses: Some(target),
                ..entry.clone()
            };
            (
                entry.reverses.is_some(),
                undone.in_drawer(),
                Undoing::Expense(undone),
            )
        });
    let (undoes, in_drawer, undoing) = moved.or(spent).ok_or(CashRefusal::NotHere)?;
    if undoes {
        return Err(CashRefusal::IsUndoing);
    }
    if in_drawer.is_negative() {
        holds(shift, in_drawer.abs())?;
    }
    Ok(undoing)
}

fn ready(till: &Till, doing: Doing, amount: Money) -> Result<&Shift, CashRefusal> {
    let shift = open_shift(till, doing)?;
    if amount.currency() != till.shop.currency {
        return Err(CashRefusal::OtherCurrency);
    }
    if amount.is_zero() || amount.is_negative() {
        return Err(CashRefusal::NotPositive);
    }
    Ok(shift)
}

fn open_shift(till: &Till, doing: Doing) -> Result<&Shift, CashRefusal> {
    let shift = till.shift.as_ref().ok_or(CashRefusal::RegisterClosed)?;
    let works = till.person(doing.by).is_some_and(|person| person.active);
    if works {
        Ok(shift)
    } else {
        Err(CashRefusal::NotSignedIn)
    }
}

fn holds(shift: &Shift, amount: Money) -> Result<(), CashRefusal> {
    if amount > shift.expected_cash() {
        return Err(CashRefusal::DrawerShort);
    }
    Ok(())
}
