//! The names of rows. Must never reuse the number or name of a kind.

use crate::protocol::feed;

macro_rules! kinds {
    ($(#[doc = $doc:literal] $number:literal $name:ident $text:literal $feed:expr,)*) => {
        /// What a row is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = $doc] $name,)* }

        impl Kind {
            /// All of them.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            /// Its number in tables; frozen.
            pub fn number(self) -> u8 {
                match self { $(Kind::$name => $number,)* }
            }

            /// Its name in tables and on the wire; frozen.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$name => $text,)* }
            }

            /// The feed in which it is told, if in any.
            pub fn feed(self) -> Option<Feed> {
                match self { $(Kind::$name => $feed,)* }
            }
        }
    };
}

kinds! {
    /// A product, by SKU.
    1 Product "product" Some(Feed::Catalogue),
    /// The shop's settings, as its tills know them: `shop`.
    2 Shop "shop" Some(Feed::Shop),
    /// Somebody who works there.
    3 Person "person" Some(Feed::Shop),
    /// A customer.
    4 Customer "customer" Some(Feed::Shop),
    /// How much there is of a product, by SKU.
    5 Level "level" Some(Feed::Shop),
    /// What a customer owes.
    6 Balance "balance" Some(Feed::Shop),
    /// A field that two changed.
    7 Conflict "conflict" Some(Feed::Shop),
    /// What is left of a note of store credit, by the number of the return that it was given for.
    8 Credit "credit" Some(Feed::Shop),
    /// Something that integrations read and webhooks are told: a sale, a return, a closing, low stock.
    20 Happening "happening" Some(Feed::Happenings),
    /// A till, by its id.
    30 Terminal "terminal" None,
    /// A life of a till's journal: what is acknowledged.
    31 Incarnation "incarnation" None,
    /// The till of a token, by the token's hash; hub-wide.
    32 Token "token" None,
    /// An enrolment code, by its hash; hub-wide.
    33 Code "code" None,
    /// A shop of this hub; hub-wide.
    34 Tenant "tenant" None,
    /// An entry whose effect waits, by incarnation and place.
    35 Parked "parked" None,
    /// A thing behind whose parked entry later ones wait, by kind and id.
    36 Blocked "blocked" None,
    /// A series of documents: who has it and where it stands.
    37 Series "series" None,
    /// A block of numbers, by the request's id.
    38 Lease "lease" None,
    /// Sums of a business day and a till.
    39 Day "day" None,
    /// A document, by its number.
    40 Document "document" None,
    /// A closing, by till and number.
    41 Closing "closing" None,
    /// Where a feed stood at a version, by feed and version.
    42 Mark "mark" None,
    /// An integration's key, by its hash; hub-wide.
    43 ApiKey "api_key" None,
    /// An answer that is given again for the same idempotency key.
    44 Answer "answer" None,
    /// A webhook.
    45 Webhook "webhook" None,
    /// A delivery of a webhook.
    46 Delivery "delivery" None,
    /// Who may see the owner's page, by name; hub-wide.
    47 Owner "owner" None,
    /// A session of the owner's page, by its hash; hub-wide.
    48 Session "session" None,
    /// What the hub is: its id and epoch; hub-wide.
    49 Identity "identity" None,
    /// Sums of a shift as the hub saw its entries, by incarnation and number.
    50 Shift "shift" None,
    /// The product that has a code, by the code.
    51 Barcode "barcode" None,
    /// What came back of a document, over all returns of it, by its number.
    52 Returned "returned" None,
    /// What the entries of a life of a journal have come to, by incarnation.
    53 Tally "tally" None,
    /// A product of which no more is left than the shop wants at least, by SKU.
    54 Low "low" None,
    /// Something that a person should look at, by when the hub learned of it.
    55 Notice "notice" None,
    /// Who of the shop's people is called so, by name and role.
    56 Named "named" None,
    /// A conflict that was decided before the hub knew of it, by its id.
    57 Decided "decided" None,
    /// What was moved of a product whose making was not heard yet, by SKU.
    58 Early "early" None,
}

/// A list of changes with versions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// Told to tills.
    Catalogue,
    /// Told to tills.
    Shop,
    /// Told to integrations and webhooks.
    Happenings,
}

impl Feed {
    /// All of them.
    pub const ALL: [Feed; 3] = [Feed::Catalogue, Feed::Shop, Feed::Happenings];

    /// Its number in tables; frozen.
    pub fn number(self) -> u8 {
        match self {
            Feed::Catalogue => 1,
            Feed::Shop => 2,
            Feed::Happenings => 3,
        }
    }
}

impl From<feed::Feed> for Feed {
    fn from(feed: feed::Feed) -> Feed {
        match feed {
            feed::Feed::Catalogue => Feed::Catalogue,
            feed::Feed::Shop => Feed::Shop,
        }
    }
}

impl From<feed::Kind> for Kind {
    fn from(kind: feed::Kind) -> Kind {
        match kind {
            feed::Kind::Product => Kind::Product,
            feed::Kind::Shop => Kind::Shop,
            feed::Kind::Person => Kind::Person,
            feed::Kind::Customer => Kind::Customer,
            feed::Kind::Level => Kind::Level,
            feed::Kind::Balance => Kind::Balance,
            feed::Kind::Conflict => Kind::Conflict,
            feed::Kind::Credit => Kind::Credit,
        }
    }
}

/// Names a row in its shop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: String,
}

impl Key {
    /// The key of that kind and id.
    pub fn new(kind: impl Into<Kind>, id: impl Into<String>) -> Key {
        Key {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_to_tills_is_told_in_the_feed_of_the_protocol() {
        for kind in feed::Kind::ALL {
            let own = Kind::from(kind);
            assert_eq!(own.name(), kind.name());
            assert_eq!(own.feed(), Some(kind.feed().into()));
        }
    }

    #[test]
    fn no_number_or_name_stands_twice() {
        let mut numbers: Vec<u8> = Kind::ALL.iter().map(|kind| kind.number()).collect();
        let mut names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        numbers.sort_unstable();
        names.sort_unstable();
        numbers.dedup();
        names.dedup();
        assert_eq!((numbers.len(), names.len()), (Kind::ALL.len(), Kind::ALL.len()));
    }
}
