//! One job of each sort, and the right that it asks for. Must never have a rest: a new job does not compile
//! until its right is said here.

use super::*;
use crate::devices::spool::{Kind, Title};
use crate::domain::cash::CashMove;
use crate::domain::customer::Customer;
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::domain::decide::refund::ComingBack;
use crate::domain::document::DocumentNumber;
use crate::domain::refund::Back;
use crate::register::hub::state::SyncJob;
use crate::register::job::{CashJob, ClosingAsked, Print};
use crate::register::return_jobs::{RefundAsked, ReturnJob};
use uuid::Uuid;

/// The right that a job asks for; none where being signed in is enough.
pub(super) fn asks(job: &Job) -> Option<Permission> {
    match job {
        Job::SignIn { .. }
        | Job::Unlock { .. }
        | Job::ChangePin { .. }
        | Job::SignOut
        | Job::Found(_)
        | Job::Approve { .. }
        | Job::SaveDraft(_)
        | Job::StopReport
        | Job::Staff
        | Job::Park { .. }
        | Job::Recall(_)
        | Job::Balances
        | Job::Statement(_)
        | Job::Receipt(_)
        | Job::Levels(_) => None,
        Job::Sell { .. } | Job::PayAccount { .. } => Some(Permission::Sell),
        Job::SavePerson { .. } => Some(Permission::People),
        Job::ChangeShop { .. } | Job::SetFavourites { .. } => Some(Permission::Settings),
        Job::OpenShift { .. } | Job::TakeX(_) | Job::Count { .. } | Job::CloseShift { .. } => {
            Some(Permission::Register)
        }
        Job::Void { whole: false, .. } => Some(Permission::VoidLine),
        Job::Void { .. } | Job::VoidParked { .. } => Some(Permission::VoidTicket),
        Job::Return(ReturnJob::Make(asked, ..)) => Some(asked.permission()),
        Job::Return(_) => None,
        Job::SaveCustomer { .. } => Some(Permission::Customers),
        Job::Cash(CashJob::Spend(_), _) => Some(Permission::Expense),
        Job::Cash(CashJob::List, _) => None,
        Job::Cash(..) => Some(Permission::CashMove),
        Job::SaveProduct { .. } => Some(Permission::Catalogue),
        Job::Report(ask) => match ask {
            Ask::Trail(..) => Some(Permission::Trail),
            Ask::Levels | Ask::Story(_) => None,
            _ => Some(Permission::Reports),
        },
        Job::Stock(job) => match job {
            StockJob::Move { .. } | StockJob::Count { .. } => Some(Permission::Stock),
            StockJob::OpenCounts => None,
            StockJob::Review { .. } | StockJob::CloseCount { .. } => Some(Permission::StockApprove),
            StockJob::RenameCategory { .. } => Some(Permission::Catalogue),
        },
        Job::Sync(SyncJob::Enrol { .. } | SyncJob::Leave { .. }) => Some(Permission::Settings),
        // What a conflict is about says what settling it asks.
        Job::Sync(_) => None,
        Job::Print(print) => match print {
            Print::Drawer { .. } => Some(Permission::OpenDrawer),
            Print::Try { .. } | Print::SetUp { .. } => Some(Permission::Settings),
            Print::Receipt(_) | Print::Paper(..) | Print::Retry(_) | Print::Cancel(_) => None,
        },
    }
}

pub(super) fn ticket(n: u128) -> Ticket {
    let mut ticket = Ticket::new(Uuid::from_u128(n));
    ticket.add(Good::of(&product(1, "1.00"), Quantity::from(1), None));
    ticket
}

/// One job of each sort that asks something, with that approval.
pub(super) fn jobs(shop: &Shop, approval: Option<Approval>) -> Vec<Job> {
    let all = [
        of_the_shop(shop, approval),
        of_the_drawer(approval),
        of_tickets(approval),
        of_goods(approval),
        of_papers(approval),
    ];
    all.concat()
}

pub(super) const ID: Uuid = Uuid::from_u128(77);

/// A customer without a name, who is never kept, and what they may owe.
pub(super) fn nobody(limit: Option<Money>) -> Customer {
    Customer {
        id: CustomerId(ID),
        name: String::new(),
        phone: String::new(),
        tax_id: String::new(),
        note: String::new(),
        limit,
        active: true,
    }
}

fn number() -> DocumentNumber {
    "C1-000001".parse().unwrap()
}

