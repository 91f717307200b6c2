//! A till at work in a process of its own, which a test may kill at any moment: what is done is on its
//! standard input, what was done on its standard output. Must never answer before the register has.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tendero::domain::cash::CashMove;
use tendero::domain::decide::cash::MoveCommand;
use tendero::domain::decide::refund::ComingBack;
use tendero::domain::discount::Discount;
use tendero::domain::document::{DocumentNumber, Good};
use tendero::domain::money::{Currency, Money};
use tendero::domain::payment::{Method, Tender};
use tendero::domain::quantity::Quantity;
use tendero::domain::refund::{Asked, Back, Fate};
use tendero::domain::ticket::Ticket;
use tendero::register::hub::state::SyncJob;
use tendero::register::job::{CashJob, Job};
use tendero::register::reply::Answer;
use tendero::register::return_jobs::{RefundAsked, ReturnAnswer, ReturnJob};
use uuid::Uuid;

use crate::open::Open;

/// Names the store and its key to the process.
const STORE: &str = "TENDERO_TEST_STORE";
const KEY: &str = "TENDERO_TEST_KEY";
/// Names the till to itself: no two tills may give the same id.
const WHICH: &str = "TENDERO_TEST_TILL";
/// Long enough for an owner who is not alone in the shop.
pub(crate) const PIN: &str = "246810";
/// What a loaf costs, in cents.
pub(crate) const LOAF: i64 = 195;
/// What each line that it says begins with; the test harness says things too.
pub(crate) const MARK: &str = "@ ";

/// Something done at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// The basket of that number is sold.
    Sell(usize),
    /// One loaf of that sale comes back, by the number of its document.
    Back(usize, String),
    /// Cash that is put in, in cents.
    In(i64),
    /// Cash that is taken out.
    Out(i64),
}

impl Deed {
    fn said(&self) -> Value {
        match self {
            Deed::Sell(n) => json!({ "sell": n }),
            Deed::Back(n, number) => json!({ "back": n, "number": number }),
            Deed::In(cents) => json!({ "in": cents }),
            Deed::Out(cents) => json!({ "out": cents }),
        }
    }

    /// As one line for the process.
    pub(crate) fn line(&self) -> String {
        format!("{}\n", self.said())
    }

    fn read(line: &str) -> Deed {
        let said: Value = serde_json::from_str(line).expect("JSON");
        let number = |of: &str| said[of].as_u64().map(|n| n as usize);
        match (number("sell"), number("back"), said["in"].as_i64()) {
            (Some(n), ..) => Deed::Sell(n),
            (_, Some(n), _) => Deed::Back(n, said["number"].as_str().expect("a number").to_owned()),
            (.., Some(cents)) => Deed::In(cents),
            _ => Deed::Out(said["out"].as_i64().expect("cents")),
        }
    }
}

/// What is in the basket of that number: loaves, exercise books, stamps, and what is taken off a line and the
/// whole, in cents.
fn basket(n: usize) -> [i64; 5] {
    let loaves = 1 + (n % 3) as i64;
    let (books, stamps) = (i64::from(n % 4 == 1), i64::from(n % 11 == 4));
    let off_line = if n % 5 == 2 { 15 } else { 0 };
    let off_all = if n % 7 == 3 { 20 } else { 0 };
    [loaves, books, stamps, off_line, off_all]
}

/// What it comes to, in cents.
pub(crate) fn worth(n: usize) -> i64 {
    let [loaves, books, stamps, off_line, off_all] = basket(n);
    loaves * LOAF + books * 325 + stamps * 130 - off_line - off_all
}

/// Whether a loaf of it may come back for what one costs.
pub(crate) fn is_plain(n: usize) -> bool {
    let [.., off_line, off_all] = basket(n);
    off_line == 0 && off_all == 0
}

fn eur(cents: i64) -> Money {
    Money::from_minor(cents, Currency::parse("EUR").expect("a currency"))
}

impl Open {
    fn good(&self, sku: &str, many: i64) -> Good {
        let row = self.catalogue.by_sku(sku).expect("it is sold here");
        let product = self.catalogue.get(row).to_product();
        Good::of(&product, Quantity::from(many as i32), None)
    }

