//! A shop that writes its own journal in memory, for the tests of the store. Must never decide anything that
//! the domain does not decide.

use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::domain::basket::TaxRounding;
use crate::domain::decide::refund::{ComingBack, Receipt, RefundCommand, refund};
use crate::domain::decide::sell::{SellCommand, sell};
use crate::domain::document::Good;
use crate::domain::event::{Event, Fact, Founded, ImportCommitted, ImportPart, Via};
use crate::domain::import_rows::ImportRow;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::payment::{Method, Tender};
use crate::domain::product::{Code, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::refund::{Asked, Back, Fate};
use crate::domain::shift::{Closing, ShiftOpened};
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId, Role};
use crate::domain::tax::{Tax, TaxClass};
use crate::domain::ticket::Ticket;
use crate::domain::till::{EntryMark, Till};
use crate::store::{Recorded, StoreError};

pub(crate) const ANA: PersonId = PersonId(Uuid::from_u128(0xA7A));

/// The journal, and the till it makes.
pub(crate) struct Written {
    pub(crate) entries: Vec<Recorded>,
    pub(crate) till: Option<Till>,
    ordinal: u16,
    ids: u128,
}

pub(crate) fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

pub(crate) fn sku(index: u32) -> Sku {
    // Not in the order of their numbers, as in a real list.
    Sku::new(&format!(
        "P{:08}",
        index.wrapping_mul(2_654_435_761) % 100_000_000
    ))
    .unwrap()
}

pub(crate) fn product(index: u32) -> Product {
    Product {
        sku: sku(index),
        codes: vec![Code::new(&format!("84{index:010}7")).unwrap()],
        name: format!("Galletas integrales con avena y miel, caja n.º {index}"),
        category: ["Abarrotes", "Frutas y verduras", "Bebidas"][index as usize % 3].to_owned(),
        price: UnitPrice::parse(&format!("{}.{:02}", 1 + index % 90, index % 100)).unwrap(),
        cost: (!index.is_multiple_of(5)).then(|| UnitPrice::parse("0.83").unwrap()),
        tax: "standard".to_owned(),
        unit: if index.is_multiple_of(7) {
            Unit::Kg
        } else {
            Unit::Ea
        },
        min_stock: None,
        open_price: false,
        active: true,
    }
}

fn shop() -> Shop {
    let vat = Tax::percent("IVA", Rate::parse("21").unwrap());
    Shop {
        name: "La Esquina".to_owned(),
        currency: eur(),
        tax_classes: vec![TaxClass {
            name: "standard".to_owned(),
            taxes: vec![vat],
        }],
        prices_include_tax: true,
        tax_rounding: TaxRounding::Document,
        rounding: Rounding::HalfUp,
        cash_rounding: None,
        max_quantity: Quantity::from(9_999),
        lang: "es".to_owned(),
        zone: "Europe/Madrid".to_owned(),
        patterns: Vec::new(),
        variance_limit: Money::from_minor(2_000, eur()),
        ..Shop::new("", eur())
    }
}

impl Written {
    /// A founded till with Ana, and the register open on that date.
    pub(crate) fn open_on(day: Date) -> Written {
        let mut written = Written {
            entries: Vec::new(),
            till: None,
            ordinal: 1,
            ids: 0,
        };
        written.add(Event::Founded(Founded {
            shop: shop(),
            series: "C1".to_owned(),
        }));
        written.add(Event::PersonSaved(
            Person {
                id: ANA,
                name: "Ana".to_owned(),
                role: Role::Owner,
                pin: String::new(),
                active: true,
            }
            .into(),
        ));
        written.open(day);
        written
    }

    pub(crate) fn new() -> Written {
        Written::open_on(date(2026, 3, 30))
    }

    pub(crate) fn till(&self) -> &Till {
        self.till.as_ref().unwrap()
    }

    /// Appends an entry and advances the till.
    pub(crate) fn add(&mut self, event: Event) -> &Recorded {
        self.ids += 1;
        let id = match &event {
            Event::Sold(sale) => sale.id,
            Event::Refunded(refund) => refund.id,
            _ => self.id(),
        };
        let mark = EntryMark {
            incarnation: Uuid::from_u128(u128::from(self.ordinal)),
            seq: self.till.as_ref().map_or(0, |till| till.seq) + 1,
            at_wall: 1_774_000_000_000 + self.entries.len() as i64 * 1_000,
        };
        let fact = Fact {
            by: Some(ANA),
            via: Via::Till,
            app: "0.1.0".to_owned(),
            event,
        };
        match &mut self.till {
            Some(till) => till.apply(mark, &fact),
            None => self.till = Till::found(mark, &fact),
        }
        let place = self.entries.len() as u64 * 11;
        self.entries.push(Recorded {
            ordinal: self.ordinal,
            mark,
            id,
            position: u64::from(self.ordinal) << 52 | (1 + place / 16_000) << 28 | (place % 16_000) << 14,
            fact,
        });
        self.entries.last().unwrap()
    }

