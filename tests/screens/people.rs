//! People, PINs, the locked till, settings and the table of roles.

use insta::assert_snapshot;
use tendero::devices::settings::Via;
use tendero::domain::permission::Permission;
use tendero::domain::staff::Role;
use tendero::lang::Lang;
use tendero::register::job::{Job, Print};
use tendero::tui::command::Scope;
use tendero::tui::input::Input;

use crate::shop::code;
use crate::till::At;

const MINUTE: i64 = 60_000;

fn page(at: &mut At, name: &str) {
    at.keys("<F10>").keys(name).keys("<Enter>");
}

/// Luz, the owner, is signed in and the register is open.
fn as_owner() -> At {
    let mut at = At::opened(Lang::Es, (80, 24));
    at.keys("1246810<Enter>100<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    at
}

#[test]
fn a_till_left_alone_asks_for_the_pin_and_keeps_the_ticket() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"));
    at.later(4 * MINUTE);
    at.input(Input::Tick);
    assert_eq!(at.model.scope(), Scope::Sale);
    at.later(2 * MINUTE);
    at.input(Input::Tick);
    assert_eq!(at.model.scope(), Scope::Lock);
    assert!(!at.shows("Leche"), "the ticket is not for everybody");
    assert_snapshot!("lock", at.picture());
    at.scan(&code("LEC-1"));
    at.keys("<Esc><F10>9999<Enter>");
    assert_eq!(at.model.scope(), Scope::Lock);
    at.keys("1234<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale);
    assert_eq!(at.model.counter.ticket.lines.len(), 1);
}

#[test]
fn somebody_else_takes_the_ticket_over() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"));
    at.keys("<Ctrl+G>");
    assert_eq!(at.model.scope(), Scope::Lock);
    at.keys("<Up>246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    assert_eq!(at.model.counter.ticket.lines.len(), 1);
    assert!(at.shows("Relevo de Ana"));
    let taken = |job: &&Job| {
        matches!(
            job,
            Job::Unlock {
                lines: 1,
                ticket: Some(_),
                ..
            }
        )
    };
    assert_eq!(at.jobs.iter().filter(taken).count(), 1);
}

#[test]
fn a_key_after_hours_finds_the_till_locked_and_types_nothing_into_it() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.later(6 * MINUTE);
    at.keys("5");
    assert_eq!(at.model.scope(), Scope::Lock);
    at.later(13 * 60 * MINUTE);
    at.keys("<Backspace>1234<Enter>");
    assert_eq!(at.model.scope(), Scope::Sale);
    // However busy it is, a PIN is typed twice a day.
    for _ in 0..12 * 60 {
        at.later(MINUTE);
        at.keys("<Esc>");
    }
    assert_eq!(at.model.scope(), Scope::Lock);
}

