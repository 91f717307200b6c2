//! Bugs that are planted in the till: the tests named here are worth something only if they turn red.

use crate::red::turns_red;

#[test]
fn a_till_that_forgets_ids_is_noticed() {
    turns_red(
        "bad_stores::no_room_to_write_is_told_and_loses_nothing_answered",
        "ids-forgotten",
    );
}

#[test]
fn a_till_that_counts_change_as_cash_is_noticed() {
    turns_red(
        "returns::parts_come_back_to_the_cent_and_never_more_than_was_sold",
        "change-is-cash",
    );
}
