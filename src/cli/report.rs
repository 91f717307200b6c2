//! `tendero report`: what was sold, by day, hour, product, category, cashier, tender or tax; stock and
//! closings. Must never disagree with the documents: it only adds them up.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::error::{Failure, Outcome};
use super::shift::date;
use super::table::{Cell, Form, Table};
use super::{Context, figures, open};
use crate::domain::money::Money;
use crate::domain::till::Till;
use crate::register::{Register, reports};
use crate::store::{ClosingBrief, Day};

/// What `report` takes.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Which report
    #[arg(value_enum)]
    kind: Kind,
    /// First business date; the first one there is when absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,
    /// Last business date; the last one there is when absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<String>,
    /// Write comma-separated values
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Sales of each day
    Day,
    /// Sales of each hour of the clock
    Hour,
    /// Sales of each product
    Product,
    /// Sales of each category
    Category,
    /// Sales of each cashier
    Cashier,
    /// Payments by tender
    Tender,
    /// Taxes by name and rate
    Tax,
    /// Stock levels now
    Stock,
    /// Closings of the register
    Closings,
}

/// The dates asked for, both included.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: Date,
    to: Date,
}

impl Report {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let span = self.span()?;
        let mut register = open::register(context)?;
        let table = match self.kind {
            Kind::Day => days(&register.days(span.from, span.to)?),
            Kind::Hour => hours(&register.days(span.from, span.to)?),
            Kind::Cashier => cashiers(&mut register, span)?,
            Kind::Tender => tenders(&mut register, span)?,
            Kind::Tax => taxes(&mut register, span)?,
            Kind::Product => products(&mut register, span)?,
            Kind::Category => categories(&mut register, span)?,
            Kind::Stock => stock(&mut register)?,
            Kind::Closings => {
                let mut all = register.closings()?;
                all.retain(|closing| (span.from..=span.to).contains(&closing.date));
                closings(register.till(), &all)
            }
        };
        let form = match (context.options.json, self.csv) {
            (true, _) => Form::Json,
            (false, true) => Form::Csv,
            (false, false) => Form::Human,
        };
        table.write(form, &mut context.out)
    }

    fn span(&self) -> Result<Span, Failure> {
        let from = self
            .from
            .as_deref()
            .map(|text| date("--from", text))
            .transpose()?;
        let to = self.to.as_deref().map(|text| date("--to", text)).transpose()?;
        let span = Span {
            from: from.unwrap_or(Date::constant(1970, 1, 1)),
            to: to.unwrap_or(Date::constant(9999, 12, 31)),
        };
        if span.from > span.to {
            return Err(Failure::usage("--from is after --to: change them round"));
        }
        Ok(span)
    }
}

fn days(days: &[(Date, Day)]) -> Table {
    let mut table = Table::new(&[
        "date", "sales", "net", "tax", "total", "discount", "rounding", "margin",
    ]);
    for (date, day) in days {
        let figures = &day.figures;
        table.rows.push(vec![
            Cell::text(date.to_string()),
            Cell::Count(figures.sales),
            Cell::Money(figures.net),
            Cell::Money(figures.tax),
            Cell::Money(figures.total),
            Cell::Money(figures.discount),
            Cell::Money(figures.rounding),
            Cell::Money(day.margin()),
        ]);
    }
    table
}

fn hours(days: &[(Date, Day)]) -> Table {
    let mut by_hour: BTreeMap<u8, (u64, Money)> = BTreeMap::new();
    for (_, day) in days {
        for (hour, row) in &day.hours {
            add(&mut by_hour, *hour, row.sales, row.total);
        }
    }
    let mut table = Table::new(&["hour", "sales", "total"]);
    for (hour, (sales, total)) in by_hour {
        let hour = Cell::text(format!("{hour:02}:00"));
        table
            .rows
            .push(vec![hour, Cell::Count(sales), Cell::Money(total)]);
    }
    table
}

fn add<K: Ord>(rows: &mut BTreeMap<K, (u64, Money)>, key: K, count: u64, amount: Money) {
    let row = rows.entry(key).or_insert((0, Money::zero(amount.currency())));
    row.0 += count;
    row.1.gather(amount);
}

fn cashiers(register: &mut Register, span: Span) -> Result<Table, Failure> {
    let mut by_name = BTreeMap::new();
    for (_, day) in register.days(span.from, span.to)? {
        for (id, row) in &day.figures.cashiers {
            add(
                &mut by_name,
                figures::name(register.till(), *id),
                row.sales,
                row.total,
            );
        }
    }
    let mut table = Table::new(&["cashier", "sales", "total"]);
    for (name, (sales, total)) in by_name {
        table
            .rows
            .push(vec![Cell::Text(name), Cell::Count(sales), Cell::Money(total)]);
    }
    Ok(table)
}