#[test]
fn a_payment_being_written_is_not_interrupted() {
    let mut at = At::selling(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"));
    at.keys("<Enter>");
    at.slow = true;
    at.keys("<Enter>");
    at.later(9 * MINUTE);
    at.input(Input::Tick);
    assert_ne!(at.model.scope(), Scope::Lock);
    at.slow = false;
    at.answers();
    at.input(Input::Tick);
    assert_eq!(at.model.scope(), Scope::Lock);
    at.keys("1234<Enter>");
    assert_eq!(
        at.model.scope(),
        Scope::Change,
        "the change stands where it stood"
    );
}

#[test]
fn people_are_added_changed_and_taken_off_the_list() {
    let mut at = as_owner();
    page(&mut at, "personas");
    assert_eq!(at.model.scope(), Scope::People, "{}", at.text());
    assert_snapshot!("people", at.picture());
    at.keys("<F2>Eva<Enter><Enter>55555<Enter>5555<Enter>");
    assert!(at.shows("no son iguales"));
    at.keys("5555<Enter>5555<Enter>");
    assert_eq!(at.model.scope(), Scope::People, "{}", at.text());
    assert!(at.shows("Eva"));
    at.keys("<Home><Enter>");
    assert_snapshot!("person", at.picture());
    at.keys("<Enter><Enter><Enter><Enter><Right><Enter>");
    assert!(at.shows("ya no podrá entrar"), "{}", at.text());
    at.keys("<Enter>");
    assert!(
        at.shows("necesita una persona titular"),
        "the last owner stays: {}",
        at.text()
    );
    at.keys("<Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
}

#[test]
fn a_right_is_given_to_the_cashiers_and_the_owner_keeps_all() {
    let mut at = as_owner();
    page(&mut at, "permisos");
    assert_eq!(at.model.scope(), Scope::Roles, "{}", at.text());
    assert_snapshot!("roles", at.picture());
    at.keys("<Down><Down><Down><Down>");
    let discount = |at: &At, role| at.register.till.shop.roles.may(role, Permission::Discount);
    assert!(!discount(&at, Role::Cashier));
    at.keys("<Enter>");
    assert!(discount(&at, Role::Cashier));
    at.keys("<Left><Left><Left><Enter>");
    assert!(discount(&at, Role::Owner) && !discount(&at, Role::Supervisor));
}

#[test]
fn a_setting_is_changed_where_it_can_be() {
    let mut at = as_owner();
    page(&mut at, "ajustes");
    assert_eq!(at.model.scope(), Scope::Settings, "{}", at.text());
    assert_snapshot!("settings", at.picture());
    at.keys("<Enter><Backspace><Backspace><Backspace>Sol<Enter>");
    assert_eq!(at.register.till.shop.name, "Bodega Sol");
    at.keys("<Down><Down><Down><Down><Down><Down>");
    at.keys("<Enter><Backspace><Backspace><Backspace>USD<Enter>");
    assert!(at.shows("está abierta"), "{}", at.text());
    assert_snapshot!("setting_refused", at.picture());
    at.keys("<Esc><Down><Down><Down><Enter>");
    at.keys("<Backspace><Backspace>23<Enter>");
    let standard = at.register.till.shop.tax_class("standard").unwrap();
    assert_eq!(tendero::domain::tax_text::taxes(standard), "IVA:23");
    at.keys("<End><Up><Up><Enter><Backspace>0<Enter>");
    assert_eq!(at.register.till.shop.customs.idle.0, 0);
}

/// The page of settings, that row chosen.
fn at_setting(row: &str) -> At {
    let mut at = as_owner();
    page(&mut at, "ajustes");
    for _ in 0..40 {
        let (text, styles) = (at.text(), at.picture());
        let y = text.lines().position(|line| line.contains(row));
        let chosen = y.is_some_and(|y| {
            let line = styles.split("---").nth(1).unwrap();
            line.lines()
                .any(|line| line.starts_with(&format!("{y:2} ")) && line.as_bytes().get(3) != Some(&b'.'))
        });
        if chosen {
            return at;
        }
        at.keys("<Down>");
    }
    panic!("no row {row}:\n{}", at.text())
}

#[test]
fn what_stands_on_papers_and_how_one_pays_is_settled_on_the_screen() {
    let mut at = at_setting("Dirección");
    at.keys("<Enter>Calle Mayor 3<Down>28013 Madrid<Enter><Enter>");
    let papers = &at.register.till.shop.papers;
    assert_eq!(papers.address, ["Calle Mayor 3", "28013 Madrid"]);
    let mut at = at_setting("Otras divisas");
    at.keys("<Enter>usd<Enter>");
    assert!(at.bells > 0, "{}", at.text());
    at.keys("=0,92<Enter>");
    assert_eq!(at.register.till.shop.accepts.rates.len(), 1, "{}", at.text());
    let mut at = at_setting("Categorías");
    at.keys("<Enter><Down><Down>");
    assert_snapshot!("setting_lines", at.picture());
    at.keys("s").keys(&"<Enter>".repeat(6));
    assert_eq!(at.register.till.shop.expense_categories[2], "Alquilers");
    let mut at = at_setting("Tarjeta");
    at.keys("<Enter><Right><Right><Enter>");
    let card = at
        .register
        .till
        .shop
        .accepts
        .reference(tendero::domain::payment::Method::Card);
    assert_eq!(card, tendero::domain::acceptance::AskReference::Required);
}

#[test]
fn all_tills_share_a_series_that_none_of_them_has() {
    let mut at = at_setting("Serie común");
    let own = at.register.till.series.clone();
    at.keys(&format!("<Enter>{own}<Enter>"));
    assert!(at.shows("es la serie propia de una caja"), "{}", at.text());
    assert_eq!(at.register.till.shop.shared_series, None);
    at.keys(&"<Backspace>".repeat(own.len())).keys("A");
    assert_snapshot!("setting_series", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.register.till.shop.shared_series.as_deref(), Some("A"));
    let mut at = At::selling(Lang::Es, (40, 15));
    page(&mut at, "ajustes");
    at.keys("246810<Enter>");
    at.keys("<End>").keys(&"<Up>".repeat(5)).keys("<Enter>");
    assert_snapshot!("setting_series_small", at.text());
}

#[test]
fn the_printer_is_set_up_and_tried_on_the_screen() {
    let mut at = as_owner();
    page(&mut at, "impresora");
    assert_eq!(at.model.scope(), Scope::Printer, "{}", at.text());
    at.keys("<Right><F2>");
    assert!(
        at.shows("Sin página de prueba: la impresora no responde"),
        "{}",
        at.text()
    );
    assert_snapshot!("printer_page", at.picture());
    at.keys("<F5>");
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    let kept = at.jobs.iter().rev().find_map(|job| match job {
        Job::Print(Print::SetUp { printer, .. }) => Some(printer.via),
        _ => None,
    });
    assert_eq!(kept, Some(Via::Usb));
    let mut at = At::selling(Lang::Es, (40, 15));
    page(&mut at, "impresora");
    at.keys("246810<Enter><Right>");
    assert_snapshot!("printer_page_small", at.text());
}

#[test]
fn the_trail_is_empty_in_words() {
    let mut at = as_owner();
    page(&mut at, "registro");
    assert_eq!(at.model.scope(), Scope::Trail, "{}", at.text());
    assert!(at.shows("Nada que contar"));
    at.keys("31/2<Enter>");
    assert!(at.shows("31/2") && at.bells > 0, "{}", at.text());
    assert_snapshot!("trail_no_such_day", at.picture());
    at.keys("<Esc>2/11<Enter>");
    assert!(at.shows("2026"), "{}", at.text());
    at.keys("<Left><F2><F3><Enter><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
}

#[test]
fn whoever_may_not_asks_somebody_who_may() {
    let mut at = At::selling(Lang::Es, (80, 24));
    for name in ["personas", "ajustes", "permisos", "registro"] {
        page(&mut at, name);
        assert_eq!(at.model.scope(), Scope::Supervisor, "{name}: {}", at.text());
        at.keys("<Esc>");
    }
}

#[test]
fn the_goods_of_the_grid_change_their_places() {
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.favour(&["LEC-1", "PAN-1", "MAN-1"]);
    let opened = at.register.opened();
    at.open(opened);
    at.keys("1246810<Enter>100<Enter><F5><PgDn>");
    let order = |at: &At| {
        let goods = at.register.till.shop.customs.favourites.iter();
        goods.map(|sku| sku.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order(&at), ["PAN-1", "LEC-1", "MAN-1"], "{}", at.text());
    at.keys("<PgDn><PgDn>");
    assert_eq!(order(&at), ["PAN-1", "MAN-1", "LEC-1"], "the last stays the last");
    at.keys("<PgUp><PgUp>");
    assert_eq!(order(&at), ["LEC-1", "PAN-1", "MAN-1"]);
}
