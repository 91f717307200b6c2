//! The command table against the screens: every row is handled where it says.

use tendero::lang::Lang;
use tendero::register::hub::state::Lamp;
use tendero::register::reply::Notice;
use tendero::tui::command::{Command, Scope, TABLE};
use tendero::tui::input::Input;
use tendero::tui::key::Key;
use tendero::tui::theme::Tier;

use crate::shop::code;
use crate::till::At;

/// A sale, and the owner looks for its receipt.
const FIND: &str = "<Enter><Enter><Enter><Ctrl+R>246810<Enter>";

/// A till that stands there.
pub(crate) fn standing(scope: Scope) -> At {
    standing_in(scope, Tier::Ansi, false)
}

/// The same in those colours and marks.
pub(crate) fn standing_in(scope: Scope, tier: Tier, ascii: bool) -> At {
    let start = || At::start_in(Lang::En, (80, 24), tier, ascii);
    let selling = || {
        let mut at = start();
        at.register.add_open_price();
        at.register.favour(&["LEC-1", "MAN-1"]);
        at.register.owe();
        at.register.ask_for_slips();
        at.begin_selling();
        at.scan(&code("LEC-1"));
        at
    };
    let mut at = match scope {
        Scope::Opening => start(),
        Scope::FirstRun => At::first(Lang::En, (80, 24), crate::first_run::start()),
        Scope::SignIn
        | Scope::OpenRegister
        | Scope::Notice
        | Scope::NewProduct
        | Scope::MoveGoods
        | Scope::Product
        | Scope::Categories
        | Scope::CountGoods
        | Scope::People
        | Scope::Person
        | Scope::Roles
        | Scope::Settings
        | Scope::Printer
        | Scope::Trail => {
            let mut at = start();
            let mut opened = at.register.opened();
            if scope == Scope::Notice {
                opened.notices = vec![Notice::TornTail { after_seq: 7 }];
            }
            at.open(opened);
            at
        }
        _ => selling(),
    };
    lead(&mut at, scope);
    at
}

/// Presses the keys that lead there.
fn lead(at: &mut At, scope: Scope) {
    match scope {
        Scope::Pay => drop(at.keys("<Enter>")),
        Scope::Change => drop(at.keys("<Enter><Enter>")),
        Scope::Ask => drop(at.keys("<F7>")),
        Scope::Quantity => drop(at.keys("<F2>")),
        Scope::Supervisor => drop(at.keys("<Ctrl+K>")),
        Scope::Discount => drop(at.keys("<F4>")),
        Scope::Price => drop(at.keys("<Ctrl+E>")),
        Scope::Note => drop(at.keys("<Ctrl+N>")),
        Scope::Favourites => drop(at.keys("<F5>")),
        Scope::Missing => drop(at.keys("VAR-1<Enter>")),
        Scope::Help => drop(at.keys("<F1>")),
        Scope::Palette => drop(at.keys("<F10>")),
        Scope::Close => drop(at.close_register()),
        Scope::Park => drop(at.keys("<F6>")),
        Scope::Parked => drop(
            at.keys("<F6><Enter>")
                .scan(&code("PAN-1"))
                .keys("<F10>parked<Enter>"),
        ),
        Scope::OpenRegister | Scope::Notice => drop(at.keys("1246810<Enter>")),
        Scope::NewProduct => drop(at.keys("1246810<Enter>0<Enter>9<Enter><F5>")),
        Scope::Receipt => drop(at.keys("<Enter><Enter><F9>")),
        Scope::Report => drop(at.keys("<F10>x report<Enter>")),
        _ => lead_aside(at, scope),
    }
}

