//! A small shop on a recording disk: its goods, its baskets and its till. Must never write anything but on
//! that disk; the lock is the only thing that lies on a real one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::StorageBackend;
use tempfile::TempDir;
use tendero::domain::basket::{TaxRounding, Terms};
use tendero::domain::decide::register::{CloseCommand, OpenCommand};
use tendero::domain::decide::sell::SellCommand;
use tendero::domain::document::Good;
use tendero::domain::event::{Event, Founded, Via};
use tendero::domain::money::{Currency, Money, Rounding};
use tendero::domain::payment::{Method, Tender};
use tendero::domain::product::{Product, Sku, Unit};
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::{Rate, UnitPrice};
use tendero::domain::shop::Shop;
use tendero::domain::staff::{Person, PersonId, Role};
use tendero::domain::tax::{Tax, TaxClass};
use tendero::domain::ticket::Ticket;
use tendero::journal::disk::{Disk, Mode};
use tendero::journal::lock::StoreLock;
use tendero::register::places::Places;
use tendero::register::surroundings::Scripted;
use tendero::register::{Failure, How, Register, Unlocking};
use tendero::store::Store;
use tendero::vault::pages::EncryptedBackend;
use uuid::Uuid;

use crate::day::key;
use crate::disk::RecordingDisk;

pub(crate) const OWNER: PersonId = PersonId(Uuid::from_u128(0xA));
/// 2026-11-20 09:00 UTC.
pub(crate) const MORNING: i64 = 1_795_165_200_000;
/// The store's file, beside `shop/journal`, and what it is called while it is made.
pub(crate) const STORE: &str = "shop/store.redb";
const UNFINISHED: &str = "shop/store.redb.new";
/// The journal's directory.
pub(crate) const JOURNAL: &str = "shop/journal";

pub(crate) fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

fn shop() -> Shop {
    Shop {
        name: "Esquina".to_owned(),
        currency: Currency::parse("EUR").unwrap(),
        tax_classes: vec![TaxClass {
            name: "standard".to_owned(),
            taxes: vec![Tax::percent("IVA", Rate::parse("21").unwrap())],
        }],
        prices_include_tax: true,
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfUp,
        cash_rounding: Some(eur(5)),
        max_quantity: Terms::max_quantity(),
        customs: Default::default(),
        accepts: Default::default(),
        lang: "es".to_owned(),
        zone: "UTC".to_owned(),
        patterns: Vec::new(),
        variance_limit: eur(500),
        ..Shop::new("", Currency::parse("EUR").unwrap())
    }
}

/// The first entries of its journal.
pub(crate) fn founding() -> [Event; 2] {
    let founded = Founded {
        shop: shop(),
        series: "C1".to_owned(),
    };
    let owner = Person {
        id: OWNER,
        name: "Luz".to_owned(),
        role: Role::Owner,
        pin: String::new(),
        active: true,
    };
    [Event::Founded(founded), Event::PersonSaved(owner.into())]
}

pub(crate) fn good(at: usize) -> Product {
    Product {
        sku: Sku::new(&format!("G{at}")).unwrap(),
        codes: Vec::new(),
        name: format!("Good {at}"),
        category: String::new(),
        price: UnitPrice::parse(&format!("{at}.21")).unwrap(),
        cost: None,
        tax: "standard".to_owned(),
        unit: Unit::Ea,
        min_stock: None,
        active: true,
        open_price: false,
    }
}

/// The n-th basket of the day, the same whenever it is asked for.
pub(crate) fn basket(at: usize) -> SellCommand {
    let mut ticket = Ticket::new(Uuid::from_u128(0x5A1E_0000 + at as u128));
    for line in 0..=at % 2 {
        let quantity = Quantity::from(1 + (at % 3) as i32);
        ticket.add(Good::of(&good(line), quantity, None));
    }
    SellCommand {
        ticket,
        tenders: vec![Tender {
            method: Method::Cash,
            amount: eur(10_000),
            reference: None,
            foreign: None,
        }],
        fingerprint: format!("basket {at}"),
        cashier: OWNER,
    }
}

pub(crate) fn open_register(register: &mut Register) -> Result<(), Failure> {
    let command = OpenCommand {
        by: OWNER,
        float: eur(10_000),
        confirmed_date: None,
    };
    register.open_shift(&command).map(drop)
}

pub(crate) fn close_register(register: &mut Register) -> Result<(), Failure> {
    let counted = register.till().shift.as_ref().unwrap().expected_cash();
    let command = CloseCommand {
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
        by: OWNER,
        approved_by: None,
        counted,
        count: Vec::new(),
        reason: String::new(),
        unsynced: 0,
    };
    register.close_shift(&command).map(drop)
}

/// A place for locks, in memory where there is one: a lock needs no disk.
pub(crate) fn locks() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = tempfile::tempdir_in(memory);
    made.or_else(|_| tempfile::tempdir()).unwrap()
}

/// One file of the disk as the store's, under the page cipher.
fn backend(disk: &RecordingDisk, path: &str) -> std::io::Result<impl StorageBackend + use<>> {
    let file = disk.backend(Path::new(path))?;
    Ok(EncryptedBackend::new(file, &key().page_keys()))
}

/// The store on that disk. Where it is missing it is made as the till makes one: under another name first.
fn store(disk: &RecordingDisk) -> Result<Store, String> {
    let on = |path: &'static str| {
        let files = disk.clone();
        let store = Store::with_backends(move || backend(&files, path));
        store.map_err(|error| format!("the store does not open: {error}"))
    };
    let [name, unfinished] = [STORE, UNFINISHED].map(PathBuf::from);
    if !disk.has(&name) {
        let making = |error: std::io::Error| format!("the store is not made: {error}");
        let file = disk.open(&unfinished, Mode::Create).map_err(making)?;
        drop(on(UNFINISHED)?);
        file.sync_all().map_err(making)?;
        disk.rename(&unfinished, &name).map_err(making)?;
        disk.sync_dir(Path::new("shop")).map_err(making)?;
    }
    on(STORE)
}

/// Takes the store away, as a rebuild does before it folds the journal anew.
pub(crate) fn remove_store(disk: &RecordingDisk) {
    disk.remove(Path::new(STORE)).unwrap();
    disk.sync_dir(Path::new("shop")).unwrap();
}

/// The till on that disk.
pub(crate) fn open(disk: &RecordingDisk, lock: &TempDir, seed: u64) -> Result<Register, String> {
    let store = store(disk)?;
    let lock = StoreLock::take(lock.path()).unwrap();
    let places = Places::of(Path::new("shop"));
    let how = How {
        key: Unlocking::File(None),
        via: Via::Till,
        around: Box::new(Scripted::new(MORNING, seed).0),
    };
    let opened = Register::assemble(places, lock, Arc::new(disk.clone()), store, &key(), how);
    opened
        .map(|(register, _)| register)
        .map_err(|error| format!("the till does not open: {error}"))
}
