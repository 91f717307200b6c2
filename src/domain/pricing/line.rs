//! One line before the ticket discount and taxes: its gross and its own discount. Must never see other lines.

use rust_decimal::Decimal;

use super::{LineRefusal, MAX_TAXES, PricedLine};
use crate::domain::basket::{Line, Terms};
use crate::domain::discount::Discount;
use crate::domain::money::Money;

/// The gross and the discount of `line`; its taxes come later.
pub(super) fn gross(terms: &Terms, line: &Line) -> Result<PricedLine, LineRefusal> {
    check(terms, line)?;
    let currency = terms.currency;
    let round =
        |exact| Money::round(exact, currency, terms.rounding).map_err(|_| LineRefusal::TooLarge(currency));
    let gross = round(line.exact_gross())?;
    let discount = match line.discount {
        None => Money::zero(currency),
        Some(Discount::Percent(rate)) if rate.percent() > Decimal::ONE_HUNDRED => {
            return Err(LineRefusal::DiscountAbove100(rate));
        }
        Some(Discount::Percent(rate)) => round(gross.amount() * rate.fraction())?,
        Some(Discount::Amount(amount)) if amount.currency() != currency => {
            return Err(LineRefusal::Currency(currency));
        }
        Some(Discount::Amount(amount)) if amount.is_negative() => return Err(LineRefusal::DiscountNegative),
        Some(Discount::Amount(discount)) if discount > gross => {
            return Err(LineRefusal::DiscountAboveLine { discount, gross });
        }
        Some(Discount::Amount(amount)) => amount,
    };
    let zero = Money::zero(currency);
    let taxes = Vec::with_capacity(line.taxes.len());
    Ok(PricedLine {
        gross,
        discount,
        ticket_discount: zero,
        net: zero,
        tax: zero,
        total: zero,
        taxes,
    })
}

fn check(terms: &Terms, line: &Line) -> Result<(), LineRefusal> {
    let quantity = line.quantity;
    if !quantity.is_positive() {
        Err(LineRefusal::QuantityNotPositive(quantity))
    } else if quantity.decimals() > line.quantity_decimals {
        Err(LineRefusal::QuantityDecimals {
            quantity,
            allowed: line.quantity_decimals,
        })
    } else if quantity > terms.max_quantity {
        Err(LineRefusal::QuantityAbsurd {
            quantity,
            most: terms.max_quantity,
        })
    } else if line.taxes.len() > MAX_TAXES {
        Err(LineRefusal::TooManyTaxes(line.taxes.len()))
    } else {
        Ok(())
    }
}
