//! Hubs that are lost, set back, or there twice. No till loses anything, and none mixes two pasts.

use crate::disks::{Image, twin};
use crate::hub::Hub;
use crate::joined::{agree, known, level, sell};

#[test]
fn a_hub_that_was_set_back_is_sent_again_what_it_lacks() {
    let (till, mut hub) = known();
    sell(&till, 1, 3);
    till.json(&["sync", "now"]);
    let copy = hub.copied();
    sell(&till, 4, 5);
    till.json(&["sync", "now"]);
    let same = agree(&till);
    hub.set_back(&copy);
    let synced = till.json(&["sync", "now"]);
    assert_eq!(
        (&synced["pending"], &synced["failed"]),
        (&0.into(), &0.into()),
        "{synced}"
    );
    assert_eq!(agree(&till), same);
    sell(&till, 9, 1);
    till.json(&["sync", "now"]);
    assert_eq!(agree(&till), same + 1);
    assert_eq!(level(&till), "41", "fifty less nine, each once");
}

/// The hub has more of the till's first life than the till, and yet not what the till has: the copy of its
/// disk went on there.
#[test]
fn a_hub_that_was_set_back_and_heard_a_copy_of_the_disk_first_is_sent_what_it_lacks() {
    let (till, mut hub) = known();
    sell(&till, 1, 2);
    till.json(&["sync", "now"]);
    let (copy, clone) = (hub.copied(), twin(&till));
    sell(&till, 10, 3);
    till.json(&["sync", "now"]);
    let before = Image::of(&till);
    sell(&till, 20, 2);
    till.json(&["sync", "now"]);
    before.set_back();
    sell(&till, 30, 1);
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!(level(&till), "42", "fifty less two, three, two and one");

    hub.set_back(&copy);
    sell(&clone, 40, 7);
    clone.json(&["sync", "now"]);
    till.json(&["sync", "now"]);
    agree(&till);
    sell(&till, 50, 1);
    for either in [&till, &clone, &till] {
        either.json(&["sync", "now"]);
    }
    for either in [&till, &clone] {
        agree(either);
        assert_eq!(level(either), "34", "fifty less eight, seven and one");
    }
}

#[test]
fn of_two_hubs_from_one_copy_a_person_says_which_one_counts() {
    let (till, mut first) = known();
    sell(&till, 1, 3);
    till.json(&["sync", "now"]);
    let second = Hub::of_copy(&first.copied());
    let at = |hub: &Hub| {
        let line = format!("[sync]\nurl = \"http://{}\"\n", hub.address);
        till.file(".config/tendero/config.toml", line.as_bytes());
    };
    at(&second);
    sell(&till, 4, 2);
    let there = till.json(&["sync", "now"]);
    assert_eq!(there["pending"], 0, "{there}");

    // The first one lives on, and lacks what the second has.
    at(&first);
    sell(&till, 6, 1);
    for _ in 0..2 {
        till.run(&["sync", "now"])
            .refused(1, "is not the hub that the till knows");
    }
    assert_eq!(till.json(&["sync", "status"])["pending"], 1, "nothing is lost");
    at(&second);
    till.json(&["sync", "now"]);

    // Whoever keeps them decides for the first.
    first.kill();
    let epoch = there["epoch"].as_str().expect("an epoch");
    first.ask(&["epoch", "--instead-of", epoch]);
    first.start();
    at(&first);
    let synced = till.json(&["sync", "now"]);
    assert_eq!(synced["pending"], 0, "{synced}");
    agree(&till);
    at(&second);
    till.run(&["sync", "now"])
        .refused(1, "is not the hub that the till knows");
}