fn tenders(register: &mut Register, span: Span) -> Result<Table, Failure> {
    let zero = Money::zero(register.till().shop.currency);
    let mut by_method = BTreeMap::new();
    for (_, day) in register.days(span.from, span.to)? {
        for (method, row) in &day.figures.tenders {
            let sum = by_method.entry(*method).or_insert((0, zero, zero));
            sum.0 += row.count;
            sum.1.gather(row.received);
            sum.2.gather(row.given);
        }
    }
    let mut table = Table::new(&["tender", "payments", "received", "given", "kept"]);
    for (method, (count, received, given)) in by_method {
        table.rows.push(vec![
            Cell::text(method.code()),
            Cell::Count(count),
            Cell::Money(received),
            Cell::Money(given),
            Cell::Money(received - given),
        ]);
    }
    Ok(table)
}

fn taxes(register: &mut Register, span: Span) -> Result<Table, Failure> {
    let zero = Money::zero(register.till().shop.currency);
    let mut by_name = BTreeMap::new();
    for (_, day) in register.days(span.from, span.to)? {
        for (name, row) in day.figures.taxes {
            let sum = by_name.entry(name).or_insert((zero, zero));
            sum.0.gather(row.base);
            sum.1.gather(row.tax);
        }
    }
    let mut table = Table::new(&["tax", "base", "amount"]);
    for (name, (base, tax)) in by_name {
        table
            .rows
            .push(vec![Cell::Text(name), Cell::Money(base), Cell::Money(tax)]);
    }
    Ok(table)
}

fn products(register: &mut Register, span: Span) -> Result<Table, Failure> {
    let mut by_sku: BTreeMap<String, (String, Decimal, Money)> = BTreeMap::new();
    register.sales_between(span.from, span.to, |completed| {
        for (good, net) in reports::lines(&completed.sale) {
            let row = by_sku.entry(good.sku.to_string()).or_insert_with(|| {
                let zero = Money::zero(net.currency());
                (String::new(), Decimal::ZERO, zero)
            });
            row.0.clone_from(&good.name);
            row.1 += good.quantity.value();
            row.2.gather(net);
        }
        Ok::<(), Failure>(())
    })?;
    let mut table = Table::new(&["sku", "name", "quantity", "net"]);
    for (sku, (name, quantity, net)) in by_sku {
        table.rows.push(vec![
            Cell::Text(sku),
            Cell::Text(name),
            Cell::Number(quantity.normalize()),
            Cell::Money(net),
        ]);
    }
    Ok(table)
}

fn categories(register: &mut Register, span: Span) -> Result<Table, Failure> {
    let mut by_category = BTreeMap::new();
    register.sales_between(span.from, span.to, |completed| {
        for (good, net) in reports::lines(&completed.sale) {
            add(&mut by_category, good.category.clone(), 1, net);
        }
        Ok::<(), Failure>(())
    })?;
    let mut table = Table::new(&["category", "lines", "net"]);
    for (category, (lines, net)) in by_category {
        table
            .rows
            .push(vec![Cell::Text(category), Cell::Count(lines), Cell::Money(net)]);
    }
    Ok(table)
}

/// Levels of every product.
pub(super) fn stock(register: &mut Register) -> Result<Table, Failure> {
    let mut table = Table::new(&["sku", "name", "stock", "unit", "min_stock", "low"]);
    register.levels(|product, level| {
        let number = |quantity: crate::domain::quantity::Quantity| Cell::Number(quantity.value());
        let low = matches!((level, product.min_stock), (Some(level), Some(least)) if level < least);
        table.rows.push(vec![
            Cell::text(product.sku.as_str()),
            Cell::Text(product.name),
            level.map_or(Cell::Unknown, number),
            Cell::text(product.unit.name()),
            product.min_stock.map_or(Cell::Unknown, number),
            Cell::text(if low { "low" } else { "" }),
        ]);
    })?;
    Ok(table)
}

/// Every closing as a row.
pub(super) fn closings(till: &Till, all: &[ClosingBrief]) -> Table {
    let mut table = Table::new(&[
        "number", "shift", "date", "by", "sales", "total", "expected", "counted", "variance",
    ]);
    for closing in all {
        table.rows.push(vec![
            Cell::Count(closing.number),
            Cell::Count(closing.shift),
            Cell::text(closing.date.to_string()),
            Cell::Text(figures::name(till, closing.by)),
            Cell::Count(closing.sales),
            Cell::Money(closing.total),
            Cell::Money(closing.expected),
            Cell::Money(closing.counted),
            Cell::Money(closing.variance),
        ]);
    }
    table
}
