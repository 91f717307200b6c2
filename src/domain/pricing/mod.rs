//! From a basket to its figures. Must never round but through `money::round`, and never give figures that do
//! not add up.

mod explain;
mod identities;
mod line;
mod margin;
mod priced;
mod record;
mod refusal;
mod step;
mod taxes;
#[cfg(test)]
pub(in crate::domain) mod tests;

use super::basket::{Basket, Terms};
use super::discount::Discount;
use super::money::{Money, spread, sum};

pub use explain::{explain, explain_payment};
pub use identities::{Broken, verify_identities, verify_priced};
pub use margin::{Margin, margin};
pub use priced::{LineTax, Priced, PricedLine, TaxTotal};
pub use refusal::{BasketRefusal, LineRefusal};
pub use step::{Rule, Step, What};

/// The most lines of one ticket.
pub const MAX_LINES: usize = 1_000;

/// The most taxes of one line.
pub const MAX_TAXES: usize = 8;

/// Prices a whole basket: gross and line discounts, the ticket discount spread over the lines, then taxes.
pub fn price(basket: &Basket) -> Result<Priced, BasketRefusal> {
    let terms = &basket.terms;
    check(basket)?;
    let mut lines = Vec::with_capacity(basket.lines.len());
    for (at, line) in basket.lines.iter().enumerate() {
        lines.push(line::gross(terms, line).map_err(|refusal| BasketRefusal::Line(at + 1, refusal))?);
    }
    let values: Vec<Money> = lines.iter().map(|line| line.gross - line.discount).collect();
    let discount = ticket_discount(
        terms,
        basket.discount,
        sum(terms.currency, values.iter().copied()),
    )?;
    if !discount.is_zero() {
        for (line, share) in lines.iter_mut().zip(spread(discount, &values)) {
            line.ticket_discount = share;
        }
    }
    let totals = taxes::apply(terms, &basket.lines, &mut lines)?;
    let add_up = |figure: fn(&PricedLine) -> Money| sum(terms.currency, lines.iter().map(figure));
    let (net, tax, total) = (
        add_up(|line| line.net),
        add_up(|line| line.tax),
        add_up(|line| line.total),
    );
    if total.minor() > Money::LIMIT {
        return Err(BasketRefusal::TooLarge(terms.currency));
    }
    Ok(Priced {
        currency: terms.currency,
        prices_include_tax: terms.prices_include_tax,
        discount,
        net,
        tax,
        total,
        taxes: totals,
        lines,
    })
}

/// Refuses what no line is to blame for.
fn check(basket: &Basket) -> Result<(), BasketRefusal> {
    let currency = basket.terms.currency;
    if let Some(coin) = basket.terms.cash_rounding {
        if coin.currency() != currency {
            return Err(BasketRefusal::Currency(currency));
        }
        if coin.minor() <= 0 {
            return Err(BasketRefusal::Coin);
        }
    }
    match basket.lines.len() {
        0 => Err(BasketRefusal::NoLines),
        count if count > MAX_LINES => Err(BasketRefusal::TooManyLines(count)),
        _ => Ok(()),
    }
}

/// The ticket discount on lines worth `lines`, rounded once.
fn ticket_discount(terms: &Terms, discount: Option<Discount>, lines: Money) -> Result<Money, BasketRefusal> {
    let currency = terms.currency;
    match discount {
        None => Ok(Money::zero(currency)),
        Some(Discount::Percent(rate)) if rate.percent() > rust_decimal::Decimal::ONE_HUNDRED => {
            Err(BasketRefusal::DiscountAbove100(rate))
        }
        Some(Discount::Percent(rate)) => {
            Money::round(lines.amount() * rate.fraction(), currency, terms.rounding)
                .map_err(|_| BasketRefusal::TooLarge(currency))
        }
        Some(Discount::Amount(amount)) if amount.currency() != currency => {
            Err(BasketRefusal::Currency(currency))
        }
        Some(Discount::Amount(amount)) if amount.is_negative() => Err(BasketRefusal::DiscountNegative),
        Some(Discount::Amount(discount)) if discount > lines => {
            Err(BasketRefusal::DiscountAboveTicket { discount, lines })
        }
        Some(Discount::Amount(amount)) => Ok(amount),
    }
}
