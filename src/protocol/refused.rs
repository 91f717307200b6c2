//! How the hub says no. Must never tell a stranger what would have been right.

use serde::{Deserialize, Serialize};

/// The body of every answer whose status is not 200.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Refused {
    /// Stable, for programs.
    pub code: Code,
    /// One English sentence.
    pub message: String,
    /// With `chain_gap`, `chain_fork` and `hub_behind`: the last entry that the hub holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acked: Option<u64>,
    /// Seconds after which to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

macro_rules! codes {
    ($(#[doc = $doc:literal] $name:ident $status:literal,)*) => {
        /// Why the hub says no.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $(#[doc = $doc] $name,)*
            /// One that a newer hub knows.
            #[serde(other)]
            Other,
        }

        impl Code {
            /// The HTTP status it goes with.
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* Code::Other => 500 }
            }

            /// All that this version knows.
            pub const ALL: &[Code] = &[$(Code::$name),*];
        }
    };
}

codes! {
    /// The message is not what the protocol says.
    BadRequest 400,
    /// The token is unknown.
    Unauthorized 401,
    /// The token was withdrawn, or may not do this.
    Forbidden 403,
    /// There is nothing there.
    NotFound 404,
    /// The batch does not follow on what the hub holds.
    ChainGap 409,
    /// The hub holds another entry in that place: two journals claim one life.
    ChainFork 409,
    /// The hub holds less than the till was told: it was restored.
    HubBehind 409,
    /// The hub's data have another past than the till knows: two hubs, or the wrong one.
    HubFork 409,
    /// Another request with the same key said something else.
    IdempotencyConflict 409,
    /// The thing is not as the request believes it to be.
    Changed 412,
    /// The request does not say what it knows of the thing that it would replace.
    Unconditional 428,
    /// The message is as it must be, what it says is against the rules of the shop.
    Invalid 422,
    /// The code is wrong, used or too old.
    BadCode 403,
    /// The till keeps its books in another currency than the shop.
    WrongCurrency 409,
    /// The cursor is of a past that is gone: read the feed from its start.
    Resnapshot 410,
    /// The message is larger than the limits allow.
    TooLarge 413,
    /// No version of the protocol is common to both.
    UpgradeRequired 426,
    /// Too many requests; wait.
    SlowDown 429,
    /// The hub failed on this; not the till's fault.
    Internal 500,
    /// The hub cannot work now: its database or disk is away.
    Unavailable 503,
}

impl Code {
    /// Whether the same request may succeed later without anybody doing anything.
    pub fn is_transient(self) -> bool {
        matches!(self.status(), 408 | 425 | 429 | 500..)
    }
}
