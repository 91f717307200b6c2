//! Numbers of one series for all tills of a shop, held by a till in blocks. Must never give one twice, nor
//! one that another till may have.
//!
//! The hub gives each block to one till alone. What a till does not use it gives up in so many words, so that
//! a number which stands on no receipt is accounted for. A life of the journal never uses the blocks of one
//! gone by: the disk that was lost may have used them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::document::DocumentNumber;

/// Numbers in one block that a till asks for.
pub const BLOCK: u32 = 200;
/// With fewer than so many left a till asks for the next block.
pub const LOW: u64 = 100;

/// The hub has given the till a block of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersLeased {
    /// Of which series.
    pub series: String,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
    /// The request that it answers.
    pub request: Uuid,
}

/// The till gives up numbers that it was given and has not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersVoided {
    /// Of which series.
    pub series: String,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// What is left of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Of which series.
    pub series: String,
    /// The number that comes next.
    pub next: u64,
    /// The last.
    pub to: u64,
}

impl Block {
    /// What is left, given up.
    pub fn voided(&self) -> NumbersVoided {
        NumbersVoided {
            series: self.series.clone(),
            from: self.next,
            to: self.to,
        }
    }

    /// So many are left.
    pub fn left(&self) -> u64 {
        self.to.saturating_add(1).saturating_sub(self.next)
    }
}

/// The blocks of one life of a till's journal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    /// Those of which something is left, in the order in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    held: Vec<Block>,
    /// How many came.
    #[serde(default)]
    came: u64,
    /// The last number that came, of each series.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    upto: BTreeMap<String, u64>,
}

impl Blocks {
    /// Whether none ever came.
    pub fn is_empty(&self) -> bool {
        *self == Blocks::default()
    }

    /// Those of which something is left.
    pub fn held(&self) -> &[Block] {
        &self.held
    }

    /// How many came in this life.
    pub fn came(&self) -> u64 {
        self.came
    }

    /// The number after all that came of that series.
    pub fn beyond(&self, series: &str) -> u64 {
        self.upto.get(series).map_or(1, |upto| upto.saturating_add(1))
    }

    /// So many numbers of that series are left.
    pub fn left(&self, series: &str) -> u64 {
        let of = self.held.iter().filter(|block| block.series == series);
        of.map(Block::left).fold(0, u64::saturating_add)
    }

    /// The next number of that series.
    pub fn next(&self, series: &str) -> Option<u64> {
        let block = self.held.iter().find(|block| block.series == series);
        block.map(|block| block.next)
    }

    /// Another life of the journal begins: nothing that is left is used there.
    pub(super) fn begin(&mut self) {
        self.held.clear();
        self.came = 0;
    }

    /// A block came.
    pub(super) fn lease(&mut self, leased: &NumbersLeased) {
        self.came += 1;
        let upto = self.upto.entry(leased.series.clone()).or_default();
        *upto = leased.to.max(*upto);
        self.held.push(Block {
            series: leased.series.clone(),
            next: leased.from,
            to: leased.to,
        });
        self.held.retain(|block| block.left() > 0);
    }

    /// A document has that number; whether it is of one of these blocks.
    pub(super) fn use_up(&mut self, number: &DocumentNumber) -> bool {
        let of = |block: &&mut Block| {
            block.series == number.series && (block.next..=block.to).contains(&number.number)
        };
        let Some(block) = self.held.iter_mut().find(of) else {
            return false;
        };
        block.next = number.number.saturating_add(1);
        self.held.retain(|block| block.left() > 0);
        true
    }

    /// Numbers were given up.
    pub(super) fn give_up(&mut self, voided: &NumbersVoided) {
        self.held.retain(|block| {
            let same = block.series == voided.series;
            !(same && voided.from <= block.next && block.to <= voided.to)
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::Event;

    #[test]
    fn their_json_is_frozen() {
        let golden = [
            (
                75,
                concat!(
                    r#"{"numbers_leased":{"series":"A","from":201,"to":400,"#,
                    r#""request":"00000000-0000-0000-0000-000000000007"}}"#,
                ),
            ),
            (76, r#"{"numbers_voided":{"series":"A","from":390,"to":400}}"#),
        ];
        for (kind, json) in golden {
            let event: Event = serde_json::from_str(json).unwrap();
            assert_eq!(event.kind(), kind);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }

    fn leased(from: u64, to: u64) -> NumbersLeased {
        NumbersLeased {
            series: "A".to_owned(),
            from,
            to,
            request: Uuid::nil(),
        }
    }

    #[test]
    fn numbers_are_given_in_order_block_after_block() {
        let mut blocks = Blocks::default();
        blocks.lease(&leased(5, 6));
        blocks.lease(&leased(9, 9));
        assert_eq!((blocks.left("A"), blocks.left("B"), blocks.came()), (3, 0, 2));
        assert_eq!((blocks.beyond("A"), blocks.beyond("B")), (10, 1));
        let mut given = Vec::new();
        while let Some(number) = blocks.next("A") {
            given.push(number);
            let series = "A".to_owned();
            assert!(blocks.use_up(&DocumentNumber { series, number }));
        }
        assert_eq!(given, [5, 6, 9]);
        let series = "A".to_owned();
        assert!(!blocks.use_up(&DocumentNumber { series, number: 6 }), "once");
        assert_eq!(blocks.beyond("A"), 10, "what came is remembered");
    }

    #[test]
    fn what_is_given_up_is_not_given_again() {
        let mut blocks = Blocks::default();
        blocks.lease(&leased(5, 6));
        blocks.lease(&leased(9, 12));
        let first = blocks.held()[0].voided();
        blocks.give_up(&first);
        assert_eq!((blocks.next("A"), blocks.left("A")), (Some(9), 4));
    }
}
