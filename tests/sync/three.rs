//! Three tills of one shop that sell the same goods away from each other. Must never find a level that is not
//! the sum of what was sold.

use crate::joined::{agree, sell};
use crate::shop::Shop;
use crate::two::{change, pair};

fn stock(till: &Shop) -> String {
    let out = till.run(&["export", "stock"]).done().out;
    let row = out.lines().find(|line| line.starts_with("PAN,"));
    row.and_then(|row| row.split(',').nth(2))
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_last_ones_are_sold_on_three_tills_and_the_shop_owes_one() {
    let (one, two, hub) = pair();
    let three = Shop::new();
    hub.enrol(&three, hub.address);
    three.json(&["sync", "now"]);
    let all = [&one, &two, &three];
    for till in &all[1..] {
        till.run(&["shift", "open", "--user", "Luz", "--float", "0"])
            .done();
    }
    // Fifty on the shelf; each sells seventeen without hearing of the others, and sees its own.
    for (at, till) in all.iter().enumerate() {
        sell(till, 1 + at * 100, 17);
        assert_eq!(stock(till), "33");
    }
    for till in all.iter().chain(&all) {
        till.json(&["sync", "now"]);
    }
    for till in all {
        assert_eq!(stock(till), "-1");
        let status = till.json(&["sync", "status"]);
        assert_eq!(
            (&status["failed"], &status["conflicts"]),
            (&0.into(), &0.into()),
            "{status}"
        );
        agree(till);
    }
    // What comes in at one while another sells adds to what the other sold.
    sell(&two, 500, 2);
    change(
        &three,
        "PAN,4006381333931,Pan de molde,Panadería,2.00,1.10,reduced,ea,,5",
    );
    one.run(&[
        "stock",
        "receive",
        "PAN=10@1.10",
        "--supplier",
        "Sur",
        "--user",
        "Luz",
    ])
    .done();
    for till in all.iter().chain(&all) {
        till.json(&["sync", "now"]);
    }
    for till in all {
        assert_eq!(stock(till), "7", "one too few, ten came, two sold");
        agree(till);
    }
}
