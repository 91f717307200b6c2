//! What the simulation has found, brought about on purpose. Must never wait for a lot.

use tendero::hub::admin::Ask;

use crate::lives::Fate;
use crate::scenario::Hits;
use crate::world::{Made, World};

/// A shop in which nothing happens by itself; its first till has joined and is done.
fn quiet() -> World {
    quiet_one(1)
}

fn quiet_one(seed: u64) -> World {
    let mut world = World::new(seed, Made::default(), &Hits::default());
    world.heal().unwrap();
    world.stock_the_shop().unwrap();
    world.settle().unwrap();
    world
}

/// A token is turned, the till is told the new one, and before it has used it the token is turned once more:
/// neither the till's old one nor the one that it was told counted any more.
#[test]
fn a_token_that_is_turned_twice_locks_no_till_out() {
    let mut world = quiet();
    let terminal = world.tills[0].terminal().unwrap().to_string();
    let turn = |world: &World| {
        let terminal = terminal.clone();
        drop(world.nature().house.admin(Ask::Turn { terminal }));
    };
    turn(&world);
    let courier = world.tills[0].courier.as_mut().unwrap();
    courier.now();
    world.tills[0].wake = 0;
    let told = |world: &World| {
        world
            .nature()
            .log
            .iter()
            .filter(|line| line.contains("T0 welcomed"))
            .count()
    };
    let before = told(&world);
    while told(&world) == before {
        world.carry(0).unwrap();
    }
    turn(&world);
    world.settle().unwrap();
    world.judge().unwrap();
}

/// A hub is set back to an older copy while its tills only look for what is new: none of them had anything to
/// send, so none of them told it again what it had lost before its next sale. The last that it has lost moved
/// rows, or none: then the till's place in the feeds is in the copy too.
#[test]
fn a_hub_that_was_set_back_is_told_again_by_tills_that_sell_nothing_more() {
    for moves_rows in [true, false] {
        let mut world = quiet();
        world.opens(0).unwrap();
        if !moves_rows {
            world.sells(0).unwrap();
            world.settle().unwrap();
        }
        world.nature().house.copy();
        if moves_rows {
            world.sells(0).unwrap();
        } else {
            world.closes(0).unwrap();
        }
        world.settle().unwrap();
        assert!(world.nature().house.set_back());
        world.nature().house.start();
        let lived = world.settle().and_then(|()| world.judge());
        let log = world.nature().log.join("\n");
        assert_eq!(lived, Ok(()), "{log}");
        let last = if moves_rows { "T0 sells" } else { "T0 closes" };
        assert!(log.contains(last), "{log}");
    }
}

/// Such a shop whose first till has a twin, both open and done; which one that is.
fn quiet_twins(seed: u64) -> (World, usize) {
    let mut world = quiet_one(seed);
    world.fate = Fate::Twins;
    world.opens(0).unwrap();
    world.settle().unwrap();
    world.gets_a_twin(0);
    let twin = world.tills.len() - 1;
    world.starts(twin).unwrap();
    world.settle().unwrap();
    (world, twin)
}

/// Two machines run from one disk, and while one sells the other only looks: what the hub tells it is what it
/// comes to with an entry in it that this one is yet to hear that it wrote. It was laid under that entry.
#[test]
fn a_till_that_only_looks_while_its_twin_sells_counts_nothing_twice() {
    let (mut world, twin) = quiet_twins(1);
    world.sells(twin).unwrap();
    world.settle().unwrap();
    // Looked for anew, the hub is told where this one stands.
    world.tills[0].tie();
    let lived = world.settle().and_then(|()| world.judge());
    let lived = lived.and_then(|()| world.judge_own_levels());
    let log = world.nature().log.join("\n");
    assert_eq!(lived, Ok(()), "{log}");
    assert!(log.contains(&format!("T{twin} sells")), "{log}");
    assert!(log.contains("T0 lost"), "{log}");
}

/// Both sell, and each writes what it sold in the same place: what the hub tells one of them has the other's
/// entry in it, and was taken for its own. Whether a look for news comes before what is to be sent gets
/// through is a lot.
#[test]
fn rows_that_a_twin_has_moved_are_not_taken_for_what_a_till_did_in_the_same_place() {
    let mut looked_first = 0;
    for seed in 1..30 {
        let (mut world, twin) = quiet_twins(seed);
        let log = |world: &World| world.nature().log.join("\n");
        world.sells(twin).unwrap();
        while !log(&world).contains(&format!("T{twin} sent")) {
            world.carry(twin).unwrap();
        }
        world.time.pass(25_000);
        let mut should = world.own_levels(0).unwrap();
        world.nature().house.weather(|weather| weather.storm = 100);
        for _ in 0..3 {
            world.sells(0).unwrap();
        }
        let pulls = |world: &World| log(world).matches("T0 /v1/pull").count();
        let until_now = pulls(&world);
        while pulls(&world) == until_now {
            world.carry(0).unwrap();
            world.time.pass(500);
        }
        if !log(&world).contains("T0 parted") {
            looked_first += 1;
            let sold = world.tills[0].facts.iter().flat_map(|fact| &fact.moved);
            sold.for_each(|(good, moved)| should[*good] += moved);
            assert_eq!(world.own_levels(0).unwrap(), should, "{}", log(&world));
        }
        world.nature().house.weather(|weather| weather.storm = 0);
        let lived = world.settle().and_then(|()| world.judge());
        let lived = lived.and_then(|()| world.judge_own_levels());
        assert_eq!(lived, Ok(()), "{}", log(&world));
    }
    assert!(looked_first > 0, "it was never so");
}
