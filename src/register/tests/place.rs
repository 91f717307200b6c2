//! A till in a directory of its own, with a shop, people and one thing to sell. Must never look at a clock.

use super::*;

/// 2026-11-20 09:00 UTC.
pub(super) const MORNING: i64 = 1_795_165_200_000;

pub(super) fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

pub(super) fn shop() -> Shop {
    let taxes = vec![Tax::percent("IVA", Rate::parse("10").unwrap())];
    Shop {
        name: "Bodega Luz".to_owned(),
        currency: Currency::parse("EUR").unwrap(),
        tax_classes: vec![TaxClass {
            name: "reduced".to_owned(),
            taxes,
        }],
        prices_include_tax: true,
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfUp,
        cash_rounding: Some(eur(5)),
        max_quantity: Terms::max_quantity(),
        lang: "es".to_owned(),
        zone: "UTC".to_owned(),
        patterns: Vec::new(),
        variance_limit: eur(500),
        ..Shop::new("", Currency::parse("EUR").unwrap())
    }
}

pub(super) fn person(name: &str, role: Role, pin: &str) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        role,
        pin: pin.to_owned(),
    }
}

pub(super) struct Place {
    pub(super) dir: tempfile::TempDir,
    pub(super) clock: Arc<AtomicI64>,
}

impl Place {
    /// With a cashier and the owner.
    pub(super) fn new() -> (Place, Register) {
        Place::of(vec![
            person("Ana", Role::Cashier, "4071"),
            person("Luz", Role::Owner, "240318"),
        ])
    }

    /// Founded by those people.
    pub(super) fn of(people: Vec<NewPerson>) -> (Place, Register) {
        let dir = tempfile::tempdir().unwrap();
        let (around, clock) = Scripted::new(MORNING, 1);
        let founding = Founding {
            shop: shop(),
            series: "C1".to_owned(),
            people,
            key: NewKey::File(dir.path().join("till.key")),
            recovery: None,
        };
        let store = dir.path().join("store");
        let register = Register::found(&store, &founding, Via::Till, Box::new(around)).unwrap();
        (Place { dir, clock }, register)
    }

    pub(super) fn how(&self, seed: u64) -> How {
        let (around, _) = Scripted::new(self.clock.load(Ordering::Relaxed), seed);
        let key = Unlocking::File(Some(self.dir.path().join("till.key")));
        How {
            key,
            via: Via::Till,
            around: Box::new(around),
        }
    }

    pub(super) fn store(&self) -> std::path::PathBuf {
        self.dir.path().join("store")
    }

    pub(super) fn open(&self, seed: u64) -> (Register, Vec<Notice>) {
        Register::open(&self.store(), self.how(seed)).unwrap()
    }
}

pub(super) fn who(register: &Register, name: &str) -> PersonId {
    register.person_named(name).unwrap()
}

pub(super) fn product(n: u32, price: &str) -> Product {
    Product {
        sku: Sku::new(&format!("S{n}")).unwrap(),
        codes: vec![Code::new(&format!("700{n}")).unwrap()],
        name: format!("Cosa {n}"),
        category: String::new(),
        price: UnitPrice::parse(price).unwrap(),
        cost: None,
        tax: "reduced".to_owned(),
        unit: Unit::default(),
        min_stock: None,
        open_price: false,
        active: true,
    }
}

pub(super) fn command(cashier: PersonId, id: uuid::Uuid, price: &str) -> SellCommand {
    let mut ticket = Ticket::new(id);
    ticket.add(Good::of(&product(1, price), Quantity::from(2), None));
    let tenders = vec![Tender {
        method: Method::Cash,
        amount: eur(5000),
        reference: None,
        foreign: None,
    }];
    let fingerprint = fingerprint::of_ticket(&ticket, &tenders);
    SellCommand {
        ticket,
        tenders,
        fingerprint,
        cashier,
    }
}

pub(super) fn open_shift(register: &mut Register) -> PersonId {
    let by = who(register, "Ana");
    register
        .open_shift(&OpenCommand {
            by,
            float: eur(10_000),
            confirmed_date: None,
        })
        .unwrap();
    by
}

pub(super) fn refusal(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused(said) => said.code,
        Failure::Fault(fault) => panic!("a fault instead of a refusal: {fault}"),
    }
}
