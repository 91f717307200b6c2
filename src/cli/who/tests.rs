//! Whole commands in a shop whose cashiers may neither sell nor open the register.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use clap::Parser;

use crate::cli::{CommandLine, Context, start};
use crate::domain::event::{Event, Fact, Via};
use crate::domain::money::Currency;
use crate::domain::permission::{Approved, Permission, Roles};
use crate::domain::shop::Shop;
use crate::domain::staff::Role;
use crate::register::found::{Founding, NewKey, NewPerson};
use crate::register::surroundings::Machine;
use crate::register::{Fault, How, Register, Unlocking};

/// A store with Luz, who owns the shop, and Ana and Pau, its cashiers.
fn found(home: &Path) {
    let taken = [Permission::Sell, Permission::Register];
    let roles = taken.into_iter().fold(Roles::default(), |roles, one| {
        roles.with(Role::Cashier, one, false)
    });
    let shop = Shop {
        tax_classes: vec![crate::cli::tax::parse("standard=21").unwrap()],
        lang: "es".to_owned(),
        zone: "UTC".to_owned(),
        roles,
        ..Shop::new("Tienda", Currency::parse("EUR").unwrap())
    };
    let people = [
        ("Luz", Role::Owner, "240318"),
        ("Ana", Role::Cashier, "4071"),
        ("Pau", Role::Cashier, "4072"),
    ];
    let founding = Founding {
        shop,
        series: "C1".to_owned(),
        people: people
            .map(|(name, role, pin)| NewPerson {
                name: name.to_owned(),
                role,
                pin: pin.to_owned(),
            })
            .to_vec(),
        key: NewKey::File(home.join("till.key")),
        recovery: None,
    };
    let around = Box::new(Machine::default());
    Register::found(&home.join("store"), &founding, Via::Till, around).unwrap();
    std::fs::write(home.join("config.toml"), "").unwrap();
    std::fs::write(home.join("baskets"), "").unwrap();
}

/// What a command line is refused for; nothing where it is done.
fn refusal(home: &Path, line: &str) -> String {
    let path = |name: &str| home.join(name).display().to_string();
    let words = line.split_whitespace().map(str::to_owned);
    let mut args: Vec<String> = std::iter::once("tendero".to_owned()).chain(words).collect();
    for (flag, name) in [
        ("--store", "store"),
        ("--key-file", "till.key"),
        ("--config", "config.toml"),
    ] {
        args.extend([flag.to_owned(), path(name)]);
    }
    if line.starts_with("sell") {
        args.push(path("baskets"));
    }
    let read = CommandLine::try_parse_from(args).unwrap();
    let done = Context::new(read.options).and_then(|context| start(read.command, context));
    done.err()
        .map(|failure| failure.code.into_owned())
        .unwrap_or_default()
}

/// What was allowed, in the order it was.
fn allowed(home: &Path) -> Vec<Approved> {
    let how = How {
        key: Unlocking::File(Some(home.join("till.key"))),
        via: Via::Till,
        around: Box::new(Machine::default()),
    };
    let (register, _) = Register::open(&home.join("store"), how).unwrap();
    let mut found = Vec::new();
    register
        .entries::<Fault>(|entry| {
            let fact = Fact::decode(entry.kind, entry.kind_version, &entry.payload);
            if let Event::Approved(approved) = fact.unwrap().event {
                found.push(approved);
            }
            Ok(())
        })
        .unwrap();
    found
}

#[test]
fn the_register_and_the_sale_ask_for_a_right_or_for_leave() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    found(home);
    let cases = [
        ("shift open --user Ana --float 100", true),
        ("sell --user Ana", true),
        ("shift x --user Ana", true),
        // who closed it with whose leave is said by the closing itself
        ("shift close --user Ana --counted 100", false),
    ];
    let mut what = Vec::new();
    for (line, noted) in cases {
        assert_eq!(refusal(home, line), "permission-needed", "{line}");
        let with = |name: &str| format!("{line} --approved-by {name}");
        assert_eq!(refusal(home, &with("Pau")), "permission-not-theirs", "{line}");
        assert_eq!(refusal(home, &with("Luz")), "", "{line}");
        let words = line.split(" --").next().unwrap_or_default();
        what.extend(noted.then(|| words.to_owned()));
    }
    assert_eq!(refusal(home, "shift open --user Luz --float 100"), "");
    assert_eq!(refusal(home, "sell --user Luz"), "", "her own role is enough");
    let noted: Vec<String> = allowed(home).into_iter().map(|one| one.what).collect();
    assert_eq!(noted, what);
}
