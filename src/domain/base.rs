//! What stands at the hub, and what this till has done since: together they are what the till shows. Must
//! never depend on the order in which the two came to be known.
//!
//! A row of the hub says up to which entry of this till it includes what the till did. What the till shows is
//! that row with the till's own later edits on top, field by field; of a sum, that row plus the till's own
//! later movements.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::account::on_account;
use super::customer::Customer;
use super::document::DocumentNumber;
use super::event::Event;
use super::import_rows::ImportRow;
use super::merge::changes;
use super::payment::{Method, Tender};
use super::product::Product;
use super::quantity::Quantity;
use super::refund::Fate;
use super::shop::Shop;
use super::staff::Person;

/// What a row of the hub is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A product; its id is the SKU.
    Product = 1,
    /// The shop's settings; its id is `shop`.
    Shop = 2,
    /// Somebody who works there.
    Person = 3,
    /// A customer.
    Customer = 4,
    /// How much there is of a product in the whole shop; its id is the SKU.
    Level = 5,
    /// What a customer owes; its id is the customer's.
    Balance = 6,
    /// A field that two changed.
    Conflict = 7,
    /// What is left of a note of store credit; its id is the number of the return that it was given for.
    Credit = 8,
}

/// The id of the shop's settings.
pub const SHOP: &str = "shop";

/// An object, field by field.
pub type Fields = Map<String, Value>;

/// What an entry of this till does to a thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Own {
    /// Somebody changed it; none for what it was where the entry does not say so.
    Edit(Option<Fields>, Fields),
    /// A field of it became that.
    Field(&'static str, Value),
    /// A sum moved by so many of its smallest units.
    Moved(i64),
}

/// The fields of a thing.
pub fn fields<T: Serialize>(of: &T) -> Fields {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Fields::new(),
    }
}

/// What stands with the till's own later edits on top, in their order; none where nothing is known of it.
pub fn shown<'a>(base: Option<&Fields>, own: impl IntoIterator<Item = &'a Own>) -> Option<Fields> {
    let mut now = base.cloned();
    for own in own {
        match own {
            Own::Edit(was, new) => {
                let on = now.get_or_insert_with(Fields::new);
                for change in changes(was.as_ref(), new) {
                    put(on, &change.field, change.new);
                }
            }
            Own::Field(name, value) => {
                if let Some(on) = &mut now {
                    put(on, name, value.clone());
                }
            }
            Own::Moved(_) => {}
        }
    }
    now
}

/// What stands of a sum with the till's own later movements.
pub fn summed<'a>(base: i64, own: impl IntoIterator<Item = &'a Own>) -> i64 {
    own.into_iter().fold(base, |sum, own| match own {
        Own::Moved(by) => sum.saturating_add(*by),
        _ => sum,
    })
}

fn put(on: &mut Fields, field: &str, value: Value) {
    if value.is_null() {
        on.remove(field);
    } else {
        on.insert(field.to_owned(), value);
    }
}

/// What an entry does to the things that a hub tells of, but for the rows of an import ([`row`]).
pub fn own(event: &Event) -> Vec<(Thing, String, Own)> {
    let mut done = Vec::new();
    match event {
        Event::ShopChanged(shop) => {
            done.push((Thing::Shop, SHOP.to_owned(), shop_edit(shop.was.as_deref(), shop)))
        }
        Event::PersonSaved(person) => {
            let edit = Own::Edit(person.was.as_deref().map(fields::<Person>), fields(&person.now));
            done.push((Thing::Person, person.id.0.to_string(), edit));
        }
        Event::CustomerSaved(customer) => {
            let edit = Own::Edit(
                customer.was.as_deref().map(fields::<Customer>),
                fields(&customer.now),
            );
            done.push((Thing::Customer, customer.id.0.to_string(), edit));
        }
        Event::ProductSaved(saved) => row(saved, &mut done),
        Event::StockMoved(moved) => {
            for line in &moved.lines {
                let sku = line.sku.as_str().to_owned();
                if let Some(cost) = line.new_cost() {
                    let cost = cost.map_or(Value::Null, |cost| json!(cost));
                    done.push((Thing::Product, sku.clone(), Own::Field("cost", cost)));
                }
                done.push((Thing::Level, sku, Own::Moved(thousandths(line.quantity))));
            }
        }
        Event::Sold(sale) => {
            for good in &sale.goods {
                let by = -thousandths(good.quantity);
                done.push((Thing::Level, good.sku.as_str().to_owned(), Own::Moved(by)));
            }
            for tender in credit(&sale.tenders) {
                let number = tender.reference.as_deref().map(str::parse::<DocumentNumber>);
                if let Some(Ok(number)) = number {
                    let by = Own::Moved(-tender.amount.minor());
                    done.push((Thing::Credit, number.to_string(), by));
                }
            }
            if let Some(buyer) = &sale.customer {
                let by = on_account(&sale.tenders);
                done.push((Thing::Balance, buyer.id.0.to_string(), Own::Moved(by)));
            }
        }
        Event::Refunded(refund) => {
            for tender in credit(&refund.tenders) {
                let by = Own::Moved(tender.amount.minor());
                done.push((Thing::Credit, refund.number.to_string(), by));
            }
            for back in refund.goods.iter().filter(|back| back.fate == Fate::Stock) {
                let by = thousandths(back.good.quantity);
                done.push((Thing::Level, back.good.sku.as_str().to_owned(), Own::Moved(by)));
            }
            if let Some(buyer) = &refund.customer {
                let by = -on_account(&refund.tenders);
                done.push((Thing::Balance, buyer.id.0.to_string(), Own::Moved(by)));
            }
        }
        Event::AccountPaid(paid) => {
            let by = -paid.amount.minor();
            done.push((Thing::Balance, paid.customer.id.0.to_string(), Own::Moved(by)));
        }
        _ => {}
    }
    done.retain(|(_, _, own)| *own != Own::Moved(0));
    done
}

