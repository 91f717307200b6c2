//! Rows and columns on standard output: shown to a person, as CSV or as JSON. Must never compute a figure.

use super::error::Outcome;
use super::output::Output;
use crate::register::reports::table::record;

pub(super) use crate::register::reports::table::{Cell, Object, Table};

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

/// Writes all of a table in that form.
pub(super) fn write(table: &Table, form: Form, to: &mut Output) -> Outcome {
    match form {
        Form::Human => to.text(&human(table)),
        Form::Csv => bytes(&table.csv(), to),
        Form::Json => bytes(&table.json(), to),
    }
}

/// Headings and rows in columns two blanks apart.
fn human(table: &Table) -> String {
    use unicode_width::UnicodeWidthStr;
    if table.rows.is_empty() {
        return "nothing\n".to_owned();
    }
    let shown: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::plain).collect())
        .collect();
    let heading: Vec<String> = table.columns.iter().map(|name| name.replace('_', " ")).collect();
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| {
            let cells = shown.iter().map(|row| row[at].width());
            cells.chain([heading[at].width()]).max().unwrap_or(0)
        })
        .collect();
    let right: Vec<bool> = (0..table.columns.len())
        .map(|at| table.rows.iter().any(|row| row[at].is_figure()))
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

/// The heading of a CSV file.
pub(super) fn heading(columns: &[&str], to: &mut Output) -> Outcome {
    bytes(&record(columns), to)
}

/// One row of a CSV file.
pub(super) fn csv_row(row: &[Cell], to: &mut Output) -> Outcome {
    bytes(&record(row.iter().map(Cell::guarded)), to)
}

fn bytes(text: &[u8], to: &mut Output) -> Outcome {
    Ok(std::io::Write::write_all(to.writer(), text)?)
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
            format_args!("{name:width$}  {}", cell.plain())
                .to_string()
                .trim_end(),
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::money::{Currency, Money};

    #[test]
    fn a_person_sees_columns() {
        let money = |minor| Cell::Money(Money::from_minor(minor, Currency::parse("EUR").unwrap()));
        let mut table = Table::new(&["name", "sales", "total"]);
        table
            .rows
            .push(vec![Cell::text("Pan"), Cell::Count(12), money(-150)]);
        table
            .rows
            .push(vec![Cell::text("=cmd"), Cell::Count(3), Cell::Unknown]);
        assert_eq!(
            human(&table),
            "name  sales  total\nPan      12  -1.50\n=cmd      3\n"
        );
        assert_eq!(human(&Table::new(&["a"])), "nothing\n");
    }
}
