//! Rows and columns of a report: one set of rows for the screens, paper, CSV and JSON. Must never compute a
//! figure.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::product::Unit;

/// What a text begins with that a spreadsheet computes instead of showing it.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, which may have come from outside.
    Text(String),
    /// What goods are counted in.
    Unit(Unit),
    /// A tax with its rate, as the figures of a shift name it.
    Tax(String),
    /// A date.
    Date(Date),
    /// An hour of the clock.
    Hour(u8),
    /// How something was paid.
    Tender(Method),
    /// A figure of the summary, by its name.
    Figure(&'static str),
    /// How many of something; a JSON number.
    Count(u64),
    /// An amount; a decimal string in JSON.
    Money(Money),
    /// A quantity or rate; a decimal string in JSON.
    Number(Decimal),
    /// Not known; empty, `null` in JSON.
    Unknown,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// As scripts see it: the same in every language.
    pub fn plain(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Tax(text) => text.clone(),
            Cell::Unit(unit) => unit.name().to_owned(),
            Cell::Date(date) => date.to_string(),
            Cell::Hour(hour) => format!("{hour:02}:00"),
            Cell::Tender(method) => method.code().to_owned(),
            Cell::Figure(name) => (*name).to_owned(),
            Cell::Count(count) => count.to_string(),
            Cell::Money(money) => money.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Unknown => String::new(),
        }
    }

    /// For a spreadsheet, which would run a text that looks like a formula.
    pub fn guarded(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Tax(text) if text.starts_with(FORMULA) => {
                format!("'{text}")
            }
            other => other.plain(),
        }
    }

    /// Whether it stands at the right of its column.
    pub fn is_figure(&self) -> bool {
        matches!(self, Cell::Count(_) | Cell::Money(_) | Cell::Number(_))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Count(count) => to.serialize_u64(*count),
            Cell::Unknown => to.serialize_none(),
            other => to.serialize_str(&other.plain()),
        }
    }
}

/// A row as an object, its keys in the order of the columns.
pub struct Object<'a>(pub &'static [&'static str], pub &'a [Cell]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, cell) in self.0.iter().zip(self.1) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

/// Named columns and their rows, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Stable names: headings, CSV header, JSON keys.
    pub columns: &'static [&'static str],
    /// Each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// No rows yet.
    pub fn new(columns: &'static [&'static str]) -> Table {
        Table {
            columns,
            rows: Vec::new(),
        }
    }

    /// A row as an object.
    pub fn object<'a>(&'a self, row: &'a [Cell]) -> Object<'a> {
        Object(self.columns, row)
    }

    /// All of it, comma-separated, with a heading.
    pub fn csv(&self) -> Vec<u8> {
        let mut text = record(self.columns);
        for row in &self.rows {
            text.extend(record(row.iter().map(Cell::guarded)));
        }
        text
    }

    /// All of it as an array of objects, on one line.
    pub fn json(&self) -> Vec<u8> {
        let objects: Vec<Object<'_>> = self.rows.iter().map(|row| self.object(row)).collect();
        let mut text = serde_json::to_vec(&objects).expect("the keys of a row are strings");
        text.push(b'\n');
        text
    }
}

/// One line of a CSV file.
pub fn record(fields: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Vec<u8> {
    let mut line = csv::Writer::from_writer(Vec::new());
    line.write_record(fields).expect("a row in memory can be written");
    line.into_inner().expect("a row in memory can be written")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::money::Currency;

    fn sample() -> Table {
        let money = |minor| Cell::Money(Money::from_minor(minor, Currency::parse("EUR").unwrap()));
        let mut table = Table::new(&["name", "sales", "total"]);
        table
            .rows
            .push(vec![Cell::text("Pan"), Cell::Count(12), money(-150)]);
        table
            .rows
            .push(vec![Cell::text("=cmd"), Cell::Count(3), Cell::Unknown]);
        table
    }

    #[test]
    fn a_spreadsheet_gets_no_formula_and_a_script_gets_the_text() {
        let table = sample();
        let csv = String::from_utf8(table.csv()).unwrap();
        assert_eq!(csv, "name,sales,total\nPan,12,-1.50\n'=cmd,3,\n");
        let json = String::from_utf8(table.json()).unwrap();
        assert_eq!(
            json,
            "[{\"name\":\"Pan\",\"sales\":12,\"total\":\"-1.50\"},\
             {\"name\":\"=cmd\",\"sales\":3,\"total\":null}]\n"
        );
    }

    proptest::proptest! {
        #[test]
        fn a_spreadsheet_gets_no_formula_whatever_is_written(
            text in proptest::prop_oneof!["[=+@\\-\\t\\r\"' ,a]{0,6}", "[ -~À-ž]{0,20}"],
        ) {
            let line = record([Cell::text(text.clone()).guarded(), "x".to_owned()]);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&line[..]);
            let read = reader.records().next().unwrap().unwrap()[0].to_owned();
            proptest::prop_assert!(!read.starts_with(FORMULA));
            proptest::prop_assert!(read == text || read == format!("'{text}"), "{read:?}");
        }
    }

    #[test]
    fn dates_hours_and_tenders_have_one_name_for_scripts() {
        let date = Cell::Date(jiff::civil::date(2026, 11, 20)).plain();
        assert_eq!(
            (date.as_str(), Cell::Hour(9).plain().as_str()),
            ("2026-11-20", "09:00")
        );
        assert_eq!(Cell::Tender(Method::Cash).plain(), "cash");
    }
}
