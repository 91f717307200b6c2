//! What a product is counted in, and how finely. Must never convert one unit into another.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A unit of sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Each: whole pieces.
    #[default]
    Ea,
    /// Kilogram.
    Kg,
    /// Gram, whole.
    G,
    /// Litre.
    L,
    /// Millilitre, whole.
    Ml,
    /// Metre.
    M,
    /// Square metre.
    M2,
    /// Cubic metre.
    M3,
    /// Pound (avoirdupois).
    Lb,
    /// Ounce (avoirdupois).
    Oz,
    /// Hour.
    H,
}

impl Unit {
    /// Every unit, in the order in which lists show them.
    pub const ALL: [Unit; 11] = [
        Unit::Ea,
        Unit::Kg,
        Unit::G,
        Unit::L,
        Unit::Ml,
        Unit::M,
        Unit::M2,
        Unit::M3,
        Unit::Lb,
        Unit::Oz,
        Unit::H,
    ];

    /// The unit that files and screens call `name`, capitals or not; `None` when there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Unit> {
        Unit::ALL
            .into_iter()
            .find(|unit| unit.name().eq_ignore_ascii_case(name))
    }

    /// Its short name: `ea`, `kg` …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Ea => "ea",
            Unit::Kg => "kg",
            Unit::G => "g",
            Unit::L => "l",
            Unit::Ml => "ml",
            Unit::M => "m",
            Unit::M2 => "m2",
            Unit::M3 => "m3",
            Unit::Lb => "lb",
            Unit::Oz => "oz",
            Unit::H => "h",
        }
    }

    /// How many decimals a quantity of it may have.
    #[must_use]
    pub fn decimals(self) -> u8 {
        match self {
            Unit::Ea | Unit::G | Unit::Ml => 0,
            Unit::Kg | Unit::L | Unit::M | Unit::M2 | Unit::M3 | Unit::Lb | Unit::Oz | Unit::H => 3,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_name_everywhere() {
        for unit in Unit::ALL {
            assert_eq!(Unit::named(unit.name()), Some(unit));
            assert_eq!(Unit::named(&unit.name().to_uppercase()), Some(unit));
            assert_eq!(
                serde_json::to_string(&unit).unwrap(),
                format!("\"{}\"", unit.name())
            );
        }
        assert_eq!(Unit::named("pieces"), None);
        assert_eq!(Unit::named(""), None);
    }
}
