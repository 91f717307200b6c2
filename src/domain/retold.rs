//! Entries of another life of the till's journal, told again in this one: which they are. Must never let one
//! count twice.
//!
//! A disk that was set back and written over, or copied, holds another past than the hub: the hub's stays as
//! it is, and the till's own entries go to the hub in a new life, under the same ids. What only the hub had
//! comes into the new life too.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The entries right after this one, in the same frame, are of another life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldAgain {
    /// That life.
    pub incarnation: Uuid,
    /// The place of the first of them there.
    pub first: u64,
    /// How many.
    pub many: u64,
    /// Whether this journal holds them there too: then they had their effect in it, and stand here for the
    /// hub alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub here: bool,
}

/// The hub has seen later numbers of the till's series than the till gave: it goes on after them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersRaised {
    /// Which series, of sales or of returns.
    pub series: String,
    /// The number that was due.
    pub from: u64,
    /// What is given next instead.
    pub next: u64,
}

/// How an entry came into its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was made there.
    First,
    /// It was made in another life of this journal and counts there.
    Again,
    /// The hub gave it back: its documents count, what stands at the counter does not change.
    Back,
}

/// Consecutive entries of a life that are of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    /// Where they stand, and the entries that announce them.
    life: Uuid,
    from: u64,
    to: u64,
    /// Where they stood.
    of: Uuid,
    first: u64,
    last: u64,
    here: bool,
}

/// All entries of a journal that were told again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Retold(Vec<Stretch>);

impl Retold {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An entry in that place announces some.
    pub fn announced(&mut self, (life, seq): (Uuid, u64), told: &ToldAgain) {
        let last = (told.first + told.many).saturating_sub(1);
        if let Some(before) = self.0.last_mut()
            && (before.life, before.of, before.here) == (life, told.incarnation, told.here)
            && (before.to + 1, before.last + 1) == (seq, told.first)
        {
            (before.to, before.last) = (seq + told.many, last);
            return;
        }
        self.0.push(Stretch {
            life,
            from: seq + 1,
            to: seq + told.many,
            of: told.incarnation,
            first: told.first,
            last,
            here: told.here,
        });
    }

    /// How the entry in that place came there.
    pub fn told(&self, (life, seq): (Uuid, u64)) -> Told {
        let at = |stretch: &&Stretch| stretch.life == life && (stretch.from..=stretch.to).contains(&seq);
        match self.0.iter().find(at) {
            Some(stretch) if stretch.here => Told::Again,
            Some(_) => Told::Back,
            None => Told::First,
        }
    }

    /// Up to which entry a life counts as the hub has it, where later ones were told again.
    pub fn common(&self, life: Uuid) -> Option<u64> {
        let own = self.0.iter().filter(|stretch| stretch.here && stretch.of == life);
        own.map(|stretch| stretch.first.saturating_sub(1)).min()
    }

    /// The last entry of a life that was told again.
    pub fn told_upto(&self, life: Uuid) -> Option<u64> {
        let own = self.0.iter().filter(|stretch| stretch.here && stretch.of == life);
        own.map(|stretch| stretch.last).max()
    }

    /// The last entry in a life that was told again there.
    pub fn again_upto(&self, life: Uuid) -> Option<u64> {
        let own = self
            .0
            .iter()
            .filter(|stretch| stretch.here && stretch.life == life);
        own.map(|stretch| stretch.to).max()
    }

    /// The last entry of a life that the hub gave back.
    pub fn back_upto(&self, life: Uuid) -> Option<u64> {
        let back = self
            .0
            .iter()
            .filter(|stretch| !stretch.here && stretch.of == life);
        back.map(|stretch| stretch.last).max()
    }
}

/// Tells while a journal goes by from its start how each entry came into its place.
#[derive(Debug, Clone, Default)]
pub struct Telling {
    left: u64,
    here: bool,
}

impl Telling {
    /// How the next entry came there; what it announces itself, if it does.
    pub fn next(&mut self, announces: Option<&ToldAgain>) -> Told {
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            return if self.here { Told::Again } else { Told::Back };
        }
        if let Some(told) = announces {
            (self.left, self.here) = (told.many, told.here);
        }
        Told::First
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::domain::event::Event;

    fn life(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn their_json_is_frozen() {
        let golden = [
            (
                73,
                concat!(
                    r#"{"told_again":{"incarnation":"00000000-0000-0000-0000-000000000001","#,
                    r#""first":7,"many":3,"here":true}}"#,
                ),
            ),
            (
                73,
                concat!(
                    r#"{"told_again":{"incarnation":"00000000-0000-0000-0000-000000000001","#,
                    r#""first":7,"many":3}}"#,
                ),
            ),
            (74, r#"{"numbers_raised":{"series":"C1","from":7,"next":12}}"#),
        ];
        for (kind, json) in golden {
            let event: Event = serde_json::from_str(json).unwrap();
            assert_eq!(event.kind(), kind);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }

    /// Frames of a life: so many entries of its own, then so many of another.
    fn frames() -> impl Strategy<Value = Vec<(u64, u64, bool)>> {
        prop::collection::vec((0..4_u64, 1..5_u64, any::<bool>()), 0..12)
    }

    proptest! {
        /// Whoever reads from the start and whoever asks for one place are told the same.
        #[test]
        fn a_place_is_told_alike_from_wherever_it_is_read(frames in frames()) {
            let (mut retold, mut telling) = (Retold::default(), Telling::default());
            let (mut seq, mut next) = (0_u64, [1_u64, 1]);
            let mut told: Vec<Told> = Vec::new();
            for (own, many, here) in frames {
                for _ in 0..own {
                    seq += 1;
                    told.push(telling.next(None));
                }
                let first = next[usize::from(here)];
                next[usize::from(here)] += many;
                let again = ToldAgain { incarnation: life(u128::from(here)), first, many, here };
                seq += 1;
                retold.announced((life(9), seq), &again);
                told.push(telling.next(Some(&again)));
                for _ in 0..many {
                    seq += 1;
                    told.push(telling.next(None));
                }
            }
            for (seq, told) in (1..).zip(&told) {
                let is = retold.told((life(9), seq));
                // An entry that announces more of the same has no effect of its own either way.
                let announces = *told == Told::First && is != Told::First;
                prop_assert!(announces || is == *told, "{seq}: {is:?} {told:?}");
                prop_assert_eq!(retold.told((life(8), seq)), Told::First);
            }
            prop_assert_eq!(retold.told_upto(life(1)).unwrap_or(0), next[1] - 1);
            let last = (1..=seq).rev().find(|seq| retold.told((life(9), *seq)) == Told::Again);
            prop_assert_eq!(retold.again_upto(life(9)), last);
            prop_assert_eq!(retold.again_upto(life(8)), None);
            prop_assert_eq!(retold.back_upto(life(0)).unwrap_or(0), next[0] - 1);
            prop_assert_eq!(retold.common(life(1)), (next[1] > 1).then_some(0));
        }
    }

    #[test]
    fn many_pages_in_a_row_are_one_stretch() {
        let mut retold = Retold::default();
        for page in 0..20 {
            let again = ToldAgain {
                incarnation: life(1),
                first: 41 + page * 500,
                many: 500,
                here: false,
            };
            retold.announced((life(2), 3 + page * 501), &again);
        }
        assert_eq!(retold.0.len(), 1);
        assert_eq!(retold.back_upto(life(1)), Some(40 + 20 * 500));
        assert_eq!(retold.told((life(2), 3)), Told::First);
        assert_eq!(retold.told((life(2), 3 + 20 * 501)), Told::First);
    }
}
