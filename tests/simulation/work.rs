//! What people do at the tills. Must never know whether there is a hub: no line may make any of it fail.

use tendero::domain::decide::refund::ComingBack;
use tendero::domain::decide::register::{CloseCommand, OpenCommand, is_doubtful};
use tendero::domain::decide::sell::SellCommand;
use tendero::domain::document::Good;
use tendero::domain::import_rows::ImportRow;
use tendero::domain::payment::{Method, Tender};
use tendero::domain::product::{Product, Sku, Unit};
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::UnitPrice;
use tendero::domain::refund::{Asked, Back, Fate};
use tendero::domain::ticket::Ticket;
use tendero::register::Register;
use tendero::register::return_jobs::RefundAsked;

use crate::till::{Fact, OWNER, eur};
use crate::world::World;

/// Goods of the shop; of the first there are few.
pub(crate) const GOODS: usize = 6;
/// How many there are of each at first, the first but one after that.
pub(crate) const STOCK: [i32; GOODS] = [3, 40, 40, 40, 40, 40];

pub(crate) fn sku(good: usize) -> Sku {
    Sku::new(&format!("G{good}")).expect("a SKU")
}

fn product(good: usize) -> Product {
    Product {
        sku: sku(good),
        codes: Vec::new(),
        name: format!("Good {good}"),
        category: String::new(),
        price: UnitPrice::parse(&format!("{good}.21")).expect("a price"),
        cost: None,
        tax: "standard".to_owned(),
        unit: Unit::Ea,
        min_stock: None,
        active: true,
        open_price: false,
    }
}

pub(crate) fn known(register: &Register, good: usize) -> Option<Product> {
    let goods = register.catalogue();
    let row = goods.by_sku(sku(good).as_str())?;
    Some(goods.get(row).to_product())
}

fn cash() -> Vec<Tender> {
    vec![Tender {
        method: Method::Cash,
        amount: eur(1_000_000),
        reference: None,
        foreign: None,
    }]
}

impl World {
    /// One till has the goods before there is a hub; the others learn of them.
    pub(crate) fn stock_the_shop(&mut self) -> Result<(), String> {
        for (good, pieces) in STOCK.into_iter().enumerate() {
            let row = ImportRow::new(product(good), Some(Quantity::from(pieces)));
            let till = &mut self.tills[0];
            let register = till.register.as_mut().expect("it is there");
            let saved = register.save_product(OWNER, row);
            saved.map_err(|failure| format!("a product is not saved: {failure:?}"))?;
        }
        Ok(())
    }

    /// Somebody does something.
    pub(crate) fn somebody_works(&mut self, at: usize) -> Result<(), String> {
        self.asks_for_a_code(at)?;
        let Some(register) = &self.tills[at].register else {
            return Ok(());
        };
        let open = register.till().shift.is_some();
        if self.tills[at].code.is_some() && self.percent(60) {
            return self.joins(at);
        }
        match self.below(100) {
            _ if !open => self.opens(at),
            0..=49 => self.sells(at),
            50..=56 => self.takes_back(at),
            57..=66 => self.edits(at),
            67..=72 => self.receives(at),
            73..=77 => self.counts(at),
            78..=82 => self.closes(at),
            83..=87 => self.settles(at),
            88..=90 => self.is_busy(at),
            91..=94 => self.presses_sync(at),
            _ => self.is_idle(at),
        }
    }

    pub(crate) fn good(&self, at: usize) -> Option<(usize, Product)> {
        let good = [0, 0, 1, 2, 3, 4, 5][self.below(7)];
        let register = self.tills[at].register.as_ref()?;
        Some((good, known(register, good)?))
    }

    pub(crate) fn opens(&mut self, at: usize) -> Result<(), String> {
        let mut command = OpenCommand {
            by: OWNER,
            float: eur(10_000),
            confirmed_date: None,
        };
        // A clock that jumped is for a person to judge.
        let register = self.tills[at].register.as_ref();
        command.confirmed_date = register.and_then(|register| {
            let (last, today) = (register.till().last_date, register.now().date());
            is_doubtful(last, today).then(|| last.unwrap_or(today))
        });
        self.act(at, "opens", |register| register.open_shift(&command), |_| None)
            .map(drop)
    }

