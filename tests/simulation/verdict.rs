//! What must be true when everybody has been heard: reckoned from what people were answered, and held against
//! the hub's rows and each till's. Must never ask the code that it judges how it reckons.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tendero::domain::product::Product;
use tendero::domain::quantity::Quantity;
use tendero::hub::ledger::{Kind, Ledger, Order, StoredEntry};
use tendero::hub::rows;
use uuid::Uuid;

use crate::lives::Fate;
use crate::till::Till;
use crate::work::{GOODS, sku};
use crate::world::World;

/// Rows of a kind at the hub.
type Rows = Vec<(String, Value)>;

fn decode<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    T::deserialize(value).expect("a row is what it says")
}

impl World {
    fn rows(&self, kind: Kind) -> Rows {
        let nature = self.nature();
        nature.house.read(async |ledger, shop| {
            let rows = ledger.list(shop, kind, None, Order::Up, 100_000).await;
            rows.expect("the hub can be read")
        })
    }

    fn entries(&self, life: Uuid) -> Vec<StoredEntry> {
        let nature = self.nature();
        nature.house.read(async |ledger, shop| {
            let entries = ledger.entries(shop, life, 1, 1_000_000).await;
            entries.expect("the hub can be read")
        })
    }

    /// Holds the shop to its promises.
    pub(crate) fn judge(&mut self) -> Result<(), String> {
        for till in &mut self.tills {
            // What came back from the hub.
            let ids = till.ids();
            till.come_back(&ids);
        }
        for till in &self.tills {
            if till.only_drains() && Some(till.at) != self.replaced {
                return Err(format!("T{} is told that another till has its place", till.at));
            }
            self.judge_entries(till)?;
            self.judge_money(till)?;
        }
        let parked = self.rows(Kind::Parked);
        if let Some((id, row)) = parked.first() {
            return Err(format!(
                "{} entries wait at the hub, {id} first: {row}",
                parked.len()
            ));
        }
        let closings = self.rows(Kind::Closing);
        for (id, row) in &closings {
            let closing: rows::Closing = decode(row);
            if !closing.differs.is_empty() {
                return Err(format!("closing {id} differs: {:?}", closing.differs));
            }
        }
        self.judge_levels()?;
        self.judge_goods()?;
        self.judge_conflicts()
    }

    /// Every entry of the till is at the hub, hash by hash, and none beside; what was answered is among them.
    fn judge_entries(&self, till: &Till) -> Result<(), String> {
        let name = format!("T{}", till.at);
        let register = till.register.as_ref().ok_or("a till is off")?;
        let reader = register.journal().reader();
        let lives = reader.lives().map_err(|error| error.to_string())?;
        let mut ids: BTreeMap<Uuid, BTreeMap<u16, usize>> = BTreeMap::new();
        let mut here = BTreeMap::new();
        for entry in reader.all_entries() {
            let entry = entry.map_err(|error| error.to_string())?;
            let lives = ids.entry(entry.id).or_default();
            *lives.entry(entry.cursor.incarnation).or_default() += 1;
            here.entry(entry.cursor.incarnation)
                .or_insert_with(Vec::new)
                .push((entry.cursor.seq, entry.id, entry.hash, entry.payload));
        }
        let (mut ours, mut theirs) = (BTreeMap::new(), BTreeMap::new());
        for life in &lives {
            let there = self.entries(life.identity.incarnation);
            let there: Vec<_> = there
                .into_iter()
                .map(|entry| (entry.seq, entry.id, entry.hash, entry.payload.into_bytes()))
                .collect();
            let own = here.remove(&life.cursor.incarnation).unwrap_or_default();
            if self.fate.parts() {
                theirs.extend(there.iter().map(|(_, id, _, payload)| (*id, payload.clone())));
                ours.extend(own.iter().map(|(_, id, _, payload)| (*id, payload.clone())));
            } else if there != own {
                let (own, there) = (own.len(), there.len());
                return Err(format!(
                    "{name} has {own} entries, the hub {there}, or other ones"
                ));
            }
        }
        if self.fate == Fate::Twins {
            // What its twin went on to write in the life that both began in is not this one's.
            let others = self
                .tills
                .iter()
                .filter(|other| other.at != till.at && other.terminal() == till.terminal());
            let others: BTreeSet<Uuid> = others.flat_map(Till::ids).collect();
            theirs.retain(|id, _| ours.contains_key(id) || !others.contains(id));
        }
        if ours != theirs {
            let lost = theirs.keys().filter(|id| !ours.contains_key(id)).count();
            let unsent = ours.keys().filter(|id| !theirs.contains_key(id)).count();
            return Err(format!(
                "{name} lacks {lost} entries of the hub, the hub {unsent} of the till"
            ));
        }
        // It may be told again in another life, and is in each one once.
        let once = |id| {
            let lives = ids.get(&id);
            lives.is_some_and(|lives| {
                lives.values().all(|times| *times == 1) && (lives.len() == 1 || self.fate.parts())
            })
        };
        for fact in &till.facts {
            if !once(fact.id) {
                return Err(format!(
                    "{name} was answered a {} that is not there once",
                    fact.what
                ));
            }
        }
        let known: BTreeSet<Uuid> = till.facts.iter().map(|fact| fact.id).collect();
        if known.len() != till.facts.len() {
            return Err(format!("{name}: the test counts something twice"));
        }
        Ok(())
    }

