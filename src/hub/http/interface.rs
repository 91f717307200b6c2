//! The interface for other programs: what each of its addresses does. Must never answer an
//! address that is not in the table, so that the document tells all of them.

use axum::Router;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Shared;
use super::asked::refused;
use super::keyed::{Keyed, told};
use super::table::{Address, Does, addresses};
use crate::domain::product::Sku;
use crate::hub::api::answer::{Item, Patch};
use crate::hub::api::scope::Scope;
use crate::hub::api::{self, Asked, How};
use crate::hub::ledger::{Feed, Key, Kind, Ledger};
use crate::hub::no::{No, no};
use crate::hub::{now, webhooks};
use crate::protocol::feed;
use crate::protocol::refused::Code;

/// The routes of the table.
pub(super) fn routes<L: Ledger>(mut router: Router<Shared<L>>) -> Router<Shared<L>> {
    for Address {
        method,
        path,
        scope,
        does,
        ..
    } in addresses()
    {
        let filter = MethodFilter::try_from(method).expect("the table has plain methods");
        let handler = move |State(site): State<Shared<L>>, asked: Keyed| answer(site, asked, scope, does);
        router = router.route(path, on(filter, handler));
    }
    router
}

async fn answer<L: Ledger>(site: Shared<L>, asked: Keyed, scope: Scope, does: Does) -> Response {
    if let Err(no) = asked.may(scope) {
        return refused(&no);
    }
    match does {
        Does::One(kind) => item(one(&site, &asked, kind).await),
        Does::Put(kind) | Does::Patch(kind) => item(write(&site, &asked, kind, does).await),
        Does::List(kind) => told(list(&site, &asked, kind).await),
        Does::Low => told(low(&site, &asked).await),
        Does::Changes(kind) => told(changes(&site, &asked, kind).await),
        Does::Happened(sorts) => told(happened(&site, &asked, sorts).await),
        Does::Days => told(days(&site, &asked).await),
        _ => told(webhook(&site, &asked, does).await),
    }
}

/// One thing, with its version where programs of the web look for it.
fn item(answer: Result<Item, No>) -> Response {
    let tag = answer.as_ref().ok().map(|item| format!("\"{}\"", item.version));
    let mut response = told(answer);
    if let Some(tag) = tag.and_then(|tag| tag.parse().ok()) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

async fn one<L: Ledger>(site: &Shared<L>, asked: &Keyed, kind: Kind) -> Result<Item, No> {
    api::item(
        site.hub.ledger(),
        asked.key.shop,
        Key::new(kind, asked.named("id")),
    )
    .await
}

fn limit(asked: &Keyed) -> Result<u32, No> {
    Ok(asked.asked("limit")?.unwrap_or(u32::MAX))
}

async fn list<L: Ledger>(site: &Shared<L>, asked: &Keyed, kind: Kind) -> Result<api::answer::Items, No> {
    let after = asked.query.get("after").cloned();
    api::rows(site.hub.ledger(), asked.key.shop, kind, after, limit(asked)?).await
}

async fn low<L: Ledger>(site: &Shared<L>, asked: &Keyed) -> Result<api::answer::Items, No> {
    let after = asked.query.get("after").cloned();
    api::low_items(site.hub.ledger(), asked.key.shop, after, limit(asked)?).await
}

async fn changes<L: Ledger>(site: &Shared<L>, asked: &Keyed, kind: Kind) -> Result<api::answer::Changed, No> {
    let feed = kind.feed().unwrap_or(Feed::Catalogue);
    let since = asked.query.get("cursor").map(String::as_str);
    let hub = &site.hub;
    api::feed(
        hub.ledger(),
        hub.identity(),
        asked.key.shop,
        (feed, kind),
        (since, limit(asked)?),
    )
    .await
}

async fn happened<L: Ledger>(
    site: &Shared<L>,
    asked: &Keyed,
    sorts: &[&str],
) -> Result<api::answer::Events, No> {
    let since = asked.query.get("cursor").map(String::as_str);
    let hub = &site.hub;
    api::events(
        hub.ledger(),
        hub.identity(),
        asked.key.shop,
        sorts,
        (since, limit(asked)?),
    )
    .await
}

async fn days<L: Ledger>(site: &Shared<L>, asked: &Keyed) -> Result<Value, No> {
    let (from, to) = (asked.asked("from")?, asked.asked("to")?);
    let (Some(from), Some(to)) = (from, to) else {
        return Err(no(Code::BadRequest, "say from and to, such as 2026-11-20").into());
    };
    let rows = api::day_rows(site.hub.ledger(), asked.key.shop, from, to).await?;
    Ok(json!({ "days": rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>() }))
}

async fn write<L: Ledger>(site: &Shared<L>, asked: &Keyed, kind: feed::Kind, does: Does) -> Result<Item, No> {
    let id = asked.named("id");
    let id = match kind {
        feed::Kind::Product => Sku::new(&id)
            .map(|sku| sku.to_string())
            .ok()
            .filter(|sku| *sku == id),
        _ => id.parse::<Uuid>().ok().map(|id| id.to_string()),
    };
    let id = id.ok_or_else(|| {
        no(
            Code::BadRequest,
            "the address names no SKU, or no id that is a UUID",
        )
    })?;
    let how = match does {
        Does::Patch(_) => How::Fields(asked.message::<Patch>()?),
        _ => How::Whole(asked.message::<Map<String, Value>>()?),
    };
    let ask = Asked {
        kind,
        id,
        how,
        condition: asked.header("if-match"),
        once: asked.header("idempotency-key"),
        request: asked.request.clone(),
    };
    api::write(site.hub.ledger(), &asked.key, ask, now()).await
}

/// What a webhook is made of.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWebhook {
    /// Where to.
    url: String,
    /// What of: `sale`, `return`, `closing`, `stock_low`, `conflict` and the others.
    on: Vec<String>,
}

/// What is sent again.
#[derive(Debug, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Again {
    /// One event, by its id; without it everything that was given up.
    #[serde(default)]
    event: Option<String>,
}

async fn webhook<L: Ledger>(site: &Shared<L>, asked: &Keyed, does: Does) -> Result<Value, No> {
    let (ledger, shop) = (site.hub.ledger(), asked.key.shop);
    let id = || {
        let none = || No::from(no(Code::NotFound, "there is no webhook of that id"));
        asked.named("id").parse::<Uuid>().map_err(|_| none())
    };
    match does {
        Does::MakeWebhook => {
            let new: NewWebhook = asked.message()?;
            let place = (shop, site.private_webhooks);
            webhooks::make(ledger, site.hub.secrets(), place, (&new.url, &new.on), now()).await
        }
        Does::DropWebhook => webhooks::drop_one(ledger, shop, id()?).await,
        Does::Deliveries => webhooks::log(ledger, shop, id()?).await,
        Does::Replay => {
            let again: Again = if asked.body.is_empty() {
                Again::default()
            } else {
                asked.message()?
            };
            webhooks::replay(ledger, shop, id()?, again.event.as_deref()).await
        }
        _ => webhooks::told(ledger, shop).await,
    }
}