    pub(crate) fn closes(&mut self, at: usize) -> Result<(), String> {
        let waiting = self.tills[at].pending() > 0;
        let close = |register: &mut Register| {
            let shift = register.till().shift.as_ref();
            let counted = shift.map_or(eur(0), |shift| shift.expected_cash());
            register.close_shift(&CloseCommand {
                declared: Vec::new(),
                foreign: Vec::new(),
                kept: None,
                by: OWNER,
                approved_by: None,
                counted,
                count: Vec::new(),
                reason: String::new(),
                unsynced: 0,
            })
        };
        let closed = self.act(at, "closes", close, |_| None)?;
        if closed.is_some() && waiting {
            self.hits.hit("closing with sales that wait");
        }
        Ok(())
    }

    pub(crate) fn sells(&mut self, at: usize) -> Result<(), String> {
        let Some((good, product)) = self.good(at) else {
            return Ok(());
        };
        let pieces = 1 + self.below(3) as i32;
        let id = self.tills[at].fresh();
        let mut ticket = Ticket::new(id);
        ticket.add(Good::of(&product, Quantity::from(pieces), None));
        let command = SellCommand {
            ticket,
            tenders: cash(),
            fingerprint: format!("{id}"),
            cashier: OWNER,
        };
        let sold = self.act(
            at,
            "sells",
            |register| register.complete_sale(&command),
            |sold| {
                Some(Fact {
                    id,
                    what: "sale",
                    money: Some((sold.sale.shift, sold.sale.priced.total.minor())),
                    moved: vec![(good, i64::from(-pieces) * 1_000)],
                })
            },
        )?;
        let Some(sold) = sold else { return Ok(()) };
        if self.tills[at].wrong.is_far_off() {
            self.hits.hit("clock ten years off at a till");
        }
        let others = self.tills.iter().filter(|till| till.at != at);
        let elsewhere = others
            .flat_map(|till| &till.sold)
            .any(|(_, other)| *other == good);
        if elsewhere && self.level(good) < 0 {
            self.hits.hit("last one sold on several tills");
        }
        let till = &mut self.tills[at];
        till.sold.push((sold.seq, good));
        till.receipts.push((sold.sale.number, good, i64::from(pieces)));
        Ok(())
    }

    /// What there is of a good, by what was answered.
    pub(crate) fn level(&self, good: usize) -> i64 {
        let facts = self.tills.iter().flat_map(|till| &till.facts);
        let moved = facts.flat_map(|fact| &fact.moved).filter(|(of, _)| *of == good);
        i64::from(STOCK[good]) * 1_000 + moved.map(|(_, moved)| moved).sum::<i64>()
    }

    fn takes_back(&mut self, at: usize) -> Result<(), String> {
        if self.tills[at].receipts.is_empty() {
            return Ok(());
        }
        let which = self.below(self.tills[at].receipts.len());
        let (number, good, _) = self.tills[at].receipts[which].clone();
        let id = self.tills[at].fresh();
        let asked = RefundAsked {
            id,
            what: ComingBack::Of(
                number,
                vec![Asked {
                    line: 0,
                    quantity: Quantity::from(1),
                    fate: Fate::Stock,
                }],
            ),
            back: Back::Cash,
            reason: String::new(),
        };
        let fact = |done: &tendero::register::returns::Refunded| {
            Some(Fact {
                id,
                what: "return",
                money: Some((done.refund.shift, -done.refund.priced.total.minor())),
                moved: vec![(good, 1_000)],
            })
        };
        self.act(
            at,
            "takes back",
            |register| register.refund(OWNER, None, &asked, None),
            fact,
        )
        .map(drop)
    }

    /// So many entries that those that wait are about a batch.
    fn is_busy(&mut self, at: usize) -> Result<(), String> {
        let wanted = 49 + self.below(3) as u64;
        let waiting = self.tills[at].pending();
        for _ in waiting..wanted {
            if self.tills[at].register.is_none() {
                break;
            }
            self.act(at, "takes an X", |register| register.take_x(OWNER), |_| None)?;
        }
        Ok(())
    }

    fn presses_sync(&mut self, at: usize) -> Result<(), String> {
        if let Some(courier) = &mut self.tills[at].courier {
            courier.now();
            self.tills[at].wake = self.time.now();
            self.note(format!("T{at} presses sync"));
        }
        Ok(())
    }

    fn is_idle(&mut self, at: usize) -> Result<(), String> {
        self.act(at, "is idle", |register| Ok(register.idle()?), |()| None)
            .map(drop)
    }

    pub(crate) fn comes_back(&mut self, at: usize) -> Result<(), String> {
        let mut nature = self.nature();
        nature.lines[at] = crate::network::Line::Fine;
        nature.note(format!("T{at} line: there again"));
        Ok(())
    }
}
