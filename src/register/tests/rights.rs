//! Every job against every role, at the register itself: done, asked of a supervisor, or refused, whatever a
//! screen shows. Must never leave a job out: a new one does not compile until its right is said here.

use uuid::Uuid;

use super::*;
use crate::devices::spool::{Kind, Title};
use crate::domain::cash::CashMove;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::domain::decide::refund::ComingBack;
use crate::domain::decide::staff::PersonChange;
use crate::domain::decide::stock::MoveLine;
use crate::domain::document::DocumentNumber;
use crate::domain::permission::{Approval, Permission, Roles};
use crate::domain::refund::Back;
use crate::domain::stock::Reason;
use crate::register::job::{CashJob, ClosingAsked, Print};
use crate::register::reports::desk::Ask;
use crate::register::return_jobs::{RefundAsked, ReturnJob};
use crate::register::stock_jobs::{StockAnswer, StockJob};

const PEOPLE: [(&str, Role, &str); 3] = [
    ("Ana", Role::Cashier, "4071"),
    ("Eva", Role::Supervisor, "555123"),
    ("Luz", Role::Owner, "240318"),
];

/// The right that a job asks for; none where being signed in is enough.
fn asks(job: &Job) -> Option<Permission> {
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
        Job::Print(print) => match print {
            Print::Drawer { .. } => Some(Permission::OpenDrawer),
            Print::Try { .. } | Print::SetUp { .. } => Some(Permission::Settings),
            Print::Receipt(_) | Print::Paper(..) | Print::Retry(_) | Print::Cancel(_) => None,
        },
    }
}

fn ticket(n: u128) -> Ticket {
    let mut ticket = Ticket::new(Uuid::from_u128(n));
    ticket.add(Good::of(&product(1, "1.00"), Quantity::from(1), None));
    ticket
}

/// One job of each sort that asks something, with that approval.
fn jobs(shop: &Shop, approval: Option<Approval>) -> Vec<Job> {
    let all = [
        of_the_shop(shop, approval),
        of_the_drawer(approval),
        of_tickets(approval),
        of_goods(approval),
        of_papers(approval),
    ];
    all.concat()
}

const ID: Uuid = Uuid::from_u128(77);

/// A customer without a name, who is never kept, and what they may owe.
fn nobody(limit: Option<Money>) -> Customer {
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
    ]
}

/// A worker on a till with a person of each role.
struct Desk {
    _place: Place,
    shop: Shop,
    handle: worker::Handle,
    replies: std::sync::mpsc::Receiver<Reply>,
    people: Vec<PersonId>,
    next: u64,
}

impl Desk {
    fn new() -> Desk {
        let (place, mut register) = Place::new();
        let luz = who(&register, "Luz");
        let eva = PersonChange {
            id: None,
            name: PEOPLE[1].0.to_owned(),
            role: PEOPLE[1].1,
            active: true,
            pin: Some(PEOPLE[1].2.to_owned()),
        };
        register.save_person(Some(luz), &eva).unwrap();
        let people = PEOPLE.iter().map(|(name, ..)| who(&register, name)).collect();
        let (shop, how) = (register.till().shop.clone(), place.how(2));
        drop(register);
        let (answers, replies) = channel();
        let handle = worker::spawn(place.store(), how, Printer::default(), move |reply| {
            drop(answers.send(reply))
        });
        let mut desk = Desk {
            _place: place,
            shop,
            handle,
            replies,
            people,
            next: 1,
        };
        desk.reply(None);
        desk
    }

    fn reply(&mut self, id: Option<u64>) -> Answer {
        loop {
            let reply = self.replies.recv_timeout(Duration::from_secs(30)).unwrap();
            // What the printer tells of itself comes when it likes.
            if reply.id == id && !matches!(reply.answer, Answer::Printing(_)) {
                return reply.answer;
            }
        }
    }

