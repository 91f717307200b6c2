//! What other programs of a shop may read and write, with a key of their own. Must never show one shop to the
//! key of another, nor write anything that a till could not have written.

pub mod answer;
mod cursor;
mod edit;
mod key;
mod page;
pub mod scope;
mod write;

pub use key::ApiKey;
pub(in crate::hub) use key::{caller, make, revoke, told};
pub(in crate::hub) use page::{Low, day_rows, events, feed, item, low, low_items, rows};
pub(in crate::hub) use write::{Asked, How, write};

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ledger::Fault;
use super::no::No;
use crate::vault::sign::SigningKey;

/// What tells one state of a thing from every other: it changes whenever the thing does.
fn version(value: &Value) -> String {
    let mut whole = HEXLOWER.encode(&Sha256::digest(value.to_string().as_bytes()));
    whole.truncate(16);
    whole
}

/// 64 hex digits that nobody can guess.
pub(in crate::hub) fn fresh_secret() -> Result<String, No> {
    let seed = SigningKey::fresh_seed().map_err(|error| No::Fault(Fault::Away(error.to_string())))?;
    Ok(HEXLOWER.encode(seed.as_ref()))
}