    fn sell(&mut self, which: u128, n: usize) -> Value {
        let [loaves, books, stamps, off_line, off_all] = basket(n);
        let mut ticket = Ticket::new(Uuid::from_u128(0x5A1E << 96 | which << 64 | n as u128));
        for (sku, many) in [("PAN", loaves), ("LIBRO", books), ("SELLO", stamps)] {
            if many > 0 {
                ticket.add(self.good(sku, many));
            }
        }
        let off = |cents| (cents > 0).then(|| Discount::Amount(eur(cents)));
        ticket.discount(Some(0), off(off_line));
        ticket.discount(None, off(off_all));
        // A third is paid in cash, with change.
        let (method, over) = if n.is_multiple_of(3) {
            (Method::Cash, 500)
        } else {
            (Method::Card, 0)
        };
        let tenders = vec![Tender::new(method, eur(worth(n) + over))];
        self.ask(Job::Sell { ticket, tenders });
        let sale = self.until(|answer| match answer {
            Answer::Sold(sale) => Some(sale.clone()),
            _ => None,
        });
        json!({ "id": sale.id, "number": sale.number.to_string(), "cents": sale.priced.total.minor() })
    }

    fn take_back(&mut self, which: u128, n: usize, number: &str) -> Value {
        let number: DocumentNumber = number.parse().expect("a number");
        let loaf = Asked {
            line: 0,
            quantity: Quantity::ONE,
            fate: Fate::Stock,
        };
        let asked = RefundAsked {
            id: Uuid::from_u128(0xBAC4 << 96 | which << 64 | n as u128),
            what: ComingBack::Of(number, vec![loaf]),
            back: Back::Original,
            reason: "hard".to_owned(),
        };
        self.ask(Job::Return(ReturnJob::Make(asked, None, None)));
        let refund = self.until(|answer| match answer {
            Answer::Return(ReturnAnswer::Made(refund)) => Some(refund.clone()),
            _ => None,
        });
        let cents = -refund.priced.total.minor();
        json!({ "id": refund.id, "number": refund.number.to_string(), "cents": cents })
    }

    fn move_cash(&mut self, what: CashMove, cents: i64) -> Value {
        let command = MoveCommand {
            what,
            amount: eur(cents),
            reason: "change".to_owned(),
        };
        self.ask(Job::Cash(CashJob::Move(command), None));
        self.until(|answer| matches!(answer, Answer::Cash(_)).then_some(()));
        json!({})
    }

    fn does(&mut self, which: u128, deed: &Deed) -> Value {
        match deed {
            Deed::Sell(n) => self.sell(which, *n),
            Deed::Back(n, number) => self.take_back(which, *n, number),
            Deed::In(cents) => self.move_cash(CashMove::In, *cents),
            Deed::Out(cents) => self.move_cash(CashMove::Out, *cents),
        }
    }
}

/// The process, ready to start.
pub(crate) fn command(store: &Path, key: &Path, which: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command
        .args(["--exact", "counter::the_till_of_another_test", "--nocapture"])
        .env(STORE, store)
        .env(KEY, key)
        .env(WHICH, which.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    command
}

/// No test by itself: the process that the others start and kill.
#[test]
fn the_till_of_another_test() {
    let (Some(store), Some(key)) = (std::env::var_os(STORE), std::env::var_os(KEY)) else {
        return;
    };
    let which = std::env::var(WHICH)
        .ok()
        .and_then(|which| which.parse().ok())
        .unwrap_or(0);
    let mut open = Open::of(PathBuf::from(store), PathBuf::from(key));
    open.sign_in(PIN);
    println!("{MARK}{}", json!({ "open": true }));
    for (at, line) in std::io::stdin().lock().lines().enumerate() {
        let Ok(line) = line else { return };
        let done = open.does(which, &Deed::read(&line));
        println!("{MARK}{done}");
        // Somebody presses the key now and then, whatever the line does.
        if at % 6 == 2 {
            open.ask(Job::Sync(SyncJob::Now));
        }
    }
}
