//! The addresses of the interface for other programs, and what each needs. Must never lack one that is
//! answered: the document and the tests across shops are made from it.

use axum::http::Method;

use crate::hub::api::scope::Scope;
use crate::hub::ledger::Kind;
use crate::protocol::feed;

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
    Low,
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

macro_rules! table {
    ($($method:ident $path:literal $scope:ident, $does:expr, $summary:literal;)*) => {
        /// All of them.
        pub(super) fn addresses() -> Vec<Address> {
            vec![$(Address {
                method: Method::$method,
                path: concat!("/api/v1/", $path),
                scope: Scope::$scope,
                does: $does,
                summary: $summary,
            },)*]
        }
    };
}

table! {
    GET "products" ProductsRead, Does::List(Kind::Product), "Products by SKU";
    GET "products/{id}" ProductsRead, Does::One(Kind::Product), "One product";
    PUT "products/{id}" ProductsWrite, Does::Put(feed::Kind::Product), "A product is made or replaced";
    PATCH "products/{id}" ProductsWrite, Does::Patch(feed::Kind::Product), "Fields of a product change";
    GET "changes/products" ProductsRead, Does::Changes(Kind::Product), "Products that changed since a cursor";
    GET "customers" CustomersRead, Does::List(Kind::Customer), "Customers by id";
    GET "customers/{id}" CustomersRead, Does::One(Kind::Customer), "One customer";
    PUT "customers/{id}" CustomersWrite, Does::Put(feed::Kind::Customer), "A customer is made or replaced";
    PATCH "customers/{id}" CustomersWrite, Does::Patch(feed::Kind::Customer), "Fields of a customer change";
    GET "changes/customers" CustomersRead, Does::Changes(Kind::Customer), "Customers changed since a cursor";
    GET "balances" CustomersRead, Does::List(Kind::Balance), "What customers owe";
    GET "stock" StockRead, Does::List(Kind::Level), "How much there is of each product in the whole shop";
    GET "stock/{id}" StockRead, Does::One(Kind::Level), "How much there is of one product";
    GET "low-stock" StockRead, Does::Low, "Products of which no more is left than the shop wants at least";
    GET "changes/stock" StockRead, Does::Changes(Kind::Level), "Levels that changed since a cursor";
    GET "sales" SalesRead, Does::Happened(&["sale", "return"]), "Sales and returns since a cursor";
    GET "documents/{id}" SalesRead, Does::One(Kind::Document), "One sale or return, by its number";
    GET "days" SalesRead, Does::Days, "Sums by day and till, from a day to a day";
    GET "closings" ClosingsRead, Does::Happened(&["closing"]), "Closings since a cursor";
    GET "events" EventsRead, Does::Happened(&[]), "Everything that happened since a cursor";
    GET "webhooks" Webhooks, Does::Webhooks, "The webhooks of the shop";
    POST "webhooks" Webhooks, Does::MakeWebhook, "A webhook is made; its secret is told this once";
    DELETE "webhooks/{id}" Webhooks, Does::DropWebhook, "A webhook goes";
    GET "webhooks/{id}/deliveries" Webhooks, Does::Deliveries, "What was sent, and what waits";
    POST "webhooks/{id}/replay" Webhooks, Does::Replay, "One event, or all that was given up, is sent again";
}
