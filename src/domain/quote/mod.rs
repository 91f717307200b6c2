//! A quote: a basket as JSON in, its figures and every step behind them out, without a store. Must never
//! answer with figures that do not add up.

mod answer;
mod object;
mod refusal;
mod request;
#[cfg(test)]
mod tests;

use super::basket::{Basket, Line, Terms};
use super::coins::due_in_cash;
use super::foreign::{Foreign, ForeignRate};
use super::money::{Currency, Money};
use super::payment::{Method, Settlement, Tender, settle};
use super::pricing::{explain, explain_payment, price, verify_identities, verify_priced};
use super::quantity::Quantity;

pub use answer::Answer;
pub use refusal::Refusal;
pub use request::{Request, RequestDiscount, RequestLine, RequestPayment, RequestTax, Text};

/// Answers one basket of JSON.
pub fn answer(json: &str) -> Result<Answer, Refusal> {
    let request = Request::parse(json)?;
    let basket = basket(&request)?;
    let tenders = request.tenders(&basket.terms, &[])?;
    let priced = price(&basket)?;
    let mut steps = explain(&basket, &priced);
    let paid = if tenders.is_empty() {
        verify_priced(&priced)?;
        unpaid(&basket.terms, priced.total)
    } else {
        let paid = settle(&basket.terms, priced.total, &tenders)?;
        verify_identities(&priced, &paid, &tenders)?;
        paid
    };
    steps.extend(explain_payment(&basket.terms, priced.total, &tenders, &paid));
    Ok(Answer::new(request.id, &basket, &priced, &paid, &steps))
}

/// Nobody has paid yet. The total is what a card would pay; what is due is what cash would, so a quote with a
/// smallest coin shows both.
fn unpaid(terms: &Terms, total: Money) -> Settlement {
    let (due, zero) = (due_in_cash(terms, total), Money::zero(terms.currency));
    Settlement {
        rounding: due - total,
        due,
        paid: zero,
        change: zero,
    }
}

/// The basket that a request with all its prices and taxes describes.
fn basket(request: &Request) -> Result<Basket, Refusal> {
    let currency = request.currency()?.ok_or_else(|| Refusal::missing("currency"))?;
    let mut terms = Terms::new(currency);
    terms.prices_include_tax = request.prices_include_tax.unwrap_or(false);
    terms.tax_rounding = request.tax_rounding.unwrap_or_default();
    terms.rounding = request.rounding.unwrap_or_default();
    if let Some(coin) = &request.cash_rounding {
        terms.cash_rounding = Some(coin.money("cash_rounding", currency)?);
    }
    let mut lines = Vec::with_capacity(request.lines.len());
    for (number, line) in (1..).zip(&request.lines) {
        let field = |name: &str| format!("line {number}, {name}");
        let price = line
            .new_price
            .as_ref()
            .or(line.price.as_ref())
            .ok_or_else(|| Refusal::missing(field("price")))?;
        let taxes = line.taxes.iter().flatten();
        lines.push(Line {
            code: line.code.clone().unwrap_or_default(),
            name: line.name.clone().unwrap_or_default(),
            quantity: line.quantity(&field("qty"))?,
            quantity_decimals: Quantity::DECIMALS,
            price: price.price(&field("price"))?,
            discount: line
                .discount
                .as_ref()
                .map(|d| d.discount(&field("discount"), currency))
                .transpose()?,
            taxes: taxes
                .map(|tax| tax.tax(&field("tax")))
                .collect::<Result<_, _>>()?,
        });
    }
    let discount = request
        .discount
        .as_ref()
        .map(|d| d.discount("discount", currency))
        .transpose()?;
    Ok(Basket {
        terms,
        lines,
        discount,
    })
}

impl Request {
    /// The payments as tenders; none of them yet when the list is empty or absent. Money of another currency
    /// counts at the rate it names, or at the one among `rates`.
    pub fn tenders(&self, terms: &Terms, rates: &[ForeignRate]) -> Result<Vec<Tender>, Refusal> {
        let payments = (1..).zip(self.payments.iter().flatten());
        payments
            .map(|(number, payment)| payment.tender(&format!("payment {number}"), terms, rates))
            .collect()
    }
}

impl RequestPayment {
    /// One tender; `field` names it in a refusal.
    pub fn tender(&self, field: &str, terms: &Terms, rates: &[ForeignRate]) -> Result<Tender, Refusal> {
        let method = Method::parse(&self.method).ok_or_else(|| {
            let known = Method::ALL.map(Method::code).join(", ");
            Refusal::field(
                field,
                "unknown-method",
                format!("{:?} is none of {known}", self.method),
            )
        })?;
        let foreign = match method {
            Method::Foreign => Some(self.foreign(field, rates)?),
            _ => None,
        };
        let amount = match foreign {
            Some(foreign) => foreign.worth(terms).ok_or_else(|| {
                let why = "it is worth more than an amount can be".to_owned();
                Refusal::field(field, "amount-too-large", why)
            })?,
            None => self.amount(field, terms.currency)?,
        };
        Ok(Tender {
            method,
            amount,
            reference: self.reference.clone(),
            foreign,
        })
    }

    /// What was given of another currency.
    fn foreign(&self, field: &str, rates: &[ForeignRate]) -> Result<Foreign, Refusal> {
        let code = self
            .currency
            .as_deref()
            .ok_or_else(|| Refusal::missing(format!("{field}, currency")))?;
        let currency = Currency::parse(code).ok_or_else(|| {
            let why = format!("{code:?} is no currency one can pay with");
            Refusal::field(field, "unknown-currency", why)
        })?;
        let stated = rates.iter().find(|rate| rate.currency == currency);
        let rate = match (&self.rate, stated) {
            (Some(rate), _) => rate.price(field)?,
            (None, Some(stated)) => stated.rate,
            (None, None) => {
                return Err(Refusal::field(
                    field,
                    "no-rate",
                    format!("there is no rate for {currency}"),
                ));
            }
        };
        let amount = self.amount(field, currency)?;
        Ok(Foreign { amount, rate })
    }

    fn amount(&self, field: &str, currency: Currency) -> Result<Money, Refusal> {
        match (&self.tendered, &self.amount) {
            (Some(amount), None) | (None, Some(amount)) => amount.money(field, currency),
            (None, None) => Err(Refusal::missing(format!("{field}, amount"))),
            (Some(_), Some(_)) => {
                let sentence = "give what was tendered or an amount, not both".to_owned();
                Err(Refusal::field(field, "two-amounts", sentence))
            }
        }
    }
}
