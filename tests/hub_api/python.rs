//! A client in another language, which knows what the hub's document says and nothing else. Must never be
//! helped by this program.

#![allow(clippy::unwrap_used)]
use std::process::Command;

use serde_json::Value;

use crate::process::{Hub, told};
use crate::shop::{ALL, keyed};

#[test]
fn a_client_in_python_enrols_pushes_a_sale_and_pulls_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let code = hub.code("Uno");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hub_api/client.py");
    let url = format!("http://{}", hub.address);
    let ran = Command::new("python3").args([script, &url, &code]).output();
    let ran = ran.expect("there is no python3: install it with `apt-get install python3`");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let said: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let mut key = keyed(&hub, "Uno", ALL);
    let sales = key.get("/api/v1/sales").done();
    assert_eq!(sales["events"][0]["data"]["id"], said["sale"]);
    assert_eq!(sales["events"][0]["data"]["total"], "2.20");
    assert_eq!(told(dir.path(), &["parked"])["parked"], serde_json::json!([]));
    assert_eq!(key.get("/api/v1/stock/PAN").done()["value"]["quantity"], "3");
}
