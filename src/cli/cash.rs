//! `tendero cash` and `tendero expense`: money that moves without a sale. Must never take a person's word for
//! a right they do not have.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::error::Outcome;
use super::figures::name;
use super::init::amount;
use super::table::{Cell, Form, Object, Table, pairs, write};
use super::who::Who;
use super::{Context, open};
use crate::domain::cash::CashMove;
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand, Undoing};
use crate::domain::permission::Permission;
use crate::domain::staff::PersonId;
use crate::domain::till::Till;
use crate::register::Register;
use crate::register::surroundings::{Machine, Surroundings};

/// What `cash` takes.
#[derive(Debug, Args)]
pub(super) struct Cash {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Put cash into the drawer
    In(Move),
    /// Take cash out of the drawer
    Out(Move),
    /// Take cash from the drawer to the safe
    Drop(Move),
    /// Undo a cash move or an expense of the open shift, by a counter-entry
    Undo(Undo),
    /// List the cash moves and expenses of the open shift
    List,
}

#[derive(Debug, Args)]
struct Move {
    /// How much
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    #[command(flatten)]
    name: Named,
    #[command(flatten)]
    who: Who,
}

#[derive(Debug, Args)]
struct Named {
    /// Names the entry: the same id again gives the first answer and records nothing
    #[arg(id = "entry", long = "id", value_name = "UUID")]
    id: Option<Uuid>,
}

impl Named {
    /// The id that was given, or a new one.
    fn draw(&self) -> Uuid {
        self.id.unwrap_or_else(|| Machine::default().id())
    }
}

#[derive(Debug, Args)]
struct Undo {
    /// Id of the entry that is undone, as the list shows it
    #[arg(value_name = "ID")]
    target: Uuid,
    #[command(flatten)]
    name: Named,
    #[command(flatten)]
    who: Who,
}

/// What `expense` takes.
#[derive(Debug, Args)]
pub(super) struct Expense {
    /// How much
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// One of the shop's categories
    #[arg(long, value_name = "NAME")]
    category: String,
    /// What it was for
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Where its paper is: the number of an invoice, the name of a file
    #[arg(long, value_name = "TEXT", default_value = "")]
    reference: String,
    /// It was not paid from the drawer
    #[arg(long)]
    paid_otherwise: bool,
    #[command(flatten)]
    name: Named,
    #[command(flatten)]
    who: Who,
}

impl Cash {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        match &self.what {
            What::In(asked) => asked.run(CashMove::In, &mut register, context)?,
            What::Out(asked) => asked.run(CashMove::Out, &mut register, context)?,
            What::Drop(asked) => asked.run(CashMove::Drop, &mut register, context)?,
            What::Undo(undo) => {
                let shift = register.till().shift.as_ref();
                let expense =
                    shift.is_some_and(|shift| shift.expenses.iter().any(|one| one.id == undo.target));
                let asks = if expense {
                    Permission::Expense
                } else {
                    Permission::CashMove
                };
                let who = undo.who.find(&register, asks)?;
                let undone = register.undo_cash_once(undo.name.draw(), who, undo.target)?;
                tell(&undone, &register, context)?;
            }
            What::List => list(&register, context)?,
        }
        Ok(register.fold()?)
    }
}

impl Move {
    fn run(&self, what: CashMove, register: &mut Register, context: &mut Context) -> Outcome {
        let who = self.who.find(register, Permission::CashMove)?;
        let command = MoveCommand {
            what,
            amount: amount("AMOUNT", &self.amount, register.till().shop.currency)?,
            reason: self.reason.clone(),
        };
        let moved = register.move_cash_once(self.name.draw(), who, &command)?;
        tell(&Undoing::Move(moved), register, context)
    }
}

impl Expense {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        let who = self.who.find(&register, Permission::Expense)?;
        let command = ExpenseCommand {
            category: self.category.clone(),
            amount: amount("AMOUNT", &self.amount, register.till().shop.currency)?,
            note: self.note.clone(),
            reference: self.reference.clone(),
            from_drawer: !self.paid_otherwise,
        };
        let paid = register.pay_expense_once(self.name.draw(), who, &command)?;
        tell(&Undoing::Expense(paid), &register, context)?;
        Ok(register.fold()?)
    }
}

fn tell(entry: &Undoing, register: &Register, context: &mut Context) -> Outcome {
    let till = register.till();
    if context.options.json {
        return context.out.json(&Object(COLUMNS, &row(till, entry)));
    }
    let row = row(till, entry);
    let shown = HEADINGS
        .iter()
        .zip(row)
        .map(|(heading, cell)| ((*heading).to_owned(), cell));
    pairs(&mut context.out, &shown.collect::<Vec<_>>())
}

fn list(register: &Register, context: &mut Context) -> Outcome {
    let till = register.till();
    let mut table = Table::new(COLUMNS);
    for entry in till.shift.iter().flat_map(|shift| {
        let moves = shift.moves.iter().cloned().map(Undoing::Move);
        moves.chain(shift.expenses.iter().cloned().map(Undoing::Expense))
    }) {
        table.rows.push(row(till, &entry));
    }
    let form = if context.options.json {
        Form::Json
    } else {
        Form::Human
    };
    write(&table, form, &mut context.out)
}

/// Columns of a cash move or an expense, in lists and exports.
pub(super) const COLUMNS: &[&str] = &[
    "kind",
    "amount",
    "category",
    "reason",
    "reference",
    "drawer",
    "shift",
    "date",
    "time",
    "by",
    "approved_by",
    "reverses",
    "id",
];
const HEADINGS: &[&str] = &[
    "Kind",
    "Amount",
    "Category",
    "Reason",
    "Reference",
    "In the drawer",
    "Shift",
    "Business date",
    "Time",
    "By",
    "Approved by",
    "Undoes",
    "Id",
];

/// One of them as a row; `drawer` is what it did to the drawer.
pub(super) fn row(till: &Till, entry: &Undoing) -> Vec<Cell> {
    let person = |id: Option<PersonId>| id.map_or(Cell::Unknown, |id| Cell::Text(name(till, id)));
    let id = |id: Option<Uuid>| id.map_or(Cell::Unknown, |id| Cell::Text(id.to_string()));
    let (start, shift, at, who, ids) = match entry {
        Undoing::Move(moved) => (
            [
                Cell::text(moved.what.code()),
                Cell::Money(moved.amount),
                Cell::Unknown,
                Cell::text(moved.reason.as_str()),
                Cell::Unknown,
                Cell::Money(moved.in_drawer()),
            ],
            moved.shift,
            (moved.date, moved.time),
            (moved.by, moved.approved_by),
            (moved.reverses, moved.id),
        ),
        Undoing::Expense(paid) => (
            [
                Cell::text("expense"),
                Cell::Money(paid.amount),
                Cell::text(paid.category.as_str()),
                Cell::text(paid.note.as_str()),
                Cell::text(paid.reference.as_str()),
                Cell::Money(paid.in_drawer()),
            ],
            paid.shift,
            (paid.date, paid.time),
            (paid.by, paid.approved_by),
            (paid.reverses, paid.id),
        ),
    };
    let mut row = start.to_vec();
    row.extend([
        Cell::Count(shift),
        Cell::text(at.0.to_string()),
        Cell::text(at.1.to_string()),
        person(Some(who.0)),
        person(who.1),
        id(ids.0),
        id(Some(ids.1)),
    ]);
    row
}
