//! The taxes of a document, by line or over the whole of it, on prices with or without them. Must never move
//! a shelf price: where prices include tax, the net is what is left.

use rust_decimal::Decimal;

use super::{BasketRefusal, LineRefusal, LineTax, PricedLine, TaxTotal};
use crate::domain::basket::{Line, TaxRounding, Terms};
use crate::domain::money::{Money, Rounding};
use crate::domain::tax::{Tax, TaxKind};

/// A tax as a straight line over the net: `slope × net + fixed`. Compound taxes and fixed amounts both come
/// to that, which is why an inclusive price can be solved for its net at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) slope: Decimal,
    pub(super) fixed: Decimal,
}

/// The taxes of one line as straight lines over its net; none when a figure leaves the range of a number.
pub(super) fn shares(line: &Line) -> Option<Vec<Share>> {
    let (mut slopes, mut fixes) = (Decimal::ONE, Decimal::ZERO);
    let mut shares = Vec::with_capacity(line.taxes.len());
    for tax in &line.taxes {
        let share = match tax.kind {
            TaxKind::Percent {
                rate,
                compound: false,
            } => Share {
                slope: rate.fraction(),
                fixed: Decimal::ZERO,
            },
            TaxKind::Percent { rate, compound: true } => Share {
                slope: rate.fraction().checked_mul(slopes)?,
                fixed: rate.fraction().checked_mul(fixes)?,
            },
            TaxKind::Amount(each) => Share {
                slope: Decimal::ZERO,
                fixed: each.value().checked_mul(line.quantity.value())?,
            },
        };
        slopes = slopes.checked_add(share.slope)?;
        fixes = fixes.checked_add(share.fixed)?;
        shares.push(share);
    }
    Some(shares)
}

impl Share {
    /// The exact taxes on `value`, which includes them or not.
    pub(super) fn exact(shares: &[Self], value: Money, included: bool) -> Result<Vec<Decimal>, LineRefusal> {
        let too_large = || LineRefusal::TooLarge(value.currency());
        let value_exact = value.amount();
        if !included {
            let exact = |share: &Self| share.slope.checked_mul(value_exact)?.checked_add(share.fixed);
            return shares
                .iter()
                .map(exact)
                .collect::<Option<_>>()
                .ok_or_else(too_large);
        }
        let slopes = shares.iter().fold(Decimal::ONE, |sum, share| sum + share.slope);
        let fixes = shares.iter().fold(Decimal::ZERO, |sum, share| sum + share.fixed);
        let rest = value_exact - fixes;
        if rest < Decimal::ZERO {
            return Err(LineRefusal::FixedTaxAbovePrice);
        }
        // one division, last: what is exact stays exact
        let exact = |share: &Self| {
            let product = share.slope.checked_mul(rest)?;
            product
                .checked_add(share.fixed.checked_mul(slopes)?)?
                .checked_div(slopes)
        };
        shares
            .iter()
            .map(exact)
            .collect::<Option<_>>()
            .ok_or_else(too_large)
    }
}

/// Fills in net, taxes and total of each line and gives the taxes of the document.
pub(super) fn apply(
    terms: &Terms,
    lines: &[Line],
    priced: &mut [PricedLine],
) -> Result<Vec<TaxTotal>, BasketRefusal> {
    let mut totals: Vec<TaxTotal> = Vec::new();
    match terms.tax_rounding {
        TaxRounding::Line => {
            for (at, (line, figures)) in lines.iter().zip(priced.iter_mut()).enumerate() {
                enlist(terms, line, figures, &mut totals);
                let done = if terms.prices_include_tax {
                    by_line_inclusive(terms, line, figures)
                } else {
                    by_line_exclusive(terms, line, figures)
                };
                done.map_err(|refusal| BasketRefusal::Line(at + 1, refusal))?;
            }
        }
        TaxRounding::Document => by_document(terms, lines, priced, &mut totals)?,
    }
    for (at, (line, figures)) in lines.iter().zip(priced.iter_mut()).enumerate() {
        let too_large = BasketRefusal::Line(at + 1, LineRefusal::TooLarge(terms.currency));
        add_up(terms, line, figures, &mut totals).ok_or(too_large)?;
    }
    Ok(totals)
}

/// The value of a line that its taxes stand on.
fn value(figures: &PricedLine) -> Money {
    figures.gross - figures.discount - figures.ticket_discount
}

/// Gives each tax of `line` its place among the document's taxes. Two equal taxes on one line are two taxes.
fn enlist(terms: &Terms, line: &Line, figures: &mut PricedLine, totals: &mut Vec<TaxTotal>) {
    let zero = Money::zero(terms.currency);
    for Tax { name, kind } in &line.taxes {
        let taken = |at: usize| figures.taxes.iter().any(|tax| usize::from(tax.of) == at);
        let equal = |(at, total): (usize, &TaxTotal)| {
            (total.kind == *kind && total.name == *name && !taken(at)).then_some(at)
        };
        let at = totals.iter().enumerate().find_map(equal).unwrap_or_else(|| {
            totals.push(TaxTotal {
                name: name.clone(),
                kind: *kind,
                base: zero,
                tax: zero,
            });
            totals.len() - 1
        });
        let of = u16::try_from(at).expect("lines and their taxes are counted to 8000 at most");
        figures.taxes.push(LineTax { of, tax: zero });
    }
}

