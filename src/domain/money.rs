//! Money: an exact amount at its currency's scale, the one rounding function of the program, and the
//! spreading of a sum over parts. Must never hold a float, and nothing else in the program may round.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

pub use super::currency::Currency;

/// How a figure between two amounts is settled. One choice for the whole shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; a half goes away from zero.
    #[default]
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

/// Digits beyond the wanted ones that decide. A quotient such as 1/1.21 has no end; summed up, thirds must
/// still make a whole under [`Rounding::Down`], so what lies closer than this to an amount is that amount.
const GUARD: u32 = 12;

/// The one rounding function: `value` to `places` digits after the dot.
pub fn round(value: Decimal, places: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::Up => RoundingStrategy::AwayFromZero,
        Rounding::Down => RoundingStrategy::ToZero,
    };
    if value.scale() <= places {
        return value;
    }
    value
        .round_dp(places + GUARD)
        .round_dp_with_strategy(places, strategy)
}

/// Why a number is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// More digits after the dot than the currency has.
    TooPrecise(Decimal, Currency),
    /// Beyond [`Money::LIMIT`] smallest units.
    TooLarge(Currency),
}

impl MoneyError {
    /// A stable word for scripts.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooPrecise(..) => "amount-too-precise",
            Self::TooLarge(_) => "amount-too-large",
        }
    }
}

impl std::fmt::Display for MoneyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooPrecise(value, currency) => match currency.exponent() {
                0 => write!(f, "{value} is not an amount in {currency}, which has no decimals"),
                places => write!(
                    f,
                    "{value} is not an amount in {currency}, which has {places} decimals"
                ),
            },
            Self::TooLarge(currency) => {
                write!(
                    f,
                    "the amount is larger than {} {currency}",
                    Money::limit(*currency)
                )
            }
        }
    }
}

impl std::error::Error for MoneyError {}

/// An amount in a currency, always exact at the currency's scale: it is kept as a count of smallest units.
///
/// Two currencies never meet in one document, so mixing them is a mistake of the program, not of a person:
/// adding, subtracting or ordering across currencies stops with the sentence of `Money::same`. Equality
/// may be asked across currencies and is false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// The most smallest units that one amount read or computed may have. Thousands of such amounts still
    /// add up without overflow, which is what lets `+` and `-` be plain.
    pub const LIMIT: i64 = 999_999_999_999_999;

    /// Nothing.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// `minor` smallest units: `1230` is 12.30 EUR.
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount as it stands; refused when it has more decimals than the currency.
    pub fn exact(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let rounded = Self::round(amount, currency, Rounding::Down)?;
        if rounded.amount() == amount {
            Ok(rounded)
        } else {
            Err(MoneyError::TooPrecise(amount, currency))
        }
    }

    /// The amount rounded to the currency's scale.
    pub fn round(amount: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        let places = currency.exponent();
        let rounded = round(amount, places, rounding);
        // at most 28 digits and three more: within i128
        let minor = rounded.mantissa() * 10i128.pow(places.saturating_sub(rounded.scale()));
        match i64::try_from(minor) {
            Ok(minor) if minor.abs() <= Self::LIMIT => Ok(Self { minor, currency }),
            _ => Err(MoneyError::TooLarge(currency)),
        }
    }

    fn limit(currency: Currency) -> Self {
        Self {
            minor: Self::LIMIT,
            currency,
        }
    }

    /// The count of smallest units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount as a number, with exactly the currency's digits after the dot.
    pub fn amount(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }

    /// Whether this is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether this is below nothing.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self {
            minor: self.minor.abs(),
            currency: self.currency,
        }
    }

    /// The sum; none on overflow. For sums without end, such as perpetual totals.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.same(other);
        self.minor.checked_add(other.minor).map(|minor| Self {
            minor,
            currency: self.currency,
        })
    }

    /// The difference; none on overflow.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.same(other);
        self.minor.checked_sub(other.minor).map(|minor| Self {
            minor,
            currency: self.currency,
        })
    }

    /// Adds to a figure of many documents, which stays at the end of its range rather than stop the fold.
    pub fn gather(&mut self, other: Self) {
        self.same(other);
        self.minor = self.minor.saturating_add(other.minor);
    }

    /// Stops the program when the currencies differ.
    fn same(self, other: Self) {
        assert!(
            self.currency == other.currency,
            "amounts of two currencies never meet in one sum"
        );
    }
}

impl std::ops::Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.checked_add(other)
            .expect("amounts are limited so that a document's sums stay in range")
    }
}

impl std::ops::Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.checked_sub(other)
            .expect("amounts are limited so that a document's sums stay in range")
    }
}

impl std::ops::Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self::zero(self.currency) - self
    }
}

impl std::ops::AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::ops::SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Ord for Money {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.same(*other);
        self.minor.cmp(&other.minor)
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The plain decimal string at the currency's scale: `12.30`.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.amount().to_string())
    }
}

/// As text, without a copy on the way: every line of a sale writes some of these.
impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{self} {}", self.currency))
    }
}

impl TryFrom<String> for Money {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (amount, code) = text
            .split_once(' ')
            .ok_or("an amount is written like 12.30 EUR")?;
        let currency = Currency::try_from(code.to_owned())?;
        let amount = super::decimal::parse_strict(amount).map_err(|refusal| refusal.to_string())?;
        if amount.scale() != currency.exponent() {
            return Err(format!(
                "an amount in {currency} has {} decimals",
                currency.exponent()
            ));
        }
        // a record may hold a sum, which may be beyond what one amount may have
        let minor =
            i64::try_from(amount.mantissa()).map_err(|_| MoneyError::TooLarge(currency).to_string())?;
        Ok(Self { minor, currency })
    }
}

/// The plain decimal string alone, for the command line's JSON: `#[serde(serialize_with = "money::plain")]`.
pub fn plain<S: serde::Serializer>(money: &Money, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(money)
}

/// Adds up; zero for no amounts.
pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Money {
    amounts
        .into_iter()
        .fold(Money::zero(currency), |sum, amount| sum + amount)
}

/// Spreads `total` over parts in proportion to `weights` by largest remainder, ties to the earlier part, so
/// that the parts add up to `total` exactly. Weights are not negative; when all are zero they count alike.
/// No parts: nothing is spread.
pub fn spread(total: Money, weights: &[Money]) -> Vec<Money> {
    let equal = weights.iter().all(|weight| weight.minor == 0);
    let weight = |i: usize| {
        if equal {
            1
        } else {
            i128::from(weights[i].minor.max(0))
        }
    };
    let whole: i128 = (0..weights.len()).map(weight).sum();
    let (size, sign) = (i128::from(total.minor.unsigned_abs()), total.minor.signum());
    let mut parts = Vec::with_capacity(weights.len());
    let mut rest: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for i in 0..weights.len() {
        let product = size * weight(i);
        parts.push((product / whole) as i64);
        rest.push((product % whole, i));
    }
    let given: i128 = parts.iter().map(|&part| i128::from(part)).sum();
    // fewer units are left than parts, for each remainder is less than one
    rest.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, i) in rest.iter().take((size - given) as usize) {
        parts[i] += 1;
    }
    parts
        .into_iter()
        .map(|part| Money {
            minor: part * sign,
            currency: total.currency,
        })
        .collect()
}

#[cfg(test)]
mod tests;
