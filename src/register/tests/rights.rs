//! Every job against every role, at the register itself: done, asked of a supervisor, or refused, whatever a
//! screen shows. Must never leave a job out: a new one does not compile until its right is said here.

mod jobs;

use super::*;
use crate::domain::customer::CustomerId;
use crate::domain::decide::staff::PersonChange;
use crate::domain::decide::stock::MoveLine;
use crate::domain::permission::{Approval, Permission, Roles};
use crate::domain::stock::Reason;
use crate::register::reports::desk::Ask;
use crate::register::stock_jobs::{StockAnswer, StockJob};

use jobs::{ID, asks, jobs, nobody, ticket};

const PEOPLE: [(&str, Role, &str); 3] = [
    ("Ana", Role::Cashier, "4071"),
    ("Eva", Role::Supervisor, "555123"),
    ("Luz", Role::Owner, "240318"),
];

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
        was: None,
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
