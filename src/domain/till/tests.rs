//! Numbers of documents, whatever happens to a till: of its own series, and of the one that its shop's tills
//! share.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::decide::sell::{SellCommand, sell};
use crate::domain::decide::shop::change;
use crate::domain::document::Good;
use crate::domain::event::{Founded, Via};
use crate::domain::joined::HubLeft;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Method, Tender};
use crate::domain::product::{Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::shared::NumbersLeased;
use crate::domain::shift::ShiftOpened;
use crate::domain::staff::Role;
use crate::domain::tax::{Tax, TaxClass};
use crate::domain::ticket::{Ticket, TicketLine};

const ANA: PersonId = PersonId(Uuid::from_u128(7));

/// What happens to a till.
#[derive(Debug, Clone)]
enum Deed {
    Sell,
    /// So many other numbers of the shop's series go to other tills first.
    Lease(u64, u64),
    Share(Option<&'static str>),
    Leave,
    NewLife,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => Just(Deed::Sell),
        3 => (0..4_u64, 1..5_u64).prop_map(|(gap, many)| Deed::Lease(gap, many)),
        1 => prop::sample::select(vec![None, Some("A"), Some("A"), Some("B")]).prop_map(Deed::Share),
        1 => Just(Deed::Leave),
        1 => Just(Deed::NewLife),
    ]
}

/// A till and everything that was ever numbered at it.
struct World {
    till: Till,
    life: u128,
    /// Numbers used, voided and given, with the life in which they were.
    used: BTreeMap<(String, u64), u128>,
    voided: BTreeSet<(String, u64)>,
    given: BTreeMap<(String, u64), u128>,
    /// The next number of each shared series at the hub.
    hub: BTreeMap<String, u64>,
}

impl World {
    fn new() -> World {
        let mut shop = Shop::new("Bodega", Currency::parse("EUR").unwrap());
        shop.tax_classes = vec![TaxClass {
            name: "standard".to_owned(),
            taxes: vec![Tax::percent("IVA", Rate::parse("21").unwrap())],
        }];
        let series = "C1".to_owned();
        let founded = fact(Event::Founded(Founded { shop, series }));
        let mut world = World {
            till: Till::found(mark(1, 1), &founded).unwrap(),
            life: 1,
            used: BTreeMap::new(),
            voided: BTreeSet::new(),
            given: BTreeMap::new(),
            hub: BTreeMap::new(),
        };
        let ana = Person {
            id: ANA,
            name: "Ana".to_owned(),
            role: Role::Owner,
            pin: String::new(),
            active: true,
        };
        world.note(Event::PersonSaved(ana.into()));
        let time = date(2026, 11, 22).at(9, 0, 0, 0);
        world.note(Event::ShiftOpened(ShiftOpened {
            number: 1,
            date: time.date(),
            time,
            float: Money::zero(world.till.shop.currency),
            by: ANA,
        }));
        world
    }

    fn note(&mut self, event: Event) {
        let mark = mark(self.life, self.till.seq + 1);
        self.till.apply(mark, &fact(event));
    }

    fn give_up(&mut self, unused: Vec<NumbersVoided>) {
        for voided in unused {
            for number in voided.from..=voided.to {
                assert!(
                    self.voided.insert((voided.series.clone(), number)),
                    "voided twice"
                );
            }
            self.note(Event::NumbersVoided(voided));
        }
    }

    fn happen(&mut self, deed: &Deed) {
        match deed {
            Deed::Sell => self.sell(),
            Deed::Lease(gap, many) => {
                let Some(series) = self.till.shared().map(str::to_owned) else {
                    return;
                };
                let next = self.hub.entry(series.clone()).or_insert(1);
                let from = *next + gap;
                *next = from + many;
                for number in from..from + many {
                    self.given.insert((series.clone(), number), self.life);
                }
                self.note(Event::NumbersLeased(NumbersLeased {
                    series,
                    from,
                    to: from + many - 1,
                    request: Uuid::nil(),
                }));
            }
            Deed::Share(series) => {
                let mut shop = self.till.shop.clone();
                shop.shared_series = series.map(str::to_owned);
                let Some(event) = change(&self.till, &shop).unwrap() else {
                    return;
                };
                self.give_up(self.till.unused_in(&shop));
                self.note(event);
            }
            Deed::Leave => {
                self.give_up(self.till.unused());
                self.note(Event::HubLeft(HubLeft { hub: Uuid::nil() }));
            }
            Deed::NewLife => {
                self.life += 1;
                self.till.seq = 0;
                self.note(Event::IncarnationOpened(Incarnation {
                    previous: self.till.incarnation,
                    previous_seq: 1,
                    previous_hash: String::new(),
                    reason: "restore".to_owned(),
                    series: format!("C{}", self.life),
                }));
            }
        }
    }

    fn sell(&mut self) {
        let due = self.till.next_document();
        let left = self
            .till
            .shared()
            .map_or(0, |series| self.till.blocks.left(series));
        let time = date(2026, 11, 22).at(10, 0, 0, 0);
        let sale = sell(&self.till, &command(), time).unwrap();
        assert_eq!(sale.number, due);
        assert_eq!(
            left > 0,
            due.series != self.till.series,
            "a number of the shop's while there is one"
        );
        let before = self.used.insert((due.series, due.number), self.life);
        assert_eq!(before, None, "a number twice");
        self.note(Event::Sold(sale));
    }

    /// Every number that was ever given is used, voided, held, or of a life gone by.
    fn check(&self) {
        let mut held = BTreeSet::new();
        for block in self.till.blocks.held() {
            held.extend((block.next..=block.to).map(|number| (block.series.clone(), number)));
        }
        for (number, life) in &self.given {
            let of = [
                self.used.contains_key(number),
                self.voided.contains(number),
                held.contains(number),
            ];
            let ways = of.iter().filter(|is| **is).count();
            let lost = *life != self.life && ways == 0;
            assert!(ways == 1 || lost, "{number:?} of life {life}: {of:?}");
            assert!(
                self.used.get(number).is_none_or(|used| used == life),
                "{number:?} in another life"
            );
        }
        assert!(
            held.iter()
                .all(|number| self.given.get(number) == Some(&self.life))
        );
        for life in 1..=self.life {
            let series = format!("C{life}");
            let own = self
                .used
                .keys()
                .filter(|(of, _)| *of == series)
                .map(|(_, number)| *number);
            let own: Vec<u64> = own.collect();
            assert_eq!(
                own,
                (1..=own.len() as u64).collect::<Vec<_>>(),
                "a gap in {series}"
            );
        }
    }
}

fn mark(life: u128, seq: u64) -> EntryMark {
    EntryMark {
        incarnation: Uuid::from_u128(life),
        seq,
        at_wall: 0,
    }
}

fn fact(event: Event) -> Fact {
    Fact {
        by: None,
        via: Via::Till,
        app: String::new(),
        event,
    }
}

fn command() -> SellCommand {
    let good = Good {
        sku: Sku::new("PAN").unwrap(),
        name: "Pan".to_owned(),
        quantity: Quantity::ONE,
        unit: Unit::Ea,
        price: UnitPrice::parse("1.95").unwrap(),
        tax: "standard".to_owned(),
        category: String::new(),
        cost: None,
        list_price: None,
        note: String::new(),
    };
    let mut ticket = Ticket::new(Uuid::from_u128(3));
    ticket.lines = vec![TicketLine { good, discount: None }];
    SellCommand {
        ticket,
        tenders: vec![Tender {
            method: Method::Cash,
            amount: Money::from_minor(500, Currency::parse("EUR").unwrap()),
            reference: None,
            foreign: None,
        }],
        fingerprint: String::new(),
        cashier: ANA,
    }
}

proptest! {
    #[test]
    fn no_number_is_given_twice_and_none_is_lost(deeds in prop::collection::vec(deed(), 0..60)) {
        let mut world = World::new();
        world.happen(&Deed::Share(Some("A")));
        for deed in &deeds {
            world.happen(deed);
            world.check();
        }
    }
}

#[test]
fn a_till_whose_own_series_the_shop_shares_goes_on_in_its_own() {
    let mut world = World::new();
    let mut shop = world.till.shop.clone();
    for own in ["C1", "C1R"] {
        shop.shared_series = Some(own.to_owned());
        assert!(change(&world.till, &shop).is_err(), "{own}");
        // Another till of the shop, which has another series, may have said so.
        world.till.take_shop(shop.clone());
        assert_eq!(world.till.shared(), None);
        world.sell();
    }
    assert_eq!(world.till.next_document().to_string(), "C1-000003");
}
