//! The tables of the store, and the one list of them that `audit` compares. Must never hold a table that the
//! fold of the journal does not fill.

use jiff::civil::Date;
use redb::{Key, ReadTransaction, TableDefinition, Value, WriteTransaction};

use super::codec::block::PRODUCTS;
use super::{Dekad, Month, StoreError};

/// Version of everything below; a newer one is refused at opening, an older one
/// is folded anew from the journal.
pub(super) const FORMAT: u32 = 9;

/// Key of the format in [`META`]: four bytes, little-endian, where every version can find it.
pub(super) const META_FORMAT: &str = "format";
/// Key of how far the journal is folded, in [`META`]: in every format alike, for a store of an older one
/// still proves how far the journal went.
pub(super) const META_APPLIED: &str = "applied";
/// Key of the state for decisions, in [`META`]; absent before the founding entry.
pub(super) const META_TILL: &str = "till";
/// Key of how many products have a number, in [`META`].
pub(super) const META_PRODUCTS: &str = "products";

/// What there is one of.
pub(super) const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
/// Id of an entry → its position.
pub(super) const IDS: TableDefinition<&[u8; 16], u64> = TableDefinition::new("ids");
/// Name of a number series → its number here, in order of first appearance.
pub(super) const SERIES: TableDefinition<&str, u32> = TableDefinition::new("series");
/// Series and number of a document → its position.
pub(super) const NUMBERS: TableDefinition<(u32, u64), u64> = TableDefinition::new("numbers");
/// Business date ([`day_key`]) → figures and documents (`codec/day.rs`).
pub(super) const DAYS: TableDefinition<i32, &[u8]> = TableDefinition::new("days");
/// Z number → brief of the closing.
pub(super) const CLOSINGS: TableDefinition<u64, &[u8]> = TableDefinition::new("closings");
/// SKU → number and fields (`codec/product.rs`). Products are numbered in order of first appearance.
pub(super) const PRODUCT_ROWS: TableDefinition<&str, &[u8]> = TableDefinition::new("products");
/// Block of products → levels and the current dekad (`codec/block.rs`).
pub(super) const BLOCKS: TableDefinition<u32, &[u8]> = TableDefinition::new("blocks");
/// [`dekad_key`] and block of products → a dekad gone by (`codec/block.rs`).
pub(super) const HISTORY: TableDefinition<(u32, u32), &[u8]> = TableDefinition::new("history");

/// Business day ([`day_key`]) and position of an entry that is told in the trail → its kind.
pub(super) const HAPPENINGS: TableDefinition<(i32, u64), u16> = TableDefinition::new("happenings");

/// Id of a ticket that is parked → the position of the entry that holds it, whole.
pub(super) const PARKED: TableDefinition<&[u8; 16], u64> = TableDefinition::new("parked");
/// Id of a sale and position of a return of it.
pub(super) const RETURNS: TableDefinition<(u128, u64), ()> = TableDefinition::new("returns");
/// Series and number of a return that was paid back as store credit → what was on the note and what is left.
pub(super) const CREDITS: TableDefinition<(u32, u64), &[u8]> = TableDefinition::new("credits");

/// An open count and the SKU of a product in it → what is counted, and the product as it was counted last.
pub(super) const COUNTS: TableDefinition<(u128, &str), &[u8]> = TableDefinition::new("counts");
/// Id of a movement of goods that was taken back → the position of its counter-entry.
pub(super) const UNDONE: TableDefinition<&[u8; 16], u64> = TableDefinition::new("undone");
/// Id of a customer → the customer.
pub(super) const CUSTOMERS: TableDefinition<&[u8; 16], &[u8]> = TableDefinition::new("customers");
/// Id of a customer and position of a document or payment of theirs → what it put on the account, in
/// smallest units.
pub(super) const ACCOUNTS: TableDefinition<(u128, u64), i64> = TableDefinition::new("accounts");
/// Id of a customer → what they owe, in smallest units.
pub(super) const BALANCES: TableDefinition<u128, i64> = TableDefinition::new("balances");
/// Series and number of a document → how often it was printed again.
pub(super) const COPIES: TableDefinition<(u32, u64), u64> = TableDefinition::new("copies");

/// What the till knows of its hub, under [`HUB_FACTS`]. These tables are the hub's facts: no journal folds to
/// them, and they can be fetched again.
pub(super) const HUB: TableDefinition<&str, &[u8]> = TableDefinition::new("hub");
/// Key of the one row in [`HUB`].
pub(super) const HUB_FACTS: &str = "facts";
/// Number of the thing and its id → the hub's row, and up to where it includes this till's entries.
pub(super) const BASES: TableDefinition<(u8, &str), &[u8]> = TableDefinition::new("bases");
/// The same → a row of the hub that could not be taken, and why.
pub(super) const BAD: TableDefinition<(u8, &str), &[u8]> = TableDefinition::new("bad");
/// Ordinal of a life and the last of entries acknowledged together → the first, and when.
pub(super) const ACKED: TableDefinition<(u16, u64), (u64, i64)> = TableDefinition::new("acked");
/// Ordinal of a life and place of an entry whose effect waits at the hub → why.
pub(super) const HELD: TableDefinition<(u16, u64), &[u8]> = TableDefinition::new("held");

