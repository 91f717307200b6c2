//! How rows look on the disk. Must never change without a new [`FORMAT`](super::schema::FORMAT): the golden
//! bytes in the tests stand for every store that exists.
//!
//! Every row starts with [`VERSION`]. Numbers are LEB128, signed ones zigzagged; the rest is postcard.

pub(super) mod block;
pub(super) mod day;
pub(super) mod product;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// First byte of every row.
pub(super) const VERSION: u8 = 1;

/// The row behind its version byte.
pub(super) fn body<'a>(table: &str, row: &'a [u8]) -> Result<&'a [u8], StoreError> {
    match row.split_first() {
        Some((&VERSION, body)) => Ok(body),
        Some((&version, _)) => Err(damaged(table, &format!("row version {version}"))),
        None => Err(damaged(table, "empty row")),
    }
}

/// A row in postcard behind its version byte.
pub(super) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_extend(value, vec![VERSION]).expect("a row in memory can be written")
}

/// A row written by [`encode`].
pub(super) fn decode<T: DeserializeOwned>(table: &str, row: &[u8]) -> Result<T, StoreError> {
    postcard::from_bytes(body(table, row)?).map_err(|error| damaged(table, &error.to_string()))
}

/// A row that is not what was written.
pub(super) fn damaged(table: &str, what: &str) -> StoreError {
    StoreError::Damaged(format!("{what} in {table}"))
}

/// Appends a number in groups of seven bits, the lowest first.
fn put(out: &mut Vec<u8>, mut number: u128) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a signed number.
fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, zigzag(number));
}

/// Takes a number from the front; none if the bytes end or the number does not.
#[inline]
fn take(from: &mut &[u8]) -> Option<u128> {
    match from.split_first() {
        Some((&byte, rest)) if byte < 0x80 => {
            *from = rest;
            Some(byte.into())
        }
        _ => take_long(from),
    }
}

/// A number of more than one byte.
fn take_long(from: &mut &[u8]) -> Option<u128> {
    // Most numbers of a block fit in a word, which is quicker to fill than two.
    let (mut small, mut read) = (0u64, 0);
    for &byte in from.iter().take(9) {
        small |= u64::from(byte & 0x7f) << (7 * read);
        read += 1;
        if byte < 0x80 {
            *from = &from[read..];
            return Some(small.into());
        }
    }
    let (mut number, mut shift) = (0u128, 0);
    loop {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        number |= u128::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
        if shift > 126 {
            return None;
        }
    }
}

/// Takes a signed number from the front.
fn take_signed(from: &mut &[u8]) -> Option<i64> {
    unzigzag(take(from)?)
}

fn zigzag(number: i64) -> u128 {
    u128::from((number.wrapping_shl(1) ^ (number >> 63)) as u64)
}

fn unzigzag(packed: u128) -> Option<i64> {
    let packed = u64::try_from(packed).ok()?;
    Some((packed >> 1) as i64 ^ -((packed & 1) as i64))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(number: u128, signed: i64) {
            let mut out = Vec::new();
            put(&mut out, number >> 2);
            put_signed(&mut out, signed);
            let mut from = out.as_slice();
            prop_assert_eq!(take(&mut from), Some(number >> 2));
            prop_assert_eq!(take_signed(&mut from), Some(signed));
            prop_assert!(from.is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_a_stop(bytes: Vec<u8>) {
            let mut from = bytes.as_slice();
            while !from.is_empty() && take(&mut from).is_some() {}
        }
    }

    #[test]
    fn the_smallest_numbers_take_one_byte() {
        let mut out = Vec::new();
        for number in [0, -1, 1, 63, -64] {
            put_signed(&mut out, number);
        }
        assert_eq!(out, [0, 1, 2, 126, 127]);
    }
}
