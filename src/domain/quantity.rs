//! A quantity of goods, exact, with at most three decimals. Must never be rounded: what a unit does not allow
//! is refused.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::decimal::{self, FromText, NumberRefusal};

/// How many, how heavy, how long. May be below zero: a stock level can be. A sale refuses that on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(Decimal);

/// Why a number is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuantityRefusal {
    /// Not a number at all.
    Number(NumberRefusal),
    /// More than three decimals.
    TooPrecise(Decimal),
    /// A thousand million or more.
    TooLarge(Decimal),
}

impl QuantityRefusal {
    /// A stable word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Number(refusal) => refusal.code(),
            Self::TooPrecise(_) => "quantity-too-precise",
            Self::TooLarge(_) => "quantity-too-large",
        }
    }
}

impl std::fmt::Display for QuantityRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(refusal) => refusal.fmt(f),
            Self::TooPrecise(value) => write!(f, "the quantity {value} has more than three decimals"),
            Self::TooLarge(value) => write!(f, "the quantity {value} is too large to be meant"),
        }
    }
}

impl std::error::Error for QuantityRefusal {}

impl Quantity {
    /// None.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One piece.
    pub const ONE: Self = Self(Decimal::ONE);
    /// Decimals that any unit may have.
    pub const DECIMALS: u32 = 3;

    /// A number as a quantity.
    pub fn new(value: Decimal) -> Result<Self, QuantityRefusal> {
        let value = value.normalize();
        if value.scale() > Self::DECIMALS {
            Err(QuantityRefusal::TooPrecise(value))
        } else if value.abs() >= Decimal::from(1_000_000_000) {
            Err(QuantityRefusal::TooLarge(value))
        } else {
            Ok(Self(value))
        }
    }

    /// From a file or JSON, strictly.
    pub fn parse(text: &str) -> Result<Self, QuantityRefusal> {
        decimal::parse_strict(text)
            .map_err(QuantityRefusal::Number)
            .and_then(Self::new)
    }

    /// The number.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Digits after the dot that it needs: 0 to 3.
    pub const fn decimals(self) -> u32 {
        self.0.scale()
    }

    /// Whether it is more than nothing.
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }

    /// The sum; refused when it is too large to be meant.
    pub fn checked_add(self, other: Self) -> Result<Self, QuantityRefusal> {
        Self::new(self.0 + other.0)
    }

    /// The difference; refused when it is too large to be meant.
    pub fn checked_sub(self, other: Self) -> Result<Self, QuantityRefusal> {
        Self::new(self.0 - other.0)
    }
}

impl Quantity {
    /// From thousandths of a unit; beyond what a quantity may be, the largest that it may.
    pub fn from_thousandths(thousandths: i64) -> Self {
        const MOST: i64 = 999_999_999_999;
        let kept = Decimal::new(thousandths.clamp(-MOST, MOST), Self::DECIMALS);
        Self(kept.normalize())
    }

    /// In thousandths of its unit.
    pub fn thousandths(self) -> i64 {
        let units = self.0.mantissa() * 10i128.pow(Self::DECIMALS.saturating_sub(self.0.scale()));
        i64::try_from(units).unwrap_or(i64::MAX)
    }
}

impl From<i32> for Quantity {
    fn from(count: i32) -> Self {
        // at most ten digits: the limit of `new` guards typed numbers, not the program's own
        Self(Decimal::from(count))
    }
}

impl std::ops::Neg for Quantity {
    type Output = Self;

    fn neg(self) -> Self {
        Self((-self.0).normalize())
    }
}

/// Without needless zeros: `2`, `0.75`.
impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// As text, without a copy on the way: every line of a sale writes some of these.
impl Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromText(Self::parse))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn three_decimals_and_no_more() {
        assert_eq!(Quantity::parse("2.750").unwrap().to_string(), "2.75");
        assert_eq!(Quantity::parse("2.7500").unwrap().decimals(), 2);
        assert!(matches!(
            Quantity::parse("2.7501"),
            Err(QuantityRefusal::TooPrecise(_))
        ));
        assert!(matches!(
            Quantity::parse("1000000000"),
            Err(QuantityRefusal::TooLarge(_))
        ));
        assert!(matches!(Quantity::parse("1,5"), Err(QuantityRefusal::Number(_))));
    }

    #[test]
    fn survives_its_record() {
        let quantity = Quantity::parse("-0.125").unwrap();
        let text = serde_json::to_string(&quantity).unwrap();
        assert_eq!(text, "\"-0.125\"");
        assert_eq!(serde_json::from_str::<Quantity>(&text).unwrap(), quantity);
        assert!(
            serde_json::from_str::<Quantity>("1").is_err(),
            "a bare number is not exact"
        );
    }
}
