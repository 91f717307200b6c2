//! Shops and tills by what people call them. Must never take one of several for the one that was meant.

use uuid::Uuid;

use super::ledger::{Kind, Ledger, Order};
use super::no::{No, no};
use super::rows::{Tenant, Terminal};
use super::work::read;
use crate::protocol::refused::Code;

/// Nothing is called that.
pub(super) fn unknown(message: impl Into<String>) -> No {
    no(Code::NotFound, message).into()
}

/// The shops, by id.
pub(super) async fn shops<L: Ledger>(ledger: &L) -> Result<Vec<(Uuid, Tenant)>, No> {
    let rows = ledger
        .list(Uuid::nil(), Kind::Tenant, None, Order::Up, 10_000)
        .await?;
    let shops = rows
        .into_iter()
        .filter_map(|(id, row)| Some((id.parse().ok()?, read(&row))));
    Ok(shops.collect())
}

/// The shop of that name or id.
pub(super) async fn shop<L: Ledger>(ledger: &L, called: &str) -> Result<Option<(Uuid, Tenant)>, No> {
    let shops = shops(ledger).await?;
    let is = |(id, tenant): &(Uuid, Tenant)| tenant.name == called || id.to_string() == called;
    Ok(shops.into_iter().find(is))
}

/// Those shops, or all.
pub(super) async fn chosen<L: Ledger>(ledger: &L, called: Option<&str>) -> Result<Vec<(Uuid, Tenant)>, No> {
    match called {
        None => shops(ledger).await,
        Some(called) => match shop(ledger, called).await? {
            Some(found) => Ok(vec![found]),
            None => Err(unknown(format!("this hub has no shop `{called}`"))),
        },
    }
}

/// The tills of a shop, by id.
pub(super) async fn terminals<L: Ledger>(ledger: &L, shop: Uuid) -> Result<Vec<(Uuid, Terminal)>, No> {
    let rows = ledger.list(shop, Kind::Terminal, None, Order::Up, 10_000).await?;
    let tills = rows
        .into_iter()
        .filter_map(|(id, row)| Some((id.parse().ok()?, read(&row))));
    Ok(tills.collect())
}

/// The one till of that name, series or id, with its shop.
pub(super) async fn terminal<L: Ledger>(
    ledger: &L,
    called: &str,
    within: Option<Uuid>,
) -> Result<(Uuid, Uuid), No> {
    let mut found = Vec::new();
    for (shop, _) in shops(ledger).await? {
        if within.is_some_and(|within| within != shop) {
            continue;
        }
        for (id, till) in terminals(ledger, shop).await? {
            if till.name == called || till.series == called || id.to_string() == called {
                found.push((shop, id));
            }
        }
    }
    match found[..] {
        [one] => Ok(one),
        [] => Err(unknown(format!("this hub knows no till `{called}`"))),
        _ => Err(unknown(format!(
            "several tills are called `{called}`: give its id"
        ))),
    }
}
