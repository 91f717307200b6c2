//! What a key may do. Must never grow by itself: a new power is a new scope, which no old key has.

use serde::{Deserialize, Serialize};

macro_rules! scopes {
    ($(#[doc = $doc:literal] $name:ident $text:literal,)*) => {
        /// One power of a key.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
        )]
        pub enum Scope { $(#[doc = $doc] #[serde(rename = $text)] $name,)* }

        impl Scope {
            /// All of them.
            pub const ALL: &[Scope] = &[$(Scope::$name),*];

            /// How it is written.
            pub fn name(self) -> &'static str {
                match self { $(Scope::$name => $text,)* }
            }
        }
    };
}

scopes! {
    /// Products and their prices.
    ProductsRead "products:read",
    /// Products are made and changed.
    ProductsWrite "products:write",
    /// Customers and what they owe.
    CustomersRead "customers:read",
    /// Customers are made and changed.
    CustomersWrite "customers:write",
    /// Sales, returns, and the sums of days.
    SalesRead "sales:read",
    /// Closings of the tills.
    ClosingsRead "closings:read",
    /// How much there is of each product.
    StockRead "stock:read",
    /// Everything that happened, conflicts among it.
    EventsRead "events:read",
    /// Webhooks are made, removed and sent again.
    Webhooks "webhooks",
}

impl Scope {
    /// The scope of that name.
    pub fn named(name: &str) -> Option<Scope> {
        Scope::ALL.iter().copied().find(|scope| scope.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_found_by_its_name() {
        for scope in Scope::ALL {
            assert_eq!(Scope::named(scope.name()), Some(*scope));
            assert_eq!(serde_json::json!(scope), scope.name());
        }
        assert_eq!(Scope::named("all"), None);
    }
}
