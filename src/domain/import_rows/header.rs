//! The first line of a product file: which column stands where. Must never guess at a column.

use super::problem::{Problem, Reason, quoted};
use super::records::Record;

/// The columns of a product file, as `export` writes them; a file may have them in any order.
pub const COLUMNS: [&str; 10] = [
    "sku",
    "barcode",
    "name",
    "category",
    "price",
    "cost",
    "tax",
    "unit",
    "stock",
    "min_stock",
];

/// For each of [`COLUMNS`] its place in the file.
pub(super) fn places(record: &Record) -> Result<[usize; COLUMNS.len()], Vec<Problem>> {
    let problem = |column, reason| Problem {
        line: record.line,
        column,
        reason,
    };
    let Ok(text) = str::from_utf8(record.bytes()) else {
        return Err(vec![problem(None, Reason::NotUtf8)]);
    };
    if record.len() == 1 && text.contains(';') {
        return Err(vec![problem(None, Reason::Semicolons)]);
    }
    if record.len() == 1 && text.contains('\t') {
        return Err(vec![problem(None, Reason::Tabs)]);
    }
    let mut places = [usize::MAX; COLUMNS.len()];
    let (mut problems, mut unknown) = (Vec::new(), Vec::new());
    for at in 0..record.len() {
        let name = String::from_utf8_lossy(record.value(at));
        let name = name.trim();
        match COLUMNS
            .iter()
            .position(|column| column.eq_ignore_ascii_case(name))
        {
            None => unknown.push(quoted(name)),
            Some(column) if places[column] != usize::MAX => {
                problems.push(problem(Some(COLUMNS[column]), Reason::RepeatedColumn));
            }
            Some(column) => places[column] = at,
        }
    }
    let missing: Vec<&str> = COLUMNS
        .iter()
        .zip(places)
        .filter(|(_, at)| *at == usize::MAX)
        .map(|(column, _)| *column)
        .collect();
    if !unknown.is_empty() {
        unknown.truncate(12);
        let columns = unknown.join(", ");
        problems.push(problem(None, Reason::UnknownColumns { columns }));
    }
    if !missing.is_empty() {
        let columns = missing.join(", ");
        problems.push(problem(None, Reason::MissingColumns { columns }));
    }
    if problems.is_empty() {
        Ok(places)
    } else {
        Err(problems)
    }
}
