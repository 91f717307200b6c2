//! A currency of ISO 4217. Must never be one that no drawer can hold.

use iso_currency::Currency as Iso;
use serde::{Deserialize, Serialize};

/// A currency of ISO 4217 that a till can take: 0, 2 or 3 digits after the dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Currency(Iso);

impl Currency {
    /// From its code in capitals, `"EUR"`; none for what ISO 4217 does not list or no one pays with (gold,
    /// drawing rights, units of account).
    pub fn parse(code: &str) -> Option<Self> {
        let iso = Iso::from_code(code)?;
        matches!(iso.exponent(), Some(0..=3)).then_some(Self(iso))
    }

    /// `"EUR"`.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the dot: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }

    /// The sign people write, `"€"`.
    pub fn symbol(self) -> String {
        self.0.symbol().symbol
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

impl From<Currency> for &'static str {
    fn from(currency: Currency) -> Self {
        currency.code()
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::parse(&code).ok_or_else(|| format!("there is no currency {code:?}"))
    }
}
