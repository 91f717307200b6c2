//! What the screens and the command line ask of the register. Must never carry what the register can look up.

use jiff::civil::Date;
use uuid::Uuid;

use crate::devices::layout::Layout;
use crate::devices::settings::Printer;
use crate::devices::spool::Title;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::domain::decide::staff::PersonChange;
use crate::domain::document::DocumentNumber;
use crate::domain::import_rows::ImportRow;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::permission::{Approval, Permission};
use crate::domain::product::Sku;
use crate::domain::shift::Counted;
use crate::domain::shop::Shop;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;
use crate::lang::Lang;

use super::first_run::FirstRun;
use super::hub::state::SyncJob;
use super::reports::desk::Ask;
use super::return_jobs::ReturnJob;
use super::stock_jobs::StockJob;

/// How the register shall be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingAsked {
    /// Rows of the count.
    pub count: Vec<Counted>,
    /// What is declared of other tenders.
    pub declared: Vec<(Method, Money)>,
    /// Money of other currencies that was counted.
    pub foreign: Vec<Money>,
    /// Cash that stays in the drawer; nothing is said where it is none.
    pub kept: Option<Money>,
    /// Why it differs.
    pub reason: String,
}

/// Cash that moves without a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CashJob {
    /// In, out or dropped.
    Move(MoveCommand),
    /// An expense.
    Spend(ExpenseCommand),
    /// Undo a move or an expense of the open shift.
    Undo(Uuid),
    /// Those of the open shift.
    List,
}

/// One thing to do. Who does it is the person signed in at the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Sign in with a PIN.
    SignIn {
        /// Who.
        person: PersonId,
        /// As typed; never kept.
        pin: String,
    },
    /// Go on at a locked till: whoever left it, or somebody else in their place.
    Unlock {
        /// Who.
        person: PersonId,
        /// As typed; never kept.
        pin: String,
        /// The open ticket, where it has lines.
        ticket: Option<Uuid>,
        /// How many.
        lines: u64,
    },
    /// Have another PIN from now on.
    ChangePin {
        /// Whose.
        person: PersonId,
        /// The one they have.
        old: String,
        /// The one they shall have.
        new: String,
    },
    /// Add or change a person.
    SavePerson {
        /// What they shall be.
        change: Box<PersonChange>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Everybody who ever worked here.
    Staff,
    /// Change the shop's settings.
    ChangeShop {
        /// The whole of them.
        shop: Box<Shop>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Make a new shop; only where there is none yet.
    Found(Box<FirstRun>),
    /// Leave the till; the open ticket stays as a draft.
    SignOut,
    /// Open the register.
    OpenShift {
        /// Cash in the drawer.
        float: Money,
        /// The business date, where a person has said it because the clock cannot be believed.
        confirmed_date: Option<Date>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Sell a ticket.
    Sell {
        /// What is sold.
        ticket: Ticket,
        /// What the customer handed over.
        tenders: Vec<Tender>,
    },
    /// Note that lines, or the whole ticket, were given up before they were paid.
    Void {
        /// The ticket, with the lines that go and nothing else.
        given_up: Ticket,
        /// Whether the whole ticket went.
        whole: bool,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Keep these goods at hand, sold from a grid.
    SetFavourites {
        /// All of them, in the order of the grid.
        goods: Vec<Sku>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Put a ticket aside.
    Park {
        /// The ticket.
        ticket: Ticket,
        /// What to call it; may be empty.
        label: String,
    },
    /// The parked ticket of that id, to go on with.
    Recall(Uuid),
    /// Give a parked ticket up.
    VoidParked {
        /// Which one.
        id: Uuid,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// Goods that come back.
    Return(ReturnJob),
    /// Add or change a customer.
    SaveCustomer {
        /// What they shall be.
        customer: Box<Customer>,
        /// What somebody allowed, where the role does not: keeping customers, lifting a limit.
        approvals: Vec<Approval>,
    },
    /// What everybody owes who ever owed something.
    Balances,
    /// What moved the account of a customer.
    Statement(CustomerId),
    /// A payment on account.
    PayAccount {
        /// The payment's own: twice is once.
        id: Uuid,
        /// Who pays.
        customer: CustomerId,
        /// How much of what is owed.
        amount: Money,
        /// What is handed over.
        tenders: Vec<Tender>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// An X report, and what somebody allowed, where the role does not.
    TakeX(Option<Approval>),
    /// A blind count: answered with what was expected, which nobody sees before.
    Count {
        /// Rows of the count.
        count: Vec<Counted>,
        /// What is declared of other tenders.
        declared: Vec<(Method, Money)>,
        /// Money of other currencies that was counted.
        foreign: Vec<Money>,
        /// What somebody allowed, where the role does not let them close.
        allowed: Option<Approval>,
        /// What somebody allowed, where another count was noted before: what is expected is known by then.
        again: Option<Approval>,
    },
    /// Close the register on that count.
    CloseShift {
        /// How.
        closing: ClosingAsked,
        /// What somebody allowed, where the variance asks for it.
        approval: Option<Approval>,
        /// What somebody allowed, where the role does not let them close.
        allowed: Option<Approval>,
    },
    /// Cash that moves without a sale, and who allowed it where somebody had to.
    Cash(CashJob, Option<Approval>),
    /// Let somebody with the right allow what whoever is signed in may not do alone.
    Approve {
        /// What.
        permission: Permission,
        /// Who allows it.
        person: PersonId,
        /// Their PIN as typed; never kept.
        pin: String,
        /// The command it is for, in words, for the trail.
        what: String,
    },
    /// Create or change a product.
    SaveProduct {
        /// The product.
        row: Box<ImportRow>,
        /// What somebody allowed, where the role does not.
        approval: Option<Approval>,
    },
    /// A receipt to be shown: that one, or the last.
    Receipt(Option<DocumentNumber>),
    /// A report, a list of documents or a file of one; the one asked before is given up.
    Report(Ask),
    /// Nobody waits for a report any more; never answered.
    StopReport,
    /// Goods that move, and counts of them.
    Stock(StockJob),
    /// Something of the printer or the drawer.
    Print(Print),
    /// Something of the hub.
    Sync(SyncJob),
    /// Keep the ticket being typed; never answered.
    SaveDraft(Ticket),
    /// Levels of these products, for the search popup.
    Levels(Vec<Sku>),
}

/// What the printer or the drawer is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Print {
    /// The receipt of that document: the original if it has not been printed since it was sold, else a copy.
    Receipt(DocumentNumber),
    /// A paper that a screen shows: a report, labels, a slip.
    Paper(Title, Box<Layout>),
    /// That paper of the queue again, although it may come out twice.
    Retry(u64),
    /// Not that paper of the queue.
    Cancel(u64),
    /// A page for trying, to that printer, past the queue; answered when it is known what came of it.
    Try {
        /// The printer, set up or not.
        printer: Box<Printer>,
        /// The language of the page.
        lang: Lang,
        /// Who allowed it, where that is somebody else.
        approval: Option<Approval>,
    },
    /// This printer from now on.
    SetUp {
        /// The printer.
        printer: Box<Printer>,
        /// Who allowed it, where that is somebody else.
        approval: Option<Approval>,
    },
    /// Open the drawer by hand.
    Drawer {
        /// Why.
        reason: String,
        /// Who allowed it, where that is somebody else.
        approval: Option<Approval>,
    },
}

/// A job and the number under which its answer comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Chosen by who asks.
    pub id: u64,
    /// What to do.
    pub job: Job,
}
