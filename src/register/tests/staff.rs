//! The register about people and settings: what it refuses whatever the screens say, and what it records.

use super::*;
use crate::domain::decide::staff::PersonChange;
use crate::domain::event::Event;
use crate::domain::staff::TakenOver;
use crate::register::reports::Stop;

fn change(id: Option<PersonId>, name: &str, role: Role, pin: Option<&str>) -> PersonChange {
    PersonChange {
        id,
        name: name.to_owned(),
        role,
        active: true,
        pin: pin.map(str::to_owned),
    }
}

fn code(outcome: Result<impl std::fmt::Debug, Failure>) -> &'static str {
    match outcome {
        Err(Failure::Refused(said)) => said.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_shop_keeps_an_owner_and_owners_are_made_by_owners() {
    let (_place, mut register) = Place::new();
    let (ana, luz) = (who(&register, "Ana"), who(&register, "Luz"));
    let gone = PersonChange {
        active: false,
        ..change(Some(luz), "Luz", Role::Owner, None)
    };
    assert_eq!(code(register.save_person(None, &gone)), "staff-last-owner");
    let demoted = change(Some(luz), "Luz", Role::Supervisor, None);
    assert_eq!(
        code(register.save_person(Some(luz), &demoted)),
        "staff-last-owner"
    );
    let promoted = change(Some(ana), "Ana", Role::Owner, Some("407140"));
    assert_eq!(
        code(register.save_person(Some(ana), &promoted)),
        "staff-owners-only"
    );
    register.save_person(Some(luz), &promoted).unwrap();
    assert_eq!(code(register.save_person(Some(luz), &gone)), "staff-yourself");
    register.save_person(Some(ana), &gone).unwrap();
    assert!(register.person_named("Luz").is_err());
    assert_eq!(code(register.sign_in(luz, "240318")), "unknown-person");
}

#[test]
fn names_and_pins_of_people_are_checked() {
    let (_place, mut register) = Place::new();
    let luz = who(&register, "Luz");
    let mut add = |name, role, pin| register.save_person(Some(luz), &change(None, name, role, pin));
    assert_eq!(code(add("Eva", Role::Cashier, None)), "staff-no-pin");
    assert_eq!(code(add("Eva", Role::Cashier, Some("12"))), "weak-pin");
    assert_eq!(code(add("Eva", Role::Supervisor, Some("1234"))), "weak-pin");
    assert_eq!(code(add(" ana ", Role::Cashier, Some("1234"))), "name-taken");
    assert_eq!(code(add("E\u{1b}va", Role::Cashier, Some("1234"))), "bad-name");
    // The PIN of somebody else is no reason: refusing it would tell whose it is.
    let eva = add("Eva", Role::Cashier, Some("4071")).unwrap();
    register.sign_in(eva.id, "4071").unwrap();
    let renamed = change(Some(eva.id), "Eva M.", Role::Cashier, None);
    register.save_person(Some(luz), &renamed).unwrap();
    register.sign_in(eva.id, "4071").unwrap();
    assert_eq!(who(&register, "eva m."), eva.id);
}

#[test]
fn a_pin_is_changed_by_whoever_knows_it_and_wrong_ones_are_counted() {
    let (_place, mut register) = Place::new();
    let ana = who(&register, "Ana");
    assert_eq!(code(register.change_pin(ana, "0000", "5555")), "wrong-pin");
    assert_eq!(code(register.change_pin(ana, "4071", "55")), "weak-pin");
    register.change_pin(ana, "4071", "5555").unwrap();
    register.sign_in(ana, "5555").unwrap();
    for _ in 0..3 {
        assert_eq!(code(register.sign_in(ana, "4071")), "wrong-pin");
    }
    assert_eq!(code(register.change_pin(ana, "5555", "6666")), "pin-wait");
}

#[test]
fn a_pin_that_became_too_short_is_changed_before_it_counts() {
    let (place, mut register) = Place::of(vec![person("Luz", Role::Owner, "2403")]);
    let luz = who(&register, "Luz");
    assert!(!register.is_short(luz, "2403"));
    let eva = change(None, "Eva", Role::Cashier, Some("1234"));
    register.save_person(Some(luz), &eva).unwrap();
    assert!(register.is_short(luz, "2403"));
    drop(register);
    let (answers, replies) = channel();
    let handle = worker::spawn(place.store(), place.how(2), Printer::default(), move |reply| {
        drop(answers.send(reply))
    });
    let answer = || replies.recv_timeout(Duration::from_secs(30)).unwrap().answer;
    assert!(matches!(answer(), Answer::Opened(_)));
    let sign_in = |id, pin: &str| {
        let pin = pin.to_owned();
        handle
            .ask(Request {
                id,
                job: Job::SignIn { person: luz, pin },
            })
            .unwrap();
    };
    sign_in(1, "2403");
    assert!(matches!(answer(), Answer::PinShort(id) if id == luz));
    handle
        .ask(Request {
            id: 2,
            job: Job::TakeX(None),
        })
        .unwrap();
    assert!(matches!(answer(), Answer::Refused(_)), "nobody is signed in");
    let job = Job::ChangePin {
        person: luz,
        old: "2403".to_owned(),
        new: "240318".to_owned(),
    };
    handle.ask(Request { id: 3, job }).unwrap();
    assert!(matches!(answer(), Answer::PinChanged(_)));
    sign_in(4, "240318");
    assert!(matches!(answer(), Answer::SignedIn(_)));
    handle.stop();
}

#[test]
fn settings_change_where_they_break_nothing() {
    let (_place, mut register) = Place::new();
    let ana = who(&register, "Ana");
    let luz = who(&register, "Luz");
    let mut wanted = register.till().shop.clone();
    wanted.zone = "Mars/Olympus".to_owned();
    assert_eq!(code(register.change_shop(Some(luz), &wanted)), "shop-no-zone");
    wanted.zone = "UTC".to_owned();
    wanted.tax_classes[0].name = "other".to_owned();
    assert_eq!(code(register.change_shop(Some(luz), &wanted)), "shop-tax-gone");
    wanted.tax_classes = register.till().shop.tax_classes.clone();
    let open = OpenCommand {
        by: ana,
        float: eur(10_000),
        confirmed_date: None,
    };
    register.open_shift(&open).unwrap();
    wanted.currency = Currency::parse("USD").unwrap();
    wanted.variance_limit = Money::zero(wanted.currency);
    wanted.cash_rounding = None;
    assert_eq!(
        code(register.change_shop(Some(luz), &wanted)),
        "shop-register-open"
    );
    let mut wanted = register.till().shop.clone();
    wanted.name = "Bodega Sol".to_owned();
    let before = register.till().seq;
    register.change_shop(Some(luz), &wanted).unwrap();
    register.change_shop(Some(luz), &wanted).unwrap();
    assert_eq!(
        register.till().seq,
        before + 1,
        "what is so already is not written again"
    );
    assert_eq!(register.till().shop.name, "Bodega Sol");
}

#[test]
fn a_taken_till_and_wrong_pins_stand_in_the_trail() {
    let (_place, mut register) = Place::new();
    let (ana, luz) = (who(&register, "Ana"), who(&register, "Luz"));
    register.sign_in(ana, "4071").unwrap();
    assert_eq!(code(register.check_pin(luz, "1")), "wrong-pin");
    let taken = TakenOver {
        from: ana,
        ticket: None,
        lines: 0,
    };
    register.take_over(luz, taken.clone()).unwrap();
    let today = register.now().date();
    let days = (today.yesterday().unwrap(), today.tomorrow().unwrap());
    let told = register.source().unwrap().trail(days, &mut |_, _| true);
    let told = told.unwrap_or_else(|_| panic!("the trail is there"));
    let wrong = |one: &crate::register::reports::trail::Told| one.event == Event::SignInFailed(luz);
    assert!(told.iter().any(wrong));
    let last = told.last().unwrap();
    assert_eq!((&last.event, last.by.as_str()), (&Event::TakenOver(taken), "Luz"));
}

#[test]
fn bytes_of_a_taken_till_are_frozen() {
    let taken = TakenOver {
        from: PersonId(uuid::Uuid::from_u128(1)),
        ticket: None,
        lines: 0,
    };
    let text = r#"{"from":"00000000-0000-0000-0000-000000000001","lines":0}"#;
    assert_eq!(serde_json::to_string(&taken).unwrap(), text);
    assert_eq!(serde_json::from_str::<TakenOver>(text).unwrap(), taken);
}

#[test]
fn whoever_may_not_changes_neither_people_nor_settings() {
    let (place, register) = Place::new();
    let ana = who(&register, "Ana");
    let shop = register.till().shop.clone();
    let how = place.how(2);
    drop(register);
    let (answers, replies) = channel();
    let handle = worker::spawn(place.store(), how, Printer::default(), move |reply| {
        drop(answers.send(reply))
    });
    let answer = || replies.recv_timeout(Duration::from_secs(30)).unwrap().answer;
    answer();
    let pin = "4071".to_owned();
    handle
        .ask(Request {
            id: 1,
            job: Job::SignIn { person: ana, pin },
        })
        .unwrap();
    answer();
    let jobs = [
        Job::SavePerson {
            change: Box::new(change(None, "Eva", Role::Cashier, Some("1234"))),
            approval: None,
        },
        Job::ChangeShop {
            shop: Box::new(shop),
            approval: None,
        },
    ];
    for job in jobs {
        handle.ask(Request { id: 2, job }).unwrap();
        assert!(matches!(answer(), Answer::Refused(said) if said.code == "permission-needed"));
    }
    handle.stop();
}

#[test]
fn the_wait_after_wrong_pins_grows_and_outlives_the_program() {
    let (place, mut register) = Place::new();
    let ana = who(&register, "Ana");
    for _ in 0..3 {
        assert_eq!(code(register.sign_in(ana, "1111")), "wrong-pin");
    }
    assert_eq!(
        code(register.sign_in(ana, "4071")),
        "pin-wait",
        "the right one waits too"
    );
    let luz = who(&register, "Luz");
    register.sign_in(luz, "240318").unwrap();
    drop(register);
    let (mut register, _) = place.open(2);
    assert_eq!(
        code(register.sign_in(ana, "4071")),
        "pin-wait",
        "after a restart as well"
    );
    drop(register);
    place.clock.fetch_add(5_001, Ordering::Relaxed);
    let (mut register, _) = place.open(3);
    assert_eq!(code(register.sign_in(ana, "1111")), "wrong-pin");
    drop(register);
    place.clock.fetch_add(5_001, Ordering::Relaxed);
    let (mut register, _) = place.open(4);
    assert_eq!(code(register.sign_in(ana, "4071")), "pin-wait", "ten seconds now");
    drop(register);
    // A clock that was set back makes nobody wait for ever, and nobody is locked out.
    place.clock.fetch_add(5_000, Ordering::Relaxed);
    let (mut register, _) = place.open(5);
    register.sign_in(ana, "4071").unwrap();
    drop(register);
    let (mut register, _) = place.open(6);
    assert_eq!(
        code(register.sign_in(ana, "1111")),
        "wrong-pin",
        "and it begins anew"
    );
}

#[test]
fn the_trail_knows_what_was_the_case_before() {
    let (_place, mut register) = Place::new();
    let (ana, luz) = (who(&register, "Ana"), who(&register, "Luz"));
    let mut wanted = register.till().shop.clone();
    wanted.name = "Bodega Sol".to_owned();
    register.change_shop(Some(luz), &wanted).unwrap();
    let row = |price| ImportRow {
        product: product(1, price),
        stock: None,
        was: None,
    };
    register.save_product(luz, row("1.00")).unwrap();
    register.save_product(luz, row("1.20")).unwrap();
    let older = change(Some(ana), "Ana M.", Role::Cashier, None);
    register.save_person(Some(luz), &older).unwrap();
    let today = register.now().date();
    let days = (today.yesterday().unwrap(), today.tomorrow().unwrap());
    let told = register.source().unwrap().trail(days, &mut |_, _| true);
    let told = told.unwrap_or_else(|_| panic!("the trail is there"));
    let before = |wanted: &dyn Fn(&Event) -> bool| {
        let one = told.iter().rev().find(|one| wanted(&one.event)).unwrap();
        one.before.as_deref().cloned()
    };
    let shop = before(&|event| matches!(event, Event::ShopChanged(_)));
    assert!(matches!(shop, Some(Event::Founded(founded)) if founded.shop.name == "Bodega Luz"));
    let product = before(&|event| matches!(event, Event::ProductSaved(_)));
    assert!(matches!(product, Some(Event::ProductSaved(row)) if row.product.price.to_string() == "1.00"));
    let person = before(&|event| matches!(event, Event::PersonSaved(person) if person.id == ana));
    assert!(matches!(person, Some(Event::PersonSaved(person)) if person.name == "Ana"));
    let founded = before(&|event| matches!(event, Event::Founded(_)));
    assert!(founded.is_none(), "nothing was before the first");
    // what was before is looked for as long as somebody waits
    let entries = told.len() as u64;
    let source = register.source().unwrap();
    let mut asked = 0;
    let stopped = source.trail(days, &mut |_, _| {
        asked += 1;
        asked <= entries
    });
    assert!(matches!(stopped, Err(Stop::Cancelled)));
}
