//! Bugs that are planted on purpose: the simulation is worth something only if it notices each of them.

use tendero::hub::Bug;

use crate::live;
use crate::scenario::Hits;
use crate::till::Plant;
use crate::world::Made;

/// Lives seeds until one notices it, in one of those words.
fn noticed(made: Made, says: &[&str]) {
    for seed in 0..100 {
        let (_, _, lived) = live(seed, made, &Hits::default());
        match lived {
            Err(broken) if says.iter().any(|says| broken.contains(says)) => return,
            Err(other) => panic!("seed {seed} noticed something else: {other}"),
            Ok(()) => {}
        }
    }
    panic!("{made:?} was not noticed");
}

#[test]
fn a_hub_that_does_entries_again_is_noticed() {
    let made = Made {
        bug: Some(Bug::DoneAgain),
        ..Made::default()
    };
    noticed(made, &["the hub says", "the hub's days"]);
}

#[test]
fn a_hub_that_does_a_late_duplicate_again_is_noticed() {
    let made = Made {
        bug: Some(Bug::DoneLate),
        ..Made::default()
    };
    noticed(made, &["the hub says", "the hub's days"]);
}

#[test]
fn a_till_that_moves_its_cursor_before_the_rows_are_there_is_noticed() {
    let made = Made {
        plant: Plant::CursorFirst,
        ..Made::default()
    };
    noticed(made, &["says", "the hub Product", "shows conflicts"]);
}

#[test]
fn a_till_that_answers_before_the_sync_is_noticed() {
    let made = Made {
        plant: Plant::AnswerBeforeSync,
        ..Made::default()
    };
    noticed(
        made,
        &["that was answered", "the journal ends", "was seen to be whole"],
    );
}

#[test]
fn a_hub_that_forgets_ids_is_noticed() {
    let made = Made {
        bug: Some(Bug::IdsForgotten),
        ..Made::default()
    };
    noticed(made, &["the hub says", "the hub's days"]);
}
