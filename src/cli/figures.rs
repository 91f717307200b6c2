//! The figures of a shift or a closing, for people and for scripts. Must never add anything up.

use serde_json::{Value, json};

use super::table::Cell;
use crate::domain::shift::{Closing, Figures, ShiftOpened};
use crate::domain::staff::PersonId;
use crate::domain::till::Till;

/// The name of a person.
pub(super) fn name(till: &Till, id: PersonId) -> String {
    till.person(id)
        .map_or_else(|| id.0.to_string(), |person| person.name.clone())
}

/// How a shift was opened, for scripts.
pub(super) fn opened_json(till: &Till, opened: &ShiftOpened) -> Value {
    json!({
        "shift": opened.number,
        "date": opened.date.to_string(),
        "opened": opened.time.to_string(),
        "opened_by": name(till, opened.by),
        "float": opened.float.to_string(),
    })
}

/// What went through a shift, for scripts.
pub(super) fn json(till: &Till, figures: &Figures) -> Value {
    let tenders: Vec<Value> = figures
        .tenders
        .iter()
        .map(|(method, row)| {
            json!({
                "tender": method.code(), "received": row.received.to_string(),
                "given": row.given.to_string(), "count": row.count,
            })
        })
        .collect();
    let taxes: Vec<Value> = figures
        .taxes
        .iter()
        .map(|(tax, row)| json!({ "name": tax, "base": row.base.to_string(), "tax": row.tax.to_string() }))
        .collect();
    let cashiers: Vec<Value> = figures
        .cashiers
        .iter()
        .map(|(id, row)| {
            let (name, total) = (name(till, *id), row.total.to_string());
            json!({ "name": name, "sales": row.sales, "total": total })
        })
        .collect();
    let (moves, expenses, people) = beside_json(till, figures);
    json!({
        "moves": moves,
        "expenses": expenses,
        "people": people,
        "sales": figures.sales,
        "net": figures.net.to_string(),
        "tax": figures.tax.to_string(),
        "total": figures.total.to_string(),
        "discount": figures.discount.to_string(),
        "rounding": figures.rounding.to_string(),
        "tenders": tenders,
        "taxes": taxes,
        "cashiers": cashiers,
        "returns": figures.returns.as_ref().map(|returns| json!({
            "count": returns.count, "net": returns.net.to_string(), "tax": returns.tax.to_string(),
            "total": returns.total.to_string(), "written_off": returns.written_off.to_string(),
            "first": returns.documents.0.to_string(), "last": returns.documents.1.to_string(),
        })),
        "first": figures.documents.as_ref().map(|(first, _)| first.to_string()),
        "last": figures.documents.as_ref().map(|(_, last)| last.to_string()),
    })
}

/// Moves, expenses and what each person did beside selling, for scripts.
fn beside_json(till: &Till, figures: &Figures) -> (Vec<Value>, Vec<Value>, Vec<Value>) {
    let moves: Vec<Value> = figures
        .moves
        .iter()
        .map(|(what, row)| {
            json!({ "kind": what.code(), "amount": row.amount.to_string(), "count": row.count })
        })
        .collect();
    let expenses: Vec<Value> = figures
        .expenses
        .iter()
        .map(|(category, row)| {
            json!({
                "category": category, "drawer": row.drawer.to_string(),
                "otherwise": row.otherwise.to_string(), "count": row.count,
            })
        })
        .collect();
    let people: Vec<Value> = figures
        .people
        .iter()
        .map(|(id, row)| {
            json!({
                "name": name(till, *id), "discount": row.discount.to_string(), "voids": row.voids,
                "returns": row.returns, "returned": row.returned.to_string(),
            })
        })
        .collect();
    (moves, expenses, people)
}

/// A Z, for scripts.
pub(super) fn closing_json(till: &Till, closing: &Closing) -> Value {
    let count: Vec<Value> = closing
        .count
        .iter()
        .map(|row| json!({ "denomination": row.denomination.to_string(), "pieces": row.pieces }))
        .collect();
    let declared: Vec<Value> = closing
        .declared
        .iter()
        .map(|row| {
            json!({
                "tender": row.method.code(), "declared": row.declared.to_string(),
                "expected": row.expected.to_string(), "variance": row.variance().to_string(),
            })
        })
        .collect();
    let foreign: Vec<Value> = closing
        .foreign
        .iter()
        .map(|row| {
            json!({
                "currency": row.counted.currency().to_string(), "counted": row.counted.to_string(),
                "expected": row.expected.to_string(), "variance": row.variance().to_string(),
            })
        })
        .collect();
    json!({
        "number": closing.number,
        "opened": opened_json(till, &closing.opened),
        "closed": closing.time.to_string(),
        "by": name(till, closing.by),
        "approved_by": closing.approved_by.map(|id| name(till, id)),
        "figures": json(till, &closing.figures),
        "expected": closing.expected.to_string(),
        "counted": closing.counted.to_string(),
        "variance": closing.variance.to_string(),
        "count": count,
        "declared": declared,
        "foreign": foreign,
        "kept": closing.kept.map(|money| money.to_string()),
        "banked": closing.banked.map(|money| money.to_string()),
        "reason": closing.reason,
        "perpetual": {
            "absolute": closing.perpetual.absolute.to_string(),
            "net": closing.perpetual.net.to_string(),
        },
        "entries": { "first": closing.range.0, "last": closing.range.1 },
        "unsynced": closing.unsynced,
    })
}

