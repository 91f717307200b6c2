//! Reports against their documents, over a shop that sells for months. Must never trust the roll-ups that it
//! checks.
#![allow(clippy::unwrap_used, clippy::panic)]

mod glance;
mod months;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::domain::import_rows::ImportRow;
use crate::domain::period::Period;
use crate::domain::product::Sku;
use crate::register::Fault;

use super::documents::Which;
use super::table::Cell;
use super::{Kind, Query, Source, Stop};
use months::{Written, good, months};

fn report(source: &Source, kind: Kind, period: Period) -> super::Report {
    source.report(Query { kind, period }, &mut |_, _| true).unwrap()
}

fn money(cell: &Cell) -> Decimal {
    match cell {
        Cell::Money(money) => money.amount(),
        Cell::Number(number) => *number,
        Cell::Count(count) => Decimal::from(*count),
        other => panic!("{other:?} is no figure"),
    }
}

/// Σ of a column.
fn column(report: &super::Report, name: &str) -> Decimal {
    let at = report
        .table
        .columns
        .iter()
        .position(|column| *column == name)
        .unwrap();
    report.table.rows.iter().map(|row| money(&row[at])).sum()
}

/// Quantity and net by product, from the sales alone.
fn by_product(sales: &[Written], period: Period) -> BTreeMap<String, (Decimal, Decimal)> {
    let mut sums = BTreeMap::new();
    for sale in sales.iter().filter(|sale| period.has(sale.date)) {
        for (sku, quantity, net) in &sale.lines {
            let row: &mut (Decimal, Decimal) = sums.entry(sku.to_string()).or_default();
            row.0 += quantity;
            row.1 += net;
        }
    }
    sums.retain(|_, row| *row != (Decimal::ZERO, Decimal::ZERO));
    sums
}

#[test]
fn products_of_whole_and_broken_months_are_those_of_the_documents() {
    let (_dir, mut register, sales) = months();
    let source = register.source().unwrap();
    let dates: Vec<Date> = sales.iter().map(|sale| sale.date).collect();
    let ends = [date(2026, 1, 1), date(2026, 4, 30), date(2026, 12, 31)];
    for from in dates.iter().chain(&ends) {
        for to in dates.iter().chain(&ends) {
            let Ok(period) = Period::new(*from, *to) else {
                continue;
            };
            let report = report(&source, Kind::Product, period);
            let mut told = BTreeMap::new();
            for row in &report.table.rows {
                told.insert(row[0].plain(), (money(&row[2]), money(&row[3])));
            }
            let summed = by_product(&sales, period);
            assert_eq!(told, summed, "{from} to {to}");
        }
    }
}

#[test]
fn every_report_comes_to_the_same_totals() {
    let (_dir, mut register, sales) = months();
    let source = register.source().unwrap();
    for (from, to) in [
        ((1, 20), (5, 10)),
        ((2, 3), (3, 31)),
        ((3, 6), (3, 6)),
        ((6, 1), (6, 30)),
    ] {
        let period = Period::new(date(2026, from.0, from.1), date(2026, to.0, to.1)).unwrap();
        let within = || sales.iter().filter(|sale| period.has(sale.date));
        let total: Decimal = within().map(|sale| sale.total).sum();
        let net: Decimal = within().map(Written::net).sum();
        let told = |kind| report(&source, kind, period);
        for kind in [Kind::Day, Kind::Hour, Kind::Cashier, Kind::Closings] {
            assert_eq!(column(&told(kind), "total"), total, "{kind:?} {period:?}");
        }
        for kind in [Kind::Product, Kind::Category, Kind::Margin] {
            assert_eq!(column(&told(kind), "net"), net, "{kind:?} {period:?}");
        }
        assert_eq!(column(&told(Kind::Tender), "kept"), total + rounding(within()));
        assert_eq!(column(&told(Kind::Tax), "amount"), total - net);
        let day = told(Kind::Day);
        assert_eq!(column(&day, "margin"), column(&told(Kind::Category), "margin"));
        assert_eq!(day.totals.total.amount(), total);
        assert_eq!(
            day.totals.sales,
            within().filter(|sale| !sale.is_return).count() as u64
        );
    }
}

