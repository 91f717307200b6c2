//! The first run: a question a screen, each with a proposal.

use insta::assert_snapshot;
use tendero::devices::settings::Via;
use tendero::domain::country::Country;
use tendero::domain::money::Money;
use tendero::lang::Lang;
use tendero::register::job::{Job, Print};
use tendero::tui::command::Scope;
use tendero::tui::input::Input;
use tendero::tui::screens::first_run::Start;
use tendero::vault::RecoveryCode;

use crate::till::At;

const CODE: &str = "00000000000000000000000000";

pub(crate) fn start() -> Start {
    // Any code does: the one of sixteen noughts is the same in every run.
    let recovery = RecoveryCode::parse(&format!("{CODE}00")).unwrap();
    Start {
        country: Country::of("ES"),
        zone: "Europe/Madrid".to_owned(),
        usb_printer: false,
        recovery,
    }
}

fn at_the_start(lang: Lang, size: (u16, u16)) -> At {
    At::first(lang, size, start())
}

#[test]
fn enter_alone_leads_to_a_shop_but_for_the_pin() {
    let mut at = at_the_start(Lang::Es, (80, 24));
    assert_snapshot!("first_language", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("first_shop", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("first_money", at.picture());
    at.keys("<Enter><Enter>");
    assert_snapshot!("first_taxes", at.picture());
    at.keys("<Enter><Enter><Enter><Enter><Enter>");
    at.keys("<Enter>1234<Enter>1234");
    assert_snapshot!("first_owner", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("first_recovery", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("first_printer", at.picture());
    at.keys("<Enter><Enter><Enter><Enter>");
    assert_snapshot!("first_product", at.picture());
    at.keys("<Enter><Enter><Enter><Enter>");
    assert_snapshot!("first_open", at.picture());
    assert!(at.jobs.is_empty(), "nothing is asked before the last Enter");
    at.keys("<Enter>");
    let Some(Job::Found(first)) = at.jobs.first() else {
        panic!("{:?}", at.jobs)
    };
    assert_eq!(
        (first.shop.name.as_str(), first.owner.as_str()),
        ("Mi tienda", "Dueño")
    );
    assert_eq!(
        (first.shop.lang.as_str(), first.shop.zone.as_str()),
        ("es", "Europe/Madrid")
    );
    assert_eq!(
        first.shop.tax_names(),
        ["standard", "reduced", "super-reduced", "exempt"]
    );
    assert!(first.shop.prices_include_tax && first.recovery.is_none() && first.product.is_none());
    assert_eq!(first.float, Money::zero(first.shop.currency));
}

#[test]
fn another_currency_proposes_other_taxes_and_coins() {
    let mut at = at_the_start(Lang::En, (80, 24));
    at.keys("<Enter><Enter>chf");
    assert!(at.shows("0.05"));
    at.keys("<Enter><Enter>");
    assert!(at.shows("8.1") && !at.shows("21"));
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_lost() {
    let mut at = at_the_start(Lang::En, (80, 24));
    at.keys("<Enter>Corner<Enter>xx<Enter><Enter>");
    assert!(at.shows("There is no currency \"xx\"") && at.shows("3 of 9"));
    at.keys("<Backspace><Backspace>EUR<Enter><Enter>");
    at.keys("<Enter><Enter><Enter><Enter><Enter>Ana<Enter>12<Enter>12<Enter>");
    assert!(at.shows("4 to 12 digits"));
    at.keys("34<Enter><Enter>");
    assert!(at.shows("differ"));
    at.keys("<Esc><Esc>");
    assert!(at.shows("EUR"), "what was typed is kept");
    at.keys("<Esc>");
    assert!(at.shows("Corner"));
}

#[test]
fn the_recovery_code_is_typed_back_or_put_off() {
    let mut at = at_the_start(Lang::En, (80, 24));
    at.keys("<Enter><Enter><Enter><Enter><Enter><Enter><Enter><Enter><Enter>");
    at.keys("<Enter>1234<Enter>1234<Enter>");
    assert!(at.shows("6 of 9"));
    at.keys("0000<Enter>");
    assert!(at.shows("not the recovery code"));
    at.keys(&CODE[4..]).keys("00<Enter>");
    assert!(at.shows("7 of 9"));
    at.keys("<Enter><Enter><Enter><Enter>");
    at.keys("<Enter>Apple<Enter><Enter><Enter>");
    assert!(at.shows("needs a price"));
    at.keys("1.50<Enter><Enter>50<Enter>");
    let Some(Job::Found(first)) = at.jobs.first() else {
        panic!("{:?}", at.jobs)
    };
    assert!(first.recovery.is_some());
    assert_eq!(first.product.as_ref().unwrap().product.name, "Apple");
    assert_eq!(first.float.minor(), 5_000);
}

#[test]
fn every_step_stands_on_the_smallest_terminal() {
    let mut at = at_the_start(Lang::Es, (40, 15));
    for (step, keys) in [
        "<Enter>",
        "<Enter>",
        "<Enter><Enter>",
        "<Enter><Enter><Enter><Enter><Enter>",
        "<Enter>1234<Enter>1234<Enter>",
        "<Enter>",
        "<Enter><Enter><Enter><Enter>",
        "<Enter><Enter><Enter><Enter>",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(at.shows(&format!("{} de 9", step + 1)), "{}", at.text());
        assert!(
            at.painted().2.is_some() || [0, 6].contains(&step),
            "step {step} has a cursor"
        );
        at.keys(keys);
    }
    assert_snapshot!("first_open_small", at.text());
    assert_eq!(at.model.scope(), Scope::FirstRun);
}

/// At the step of the printer.
fn at_the_printer(usb_printer: bool) -> At {
    let start = Start {
        usb_printer,
        ..start()
    };
    let mut at = At::first(Lang::Es, (80, 24), start);
    at.keys("<Enter><Enter><Enter><Enter><Enter><Enter><Enter><Enter><Enter>");
    at.keys("<Enter>1234<Enter>1234<Enter><Enter>");
    assert!(at.shows("7 de 9"), "{}", at.text());
    at
}

#[test]
fn a_printer_is_tried_before_anything_is_written_and_kept_with_the_shop() {
    let mut at = at_the_printer(true);
    assert!(at.shows("USB"), "the one that is plugged in is proposed");
    at.keys("<Right><Enter><F2>");
    assert!(at.shows("Diga dónde está la impresora"), "{}", at.text());
    at.keys("10.0.0.7<F2>");
    let Some(Job::Print(Print::Try { printer, .. })) = at.jobs.first() else {
        panic!("{:?}", at.jobs)
    };
    assert_eq!((printer.via, printer.at.as_str()), (Via::Network, "10.0.0.7"));
    assert_snapshot!("first_printer_tried", at.picture());
    at.input(Input::Resize(40, 15));
    assert!(at.shows("no responde") && at.shows("10.0.0.7"), "{}", at.text());
    at.keys("<Enter><Enter><Enter>");
    at.keys("<Enter><Enter><Enter><Enter><Enter>");
    let Some(Job::Found(first)) = at.jobs.last() else {
        panic!("{:?}", at.jobs)
    };
    assert_eq!(
        first.printer.as_ref().map(|printer| printer.via),
        Some(Via::Network)
    );
}
