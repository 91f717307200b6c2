//! A shop with a past: 100,000 products and as many sales as asked for, in a directory that is kept between
//! runs. Must never be built through anything but the program's own decisions and its own journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tendero::domain::barcode;
use tendero::domain::decide::sell::{SellCommand, sell};
use tendero::domain::document::Good;
use tendero::domain::event::{Event, Fact, ImportCommitted, ImportPart, KIND_VERSION, Via};
use tendero::domain::import_rows::ImportRow;
use tendero::domain::money::{Currency, Money};
use tendero::domain::payment::{Method, Tender};
use tendero::domain::product::{Code, Product, Sku, Unit};
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::{Rate, UnitPrice};
use tendero::domain::shift::ShiftOpened;
use tendero::domain::shop::Shop;
use tendero::domain::staff::Role;
use tendero::domain::tax::{Tax, TaxClass};
use tendero::domain::ticket::Ticket;
use tendero::domain::till::{EntryMark, Till};
use tendero::journal::disk::Os;
use tendero::journal::{Journal, NewEntry, Reached, Stamp};
use tendero::register::found::{Founding, NewKey, NewPerson};
use tendero::register::places::Places;
use tendero::register::surroundings::{Machine, Surroundings};
use tendero::register::{How, Register, Unlocking};

const PRODUCTS: usize = 100_000;
/// Sales appended with one sync while the past is built.
const AT_ONCE: usize = 50;
const ZONE: &str = "UTC";

/// Where the shop is and what opens it.
pub struct Past {
    pub dir: PathBuf,
    pub key: PathBuf,
    pub products: Vec<Product>,
}

impl Past {
    pub fn how(&self) -> How {
        let key = Unlocking::File(Some(self.key.clone()));
        How {
            key,
            via: Via::Till,
            around: Box::new(Machine::default()),
        }
    }
}

/// The shop with that many sales behind it, all of one day; made on the first run, used again afterwards.
pub fn shop(under: &Path, sales: usize) -> Past {
    shop_of_days(under, sales, 1)
}

/// The same over so many days, the last of them today.
pub fn shop_of_days(under: &Path, sales: usize, days: usize) -> Past {
    let base = match days {
        1 => under.join(format!("shop-{sales}")),
        days => under.join(format!("shop-{sales}-{days}")),
    };
    let past = Past {
        dir: base.join("store"),
        key: base.join("till.key"),
        products: products(),
    };
    if base.join("whole").exists() {
        return past;
    }
    let _absent = std::fs::remove_dir_all(&base);
    std::fs::create_dir_all(&base).expect("the bench directory can be written");
    eprintln!("building a past of {sales} sales in {} …", base.display());
    let register = Register::found(
        &past.dir,
        &founding(&past.key),
        Via::Till,
        Box::new(Machine::default()),
    )
    .expect("a new shop can be founded");
    let mut till = register.till().clone();
    drop(register);
    write(&past, &mut till, (sales, days));
    let (register, _) = Register::open(&past.dir, past.how()).expect("the new shop opens");
    drop(register);
    std::fs::write(base.join("whole"), "").expect("the bench directory can be written");
    past
}

fn write(past: &Past, till: &mut Till, (sales, days): (usize, usize)) {
    let places = Places::of(&past.dir);
    let master = past.how().key.unlock(&past.dir).expect("the key opens the shop");
    let (mut journal, _) = Journal::open(Arc::new(Os), &places.journal(), &master, Reached::default())
        .expect("the journal opens");
    let mut out = Out {
        journal: &mut journal,
        till,
    };
    let around = Machine::default();
    let batch = around.id();
    let first_seq = out.till.seq + 1;
    let rows: Vec<ImportRow> = past
        .products
        .iter()
        .map(|product| ImportRow {
            product: product.clone(),
            stock: Some(Quantity::from(1000)),
            was: None,
        })
        .collect();
    let mut parts = 0;
    for rows in rows.chunks(500) {
        parts += 1;
        out.append(vec![Event::ImportPart(ImportPart {
            batch,
            rows: rows.to_vec(),
        })]);
    }
    let rows = rows.len() as u64;
    out.append(vec![Event::ImportCommitted(ImportCommitted {
        batch,
        first_seq,
        parts,
        rows,
        source: "bench".to_owned(),
    })]);
    let now = around.local(&jiff::tz::TimeZone::UTC);
    let mut dice = Dice(1);
    for day in 0..days {
        let time = now.saturating_sub(jiff::Span::new().days((days - 1 - day) as i64));
        let made = sales * day / days..sales * (day + 1) / days;
        // A past that is read sale by sale is written so, as a till does; else as fast as it goes.
        let at_once = if days > 1 { 1 } else { AT_ONCE };
        a_day(
            &mut out,
            past,
            (day as u64 + 1, time),
            (made.len(), at_once),
            &mut dice,
        );
    }
}

/// Opens the shift of that number and sells so many times.
fn a_day(
    out: &mut Out<'_>,
    past: &Past,
    (number, time): (u64, jiff::civil::DateTime),
    (sales, at_once): (usize, usize),
    dice: &mut Dice,
) {
    let around = Machine::default();
    let by = out.till.people[0].id;
    let float = Money::from_minor(10_000, out.till.shop.currency);
    out.append(vec![Event::ShiftOpened(ShiftOpened {
        number,
        date: time.date(),
        time,
        float,
        by,
    })]);
    let mut made = 0;
    while made < sales {
        let mut events = Vec::new();
        let mut ahead = out.till.clone();
        for _ in 0..at_once.min(sales - made) {
            let command = basket(&around, &past.products, &ahead, dice);
            let sale = sell(&ahead, &command, time).expect("a plain basket is sold");
            let mark = EntryMark {
                incarnation: ahead.incarnation,
                seq: ahead.seq + 1,
                at_wall: around.wall(),
            };
            let event = Event::Sold(sale);
            ahead.apply(mark, &fact(event.clone()));
            events.push(event);
        }
        made += events.len();
        out.append(events);
    }
}