fn of_the_shop(shop: &Shop, approval: Option<Approval>) -> Vec<Job> {
    let id = ID;
    vec![
        Job::SavePerson {
            change: Box::new(PersonChange {
                id: None,
                name: "Pau".to_owned(),
                role: Role::Cashier,
                active: true,
                pin: Some("12".to_owned()),
            }),
            approval,
        },
        Job::Staff,
        Job::ChangeShop {
            shop: Box::new(shop.clone()),
            approval,
        },
        Job::SetFavourites {
            goods: Vec::new(),
            approval,
        },
        Job::SaveCustomer {
            customer: Box::new(nobody(None)),
            approvals: approval.into_iter().collect(),
        },
        Job::PayAccount {
            id,
            customer: CustomerId(id),
            amount: eur(1),
            tenders: Vec::new(),
            approval,
        },
        Job::Balances,
    ]
}

fn of_the_drawer(approval: Option<Approval>) -> Vec<Job> {
    let id = ID;
    vec![
        Job::OpenShift {
            float: eur(-1),
            confirmed_date: None,
            approval,
        },
        Job::TakeX(approval),
        Job::Count {
            count: Vec::new(),
            declared: Vec::new(),
            foreign: Vec::new(),
            allowed: approval,
            again: None,
        },
        Job::CloseShift {
            closing: ClosingAsked {
                count: Vec::new(),
                declared: Vec::new(),
                foreign: Vec::new(),
                kept: None,
                reason: String::new(),
            },
            approval: None,
            allowed: approval,
        },
        Job::Cash(
            CashJob::Move(MoveCommand {
                what: CashMove::In,
                amount: eur(0),
                reason: String::new(),
            }),
            approval,
        ),
        Job::Cash(
            CashJob::Spend(ExpenseCommand {
                category: String::new(),
                amount: eur(0),
                note: String::new(),
                reference: String::new(),
                from_drawer: true,
            }),
            approval,
        ),
        Job::Cash(CashJob::Undo(id), approval),
        Job::Cash(CashJob::List, None),
    ]
}

fn of_tickets(approval: Option<Approval>) -> Vec<Job> {
    let id = ID;
    let refund = |what| {
        let asked = RefundAsked {
            id,
            what,
            back: Back::Cash,
            reason: String::new(),
        };
        Job::Return(ReturnJob::Make(asked, None, approval))
    };
    let mut sold = ticket(3);
    sold.approvals.extend(approval);
    vec![
        Job::Sell {
            ticket: sold,
            tenders: Vec::new(),
        },
        Job::Void {
            given_up: ticket(1),
            whole: false,
            approval,
        },
        Job::Void {
            given_up: ticket(2),
            whole: true,
            approval,
        },
        Job::VoidParked { id, approval },
        Job::Recall(id),
        refund(ComingBack::Of(number(), Vec::new())),
        refund(ComingBack::Loose(Vec::new())),
    ]
}

fn of_goods(approval: Option<Approval>) -> Vec<Job> {
    let id = ID;
    let row = ImportRow {
        product: product(1, "1.10"),
        stock: None,
        was: None,
    };
    let today = jiff::civil::date(2026, 11, 20);
    vec![
        Job::SaveProduct {
            row: Box::new(row),
            approval,
        },
        Job::Receipt(Some(number())),
        Job::Report(Ask::Levels),
        Job::Report(Ask::Closing(1)),
        Job::Report(Ask::Worth),
        Job::Report(Ask::Story(product(1, "1").sku)),
        Job::Report(Ask::Trail(today, today)),
        Job::Stock(StockJob::Move {
            id,
            reason: Reason::WrittenOff {
                reason: String::new(),
            },
            lines: Vec::new(),
            approval,
        }),
        Job::Stock(StockJob::Count {
            id,
            count: id,
            scope: String::new(),
            lines: Vec::new(),
            approval,
        }),
        Job::Stock(StockJob::OpenCounts),
        Job::Stock(StockJob::Review { count: id, approval }),
        Job::Stock(StockJob::CloseCount {
            id,
            count: id,
            give_up: false,
            approval,
        }),
        Job::Stock(StockJob::RenameCategory {
            from: String::new(),
            to: String::new(),
            approval,
        }),
    ]
}

fn of_papers(approval: Option<Approval>) -> Vec<Job> {
    let printer = || Box::new(Printer::default());
    vec![
        Job::Print(Print::Receipt(number())),
        Job::Print(Print::Paper(Title::new(Kind::Slip, ""), Box::default())),
        Job::Print(Print::Retry(9)),
        Job::Print(Print::Drawer {
            reason: String::new(),
            approval,
        }),
        Job::Print(Print::Try {
            printer: printer(),
            lang: Default::default(),
            approval,
        }),
        Job::Print(Print::SetUp {
            printer: printer(),
            approval,
        }),
        Job::Sync(SyncJob::Enrol {
            url: "nowhere".to_owned(),
            code: String::new(),
            approval,
        }),
        Job::Sync(SyncJob::Leave { approval }),
        Job::Sync(SyncJob::Conflicts),
    ]
}