    /// UUIDv7 in order of time, the rest scattered.
    fn id(&self) -> Uuid {
        let scattered = (self.ids as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let time = (1_774_000_000_000 + self.ids) << 80;
        Uuid::from_u128(time | 7 << 76 | 2 << 62 | u128::from(scattered >> 2))
    }

    pub(crate) fn open(&mut self, day: Date) {
        let number = self.till().next_shift;
        self.add(Event::ShiftOpened(ShiftOpened {
            number,
            date: day,
            time: day.at(9, 0, 0, 0),
            float: Money::from_minor(10_000, eur()),
            by: ANA,
        }));
    }

    pub(crate) fn close(&mut self) {
        let till = self.till();
        let shift = till.shift.clone().unwrap();
        let expected = shift.expected_cash();
        let closing = Closing {
            declared: Vec::new(),
            foreign: Vec::new(),
            kept: None,
            banked: None,
            number: till.next_closing,
            time: shift.opened.date.at(21, 0, 0, 0),
            by: ANA,
            approved_by: None,
            range: (shift.from_seq, till.seq),
            expected,
            counted: expected,
            count: Vec::new(),
            variance: Money::zero(eur()),
            reason: String::new(),
            perpetual: till.perpetual,
            unsynced: 0,
            opened: shift.opened,
            figures: shift.figures,
        };
        self.add(Event::ShiftClosed(closing));
    }

    /// Sells that many pieces of those products, paid by card, at that hour.
    pub(crate) fn sell(&mut self, lines: &[(u32, i32)], hour: i8) {
        self.ids += 1;
        let mut ticket = Ticket::new(self.id());
        for (index, quantity) in lines {
            ticket.add(Good::of(&product(*index), Quantity::from(*quantity), None));
        }
        let till = self.till();
        let total = crate::domain::pricing::price(&ticket.basket(&till.shop))
            .unwrap()
            .total;
        let command = SellCommand {
            ticket,
            tenders: vec![Tender {
                method: Method::Card,
                amount: total,
                reference: None,
                foreign: None,
            }],
            fingerprint: "f".repeat(64),
            cashier: ANA,
        };
        let time = till.last_date.unwrap().at(hour, 5, 0, 0);
        let sale = sell(till, &command, time).unwrap();
        self.add(Event::Sold(sale));
    }

    /// Takes back as many pieces as are left, up to `most`, of the last sale's first line.
    pub(crate) fn refund(&mut self, most: i32, back: Back, fate: Fate, hour: i8) {
        let sold = |entry: &Recorded| match &entry.fact.event {
            Event::Sold(sale) => Some(sale.clone()),
            _ => None,
        };
        let Some(sale) = self.entries.iter().rev().find_map(sold) else {
            return;
        };
        let of = |entry: &Recorded| match &entry.fact.event {
            Event::Refunded(refund) if refund.of.as_ref().is_some_and(|of| of.sale == sale.id) => {
                Some(refund.clone())
            }
            _ => None,
        };
        let receipt = Receipt {
            refunds: self.entries.iter().filter_map(of).collect(),
            sale,
        };
        let quantity = receipt.gone().left(&receipt.sale, 0).min(Quantity::from(most));
        if !quantity.is_positive() {
            return;
        }
        self.ids += 1;
        let asked = Asked {
            line: 0,
            quantity,
            fate,
        };
        let command = RefundCommand {
            id: self.id(),
            what: ComingBack::Of(receipt.sale.number.clone(), vec![asked]),
            back,
            reason: String::new(),
            cashier: ANA,
            approved_by: None,
            fingerprint: "r".repeat(32),
        };
        let time = self.till().last_date.unwrap().at(hour, 5, 0, 0);
        let refund = refund(self.till(), &command, Some(&receipt), time).unwrap();
        self.add(Event::Refunded(refund));
    }

    /// Products of those indexes as parts of ten, then the commit unless it never came.
    pub(crate) fn import(&mut self, products: std::ops::Range<u32>, stock: Option<i32>, commit: bool) {
        let batch = Uuid::from_u128(self.entries.len() as u128);
        let first_seq = self.till().seq + 1;
        let rows: Vec<ImportRow> = products
            .map(|index| ImportRow {
                product: product(index),
                stock: stock.map(Quantity::from),
                was: None,
            })
            .collect();
        let mut parts = 0;
        for rows in rows.chunks(10) {
            parts += 1;
            self.add(Event::ImportPart(ImportPart {
                batch,
                rows: rows.to_vec(),
            }));
        }
        if commit {
            self.add(Event::ImportCommitted(ImportCommitted {
                batch,
                first_seq,
                parts,
                rows: rows.len() as u64,
                source: "list.csv".to_owned(),
            }));
        }
    }

    pub(crate) fn save(&mut self, index: u32, stock: Option<i32>) {
        self.add(Event::ProductSaved(ImportRow {
            product: product(index),
            stock: stock.map(Quantity::from),
            was: None,
        }));
    }

    /// Reads the parts of an import back, as the journal would.
    pub(crate) fn show_parts(
        entries: &[Recorded],
        import: &ImportCommitted,
        show: &mut dyn FnMut(&ImportPart) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for entry in entries {
            match &entry.fact.event {
                Event::ImportPart(part) if part.batch == import.batch => show(part)?,
                _ => {}
            }
        }
        Ok(())
    }
}
