//! A block of products: levels, and what was sold of each in one dekad. Must never grow by what did not
//! happen: how much a fold writes depends on these few bytes.
//!
//! A sale of twenty goods out of 100,000 touches twenty places. Rows of their own would cost a page each;
//! packed a hundred to a block, at about eleven bytes each, all of them fit in some 400 pages, and a fold of
//! 64 sales writes each page at most once.
//!
//! Layout: version, dekad, number of rows, then for each row its head: bit 0 says whether the dekad's figures
//! follow, the rest is 0 without a level and the packed level + 1 with one. Figures: quantity packed, then
//! net, cost and uncosted net in smallest units. A packed quantity is zigzag(mantissa) × 4 + scale, at the
//! smallest scale it has.

use super::{VERSION, body, damaged, put, put_signed, take, take_signed, unzigzag, zigzag};
use crate::store::StoreError;

/// Products in one block.
pub(in crate::store) const PRODUCTS: u32 = 100;

/// What was sold of one product: thousandths of its unit and smallest units of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct Sold {
    pub(in crate::store) quantity: i64,
    pub(in crate::store) net: i64,
    pub(in crate::store) cost: i64,
    pub(in crate::store) uncosted: i64,
}

impl Sold {
    /// Both together. Stays at the largest number rather than wrap around.
    pub(in crate::store) fn plus(self, other: Sold) -> Sold {
        Sold {
            quantity: self.quantity.saturating_add(other.quantity),
            net: self.net.saturating_add(other.net),
            cost: self.cost.saturating_add(other.cost),
            uncosted: self.uncosted.saturating_add(other.uncosted),
        }
    }
}

/// One product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct Row {
    /// Thousandths on the shelf; none where nothing was ever counted.
    pub(in crate::store) level: Option<i64>,
    /// Sold in the block's dekad.
    pub(in crate::store) sold: Option<Sold>,
}

/// Consecutive products.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Block {
    /// Dekad of the figures as in [`dekad_key`](crate::store::schema::dekad_key); 0 before the first.
    pub(in crate::store) dekad: u32,
    rows: Vec<Row>,
}

impl Block {
    /// A block of which nothing is known yet, for that dekad.
    pub(in crate::store) fn of_dekad(dekad: u32) -> Block {
        Block {
            dekad,
            rows: Vec::new(),
        }
    }

    /// The row at `index`, to change.
    pub(in crate::store) fn row_mut(&mut self, index: u32) -> &mut Row {
        let index = index as usize;
        if self.rows.len() <= index {
            self.rows.resize(index + 1, Row::default());
        }
        &mut self.rows[index]
    }

    /// The row at `index`.
    pub(in crate::store) fn row(&self, index: u32) -> Row {
        self.rows.get(index as usize).copied().unwrap_or_default()
    }

    /// Every row, in order of product.
    pub(in crate::store) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Takes the dekad's figures out: a block without levels, or none if nothing was sold.
    pub(in crate::store) fn take_dekad(&mut self) -> Option<Block> {
        let taken = |row: &mut Row| Row {
            level: None,
            sold: row.sold.take(),
        };
        let rows: Vec<Row> = self.rows.iter_mut().map(taken).collect();
        rows.iter().any(|row| row.sold.is_some()).then_some(Block {
            dekad: self.dekad,
            rows,
        })
    }

    /// As bytes. Empty rows at the end are left out, so that equal blocks are equal bytes.
    pub(in crate::store) fn encode(&self) -> Vec<u8> {
        let used = self.rows.iter().rposition(|row| *row != Row::default());
        let rows = &self.rows[..used.map_or(0, |last| last + 1)];
        let mut out = vec![VERSION];
        put(&mut out, self.dekad.into());
        put(&mut out, rows.len() as u128);
        for row in rows {
            let level = row.level.map_or(0, |level| pack(level) + 1);
            put(&mut out, level << 1 | u128::from(row.sold.is_some()));
            if let Some(sold) = row.sold {
                put(&mut out, pack(sold.quantity));
                put_signed(&mut out, sold.net);
                put_signed(&mut out, sold.cost);
                put_signed(&mut out, sold.uncosted);
            }
        }
        out
    }

    /// What was sold of each product in its dekad, straight from bytes: reports read thousands of blocks.
    /// The dekad, with 0 before the first, is told whether it counts before anything is read of it.
    pub(in crate::store) fn sold(
        table: &str,
        bytes: &[u8],
        counts: impl FnOnce(u32) -> bool,
        mut each: impl FnMut(u32, Sold),
    ) -> Result<(), StoreError> {
        let mut from = body(table, bytes)?;
        let read = || {
            let (dekad, count) = head(&mut from)?;
            if !counts(dekad) {
                return Some(true);
            }
            for index in 0..count {
                if let Some(sold) = read_row(&mut from)?.sold {
                    each(index, sold);
                }
            }
            Some(from.is_empty())
        };
        match read() {
            Some(true) => Ok(()),
            _ => Err(damaged(table, "unreadable row")),
        }
    }