/// Each tax rounded; a compound one stands on the rounded ones before it.
fn by_line_exclusive(terms: &Terms, line: &Line, figures: &mut PricedLine) -> Result<(), LineRefusal> {
    let net = value(figures);
    let mut before = Money::zero(terms.currency);
    for (tax, figure) in line.taxes.iter().zip(figures.taxes.iter_mut()) {
        let exact = match tax.kind {
            TaxKind::Percent { rate, compound } => {
                let base = if compound { net + before } else { net };
                base.amount().checked_mul(rate.fraction())
            }
            TaxKind::Amount(each) => each.value().checked_mul(line.quantity.value()),
        };
        figure.tax = exact
            .and_then(|exact| Money::round(exact, terms.currency, terms.rounding).ok())
            .ok_or(LineRefusal::TooLarge(terms.currency))?;
        before += figure.tax;
    }
    Ok(())
}

/// Each tax rounded, and none beyond what the price still holds.
fn by_line_inclusive(terms: &Terms, line: &Line, figures: &mut PricedLine) -> Result<(), LineRefusal> {
    let too_large = || LineRefusal::TooLarge(terms.currency);
    let mut left = value(figures);
    let exact = Share::exact(&shares(line).ok_or_else(too_large)?, left, true)?;
    for (exact, figure) in exact.into_iter().zip(figures.taxes.iter_mut()) {
        let tax = Money::round(exact, terms.currency, terms.rounding).map_err(|_| too_large())?;
        figure.tax = tax.min(left);
        left -= figure.tax;
    }
    Ok(())
}

/// One line's part of a tax of the document.
struct Part {
    line: usize,
    place: usize,
    exact: Decimal,
}

/// Each tax added up exactly, rounded once, and spread back over its lines.
fn by_document(
    terms: &Terms,
    lines: &[Line],
    priced: &mut [PricedLine],
    totals: &mut Vec<TaxTotal>,
) -> Result<(), BasketRefusal> {
    let mut parts: Vec<Vec<Part>> = Vec::new();
    for (at, (line, figures)) in lines.iter().zip(priced.iter_mut()).enumerate() {
        enlist(terms, line, figures, totals);
        parts.resize_with(totals.len(), Vec::new);
        let exact = shares(line)
            .ok_or(LineRefusal::TooLarge(terms.currency))
            .and_then(|shares| Share::exact(&shares, value(figures), terms.prices_include_tax))
            .map_err(|refusal| BasketRefusal::Line(at + 1, refusal))?;
        for (place, (exact, tax)) in exact.into_iter().zip(&figures.taxes).enumerate() {
            parts[usize::from(tax.of)].push(Part {
                line: at,
                place,
                exact,
            });
        }
    }
    // what each line can still give up to taxes without falling below zero
    let room = |figures: &PricedLine| {
        if terms.prices_include_tax {
            value(figures)
        } else {
            most(terms)
        }
    };
    let mut room: Vec<Money> = priced.iter().map(room).collect();
    for parts in &parts {
        let shares = spread_tax(terms, parts, &room).ok_or(BasketRefusal::TooLarge(terms.currency))?;
        for (part, share) in parts.iter().zip(shares) {
            priced[part.line].taxes[part.place].tax = share;
            if terms.prices_include_tax {
                room[part.line] -= share;
            }
        }
    }
    Ok(())
}

/// No limit at all for the part of a line in a tax.
fn most(terms: &Terms) -> Money {
    Money::from_minor(Money::LIMIT, terms.currency)
}

/// Rounds the sum of `parts` once and spreads it: each part its whole units, the rest by largest remainder,
/// ties to the earlier line, none beyond the `room` of its line. None when a figure is too large.
fn spread_tax(terms: &Terms, parts: &[Part], room: &[Money]) -> Option<Vec<Money>> {
    let (currency, unit) = (terms.currency, Money::from_minor(1, terms.currency));
    let mut exact = Decimal::ZERO;
    let (mut whole, mut limit) = (Money::zero(currency), Money::zero(currency));
    let mut shares = Vec::with_capacity(parts.len());
    let mut rest = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        exact = exact.checked_add(part.exact)?;
        let share = Money::round(part.exact, currency, Rounding::Down)
            .ok()?
            .min(room[part.line]);
        whole += share;
        limit += room[part.line];
        shares.push(share);
        rest.push((part.exact - share.amount(), at));
    }
    let tax = Money::round(exact, currency, terms.rounding)
        .ok()?
        .max(whole)
        .min(limit);
    rest.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut left = tax - whole;
    while !left.is_zero() {
        for &(_, at) in &rest {
            if !left.is_zero() && shares[at] < room[parts[at].line] {
                shares[at] += unit;
                left -= unit;
            }
        }
    }
    Some(shares)
}

/// Adds up one line and its part in the document's taxes; none when it is too large.
fn add_up(terms: &Terms, line: &Line, figures: &mut PricedLine, totals: &mut [TaxTotal]) -> Option<()> {
    figures.tax = figures.taxes.iter().fold(figures.tax, |sum, tax| sum + tax.tax);
    let value = value(figures);
    (figures.net, figures.total) = if terms.prices_include_tax {
        (value - figures.tax, value)
    } else {
        (value, value + figures.tax)
    };
    let mut before = Money::zero(terms.currency);
    for (tax, figure) in line.taxes.iter().zip(&figures.taxes) {
        let total = &mut totals[usize::from(figure.of)];
        let compound = matches!(tax.kind, TaxKind::Percent { compound: true, .. });
        total.base += if compound {
            figures.net + before
        } else {
            figures.net
        };
        total.tax += figure.tax;
        before += figure.tax;
    }
    (figures.total.minor() <= Money::LIMIT).then_some(())
}
