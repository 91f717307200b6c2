//! The interface for other programs: its addresses, what each needs and what it does. Must never answer an
//! address that is not in the table, so that the document tells all of them.

use axum::Router;
use axum::extract::State;
use axum::http::Method;
use axum::http::header::ETAG;
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Shared;
use super::asked::refused;
use super::keyed::{Keyed, told};
use crate::domain::product::Sku;
use crate::hub::api::answer::{Item, Patch};
use crate::hub::api::scope::Scope;
use crate::hub::api::{self, Asked, How};
use crate::hub::ledger::{Feed, Key, Kind, Ledger};
use crate::hub::no::{No, no};
use crate::hub::{now, webhooks};
use crate::protocol::feed;
use crate::protocol::refused::Code;

/// What an address does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    List(Kind),
    One(Kind),
    Put(feed::Kind),
    Patch(feed::Kind),
    Changes(Kind),
    Happened(&'static [&'static str]),
    Days,
    MakeWebhook,
    Webhooks,
    DropWebhook,
    Deliveries,
    Replay,
}

/// An address.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) scope: Scope,
    pub(super) does: Does,
    pub(super) summary: &'static str,
}

/// All of them.
pub(super) fn addresses() -> Vec<Address> {
    use Scope::{
        ClosingsRead, CustomersRead, CustomersWrite, EventsRead, ProductsRead, ProductsWrite, SalesRead,
        StockRead, Webhooks,
    };
    let (get, put, patch) = (Method::GET, Method::PUT, Method::PATCH);
    let rows: [(&Method, &'static str, Scope, Does, &'static str); 24] = [
        (
            &get,
            "/api/v1/products",
            ProductsRead,
            Does::List(Kind::Product),
            "Products by SKU",
        ),
        (
            &get,
            "/api/v1/products/{id}",
            ProductsRead,
            Does::One(Kind::Product),
            "One product",
        ),
        (
            &put,
            "/api/v1/products/{id}",
            ProductsWrite,
            Does::Put(feed::Kind::Product),
            "A product is made or replaced",
        ),
        (
            &patch,
            "/api/v1/products/{id}",
            ProductsWrite,
            Does::Patch(feed::Kind::Product),
            "Fields of a product change, such as its price",
        ),
        (
            &get,
            "/api/v1/changes/products",
            ProductsRead,
            Does::Changes(Kind::Product),
            "Products that changed since a cursor",
        ),
        (
            &get,
            "/api/v1/customers",
            CustomersRead,
            Does::List(Kind::Customer),
            "Customers by id",
        ),
        (
            &get,
            "/api/v1/customers/{id}",
            CustomersRead,
            Does::One(Kind::Customer),
            "One customer",
        ),
        (
            &put,
            "/api/v1/customers/{id}",
            CustomersWrite,
            Does::Put(feed::Kind::Customer),
            "A customer is made or replaced",
        ),
        (
            &patch,
            "/api/v1/customers/{id}",
            CustomersWrite,
            Does::Patch(feed::Kind::Customer),
            "Fields of a customer change",
        ),
        (
            &get,
            "/api/v1/changes/customers",
            CustomersRead,
            Does::Changes(Kind::Customer),
            "Customers that changed since a cursor",
        ),
        (
            &get,
            "/api/v1/balances",
            CustomersRead,
            Does::List(Kind::Balance),
            "What customers owe",
        ),
        (
            &get,
            "/api/v1/stock",
            StockRead,
            Does::List(Kind::Level),
            "How much there is of each product, over the whole shop",
        ),
        (
            &get,
            "/api/v1/stock/{id}",
            StockRead,
            Does::One(Kind::Level),
            "How much there is of one product",
        ),
        (
            &get,
            "/api/v1/changes/stock",
            StockRead,
            Does::Changes(Kind::Level),
            "Levels that changed since a cursor",
        ),
        (
            &get,
            "/api/v1/sales",
            SalesRead,
            Does::Happened(&["sale", "return"]),
            "Sales and returns since a cursor",
        ),
        (
            &get,
            "/api/v1/documents/{id}",
            SalesRead,
            Does::One(Kind::Document),
            "One sale or return, by its number",
        ),
        (
            &get,
            "/api/v1/days",
            SalesRead,
            Does::Days,
            "Sums by day and till, from a day to a day",
        ),
        (
            &get,
            "/api/v1/closings",
            ClosingsRead,
            Does::Happened(&["closing"]),
            "Closings since a cursor",
        ),
        (
            &get,
            "/api/v1/events",
            EventsRead,
            Does::Happened(&[]),
            "Everything that happened since a cursor",
        ),
        (
            &get,
            "/api/v1/webhooks",
            Webhooks,
            Does::Webhooks,
            "The webhooks of the shop",
        ),
        (
            &Method::POST,
            "/api/v1/webhooks",
            Webhooks,
            Does::MakeWebhook,
            "A webhook is made; its secret is told this once",
        ),
        (
            &Method::DELETE,
            "/api/v1/webhooks/{id}",
            Webhooks,
            Does::DropWebhook,
            "A webhook goes",
        ),
        (
            &get,
            "/api/v1/webhooks/{id}/deliveries",
            Webhooks,
            Does::Deliveries,
            "What was sent, and what waits",
        ),
        (
            &Method::POST,
            "/api/v1/webhooks/{id}/replay",
            Webhooks,
            Does::Replay,
            "One event, or all that was given up, is sent again",
        ),
    ];
    let address = |(method, path, scope, does, summary): (&Method, _, _, _, _)| Address {
        method: method.clone(),
        path,
        scope,
        does,
        summary,
    };
    rows.into_iter().map(address).collect()
}

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
