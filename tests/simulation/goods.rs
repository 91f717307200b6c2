//! What people do about goods: edit, receive, count, settle what two of them changed. Must never know whether
//! there is a hub.

use std::collections::BTreeMap;

use tendero::domain::decide::count::{CloseCountCommand, CountCommand};
use tendero::domain::decide::stock::{MoveCommand, MoveLine};
use tendero::domain::import_rows::ImportRow;
use tendero::domain::joined::Choice;
use tendero::domain::product::Product;
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::UnitPrice;
use tendero::domain::stock::Reason;
use tendero::register::{Failure, Register};
use uuid::Uuid;

use crate::network::Line;
use crate::till::{Fact, OWNER};
use crate::work::{GOODS, known, sku};
use crate::world::World;

impl World {
    pub(crate) fn edits(&mut self, at: usize) -> Result<(), String> {
        match self.good(at) {
            Some((good, product)) => self.edits_one(at, good, product),
            None => Ok(()),
        }
    }

    /// Two tills edit the same while neither hears of the other.
    pub(crate) fn two_edit_one_good(&mut self) -> Result<(), String> {
        let good = self.below(GOODS);
        for at in 0..2 {
            self.nature().lines[at] = Line::Down;
            let register = self.tills[at].register.as_ref();
            if let Some(product) = register.and_then(|register| known(register, good)) {
                self.edits_one(at, good, product)?;
            }
        }
        Ok(())
    }

    fn edits_one(&mut self, at: usize, good: usize, mut product: Product) -> Result<(), String> {
        let field = ["price", "price", "name", "active"][self.below(4)];
        match field {
            "price" => {
                let cents = 1 + self.below(900);
                let price = format!("{}.{:02}", cents / 100, cents % 100);
                product.price = UnitPrice::parse(&price).expect("a price");
            }
            "name" => product.name = format!("Good {good} of {}", self.below(100)),
            _ => product.active = !product.active,
        }
        let row = ImportRow::new(product, None);
        let saved = self.act(
            at,
            "edits",
            |register| register.save_product(OWNER, row),
            |_| None,
        )?;
        if saved.is_none() {
            return Ok(());
        }
        let others = self.tills.iter().filter(|till| till.at != at);
        let elsewhere: Vec<&str> = others
            .flat_map(|till| &till.edits)
            .filter(|(_, of, _)| *of == good)
            .map(|(.., field)| *field)
            .collect();
        for other in elsewhere {
            self.hits.hit(match (field, other) {
                (one, other) if one == other => "same field on two tills",
                ("active", _) | (_, "active") => "edit against delete",
                _ => "different fields on two tills",
            });
        }
        let seq = self.tills[at].last();
        self.tills[at].edits.push((seq, good, field));
        Ok(())
    }

    pub(crate) fn receives(&mut self, at: usize) -> Result<(), String> {
        let Some((good, _)) = self.good(at) else {
            return Ok(());
        };
        let pieces = 1 + self.below(5) as i32;
        let id = self.tills[at].fresh();
        let command = MoveCommand {
            id,
            by: OWNER,
            approved_by: None,
            reason: Reason::Received {
                supplier: "Sur".to_owned(),
                reference: String::new(),
            },
            lines: vec![MoveLine {
                sku: sku(good),
                quantity: Quantity::from(pieces),
                cost: None,
            }],
        };
        let fact = Fact {
            id,
            what: "delivery",
            money: None,
            moved: vec![(good, i64::from(pieces) * 1_000)],
        };
        self.act(
            at,
            "receives",
            |register| register.move_stock(&command),
            |_| Some(fact),
        )
        .map(drop)
    }

    /// A count is begun and ended; what it found moves the level by the difference to what this till
    /// believed.
    pub(crate) fn counts(&mut self, at: usize) -> Result<(), String> {
        let Some((good, _)) = self.good(at) else {
            return Ok(());
        };
        let found = self.below(30) as i64 * 1_000;
        let (part, count, end) = (
            self.tills[at].fresh(),
            self.tills[at].fresh(),
            self.tills[at].fresh(),
        );
        let command = CountCommand {
            id: part,
            count,
            scope: String::new(),
            by: OWNER,
            approved_by: None,
            lines: vec![(sku(good), Quantity::from_thousandths(found))],
        };
        let counting = |register: &mut Register| -> Result<i64, Failure> {
            let believed = register.stock(&[sku(good)])?[0].map_or(0, Quantity::thousandths);
            register.count_stock(&command)?;
            Ok(believed)
        };
        let believed = self.act(at, "counts", counting, |_| None)?;
        let Some(believed) = believed else { return Ok(()) };
        let command = CloseCountCommand {
            id: end,
            count,
            by: OWNER,
            approved_by: None,
            give_up: false,
        };
        let fact = Fact {
            id: end,
            what: "count",
            money: None,
            moved: vec![(good, found - believed)],
        };
        let closed = self.act(
            at,
            "ends a count",
            |register| register.close_count(&command),
            |_| Some(fact),
        )?;
        let others = self.tills.iter().filter(|till| till.at != at);
        let selling = others
            .flat_map(|till| &till.sold)
            .any(|(_, other)| *other == good);
        if closed.is_some() && selling {
            self.hits.hit("count while others sell");
        }
        Ok(())
    }

    /// Whoever sees a conflict settles it, each for themselves.
    pub(crate) fn everybody_settles(&mut self) -> Result<(), String> {
        for at in 0..self.tills.len() {
            self.nature().lines[at] = Line::Down;
            self.settles(at)?;
        }
        Ok(())
    }

    pub(crate) fn settles(&mut self, at: usize) -> Result<(), String> {
        let Some(register) = &self.tills[at].register else {
            return Ok(());
        };
        let open = register.conflicts().map_err(|fault| format!("T{at}: {fault}"))?;
        let Some(conflict) = open.into_iter().next() else {
            return Ok(());
        };
        let mut choices = BTreeMap::new();
        for field in &conflict.fields {
            let choice = [Choice::KeepLocal, Choice::AcceptServer][self.below(2)];
            choices.insert(field.field.clone(), choice);
        }
        let settle = |register: &mut Register| register.resolve(OWNER, conflict.id, choices);
        if self.act(at, "settles", settle, |()| None)?.is_some() {
            let twice = |(settled, by): &(Uuid, usize)| *settled == conflict.id && *by != at;
            if self.resolved.iter().any(twice) {
                self.hits.hit("two settle one conflict");
            }
            self.resolved.push((conflict.id, at));
        }
        Ok(())
    }
}
