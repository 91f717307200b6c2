//! One series of sales for all tills of a shop: numbers that the hub gives in blocks, ahead of need. None is
//! given twice, none is lost, and no sale waits for one.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};

/// Numbers in a block.
const BLOCK: usize = 200;

/// A till of a shop that shares `A`, with goods and its register open.
fn sharing() -> Shop {
    Shop::with(&["--shared-series", "A"]).opened(&goods())
}

/// The numbers of a till's sales of that series, in their order.
fn of(till: &Shop, series: &str) -> Vec<usize> {
    let out = till.run(&["export", "sales", "--json"]).done().out;
    let rows = out.lines().map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        row["number"].as_str().expect("a number").to_owned()
    });
    let own = rows.filter_map(|number| {
        let (of, number) = number.rsplit_once('-')?;
        (of == series).then(|| number.parse().expect("digits"))
    });
    let mut all: Vec<usize> = own.collect();
    all.sort_unstable();
    all
}

#[test]
fn two_tills_share_a_series_with_and_without_their_hub() {
    let (one, two) = (sharing(), Shop::new());
    let mut hub = Hub::new();
    hub.enrol(&one, hub.address);
    one.json(&["sync", "now"]);
    hub.enrol(&two, hub.address);
    // The shop's settings come down, and numbers with them.
    let status = two.json(&["sync", "now"]);
    assert_eq!(
        (&status["shared_series"], &status["numbers_left"]),
        (&"A".into(), &BLOCK.into()),
        "{status}"
    );
    two.run(&["shift", "open", "--user", "Luz", "--float", "0"])
        .done();
    one.json(&["sync", "now"]);

    sell(&one, 1, 3);
    sell(&two, 1_000, 3);
    for till in [&one, &two] {
        till.json(&["sync", "now"]);
        assert_eq!(of(till, "A").len(), 3);
    }

    // The hub is away for longer than the numbers last: each goes on in a series of its own.
    hub.kill();
    sell(&one, 100, BLOCK + 5);
    sell(&two, 2_000, 2);
    assert_eq!(of(&one, "A").len(), BLOCK);
    assert_eq!(of(&one, "C1"), (1..=8).collect::<Vec<_>>(), "without a gap");
    assert_eq!(of(&two, "A").len(), 5);

    hub.start();
    for till in [&one, &two] {
        till.json(&["sync", "now"]);
    }
    sell(&one, 500, 2);
    one.json(&["sync", "now"]);
    let (first, second) = (of(&one, "A"), of(&two, "A"));
    assert_eq!((first.len(), second.len()), (BLOCK + 2, 5));
    let both: BTreeSet<usize> = first.iter().chain(&second).copied().collect();
    assert_eq!(both.len(), first.len() + second.len(), "no number is given twice");
    assert!(
        both.iter().all(|number| *number <= 3 * BLOCK),
        "none is passed over"
    );
    for till in [&one, &two] {
        assert_eq!(till.json(&["sync", "status"])["failed"], 0);
        agree(till);
        till.run(&["rebuild"]).done();
        till.json(&["sync", "now"]);
        agree(till);
    }

    // Whoever leaves gives up what is left, and goes on alone.
    one.run(&["sync", "unenrol"]).done();
    sell(&one, 600, 1);
    assert_eq!(of(&one, "C1").len(), 9);
    one.run(&["audit", "verify"]).done();
}

#[test]
fn an_answer_that_is_lost_loses_no_numbers() {
    let till = sharing();
    let hub = Hub::new();
    let line = Proxy::to(hub.address);
    hub.enrol(&till, line.address);
    line.set(Mode::LoseOf("/v1/series/lease"));
    for _ in 0..3 {
        till.run(&["sync", "now"]).refused(3, "nothing is lost");
    }
    sell(&till, 1, 1);
    assert_eq!(of(&till, "C1"), [1], "a sale does not wait");
    line.set(Mode::Pass);
    till.json(&["sync", "now"]);
    sell(&till, 2, 2);
    assert_eq!(
        of(&till, "A"),
        [1, 2],
        "the block is the one that was given first"
    );
    till.json(&["sync", "now"]);
    agree(&till);
}

#[test]
fn a_till_that_is_killed_while_it_asks_loses_no_numbers() {
    let till = sharing();
    let hub = Hub::new();
    hub.enrol(&till, hub.address);
    let mut sold = 0;
    for round in 0..5_u64 {
        for life in 0..6 {
            let mut command = till.command(&["sync", "now"]);
            let command = command.stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = command.spawn().expect("the program starts");
            std::thread::sleep(Duration::from_millis(7 + 9 * life + 2 * round));
            child.kill().expect("it is killed");
            child.wait().expect("it is dead");
        }
        till.json(&["sync", "now"]);
        sell(&till, 1 + sold, 120);
        sold += 120;
    }
    till.json(&["sync", "now"]);
    assert_eq!(
        of(&till, "A"),
        (1..=sold).collect::<Vec<_>>(),
        "one after the other"
    );
    agree(&till);
}

#[test]
fn a_hub_that_was_set_back_gives_no_number_again() {
    let (one, two) = (sharing(), Shop::new());
    let mut hub = Hub::new();
    hub.enrol(&one, hub.address);
    hub.enrol(&two, hub.address);
    let copy = hub.copied();
    one.json(&["sync", "now"]);
    sell(&one, 1, 2);
    one.json(&["sync", "now"]);
    hub.set_back(&copy);
    for till in [&one, &two] {
        till.json(&["sync", "now"]);
    }
    two.run(&["shift", "open", "--user", "Luz", "--float", "0"])
        .done();
    sell(&two, 1_000, 1);
    two.json(&["sync", "now"]);
    assert_eq!((of(&one, "A"), of(&two, "A")), (vec![1, 2], vec![BLOCK + 1]));
    for till in [&one, &two] {
        assert_eq!(till.json(&["sync", "status"])["failed"], 0);
        agree(till);
    }
}
