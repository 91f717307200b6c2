//! Where the hub answers, and the headers beside. Must never hold an address of anybody's hub.

/// Whether somebody is there, and who.
pub const PING: &str = "/v1/ping";
/// A till becomes known by a one-time code.
pub const ENROL: &str = "/v1/enrol";
/// Both sides say where they stand.
pub const HELLO: &str = "/v1/hello";
/// Entries of the till go up.
pub const PUSH: &str = "/v1/push";
/// Rows of the shop come down.
pub const PULL: &str = "/v1/pull";
/// Numbers of a series for one till alone.
pub const LEASE: &str = "/v1/series/lease";
/// A till reads its own past back.
pub const FETCH: &str = "/v1/entries/fetch";
/// What the hub holds of a stretch of the till's journal.
pub const CHECK_ENTRIES: &str = "/v1/verify/entries";
/// What the till's entries have come to at the hub.
pub const CHECK_SUMS: &str = "/v1/verify/sums";

/// Entries of a till that wait at the hub are tried once more.
pub const RETRY: &str = "/v1/entries/retry";

/// Header of the request: 32 hex digits that the answer's signature covers. Every request carries one.
pub const NONCE: &str = "tendero-nonce";
/// Header of the answer: the hub's signature, in base64 ([`super::answer`]).
pub const SIGNATURE: &str = "tendero-signature";
