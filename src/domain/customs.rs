//! What a shop has settled about its counter: what a cashier may give alone, and the goods kept at hand
//! without a code. Must never hold a fact of one machine.

use serde::{Deserialize, Serialize};

use super::product::Sku;
use super::rate::Rate;

/// The most goods kept at hand.
pub const FAVOURITES_MAX: usize = 60;

/// The customs of a counter, part of the shop's settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Customs {
    /// The largest discount, as a percentage of what it is taken off, that somebody may give who may not give
    /// discounts otherwise; 0 asks a supervisor for each.
    #[serde(default, skip_serializing_if = "Rate::is_zero")]
    pub discount_limit: Rate,
    /// Goods sold from a grid instead of by a code, in the order of the grid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub favourites: Vec<Sku>,
    /// After so long without a key the till asks for a PIN again.
    #[serde(default, skip_serializing_if = "Idle::is_usual")]
    pub idle: Idle,
}

/// Minutes without a key, after which a till locks itself; 0 never does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Idle(pub u32);

impl Default for Idle {
    fn default() -> Idle {
        Idle(5)
    }
}

impl Idle {
    fn is_usual(&self) -> bool {
        *self == Idle::default()
    }
}

impl Customs {
    /// Whether nothing was settled: such customs are not written.
    pub fn is_default(&self) -> bool {
        *self == Customs::default()
    }

    /// Puts a good among those at hand, or takes it away; false where there is no room for one more.
    pub fn toggle(&mut self, sku: &Sku) -> bool {
        match self.favourites.iter().position(|known| known == sku) {
            Some(at) => drop(self.favourites.remove(at)),
            None if self.favourites.len() >= FAVOURITES_MAX => return false,
            None => self.favourites.push(sku.clone()),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_good_is_put_at_hand_and_away_again() {
        let mut customs = Customs::default();
        let sku = |at: usize| Sku::new(&format!("S{at}")).unwrap();
        assert!((0..FAVOURITES_MAX).all(|at| customs.toggle(&sku(at))));
        assert!(!customs.toggle(&sku(99)), "the grid is full");
        assert!(customs.toggle(&sku(3)) && !customs.favourites.contains(&sku(3)));
        assert!(customs.toggle(&sku(3)));
        assert_eq!(customs.favourites.last(), Some(&sku(3)));
    }

    #[test]
    fn customs_that_were_never_settled_leave_no_trace() {
        assert!(Customs::default().is_default());
        assert_eq!(serde_json::to_string(&Customs::default()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Customs>("{}").unwrap(), Customs::default());
    }
}
