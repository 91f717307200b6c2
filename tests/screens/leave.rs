//! What somebody allows in place: for what it was asked, once, and to whom it was given.

use tendero::domain::permission::Permission;
use tendero::domain::staff::Role;
use tendero::lang::Lang;
use tendero::register::job::Job;
use tendero::tui::command::Scope;

use crate::shop::code;
use crate::till::At;

/// The PIN of Luz, who may everything.
const LUZ: &str = "246810<Enter>";

/// Ana, who may little, at an open register.
fn ana() -> At {
    At::selling(Lang::En, (80, 24))
}

/// The same where cashiers and supervisors have not that right.
fn without(permission: Permission) -> At {
    let mut at = At::start(Lang::En, (80, 24));
    at.register.owe();
    let shop = &mut at.register.till.shop;
    for role in [Role::Cashier, Role::Supervisor] {
        shop.roles = shop.roles.clone().with(role, permission, false);
    }
    at.begin_selling();
    at
}

fn page(at: &mut At, name: &str) {
    at.keys("<F10>").keys(name).keys("<Enter>");
}

fn stands(at: &mut At, scope: Scope) {
    assert_eq!(at.model.scope(), scope, "{}", at.text());
}

#[test]
fn what_was_allowed_for_a_page_goes_with_it() {
    let mut at = ana();
    page(&mut at, "products");
    at.keys("<F4>");
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ);
    stands(&mut at, Scope::MoveGoods);
    at.keys("<Esc><Esc><F8>");
    stands(&mut at, Scope::Supervisor);
    let mut at = ana();
    page(&mut at, "categories");
    at.keys("<F2>").keys(LUZ).keys("x<Esc><F2>");
    stands(&mut at, Scope::Supervisor);
}

#[test]
fn what_is_put_right_needs_no_second_pin() {
    let mut at = ana();
    page(&mut at, "cash in");
    at.keys(LUZ).keys("0<Enter>change<Enter>");
    stands(&mut at, Scope::Cash);
    assert!(at.bells > 0, "nothing cannot come in: {}", at.text());
    at.keys("<Up>5<Enter><Enter><Enter>");
    stands(&mut at, Scope::Sale);
    assert_eq!(at.register.till.shift.as_ref().unwrap().moves.len(), 1);
    let mut at = ana();
    page(&mut at, "people");
    at.keys(LUZ).keys("<F2>Eva<Enter><Enter>1<Enter>1<Enter>");
    stands(&mut at, Scope::Person);
    at.keys("<Up><Backspace>5555<Enter><Backspace>5555<Enter>");
    stands(&mut at, Scope::People);
}

#[test]
fn the_next_one_is_asked_for_again() {
    let mut at = ana();
    page(&mut at, "cash book");
    for key in ["<F2>", "<F3>"] {
        at.keys(key);
        stands(&mut at, Scope::Supervisor);
        at.keys(LUZ).keys("5<Enter>change<Enter>");
        stands(&mut at, Scope::CashBook);
    }
    let mut at = ana();
    page(&mut at, "people");
    at.keys(LUZ)
        .keys("<F2>Eva<Enter><Enter>5555<Enter>5555<Enter><F2>");
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ).keys("Pau<Enter><Enter>5556<Enter>5556<Enter>");
    stands(&mut at, Scope::People);
    assert_eq!(at.register.till.people.len(), 5);
}

