//! `tendero export`: what the store holds, as CSV or JSON Lines, a row at a time. Must never hold all sales
//! in memory.

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::error::Outcome;
use super::report::all;
use super::span::Dates;
use super::table::{Cell, Form, Object, csv_row, heading, write};
use super::{Context, cash, customer, figures, open, refund};
use crate::domain::catalogue::ProductRef;
use crate::domain::event::Event;
use crate::domain::import_rows;
use crate::domain::money::{Money, sum};
use crate::domain::payment::Method;
use crate::domain::period::Period;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::till::Till;
use crate::journal::Entry;
use crate::register::{Completed, Register, reports};

/// What `export` takes.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// What to write; CSV, or one JSON object a line with --json
    #[arg(value_enum)]
    kind: Kind,
    #[command(flatten)]
    dates: Dates,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Products, in the form that `import products` reads
    Products,
    /// Stock levels
    Stock,
    /// Sales
    Sales,
    /// Returns
    Refunds,
    /// Closings of the register
    Closings,
    /// Cash moves and expenses
    Cash,
    /// Customers, with what they owe
    Customers,
    /// Payments on account
    Accounts,
    /// What happened beside ordinary sales: voids, discounts, approvals, cash, settings, wrong PINs
    Trail,
    /// Every entry of the journal
    Journal,
}

const SALE: &[&str] = &[
    "number", "date", "time", "shift", "cashier", "lines", "discount", "net", "tax", "total", "rounding",
    "due", "paid", "change", "cash", "card", "mobile", "transfer", "id", "seq",
];
const TOLD: &[&str] = &["day", "time", "seq", "by", "via", "allowed_by", "kind", "what"];
const ENTRY: &[&str] = &["incarnation", "seq", "id", "kind", "time", "by"];

impl Export {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let period = self.dates.period()?;
        let mut register = open::register(context)?;
        match self.kind {
            Kind::Products => products(&mut register, context),
            Kind::Stock => report(&mut register, reports::Kind::Stock, period, context),
            Kind::Closings => report(&mut register, reports::Kind::Closings, period, context),
            Kind::Sales => sales(&mut register, period, context),
            Kind::Refunds => refunds(&mut register, period, context),
            Kind::Cash => cash(&register, period, context),
            Kind::Customers => customer::export(&mut register, context),
            Kind::Accounts => customer::export_payments(&register, period, context),
            Kind::Trail => trail(&mut register, period, context),
            Kind::Journal => journal(&register, context),
        }
    }
}

/// A report as lines: CSV, or an object a line.
fn report(register: &mut Register, kind: reports::Kind, period: Period, context: &mut Context) -> Outcome {
    let query = reports::Query { kind, period };
    let table = all(register.source()?.report(query, &mut |_, _| true))?.table;
    if !context.options.json {
        return write(&table, Form::Csv, &mut context.out);
    }
    let objects = table.rows.iter().map(|row| table.object(row));
    objects
        .into_iter()
        .try_for_each(|object| context.out.json(&object))
}

fn products(register: &mut Register, context: &mut Context) -> Outcome {
    let json = context.options.json;
    let out = &mut context.out;
    if !json {
        out.text(&import_rows::header())?;
    }
    let mut outcome = Ok(());
    register.levels(|product, level| {
        if outcome.is_err() {
            return;
        }
        let shown = ProductRef::of(&product);
        outcome = if json {
            out.json(&Object(&import_rows::COLUMNS, &product_row(&product, level)))
        } else {
            out.text(&import_rows::line(&shown, level))
        };
    })?;
    outcome
}

fn product_row(product: &Product, level: Option<Quantity>) -> [Cell; 10] {
    let number = |value: Option<Decimal>| value.map_or(Cell::Unknown, Cell::Number);
    let codes: Vec<&str> = product.codes.iter().map(|code| code.as_str()).collect();
    [
        Cell::text(product.sku.as_str()),
        Cell::Text(codes.join("|")),
        Cell::text(product.name.as_str()),
        Cell::text(product.category.as_str()),
        Cell::Number(product.price.value()),
        number(product.cost.map(UnitPrice::value)),
        Cell::text(product.tax.as_str()),
        Cell::text(product.unit.name()),
        number(level.map(Quantity::value)),
        number(product.min_stock.map(Quantity::value)),
    ]
}

fn sales(register: &mut Register, period: Period, context: &mut Context) -> Outcome {
    let till = register.till().clone();
    let json = context.options.json;
    if !json {
        heading(SALE, &mut context.out)?;
    }
    register.sales_between(period.from(), period.to(), |completed| {
        if json {
            context.out.json(&sale_json(&till, &completed))
        } else {
            csv_row(&sale_row(&till, &completed), &mut context.out)
        }
    })
}

fn refunds(register: &mut Register, period: Period, context: &mut Context) -> Outcome {
    let till = register.till().clone();
    let json = context.options.json;
    if !json {
        heading(refund::COLUMNS, &mut context.out)?;
    }
    register.refunds_between(period.from(), period.to(), |refund| {
        if json {
            context.out.json(&refund::json(&till, &refund))
        } else {
            csv_row(&refund::row(&till, &refund), &mut context.out)
        }
    })
}

