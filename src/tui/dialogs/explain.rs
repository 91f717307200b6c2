//! Where a total comes from, step by step. Must never compute, nor explain figures that a document does not
//! have: the steps are the domain's.

use crate::devices::layout::Layout;
use crate::domain::document::{Good, Sale};
use crate::domain::money::Rounding;
use crate::domain::pricing::{Rule, Step, What, explain, explain_payment, price};
use crate::domain::ticket::Ticket;
use crate::lang::{Lang, Words};
use crate::tui::counter::Counter;
use crate::tui::paper::cut;

use super::preview::Preview;

/// Letters of a name before its step; the line's number tells the rest.
const NAME: u16 = 24;

/// The steps of the open ticket; empty without one.
pub fn ticket(counter: &Counter) -> Preview {
    let steps = match (&counter.desk, &counter.priced) {
        (Some(desk), Some(priced)) => explain(&counter.ticket.basket(&desk.shop), priced),
        _ => Vec::new(),
    };
    let goods: Vec<&Good> = counter.ticket.lines.iter().map(|line| &line.good).collect();
    paper(&steps, &goods, counter)
}

/// The steps of a sale, the payment's too. Where the shop's settings have changed since, only the payment's.
pub fn sale(sale: &Sale, counter: &Counter) -> Preview {
    let mut steps = Vec::new();
    if let Some(desk) = &counter.desk {
        let basket = Ticket::of(sale).basket(&desk.shop);
        if price(&basket).is_ok_and(|priced| priced == sale.priced) {
            steps = explain(&basket, &sale.priced);
        }
        let (total, terms) = (sale.priced.total, desk.shop.terms());
        steps.extend(explain_payment(&terms, total, &sale.tenders, &sale.settlement));
    }
    let goods: Vec<&Good> = sale.goods.iter().collect();
    paper(&steps, &goods, counter)
}

fn paper(steps: &[Step], goods: &[&Good], counter: &Counter) -> Preview {
    let mut layout = Layout::default();
    for step in steps {
        row(&mut layout, step, goods, counter);
    }
    Preview::new(counter.look.words.text("explain-title").into_owned(), layout)
}

/// Which figure and what it is; below, how it came about.
fn row(layout: &mut Layout, step: &Step, goods: &[&Good], counter: &Counter) {
    let words = &counter.look.words;
    let figure = counter.look.figure(step.result);
    match step.what {
        What::Net => layout.rule(),
        _ if layout.rows.is_empty() => {}
        _ => layout.blank(),
    }
    match step.what {
        What::Total | What::Due | What::Change => layout.total(named(step, goods, words), figure),
        _ => layout.pair(named(step, goods, words), figure),
    }
    layout.left(format!("  {}", told(words.lang(), &step.formula)));
    let before = match step.what {
        What::Gross(line) => good_of(goods, line).and_then(|good| good.list_price),
        _ => None,
    };
    if let Some(before) = before {
        let price = counter.look.price(before, step.result.currency());
        let told = words.format("explain-price-changed", &[("price", price.into())]);
        layout.left(format!("  {told}"));
    }
    if let Some(rule) = rule(step.rule) {
        layout.left(format!("  {}", words.text(rule)));
    }
}

/// The good of a line, counted from 1.
fn good_of<'a>(goods: &[&'a Good], line: usize) -> Option<&'a Good> {
    goods.get(line.checked_sub(1)?).copied()
}

fn named(step: &Step, goods: &[&Good], words: &Words) -> String {
    let of = |key: &str, line: usize| {
        let name = good_of(goods, line).map_or("", |good| good.name.as_str());
        let name = cut(name, NAME);
        format!("{line} {name}: {}", words.text(key))
    };
    match &step.what {
        What::Gross(line) => of("explain-gross", *line),
        What::LineDiscount(line) => of("explain-discount", *line),
        What::TicketDiscount => words.text("explain-ticket-discount").into_owned(),
        What::TicketShare(line) => of("explain-discount-share", *line),
        What::LineTax(line, tax) => format!("{} {tax}", of("explain-tax", *line)),
        What::DocumentTax(tax) => format!("{} {tax}", words.text("explain-tax")),
        What::TaxShare(line, tax) => format!("{} {tax}", of("explain-tax-share", *line)),
        What::LineNet(line) => of("explain-net", *line),
        What::Net => words.text("sale-net").into_owned(),
        What::Tax => words.text("explain-taxes").into_owned(),
        What::Total => words.text("sale-total").into_owned(),
        What::CashRounding => words.text("pay-rounding").into_owned(),
        What::Due => words.text("pay-due").into_owned(),
        What::Change => words.text("pay-change").into_owned(),
    }
}

/// The message of a rule; none where nothing had to be settled.
fn rule(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::Exact => return None,
        Rule::Given => "explain-given",
        Rule::Rounded(Rounding::HalfUp) => "explain-half-up",
        Rule::Rounded(Rounding::HalfEven) => "explain-half-even",
        Rule::Rounded(Rounding::Up) => "explain-up",
        Rule::Rounded(Rounding::Down) => "explain-down",
        Rule::Coins(_) => "explain-coins",
        Rule::Spread => "explain-spread",
        Rule::Capped => "explain-capped",
    })
}

/// A formula with the decimal sign of the language and signs that every console has.
fn told(lang: Lang, formula: &str) -> String {
    let mut shown = String::with_capacity(formula.len());
    for sign in formula.chars() {
        match sign {
            '.' if lang == Lang::Es => shown.push(','),
            '\u{2212}' => shown.push('-'),
            '\u{2192}' => shown.push_str("->"),
            '\u{d7}' => shown.push('x'),
            '\u{2026}' => shown.push_str(".."),
            other => shown.push(other),
        }
    }
    shown
}
