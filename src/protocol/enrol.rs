//! How a till becomes known. Must never carry a key that opens the till's store.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Versions;

/// A till asks to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Enrol {
    /// The one-time code that somebody at the hub made, as typed.
    pub code: String,
    /// 64 random hex digits of this device. The same code with the same key, sent again because the answer
    /// was lost, is answered again; with another key it is used up, and for a till that is known by a code
    /// made later.
    pub device_key: String,
    /// What the till calls itself for ever.
    pub terminal: Uuid,
    /// This life of its journal.
    pub incarnation: Uuid,
    /// Prefix of its number series.
    pub series: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// What people call it.
    pub name: String,
    /// What it speaks.
    pub versions: Versions,
    /// Version of its program.
    pub app: String,
}

/// It is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Enrolled {
    /// The hub.
    pub hub: Uuid,
    /// Its public key (Ed25519), 64 hex digits; the code names its beginning.
    pub hub_key: String,
    /// Life of its data.
    pub epoch: Uuid,
    /// The shop.
    pub shop: Uuid,
    /// What the shop is called at the hub.
    pub shop_name: String,
    /// What the till shows from now on with every request: `Authorization: Bearer`. 64 hex digits.
    pub token: String,
    /// Prefix of the till's series from its next document on: its own, unless another till has that.
    pub series: String,
    /// The life of the journal that this one replaces, where the code was for a replacement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Uuid>,
    /// SHA-256 of the certificate to trust, where the hub has one of its own; 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The hub's clock.
    pub time: i64,
}