#[test]
fn a_page_that_saves_twice_asks_twice_and_does_it_then() {
    let mut at = ana();
    page(&mut at, "permissions");
    at.keys(LUZ).keys("<Down><Down><Down><Down>");
    let discount = |at: &At| {
        at.register
            .till
            .shop
            .roles
            .may(Role::Cashier, Permission::Discount)
    };
    at.keys("<Enter>");
    assert!(discount(&at));
    for key in ["<Enter>", " "] {
        let before = discount(&at);
        at.keys(key);
        stands(&mut at, Scope::Supervisor);
        assert_eq!(discount(&at), before);
        at.keys(LUZ);
        stands(&mut at, Scope::Roles);
        assert_eq!(discount(&at), !before, "{}", at.text());
    }
    let mut at = ana();
    page(&mut at, "settings");
    at.keys(LUZ).keys("<Enter>1<Enter><Enter>2<Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys("<Esc><Enter>").keys(LUZ);
    stands(&mut at, Scope::Settings);
    assert_eq!(at.register.till.shop.name, "Bodega Luz12");
}

#[test]
fn leave_to_sell_is_of_the_one_it_was_given_to() {
    let mut at = without(Permission::Sell);
    at.scan(&code("LEC-1")).keys("<Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ);
    stands(&mut at, Scope::Pay);
    at.keys("<Esc><Ctrl+G><Down>135790<Enter><Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ).keys("<Enter>");
    stands(&mut at, Scope::Change);
}

#[test]
fn leave_for_a_payment_on_account_is_not_of_the_ticket() {
    let mut at = without(Permission::Sell);
    at.keys("<Ctrl+L><F6>").keys(LUZ);
    stands(&mut at, Scope::PayAccount);
    assert!(at.model.counter.ticket.approvals.is_empty());
    at.keys("<Enter>");
    let with = at.jobs.iter().find_map(|job| match job {
        Job::PayAccount { approval, .. } => Some(approval.map(|given| given.permission)),
        _ => None,
    });
    assert_eq!(with, Some(Some(Permission::Sell)));
}

#[test]
fn a_limit_is_lifted_by_somebody_who_may_pass_it() {
    let mut at = without(Permission::Customers);
    at.keys("<Ctrl+L><F2>").keys(LUZ);
    stands(&mut at, Scope::Customer);
    at.keys("<Down><Down><Down>").keys(&"<Backspace>".repeat(10));
    at.keys("90<Enter><Enter><Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ);
    stands(&mut at, Scope::Customers);
    let limit = |at: &At| at.model.counter.customers.all().next().unwrap().limit;
    assert_eq!(limit(&at).unwrap().to_string(), "90.00");
}

#[test]
fn a_lower_quantity_is_a_void_of_the_rest() {
    let mut at = ana();
    for _ in 0..3 {
        at.scan(&code("LEC-1"));
    }
    at.keys("<F2>5<Enter>");
    let voids = |at: &At| {
        let voids = at.jobs.iter().filter_map(|job| match job {
            Job::Void { given_up, whole, .. } => Some((given_up.lines[0].good.quantity.to_string(), *whole)),
            _ => None,
        });
        voids.collect::<Vec<_>>()
    };
    assert!(voids(&at).is_empty(), "more is no void");
    at.keys("<F2>1<Enter>");
    assert_eq!(voids(&at), [("4".to_owned(), false)]);
    let mut at = without(Permission::VoidLine);
    at.scan(&code("LEC-1")).scan(&code("LEC-1")).keys("<F2>1<Enter>");
    stands(&mut at, Scope::Supervisor);
    assert!(voids(&at).is_empty());
    assert_eq!(at.model.counter.ticket.lines[0].good.quantity.to_string(), "2");
    at.keys(LUZ);
    stands(&mut at, Scope::Sale);
    assert_eq!(voids(&at).len(), 1);
    assert_eq!(at.model.counter.ticket.lines[0].good.quantity.to_string(), "1");
}

#[test]
fn leave_to_sell_comes_back_with_a_parked_ticket_to_whom_it_was_given() {
    let parked = || {
        let mut at = without(Permission::Sell);
        at.scan(&code("LEC-1")).keys("<Enter>").keys(LUZ);
        stands(&mut at, Scope::Pay);
        at.keys("<Esc>");
        page(&mut at, "park");
        at.keys("<Enter>");
        stands(&mut at, Scope::Sale);
        assert!(at.model.counter.ticket.lines.is_empty(), "{}", at.text());
        at
    };
    let recall = |at: &mut At| {
        page(at, "parked");
        stands(at, Scope::Supervisor);
        at.keys(LUZ).keys("<Enter>");
        assert_eq!(at.model.counter.ticket.lines.len(), 1, "{}", at.text());
        at.keys("<Enter>");
    };
    let mut at = parked();
    recall(&mut at);
    stands(&mut at, Scope::Pay);
    let mut at = parked();
    at.keys("<Ctrl+G><Down>135790<Enter>");
    recall(&mut at);
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ);
    stands(&mut at, Scope::Pay);
}

#[test]
fn a_wrong_pin_at_the_payment_asks_again_and_esc_takes_nothing() {
    let mut at = ana();
    at.scan(&code("MOL-1")).keys("<Enter><F9>C1R-000007<Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys("111111<Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys("<Esc>");
    stands(&mut at, Scope::Pay);
    assert!(at.model.counter.ticket.approvals.is_empty());
    at.keys("<F9>C1R-000007<Enter>");
    stands(&mut at, Scope::Supervisor);
    at.keys(LUZ);
    stands(&mut at, Scope::Change);
}