/// To what is done beside selling.
fn lead_aside(at: &mut At, scope: Scope) {
    match scope {
        Scope::Products => drop(at.keys("<F10>products<Enter>")),
        Scope::Product => {
            at.keys("1246810<Enter>0<Enter><F10>products<Enter>leche<Enter>");
        }
        Scope::Categories => drop(at.keys("1246810<Enter>0<Enter><F10>categories<Enter>")),
        Scope::CountGoods => drop(at.keys("1246810<Enter>0<Enter><F10>count stock<Enter>")),
        Scope::MoveGoods => drop(at.keys("1246810<Enter>0<Enter><F10>products<Enter><F4>")),
        Scope::Lock => drop(at.keys("<Ctrl+G>")),
        Scope::NewPin => drop(at.keys("<F10>change pin<Enter>")),
        Scope::People => drop(at.keys("1246810<Enter>0<Enter><F10>people<Enter>")),
        Scope::Person => drop(at.keys("1246810<Enter>0<Enter><F10>people<Enter><F2>")),
        Scope::Roles => drop(at.keys("1246810<Enter>0<Enter><F10>permissions<Enter>")),
        Scope::Settings => drop(at.keys("1246810<Enter>0<Enter><F10>settings<Enter>")),
        Scope::Printer => drop(at.keys("1246810<Enter>0<Enter><F10>printer<Enter>")),
        Scope::Trail => drop(at.keys("1246810<Enter>0<Enter><F10>trail<Enter>")),
        Scope::Cash => drop(at.keys("<F10>cash in<Enter>246810<Enter>")),
        Scope::CashBook => drop(at.keys("<F10>cash book<Enter>")),
        Scope::PriceCheck => drop(at.keys("<F10>price check<Enter>")),
        Scope::Reports | Scope::Documents | Scope::Period | Scope::SaveReport => {
            crate::books::keep(&mut at.register, crate::till::now().date(), 3);
            at.keys("<Esc><Ctrl+O>246810<Enter>");
            match scope {
                Scope::Period => drop(at.keys("<F2>")),
                Scope::SaveReport => drop(at.keys("<F5>")),
                Scope::Documents => drop(at.keys("<Enter><Enter>")),
                _ => {}
            }
        }
        Scope::FindReceipt => drop(at.keys(FIND)),
        Scope::ReturnLines => drop(at.keys(FIND).keys("<Enter>")),
        Scope::PayBack => drop(at.keys(FIND).keys("<Enter><F2><Enter>")),
        Scope::GivenBack => drop(at.keys(FIND).keys("<Enter><F2><Enter><Enter>")),
        Scope::PrintQueue => drop(at.keys("<F10>print queue<Enter>")),
        Scope::SyncQueue => {
            at.register.hub.rows = crate::sync::rows();
            at.keys("<F10>sync queue<Enter>");
        }
        Scope::Conflicts | Scope::Conflict => {
            at.register.hub.conflicts = vec![crate::sync::conflict()];
            crate::sync::tell(at, crate::shop::hub::state(Lamp::Synced));
            at.keys("<F10>conflicts<Enter>");
            if scope == Scope::Conflict {
                at.keys("<Enter>");
            }
        }
        Scope::JoinHub => drop(at.keys("<F10>join a hub<Enter>246810<Enter>")),
        Scope::Checklist => drop(at.keys("<F10>ready offline<Enter>")),
        Scope::Drawer => {
            crate::printing::tell(at, Vec::new());
            at.keys("<F10>open drawer<Enter>246810<Enter>");
        }
        Scope::Customers => drop(at.keys("<Ctrl+L>")),
        Scope::Customer => drop(at.keys("<Ctrl+L><F5>")),
        Scope::PayAccount => drop(at.keys("<Ctrl+L><F6>")),
        Scope::Reference => drop(at.keys("<Enter><F5>")),
        _ => {}
    }
}

#[test]
fn every_row_is_handled_in_each_of_its_places() {
    for row in TABLE {
        for scope in row.scopes {
            let mut at = standing(*scope);
            if *scope == Scope::Stopped {
                // Nothing works where the till has stopped but the way out.
                continue;
            }
            assert_eq!(at.model.scope(), *scope);
            let handled = tendero::tui::update::run(&mut at.model, row.command);
            assert!(handled, "{scope:?} does not know {:?}", row.command);
        }
    }
}

#[test]
fn places_are_reached_by_their_keys() {
    for scope in [
        Scope::Opening,
        Scope::FirstRun,
        Scope::SignIn,
        Scope::Sale,
        Scope::Pay,
        Scope::Change,
        Scope::Ask,
        Scope::Quantity,
        Scope::Discount,
        Scope::Price,
        Scope::Note,
        Scope::Favourites,
        Scope::Missing,
        Scope::Supervisor,
        Scope::Park,
        Scope::Parked,
        Scope::Help,
        Scope::Palette,
        Scope::Close,
        Scope::OpenRegister,
        Scope::Notice,
        Scope::NewProduct,
        Scope::Products,
        Scope::MoveGoods,
        Scope::Receipt,
        Scope::Report,
        Scope::Lock,
        Scope::NewPin,
        Scope::People,
        Scope::Person,
        Scope::Roles,
        Scope::Settings,
        Scope::Trail,
        Scope::PrintQueue,
        Scope::Drawer,
        Scope::Reports,
        Scope::Documents,
        Scope::Period,
        Scope::SaveReport,
    ] {
        assert_eq!(standing(scope).model.scope(), scope);
    }
}

#[test]
fn what_a_person_may_not_do_alone_is_done_once_somebody_who_may_allows_it() {
    let mut at = At::selling(Lang::En, (80, 24));
    at.keys("9<Enter><F5>");
    at.bells = 0;
    assert_eq!(at.model.scope(), Scope::Supervisor, "Ana is a cashier");
    at.keys("0000<Enter>");
    assert_eq!(
        (at.model.scope(), at.bells),
        (Scope::Supervisor, 1),
        "a wrong PIN"
    );
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Sale, "nothing was done");
    at.keys("9<Enter><F5>246810<Enter>");
    assert_eq!(at.model.scope(), Scope::NewProduct);
    at.keys("<Esc>9<Enter><F5>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "it was for that once");
}

#[test]
fn the_way_out_is_open_even_when_the_window_is_too_small() {
    let mut at = At::selling(Lang::En, (80, 24));
    at.scan(&code("LEC-1"));
    at.input(Input::Resize(30, 10));
    assert!(at.shows("40 x 15"));
    at.keys("<Enter>x<F7>");
    at.input(Input::Resize(80, 24));
    assert_eq!(at.model.counter.ticket.lines.len(), 1, "nothing happens unseen");
    at.input(Input::Resize(30, 10));
    at.input(Input::Key(Key::Ctrl('c')));
    assert!(at.quit);
    assert!(Command::Quit.name() == "quit");
}
