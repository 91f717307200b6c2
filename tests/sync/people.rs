//! The people of a shop whose tills were set up one by one.

use crate::joined::{agree, sell};
use crate::shop::Shop;
use crate::two::pair;

/// How many of that name may sign in.
fn named(till: &Shop, name: &str) -> (usize, usize) {
    let people = till.json(&["people", "list"]);
    let all = people.as_array().expect("people").clone();
    let of: Vec<_> = all.iter().filter(|person| person["name"] == name).collect();
    (
        of.iter().filter(|person| person["active"] == "yes").count(),
        of.len(),
    )
}

#[test]
fn whoever_set_up_both_tills_is_one_person() {
    let (one, two, _hub) = pair();
    two.json(&["sync", "now"]);
    for till in [&one, &two] {
        assert_eq!(named(till, "Luz"), (1, 2), "one signs in; the other is what was");
        agree(till);
    }
    two.run(&["shift", "open", "--user", "Luz", "--float", "0"])
        .done();
    sell(&two, 50, 1);
    two.json(&["sync", "now"]);
    agree(&two);
    two.run(&["rebuild"]).done();
    two.json(&["sync", "now"]);
    assert_eq!(named(&two, "Luz"), (1, 2));
}
