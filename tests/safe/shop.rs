//! A shop in a home of its own, driven by the program itself and, for its sales, by the library. Must never
//! touch the home of whoever runs the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use tempfile::TempDir;
use tendero::domain::decide::register::{CloseCommand, OpenCommand};
use tendero::domain::decide::sell::SellCommand;
use tendero::domain::document::Good;
use tendero::domain::event::Via;
use tendero::domain::import_rows::ImportRow;
use tendero::domain::money::{Currency, Money};
use tendero::domain::payment::{Method, Tender};
use tendero::domain::product::{Product, Sku, Unit};
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::UnitPrice;
use tendero::domain::ticket::Ticket;
use tendero::journal::disk::Os;
use tendero::journal::{Entry, Journal, NewEntry, Reader};
use tendero::register::surroundings::{Machine, Surroundings};
use tendero::register::{How, Register, Unlocking};
use tendero::vault::MasterKey;
use uuid::Uuid;

pub(crate) struct Shop {
    pub(crate) home: TempDir,
}

/// What a run of the program came to.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// It ended with that code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// It said that, anywhere.
    #[track_caller]
    pub(crate) fn says(self, saying: &str) -> Ran {
        let said = self.out.contains(saying) || self.err.contains(saying);
        assert!(said, "no {saying:?} in\nout: {}\nerr: {}", self.out, self.err);
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

/// Runs the program in that home.
pub(crate) fn run_in(home: &Path, args: &[&str], typed: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tendero"))
        .args(args)
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that refuses before it reads closes its end.
    let _read = std::io::Write::write_all(&mut stdin, typed.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Shop {
    /// A new shop with one product.
    pub(crate) fn new() -> Shop {
        let shop = Shop {
            home: tempfile::tempdir().unwrap(),
        };
        let init =
            "init --shop Esquina --currency EUR --tax standard=21 --prices-include-tax --user Ana --pin 1234";
        shop.run(&init.split(' ').collect::<Vec<_>>()).ends(0);
        let mut register = shop.open();
        let by = register.person_named("Ana").unwrap();
        let row = ImportRow {
            product: bread(),
            stock: None,
            was: None,
        };
        register.save_product(by, row).unwrap();
        drop(register);
        shop
    }

    /// A shop with a day behind it: two sales and a closing, and one sale in the next shift.
    pub(crate) fn after_a_day() -> Shop {
        let shop = Shop::new();
        let mut register = shop.open();
        open_shift(&mut register);
        sell(&mut register, 1);
        sell(&mut register, 2);
        close_shift(&mut register);
        open_shift(&mut register);
        sell(&mut register, 3);
        register.fold().unwrap();
        shop
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.home().join(".local/share/tendero/store")
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.home().join(".config/tendero/keys/store.key")
    }

    pub(crate) fn segment(&self) -> PathBuf {
        self.dir().join("journal/0001/00000001.seg")
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run_in(self.home(), args, "")
    }

    /// Makes a recovery code, types it back and returns the file that holds it.
    pub(crate) fn recovery_code(&self) -> PathBuf {
        let made = self.run(&["key", "recovery", "--json"]).ends(0).json();
        let code = made["recovery_code"].as_str().unwrap().to_owned();
        run_in(self.home(), &["key", "confirm"], &format!("{code}\n")).ends(0);
        let path = self.home().join("code");
        fs::write(&path, code).unwrap();
        path
    }

    pub(crate) fn open(&self) -> Register {
        open_at(&self.dir(), &self.key_file())
    }

    pub(crate) fn master(&self) -> MasterKey {
        Unlocking::File(Some(self.key_file()))
            .unlock(&self.dir())
            .unwrap()
    }

    /// Every entry of the journal.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let reader = Reader::open(Arc::new(Os), &self.dir().join("journal"), &self.master()).unwrap();
        reader.all_entries().map(Result::unwrap).collect()
    }

    /// Writes the journal anew with these entries, sealed with the shop's own key and linked as they come:
    /// what somebody can do who has everything but the past.
    pub(crate) fn forge(&self, entries: &[Entry]) {
        let (dir, forged) = (self.dir().join("journal"), self.dir().join("forged"));
        let first = entries.first().unwrap();
        let identity = tendero::journal::Identity {
            terminal: first.terminal,
            incarnation: first.incarnation,
        };
        let mut journal = Journal::create(Arc::new(Os), &forged, identity, &self.master()).unwrap();
        for entry in entries {
            let new = NewEntry {
                id: entry.id,
                kind: entry.kind,
                kind_version: entry.kind_version,
                stamp: entry.stamp,
                payload: &entry.payload,
            };
            journal.append(&[new]).unwrap();
        }
        drop(journal);
        fs::remove_dir_all(&dir).unwrap();
        fs::rename(&forged, &dir).unwrap();
    }
}

pub(crate) fn open_at(dir: &Path, key_file: &Path) -> Register {
    let how = How {
        key: Unlocking::File(Some(key_file.to_owned())),
        via: Via::Cli { uid: 0 },
        around: Box::new(Machine::default()),
    };
    Register::open(dir, how).unwrap().0
}

fn bread() -> Product {
    Product {
        sku: Sku::new("PAN").unwrap(),
        codes: Vec::new(),
        name: "Pan de molde".to_owned(),
        category: String::new(),
        price: UnitPrice::parse("1.21").unwrap(),
        cost: None,
        tax: "standard".to_owned(),
        unit: Unit::Ea,
        min_stock: None,
        active: true,
        open_price: false,
    }
}

pub(crate) fn open_shift(register: &mut Register) {
    let by = register.person_named("Ana").unwrap();
    let command = OpenCommand {
        by,
        float: eur(10_000),
        confirmed_date: None,
    };
    register.open_shift(&command).unwrap();
}

/// Sells so many loaves and returns the number of the document.
pub(crate) fn sell(register: &mut Register, loaves: i32) -> String {
    let cashier = register.person_named("Ana").unwrap();
    let mut ticket = Ticket::new(Machine::default().id());
    ticket.add(Good::of(&bread(), Quantity::from(loaves), None));
    let command = SellCommand {
        ticket,
        tenders: vec![Tender {
            method: Method::Cash,
            amount: eur(5_000),
            reference: None,
            foreign: None,
        }],
        fingerprint: Uuid::nil().to_string(),
        cashier,
    };
    register.complete_sale(&command).unwrap().sale.number.to_string()
}

pub(crate) fn close_shift(register: &mut Register) {
    let by = register.person_named("Ana").unwrap();
    let counted = register.till().shift.as_ref().unwrap().expected_cash();
    let command = CloseCommand {
        declared: Vec::new(),
        foreign: Vec::new(),
        kept: None,
        by,
        approved_by: None,
        counted,
        count: Vec::new(),
        reason: String::new(),
        unsynced: 0,
    };
    register.close_shift(&command).unwrap();
}
