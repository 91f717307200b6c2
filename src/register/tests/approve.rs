//! What a role may not do alone: asked at the register itself, whatever a screen shows. Must never trust an
//! approval that the journal does not hold.

use super::*;
use crate::devices::settings::Printer;
use crate::domain::permission::{Approval, Permission};

/// The worker of a new till, with Ana, who is a cashier, signed in.
struct Desk {
    _place: Place,
    ana: PersonId,
    luz: PersonId,
    handle: worker::Handle,
    replies: std::sync::mpsc::Receiver<Reply>,
    next: u64,
}

impl Desk {
    fn new() -> Desk {
        Desk::prepared(|_| {})
    }

    /// The same after something was done by its register.
    fn prepared(first: impl FnOnce(&mut Register)) -> Desk {
        let (place, mut register) = Place::new();
        first(&mut register);
        let (ana, luz) = (who(&register, "Ana"), who(&register, "Luz"));
        let how = place.how(2);
        drop(register);
        let (answers, replies) = channel();
        let handle = worker::spawn(place.store(), how, Printer::default(), move |reply| {
            drop(answers.send(reply))
        });
        replies.recv_timeout(Duration::from_secs(30)).unwrap();
        let mut desk = Desk {
            _place: place,
            ana,
            luz,
            handle,
            replies,
            next: 1,
        };
        let pin = "4071".to_owned();
        assert!(matches!(
            desk.ask(Job::SignIn { person: ana, pin }),
            Answer::SignedIn(_)
        ));
        desk
    }

    fn ask(&mut self, job: Job) -> Answer {
        let id = self.next;
        self.next += 1;
        self.handle.ask(Request { id, job }).unwrap();
        let reply = self.replies.recv_timeout(Duration::from_secs(30)).unwrap();
        assert_eq!(reply.id, Some(id));
        reply.answer
    }

    fn save(&mut self, n: u32, approval: Option<Approval>) -> Answer {
        let row = Box::new(ImportRow {
            product: product(n, "1.10"),
            stock: None,
            was: None,
        });
        self.ask(Job::SaveProduct { row, approval })
    }

    fn approve(&mut self, person: PersonId, pin: &str) -> Answer {
        self.ask(Job::Approve {
            permission: Permission::Catalogue,
            person,
            pin: pin.to_owned(),
            what: "New product".to_owned(),
        })
    }
}

fn code(answer: &Answer) -> &'static str {
    match answer {
        Answer::Refused(said) => said.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_job_above_the_role_needs_an_approval_that_stands_and_counts_once() {
    let mut desk = Desk::new();
    assert_eq!(code(&desk.save(1, None)), "permission-needed");
    let (ana, luz) = (desk.ana, desk.luz);
    assert_eq!(code(&desk.approve(ana, "4071")), "permission-not-theirs");
    assert_eq!(code(&desk.approve(luz, "999999")), "wrong-pin");
    let Answer::Approved(given) = desk.approve(luz, "240318") else {
        panic!("Luz is the owner");
    };
    let forged = Approval {
        id: uuid::Uuid::from_u128(5),
        ..given
    };
    assert_eq!(code(&desk.save(1, Some(forged))), "permission-needed");
    let other = Approval {
        permission: Permission::Stock,
        ..given
    };
    assert_eq!(code(&desk.save(1, Some(other))), "permission-needed");
    assert!(matches!(desk.save(1, Some(given)), Answer::ProductSaved(..)));
    assert_eq!(
        code(&desk.save(2, Some(given))),
        "permission-needed",
        "it was for one product"
    );
}

#[test]
fn whoever_may_not_close_counts_and_closes_on_what_was_allowed_once() {
    let mut desk = Desk::prepared(|register| {
        open_shift(register);
        let mut shop = register.till().shop.clone();
        shop.roles = shop.roles.with(Role::Cashier, Permission::Register, false);
        register.change_shop(None, &shop).unwrap();
    });
    let count = |allowed| Job::Count {
        count: vec![Counted {
            denomination: eur(10_000),
            pieces: 1,
        }],
        declared: Vec::new(),
        foreign: Vec::new(),
        allowed,
        again: None,
    };
    assert_eq!(code(&desk.ask(count(None))), "permission-needed");
    assert_eq!(code(&desk.ask(Job::TakeX(None))), "permission-needed");
    let luz = desk.luz;
    let asked = Job::Approve {
        permission: Permission::Register,
        person: luz,
        pin: "240318".to_owned(),
        what: "Close register".to_owned(),
    };
    let Answer::Approved(given) = desk.ask(asked) else {
        panic!("Luz is the owner");
    };
    for _ in 0..2 {
        assert!(matches!(desk.ask(count(Some(given))), Answer::Counted(_)));
    }
    let close = Job::CloseShift {
        closing: crate::register::job::ClosingAsked {
            count: vec![Counted {
                denomination: eur(10_000),
                pieces: 1,
            }],
            declared: Vec::new(),
            foreign: Vec::new(),
            kept: None,
            reason: String::new(),
        },
        approval: None,
        allowed: Some(given),
    };
    assert!(matches!(desk.ask(close), Answer::Closed(_)));
    assert_eq!(code(&desk.ask(Job::TakeX(Some(given)))), "permission-needed");
}

#[test]
fn another_count_once_the_expected_is_known_takes_somebody_who_may_close_with_a_variance() {
    let mut desk = Desk::prepared(|register| {
        open_shift(register);
    });
    let count = |pieces, again| Job::Count {
        count: vec![Counted {
            denomination: eur(1_000),
            pieces,
        }],
        declared: Vec::new(),
        foreign: Vec::new(),
        allowed: None,
        again,
    };
    for _ in 0..2 {
        let noted = desk.ask(count(9, None));
        assert!(
            matches!(noted, Answer::Counted(_)),
            "the same count again hides nothing"
        );
    }
    assert_eq!(code(&desk.ask(count(10, None))), "permission-needed");
    let asked = Job::Approve {
        permission: Permission::Variance,
        person: desk.luz,
        pin: "240318".to_owned(),
        what: "Count again".to_owned(),
    };
    let Answer::Approved(given) = desk.ask(asked) else {
        panic!("Luz is the owner");
    };
    assert!(matches!(desk.ask(count(10, Some(given))), Answer::Counted(_)));
    assert_eq!(
        code(&desk.ask(count(11, Some(given)))),
        "permission-needed",
        "it was for one count"
    );
}

#[test]
fn a_pin_too_short_to_sign_in_with_allows_nothing() {
    let (_place, mut register) = Place::of(vec![person("Luz", Role::Owner, "2403")]);
    let luz = who(&register, "Luz");
    let ana = crate::domain::decide::staff::PersonChange {
        id: None,
        name: "Ana".to_owned(),
        role: Role::Cashier,
        active: true,
        pin: Some("4071".to_owned()),
    };
    let ana = register.save_person(Some(luz), &ana).unwrap().id;
    let mut allow = |pin: &str| register.approve(ana, (luz, pin), Permission::Catalogue, "New product");
    assert_eq!(refusal(allow("2404").unwrap_err()), "wrong-pin");
    assert_eq!(refusal(allow("2403").unwrap_err()), "short-pin");
    register.change_pin(luz, "2403", "240318").unwrap();
    let given = register
        .approve(ana, (luz, "240318"), Permission::Catalogue, "New product")
        .unwrap();
    assert_eq!(given.by, luz);
}