fn credit(tenders: &[Tender]) -> impl Iterator<Item = &Tender> {
    tenders.iter().filter(|tender| tender.method == Method::Credit)
}

/// What a row of an import or a saved product does.
pub fn row(saved: &ImportRow, done: &mut Vec<(Thing, String, Own)>) {
    let sku = saved.product.sku.as_str();
    let edit = Own::Edit(
        saved.was.as_deref().map(fields::<Product>),
        fields(&saved.product),
    );
    done.push((Thing::Product, sku.to_owned(), edit));
    if let (None, Some(stock)) = (&saved.was, saved.stock) {
        done.push((Thing::Level, sku.to_owned(), Own::Moved(thousandths(stock))));
    }
}

fn shop_edit(was: Option<&Shop>, now: &Shop) -> Own {
    Own::Edit(was.map(fields::<Shop>), fields(now))
}

/// A quantity in thousandths of its unit.
pub fn thousandths(quantity: Quantity) -> i64 {
    let value = quantity.value();
    let units = value.mantissa() * 10_i128.pow(Quantity::DECIMALS.saturating_sub(value.scale()));
    i64::try_from(units).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn thing() -> impl Strategy<Value = Fields> {
        let field = prop::sample::select(vec!["name", "price", "cost"]);
        prop::collection::btree_map(field, 0..3_u8, 1..4)
            .prop_map(|of| of.into_iter().map(|(k, v)| (k.to_owned(), json!(v))).collect())
    }

    /// Something that happens to one thing: the till changes it, or a row of the hub comes that includes the
    /// first so many of the till's changes.
    #[derive(Debug, Clone)]
    enum Happens {
        Edited(Fields),
        Pulled(Fields, prop::sample::Index),
    }

    fn happens() -> impl Strategy<Value = Happens> {
        prop_oneof![
            thing().prop_map(Happens::Edited),
            (thing(), any::<prop::sample::Index>()).prop_map(|(row, upto)| Happens::Pulled(row, upto)),
        ]
    }

    proptest! {
        /// Folding entry by entry, with rows coming in between, shows what folding everything and then
        /// taking the last row shows.
        #[test]
        fn the_order_of_fold_and_pull_does_not_matter(steps in prop::collection::vec(happens(), 1..20)) {
            let (mut now, mut own, mut last): (Option<Fields>, Vec<Own>, Option<(Fields, usize)>) =
                (None, Vec::new(), None);
            for step in steps {
                match step {
                    Happens::Edited(new) => {
                        // The till edits what it shows.
                        own.push(Own::Edit(now.clone(), new.clone()));
                        now = Some(new);
                    }
                    Happens::Pulled(row, upto) => {
                        let least = last.as_ref().map_or(0, |(_, upto)| *upto);
                        let upto = least + upto.index(own.len() - least + 1);
                        now = shown(Some(&row), &own[upto..]);
                        last = Some((row, upto));
                    }
                }
            }
            if let Some((row, upto)) = last {
                prop_assert_eq!(now, shown(Some(&row), &own[upto..]));
            }
        }

        #[test]
        fn a_sum_is_what_stands_and_what_moved(
            base in -1000..1000_i64, moved in prop::collection::vec(-9..9_i64, 0..9),
        ) {
            let own: Vec<Own> = moved.iter().copied().map(Own::Moved).collect();
            prop_assert_eq!(summed(base, &own), base + moved.iter().sum::<i64>());
        }
    }

    #[test]
    fn an_edit_changes_the_fields_it_changed_and_no_other() {
        let map = |value: Value| value.as_object().unwrap().clone();
        let edit = Own::Edit(
            Some(map(json!({"name": "Milk", "price": "1.00", "cost": "0.5"}))),
            map(json!({"name": "Milk", "price": "1.10"})),
        );
        let base = map(json!({"name": "Fresh milk", "price": "1.00", "cost": "0.7", "tax": "x"}));
        let now = shown(Some(&base), [&edit, &Own::Field("tax", json!("y"))]).unwrap();
        assert_eq!(
            now,
            map(json!({"name": "Fresh milk", "price": "1.10", "tax": "y"}))
        );
        assert_eq!(shown(None, [&Own::Field("cost", json!("1"))]), None);
    }
}
