//! Keys of other programs, webhooks, and who may see the owner's page. Must never hold a rule of the hub.

use clap::Subcommand;
use serde_json::Value;
use uuid::Uuid;

use super::{Place, ask, moment};
use crate::cli::Context;
use crate::cli::error::Outcome;
use crate::hub::admin::Ask;
use crate::hub::outside::Outside;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a key for another program; it is shown this once
    ApiKey {
        /// Name of the shop
        #[arg(long, value_name = "NAME")]
        shop: String,
        /// What the key is called
        #[arg(long, value_name = "NAME")]
        name: String,
        /// What it may do, such as products:read,sales:read; a wrong one is answered with the list
        #[arg(long, value_name = "SCOPES", value_delimiter = ',', required = true)]
        scopes: Vec<String>,
    },
    /// List the keys; none is ever shown again
    ApiKeys {
        /// Those of one shop alone
        #[arg(long, value_name = "NAME")]
        shop: Option<String>,
    },
    /// Withdraw a key: it opens nothing any more
    RevokeKey {
        /// The key, by id or name
        key: String,
    },
    /// Tell an address what happens; the secret that proves it is shown this once
    Webhook {
        /// Name of the shop
        #[arg(long, value_name = "NAME")]
        shop: String,
        /// The address
        #[arg(long, value_name = "URL")]
        url: String,
        /// What it is told, such as sale,return,closing,stock_low,conflict
        #[arg(long, value_name = "EVENTS", value_delimiter = ',', required = true)]
        on: Vec<String>,
        /// It may stand behind the hub; the hub must be served with the same word
        #[arg(long)]
        allow_private_webhooks: bool,
    },
    /// List the webhooks of a shop
    Webhooks {
        /// Name of the shop
        #[arg(long, value_name = "NAME")]
        shop: String,
    },
    /// Remove a webhook
    DropWebhook {
        /// Its id
        id: Uuid,
    },
    /// List what a webhook was sent and what waits
    Deliveries {
        /// Its id
        id: Uuid,
    },
    /// Send again what a webhook did not take
    Replay {
        /// Its id
        id: Uuid,
        /// One event alone, taken or not
        #[arg(long, value_name = "EVENT")]
        event: Option<String>,
    },
    /// Make a password for the owner's page; whoever has one already gets another
    Owner {
        /// Name of the shop
        #[arg(long, value_name = "NAME")]
        shop: String,
        /// By what they sign in
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Let somebody see the owner's page no more
    DropOwner {
        /// By what they signed in
        name: String,
    },
}

impl Command {
    fn asked(self) -> Outside {
        match self {
            Command::ApiKey { shop, name, scopes } => Outside::Key { shop, name, scopes },
            Command::ApiKeys { shop } => Outside::Keys { shop },
            Command::RevokeKey { key } => Outside::RevokeKey { key },
            Command::Webhook {
                shop,
                url,
                on,
                allow_private_webhooks: private,
            } => Outside::Webhook {
                shop,
                url,
                on,
                private,
            },
            Command::Webhooks { shop } => Outside::Webhooks { shop },
            Command::DropWebhook { id } => Outside::DropWebhook { id },
            Command::Deliveries { id } => Outside::Deliveries { id },
            Command::Replay { id, event } => Outside::Replay { id, event },
            Command::Owner { shop, name } => Outside::Owner { shop, name },
            Command::DropOwner { name } => Outside::DropOwner { name },
        }
    }

    pub(super) fn run(self, place: &Place, context: &mut Context) -> Outcome {
        let asked = self.asked();
        let told = ask::ask(place, Ask::Outside(asked.clone()))?;
        if context.options.json {
            return context.out.json(&told);
        }
        let lines = match asked {
            Outside::Key { .. } => vec![
                text(&told, "key"),
                "Keep it: it is not shown again. It opens this shop alone, for what its scopes say."
                    .to_owned(),
            ],
            Outside::Keys { .. } => rows(&told, "keys", "There is no key.", key),
            Outside::RevokeKey { .. } => vec![format!("{} opens nothing any more.", text(&told, "name"))],
            Outside::Webhook { .. } => vec![
                text(&told, "secret"),
                format!(
                    "Keep it: it is not shown again. The webhook is {}.",
                    text(&told, "id")
                ),
            ],
            Outside::Webhooks { .. } => rows(&told, "webhooks", "There is no webhook.", webhook),
            Outside::DropWebhook { .. } => vec!["It is told nothing any more.".to_owned()],
            Outside::Deliveries { .. } => rows(&told, "deliveries", "Nothing was sent yet.", delivery),
            Outside::Replay { .. } => vec![format!("Sent again: {}", told["again"])],
            Outside::Owner { .. } => vec![
                text(&told, "password"),
                format!(
                    "{} signs in with it at /owner of this hub. It is not shown again.",
                    text(&told, "name")
                ),
            ],
            Outside::DropOwner { .. } => {
                vec![format!("{} may not see the page any more.", text(&told, "name"))]
            }
        };
        lines.iter().try_for_each(|line| context.out.line(line))
    }
}

fn text(row: &Value, field: &str) -> String {
    row[field].as_str().unwrap_or_default().to_owned()
}

fn list(row: &Value, field: &str) -> String {
    let all = row[field].as_array().map_or(&[][..], Vec::as_slice);
    let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
    all.join(",")
}

fn rows(told: &Value, name: &str, none: &str, line: impl Fn(&Value) -> String) -> Vec<String> {
    let rows = told[name].as_array().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() {
        return vec![none.to_owned()];
    }
    rows.iter().map(line).collect()
}

fn key(row: &Value) -> String {
    let state = if row["revoked"] == true {
        "withdrawn"
    } else {
        "counts"
    };
    format!(
        "{:<20} {:<20} {}  {state}  {}",
        text(row, "name"),
        text(row, "shop_name"),
        list(row, "scopes"),
        text(row, "id")
    )
}

fn webhook(row: &Value) -> String {
    format!("{}  {}  {}", text(row, "id"), text(row, "url"), list(row, "on"))
}

fn delivery(row: &Value) -> String {
    let last = row["attempts"].as_array().and_then(|attempts| attempts.last());
    let came = last.map_or_else(String::new, |last| match last["status"].as_u64() {
        Some(status) => format!("{} answered {status}", moment(&last["at"])),
        None => format!("{} {}", moment(&last["at"]), text(last, "error")),
    });
    let state = text(row, "state").replace('_', " ");
    format!(
        "{:<8} {} tries  {}  {came}",
        state,
        row["tries"],
        text(row, "event")
    )
}