    fn ask(&mut self, job: Job) -> Answer {
        let id = self.next;
        self.next += 1;
        self.handle.ask(Request { id, job }).unwrap();
        self.reply(Some(id))
    }

    fn sign_in(&mut self, at: usize) {
        let (person, pin) = (self.people[at], PEOPLE[at].2.to_owned());
        assert!(matches!(
            self.ask(Job::SignIn { person, pin }),
            Answer::SignedIn(_)
        ));
    }

    fn allow(&mut self, permission: Permission) -> Approval {
        let (person, pin) = (self.people[2], PEOPLE[2].2.to_owned());
        let what = "test".to_owned();
        match self.ask(Job::Approve {
            permission,
            person,
            pin,
            what,
        }) {
            Answer::Approved(given) => given,
            other => panic!("{other:?}"),
        }
    }
}

fn needs_somebody(answer: &Answer) -> bool {
    matches!(answer, Answer::Refused(said) if said.code == "permission-needed")
}

#[test]
fn each_job_is_done_asked_or_refused_as_the_table_of_roles_says() {
    let mut desk = Desk::new();
    let roles = Roles::default();
    let shop = desk.shop.clone();
    for (at, (name, role, _)) in PEOPLE.iter().enumerate() {
        desk.sign_in(at);
        for job in jobs(&shop, None) {
            let may = asks(&job).is_none_or(|permission| roles.may(*role, permission));
            let told = format!("{name}: {job:?}");
            assert_eq!(needs_somebody(&desk.ask(job)), !may, "{told}");
        }
    }
}

#[test]
fn who_may_not_sell_sells_with_leave_only() {
    let mut desk = Desk::new();
    let mut shop = desk.shop.clone();
    shop.roles = Roles::default().with(Role::Cashier, Permission::Sell, false);
    desk.sign_in(2);
    let approval = None;
    let changed = desk.ask(Job::ChangeShop {
        shop: Box::new(shop),
        approval,
    });
    assert!(!matches!(changed, Answer::Refused(_)), "{changed:?}");
    desk.sign_in(0);
    let mut basket = ticket(3);
    let sell = |ticket: &Ticket| Job::Sell {
        ticket: ticket.clone(),
        tenders: Vec::new(),
    };
    assert!(needs_somebody(&desk.ask(sell(&basket))));
    let pay = |approval| Job::PayAccount {
        id: ID,
        customer: CustomerId(ID),
        amount: eur(1),
        tenders: Vec::new(),
        approval,
    };
    assert!(needs_somebody(&desk.ask(pay(None))));
    let given = desk.allow(Permission::Sell);
    assert!(!needs_somebody(&desk.ask(pay(Some(given)))));
    basket.approvals.push(desk.allow(Permission::Sell));
    assert!(!needs_somebody(&desk.ask(sell(&basket))));
}

#[test]
fn whom_a_limit_binds_does_not_lift_it() {
    let mut desk = Desk::new();
    desk.sign_in(0);
    let keep = |limit, approvals: &[Approval]| {
        let mut customer = nobody(limit);
        customer.name = "Carmen".to_owned();
        Job::SaveCustomer {
            customer: Box::new(customer),
            approvals: approvals.to_vec(),
        }
    };
    let kept = |answer: Answer| matches!(answer, Answer::CustomerSaved(..));
    assert!(kept(desk.ask(keep(None, &[]))));
    assert!(needs_somebody(&desk.ask(keep(Some(eur(5_000)), &[]))));
    let given = desk.allow(Permission::AccountLimit);
    assert!(kept(desk.ask(keep(Some(eur(5_000)), &[given]))));
    let higher = keep(Some(eur(5_001)), &[given]);
    assert!(needs_somebody(&desk.ask(higher)), "it counts once");
    assert!(kept(desk.ask(keep(Some(eur(4_000)), &[]))), "lower is no harm");
    assert!(kept(desk.ask(keep(None, &[]))));
}

