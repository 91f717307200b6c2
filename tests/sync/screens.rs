//! Two tills that changed the same price while there was no line, and a person who settles it at one of
//! them, by keys. Must never look into the program: what a person cannot see or type, this cannot either.

use crate::driver::{Terminal, key};
use crate::hub::Hub;
use crate::joined::agree;
use crate::shop::Shop;
use crate::two::{change, pair, price};

const BOOK: &str = "LIBRO,9788478290222,Cuaderno,Papelería";

/// Both changed the same price and the hub knows it: 3.50 came first and stands, 3.75 waits.
fn quarrel() -> (Shop, Shop, Hub) {
    let (one, two, hub) = pair();
    change(&one, &format!("{BOOK},3.50,,standard,ea,,"));
    change(&two, &format!("{BOOK},3.75,,standard,ea,,"));
    for till in [&one, &two, &one] {
        till.json(&["sync", "now"]);
    }
    assert_eq!(price(&two, "LIBRO"), "3.50");
    (one, two, hub)
}

/// Longer than a scanner's bounce, shorter than a person's.
fn press(till: &mut Terminal, keys: &[&str]) {
    for key in keys {
        std::thread::sleep(std::time::Duration::from_millis(120));
        till.keys(key);
    }
    std::thread::sleep(std::time::Duration::from_millis(120));
}

/// At the till where the change waits: opens the conflict, answers with that key, and waits until sync has
/// gone on.
fn settle(till: &Shop, answer: &str, answered: &str) {
    let home = till.path("");
    let mut screen = Terminal::start(&home, &[], 80, 24);
    // Whoever set up both tills is one person: there is nobody to choose from, and one PIN.
    screen.wait_for("PIN of Luz");
    press(&mut screen, &["1234", key::ENTER]);
    screen.wait_gone("Who is it?");
    screen.wait_for("1 CONFLICT");
    press(&mut screen, &[key::CTRL_P, "conflicts", key::ENTER]);
    screen.wait_for("Cuaderno");
    press(&mut screen, &[key::ENTER]);
    let shown = screen.wait_for("Conflict 1 of 1");
    assert!(shown.contains("3.75") && shown.contains("3.50"), "{shown}");
    press(&mut screen, &[answer]);
    screen.wait_until("the answer", |shown| {
        shown
            .lines()
            .any(|line| line.contains("Price") && line.trim_end().ends_with(answered))
    });
    press(&mut screen, &[key::ENTER]);
    screen.wait_for("Enter settles it");
    press(&mut screen, &[key::ENTER]);
    screen.wait_for("Nothing to settle");
    screen.wait_until("the lamp", |shown| {
        let head = shown.lines().next().unwrap_or_default();
        head.contains("SYNCED") && !head.contains("CONFLICT")
    });
    press(&mut screen, &[key::ESC, "\x03"]);
    assert_eq!(screen.end(), 0);
}

/// Nothing is left to settle, and both show that price.
fn settled(one: &Shop, two: &Shop, now: &str) {
    for till in [two, one, two] {
        till.json(&["sync", "now"]);
    }
    for till in [one, two] {
        assert_eq!(price(till, "LIBRO"), now);
        assert_eq!(till.json(&["sync", "status"])["conflicts"], 0);
        agree(till);
    }
}

#[test]
fn the_value_of_the_till_is_kept_by_keys() {
    let (one, two, _hub) = quarrel();
    settle(&two, key::F2, "till");
    settled(&one, &two, "3.75");
}

#[test]
fn the_value_of_the_hub_is_accepted_by_keys() {
    let (one, two, _hub) = quarrel();
    settle(&two, key::F3, "hub");
    settled(&one, &two, "3.50");
}
