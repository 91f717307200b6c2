//! How far somebody has read a feed, as text that only the hub understands. Must never be a count of
//! anything: it names a version and what the past came to there.

use uuid::Uuid;

use crate::hub::ledger::{Feed, Ledger};
use crate::hub::no::{No, no};
use crate::hub::pull::digest;
use crate::hub::rows::Identity;
use crate::protocol::refused::Code;

/// The text of that place.
pub(super) async fn written<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    shop: Uuid,
    feed: Feed,
    v: u64,
) -> Result<String, No> {
    let digest = digest(ledger, shop, feed, v).await?.unwrap_or_default();
    Ok(format!(
        "{}.{}.{v}.{digest}",
        feed.number(),
        identity.epoch.simple()
    ))
}

/// The version from which to read on.
pub(super) async fn start<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    shop: Uuid,
    feed: Feed,
    text: Option<&str>,
) -> Result<u64, No> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(0);
    };
    let bad = || No::from(no(Code::BadRequest, "a cursor is given back as it was told"));
    let gone = || {
        No::from(no(
            Code::Resnapshot,
            "the past of that cursor is gone: read from the start",
        ))
    };
    let mut parts = text.split('.');
    let (number, epoch, v, told) = (parts.next(), parts.next(), parts.next(), parts.next());
    let (Some(number), Some(epoch), Some(v), Some(told), None) = (number, epoch, v, told, parts.next())
    else {
        return Err(bad());
    };
    let epoch: Uuid = epoch.parse().map_err(|_| bad())?;
    let v: u64 = v.parse().map_err(|_| bad())?;
    if number != feed.number().to_string() || v >= i64::MAX as u64 {
        return Err(bad());
    }
    if epoch != identity.epoch && !identity.past.contains(&epoch) {
        return Err(gone());
    }
    if v > 0
        && digest(ledger, shop, feed, v)
            .await?
            .is_none_or(|digest| digest != told)
    {
        return Err(gone());
    }
    Ok(v)
}
