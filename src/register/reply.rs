//! What the register answers, as values that a screen can show. Must never be sent before the entry is
//! durable.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use crate::devices::printer::{Problem, Sent};
use crate::devices::spool::Printing;
use crate::domain::account::{AccountPaid, Statement};
use crate::domain::cash::variance::Suspect;
use crate::domain::cash::{CashMoved, Declared, ExpensePaid, ForeignCounted};
use crate::domain::catalogue::Catalogue;
use crate::domain::customer::{Customer, CustomerId, Directory};
use crate::domain::document::{DocumentNumber, Perpetual, Sale};
use crate::domain::money::{Currency, Money};
use crate::domain::parked::ParkedBrief;
use crate::domain::payment::Method;
use crate::domain::permission::Approval;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::refusal::Refuse;
use crate::domain::shift::{Closing, Shift, ShiftOpened};
use crate::domain::shop::Shop;
use crate::domain::staff::{PersonId, Role};
use crate::domain::ticket::Ticket;

use super::hub::state::SyncAnswer;
use super::mirror::MirrorState;
use super::reports::Report;
use super::reports::documents::{DocumentRow, Documents};
use super::reports::trail::Told;
use super::return_jobs::ReturnAnswer;
use super::stock_jobs::StockAnswer;

/// Somebody who works here, without their PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub id: PersonId,
    /// As shown on the sign-in screen.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// The open shift as the counter may see it: blind, without what the drawer should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenShift {
    /// Its opening.
    pub opened: ShiftOpened,
    /// Number of sales so far.
    pub sales: u64,
    /// Tenders that went through and of which a total can be declared.
    pub declarable: Vec<Method>,
    /// Other currencies that came in and can be counted.
    pub foreign: Vec<Currency>,
}

/// State of the till for the screens, sent whole whenever it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The shop's settings.
    pub shop: Arc<Shop>,
    /// Who may sign in.
    pub people: Arc<[Colleague]>,
    /// Who has signed in.
    pub signed_in: Option<PersonId>,
    /// The open shift.
    pub shift: Option<OpenShift>,
    /// Prefix of the till's own series, by which people call it.
    pub series: String,
    /// What the next sale will be called.
    pub next_document: DocumentNumber,
    /// The last document.
    pub last_sale: Option<DocumentNumber>,
    /// Tickets put aside, the oldest first.
    pub parked: Arc<[ParkedBrief]>,
    /// How many copies of the journal are current: this disk, and each that has caught up with it.
    pub copies: u32,
    /// Entries that exist on this disk only.
    pub uncopied: u64,
    /// Whether the recovery code was typed back; until then a backup opens only with the key file.
    pub recovery_confirmed: bool,
    /// Business date of the last shift, to notice a clock that runs backwards.
    pub last_date: Option<Date>,
}

/// Something the person at the till should be told at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A payment that was being written when the power went is not recorded.
    TornTail {
        /// The last entry that is.
        after_seq: u64,
    },
    /// The store was behind and has been brought up to date.
    CaughtUp {
        /// How many entries.
        entries: u64,
    },
    /// The register was opened on an earlier day and never closed.
    OpenSince {
        /// The business date of its shift.
        date: Date,
    },
    /// The draft of a ticket came back.
    DraftRestored,
    /// The draft's ticket was paid before the power went.
    DraftSold {
        /// What the sale is called.
        number: DocumentNumber,
    },
    /// The goods on the draft were given back before the power went.
    DraftReturned {
        /// What the return is called.
        number: DocumentNumber,
    },
    /// The clock says a time before the last entry's.
    ClockBackwards {
        /// Local time of the last entry.
        last: DateTime,
    },
    /// There is room for a while, and not for long.
    LittleSpace {
        /// What is free on the disk of the store.
        mib: u64,
    },
    /// The time zone of the shop is not known on this machine; times are UTC.
    ZoneMissing {
        /// Its name.
        zone: String,
    },
}

/// Everything the screens need once the store is open.
#[derive(Debug, Clone)]
pub struct Opened {
    /// State of the till.
    pub desk: Desk,
    /// The goods.
    pub catalogue: Arc<Catalogue>,
    /// The customers.
    pub customers: Arc<Directory>,
    /// The ticket that was open when the program ended.
    pub draft: Option<Ticket>,
    /// The float of the shift before, while none is open.
    pub last_float: Option<Money>,
    /// What to say.
    pub notices: Vec<Notice>,
}

/// A blind count against what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning {
    /// Cash that should be in the drawer.
    pub expected: Money,
    /// Cash that was counted.
    pub counted: Money,
    /// counted − expected.
    pub variance: Money,
    /// Other tenders against what was declared of them.
    pub declared: Vec<Declared>,
    /// Money of other currencies against what was taken of it.
    pub foreign: Vec<ForeignCounted>,
    /// What would explain a difference exactly, the likeliest first.
    pub suspects: Vec<Suspect>,
    /// Whether a reason must be given.
    pub needs_reason: bool,
    /// Whether somebody with more rights must type a PIN.
    pub needs_approval: bool,
}