struct Out<'a> {
    journal: &'a mut Journal,
    till: &'a mut Till,
}

impl Out<'_> {
    fn append(&mut self, events: Vec<Event>) {
        let around = Machine::default();
        let stamp = Stamp {
            at_wall: around.wall(),
            at_mono: 0,
            clock_offset: 0,
        };
        let facts: Vec<Fact> = events.into_iter().map(fact).collect();
        let payloads: Vec<Vec<u8>> = facts.iter().map(Fact::encode).collect();
        let entries: Vec<NewEntry<'_>> = facts
            .iter()
            .zip(&payloads)
            .map(|(fact, payload)| NewEntry {
                id: if let Event::Sold(sale) = &fact.event {
                    sale.id
                } else {
                    around.id()
                },
                kind: fact.event.kind(),
                kind_version: KIND_VERSION,
                stamp,
                payload,
            })
            .collect();
        let appended = self.journal.append(&entries).expect("the disk takes it");
        let incarnation = self.journal.head().identity.incarnation;
        for (fact, appended) in facts.iter().zip(&appended) {
            self.till.apply(
                EntryMark {
                    incarnation,
                    seq: appended.seq,
                    at_wall: stamp.at_wall,
                },
                fact,
            );
        }
    }
}

fn fact(event: Event) -> Fact {
    Fact {
        by: None,
        via: Via::Till,
        app: env!("CARGO_PKG_VERSION").to_owned(),
        event,
    }
}

/// A 20-line basket of random goods, paid in cash with a note too many.
pub fn basket(around: &dyn Surroundings, products: &[Product], till: &Till, dice: &mut Dice) -> SellCommand {
    let mut ticket = Ticket::new(around.id());
    while ticket.lines.len() < 20 {
        let product = &products[dice.below(products.len())];
        let quantity = Quantity::from(1 + dice.below(3) as i32);
        ticket.add(Good::of(product, quantity, None));
    }
    let currency = till.shop.currency;
    let amount = Money::from_minor(1_000_000, currency);
    let tenders = vec![Tender {
        method: Method::Cash,
        amount,
        reference: None,
        foreign: None,
    }];
    let fingerprint = tendero::register::fingerprint::of_ticket(&ticket, &tenders);
    SellCommand {
        ticket,
        tenders,
        fingerprint,
        cashier: till.people[0].id,
    }
}

/// SplitMix64: the same goods in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

fn founding(key: &Path) -> Founding {
    let currency = Currency::parse("EUR").expect("EUR is a currency");
    let class = |name: &str, percent: &str| TaxClass {
        name: name.to_owned(),
        taxes: vec![Tax::percent("IVA", Rate::parse(percent).expect("a rate"))],
    };
    let shop = Shop {
        name: "Bench".to_owned(),
        currency,
        tax_classes: vec![class("standard", "21"), class("reduced", "10")],
        prices_include_tax: true,
        tax_rounding: tendero::domain::basket::TaxRounding::Line,
        rounding: tendero::domain::money::Rounding::HalfUp,
        cash_rounding: Some(Money::from_minor(5, currency)),
        max_quantity: tendero::domain::basket::Terms::max_quantity(),
        customs: Default::default(),
        accepts: Default::default(),
        lang: "es".to_owned(),
        zone: ZONE.to_owned(),
        patterns: vec!["21IIIIIWWWWWC".to_owned()],
        variance_limit: Money::from_minor(500, currency),
        ..Shop::new("", currency)
    };
    let person = NewPerson {
        name: "Ana".to_owned(),
        role: Role::Owner,
        pin: "1234".to_owned(),
    };
    Founding {
        shop,
        series: "B1".to_owned(),
        people: vec![person],
        key: NewKey::File(key.to_owned()),
        recovery: None,
    }
}

/// Names of the length that the real catalogue has.
fn products() -> Vec<Product> {
    let words = [
        "Leche", "entera", "Café", "molido", "Galletas", "integral", "Zumo", "naranja", "Atún", "claro",
    ];
    (0..PRODUCTS)
        .map(|n| {
            let body = format!("29{n:010}");
            let check = barcode::check_digit(&body).expect("twelve digits");
            Product {
                sku: Sku::new(&format!("P{n:08}")).expect("a SKU"),
                codes: vec![Code::new(&format!("{body}{check}")).expect("a code")],
                name: format!("{} {} {n}", words[n % 10], words[n / 10 % 10]),
                category: format!("Category {}", n % 11),
                price: UnitPrice::parse(&format!("{}.{:02}", 1 + n % 40, n % 100)).expect("a price"),
                cost: Some(UnitPrice::parse(&format!("0.{:02}", 10 + n % 80)).expect("a price")),
                tax: if n % 3 == 0 { "reduced" } else { "standard" }.to_owned(),
                unit: Unit::default(),
                min_stock: None,
                open_price: false,
                active: true,
            }
        })
        .collect()
}
