//! Rows and columns, shown to a person, written as CSV or as JSON: one set of rows for all three. Must never
//! compute a figure.

use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::error::Outcome;
use super::output::Output;
use crate::domain::money::Money;

/// In which form an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Columns under headings.
    Human,
    /// Comma-separated, with a heading.
    Csv,
    /// An array of objects.
    Json,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Words, which may have come from outside.
    Text(String),
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
    pub(super) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Money(money) => money.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Unknown => String::new(),
        }
    }

    /// For a spreadsheet, which would run a text that looks like a formula.
    fn guarded(&self) -> String {
        match self {
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t']) => format!("'{text}"),
            other => other.shown(),
        }
    }

    fn to_the_right(&self) -> bool {
        matches!(self, Cell::Count(_) | Cell::Money(_) | Cell::Number(_))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Count(count) => to.serialize_u64(*count),
            Cell::Unknown => to.serialize_none(),
            other => to.serialize_str(&other.shown()),
        }
    }
}

/// A row as an object, its keys in the order of the columns.
pub(super) struct Object<'a>(pub(super) &'static [&'static str], pub(super) &'a [Cell]);

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
pub(super) struct Table {
    /// Stable names: headings, CSV header, JSON keys.
    pub(super) columns: &'static [&'static str],
    /// Each as long as `columns`.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// No rows yet.
    pub(super) fn new(columns: &'static [&'static str]) -> Table {
        Table {
            columns,
            rows: Vec::new(),
        }
    }

    /// Writes it all in that form.
    pub(super) fn write(&self, form: Form, to: &mut Output) -> Outcome {
        match form {
            Form::Human => to.text(&self.human()),
            Form::Csv => {
                heading(self.columns, to)?;
                self.rows.iter().try_for_each(|row| csv_row(row, to))
            }
            Form::Json => to.json(&self.rows.iter().map(|row| self.object(row)).collect::<Vec<_>>()),
        }
    }

    pub(super) fn object<'a>(&'a self, row: &'a [Cell]) -> Object<'a> {
        Object(self.columns, row)
    }

    /// Headings and rows in columns two blanks apart.
    fn human(&self) -> String {
        use unicode_width::UnicodeWidthStr;
        if self.rows.is_empty() {
            return "nothing\n".to_owned();
        }
        let shown: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::shown).collect())
            .collect();
        let heading: Vec<String> = self.columns.iter().map(|name| name.replace('_', " ")).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| {
                let cells = shown.iter().map(|row| row[at].width());
                cells.chain([heading[at].width()]).max().unwrap_or(0)
            })
            .collect();
        let right: Vec<bool> = (0..self.columns.len())
            .map(|at| self.rows.iter().any(|row| row[at].to_the_right()))
            .collect();
        let mut text = String::new();
        for row in std::iter::once(&heading).chain(&shown) {
            let mut line = String::new();
            for (at, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[at] - cell.width());
                line += if at == 0 { "" } else { "  " };
                line += &if right[at] {
                    pad + cell
                } else {
                    cell.clone() + &pad
                };
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }
}

/// The heading of a CSV file.
pub(super) fn heading(columns: &[&str], to: &mut Output) -> Outcome {
    record(columns, to)
}

/// One row of a CSV file.
pub(super) fn csv_row(row: &[Cell], to: &mut Output) -> Outcome {
    record(row.iter().map(Cell::guarded), to)
}

fn record(fields: impl IntoIterator<Item = impl AsRef<[u8]>>, to: &mut Output) -> Outcome {
    let mut line = csv::Writer::from_writer(Vec::new());
    line.write_record(fields).expect("a row in memory can be written");
    let line = line.into_inner().expect("a row in memory can be written");
    Ok(std::io::Write::write_all(to.writer(), &line)?)
}

/// Writes names and values, one a line; for what is not a table.
pub(super) fn pairs(to: &mut Output, rows: &[(String, Cell)]) -> Outcome {
    let width = rows
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    rows.iter().try_for_each(|(name, cell)| {
        to.line(
            format_args!("{name:width$}  {}", cell.shown())
                .to_string()
                .trim_end(),
        )
    })
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
    fn a_person_sees_columns() {
        assert_eq!(
            sample().human(),
            "name  sales  total\nPan      12  -1.50\n=cmd      3\n"
        );
        assert_eq!(Table::new(&["a"]).human(), "nothing\n");
    }

    #[test]
    fn a_spreadsheet_gets_no_formula_and_a_script_gets_the_text() {
        let table = sample();
        assert_eq!(table.rows[1][0].guarded(), "'=cmd");
        assert_eq!(table.rows[0][2].guarded(), "-1.50", "an amount is no formula");
        let object = serde_json::to_string(&table.object(&table.rows[1])).unwrap();
        assert_eq!(object, r#"{"name":"=cmd","sales":3,"total":null}"#);
    }
}
