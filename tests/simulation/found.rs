//! What the simulation has found, brought about on purpose. Must never wait for a lot.

use tendero::hub::admin::Ask;

use crate::scenario::Hits;
use crate::world::{Made, World};

/// A shop in which nothing happens by itself; its first till has joined and is done.
fn quiet() -> World {
    let mut world = World::new(1, Made::default(), &Hits::default());
    world.nature().heal();
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