#[test]
fn who_may_not_keep_customers_does_it_with_leave() {
    let mut desk = Desk::new();
    let mut shop = desk.shop.clone();
    shop.roles = Roles::default().with(Role::Cashier, Permission::Customers, false);
    desk.sign_in(2);
    desk.ask(Job::ChangeShop {
        shop: Box::new(shop),
        approval: None,
    });
    desk.sign_in(0);
    let keep = |approvals| Job::SaveCustomer {
        customer: Box::new(nobody(None)),
        approvals,
    };
    assert!(needs_somebody(&desk.ask(keep(Vec::new()))));
    let given = desk.allow(Permission::Customers);
    assert!(!needs_somebody(&desk.ask(keep(vec![given]))));
}

#[test]
fn what_somebody_allowed_is_done_by_whoever_asked() {
    let mut desk = Desk::new();
    let shop = desk.shop.clone();
    desk.sign_in(0);
    for at in 0..jobs(&shop, None).len() {
        let plain = jobs(&shop, None).swap_remove(at);
        let Some(permission) = asks(&plain).filter(|one| !Roles::default().may(Role::Cashier, *one)) else {
            continue;
        };
        let given = desk.allow(permission);
        let job = jobs(&shop, Some(given)).swap_remove(at);
        let told = format!("{job:?}");
        assert!(!needs_somebody(&desk.ask(job)), "{told}");
    }
}

#[test]
fn nobody_does_anything_before_a_pin_was_typed() {
    let mut desk = Desk::new();
    let shop = desk.shop.clone();
    for job in jobs(&shop, None) {
        let told = format!("{job:?}");
        let answer = desk.ask(job);
        assert!(
            matches!(&answer, Answer::Refused(said) if said.code == "not-signed-in"),
            "{told}: {answer:?}"
        );
    }
}

#[test]
fn what_one_person_was_allowed_to_read_another_may_not() {
    let mut desk = Desk::new();
    let today = jiff::civil::date(2026, 11, 20);
    let trail = || Job::Report(Ask::Trail(today, today));
    desk.sign_in(0);
    assert!(needs_somebody(&desk.ask(trail())));
    desk.allow(Permission::Trail);
    assert!(matches!(desk.ask(trail()), Answer::Trail(_)));
    assert!(needs_somebody(&desk.ask(Job::Report(Ask::Closing(1)))));
    desk.sign_in(1);
    desk.sign_in(0);
    assert!(needs_somebody(&desk.ask(trail())));
}

#[test]
fn what_goods_cost_is_told_to_whoever_keeps_the_stock() {
    let mut desk = Desk::new();
    desk.sign_in(2);
    let row = ImportRow {
        product: product(1, "1.10"),
        stock: None,
    };
    let saved = desk.ask(Job::SaveProduct {
        row: Box::new(row),
        approval: None,
    });
    assert!(matches!(saved, Answer::ProductSaved(..)), "{saved:?}");
    let moved = desk.ask(Job::Stock(StockJob::Move {
        id: ID,
        reason: Reason::Received {
            supplier: String::new(),
            reference: String::new(),
        },
        lines: vec![MoveLine {
            sku: product(1, "1").sku,
            quantity: Quantity::from(2),
            cost: UnitPrice::parse("0.70").ok(),
        }],
        approval: None,
    }));
    assert!(matches!(moved, Answer::Stock(_)), "{moved:?}");
    for (at, tells) in [(0, false), (1, true), (2, true)] {
        desk.sign_in(at);
        let answer = desk.ask(Job::Report(Ask::Story(product(1, "1").sku)));
        let Answer::Stock(told) = answer else {
            panic!("{answer:?}");
        };
        let StockAnswer::Story(story) = *told else {
            panic!("a story was asked for");
        };
        assert_eq!((story.moves.len(), story.moves[0].cost.is_some()), (1, tells));
    }
}