fn rounding<'a>(sales: impl Iterator<Item = &'a Written>) -> Decimal {
    sales.map(|sale| sale.rounding).sum()
}

#[test]
fn the_summary_stands_beside_the_period_before() {
    let (_dir, mut register, _) = months();
    let source = register.source().unwrap();
    let march = Period::new(date(2026, 3, 1), date(2026, 3, 31)).unwrap();
    let told = report(&source, Kind::Summary, march);
    let february = report(&source, Kind::Day, march.before());
    assert_eq!(told.before, (march.before(), february.totals));
    let row = |name| {
        let rows = &told.table.rows;
        rows.iter()
            .find(|row| row[0] == Cell::Figure(name))
            .unwrap()
            .clone()
    };
    assert_eq!(row("total")[2], Cell::Money(february.totals.total));
    let june = Period::new(date(2026, 7, 1), date(2026, 7, 31)).unwrap();
    let nothing = report(&source, Kind::Summary, june);
    assert_eq!(nothing.totals.sales, 0);
    assert!(nothing.table.rows.iter().all(|row| row[3] == Cell::Unknown));
}

#[test]
fn expenses_are_told_by_category_and_one_by_one_without_what_was_taken_back() {
    let (_dir, mut register, _) = months();
    let source = register.source().unwrap();
    // the days 12 to 20 February, 2 and 11 March: the third to the sixth
    let period = Period::new(date(2026, 2, 7), date(2026, 3, 8)).unwrap();
    let told = report(&source, Kind::Expense, period);
    let days = report(&source, Kind::Day, period).table.rows.len();
    assert_eq!(days, 4);
    let amounts = |row: &[Cell]| {
        row[1..]
            .iter()
            .map(money)
            .map(|n| n.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(amounts(&told.table.rows[0]), ["4", "0.00", "400.00", "400.00"]);
    assert_eq!(amounts(&told.table.rows[1])[0], "4");
    let spent = column(&told, "spent");
    assert_eq!(spent, column(&told, "drawer") + column(&told, "otherwise"));
    assert_eq!(told.totals.expenses.amount(), spent);
    let list = report(&source, Kind::ExpenseList, period);
    assert_eq!((list.table.rows.len(), column(&list, "spent")), (16, spent));
    let summary = report(&source, Kind::Summary, period);
    let row = summary
        .table
        .rows
        .iter()
        .find(|row| row[0] == Cell::Figure("expenses"))
        .unwrap();
    assert_eq!(money(&row[1]), spent);
    assert_eq!(
        money(&row[2]),
        report(&source, Kind::Expense, period.before())
            .totals
            .expenses
            .amount()
    );
}

#[test]
fn documents_are_listed_the_newest_first_a_page_at_a_time() {
    let (_dir, mut register, sales) = months();
    let source = register.source().unwrap();
    let period = Period::new(date(2026, 2, 1), date(2026, 4, 30)).unwrap();
    for sku in [None, Some(Sku::new("S2").unwrap())] {
        let which = Which {
            period,
            sku: sku.clone(),
        };
        let list = source.documents(which, &mut |_, _| true).unwrap();
        let wanted = |sale: &&Written| {
            let has = |sku: &Sku| sale.lines.iter().any(|(own, _, _)| own == sku);
            period.has(sale.date) && sku.as_ref().is_none_or(has)
        };
        let numbers: Vec<String> = sales
            .iter()
            .filter(wanted)
            .rev()
            .map(|sale| sale.number.clone())
            .collect();
        assert_eq!(list.count(), numbers.len());
        let mut told = Vec::new();
        for start in (0..list.count() + 5).step_by(4) {
            let rows = source.rows(&list, start..start + 4).unwrap();
            assert!(rows.iter().all(|row| row.of.is_some() == sku.is_some()));
            told.extend(rows.iter().map(|row| row.number.to_string()));
        }
        assert_eq!(told, numbers);
    }
}

#[test]
fn a_story_is_read_from_the_newest_months_and_says_where_it_begins() {
    let (_dir, mut register, _) = months();
    let source = register.source().unwrap();
    let sku = Sku::new("S1").unwrap();
    let whole = source.story(&sku, &mut |_, _| true).unwrap();
    assert_eq!((whole.moves_since, whole.prices_since), (None, None));
    for most in [0, 8, 20] {
        let some = source.story_within(&sku, most, &mut |_, _| true).unwrap();
        let since = some.moves_since.unwrap();
        assert_eq!(since, since.first_of_month());
        let mut kept = whole.moves.clone();
        kept.retain(|step| step.time.date() >= since);
        assert!(!kept.is_empty() && kept.len() < whole.moves.len(), "{most}");
        assert_eq!(some.moves, kept);
        assert_eq!(some.months, whole.months, "the sums of all months cost nothing");
    }
}

#[test]
fn a_story_asks_before_each_part_of_an_import_whether_somebody_waits() {
    let (_dir, mut register, _) = months();
    let row = ImportRow {
        product: good(9),
        stock: None,
        was: None,
    };
    register
        .import_products(None, vec![row], "goods.csv", &mut |_| {})
        .unwrap();
    let source = register.source().unwrap();
    let sku = Sku::new("S9").unwrap();
    let told = source.story(&sku, &mut |_, _| true).unwrap();
    assert_eq!(told.prices.len(), 1);
    let mut asked = 0;
    let stopped = source.story(&sku, &mut |_, _| {
        asked += 1;
        asked < 2
    });
    assert!(matches!(stopped, Err(Stop::Cancelled)));
}

#[test]
fn a_report_that_nobody_waits_for_is_given_up() {
    let (_dir, mut register, _) = months();
    let source = register.source().unwrap();
    let query = Query {
        kind: Kind::Product,
        period: Period::day(date(2026, 3, 6)),
    };
    // one of two days in March: its documents are read
    let stopped = source.report(query, &mut |_, _| false);
    assert!(matches!(stopped, Err(Stop::Cancelled)));
}

#[test]
fn a_file_is_written_once_and_in_the_form_of_its_name() {
    let (dir, mut register, _) = months();
    let source = register.source().unwrap();
    let period = Period::new(date(2026, 2, 1), date(2026, 4, 30)).unwrap();
    let told = report(&source, Kind::Day, period);
    let path = |name: &str| dir.path().join(name).display().to_string();
    let csv = super::file::write(&told.table, &path("days.csv")).unwrap();
    let text = std::fs::read_to_string(csv).unwrap();
    assert!(text.starts_with("date,sales,net,tax,total,") && text.contains("\n2026-02-"));
    let json = super::file::write(&told.table, &path("days.JSON")).unwrap();
    let rows: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), told.table.rows.len());
    let code = |name: &str| {
        let refusal = super::file::write(&told.table, &path(name)).unwrap_err();
        crate::domain::refusal::Refuse::code(&refusal)
    };
    assert_eq!(code("days.csv"), "file-there");
    assert_eq!(code("days.txt"), "file-no-form");
    assert_eq!(code("no/such/folder/days.csv"), "file-not-written");
}

#[test]
fn a_report_over_a_journal_that_is_gone_is_a_plain_fault() {
    let (dir, mut register, _) = months();
    let source = register.source().unwrap();
    std::fs::remove_dir_all(dir.path().join("store/journal")).unwrap();
    let query = Query {
        kind: Kind::Product,
        period: Period::day(date(2026, 3, 6)),
    };
    match source.report(query, &mut |_, _| true) {
        Err(Stop::Fault(Fault::Journal(_))) => {}
        other => panic!("{other:?}"),
    }
}
