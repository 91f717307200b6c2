//! What the owner of a hub does by commands about everybody who is no till: keys, webhooks, the owner's page.
//! Must never be reached over the network.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::choose::{chosen, shops};
use super::ledger::Ledger;
use super::no::{No, no};
use super::secret::Secrets;
use super::{api, now, page, webhooks};
use crate::protocol::refused::Code;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Outside {
    /// A key for another program.
    Key {
        /// Name or id of the shop.
        shop: String,
        /// What people call the key.
        name: String,
        /// What it may do.
        scopes: Vec<String>,
    },
    /// The keys there are.
    Keys {
        /// Name or id of the shop.
        #[serde(default)]
        shop: Option<String>,
    },
    /// A key opens nothing any more.
    RevokeKey {
        /// Id or name of it.
        key: String,
    },
    /// An address that is told what happens.
    Webhook {
        /// Name or id of the shop.
        shop: String,
        /// The address.
        url: String,
        /// What it is told.
        on: Vec<String>,
        /// Whether it may stand behind the hub.
        private: bool,
    },
    /// The webhooks of a shop.
    Webhooks {
        /// Name or id of the shop.
        shop: String,
    },
    /// A webhook goes.
    DropWebhook {
        /// Which.
        id: Uuid,
    },
    /// What was sent, and what waits.
    Deliveries {
        /// Which webhook.
        id: Uuid,
    },
    /// What was sent is sent again.
    Replay {
        /// Which webhook.
        id: Uuid,
        /// One event; everything that was given up without it.
        #[serde(default)]
        event: Option<String>,
    },
    /// Somebody may see the owner's page, or has another password.
    Owner {
        /// Name or id of the shop.
        shop: String,
        /// By what they sign in.
        name: String,
    },
    /// Somebody may not see it any more.
    DropOwner {
        /// By what they signed in.
        name: String,
    },
}

/// Does it.
pub(super) async fn act<L: Ledger>(ledger: &L, secrets: &Secrets, ask: Outside) -> Result<Value, No> {
    match ask {
        Outside::Key { shop, name, scopes } => api::make(ledger, &shop, &name, &scopes, now()).await,
        Outside::Keys { shop } => api::told(ledger, shop.as_deref()).await,
        Outside::RevokeKey { key } => api::revoke(ledger, &key).await,
        Outside::Webhook {
            shop,
            url,
            on,
            private,
        } => {
            let (shop, _) = chosen(ledger, Some(&shop)).await?.remove(0);
            webhooks::make(ledger, secrets, (shop, private), (&url, &on), now()).await
        }
        Outside::Webhooks { shop } => {
            let (shop, _) = chosen(ledger, Some(&shop)).await?.remove(0);
            webhooks::told(ledger, shop).await
        }
        Outside::DropWebhook { id } => webhooks::drop_one(ledger, whose(ledger, id).await?, id).await,
        Outside::Deliveries { id } => webhooks::log(ledger, whose(ledger, id).await?, id).await,
        Outside::Replay { id, event } => {
            webhooks::replay(ledger, whose(ledger, id).await?, id, event.as_deref()).await
        }
        Outside::Owner { shop, name } => page::admit(ledger, &shop, &name, now()).await,
        Outside::DropOwner { name } => page::dismiss(ledger, &name).await,
    }
}

/// The shop of a webhook.
async fn whose<L: Ledger>(ledger: &L, id: Uuid) -> Result<Uuid, No> {
    for (shop, _) in shops(ledger).await? {
        match webhooks::log(ledger, shop, id).await {
            Ok(_) => return Ok(shop),
            Err(No::Refused(refused)) if refused.code == Code::NotFound => {}
            Err(other) => return Err(other),
        }
    }
    Err(no(Code::NotFound, "this hub has no webhook of that id").into())
}