/// How a shift was opened, for people.
pub(super) fn opened_rows(till: &Till, opened: &ShiftOpened) -> Vec<(String, Cell)> {
    vec![
        ("Shift".to_owned(), Cell::Count(opened.number)),
        ("Business date".to_owned(), Cell::text(opened.date.to_string())),
        (
            "Opened".to_owned(),
            Cell::text(opened.time.to_string().replace('T', " ")),
        ),
        ("Opened by".to_owned(), Cell::text(name(till, opened.by))),
        ("Float".to_owned(), Cell::Money(opened.float)),
    ]
}

/// What went through a shift, for people.
pub(super) fn rows(till: &Till, figures: &Figures) -> Vec<(String, Cell)> {
    let mut rows = vec![
        ("Sales".to_owned(), Cell::Count(figures.sales)),
        ("Net".to_owned(), Cell::Money(figures.net)),
        ("Tax".to_owned(), Cell::Money(figures.tax)),
        ("Total".to_owned(), Cell::Money(figures.total)),
        ("Discounts".to_owned(), Cell::Money(figures.discount)),
        ("Cash rounding".to_owned(), Cell::Money(figures.rounding)),
    ];
    for (method, row) in &figures.tenders {
        rows.push((format!("{} received", method.code()), Cell::Money(row.received)));
        if !row.given.is_zero() {
            rows.push((format!("{} given", method.code()), Cell::Money(row.given)));
        }
    }
    for (tax, row) in &figures.taxes {
        rows.push((format!("Tax {tax}"), Cell::Money(row.tax)));
    }
    for (id, row) in &figures.cashiers {
        rows.push((format!("Sold by {}", name(till, *id)), Cell::Money(row.total)));
    }
    if let Some(returns) = &figures.returns {
        let (first, last) = &returns.documents;
        rows.push(("Returns".to_owned(), Cell::Count(returns.count)));
        rows.push(("Returned".to_owned(), Cell::Money(returns.total)));
        rows.push(("Written off".to_owned(), Cell::Money(returns.written_off)));
        rows.push((
            "Return documents".to_owned(),
            Cell::text(format!("{first} to {last}")),
        ));
    }
    rows.extend(beside(till, figures));
    if let Some((first, last)) = &figures.documents {
        rows.push(("Documents".to_owned(), Cell::text(format!("{first} to {last}"))));
    }
    rows
}

/// What happened beside the sales, for people.
fn beside(till: &Till, figures: &Figures) -> Vec<(String, Cell)> {
    let mut rows = Vec::new();
    for (id, row) in &figures.people {
        let name = name(till, *id);
        if !row.discount.is_zero() {
            rows.push((format!("Discounts by {name}"), Cell::Money(row.discount)));
        }
        if row.voids > 0 {
            rows.push((format!("Voids by {name}"), Cell::Count(row.voids)));
        }
        if row.returns > 0 {
            rows.push((
                format!("Returns by {name} ({})", row.returns),
                Cell::Money(row.returned),
            ));
        }
    }
    for (what, row) in &figures.moves {
        rows.push((
            format!("Cash {} ({})", what.code(), row.count),
            Cell::Money(row.amount),
        ));
    }
    for (category, row) in &figures.expenses {
        if !row.drawer.is_zero() {
            rows.push((format!("Expense {category}, drawer"), Cell::Money(row.drawer)));
        }
        if !row.otherwise.is_zero() {
            rows.push((
                format!("Expense {category}, otherwise"),
                Cell::Money(row.otherwise),
            ));
        }
    }
    rows
}

/// A Z, for people.
pub(super) fn closing_rows(till: &Till, closing: &Closing) -> Vec<(String, Cell)> {
    let mut all = vec![("Z".to_owned(), Cell::Count(closing.number))];
    all.extend(opened_rows(till, &closing.opened));
    all.push((
        "Closed".to_owned(),
        Cell::text(closing.time.to_string().replace('T', " ")),
    ));
    all.push(("Closed by".to_owned(), Cell::text(name(till, closing.by))));
    if let Some(id) = closing.approved_by {
        all.push(("Approved by".to_owned(), Cell::text(name(till, id))));
    }
    all.extend(rows(till, &closing.figures));
    all.push(("Expected in drawer".to_owned(), Cell::Money(closing.expected)));
    all.push(("Counted".to_owned(), Cell::Money(closing.counted)));
    for row in &closing.count {
        let label = format!("  {} x {}", row.pieces, row.denomination);
        all.push((label, Cell::Money(row.amount())));
    }
    all.push(("Variance".to_owned(), Cell::Money(closing.variance)));
    for row in &closing.declared {
        let method = row.method.code();
        all.push((format!("Declared {method}"), Cell::Money(row.declared)));
        all.push((format!("Expected {method}"), Cell::Money(row.expected)));
        all.push((format!("Variance {method}"), Cell::Money(row.variance())));
    }
    for row in &closing.foreign {
        let currency = row.counted.currency();
        all.push((format!("Counted {currency}"), Cell::Money(row.counted)));
        all.push((format!("Expected {currency}"), Cell::Money(row.expected)));
        all.push((format!("Variance {currency}"), Cell::Money(row.variance())));
    }
    if let (Some(kept), Some(banked)) = (closing.kept, closing.banked) {
        all.push(("Kept as float".to_owned(), Cell::Money(kept)));
        all.push(("Banked".to_owned(), Cell::Money(banked)));
    }
    if !closing.reason.is_empty() {
        all.push(("Reason".to_owned(), Cell::text(closing.reason.clone())));
    }
    all.push(("Grand total".to_owned(), Cell::Money(closing.perpetual.absolute)));
    all.push((
        "Not yet copied to a hub".to_owned(),
        Cell::Count(closing.unsynced),
    ));
    all
}
