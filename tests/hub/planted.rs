//! Bugs that users of other systems paid for, planted in a hub: the tests named here turn red.

use crate::red::turns_red;

#[test]
fn a_cursor_that_is_one_too_far_is_noticed() {
    turns_red(
        "exchange::pages_of_every_size_leave_nothing_out",
        "cursor-plus-one",
    );
}

#[test]
fn a_last_row_that_is_left_out_of_a_full_page_is_noticed() {
    turns_red("exchange::pages_of_every_size_leave_nothing_out", "page-end-lost");
}

#[test]
fn a_place_that_a_restored_till_uses_again_unseen_is_noticed() {
    turns_red(
        "exchange::gaps_and_forks_are_told_with_where_the_hub_stands",
        "place-reused",
    );
}

#[test]
fn another_order_under_a_known_id_that_is_dropped_is_noticed() {
    turns_red(
        "exchange::an_entry_known_from_another_life_is_an_alias",
        "same-id-dropped",
    );
}