    /// Days and shifts at the hub come to what people were told.
    fn judge_money(&self, till: &Till) -> Result<(), String> {
        let register = till.register.as_ref().ok_or("a till is off")?;
        let identity = register.journal().head().identity;
        let mut shifts: BTreeMap<u64, i64> = BTreeMap::new();
        // For the hub two machines with one disk are one till.
        let same = self
            .tills
            .iter()
            .filter(|other| other.terminal() == till.terminal());
        let facts = same.flat_map(|till| &till.facts);
        for (shift, cents) in facts.filter_map(|fact| fact.money) {
            *shifts.entry(shift).or_default() += cents;
        }
        let mut days = 0;
        for (_, row) in self.rows(Kind::Day) {
            let day: rows::Day = decode(&row);
            if day.terminal == identity.terminal {
                days += day.figures.total.minor();
            }
        }
        let all: i64 = shifts.values().sum();
        if days != all {
            return Err(format!("T{} took {all}, the hub's days come to {days}", till.at));
        }
        let mine = format!("{}/", identity.incarnation);
        for (id, row) in self.rows(Kind::Shift) {
            let Some(number) = id.strip_prefix(&mine).filter(|_| !self.fate.parts()) else {
                continue;
            };
            let number: u64 = number.parse().map_err(|_| format!("shift {id}"))?;
            let shift: rows::Shift = decode(&row);
            let there = shift.figures.total.minor();
            let here = shifts.remove(&number).unwrap_or(0);
            if there != here {
                return Err(format!(
                    "T{} took {here} in shift {number}, the hub says {there}",
                    till.at
                ));
            }
        }
        if !self.fate.parts() && shifts.values().any(|cents| *cents != 0) {
            return Err(format!(
                "the hub knows nothing of shifts {shifts:?} of T{}",
                till.at
            ));
        }
        Ok(())
    }

    /// The hub and every till believe in the stock that all deltas come to.
    fn judge_levels(&self) -> Result<(), String> {
        let levels: BTreeMap<String, Value> = self.rows(Kind::Level).into_iter().collect();
        for good in 0..GOODS {
            let sku = sku(good);
            let there = levels.get(sku.as_str()).and_then(|row| row["quantity"].as_str());
            let there = there.and_then(|text| Quantity::parse(text).ok());
            let there = there.map(Quantity::thousandths);
            let should = self.level(good);
            if there != Some(should) {
                return Err(format!("of {sku} there are {should}, the hub says {there:?}"));
            }
        }
        Ok(())
    }

    /// Every till holds the goods and the levels as the hub has them.
    fn judge_goods(&self) -> Result<(), String> {
        let goods = self.rows(Kind::Product);
        if goods.len() != GOODS {
            return Err(format!("the hub has {} goods", goods.len()));
        }
        let former = self.former();
        for till in self.tills.iter().filter(|till| Some(till.at) != former) {
            let register = till.register.as_ref().ok_or("a till is off")?;
            for (id, row) in &goods {
                let there: Product = decode(row);
                let row = register.catalogue().by_sku(id);
                let here = row.map(|row| register.catalogue().get(row).to_product());
                if here.as_ref() != Some(&there) {
                    return Err(format!("T{} has {here:?}, the hub {there:?}", till.at));
                }
            }
        }
        Ok(())
    }

    /// Every till shows the conflicts that stand at the hub.
    fn judge_conflicts(&self) -> Result<(), String> {
        let there: BTreeSet<String> = self.rows(Kind::Conflict).into_iter().map(|(id, _)| id).collect();
        let former = self.former();
        for till in self.tills.iter().filter(|till| Some(till.at) != former) {
            let register = till.register.as_ref().ok_or("a till is off")?;
            let open = register.conflicts().map_err(|fault| fault.to_string())?;
            let here: BTreeSet<String> = open.iter().map(|conflict| conflict.id.to_string()).collect();
            if here != there {
                return Err(format!(
                    "T{} shows conflicts {here:?}, the hub has {there:?}",
                    till.at
                ));
            }
        }
        Ok(())
    }

    /// The tills' own levels, which only a writer may ask for.
    pub(crate) fn judge_own_levels(&mut self) -> Result<(), String> {
        let former = self.former();
        let should: Vec<i64> = (0..GOODS).map(|good| self.level(good)).collect();
        for at in (0..self.tills.len()).filter(|at| Some(*at) != former) {
            let here = self.own_levels(at)?;
            if here != should {
                return Err(format!("of the goods there are {should:?}, T{at} says {here:?}"));
            }
        }
        Ok(())
    }

    /// What a till says that there is of each good, in thousandths.
    pub(crate) fn own_levels(&mut self, at: usize) -> Result<Vec<i64>, String> {
        let register = self.tills[at].register.as_mut().ok_or("a till is off")?;
        let goods: Vec<_> = (0..GOODS).map(sku).collect();
        let here = register.stock(&goods).map_err(|fault| fault.to_string())?;
        let levels = here.into_iter().enumerate();
        levels
            .map(|(good, level)| {
                level
                    .map(Quantity::thousandths)
                    .ok_or(format!("T{at} knows no G{good}"))
            })
            .collect()
    }
}
