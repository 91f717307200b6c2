//! The figures of a part of a sale: for each figure F(after) − what was given back before, where F(share) is
//! the sale's figure for that share, rounded, and F(all) the figure itself (docs/money.md, "Returning"). Must
//! never price anew: what was sold at a price goes back at that price.

use rust_decimal::Decimal;

use super::gone::{Gone, GoneLine};
use super::record::{Fate, Returned};
use crate::domain::document::{Good, Sale};
use crate::domain::money::{Money, Rounding, sum};
use crate::domain::pricing::{LineTax, Priced, PricedLine, TaxTotal};
use crate::domain::quantity::Quantity;
use crate::domain::tax::TaxKind;

/// A part of one line that comes back. The same line may stand twice, with another fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// Index of the sale's line.
    pub line: u32,
    /// How much of it, above zero and no more than is left.
    pub quantity: Quantity,
    /// What becomes of it.
    pub fate: Fate,
}

/// The goods and figures of these parts, after what is gone. Lines that the sale does not have are left out;
/// whoever decides has refused them.
pub fn part(sale: &Sale, gone: &Gone, asked: &[Asked], rounding: Rounding) -> (Vec<Returned>, Priced) {
    let mut gone = gone.clone();
    let (mut goods, mut lines) = (Vec::with_capacity(asked.len()), Vec::with_capacity(asked.len()));
    for asked in asked {
        let at = asked.line as usize;
        let (Some(good), Some(whole)) = (sale.goods.get(at), sale.priced.lines.get(at)) else {
            continue;
        };
        let figures = of_line(sale, good, whole, &gone.lines[at], asked.quantity, rounding);
        gone.take_line(at, asked.quantity, &figures);
        lines.push(figures);
        goods.push(Returned {
            good: Good {
                quantity: asked.quantity,
                ..good.clone()
            },
            line: Some(asked.line),
            fate: asked.fate,
        });
    }
    (goods, document(sale, lines))
}

/// `figure × part / whole`, rounded; the figure itself for the whole.
pub(super) fn share(figure: Money, part: Decimal, whole: Decimal, rounding: Rounding) -> Money {
    if part == whole || whole.is_zero() || figure.is_zero() {
        return figure;
    }
    figure
        .amount()
        .checked_mul(part)
        .and_then(|product| product.checked_div(whole))
        .and_then(|exact| Money::round(exact, figure.currency(), rounding).ok())
        .expect("an amount times a quantity, over a larger quantity, is an amount")
}

/// Each figure by the rule, no lower than what is gone and no higher than the line's own. On prices without
/// tax net and taxes are reckoned and the total follows. On prices with tax the total is: what cost 1.15 goes
/// back as 1.15; the net is what the taxes leave of it.
fn of_line(
    sale: &Sale,
    good: &Good,
    whole: &PricedLine,
    gone: &GoneLine,
    quantity: Quantity,
    rounding: Rounding,
) -> PricedLine {
    let (after, all) = (gone.quantity.value() + quantity.value(), good.quantity.value());
    let reached = |of: Money, before: Money| share(of, after, all, rounding).max(before).min(of);
    let of_taxes = whole.taxes.iter().zip(&gone.taxes);
    let mut taxes: Vec<Money> = of_taxes
        .clone()
        .map(|(tax, &before)| reached(tax.tax, before))
        .collect();
    let net = if sale.priced.prices_include_tax {
        let before = sum(whole.total.currency(), gone.taxes.iter().copied()) + gone.net;
        let total = reached(whole.total, before);
        left_of(total, (whole, gone), &mut taxes)
    } else {
        reached(whole.net, gone.net)
    };
    let taxes: Vec<LineTax> = of_taxes
        .zip(taxes)
        .map(|((tax, &before), reached)| LineTax {
            of: tax.of,
            tax: reached - before,
        })
        .collect();
    let net = net - gone.net;
    let discount = reached(whole.discount, gone.discount) - gone.discount;
    let ticket_discount = reached(whole.ticket_discount, gone.ticket_discount) - gone.ticket_discount;
    let tax = sum(net.currency(), taxes.iter().map(|tax| tax.tax));
    let total = net + tax;
    let side = if sale.priced.prices_include_tax {
        total
    } else {
        net
    };
    PricedLine {
        gross: side + discount + ticket_discount,
        discount,
        ticket_discount,
        net,
        tax,
        total,
        taxes,
    }
}

/// The net that `taxes` leave of `total`. Where it would fall below what is gone of it, or above the line's
/// own, the taxes give or take the difference, each within the same bounds; between them there is always
/// room, for the bounds add up to less and to more than the total.
fn left_of(total: Money, (whole, gone): (&PricedLine, &GoneLine), taxes: &mut [Money]) -> Money {
    let rest = |taxes: &[Money]| total - sum(total.currency(), taxes.iter().copied());
    for ((tax, of), &before) in (0..taxes.len()).zip(&whole.taxes).zip(&gone.taxes) {
        let net = rest(taxes);
        if net < gone.net {
            taxes[tax] = (taxes[tax] - (gone.net - net)).max(before);
        } else if net > whole.net {
            taxes[tax] = (taxes[tax] + (net - whole.net)).min(of.tax);
        }
    }
    rest(taxes)
}

/// The document of these lines: sums, and the taxes of the sale that they have.
fn document(sale: &Sale, mut lines: Vec<PricedLine>) -> Priced {
    let currency = sale.priced.currency;
    let mut taxes: Vec<TaxTotal> = Vec::new();
    let mut places: Vec<Option<u16>> = vec![None; sale.priced.taxes.len()];
    for line in &mut lines {
        let mut before = Money::zero(currency);
        for tax in &mut line.taxes {
            let Some(of) = sale.priced.taxes.get(usize::from(tax.of)) else {
                continue;
            };
            let place = *places[usize::from(tax.of)].get_or_insert_with(|| {
                taxes.push(TaxTotal {
                    base: Money::zero(currency),
                    tax: Money::zero(currency),
                    ..of.clone()
                });
                (taxes.len() - 1) as u16
            });
            let total = &mut taxes[usize::from(place)];
            let compound = matches!(of.kind, TaxKind::Percent { compound: true, .. });
            total.base += if compound { line.net + before } else { line.net };
            total.tax += tax.tax;
            before += tax.tax;
            tax.of = place;
        }
    }
    let add_up = |figure: fn(&PricedLine) -> Money| sum(currency, lines.iter().map(figure));
    Priced {
        currency,
        prices_include_tax: sale.priced.prices_include_tax,
        discount: add_up(|line| line.ticket_discount),
        net: add_up(|line| line.net),
        tax: add_up(|line| line.tax),
        total: add_up(|line| line.total),
        taxes,
        lines,
    }
}
