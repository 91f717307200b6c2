//! Where a total comes from, step by step. Must never compute, nor explain figures that a document does not
//! have: the steps are the domain's.

use crate::devices::layout::Layout;
use crate::domain::document::Sale;
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
    let lines = counter.ticket.lines.iter();
    let names: Vec<&str> = lines.map(|line| line.good.name.as_str()).collect();
    paper(&steps, &names, counter)
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
    let names: Vec<&str> = sale.goods.iter().map(|good| good.name.as_str()).collect();
    paper(&steps, &names, counter)
}

fn paper(steps: &[Step], names: &[&str], counter: &Counter) -> Preview {
    let mut layout = Layout::default();
    for step in steps {
        row(&mut layout, step, names, counter);
    }
    Preview::new(counter.look.words.text("explain-title").into_owned(), layout)
}

/// Which figure and what it is; below, how it came about.
fn row(layout: &mut Layout, step: &Step, names: &[&str], counter: &Counter) {
    let words = &counter.look.words;
    let figure = counter.look.figure(step.result);
    match step.what {
        What::Net => layout.rule(),
        _ if layout.rows.is_empty() => {}
        _ => layout.blank(),
    }
    match step.what {
        What::Total | What::Due | What::Change => layout.total(named(step, names, words), figure),
        _ => layout.pair(named(step, names, words), figure),
    }
    layout.left(format!("  {}", told(words.lang(), &step.formula)));
    if let Some(rule) = rule(step.rule) {
        layout.left(format!("  {}", words.text(rule)));
    }
}

fn named(step: &Step, names: &[&str], words: &Words) -> String {
    let of = |key: &str, line: usize| {
        let name = line.checked_sub(1).and_then(|at| names.get(at));
        let name = cut(name.copied().unwrap_or_default(), NAME);
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
