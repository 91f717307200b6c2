//! Which of the keys that mean the same everywhere count in which place. Must be the only list of it: a new
//! place takes one line here.

use super::Scope;

/// Keys that mean the same wherever they count.
#[derive(Clone, Copy)]
enum Shared {
    /// Enter confirms what is filled in or answered.
    Enter,
    /// Arrows and Tab go up and down by lines.
    Move,
    /// A list goes by pages.
    Page,
    /// Esc goes one step back.
    Back,
    /// F1 tells the keys.
    Help,
}

use Shared::{Back, Enter, Help, Move, Page};

/// A box with one thing to say.
const BOX: &[Shared] = &[Enter, Back];
/// A box with several lines.
const LINES: &[Shared] = &[Enter, Move, Back];
/// A form that takes a while.
const FORM: &[Shared] = &[Enter, Move, Back, Help];
/// A page with a list.
const LIST: &[Shared] = &[Move, Page, Back, Help];

/// A page with a list of which Enter takes one.
const PAGED: &[Shared] = &[Enter, Move, Page, Back, Help];

const PLACES: &[(Scope, &[Shared])] = &[
    (Scope::Sale, &[Move, Help]),
    (Scope::Change, &[Help]),
    (Scope::Pay, &[Back, Help]),
    (Scope::Close, &[Move, Back, Help]),
    (Scope::OpenRegister, FORM),
    (Scope::FirstRun, FORM),
    (Scope::SignIn, FORM),
    (Scope::Lock, &[Enter, Move, Help]),
    (Scope::NewPin, FORM),
    (Scope::People, FORM),
    (Scope::Person, FORM),
    (Scope::Roles, FORM),
    (Scope::Settings, FORM),
    (Scope::Printer, FORM),
    (Scope::Trail, FORM),
    (Scope::NewProduct, FORM),
    (Scope::MoveGoods, PAGED),
    (Scope::Products, LIST),
    (Scope::Parked, LIST),
    (Scope::PrintQueue, LIST),
    (Scope::CashBook, &[Move, Page, Back]),
    (Scope::Supervisor, LINES),
    (Scope::Cash, LINES),
    (Scope::Discount, LINES),
    (Scope::Note, LINES),
    (Scope::Quantity, BOX),
    (Scope::Park, BOX),
    (Scope::Price, BOX),
    (Scope::Missing, BOX),
    (Scope::Drawer, BOX),
    (Scope::Ask, BOX),
    (Scope::PriceCheck, BOX),
    (Scope::Favourites, &[Move, Back]),
    (Scope::Palette, &[Move, Back]),
    (Scope::Notice, &[Back]),
    (Scope::Help, &[Move]),
    (Scope::Receipt, &[Move, Help]),
    (Scope::Report, &[Move, Help]),
    (Scope::SyncQueue, LIST),
    (Scope::Conflicts, LIST),
    (Scope::Conflict, FORM),
    (Scope::JoinHub, FORM),
    (Scope::Checklist, &[Move, Help]),
];

/// Places where Enter confirms.
pub(super) const ENTERS: &[Scope] = &places::<{ count(Enter) }>(Enter);
/// Places with lines to go up and down by.
pub(super) const MOVES: &[Scope] = &places::<{ count(Move) }>(Move);
/// Pages with a list on them.
pub(super) const PAGES: &[Scope] = &places::<{ count(Page) }>(Page);
/// Places that Esc leaves.
pub(super) const BACKS: &[Scope] = &places::<{ count(Back) }>(Back);
/// Places with help.
pub(super) const HELPS: &[Scope] = &places::<{ count(Help) }>(Help);

const fn has(shared: &[Shared], wanted: Shared) -> bool {
    let mut at = 0;
    while at < shared.len() {
        if shared[at] as u8 == wanted as u8 {
            return true;
        }
        at += 1;
    }
    false
}

const fn count(wanted: Shared) -> usize {
    let (mut at, mut found) = (0, 0);
    while at < PLACES.len() {
        found += has(PLACES[at].1, wanted) as usize;
        at += 1;
    }
    found
}

const fn places<const N: usize>(wanted: Shared) -> [Scope; N] {
    let mut places = [PLACES[0].0; N];
    let (mut at, mut found) = (0, 0);
    while at < PLACES.len() {
        if has(PLACES[at].1, wanted) {
            places[found] = PLACES[at].0;
            found += 1;
        }
        at += 1;
    }
    places
}