    /// From bytes.
    pub(in crate::store) fn decode(table: &str, bytes: &[u8]) -> Result<Block, StoreError> {
        let mut from = body(table, bytes)?;
        read(&mut from)
            .filter(|_| from.is_empty())
            .ok_or_else(|| damaged(table, "unreadable row"))
    }
}

fn read(from: &mut &[u8]) -> Option<Block> {
    let (dekad, count) = head(from)?;
    let rows = (0..count).map(|_| read_row(from)).collect::<Option<_>>()?;
    Some(Block { dekad, rows })
}

/// The dekad of a block and how many rows follow.
fn head(from: &mut &[u8]) -> Option<(u32, u32)> {
    let dekad = u32::try_from(take(from)?).ok()?;
    let count = u32::try_from(take(from)?).ok()?;
    (count <= PRODUCTS).then_some((dekad, count))
}

fn read_row(from: &mut &[u8]) -> Option<Row> {
    let head = take(from)?;
    let level = match head >> 1 {
        0 => None,
        packed => Some(unpack(packed - 1)?),
    };
    let sold = match head & 1 {
        0 => None,
        _ => Some(Sold {
            quantity: unpack(take(from)?)?,
            net: take_signed(from)?,
            cost: take_signed(from)?,
            uncosted: take_signed(from)?,
        }),
    };
    Some(Row { level, sold })
}

/// Thousandths at the smallest scale they have: most quantities are whole.
fn pack(thousandths: i64) -> u128 {
    let (mut mantissa, mut scale) = (thousandths, 3u8);
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    zigzag(mantissa) << 2 | u128::from(scale)
}

fn unpack(packed: u128) -> Option<i64> {
    let scale = (packed & 3) as u32;
    unzigzag(packed >> 2)?.checked_mul(10i64.pow(3 - scale))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = Row> {
        let sold = (any::<i64>(), any::<i64>(), any::<i64>(), any::<i64>());
        let sold = sold.prop_map(|(quantity, net, cost, uncosted)| Sold {
            quantity,
            net,
            cost,
            uncosted,
        });
        let level = prop_oneof![any::<i64>(), (-500i64..500).prop_map(|n| n * 1000)];
        (proptest::option::of(level), proptest::option::of(sold))
            .prop_map(|(level, sold)| Row { level, sold })
    }

    proptest! {
        #[test]
        fn blocks_come_back(dekad: u32, rows in proptest::collection::vec(row(), 0..100)) {
            let block = Block { dekad, rows };
            let back = Block::decode("t", &block.encode()).unwrap();
            prop_assert_eq!(back.dekad, dekad);
            for index in 0..PRODUCTS {
                prop_assert_eq!(back.row(index), block.row(index));
            }
            prop_assert_eq!(back.encode(), block.encode());
            let mut told = Vec::new();
            Block::sold("t", &block.encode(), |_| true, |index, sold| told.push((index, sold))).unwrap();
            let sold = (0..PRODUCTS).filter_map(|index| Some((index, block.row(index).sold?)));
            prop_assert_eq!(told, sold.collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_a_block_or_a_plain_error(mut bytes: Vec<u8>) {
            bytes.insert(0, VERSION);
            drop(Block::decode("t", &bytes));
        }
    }

    #[test]
    fn bytes_are_frozen() {
        let mut block = Block {
            dekad: 3,
            ..Block::default()
        };
        *block.row_mut(0) = Row {
            level: Some(100_000),
            sold: None,
        };
        *block.row_mut(2) = Row {
            level: Some(-1_250),
            sold: Some(Sold {
                quantity: 2_000,
                net: 350,
                cost: 199,
                uncosted: 0,
            }),
        };
        block.row_mut(50);
        let golden = "010303c20c00cf0f10bc058e0300";
        assert_eq!(data_encoding::HEXLOWER.encode(&block.encode()), golden);
    }

    #[test]
    fn the_dekad_leaves_the_levels_behind() {
        let mut block = Block::default();
        block.row_mut(1).level = Some(5);
        assert_eq!(block.take_dekad(), None);
        block.row_mut(1).sold = Some(Sold::default());
        let dekad = block.take_dekad().unwrap();
        assert_eq!(
            (dekad.row(1).level, dekad.row(1).sold),
            (None, Some(Sold::default()))
        );
        assert_eq!((block.row(1).level, block.row(1).sold), (Some(5), None));
    }
}
