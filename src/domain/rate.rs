//! Percentages and unit prices: exact numbers that are multiplied, and only their product is money. Must
//! never be rounded themselves.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::decimal::{self, FromText, NumberRefusal};

/// Why a number is not a rate or a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RateRefusal {
    /// Not a number at all.
    Number(NumberRefusal),
    /// A percentage below zero.
    Negative(Decimal),
    /// A percentage above a thousand.
    TooLarge(Decimal),
    /// A percentage with more than four decimals.
    TooPrecise(Decimal),
    /// A price below zero.
    PriceNegative(Decimal),
    /// A price beyond 9 999 999 999.
    PriceTooLarge(Decimal),
    /// A price with more than six decimals.
    PriceTooPrecise(Decimal),
}

impl RateRefusal {
    /// A stable word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Number(refusal) => refusal.code(),
            Self::Negative(_) => "percent-negative",
            Self::TooLarge(_) => "percent-too-large",
            Self::TooPrecise(_) => "percent-too-precise",
            Self::PriceNegative(_) => "price-negative",
            Self::PriceTooLarge(_) => "price-too-large",
            Self::PriceTooPrecise(_) => "price-too-precise",
        }
    }
}

impl std::fmt::Display for RateRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(refusal) => refusal.fmt(f),
            Self::Negative(value) => write!(f, "a percentage cannot be below zero, and {value} is"),
            Self::TooLarge(value) => write!(f, "the percentage {value} is above 1000"),
            Self::TooPrecise(value) => write!(f, "the percentage {value} has more than four decimals"),
            Self::PriceNegative(value) => write!(f, "a price cannot be below zero, and {value} is"),
            Self::PriceTooLarge(value) => write!(f, "the price {value} is beyond 9999999999"),
            Self::PriceTooPrecise(value) => write!(f, "the price {value} has more than six decimals"),
        }
    }
}

impl std::error::Error for RateRefusal {}

/// A percentage, 0 to 1000 with up to four decimals. A discount refuses more than 100 on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate(Decimal);

impl Rate {
    /// Nought per cent.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// `percent` as people say it: 21 for 21 %.
    pub fn new(percent: Decimal) -> Result<Self, RateRefusal> {
        let percent = percent.normalize();
        if percent < Decimal::ZERO {
            Err(RateRefusal::Negative(percent))
        } else if percent > Decimal::ONE_THOUSAND {
            Err(RateRefusal::TooLarge(percent))
        } else if percent.scale() > 4 {
            Err(RateRefusal::TooPrecise(percent))
        } else {
            Ok(Self(percent))
        }
    }

    /// Whether it is nought per cent.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The number people say: 21 for 21 %.
    pub const fn percent(self) -> Decimal {
        self.0
    }

    /// What to multiply by: 0.21 for 21 %. Exact.
    pub fn fraction(self) -> Decimal {
        self.0 * Decimal::new(1, 2)
    }
}

/// The price of one unit: 0 to 9 999 999 999 with up to six decimals, in the shop's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice(Decimal);

impl UnitPrice {
    /// Free.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// A number as a price. Zeros at its end are kept: 4.60 stays 4.60.
    pub fn new(price: Decimal) -> Result<Self, RateRefusal> {
        if price < Decimal::ZERO {
            Err(RateRefusal::PriceNegative(price))
        } else if price > Decimal::from(9_999_999_999_i64) {
            Err(RateRefusal::PriceTooLarge(price))
        } else if decimal::decimals(price) > 6 {
            Err(RateRefusal::PriceTooPrecise(price))
        } else if price.scale() > 6 {
            Ok(Self(price.normalize()))
        } else {
            Ok(Self(price))
        }
    }

    /// Whether it is free.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The number.
    pub const fn value(self) -> Decimal {
        self.0
    }
}

/// Written as the number it is, and read back strictly.
macro_rules! as_text {
    ($($name:ident)*) => {
        $(
            impl $name {
                /// From a file or JSON, strictly.
                pub fn parse(text: &str) -> Result<Self, RateRefusal> {
                    decimal::parse_strict(text)
                        .map_err(RateRefusal::Number)
                        .and_then(Self::new)
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(f)
                }
            }

            /// As text, without a copy on the way: every line of a sale writes some of these.
            impl Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    to.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    from.deserialize_str(FromText(Self::parse))
                }
            }
        )*
    };
}

as_text! { Rate UnitPrice }
