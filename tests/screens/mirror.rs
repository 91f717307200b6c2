//! The mirror on the screens: the count of copies, a stick that goes and comes back, the lists of things to
//! look at. Must never need a stick.

use insta::assert_snapshot;
use tendero::journal::Cursor;
use tendero::journal::mirror::MirrorError;
use tendero::lang::Lang;
use tendero::register::mirror::{MirrorState, Trouble};
use tendero::register::reply::{Answer, Reply};

use crate::sync::{HOUR, NOW, owner};
use crate::till::At;

fn holding(behind: u64) -> MirrorState {
    MirrorState {
        dir: "/media/tendero".into(),
        upto: Some(Cursor {
            incarnation: 1,
            seq: 100,
        }),
        at: Some(NOW),
        behind: Some(behind),
        since: None,
        trouble: None,
    }
}

fn troubled(error: &MirrorError) -> MirrorState {
    MirrorState {
        since: Some(NOW - HOUR),
        trouble: Some(Trouble::from(error)),
        ..holding(7)
    }
}

fn tell(at: &mut At, state: MirrorState) {
    at.reply(Reply {
        id: None,
        answer: Answer::Mirror(state),
        desk: None,
    });
}

#[test]
fn a_mirror_counts_as_a_copy_and_is_told_when_its_stick_goes_and_comes_back() {
    let mut at = owner(Lang::Es, (80, 24));
    let copies = at.model.counter.copies();
    tell(&mut at, holding(0));
    assert_eq!(at.model.counter.copies(), copies + 1);
    assert_eq!(at.model.counter.uncopied(), 0);
    let away = MirrorError::NotMarked("/media/tendero".into());
    tell(&mut at, troubled(&away));
    assert_eq!(at.model.counter.copies(), copies);
    assert_snapshot!("mirror_away", at.picture());
    // Told once: the same again does not come between two keys.
    at.keys("1");
    tell(&mut at, troubled(&away));
    assert!(!at.shows("no tiene un espejo"), "{}", at.text());
    at.keys("<Backspace>");
    tell(&mut at, holding(0));
    assert!(at.shows("El espejo vuelve a estar"), "{}", at.text());
}

#[test]
fn the_lists_say_how_the_mirror_stands() {
    let mut at = owner(Lang::Es, (80, 24));
    tell(&mut at, troubled(&MirrorError::NotThere("/media/tendero".into())));
    at.keys("<F10>lista sin red<Enter>");
    assert_snapshot!("mirror_ready_offline", at.picture());
    at.keys("<Esc>").keys("1<Backspace>");
    tell(&mut at, holding(3));
    at.keys("<F10>lista sin red<Enter>");
    assert!(at.shows("3 entradas no están aún en el espejo"), "{}", at.text());
    let mut small = owner(Lang::En, (40, 15));
    tell(&mut small, holding(0));
    small.keys("<F10>ready offline<Enter>");
    assert_snapshot!("mirror_small", small.text());
}