/// A row as bytes, with its key for a person to read.
pub(super) struct Raw {
    pub(super) key: Vec<u8>,
    pub(super) shown: String,
    pub(super) value: Vec<u8>,
    /// Orders keys of its table, as redb does.
    pub(super) order: fn(&[u8], &[u8]) -> std::cmp::Ordering,
}

/// Reads the rows of a table one after the other, in order of their key.
pub(super) type Rows = Box<dyn Iterator<Item = Result<Raw, StoreError>>>;

/// One table: how it is compared and how it is made.
pub(super) struct Kept {
    pub(super) name: &'static str,
    pub(super) rows: fn(&ReadTransaction) -> Result<Rows, StoreError>,
    create: fn(&WriteTransaction) -> Result<(), StoreError>,
}

/// Lists tables by their constants, under their own names.
macro_rules! kept {
    ($($name:literal $table:ident,)*) => {
        &[$(Kept {
            name: $name,
            rows: |tx| rows(tx, $table),
            create: |tx| Ok(drop(tx.open_table($table)?)),
        },)*]
    };
}

/// Every table of the store: what `audit` compares and `create` makes.
pub(super) const TABLES: &[Kept] = kept! {
    "meta" META,
    "ids" IDS,
    "series" SERIES,
    "numbers" NUMBERS,
    "days" DAYS,
    "closings" CLOSINGS,
    "products" PRODUCT_ROWS,
    "blocks" BLOCKS,
    "history" HISTORY,
    "happenings" HAPPENINGS,
    "parked" PARKED,
    "counts" COUNTS,
    "undone" UNDONE,
    "returns" RETURNS,
    "credits" CREDITS,
    "customers" CUSTOMERS,
    "accounts" ACCOUNTS,
    "balances" BALANCES,
    "copies" COPIES,
};

/// What the hub says: made with the rest, never compared with a fold.
pub(super) const OF_THE_HUB: &[Kept] = kept! {
    "hub" HUB,
    "bases" BASES,
    "bad" BAD,
    "acked" ACKED,
    "held" HELD,
};

fn rows<K: Key, V: Value>(tx: &ReadTransaction, table: TableDefinition<K, V>) -> Result<Rows, StoreError> {
    let all = tx.open_table(table)?.range::<K::SelfType<'_>>(..)?;
    Ok(Box::new(all.map(|row| {
        let (key, value) = row?;
        Ok(Raw {
            key: K::as_bytes(&key.value()).as_ref().to_vec(),
            shown: format!("{:?}", key.value()),
            value: V::as_bytes(&value.value()).as_ref().to_vec(),
            order: K::compare,
        })
    })))
}

/// Makes every table, empty, and notes the format.
pub(super) fn create(tx: &WriteTransaction) -> Result<(), StoreError> {
    tx.open_table(META)?
        .insert(META_FORMAT, FORMAT.to_le_bytes().as_slice())?;
    TABLES
        .iter()
        .chain(OF_THE_HUB)
        .try_for_each(|table| (table.create)(tx))
}

/// A business date as a key in order of dates.
pub(super) fn day_key(date: Date) -> i32 {
    i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
}

/// The date of a key.
pub(super) fn date_of(key: i32) -> Option<Date> {
    let year = i16::try_from(key.div_euclid(512)).ok()?;
    let rest = key.rem_euclid(512);
    Date::new(year, i8::try_from(rest / 32).ok()?, i8::try_from(rest % 32).ok()?).ok()
}

/// A dekad as a number in order of dekads, above 0.
pub(super) fn dekad_key(dekad: Dekad) -> u32 {
    let months = (i32::from(dekad.month.year) + 10_000) * 12 + i32::from(dekad.month.month) - 1;
    u32::try_from(months * 3 + i32::from(dekad.third) + 1).unwrap_or(1)
}

/// The dekad of a key.
pub(super) fn dekad_of(key: u32) -> Dekad {
    let dekads = key.saturating_sub(1);
    let months = dekads / 3;
    Dekad {
        month: Month {
            year: i16::try_from(i64::from(months / 12) - 10_000).unwrap_or(i16::MAX),
            month: (months % 12) as i8 + 1,
        },
        third: (dekads % 3) as u8,
    }
}

/// Block of a product, and its place in it.
pub(super) fn block_of(product: u32) -> (u32, u32) {
    (product / PRODUCTS, product % PRODUCTS)
}
