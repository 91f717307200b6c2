//! One business date as a row: its figures, and which documents were made on it. Must never list the
//! documents one by one: they are numbered without a gap.

use serde::{Deserialize, Serialize};

use crate::domain::money::Currency;
use crate::store::Day;

/// Documents of one series with consecutive numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Run {
    /// Number of the series in the store.
    pub(in crate::store) series: u32,
    pub(in crate::store) first: u64,
    pub(in crate::store) last: u64,
}

/// A business date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct DayRow {
    pub(in crate::store) day: Day,
    /// In the order of their first documents.
    pub(in crate::store) runs: Vec<Run>,
}

impl DayRow {
    /// A date without a document.
    pub(in crate::store) fn zero(currency: Currency) -> DayRow {
        DayRow {
            day: Day::zero(currency),
            runs: Vec::new(),
        }
    }

    /// Notes a document.
    pub(in crate::store) fn note(&mut self, series: u32, number: u64) {
        match self.runs.iter_mut().rfind(|run| run.series == series) {
            Some(run) if run.last + 1 == number => run.last = number,
            _ => self.runs.push(Run {
                series,
                first: number,
                last: number,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{decode, encode};
    use super::*;
    use crate::domain::document::DocumentNumber;
    use crate::domain::money::Money;
    use crate::domain::payment::Method;
    use crate::domain::shift::{CashierFigures, TaxFigures, TenderFigures};
    use crate::domain::staff::PersonId;
    use crate::store::{CategoryFigures, Hour};

    #[test]
    fn consecutive_documents_are_one_run() {
        let mut row = DayRow::zero(Currency::parse("EUR").unwrap());
        for (series, number) in [(0, 7), (0, 8), (2, 4), (0, 9), (1, 1), (1, 3), (2, 5)] {
            row.note(series, number);
        }
        let runs: Vec<_> = row.runs.iter().map(|r| (r.series, r.first, r.last)).collect();
        assert_eq!(runs, [(0, 7, 9), (2, 4, 5), (1, 1, 1), (1, 3, 3)]);
        assert_eq!(decode::<DayRow>("days", &encode(&row)).unwrap(), row);
    }

    /// The figures are the domain's: whoever changes them changes the store, and raises its format.
    #[test]
    fn bytes_are_frozen() {
        let eur = Currency::parse("EUR").unwrap();
        let money = |minor| Money::from_minor(minor, eur);
        let mut row = DayRow::zero(eur);
        row.note(0, 7);
        let figures = &mut row.day.figures;
        figures.sales = 1;
        figures.total = money(121);
        let received = TenderFigures {
            received: money(200),
            given: money(79),
            count: 1,
        };
        figures.tenders.insert(Method::Cash, received);
        let tax = TaxFigures {
            base: money(100),
            tax: money(21),
        };
        figures.taxes.insert("IVA 21 %".to_owned(), tax);
        let cashier = CashierFigures {
            sales: 1,
            total: money(121),
        };
        figures
            .cashiers
            .insert(PersonId(uuid::Uuid::from_u128(9)), cashier);
        let number = DocumentNumber {
            series: "C1".to_owned(),
            number: 7,
        };
        figures.documents = Some((number.clone(), number));
        let hour = Hour {
            sales: 1,
            total: money(121),
        };
        row.day.hours.insert(11, hour);
        let category = CategoryFigures {
            lines: 2,
            ..CategoryFigures::zero(eur)
        };
        row.day.categories.insert("Pan".to_owned(), category);
        let bytes = encode(&row);
        let golden = [
            r"\x01\x01\x080.00 EUR\x080.00 EUR\x081.21 EUR\x080.00 EUR\x080.00 EUR\x01\x00\x08",
            r"2.00 EUR\x080.79 EUR\x01\x01\x08IVA 21 %\x081.00 EUR\x080.21 EUR\x01\x10\x00\x00",
            r"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\t\x01\x081.21 EUR\x01\x02C1",
            r"\x07\x02C1\x07\x00\x00\x00\x00\x00\x00\x01\x0b\x01\x081.21 EUR\x080.00 EUR\x080.00 EUR",
            r"\x01\x03Pan\x02",
            r"\x080.00 EUR\x080.00 EUR\x080.00 EUR\x01\x00\x07\x07",
        ];
        assert_eq!(bytes.escape_ascii().to_string(), golden.concat());
        assert_eq!(decode::<DayRow>("days", &bytes).unwrap(), row);
    }
}
