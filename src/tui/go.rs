//! Where a screen or dialog wants to go, without naming the others. Must never hold a screen.

use std::sync::Arc;

use crate::devices::layout::Layout;
use crate::domain::account::{AccountPaid, Statement};
use crate::domain::cash::CashMove;
use crate::domain::customer::Customer;
use crate::domain::decide::refund::Receipt;
use crate::domain::document::{Good, Perpetual, Sale};
use crate::domain::money::Money;
use crate::domain::permission::{Approval, Permission};
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::refund::Refund;
use crate::domain::shift::{Closing, Shift};
use crate::register::return_jobs::Offered;

use uuid::Uuid;

use crate::domain::period::{Named, Period};
use crate::domain::staff::PersonId;
use crate::protocol::feed::Conflict;
use crate::register::job::Job;
use crate::register::reply::Colleague;
use crate::register::reports::Report;
use crate::register::reports::documents::Which;

use super::command::Command;

/// What is done with goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goods {
    /// They come in.
    Received,
    /// Their level is put right by a difference.
    Adjusted,
    /// They are gone.
    WrittenOff,
}

/// What a list of things to look at is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Going where there is no line to the hub.
    Offline,
    /// Closing the register.
    Closing,
}

/// A cash move or an expense that shall be undone, asked for first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The entry.
    pub id: Uuid,
    /// What is asked.
    pub question: String,
    /// What it asks of whoever does it.
    pub permission: Permission,
}

/// The next step, which `update` takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Go {
    /// Nowhere.
    Stay,
    /// Close this dialog; on a screen, to where the state of the till leads: sign-in, opening or the sale.
    Back,
    /// To where the state of the till leads, whatever stands on top.
    Home,
    /// To the sale, with this text in the scan field.
    Sale {
        /// What was typed already.
        typed: String,
    },
    /// To the sale, with this code scanned.
    Scan(String),
    /// To the payment.
    Pay,
    /// The sale is on disk: the change.
    Change(Box<Sale>),
    /// To the closing of the register.
    Close,
    /// Ask before the ticket is given up.
    AskVoid,
    /// Put the ticket in hand aside, and then take up that parked one.
    Park {
        /// Which one.
        then: Option<Uuid>,
    },
    /// The parked tickets.
    Parked,
    /// The customers.
    Customers,
    /// The record of a customer, or of a new one.
    EditCustomer(Option<Box<Customer>>),
    /// A customer is kept: back to the list of them.
    CustomerKept,
    /// Ask how much a customer pays of what they owe.
    PayAccount(Box<Customer>, Option<Money>),
    /// A payment on account is on disk: its paper.
    AccountPaid(Box<AccountPaid>),
    /// The account of a customer.
    Statement(Box<Statement>),
    /// Ask for the reference of a tender, and take it then by that command.
    Reference {
        /// The command.
        then: Command,
        /// Whether it cannot be left out.
        required: bool,
    },
    /// Ask before a parked ticket is given up.
    AskVoidParked(Uuid),
    /// Ask for the quantity of the chosen line.
    Quantity,
    /// The form of cash that moves that way; of an expense where there is none.
    Cash(Option<CashMove>),
    /// The cash moves and expenses of the shift.
    CashBook,
    /// Ask before one of them is undone.
    AskUndoCash(Box<Undo>),
    /// What a good costs.
    PriceCheck,
    /// Ask for a discount on the chosen line, or on the ticket.
    Discount,
    /// Ask for another price of the chosen line.
    Price,
    /// Ask for a note on the chosen line, or on the ticket.
    Note,
    /// The goods that are sold without a code.
    Favourites {
        /// How many of the one that is chosen, where that was said before.
        quantity: Option<Quantity>,
    },
    /// Ask what a good does not say of itself, and sell it then.
    Missing {
        /// The good, as far as it is known.
        good: Box<Good>,
        /// Whether it must be said how much of it.
        quantity: bool,
        /// Whether it must be said what it costs.
        price: bool,
    },
    /// Ask somebody who may, and do that where it stood.
    Allow {
        /// What is done then.
        then: Command,
        /// What has to be allowed.
        permission: Permission,
        /// What it is, for the screen and the trail.
        what: String,
    },
    /// The keys of this place.
    Help,
    /// The list of commands.
    Palette,
    /// Where the total of that sale comes from, or of the open ticket.
    Explain(Option<Box<Sale>>),
    /// A receipt.
    Receipt(Box<Sale>),
    /// An X report, with the totals that are never reset.
    XReport(Box<Shift>, Perpetual),
    /// A Z report.
    ZReport(Box<Closing>),
    /// A Z out of the list, on top of it.
    Zed(Box<Closing>),
    /// The reports.
    Reports,
    /// The closings, each with its Z.
    Closings,
    /// The documents behind a figure.
    Documents(Box<Which>),
    /// Ask which dates the report is of.
    AskPeriod,
    /// Close this dialog; the report below is of these dates.
    Period(Period, Option<Named>),
    /// Ask for the name of the file that the report is written to.
    SaveReport(Arc<Report>),
    /// A paper as it would be printed.
    Paper {
        /// What it is called.
        title: String,
        /// What stands on it.
        layout: Layout,
    },
    /// The form of a new product, with this code.
    NewProduct {
        /// The code that nobody knew; may be empty.
        code: String,
    },
    /// The search for the receipt of goods that come back, or the receipt of this code.
    FindReceipt {
        /// The code at the foot of a receipt; may be empty.
        code: String,
    },
    /// The lines of that receipt.
    ReturnLines(Box<Receipt>),
    /// How a return is paid back.
    PayBack(Box<Offered>),
    /// To the payment of what a return does not cover: the return, and what it is worth.
    PayExchange(Box<Offered>, Money),
    /// The return is on disk: what the customer gets.
    GivenBack(Box<Refund>),
    /// The paper of a return.
    ReturnPaper(Box<Refund>),
    /// Every product.
    Products,
    /// The products of a category: in the list below, or in a new one.
    ProductsOf(String),
    /// One product.
    Product(Sku),
    /// The form of that product, or of a new one.
    EditProduct(Option<Sku>),
    /// A product is kept: back from its form, and to its page where it is new.
    ProductKept(Sku),
    /// The categories, and what their goods are worth.
    Categories,
    /// A count of the shelves.
    CountGoods,
    /// Ask before the register does that.
    AskFirst(String, Box<Job>),
    /// Goods to come in, be put right or be written off; that product first.
    MoveGoods(Goods, Option<Sku>),
    /// Ask for a PIN before anything else is done.
    Lock,
    /// Ask for another PIN of that person, who must change it where it is too short.
    NewPin(Option<PersonId>),
    /// Who works here.
    People,
    /// One of them and whether they still do, or somebody new.
    Person(Option<(Colleague, bool)>),
    /// What each role may do.
    Roles,
    /// What the shop has settled.
    Settings,
    /// What happened.
    Trail,
    /// Why the drawer is opened.
    Drawer,
    /// What waits for the printer.
    PrintQueue,
    /// The printer of this till.
    Printer,
    /// What became of each entry at the hub.
    SyncQueue,
    /// What two tills changed at once.
    Conflicts,
    /// One of them, and which of how many.
    Conflict(Box<Conflict>, (usize, usize)),
    /// Ask for a hub and its code.
    JoinHub,
    /// What to look at before the line is cut, or before the register is closed.
    Checklist(Before),
    /// Close this dialog and do that where it stood.
    Run(Command),
    /// Do that here: a key that only means it in this place was pressed.
    Do(Command),
    /// Close this dialog and do that with what somebody allowed for it.
    Allowed(Approval, Command),
}
