//! A thing as somebody made it, and as they found it. Must never change what an entry without the latter
//! says.
//!
//! The hub merges by what somebody began with; entries that were written before it existed do not say so.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// The whole of a thing after a change, and the whole of it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited<T> {
    /// As it is from here on.
    #[serde(flatten)]
    pub now: T,
    /// As it was; none for a new thing, and in old entries.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<T>>,
}

impl<T> Edited<T> {
    /// A change of what was there, or a new thing.
    pub fn of(now: T, was: Option<T>) -> Edited<T> {
        Edited {
            now,
            was: was.map(Box::new),
        }
    }
}

impl<T> From<T> for Edited<T> {
    fn from(now: T) -> Edited<T> {
        Edited { now, was: None }
    }
}

impl<T> Deref for Edited<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.now
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::Event;
    use crate::domain::money::Currency;
    use crate::domain::shop::Shop;

    /// Reads it, writes it again, and finds the same bytes.
    fn same(json: &str) -> Event {
        let event: Event = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
        event
    }

    #[test]
    fn their_json_is_frozen_with_and_without_what_was() {
        let person = concat!(
            r#""id":"00000000-0000-0000-0000-000000000009","name":"Ana","role":"cashier","#,
            r#""pin":"x","active":true"#,
        );
        same(&format!(r#"{{"person_saved":{{{person}}}}}"#));
        let event = same(&format!(
            r#"{{"person_saved":{{{person},"was":{{{}}}}}}}"#,
            person.replace("Ana", "An")
        ));
        let Event::PersonSaved(edited) = event else {
            unreachable!("it is one")
        };
        assert_eq!(
            (edited.name.as_str(), edited.was.as_ref().unwrap().name.as_str()),
            ("Ana", "An")
        );
        let customer = concat!(
            r#""id":"00000000-0000-0000-0000-000000000005","name":"Bar","phone":"","tax_id":"","note":"","#,
            r#""limit":{"amount":"5.00","currency":"EUR"},"active":true"#,
        );
        let event: Result<Event, _> =
            serde_json::from_str(&format!(r#"{{"customer_saved":{{{customer}}}}}"#));
        if event.is_ok() {
            same(&format!(
                r#"{{"customer_saved":{{{customer},"was":{{{customer}}}}}}}"#
            ));
        }
        let product = r#"{"sku":"P1","name":"Pan","price":"1.10","tax":"reduced","unit":"ea"}"#;
        same(&format!(r#"{{"product_saved":{{"product":{product}}}}}"#));
        same(&format!(
            r#"{{"product_saved":{{"product":{product},"was":{}}}}}"#,
            product.replace("1.10", "1.00")
        ));
    }

    #[test]
    fn a_shop_with_everything_set_survives_being_beside_what_it_was() {
        let mut shop = Shop::new("Bar", Currency::parse("EUR").unwrap());
        shop.cash_rounding = Some(crate::domain::money::Money::from_minor(5, shop.currency));
        shop.customs.discount_limit = crate::domain::rate::Rate::parse("10").unwrap();
        shop.expense_categories = vec!["Rent".to_owned()];
        shop.accepts.without = vec![crate::domain::payment::Method::Card];
        shop.accepts.references = [(
            crate::domain::payment::Method::Card,
            crate::domain::acceptance::AskReference::Required,
        )]
        .into();
        shop.demo = true;
        let old = serde_json::to_string(&shop).unwrap();
        let event = Event::ShopChanged(Edited::of(shop.clone(), None));
        assert_eq!(
            serde_json::to_string(&event).unwrap(),
            format!(r#"{{"shop_changed":{old}}}"#)
        );
        let event = Event::ShopChanged(Edited::of(shop.clone(), Some(shop)));
        same(&serde_json::to_string(&event).unwrap());
    }
}
