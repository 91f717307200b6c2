//! What these tests need of a shop: keys, passwords, a day's trade. Must never hold what a test asserts.

use serde_json::{Value, json};

use crate::client::{Answer, Line};
use crate::process::Hub;
use crate::till::{CASHIER, Till, opened};

/// Every scope there is.
pub(crate) const ALL: &str = "products:read,products:write,customers:read,customers:write,sales:read,\
                              closings:read,stock:read,events:read,webhooks";

/// A connection with a key of that shop.
pub(crate) fn keyed(hub: &Hub, shop: &str, scopes: &str) -> Line {
    let made = hub.told(&["api-key", "--shop", shop, "--name", "books", "--scopes", scopes]);
    let mut line = hub.line();
    line.token = made["key"].as_str().map(str::to_owned);
    line
}

/// A password for the owner's page of that shop.
pub(crate) fn password(hub: &Hub, shop: &str, name: &str) -> String {
    let made = hub.told(&["owner", "--shop", shop, "--name", name]);
    made["password"].as_str().expect("it is told once").to_owned()
}

/// A message of the interface.
pub(crate) fn send(
    line: &mut Line,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    line.ask(method, path, headers, body.to_string().as_bytes())
}

/// A till of that shop that sold three of something today by the shop's calendar, and closed with a variance.
pub(crate) fn day_of_trade(hub: &Hub, shop: &str, series: &str) -> Till {
    let mut till = Till::of(hub, shop, series);
    let sku = format!("PAN-{series}");
    let row = json!({ "product": { "sku": sku, "name": format!("Pan <b>{series}</b>"), "price": "1.10",
        "tax": "standard", "unit": "ea", "min_stock": "8" }, "stock": "10" });
    till.write(32, &json!({ "product_saved": row }));
    till.open(1);
    till.sell(&sku, 3, 1);
    till.write(12, &json!({ "shift_closed": closing(1) }));
    assert_eq!(till.push_from(1), json!([]));
    till
}

/// A closing of one sale of 3.30 of which 3.00 was found.
fn closing(number: u64) -> Value {
    json!({
        "number": number, "opened": opened(1), "time": "2026-11-20T21:00:00", "by": CASHIER, "range": [2, 3],
        "figures": {
            "sales": 1, "net": "3.00 EUR", "tax": "0.30 EUR", "total": "3.30 EUR", "discount": "0.00 EUR",
            "rounding": "0.00 EUR", "tenders": {}, "taxes": {}, "cashiers": {}, "documents": null,
        },
        "expected": "3.30 EUR", "counted": "3.00 EUR", "variance": "-0.30 EUR", "reason": "lost a coin",
        "perpetual": { "absolute": "3.30 EUR", "net": "3.30 EUR" }, "unsynced": 0,
    })
}