fn sale_row(till: &Till, completed: &Completed) -> Vec<Cell> {
    let sale = &completed.sale;
    let (priced, settlement) = (&sale.priced, &sale.settlement);
    let of = |method: Method| {
        let tenders = sale.tenders.iter().filter(|tender| tender.method == method);
        Cell::Money(sum(priced.currency, tenders.map(|tender| tender.amount)))
    };
    vec![
        Cell::text(sale.number.to_string()),
        Cell::text(sale.date.to_string()),
        Cell::text(sale.time.to_string()),
        Cell::Count(sale.shift),
        Cell::Text(figures::name(till, sale.cashier)),
        Cell::Count(sale.goods.len() as u64),
        Cell::Money(discounts(completed)),
        Cell::Money(priced.net),
        Cell::Money(priced.tax),
        Cell::Money(priced.total),
        Cell::Money(settlement.rounding),
        Cell::Money(settlement.due),
        Cell::Money(settlement.paid),
        Cell::Money(settlement.change),
        of(Method::Cash),
        of(Method::Card),
        of(Method::Mobile),
        of(Method::Transfer),
        Cell::text(sale.id.to_string()),
        Cell::Count(completed.seq),
    ]
}

fn discounts(completed: &Completed) -> Money {
    let priced = &completed.sale.priced;
    sum(priced.currency, priced.lines.iter().map(|line| line.discount)) + priced.discount
}

fn sale_json(till: &Till, completed: &Completed) -> Value {
    let sale = &completed.sale;
    let lines: Vec<Value> = sale
        .goods
        .iter()
        .zip(&sale.priced.lines)
        .map(|(good, line)| {
            json!({
                "sku": good.sku.as_str(), "name": good.name, "qty": good.quantity.to_string(),
                "unit": good.unit.name(), "price": good.price.to_string(), "category": good.category,
                "discount": line.discount.to_string(), "ticket_discount": line.ticket_discount.to_string(),
                "net": line.net.to_string(), "tax": line.tax.to_string(), "total": line.total.to_string(),
            })
        })
        .collect();
    let payments: Vec<Value> = sale
        .tenders
        .iter()
        .map(|tender| {
            json!({
                "method": tender.method.code(), "amount": tender.amount.to_string(),
                "reference": tender.reference,
            })
        })
        .collect();
    json!({
        "id": sale.id.to_string(), "number": sale.number.to_string(), "seq": completed.seq,
        "date": sale.date.to_string(), "time": sale.time.to_string(), "shift": sale.shift,
        "cashier": figures::name(till, sale.cashier), "lines": lines, "payments": payments,
        "discount": discounts(completed).to_string(), "net": sale.priced.net.to_string(),
        "tax": sale.priced.tax.to_string(), "total": sale.priced.total.to_string(),
        "rounding": sale.settlement.rounding.to_string(), "due": sale.settlement.due.to_string(),
        "paid": sale.settlement.paid.to_string(), "change": sale.settlement.change.to_string(),
    })
}

fn cash(register: &Register, period: Period, context: &mut Context) -> Outcome {
    let json = context.options.json;
    if !json {
        heading(cash::COLUMNS, &mut context.out)?;
    }
    register.each_cash(|entry| {
        if !(period.from()..=period.to()).contains(&entry.date()) {
            return Ok(());
        }
        let row = cash::row(register.till(), &entry);
        if json {
            context.out.json(&Object(cash::COLUMNS, &row))
        } else {
            csv_row(&row, &mut context.out)
        }
    })
}

/// The trail, an entry a row; what it says as JSON, without a PIN's hash.
fn trail(register: &mut Register, period: Period, context: &mut Context) -> Outcome {
    let told = all(register
        .source()?
        .trail((period.from(), period.to()), &mut |_, _| true))?;
    let json = context.options.json;
    if !json {
        heading(TOLD, &mut context.out)?;
    }
    for one in told {
        let mut event = serde_json::to_value(&one.event).unwrap_or(Value::Null);
        if let Some(person) = event.pointer_mut("/person_saved") {
            person["pin"] = Value::Null;
        }
        let kind = Event::kind_name(one.event.kind()).unwrap_or_default();
        let row = [
            Cell::text(one.day.to_string()),
            Cell::text(one.at.to_string()),
            Cell::Count(one.seq),
            Cell::text(one.by),
            Cell::text(if one.by_command { "cli" } else { "till" }),
            Cell::text(one.allowed_by),
            Cell::text(kind),
            Cell::text(event.to_string()),
        ];
        if json {
            context.out.json(&Object(TOLD, &row))?;
        } else {
            csv_row(&row, &mut context.out)?;
        }
    }
    Ok(())
}

fn journal(register: &Register, context: &mut Context) -> Outcome {
    let json = context.options.json;
    if !json {
        heading(ENTRY, &mut context.out)?;
    }
    register.entries(|entry| {
        let row = entry_row(register.till(), &entry);
        if !json {
            return csv_row(&row, &mut context.out);
        }
        let mut value = serde_json::to_value(Object(ENTRY, &row))
            .expect("a row has no map with keys that are not strings");
        value["fact"] = serde_json::from_slice(&entry.payload).unwrap_or(Value::Null);
        // four digits behind a hash are found by trying: it stays in the store
        if let Some(person) = value.pointer_mut("/fact/event/person_saved") {
            person["pin"] = Value::Null;
        }
        context.out.json(&value)
    })
}

fn entry_row(till: &Till, entry: &Entry) -> [Cell; 6] {
    let kind = Event::kind_name(entry.kind).map_or_else(|| entry.kind.to_string(), str::to_owned);
    let time =
        Timestamp::from_millisecond(entry.stamp.at_wall).map_or_else(|_| String::new(), |at| at.to_string());
    let fact = crate::domain::event::Fact::decode(entry.kind, entry.kind_version, &entry.payload);
    let by = fact.ok().and_then(|fact| fact.by);
    [
        Cell::Count(u64::from(entry.cursor.incarnation)),
        Cell::Count(entry.seq()),
        Cell::text(entry.id.to_string()),
        Cell::Text(kind),
        Cell::Text(time),
        by.map_or(Cell::Unknown, |id| Cell::Text(figures::name(till, id))),
    ]
}
