//! What the simulation has found, brought about on purpose. Must never wait for a lot.

use tendero::hub::admin::Ask;

use crate::lives::Fate;
use crate::scenario::Hits;
use crate::world::{Made, World};

/// A shop in which nothing happens by itself; its first till has joined and is done.
fn quiet() -> World {
    let mut world = World::new(1, Made::default(), &Hits::default());
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
    let terminal = {
        let register = world.tills[0].register.as_ref().unwrap();
        register.journal().head().identity.terminal.to_string()
    };
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

/// Two machines run from one disk, and while one sells the other only looks: what the hub tells it is what it
/// comes to with an entry in it that this one is yet to hear that it wrote. It was laid under that entry.
#[test]
fn a_till_that_only_looks_while_its_twin_sells_counts_nothing_twice() {
    let mut world = quiet();
    world.fate = Fate::Twins;
    world.opens(0).unwrap();
    world.settle().unwrap();
    world.gets_a_twin(0);
    let twin = world.tills.len() - 1;
    world.starts(twin).unwrap();
    world.settle().unwrap();
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