/// A "no" in words: nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Stable code; the sentence in another language stands under `refusal-` + code.
    pub code: &'static str,
    /// One plain English sentence.
    pub sentence: String,
    /// Values in it.
    pub values: Vec<(&'static str, String)>,
}

impl<R: Refuse> From<&R> for Said {
    fn from(refusal: &R) -> Said {
        Said {
            code: refusal.code(),
            sentence: refusal.to_string(),
            values: refusal.values(),
        }
    }
}

/// What came of cash that moved without a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CashDone {
    /// It moved, or moved back.
    Moved(Box<CashMoved>),
    /// The expense is recorded, or undone.
    Spent(Box<ExpensePaid>),
    /// Those of the open shift, in order.
    List {
        /// In, out and dropped.
        moves: Vec<CashMoved>,
        /// Expenses.
        expenses: Vec<ExpensePaid>,
    },
}

/// What came of a job.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The store is open. Comes once, unasked.
    Opened(Box<Opened>),
    /// Signed in.
    SignedIn(PersonId),
    /// The PIN is right and too short for what its person is by now: nobody is signed in until it is changed.
    PinShort(PersonId),
    /// Somebody has a new PIN.
    PinChanged(PersonId),
    /// Somebody was added or changed.
    PersonSaved(PersonId),
    /// Everybody who ever worked here, and whether they still do.
    Staff(Vec<(Colleague, bool)>),
    /// What happened, the oldest first.
    Trail(Arc<Vec<Told>>),
    /// The shop is as it was asked to be.
    ShopChanged,
    /// Nobody is signed in any more.
    SignedOut,
    /// The register is open.
    ShiftOpened(Box<ShiftOpened>),
    /// The sale is on disk: the drawer may open, the change may be shown.
    Sold(Box<Sale>),
    /// About goods that come back.
    Return(ReturnAnswer),
    /// Noted.
    Voided,
    /// The customer is kept, and in this directory.
    CustomerSaved(Box<Customer>, Arc<Directory>),
    /// What everybody owes who ever owed something.
    Balances(Vec<(CustomerId, Money)>),
    /// What moved an account; none where there is no such customer.
    Statement(Option<Box<Statement>>),
    /// The payment on account is on disk.
    AccountPaid(Box<AccountPaid>),
    /// The ticket is put aside, as this.
    Parked(Box<ParkedBrief>),
    /// A parked ticket, to go on with.
    Recalled(Box<Ticket>),
    /// They are at hand.
    FavouritesSet,
    /// The shift so far, and the totals that are never reset.
    X(Box<Shift>, Perpetual),
    /// The count is noted.
    Counted(Box<Reckoning>),
    /// Cash moved without a sale, or the list of it.
    Cash(CashDone),
    /// The register is closed.
    Closed(Box<Closing>),
    /// Allowed and noted.
    Approved(Approval),
    /// The product is kept, and in this catalogue.
    ProductSaved(Box<Product>, Arc<Catalogue>),
    /// The receipt, if there is one.
    Receipt(Option<Box<Sale>>),
    /// Levels, in the order asked for; `None` where nothing was ever counted.
    Levels(Vec<(Sku, Option<Quantity>)>),
    /// A report is so many of so many documents on its way.
    Progress(u64, u64),
    /// The report.
    Report(Arc<Report>),
    /// A list of documents was made.
    Documents(Documents),
    /// Rows of it, from that one on.
    DocumentRows(usize, Vec<DocumentRow>),
    /// A closing out of the list, if there is one of that number.
    Zed(Option<Box<Closing>>),
    /// The report is in this file.
    Saved(PathBuf),
    /// What came of a job about goods.
    Stock(Box<StockAnswer>),
    /// The printer's queue has changed. Comes unasked.
    Printing(Printing),
    /// About the hub.
    Sync(SyncAnswer),
    /// The mirror stands otherwise than before. Comes unasked.
    Mirror(MirrorState),
    /// What came of a page for trying.
    Tried(Result<Sent, Problem>),
    /// The printer is set up like that, and it stands in the config.
    PrinterKept,
    /// The queue has taken it.
    HandedOver,
    /// The drawer is told to open.
    DrawerOpened,
    /// No.
    Refused(Said),
    /// The disk or the store failed: nothing more is decided, the program ends with this sentence.
    Fault(Said),
}

/// An answer and the state after it.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Number of the request; `None` for what comes unasked.
    pub id: Option<u64>,
    /// What came of it.
    pub answer: Answer,
    /// State of the till afterwards, where it changed.
    pub desk: Option<Desk>,
}
