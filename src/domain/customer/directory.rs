//! The customers in memory, in order of their names, found by any words of name, phone and tax id. Must never
//! be more than a shop's own people: a few ten thousand are walked through at each key.

use std::sync::Arc;

use super::record::{Customer, CustomerId};
use crate::domain::search::folded;

/// Every customer of the shop; cheap to hand on.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    rows: Vec<Arc<Row>>,
}

#[derive(Debug)]
struct Row {
    /// Name, phone and tax id, folded, in words; for the search.
    words: String,
    /// The name, folded; the order of the list.
    name: String,
    customer: Customer,
}

impl Row {
    fn new(customer: Customer) -> Arc<Row> {
        let name = folded(&customer.name);
        let digits = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let words = [
            name.clone(),
            folded(&customer.phone),
            folded(&digits(&customer.phone)),
            folded(&customer.tax_id),
            folded(&digits(&customer.tax_id)),
        ];
        Arc::new(Row {
            words: words.join(" "),
            name,
            customer,
        })
    }

    fn key(&self) -> (&str, CustomerId) {
        (&self.name, self.customer.id)
    }
}

impl Directory {
    /// Of these customers.
    pub fn new(customers: impl IntoIterator<Item = Customer>) -> Directory {
        let mut rows: Vec<Arc<Row>> = customers.into_iter().map(Row::new).collect();
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
        Directory { rows }
    }

    /// The same with a customer added or changed.
    #[must_use]
    pub fn with(&self, customer: Customer) -> Directory {
        let mut rows = self.rows.clone();
        rows.retain(|row| row.customer.id != customer.id);
        let row = Row::new(customer);
        let at = rows.partition_point(|other| other.key() < row.key());
        rows.insert(at, row);
        Directory { rows }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The customer on a row.
    pub fn at(&self, row: usize) -> Option<&Customer> {
        self.rows.get(row).map(|row| &row.customer)
    }

    /// The customer of that id.
    pub fn get(&self, id: CustomerId) -> Option<&Customer> {
        self.all().find(|customer| customer.id == id)
    }

    /// Every customer in order of names.
    pub fn all(&self) -> impl Iterator<Item = &Customer> {
        self.rows.iter().map(|row| &row.customer)
    }

    /// The active customers of exactly that name; accents and capitals do not count.
    pub fn named(&self, name: &str) -> Vec<&Customer> {
        let wanted = folded(name);
        let rows = self.rows.iter().filter(|row| row.name == wanted);
        rows.map(|row| &row.customer)
            .filter(|customer| customer.active)
            .collect()
    }

    /// The rows on which every word of `query` begins a word of name, phone or tax id; all of them where
    /// nothing is asked.
    pub fn search(&self, query: &str) -> Vec<usize> {
        let query = folded(query);
        let begins = |row: &Row, word: &str| {
            let places = row.words.match_indices(word);
            places
                .map(|(at, _)| at)
                .any(|at| at == 0 || row.words.as_bytes()[at - 1] == b' ')
        };
        let rows = (0..).zip(&self.rows);
        rows.filter(|(_, row)| query.split(' ').all(|word| word.is_empty() || begins(row, word)))
            .map(|(at, _)| at)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use uuid::Uuid;

    fn customer(id: u128, name: &str, phone: &str, tax_id: &str) -> Customer {
        Customer {
            id: CustomerId(Uuid::from_u128(id)),
            name: name.to_owned(),
            phone: phone.to_owned(),
            tax_id: tax_id.to_owned(),
            note: String::new(),
            limit: None,
            active: true,
        }
    }

    fn directory() -> Directory {
        Directory::new([
            customer(1, "Núñez, María", "600 12-34", "12345678Z"),
            customer(2, "Bar La Peña", "", "B-12345674"),
            customer(3, "Ana Ruiz", "600 99", ""),
        ])
    }

    fn found(query: &str) -> Vec<String> {
        let directory = directory();
        let rows = directory.search(query).into_iter();
        rows.map(|row| directory.at(row).unwrap().name.clone()).collect()
    }

    #[test]
    fn accents_order_and_signs_do_not_count() {
        assert_eq!(found("maria nunez"), ["Núñez, María"]);
        assert_eq!(found("peña"), ["Bar La Peña"]);
        assert_eq!(found("60012"), ["Núñez, María"]);
        assert_eq!(found("b12345674"), ["Bar La Peña"]);
        assert_eq!(found("600"), ["Ana Ruiz", "Núñez, María"]);
        assert_eq!(found("  "), ["Ana Ruiz", "Bar La Peña", "Núñez, María"]);
        assert!(found("uiz").is_empty(), "a word is found by its beginning");
    }

    #[test]
    fn a_change_keeps_the_order_and_the_count() {
        let before = directory();
        let after = before.with(customer(1, "Álvarez", "", ""));
        let names = |directory: &Directory| {
            let names = directory.all().map(|customer| customer.name.clone());
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&after), ["Álvarez", "Ana Ruiz", "Bar La Peña"]);
        assert_eq!(names(&before)[2], "Núñez, María", "the one before is as it was");
        assert_eq!(after.named("ALVAREZ").len(), 1);
        assert!(after.get(CustomerId(Uuid::from_u128(9))).is_none());
    }
}
